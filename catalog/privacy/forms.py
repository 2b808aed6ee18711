"""In words: what handling leaves of a value."""

from typing import Final, assert_never

from catalog.model.category import Handling
from catalog.schema.leaving import characters_left
from catalog.schema.treatment import Cut, Leaf

DROPPED: Final = "not at all"
REFUSED: Final = "not at all, and the whole payload is refused"
ANONYMOUS: Final = "as it is where it matches the pattern of anonymous ids (others are refused)"

_WORDS: Final = {
    Handling.KEEP: "as it is",
    Handling.MASK: "as its shape alone (letters as x, digits as 0)",
    Handling.HASH: "as a digest under the deployment's key (still personal data)",
    Handling.DROP: DROPPED,
    Handling.REFUSE: REFUSED,
}


def form_of(leaf: Leaf, handling: Handling) -> str:
    """How the values of a leaf leave under a handling, in words that end a sentence: `as it is`."""
    if handling is Handling.TRUNCATE:
        return _cut(leaf)
    if handling is Handling.MASK and leaf.tells_by_shape:
        return "as *, whatever it is"
    return _WORDS[handling]


def a_value_of(leaf: Leaf) -> str:
    """The type of a leaf with its article, as sentences about it begin: `a boolean`."""
    kind = leaf.definition.type
    return f"{'an' if kind[0] in 'aeio' else 'a'} {kind}"


def _cut(leaf: Leaf) -> str:
    limits = leaf.limits
    match leaf.cut:
        case Cut.CHARACTERS:
            count = characters_left(leaf)
            return "as its first character" if count == 1 else f"as its first {count:,} characters"
        case Cut.NETWORK:
            return f"as its network (/{limits.ipv4} of an IPv4 address, /{limits.ipv6} of an IPv6 address)"
        case Cut.ORIGIN:
            return "as scheme and host (without user, path and query)"
        case Cut.TIME:
            return f"to the {limits.time}"
        case Cut.DATE:
            return f"to the {limits.date}"
        case Cut.DIGITS:
            kept = "digit" if limits.digits == 1 else f"{limits.digits} digits"
            return f"as its first {kept} (the others 0)"
        case None:
            raise AssertionError("a value that is truncated has a cut")
        case _:
            assert_never(leaf.cut)
