"""Where a sink's event and properties are in one call: the expressions, and what they can be."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Final, assert_never

from catalog.scan.facts import (
    ABSENT,
    Call,
    Choice,
    Entry,
    Expression,
    Lookup,
    Made,
    Object,
    Parameter,
    Scalar,
    Template,
    Text,
    Unknown,
)
from catalog.scan.linking import Linker
from catalog.scan.reasons import MISSING, NOT_TEXT, SPREAD
from catalog.scan.sink import (
    HOLE,
    Argument,
    EventAt,
    EventClass,
    EventFixed,
    EventJoined,
    EventKeys,
    EventText,
    PropertiesArgument,
    PropertiesAt,
    PropertiesKeywords,
    PropertiesRest,
)
from catalog.scan.told import Placed, Texts

NODE_EVENT: Final = "event"
NODE_PROPERTIES: Final = ("properties", "data")
_NO_EVENT: Final = frozenset({MISSING, NOT_TEXT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """One property that a call sends: its value as an expression of a file, and the place of its name."""

    name: str
    value: Placed
    line: int
    column: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Properties:
    """The properties that a call is seen to send; `open` when it may send others too."""

    given: tuple[Given, ...] = ()
    open: bool = False
    sometimes: frozenset[str] = frozenset()
    """Those that some way lacks: a branch of a conditional does, or the value is undefined."""


def argument(call: Call, at: Argument) -> Expression | None:
    """An argument of a call; None where it has none that is written out."""
    for keyword in at.keywords:
        for entry in call.keywords:
            if entry.key == keyword:
                return entry.value
    if at.keywords and call.spreads:
        # `send(**message)`: the keyword may be in what is spread.
        spread = Lookup(Object((), spreads=call.spreads), Text(at.keywords[0]))
        if at.position is None or at.position >= len(call.arguments):
            return spread
    if at.position is not None and at.position < len(call.arguments):
        return call.arguments[at.position]
    return None


def event_expression(call: Call, at: EventAt) -> Expression:
    """What stands where the event is."""
    match at:
        case EventText():
            return _put([_name_in(_present(call, at.at))], at.prefix, "", at.templates)
        case EventKeys():
            of = _present(call, at.at)
            if isinstance(of, Unknown):
                return of
            return _put([_at_key(of, key) for key in at.keys], at.prefix, at.join, at.templates)
        case EventJoined():
            return _put([_present(call, part) for part in at.parts], at.prefix, at.join, at.templates)
        case EventClass():
            return _present(call, at.at)
        case EventFixed():
            return Text(at.name)
        case _:
            assert_never(at)


def event_texts(call: Call, at: EventAt, linker: Linker, path: str) -> Texts:
    """The names that a call's event can have."""
    found = event_expression(call, at)
    if not isinstance(at, EventClass):
        return linker.texts(found, path)
    names: dict[str, None] = {}
    reasons: dict[str, None] = {}
    for placed in linker.options(found, path):
        if isinstance(placed.expression, Made):
            names[placed.expression.callee[-1]] = None
        else:
            texts = linker.texts(*placed)
            reasons[texts.reason or NOT_TEXT] = None
    return Texts(names=tuple(names), reasons=tuple(reasons))


def fits(call: Call, at: EventAt, texts: Texts, linker: Linker, path: str) -> int:
    """How well a call fits a sink: 2 when a name is known, 1 when it may be there, 0 when it is not."""
    if texts.names or texts.patterns:
        return 2
    if isinstance(at, EventText) and NOT_TEXT in texts.reasons:
        # `log_event(None)` is a call without a name, not one of something else.
        of = argument(call, at.at)
        options = linker.options(of, path) if of is not None else []
        if any(isinstance(one.expression, Scalar) and one.expression.value is None for one in options):
            return 1
    if all(reason in _NO_EVENT for reason in texts.reasons):
        return 0
    if isinstance(at, EventKeys):
        of = argument(call, at.at)
        options = linker.options(of, path) if of is not None else []
        if all(isinstance(option.expression, Text | Scalar | Template) for option in options):
            return 0
        if all(_has_surely_no(at.keys[0].partition(".")[0], option, linker) for option in options):
            return 0
    return 1


def properties(call: Call, event: EventAt, at: PropertiesAt | None, linker: Linker, path: str) -> Properties:
    """The properties that a call sends; of a sink that does not say where they are, nothing is known."""
    match at:
        case None:
            return Properties(open=True)
        case PropertiesArgument():
            of = argument(call, at.at)
            if of is None and isinstance(event, EventText):
                whole = argument(call, event.at)
                if isinstance(whole, Object) and _name_in(whole) is not whole:
                    return _without(_in_message(whole, linker, path), at.leaving_out)
            if of is None:
                return Properties(open=call.spread)
            if at.key:
                of = _at_key(of, at.key)
                if _is_absent(of, linker, path):
                    return Properties()
            return _without(_members(of, linker, path), at.leaving_out)
        case PropertiesRest():
            if not isinstance(event, EventKeys):
                return Properties(open=True)
            of = argument(call, event.at)
            own = {key.partition(".")[0] for key in event.keys}
            found = Properties(open=True) if of is None else _members(of, linker, path)
            return _without(found, at.leaving_out | own)
        case PropertiesKeywords():
            if isinstance(event, EventClass):
                return _without(_made_with(call, event, linker, path), at.leaving_out)
            everything = Object(call.keywords, spreads=call.spreads)
            return _without(_members(everything, linker, path), at.leaving_out | _keywords_of(event))
        case _:
            assert_never(at)


def _present(call: Call, at: Argument) -> Expression:
    found = argument(call, at)
    if found is not None:
        return found
    return Unknown(SPREAD if call.spread or call.spreads else MISSING)


def _name_in(of: Expression) -> Expression:
    """An object where a name is expected has it as `event`, as the SDKs for Node take it."""
    if isinstance(of, Object) and any(entry.key == NODE_EVENT for entry in of.entries):
        return Lookup(of, Text(NODE_EVENT))
    return of


def _put(parts: list[Expression], prefix: str, join: str, templates: tuple[str, ...]) -> Expression:
    """The parts as one text: in each of the templates, or behind the prefix and joined."""
    if any(isinstance(part, Unknown) and part.reason == MISSING for part in parts):
        return Unknown(MISSING)
    if templates:
        filled = [_filled(template.split(HOLE), parts) for template in templates]
        return filled[0] if len(filled) == 1 else Choice(tuple(filled))
    pieces: list[Expression] = [Text(prefix)] if prefix else []
    for index, part in enumerate(parts):
        if index and join:
            pieces.append(Text(join))
        pieces.append(part)
    return pieces[0] if len(pieces) == 1 else Template(tuple(pieces))


def _filled(texts: list[str], parts: list[Expression]) -> Expression:
    pieces: list[Expression] = []
    for text, part in zip_longest(texts, parts):
        pieces += ([Text(text)] if text else []) + ([part] if part is not None else [])
    return pieces[0] if len(pieces) == 1 else Template(tuple(pieces))


def _at_key(of: Expression, key: str) -> Expression:
    for part in key.split("."):
        of = Lookup(of, Text(part))
    return of


def _is_absent(of: Expression, linker: Linker, path: str) -> bool:
    """Whether an object surely has no such member: it is written out, and the key is not among its own."""
    return isinstance(of, Lookup) and not any(
        linker.member(option, of.key) for option in linker.options(of.of, path)
    )


def _has_surely_no(key: str, option: Placed, linker: Linker) -> bool:
    is_closed = isinstance(option.expression, Object) and not _is_open(option, linker)
    return is_closed and not linker.member(option, Text(key))


def _is_open(option: Placed, linker: Linker) -> bool:
    return _members(option.expression, linker, option.path).open


def _members(of: Expression, linker: Linker, path: str, *, is_spread: bool = False) -> Properties:
    options = []
    has_none = False
    for placed in linker.options(of, path):
        found = placed.expression
        if isinstance(found, Object):
            options.append(_of_object(found, placed.path, linker))
        elif isinstance(found, Made) and found.callee[-1][:1].isupper() and found.keywords:
            # an object of a class that takes its members as keywords
            options.append(Properties(given=tuple(_given(one, placed.path) for one in found.keywords)))
        elif isinstance(found, Scalar) and found.value is None:
            has_none = True
            if is_spread:
                options.append(Properties())
        else:
            options.append(Properties(open=True))
    # Beside an object, None is often what a variable begins with, and asked for before the call.
    return _either(options or [Properties()]) if has_none else _either(options)


def _either(options: Sequence[Properties]) -> Properties:
    """One of several."""
    if len(options) == 1:
        return options[0]
    given = {(one.name, one.line, one.column): one for option in options for one in option.given}
    names = {one.name for one in given.values()}
    always = [frozenset(one.name for one in option.given) - option.sometimes for option in options]
    return Properties(
        given=tuple(given.values()),
        open=any(option.open for option in options),
        sometimes=frozenset(names).difference(frozenset.intersection(*always)) if always else frozenset(),
    )


def _of_object(found: Object, path: str, linker: Linker) -> Properties:
    given: dict[tuple[str, int, int], Given] = {}
    always: set[str] = set()
    is_open = found.open
    for entry in found.entries:
        one = _given(entry, path)
        given[(one.name, one.line, one.column)] = one
        # What is undefined is not sent. `x ?? undefined` seldom is: its type says more than we see.
        if entry.value != ABSENT:
            always.add(one.name)
    for keyed in found.keyed:
        texts = linker.texts(keyed.key, path)
        for name in texts.names:
            value = Placed(keyed.value, path)
            one = Given(name=name, value=value, line=keyed.line, column=keyed.column)
            given[(name, keyed.line, keyed.column)] = one
        is_open = is_open or texts.reason is not None
        if len(texts.names) == 1 and texts.reason is None:
            always.update(texts.names)
    for spread in found.spreads:
        inner = _members(spread, linker, path, is_spread=True)
        given.update(((one.name, one.line, one.column), one) for one in inner.given)
        is_open = is_open or inner.open
        always |= {one.name for one in inner.given} - inner.sometimes
    names = {one.name for one in given.values()}
    return Properties(given=tuple(given.values()), open=is_open, sometimes=frozenset(names - always))


def _given(entry: Entry, path: str) -> Given:
    return Given(name=entry.key, value=Placed(entry.value, path), line=entry.line, column=entry.column)


def _in_message(whole: Object, linker: Linker, path: str) -> Properties:
    """The properties in a message for Node: its member `properties` or `data`, else all but the event."""
    for key in NODE_PROPERTIES:
        if any(entry.key == key for entry in whole.entries):
            return _members(_at_key(whole, key), linker, path)
    return _without(_members(whole, linker, path), {NODE_EVENT})


def _made_with(call: Call, event: EventClass, linker: Linker, path: str) -> Properties:
    of = argument(call, event.at)
    options = []
    for placed in linker.options(of, path) if of is not None else ():
        made = placed.expression
        if isinstance(made, Made):
            given = tuple(_given(entry, placed.path) for entry in made.keywords)
            options.append(Properties(given=given, open=bool(made.arguments)))
        else:
            options.append(Properties(open=True))
    return _either(options) if options else Properties()


def _keywords_of(event: EventAt) -> frozenset[str]:
    match event:
        case EventText() | EventKeys() | EventClass():
            return frozenset(event.at.keywords)
        case EventJoined():
            return frozenset(keyword for part in event.parts for keyword in part.keywords)
        case EventFixed():
            return frozenset()
        case _:
            assert_never(event)


def _without(found: Properties, names: frozenset[str] | set[str]) -> Properties:
    if not names:
        return found
    given = tuple(one for one in found.given if one.name not in names)
    return replace(found, given=given, sometimes=found.sometimes - names)


def parameters_in(expression: Expression, linker: Linker, path: str) -> tuple[Parameter, ...] | None:
    """The parameters that an expression consists of, texts aside; None where anything else is in it."""
    found: list[Parameter] = []
    for placed in linker.options(expression, path):
        match placed.expression:
            case Parameter():
                if placed.path != path:
                    return None
                found.append(placed.expression)
            case Template():
                for part in placed.expression.parts:
                    inner = () if isinstance(part, Text) else parameters_in(part, linker, path)
                    if inner is None:
                        return None
                    found += inner
            case _:
                return None
    return tuple(found)
