"""Who may do what. Role names appear here and nowhere else."""

from enum import StrEnum


class Role(StrEnum):
    CITIZEN = "citizen"
    STAFF = "staff"
    POLICY = "policy"
    MODERATOR = "moderator"
    ADMINISTRATOR = "administrator"


STAFF = frozenset({Role.STAFF, Role.POLICY, Role.MODERATOR, Role.ADMINISTRATOR})
ANSWERS = frozenset({Role.POLICY})
WORKS_AT_DESK = frozenset({Role.POLICY, Role.ADMINISTRATOR})
MODERATES = frozenset({Role.MODERATOR, Role.ADMINISTRATOR})
ADMINISTERS = frozenset({Role.ADMINISTRATOR})
EVERYONE = Role.CITIZEN  # what somebody may do to whom no role was given
