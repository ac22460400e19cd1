"""Everything that a deployment may set, read from the environment once."""

from functools import cache
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from models.languages import Language

DEMO_SECRET = "only-for-a-demonstration-on-this-machine"  # noqa: S105  known to everyone, refused in production


class Settings(BaseSettings):
    """Each field is an environment variable of the same name in capitals."""

    model_config = SettingsConfigDict(env_file=None, extra="ignore")

    environment: Literal["production", "demo", "test"] = Field("production", description="What this site is for.")
    database_url: str = Field("", description="A PostgreSQL 15+ server; empty: the embedded one under DATA_DIR.")
    data_dir: Path = Field(Path("var"), description="Where the embedded database keeps its files.")
    secret_key: str = Field("", description="At least 32 characters; signs links and sessions.")
    base_url: str = Field("", description="The address people reach the site at; empty: this machine, at PORT.")
    host: str = Field("127.0.0.1", description="The address to listen on.")
    port: int = Field(8000, description="The port to listen on.")
    web_processes: int = Field(1, ge=1, le=64, description="Processes of the web server.")
    threads: int = Field(16, ge=2, le=200, description="Requests a process handles at once; its database pools too.")
    smtp_url: str = Field("", description="smtp://user:password@host:port; empty: mail waits in the outbox page.")
    mail_from: str = Field("Folkmoot <folkmoot@localhost>", description="The sender of every mail.")
    site_name: str = Field("Folkmoot", max_length=60, description="The name in the bar and in every mail.")
    contact_email: str = Field("", description="Where people write to who runs the site; shown on /rules and others.")
    contact_address: str = Field("", description="Where people write by post, in one line; stands on every letter.")
    contact_telephone: str = Field("", description="Where people ring; stands on every letter.")
    security_contact: str = Field("", description="mailto: or https: address for /.well-known/security.txt.")
    trusted_proxies: int = Field(0, ge=0, le=9, description="How many proxies in front add to X-Forwarded-For.")
    model_dir: Path | None = Field(None, description="A folder with the sentence model, when not installed.")
    second_reader: Literal["auto", "always", "never"] = Field(
        "auto", description="Whether a second person reads an answer first; auto: where two policy officers work.")
    answer_languages: str = Field(
        "cy", description="In which languages people can be answered besides English: codes such as cy, ur, pl.")
    timezone: str = Field("Europe/London", description="The time zone that dates are shown in.")
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="How much is logged.")

    @model_validator(mode="after")
    def know_the_own_address(self) -> Self:
        self.base_url = (self.base_url or f"http://127.0.0.1:{self.port}").rstrip("/")
        return self

    @model_validator(mode="after")
    def refuse_an_unsafe_start(self) -> Self:
        if self.environment == "production":
            if len(self.secret_key) < 32 or self.secret_key == DEMO_SECRET:
                raise ValueError("Set SECRET_KEY to a random text of at least 32 characters before you start.")
        elif not self.secret_key:
            self.secret_key = DEMO_SECRET
        return self

    @property
    def further_languages(self) -> list[Language]:
        """Those that this site answers in besides English."""
        codes = dict.fromkeys(self.answer_languages.replace(",", " ").split())
        return [Language(code) for code in codes if code != Language.ENGLISH]

    @model_validator(mode="after")
    def know_the_languages(self) -> Self:
        if wrong := sorted(set(self.answer_languages.replace(",", " ").split()) - set(Language)):
            raise ValueError(f"ANSWER_LANGUAGES holds {', '.join(wrong)}. It may hold: {', '.join(Language)}.")
        return self

    @property
    def secure(self) -> bool:
        return self.base_url.startswith("https://")

    @property
    def keeps_mail_here(self) -> bool:
        return not self.smtp_url


@cache
def settings() -> Settings:
    return Settings()
