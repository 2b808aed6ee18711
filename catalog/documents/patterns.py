"""Patterns of any document as automata, as far as they are regular and every engine reads them alike."""

from functools import lru_cache

from catalog.documents.expressions import Unread, read
from catalog.documents.formulas import Matches
from catalog.schema.patterns import PatternError, parse
from catalog.schema.patterns.automaton import build


@lru_cache(maxsize=4096)
def matches(text: str) -> Matches | None:
    """The atom of a pattern; None when it is outside what can be decided."""
    try:
        return Matches(pattern=text, automaton=build(read(text)))
    except Unread:
        return None


@lru_cache(maxsize=4096)
def is_harmless(text: str) -> bool:
    """Whether no engine takes long to match the pattern, as one that a catalog may have."""
    try:
        parse(text or ".")
    except PatternError:
        return False
    return True
