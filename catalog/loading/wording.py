"""What one value of a definition is, and what to write instead: the sentences of wrong values."""

from collections.abc import Mapping
from typing import Final

from pydantic_core import ErrorDetails

from catalog.findings import Pointer
from catalog.model.nearest import nearest

_RIGHT: Final[Mapping[str, str]] = {
    "bool_type": "true or false",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "string_type": "text",
    "list_type": "a list, such as [a, b]",
    "tuple_type": "a list, such as [a, b]",
    "dict_type": "a mapping of keys to values",
    "mapping_type": "a mapping of keys to values",
    "model_type": "a mapping of keys to values",
    "model_attributes_type": "a mapping of keys to values",
    "date_from_datetime_parsing": "a date, such as 2027-03-31",
    "date_parsing": "a date, such as 2027-03-31",
    "date_type": "a date, such as 2027-03-31",
    "string_too_short": "some text or leave it out",
}
"""Pydantic's kinds of error → what to write instead."""

_FORMS: Final[Mapping[str, str]] = {
    r"^[a-z0-9][a-z0-9_-]*$": "small letters, digits, '_' and '-', a letter or a digit first",
    r"^https?://[^\s#?]+$": "an http or https address without '?', '#' and spaces",
}
"""The patterns of the settings, in words."""


def wrong_value(pointer: Pointer, details: ErrorDetails) -> str:
    """What one value is, and what to write instead."""
    error, context, given = details["type"], details.get("ctx", {}), details["input"]
    subject = _subject(pointer)
    if "[key]" in details["loc"]:
        return f"a name{_under(pointer)} is empty; write one, or leave the entry out"
    if error in ("enum", "literal_error"):
        choices = str(context["expected"]).replace("'", "").replace(" or ", ", ").split(", ")
        hint = nearest(given, choices) if isinstance(given, str) else ()
        if len(choices) == 1:
            return f"{subject} is {described(given)}; write {choices[0]}"
        if pointer and pointer[-1] == "identity":
            choices.append("{anonymous: pattern}")  # the other member of its union
        hinted = f"did you mean '{hint[0]}'" if hint else f"one of {', '.join(choices)}"
        return f"{subject} cannot be {_shown(given)}; {hinted}"
    if error == "string_too_long":
        length = len(given) if isinstance(given, str) else 0
        return f"{subject} has {length:,} characters; write at most {context['max_length']}"
    if not pointer and error in ("model_type", "model_attributes_type"):
        return f"{subject} is {described(given)}; a definition is a mapping of keys to values"
    wrong, right = described(given), _RIGHT.get(error)
    if error.startswith("int_") and isinstance(given, float) and given.is_integer() and abs(given) < 1e15:
        wrong, right = f"the number {wrong}", f"a whole number: {int(given)}"
    elif error == "string_type" and isinstance(given, int | float):
        wrong = wrong if isinstance(given, bool) else f"the number {wrong}"
        right = "it in quotes if it is a text"
    elif error == "greater_than_equal":
        right = f"{context['ge']} or more"
    elif error == "less_than_equal":
        right = f"{context['le']} or less"
    elif error == "string_pattern_mismatch":
        right = _FORMS.get(context["pattern"], f"text that matches {context['pattern']}")
    if given is None and len(pointer) > 1 and pointer[-2] == "enum":
        return f"{subject} is null; leave it out, 'nullable: true' adds null to the values"
    if right is None:
        return f"{subject} does not fit: {details['msg'][:1].lower()}{details['msg'][1:]}"
    return f"{subject} is {wrong}; write {right}"


def _under(pointer: Pointer) -> str:
    """Which mapping an entry stands in."""
    around = [step for step in pointer[:-1] if isinstance(step, str) and step]
    return f" under {quoted(around[-1])}" if around else ""


def described(value: object) -> str:
    """A value of the file, named so that nobody takes it for what it is not."""
    if isinstance(value, str):
        return f"the text {quoted(value)}" if value else "an empty text"
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return "empty"
    if isinstance(value, dict):
        return "a mapping"
    return "a list" if isinstance(value, list) else str(value)[:60]


def _subject(pointer: Pointer) -> str:
    names = [step for step in pointer if isinstance(step, str)]
    if not names:
        return "the file"
    member = f" member {pointer[-1] + 1}" if isinstance(pointer[-1], int) else ""
    return quoted(names[-1]) + member


def quoted(text: str) -> str:
    """A short text of a catalog file, quoted for a message."""
    clean = text if text.isprintable() else text.encode("unicode_escape").decode("ascii")
    return f"'{clean[:60]}…'" if len(clean) > 60 else f"'{clean}'"


def _shown(value: object) -> str:
    return quoted(value) if isinstance(value, str) else described(value)
