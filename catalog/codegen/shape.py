"""In which form a tracker is wanted."""

from dataclasses import dataclass

from catalog.errors import CatalogError


class NoSuchShape(CatalogError):
    """A form that a language does not have, or a name that no package of it can have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """The form of a tracker; without anything, a plain folder of source files."""

    package: str | None = None
    """The name of a package to publish, with all that belongs around the source files."""
    types_only: bool = False
    """Only types for calls that exist already."""


PLAIN = Shape()
