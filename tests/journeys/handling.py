"""The desk's states in which work is given out, noted, put aside and kept as views, for the sweep."""

from sqlmodel import Session, col, select

from models import amendments, asides, assignments, notes, translations, views
from models.accounts import Account
from models.amendments import Amendment
from models.answers import Answer
from models.ideas import Idea
from models.languages import Language
from models.reviews import Review
from models.themes import Theme
from models.translations import Translation
from tests.journeys.sweeping import ADMINISTRATOR, NOBODY, POLICY, State


def states(db: Session, known: dict[str, Account], theme: Theme, other: Theme, idea: Idea) -> list[State]:
    """What is given, noted, put aside and kept as a view."""
    ruth, anna = known[POLICY], known[ADMINISTRATOR]
    note = notes.write(db, theme, body="The board meets on Monday. Ask before we promise anything.", by=ruth)
    notes.write(db, theme, body="I rang the depot.", by=anna)
    views.keep(db, ruth, name="Late and large", query="show=overdue&sort=size")
    assignments.give(db, theme, account_id=ruth.id, team_id=ruth.team_id, by=anna)
    asides.put(db, other, reason="The depot answers this already.", by=ruth)
    here, there, alone = f"/desk/themes/{theme.id}", f"/desk/themes/{other.id}", f"/desk/ideas/{idea.id}"
    give = f"/desk/assignments?themes={theme.id}&ideas={idea.id}"
    return [
        *(State(POLICY, f"/desk?show={show}") for show in ("mine", "team", "nobody", "overdue", "aside", "answered")),
        *(State(POLICY, path) for path in (f"{here}/waiting", there, f"{there}/waiting", alone, give)),
        State(POLICY, f"{here}/waiting", press="Put it aside", status=422),
        State(POLICY, give, press="Give", status=422),
        State(POLICY, "/desk/assignments"),
        State(POLICY, f"/desk/notes/{note.id}"),
        State(POLICY, here, sends=f"{here}/notes", typed={"note": ""}, status=422),
        State(ADMINISTRATOR, f"/desk/notes/{note.id}", status=404),
        State(POLICY, f"{here}/moves?ideas={idea.id}&split=yes"),
        State(POLICY, "/desk/changes", sends="/desk/changes", typed={"wanted": "yes"}),
        *_to_read(db),
        *_new_text(db, ruth, anna),
        *_in_welsh(db, ruth, anna),
    ]


def _to_read(db: Session) -> list[State]:
    """A draft that waits to be read: as who was asked sees it, and as who wrote it does."""
    rows = select(Review, Answer).join(Answer, col(Answer.id) == Review.answer_id)
    review, answer = db.exec(rows.where(col(Review.approved_at).is_(None))).one()
    reader, writer = (db.get_one(Account, one).email for one in (review.reader_id, answer.writer_id))
    page = f"/desk/answers/{answer.id}/preview"
    return [
        State(reader, page),
        State(reader, page, sends=f"/desk/answers/{answer.id}/return", typed={"not_yet": ""}, status=422),
        State(reader, "/desk/work"),
        State(writer, page),
        State(writer, page, sends=f"/desk/answers/{answer.id}/review", typed={"reader": "0"}, status=422),
    ]


def _new_text(db: Session, ruth: Account, anna: Account) -> list[State]:
    """A public answer that is put right waits to be read: as who was asked sees it, and as who wrote it does."""
    open_one = select(Amendment.answer_id).where(col(Amendment.published_at).is_(None))
    rows = select(Answer).where(col(Answer.published_at).is_not(None), col(Answer.id).not_in(open_one))
    answer = db.exec(rows.order_by(col(Answer.id))).first()
    assert answer is not None
    new = amendments.save(db, answer, summary="From May, not April.", body=answer.body, reason="The wrong month.",
                          by=ruth, seen=None)
    amendments.ask(db, answer, new, by=ruth, reader_id=anna.id)
    page = f"/desk/answers/{answer.id}/amendment"
    return [
        State(ADMINISTRATOR, page),
        State(POLICY, page),
        State(POLICY, page, sends=f"{page}/review", typed={"reader": "0"}, status=422),
        State(ADMINISTRATOR, page, sends=f"{page}/return", typed={"not_yet": "x" * 501}, status=422),
    ]


def _in_welsh(db: Session, ruth: Account, anna: Account) -> list[State]:
    """An answer in another language: as everyone reads it, and at the desk with a newer text that waits to be read."""
    answer_id = db.exec(select(Translation.answer_id).where(col(Translation.published_at).is_not(None))).first()
    answer = db.get_one(Answer, answer_id)
    translations.save(db, answer, Language.WELSH, summary="Byddwn yn ateb.", body="“Nid oes neb wedi dweud hyn yma.”",
                      by=ruth, seen=None)
    assert db.exec(amendments.under_way(answer.id)).first() is not None  # of the same answer, see _new_text
    returned = translations.save(db, answer, Language.POLISH, summary="Tak.", body="Tak.", by=ruth, seen=None)
    translations.send_back(db, answer, returned, by=anna, seen=returned.saved_at, why="The day is missing.")
    page = f"/desk/answers/{answer.id}/in"
    return [
        State(POLICY, f"/desk/answers/{answer.id}/amendment"),
        State(POLICY, f"{page}/cy?of=new"),
        State(POLICY, f"{page}/pl"),
        State(POLICY, f"{page}/cy", sends=f"{page}/cy/review", typed={"reader": "0"}, status=422),
        State(NOBODY, f"/answers/{answer.id}/in/cy"),
        State(NOBODY, f"/answers/{answer.id}/in/ur", status=404),
        *(State(POLICY, path) for path in (page, f"{page}/cy", f"{page}/ur")),
        State(ADMINISTRATOR, f"{page}/cy"),
        State(ADMINISTRATOR, "/desk/work"),
        State(POLICY, f"{page}/cy", press="Save the text", typed={"summary": ""}, status=422),
        State(POLICY, f"{page}/cy", sends=f"{page}/cy/approval", typed={}, status=409),
    ]
