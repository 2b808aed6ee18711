"""Values with members in words: what of an alias, or of a key of catalog.yaml, is another than it was."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from catalog.model.values import Json

_NAMED: Final = 6
"""So many names are told; the rest is counted."""

Shown = Callable[[Json], str]
"""Writes one value."""


def of_alias(old: Json, new: Json, shown: Shown) -> str:
    """What arrives under an alias otherwise than before; empty where that cannot be told by its parts."""
    if not isinstance(old, dict) or not isinstance(new, dict):
        return ""
    was, now = old.get("sends"), new.get("sends")
    parts: list[str] = []
    if was != now:
        if isinstance(was, list) and isinstance(now, list):
            parts += _list(was, now, shown)
        else:
            parts.append(f"sends {_sent(now, shown)} now, and {_sent(was, shown)} before")
    before, after = old.get("rename") or {}, new.get("rename") or {}
    if isinstance(before, dict) and isinstance(after, dict) and before != after:
        parts += _renames(before, after, shown)
    return ", and ".join(parts)


def of_mapping(old: Json, new: Json, shown: Shown) -> str:
    """Which entries of a mapping came, went or say something else; empty for what is no mapping."""
    if not all(value is None or isinstance(value, dict) for value in (old, new)):
        return ""
    before, after = old if isinstance(old, dict) else {}, new if isinstance(new, dict) else {}
    keys = sorted(key for key in {*before, *after} if before.get(key) != after.get(key))
    parts = [_entry(key, before, after, shown) for key in keys[:_NAMED]]
    if len(keys) > _NAMED:
        parts.append(f"{len(keys) - _NAMED:,} more differ")
    return ", ".join(parts)


def differing(old: Json, new: Json) -> str:
    """The keys of an entry that differ, by name."""
    if not isinstance(old, dict) or not isinstance(new, dict):
        return ""
    return ", ".join(sorted(key for key in {*old, *new} if old.get(key) != new.get(key)))


def names(values: Sequence[Json], shown: Shown) -> str:
    """A list as it is said, a long one counted."""
    told = ", ".join(shown(value) for value in values[:_NAMED])
    return f"{told} and {len(values) - _NAMED:,} more" if len(values) > _NAMED else told


def _list(was: Sequence[Json], now: Sequence[Json], shown: Shown) -> Iterator[str]:
    more = [value for value in now if value not in was]
    less = [value for value in was if value not in now]
    if more:
        yield f"sends {names(more, shown)} too"
    if less:
        yield f"no longer sends {names(less, shown)}"
    if not more and not less:
        yield "sends the same in another order"


def _sent(value: Json, shown: Shown) -> str:
    if not isinstance(value, list):
        return "every property"
    return names(value, shown) or "no property"


def _renames(before: Mapping[str, Json], after: Mapping[str, Json], shown: Shown) -> Iterator[str]:
    for key in sorted({*before, *after}):
        if key not in after:
            yield f"no longer calls {shown(before[key])} {shown(key)}"
        elif before.get(key) != after[key]:
            yield f"calls {shown(after[key])} {shown(key)}"


def _entry(key: str, before: Mapping[str, Json], after: Mapping[str, Json], shown: Shown) -> str:
    if key not in after:
        return f"{key} is no longer said and was {shown(before[key])}"
    if key not in before:
        return f"{key} is {shown(after[key])} now"
    return f"{key} is {shown(after[key])} and was {shown(before[key])}"
