"""A person's request, GDPR Art. 15 and 17: what each destination holds, and under which identity."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from catalog.model.category import Handling, covers
from catalog.model.settings import Anonymous, DestinationDefinition
from catalog.privacy.datamap import PSEUDONYM
from catalog.privacy.plan import USER_ID
from catalog.privacy.rows import DataMap, Part, Row


class Known(StrEnum):
    """By what a person who asks can name themselves."""

    USER_ID = "user_id"
    ANONYMOUS = "anonymous"


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """What one destination holds of the person."""

    destination: str
    definition: DestinationDefinition
    identity: Row | None
    """The identity there, when anything of it leaves."""
    is_found: bool
    """Whether what the person can name leads to their data there."""
    hashed: tuple[Row, ...]
    """What stands there as a digest: the identity, and properties that may hold a name of the person."""
    rows: tuple[Row, ...]
    """What it has of the person, the most sensitive first; nothing when nobody is identified there."""
    named_in: tuple[Row, ...]
    """Properties that hold a user id, of this person or another one."""

    @property
    def known_by(self) -> str:
        """By what the destination knows people, in words."""
        if isinstance(self.definition.identity, Anonymous):
            return f"an anonymous id that matches {self.definition.identity.anonymous}"
        if self.definition.identity == "none":
            return "nothing: payloads have no identity there"
        if self.identity is None:
            return "nothing: the user id is dropped"
        if self.identity.handling is Handling.HASH:
            return "a digest of the user id"
        return f"the user id {self.identity.form}"


def holdings(data: DataMap, known: Known) -> Iterator[Holding]:
    """What each destination that gets events holds of a person."""
    for name, going in data.events.items():
        if going:
            yield _holding(data, name, known)


def _holding(data: DataMap, name: str, known: Known) -> Holding:
    definition = data.settings.destinations[name]
    leaving = [row for row in data.rows if row.destination == name and row.leaves]
    identity = next((row for row in leaving if row.part is Part.IDENTITY), None)
    is_anonymous = isinstance(definition.identity, Anonymous)
    named_in = tuple(
        row
        for row in leaving
        if row.part is not Part.IDENTITY
        and row.category is not None
        and covers(USER_ID, row.category)
        and not covers(PSEUDONYM, row.category)
    )
    is_found = (
        identity is not None
        and is_anonymous == (known is Known.ANONYMOUS)
        and identity.handling in (Handling.KEEP, Handling.HASH)
    )
    return Holding(
        destination=name,
        definition=definition,
        identity=identity,
        is_found=is_found,
        hashed=tuple(row for row in leaving if row.handling is Handling.HASH),
        rows=tuple(leaving) if identity is not None else (),
        named_in=named_in,
    )
