"""A call sends an event whose name the source does not tell."""

import re
from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.rules.usage.calls import Usage
from catalog.rules.usage.literals import is_javascript
from catalog.rules.usage.rule import Trouble, UsageRule
from catalog.rules.usage.sentences import at_call
from catalog.scan.facts import Parameter
from catalog.scan.reasons import REASONS
from catalog.scan.sites import Site
from catalog.scan.told import Hole
from catalog.scan.use import matching

_OWN: Final = frozenset({"self", "cls", "this"})
_PLAIN: Final = re.compile(r"[\w$]+(?:\.[\w$]+)*")


def check(usage: Usage) -> Iterator[Trouble]:
    """Calls whose event is not known, and is not what their callers say."""
    names = tuple(usage.snapshot.incoming)
    matched: dict[tuple[str | Hole, ...], bool] = {}
    for site in usage.sites:
        if site.call.hints or _is_wrapped(site, usage):
            continue
        for pattern in site.texts.patterns:
            if pattern not in matched:
                matched[pattern] = bool(matching(pattern, names))
            if not matched[pattern]:
                yield at_call(site, f"no registered event is like '{_written(pattern)}'; {_what_to_do(site)}")
        for reason in site.texts.reasons:
            said = REASONS.get(reason, reason)
            yield at_call(site, f"the source does not tell the event: {said}; {_what_to_do(site)}")


def _is_wrapped(site: Site, usage: Usage) -> bool:
    """Whether the function around a call is told the event by its callers, who can be judged instead."""
    return bool(site.passed_on) and all(_is_told(parameter, site.path, usage) for parameter in site.passed_on)


def _is_told(parameter: Parameter, path: str, usage: Usage) -> bool:
    facts = usage.files.facts(path)
    if facts is None or parameter.name in _OWN:
        return False
    # A function without a name is called by something else: `events.forEach((event) => track(event.name))`.
    has_name = _PLAIN.fullmatch(facts.functions[parameter.function].name) is not None
    # A member of a parameter is what a component of React is told; elsewhere it is an attribute of a thing.
    return has_name and (not parameter.path or is_javascript(path))


def _written(pattern: tuple[str | Hole, ...]) -> str:
    return "".join(
        part if isinstance(part, str) else f"{{{part.source if _PLAIN.fullmatch(part.source) else '…'}}}"
        for part in pattern
    )


def _what_to_do(site: Site) -> str:
    mark = "//" if is_javascript(site.path) else "#"
    return f"say beside the call what it can be: {mark} rollcall: events=a.b,a.c"


_CATALOG: Final = """\
description: A customer has paid an order.
destinations: [log]
"""

RULE: Final = UsageRule(
    id="usage/dynamic-event",
    summary="The source does not tell which event a call sends.",
    why=(
        "What cannot be read cannot be held to the catalog. Names are followed through constants, conditions "
        "and other files; a template counts as known when registered names match it, and a function that "
        "passes its own parameter on is judged by its callers once it is declared as a sink. A comment at "
        "the call says the names otherwise, and those are judged."
    ),
    bad={
        "order/completed.yaml": _CATALOG,
        "app.py": """\
from settings import read
from telemetry import log_event

log_event(read("event"))
""",
    },
    good={
        "order/completed.yaml": _CATALOG,
        "app.py": """\
from settings import read
from telemetry import log_event

log_event(read("event"))  # rollcall: events=order.completed
""",
    },
    severity=Severity.WARNING,
    since="0.1.0",
    check=check,
)
