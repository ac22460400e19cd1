"""Who may use an address. Each guard is named in the route table and nowhere else."""

from collections.abc import Callable

from models.accounts import Account
from models.settings import settings
from web.kit.errors import NotFound, SignInNeeded
from web.kit.visit import Visit

Guard = Callable[[Visit], None]


def anyone(visit: Visit) -> None:
    """Everyone, known or not."""


def anyone_posts(visit: Visit) -> None:
    """Everyone, for a form that needs no account. Said apart, so that no form is open by being forgotten."""


def _accounts(allowed: Callable[[Account], bool]) -> Guard:
    def guard(visit: Visit) -> None:
        if visit.account is None:
            raise SignInNeeded
        if not allowed(visit.account):
            raise NotFound

    return guard


members = _accounts(lambda account: account.confirmed_at is not None)
staff = _accounts(lambda account: account.is_staff)
policy = _accounts(lambda account: account.works_at_desk)
moderators = _accounts(lambda account: account.moderates)
administrators = _accounts(lambda account: account.administers)


def readers_of_mail(visit: Visit) -> None:
    """Administrators; everyone where the site is only being tried out and keeps its mail in itself."""
    if settings().environment == "production" or not settings().keeps_mail_here:
        administrators(visit)


NAMES: dict[Guard, str] = {
    anyone: "anyone",
    anyone_posts: "anyone, also to send",
    members: "people who are signed in",
    staff: "staff",
    policy: "policy officers",
    moderators: "moderators",
    administrators: "administrators",
    readers_of_mail: "administrators; everyone in a demonstration",
}
