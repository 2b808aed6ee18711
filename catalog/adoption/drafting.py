"""What was seen of a property → its draft: a type, bounds with room, and whether it was always there."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from catalog.adoption.observed import Seen, SeenEvent
from catalog.loading.yaml_text import Plain
from catalog.model.category import SHIPPED
from catalog.model.words import words_of

ROOMS: Final = (32, 64, 128, 255, 500, 1_000, 2_000, 5_000, 10_000, 65_535)
"""Lengths that a draft states: the least that leaves what was seen half as much room again."""
ENOUGH: Final = 3
"""Seen less often than so, a property is not called required: one payload proves nothing."""
UNSEEN: Final = "string"
"""The type of what only source code sends, from a variable that says nothing of it."""
_FLAGS: Final = frozenset({"is", "has", "was", "had", "can", "should", "did", "will"})
_STATES: Final = frozenset({"enabled", "disabled", "active", "success", "successful"})
_AMOUNTS: Final = frozenset({"count", "counts", "length", "size", "index", "position", "number"})
_MEASURES: Final = frozenset(
    {"ms", "seconds", "minutes", "hours", "duration", "percent", "score", "ratio", "total", "amount", "price"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafted:
    """The draft of one property, and what about it a person has to decide."""

    plain: dict[str, Plain]
    suggested: Mapping[str, str] = field(default_factory=dict)
    """Path inside the property, empty for itself → the data category that names or values suggest."""
    disagreeing: tuple[str, ...] = ()
    """The types that were seen, where they are several."""
    is_guess: bool = False
    """Whether nothing tells its type."""


def drafted(name: str, seen: Seen, of: SeenEvent) -> Drafted:
    """The draft of one property of an event."""
    suggested: dict[str, str] = {}
    plain = _plain(seen, name, (), suggested)
    kinds = tuple(sorted(kind for kind in _kinds(seen) if kind != "unknown"))
    if of.times >= ENOUGH and seen.times >= of.times:
        plain["required"] = True
    return Drafted(
        plain=plain,
        suggested=suggested,
        disagreeing=kinds if len(kinds) > 1 else (),
        is_guess=not kinds,
    )


def _kinds(seen: Seen) -> set[str]:
    """The types that were seen; whole numbers are numbers where others are, too."""
    found = {kind for kind, times in seen.kinds.items() if times}
    return found - {"integer"} if "number" in found else found


def _plain(seen: Seen, name: str, path: tuple[str, ...], suggested: dict[str, str]) -> dict[str, Plain]:
    kinds = _kinds(seen) - {"unknown"}
    kind = max(sorted(kinds), key=lambda one: seen.kinds[one]) if kinds else _by_name(name)
    category = _suggested(seen)
    if category is not None:
        suggested[".".join(path)] = category
    made = _of_kind(kind, seen, name, path, suggested)
    if seen.nulls:
        made["nullable"] = True
    return made


def _by_name(name: str) -> str:
    """The type that a name suggests: of `isActive` a flag, of `item_count` a number."""
    words = words_of(name) or ("",)
    if words[0] in _FLAGS or words[-1] in _STATES:
        return "boolean"
    last = words[-1]
    if last in _AMOUNTS:
        return "integer"
    return "number" if last in _MEASURES else UNSEEN


def _suggested(seen: Seen) -> str | None:
    """The most sensitive category that was seen."""
    known = [category for category in seen.categories if category in SHIPPED]
    return max(known, key=lambda one: (SHIPPED[one].sensitivity.rank, one), default=None)


def _of_kind(
    kind: str, seen: Seen, name: str, path: tuple[str, ...], suggested: dict[str, str]
) -> dict[str, Plain]:
    match kind:
        case "boolean":
            return {"type": "boolean"}
        case "integer" | "number":
            low = seen.low
            return {"type": kind, "minimum": 0} if low is not None and low >= 0 else {"type": kind}
        case "array":
            inner: dict[str, Plain] = {"type": UNSEEN, "maxLength": 255}
            if seen.items is not None and _kinds(seen.items):
                inner = _plain(seen.items, name, (*path, "items"), suggested)
            return {"type": "array", "items": inner, "maxItems": _room(seen.longest)}
        case "object" if seen.is_map:
            (together,) = seen.members.values()
            values = _plain(together, name, (*path, "values"), suggested)
            return {"type": "map", "keys": {"maxLength": _room(seen.longest_key)}, "values": values}
        case "object":
            members: dict[str, Plain] = {
                key: _plain(member, key, (*path, key), suggested)
                for key, member in sorted(seen.members.items())
            }
            return {"type": "object", "properties": members}
        case _:
            return _text(seen)


def _text(seen: Seen) -> dict[str, Plain]:
    if seen.literals is not None and len(seen.literals) > 1 and not seen.kinds["unknown"]:
        return {"type": "string", "enum": sorted(seen.literals)}
    if seen.longest:
        for one in ("timestamp", "date", "uuid", "uri"):
            if one in seen.formats:
                return {"type": one, "maxLength": _room(seen.longest)} if one == "uri" else {"type": one}
    return {"type": "string", "maxLength": _room(seen.longest or 128)}


def _room(longest: int) -> int:
    return next((room for room in ROOMS if room >= longest * 1.5), ROOMS[-1])
