"""Values with members that nobody has declared, in every object that they hold."""

from collections.abc import Mapping
from typing import Any

from catalog.model.types import ArrayType, MapType, ObjectType, Property

STRANGER = "a member that nobody declared"


def with_strangers(definition: Property, value: Any) -> Any:
    """The value with one more member in each of its objects; maps take any key, so that they stay."""
    match definition:
        case ObjectType() if isinstance(value, dict):
            return {**members_with_strangers(definition.properties, value), STRANGER: STRANGER}
        case ArrayType() if isinstance(value, list):
            return [with_strangers(definition.items, item) for item in value]
        case MapType() if isinstance(value, dict):
            return {key: with_strangers(definition.values, member) for key, member in value.items()}
        case _:
            return value


def members_with_strangers(properties: Mapping[str, Property], members: Mapping[str, Any]) -> dict[str, Any]:
    """The same of each member."""
    return {name: with_strangers(properties[name], member) for name, member in members.items()}
