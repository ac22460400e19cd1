"""People who write to the site all the time, and note for each thing what became of it as far as they can know."""

import http.client
import random
import re
import secrets
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import urlencode

from web.kit import cookies


class Outcome(StrEnum):
    KEPT = "kept"  # the site said so: it must be there, once
    REFUSED = "refused"  # the site said no: it must not be there
    UNKNOWN = "unknown"  # the line broke, or the site was in trouble: there once, or not at all


@dataclass
class Writer:
    """Somebody signed in, at an address of their own on this machine: each has their own share of the limits."""

    cookie: str
    account_id: int
    address: str
    port: int

    def post(self, path: str, **fields: str) -> tuple[int, str]:
        """The status of the answer and where it leads; raises OSError or HTTPException when none came."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=15, source_address=(self.address, 0))
        try:
            line.request("POST", path, urlencode(fields), {
                "Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin",
                "Cookie": f"{cookies.name()}={self.cookie}",
            })
            answer = line.getresponse()
            answer.read()
            return answer.status, answer.headers.get("location", "")
        finally:
            line.close()


@dataclass
class Log:
    """What one thread did. Comments and ideas by their unique words, supports by person and idea."""

    comments: dict[str, Outcome] = field(default_factory=dict)
    ideas: dict[str, Outcome] = field(default_factory=dict)
    supports: dict[tuple[int, int], bool | None] = field(default_factory=dict)
    said: dict[str, tuple[int, int]] = field(default_factory=dict)  # a comment's words: author, idea
    broken: int = 0
    sent_again: int = 0
    double_clicks: int = 0
    strange: list[str] = field(default_factory=list)


class Pen(threading.Thread):
    """One thread that writes as several people, one after another, until it is told to stop."""

    def __init__(self, name: str, writers: list[Writer], idea_ids: list[int], stop: threading.Event, seed: int) -> None:
        super().__init__(name=name, daemon=True)
        self.writers, self.idea_ids, self.stop, self.log = writers, idea_ids, stop, Log()
        self.chance = random.Random(seed)
        self.number = 0

    def run(self) -> None:
        acts = [self.comment] * 5 + [self.support] * 4 + [self.propose]
        while not self.stop.is_set():
            self.number += 1
            self.chance.choice(acts)(self.chance.choice(self.writers))
            time.sleep(self.chance.uniform(0.2, 0.6))

    def comment(self, writer: Writer) -> None:
        idea_id, words = self.chance.choice(self.idea_ids), f"Comment {self.name}{self.number}"
        self.log.said[words] = (writer.account_id, idea_id)
        self.log.comments[words] = self.send(writer, f"/ideas/{idea_id}/comments", body=words)[0]

    def support(self, writer: Writer) -> None:
        idea_id, wanted = self.chance.choice(self.idea_ids), self.chance.random() < 0.7
        outcome, _ = self.send(writer, f"/ideas/{idea_id}/support", wanted="yes" if wanted else "no")
        if outcome == Outcome.UNKNOWN:
            self.log.supports[writer.account_id, idea_id] = None
        elif outcome == Outcome.KEPT:
            self.log.supports[writer.account_id, idea_id] = wanted

    def propose(self, writer: Writer) -> None:
        """Through the steps, as a form without JavaScript does. Only the last answer says that the idea is there."""
        title = f"Idea {self.name}{self.number}"
        outcome, where = self.send(writer, "/ideas/new", title=title)
        found = re.match(r"(/ideas/drafts/[^/]+)/", where)
        if outcome != Outcome.KEPT or found is None:
            return
        steps = {"details": {"today": "It takes far too long today.", "better": "It would be done on one day."},
                 "contact": {"private": "yes"}}
        for step, fields in steps.items():
            outcome, _ = self.send(writer, f"{found[1]}/{step}", **fields)
            if outcome != Outcome.KEPT:
                return
        self.log.ideas[title] = self.send(writer, f"{found[1]}/check")[0]

    def send(self, writer: Writer, path: str, **fields: str) -> tuple[Outcome, str]:
        """Sends a form with its key; when the line breaks, half of the people press the button again."""
        fields["form_key"] = secrets.token_urlsafe(16)
        for again in range(2):
            try:
                status, where = writer.post(path, **fields)
            except (OSError, http.client.HTTPException):
                self.log.broken += 1
                if again or self.chance.random() < 0.5:
                    return Outcome.UNKNOWN, ""
                self.log.sent_again += 1
                self.stop.wait(self.chance.uniform(1.0, 3.0))
                continue
            if status == 303 and self.chance.random() < 0.1:
                self.click_again(writer, path, where, fields)
            return self._outcome(status, path), where
        return Outcome.UNKNOWN, ""

    def click_again(self, writer: Writer, path: str, where: str, fields: dict[str, str]) -> None:
        """The same form once more, as a double click sends it: it must lead to the same place and store nothing."""
        with suppress(OSError, http.client.HTTPException):
            status, again = writer.post(path, **fields)
            self.log.double_clicks += 1
            if (status, again) != (303, where) and status not in {429, 503}:
                self.log.strange.append(f"{status} to {again}, first to {where}, for {path}")

    def _outcome(self, status: int, path: str) -> Outcome:
        if status == 303:
            return Outcome.KEPT
        if status == 429:
            return Outcome.REFUSED
        if status != 503:
            self.log.strange.append(f"{status} for {path}")
        return Outcome.UNKNOWN
