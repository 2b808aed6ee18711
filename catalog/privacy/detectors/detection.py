"""Asking all detectors about one value: one look of a set of expressions, and proof for what it saw."""

import json
from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from functools import cache, lru_cache
from typing import Final

from catalog.model.words import words_of
from catalog.privacy.detectors.candidate import NO_WORDS, search_set
from catalog.privacy.detectors.detector import Hit
from catalog.privacy.detectors.plain import ESCAPED, ODD, QUOTED, plain, unescaped, unquoted
from catalog.privacy.detectors.table import DETECTORS
from catalog.privacy.words import NUMBERING, suggested

Scalar = str | int | float | bool | None

_HITS: Final = tuple(Hit(one.name, one.category) for one in DETECTORS)
_JSON: Final = r"\A\s*[\[{]"
_SPELLINGS: Final[tuple[tuple[str, Callable[[str], str]], ...]] = (
    (ODD, plain),
    (ESCAPED, unescaped),
    (QUOTED, unquoted),
)
_PARSED: Final = len(DETECTORS) + len(_SPELLINGS)
_NOTHING: Final[frozenset[int]] = frozenset()
_MAX_SPELLINGS: Final = 6
"""How often one text is written otherwise and looked at again: an encoded URL in JSON in a URL needs four."""
_MAX_DEPTH: Final = 4
"""JSON in a string in JSON: how many times it is parsed. Its text is scanned in any case."""
_SHORTEST_CARD: Final = 10**12
"""A smaller number is nothing that a detector knows without a telling name."""


def detect(text: str) -> tuple[Hit, ...]:
    """What a text holds: each detector at most once, in the order of the table.

    Linear in the length of the text, all of which is looked at; a limited number of look-alikes of each kind
    is proven, since proof takes longer than looking.
    """
    data = _bytes(text)
    found = _prefilter()(data)
    if found is None:
        return ()
    return _hits(_confirmed(data.decode(), found, NO_WORDS, _NOTHING, _MAX_DEPTH))


def detect_value(value: Scalar, name: str) -> tuple[Hit, ...]:
    """What a property's value holds, where the name may tell what the value alone does not.

    A date under `birth_date`, a number under `latitude`, nine digits under `bsn`.
    """
    confirmed = _in_value(value, name, _MAX_DEPTH)
    return _hits(confirmed) if confirmed else ()


@lru_cache(maxsize=16_384)
def quiet_under(name: str) -> Callable[[str], bool]:
    """What tells whether a whole text under a property's name holds nothing: `detect_value` for one name.

    The texts are as a decoder gives them, without lone surrogates.
    """
    words, armed = _asked(name)
    look = _prefilter()
    if armed:
        return lambda text: not _in_value(text, name, _MAX_DEPTH)

    def is_quiet(text: str) -> bool:
        found = look(text.encode())
        return found is None or not _confirmed(text, found, words, armed, _MAX_DEPTH)

    return is_quiet


def calls_for(name: str) -> bool:
    """Whether a property's name calls detectors whatever its values look like: birth dates, coordinates."""
    return bool(_asked(name)[1])


def is_clean(text: str) -> bool:
    """Whether no detector sees anything in a text, such as a name that is to be printed."""
    return not detect(text)


def pieces(text: str) -> Iterator[tuple[Hit, bool]]:
    """Every hit in a text, and whether that piece is nobody's: reserved for documentation or fiction."""
    data = _bytes(text)
    found = _prefilter()(data)
    if found is not None:
        for index, spelling in _looks(data.decode(), found, _NOTHING):
            detector = DETECTORS[index]
            for piece in detector.find(spelling, NO_WORDS):
                yield _HITS[index], detector.is_nobodys(piece)


def _hits(confirmed: AbstractSet[int]) -> tuple[Hit, ...]:
    return tuple(_HITS[index] for index in sorted(confirmed))


def _in_value(value: Scalar, name: str, depth: int) -> AbstractSet[int]:
    if value is None or isinstance(value, bool):
        return _NOTHING
    words, armed = _asked(name)
    if isinstance(value, str):
        text = value
    elif armed or (isinstance(value, int) and abs(value) >= _SHORTEST_CARD):
        text = str(value)
    else:
        return _NOTHING
    data = _bytes(text)
    found = _prefilter()(data)
    if found is None and not armed:
        return _NOTHING
    return _confirmed(data.decode(), found or [], words, armed, depth)


def _confirmed(
    text: str, found: list[int], words: frozenset[str], armed: frozenset[int], depth: int
) -> set[int]:
    """The detectors that confirm something in one spelling of a text, or in the JSON that it is."""
    confirmed: set[int] = set()
    for index, spelling in _looks(text, found, armed):
        if index not in confirmed and next(DETECTORS[index].find(spelling, words), None) is not None:
            confirmed.add(index)
    if _PARSED in found and depth:
        for name, value in _members(text):
            confirmed |= _in_value(value, name, depth - 1)
    return confirmed


def _looks(text: str, found: list[int], armed: frozenset[int]) -> Iterator[tuple[int, str]]:
    """Every detector to ask, with the spelling of the text to ask it about."""
    spellings = {text}
    queue = [(text, found)]
    for text, found in queue:
        asked = armed.union(index for index in found if index < len(DETECTORS))
        yield from ((index, text) for index in sorted(asked))
        for index, (_, respell) in enumerate(_SPELLINGS, start=len(DETECTORS)):
            if index in found and len(spellings) < _MAX_SPELLINGS:
                other = respell(text)
                if other not in spellings:
                    spellings.add(other)
                    queue.append((other, _prefilter()(_bytes(other)) or []))


def _members(text: str) -> Iterator[tuple[str, Scalar]]:
    """The scalars of a JSON text, each with the nearest key above it, and the keys themselves."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        return
    stack: list[tuple[str, object]] = [("", document)]
    while stack:
        name, value = stack.pop()
        if isinstance(value, dict):
            stack.extend(value.items())
            yield from (("", key) for key in value)
        elif isinstance(value, list):
            stack.extend((name, item) for item in value)
        elif value is None or isinstance(value, str | int | float):
            yield name, value


@lru_cache(maxsize=16_384)
def _asked(name: str) -> tuple[frozenset[str], frozenset[int]]:
    """The words of a name, and the detectors that it calls whatever the value looks like.

    All words count when the name suggests personal data, and its phrase in one word: `idnumber`. Else only
    the last, which says what the value is: `phone_verified_at` is about a time; of `order_number` both.
    """
    every = words_of(name)
    found = suggested(name)
    if found is not None:
        words = frozenset((*every, found[0].replace(" ", "")))
    else:
        words = frozenset(every[-2:] if every and every[-1] in NUMBERING else every[-1:])
    return words, frozenset(index for index, one in enumerate(DETECTORS) if not one.named.isdisjoint(words))


@cache
def _prefilter() -> Callable[[bytes], list[int] | None]:
    """All prefilters in one look: the indices of the detectors and spellings to try, or None."""
    return search_set([*(one.prefilter for one in DETECTORS), *(pattern for pattern, _ in _SPELLINGS), _JSON])


def _bytes(text: str) -> bytes:
    """UTF-8; a lone surrogate, which has none, becomes a question mark."""
    return text.encode("utf-8", "replace")
