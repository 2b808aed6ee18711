"""What is left of two lists when each of one side has answered for one of the other."""

from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterable
from typing import TypeVar

Now = TypeVar("Now")
Before = TypeVar("Before")


def unpaired(
    now: Iterable[Now],
    before: Iterable[Before],
    key_now: Callable[[Now], Hashable],
    key_before: Callable[[Before], Hashable],
) -> tuple[list[Now], list[Before]]:
    """Those without another of the same key, in their order; a key of None has no other."""
    known = [*before]
    answering: defaultdict[Hashable, deque[int]] = defaultdict(deque)
    for place, one in enumerate(known):
        answering[key_before(one)].append(place)
    left: list[Now] = []
    used: set[int] = set()
    for other in now:
        key = key_now(other)
        if key is not None and answering[key]:
            used.add(answering[key].popleft())
        else:
            left.append(other)
    return left, [one for place, one in enumerate(known) if place not in used]
