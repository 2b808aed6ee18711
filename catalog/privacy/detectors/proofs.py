"""How many look-alikes and names of one property's values are examined, so that no payload takes long."""

from typing import Final

MAX_PROOFS: Final = 2_000
"""Questions for all values of one property: 0.1 s, where a thousand would do for any that people send."""
MAX_NAMES: Final = 1_000
"""Names that nothing declares, each read once: up to 0.7 ms, where an object that people made has dozens."""
MAX_KEYS: Final = 1_000
"""Keys of declared maps that are read as names: a map of more has keys that are data, not names."""
MAX_PARAMETERS: Final = 1_000
"""Names of URL parameters, each read once: 0.05 ms, where a URL that programs made has dozens."""
MAX_URLS: Final = 4_000
"""URLs with parameters in all values of one property: 0.2 s."""


class Proofs:
    """The questions that are left for one property's values.

    When none is left, what looks like a number is taken for one: a payload that holds thousands of
    look-alikes is told and treated as drift, never as clean. So are URLs with parameters, and the names
    of these.
    """

    __slots__ = ("_keys", "_left", "_names", "_parameters", "_urls")

    def __init__(self, left: int = MAX_PROOFS) -> None:
        self._left = left
        self._names: set[tuple[str, ...]] = set()
        self._keys: set[str] = set()
        self._parameters: set[str] = set()
        self._urls = MAX_URLS

    def take(self) -> bool:
        """Take one question; False when none is left."""
        self._left -= 1
        return self._left >= 0

    def take_name(self, name: tuple[str, ...]) -> bool:
        """Take one name, after those around it; False for what is new when there have been enough."""
        if name not in self._names and len(self._names) >= MAX_NAMES:
            return False
        self._names.add(name)
        return True

    def take_key(self, key: str) -> bool:
        """Take the key of a declared map as a name; False for what is new when there have been enough."""
        if key not in self._keys and len(self._keys) >= MAX_KEYS:
            return False
        self._keys.add(key)
        return True

    @property
    def has_urls(self) -> bool:
        """Whether another URL may be read."""
        return self._urls > 0

    def take_url(self) -> bool:
        """Take one URL; False when none is left."""
        self._urls -= 1
        return self._urls >= 0

    def take_parameter(self, name: str) -> bool:
        """Take the name of a URL's parameter; False for what is new when there have been enough."""
        if name not in self._parameters and len(self._parameters) >= MAX_PARAMETERS:
            return False
        self._parameters.add(name)
        return True
