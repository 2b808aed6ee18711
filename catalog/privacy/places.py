"""Places inside values: keys, positions, and keys that are personal data themselves."""

from catalog.model.category import NONE
from catalog.model.types import MapKeys


class HiddenKey(str):
    """A key of a map that is declared to be about somebody: a place that is shown has its number instead."""

    __slots__ = ()


def step_to(key: str, keys: MapKeys) -> str:
    """The step of a place that leads to a map's key."""
    return key if keys.data in (None, NONE) else HiddenKey(key)
