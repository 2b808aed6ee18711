"""The detectors on the labelled corpus."""

from collections import Counter

import pytest

from catalog.model.category import SHIPPED
from catalog.privacy.detectors import DETECTORS, Detector
from tests.privacy.detectors.corpus import CASES, rows, scores

NAMES = (
    "email phone ipv4 ipv6 mac card iban national_id jwt api_key private_key url_credentials url_personal "
    "coordinates birth_date"
).split()
FLOOR = 0.95
each_detector = pytest.mark.parametrize("detector", DETECTORS, ids=lambda one: one.name)


def test_the_table_has_the_names_that_problems_report() -> None:
    assert [one.name for one in DETECTORS] == NAMES


@each_detector
def test_a_detector_names_a_category_and_says_what_it_sees(detector: Detector) -> None:
    assert detector.category in SHIPPED
    assert detector.summary.endswith(".")


def test_the_corpus_has_many_values_for_and_against_each_detector() -> None:
    counted = Counter((row.detector, row.is_hit) for row in rows())
    assert counted.total() >= 750
    for name in NAMES:
        assert counted[name, True] >= 25, name
        assert counted[name, False] >= 25, name


def test_no_value_of_a_file_is_in_it_twice() -> None:
    counted = Counter((row.detector, row.name, row.value, type(row.value)) for row in rows())
    assert [key for key, times in counted.items() if times > 1] == []


def test_every_file_of_values_is_a_detectors() -> None:
    assert {path.stem for path in CASES.glob("*.yaml")} == {*NAMES, "names"}


@each_detector
def test_a_detector_is_precise_and_misses_little(detector: Detector) -> None:
    score = scores()[detector.name]
    assert score.precision >= FLOOR, score
    assert score.recall >= FLOOR, score


@each_detector
def test_each_value_is_seen_by_the_detectors_that_are_right(detector: Detector) -> None:
    wrong = [
        (row.name, row.value, row.expected, found)
        for row in rows()
        if row.detector == detector.name
        and (found := tuple(hit.detector for hit in row.found())) != row.expected
    ]
    assert wrong == []
