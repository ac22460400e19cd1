"""The business case of an answer in five parts: a page to read or print, and documents to take away."""

import re
import unicodedata

from starlette.responses import Response

from models import cases
from models.answered import Answered
from models.cases import Section
from models.wording import day
from web import answers
from web.kit import formats
from web.kit.errors import NotFound
from web.kit.visit import Visit

OPEN = "Not known yet."
NAME_MOST = 60  # letters of the title in a file's name
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def show(visit: Visit, answer_id: int) -> Response:
    told = _told(visit, answer_id)
    return visit.render("answers/case.html", told=told, sections=cases.sections(cases.known(visit.db, told)), open=OPEN)


def word(visit: Visit, answer_id: int) -> Response:
    from web import word_files  # and lxml with it: only where a file is asked for

    told = _told(visit, answer_id)
    sections = cases.sections(cases.known(visit.db, told))
    made = word_files.write(told, _title(told), _signed(told), sections, open_words=OPEN,
                            address=formats.address(visit.link("cases.show", answer_id=answer_id)))
    return _attached(made, f"{_name(told)}.docx", WORD)


def plain(visit: Visit, answer_id: int) -> Response:
    """The same as text with headings (Markdown)."""
    told = _told(visit, answer_id)
    parts = [_text(section) for section in cases.sections(cases.known(visit.db, told))]
    made = "\n\n".join([f"# {_title(told)}", _signed(told), *parts]) + "\n"
    return _attached(made.encode(), f"{_name(told)}.md", "text/markdown; charset=utf-8")


def _told(visit: Visit, answer_id: int) -> Answered:
    """A public answer: a draft answers nobody yet, and has no case."""
    told = answers.one(visit, answer_id)
    if not told.answer.published:
        raise NotFound
    return told


def _name(told: Answered) -> str:
    """case-ring-us-back-12: what a file is called that lies among others."""
    plain = unicodedata.normalize("NFKD", told.about).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain)[:NAME_MOST].strip("-")
    return "-".join(part for part in ("case", words, str(told.answer.id)) if part)


def _title(told: Answered) -> str:
    return f"The case for “{told.about}”"


def _signed(told: Answered) -> str:
    return f"{told.team or 'No team yet'}, {day(told.answer.published_at)}"


def _attached(made: bytes, name: str, kind: str) -> Response:
    return Response(made, headers={"Content-Disposition": f'attachment; filename="{name}"'}, media_type=kind)


def _text(section: Section) -> str:
    said = [f"## {section.name}: {section.meaning}"]
    for part in section.parts:
        said.append(f"### {part.question}")
        said += ["\n".join(f"> {line}" for line in (*quote.words.splitlines(), "", quote.reference))
                 for quote in part.quotes]
        said.append("\n".join(f"- {line}" for line in part.lines) if part.lines else "" if part.known else OPEN)
    return "\n\n".join(line for line in said if line)
