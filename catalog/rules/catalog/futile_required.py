"""A property of a context, a person or a group type says that it is required."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.rules.defect import Defect
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import quoted
from catalog.rules.view import View

_WHY: Final = {
    "context": "what an SDK adds never has to be there",
    "entity": "a payload brings those that it sets or changes",
}


def check(view: View) -> Iterator[Defect]:
    """Properties with `required` right below the properties of a context or an entity."""
    for home in view.layout.homes:
        why = _WHY.get(home.kind)
        if why is None:
            continue
        for name, definition in home.definition.properties.items():
            if definition.required:
                yield home.defect(
                    f"{quoted(name)} is required, which has no effect here: {why}; delete 'required'",
                    "properties",
                    name,
                    "required",
                )


RULE: Final = Rule(
    id="catalog/futile-required",
    summary="A property of a context, a person or a group type says that it is required.",
    why=(
        "It reads like a promise, and no payload is refused for lack of it. What an SDK adds depends on the "
        "SDK, its release and its settings, and a payload brings only those properties of a person or of a "
        "group that it sets. What must be there belongs to the event. Inside an object, `required` counts."
    ),
    bad={
        "_context/tracker.yaml": """\
description: What the tracker adds.
properties:
  app_version:
    description: The release.
    type: string
    maxLength: 40
    required: true
    data: system.operations
""",
    },
    good={
        "_context/tracker.yaml": """\
description: What the tracker adds.
properties:
  app_version:
    description: The release.
    type: string
    maxLength: 40
    data: system.operations
""",
    },
    severity=Severity.WARNING,
    since="0.1.0",
    scope=Scope.PROPERTY,
    check=check,
)
