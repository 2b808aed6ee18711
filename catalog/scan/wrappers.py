"""Wrappers: functions that pass a parameter of theirs on as the event. Their callers name the events."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from catalog.scan.collection import Collection
from catalog.scan.facts import (
    Expression,
    Function,
    Lookup,
    Made,
    Object,
    Parameter,
    Template,
    Text,
)
from catalog.scan.linking import Linker
from catalog.scan.locating import argument, event_expression
from catalog.scan.proposal import Proposal
from catalog.scan.sink import HOLE, PropertiesArgument
from catalog.scan.sites import Site

OWN: Final = ("self", "cls", "this")
"""What a method calls the object that it is of."""
_MAX_TEMPLATES: Final = 8
_MAX_SHOWN: Final = 40


@dataclass(frozen=True, slots=True)
class _Put:
    """A text that parameters are put into."""

    template: str
    parameters: tuple[Parameter, ...]


def wrappers_of(
    sites: Iterable[Site], collection: Collection, declared: frozenset[str]
) -> tuple[Proposal, ...]:
    """A sink for each wrapper that has a name and is not `declared` yet, in the order of the files.

    Functions of one name in several files are several wrappers.
    """
    linker = Linker(collection)
    inner: dict[tuple[str, int], list[Site]] = {}
    for site in sites:
        owners = {parameter.function for parameter in site.passed_on}
        if not site.is_decoy and site.scope == "app" and len(owners) == 1:
            inner.setdefault((site.path, owners.pop()), []).append(site)
    found = []
    for (path, place), group in inner.items():
        facts = collection.facts(path)
        if facts is None:
            continue
        function = facts.functions[place]
        # A function that calls its namesake, of an SDK or in other words, is found by that sink as it is.
        group = [site for site in group if site.sink.callee != function.name or site.sink.preset is not None]
        if group and function.name.isidentifier() and function.name not in declared:
            proposal = _proposal(group, function, linker, is_python=facts.language == "python")
            found += [] if proposal is None else [proposal]
    return tuple(found)


def _proposal(
    sites: Sequence[Site], function: Function, linker: Linker, *, is_python: bool
) -> Proposal | None:
    put = [
        one for site in sites for one in _put(event_expression(site.call, site.sink.event), site.path, linker)
    ]
    event = _event(put, function, is_python=is_python)
    if event is None:
        return None
    first = sites[0]
    properties = (_properties(site, function, linker, is_python=is_python) for site in sites)
    return Proposal(
        callee=function.name,
        event=event,
        properties=next((one for one in properties if one is not None), None),
        destination=first.sink.destination,
        path=first.path,
        line=function.line,
        owner=function.scope[-1] if function.scope else "",
        why=f"passes its own parameter on to '{_called(first)}' as the event, in line {first.call.line}",
    )


def _called(site: Site) -> str:
    """What is called, as it is written, if that is short."""
    whole = f"{site.call.receiver}.{site.call.callee}"
    return whole if site.call.receiver and len(whole) <= _MAX_SHOWN else site.call.callee


def _put(expression: Expression, path: str, linker: Linker) -> Iterator[_Put]:
    """The texts that an event can be, as far as they are made of texts and parameters alone."""
    for placed in linker.options(expression, path):
        match placed.expression:
            case Parameter():
                yield _Put(HOLE, (placed.expression,))
            case Template():
                template, parameters = "", []
                for part in placed.expression.parts:
                    options = linker.options(part, placed.path)
                    one = options[0].expression if len(options) == 1 else None
                    if isinstance(one, Text):
                        template += one.value
                    elif isinstance(one, Parameter):
                        template += HOLE
                        parameters.append(one)
                    else:
                        break
                else:
                    if template.count(HOLE) == len(parameters):
                        yield _Put(template, tuple(parameters))
            case _:
                continue


def _event(put: Sequence[_Put], function: Function, *, is_python: bool) -> str | None:
    # What is put in otherwise than the first is of other parameters: one sink cannot say both.
    put = [one for one in put if one.parameters == put[0].parameters]
    if not put or not put[0].parameters:
        return None
    parameters = put[0].parameters
    where = _where(parameters, function, is_python=is_python)
    templates = list(dict.fromkeys(one.template for one in put))[:_MAX_TEMPLATES]
    if where is None:
        return None
    said = [*where, *_put_into(templates, len(parameters))]
    return f"{{{', '.join(said)}}}"


def _where(parameters: Sequence[Parameter], function: Function, *, is_python: bool) -> list[str] | None:
    """Where a caller gives the parameters, as TOML."""
    names = list(dict.fromkeys(one.name for one in parameters))
    if all(one.path for one in parameters):
        position = _position(names[0], function)
        # What a component of React gets are no arguments of a call.
        if len(names) > 1 or position is None or function.name[:1].isupper():
            return None
        keys = [".".join(one.path) for one in parameters]
        return [
            f"position = {position}",
            f"key = {_toml(keys[0])}" if len(keys) == 1 else f"keys = {_toml(keys)}",
        ]
    if any(one.path for one in parameters):
        return None
    order = [_position(one.name, function) for one in parameters]
    if any(place is None for place in order):
        return None
    if len(order) == 1:
        keyword = [f"keyword = {_toml(names[0])}"] if is_python else []
        return [f"position = {order[0]}", *keyword]
    keywords = [f"keywords = {_toml([one.name for one in parameters])}"] if is_python else []
    return [f"positions = {_toml(order)}", *keywords]


def _put_into(templates: Sequence[str], parts: int) -> Iterator[str]:
    """How the parts make the name: a prefix and what joins them, where that says it."""
    prefix, *between, last = templates[0].split(HOLE)
    if len(templates) > 1 or last or len(set(between)) > 1:
        yield f"template = {_toml(templates[0] if len(templates) == 1 else list(templates))}"
        return
    if parts > 1 and between[0] != ".":
        yield f"join = {_toml(between[0])}"
    if prefix:
        yield f"prefix = {_toml(prefix)}"


def _toml(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _properties(site: Site, function: Function, linker: Linker, *, is_python: bool) -> str | None:
    if any(parameter.path for parameter in site.passed_on):
        return "{rest = true}"
    at = site.sink.properties
    of = argument(site.call, at.at) if isinstance(at, PropertiesArgument) else None
    if of is None or not isinstance(at, PropertiesArgument):
        return None
    if at.key:
        of = Lookup(of, Text(at.key))
    events = {parameter.name for parameter in site.passed_on}
    for parameter in _parameters(of, site.path, linker):
        position = _position(parameter.name, function)
        if parameter.name in events or parameter.path or position is None:
            continue
        return f"{{position = {position}{f', keyword = {_toml(parameter.name)}' if is_python else ''}}}"
    return None


def _position(name: str, function: Function) -> int | None:
    parameters = [one for one in function.parameters if one not in OWN]
    return parameters.index(name) if name in parameters else None


def _parameters(expression: Expression, path: str, linker: Linker) -> Iterator[Parameter]:
    """Every parameter in an expression that makes an object."""
    for placed in linker.options(expression, path):
        match placed.expression:
            case Parameter():
                yield placed.expression
            case Object():
                for spread in placed.expression.spreads:
                    yield from _parameters(spread, placed.path, linker)
            case Made():
                for given in placed.expression.arguments:
                    yield from _parameters(given, placed.path, linker)
            case _:
                continue
