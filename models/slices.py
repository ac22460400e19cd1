"""Many things in parts that one statement can hold: PostgreSQL takes at most 65,535 values in one."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

Thing = TypeVar("Thing")
SIZE = 500


def of(things: Iterable[Thing]) -> Iterator[list[Thing]]:
    rest = iter(things)
    while part := list(islice(rest, SIZE)):
        yield part
