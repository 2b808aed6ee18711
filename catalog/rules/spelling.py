"""How names are spelled: their casing, and which differ by one letter."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import Final

from catalog.model.nearest import deletions, nearest

MIN_WORD: Final = 6
"""Shorter words that differ in one letter are usually two words: tax and tag, quote and quota."""
MAX_COMPARED: Final = 64


def folded(name: str) -> str:
    """A name without its casing: `userId`, `user_id` and `user-id` fold to the same."""
    return name.replace("_", "").replace("-", "").replace(" ", "").casefold()


def intended(given: Collection[str], known: Collection[str]) -> set[str]:
    """The known names that are given, and those that an unknown one was probably meant to be.

    A rule about what is unused keeps silent on these: the slip has a finding of its own.
    """
    names = set(given)
    slips = names.difference(known)
    return names.intersection(known).union(*(nearest(name, known) for name in slips))


def similar_pairs(names: Collection[str]) -> Iterator[tuple[str, str]]:
    """Every two names that differ in one letter (added, missing, other, or swapped with the next), sorted.

    Each name is filed under itself and under itself without each of its letters, as SymSpell does; only
    names in the same drawer are compared: linear in the names, where all pairs of 5,000 events took minutes.
    """
    drawers: defaultdict[str, list[str]] = defaultdict(list)
    for name in sorted(names):
        if len(name) > MAX_COMPARED:
            continue
        for text in deletions(name):
            drawers[text].append(name)
    seen: set[tuple[str, str]] = set()
    for drawer in drawers.values():
        for position, one in enumerate(drawer):
            for other in drawer[position + 1 :]:
                pair = (one, other) if one < other else (other, one)
                if one != other and pair not in seen and _is_a_slip(one, other):
                    seen.add(pair)
                    yield pair


def _is_a_slip(one: str, other: str) -> bool:
    """Whether two names differ by one edit inside a long word, and not in a digit."""
    if abs(len(one) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    end = 0
    while end < min(len(one), len(other)) - start and one[-1 - end] == other[-1 - end]:
        end += 1
    left, right = one[start : len(one) - end], other[start : len(other) - end]
    swapped = len(left) == len(right) == 2 and left == right[::-1]
    if not swapped and (len(left) > 1 or len(right) > 1):
        return False
    if not all(char.isalpha() for char in left + right):
        return False
    return max(_word_around(one, start), _word_around(other, start)) >= MIN_WORD


def _word_around(name: str, position: int) -> int:
    """The length of the word that a position lies in."""
    start = position
    while start > 0 and name[start - 1].isalpha():
        start -= 1
    end = position
    while end < len(name) and name[end].isalpha():
        end += 1
    return end - start
