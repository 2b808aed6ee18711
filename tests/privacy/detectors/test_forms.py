"""Every form of a national id, account and telephone, drawn at random: each gets an answer."""

import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.privacy.detectors import DETECTORS, Hit, detect, detect_value
from catalog.privacy.detectors.library import guarded
from catalog.privacy.detectors.national_id import SCHEMES, Scheme

FORMS = [
    pytest.param(scheme, form, id=f"{number}-{kind}")
    for number, scheme in enumerate(SCHEMES)
    for kind, form in (
        ("written", scheme.written),
        ("shared", scheme.shared),
        ("spaced", scheme.spaced),
        ("digits", scheme.digits),
    )
    if form
]
KNOWN = {Hit(one.name, one.category) for one in DETECTORS}
WORDS = sorted({word for scheme in SCHEMES for word in scheme.words})


@pytest.mark.parametrize(("scheme", "form"), FORMS)
def test_every_form_of_a_national_id_gets_an_answer(scheme: Scheme, form: str) -> None:
    @given(st.from_regex(form, fullmatch=True), st.sampled_from(["", *WORDS]))
    def check(number: str, word: str) -> None:
        number = number.strip()
        assert scheme.is_valid(number) in (True, False)
        assert set(detect(f"{word} {number}")) <= KNOWN
        assert set(detect_value(number, word)) <= KNOWN

    check()


@pytest.mark.parametrize(("scheme", "form"), FORMS)
def test_a_valid_number_that_a_label_or_its_form_gives_away_is_seen(scheme: Scheme, form: str) -> None:
    if form == scheme.digits and not scheme.words:
        pytest.skip("nothing names it")
    label = min(scheme.words, default="")

    @settings(max_examples=300)
    @given(st.from_regex(re.compile(form, re.ASCII), fullmatch=True))
    def check(number: str) -> None:
        if scheme.is_valid(number.strip()) and len(set(number)) > 3:
            assert "national_id" in {hit.detector for hit in detect(f"{label} {number.strip()}")}

    check()


def test_a_check_that_stumbles_confirms_nothing() -> None:
    def stumbles(number: str) -> bool:
        raise KeyError(number)

    assert guarded(stumbles)("1") is False
    assert guarded(str.isdecimal)("1") is True


@pytest.mark.parametrize("number", ["652492709210264830", "335911546803119085"])
def test_a_place_that_is_missing_from_a_librarys_table_is_no_defect(number: str) -> None:
    assert detect(number) == ()
    assert detect_value(number, "order_number") == ()


def test_numbers_as_long_as_those_of_residents_get_an_answer() -> None:
    rng = random.Random(21)
    for _ in range(20_000):
        year, month, day = rng.randrange(1850, 2100), rng.randrange(1, 13), rng.randrange(1, 29)
        body = f"{rng.randrange(110_000, 830_000)}{year}{month:02}{day:02}{rng.randrange(1000):03}"
        digit = (1 - 2 * int(body, 13)) % 11
        assert set(detect(f"{body}{'X' if digit == 10 else digit}")) <= KNOWN


@given(st.from_regex(r"[A-Z]{2}[0-9]{2}( ?[A-Z0-9]){11,30}", fullmatch=True))
def test_what_looks_like_an_account_gets_an_answer(text: str) -> None:
    assert set(detect(text)) <= KNOWN


@given(st.from_regex(r"(\+|00 ?|\(0)?[0-9]([ ()./-]{0,3}[0-9]){6,14}", fullmatch=True))
def test_what_looks_like_a_telephone_number_gets_an_answer(text: str) -> None:
    assert set(detect(text)) <= KNOWN
