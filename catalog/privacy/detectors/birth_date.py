"""Dates of birth: a date under a name, or right after a word, that says birth."""

import re
from collections.abc import Iterator
from typing import Final

from catalog.privacy.detectors.candidate import Pattern, word_set
from catalog.privacy.detectors.detector import Detector
from catalog.privacy.detectors.proofs import Proofs

_NAMES: Final = word_set(
    "birth birthday birthdate birthyear birthdays bday dob born geburtsdatum geburtstag geburtsjahr geburt "
    "geboren naissance anniversaire né née nacimiento cumpleaños cumpleanos nacido nacida"
)
_MONTH: Final = (
    r"(?:j[aä]n|ene|feb|f[ée]v|m[aä]r|a[pv]r|abr|ma[iy]|ju[nil]|aug|ao[ûu]|ago|sep|o[ck]t|nov|d[eé][cz]|dic)"
    r"[a-zéûüA-Z.]{0,9}"
)
_YEAR: Final = r"(?:18[5-9]|19\d|20\d)\d"
_DATE: Final = (
    rf"{_YEAR}[-/.]\d{{1,2}}[-/.]\d{{1,2}}"
    rf"|\d{{1,2}}(?:st|nd|rd|th|er|º|\.)?[ ./-]?(?:of |de )?{_MONTH},?[ /-]?(?:del? |of )?"
    rf"(?:{_YEAR}|'?\d{{2}})"
    rf"|{_MONTH}[ -]\d{{1,2}}(?:st|nd|rd|th)?,?[ -]{_YEAR}"
    rf"|{_YEAR}[ ,/-]{{1,2}}{_MONTH}[ /-]\d{{1,2}}(?:st|nd|rd|th|\.)?"
    rf"|\d{{1,2}}[-/. ] ?\d{{1,2}}[-/. ] ?(?:{_YEAR}|\d{{2}})"
)
_VALUE: Final = Pattern(
    rf"(?i)\A\s*(?:\pL{{2,10}}[.,]? )?(?:{_DATE}|{_MONTH} (?:de )?{_YEAR}"
    rf"|{_YEAR}-\d{{2}}|{_YEAR}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])|{_YEAR})"
    r"(?:[T ]\d{2}:\d{2}.{0,24})?\s*\z"
)
_SENTENCE: Final = Pattern(
    r"(?i)\b(?:born|birth|birthday|birthdate|d\.?o\.?b|geboren|geburtsdatum|geburtstag|geb|nacid[oa]|nacimiento|"
    r"cumpleaños|anniversaire|naissance|n[ée]e|né)(?:\(e\))?\W{1,4}"
    r"(?:(?:in|at|à|a|en|zu)\W[\pL-]{2,24}\W{1,3})?"
    r"(?:(?:is|was|on|in|am|le|el|est|es|ist|war|her|his|my|the|date|fecha|de)\W{1,3})*"
    rf"(?:{_DATE})"
)
_EPOCH: Final = re.compile(r"-?\d{6,13}")
_CLOCK: Final = re.compile(r"(?<=\d)[T ](?=\d\d:)")
_WRITTEN_MONTH: Final = re.compile(rf"(?i)\b{_MONTH}\W")
_GROUPS: Final = re.compile(r"\d+")


def _find(text: str, words: frozenset[str], _proofs: Proofs) -> Iterator[str]:
    if not words.isdisjoint(_NAMES):
        for candidate in _VALUE.candidates(text[:64]):
            if _is_date(candidate.piece):
                yield candidate.piece
        if _EPOCH.fullmatch(text) and not re.fullmatch(rf"{_YEAR}\d{{4}}", text):
            yield text
    for candidate in _SENTENCE.candidates(text):
        if not (candidate.before.isalnum() or candidate.after.isdigit()) and _is_date(candidate.piece):
            yield candidate.piece


def _is_date(piece: str) -> bool:
    """Whether days and months are in their ranges, whichever of them stands first."""
    numbers = [int(group) for group in _GROUPS.findall(_CLOCK.split(piece)[0]) if len(group) <= 2]
    if _WRITTEN_MONTH.search(piece):
        return all(1 <= number <= 31 for number in numbers[:1])
    return all(1 <= number <= 31 for number in numbers[:2]) and min(numbers[:2], default=1) <= 12


DETECTOR: Final = Detector(
    name="birth_date",
    category="user.demographic",
    summary="A date of birth, told by the name of its property or the word before it.",
    prefilter=r"(?is)(?:born|birth|\bdob\b|d\.o\.b|\bgeb\b|gebor|geburt|\bnaci|cumplea|naissance|anniversaire|\bn[ée]e\b|né\W).*\d{2}",
    find=_find,
    named=_NAMES,
)
