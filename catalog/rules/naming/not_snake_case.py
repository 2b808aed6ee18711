"""The name of an event is not resource.action in snake_case."""

import re
from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.rules.defect import Defect, in_event
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import quoted
from catalog.rules.view import View

_IDENTITY: Final = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*\.[a-z0-9]+(_[a-z0-9]+)*\Z")
_HUMP: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_GAP: Final = re.compile(r"[-_]+")


def check(view: View) -> Iterator[Defect]:
    """Names that are not `resource.action` in small letters, digits and single underscores."""
    for event in view.events:
        if _IDENTITY.match(event.name):
            continue
        better = (
            _GAP.sub("_", _HUMP.sub("_", event.name)).lower().replace("_.", ".").replace("._", ".").strip("_")
        )
        right = (
            f"rename the file to {quoted(better.replace('.', '/') + '.yaml')}"
            if _IDENTITY.match(better)
            else "begin the resource with a letter, and use small letters, digits and single underscores"
        )
        yield in_event(event, f"{quoted(event.name)} is not resource.action in snake_case; {right}")


RULE: Final = Rule(
    id="naming/not-snake-case",
    summary="The name of an event is not resource.action in snake_case.",
    why=(
        "The path of a file is the name of its event, and one spelling for all of them lets people "
        "guess it. File systems that ignore case would also take Timer and timer for one folder."
    ),
    bad={
        "Timer/wasStopped.yaml": "description: A running timer is stopped.\n",
    },
    good={
        "timer/stopped.yaml": "description: A running timer is stopped.\n",
    },
    severity=Severity.ERROR,
    since="0.1.0",
    scope=Scope.EVENT,
    check=check,
)
