"""The page of the catalog format names every key that the models have, and no other."""

import re
from pathlib import Path

import pytest
from pydantic import BaseModel

from catalog.model import event, settings, types
from catalog.model.category import SHIPPED
from catalog.model.values import Definition

PAGE = Path(__file__).parents[2] / "docs" / "guide" / "format.md"
GROUPS = (event.GroupDefinition, event.ContextDefinition)


def models() -> dict[str, type[BaseModel]]:
    """Every definition that files can hold, by name."""
    return {
        name: value
        for module in (event, settings, types)
        for name, value in vars(module).items()
        if isinstance(value, type) and issubclass(value, Definition) and value is not Definition
    }


def keys_of(model: type[BaseModel]) -> set[str]:
    return {field.alias or name for name, field in model.model_fields.items()}


def tables() -> dict[str, list[str]]:
    """The first column of each marked table, by the name in its mark."""
    text = PAGE.read_text(encoding="utf-8")
    found = {}
    for name, table in re.findall(r"<!-- keys: (\w+) -->\n((?:\|.*\n)+)", text):
        found[name] = re.findall(r"^\| `(\S+)` \|", table, flags=re.MULTILINE)
    return found


@pytest.mark.parametrize("name", sorted(tables()))
def test_a_table_lists_exactly_the_keys_of_its_model(name: str) -> None:
    listed = tables()[name]
    assert len(listed) == len(set(listed))
    assert set(listed) == keys_of(models()[name])


def test_every_model_has_a_table() -> None:
    properties = {name for name, model in models().items() if issubclass(model, types.PropertyDefinition)}
    same_as_groups = {model.__name__ for model in GROUPS}
    assert {frozenset(keys_of(model)) for model in GROUPS} == {frozenset(keys_of(event.GroupDefinition))}
    described = set(tables()) | properties | same_as_groups
    assert models().keys() == described


def test_every_type_lists_exactly_its_keywords() -> None:
    text = PAGE.read_text(encoding="utf-8").partition("### Types")[2].partition("The keywords are")[0]
    listed = {
        name: set(re.findall(r"`(\w+)`", keywords))
        for name, keywords in re.findall(r"^\| `(\w+)` \|[^|]*\|([^|]*)\|$", text, flags=re.MULTILINE)
    }
    common = keys_of(types.PropertyDefinition) | {"type"}
    real = {
        name: keys_of(model) - common
        for name in types.TYPE_NAMES
        for model in [models()[f"{name.capitalize()}Type"]]
    }
    assert listed == real


def test_every_shipped_category_is_listed_with_its_sensitivity() -> None:
    text = PAGE.read_text(encoding="utf-8")
    listed = dict(re.findall(r"^\| `([a-z_.]+)` \| (\w+) \| [^|]+ \| [^|]+ \|$", text, flags=re.MULTILINE))
    assert listed == {key: category.sensitivity.value for key, category in SHIPPED.items()}
