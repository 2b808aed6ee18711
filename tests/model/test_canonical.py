"""Canonical JSON: the quick way writes what the reference implementation writes."""

import math
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from catalog.model.canonical import canonical, digest_of
from catalog.model.snapshot import plain_event
from tests.instances import ODD_NAMES

texts = st.one_of(st.text(), st.sampled_from(ODD_NAMES), st.text(st.characters(codec="ascii")))
scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**53) + 1, 2**53 - 1),
    st.floats(allow_nan=False, allow_infinity=False),
    texts.filter(lambda text: not any(0xD800 <= ord(sign) <= 0xDFFF for sign in text)),
)
values = st.recursive(
    scalars,
    lambda inner: st.one_of(st.lists(inner), st.dictionaries(st.text(max_size=3), inner)),
    max_leaves=20,
)


@given(values)
def test_the_quick_way_writes_the_same_bytes(value: Any) -> None:
    try:
        expected = rfc8785.dumps(value)
    except UnicodeEncodeError:
        with pytest.raises(UnicodeEncodeError):
            canonical(value)
        return
    assert canonical(value) == expected


@pytest.mark.parametrize(
    "value",
    [
        {"b": 1, "a": 2},
        {"a": {"b": [0.5, {"c": "x"}]}, "B": "y"},
        {"\u20ac": 1, "\r": 2, "\U0001f600": 3, "\ufb33": 4, "ö": 5, "\x80": 6},  # RFC 8785 §3.2.3
        {"a": '\x7f\u2028\u00ad\x1f\x00"\\/'},
        [1.0, 1e21, 1e-7, -0.0, 333333333.33333329],
        {"": {}, "a": []},
        (1, 2),
        True,
        None,
    ],
)
def test_examples_are_written_as_the_reference_does(value: Any) -> None:
    assert canonical(value) == rfc8785.dumps(value)


@pytest.mark.parametrize("value", [math.nan, math.inf, 2**53, {1: 2}, object(), {"a": {"b": math.nan}}])
def test_what_json_cannot_hold_is_refused(value: Any) -> None:
    with pytest.raises(rfc8785.CanonicalizationError):
        canonical(value)


def test_a_digest_is_that_of_the_canonical_bytes() -> None:
    from catalog import load

    for event in load("events").snapshot.events.values():
        written = plain_event(event)
        assert canonical(written) == rfc8785.dumps(written)
    assert digest_of({"a": 1}) == "015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862"
