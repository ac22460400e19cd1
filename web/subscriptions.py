"""Following an idea, and following it no longer."""

from starlette.responses import Response

from models import ideas, subscriptions
from models.accounts import Account
from models.ideas import Idea
from web import supports
from web.kit.visit import Visit


def set_following(visit: Visit, idea_id: int) -> Response:
    idea = visit.one(ideas.visible_to(visit.account).where(Idea.id == idea_id))
    wanted = visit.switched_on
    change = subscriptions.follow if wanted else subscriptions.unfollow
    change(visit.db, visit.member, idea_id=idea.id)
    return supports.shown(visit, idea_id, done=told_of_following(visit.member) if wanted else "unfollowed")


def told_of_following(account: Account) -> str:
    """The word for what is said to somebody who begins to follow."""
    return "following" if account.gets_mail else "following-unmailed"
