"""What a wrapper passes on with the event: where its callers give the properties."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from catalog.model.words import words_of
from catalog.scan.facts import Call, Expression, Function, Lookup, Made, Object, Parameter, Text, Unknown
from catalog.scan.linking import Linker
from catalog.scan.locating import NODE_PROPERTIES, argument
from catalog.scan.sink import EventKeys, EventText, PropertiesArgument, PropertiesKeywords, PropertiesRest
from catalog.scan.sites import Site

OWN: Final = ("self", "cls", "this")
"""What a method calls the object that it is of."""
_PROPERTIES: Final = frozenset(
    {"properties", "props", "prop", "data", "payload", "attributes", "attrs", "extra", "extras", "metadata",
     "details", "fields", "params"}
)  # fmt: skip
_COPYING: Final = frozenset(
    {"dict", "assign", "copy", "deepcopy", "cloneDeep", "structuredClone", "stringify", "dumps"}
)
"""What makes an object of those that it is given."""


def is_named_so(name: str) -> bool:
    """Whether a parameter or keyword is called like properties: `props`, `extra_data`."""
    words = words_of(name)
    return bool(words) and words[-1] in _PROPERTIES


def position_of(name: str, function: Function) -> int | None:
    """The place of a parameter among the arguments; None where no position gives it."""
    parameters = [one for one in function.parameters if one not in OWN]
    before = parameters[: parameters.index(name) + 1] if name in parameters else ["*"]
    return None if any(one.startswith(("*", "...")) for one in before) else len(before) - 1


def place_of(name: str, function: Function, *, is_python: bool) -> list[str] | None:
    """Where a caller gives a parameter, as TOML; None where it cannot be said."""
    position = position_of(name, function)
    is_named = is_python and name in function.parameters and not name.startswith("*")
    keyword = [f"keyword = {_text(name)}"] if is_named else []
    said = [*([] if position is None else [f"position = {position}"]), *keyword]
    return said or None


def forwarded(sites: Sequence[Site], function: Function, linker: Linker, *, is_python: bool) -> str | None:
    """Where the callers of a wrapper give the properties, as TOML; None where nothing tells it."""
    passing = _Passing(function, linker, frozenset(p for s in sites for p in s.passed_on), is_python)
    is_told = True
    for site in sites:
        sent = _sent(site)
        if sent is None:
            is_told = is_told and site.sink.properties is not None and not site.call.spread
            continue
        for source in _sources(sent, site.path, linker, function):
            said = passing.said(source, site)
            if said is not None:
                return said
        is_told = is_told and _is_whole(sent, site.path, linker)
    if passing.whole is not None:
        return passing.rest(sites[0])
    if is_told:  # it sends properties of its own, or none
        return None
    # What the body does with them is not seen: a loop that copies, a function that cleans them.
    named = [name for name in function.parameters if is_named_so(name.lstrip("*"))]
    found = (passing.said(Parameter(name, 0), sites[0]) for name in named if not name.startswith("..."))
    return next((one for one in found if one is not None), None)


@dataclass(frozen=True, slots=True)
class _Passing:
    """A wrapper, and the parameters that are its event."""

    function: Function
    linker: Linker
    events: frozenset[Parameter]
    is_python: bool

    @property
    def whole(self) -> str | None:
        """The parameter that is an object with the event in it."""
        return next((one.name for one in sorted(self.events, key=lambda one: one.name) if one.path), None)

    def said(self, source: Parameter, site: Site) -> str | None:
        """Where a caller gives what stands for the properties."""
        if source.name.startswith("**"):
            named = {one.name for one in self.events}
            others = [one for one in self.function.parameters if one[:1] != "*" and one not in (*OWN, *named)]
            said = ["kwargs = true", *([f"except = {_text(others)}"] if others else [])]
            return f"{{{', '.join(said)}}}"
        if source.name == self.whole:
            return f"{{key = {_text('.'.join(source.path))}}}" if source.path else self.rest(site)
        if any(source.name == one.name for one in self.events):
            return None
        where = place_of(source.name, self.function, is_python=self.is_python)
        if where is None:
            return None
        key = [f"key = {_text('.'.join(source.path))}"] if source.path else []
        return f"{{{', '.join([*where, *key])}}}"

    def rest(self, site: Site) -> str:
        """The object of the event less the event, and less what goes to the SDK beside the properties."""
        sent = _sent(site)
        members = () if sent is None else _members(sent, site.path, self.linker)
        inside = {one.path for one in members}
        beside = [
            one.path[0]
            for given in _given(site.call)
            for one in _members(given, site.path, self.linker)
            if one.name == self.whole and one.path and one not in self.events and one.path not in inside
        ]
        apart = list(dict.fromkeys(beside))
        return f"{{rest = true, except = {_text(apart)}}}" if apart else "{rest = true}"


def _sent(site: Site) -> Expression | None:
    """What stands in the call where the properties are; None where nothing does."""
    call, event = site.call, site.sink.event
    match site.sink.properties:
        case PropertiesArgument(at=at, key=key):
            of = argument(call, at)
            if of is None and isinstance(event, EventText):
                of = argument(call, event.at)
                if not isinstance(of, Object):
                    return None
                named = [key for key in NODE_PROPERTIES if any(entry.key == key for entry in of.entries)]
                return Lookup(of, Text(named[0])) if named else of
            return Lookup(of, Text(key)) if of is not None and key else of
        case PropertiesRest():
            return argument(call, event.at) if isinstance(event, EventKeys) else None
        case PropertiesKeywords():
            return Object((), spreads=call.spreads) if call.spreads else Object(call.keywords)
        case None:
            return None


def _sources(of: Expression, path: str, linker: Linker, function: Function) -> Iterator[Parameter]:
    """The parameters of which an object is made as a whole."""
    for placed in linker.options(of, path):
        match placed.expression:
            case Parameter():
                yield placed.expression
            case Object():
                for spread in placed.expression.spreads:
                    yield from _sources(spread, placed.path, linker, function)
            case Made():
                is_copy = placed.expression.callee[-1:] and placed.expression.callee[-1] in _COPYING
                for given in placed.expression.arguments:
                    for source in _sources(given, placed.path, linker, function):
                        if is_copy or is_named_so(source.name):
                            yield source
            case Unknown(source=name) if f"**{name}" in function.parameters:
                yield Parameter(f"**{name}", 0)
            case _:
                continue


def _is_whole(of: Expression, path: str, linker: Linker) -> bool:
    """Whether everything in an object is seen."""
    return all(
        isinstance(placed.expression, Object)
        and not placed.expression.open
        and all(_is_whole(spread, placed.path, linker) for spread in placed.expression.spreads)
        for placed in linker.options(of, path)
    )


def _members(of: Expression, path: str, linker: Linker) -> Iterator[Parameter]:
    """The parameters, and members of them, that stand in an object or are it."""
    for placed in linker.options(of, path):
        match placed.expression:
            case Parameter():
                yield placed.expression
            case Object(entries=entries, spreads=spreads):
                for inner in (*(entry.value for entry in entries), *spreads):
                    yield from _members(inner, placed.path, linker)
            case _:
                continue


def _given(call: Call) -> Iterator[Expression]:
    yield from call.arguments
    yield from (entry.value for entry in call.keywords)


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
