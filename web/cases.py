"""The business case of an answer in five parts: a page to read or print, and a document to take away."""

from starlette.responses import Response

from models import cases
from models.cases import Section
from models.wording import day
from web import answers
from web.kit.visit import Visit

OPEN = "Not known yet."


def show(visit: Visit, answer_id: int) -> Response:
    told = answers.one(visit, answer_id)
    return visit.render("answers/case.html", told=told, sections=cases.sections(cases.known(visit.db, told)), open=OPEN)


def document(visit: Visit, answer_id: int) -> Response:
    """The same as text with headings (Markdown), which any word processor reads."""
    told = answers.one(visit, answer_id)
    head = [f"# The case for “{told.about}”", f"{told.team or 'No team yet'}, {day(told.answer.published_at)}"]
    parts = [_text(section) for section in cases.sections(cases.known(visit.db, told))]
    headers = {"Content-Disposition": f'attachment; filename="case-{answer_id}.md"'}
    return Response("\n\n".join([*head, *parts]) + "\n", headers=headers, media_type="text/markdown; charset=utf-8")


def _text(section: Section) -> str:
    said = [f"## {section.name}: {section.meaning}"]
    for part in section.parts:
        said.append(f"### {part.question}")
        said += ["\n".join(f"> {line}" for line in quote.splitlines()) for quote in part.quotes]
        said.append("\n".join(f"- {line}" for line in part.lines) if part.lines else "" if part.known else OPEN)
    return "\n\n".join(line for line in said if line)
