"""Truncation leaves a value whole, or nothing of it."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.model.category import Handling, covers
from catalog.model.types import Property
from catalog.rules.defect import Defect
from catalog.rules.pii.policy import leaf_at, leaves_with
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import counted, listed, quoted
from catalog.rules.view import Field, KeysField, View
from catalog.schema.treatment import ADDRESS, Cut, Leaf

_BITS: Final = (32, 128)


def check(view: View) -> Iterator[Defect]:
    """Truncated texts that are never longer than what is left, and truncated booleans."""
    for item, where in leaves_with(view, Handling.TRUNCATE):
        if isinstance(item, KeysField):
            yield from _keys(view, item, where)
            continue
        whole: dict[str, list[str]] = {}
        for name in where:
            left = leaf_at(view, item, name)
            if left is not None:
                said = _futile(left)
                if said is not None:
                    whole.setdefault(said, []).append(name)
        for said, names in whole.items():
            yield _defect(item, said, names)
            break  # one place, one finding


def _defect(item: Field[Property], said: str, names: list[str]) -> Defect:
    asked = [name for name in names if name in item.definition.handling]
    place = ("handling", asked[0]) if asked else ("type",)
    right = "say so with 'drop'" if said == _BOOLEAN else "drop, mask or hash it there"
    return item.defect(
        f"{item.subject('is', 'are')} truncated at {listed(names)}, and {said}; {right}", *place
    )


_BOOLEAN: Final = "a boolean has no part that says less, so nothing of it gets there"


def _futile(leaf: Leaf) -> str | None:
    """Why truncation does nothing to a leaf, or leaves nothing of it."""
    definition = leaf.definition
    if leaf.handling is Handling.DROP and definition.type == "boolean":
        return _BOOLEAN
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
        largest = _largest(definition.enum or (), definition.minimum, definition.maximum)
        if definition.type == "integer" and largest is not None and largest < 10**leaf.limits.digits:
            return f"it stays whole: {counted(leaf.limits.digits, 'digit')} can be left, and it has no more"
    return None


def _largest(members: tuple[float, ...], low: float | None, high: float | None) -> float | None:
    if members:
        return max(abs(one) for one in members)
    return None if low is None or high is None else max(abs(low), abs(high))


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
        "choice gets there as it is, and a flag not at all."
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
