"""An e-mail address of somebody stands in the catalog."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from catalog.findings import Severity
from catalog.rules.defect import Defect, in_event
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import quoted
from catalog.rules.view import View

_ADDRESS: Final = re.compile(r"[\w.+-]{1,64}@((?:[\w-]{1,63}\.){1,8}[A-Za-z]{2,24})")
_RESERVED: Final = frozenset({"example", "invalid", "test", "localhost"})  # RFC 2606 §2
_RIGHT: Final = "write one at example.com, which is nobody's"


def check(view: View) -> Iterator[Defect]:
    """Addresses in examples, defaults, enums, constants and names that arrive."""
    for item in view.layout.shown:
        definition = item.definition
        for index, example in enumerate(definition.examples):
            if _has_address(example):
                yield item.defect(
                    f"an example of {item.title} is somebody's e-mail address; {_RIGHT}", "examples", index
                )
        if "default" in definition.model_fields_set and _has_address(definition.default):
            yield item.defect(
                f"the default of {item.title} is somebody's e-mail address; {_RIGHT}", "default"
            )
    for one in view.layout.chosen:
        for index, member in enumerate(one.definition.enum or ()):
            if _has_address(member):
                yield one.defect(
                    f"a member of the enum of {one.title} is somebody's e-mail address; it cannot be "
                    "a choice that a contract lists",
                    "enum",
                    index,
                )
        if _has_address(one.definition.const):
            yield one.defect(
                f"the const of {one.title} is somebody's e-mail address; it cannot be part of a contract",
                "const",
            )
    for event in view.events:
        for index, payload in enumerate(event.definition.examples):
            if _has_address(payload):
                yield in_event(
                    event,
                    f"an example of {quoted(event.name)} holds somebody's e-mail address; {_RIGHT}",
                    "examples",
                    index,
                )
        for index, alias in enumerate(event.aliases):
            if _has_address(alias.name):
                yield in_event(
                    event,
                    f"an alias of {quoted(event.name)} holds somebody's e-mail address; a name is public",
                    "aliases",
                    index,
                    "name",
                )
        if _has_address(event.definition.wire):
            yield in_event(
                event,
                f"the wire name of {quoted(event.name)} holds somebody's e-mail address; a name is public",
                "wire",
            )


def _has_address(value: object) -> bool:
    """Whether a text in a value holds an address outside the domains that stand for nobody."""
    if isinstance(value, str):
        return "@" in value and any(not _is_reserved(found) for found in _ADDRESS.findall(value))
    if isinstance(value, Mapping):
        return any(_has_address(key) or _has_address(inner) for key, inner in value.items())
    if isinstance(value, Sequence):
        return any(_has_address(inner) for inner in value)
    return False


def _is_reserved(domain: str) -> bool:
    labels = domain.lower().split(".")
    return labels[-1] in _RESERVED or labels[-2] == "example"


RULE: Final = Rule(
    id="pii/personal-example",
    summary="An e-mail address of somebody stands in the catalog.",
    why=(
        "A catalog is copied into repositories, generated code, documentation and contracts; an address "
        "that was pasted from a real payload is published with it."
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
