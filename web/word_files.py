"""A business case as a Word file, as a team that asks for money hands it in."""

import io
from datetime import datetime

from docx import Document
from docx.document import Document as Word
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.text.paragraph import Paragraph

from models.answered import Answered
from models.cases import Part, Section
from web.kit.formats import for_xml

MARGIN = Mm(25)
LANGUAGE = "en-GB"


def write(
    told: Answered, title: str, signed: str, sections: list[Section], *, open_words: str, address: str
) -> bytes:
    """A4, with headings that a screen reader can list. `open_words`: what is said where nothing is known; `address`:
    the page where it can be read as it is today."""
    document = Document()
    _set_up(document, title, told.team, told.answer.published_at or told.answer.saved_at)
    _write_foot(document, address)
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
    told.language = LANGUAGE
    for section in document.sections:
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = MARGIN
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), LANGUAGE)


def _write_foot(document: Word, address: str) -> None:
    line = document.sections[0].footer.paragraphs[0]
    line.style = document.styles["Normal"]  # the style of a foot has the tab stops of an American page
    line.paragraph_format.tab_stops.add_tab_stop(Mm(210) - 2 * MARGIN, WD_TAB_ALIGNMENT.RIGHT)
    line.add_run(f"{address}\tPage ")
    _count(line, "PAGE")
    line.add_run(" of ")
    _count(line, "NUMPAGES")


def _count(line: Paragraph, what: str) -> None:
    """A number that Word works out. Programs that do not are shown the first page's."""
    counted = OxmlElement("w:fldSimple")
    counted.set(qn("w:instr"), what)
    counted.append(line.add_run("1")._r)
    line._p.append(counted)


def _write_part(document: Word, part: Part, open_words: str) -> None:
    document.add_heading(for_xml(part.question), 2)
    for quote in part.quotes:
        document.add_paragraph(f"“{for_xml(quote.words)}” ({quote.reference})", style="Quote")
    for line in part.lines:
        document.add_paragraph(for_xml(line), style="List Bullet")
    if not part.known:
        document.add_paragraph(open_words)
