"""What is looked for in a mail: a link, and the words of somebody."""

import re

LINK = re.compile(r"https?://\S+")


def first_link(words: str, part: str) -> str:
    found = [link for link in LINK.findall(words) if part in link]
    assert found, f"no link with {part} in: {words}"
    return str(found[0])


def flat(words: str) -> str:
    return " ".join(words.split())


def assert_quotes(mail: str, passage: str) -> None:
    """The mail holds the passage word for word, line by line as quoted text."""
    quoted = "\n".join(line.removeprefix("> ") for line in mail.splitlines() if line.startswith("> "))
    assert flat(passage) in flat(quoted), f"{passage!r} is not among the quoted lines of: {mail}"
