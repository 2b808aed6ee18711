"""Personal data of somebody stands in the catalog."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from catalog.findings import Severity
from catalog.privacy.detectors import DETECTORS, pieces
from catalog.rules.defect import Defect, in_event
from catalog.rules.fields import Home
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import quoted
from catalog.rules.view import View

_NOUNS: Final = {one.name: one.summary[0].lower() + one.summary[1:-1] for one in DETECTORS}
_RIGHT: Final[Mapping[str, str]] = {
    "email": "write one at example.com, which is nobody's",
    "phone": "write one that is kept for fiction, such as +1 202-555-0123",
    "ipv4": "write one of 192.0.2.0/24, which is nobody's",
    "ipv6": "write one of 2001:db8::/32, which is nobody's",
    "mac": "write one of 00:00:5e:00:53:00 to ff, which is nobody's",
    "url_credentials": "leave the login out",
    "url_personal": "write a host at example.com, or leave the parameter out",
    "jwt": "revoke it, and say in words what it looks like",
    "api_key": "revoke it, and say in words what it looks like",
    "private_key": "revoke it, and say in words what it looks like",
}
_ANY: Final = "write one that its issuer publishes for examples"
_OF_NOBODY: Final = frozenset({"coordinates", "birth_date"})
"""A place or a day that stands in a catalog alone is nobody's."""


def check(view: View) -> Iterator[Defect]:
    """Personal data in examples, defaults, enums, constants, descriptions and names that arrive."""
    for item in view.layout.shown:
        definition = item.definition
        for index, example in enumerate(definition.examples):
            if found := _found(example):
                yield item.defect(
                    f"an example of {item.title} holds {_NOUNS[found]}; {_right(found)}", "examples", index
                )
        if "default" in definition.model_fields_set and (found := _found(definition.default)):
            yield item.defect(
                f"the default of {item.title} holds {_NOUNS[found]}; {_right(found)}", "default"
            )
    for one in view.layout.chosen:
        for index, member in enumerate(one.definition.enum or ()):
            if found := _found(member):
                yield one.defect(
                    f"a member of the enum of {one.title} is {_NOUNS[found]}; it cannot be a choice that a "
                    "contract lists",
                    "enum",
                    index,
                )
        if found := _found(one.definition.const):
            yield one.defect(
                f"the const of {one.title} is {_NOUNS[found]}; it cannot be part of a contract", "const"
            )
    for field in view.layout.fields:
        if found := _found(field.definition.description):
            yield field.defect(
                f"the description of {field.title} holds {_NOUNS[found]}; {_right(found)}", "description"
            )
    for home in view.layout.homes:
        yield from _described(home)
    for event in view.events:
        for index, payload in enumerate(event.definition.examples):
            if found := _found(payload):
                yield in_event(
                    event,
                    f"an example of {quoted(event.name)} holds {_NOUNS[found]}; {_right(found)}",
                    "examples",
                    index,
                )
        for index, alias in enumerate(event.aliases):
            if found := _found(alias.name):
                yield in_event(
                    event,
                    f"an alias of {quoted(event.name)} holds {_NOUNS[found]}; a name is public",
                    "aliases",
                    index,
                    "name",
                )
        if found := _found(event.definition.wire):
            yield in_event(
                event,
                f"the wire name of {quoted(event.name)} holds {_NOUNS[found]}; a name is public",
                "wire",
            )
        elif found := _found(event.name):
            yield in_event(event, f"the name of {quoted(event.name)} holds {_NOUNS[found]}; a name is public")


def _described(home: Home) -> Iterator[Defect]:
    if found := _found(home.definition.description):
        yield home.defect(
            f"the description of {quoted(home.name)} holds {_NOUNS[found]}; {_right(found)}", "description"
        )
    if home.kind == "event" and (found := _found(home.definition.__dict__.get("trigger"))):
        yield home.defect(
            f"the trigger of {quoted(home.name)} holds {_NOUNS[found]}; {_right(found)}", "trigger"
        )


def _right(detector: str) -> str:
    return _RIGHT.get(detector, _ANY)


def _found(value: object) -> str | None:
    """The detector that sees somebody's data in a value, unless what it sees is reserved for examples."""
    if isinstance(value, str):
        for hit, is_nobodys in pieces(value):
            if not is_nobodys and hit.detector not in _OF_NOBODY:
                return hit.detector
        return None
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int):
        return _found(str(value))
    if isinstance(value, Mapping):
        return next((found for pair in value.items() for one in pair if (found := _found(one))), None)
    if isinstance(value, Sequence):
        return next((found for inner in value if (found := _found(inner))), None)
    return None


RULE: Final = Rule(
    id="pii/personal-example",
    summary="Personal data of somebody stands in the catalog.",
    why=(
        "A catalog is copied into repositories, generated code, documentation and contracts; an address "
        "or a key that was pasted from a real payload is published with it."
    ),
    bad={
        "timer/stopped.yaml": """\
properties:
  recipient:
    description: Who gets the report.
    type: string
    maxLength: 254
    data: user.contact.email
    examples: [jane.doe@acme-industries.com]
""",
    },
    good={
        "timer/stopped.yaml": """\
properties:
  recipient:
    description: Who gets the report.
    type: string
    maxLength: 254
    data: user.contact.email
    examples: [jane.doe@example.com]
""",
    },
    severity=Severity.WARNING,
    since="0.1.0",
    scope=Scope.PROPERTY,
    check=check,
)
