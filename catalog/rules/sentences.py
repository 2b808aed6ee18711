"""Pieces of sentences that many rules share: quoted names, lists of names, hints at what was meant."""

from collections.abc import Collection, Iterable
from typing import Final

from catalog.model.nearest import nearest

MAX_SHOWN: Final = 60
MAX_LISTED: Final = 5


def quoted(text: str) -> str:
    """A name between quotes, with control characters spelled out and at most 60 characters of it."""
    clean = printable(text)
    return f"'{clean[:MAX_SHOWN]}…'" if len(clean) > MAX_SHOWN else f"'{clean}'"


def printable(text: str) -> str:
    """A text with its control characters spelled out, so that no catalog can steer a terminal."""
    return text if text.isprintable() else text.encode("unicode_escape").decode("ascii")


def listed(names: Iterable[str], word: str = "and") -> str:
    """Quoted names as a person lists them: 'a', 'b' and 'c'; after five, how many more there are."""
    shown = [quoted(name) for name in names]
    if len(shown) > MAX_LISTED:
        more = len(shown) - MAX_LISTED + 1
        shown = [*shown[: MAX_LISTED - 1], f"{more} more"]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} {word} {shown[-1]}"


def meant(name: str, known: Collection[str], none_known: str) -> str:
    """What to write for an unknown name: the nearest known one, else all of them, else how to add one."""
    hint = nearest(name, known)
    if hint:
        return f"did you mean {quoted(hint[0])}"
    if not known:
        return none_known
    return f"known: {listed(sorted(known))}"


def counted(count: int, noun: str) -> str:
    """A number with its noun: 1 event, 2 events."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
