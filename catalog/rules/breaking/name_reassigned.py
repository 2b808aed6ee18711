"""A name that stands for another event now."""

from collections.abc import Iterator
from typing import Final

from catalog.diff.change import Reach
from catalog.findings import Severity, Spot
from catalog.rules.breaking.comparison import Comparison
from catalog.rules.breaking.rule import Breach, BreakingRule, Category


def check(comparison: Comparison) -> Iterator[Breach]:
    """Names under which payloads are taken for another event, accepted or not."""
    for arrival in comparison.touched_arrivals:
        if arrival.new is None or arrival.new.name == arrival.reach.after:
            continue
        reach = Reach(arrival.old.name, arrival.new.name)
        yield Breach(
            message=(
                f"'{arrival.name}' stands for {arrival.new.name} now, and stood for {arrival.old.name}; what "
                "arrives under it is counted as another event: give that one a name of its own"
            ),
            spot=Spot(kind="event", name=arrival.new.name, pointer=()),
            reaches=(reach,),
        )


RULE: Final = BreakingRule(
    id="breaking/name-reassigned",
    category=Category.READER,
    summary="A name that arrives stands for another event.",
    why=(
        "Payloads of clients that do not know about it are taken for the other event, and no validator "
        "can tell, as far as its contract lets them through. Names are not to be used again: keep the old "
        "one as an alias of its event, and give the other event another name."
    ),
    before={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
destinations: [log, posthog]
wire: stop
properties:
  seconds: {description: Length of the entry., type: integer, minimum: 0, required: true, data: none}
""",
        "timer/paused.yaml": """\
description: A running timer is paused.
destinations: [log, posthog]
properties:
  seconds: {description: Length of the entry., type: integer, minimum: 0, required: true, data: none}
""",
    },
    bad={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
destinations: [log, posthog]
properties:
  seconds: {description: Length of the entry., type: integer, minimum: 0, required: true, data: none}
""",
        "timer/paused.yaml": """\
description: A running timer is paused.
destinations: [log, posthog]
wire: stop
properties:
  seconds: {description: Length of the entry., type: integer, minimum: 0, required: true, data: none}
""",
    },
    good={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
destinations: [log, posthog]
wire: stop
properties:
  seconds: {description: Length of the entry., type: integer, minimum: 0, required: true, data: none}
""",
        "timer/paused.yaml": """\
description: A running timer is paused.
destinations: [log, posthog]
wire: pause
properties:
  seconds: {description: Length of the entry., type: integer, minimum: 0, required: true, data: none}
""",
    },
    severity=Severity.WARNING,
    since="0.1.0",
    check=check,
)
