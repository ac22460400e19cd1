"""People's own words on a page: every character as typed, and none of it markup."""

from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from models import text
from web.kit.rendering import marked, paragraphs

WORDS = st.text(alphabet=st.sampled_from("ab <>&\"'\n/=é漢\u202e")) | st.text()


class Seen(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, list[tuple[str, str | None]]]] = []
        self.parts: list[str] = []
        self.marked: list[str] = []
        self._in_mark = False
        self.feed(str(html))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, attrs))
        self._in_mark = tag == "mark" or (self._in_mark and tag == "br")
        if tag == "p":
            self.parts.append("")
        if tag == "br":
            self.handle_data("\n")

    def handle_endtag(self, tag: str) -> None:
        self._in_mark = self._in_mark and tag != "mark"

    def handle_data(self, data: str) -> None:
        self.parts[-1] += data
        if self._in_mark:
            self.marked.append(data)


@given(WORDS)
def test_words_are_shown_as_typed_and_are_never_markup(words: str) -> None:
    typed = text.clean(words)

    seen = Seen(paragraphs(typed))

    assert seen.parts == text.paragraphs(typed)
    assert all(tag == ("p", [("dir", "auto")]) or tag == ("br", []) for tag in seen.tags)


@given(WORDS, st.integers(0, 30), st.integers(0, 30))
def test_a_marked_passage_is_the_passage_and_changes_no_word(words: str, one: int, other: int) -> None:
    typed = text.clean(words)
    begins, ends = sorted((one, other))

    seen = Seen(marked(typed, begins, ends))

    assert seen.parts == text.paragraphs(typed)
    assert "".join("".join(seen.marked).split()) == "".join(typed[begins:ends].split())
    assert {tag for tag, _ in seen.tags} <= {"p", "br", "mark"}
