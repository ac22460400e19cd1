"""The sentence model reads each wording once for all tests: its rows do not depend on the other texts.
A real SMTP server on this machine takes the mails."""

import socket
import threading
from collections.abc import Iterator, Sequence
from email import message_from_bytes
from email.message import Message
from typing import Any

import numpy as np
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope
from aiosmtpd.smtp import Session as SmtpSession
from sqlmodel import Session

from jobs import send
from models.accounts import Account
from models.settings import Settings
from nlp.encoder import WIDTH, Encoder
from tests import scenes
from tests.cast import Cast

_rows: dict[str, Any] = {}
_encode = Encoder.encode


def encode_once(self: Encoder, texts: Sequence[str], progress: Any = None) -> Any:
    new = sorted({text for text in texts if text not in _rows})
    if new:
        _rows.update(zip(new, _encode(self, new), strict=True))
    if progress:
        progress(len(texts), len(texts))
    return np.array([_rows[text] for text in texts], dtype=np.float32).reshape(len(texts), WIDTH)


@pytest.fixture(scope="module", autouse=True)
def remembering() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Encoder, "encode", encode_once)
        yield


class Catcher:
    """Keeps what it is handed; answers with `says` instead when that is set."""

    def __init__(self) -> None:
        self.caught: list[Message] = []
        self.says = ""
        self.lock = threading.Lock()

    async def handle_DATA(self, server: SMTP, session: SmtpSession, envelope: Envelope) -> str:
        if self.says:
            return self.says
        with self.lock:
            self.caught.append(message_from_bytes(envelope.content or b""))
        return "250 taken"


@pytest.fixture
def omar(db: Session, people: Cast) -> Account:
    """A second policy officer."""
    return scenes.officer(db, people)


@pytest.fixture
def post_office(monkeypatch: pytest.MonkeyPatch) -> Iterator[Catcher]:
    catcher = Catcher()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(catcher, hostname="127.0.0.1", port=port)
    controller.start()
    monkeypatch.setattr(send, "settings", lambda: Settings(smtp_url=f"smtp://127.0.0.1:{port}"))
    yield catcher
    controller.stop()
