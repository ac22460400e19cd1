"""The algorithmic transparency record of a call's themes, under the headings of the UK Algorithmic Transparency
Recording Standard. It says what the site knows, and where it knows nothing, that."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from models.calls import Call
from models.codings import Coding
from models.settings import settings
from models.teams import Team
from models.wording import day, number, plural
from web.measured import doubts, sentences, short, span

Fields = list[tuple[str, str]]
Sections = list[dict[str, Any]]
MODEL = "all-MiniLM-L6-v2 with weights of 8 bits"
UNKNOWN = "Not recorded on this site."


@dataclass(frozen=True)
class Said:
    """What only people know: who answers for it, where one can write, and which assessments were made."""

    owner: str
    contact: str
    assessments: str


def record(
    coding: Coding, call: Call, team: Team | None, *, figures: dict[str, Any], said: Said, address: str
) -> Sections:
    """The headings with their fields, as plain values that can be kept."""
    told = {
        "Tier 1: Overview": _overview(call, said, address),
        "Tier 2: Owner and responsibility": _owner(call, team, said),
        "Tier 2: Description and rationale": _rationale(),
        "Tier 2: Decision-making process and human oversight": _oversight(),
        "Tier 2: Tool specification": _tool(coding, figures),
        "Tier 2: Development data and operational data": _data(coding),
        "Tier 2: Risks, mitigations and impact assessments": _risks(figures, said),
    }
    return [{"heading": heading, "fields": [list(one) for one in fields]} for heading, fields in told.items()]


def _overview(call: Call, said: Said, address: str) -> Fields:
    return [
        ("Name", f"Themes of {settings().site_name}"),
        ("Description",
         f"A program reads the ideas that people sent to the call “{call.question}” and puts those together that speak "
         "of the same thing. A policy team reads the groups, corrects them and answers each one in public. It saves "
         "the team from sorting every idea by hand, so that nobody waits for that."),
        ("Website", address),
        ("Contact e-mail", said.contact),
    ]


def _owner(call: Call, team: Team | None, said: Said) -> Fields:
    return [
        ("Organisation", team.body if team and team.body else UNKNOWN),
        ("Team", team.name if team else UNKNOWN),
        ("Senior responsible owner", said.owner),
        ("Who asks, and who decides", f"{call.sponsor} asks. Who decides: {call.decides}"),
        ("Third parties", "The program calls no outside service: no text leaves the machines that this site runs on."),
    ]


def _rationale() -> Fields:
    return [
        ("Detailed description",
         "Near copies are put together first, so that a letter that many people send is one voice with a count. Each "
         "voice is joined with those nearest to it, and this web is cut where it is thinnest. Nobody says beforehand "
         "how many themes there are. Each theme gets a draft title and quotes, and each idea a reason."),
        ("Scope", "It sorts what people wrote. It does not score, rank or refuse anybody."),
        ("Benefit", "Every idea is read with those that say the same, and none is lost in a pile."),
        ("Previous process", "Without it, people would read and sort every idea by hand."),
        ("Alternatives considered",
         "BERTopic was measured on the same labelled texts. It left 12 to 45 in 100 of them without a theme. The "
         "figures stand with the program’s source."),
    ]


def _oversight() -> Fields:
    return [
        ("Part in the decision",
         "The first run makes draft themes. Every later run only proposes changes, and nothing moves until a person "
         "agrees. The answer to a theme is written and signed by people."),
        ("What people are given",
         "The ideas of a theme with their words, the passage and the terms that put each there, the ideas nearest to "
         "it, and how sure the machine is."),
        ("Human review",
         "A policy officer can rename, merge and split themes and move any idea. What a person chose is never changed "
         "by the machine. Each change is recorded with who made it."),
        ("Required training", UNKNOWN),
        ("Appeals and review",
         "Everyone can see where an idea stands and why, and can write to the contact above. Its author can say "
         "whether an answer answered their point."),
    ]


def _tool(coding: Coding, figures: dict[str, Any]) -> Fields:
    sources = coding.facts.get("sources", [])
    meant = " and by what they mean (a small sentence model)" if "sentences" in sources else ""
    return [
        ("Method",
         "Each text is turned into numbers by the words that it says (latent semantic analysis, fitted on this call’s "
         f"own texts){meant}. Themes are communities in the graph of nearest neighbours (Leiden). The same texts give "
         "the same themes."),
        ("Model", _model(coding.facts)),
        ("Version", _version(coding.facts)),
        ("Input", "Title and text of each idea, and nothing else about its author."),
        ("Output", "Themes with draft titles, and for each idea its theme, a score and a reason."),
        ("Performance", _performance(figures)),
        ("How this was measured",
         f"{plural(coding.size, 'idea')} were drawn at random on {day(coding.drawn_at)} (seed {coding.seed}), each "
         f"theme with its share. Two people at the desk put each into one of {plural(len(coding.themes), 'theme')} or "
         "none. Neither saw the other’s choices, or the machine’s, before both were done."),
    ]


def _model(facts: dict[str, Any]) -> str:
    if "sources" not in facts:
        return UNKNOWN
    if "sentences" not in facts["sources"]:
        return "No sentence model was used."
    from nlp import encoder  # and NumPy with it: only where a record is made

    known, digest = encoder.SHA256[encoder.MODEL], facts.get("model", "")
    if digest and known.startswith(digest):
        return f"{MODEL}. SHA-256 of its weights: {known}"
    return f"A sentence model. SHA-256 of its weights begins with {digest or '(not recorded)'}"


def _version(facts: dict[str, Any]) -> str:
    if "version" not in facts:
        return UNKNOWN
    when = day(datetime.fromisoformat(facts["grouped_at"]))
    return f"{facts['version']}, which stands for all that was fitted. Last run on {when}."


def _performance(figures: dict[str, Any]) -> str:
    told = sentences(figures)
    for name, who in (("first", "the first person"), ("second", "the second person")):
        if one := figures["against"].get(name):
            told.append(f"Measured by {who} alone: macro F1 {short(one['macro']['value'])} ({span(one['macro'])}), "
                        f"micro F1 {short(one['micro']['value'])} ({span(one['micro'])}).")
    return " ".join(told)


def _data(coding: Coding) -> Fields:
    facts, by_hand = coding.facts, coding.facts["placed_by_people"]
    model = "The sentence model was trained by others on public English texts, and is used as it is. "
    read = f"The last grouping read {plural(facts['ideas'], 'idea')}. " if "ideas" in facts else ""
    left_out = f" {plural(by_hand, 'idea')} that people had placed or kept themselves could not be drawn."
    return [
        ("Development data",
         (model if "sentences" in facts.get("sources", []) else "") + "What is fitted is fitted on the call’s own "
         "texts and on nothing else. People’s corrections steer the grouping of this call only."),
        ("Operational data",
         f"{read}When the sample was drawn, {number(facts['drawn_from'] + by_hand)} ideas stood in the call’s lists."
         + (left_out if by_hand else "")),
        ("Access and storage", "The ideas are public here and can be taken away as data."),
    ]


def _risks(figures: dict[str, Any], said: Said) -> Fields:
    return [
        ("Impact assessments", said.assessments or UNKNOWN),
        ("Risk: an idea stands in the wrong theme",
         " ".join(["Its reason is shown, and people can move it. See the performance above.", *doubts(figures)])),
        ("Risk: what few people say is lost in a large theme",
         "An idea can speak to a second theme, and one that fits none is answered by itself."),
        ("Risk: some people’s language is read less well",
         "The machine has read little Welsh and does not understand irony. People read the ideas before they answer."),
        ("Risk: private details in a text",
         "They are pointed out before anything is sent, and a moderator can hide a text."),
    ]
