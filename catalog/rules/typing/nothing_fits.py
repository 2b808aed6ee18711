"""Nothing satisfies a type."""

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Final

from catalog.containment.emptiness import contradiction, keys_contradiction
from catalog.findings import Severity
from catalog.model.types import Property
from catalog.rules.defect import Defect
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import quoted
from catalog.rules.view import Field, View

_FILED: Final = frozenset({"integer", "number", "string", "uri"})
"""Types with a list of their own; of the others, only those with enum or const can contradict themselves."""


def check(view: View) -> Iterator[Defect]:
    """Types whose own keywords contradict each other; what is empty inside an object is reported inside."""
    layout = view.layout
    fields: Sequence[Sequence[Field[Property]]] = (layout.numbers, layout.strings, layout.uris, layout.arrays)
    for item in chain(*fields, (one for one in layout.chosen if one.definition.type not in _FILED)):
        reason = contradiction(item.definition)
        if reason is not None:
            what = "nothing but null" if item.definition.nullable else "no value"
            yield item.defect(f"{what} fits {item.title}: {reason}")
    for keys in view.layout.keys:
        reason = keys_contradiction(keys.definition)
        if reason is not None:
            yield keys.defect(f"no key fits {quoted(keys.name)}: {reason}", "pattern")


RULE: Final = Rule(
    id="typing/nothing-fits",
    summary="Nothing satisfies a type.",
    why=(
        "Every payload that has the property is refused, and when it is required, every payload of the event."
    ),
    bad={
        "timer/stopped.yaml": """\
properties:
  size: {description: Size of the file., type: integer, minimum: 10, maximum: 5, data: none}
""",
    },
    good={
        "timer/stopped.yaml": """\
properties:
  size: {description: Size of the file., type: integer, minimum: 5, maximum: 10, data: none}
""",
    },
    severity=Severity.ERROR,
    since="0.1.0",
    scope=Scope.PROPERTY,
    check=check,
)
