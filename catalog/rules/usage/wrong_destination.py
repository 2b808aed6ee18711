"""A call sends an event to a destination that the event does not name."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.rules.sentences import listed, meant, quoted
from catalog.rules.usage.calls import Usage
from catalog.rules.usage.rule import Trouble, UsageRule
from catalog.rules.usage.sentences import at_call


def check(usage: Usage) -> Iterator[Trouble]:
    """Calls of sinks whose destination is none of the event's."""
    settings = usage.snapshot.settings
    for sent in usage.sent:
        stated, going = sent.site.sink.destination, sent.event.destinations
        if stated is None or stated in going or not going:
            continue
        if stated in settings.destinations:
            yield at_call(
                sent.site,
                f"{quoted(sent.event.name)} goes to {listed(going)}, and this call sends it to "
                f"{quoted(stated)}; add the destination to the event, or send it elsewhere",
                sent.event,
            )
        elif sent.site.sink.preset is None and not _is_unread(usage, stated):
            # A preset knows the name of a library, not what this catalog calls its destinations.
            hint = meant(stated, settings.destinations, "catalog.yaml has none")
            yield at_call(
                sent.site,
                f"the sink {quoted(sent.site.sink.id)} sends to {quoted(stated)}, which catalog.yaml does "
                f"not have; {hint}",
                sent.event,
            )


def _is_unread(usage: Usage, destination: str) -> bool:
    """Whether a destination may be there and could not be read."""
    unread = usage.snapshot.gaps.destinations
    return unread is None or destination in unread


_CATALOG: Final = """\
description: A customer has paid an order.
destinations: [log]
"""

RULE: Final = UsageRule(
    id="usage/wrong-destination",
    summary="A call sends an event to a destination that the event does not name.",
    why=(
        "Where an event goes is decided in its file, with the purposes and the personal data that are "
        "allowed there. A sink says its destination in rollcall.toml; the presets of vendors say theirs."
    ),
    bad={
        "order/completed.yaml": _CATALOG,
        "app.ts": """\
import posthog from "posthog-js";

posthog.capture("order.completed");
""",
    },
    good={
        "order/completed.yaml": _CATALOG,
        "app.ts": """\
import { logEvent } from "./telemetry";

logEvent("order.completed");
""",
    },
    severity=Severity.ERROR,
    since="0.1.0",
    check=check,
)
