"""Truncation leaves a value whole, or nothing of it."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.model.category import Handling, covers
from catalog.model.types import IntegerType, NumberType, Property
from catalog.privacy.transforms import act_of
from catalog.rules.defect import Defect
from catalog.rules.pii.policy import leaf_at, leaves_with
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import counted, listed, quoted
from catalog.rules.view import Field, KeysField, View
from catalog.schema.treatment import ADDRESS, Cut, Leaf

_BITS: Final = (32, 128)
_LOCATION: Final = "user.location.precise"


def check(view: View) -> Iterator[Defect]:
    """Truncated texts and numbers that never have more than what is left, coordinates, and flags."""
    for item, where in leaves_with(view, Handling.TRUNCATE):
        if isinstance(item, KeysField):
            yield from _keys(view, item, where)
            continue
        whole: dict[str, list[str]] = {}
        for name in where:
            left = leaf_at(view, item, name)
            if left is not None:
                said = _futile(left, name)
                if said is not None:
                    whole.setdefault(said, []).append(name)
        for said, names in whole.items():
            yield _defect(item, said, names)
            break  # one place, one finding


def _defect(item: Field[Property], said: str, names: list[str]) -> Defect:
    asked = [name for name in names if name in item.definition.handling]
    place = ("handling", asked[0]) if asked else ("type",)
    right = _RIGHT.get(said, "drop, mask or hash it there")
    return item.defect(
        f"{item.subject('is', 'are')} truncated at {listed(names)}, and {said}; {right}", *place
    )


_COORDINATE: Final = (
    "near the equator and the prime meridian the leading digits of a coordinate are all of it"
)
_WHOLE: Final = {
    kind: f"a {kind} has no part that says less, so nothing of it gets there" for kind in ("boolean", "flag")
}
_RIGHT: Final = {
    **dict.fromkeys(_WHOLE.values(), "say so with 'drop'"),
    _COORDINATE: "drop it there, and send the region if it is needed",
}


def _futile(leaf: Leaf, destination: str) -> str | None:
    """Why truncation does nothing to a leaf, or leaves nothing of it."""
    definition = leaf.definition
    if leaf.handling is Handling.DROP and definition.type in _WHOLE:
        return _WHOLE[definition.type]
    if leaf.cut is Cut.CHARACTERS and definition.type == "string":
        longest = definition.max_length
        stated = definition.enum or (() if definition.const is None else (definition.const,))
        if stated:
            longest = max(len(one) for one in stated)
        if longest is not None and longest <= leaf.limits.characters:
            return f"it stays whole: {_whole(longest, leaf.limits.characters)}"
    if leaf.cut is Cut.NETWORK and (leaf.limits.ipv4, leaf.limits.ipv6) == _BITS:
        return "it stays whole: all bits of an address are left"
    if leaf.cut is Cut.DIGITS and (definition.type == "integer" or definition.type == "number"):
        if leaf.data is not None and covers(_LOCATION, leaf.data):
            return _COORDINATE
        if _has_few_digits(leaf, definition, destination):
            return f"it stays whole: {counted(leaf.limits.digits, 'digit')} can be left, and it has no more"
    return None


def _has_few_digits(leaf: Leaf, definition: IntegerType | NumberType, destination: str) -> bool:
    """Whether truncation changes none of the numbers that a contract lets through."""
    members = definition.enum or (() if definition.const is None else (definition.const,))
    if members:
        act = act_of(leaf, destination, None)
        return act is not None and all(act(one) == one for one in members)
    if definition.type != "integer":
        return False  # between any two numbers there is one with more digits
    largest = _largest(definition)
    step = 1 if definition.multiple_of is None else definition.multiple_of
    while step % 10 == 0 and largest is not None:  # of tens, the last digit says nothing
        step, largest = step // 10, largest // 10
    return largest is not None and largest < 10**leaf.limits.digits


def _largest(definition: IntegerType) -> int | None:
    """The largest amount that an integer can have, with its sign left out; None when there is none."""
    lows = (definition.minimum, _next(definition.exclusive_minimum, 1))
    highs = (definition.maximum, _next(definition.exclusive_maximum, -1))
    low = max((one for one in lows if one is not None), default=None)
    high = min((one for one in highs if one is not None), default=None)
    return None if low is None or high is None else max(abs(low), abs(high))


def _next(bound: int | None, by: int) -> int | None:
    return None if bound is None else bound + by


def _whole(longest: int, left: int) -> str:
    return f"{counted(left, 'character')} can be left, of at most {longest:,}"


def _keys(view: View, keys: KeysField, where: tuple[str, ...]) -> Iterator[Defect]:
    data, longest = keys.definition.data, keys.definition.max_length
    if longest is None or (data is not None and covers(ADDRESS, data)):
        return
    limits = {name: view.settings.destinations[name].truncate.characters for name in where}
    names = [name for name in where if longest <= limits[name]]
    if names:
        yield keys.defect(
            f"the keys of {quoted(keys.name)} are truncated at {listed(names)}, and they stay whole: "
            f"{_whole(longest, limits[names[0]])}; drop, mask or hash them there",
            "maxLength",
        )


RULE: Final = Rule(
    id="pii/futile-truncation",
    summary="Truncation leaves a value whole, or nothing of it.",
    why=(
        "Whoever reads `truncate` believes that the destination gets less; a short text, a single digit or a "
        "choice gets there as it is, and a flag not at all. Leading digits are kept, so that of numbers "
        "that can be small, such as ages and coordinates, the small ones stay whole."
    ),
    bad={
        "timer/stopped.yaml": """\
destinations: [log]
properties:
  label: {description: What the user typed., type: string, maxLength: 20, data: user.content}
""",
    },
    good={
        "timer/stopped.yaml": """\
destinations: [log]
properties:
  note: {description: What the user typed., type: string, maxLength: 500, data: user.content}
  label:
    description: What the user typed.
    type: string
    maxLength: 20
    data: user.content
    handling: {log: mask}
""",
    },
    severity=Severity.WARNING,
    since="0.1.0",
    scope=Scope.PROPERTY,
    check=check,
    needs_settings=True,
)
