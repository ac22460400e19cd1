"""The theme engine: text in, plain values out. No database, no request, no network; the same input, the same output.

All offsets count characters of the text given. "Place" means a position in the sequence given, from 0. `Vectors` are
float32 arrays of shape (n, d) with rows of length one, or zero for a text without a word. Every value is frozen.

    pipeline.load() -> Language                      the one spaCy pipeline of a process
    pipeline.read(text, state=None) -> Doc           doc._.terms, ._.phrases, ._.sentences; doc.vector, doc.similarity

    vectors.sources(folder=None) -> ("lsa", "sentences") or ("lsa",) without the sentence model
    vectors.fit(texts, folder=None, sentences=True) -> State          .version .width .sources
    State.embed(texts, progress=None) -> (n, d)      d is 434 with the sentence model, 50 without
    State.save() -> bytes; State.load(bytes, folder=None) -> State

    duplicates.find(texts, vectors) -> (Copies(kept, members), …)     near copies: one voice with a count
    grouping.group(vectors, texts, pinned={place: key}, copies=None, most=20) -> Partition
        Partition.themes -> (Theme(members, voices, centre, cohesion, key, parts), …), the largest first
        Partition.other, .copies, .centres (k, d), .theme_of(n) -> (n,) with -1 for "other"
    assignment.assign(vector, centres) -> Assignment(theme, score, margin) | None
    assignment.best(vector, centres, count) -> (Assignment, …)
    points.second(texts, theme_of, centres, state) -> [Point(theme, score, start, end) | None, …]
        a second theme, and the sentence that speaks to it
    changes.compare({theme id: Existing(members, touched, pinned, title)}, partition, ids, rows)
        -> [Change(kind, ideas, confidence, reason, theme, into, group), …]      proposals; nothing moves by itself
    labels.label(texts, vectors, partition, state) -> [Label(title, phrases, quotes), …]
        Quote(index, start, end, text): texts[index][start:end] == text
    reasons.explain(texts, vectors, partition, state)
        -> [Reason(theme, score, terms, nearest, start, end) | None, …]          None for those in "other"
    layout.place(centres, former=None) -> (k, 2) places on the map, between 0 and 1
    similar.rank(draft or its vector, texts or vectors, state, count=5) -> [Similar(place, score), …]

    private.find(text) -> [Finding(kind, start, end), …]
    urgent.find(text) -> [Signal(kind, start, end), …]        danger, and people who may need protecting
    languages.detect(text) -> "en" | "cy" | "other"

A call's ideas from nothing to labelled themes:

    state = vectors.fit(texts)
    rows = state.embed(texts)
    partition = grouping.group(rows, texts)
    names = labels.label(texts, rows, partition, state)
    reasons_why = reasons.explain(texts, rows, partition, state)
"""
