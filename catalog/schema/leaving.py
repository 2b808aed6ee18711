"""What leaves for a destination: the contract after handling, under the names that it receives."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final, assert_never

from catalog.model.category import NONE, Handling, stricter
from catalog.model.policy import Policy
from catalog.model.snapshot import Event
from catalog.model.types import MapKeys, Property, Scalar, StringType, UriType, UuidType
from catalog.schema.contract import Contract, contract, event_name
from catalog.schema.formats import HIDDEN, KEYED_DIGEST, MASKED, MASKED_KEY
from catalog.schema.treatment import Cut, Entries, Fields, Items, Leaf, Treatment, is_gone, treatment

UUID_START: Final = 8
"""The characters that truncation leaves of a UUID at most: those before the first hyphen."""

_ADDRESS_LENGTH: Final = 45  # INET6_ADDRSTRLEN less the final zero


def leaving_contract(arriving: Contract, destination: str) -> Contract:
    """The contract of what one destination gets of payloads that fit `arriving`.

    What is dropped or refused there is absent; masked text has only the characters of a mask, truncated
    text no more characters than are left, a hashed value is a keyed digest. Properties that came under an
    alias leave under their own names. What is left of a value is of no category: it was looked at as a whole,
    and what is left may look like something else.
    """
    named = {event_name(arriving.alias, name): one for name, one in arriving.properties.items()}
    if arriving.alias is None:
        named = _always(arriving.event, destination, named)
    return replace(arriving, properties=leaving_properties(arriving.event.policy, named, destination))


def _always(event: Event, destination: str, properties: Mapping[str, Property]) -> dict[str, Property]:
    """Properties required only as far as every alias brings them, since an alias leaves as the event."""
    made = dict(properties)
    for alias in event.aliases:
        brought = {event_name(alias, name) for name in contract(event, destination, alias).properties}
        for name, definition in made.items():
            if definition.required and name not in brought:
                made[name] = definition.model_copy(update={"required": False})
    return made


def leaving_properties(
    policy: Policy, properties: Mapping[str, Property], destination: str
) -> Mapping[str, Property]:
    """What is left of named properties at a destination, under the names that it receives."""
    treated = {name: treatment(policy, destination, definition) for name, definition in properties.items()}
    return _members(treated, destination)


def sent_name(name: str, definition: Property, destination: str) -> str:
    """The name under which a destination receives a property; a beginning of names has no other."""
    return name if name.endswith("*") else definition.send_as.get(destination, name)


def characters_left(leaf: Leaf) -> int:
    """How many characters truncation leaves of a text or of a UUID at most."""
    definition, most = leaf.definition, leaf.limits.characters
    if isinstance(definition, UuidType):
        return min(most, UUID_START)
    longest = definition.max_length if isinstance(definition, StringType) else None
    return most if longest is None else min(most, longest)


def _members(treated: Mapping[str, Treatment], destination: str) -> Mapping[str, Property]:
    left: dict[str, Property] = {}
    taken: dict[str, str] = {}
    after = {
        name: one
        for name, treated_one in treated.items()
        if (one := _after(treated_one, destination)) is not None
    }
    for name in sorted(after):
        taken.setdefault(sent_name(name, treated[name].definition, destination), name)
    for name, one in after.items():
        sent = sent_name(name, treated[name].definition, destination)
        # of two that would leave under one name, the first by its own does
        if taken[sent] == name:
            left[sent] = one
    return MappingProxyType(left)


def _after(treated: Treatment, destination: str) -> Property | None:
    """A property after handling, or None when it does not leave."""
    if is_gone(treated):
        return None
    match treated:
        case Leaf():
            return _handled(treated)
        case Fields():
            members = _members(treated.members, destination)
            return treated.definition.model_copy(update={"properties": members})
        case Entries():
            values = _after(treated.values, destination)
            keys = _keys(treated.definition.keys, treated.keys)
            return treated.definition.model_copy(
                update={"keys": keys, "values": values, "handling": _of_map(treated, destination)}
            )
        case Items():
            items = _after(treated.items, destination)
            is_kept = not isinstance(treated.items, Leaf) or treated.items.handling is Handling.KEEP
            # handled items may become equal
            unique = treated.definition.unique_items and is_kept
            data = treated.definition.data if is_kept else None
            return treated.definition.model_copy(
                update={"items": items, "unique_items": unique, "data": data}
            )
        case _:
            assert_never(treated)


def _keys(arriving: MapKeys, treated: Leaf) -> MapKeys:
    """The keys of a map after handling; where two become equal, the later one has a number behind it."""
    match treated.handling:
        case Handling.KEEP:
            return arriving
        case Handling.HASH:
            pattern: str | None = KEYED_DIGEST.source
        case Handling.MASK:
            pattern = MASKED_KEY.source
        case _:
            pattern = None
    # what is left of keys that were about nobody is not looked at as they were
    data = None if arriving.data == NONE else arriving.data
    return arriving.model_copy(update={"pattern": pattern, "max_length": None, "data": data})


def _of_map(treated: Entries, destination: str) -> Mapping[str, Handling]:
    """The handling that a map states when it has left: one that hides its keys if they were handled."""
    stated = treated.definition.handling
    if treated.keys.handling is Handling.KEEP:
        return stated
    return {**stated, destination: stricter(treated.keys.handling, Handling.MASK)}


def _handled(leaf: Leaf) -> Property:
    """A scalar that leaves, after handling."""
    definition = leaf.definition
    longest = definition.max_length if isinstance(definition, StringType | UriType) else None
    match leaf.handling:
        case Handling.KEEP:
            return definition
        case Handling.HASH:
            return _text(definition, pattern=KEYED_DIGEST.source)
        case Handling.MASK if leaf.tells_by_shape:
            return _text(definition, pattern=HIDDEN.source)
        case Handling.MASK:
            return _text(definition, pattern=MASKED.source, max_length=longest)
        case _:
            return _truncated(leaf, longest)


def _truncated(leaf: Leaf, longest: int | None) -> Property:
    definition = leaf.definition
    match leaf.cut:
        case Cut.CHARACTERS:
            return _text(definition, max_length=characters_left(leaf))
        case Cut.NETWORK:
            return _text(definition, max_length=None if longest is None else max(longest, _ADDRESS_LENGTH))
        case Cut.ORIGIN:
            return _text(definition, max_length=longest)
        case Cut.TIME | Cut.DATE:
            return definition.model_copy(update={"enum": None, "const": None, "data": None})
        case Cut.DIGITS:
            return definition.model_copy(
                update=dict.fromkeys((_BOUNDS & definition.model_fields_set) | {"data"})
            )
        case None:
            raise AssertionError("a value that is truncated has a cut")
        case _:
            assert_never(leaf.cut)


_BOUNDS: Final = frozenset(
    {"enum", "const", "minimum", "maximum", "exclusive_minimum", "exclusive_maximum", "multiple_of"}
)


def _text(definition: Scalar, *, pattern: str | None = None, max_length: int | None = None) -> StringType:
    """Text in the place of a value: what is said about it, without what it had to look like."""
    text = StringType.model_validate({"type": "string"})
    kept = ("description", "required", "nullable", "deprecated", "send_as", "purpose")
    return text.model_copy(
        update={name: getattr(definition, name) for name in kept}
        | {"pattern": pattern, "max_length": max_length}
    )
