"""A property's name is not made of letters, digits and underscores."""

import re
from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.rules.defect import Defect
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import quoted
from catalog.rules.view import View

_USUAL: Final = re.compile(r"(?!__proto__\Z)\$?[A-Za-z_][A-Za-z0-9_.-]{0,63}\Z")


def check(view: View) -> Iterator[Defect]:
    """Names that are no identifiers; in a context, names are the SDK's choice, but for stars."""
    sent = [item for name, items in view.layout.sent.items() if not _USUAL.match(name) for item in items]
    others = [one for one in view.layout.others if one.home.kind != "context" and not _USUAL.match(one.name)]
    for item in (*sent, *others):
        yield item.defect(
            f"{quoted(item.name)} is no usual name; begin with a letter and use letters, digits and '_', "
            "at most 64 in all"
        )
    for item in (one for one in view.layout.others if one.home.kind == "context" and "*" in one.name):
        if item.above != ("properties",) or "*" in item.name[:-1]:
            yield item.defect(
                f"the star in {quoted(item.name)} stands for itself; only at the end of a name right under "
                "the context's 'properties' does it stand for all that begin so"
            )


RULE: Final = Rule(
    id="naming/unusual-property-name",
    summary="A property's name is not made of letters, digits and underscores.",
    why=(
        "Names become columns, parameters and keys in other systems; a blank, a quote or an address "
        "in them breaks some of these, a name that long may be data, and `__proto__` is no property to "
        "JavaScript. In a context, names are the SDK's, and a final `*` stands for all that begin so; a star "
        "elsewhere stands for itself, and no SDK sends one."
    ),
    bad={
        "timer/stopped.yaml": """\
properties:
  "length in s": {description: Length of the entry., type: integer, data: none}
""",
    },
    good={
        "timer/stopped.yaml": """\
properties:
  length_seconds: {description: Length of the entry., type: integer, data: none}
""",
    },
    severity=Severity.ERROR,
    since="0.1.0",
    scope=Scope.PROPERTY,
    check=check,
)
