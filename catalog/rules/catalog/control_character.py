"""A text holds a character that nobody sees."""

import re
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from catalog.findings import Pointer, Severity
from catalog.model.event import Alias, Reader
from catalog.model.types import Property
from catalog.model.values import Definition
from catalog.rules.defect import Defect, in_settings
from catalog.rules.fields import Field, Layout
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import quoted
from catalog.rules.view import View

# C0 and C1 without tab and line ends, U+2028 and U+2029, what turns the direction of text around (UAX #9 §2),
# and tags outside the flags that they belong to (UTS #51, annex C).
_STEERING: Final = (
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u2028-\u202e\u2066-\u2069]"
    r"|(?<![\U0001f3f4\U000e0020-\U000e007f])[\U000e0000-\U000e007f]"
)
# Without a width of their own, or blank: prose in some scripts needs them, but two values that differ in one
# alone look the same. Joiners stay, which letters and emoji need.
_HIDDEN: Final = (
    r"|[\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u2060-\u2064\u206a-\u206f"
    r"\u3164\ufeff\uffa0]"
)
_IN_PROSE: Final = re.compile(_STEERING)
_IN_VALUE: Final = re.compile(_STEERING + _HIDDEN)
_IN_NAME: Final = re.compile(_STEERING + _HIDDEN + r"|[\t\n\r\x85]")

_DEFINED: Final[Mapping[str, tuple[str, re.Pattern[str]]]] = {
    "description": ("the description", _IN_PROSE),
    "trigger": ("the trigger", _IN_PROSE),
    "readers": ("a reader", _IN_PROSE),
    "examples": ("an example", _IN_PROSE),
    "default": ("the default", _IN_PROSE),
    "const": ("the const", _IN_VALUE),
    "enum": ("a member of the enum", _IN_VALUE),
    "pattern": ("the pattern", _IN_VALUE),
    "aliases": ("an alias", _IN_NAME),
    "wire": ("the wire name", _IN_NAME),
    "code_name": ("the code name", _IN_NAME),
    "send_as": ("a name under 'send_as'", _IN_NAME),
    "unit": ("the unit", _IN_NAME),
}
"""What a definition says for itself: what sentences call it, and what it must not hold.

Names that another file defines are missing here: they are told there, or are unknown.
"""
_OF_FILES: Final = (
    "description",
    "trigger",
    "readers",
    "examples",
    "aliases",
    "wire",
    "code_name",
    "send_as",
)
"""Those of events, groups, contexts and entities."""
_SETTINGS_ELSEWHERE: Final = frozenset({"contexts", "receives", "otherwise", "when"})
_SETTINGS_PROSE: Final = frozenset(
    {"description", "contact", "controller", "contract", "how", "notice", "processor", "region"}
)


def check(view: View) -> Iterator[Defect]:
    """Every text that a definition says for itself: what people read, and what payloads and code carry."""
    for pointer, text, unseen in _settings(view.settings.model_dump(), ()):
        found = _found(text, unseen)
        if found:
            place = ".".join(str(step) for step in pointer if isinstance(step, str))
            yield in_settings(_sentence(quoted(place), found), *pointer)
    layout = view.layout
    for home in layout.homes:
        for pointer, what, found in _in(home.definition, _OF_FILES):
            yield home.defect(_sentence(f"{what} of {quoted(home.name)}", found), *pointer)
    for item, keys in _stating(layout):
        for pointer, what, found in _in(item.definition, keys):
            yield item.defect(_sentence(f"{what} of {item.title}", found), *pointer)
    for one in layout.keys:
        for pointer, what, found in _in(one.definition, ("pattern",)):
            yield one.defect(_sentence(f"{what} of the keys of {quoted(one.name)}", found), *pointer)
    for allowance in layout.allowances:
        found = _found(allowance.reason, _IN_PROSE)
        if found:
            yield allowance.defect(_sentence("the reason of an allowance", found))
    for other in layout.others:
        # Elsewhere such a name is naming/unusual-property-name; what an SDK sends is not ours to name.
        if other.home.kind == "context" and (found := _found(other.name, _IN_NAME)):
            yield other.defect(_sentence(f"the name {other.title}", found))


def _stating(layout: Layout) -> Iterator[tuple[Field[Property], tuple[str, ...]]]:
    """The properties that say something worth a look, with the keys under which they do."""
    for item in layout.fields:
        definition = item.definition
        text = definition.description
        # Nearly every text is clean, and there are tens of thousands.
        if (
            (text is not None and not (text.isascii() and text.isprintable()))
            or definition.unit is not None
            or definition.code_name is not None
        ):
            yield item, ("description", "unit", "code_name")
    yield from ((item, ("default", "examples")) for item in layout.shown)
    yield from ((item, ("enum", "const")) for item in layout.chosen)
    yield from ((item, ("pattern",)) for item in layout.strings if item.definition.pattern is not None)
    yield from ((item, ("send_as",)) for item in layout.routed)


def _in(definition: Definition, keys: tuple[str, ...]) -> Iterator[tuple[Pointer, str, str]]:
    """Where a definition holds an unseen character under some of its keys, in what, and which one."""
    given = definition.__dict__
    for key in keys:
        value = given.get(key)
        if _is_plain(value):
            continue
        what, unseen = _DEFINED[key]
        for pointer, text in _texts(value, (key,), with_keys=key != "send_as"):
            found = _found(text, unseen)
            if found:
                yield pointer, what, found


def _is_plain(value: object) -> bool:
    """Whether a value holds printable ASCII alone, as nearly all do: ten times as fast as the search."""
    if isinstance(value, str):
        return value.isascii() and value.isprintable()
    if value is None or isinstance(value, int | float):
        return True
    if isinstance(value, dict | MappingProxyType):
        return all(map(_is_plain, value)) and all(map(_is_plain, value.values()))
    return isinstance(value, tuple | list) and all(map(_is_plain, value))


def _texts(value: object, pointer: Pointer, *, with_keys: bool) -> Iterator[tuple[Pointer, str]]:
    """Every text in a value, with the way to it."""
    if isinstance(value, str):
        yield pointer, value
    elif isinstance(value, Alias):
        yield (*pointer, "name"), value.name
        yield from (((*pointer, "rename", name), name) for name in value.rename)
    elif isinstance(value, Reader):
        yield (*pointer, "team"), value.team
        yield (*pointer, "url"), value.url or ""
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            if with_keys:
                yield (*pointer, key), key
            yield from _texts(inner, (*pointer, key), with_keys=with_keys)
    elif isinstance(value, Sequence):
        for index, inner in enumerate(value):
            yield from _texts(inner, (*pointer, index), with_keys=with_keys)


def _settings(value: object, pointer: Pointer) -> Iterator[tuple[Pointer, str, re.Pattern[str]]]:
    """Every text that catalog.yaml says for itself, with the way to it and what it must not hold."""
    if isinstance(value, str):
        yield pointer, value, _IN_PROSE if pointer[-1] in _SETTINGS_PROSE else _IN_NAME
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            below = (*pointer, key)
            if below in (("severities",), ("modes",)) or (len(below) > 2 and key in _SETTINGS_ELSEWHERE):
                continue
            if len(below) == 3 and below[0] == "destinations" and key == "purposes":
                continue
            yield below, key, _IN_NAME
            yield from _settings(inner, below)
    elif isinstance(value, Sequence):
        for index, inner in enumerate(value):
            yield from _settings(inner, (*pointer, index))


def _found(text: str, unseen: re.Pattern[str]) -> str:
    """The first character of a text that nobody sees; empty when there is none."""
    if text.isascii() and text.isprintable():  # nearly all are, and this is much cheaper
        return ""
    found = unseen.search(text)
    return found.group() if found else ""


def _sentence(what: str, character: str) -> str:
    return f"{what} holds the unseen character U+{ord(character):04X}; take it out"


RULE: Final = Rule(
    id="catalog/control-character",
    summary="A text holds a character that nobody sees.",
    why=(
        "It steers terminals, breaks the files that are generated from the catalog, or shows a reviewer "
        "another text than the one that is there."
    ),
    bad={
        "timer/stopped.yaml": """\
description: "A running timer is \\x1b[8mnot \\x1b[0mstopped."
""",
    },
    good={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
""",
    },
    severity=Severity.WARNING,
    since="0.1.0",
    scope=Scope.EVENT,
    check=check,
)
