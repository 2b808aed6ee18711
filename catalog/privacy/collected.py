"""What leaves of lists and maps, whose items and entries are all handled alike."""

import re
from typing import Final

from catalog.privacy.transforms import Act, Json

_NUMBER: Final = re.compile(r"\*[1-9][0-9]*\Z")


def each(act: Act | None) -> Act | None:
    """A list after handling, item by item."""
    if act is None:
        return None
    return lambda value: [act(item) for item in value] if isinstance(value, list) else None


def entries(of_key: Act | None, of_value: Act | None, *, numbered: bool) -> Act | None:
    """A map after handling; of keys that become equal, the second has `*2` behind it, the third `*3`.

    Where keys are `numbered` already, their numbers are given anew. No key has one before: handling leaves
    no digit but 0 behind a star.
    """
    if of_key is None and of_value is None:
        return None

    def act(value: Json) -> Json:
        if not isinstance(value, dict):
            return None
        left: dict[str, Json] = {}
        seen: dict[str, int] = {}
        for key, member in value.items():
            name = key
            if of_key is not None:
                name = str(of_key(_NUMBER.sub("", key) if numbered else key))
                times = seen[name] = seen.get(name, 0) + 1
                if times > 1:
                    name = f"{name}*{times}"
            left[name] = member if of_value is None else of_value(member)
        return left

    return act
