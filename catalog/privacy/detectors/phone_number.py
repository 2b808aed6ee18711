"""Telephone numbers: international, written as one of some countries writes them, or after a telling word.

Digits alone are never a telephone number: order numbers, times and ids look the same.
"""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from catalog.privacy.detectors.candidate import Candidate, Pattern, word_set
from catalog.privacy.detectors.detector import Detector
from catalog.privacy.detectors.proofs import Proofs
from catalog.privacy.detectors.property_name import counts_something, says_number

_INTERNATIONAL: Final = Pattern(r"(?:\+|\b00 ?)[1-9](?:[ ()./-]{0,3}\d){6,24}")
_NATIONAL: Final = Pattern(r"\(?\d(?:[ ()./-]{0,3}\d){6,14}")
_REGIONS: Final = ("US", "GB", "FR", "DE", "IT", "ES", "NL", "CH", "AT", "BE", "AU", "SE")
_GROUPED_FREELY: Final = ("DE", "AT", "CH")
"""Countries in which people set apart the area code and group the rest as they like."""
_AREA: Final = re.compile(r"(?:\(0[1-9]\d{1,4}\) ?|0[1-9]\d{1,4} ?/ ?)\d[\d -]*|01[567]\d{1,2}[ -]\d[\d -]*")
"""An area code in parentheses or before a slash, or that of a German mobile network."""
_LANDLINE: Final = re.compile(r"(0[2-9]\d{1,3})-([1-9]\d{3,}(?:-\d{1,2})?|[1-9]\d+(?: \d+)+)")
"""A German area code before a hyphen; of five digits, parts have such numbers too."""
TELLING: Final = word_set(
    "phone phones telephone tel mobile cell fax call msisdn whatsapp sms telefon telefonnummer telefax handy "
    "handynummer mobil mobilnummer rufnummer faxnummer anrufen tél téléphone "
    "portable appel appelez teléfono telefono móvil movil llamar llame celular"
)
_MAX_CANDIDATES: Final = 100
"""How many look-alikes of one text are proven at most: each takes up to 0.5 ms."""
_MAX_GROUPS: Final = 5
_SUBSCRIBER: Final = range(6, 11)
"""How many digits behind an area code and a hyphen that are a telephone number without a telling word."""
_MAX_DROPPED: Final = 4
"""How many groups after a number are taken for something else, such as a date that follows it."""
_FICTION: Final = re.compile(
    r"1\d{3}55501\d\d"  # NANP: 555-0100 to 555-0199
    r"|44(?:207946|1632960|1\d{2}496|7700900|3069990|8081570)0?\d{3}"  # Ofcom: numbers for drama
    r"|33(?:19900|26191|35301|46571|53649|63998)\d{4}"  # Arcep: numbers for audio-visual works
    r"|49(?:3023125|4066969|6990009|8999998|2214710)\d{3}|4917139200\d{2}"  # BNetzA: numbers for media
    r"|61(?:49157\d{4}|[2378]5550\d{4}|[2378]7010\d{4})"  # ACMA: numbers for creative works
)


def _find(text: str, words: frozenset[str], proofs: Proofs) -> Iterator[str]:
    for candidate in islice(_INTERNATIONAL.candidates(text), _MAX_CANDIDATES):
        number = _international(candidate, words, proofs)
        if number is not None:
            yield number
    for candidate in islice(_NATIONAL.candidates(text), _MAX_CANDIDATES):
        number = _national(candidate, words, proofs)
        if number is not None:
            yield number


def _international(candidate: Candidate, words: frozenset[str], proofs: Proofs) -> str | None:
    """The number in E.164's digits, if it is one in the form that says its country."""
    before = candidate.before
    if before.isalnum() or before in ("+", "_", "."):
        return None
    piece = candidate.piece
    if candidate.after.isdigit():
        piece = piece[: max(0, *(match.start() for match in re.finditer(r"(?<=\d)[^\d+]", piece)), 0)]
    if (
        piece.startswith("00")
        and (piece.isdecimal() or says_number(words) or counts_something(candidate))
        and not _is_labelled(candidate, words)
    ):
        return None
    for length in _group_ends(piece):
        found = _number(
            "+" + re.sub(r"\D+", " ", piece[:length].removeprefix("00").removeprefix("+")), None, proofs
        )
        if found is not None:
            return found
    return None


def _group_ends(piece: str) -> Iterator[int]:
    """The length of a piece, and the lengths without its last groups of digits."""
    yield len(piece)
    ends = [match.start() for match in re.finditer(r"(?<=\d)[^\d+]", piece)]
    yield from reversed(ends[-_MAX_DROPPED:])


def _national(candidate: Candidate, words: frozenset[str], proofs: Proofs) -> str | None:
    """The number, if a country writes it exactly so, or a word says what it is and it exists there."""
    if not candidate.is_whole or candidate.before == "+":
        return None
    piece = candidate.piece
    groups = re.findall(r"\d+", piece)
    labelled = _is_labelled(candidate, words)
    if not labelled:
        if says_number(words) or counts_something(candidate):
            return None
        if _AREA.fullmatch(piece):
            found = next((one for region in _GROUPED_FREELY if (one := _number(piece, region, proofs))), None)
            if found is not None:
                return found
        landline = _LANDLINE.fullmatch(piece)
        if landline is not None:
            found = _landline(landline[1], landline[2], proofs)
            if found is not None:
                return found
        if not _looks_written(piece, groups):
            return None
    for region in _REGIONS:
        found = _number(piece, region, proofs, None if labelled else tuple(groups))
        if found is not None:
            return found
    return _number("+" + "".join(groups), None, proofs) if labelled else None


def _landline(area: str, rest: str, proofs: Proofs) -> str | None:
    """The number, if Germany has an area code that is written so, and numbers as long as this behind it."""
    number = "".join(filter(str.isdigit, rest))
    return _number(f"{area} {number}", "DE", proofs, (area, number)) if len(number) in _SUBSCRIBER else None


def _looks_written(piece: str, groups: list[str]) -> bool:
    """Whether a person may have written a telephone number so: grouped, with an area code."""
    if not 2 <= len(groups) <= _MAX_GROUPS or len(set(re.findall(r"(?<=\d)\D(?=\d)", piece))) > 1:
        return False
    if piece.startswith("("):
        return True
    if piece.startswith("0"):
        return len(groups) > 2 or re.search(r"\d[ /]\d", piece) is not None
    return [len(group) for group in groups] in ([3, 3, 4], [3, 2, 2, 2])


def _is_labelled(candidate: Candidate, words: frozenset[str]) -> bool:
    return not words.isdisjoint(TELLING) or candidate.follows(TELLING)


def _number(
    text: str, region: str | None, proofs: Proofs, groups: tuple[str, ...] | None = None
) -> str | None:
    """The digits of a valid number in E.164, if it is one (written in these groups in its country).

    When nobody may ask any more, its own digits.
    """
    if not proofs.take():
        return "".join(filter(str.isdigit, text))
    import phonenumbers  # noqa: PLC0415  # 20 ms, for the few processes that meet something like a number

    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    if groups is not None:
        usual = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)
        if tuple(re.findall(r"\d+", usual)) != groups:
            return None
    return f"{number.country_code}{number.national_number}"


def _is_nobodys(digits: str) -> bool:
    return _FICTION.fullmatch(digits) is not None


DETECTOR: Final = Detector(
    name="phone",
    category="user.contact.phone",
    summary="A telephone number.",
    prefilter=(
        r"\+[1-9]|\b00 ?[1-9]|\d[ ()./-]{1,3}\d(?:[ ()./-]{0,3}\d){4}|(?is:\b(?:"
        + "|".join(sorted(TELLING))
        + r")\b.*\d{3})"
    ),
    find=_find,
    named=TELLING,
    is_nobodys=_is_nobodys,
)
