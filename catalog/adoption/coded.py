"""What call sites in source code show of events: names, properties, literal types, and words of arguments."""

from collections.abc import Iterable, Iterator
from typing import Final

from catalog.adoption.observed import Seen, SeenEvent
from catalog.privacy.words import suggested, told_name
from catalog.scan.facts import (
    Array,
    Expression,
    Lookup,
    Made,
    Name,
    Object,
    Parameter,
    Scalar,
    Template,
    Text,
    Unknown,
)
from catalog.scan.linking import Linker
from catalog.scan.sites import Site
from catalog.scan.told import Placed

ANYWHERE: Final = "product"
"""The destination of sinks that do not say where they send."""

_GIVEN_BY: Final = {
    "str": "string",
    "String": "string",
    "toString": "string",
    "isoformat": "string",
    "toISOString": "string",
    "strftime": "string",
    "join": "string",
    "lower": "string",
    "upper": "string",
    "toLowerCase": "string",
    "format": "string",
    "int": "integer",
    "len": "integer",
    "round": "integer",
    "parseInt": "integer",
    "count": "integer",
    "float": "number",
    "Number": "number",
    "parseFloat": "number",
    "bool": "boolean",
    "Boolean": "boolean",
    "isinstance": "boolean",
    "startsWith": "boolean",
    "includes": "boolean",
    "list": "array",
    "sorted": "array",
    "dict": "object",
}
"""Last name of a call → the type of what it gives, in either language."""
_MAX_DEPTH: Final = 4


def coded(sites: Iterable[Site], linker: Linker) -> dict[str, SeenEvent]:
    """Every name that the application's own code sends, with what its calls show."""
    found: dict[str, SeenEvent] = {}
    for site in sites:
        if site.is_decoy or site.scope != "app":
            continue
        for name in site.texts.names:
            event = found.setdefault(name, SeenEvent(wire=name))
            event.sites.append((site.path, site.call.line))
            event.destinations.add(site.sink.destination or ANYWHERE)
            _take(event, site, linker)
    return found


def _take(event: SeenEvent, site: Site, linker: Linker) -> None:
    event.closed_sites += not site.properties.open
    told: set[str] = set()
    for given in site.properties.given:
        seen = event.properties.setdefault(given.name, Seen())
        before = seen.times
        _note(seen, given.name, given.value, linker, _MAX_DEPTH)
        # a conditional value is one property of one call, however many branches it has
        if given.name in site.properties.sometimes:
            told.add(given.name)
        seen.times = before + (given.name not in told)
        told.add(given.name)


def _note(seen: Seen, name: str, value: Placed, linker: Linker, depth: int) -> None:
    said = suggested(told_name(name, ()))
    if said is not None:
        seen.categories[said[1]] += 1
    for placed in linker.options(*value):
        expression = placed.expression
        kind = _kind(expression)
        seen.may_be(kind, expression.value if isinstance(expression, Text) else None)
        for words in _words(expression):
            told = suggested(words)
            if told is not None:
                seen.categories[told[1]] += 1
        if depth and isinstance(expression, Object):
            for entry in expression.entries:
                _note(seen.member(entry.key), entry.key, Placed(entry.value, placed.path), linker, depth - 1)
        elif depth and isinstance(expression, Array):
            seen.items = seen.items or Seen()
            for item in expression.items:
                _note(seen.items, "", Placed(item, placed.path), linker, depth - 1)


def _kind(expression: Expression) -> str:
    match expression:
        case Text() | Template():
            return "string"
        case Scalar(value=bool()):
            return "boolean"
        case Scalar(value=None):
            return "null"
        case Scalar(value=int()):
            return "integer"
        case Scalar():
            return "number"
        case Array():
            return "array"
        case Object():  # `given ?? {}` says nothing of what is given
            return "object" if expression.entries or expression.keyed else "unknown"
        case Made(callee=callee):
            return _GIVEN_BY.get(callee[-1], "unknown") if callee else "unknown"
        case _:
            return "unknown"


def _words(expression: Expression) -> Iterator[str]:
    """What an expression is called: `user.email` says more of a property than its name may."""
    match expression:
        case Name(path=path) | Parameter(path=path):
            if path:
                yield told_name(path[-1], path[:-1])
        case Unknown(source=source) if source:
            *around, last = source.replace("?.", ".").split(".")
            if last.isidentifier():
                yield told_name(last, tuple(one for one in around if one.isidentifier()))
        case Lookup(key=Text(value=key)):
            yield told_name(key, ())
        case _:
            return
