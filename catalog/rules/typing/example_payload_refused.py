"""An example payload does not fit its event's contract."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.rules.defect import Defect, in_event
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import listed
from catalog.rules.view import View
from catalog.validation.judge import Judge

_OF_THE_EVENT: Final = "event-"


def check(view: View) -> Iterator[Defect]:
    """Examples of events that the complete engine refuses, for any reason but the event's own status."""
    judge = Judge(view.snapshot, None)
    for event in view.events:
        examples = event.definition.examples
        if not examples or not view.is_whole(event) or view.snapshot.incoming[event.name][0] is not event:
            continue
        for index, example in enumerate(examples):
            verdict = judge.judge({"event": event.name, "properties": dict(example)})
            for problem in verdict.problems:
                if problem.severity is not Severity.ERROR or problem.code.startswith(_OF_THE_EVENT):
                    continue
                steps = [_step(part) for part in problem.path.split("/")[2:]]
                where = listed(str(step) for step in steps[:1]) + " " if steps else ""
                message = problem.message.partition("; send")[0]
                yield in_event(
                    event,
                    f"the example is refused: {where}{message}; change the example or the contract",
                    "examples",
                    index,
                    *steps,
                )


def _step(token: str) -> str | int:
    """A reference token of a JSON Pointer (RFC 6901 §3) as a key of the example, or an index in it."""
    return int(token) if token.isdecimal() else token.replace("~1", "/").replace("~0", "~")


RULE: Final = Rule(
    id="typing/example-payload-refused",
    summary="An example payload does not fit its event's contract.",
    why="Examples are what people copy first; this one is refused.",
    bad={
        "timer/stopped.yaml": """\
properties:
  rows: {description: Number of rows., type: integer, required: true, data: none}
examples:
  - {row: 3}
""",
    },
    good={
        "timer/stopped.yaml": """\
properties:
  rows: {description: Number of rows., type: integer, required: true, data: none}
examples:
  - {rows: 3}
""",
    },
    severity=Severity.ERROR,
    since="0.1.0",
    scope=Scope.EVENT,
    check=check,
)
