"""A change in words: what happened, from what to what; where and to which events is told beside it."""

import json
from collections.abc import Mapping
from typing import Final

from catalog.diff.change import KEYS, Change, Part, Subject, Verb
from catalog.diff.members import differing, names, of_alias, of_mapping
from catalog.model.values import Json

_MAX_SHOWN: Final = 60

_SENTENCES: Final[Mapping[tuple[Subject, Verb], str]] = {
    (Subject.EVENT, Verb.ADDED): "the event is new",
    (Subject.EVENT, Verb.REMOVED): "the event is gone",
    (Subject.EVENT, Verb.RENAMED): "the event {old} is called {new} now",
    (Subject.EVENT, Verb.RETIRED): "the event is retired, and was {old}",
    (Subject.EVENT, Verb.REVIVED): "the event was retired and is {new} again",
    (Subject.STATUS, Verb.CHANGED): "the event is {new}, and was {old}",
    (Subject.READER, Verb.ADDED): "{new} reads the event now",
    (Subject.READER, Verb.REMOVED): "{old} no longer reads the event",
    (Subject.REPLACEMENT, Verb.ADDED): "{new} replaces the event",
    (Subject.REPLACEMENT, Verb.REMOVED): "nothing replaces the event any more; it was {old}",
    (Subject.REPLACEMENT, Verb.CHANGED): "{new} replaces the event, and {old} did before",
    (Subject.EXPIRY, Verb.ADDED): "the event expires after {new}",
    (Subject.EXPIRY, Verb.REMOVED): "the event no longer expires; it was to after {old}",
    (Subject.EXPIRY, Verb.CHANGED): "the event expires after {new}, and was to after {old}",
    (Subject.WINDOW, Verb.ADDED): "payloads of older versions are accepted {new} now",
    (
        Subject.WINDOW,
        Verb.REMOVED,
    ): "payloads of older versions are accepted as catalog.yaml says, and {old} before",
    (Subject.WINDOW, Verb.LENGTHENED): "payloads of older versions are accepted {new}, and {old} before",
    (Subject.WINDOW, Verb.SHORTENED): "payloads of older versions are accepted {new}, and {old} before",
    (Subject.OWNER, Verb.CHANGED): "the event belongs to {new}, and belonged to {old}",
    (Subject.OWNER, Verb.ADDED): "the event belongs to {new} now",
    (Subject.OWNER, Verb.REMOVED): "the event belongs to nobody now, and belonged to {old}",
    (Subject.CATEGORY, Verb.ADDED): "the data of {what} is {new}, and was unclassified",
    (Subject.CATEGORY, Verb.REMOVED): "the data of {what} is unclassified, and was {old}",
    (Subject.CATEGORY, Verb.RAISED): "the data of {what} is {new}, and was the less sensitive {old}",
    (Subject.CATEGORY, Verb.LOWERED): "the data of {what} is {new}, and was the more sensitive {old}",
    (Subject.CATEGORY, Verb.CHANGED): "the data of {what} is {new}, and was {old}",
    (Subject.HANDLING, Verb.TIGHTENED): "{destination} gets less of {what}: {new} now, {old} before",
    (Subject.HANDLING, Verb.LOOSENED): "{destination} gets more of {what}: {new} now, {old} before",
    (Subject.HANDLING, Verb.CHANGED): "{destination} gets {what} in another form: {new} now, {old} before",
    (Subject.IDENTITY, Verb.CHANGED): "{destination} knows people by {new}, and by {old} before",
    (Subject.RETENTION, Verb.LENGTHENED): "{destination} keeps data {new}, and {old} before",
    (Subject.RETENTION, Verb.SHORTENED): "{destination} keeps data {new}, and {old} before",
    (Subject.ERASURE, Verb.ADDED): "{destination} erases people's data by {new}, which was not said before",
    (Subject.ERASURE, Verb.REMOVED): "{destination} no longer says how it erases people's data; it was {old}",
    (Subject.ERASURE, Verb.CHANGED): "{destination} erases people's data by {new}, and by {old} before",
    (Subject.DATA_SUBJECT, Verb.ADDED): "the purpose {name} concerns {new}, which was not said before",
    (Subject.DATA_SUBJECT, Verb.REMOVED): "the purpose {name} no longer says whom it concerns; it was {old}",
    (Subject.DATA_SUBJECT, Verb.CHANGED): "the purpose {name} concerns {new}, and concerned {old}",
    (Subject.BASIS, Verb.ADDED): "the purpose {name} rests on {new}, which was not said before",
    (Subject.BASIS, Verb.REMOVED): "the purpose {name} no longer says what it rests on; it was {old}",
    (Subject.BASIS, Verb.CHANGED): "the purpose {name} rests on {new}, and rested on {old}",
    (Subject.DRIFT, Verb.TIGHTENED): "personal data where none is declared is {new} now, and was {old}",
    (Subject.DRIFT, Verb.LOOSENED): "personal data where none is declared is {new} now, and was {old}",
    (Subject.WIRE_NAME, Verb.CHANGED): "the event arrives as {new}, and arrived as {old}",
    (Subject.ALIAS, Verb.ADDED): "the event arrives as {key} too",
    (Subject.ALIAS, Verb.REMOVED): "the event no longer arrives as {key}",
    (Subject.SENT_NAME, Verb.ADDED): "{destination} receives {what} as {new} now",
    (
        Subject.SENT_NAME,
        Verb.REMOVED,
    ): "{destination} receives {what} under its own name, and as {old} before",
    (Subject.SENT_NAME, Verb.CHANGED): "{destination} receives {what} as {new}, and as {old} before",
    (Subject.UNDECLARED, Verb.TIGHTENED): "undeclared properties are {new} now, and were {old}",
    (Subject.UNDECLARED, Verb.LOOSENED): "undeclared properties are {new} now, and were {old}",
    (Subject.KEPT_NAME, Verb.ADDED): "{what} was kept undeclared and is declared now",
    (Subject.KEPT_NAME, Verb.REMOVED): "{what} was declared and is kept undeclared now",
    (Subject.PROPERTY, Verb.ADDED): "{what} is new: {new}",
    (Subject.PROPERTY, Verb.REMOVED): "{what} is gone",
    (Subject.PROPERTY, Verb.RENAMED): "property {old} is called {new} now",
    (Subject.REQUIREMENT, Verb.ADDED): "{what} is required now",
    (Subject.REQUIREMENT, Verb.REMOVED): "{what} is no longer required",
    (Subject.TYPE, Verb.WIDENED): "{what} went from {old} to the wider {new}",
    (Subject.TYPE, Verb.NARROWED): "{what} went from {old} to the narrower {new}",
    (Subject.TYPE, Verb.CHANGED): "{what} changed from {old} to {new}",
    (Subject.CONSTRAINT, Verb.ADDED): "{what} has {key} {new} now",
    (Subject.CONSTRAINT, Verb.REMOVED): "{what} has no {key} any more; it was {old}",
    (Subject.CONSTRAINT, Verb.TIGHTENED): "{key} of {what} went from {old} to the stricter {new}",
    (Subject.CONSTRAINT, Verb.LOOSENED): "{key} of {what} went from {old} to the wider {new}",
    (Subject.CONSTRAINT, Verb.CHANGED): "{key} of {what} changed from {old} to {new}",
    (Subject.VALUE, Verb.ADDED): "{what} may be {new} now",
    (Subject.VALUE, Verb.REMOVED): "{what} may no longer be {old}",
    (Subject.NULL, Verb.ADDED): "{what} may be null now",
    (Subject.NULL, Verb.REMOVED): "{what} may no longer be null",
    (Subject.DEPRECATION, Verb.ADDED): "{what} is deprecated now",
    (Subject.DEPRECATION, Verb.REMOVED): "{what} is no longer deprecated",
    (Subject.UNIT, Verb.ADDED): "{what} is in {new}, which was not said before",
    (Subject.UNIT, Verb.REMOVED): "{what} no longer says its unit; it was {old}",
    (Subject.UNIT, Verb.CHANGED): "{what} is in {new}, and was in {old}",
    (Subject.CODE_NAME, Verb.ADDED): "{what} is called {new} in generated code now",
    (Subject.CODE_NAME, Verb.REMOVED): "{what} has its own name in generated code again, and was {old}",
    (Subject.CODE_NAME, Verb.CHANGED): "{what} is called {new} in generated code, and was {old}",
    (Subject.TRUNCATION, Verb.ADDED): "{destination} truncates to {new} now",
    (Subject.TRUNCATION, Verb.REMOVED): "{destination} truncates to the default again, and to {old} before",
    (Subject.TRUNCATION, Verb.CHANGED): "{destination} truncates to {new}, and to {old} before",
    (Subject.CONSENT, Verb.ADDED): "{destination} needs consent now",
    (Subject.CONSENT, Verb.REMOVED): "{destination} no longer needs consent",
    (
        Subject.RECEIPT,
        Verb.TIGHTENED,
    ): "{destination} gets less of {key}: {new} now, {old} before",
    (Subject.RECEIPT, Verb.LOOSENED): "{destination} gets more of {key}: {new} now, {old} before",
    (Subject.RECEIPT, Verb.CHANGED): "{destination} gets {key} in another form: {new} now, {old} before",
    (Subject.SENSITIVITY, Verb.RAISED): "the category {name} is more sensitive: {new}, and was {old}",
    (Subject.SENSITIVITY, Verb.LOWERED): "the category {name} is less sensitive: {new}, and was {old}",
}

_OF_DESTINATIONS: Final[Mapping[tuple[Subject, Verb], str]] = {
    (Subject.PURPOSE, Verb.ADDED): "{destination} serves the purpose {new} now",
    (Subject.PURPOSE, Verb.REMOVED): "{destination} no longer serves the purpose {old}",
    (Subject.CONTEXT, Verb.ADDED): "{destination} takes the context {new} now",
    (Subject.CONTEXT, Verb.REMOVED): "{destination} no longer takes the context {old}",
    (Subject.RESERVED_NAME, Verb.ADDED): "{destination} keeps the name {new} for itself now",
    (Subject.RESERVED_NAME, Verb.REMOVED): "{destination} no longer keeps the name {old} for itself",
    (Subject.AGREEMENT, Verb.ADDED): "the contract with {destination} is {new}, which was not said before",
    (Subject.AGREEMENT, Verb.REMOVED): "the contract with {destination} is no longer said; it was {old}",
    (Subject.AGREEMENT, Verb.CHANGED): "the contract with {destination} changed from {old} to {new}",
}
"""Entries of a destination's own lists and texts in catalog.yaml."""

_GENERAL: Final[Mapping[Verb, str]] = {
    Verb.ADDED: "{subject}{of} is {new} now; nothing was said before",
    Verb.REMOVED: "{subject}{of} is no longer said; it was {old}",
    Verb.CHANGED: "{subject}{of} changed from {old} to {new}",
    Verb.TIGHTENED: "{subject}{of} is stricter: {new} now, {old} before",
    Verb.LOOSENED: "{subject}{of} is softer: {new} now, {old} before",
    Verb.RAISED: "{subject}{of} is more sensitive: {new} now, {old} before",
    Verb.LOWERED: "{subject}{of} is less sensitive: {new} now, {old} before",
    Verb.LENGTHENED: "{subject}{of} is longer: {new} now, {old} before",
    Verb.SHORTENED: "{subject}{of} is shorter: {new} now, {old} before",
    Verb.WIDENED: "{subject}{of} is wider: {new} now, {old} before",
    Verb.NARROWED: "{subject}{of} is narrower: {new} now, {old} before",
    Verb.RENAMED: "{old} is called {new} now",
    Verb.RETIRED: "{subject}{of} is retired",
    Verb.REVIVED: "{subject}{of} is back",
}

_ENTRIES: Final[Mapping[Subject, str]] = {
    Subject.PURPOSE: "the purpose {new}{old}",
    Subject.READER: "the reader {new}{old}",
    Subject.CONTEXT: "the context {new}{old}",
    Subject.RESERVED_NAME: "the reserved name {new}{old}",
}
"""Subjects that are members of a list: they come and go by themselves."""


def said(change: Change) -> str:
    """What happened, in one sentence: lower case, no full stop; long values are shortened."""
    by_members = _by_members(change)
    if by_members:
        return by_members
    template = _SENTENCES.get((change.subject, change.verb))
    if change.part is Part.SETTINGS and change.destination is not None and change.name == change.destination:
        template = _OF_DESTINATIONS.get((change.subject, change.verb), template)
    words = _words(change)
    if _is_entry(change):
        template = _ENTRY_SENTENCES.get(change.verb, template)
    elif change.subject is Subject.DESTINATION and change.part is not Part.SETTINGS:
        template = _GOING.get((change.verb, change.key))
    if template is None and change.subject in _ENTRIES and change.verb in (Verb.ADDED, Verb.REMOVED):
        verb = "is new" if change.verb is Verb.ADDED else "is gone"
        shown = words["new"] if change.verb is Verb.ADDED else words["old"]
        return f"{_ENTRIES[change.subject].format(new=shown, old='')} {verb}{words['of']}"
    return (template or _GENERAL[change.verb]).format(**words)


_ENTRY_SENTENCES: Final[Mapping[Verb, str]] = {
    Verb.ADDED: "the {subject} {name} is new in catalog.yaml",
    Verb.REMOVED: "the {subject} {name} is gone from catalog.yaml",
    Verb.CHANGED: "the {subject} {name} changed in catalog.yaml: {differing}",
}
"""Whole entries of catalog.yaml: an owner, a purpose, a category, a destination, a role that approves."""


def _by_members(change: Change) -> str:
    """A sentence about a value with members; empty where there is none."""
    match change.subject:
        case Subject.ALIAS if change.verb is Verb.CHANGED:
            told = of_alias(change.old, change.new, shown)
            return f"the alias {change.key} {told}" if told else f"the alias {change.key} changed"
        case Subject.SETTING:
            told = of_mapping(change.old, change.new, shown)
            return f"in {change.name}, {told}" if told else ""
        case Subject.WORDS if change.key == "allow":
            return _of_allowances(change)
        case Subject.WORDS if change.key == "examples":
            return f"the examples of {what_of(change)} {_OF_EXAMPLES.get(change.verb, 'changed')}"
        case _:
            return ""


_OF_EXAMPLES: Final[Mapping[Verb, str]] = {Verb.ADDED: "are new", Verb.REMOVED: "are gone"}


def _of_allowances(change: Change) -> str:
    """Which rules are allowed by now, or no longer."""
    before = change.old if isinstance(change.old, dict) else {}
    after = change.new if isinstance(change.new, dict) else {}
    more, less = sorted(after.keys() - before.keys()), sorted(before.keys() - after.keys())
    parts = [f"allows {', '.join(more)} now"] if more else []
    parts += [f"no longer allows {', '.join(less)}"] if less else []
    reasons = [rule for rule in sorted(after.keys() & before.keys()) if before[rule] != after[rule]]
    parts += [f"has another reason for allowing {', '.join(reasons)}"] if reasons else []
    return f"{what_of(change)} {', and '.join(parts)}" if parts else ""


_GOING: Final[Mapping[tuple[Verb, str | None], str]] = {
    (Verb.ADDED, None): "{what} goes to {destination} now",
    (Verb.REMOVED, None): "{what} no longer goes to {destination}",
    (Verb.ADDED, "*"): "{what} goes to every destination of its event now, and to {old} before",
    (Verb.REMOVED, "*"): "{what} goes to {new} only, and to every destination of its event before",
}
"""`*` is a property that says no destinations of its own."""


def _is_entry(change: Change) -> bool:
    """Whether a whole entry of catalog.yaml came, went or changed."""
    return change.part is Part.SETTINGS and change.key is None and len(_pointer(change)) == 2


def _pointer(change: Change) -> tuple[str | int, ...]:
    spot = change.now or change.was
    return () if spot is None else spot.pointer


def _words(change: Change) -> dict[str, str]:
    what = what_of(change)
    subject = change.key if change.subject is Subject.WORDS and change.key else change.subject.value
    subject = "role" if change.subject is Subject.APPROVAL else subject
    return {
        "what": what,
        "of": _of(change, what),
        "subject": subject.replace("-", " ").replace("_", " "),
        "key": change.key or "",
        "name": change.name or "",
        "destination": change.destination or "",
        "differing": differing(change.old, change.new) or "its words",
        "old": _value(change.subject, change.old),
        "new": _value(change.subject, change.new),
    }


def _value(subject: Subject, value: Json) -> str:
    """A value as a sentence about this subject says it."""
    match subject, value:
        case Subject.PROPERTY, dict():
            return _definition(value)
        case Subject.STATUS | Subject.EVENT, "draft":
            return "a draft"
        case Subject.UNDECLARED | Subject.DRIFT, str():
            return _DONE.get(value, value)
        case Subject.HANDLING, None:
            return "keep"
        case Subject.IDENTITY, "user_id":
            return "their id"
        case Subject.IDENTITY, "none":
            return "nothing"
        case Subject.IDENTITY, {"anonymous": pattern}:
            return f"a fingerprint {shown(pattern)}"
        case Subject.RETENTION, None:
            return "for ever"
        case Subject.RETENTION | Subject.WINDOW, int():
            return f"for {value} days"
        case Subject.READER, {"team": team}:
            return shown(team)
        case Subject.ERASURE, {"how": how, "days": days}:
            return f"{shown(how)} within {days} days"
        case Subject.TRUNCATION, dict():
            return ", ".join(f"{key} {one}" for key, one in value.items())
        case Subject.DATA_SUBJECT | Subject.DESTINATION | Subject.PURPOSE | Subject.CONTEXT, list():
            return ", ".join(shown(one) for one in value) or "nothing"
        case _:
            return shown(value)


_DONE: Final[Mapping[str, str]] = {
    "refuse": "refused",
    "drop": "dropped",
    "keep": "kept",
    "report": "reported",
    "redact": "redacted",
    "quarantine": "set aside",
}


def what_of(change: Change) -> str:
    """The thing that a change is about: `property 'address.city'`, `the event`."""
    if change.path:
        what = f"'{change.place}'"
        if change.path[-1] == KEYS:
            return f"a key of '{change.place.removesuffix(KEYS)}'"
        match change.part:
            case Part.CONTEXT:
                return f"context property {what} of {change.name}"
            case Part.PERSON:
                return f"person property {what}"
            case Part.GROUP:
                return f"property {what} of {change.name}"
            case _:
                return f"property {what}"
    if change.part is Part.EVENT:
        return "the event"
    return f"{change.name}" if change.name else "catalog.yaml"


def _of(change: Change, what: str) -> str:
    if change.part is Part.SETTINGS and change.destination is None and len(_pointer(change)) < 2:
        return f" '{change.name}'" if change.subject is Subject.SETTING else ""
    suffix = f" for {change.destination}" if change.destination and change.part is not Part.SETTINGS else ""
    return f" of {what}{suffix}"


def _definition(value: Json) -> str:
    """A property in brief."""
    if not isinstance(value, dict):
        return shown(value)
    parts = [str(value.get("type", ""))]
    parts += ["required"] if value.get("required") else []
    data = value.get("data")
    is_leaf = value.get("type") not in ("object", "map", "array")
    if is_leaf or data is not None:
        parts.append("unclassified" if data is None else f"data {data}")
    return ", ".join(part for part in parts if part)


def shown(value: Json) -> str:
    """A value as it is written, long ones shortened."""
    if isinstance(value, str):
        text = value if value.replace("-", "").replace("_", "").replace(".", "").isalnum() else f"'{value}'"
    else:
        text = json.dumps(value, ensure_ascii=False)
        if isinstance(value, list) and value and all(isinstance(one, str) for one in value):
            text = names(value, shown)
    return text if len(text) <= _MAX_SHOWN else f"{text[: _MAX_SHOWN - 1]}…"
