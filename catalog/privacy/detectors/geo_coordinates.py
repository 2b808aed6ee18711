"""Coordinates that are precise enough to be a home: pairs in a text, and numbers under a telling name."""

import re
from collections.abc import Iterator
from itertools import chain
from math import pi
from typing import Final

from catalog.privacy.detectors.candidate import Candidate, Pattern, word_set
from catalog.privacy.detectors.detector import Detector
from catalog.privacy.detectors.proofs import Proofs
from catalog.privacy.detectors.property_name import counts_something, says_nothing, says_number

_DECIMAL: Final = r"[+-]?\d{1,3}\.\d{3,}"  # three decimals are 100 m
_COMMA: Final = r"[+-]?\d{1,3},\d{3,}"
_PRECISE: Final = r"[+-]?\d{1,3}[.,]\d{5,}"
_PAIR: Final = Pattern(
    rf"{_DECIMAL}(?:°? ?[NS]|° ?[ns]?)?\s{{0,3}}[,;/]\s{{0,3}}{_DECIMAL}(?:°? ?[EWO]\b|° ?[ew]\b|°)?"
    rf"|{_DECIMAL}(?:°? ?[NS]|° ?[ns])\s{{1,3}}{_DECIMAL}(?:°? ?[EWO]|° ?[ew])\b"
    r"|[NS] ?\d{1,2}\.\d{3,}°?[ ,;/]{1,3}[EWO] ?\d{1,3}\.\d{3,}"
    rf"|{_PRECISE}[ ;]{{1,3}}{_PRECISE}"
    rf"|{_COMMA}(?:°? ?[NS]|° ?[ns]?)?\s{{0,3}};\s{{0,3}}{_COMMA}(?:°? ?[EWO]\b|° ?[ew]\b|°)?"
    rf"|{_COMMA}(?:°? ?[NS]|° ?[ns])[\s,;/]{{1,3}}{_COMMA}(?:°? ?[EWO]|° ?[ew])\b"
    rf"|(?i:POINT) ?\({_DECIMAL} {_DECIMAL}\)"
    rf"|(?i:lat)[a-z]*\W{{1,4}}{_DECIMAL}\W{{1,4}}(?i:lon|lng)[a-z]*\W{{1,4}}{_DECIMAL}"
)
_DEGREES: Final = Pattern(
    r"\d{1,2}° ?\d{1,2}['′’] ?\d{1,2}(?:[.,]\d+)?(?:\"|″|”|'') ?[NS][ ,;]{1,3}"
    r"\d{1,3}° ?\d{1,2}['′’] ?\d{1,2}(?:[.,]\d+)?(?:\"|″|”|'') ?[EWO]"
)
_URI: Final = Pattern(r"(?i:\bgeo:)(?:0,0\?q=)?-?\d{1,2}(?:\.\d+)?,-?\d{1,3}(?:\.\d+)?")
"""RFC 5870 §3.3."""
_APART: Final = Pattern(rf"{_DECIMAL}\s{{1,3}}{_DECIMAL}")
"""Two numbers with a blank between them: a pair under a name of places."""
_NUMBER: Final = re.compile(r"[+-]?\d{1,3}[.,]\d+")
_LATITUDE: Final = word_set("lat latitude latitud breitengrad breite")
_LONGITUDE: Final = word_set("lon lng long longitude longitud laengengrad längengrad")
_PLACES: Final = (_LATITUDE | _LONGITUDE) | word_set(
    "gps geo coordinate coordinates coord coords geolocation location locations position latlng latlon "
    "latlong lnglat place point center centre geopoint waypoint "
    "standort koordinaten coordonnées coordonnees coordenadas ubicación ubicacion"
)
"""Words right before a pair, or in its name, that say that it is a place."""
_MEASURES: Final = word_set(
    "price prices preis preise prix precio cost costs amount rate rates eur usd gbp chf jpy scale translate "
    "rotate skew "
    "matrix transform bezier rgb rgba hsl hsla vec vector weight weights score scores mean std avg min max "
    "range percentile percentiles quantiles bounds limits coefficients "
    "interval size width height ratio version px loss latency duration seconds margin padding css style"
)
"""Words right before a pair, or in its name, that say that it is something else."""
_CONSTANTS: Final = ("3.14159", "2.71828", "1.41421", "1.61803")
"""Numbers that mathematics has: π, e, √2, φ."""
_ANGLES: Final = tuple(pi * part / 12 for part in range(1, 25))
"""A turn in steps of 15 degrees, in radians."""
_UNIT: Final = re.compile(
    r"\s?(?:px|em|rem|ms|s|kg|g|cm|mm|km|k?Wh|eur|usd|gbp|chf|pt|vh|vw|deg)\b|\s?[%€$£]",
    re.IGNORECASE,
)
_MIN_DECIMALS: Final = 2
"""Under a name that says what the number is, two decimals are enough: a kilometre."""
_ENOUGH: Final = 4
"""Decimals of both numbers of a pair that people wrote and nothing else tells to be a place: ten metres."""
_NAMED_OTHERWISE: Final = 5
"""Decimals of both under a name that tells what they are, or under none at all: a metre."""
_ROUND: Final = 2
"""Decimals without the zeros at their end that one of the numbers may be left with."""


def _find(text: str, words: frozenset[str], _proofs: Proofs) -> Iterator[str]:
    limit = 90 if not words.isdisjoint(_LATITUDE) else 180 if not words.isdisjoint(_LONGITUDE) else 0
    if limit:
        piece = text.strip()
        piece = piece.replace(",", ".")
        if _NUMBER.fullmatch(piece) and _decimals(piece) >= _MIN_DECIMALS and abs(float(piece)) <= limit:
            yield piece
    patterns = (_PAIR,) if words.isdisjoint(_PLACES) else (_PAIR, _APART)
    for candidate in chain.from_iterable(one.candidates(text) for one in patterns):
        if _is_pair(candidate, words):
            yield candidate.piece
    for candidate in _DEGREES.candidates(text):
        yield candidate.piece
    for candidate in _URI.candidates(text):
        if _is_precise(candidate):
            yield candidate.piece


def _is_precise(candidate: Candidate) -> bool:
    """Whether a place is on Earth, is not its zero point and is told to a kilometre or better."""
    pair = re.findall(r"-?\d+(?:\.\d+)?", candidate.piece)[-2:]
    first, second = map(abs, map(float, pair))
    if candidate.after.isdigit() or first > 90 or second > 180 or max(first, second) <= 1:
        return False
    return max(map(_decimals, pair)) >= _MIN_DECIMALS


def _decimals(number: str) -> int:
    return len(number.partition(".")[2])


def _is_pair(candidate: Candidate, words: frozenset[str]) -> bool:
    """Whether two numbers can be a place, and are not a part of a list, a vector or a share of one."""
    written = _NUMBER.findall(candidate.piece)[:2]
    pair = [number.replace(",", ".") for number in written]
    first, second = map(float, pair)
    text, start, end = candidate
    if (abs(first) > 90 and candidate.piece[:1] not in "Pp") or max(abs(first), abs(second)) > 180:
        return False
    if max(abs(first), abs(second)) <= 1 or any(number.startswith(_CONSTANTS) for number in pair):
        return False
    if all(map(_is_angle, pair)):
        return False
    if candidate.before.isalnum() or candidate.before in (".", "_") or candidate.after.isdigit():
        return False
    if "geo:" in candidate.label or candidate.before == "@" or _OF_MAP.search(candidate.label):
        return True
    if _ENDS_NUMBER.search(text[max(0, start - 8) : start]) or _IS_NUMBER.match(text, end):
        return False
    if _says_place(candidate, words):
        return True
    if says_number(words) or counts_something(candidate) or _says_measure(candidate, words):
        return False
    # without a name it may be any two numbers, though programs write no decimal comma, and few are negative
    by_people = says_nothing(words) and (bool(words) or not {",", "-"}.isdisjoint(written[0] + pair[1]))
    return _is_like_a_place(candidate.piece, pair, _ENOUGH if by_people else _NAMED_OTHERWISE)


def _is_angle(number: str) -> bool:
    """Whether it is a part of a turn, as exact as it is written: `1.5708` is a quarter."""
    decimals = _decimals(number)
    return decimals >= _ENOUGH and any(abs(abs(float(number)) - one) < 10**-decimals for one in _ANGLES)


def _says_place(candidate: Candidate, words: frozenset[str]) -> bool:
    """Whether the form, the name or the words before it tell that a pair is a place."""
    if any(char.isalpha() or char == "°" for char in candidate.piece):
        return True
    near = candidate.words_before[-2:]
    return not _PLACES.isdisjoint(words) or not _PLACES.isdisjoint(near)


def _says_measure(candidate: Candidate, words: frozenset[str]) -> bool:
    """Whether a word, a sign, a unit or the call of a function tells that a pair is something else."""
    text, start, end = candidate
    return (
        not _MEASURES.isdisjoint(words)
        or not _MEASURES.isdisjoint(candidate.words_before[-2:])
        or _ENDS_CALL.search(text[max(0, start - 8) : start]) is not None
        or _UNIT.match(text, end) is not None
    )


def _is_like_a_place(piece: str, pair: list[str], least: int) -> bool:
    """Whether two bare numbers are as precise as a device tells a place, and neither equal nor round."""
    first, second = pair
    enough = min(_decimals(first), _decimals(second)) >= least + ("/" in piece)
    if not enough and not (first[0] == "+" and second[0] in "+-"):
        return False
    return first.lstrip("+-") != second.lstrip("+-") and all(
        _decimals(number.rstrip("0")) >= _ROUND for number in pair
    )


_ENDS_CALL: Final = re.compile(r"(?:\w\(|[€$£¥%=<>~v])\s?\Z")
_OF_MAP: Final = re.compile(
    r"[?&#](?:q|ll|sll|cbll|query|center|loc|location|daddr|saddr|origin|destination|markers?|near|cp|pos|pt)=\Z"
)
"""The parameter of a link to a map that holds a place."""
_ENDS_NUMBER: Final = re.compile(r"\d\s{0,3}[,;/]?\s{0,3}\Z")
_IS_NUMBER: Final = re.compile(r"\s{0,3}[,;/]\s{0,3}[+-]?\d|\s{1,3}[+-]?\d+[.,]\d")

DETECTOR: Final = Detector(
    name="coordinates",
    category="user.location.precise",
    summary="Coordinates of a place, to 100 metres or better.",
    prefilter=(
        r"\d\.\d{3,}°? ?[A-Za-z]{0,9}\W{1,10}[A-Za-z]{0,9}\W{0,4}\d{1,3}\.\d{3}|\d° ?\d{1,2}['′’]"
        r"|\d,\d{5,}[ ;]{1,3}[+-]?\d{1,3},\d{5}|\d,\d{3,}°? ?[NSns]?[\s,;/]{1,7}[+-]?\d{1,3},\d{3}"
        r"|(?i:geo:)[0-9-]"
    ),
    find=_find,
    named=_LATITUDE | _LONGITUDE,
)
