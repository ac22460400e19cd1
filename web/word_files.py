"""A business case as a Word file, as a team that asks for money hands it in."""

import io
from datetime import datetime

from docx import Document
from docx.document import Document as Word
from docx.oxml.ns import qn
from docx.shared import Mm

from models.answered import Answered
from models.cases import Part, Section
from web.kit.formats import for_xml

MARGIN = Mm(25)


def write(told: Answered, title: str, signed: str, sections: list[Section], *, open_words: str) -> bytes:
    """A4, with headings that a screen reader can list. `open_words`: what is said where nothing is known."""
    document = Document()
    _set_up(document, title, told.team, told.answer.published_at or told.answer.saved_at)
    document.add_heading(for_xml(title), 0)
    document.add_paragraph(for_xml(signed))
    for section in sections:
        document.add_heading(f"{section.name}: {section.meaning}", 1)
        for part in section.parts:
            _write_part(document, part, open_words)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _set_up(document: Word, title: str, team: str, at: datetime) -> None:
    """Page and properties; the library's template is American, and says that the library wrote it."""
    told = document.core_properties
    told.title, told.author, told.comments, told.created, told.modified = for_xml(title), for_xml(team), "", at, at
    for section in document.sections:
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = MARGIN
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-GB")


def _write_part(document: Word, part: Part, open_words: str) -> None:
    document.add_heading(for_xml(part.question), 2)
    for quote in part.quotes:
        document.add_paragraph(f"“{for_xml(quote)}”", style="Quote")
    for line in part.lines:
        document.add_paragraph(for_xml(line), style="List Bullet")
    if not part.known:
        document.add_paragraph(open_words)
