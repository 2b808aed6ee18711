"""The ids of the rules about source code: they are checked where nothing loads the scanner."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

USAGE_IDS: Final[Mapping[str, bool]] = MappingProxyType(
    {
        "usage/unregistered-event": False,
        "usage/unreleased-event": True,
        "usage/retired-event": True,
        "usage/deprecated-event": True,
        "usage/alias-sent": True,
        "usage/unknown-property": True,
        "usage/missing-property": True,
        "usage/wrong-literal": True,
        "usage/forbidden-property": True,
        "usage/personal-argument": True,
        "usage/wrong-destination": True,
        "usage/dynamic-event": False,
        "usage/disagreeing-calls": True,
        "usage/unparsable-file": False,
        "usage/unreasoned-comment": False,
        "usage/unknown-comment": False,
        "usage/stale-baseline": False,
    }
)
"""In the order of the table, which a test holds them to; each with whether an event's `allow` excuses it."""
