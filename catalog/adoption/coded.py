"""What call sites in source code show of events: names, properties, literal types, and words of arguments."""

from collections.abc import Iterable, Iterator
from typing import Final

from catalog.adoption.kinds import Kinds
from catalog.adoption.observed import Seen, SeenEvent
from catalog.privacy.words import suggested, told_name
from catalog.scan.facts import Array, Expression, Lookup, Name, Object, Parameter, Text, Unknown
from catalog.scan.linking import Linker
from catalog.scan.sites import Site
from catalog.scan.told import Placed

ANYWHERE: Final = "product"
"""The destination of sinks that do not say where they send."""

_MAX_DEPTH: Final = 4


def coded(sites: Iterable[Site], linker: Linker, kinds: Kinds) -> dict[str, SeenEvent]:
    """Every name that the application's own code sends, with what its calls show."""
    found: dict[str, SeenEvent] = {}
    for site in sites:
        if site.is_decoy or site.scope != "app":
            continue
        for name in site.texts.names:
            event = found.setdefault(name, SeenEvent(wire=name))
            event.sites.append((site.path, site.call.line))
            event.destinations.add(site.sink.destination or ANYWHERE)
            _take(event, site, linker, kinds)
    return found


def _take(event: SeenEvent, site: Site, linker: Linker, kinds: Kinds) -> None:
    event.closed_sites += not site.properties.open
    told: set[str] = set()
    for given in site.properties.given:
        seen = event.properties.setdefault(given.name, Seen())
        before = seen.times
        _note(seen, given.name, given.value, linker, kinds, _MAX_DEPTH)
        # a conditional value is one property of one call, however many branches it has
        if given.name in site.properties.sometimes:
            told.add(given.name)
        seen.times = before + (given.name not in told)
        told.add(given.name)


def _note(seen: Seen, name: str, value: Placed, linker: Linker, kinds: Kinds, depth: int) -> None:
    said = suggested(told_name(name, ()))
    if said is not None:
        seen.categories[said[1]] += 1
    for placed in linker.options(*value):
        expression = placed.expression
        for kind, text in kinds.of(placed):
            seen.may_be(kind, text)
        for words in _words(expression):
            told = suggested(words)
            if told is not None:
                seen.categories[told[1]] += 1
        if depth and isinstance(expression, Object):
            for entry in expression.entries:
                _note(
                    seen.member(entry.key),
                    entry.key,
                    Placed(entry.value, placed.path),
                    linker,
                    kinds,
                    depth - 1,
                )
        elif depth and isinstance(expression, Array):
            seen.items = seen.items or Seen()
            for item in expression.items:
                _note(seen.items, "", Placed(item, placed.path), linker, kinds, depth - 1)


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
