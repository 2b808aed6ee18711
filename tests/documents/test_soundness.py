"""What is called compatible is, and what is called broken is proven, for documents that nobody chose."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.containment.definitions import object_of
from catalog.containment.witness import Outside, Unknown, Within, containment
from catalog.documents import compare_schemas
from catalog.documents.dialects import readings
from catalog.documents.engines import Engines
from catalog.documents.judging import Pair
from catalog.documents.reading import Stance
from catalog.documents.truth import truth
from catalog.schema.json_schema import property_schema
from tests.documents.documents import URIS, Document, documents, drafts, instances, pairs
from tests.strategies import parsed, property_files

many = settings(max_examples=settings.default.max_examples * 4 if settings.default else 200)


def engines(document: Document) -> Engines:
    return Engines(document, readings(document)[0])


@many
@given(pair=pairs(), values=st.lists(instances, max_size=16))
def test_no_value_breaks_what_is_called_compatible(
    pair: tuple[Document, Document], values: list[Any]
) -> None:
    old, new = pair
    if compare_schemas(old, new).compatible:
        before, after = engines(old), engines(new)
        for value in values:
            assert not (before.verdict(value) and after.verdict(value) is False), value


@many
@given(pair=pairs())
def test_no_member_of_the_old_set_breaks_what_is_called_compatible(pair: tuple[Document, Document]) -> None:
    old, new = pair
    if compare_schemas(old, new).compatible:
        after = engines(new)
        before = engines(old)
        draft = readings(old)[0]
        reader = Pair(old, new, (draft, draft), lenient=False)
        found = reader.search.members((reader.readers[0].root(Stance.STRICT),), want=10)
        for value in found.values:
            assert not (before.verdict(value) and after.verdict(value) is False), value


@many
@given(pair=pairs(), mode=st.sampled_from(("backward", "forward", "full")), lenient=st.booleans())
def test_every_counter_example_convinces_the_engines(
    pair: tuple[Document, Document], mode: str, lenient: bool
) -> None:
    old, new = map(engines, pair)
    verdict = compare_schemas(*pair, mode=mode, lenient=lenient)
    assert not (verdict.compatible and verdict.undecided)
    if not verdict.is_proven:
        assert verdict.counter_example is None
        return
    accepted = (old.verdict(verdict.counter_example), new.verdict(verdict.counter_example))
    allowed = {"backward": [(True, False)], "forward": [(False, True)]}
    assert accepted in allowed.get(mode, [(True, False), (False, True)])


@many
@given(document=st.sampled_from(sorted(URIS)).flatmap(documents), values=st.lists(instances, max_size=8))
def test_a_formula_holds_for_the_values_that_the_engines_accept(
    document: Document, values: list[Any]
) -> None:
    draft = readings(document)[0]
    pair = Pair(document, document, (draft, draft), lenient=False)
    formula = pair.readers[0].root(Stance.STRICT)
    judged = engines(document)
    for value in values:
        accepted = judged.verdict(value)
        if accepted is not None:
            assert truth(pair.table, formula, value) in (accepted, None), value


@given(data=st.data(), draft=drafts)
def test_a_document_is_compatible_with_itself_under_other_words(data: st.DataObject, draft: int) -> None:
    document = data.draw(documents(draft))
    reworded = {**document, "title": "other words", "description": "and more of them"}
    verdict = compare_schemas(document, reworded, mode="full")
    assert not verdict.is_proven
    assert True not in [change.breaking for change in verdict.changes]


@given(pair=pairs())
def test_forward_is_backward_the_other_way_round(pair: tuple[Document, Document]) -> None:
    old, new = pair
    one, other = compare_schemas(old, new, mode="forward"), compare_schemas(new, old)
    assert (one.compatible, one.undecided) == (other.compatible, other.undecided)


@given(pair=pairs())
def test_lenience_breaks_nothing_that_was_compatible(pair: tuple[Document, Document]) -> None:
    if compare_schemas(*pair).compatible:
        assert not compare_schemas(*pair, lenient=True).is_proven


@given(data=st.data())
def test_contracts_are_judged_as_their_definitions_are(data: st.DataObject) -> None:
    one, other = (parsed(data.draw(property_files(named=False, inner=True))) for _ in "ab")
    by_values = containment(object_of({"p": one}), object_of({"p": other}))
    by_documents = compare_schemas(
        {"type": "object", "properties": {"p": property_schema(one)}, "additionalProperties": False},
        {"type": "object", "properties": {"p": property_schema(other)}, "additionalProperties": False},
    )
    if by_documents.undecided or isinstance(by_values, Unknown):
        return
    assert isinstance(by_values, Within if by_documents.compatible else Outside)


@pytest.mark.parametrize("lenient", [False, True])
@given(pair=pairs())
def test_the_answer_is_the_same_each_time(pair: tuple[Document, Document], lenient: bool) -> None:
    assert compare_schemas(*pair, lenient=lenient) == compare_schemas(*pair, lenient=lenient)
