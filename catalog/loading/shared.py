"""What files of equal bytes hold: catalogs that are loaded side by side share what they have alike."""

from dataclasses import dataclass, field

from catalog.loading.definitions import AnyDefinition


@dataclass(frozen=True, slots=True)
class Shared:
    """Files that were read without a defect, by the SHA-256 of their bytes.

    Two versions of one catalog have most files in common. These are parsed once, and their definitions,
    which are immutable, are the same objects on both sides, so that comparing them asks no further.
    """

    parsed: dict[bytes, bytes] = field(default_factory=dict)
    """Digest → the plain data as JSON."""
    made: dict[tuple[str, bytes], AnyDefinition] = field(default_factory=dict)
    """Kind of definition and digest → the definition."""
