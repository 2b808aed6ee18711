"""Detectors on values that nobody chose for them."""

from collections import Counter

from catalog.privacy.detectors import DETECTORS, detect
from tests.privacy.detectors.ordinary import values

COUNT = 20_000


def test_of_ordinary_values_no_detector_takes_one_in_a_thousand_for_personal() -> None:
    wrong = Counter(hit.detector for _, value in values(COUNT) for hit in detect(value))
    assert {one.name for one in DETECTORS if wrong[one.name] / COUNT >= 0.001} == set(), wrong


def test_no_kind_of_ordinary_value_is_taken_for_personal_once_in_fifty() -> None:
    of_kind = Counter(kind for kind, _ in values(COUNT))
    wrong = Counter(kind for kind, value in values(COUNT) if detect(value))
    assert all(wrong[kind] / of_kind[kind] < 0.02 for kind in of_kind), wrong
