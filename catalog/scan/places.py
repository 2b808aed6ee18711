"""Where in the calls of a name the event stands, and where the properties: found by what the calls give."""

import json
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, assert_never

from catalog.scan.evidence import is_action, is_mostly, is_resource, label_rank, looks_like_an_event
from catalog.scan.facts import Call, Expression, Made, Object
from catalog.scan.forwarding import is_named_so
from catalog.scan.linking import Linker
from catalog.scan.locating import event_texts
from catalog.scan.reasons import MISSING, NOT_TEXT, PARAMETER
from catalog.scan.sink import Argument, EventAt, EventClass, EventFixed, EventJoined, EventKeys, EventText

_MAX_POSITION: Final = 4
_MAX_PLACES: Final = 32
"""So many places of a call are looked at, those that most calls have first."""
_SHARE: Final = 0.6
_PROPERTIES: Final = (
    *("properties", "props", "data", "payload", "attributes", "extra", "params", "metadata", "details"),
    *("context", "fields", "options"),
)
_PYTHON: Final = (".py", ".pyi")
Placed = tuple[str, Call]


@dataclass(slots=True, kw_only=True)
class Found:
    """One place, with what the calls have there."""

    at: EventAt
    label: str
    calls: list[Placed] = field(default_factory=list)
    """Those that have the name of an event there."""
    names: set[str] = field(default_factory=set)
    others: list[Placed] = field(default_factory=list)
    """Those that have a parameter there, or a text that is known in part."""
    misses: int = 0
    """Calls that have something else there, or nothing."""

    @property
    def first(self) -> "Placed":
        """A call that has it there."""
        return (*self.calls[:1], *self.others[:1])[0]

    @property
    def passed(self) -> int:
        """How many have there what their callers give."""
        return len(self.others)

    @property
    def share(self) -> float:
        """How many of the calls that tell anything have a name there."""
        there = len(self.calls) + self.passed
        return there / (there + self.misses) if there else 0.0

    @property
    def worth(self) -> float:
        """The most is the event: often there, under many names, and called like one."""
        there = len(self.calls) + self.passed / 4
        return there * (1 + label_rank(self.label) / 2) * math.log2(1 + max(1, len(self.names)))


def event_place(calls: Sequence[Placed], linker: Linker, parameters: tuple[str, ...]) -> Found | None:
    """Where the calls of one name have their event; `parameters` are those of its definition, if known."""
    labels: dict[EventAt, str] = {}
    counts: Counter[EventAt] = Counter()
    for path, call in calls:
        for at, label in _places(path, call, parameters):
            place = with_keywords(at, parameters) if path.endswith(_PYTHON) else at
            labels.setdefault(place, label)
            counts[place] += 1
    found = [_tally(at, labels[at], calls, linker) for at, _ in counts.most_common(_MAX_PLACES)]
    likely = [one for one in found if one.share >= _SHARE and not is_resource(one.label)]
    best = max(likely, key=lambda one: one.worth, default=None)
    if best is None or not best.calls or not _is_half(best):
        return best
    # `record("view", "dashboard")`: what happened, and to what stands beside it.
    for other in found:
        if is_resource(other.label) and other.share >= _SHARE and len(other.calls) >= len(best.calls) / 2:
            joined = _joined(other.at, best.at)
            if joined is not None:
                return _tally(joined, best.label, calls, linker)
    return best


def _is_half(found: Found) -> bool:
    """Whether the names say what happened and not to what."""
    plain = [name for name in found.names if not set(name) & set(".: /")]
    is_said = is_action(found.label) or not is_mostly(found.names, 0.5)
    return is_said and len(plain) >= len(found.names) / 2


def _places(path: str, call: Call, parameters: tuple[str, ...]) -> Iterator[tuple[EventAt, str]]:
    for position, given in enumerate(call.arguments[:_MAX_POSITION]):
        label = parameters[position] if position < len(parameters) else ""
        at = Argument(position=position)
        if isinstance(given, Object):
            for entry in given.entries:
                if label_rank(entry.key) or is_resource(entry.key):
                    yield EventKeys(at=at, keys=(entry.key,)), entry.key
        elif _is_of_a_class(given, path):
            yield EventClass(at=at), label
        else:
            yield EventText(at=at), label
    for entry in call.keywords:
        at = Argument(keywords=(entry.key,))
        if _is_of_a_class(entry.value, path):
            yield EventClass(at=at), entry.key
        else:
            yield EventText(at=at), entry.key


def _is_of_a_class(given: Expression, path: str) -> bool:
    """Whether the event is an object of its own class; JavaScript's are those of the DOM."""
    if not isinstance(given, Made) or not given.callee or not path.endswith(_PYTHON):
        return False
    return given.callee[-1].endswith("Event") and given.callee[-1][:1].isupper()


def _tally(at: EventAt, label: str, calls: Sequence[Placed], linker: Linker) -> Found:
    found = Found(at=at, label=label)
    for path, call in calls:
        texts = event_texts(call, at, linker, path)
        if texts.names and all(map(looks_like_an_event, texts.names)):
            found.calls.append((path, call))
            found.names.update(texts.names)
        elif texts.patterns or PARAMETER in texts.reasons:
            found.others.append((path, call))
        elif texts.names or {MISSING, NOT_TEXT} & {*texts.reasons}:
            found.misses += 1
    return found


def _joined(resource: EventAt, action: EventAt) -> EventAt | None:
    match resource, action:
        case EventKeys(), EventKeys() if resource.at == action.at:
            return EventKeys(at=action.at, keys=(*resource.keys, *action.keys))
        case EventText(), EventText():
            return EventJoined(parts=(resource.at, action.at))
        case _:
            return None


def with_keywords(at: EventAt, parameters: tuple[str, ...]) -> EventAt:
    """The place in a language where an argument may be given by its position or by its name."""
    match at:
        case EventText():
            return EventText(at=_both(at.at, parameters))
        case EventClass():
            return EventClass(at=_both(at.at, parameters))
        case EventJoined():
            return EventJoined(parts=tuple(_both(part, parameters) for part in at.parts))
        case EventKeys() | EventFixed():
            return at
        case _:
            assert_never(at)


def _both(at: Argument, parameters: tuple[str, ...]) -> Argument:
    if (
        at.position is not None
        and not at.keywords
        and at.position < len(parameters)
        and parameters[at.position]
    ):
        return Argument(position=at.position, keywords=(parameters[at.position],))
    if at.position is None and at.keywords[0] in parameters:
        return Argument(position=parameters.index(at.keywords[0]), keywords=at.keywords)
    return at


def event_toml(at: EventAt) -> str:
    """The place as it is written."""
    match at:
        case EventText():
            said = _argument(at.at)
        case EventKeys():
            keys = f"key = {_text(at.keys[0])}" if len(at.keys) == 1 else f"keys = {_text(list(at.keys))}"
            said = [*_argument(at.at), keys]
        case EventJoined():
            said = []
            if all(part.position is not None for part in at.parts):
                said.append(f"positions = {_text([part.position for part in at.parts])}")
            if all(part.keywords for part in at.parts):
                said.append(f"keywords = {_text([part.keywords[0] for part in at.parts])}")
        case EventClass():
            said = [*_argument(at.at), "class_name = true"]
        case EventFixed():
            said = [f"name = {_text(at.name)}"]
        case _:
            assert_never(at)
    return f"{{{', '.join(said)}}}"


def properties_toml(
    at: EventAt, calls: Sequence[Placed], linker: Linker, parameters: tuple[str, ...], *, is_python: bool
) -> str | None:
    """Where the properties of these calls are, as it is written; None where nothing tells it."""
    match at:
        case EventKeys():
            inside = _most(_members(calls, at.at), len(calls) / 2)
            return "{rest = true}" if inside is None else f"{{key = {_text(inside)}}}"
        case EventClass():
            return "{kwargs = true}"
        case EventText() | EventJoined() | EventFixed():
            pass
        case _:
            assert_never(at)
    counts: dict[Argument, int] = {}
    for path, call in calls:
        for argument, given in _arguments(call):
            if _is_object(given, path, linker):
                place = _both(argument, parameters) if is_python else argument
                counts[place] = counts.get(place, 0) + 1
    if counts:
        best = max(counts, key=lambda one: (_is_named_so(one, parameters), counts[one]))
        return f"{{{', '.join(_argument(best))}}}"
    named = _named_so(at, calls, parameters, is_python=is_python)
    if named is not None:
        return f"{{{', '.join(_argument(named))}}}"
    own = {keyword for part in _parts(at) for keyword in part.keywords}
    if is_python and any(entry.key not in own for _, call in calls for entry in call.keywords):
        return "{kwargs = true}"
    return None


def _named_so(
    at: EventAt, calls: Sequence[Placed], parameters: tuple[str, ...], *, is_python: bool
) -> Argument | None:
    """The argument that is called like properties, where the calls give variables there."""
    counts: Counter[Argument] = Counter()
    own = {(one.position, one.keywords) for one in _parts(at)}
    for _, call in calls:
        for argument, _ in _arguments(call):
            place = _both(argument, parameters) if is_python else argument
            position = argument.position
            names = parameters[position : position + 1] if position is not None else argument.keywords
            if any(map(is_named_so, names)) and (place.position, place.keywords) not in own:
                counts[place] += 1
    return max(counts, key=lambda one: counts[one], default=None)


def _parts(at: EventAt) -> tuple[Argument, ...]:
    match at:
        case EventText() | EventKeys() | EventClass():
            return (at.at,)
        case EventJoined():
            return at.parts
        case EventFixed():
            return ()
        case _:
            assert_never(at)


def _arguments(call: Call) -> Iterator[tuple[Argument, Expression]]:
    for position, given in enumerate(call.arguments):
        yield Argument(position=position), given
    for entry in call.keywords:
        yield Argument(keywords=(entry.key,)), entry.value


def _members(calls: Sequence[Placed], at: Argument) -> Iterator[str]:
    """The members, called like properties, of the objects that have the event."""
    for _, call in calls:
        given = (
            call.arguments[at.position]
            if at.position is not None and at.position < len(call.arguments)
            else None
        )
        if isinstance(given, Object):
            yield from (entry.key for entry in given.entries if entry.key in _PROPERTIES)


def _most(keys: Iterator[str], least: float) -> str | None:
    counts: dict[str, int] = {}
    for key in keys:
        counts[key] = counts.get(key, 0) + 1
    best = max(counts, key=lambda one: counts[one], default=None)
    return best if best is not None and counts[best] >= least else None


def _is_object(given: Expression, path: str, linker: Linker) -> bool:
    return any(
        isinstance(placed.expression, Object)
        or (isinstance(placed.expression, Made) and placed.expression.callee[-1:] == ("dict",))
        for placed in linker.options(given, path)
    )


def _is_named_so(at: Argument, parameters: tuple[str, ...]) -> bool:
    names = (*at.keywords, *(parameters[at.position : at.position + 1] if at.position is not None else ()))
    return any(name.lower() in _PROPERTIES for name in names)


def _argument(at: Argument) -> list[str]:
    said = [] if at.position is None else [f"position = {at.position}"]
    return said + ([f"keyword = {_text(at.keywords[0])}"] if at.keywords else [])


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
