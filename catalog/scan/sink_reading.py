"""A sink as it is written in TOML → the sink, or what is wrong with it under which key."""

import re
from collections.abc import Callable, Collection, Mapping
from functools import lru_cache
from typing import Final

import re2

from catalog.model.nearest import nearest
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
    Sink,
)

_KEYS: Final = (
    *("id", "callee", "receiver", "path", "arguments", "event", "properties", "destination", "decoy"),
)
_EVENT_KEYS: Final = (
    *(
        "position",
        "keyword",
        "key",
        "keys",
        "positions",
        "keywords",
        "join",
        "class_name",
        "name",
        "prefix",
        "template",
    ),
)
_PROPERTIES_KEYS: Final = ("position", "keyword", "key", "rest", "kwargs", "except")
_NAME: Final = re.compile(r"[^\W\d]\w*|[$\w]+")


_IN_PATTERNS: Final = re.compile(r"[*+?|^\\()\[\]{}]|\$$")


class WrongSink(ValueError):
    """A sink that means nothing; `key` is the one that is wrong."""

    def __init__(self, key: str, reason: str) -> None:
        self.key = key
        self.reason = reason
        super().__init__(reason)


def sink_of(row: Mapping[str, object], *, preset: str | None = None) -> Sink:
    """The sink that a table says. Raises WrongSink."""
    _known(row, _KEYS, "a sink")
    callee = _text(row, "callee")
    if not callee:
        raise WrongSink("callee", "a sink needs a 'callee', the name of what is called")
    if _IN_PATTERNS.search(callee):
        raise WrongSink(
            "callee",
            f"'callee' is the name of one function and no pattern, as '{callee}' is",
        )
    if _NAME.fullmatch(callee) is None:
        last = callee.rpartition(".")[2]
        raise WrongSink(
            "callee", f"'callee' is one name, as '{last}'; what stands before it is its 'receiver'"
        )
    is_decoy = _truth(row, "decoy")
    receiver = _text(row, "receiver")
    event = row.get("event")
    if event is None and not is_decoy:
        raise WrongSink(
            "callee", "a sink needs an 'event', which says where the name is: event = {position = 0}"
        )
    return Sink(
        id=_text(row, "id") or callee,
        callee=callee,
        receiver=_expression(receiver) if receiver else None,
        is_bare=receiver == "",
        paths=_texts(row, "path"),
        arguments=_number(row, "arguments"),
        event=EventText(at=Argument(position=0)) if event is None else _event(_table(event, "event")),
        properties=None if "properties" not in row else _properties(row, event),
        destination=_text(row, "destination"),
        is_decoy=is_decoy,
        preset=preset,
    )


def _number(row: Mapping[str, object], key: str) -> int | None:
    found = row.get(key)
    if found is None or (isinstance(found, int) and not isinstance(found, bool) and found >= 0):
        return found
    raise WrongSink(key, f"'{key}' is the most positional arguments that a call has: {key} = 1")


def _event(row: Mapping[str, object]) -> EventAt:
    _known(row, _EVENT_KEYS, "'event'")
    if "name" in row:
        name = _text(row, "name")
        if not name or len(row) > 1:
            raise WrongSink(
                "event", "'name' says the event itself, so it stands alone: event = {name = \"a.b\"}"
            )
        return EventFixed(name=name)
    prefix, join = _text(row, "prefix") or "", _text(row, "join")
    if "positions" in row or "keywords" in row:
        parts = _parts(row)
        templates = _templates(row, len(parts))
        return EventJoined(
            parts=parts, join="." if join is None else join, prefix=prefix, templates=templates
        )
    keys = _texts(row, "keys")
    key = _text(row, "key")
    if keys or key:
        if keys and key:
            raise WrongSink("event", "'key' is one member and 'keys' are several; write one of them")
        at = _argument(row, "event", default=0)
        keys = keys or (str(key),)
        templates = _templates(row, len(keys))
        return EventKeys(
            at=at, keys=keys, join="." if join is None else join, prefix=prefix, templates=templates
        )
    at = _argument(row, "event")
    if _truth(row, "class_name"):
        return EventClass(at=at)
    if join is not None:
        raise WrongSink("event", "'join' is for the parts of a name; give 'positions' or 'keys'")
    return EventText(at=at, prefix=prefix, templates=_templates(row, 1))


def _templates(row: Mapping[str, object], parts: int) -> tuple[str, ...]:
    """What the parts of a name are put into."""
    templates = _texts(row, "template")
    if templates and ("prefix" in row or "join" in row):
        raise WrongSink("event", "'template' says where the parts of a name go, so no 'prefix' and no 'join'")
    for template in templates:
        if template.count(HOLE) != parts:
            raise WrongSink(
                "event", f"'template' has a {HOLE} for each part of the name, of which there are {parts}"
            )
    return templates


def _parts(row: Mapping[str, object]) -> tuple[Argument, ...]:
    positions, keywords = row.get("positions", []), _texts(row, "keywords")
    if not isinstance(positions, list) or not all(_is_position(one) for one in positions):
        raise WrongSink("event", "'positions' is a list of numbers, 0 being the first argument")
    if positions and keywords and len(positions) != len(keywords):
        raise WrongSink(
            "event", "'positions' and 'keywords' name the same parts, so there are as many of each"
        )
    count = max(len(positions), len(keywords))
    if not count:
        raise WrongSink("event", "'positions' names no argument")
    return tuple(
        Argument(
            position=positions[index] if positions else None,
            keywords=keywords[index : index + 1],
        )
        for index in range(count)
    )


def _properties(row: Mapping[str, object], event: object) -> PropertiesAt:
    table = _table(row["properties"], "properties")
    _known(table, _PROPERTIES_KEYS, "'properties'")
    leaving_out = frozenset(_texts(table, "except"))
    kinds = [name for name in ("rest", "kwargs") if _truth(table, name)]
    if len(kinds) > 1 or (kinds and {"position", "keyword", "key"} & table.keys()):
        raise WrongSink(
            "properties", "'rest', 'kwargs' and an argument are different places; write one of them"
        )
    if kinds == ["rest"]:
        return PropertiesRest(leaving_out=leaving_out)
    if kinds == ["kwargs"]:
        return PropertiesKeywords(leaving_out=leaving_out)
    key = _text(table, "key") or ""
    if key and not {"position", "keyword"} & table.keys() and isinstance(event, Mapping):
        # A member of the object that the event is in.
        return PropertiesArgument(at=_argument(event, "event", default=0), key=key, leaving_out=leaving_out)
    return PropertiesArgument(at=_argument(table, "properties"), key=key, leaving_out=leaving_out)


def _argument(row: Mapping[str, object], of: str, default: int | None = None) -> Argument:
    position, keywords = row.get("position"), _texts(row, "keyword")
    if position is not None and not _is_position(position):
        raise WrongSink(of, f"'position' of '{of}' is a number, 0 being the first argument")
    if position is None and not keywords:
        if default is None:
            raise WrongSink(of, f"'{of}' names no argument; write {of} = {{position = 0}}")
        position = default
    return Argument(position=position if isinstance(position, int) else None, keywords=keywords)


def _is_position(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 100


def _known(row: Mapping[str, object], keys: Collection[str], of: str) -> None:
    for key in row:
        if key not in keys:
            near = nearest(key, keys)
            right = f"did you mean '{near[0]}'" if near else f"known here: {', '.join(keys)}"
            raise WrongSink(key, f"{of} has no key '{key}'; {right}")


def _table(value: object, key: str) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise WrongSink(key, f"'{key}' is a table, as {key} = {{position = 0}}")
    return value


def _text(row: Mapping[str, object], key: str) -> str | None:
    found = row.get(key)
    if found is None or isinstance(found, str):
        return found
    raise WrongSink(key, f"'{key}' is text")


def _texts(row: Mapping[str, object], key: str) -> tuple[str, ...]:
    found = row.get(key, [])
    listed = [found] if isinstance(found, str) else found
    if not isinstance(listed, list) or not all(isinstance(one, str) and one for one in listed):
        raise WrongSink(key, f"'{key}' is text, or a list of texts")
    return tuple(one for one in listed if isinstance(one, str))


def _truth(row: Mapping[str, object], key: str) -> bool:
    found = row.get(key, False)
    if not isinstance(found, bool):
        raise WrongSink(key, f"'{key}' is true or false")
    return found


@lru_cache(maxsize=256)
def _expression(text: str) -> Callable[[str], object]:
    """What searches for a receiver, in a time that no expression makes longer than its text."""
    options = re2.Options()
    options.log_errors = False
    try:
        search: Callable[[str], object] = re2.compile(text, options).search
    except re2.error as error:
        said = error.args[0] if error.args else b""
        reason = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
        raise WrongSink(
            "receiver", f"'receiver' is no regular expression of RE2, which has no look-around: {reason}"
        ) from None
    return search
