"""Who payloads are about: what a destination does to the id of a person and to the keys of groups."""

from collections.abc import Callable
from typing import Final

from catalog.model.snapshot import Snapshot
from catalog.privacy.transforms import ABSENT, Act, Json
from catalog.schema.treatment import Leaf, key_treatment

PERSON: Final = "person"
"""The entity that is no type of group."""

USER_ID: Final = "user.unique_id"
"""The category of a person's id, unless the person entity states one."""

GROUP_ID: Final = "system.identifier"
"""The category of a group's key, unless its entity states one."""


def key_category(snapshot: Snapshot, entity: str) -> str:
    """The category of a person's id or of the key of a type of group."""
    definition = snapshot.entities.get(entity)
    if definition is not None and definition.data is not None:
        return definition.data
    return USER_ID if entity == PERSON else GROUP_ID


def key_of(snapshot: Snapshot, destination: str, entity: str) -> Leaf:
    """What the policy of a destination does to a person's id or to the key of a type of group."""
    return key_treatment(snapshot.policy, destination, key_category(snapshot, entity))


def only(matches: Callable[[str], object] | None) -> Act:
    """An identity that matches what the destination takes, or nothing."""

    def checked(value: Json) -> Json:
        fits = value is None or (matches is not None and isinstance(value, str) and matches(value))
        return value if fits else ABSENT

    return checked
