"""What a detector is: one kind of personal data, and how it is told from what merely looks like it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from catalog.privacy.detectors.candidate import NO_WORDS
from catalog.privacy.detectors.proofs import Proofs

BY_NAME: Final = "name"
"""The detector that looks at names alone."""


class Hit(NamedTuple):
    """What a detector saw in a value, without the value."""

    detector: str
    category: str


def _never(_: str) -> bool:
    return False


UNREVIEWED: Final = Hit(BY_NAME, "user.content")
"""What counts as seen in a value with more names of its own than anybody reads: whatever people write."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Detector:
    """One kind of personal data.

    `find` gets a text, the words of its property's name (none, when there is no name) and how often it may
    ask a library, and yields the pieces that are confirmed. `prefilter` is an RE2 expression that matches
    every text in which `find` can confirm something without a name; it may match more. `named` are the words
    in a name that call `find` whatever the prefilter says.
    """

    name: str
    category: str
    summary: str
    prefilter: str
    find: Callable[[str, frozenset[str], Proofs], Iterator[str]]
    named: frozenset[str] = NO_WORDS
    is_nobodys: Callable[[str], bool] = _never
    """Whether a confirmed piece is reserved for documentation or fiction."""
