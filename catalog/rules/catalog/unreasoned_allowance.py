"""An allowance has no reason."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.rules.defect import Defect
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import quoted
from catalog.rules.view import View


def check(view: View) -> Iterator[Defect]:
    """Entries of `allow` whose reason is blank."""
    for item in view.layout.allowances:
        if not item.reason.strip():
            yield item.defect(
                f"the allowance of {quoted(item.rule)} has no reason and excuses nothing; say why"
            )


RULE: Final = Rule(
    id="catalog/unreasoned-allowance",
    summary="An allowance has no reason.",
    why="Without a reason nobody can tell later whether it still holds, so it excuses nothing.",
    bad={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
allow: {ownership/no-trigger: ""}
""",
    },
    good={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
allow: {ownership/no-trigger: The client is not ours; asked in 2026-03.}
""",
    },
    severity=Severity.ERROR,
    since="0.1.0",
    scope=Scope.CATALOG,
    check=check,
)
