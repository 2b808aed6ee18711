"""An example payload does not fit its event's contract."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from catalog.containment.emptiness import contradiction
from catalog.findings import Severity
from catalog.model.snapshot import Event
from catalog.rules.defect import Defect, in_event
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import quoted
from catalog.rules.typing.outside import told
from catalog.rules.view import View
from catalog.schema.contract import contract
from catalog.validation.explain import Explainer, Json
from catalog.validation.judge import Judge
from catalog.validation.problems import NOT_LOADED, Problem

_OF_THE_EVENT: Final = "event-"


def check(view: View) -> Iterator[Defect]:
    """Examples of events that the complete engine refuses, for any reason but the event's own status."""
    judge = Judge(view.snapshot, None)
    for event in view.events:
        examples = event.definition.examples
        if not examples or not view.is_whole(event) or view.snapshot.incoming[event.name][0] is not event:
            continue
        for index, example in enumerate(examples):
            for problem in _problems(judge, event, example):
                if problem.severity is not Severity.ERROR or problem.code.startswith(_OF_THE_EVENT):
                    continue
                if problem.code in NOT_LOADED:
                    continue  # what cannot be read has a finding of its own
                steps = [_step(part) for part in problem.path.split("/")[2:]]
                definition = event.properties.get(str(steps[0])) if steps else None
                if definition is not None and contradiction(definition) is not None:
                    continue  # typing/nothing-fits: no example could be right
                where = quoted("/".join(str(step) for step in steps)) if steps else "the example"
                yield in_event(
                    event,
                    f"{told(where, problem)}; change the example or the contract",
                    "examples",
                    index,
                    *steps,
                )


def _problems(judge: Judge, event: Event, example: Mapping[str, Json]) -> Iterable[Problem]:
    """What is wrong with an example; one that has the event's own properties alone needs no envelope."""
    properties = contract(event).properties
    if not example.keys() <= properties.keys():
        return judge.judge({"event": event.name, "properties": dict(example)}).problems
    explainer = Explainer(event.undeclared)
    explainer.members(properties, example, "/properties", event.name)
    return explainer.problems


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
