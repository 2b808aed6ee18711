"""International bank account numbers: ISO 13616, with country, length, structure and check digits."""

import re
from collections.abc import Iterator
from functools import cache, partial
from itertools import chain
from typing import Final

from catalog.privacy.detectors.candidate import Candidate, Pattern, word_set
from catalog.privacy.detectors.detector import Detector
from catalog.privacy.detectors.library import Check, guarded
from catalog.privacy.detectors.proofs import Proofs

_RUN: Final = Pattern(r"(?i)[a-z]{2}\d{2}(?:[ -]?[a-z0-9]){11,40}")
_SET_APART: Final = Pattern(r"[A-Z]{2} \d{2}(?: [A-Z0-9]{4}){2,7}(?: [A-Z0-9]{1,4})?")
"""With a blank behind the country as well; of prose, `in 20 minutes` would begin so in small letters."""
_MIN: Final = 15
_MAX: Final = 34
_PUBLISHED: Final = word_set(
    "DE89370400440532013000 GB29NWBK60161331926819 GB82WEST12345698765432 GB33BUKB20201555555555 "
    "FR1420041010050500013M02606 ES9121000418450200051332 NL91ABNA0417164300 IT60X0542811101000000123456 "
    "CH9300762011623852957 AT611904300234573201 BE68539007547034 PT50000201231234567890154 "
    "IE29AIBK93115212345678 PL61109010140000071219812874 SE4550000000058398257466 NO9386011117947 "
    "DK5000400440116243 FI2112345600000785 LU280019400644750000 GR1601101250000000012300695 "
    "CZ6508000000192000145399 DE75512108001245126199"
)
"""Accounts that the IBAN registry and handbooks show: nobody's."""


def _find(text: str, _words: frozenset[str], proofs: Proofs) -> Iterator[str]:
    for candidate in chain(_RUN.candidates(text), _SET_APART.candidates(text)):
        number = _account(candidate, proofs)
        if number is not None:
            yield number


def _account(candidate: Candidate, proofs: Proofs) -> str | None:
    """The account at the start of a run of letters and digits, which may go on with the next words."""
    if candidate.before.isalnum() or (candidate.before == "_" and not candidate.is_behind_word):
        return None
    piece = candidate.piece
    ends = [match.end() for match in re.finditer(r"[A-Za-z0-9]+", piece)]
    if candidate.after.isalnum() or candidate.after == "_":
        ends.pop()
    for end in reversed(ends):
        number = re.sub(r"[ -]", "", piece[:end]).upper()
        # the library knows lengths and structures, and takes a hundred times as long as the check digits
        is_like_one = _MIN <= len(number) <= _MAX and _has_check_digits(number)
        if is_like_one and (not proofs.take() or _check()(number)):
            return number
    return None


def _has_check_digits(number: str) -> bool:
    """Whether the check digits hold: ISO 7064, MOD 97-10."""
    return int("".join(str(int(char, 36)) for char in number[4:] + number[:4])) % 97 == 1


@cache
def _check() -> Check:
    from stdnum import iban  # noqa: PLC0415  # 40 ms, for the few processes that meet something like one

    return guarded(partial(iban.is_valid, check_country=False))


def _is_nobodys(number: str) -> bool:
    return number in _PUBLISHED


DETECTOR: Final = Detector(
    name="iban",
    category="user.financial",
    summary="The number of a bank account.",
    prefilter=r"(?i:[a-z]{2}\d{2}(?:[ -]?[a-z0-9]){11})|[A-Z]{2} \d{2}(?: [A-Z0-9]{4}){2}",
    find=_find,
    is_nobodys=_is_nobodys,
)
