"""Pieces of a text that may be what a detector looks for, found by RE2 in time linear in the text."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Final, NamedTuple

import re2

NO_WORDS: Final[frozenset[str]] = frozenset()


def word_set(words: str) -> frozenset[str]:
    """Words that are written in one text, as a set."""
    return frozenset(words.split())


_WORD: Final = re.compile(r"[^\W\d_]+")
_MAX_BYTES: Final = 64 << 20
MAX_CANDIDATES: Final = 1_000
"""How many look-alikes of one text are proven at most, so that no text takes long."""
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
    def is_whole(self) -> bool:
        """Whether it is also not a part of something longer that is joined by `-`, `.`, `/` or `+`."""
        if not self.stands_alone:
            return False
        if self.before in _JOINTS and _continues(self.text[max(0, self.start - 2) : self.start - 1]):
            return False
        return self._is_last

    @property
    def is_behind_word(self) -> bool:
        """Whether all that touches it is a word and `_` before it, as in `ip_81.2.69.142`."""
        return self.before == "_" and self._is_behind_letter and self._is_last

    @property
    def is_joined_to_word(self) -> bool:
        """Whether all that touches it is a word and `-` or `/` before it, as in `visit-81.2.69.142`."""
        return self.before in ("-", "/") and self._is_behind_letter and self._is_last

    @property
    def _is_behind_letter(self) -> bool:
        return self.text[max(0, self.start - 2) : self.start - 1].isalpha()

    @property
    def _is_last(self) -> bool:
        """Whether nothing goes on behind it."""
        if _continues(self.after):
            return False
        return not (self.after in _JOINTS and _continues(self.text[self.end + 1 : self.end + 2]))

    def is_called(self, labels: frozenset[str]) -> bool:
        """Whether the last word before it is one of some."""
        return not labels.isdisjoint(self.words_before[-1:])

    @property
    def label(self) -> str:
        """What stands right before it, in small letters."""
        return self.text[max(0, self.start - LABEL_LENGTH) : self.start].lower()

    def follows(self, labels: frozenset[str]) -> bool:
        """Whether one of some words stands right before it."""
        return not labels.isdisjoint(self.words_before)

    @property
    def words_before(self) -> list[str]:
        """The words right before it, in small letters; the first may be cut."""
        return _WORD.findall(self.label)


_JOINTS: Final = frozenset("-./+")


def _continues(char: str) -> bool:
    return char.isalnum() or char == "_"


@dataclass(frozen=True, slots=True)
class Pattern:
    """An RE2 expression that is compiled when it is first used."""

    text: str

    def candidates(self, text: str) -> Iterator[Candidate]:
        """The first places where it matches, from left to right, none inside another."""
        for match in islice(_compiled(self.text)(text), MAX_CANDIDATES):
            yield Candidate(text, *match.span())


@lru_cache(maxsize=64)
def _compiled(text: str) -> Callable[[str], Iterator[re.Match[str]]]:
    find: Callable[[str], Iterator[re.Match[str]]] = re2.compile(text, _options()).finditer
    return find


def search_set(patterns: Iterable[str]) -> Callable[[bytes], list[int] | None]:
    """One expression for many: the indices of those that match somewhere in UTF-8, or None."""
    every = re2.Set.SearchSet(_options())
    for pattern in patterns:
        every.Add(pattern)
    every.Compile()
    match: Callable[[bytes], list[int] | None] = every.Match
    return match


def _options() -> object:
    """Options of RE2: room for its states, without which a set would see nothing, and silence."""
    chosen = re2.Options()
    chosen.max_mem = _MAX_BYTES
    chosen.log_errors = False
    return chosen
