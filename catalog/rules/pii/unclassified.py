"""A property has no data category."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.privacy.words import suggested, told_name
from catalog.rules.defect import Defect
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import quoted
from catalog.rules.view import View


def check(view: View) -> Iterator[Defect]:
    """Scalars, arrays of scalars and keys of maps without `data`."""
    for item in view.layout.leaves.get(None, ()):
        suggestion = suggested(told_name(item.name, item.around))
        # On the list or map around it, `data` would be refused.
        where = f" under {quoted(item.key)}" if item.is_inside else ""
        right = (
            f"'data: {suggestion[1]}'{where}, as the name suggests"
            if suggestion
            else f"'data: none'{where} if {item.they} {'are' if item.is_inside else 'is'} about nobody"
        )
        yield item.defect(f"{item.subject('is', 'are')} unclassified; add {right}")
    for keys in view.layout.keys:
        if keys.definition.data is None:
            yield keys.defect(
                f"the keys of {quoted(keys.name)} are unclassified; add 'data' under 'keys', 'none' "
                "if they are about nobody"
            )


RULE: Final = Rule(
    id="pii/unclassified",
    summary="A property has no data category.",
    why=(
        "Nobody has said yet whether it is about a person, so no destination can know whether it may have it."
    ),
    bad={
        "timer/stopped.yaml": """\
properties:
  size: {description: Size of the file., type: integer}
""",
    },
    good={
        "timer/stopped.yaml": """\
properties:
  size: {description: Size of the file., type: integer, data: system.operations}
""",
    },
    severity=Severity.ERROR,
    since="0.1.0",
    scope=Scope.PROPERTY,
    check=check,
)
