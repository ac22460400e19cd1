"""bin/bench walk: a database of its own, the walk in it, and what the doctor found."""

import time
from collections.abc import Callable

from bench.walk import Walk
from models import checks, database, migrating
from models import tables as _  # noqa: F401  a foreign key finds its table only when every table is loaded

IN_ONE = 50


def run(acts: int, seed: int, say: Callable[[str], None]) -> int:
    migrating.bring_up_to_date(database.engine())
    walk, began = Walk(seed), time.perf_counter()
    with database.transaction() as db:
        walk.begin(db)
    for at in range(0, acts, IN_ONE):
        with database.transaction() as db:
            for _ in range(min(IN_ONE, acts - at)):
                walk.step(db)
    say(f"{acts:,} acts in {time.perf_counter() - began:.0f} s: {dict(walk.done.most_common())}")
    with database.transaction() as db:
        found = list(checks.all_of(db))
    for one in found:
        say(f"{'wrong' if one.wrong else 'well '}  {one.name}: {one.wrong:,} of {one.rows:,} differ")
    return sum(one.wrong for one in found)
