"""Writing about an idea: comments and replies, changing one's own, and finding somebody's useful."""

from typing import Any

from sqlmodel import col
from starlette.responses import Response

from models import authors, comments, ideas, limits, questions, revisions, subscriptions, text
from models.comments import BODY_LIMIT, EDIT_MINUTES, Comment
from models.ideas import Idea
from web import checking, discussions
from web.ideas import story_of, tell
from web.kit import limiting
from web.kit.errors import NotFound
from web.kit.forms import Filled, Form, Ticked, words
from web.kit.visit import Visit, not_own

CLOSED = "Nobody can comment on this idea any more."
TOO_LATE = f"A comment can be changed for {EDIT_MINUTES} minutes. That time is over: write a new one instead."


class CommentForm(Form):
    body: words("your comment", least=1, most=BODY_LIMIT)  # type: ignore[valid-type]
    follow: Ticked = False


class ChangeForm(Form):
    body: words("your comment", least=1, most=BODY_LIMIT)  # type: ignore[valid-type]
    seen: str = ""  # a print of the words that the page was opened with


def show(visit: Visit, comment_id: int) -> Response:
    """A comment's own address leads to its place on the idea's page."""
    return _to(visit, _comment(visit, comment_id))


def create(visit: Visit, idea_id: int) -> Response:
    limiting.count((limits.COMMENTS_OF_ACCOUNT, str(visit.member.id)))
    idea = visit.one(ideas.visible_to(visit.account).where(Idea.id == idea_id))
    parent = _parent(visit, idea)
    draft = CommentForm.read(visit.form)
    if not draft.accepted or checking.asks(visit, draft, "body"):
        return _refused(visit, idea, parent, draft)
    try:
        comment = _write(visit, idea, parent, draft.accepted.body)
    except comments.Closed:
        draft.refuse("body", CLOSED)
        return _refused(visit, idea, parent, draft)
    if draft.accepted.follow:
        subscriptions.follow(visit.db, visit.member, idea_id=idea.id)
    return _written(visit, idea, comment)


def reply(visit: Visit, comment_id: int) -> Response:
    """The form for a reply, below the comment that it replies to."""
    parent = _shown(visit, comment_id)
    idea = visit.one(ideas.visible_to(visit.account).where(Idea.id == parent.idea_id))
    if not idea.takes_comments:
        raise NotFound
    return _reply_form(visit, idea, parent, CommentForm.blank())


def edit(visit: Visit, comment_id: int) -> Response:
    comment = _own(visit, comment_id)
    if not comment.editable_by(visit.account):
        return _to(visit, comment)
    draft = ChangeForm.blank(body=comment.body, seen=_print(comment))
    return visit.render("comments/edit.html", comment=comment, draft=draft, limit=BODY_LIMIT)


def update(visit: Visit, comment_id: int) -> Response:
    comment = _own(visit, comment_id)
    draft = ChangeForm.read(visit.form)
    if not comment.editable_by(visit.account):
        draft.refuse("body", TOO_LATE)
    elif draft.typed["seen"] not in {"", _print(comment)}:
        draft.refuse("body", f"You have changed it elsewhere meanwhile. It says now: “{comment.body}”. "
                             "Take over what you want, then save.")
        draft.typed["seen"] = _print(comment)
    if not draft.accepted or checking.asks(visit, draft, "body"):
        return visit.render("comments/edit.html", status=422, comment=comment, draft=draft, limit=BODY_LIMIT)
    return _change(visit, comment, draft.accepted.body)


def history(visit: Visit, comment_id: int) -> Response:
    """What a comment said before its author changed it. Of a hidden one, only who may read it sees that."""
    comment = _comment(visit, comment_id)
    before = visit.db.exec(revisions.of_comment(comment)).all()
    return visit.render("comments/history.html", comment=comment, before=before)


def withdrawal(visit: Visit, comment_id: int) -> Response:
    return visit.render("comments/withdrawal.html", comment=_own(visit, comment_id))


def withdraw(visit: Visit, comment_id: int) -> Response:
    comment = _own(visit, comment_id)
    comments.withdraw(visit.db, comment, by=visit.member)
    return _to(visit, comment, done="comment-withdrawn")


def set_useful(visit: Visit, comment_id: int) -> Response:
    comment = _shown(visit, comment_id)
    not_own(visit, comment)
    wanted = visit.switched_on
    comments.mark_useful(visit.db, comment, by=visit.member, wanted=wanted)
    done = "found-useful" if wanted else "found-less-useful"
    if visit.wants_fragment:
        return visit.render("comments/useful.html", comment=comment, found_useful=wanted, done=done)
    return _to(visit, comment, done=done)


def _print(comment: Comment) -> str:
    return text.print_of([comment.body])


def _comment(visit: Visit, comment_id: int) -> Comment:
    return visit.one(comments.visible_to(visit.account).where(Comment.id == comment_id))


def _shown(visit: Visit, comment_id: int) -> Comment:
    """A comment that everybody can see: one cannot reply to another one, nor find it useful."""
    return visit.one(comments.visible_to(visit.account).where(Comment.id == comment_id, comments.shown()))


def _own(visit: Visit, comment_id: int) -> Comment:
    mine = col(Comment.author_id) == visit.member.id
    return visit.one(comments.visible_to(visit.account).where(Comment.id == comment_id, mine))


def _parent(visit: Visit, idea: Idea) -> Comment | None:
    """The comment of this idea that the form replies to, when it does."""
    typed = str(visit.form.get("parent", ""))
    if not typed:
        return None
    parent = _shown(visit, int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0)
    if parent.idea_id != idea.id:
        raise NotFound
    return parent


def _to(visit: Visit, comment: Comment, *, done: str | None = None) -> Response:
    mark = discussions.mark_of(visit, comment)
    return visit.redirect("ideas.show", idea_id=comment.idea_id, after=mark, done=done, anchor=f"comment-{comment.id}")


def _change(visit: Visit, comment: Comment, body: str) -> Response:
    """Who took out something private is led to where it can still be read, and taken back."""
    private = checking.took_out([comment.body], [body])
    revisions.edit_comment(visit.db, comment, body=body, by=visit.member, signals=checking.signals(body))
    if private:
        return visit.redirect("comments.history", comment_id=comment.id, done="edited-private")
    return _to(visit, comment, done="edited")


def _write(visit: Visit, idea: Idea, parent: Comment | None, body: str) -> Comment:
    signals = checking.signals(body)
    said = comments.write(visit.db, idea, body=body, by=visit.member, parent=parent, signals=signals)
    questions.heard(visit.db, said)
    return said


def _written(visit: Visit, idea: Idea, comment: Comment) -> Response:
    if not visit.wants_fragment:
        return _to(visit, comment, done="commented")
    follows = subscriptions.follows(visit.db, visit.member, idea.id)
    talk = discussions.shown(visit, idea, begin=discussions.mark_of(visit, comment))
    return visit.render("comments/index.html", draft=None, done="commented", follows=follows, **talk)


def _refused(visit: Visit, idea: Idea, parent: Comment | None, draft: Filled[Any]) -> Response:
    if parent is not None:
        return _reply_form(visit, idea, parent, draft, status=422)
    if not visit.wants_fragment:
        return tell(visit, story_of(visit, idea.id), status=422, draft=draft)
    follows = subscriptions.follows(visit.db, visit.member, idea.id)
    return visit.render("comments/_form.html", status=422, idea=idea, draft=draft, follows=follows, limit=BODY_LIMIT)


def _reply_form(visit: Visit, idea: Idea, parent: Comment, draft: Filled[Any], *, status: int = 200) -> Response:
    author = authors.of_comment(visit.db.execute(authors.of_one_comment(parent.id)).one())
    return visit.render("comments/new.html", status=status, idea=idea, parent=parent, draft=draft, limit=BODY_LIMIT,
                        author=author)
