"""Every table, so that migrations and tests see them all."""

from sqlmodel import SQLModel

from models import (
    accounts,
    analyses,
    answers,
    calls,
    changes,
    comments,
    commitments,
    decisions,
    drafts,
    flags,
    form_keys,
    groupings,
    history,
    ideas,
    improvements,
    limits,
    mails,
    memberships,
    notifications,
    outcomes,
    replies,
    revisions,
    sessions,
    setbacks,
    sign_ins,
    subscriptions,
    supports,
    teams,
    themes,
)

metadata = SQLModel.metadata

__all__ = [
    "accounts", "analyses", "answers", "calls", "changes", "comments", "commitments", "decisions", "drafts", "flags",
    "form_keys", "groupings", "history", "ideas", "improvements", "limits", "mails", "memberships", "metadata",
    "notifications", "outcomes", "replies", "revisions", "sessions", "setbacks", "sign_ins", "subscriptions", "supports", "teams",
    "themes",
]
