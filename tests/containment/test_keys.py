"""Keys of maps whose patterns have no text in common are told at once, by counted work."""

import pytest

from catalog.containment import texts
from catalog.containment.definitions import values_of
from catalog.containment.witness import Outside, containment
from catalog.model.types import MapType

APART = [
    pytest.param("^[a-z_]+$", "[0-9]", "a", id="letters and a digit"),
    pytest.param("^[a-z]{1,8}-[0-9]+$", "^[a-z]+$", "a-0", id="a number at the end"),
    pytest.param("b$", "^[a-z]{1,3}-[0-9]+$", "b", id="two ends"),
]


def keyed(pattern: str) -> MapType:
    keys = {"pattern": pattern, "maxLength": 40, "data": "none"}
    values = {"type": "integer", "data": "none"}
    return MapType.model_validate({"type": "map", "keys": keys, "values": values})


@pytest.mark.parametrize(("old", "new", "key"), APART)
def test_patterns_with_no_text_in_common_cost_no_search(
    old: str, new: str, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(texts, "MAX_NODES", 500)
    found = containment(values_of(keyed(old)), values_of(keyed(new)))
    assert isinstance(found, Outside)
    assert found.value == {key: 0}
