"""What a detector is: one kind of personal data, and how it is told from what merely looks like it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from catalog.privacy.detectors.candidate import NO_WORDS


class Hit(NamedTuple):
    """What a detector saw in a value, without the value."""

    detector: str
    category: str


def _never(_: str) -> bool:
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Detector:
    """One kind of personal data.

    `find` gets a text and the words of its property's name (none, when there is no name), and yields the
    pieces that are confirmed. `prefilter` is an RE2 expression that matches every text in which `find` can
    confirm something without a name; it may match more. `named` are the words in a name that call `find`
    whatever the prefilter says.
    """

    name: str
    category: str
    summary: str
    prefilter: str
    find: Callable[[str, frozenset[str]], Iterator[str]]
    named: frozenset[str] = NO_WORDS
    is_nobodys: Callable[[str], bool] = _never
    """Whether a confirmed piece is reserved for documentation or fiction."""
