"""Pieces of a text that may be what a detector looks for, found by RE2 in time linear in the text."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

import re2

from catalog.model.words import words_of

NO_WORDS: Final[frozenset[str]] = frozenset()


def word_set(words: str) -> frozenset[str]:
    """Words that are written in one text, as a set."""
    return frozenset(words.split())


LABEL_LENGTH: Final = 40
"""How far before a candidate a word still says what it is, in characters."""


class Candidate(NamedTuple):
    """A piece of a text, with its surroundings."""

    text: str
    start: int
    end: int

    @property
    def piece(self) -> str:
        """The piece itself."""
        return self.text[self.start : self.end]

    @property
    def before(self) -> str:
        """The character before it; empty at the start."""
        return self.text[self.start - 1 : self.start] if self.start else ""

    @property
    def after(self) -> str:
        """The character after it; empty at the end."""
        return self.text[self.end : self.end + 1]

    @property
    def stands_alone(self) -> bool:
        """Whether no letter, digit or underscore touches it."""
        return not (_continues(self.before) or _continues(self.after))

    @property
    def label(self) -> str:
        """What stands right before it, in small letters."""
        return self.text[max(0, self.start - LABEL_LENGTH) : self.start].lower()

    def follows(self, labels: frozenset[str]) -> bool:
        """Whether one of some words stands right before it."""
        return not labels.isdisjoint(words_of(self.label))


def _continues(char: str) -> bool:
    return char.isalnum() or char == "_"


@dataclass(frozen=True, slots=True)
class Pattern:
    """An RE2 expression that is compiled when it is first used."""

    text: str

    def candidates(self, text: str) -> Iterator[Candidate]:
        """The places where it matches, from left to right, none inside another."""
        for match in _compiled(self.text)(text):
            yield Candidate(text, *match.span())


@lru_cache(maxsize=64)
def _compiled(text: str) -> Callable[[str], Iterator[re.Match[str]]]:
    find: Callable[[str], Iterator[re.Match[str]]] = re2.compile(text).finditer
    return find
