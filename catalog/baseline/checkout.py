"""The checkout that a folder lies in, as far as the disk shows it; git itself is not asked."""

from pathlib import Path


def repository_of(folder: Path) -> Path | None:
    """The top of the checkout that a folder lies in; None outside one."""
    for place in (folder, *folder.parents):
        if (place / ".git").exists():
            return place
    return None


def upwards(here: Path) -> tuple[Path, ...]:
    """A folder and those above it inside the same checkout; outside one, the folder alone."""
    top = repository_of(here)
    if top is None:
        return (here,)
    return tuple(place for place in (here, *here.parents) if place.is_relative_to(top))
