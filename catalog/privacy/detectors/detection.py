"""Asking all detectors about one value: one look of a set of expressions, and proof for what it saw."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from functools import cache, lru_cache
from typing import Final, Protocol

from catalog.model.words import words_of
from catalog.privacy.detectors.candidate import NO_WORDS, search_set
from catalog.privacy.detectors.detector import BY_NAME, UNREVIEWED, Hit
from catalog.privacy.detectors.plain import ESCAPED, ODD, QUOTED, plain, unescaped, unquoted
from catalog.privacy.detectors.proofs import Proofs
from catalog.privacy.detectors.table import DETECTORS
from catalog.privacy.naming import said_of
from catalog.privacy.words import NUMBERING, suggested, told_name

Scalar = str | int | float | bool | None


class Look(Protocol):
    """Whether a text holds nothing; texts of one property share their proofs."""

    def __call__(self, text: str, proofs: Proofs | None = None) -> bool: ...


_HITS: Final = tuple(Hit(one.name, one.category) for one in DETECTORS)
_RANKS: Final = {hit: rank for rank, hit in enumerate(_HITS)}
_SEPARATOR: Final = re.compile(r"[_.-]")
_JSON: Final = r"\A\s*[\[{]"
_SPELLINGS: Final[tuple[tuple[str, Callable[[str], str]], ...]] = (
    (ODD, plain),
    (ESCAPED, unescaped),
    (QUOTED, unquoted),
)
_PARSED: Final = len(DETECTORS) + len(_SPELLINGS)
_SAID: Final[Mapping[str, str]] = {
    "user.contact.phone": "phone",
    "user.government_id": "identity",
    "user.device.ip": "ip",
}
"""Category of a name → the word by which detectors know it: `customerphone` is a phone."""
_NOTHING: Final[frozenset[int]] = frozenset()
_MAX_SPELLINGS: Final = 6
"""How often one text is written otherwise and looked at again: an encoded URL in JSON in a URL needs four."""
_MAX_DEPTH: Final = 4
"""JSON in a string in JSON: how many times it is parsed. Its text is scanned in any case."""
_NEAR: Final = 3
"""So many keys above a member of it may tell what it is."""
_EXACT: Final = 2**63
"""A greater float has none of the digits that a number of its size would have."""
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
    return _hits({*_confirm(data.decode(), found, NO_WORDS, _NOTHING, _MAX_DEPTH, Proofs(), set())})


def detect_value(value: Scalar, name: str, proofs: Proofs | None = None) -> tuple[Hit, ...]:
    """What a property's value holds, where the name may tell what the value alone does not.

    A date under `birth_date`, a number under `latitude`, nine digits under `bsn`. Values of one property
    share their `proofs`.
    """
    confirmed = {*_in_value(value, name, _MAX_DEPTH, proofs, set())}
    return _hits(confirmed) if confirmed else ()


@lru_cache(maxsize=16_384)
def quiet_under(name: str) -> Look:
    """What tells whether a whole text under a property's name holds nothing: `detect_value` for one name.

    The texts are as a decoder gives them, without lone surrogates.
    """
    words, armed = _asked(name)
    look = _prefilter()
    if armed:
        return lambda text, proofs=None: not any(_in_value(text, name, _MAX_DEPTH, proofs, set()))

    def is_quiet(text: str, proofs: Proofs | None = None) -> bool:
        found = look(text.encode())
        return found is None or not any(
            _confirm(text, found, words, armed, _MAX_DEPTH, proofs or Proofs(), set())
        )

    return is_quiet


def calls_for(name: str) -> bool:
    """Whether a property's name calls detectors whatever its values look like: birth dates, coordinates."""
    return bool(_asked(name)[1])


def is_clean(text: str) -> bool:
    """Whether no detector sees anything in a text, such as a name that is to be printed."""
    return not detect(text)


def is_clean_name(name: str) -> bool:
    """Whether no detector sees anything in a name, nor in what stands behind a separator in it.

    What stands before says what the rest is, as the name of a property does: of `card_4111-1111-1111-1111`
    the end is a card, and of `order_555-123-4567` the number of an order.
    """
    ends = ((name[: at.start()], name[at.end() :]) for at in _SEPARATOR.finditer(name))
    return is_clean(name) and not any(detect(end) and detect_value(end, start) for start, end in ends)


def pieces(text: str) -> Iterator[tuple[Hit, bool]]:
    """Every hit in a text, and whether that piece is nobody's: reserved for documentation or fiction."""
    data = _bytes(text)
    found = _prefilter()(data)
    if found is not None:
        proofs = Proofs()
        for index, spelling in _looks(data.decode(), found, _NOTHING):
            detector = DETECTORS[index]
            for piece in detector.find(spelling, NO_WORDS, proofs):
                yield _HITS[index], detector.is_nobodys(piece)


def _hits(confirmed: AbstractSet[Hit]) -> tuple[Hit, ...]:
    """In the order of the table; what names say comes last, unless a detector has seen it."""
    seen = {hit.category for hit in confirmed if hit.detector != BY_NAME}
    told = (hit for hit in confirmed if hit.detector != BY_NAME or hit.category not in seen)
    return tuple(sorted(told, key=lambda hit: (_RANKS.get(hit, len(_RANKS)), hit)))


def _in_value(
    value: Scalar, name: str, depth: int, proofs: Proofs | None, confirmed: set[Hit]
) -> Iterator[Hit]:
    """What is confirmed in one value and not yet in another; notes it in `confirmed`."""
    if value is None or isinstance(value, bool):
        return
    words, armed = _asked(name)
    if isinstance(value, str):
        text = value
    elif isinstance(value, float) and _SHORTEST_CARD <= abs(value) < _EXACT and value.is_integer():
        text = str(int(value))
    elif armed or (isinstance(value, int) and abs(value) >= _SHORTEST_CARD):
        text = str(value)
    else:
        return
    data = _bytes(text)
    found = _prefilter()(data)
    if found is not None or armed:
        yield from _confirm(data.decode(), found or [], words, armed, depth, proofs or Proofs(), confirmed)


def _confirm(
    text: str,
    found: list[int],
    words: frozenset[str],
    armed: frozenset[int],
    depth: int,
    proofs: Proofs,
    confirmed: set[Hit],
) -> Iterator[Hit]:
    """What detectors confirm in one spelling of a text, or in the JSON that it is, each once.

    The parts of a JSON text share its proofs, and who has confirmed something is not asked again.
    """
    for index, spelling in _looks(text, found, armed):
        hit = _HITS[index]
        if hit not in confirmed and next(DETECTORS[index].find(spelling, words, proofs), None) is not None:
            confirmed.add(hit)
            yield hit
    if _PARSED in found and depth:
        for name, value in _members(text, proofs):
            if name is None:
                yield UNREVIEWED
                return
            yield from _in_value(value, name, depth - 1, proofs, confirmed)
            said = said_of(name, value)
            if said is not None:
                yield Hit(BY_NAME, said)


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


def _members(text: str, proofs: Proofs) -> Iterator[tuple[str | None, Scalar]]:
    """The scalars of a JSON text, each with the name that tells what it is, and the keys themselves.

    None for the name, and no more, when there are too many names to read.
    """
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        return
    stack: list[tuple[tuple[str, ...], str, object]] = [((), "", document)]
    while stack:
        around, name, value = stack.pop()
        if isinstance(value, dict):
            inside = (*around, name)[-_NEAR:] if name else around
            for key, member in value.items():
                if not proofs.take_name((*inside, key)):
                    yield None, None
                    return
                stack.append((inside, told_name(key, inside), member))
            yield from (("", key) for key in value)
        elif isinstance(value, list):
            stack.extend((around, name, item) for item in value)
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
        said = _SAID.get(found[1])
        words = frozenset((*every, found[0].replace(" ", ""), *((said,) if said else ())))
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
