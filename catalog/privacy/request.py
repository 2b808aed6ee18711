"""A person's request, GDPR Art. 15 and 17: what each destination holds, and under which identity."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from catalog.model.category import Handling, covers
from catalog.model.settings import Anonymous, DestinationDefinition
from catalog.privacy.datamap import PSEUDONYM
from catalog.privacy.identity import USER_ID
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
    hashed_ids: tuple[Row, ...]
    """Digests there that may be of the user id: the identity, and properties that hold user ids."""
    hashed_others: tuple[Row, ...]
    """What else stands there as a digest: of an e-mail address, of a user name."""
    rows: tuple[Row, ...]
    """What it has of the person, the most sensitive first; nothing when nobody is identified there."""
    named_in: tuple[Row, ...]
    """Properties that hold a user id, of this person or another one."""

    @property
    def has_digests(self) -> bool:
        """Whether anything stands there as a digest."""
        return bool(self.hashed_ids or self.hashed_others)

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
    named_in = tuple(row for row in leaving if row.part is not Part.IDENTITY and _is_user_id(row))
    hashed = [row for row in leaving if row.handling is Handling.HASH]
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
        hashed_ids=tuple(row for row in hashed if row.part is Part.IDENTITY or _is_user_id(row)),
        hashed_others=tuple(row for row in hashed if row.part is not Part.IDENTITY and not _is_user_id(row)),
        rows=tuple(leaving) if identity is not None else (),
        named_in=named_in,
    )


def _is_user_id(row: Row) -> bool:
    """Whether values are user ids, of this person or another one; a pseudonym is none."""
    is_id = row.category is not None and covers(USER_ID, row.category)
    return is_id and not covers(PSEUDONYM, row.category or "")
