"""Personal data of somebody stands in the catalog."""

from collections.abc import Iterator, Mapping
from typing import Final

from catalog.findings import Severity
from catalog.model.snapshot import Event
from catalog.rules.defect import Defect, in_event
from catalog.rules.fields import Home
from catalog.rules.pii.shown import NOUNS, Place, right_for, somebodys, told_as_weak, without_members
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import quoted
from catalog.rules.view import View


def check(view: View) -> Iterator[Defect]:
    """Personal data in examples, defaults, enums, constants and descriptions; names have rules of their own.

    Each value is told once: a choice where it is listed, an example that also shows a category to be too
    weak by the rule that says so.
    """
    told = told_as_weak(view)
    for item in view.layout.shown:
        definition = item.definition
        for index, example in enumerate(definition.examples):
            if (item.home.kind, item.home.name, (*item.pointer, "examples", index)) in told:
                continue
            if found := somebodys(without_members(definition, example)):
                yield item.defect(
                    f"an example of {item.title} holds {NOUNS[found]}; {right_for(found)}", "examples", index
                )
        if "default" in definition.model_fields_set and (
            found := somebodys(without_members(definition, definition.default))
        ):
            yield item.defect(
                f"the default of {item.title} holds {NOUNS[found]}; {right_for(found)}", "default"
            )
    for one in view.layout.chosen:
        for index, member in enumerate(one.definition.enum or ()):
            if found := somebodys(member):
                yield one.defect(
                    f"a member of the enum of {one.title} is {NOUNS[found]}; it cannot be a choice that a "
                    "contract lists",
                    "enum",
                    index,
                )
        if found := somebodys(one.definition.const):
            yield one.defect(
                f"the const of {one.title} is {NOUNS[found]}; it cannot be part of a contract", "const"
            )
    for field in view.layout.fields:
        if found := somebodys(field.definition.description):
            yield field.defect(
                f"the description of {field.title} holds {NOUNS[found]}; {right_for(found)}", "description"
            )
    for home in view.layout.homes:
        yield from _described(home)
    for event in view.events:
        for index, payload in enumerate(event.definition.examples):
            if found := somebodys(_untold(event, index, payload, told)):
                yield in_event(
                    event,
                    f"an example of {quoted(event.name)} holds {NOUNS[found]}; {right_for(found)}",
                    "examples",
                    index,
                )


def _untold(
    event: Event, index: int, payload: Mapping[str, object], told: frozenset[Place]
) -> Mapping[str, object]:
    """What an example payload shows that is said nowhere else."""
    left = {}
    for name, value in payload.items():
        definition = event.properties.get(name)
        if ("event", event.name, ("examples", index, name)) not in told:
            left[name] = value if definition is None else without_members(definition, value)
    return left


def _described(home: Home) -> Iterator[Defect]:
    if found := somebodys(home.definition.description):
        yield home.defect(
            f"the description of {quoted(home.name)} holds {NOUNS[found]}; {right_for(found)}", "description"
        )
    if home.kind == "event" and (found := somebodys(home.definition.__dict__.get("trigger"))):
        yield home.defect(
            f"the trigger of {quoted(home.name)} holds {NOUNS[found]}; {right_for(found)}", "trigger"
        )


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
