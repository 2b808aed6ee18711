"""Which data a change starts to collect, by the categories of what it adds."""

from collections.abc import Iterator
from typing import Final

from catalog.diff.change import Change, Subject, Verb
from catalog.model.category import Sensitivity, covers
from catalog.model.policy import Policy
from catalog.model.values import Json

_IDENTIFIERS: Final = ("user.unique_id", "user.device.id")
"""Categories whose values tell one person or device from all others, wherever they turn up."""

_ADDING: Final = frozenset({(Subject.EVENT, Verb.ADDED), (Subject.PROPERTY, Verb.ADDED)})


def added(change: Change) -> tuple[str | None, ...]:
    """The categories of the properties that a change adds, each once; None is unclassified."""
    if (change.subject, change.verb) not in _ADDING:
        return ()
    return tuple(dict.fromkeys(categories_in(change.new)))


def categories_in(definition: Json) -> Iterator[str | None]:
    """The category of each leaf in an event or a property as plain JSON; None is unclassified."""
    if not isinstance(definition, dict):
        return
    inner = definition.get("properties")
    kind = definition.get("type")
    items = definition.get("items")
    if kind in (None, "object"):
        for one in inner.values() if isinstance(inner, dict) else ():
            yield from categories_in(one)
    elif kind == "map":
        keys = definition.get("keys")
        data = keys.get("data") if isinstance(keys, dict) else None
        if isinstance(data, str):
            yield data
        yield from categories_in(definition.get("values"))
    elif kind == "array" and isinstance(items, dict) and items.get("type") in ("array", "object", "map"):
        yield from categories_in(items)
    else:
        data = definition.get("data")
        yield data if isinstance(data, str) else None


def is_identifier(data: str | None) -> bool:
    """Whether values of a category tell one person or device from all others."""
    return data is not None and any(covers(general, data) for general in _IDENTIFIERS)


def is_personal(data: str | None, policy: Policy) -> bool:
    """Whether a category is about somebody, or nobody has said what it is."""
    return data is None or policy.sensitivity(data).rank >= Sensitivity.PERSONAL.rank


def named(categories: tuple[str | None, ...]) -> str:
    """Categories as a sentence lists them."""
    return ", ".join("unclassified data" if one is None else one for one in categories)
