"""Where names stand in a file's bytes: one compiled expression that most files are done with."""

import re
from functools import lru_cache


@lru_cache(maxsize=64)
def expression_of(names: frozenset[str]) -> "re.Pattern[bytes]":
    """Finds each of the names as a whole word; `$` is part of a word, as in JavaScript."""
    words = "|".join(re.escape(name) for name in sorted(names))
    # No look-behind at the front: it is tried at every byte, and costs twice the whole search.
    return re.compile(rf"(?:{words})(?![\w$])".encode() if names else rb"(?!)")


def occurrences(content: bytes, names: frozenset[str]) -> tuple[tuple[int, int], ...]:
    """Start and end of each whole word of a file that is one of the names, in order."""
    return tuple(
        found.span()
        for found in expression_of(names).finditer(content)
        if not found.start() or not _is_word(content[found.start() - 1])
    )


def _is_word(byte: int) -> bool:
    return byte in b"_$" or chr(byte).isalnum() or byte >= 0x80
