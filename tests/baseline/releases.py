"""Releases to read and write: of any definitions, as the first one of their product."""

from datetime import date
from pathlib import Path

from catalog.baseline.release_file import digest_of_release, encode_release
from catalog.loading import load
from catalog.model.canonical import digest_of
from catalog.model.release import Release, ReleasedCatalog, ReleasedEvent
from catalog.model.snapshot import Definitions, plain_event, resolve

RELEASED = date(2026, 11, 2)


def released(definitions: Definitions, number: int = 1, previous: str | None = None) -> Release:
    """A release of these definitions in which every event has version 1.0.0."""
    events = resolve(definitions).events
    unsigned = Release(
        format=1,
        product=definitions.settings.product,
        number=number,
        released=RELEASED,
        previous=previous,
        catalog=ReleasedCatalog(
            settings=definitions.settings,
            groups=definitions.groups,
            contexts=definitions.contexts,
            entities=definitions.entities,
            events={str(name): event for name, event in definitions.events.items()},
        ),
        events={
            str(name): ReleasedEvent(version="1.0.0", since=1, digest=digest_of(plain_event(event)))
            for name, event in events.items()
        },
        majors={},
        policies={},
        digest="0" * 64,
    )
    return signed(unsigned)


def signed(release: Release) -> Release:
    """The same release with its own digest."""
    return release.model_copy(update={"digest": digest_of_release(release)})


def write_first(folder: Path, at: Path) -> Release:
    """Write the first release of the catalog in a folder, without any check of what lies there."""
    release = released(load(folder).definitions)
    at.write_bytes(encode_release(release))
    return release
