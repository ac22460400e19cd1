"""Answering what a team asks back: from the link in the mail, without signing in, or on the site."""

from starlette.responses import Response

from models import comments, limits, questions
from models.accounts import Account
from models.authors import PROPOSER, of_account
from models.comments import Comment
from models.ideas import Idea
from models.questions import Asking, Question
from models.teams import Team
from web import checking
from web.kit import limiting
from web.kit.forms import Filled, Form, words
from web.kit.visit import Visit

OVER = "This question takes no more answers."


class ResponseForm(Form):
    body: words("your answer", least=1, most=comments.BODY_LIMIT)  # type: ignore[valid-type]


def show(visit: Visit, asking_id: int) -> Response:
    return _page(visit, visit.one(questions.own(visit.member, asking_id)))


def answer(visit: Visit, asking_id: int) -> Response:
    return _answer(visit, visit.one(questions.own(visit.member, asking_id)))


def by_link(visit: Visit, token: str) -> Response:
    asking = questions.by_token(visit.db, token)
    return _page(visit, asking, token) if asking else _cut(visit)


def answer_by_link(visit: Visit, token: str) -> Response:
    asking = questions.by_token(visit.db, token)
    if asking is None or asking.revoked_at is not None:
        return _page(visit, asking, token) if asking else _cut(visit)
    return _answer(visit, asking, token)


def end_link(visit: Visit, token: str) -> Response:
    asking = questions.by_token(visit.db, token)
    if asking is None:
        return _cut(visit)
    questions.revoke(visit.db, asking)
    return visit.go(asking.path, done="link-ended")


def _answer(visit: Visit, asking: Asking, token: str = "") -> Response:
    limiting.count((limits.COMMENTS_OF_ACCOUNT, str(asking.account_id)))
    draft = ResponseForm.read(visit.form)
    if not draft.accepted or checking.asks(visit, draft, "body"):
        return _page(visit, asking, token, draft, 422)
    body = draft.accepted.body
    try:
        questions.respond(visit.db, asking, body=body, signals=checking.signals(body))
    except questions.Closed:
        draft.refuse("body", OVER)
        return _page(visit, asking, token, draft, 422)
    return visit.go(asking.path if token else visit.path, done="question-answered")


def _page(
    visit: Visit, asking: Asking, token: str = "", draft: Filled[ResponseForm] | None = None, status: int = 200
) -> Response:
    if token and asking.revoked_at is not None:
        return visit.render("questions/ended.html", 410, asking=asking)
    question, said = visit.db.get_one(Question, asking.question_id), questions.response(visit.db, asking)
    team = visit.db.get(Team, question.team_id) if question.team_id else None
    idea, person = visit.db.get_one(Idea, asking.idea_id), visit.db.get_one(Account, asking.account_id)
    typed = draft or (ResponseForm.blank(body=said.body) if said and said.shown else ResponseForm.blank())
    return visit.render(
        "questions/show.html", status, asking=asking, question=question, idea=idea, said=_shown(said), team=team,
        token=token, draft=typed, limit=comments.BODY_LIMIT, open=questions.takes_answer(visit.db, asking),
        signed=PROPOSER if idea.unnamed_by(person) else of_account(visit.db, person).name)


def _shown(said: Comment | None) -> Comment | None:
    return said if said is not None and said.shown else None


def _cut(visit: Visit) -> Response:
    """Mail programs cut long links: the page says how to answer all the same."""
    return visit.render("questions/cut.html", 404)
