"""What a page may cost, and whether it does: on a machine where a ready answer takes REFERENCE_LIMIT_MS."""

from bench.measure import Cached, SignedIn
from bench.runs import Figures

WANTED_CPU_MS, WANTED_QUERIES, WANTED_SHARE = 4.0, 6, 0.85
FINAL_CPU_MS, FINAL_SHARE = 3.0, 0.95
REFERENCE_LIMIT_MS = 0.07  # what a ready answer took on the quiet machine that the goals were set on


def there(page: SignedIn) -> float:
    """Its CPU time as it would be on that machine, to the hundredth that is shown."""
    return round(page.times_limit * REFERENCE_LIMIT_MS, 2)


def met(page: SignedIn | Cached, *, finally_: bool = False) -> bool:
    if isinstance(page, Cached):
        return round(page.share, 3) >= (FINAL_SHARE if finally_ else WANTED_SHARE)
    return page.queries <= WANTED_QUERIES and there(page) <= (FINAL_CPU_MS if finally_ else WANTED_CPU_MS)


def summary(figures: Figures) -> str:
    """How many pages meet the goal, and which do not."""
    pages: list[SignedIn | Cached] = [*figures.signed_in, *figures.cached]
    missed = [page.name for page in pages if not met(page)]
    in_the_end = sum(met(page, finally_=True) for page in pages)
    told = f"missed by {', '.join(missed)}" if missed else "missed by none"
    return (f"{len(pages) - len(missed)} of {len(pages)} pages meet the goal ({told}); "
            f"{in_the_end} meet the one for the end.")
