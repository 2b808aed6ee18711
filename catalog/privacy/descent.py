"""The way down into a property: where each part of it stands, and what the definitions on the way state."""

from dataclasses import dataclass, replace

from catalog.findings import Pointer, Spot
from catalog.model.category import Handling
from catalog.model.types import Property
from catalog.privacy.rows import Cause, StatedPurpose


@dataclass(frozen=True, slots=True, kw_only=True)
class At:
    """A place on the way down."""

    path: str
    sent: str
    pointer: Pointer
    holder: Pointer
    stated: tuple[tuple[Handling, Pointer], ...] = ()
    """What the definitions on the way ask for."""
    kept_out: tuple[Handling, Cause] | None = None
    """Why nothing below leaves, whatever its category is."""
    is_absent: bool = False
    """Whether no payload for the destination has it, so that none can be refused for it."""
    purposes: tuple[StatedPurpose, ...] = ()
    """What the definitions on the way say that it is for, the nearest last."""
    description: str | None = None

    def below(self, step: str, *keys: str | int) -> "At":
        """What a list or a map holds."""
        return replace(self, path=self.path + step, sent=self.sent + step, pointer=(*self.pointer, *keys))

    def serving(self, definition: Property, home: Spot, pointer: Pointer) -> "At":
        """The same place, with the purpose that the definition at a pointer states for it."""
        if definition.purpose is None:
            return self
        spot = replace(home, pointer=(*home.pointer, *pointer, "purpose"))
        stated = StatedPurpose(purpose=definition.purpose, of=self.path, spot=spot)
        return replace(self, purposes=(*self.purposes, stated))
