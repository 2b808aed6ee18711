"""An argument that is personal data by its words goes into a property that is said to be none."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.model.category import NONE, covers
from catalog.model.snapshot import Event
from catalog.privacy.naming import named_like
from catalog.rules.sentences import quoted
from catalog.rules.usage.calls import Sent, Usage
from catalog.rules.usage.parts import Part, parts
from catalog.rules.usage.rule import Trouble, UsageRule
from catalog.rules.usage.sentences import at_property, shown
from catalog.rules.usage.spoken import spoken
from catalog.scan.locating import Given
from catalog.schema.contract import event_name


def check(usage: Usage) -> Iterator[Trouble]:
    """Arguments whose words suggest a category that the property is not declared to have."""
    for sent in usage.sent:
        for given in sent.site.properties.given:
            definition = sent.event.properties.get(event_name(sent.alias, given.name))
            if definition is not None:
                for part in parts(definition, given.value):
                    yield from _judged(sent, given, part, usage)


def _judged(sent: Sent, given: Given, part: Part, usage: Usage) -> Iterator[Trouble]:
    declared = part.definition.data
    if declared is None:
        return
    for path in spoken(part.value, usage.linker):
        found = named_like(path[-1], part.definition, path[:-1])
        if found is not None and _is_weaker(sent.event, declared, found[1]):
            how = "not about a person" if declared == NONE else declared
            yield at_property(
                sent,
                given,
                f"{quoted('.'.join(path))} is {found[1]} by its words, and {shown(given.name)} of "
                f"{quoted(sent.event.name)} is declared {how}; classify it, or send something else",
            )
            return


def _is_weaker(event: Event, declared: str, suggested: str) -> bool:
    if covers(declared, suggested) or covers(suggested, declared):
        return False
    sensitivity = event.policy.sensitivity
    return sensitivity(declared).rank < sensitivity(suggested).rank


RULE: Final = UsageRule(
    id="usage/personal-argument",
    summary="An argument is personal data by its words, and its property is declared to be less.",
    why=(
        "What a property is said to be decides where it may go and what is done to it on the way. An e-mail "
        "address in a property declared `none` goes everywhere, in clear. The words of the argument are "
        "read: `user.email`, `request.remote_addr`."
    ),
    bad={
        "order/completed.yaml": """\
description: A customer has paid an order.
destinations: [log]
properties:
  customer: {description: Which kind of customer., type: string, maxLength: 80, data: none}
""",
        "app.py": """\
from telemetry import log_event


def finish(user):
    log_event("order.completed", customer=user.email)
""",
    },
    good={
        "order/completed.yaml": """\
description: A customer has paid an order.
destinations: [log]
properties:
  customer: {description: Which kind of customer., type: string, maxLength: 80, data: none}
""",
        "app.py": """\
from telemetry import log_event


def finish(user):
    log_event("order.completed", customer=user.plan)
""",
    },
    severity=Severity.WARNING,
    since="0.1.0",
    check=check,
)
