"""The words for where an idea, a call, an answer stands, and the sets of them that rules ask about."""

from enum import StrEnum


class Status(StrEnum):
    RECEIVED = "received"
    PUBLISHED = "published"
    GROUPED = "grouped"
    CONSIDERED = "considered"
    ANSWERED = "answered"
    DELIVERED = "delivered"
    MEASURED = "measured"
    JOINED = "joined"
    WITHDRAWN = "withdrawn"

    @property
    def words(self) -> str:
        return STATUS_WORDS[self][0]

    @property
    def meaning(self) -> str:
        return STATUS_WORDS[self][1]

    @property
    def knot(self) -> str:
        """How the thread draws it: still going on, done, or ended without a result."""
        return "done" if self in SETTLED else "off" if self in TAKEN_BACK | MERGED else "now"


STATUS_WORDS = {
    Status.RECEIVED: ("Received", "It waits for its author to confirm their e-mail address."),
    Status.PUBLISHED: ("Published", "Everyone can read it, support it and talk about it."),
    Status.GROUPED: ("Grouped into a theme", "It stands with other ideas about the same thing."),
    Status.CONSIDERED: ("Being looked at", "A team is working on an answer."),
    Status.ANSWERED: ("Answered", "A team has answered in public."),
    Status.DELIVERED: ("Delivered", "What was promised has been done."),
    Status.MEASURED: ("Result measured", "We know what changed, and it is written here."),
    Status.JOINED: ("Joined with another idea", "It goes on as part of another idea."),
    Status.WITHDRAWN: ("Withdrawn", "Its author took it back."),
}

PRIVATE = frozenset({Status.RECEIVED})
WAITING = frozenset({Status.PUBLISHED, Status.GROUPED, Status.CONSIDERED})
SETTLED = frozenset({Status.ANSWERED, Status.DELIVERED, Status.MEASURED})
TAKES_SUPPORT = WAITING | SETTLED
TAKES_COMMENTS = WAITING | SETTLED
TAKES_EDITS = frozenset({Status.RECEIVED}) | WAITING
GROUPABLE = WAITING | SETTLED
LISTED = WAITING | SETTLED
JUST_ANSWERED = frozenset({Status.ANSWERED})
LOOKED_AT = frozenset({Status.CONSIDERED})
TAKEN_BACK = frozenset({Status.WITHDRAWN})
MERGED = frozenset({Status.JOINED})
TOLD = LISTED | {Status.JOINED}
COUNTED = LISTED | MERGED  # whose choice counts: what the desk joins with another keeps its author’s voice


class Kind(StrEnum):
    IDEA = "idea"
    IMPROVEMENT = "improvement"

    @property
    def words(self) -> str:
        return {"idea": "Ideas from the public", "improvement": "Improvements by staff"}[self.value]


class Stance(StrEnum):
    """What an author chose when their call asked for or against. The words are those of the data."""

    FOR = "for"
    AGAINST = "against"
    NEITHER = "neither or both"
    UNSAID = "rather not say"

    @property
    def words(self) -> str:
        return {"for": "For it", "against": "Against it", "neither or both": "Neither, or both",
                "rather not say": "I’d rather not say"}[self.value]


class Channel(StrEnum):
    WEB = "web"
    PAPER = "paper"
    PHONE = "phone"
    IMPORTED = "imported"

    @property
    def entered_words(self) -> str:
        return {"paper": "Letter or form", "phone": "Telephone call"}.get(self.value, self.value)


class CallState(StrEnum):
    DRAFT = "draft"
    OPEN = "open"
    READING = "reading"
    ANSWERED = "answered"

    @property
    def words(self) -> str:
        return {"draft": "Not open yet", "open": "Open", "reading": "Being read", "answered": "Answered"}[self.value]

    @property
    def knot(self) -> str:
        """How the thread draws it."""
        return {"draft": "promised", "open": "now", "reading": "now", "answered": "done"}[self.value]

    @property
    def next_states(self) -> list[tuple[str, str]]:
        """Where the desk may take it from here, each with the words of its button."""
        return {
            "draft": [("open", "Open the call")],
            "open": [("reading", "Close it and begin to read")],
            "reading": [("answered", "It is answered"), ("open", "Open it again")],
            "answered": [("reading", "It is not answered yet")],
        }[self.value]


PUBLIC_CALLS = frozenset({CallState.OPEN, CallState.READING, CallState.ANSWERED})
OPEN_CALLS = frozenset({CallState.OPEN})
READ_CALLS = frozenset({CallState.READING, CallState.ANSWERED})
GROWING_CALLS = frozenset({CallState.OPEN, CallState.READING})


class Verdict(StrEnum):
    DOING = "doing"
    PART = "part"
    ALREADY = "already"
    NO = "no"
    PASSED = "passed"

    @property
    def words(self) -> str:
        return {"doing": "Doing it", "part": "Doing part of it", "already": "Already happens", "no": "Not doing it",
                "passed": "Not ours: passed on"}[self.value]

    @property
    def knot(self) -> str:
        """How it is drawn: a dash for what will not be done here, never the dot of what will."""
        return "off" if self in {Verdict.NO, Verdict.PASSED} else "done"


ACCEPTS = frozenset({Verdict.DOING, Verdict.PART})


class Heard(StrEnum):
    """Whether an answer answered somebody's point."""

    ANSWERED = "answered"
    PARTLY = "partly"
    NOT = "not"

    @property
    def words(self) -> str:
        return {"answered": "It answers my point", "partly": "It answers part of my point",
                "not": "It does not answer my point"}[self.value]


class CommitmentState(StrEnum):
    PLANNED = "planned"
    UNDER_WAY = "under_way"
    DELIVERED = "delivered"
    DROPPED = "dropped"

    @property
    def words(self) -> str:
        return {"planned": "Planned", "under_way": "Under way", "delivered": "Delivered",
                "dropped": "Dropped"}[self.value]

    @property
    def knot(self) -> str:
        """How it is drawn."""
        return {"planned": "promised", "under_way": "now", "delivered": "done", "dropped": "off"}[self.value]


class ProgressKind(StrEnum):
    """What can happen to a promise."""

    NOTED = "noted"
    BEGUN = "begun"
    MOVED = "moved"
    REWORDED = "reworded"
    DELIVERED = "delivered"
    DROPPED = "dropped"


SLIPS = frozenset({ProgressKind.MOVED})


class Better(StrEnum):
    """Which way a measure should go."""

    LOWER = "lower"
    HIGHER = "higher"

    @property
    def words(self) -> str:
        return {"lower": "Lower is better", "higher": "Higher is better"}[self.value]


class Confidence(StrEnum):
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"

    @property
    def words(self) -> str:
        return {"low": "Low", "medium": "Medium", "high": "High"}[self.value]

    @property
    def meaning(self) -> str:
        return {
            "low": "It is a guess, or a count of a few.",
            "medium": "It was counted, but not all of it, or not in quite the same way as before.",
            "high": "All of it was counted, in the same way as before.",
        }[self.value]


class QuestionState(StrEnum):
    """How far a question is that a team asked back."""

    ASKED = "asked"
    ANSWERED = "answered"
    CLOSED = "closed"

    @property
    def words(self) -> str:
        return {"asked": "Waits for answers", "answered": "Answered by all", "closed": "Closed"}[self.value]

    @property
    def knot(self) -> str:
        return {"asked": "now", "answered": "done", "closed": "off"}[self.value]


class OutreachState(StrEnum):
    """What came of a letter or a call."""

    SENT = "sent"
    REACHED = "reached"
    NOT_REACHED = "not_reached"

    @property
    def words(self) -> str:
        return {"sent": "Letter sent", "reached": "Reached", "not_reached": "Could not reach"}[self.value]

    @property
    def knot(self) -> str:
        return {"sent": "done", "reached": "done", "not_reached": "late"}[self.value]

    @property
    def tells(self) -> bool:
        return self in TOLD_OFFLINE


TOLD_OFFLINE = frozenset({OutreachState.SENT, OutreachState.REACHED})


class MailChoice(StrEnum):
    AT_ONCE = "at_once"
    DAILY = "daily"
    WEEKLY = "weekly"
    NEVER = "never"


class Waste(StrEnum):
    """The eight wastes of lean."""

    TRANSPORT = "transport"
    INVENTORY = "inventory"
    MOTION = "motion"
    WAITING = "waiting"
    OVERPRODUCTION = "overproduction"
    OVERPROCESSING = "overprocessing"
    DEFECTS = "defects"
    SKILLS = "skills"

    @property
    def words(self) -> str:
        return {
            "transport": "Moving things that need not move", "inventory": "Keeping more than is needed",
            "motion": "Walking, reaching, clicking too much", "waiting": "Waiting",
            "overproduction": "Making more than anyone asked for", "overprocessing": "Doing more steps than are needed",
            "defects": "Mistakes that must be put right", "skills": "Skills that are not used",
        }[self.value]
