"""The forms of a proposal, one for each page that asks something."""

from pydantic import Field

from models.calls import PROPOSITION_LIMIT
from models.drafts import PART_LEAST, PART_LIMIT
from models.ideas import PLACE_LIMIT, TITLE_LEAST, TITLE_LIMIT
from models.improvements import TEXT_LIMIT
from models.statuses import Stance, Waste
from web.kit.forms import Email, Form, Name, Ticked, line, words
from web.language_choice import Choice


class TitleForm(Form):
    title: line("a title for your idea", least=TITLE_LEAST, most=TITLE_LIMIT)  # type: ignore[valid-type]


class DetailsForm(Form):
    today: words("what happens today", least=PART_LEAST, most=PART_LIMIT)  # type: ignore[valid-type]
    better: words("what would be better", least=PART_LEAST, most=PART_LIMIT)  # type: ignore[valid-type]
    place: line("a place", most=PLACE_LIMIT)  # type: ignore[valid-type]


class ImprovementForm(Form):
    waste: Waste = Field(title="which waste it removes")
    small_test: words("how you would try it out", least=PART_LEAST, most=TEXT_LIMIT)  # type: ignore[valid-type]
    saving: words("what it would save", most=TEXT_LIMIT)  # type: ignore[valid-type]


class StanceForm(Form):
    """`proposition` is what the page asked: a choice holds only for that."""

    stance: Stance = Field(title="whether you are for or against it")
    proposition: line("what was asked", most=PROPOSITION_LIMIT)  # type: ignore[valid-type]


class ContactForm(Form):
    name: Name
    email: Email
    private: Ticked
    language: Choice


class SignedForm(Form):
    """What is left to ask of somebody who is signed in."""

    private: Ticked
    language: Choice
