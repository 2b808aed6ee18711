"""The words that a name is made of, in any casing."""

import re
from functools import lru_cache
from typing import Final

_WORD: Final = re.compile(r"[^\W\d_A-Z]+|[A-Z]+(?![^\W\d_A-Z])|[A-Z][^\W\d_A-Z]*|\d+")


@lru_cache(maxsize=16_384)
def words_of(name: str) -> tuple[str, ...]:
    """The words of a name in any casing, in small letters: `recipientEmail2` is recipient, email, 2."""
    return tuple(word.lower() for word in _WORD.findall(name))
