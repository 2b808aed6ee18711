"""Properties that say themselves for which destinations the policies drop them, whatever that is about."""

from collections.abc import Iterable, Mapping

from catalog.model.category import Handling, stricter
from catalog.model.policy import Policy
from catalog.model.types import ArrayType, MapType, ObjectType, Property
from catalog.schema.treatment import is_gone, treatment


def guarded(
    policy: Policy, destinations: Iterable[str], properties: Mapping[str, Property]
) -> Mapping[str, Property]:
    """The properties, with `handling: drop` on every map in them that a destination drops.

    What leaves is the same. A map is dropped for what its keys or its values are about, while whoever walks
    down a value to show where something stands asks what the definitions on the way say.
    """
    going = tuple(destinations)
    return {name: _guarded(policy, going, definition) for name, definition in properties.items()}


def _guarded(policy: Policy, going: tuple[str, ...], definition: Property) -> Property:
    only = definition.destinations
    going = going if only is None else tuple(name for name in going if name in only)
    match definition:
        case ObjectType(properties=inner):
            members = guarded(policy, going, inner)
            return definition if members == inner else definition.model_copy(update={"properties": members})
        case ArrayType(items=inner):
            items = _guarded(policy, going, inner)
            return definition if items is inner else definition.model_copy(update={"items": items})
        case MapType(values=inner):
            update: dict[str, object] = {}
            values = _guarded(policy, going, inner)
            if values is not inner:
                update["values"] = values
            gone = {name: Handling.DROP for name in going if is_gone(treatment(policy, name, definition))}
            if gone:
                stated = {
                    name: stricter(one, gone.get(name, one)) for name, one in definition.handling.items()
                }
                update["handling"] = gone | stated
            return definition.model_copy(update=update) if update else definition
        case _:
            return definition
