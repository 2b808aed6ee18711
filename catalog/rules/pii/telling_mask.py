"""The mask of a choice tells which one it was."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.model.category import Handling
from catalog.privacy.transforms import mask
from catalog.rules.defect import Defect
from catalog.rules.pii.policy import leaves_with
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import listed, quoted
from catalog.rules.view import Field, View


def check(view: View) -> Iterator[Defect]:
    """Masked enums whose members have different shapes."""
    for item, where in leaves_with(view, Handling.MASK):
        if not isinstance(item, Field):
            continue
        definition = item.definition
        scalar = definition.items if definition.type == "array" else definition
        if scalar.type in ("array", "object", "map", "boolean", "flag") or scalar.enum is None:
            continue
        shapes = list(dict.fromkeys(str(mask(member)) for member in scalar.enum))
        if len(shapes) > 1:
            yield item.defect(
                f"{item.subject('is', 'are')} masked at {listed(where)}, and the members differ in their "
                f"shapes ({quoted(shapes[0])}, {quoted(shapes[1])}), which tell them apart; drop "
                f"{item.them} there",
                "enum",
            )


RULE: Final = Rule(
    id="pii/telling-mask",
    summary="The mask of a choice tells which one it was.",
    why=(
        "A mask keeps the shape of a text: how long it is, where its capitals and separators stand. Of a few "
        "known words that is enough to tell them apart."
    ),
    bad={
        "timer/stopped.yaml": """\
destinations: [log]
properties:
  plan:
    description: The plan of the user.
    type: string
    enum: [free, company]
    data: user.account
    handling: {log: mask}
""",
    },
    good={
        "timer/stopped.yaml": """\
destinations: [log]
properties:
  plan:
    description: The plan of the user.
    type: string
    enum: [free, company]
    data: user.account
    handling: {log: drop}
""",
    },
    severity=Severity.WARNING,
    since="0.1.0",
    scope=Scope.PROPERTY,
    check=check,
    needs_settings=True,
)
