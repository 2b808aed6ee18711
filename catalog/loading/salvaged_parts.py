"""What is left of the file of a context or an entity without the places of its slips."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, TypeVar

import msgspec

from catalog.findings import Pointer
from catalog.loading.definitions import define
from catalog.model.event import ContextDefinition, EntityDefinition
from catalog.model.gaps import UnreadPart
from catalog.model.nearest import nearest

Part = TypeVar("Part", ContextDefinition, EntityDefinition)

_TITLES: Final[Mapping[type, str]] = {ContextDefinition: "context", EntityDefinition: "entity"}
_KEY: Final = "data"
"""The key of an entity that says what its own key is."""


def salvage_part(
    kind: type[Part], name: str, content: bytes | None, slips: Iterable[Pointer], *, lost_keys: bool = False
) -> tuple[Part, UnreadPart]:
    """The sound properties of a file's plain data as JSON, and the names that its slips may concern.

    A slip inside a property concerns the whole of it, and what stands inside: that may have been meant for a
    property of its own. So may a key that the file cannot have. Of a file without any data, None, nothing is
    left. `lost_keys`: the file has keys that the data lacks. In its properties, they may be of any name: a
    key that stands twice may have been meant for another, or follow a name that somebody forgot.
    """
    nothing, closed = _unread(kind, name)
    data: object = None if content is None else msgspec.json.decode(content)
    if not isinstance(data, dict):
        return nothing, closed
    stated = data.get("properties", {})
    if not isinstance(stated, dict):
        return nothing, closed
    damaged: dict[str, object] = {}
    others: dict[str, object] = {}
    for pointer in slips:
        if not pointer or pointer == ("properties",):
            return nothing, closed
        if pointer[0] == "properties":
            damaged[str(pointer[1])] = stated.get(str(pointer[1]))
        else:
            others[str(pointer[0])] = data.get(pointer[0])
    sound = {key: value for key, value in stated.items() if key not in damaged}
    kept = {key: value for key, value in data.items() if key in kind.model_fields and key not in others}
    made = define(kind, msgspec.json.encode({**kept, "properties": sound}))
    if isinstance(made, tuple):
        return nothing, closed
    unknown: dict[str, object] = {key: value for key, value in others.items() if key not in kind.model_fields}
    names = frozenset((*damaged, *unknown, *_names_in([*damaged.values(), *unknown.values()])))
    loses_key = kind is EntityDefinition and any(
        _may_be_key(key, value, data) for key, value in others.items()
    )
    return made, UnreadPart(
        reason=closed.reason,
        names=names,
        stated=frozenset(stated),
        is_open=lost_keys and bool(damaged),
        has_unread_key=loses_key,
    )


def _unread(kind: type[Part], name: str) -> tuple[Part, UnreadPart]:
    """What a file stands for of which nothing can be read: it may have any property."""
    return kind.model_validate({}), UnreadPart(
        reason=f"the {_TITLES[kind]} '{name}' has errors",
        is_open=True,
        has_unread_key=kind is EntityDefinition,
    )


def _may_be_key(key: str, value: object, data: Mapping[str, object]) -> bool:
    """Whether a key that is wrong or unknown may have said what an entity's own key is."""
    if key == _KEY:
        return True
    if key in EntityDefinition.model_fields or _KEY in data or isinstance(value, dict | list):
        return False
    return nearest(key, EntityDefinition.model_fields) in ((), (_KEY,))


def _names_in(value: object) -> Iterator[str]:
    """Every key in a value, however deep, and the names that destinations receive."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key
            if key == "send_as" and isinstance(inner, dict):
                yield from (one for one in inner.values() if isinstance(one, str))
            yield from _names_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _names_in(inner)
