"""Detectors on values that nobody chose for them."""

from collections import Counter

from catalog.privacy.detectors import DETECTORS, detect, detect_value
from tests.privacy.detectors.ordinary import NAMED, named_values, values

COUNT = 20_000


def test_of_ordinary_values_no_detector_takes_one_in_a_thousand_for_personal() -> None:
    wrong = Counter(hit.detector for _, value in values(COUNT) for hit in detect(value))
    assert {one.name for one in DETECTORS if wrong[one.name] / COUNT >= 0.001} == set(), wrong


def test_no_kind_of_ordinary_value_is_taken_for_personal_once_in_fifty() -> None:
    of_kind = Counter(kind for kind, _ in values(COUNT))
    wrong = Counter(kind for kind, value in values(COUNT) if detect(value))
    assert all(wrong[kind] / of_kind[kind] < 0.02 for kind in of_kind), wrong


LOOKALIKES = {"prices", "date", "range", "code", "certificate"}


def test_prices_dates_ranges_code_and_certificates_are_never_taken_for_personal() -> None:
    drawn = [(kind, value) for kind, value in values(COUNT) if kind in LOOKALIKES]
    assert {kind for kind, _ in drawn} == LOOKALIKES
    assert [value for _, value in drawn if detect(value) or detect_value(value, "note")] == []


def test_two_numbers_of_four_decimals_are_a_place_in_what_people_write_and_not_without_a_name() -> None:
    pairs = [value for kind, value in values(COUNT) if kind == "a pair"]
    assert [value for value in pairs if detect(value) or detect_value(value, "")] == []
    assert detect_value("52.5200, 13.4050", "note") == detect("52.52000, 13.40495") != ()


def test_no_form_is_taken_for_personal_under_a_name_that_says_what_it_numbers() -> None:
    of_each = COUNT / len(NAMED)
    wrong = Counter(kind for kind, name, value in named_values(COUNT) if detect_value(value, name))
    assert all(times / of_each < 0.002 for times in wrong.values()), wrong
