"""What code calls the values that properties list: by themselves, never by where they stand."""

from itertools import pairwise, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.codegen.plan.choices import constant_names, type_names_of

VALUES = st.lists(st.text(max_size=6) | st.integers(-99, 99), unique=True, max_size=6)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("red", "RED"),
        ("blue-green", "BLUE_GREEN"),
        ("EUR", "EUR"),
        ("2fa", "X2FA"),
        ("class", "CLASS_"),
        ("", "EMPTY"),
        ("*/", "U2A_2F"),
        ("\u2028", "U2028"),
        ("groß", "GROSS"),
        (30, "X30"),
        (-1, "X_1"),
        (0.5, "X0_5"),
    ],
)
def test_a_value_has_a_name_of_its_own(value: str | float, expected: str) -> None:
    assert dict(constant_names([value])) == {expected: value}


def test_values_that_would_be_called_alike_are_told_apart_by_themselves() -> None:
    names = constant_names(["a-b", "a_b", "c"])
    assert len(names) == 3
    assert names["C"] == "c"
    assert "A_B" not in names
    for other in permutations(["a-b", "a_b", "c"]):
        assert dict(constant_names(other)) == dict(names)


@given(VALUES)
def test_every_value_has_a_name_that_python_takes(values: list[str | int]) -> None:
    names = constant_names(values)
    assert sorted(map(repr, names.values())) == sorted(map(repr, values))
    assert all(name.isidentifier() and not name.startswith("_") for name in names)


@given(VALUES)
def test_a_name_never_comes_to_mean_another_value_when_one_is_added(values: list[str | int]) -> None:
    stages = [constant_names(values[:count]) for count in range(len(values) + 1)]
    for before, after in pairwise(stages):
        assert all(after.get(name, value) == value for name, value in before.items())


def test_arguments_whose_types_would_be_called_alike_are_told_apart() -> None:
    names = type_names_of(["a_b", "aB", "c"])
    assert names["c"] == "C"
    assert len({*names.values()}) == 3
