"""An allowance excuses nothing."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.rules.defect import Defect
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import quoted
from catalog.rules.view import View


def check(view: View) -> Iterator[Defect]:
    """Allowances whose rule ran and found nothing that they cover."""
    for item in view.unused:
        yield item.defect(f"{quoted(item.rule)} finds nothing here any more; leave the allowance out")


RULE: Final = Rule(
    id="catalog/unused-allowance",
    summary="An allowance excuses nothing.",
    why="What it was written for is gone; left in place, it will hide the next one.",
    bad={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
trigger: The stop button was pressed.
allow: {ownership/no-trigger: The client is not ours.}
""",
    },
    good={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
trigger: The stop button was pressed.
""",
    },
    severity=Severity.WARNING,
    since="0.1.0",
    scope=Scope.CATALOG,
    check=check,
)
