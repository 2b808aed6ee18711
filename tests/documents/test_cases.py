"""Every labelled pair is judged as it is labelled, in every mode, and every proof convinces the engines."""

from typing import Any

import pytest

from catalog.documents import SchemaVerdict, compare_schemas
from catalog.documents.dialects import readings
from catalog.documents.engines import Engines
from tests.documents.cases import CASES, NO, OPEN, YES, Case

each_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)


def word(verdict: SchemaVerdict) -> str:
    return YES if verdict.compatible else OPEN if verdict.undecided else NO


def accepts(document: Any, value: Any) -> bool | None:
    return Engines(document, readings(document)[0]).verdict(value)


def told(verdict: SchemaVerdict) -> str:
    return f"{verdict.counter_example!r} {[(one.kind.value, one.message) for one in verdict.changes]}"


@each_case
def test_the_new_document_reads_what_the_old_one_accepts(case: Case) -> None:
    verdict = compare_schemas(case.old, case.new)
    assert word(verdict) == case.backward, told(verdict)
    if verdict.is_proven:
        assert accepts(case.old, verdict.counter_example) is True
        assert accepts(case.new, verdict.counter_example) is False
    else:
        assert verdict.counter_example is None


@each_case
def test_the_old_document_reads_what_the_new_one_accepts(case: Case) -> None:
    verdict = compare_schemas(case.old, case.new, mode="forward")
    assert word(verdict) == case.forward, told(verdict)
    if verdict.is_proven:
        assert accepts(case.new, verdict.counter_example) is True
        assert accepts(case.old, verdict.counter_example) is False


@each_case
def test_full_asks_for_both_directions_and_none_for_neither(case: Case) -> None:
    both = {case.backward, case.forward}
    expected = NO if NO in both else OPEN if OPEN in both else YES
    assert word(compare_schemas(case.old, case.new, mode="full")) == expected
    assert word(compare_schemas(case.old, case.new, mode="none")) == YES


@each_case
def test_lenience_forgives_what_producers_do_not_send(case: Case) -> None:
    verdict = compare_schemas(case.old, case.new, lenient=True)
    assert word(verdict) == (case.lenient or case.backward), told(verdict)


@each_case
def test_the_changes_agree_with_the_verdict(case: Case) -> None:
    verdict = compare_schemas(case.old, case.new)
    effects = [change.breaking for change in verdict.changes]
    if verdict.compatible:
        assert set(effects) <= {False}
    elif verdict.undecided:
        assert None in effects
        assert True not in effects
    else:
        assert True in effects


def test_there_are_many_cases_and_each_has_a_name_of_its_own() -> None:
    assert len(CASES) >= 150
    assert len({case.id for case in CASES}) == len(CASES)
