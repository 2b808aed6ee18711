"""allow names a rule that does not exist."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.model.nearest import nearest
from catalog.rules.defect import Defect
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import quoted
from catalog.rules.view import View


def check(view: View) -> Iterator[Defect]:
    """Keys of `allow` that are no rule."""
    for item in view.layout.allowances:
        if item.rule in view.known_rules:
            continue
        hint = nearest(item.rule, view.known_rules)
        right = f"did you mean {quoted(hint[0])}" if hint else "'rollcall rules' lists them all"
        yield item.defect(f"no rule is called {quoted(item.rule)}; {right}")


RULE: Final = Rule(
    id="catalog/unknown-allowance",
    summary="allow names a rule that does not exist.",
    why=(
        "A misspelt rule excuses nothing, and the finding that it was written for comes back as a surprise."
    ),
    bad={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
allow: {naming/to-similar: Both names are on the market.}
""",
    },
    good={
        "timer/stopped.yaml": "description: A running timer is stopped.\n",
    },
    severity=Severity.ERROR,
    since="0.1.0",
    scope=Scope.CATALOG,
    check=check,
)
