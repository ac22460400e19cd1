"""Notes that officers leave on a theme or a single idea, for each other alone."""

from sqlmodel import col, select
from starlette.responses import Response

from models import notes
from models.ideas import Idea
from models.notes import NOTE_LIMIT, Note
from models.themes import Theme
from web import desk_beside
from web.kit.forms import Filled, Form, words
from web.kit.visit import Visit


class NoteForm(Form):
    note: words("a note", least=1, most=NOTE_LIMIT)  # type: ignore[valid-type]


def write_on_theme(visit: Visit, theme_id: int) -> Response:
    return _write(visit, visit.one(select(Theme).where(Theme.id == theme_id)))


def write_on_idea(visit: Visit, idea_id: int) -> Response:
    return _write(visit, visit.one(select(Idea).where(Idea.id == idea_id, col(Idea.hidden_at).is_(None))))


def _write(visit: Visit, thing: Theme | Idea) -> Response:
    draft = NoteForm.read(visit.form)
    if not draft.accepted:
        return _page(visit, draft, visit.path, _link(visit, thing), 422)
    notes.write(visit.db, thing, body=draft.accepted.note, by=visit.member)
    return visit.go(_link(visit, thing), done="note-written", anchor="notes")


def edit(visit: Visit, note_id: int) -> Response:
    note = _own(visit, note_id)
    return _page(visit, NoteForm.blank(note=note.body), visit.path, _back(visit, note), note=note)


def update(visit: Visit, note_id: int) -> Response:
    note, draft = _own(visit, note_id), NoteForm.read(visit.form)
    if not draft.accepted:
        return _page(visit, draft, visit.path, _back(visit, note), 422, note)
    notes.edit(visit.db, note, body=draft.accepted.note, by=visit.member)
    return visit.go(_back(visit, note), done="note-written", anchor="notes")


def remove(visit: Visit, note_id: int) -> Response:
    note = _own(visit, note_id)
    back = _back(visit, note)
    notes.remove(visit.db, note, by=visit.member)
    return visit.go(back, done="note-removed", anchor="notes")


def _own(visit: Visit, note_id: int) -> Note:
    return visit.one(notes.by_its_writer(note_id, visit.member))


def _page(
    visit: Visit, draft: Filled[NoteForm], path: str, back: str, status: int = 200, note: Note | None = None
) -> Response:
    return visit.render("desk/note.html", status, draft=draft, save_path=path, back=back, note=note, limit=NOTE_LIMIT,
                        beside=desk_beside.ways(visit))


def _link(visit: Visit, thing: Theme | Idea) -> str:
    if isinstance(thing, Theme):
        return visit.link("desk_themes.show", theme_id=thing.id, **desk_beside.ways(visit))
    return visit.link("desk_answers.about_idea", idea_id=thing.id, **desk_beside.ways(visit))


def _back(visit: Visit, note: Note) -> str:
    return _link(visit, visit.db.get_one(Theme, note.theme_id) if note.theme_id else
                 visit.db.get_one(Idea, note.idea_id))
