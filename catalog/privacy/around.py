"""What stands around a property where drift is looked for: what it is a member of, what others get."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from catalog.model.types import Property
from catalog.privacy.places import protects

EXCUSE: Final = "pii/suggestive-name"
"""The rule whose allowance on a property says why its name suggests what it is not."""


class Known(NamedTuple):
    """What is declared of one object for any destination: what only others get does not stay here."""

    properties: Mapping[str, Property]
    starts: tuple[str, ...] = ()
    """Beginnings of names that are for other destinations alone."""
    has_left: bool = False
    """Whether it has been left out already, so that it is looked at where it is there all the same."""


class Around(NamedTuple):
    """The properties that one is a member of."""

    names: tuple[str, ...] = ()
    """Outermost first."""
    is_excused: bool = False
    """Whether the file says of one of them why its name, and those inside, suggest what they are not."""
    is_protected: bool = False
    """Whether one of them is handled so, somewhere, that nobody may read the keys in it."""

    def of(self, definition: Property, name: str | None = None) -> "Around":
        """What is around the parts of one of its properties; with its name, around its members."""
        names = self.names if name is None else (*self.names, name)
        return Around(
            names,
            self.is_excused or EXCUSE in definition.allow,
            self.is_protected or protects(definition),
        )


NOTHING_AROUND: Final = Around()
