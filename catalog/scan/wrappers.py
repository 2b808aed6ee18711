"""Wrappers: functions that pass a parameter of theirs on as the event. Their callers name the events."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from catalog.scan.collection import Collection
from catalog.scan.facts import Expression, Function, Parameter, Template, Text
from catalog.scan.forwarding import forwarded, place_of, position_of
from catalog.scan.linking import Linker
from catalog.scan.locating import event_expression
from catalog.scan.proposal import Proposal
from catalog.scan.sink import HOLE
from catalog.scan.sites import Site

_MAX_TEMPLATES: Final = 8
_MAX_SHOWN: Final = 40


@dataclass(frozen=True, slots=True)
class _Put:
    """A text that parameters are put into."""

    template: str
    parameters: tuple[Parameter, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrapper:
    """A function that passes a parameter on as the event, and the calls by which it does."""

    path: str
    function: Function
    sites: Sequence[Site]
    is_python: bool


def wrappers_in(sites: Iterable[Site], collection: Collection) -> Iterator[Wrapper]:
    """Every wrapper, also one without a name, in the order of the files.

    Functions of one name in several files are several wrappers.
    """
    inner: dict[tuple[str, int], list[Site]] = {}
    for site in sites:
        owners = {parameter.function for parameter in site.passed_on}
        if not site.is_decoy and site.scope == "app" and len(owners) == 1:
            inner.setdefault((site.path, owners.pop()), []).append(site)
    for (path, place), group in inner.items():
        facts = collection.facts(path)
        if facts is None:
            continue
        function = facts.functions[place]
        # A function that calls its namesake, of an SDK or in other words, is found by that sink as it is.
        group = [site for site in group if site.sink.callee != function.name or site.sink.preset is not None]
        if group:
            yield Wrapper(path=path, function=function, sites=group, is_python=facts.language == "python")


def wrappers_of(
    sites: Iterable[Site], collection: Collection, declared: frozenset[str]
) -> tuple[Proposal, ...]:
    """A sink for each wrapper that has a name and is not `declared` yet."""
    linker = Linker(collection)
    named = (
        one
        for one in wrappers_in(sites, collection)
        if one.function.name.isidentifier() and one.function.name not in declared
    )
    found = (proposal_of(one, linker) for one in named)
    return tuple(one for one in found if one is not None)


def proposal_of(wrapper: Wrapper, linker: Linker) -> Proposal | None:
    """The sink for a wrapper; None where none can say what it sends."""
    sites, function, is_python = wrapper.sites, wrapper.function, wrapper.is_python
    put = [
        one for site in sites for one in _put(event_expression(site.call, site.sink.event), site.path, linker)
    ]
    event = _event(put, function, is_python=is_python)
    if event is None:
        return None
    first = sites[0]
    return Proposal(
        callee=function.name,
        event=event,
        properties=forwarded(sites, function, linker, is_python=is_python),
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
    if not put:
        return None
    # What is put in otherwise than most is of other parameters: one sink cannot say both.
    counts = Counter(one.parameters for one in put)
    parameters = max(counts, key=lambda one: counts[one])
    put = [one for one in put if one.parameters == parameters]
    if not parameters:
        return None
    where = _where(parameters, function, is_python=is_python)
    templates = list(dict.fromkeys(one.template for one in put))[:_MAX_TEMPLATES]
    if where is None:
        return None
    said = [*where, *_put_into(templates, len(parameters))]
    return f"{{{', '.join(said)}}}"


def _where(parameters: Sequence[Parameter], function: Function, *, is_python: bool) -> list[str] | None:
    """Where a caller gives the parameters, as TOML."""
    names = list(dict.fromkeys(one.name for one in parameters))
    places = [place_of(one.name, function, is_python=is_python) for one in parameters]
    if all(one.path for one in parameters):
        # What a component of React gets are no arguments of a call.
        if len(names) > 1 or places[0] is None or function.name[:1].isupper():
            return None
        keys = [".".join(one.path) for one in parameters]
        return [*places[0], f"key = {_toml(keys[0])}" if len(keys) == 1 else f"keys = {_toml(keys)}"]
    if any(one.path for one in parameters):
        return None
    if len(places) == 1:
        return places[0]
    order = [position_of(one.name, function) for one in parameters]
    if any(place is None for place in order):
        return None
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
