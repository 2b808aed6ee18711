"""A change: one fact about two catalogs. It judges nothing; rules do."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Final, NamedTuple

from catalog.findings import Spot
from catalog.model.canonical import digest_of
from catalog.model.names import EventName
from catalog.model.values import Json

Path = tuple[str, ...]

ITEMS: Final = "[]"
KEYS: Final = "{key}"
VALUES: Final = "{value}"
STEPS: Final = (ITEMS, KEYS, VALUES)
"""The steps of a path that lead into a list or a map."""


class Verb(StrEnum):
    """What happened to a subject, read from the older catalog to the newer one."""

    ADDED = "added"
    REMOVED = "removed"
    RENAMED = "renamed"
    RETIRED = "retired"
    REVIVED = "revived"
    WIDENED = "widened"
    NARROWED = "narrowed"
    TIGHTENED = "tightened"
    LOOSENED = "loosened"
    RAISED = "raised"
    LOWERED = "lowered"
    LENGTHENED = "lengthened"
    SHORTENED = "shortened"
    CHANGED = "changed"


_OPPOSITES: Final = (
    (Verb.ADDED, Verb.REMOVED),
    (Verb.RETIRED, Verb.REVIVED),
    (Verb.WIDENED, Verb.NARROWED),
    (Verb.TIGHTENED, Verb.LOOSENED),
    (Verb.RAISED, Verb.LOWERED),
    (Verb.LENGTHENED, Verb.SHORTENED),
)
MIRRORS: Final[Mapping[Verb, Verb]] = MappingProxyType(
    {
        Verb.RENAMED: Verb.RENAMED,
        Verb.CHANGED: Verb.CHANGED,
        **dict(_OPPOSITES),
        **{there: here for here, there in _OPPOSITES},
    }
)
"""Verb → what the same change is called when the catalogs are compared the other way round."""


class Part(StrEnum):
    """Which part of a catalog a change is in."""

    EVENT = "event"
    """The event itself, or a property of its own or of a group that it includes."""
    CONTEXT = "context"
    PERSON = "person"
    GROUP = "group"
    """The properties of a group type, such as `company`."""
    SETTINGS = "settings"
    """catalog.yaml."""


class Subject(StrEnum):
    """What changed. With the verb it is the kind of a change: `property-removed`."""

    EVENT = "event"
    STATUS = "status"
    WIRE_NAME = "wire-name"
    ALIAS = "alias"
    SENT_NAME = "sent-name"
    """What a destination receives as the name of an event or of a property (`send_as`)."""
    DESTINATION = "destination"
    """A destination of an event or of a property; in the settings, a destination itself."""
    UNDECLARED = "undeclared"
    """What happens to names that nothing declares."""
    KEPT_NAME = "kept-name"
    """A name that was kept undeclared and is now declared, or the reverse."""
    PROPERTY = "property"
    REQUIREMENT = "requirement"
    """That a property has to be there."""
    TYPE = "type"
    CONSTRAINT = "constraint"
    VALUE = "value"
    """A member of an `enum`."""
    NULL = "null"
    CATEGORY = "category"
    """The data category of a property; in the settings, a category of the catalog's own."""
    HANDLING = "handling"
    PURPOSE = "purpose"
    OWNER = "owner"
    READER = "reader"
    EXPIRY = "expiry"
    REPLACEMENT = "replacement"
    WINDOW = "window"
    """For how many days payloads of an older major version are accepted."""
    UNIT = "unit"
    DEPRECATION = "deprecation"
    CODE_NAME = "code-name"
    WORDS = "words"
    """Descriptions, triggers, examples, defaults and the reasons of allowances."""
    CONTEXT = "context"
    """A context that a destination lists; in the settings, a context itself."""
    ENTITY = "entity"
    RECEIPT = "receipt"
    """What a destination does to a data category: `receives` and `otherwise`."""
    TRUNCATION = "truncation"
    IDENTITY = "identity"
    CONSENT = "consent"
    RETENTION = "retention"
    PROCESSOR = "processor"
    AGREEMENT = "agreement"
    """The data processing agreement with a processor (`contract`)."""
    REGION = "region"
    TRANSFER = "transfer"
    ERASURE = "erasure"
    RESERVED_NAME = "reserved-name"
    BASIS = "basis"
    DATA_SUBJECT = "data-subject"
    """Whose data a purpose processes."""
    NOTICE = "notice"
    SENSITIVITY = "sensitivity"
    DRIFT = "drift"
    APPROVAL = "approval"
    SETTING = "setting"
    """Any other key of catalog.yaml."""


class Reach(NamedTuple):
    """An event that a change reaches: its name before and its name after, None where it is not there."""

    before: EventName | None
    after: EventName | None

    @property
    def name(self) -> EventName:
        """What to call it: its newer name where it has one."""
        found = self.after or self.before
        assert found is not None
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One fact about two catalogs: what, from what to what, where in both, and which events it reaches.

    `name` is the context, group type, destination, purpose, owner or key of catalog.yaml that it is about;
    None for an event, which stands in `reaches`. `path` leads to a property, name by name, with `[]` for the
    items of a list, `{key}` and `{value}` for the keys and values of a map; `former` is the older catalog's
    path where a rename made it another. `key` is the keyword or the entry (`maxLength`, a data category, an
    alias). `was` and `now` are where it stands; None where it does not.
    """

    subject: Subject
    verb: Verb
    part: Part
    name: str | None = None
    path: Path = ()
    former: Path | None = None
    key: str | None = None
    destination: str | None = None
    old: Json = None
    new: Json = None
    was: Spot | None = None
    now: Spot | None = None
    reaches: tuple[Reach, ...] = ()

    @property
    def kind(self) -> str:
        """Its name in reports: `property-removed`."""
        return f"{self.subject.value}-{self.verb.value}"

    @property
    def place(self) -> str:
        """The path as it is written: `address.city`, `tags[]`, `rows{key}`."""
        return written(self.path)

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the change without its sources: the same change, the same fingerprint."""
        return digest_of(plain_change(self))


def plain_change(change: Change) -> dict[str, Json]:
    """A change as plain JSON values, without its sources."""
    return {
        "kind": change.kind,
        "part": change.part.value,
        "name": change.name,
        "path": change.place,
        "former": None if change.former is None else written(change.former),
        "key": change.key,
        "destination": change.destination,
        "old": change.old,
        "new": change.new,
        "events": [{"before": before, "after": after} for before, after in change.reaches],
    }


def mirrored(change: Change) -> Change:
    """The same change seen from the newer catalog."""
    return replace(
        change,
        verb=MIRRORS[change.verb],
        path=change.path if change.former is None else change.former,
        former=None if change.former is None else change.path,
        old=change.new,
        new=change.old,
        was=change.now,
        now=change.was,
        reaches=sorted_reaches(Reach(after, before) for before, after in change.reaches),
    )


def sorted_reaches(reaches: Iterable[Reach]) -> tuple[Reach, ...]:
    """Reaches in the order of their names: the same order whichever catalog is called the older one."""
    return tuple(sorted(reaches, key=_names))


def _names(reach: Reach) -> tuple[EventName, ...]:
    before, after = reach
    if before is None or after is None or before == after:
        return (reach.name,)
    return (before, after) if before < after else (after, before)


def written(path: Path) -> str:
    """A path as it is written: `address.city`, `tags[]`, `rows{key}`."""
    return "".join(step if index == 0 or step in STEPS else f".{step}" for index, step in enumerate(path))
