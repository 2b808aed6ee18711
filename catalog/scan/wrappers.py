"""Wrappers: functions that pass a parameter of theirs on as the event. Their callers name the events."""

from collections.abc import Iterable, Iterator
from typing import assert_never

from catalog.scan.collection import Collection
from catalog.scan.facts import (
    Array,
    Choice,
    Expression,
    Function,
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
from catalog.scan.locating import argument, event_expression
from catalog.scan.proposal import Proposal
from catalog.scan.sink import PropertiesArgument
from catalog.scan.sites import Site

_OWN: tuple[str, ...] = ("self", "cls", "this")


def wrappers_of(
    sites: Iterable[Site], collection: Collection, declared: frozenset[str]
) -> tuple[Proposal, ...]:
    """A sink for each wrapper that has a name and is not `declared` yet, in the order of the files."""
    found: dict[str, Proposal] = {}
    for site in sites:
        if site.is_decoy or not site.passed_on or site.scope == "test":
            continue
        proposal = _proposal(site, collection)
        if proposal is not None and proposal.callee not in declared:
            found.setdefault(proposal.callee, proposal)
    return tuple(found.values())


def _proposal(site: Site, collection: Collection) -> Proposal | None:
    facts = collection.facts(site.path)
    owners = {parameter.function for parameter in site.passed_on}
    if facts is None or len(owners) != 1:
        return None
    function = facts.functions[owners.pop()]
    if not function.name.isidentifier():
        return None
    event = _event(site, function, is_python=facts.language == "python")
    if event is None:
        return None
    return Proposal(
        callee=function.name,
        event=event,
        properties=_properties(site, function, is_python=facts.language == "python"),
        destination=site.sink.destination,
        path=site.path,
        line=function.line,
        why=f"passes its own parameter on to '{site.call.callee}' as the event, in line {site.call.line}",
    )


def _event(site: Site, function: Function, *, is_python: bool) -> str | None:
    expression = event_expression(site.call, site.sink.event)
    names = list(dict.fromkeys(parameter.name for parameter in site.passed_on))
    paths = {parameter.path for parameter in site.passed_on}
    if paths != {()}:
        position = _position(names[0], function)
        # What a component of React gets are no arguments of a call.
        if len(names) > 1 or len(paths) > 1 or position is None or function.name[:1].isupper():
            return None
        return f'{{position = {position}, key = "{".".join(paths.pop())}"}}'
    if len(names) == 1 and not isinstance(expression, Template):
        return _place(names[0], function, is_python=is_python)
    if not isinstance(expression, Template):
        return None
    # `f"{area}.{step}"`: a text in front, and one text between all parts.
    parts = list(expression.parts)
    prefix = ""
    if isinstance(parts[0], Text):
        prefix = parts[0].value
        del parts[0]
    parameters, texts = parts[0::2], parts[1::2]
    joins = {text.value for text in texts if isinstance(text, Text)}
    if not all(isinstance(one, Parameter) for one in parameters) or len(texts) != len(parameters) - 1:
        return None
    if len(joins) > 1 or any(not isinstance(text, Text) for text in texts):
        return None
    order = [_position(one.name, function) for one in parameters if isinstance(one, Parameter)]
    if any(place is None for place in order):
        return None
    said = [f"positions = {order}"] if len(order) > 1 else [f"position = {order[0]}"]
    if len(order) > 1 and joins != {"."}:
        said.append(f'join = "{joins.pop()}"')
    if prefix:
        said.append(f'prefix = "{prefix}"')
    return f"{{{', '.join(said)}}}"


def _properties(site: Site, function: Function, *, is_python: bool) -> str | None:
    if any(parameter.path for parameter in site.passed_on):
        return "{rest = true}"
    if not isinstance(site.sink.properties, PropertiesArgument):
        return None
    of = argument(site.call, site.sink.properties.at)
    events = {parameter.name for parameter in site.passed_on}
    for parameter in () if of is None else _parameters(of):
        if parameter.name not in events and not parameter.path:
            return _place(parameter.name, function, is_python=is_python)
    return None


def _place(name: str, function: Function, *, is_python: bool) -> str | None:
    position = _position(name, function)
    if position is None:
        return None
    return f'{{position = {position}, keyword = "{name}"}}' if is_python else f"{{position = {position}}}"


def _position(name: str, function: Function) -> int | None:
    parameters = [one for one in function.parameters if one not in _OWN]
    return parameters.index(name) if name in parameters else None


def _parameters(expression: Expression) -> Iterator[Parameter]:
    """Every parameter in an expression."""
    match expression:
        case Parameter():
            yield expression
        case Choice():
            for option in expression.options:
                yield from _parameters(option)
        case Object():
            for spread in expression.spreads:
                yield from _parameters(spread)
        case Made():
            for given in expression.arguments:
                yield from _parameters(given)
        case Text() | Scalar() | Name() | Template() | Array() | Lookup() | Unknown():
            return
        case _:
            assert_never(expression)
