"""The field that asks in which language somebody would like to be answered."""

from typing import Annotated

from pydantic import BeforeValidator, Field

from models.languages import Language
from models.settings import settings


def choices() -> list[tuple[str, str]]:
    """A code, and its name as those read it who speak it; none where there is no choice."""
    more = [(one.value, f"{one.own} ({one.words})") for one in settings().further_languages]
    return [(Language.ENGLISH.value, Language.ENGLISH.own), *more] if more else []


def _chosen(typed: object) -> object:
    """English where the page did not ask."""
    offered = [code for code, _ in choices()]
    if typed and typed not in offered:
        raise ValueError("Choose one of these languages.")
    return typed or Language.ENGLISH


Choice = Annotated[Language, BeforeValidator(_chosen), Field(title="a language")]
