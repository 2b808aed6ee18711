"""Coordinates that are precise enough to be a home: pairs in a text, and numbers under a telling name."""

import re
from collections.abc import Iterator
from typing import Final

from catalog.privacy.detectors.candidate import Candidate, Pattern, word_set
from catalog.privacy.detectors.detector import Detector

_DECIMAL: Final = r"[+-]?\d{1,3}\.\d{3,}"  # three decimals are 100 m
_PAIR: Final = Pattern(
    rf"{_DECIMAL}°? ?[NSns]?\s{{0,3}}[,;/]\s{{0,3}}{_DECIMAL}°? ?[EWewO]?"
    rf"|{_DECIMAL}°? ?[NSns]\s{{1,3}}{_DECIMAL}°? ?[EWewO]"
    rf"|(?i:POINT) ?\({_DECIMAL} {_DECIMAL}\)"
    rf"|(?i:lat)[a-z]*\W{{1,4}}{_DECIMAL}\W{{1,4}}(?i:lon|lng)[a-z]*\W{{1,4}}{_DECIMAL}"
    r"|\d{1,2}° ?\d{1,2}['′’] ?\d{1,2}(?:[.,]\d+)?(?:\"|″|”|'') ?[NS][ ,;]{1,3}"
    r"\d{1,3}° ?\d{1,2}['′’] ?\d{1,2}(?:[.,]\d+)?(?:\"|″|”|'') ?[EWO]"
)
_NUMBER: Final = re.compile(r"[+-]?\d{1,3}\.\d+")
_LATITUDE: Final = word_set("lat latitude latitud breitengrad breite")
_LONGITUDE: Final = word_set("lon lng long longitude longitud laengengrad längengrad")
_MIN_DECIMALS: Final = 2
"""Under a name that says what the number is, two decimals are enough: a kilometre."""


def _find(text: str, words: frozenset[str]) -> Iterator[str]:
    limit = 90 if not words.isdisjoint(_LATITUDE) else 180 if not words.isdisjoint(_LONGITUDE) else 0
    if limit:
        piece = text.strip()
        if _NUMBER.fullmatch(piece) and _decimals(piece) >= _MIN_DECIMALS and abs(float(piece)) <= limit:
            yield piece
    for candidate in _PAIR.candidates(text):
        if ("°" in candidate.piece and "." not in candidate.piece) or _is_pair(candidate):
            yield candidate.piece


def _decimals(number: str) -> int:
    return len(number.partition(".")[2])


def _is_pair(candidate: Candidate) -> bool:
    """Whether two numbers can be a place, and are not a part of a list, a vector or a share of one."""
    first, second = (float(number) for number in _NUMBER.findall(candidate.piece)[:2])
    if (abs(first) > 90 and not candidate.piece[:1].isalpha()) or max(abs(first), abs(second)) > 180:
        return False
    if max(abs(first), abs(second)) <= 1:
        return False
    text, start, end = candidate
    if candidate.before.isalnum() or candidate.before in (".", "_") or candidate.after.isdigit():
        return False
    if "geo:" in candidate.label or candidate.before == "@":
        return True
    return not (_ENDS_NUMBER.search(text[max(0, start - 8) : start]) or _IS_NUMBER.match(text, end))


_ENDS_NUMBER: Final = re.compile(r"\d\s{0,3}[,;/]?\s{0,3}\Z")
_IS_NUMBER: Final = re.compile(r"\s{0,3}[,;/]\s{0,3}[+-]?\d")

DETECTOR: Final = Detector(
    name="coordinates",
    category="user.location.precise",
    summary="Coordinates of a place, to 100 metres or better.",
    prefilter=r"\d\.\d{3,}°? ?[A-Za-z]{0,9}\W{1,10}[A-Za-z]{0,9}\W{0,4}\d{1,3}\.\d{3}|\d° ?\d{1,2}['′’]",
    find=_find,
    named=_LATITUDE | _LONGITUDE,
)
