"""A call leaves out a property that its event needs."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.rules.sentences import listed, quoted
from catalog.rules.usage.calls import Usage
from catalog.rules.usage.rule import Trouble, UsageRule
from catalog.rules.usage.sentences import at_call
from catalog.rules.usage.surroundings import Surroundings


def check(usage: Usage) -> Iterator[Trouble]:
    """Required properties that a call does not always have, where all its properties are known."""
    around = Surroundings(usage.snapshot)
    for sent in usage.sent:
        if sent.site.properties.open:
            continue
        given = {one.name for one in sent.site.properties.given} - sent.site.properties.sometimes
        missing = [
            name
            for name, definition in sent.contract.properties.items()
            if definition.required and name not in given and not around.has(name)
        ]
        if missing:
            at = "" if sent.destination is None else f" at {sent.destination}"
            always = " on every way" if sent.site.properties.sometimes.intersection(missing) else ""
            yield at_call(
                sent.site,
                f"{quoted(sent.event.name)} needs {listed(missing)}{at}, which this call does not send"
                f"{always}",
                sent.event,
            )


_CATALOG: Final = """\
description: A customer has paid an order.
destinations: [posthog]
purpose: analytics
properties:
  total_cents: {description: What was paid., type: integer, minimum: 0, required: true, data: none}
"""

RULE: Final = UsageRule(
    id="usage/missing-property",
    summary="A call leaves out a property that every payload of its event must have.",
    why=(
        "The payload is refused when it arrives. Only calls whose properties all stand in the source are "
        "judged; what the envelope or a context brings is not missed."
    ),
    bad={
        "order/completed.yaml": _CATALOG,
        "app.ts": """\
import posthog from "posthog-js";

posthog.capture("order.completed", {});
""",
    },
    good={
        "order/completed.yaml": _CATALOG,
        "app.ts": """\
import posthog from "posthog-js";

export const finish = (cents: number) => posthog.capture("order.completed", { total_cents: cents });
""",
    },
    severity=Severity.ERROR,
    since="0.1.0",
    check=check,
)
