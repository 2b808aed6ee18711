"""The known names nearest to an unknown one, for sentences that say what would be right."""

from collections.abc import Iterable
from difflib import get_close_matches

MAX_CANDIDATES = 2_000


def nearest(name: str, known: Iterable[str], count: int = 1) -> tuple[str, ...]:
    """Up to `count` known names that differ little from `name`, best first; compares at most 2,000."""
    candidates = sorted(set(known))[:MAX_CANDIDATES]
    return tuple(get_close_matches(name, candidates, n=count, cutoff=0.7))
