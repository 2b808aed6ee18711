"""Numbers of payment cards: length, issuer, grouping and check digit together."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from catalog.privacy.detectors.candidate import Candidate, Pattern, word_set
from catalog.privacy.detectors.detector import Detector
from catalog.privacy.detectors.proofs import Proofs
from catalog.privacy.detectors.property_name import counts_something, says_number

_DIGITS: Final = Pattern(r"\d(?:[ .-]?\d){13,}")
_PARTED: Final = Pattern(
    r"\d{4}(?:_\d{4}){3}(?:_\d{3})?|\d{4}(?:/\d{4}){3}(?:/\d{3})?|\d{4}_\d{6}_\d{4,5}|\d{4}/\d{6}/\d{4,5}"
)
"""Groups as cards show them, joined as programs join numbers."""
_CARD: Final = word_set(
    "card cards creditcard credit debit visa mastercard maestro amex pan kreditkarte karte kartennummer "
    "carte tarjeta carta cc ccn ccnum ccnumber cardnumber cardno diners kreditkartennummer"
)


class _Issuer(NamedTuple):
    prefix: re.Pattern[str]
    lengths: tuple[int, ...]
    bare: int
    """The length that is accepted without groups and without a telling word; 0 for none."""


# ISO/IEC 7812: issuer identification numbers, as the schemes publish their ranges.
_ISSUERS: Final = (
    _Issuer(re.compile(r"4"), (16, 19), 16),  # Visa
    _Issuer(re.compile(r"5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720"), (16,), 16),  # Mastercard
    _Issuer(re.compile(r"3[47]"), (15,), 15),  # American Express
    _Issuer(re.compile(r"6011|64[4-9]|65"), (16, 19), 16),  # Discover
    _Issuer(re.compile(r"35(?:2[89]|[3-8])"), (16,), 16),  # JCB
    _Issuer(re.compile(r"30[0-5]|3095|3[689]"), (14,), 0),  # Diners Club: GTIN-14 looks the same
    _Issuer(re.compile(r"62"), (16, 17, 18, 19), 16),  # UnionPay
    _Issuer(re.compile(r"50|5[6-8]|6304|67"), (16, 18, 19), 0),  # Maestro
    _Issuer(re.compile(r"220[0-4]"), (16,), 16),  # Mir
)
_SHORTEST: Final = min(length for issuer in _ISSUERS for length in issuer.lengths)
_PRINTED: Final = ((4, 4, 4, 4), (4, 6, 5), (4, 6, 4), (4, 4, 4, 4, 3))
"""Digits of each group, as cards show them."""
_GROUPINGS: Final = (*_PRINTED, (6, 13))
_MAX_GROUPS: Final = 8
"""More groups are a table of numbers."""
_TEST_NUMBERS: Final = word_set(
    "4111111111111111 4242424242424242 4012888888881881 4000056655665556 4000000000000002 5555555555554444 "
    "5105105105105100 2223003122003222 5200828282828210 378282246310005 371449635398431 6011111111111117 "
    "6011000990139424 3056930009020004 36227206271667 30569309025904 38520000023237 3530111333300000 "
    "3566002020360505 6200000000000005 6304000000000000 6759649826438453"
)
"""Numbers that payment processors publish for tests."""


def _find(text: str, words: frozenset[str], _proofs: Proofs) -> Iterator[str]:
    for candidate in _DIGITS.candidates(text):
        # What follows after a slash may be the expiry date.
        stands_alone = candidate.is_whole or (candidate.stands_alone and candidate.after == "/")
        is_called = (candidate.is_behind_word and _is_called_card(candidate, words)) or (
            candidate.is_joined_to_word and candidate.is_called(_CARD)
        )
        if stands_alone or is_called:
            yield from _cards(candidate, words)
    for candidate in _PARTED.candidates(text):
        if candidate.is_whole and candidate.before != "/" != candidate.after:
            labelled = not words.isdisjoint(_CARD) or candidate.follows(_CARD)
            if not labelled and (says_number(words) or counts_something(candidate)):
                continue
            number = "".join(filter(str.isdigit, candidate.piece))
            if _is_card(number, grouped=True, labelled=labelled):
                yield number


def _is_called_card(candidate: Candidate, words: frozenset[str]) -> bool:
    """Whether the word glued before it says card, or it is grouped and that word counts nothing."""
    if candidate.follows(_CARD):
        return True
    is_number = says_number(words) or counts_something(candidate)
    return not (candidate.piece.isdecimal() or is_number)


def _cards(candidate: Candidate, words: frozenset[str]) -> Iterator[str]:
    """The cards among the groups of a run of digits, which may go on with an expiry date or a code.

    A name that says number or id speaks for a bare run of digits only: nobody groups an order as a card.
    """
    piece = candidate.piece
    groups = re.findall(r"\d+", piece)
    separators = set(re.findall(r"\D", piece))
    labelled = not words.isdisjoint(_CARD) or candidate.follows(_CARD)
    is_numbered = not labelled and says_number(words)
    if (len(groups) == 1 or separators == {" "}) and not (
        is_numbered or (not labelled and counts_something(candidate))
    ):
        for group in groups:
            if len(group) >= _SHORTEST and _is_card(group, grouped=False, labelled=labelled):
                yield group
    if len(separators) != 1 or len(groups) > _MAX_GROUPS:
        return
    for start in range(len(groups)):
        for grouping in _PRINTED if is_numbered else _GROUPINGS:
            chosen = groups[start : start + len(grouping)]
            if tuple(map(len, chosen)) == grouping:
                number = "".join(chosen)
                if _is_card(number, grouped=True, labelled=labelled):
                    yield number


def _is_card(number: str, *, grouped: bool, labelled: bool) -> bool:
    return (
        any(
            issuer.prefix.match(number) is not None
            and (len(number) in issuer.lengths if grouped or labelled else len(number) == issuer.bare)
            for issuer in _ISSUERS
        )
        and len(set(number)) > 1
        and _passes_luhn(number)
    )


_DOUBLED: Final = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)


def _passes_luhn(number: str) -> bool:
    """Whether the last digit checks the others: ISO/IEC 7812-1, annex B."""
    digits = [int(char) for char in reversed(number)]
    return (sum(digits[::2]) + sum(_DOUBLED[digit] for digit in digits[1::2])) % 10 == 0


def _is_nobodys(number: str) -> bool:
    return number in _TEST_NUMBERS


DETECTOR: Final = Detector(
    name="card",
    category="user.financial",
    summary="The number of a payment card.",
    prefilter=r"\d(?:[ .-]?\d){13}|\d{4}[_/]\d{4,6}[_/]\d{4}",
    find=_find,
    named=_CARD,
    is_nobodys=_is_nobodys,
)
