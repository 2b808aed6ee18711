"""The type that a property is probably meant to have, where its own is missing or unknown."""

from collections.abc import Mapping
from typing import Final

from catalog.model.nearest import nearest
from catalog.model.types import TYPE_NAMES

_KEYS_OF_ONE: Final[Mapping[str, str]] = {
    "properties": "object",
    "items": "array",
    "values": "map",
    "keys": "map",
}
"""Keys that one type alone has."""

SCALARS: Final = tuple(kind for kind in TYPE_NAMES if kind not in _KEYS_OF_ONE.values())


def possible_types(stated: Mapping[str, object]) -> tuple[str, ...]:
    """The type that is probably meant: by its name, else by a key that it alone has; else any scalar."""
    given = stated.get("type")
    hint = nearest(given, TYPE_NAMES) if isinstance(given, str) else ()
    if hint:
        return hint
    return next(((kind,) for key, kind in _KEYS_OF_ONE.items() if key in stated), SCALARS)
