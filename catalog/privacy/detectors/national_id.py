"""National identity, tax and social security numbers, by the form and the check digits of each country."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from catalog.privacy.detectors.candidate import NO_WORDS, Candidate, Pattern, word_set
from catalog.privacy.detectors.detector import Detector
from catalog.privacy.detectors.library import Check, check_of
from catalog.privacy.detectors.phone_number import TELLING
from catalog.privacy.detectors.proofs import Proofs
from catalog.privacy.detectors.property_name import counts_something, says_nothing, says_number


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """One country's number.

    `written` is a form that is rarely anything else. `shared` is one that orders, parts and contracts have
    too: it counts unless the name, or the word before it, says what it is the number of. `spaced` is three
    numbers as well: it counts only where the name says nothing and no number stands beside it. `digits` is
    the form of any number or time: it counts only after a word of the scheme or under a name with one.
    """

    is_valid: Check
    written: str = ""
    shared: str = ""
    spaced: str = ""
    digits: str = ""
    words: frozenset[str] = NO_WORDS


def _stdnum(module: str) -> Check:
    def is_valid(number: str) -> bool:
        return check_of(module)(number.replace(" ", ""))

    return is_valid


_NINO_NO_PREFIX: Final = word_set("BG GB KN NK NT TN ZZ")


def _is_nino(number: str) -> bool:
    """Whether a National Insurance number may begin so: HMRC, NIM39110."""
    return (
        number[:2] not in _NINO_NO_PREFIX
        and number[0] not in "DFIQUV"
        and number[1] not in "DFIOQUV"
        and len(set(number[2:8])) > 1
    )


_RVNR_WEIGHTS: Final = (2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1)


def _is_pension_number(number: str) -> bool:
    """Whether a German pension insurance number has a birth date and its check digit: VKVV §2."""
    compact = number.replace(" ", "")
    day, month = int(compact[2:4]), int(compact[4:6])
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return False
    digits = f"{compact[:8]}{ord(compact[8]) - 64:02}{compact[9:11]}"
    products = (int(digit) * weight for digit, weight in zip(digits, _RVNR_WEIGHTS, strict=True))
    return sum(product // 10 + product % 10 for product in products) % 10 == int(compact[11])


_ANY: Final = word_set(
    "nationalid national passport tax identity citizen idnumber identificationnumber personalnumber identité "
    "identite identidad cédula cedula personalausweis ausweis ausweisnummer"
)
SCHEMES: Final = (
    Scheme(  # United States: social security
        is_valid=_stdnum("us.ssn"),
        digits=r"\d{9}|\d{3}[ -]\d{2}[ -]\d{4}",
        words=word_set("ssn social security"),
    ),
    Scheme(  # the same without a word: what ends in a year of this time is a part or a case
        is_valid=lambda number: number[-4:-2] not in ("19", "20") and _stdnum("us.ssn")(number),
        shared=r"\d{3}-\d{2}-\d{4}",
        spaced=r"\d{3} \d{2} \d{4}",
    ),
    Scheme(  # United Kingdom: national insurance
        is_valid=lambda number: _is_nino(number.replace(" ", "")),
        written=r"[A-Z]{2} \d{2} ?\d{2} ?\d{2} ?[A-D]|[A-Z]{2}\d{2} \d{2} \d{2} ?[A-D]",
        shared=r"[A-Z]{2}\d{6} ?[A-D]",
    ),
    Scheme(  # Spain
        is_valid=_stdnum("es.dni"), written=r"\d{2}\.\d{3}\.\d{3}-?[A-Z]", shared=r"\d{8}-?[A-Z]"
    ),
    Scheme(is_valid=_stdnum("es.nie"), shared=r"[XYZ]-?\d{7}-?[A-Z]"),  # Spain: foreigners
    Scheme(  # France: social security
        is_valid=_stdnum("fr.nir"),
        written=r"[12] \d{2} \d{2} \d[0-9AB] \d{3} \d{3} \d{2}",
        digits=r"[12]\d{5}[0-9AB]\d{8}|[12]\d{4}\d[0-9AB]\d{6} \d{2}",
        words=word_set("nir sécu sécurité securite sociale insee"),
    ),
    Scheme(  # Italy: tax
        is_valid=_stdnum("it.codicefiscale"), written=r"[A-Z]{6}\d{2}[A-Z]\d{2}[A-Z]\d{3}[A-Z]"
    ),
    Scheme(  # Germany: pension insurance
        is_valid=_is_pension_number, written=r"\d{2} \d{6} ?[A-Z] ?\d{3}", shared=r"\d{8} ?[A-Z] ?\d{3}"
    ),
    Scheme(  # Germany: tax
        is_valid=_stdnum("de.idnr"),
        digits=r"\d{11}|\d{2} \d{3} \d{3} \d{3}",
        words=word_set(
            "steuer steuerid idnr steueridentifikationsnummer identifikationsnummer steuernummer tin"
        ),
    ),
    Scheme(  # Netherlands: citizens
        is_valid=_stdnum("nl.bsn"),
        shared=r"\d{4}\.\d{2}\.\d{3}",
        digits=r"\d{9}",
        words=word_set("bsn burgerservicenummer sofinummer"),
    ),
    Scheme(  # Belgium: national register
        is_valid=_stdnum("be.nn"),
        written=r"\d{2}\.\d{2}\.\d{2}-\d{3}[. ]\d{2}",
        digits=r"\d{11}",
        words=word_set("rijksregisternummer rrn insz niss"),
    ),
    Scheme(  # Switzerland: social security
        is_valid=_stdnum("ch.ssn"),
        written=r"756\.\d{4}\.\d{4}\.\d{2}",
        digits=r"756\d{10}",
        words=word_set("ahv avs ahvn13 navs"),
    ),
    Scheme(  # Austria: social insurance
        is_valid=_stdnum("at.vnr"), digits=r"\d{4} ?\d{6}", words=word_set("svnr sozialversicherungsnummer")
    ),
    Scheme(  # Finland: identity
        is_valid=_stdnum("fi.hetu"),
        shared=r"\d{6}[-+A]\d{3}[A-Z]",
        digits=r"\d{6}[-+A]\d{3}[0-9A-Z]",
        words=word_set("hetu henkilötunnus"),
    ),
    Scheme(  # Sweden: identity
        is_valid=_stdnum("se.personnummer"),
        digits=r"(?:\d{2})?\d{6}[-+]?\d{4}",
        words=word_set("personnummer samordningsnummer"),
    ),
    Scheme(  # Denmark: identity
        is_valid=_stdnum("dk.cpr"), digits=r"\d{6}-?\d{4}", words=word_set("cpr cprnummer personnummer")
    ),
    Scheme(is_valid=_stdnum("pl.pesel"), digits=r"\d{11}", words=word_set("pesel")),  # Poland
    Scheme(is_valid=_stdnum("cz.rc"), digits=r"\d{6}/?\d{3,4}", words=word_set("rodné rc rodne")),  # Czechia
    Scheme(is_valid=_stdnum("ie.pps"), digits=r"\d{7}[A-W][A-I]?", words=word_set("pps ppsn")),  # Ireland
    Scheme(  # Portugal: tax
        is_valid=_stdnum("pt.nif"), digits=r"\d{9}|\d{3} \d{3} \d{3}", words=word_set("nif contribuinte")
    ),
    Scheme(  # Brazil: persons
        is_valid=_stdnum("br.cpf"),
        written=r"\d{3}\.\d{3}\.\d{3}-\d{2}",
        digits=r"\d{11}",
        words=word_set("cpf"),
    ),
    Scheme(  # Chile: tax
        is_valid=_stdnum("cl.rut"),
        written=r"\d{1,2}\.\d{3}\.\d{3}-[0-9Kk]",
        digits=r"\d{7,8}-?[0-9Kk]",
        words=word_set("rut run"),
    ),
    Scheme(is_valid=_stdnum("mx.curp"), written=r"[A-Z]{4}\d{6}[HM][A-Z]{5}[0-9A-Z]\d"),  # Mexico
    Scheme(  # Canada: social insurance
        is_valid=_stdnum("ca.sin"), digits=r"\d{3}[ -]?\d{3}[ -]?\d{3}", words=word_set("sin nas insurance")
    ),
    Scheme(  # India: identity
        is_valid=_stdnum("in_.aadhaar"),
        digits=r"\d{4} ?\d{4} ?\d{4}",
        words=word_set("aadhaar aadhar"),
    ),
    Scheme(  # China: residents
        is_valid=_stdnum("cn.ric"), shared=r"[1-9]\d{16}[0-9X]"
    ),
    Scheme(  # Norway: identity
        is_valid=_stdnum("no.fodselsnummer"),
        digits=r"\d{6} ?\d{5}",
        words=word_set("fødselsnummer fodselsnummer personnummer fnr"),
    ),
    Scheme(is_valid=_stdnum("ro.cnp"), digits=r"[1-9]\d{12}", words=word_set("cnp")),  # Romania
    Scheme(  # Türkiye: identity
        is_valid=_stdnum("tr.tckimlik"), digits=r"[1-9]\d{10}", words=word_set("tckimlik tckn kimlik tc")
    ),
    Scheme(  # Korea: residents
        is_valid=_stdnum("kr.rrn"),
        shared=r"\d{6}-[1-8]\d{6}",
        digits=r"\d{6}-?[0-9]\d{6}",
        words=word_set("rrn jumin"),
    ),
    Scheme(is_valid=_stdnum("gr.amka"), digits=r"\d{11}", words=word_set("amka")),  # Greece
    Scheme(  # South Africa: identity
        is_valid=_stdnum("za.idnr"), digits=r"\d{13}", words=word_set("rsa said idnumber")
    ),
)
_PASSPORT: Final = word_set("passport reisepass reisepassnummer passnummer passeport pasaporte")
_PASSPORT_NUMBER: Final = re.compile(r"(?=(?:.*\d){5})[A-Z]{0,3}\d[A-Z0-9]{4,9}|[A-Z]{1,2} ?\d{6,8}")
"""Most have a letter or two and six to eight digits; German ones mix both."""
_PASSPORT_TEXT: Final = Pattern(
    r"(?i:\b(?:"
    + "|".join(sorted(_PASSPORT))
    + r")(?:\W{1,3}(?:number|num|no|nr|nummer|número|numero|is|n))*\W{1,3})"
    r"[A-Z]{1,3} ?\d[A-Z0-9]{5,8}\b"
)
_WORDS: Final = (_ANY | _PASSPORT).union(*(scheme.words for scheme in SCHEMES))
_Forms = tuple[tuple[Scheme, Pattern], ...]
"""Forms of one kind, each with the scheme that it is of."""
_WRITTEN: Final = tuple((scheme, Pattern(scheme.written)) for scheme in SCHEMES if scheme.written)
_SHARED: Final = tuple((scheme, Pattern(scheme.shared)) for scheme in SCHEMES if scheme.shared)
_SPACED: Final = tuple((scheme, Pattern(scheme.spaced)) for scheme in SCHEMES if scheme.spaced)
_DIGITS: Final = tuple((scheme, Pattern(scheme.digits)) for scheme in SCHEMES if scheme.digits)
_LABEL: Final = r"(?is)\b(?:" + "|".join(sorted(_WORDS)) + r")\b.*\d{3}"
_PUBLISHED: Final = word_set(
    "123456789 12345678Z 00000000T X1234567L AB123456C 7569217076985 12345678909 36574261809 85073003328 "
    "131052308T 8112289874 123456782 125319092 BOXW310820HNERXN09 RCCMNL83S18D969H 15070649C103"
)
"""Numbers that authorities and handbooks show: nobody's."""


_SHORT: Final = 256
"""Characters up to which Python's engine, which may take long but begins at once, is asked first."""


def _in(text: str, forms: _Forms) -> _Forms:
    """The forms that a text may have; a list of thousands of short texts takes a tenth of the time."""
    if len(text) > _SHORT:
        return forms
    return tuple(form for form in forms if _quick(form[1].text).search(text) is not None)


@cache
def _quick(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _find(text: str, words: frozenset[str], proofs: Proofs) -> Iterator[str]:
    for scheme, pattern in _in(text, _WRITTEN):
        for candidate in pattern.candidates(text):
            if candidate.is_whole and _holds(scheme, candidate, proofs):
                yield candidate.piece
    is_numbered = says_number(words) and words.isdisjoint(_WORDS)
    for scheme, pattern in _in(text, _SHARED):
        for candidate in pattern.candidates(text):
            if _is_a_persons(candidate, scheme, is_numbered=is_numbered) and _holds(
                scheme, candidate, proofs
            ):
                yield candidate.piece
    for scheme, pattern in _in(text, _SPACED) if says_nothing(words) else ():
        for candidate in pattern.candidates(text):
            if _is_by_itself(candidate) and _holds(scheme, candidate, proofs):
                yield candidate.piece
    if not words.isdisjoint(_PASSPORT) and _PASSPORT_NUMBER.fullmatch(text.strip().upper()):
        yield text.strip().upper()
    lowered = text.lower()
    said = {word for word in _WORDS if word in lowered}
    for candidate in _PASSPORT_TEXT.candidates(text) if not said.isdisjoint(_PASSPORT) else ():
        yield candidate.piece
    is_named = not words.isdisjoint(_WORDS)
    for scheme, pattern in _DIGITS if is_named or said else ():
        named = is_named and not (words.isdisjoint(scheme.words) and words.isdisjoint(_ANY))
        if named or not said.isdisjoint(scheme.words):
            for candidate in pattern.candidates(text):
                if (named or candidate.follows(scheme.words)) and _is_number(candidate, scheme, proofs):
                    yield candidate.piece


def _is_a_persons(candidate: Candidate, scheme: Scheme, *, is_numbered: bool) -> bool:
    """Whether nothing says that a form which things share is the number of a thing."""
    if not candidate.is_whole:
        return False
    return candidate.follows(scheme.words) or not (is_numbered or counts_something(candidate))


def _is_by_itself(candidate: Candidate) -> bool:
    """Whether three numbers are not a part of more, nor measures, a telephone number or that of a thing."""
    text, start, end = candidate
    return (
        candidate.is_whole
        and not (_ENDS_NUMBER.search(text[max(0, start - 4) : start]) or _IS_MEASURED.match(text, end))
        and not (counts_something(candidate) or candidate.follows(TELLING | _SIZES))
    )


_SIZES: Final = word_set(
    "size sizes dimension dimensions width height length count counts total totals range table row rows line "
    "lines page pages step steps rgb grösse größe maße masse zeile zeilen taille lignes tamaño filas"
)
"""Words before three numbers that measure or count."""
_ENDS_NUMBER: Final = re.compile(r"\d[ ,;x×*:=]{1,3}\Z")
_IS_MEASURED: Final = re.compile(
    r"[ ,;x×*:=]{1,3}\d|\s?(?:[%€$£]|(?:px|mm|cm|km|m|ms|s|kg|g|eur|usd|rpm|items|rows)\b)", re.IGNORECASE
)


def _is_number(candidate: Candidate, scheme: Scheme, proofs: Proofs) -> bool:
    return candidate.is_whole and len(set(candidate.piece)) > 2 and _holds(scheme, candidate, proofs)


def _holds(scheme: Scheme, candidate: Candidate, proofs: Proofs) -> bool:
    """Whether the check digits of a scheme hold, or nobody may ask any more."""
    return not proofs.take() or scheme.is_valid(candidate.piece)


def _is_nobodys(piece: str) -> bool:
    return "".join(char for char in piece if char.isalnum()) in _PUBLISHED


DETECTOR: Final = Detector(
    name="national_id",
    category="user.government_id",
    summary="A national identity, tax or social security number.",
    prefilter="|".join([*(f"(?:{pattern.text})" for _, pattern in (*_WRITTEN, *_SHARED, *_SPACED)), _LABEL]),
    find=_find,
    named=_WORDS,
    is_nobodys=_is_nobodys,
)
