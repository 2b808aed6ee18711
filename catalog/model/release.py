"""A release: a numbered, published catalog with a version for each event, as `release.json` holds it."""

from datetime import date
from typing import Annotated, Final, Literal, NamedTuple

from pydantic import Field

from catalog.model.event import ContextDefinition, EntityDefinition, EventDefinition, GroupDefinition
from catalog.model.settings import DestinationDefinition, Drift, OwnCategory, Settings
from catalog.model.values import Definition, FrozenMap, Text

RELEASE_FORMAT: Final = 1
"""The newest format of a release file that this program reads."""

Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
"""SHA-256 of canonical JSON (RFC 8785), in lower-case hex."""

VersionText = Annotated[str, Field(pattern=r"^[1-9][0-9]{0,8}\.(0|[1-9][0-9]{0,8})\.(0|[1-9][0-9]{0,8})$")]
"""`major.minor.patch`, computed and never typed."""


class Version(NamedTuple):
    """An event's version: `major` breaks payloads, readers or calls, `minor` adds, `patch` is words."""

    major: int
    minor: int
    patch: int

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}.{self.patch}"


def version_of(text: str) -> Version:
    """A version from its text, which has the form of `VersionText`."""
    major, minor, patch = text.split(".")
    return Version(int(major), int(minor), int(patch))


class ReleasedCatalog(Definition):
    """Every definition of a catalog, as its files state them."""

    settings: Settings
    groups: FrozenMap[GroupDefinition]
    contexts: FrozenMap[ContextDefinition]
    entities: FrozenMap[EntityDefinition]
    events: FrozenMap[EventDefinition]


class ReleasedEvent(Definition):
    """What a release says of one event beside its definition."""

    version: VersionText
    since: Annotated[int, Field(ge=1)]
    """The release in which this major version came, or the last one that lets out more of its payloads."""
    digest: Digest
    """Of the event with everything it includes."""
    removed: Annotated[int, Field(ge=1)] | None = None
    """The release that no longer has it; its version stays known, so that none is given twice."""


class KeptPolicy(Definition):
    """What decided, beside the event itself, how payloads of an older version were handled."""

    categories: FrozenMap[OwnCategory]
    destinations: FrozenMap[DestinationDefinition]
    contexts: FrozenMap[ContextDefinition]
    entities: FrozenMap[EntityDefinition]
    drift: Drift = Drift.REPORT


class KeptMajor(Definition):
    """An older major version of an event whose payloads are still accepted.

    Or a version of the same major under which less left of payloads: they are handled by it as long.
    """

    version: VersionText
    since: Annotated[int, Field(ge=1)]
    """The release in which this version came; it lasted until the next that is kept, or the event's own."""
    until: date
    """The last day on which its payloads are accepted."""
    event: EventDefinition
    """The event with everything it included; `wire` and `undeclared` are stated, `include` is empty."""
    policy: Digest
    """Which of the release's policies it was released under."""


class Release(Definition):
    """One numbered, published catalog. The file is canonical JSON, written by `rollcall release` alone."""

    format: Literal[1]
    product: Text
    number: Annotated[int, Field(ge=1)]
    """1 is the first; each release is one more than the one before."""
    released: date
    previous: Digest | None = None
    """The digest of the release before; None for the first."""
    catalog: ReleasedCatalog
    events: FrozenMap[ReleasedEvent]
    """Every event that this release has, or that one before it had."""
    majors: FrozenMap[tuple[KeptMajor, ...]]
    """Event → its older major versions that are still accepted, newest first."""
    policies: FrozenMap[KeptPolicy]
    """Digest → a policy that a kept major was released under."""
    digest: Digest
    """Of everything else in the file."""
