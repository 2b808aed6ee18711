"""What a destination has decided about a data category, for the rules that compare properties with it."""

from collections.abc import Iterator

from catalog.model.category import Handling, covers, stricter
from catalog.model.policy import Decision, Policy
from catalog.model.types import Property
from catalog.rules.fields import Field, KeysField
from catalog.rules.view import View
from catalog.schema.treatment import Items, Leaf, key_treatment, treatment

CONTENT = "user.content"
GONE = (Handling.DROP, Handling.REFUSE)


def decided(policy: Policy, destination: str, data: str) -> Handling | None:
    """What a destination does to a category; None when it neither receives nor names it."""
    ruling = policy.ruling(destination, data)
    return None if ruling.decision is Decision.SILENCE else ruling.handling


def receives(policy: Policy, destination: str, data: str) -> bool:
    """Whether a destination takes a category as it is."""
    return policy.handling(destination, data) is Handling.KEEP


def is_content(data: str | None) -> bool:
    """Whether a category says that people typed it."""
    return data is not None and covers(CONTENT, data)


def applied(view: View, item: Field[Property] | KeysField, destination: str) -> Handling:
    """What is asked for a property at a destination: the stricter of its own handling and the policy's."""
    own = item.handling.get(destination, Handling.KEEP)
    return stricter(own, view.snapshot.policy.handling(destination, item.definition.data))


def leaves_with(
    view: View, handling: Handling
) -> Iterator[tuple[Field[Property] | KeysField, tuple[str, ...]]]:
    """The leaves and keys to which a handling is asked somewhere, with the destinations where it is."""
    for items in view.layout.leaves.values():
        met: dict[tuple[str, ...], tuple[str, ...]] = {}
        for item in items:
            if item.handling:
                where = _where(view, item, handling)
            else:  # then the category and the destinations decide alone, for thousands of properties at once
                found = met.get(item.reach)
                where = met[item.reach] = _where(view, item, handling) if found is None else found
            if where:
                yield item, where
    for keys in view.layout.keys:
        where = _where(view, keys, handling)
        if where:
            yield keys, where


def _where(view: View, item: Field[Property] | KeysField, handling: Handling) -> tuple[str, ...]:
    known = view.settings.destinations
    return tuple(name for name in item.reach if name in known and applied(view, item, name) is handling)


def leaf_at(view: View, item: Field[Property] | KeysField, destination: str) -> Leaf | None:
    """How a leaf or the keys of a map are treated at a destination; None for what holds other properties."""
    policy = view.snapshot.policy
    if isinstance(item, KeysField):
        return key_treatment(policy, destination, item.definition.data or "")
    treated = treatment(policy, destination, item.definition, item.handling.get(destination, Handling.KEEP))
    if isinstance(treated, Items):
        treated = treated.items
    return treated if isinstance(treated, Leaf) else None
