"""The field that asks in which language somebody would like to be answered."""

from typing import Annotated

from pydantic import BeforeValidator, Field

from models import languages
from models.languages import Language


def _chosen(typed: object) -> object:
    """English where the page did not ask."""
    offered = [code for code, _ in languages.choices()]
    if typed and typed not in offered:
        raise ValueError("Choose one of these languages.")
    return typed or Language.ENGLISH


Choice = Annotated[Language, BeforeValidator(_chosen), Field(title="a language")]
