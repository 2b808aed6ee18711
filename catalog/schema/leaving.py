"""What leaves for a destination: the contract after handling, under the names that it receives."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import assert_never

from catalog.model.category import SHIPPED, Handling, Sensitivity, ancestors, covers, stricter
from catalog.model.settings import Settings
from catalog.model.types import (
    ArrayType,
    BooleanType,
    IntegerType,
    MapType,
    NumberType,
    ObjectType,
    Property,
    StringType,
    UriType,
)
from catalog.schema.contract import Contract
from catalog.schema.formats import KEYED_DIGEST


def leaving_contract(arriving: Contract, destination: str) -> Contract:
    """The contract of what one destination gets of payloads that fit `arriving`.

    What is dropped or refused there is absent; what is truncated or masked is text of the same maxLength and
    no more is said about it; what is hashed is a keyed digest.
    """
    plan = _Plan(arriving.event.settings, destination)
    return replace(arriving, properties=plan.properties(arriving.properties, Handling.KEEP))


def handling_at(settings: Settings, destination: str, data: str | None) -> Handling:
    """What a destination does to a data category, before a property tightens it.

    A category that it receives is kept; a prohibited one only where `receives` names itself, since a general
    entry is no decision about it. For the others the nearest entry of `otherwise` decides, and drop when
    there is none; so it is for a property without a category, unless the destination takes everything.
    """
    definition = settings.destinations.get(destination)
    if definition is None:
        return Handling.DROP
    if data is None:
        received = definition.receives is None
    elif _sensitivity(settings, data) is Sensitivity.PROHIBITED:
        received = data in (definition.receives or ())
    else:
        received = definition.receives is None or any(covers(one, data) for one in definition.receives)
    if received:
        return Handling.KEEP
    named = (definition.otherwise.get(key) for key in ancestors(data or ""))
    return next((handling for handling in named if handling is not None), Handling.DROP)


def _sensitivity(settings: Settings, data: str) -> Sensitivity:
    """A category's sensitivity, inherited from the nearest category above it; unknown ones are prohibited."""
    for key in ancestors(data):
        if key in SHIPPED:
            return SHIPPED[key].sensitivity
        own = settings.categories.get(key)
        if own is not None and own.sensitivity is not None:
            return own.sensitivity
    return Sensitivity.PROHIBITED


class _Plan:
    """The handling of every property at one destination."""

    def __init__(self, settings: Settings, destination: str) -> None:
        self._settings = settings
        self._destination = destination

    def properties(self, properties: Mapping[str, Property], above: Handling) -> Mapping[str, Property]:
        """What is left of named properties, under the names that the destination receives."""
        left: dict[str, Property] = {}
        for name, definition in properties.items():
            after = self._after(definition, above)
            if after is not None:
                left.setdefault(definition.send_as.get(self._destination, name), after)
        return MappingProxyType(left)

    def _after(self, definition: Property, above: Handling) -> Property | None:
        """A property after handling, or None when it does not leave; `above` is of what holds it."""
        own = stricter(above, definition.handling.get(self._destination, Handling.KEEP))
        match definition:
            case ObjectType():
                if _is_gone(own):
                    return None
                return definition.model_copy(
                    update={"properties": self.properties(definition.properties, own)}
                )
            case MapType():
                keys = stricter(own, self._category(definition.keys.data))
                values = self._after(definition.values, own)
                if _is_gone(keys) or values is None:
                    return None
                return definition.model_copy(update={"keys": _keys(definition, keys), "values": values})
            case ArrayType(items=ArrayType() | ObjectType() | MapType()):
                items = self._after(definition.items, own)
                return None if items is None else definition.model_copy(update={"items": items})
            case ArrayType():
                # `data` of scalar items stands on the array; handled items may become equal.
                handling = stricter(own, self._category(definition.data))
                items = _handled(definition.items, handling)
                if items is None:
                    return None
                unique = definition.unique_items and items is definition.items
                return definition.model_copy(update={"items": items, "unique_items": unique})
            case _:
                return _handled(definition, stricter(own, self._category(definition.data)))

    def _category(self, data: str | None) -> Handling:
        return handling_at(self._settings, self._destination, data)


def _is_gone(handling: Handling) -> bool:
    return handling in (Handling.DROP, Handling.REFUSE)


def _keys(definition: MapType, handling: Handling) -> object:
    match handling:
        case Handling.KEEP:
            return definition.keys
        case Handling.HASH:
            return definition.keys.model_copy(update={"pattern": KEYED_DIGEST.source, "max_length": None})
        case _:
            return definition.keys.model_copy(update={"pattern": None})


def _handled(definition: Property, handling: Handling) -> Property | None:
    """A scalar after handling; None when it does not leave."""
    match handling:
        case Handling.KEEP:
            return definition
        case Handling.TRUNCATE:
            if isinstance(definition, IntegerType | NumberType | BooleanType):
                return definition  # there is no text to cut
            return _text(definition, max_length=_max_length(definition))
        case Handling.MASK:
            return _text(definition, max_length=_max_length(definition))
        case Handling.HASH:
            return _text(definition, pattern=KEYED_DIGEST.source)
        case Handling.DROP | Handling.REFUSE:
            return None
        case _:
            assert_never(handling)


def _max_length(definition: Property) -> int | None:
    return definition.max_length if isinstance(definition, StringType | UriType) else None


def _text(definition: Property, *, pattern: str | None = None, max_length: int | None = None) -> StringType:
    """Text in the place of a value: what is said about it, without what it had to look like."""
    text = StringType.model_validate({"type": "string"})
    kept = ("description", "required", "nullable", "deprecated", "send_as", "purpose")
    return text.model_copy(
        update={name: getattr(definition, name) for name in kept}
        | {"pattern": pattern, "max_length": max_length}
    )
