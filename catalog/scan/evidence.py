"""How much speaks for a call to send events: its names, and the texts that it is given."""

import re
from collections.abc import Collection, Iterable
from enum import IntEnum
from typing import Final

from catalog.model.words import words_of


class Strength(IntEnum):
    """How much the names around a call say of it."""

    NONE = 0
    """It is named like something else."""
    WEAK = 1
    """It may also be an event bus, an audit trail or a feature of the product."""
    GOOD = 2
    """It is named like what records events."""
    STRONG = 3
    """It is named after analytics or telemetry."""


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


ANALYTICS: Final = _set(
    "analytics analytic telemetry tracking tracker posthog segment mixpanel amplitude rudderstack rudder "
    "rudderanalytics snowplow heap matomo plausible pendo umami gtag ga milestone"
)
"""Words that only what sends events is named after."""
_EVENTS: Final = _set("event events usage")
_NOT: Final = frozenset({"dispatchEvent", "fireEvent"})
"""Of the DOM, and of those who test it."""
_RECORDING: Final = _set("record log report send submit register")
_FIRING: Final = _set("emit fire dispatch publish push trigger post notify raise queue enqueue")
_THINGS: Final = _set("activity activities action audit")
_OPERATIONS: Final = _set("metric metrics statsd prometheus meter counter")
"""What counts how machines do, and not what people do."""
_SAYING: Final = frozenset({*_RECORDING, *_EVENTS, "emit", "push", "fire", "track", "capture"}) - {"register"}
"""Words that a method of what is named after analytics sends by: `telemetryService.publicLog2(…)`."""
_AT_THE_FRONT: Final = _set("maybe async try app do")
"""Words before the verb that change nothing."""
_OTHERWISE: Final = _set(
    "get is has use init initialize create make build enable disable set should can load fetch read parse "
    "on handle test assert list find with check mock subscribe unsubscribe listen identify configure setup "
    "flush shutdown start stop exception exceptions error errors message screenshot render format validate "
    "add remove delete update reset wait wrap require ensure opt"
)
"""A first word that is none of sending, or a last one that is no event."""
GENERIC: Final = _set("track capture log record send emit report event")
"""Names of methods that say nothing without what stands before them."""


GENERAL: Final = frozenset(
    {"send", "emit", "run", "execute", "exec", "call", "invoke", "perform", "apply", "handle", "process",
     "handler", "callback", "dispatch", "fire", "publish", "push", "post", "put", "get", "set", "add",
     "write", "save", "create", "update", "open", "start", "request", "notify", "trigger", "submit",
     "register", "next", "print", "info", "debug", "warn", "error", "message", "query", "mutate", "do", "go"}
)  # fmt: skip
"""Names of functions that every program has many of: where one stands or what it is called on tells which."""


def strength(callee: str, around: Iterable[str] = (), receiver: str = "") -> Strength:
    """How much a callee says; `around` are names of its module or of the hook that gave it.

    `receiver` is what it is called on; by a name that says nothing alone, that says it.
    """
    words = words_of(callee)
    if not words or words[0] in _OTHERWISE or words[-1] in _OTHERWISE or callee in _NOT:
        return Strength.NONE
    # Nobody else calls what begins with a line: what it does tells more. A class is made, not called.
    if callee.startswith("_") or callee[:1].isupper():
        return Strength.NONE
    known = {*words}
    verb = words[words[0] in _AT_THE_FRONT and len(words) > 1]
    if _OPERATIONS & {*words_of(receiver)}:
        return min(Strength.WEAK, strength(callee, around))
    is_on_it = is_analytics(receiver)
    is_near = is_on_it or any(map(is_analytics, around))
    is_event = bool(known & _EVENTS)
    if known & (ANALYTICS - {"segment"}) or {"audit", "event"} <= known:
        return Strength.STRONG
    if known == {"track"} or known == {"capture"}:
        return Strength.STRONG if is_near else Strength.GOOD
    if known & {"track", "capture"}:
        return (Strength.STRONG if is_near else Strength.GOOD) if is_event else Strength.WEAK
    if len(words) == 1 and callee in GENERIC:
        return Strength.GOOD if is_on_it else Strength.NONE
    if verb in _RECORDING and is_event:
        return Strength.STRONG if is_near else Strength.GOOD
    if verb in _FIRING and is_event:
        return Strength.GOOD if is_near else Strength.WEAK
    if verb in _RECORDING | _FIRING and known & _THINGS:
        return Strength.WEAK
    return Strength.GOOD if is_on_it and known & _SAYING else Strength.NONE


def is_analytics(name: str) -> bool:
    """Whether a name has a word that only what sends events is named after."""
    return any(word in ANALYTICS for word in words_of(name))


def is_recording(callee: str) -> bool:
    """Whether a callee begins with what is done to events."""
    return words_of(callee)[0] in _RECORDING | {"track", "capture"}


_EVENT_NAME: Final = re.compile(
    r"\[?\$?[A-Za-z][A-Za-z0-9]*(?:(?:[_.:\-/]| |: |\] |\] - | - \[| \[| - |::)[A-Za-z0-9][A-Za-z0-9]*)*\]?",
    re.ASCII,
)
_MAX_LENGTH: Final = 80
_MAX_WORDS: Final = 8
_NAMED_EVENT: Final = frozenset(
    {
        "event",
        "events",
        "eventname",
        "eventtype",
        "eventkey",
        "eventid",
        "recordtype",
        "milestone",
        "activity",
    }
)
_NAMED_SO: Final = frozenset({*_NAMED_EVENT, "name", "action", "type", "kind", "what", "key"})
_ACTIONS: Final = frozenset({"action", "verb", "operation"})
_RESOURCES: Final = frozenset(
    {"objecttype", "object", "resource", "resourcetype", "entity", "entitytype", "category", "target",
     "targettype", "subject", "subjecttype", "eventcategory", "area"}
)  # fmt: skip


def looks_like_an_event(name: str) -> bool:
    """Whether a text may be the name of an event: no sentence, no path, no format."""
    if len(name) > _MAX_LENGTH or _EVENT_NAME.fullmatch(name) is None or name.startswith("http"):
        return False
    return len(re.split(r"[ _.:/-]+", name)) <= _MAX_WORDS


def has_several_words(name: str) -> bool:
    """Whether a name says what happened and to what, as far as its words go: `order_paid`, `OrderPaid`."""
    return len(words_of(name)) > 1


def is_mostly(names: Collection[str], least: float) -> bool:
    """Whether at least such a share of the names has several words."""
    return sum(map(has_several_words, names)) >= least * len(names)


def label_rank(label: str) -> int:
    """How much a parameter, keyword or key is named like an event: 2 it is, 1 it may be, 0 it is not."""
    plain = label.replace("_", "").lower()
    return 2 if plain in _NAMED_EVENT else 1 if plain in _NAMED_SO else 0


def is_action(label: str) -> bool:
    """Whether a parameter, keyword or key is what happened, and not to what."""
    return label.replace("_", "").lower() in _ACTIONS


def is_resource(label: str) -> bool:
    """Whether a parameter, keyword or key is what something happened to."""
    return label.replace("_", "").lower() in _RESOURCES
