"""The names of the envelope: what stands around an event's properties, and what SDKs put among them."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

PERSONS: Final = ("$set", "$set_once", "traits")
"""Members that are objects of the person's properties; `traits` may stand in the context too."""

MOVED_OUT: Final = (*PERSONS, "$groups", "distinct_id", "token")
"""Members that SDKs put inside `properties` and that belong to the envelope."""

IDENTITIES: Final = ("$user_id", "$anon_distinct_id", "user_id")
"""Members that say who it is, beside `distinct_id`, where no definition has them."""

GROUP_TYPE: Final = "$group_type"
GROUP_KEY: Final = "$group_key"
GROUP_SET: Final = "$group_set"
GROUPED: Final = (GROUP_SET, GROUP_KEY)
"""Members of `properties` that tell of one group, whose type stands beside them as `$group_type`."""

TRANSPORT: Final = frozenset(
    {
        "api_key",
        "created_at",
        "library",
        "library_version",
        "offset",
        "options",
        "sent_at",
        "session_id",
        "token",
        "type",
        "window_id",
    }
)
"""Members that SDKs (posthog-python, -node, -js) add for their own transport: neither judged nor sent on."""

HOMES: Final[Mapping[str, str]] = MappingProxyType(
    {
        **dict.fromkeys(PERSONS, "person"),
        "$groups": "groups",
        "groups": "groups",
        "context": "context",
    }
)
"""Members that are objects, and the part of the payload that they belong to."""

LISTS: Final = ("consent", "redacted_for")
"""Members that are lists of names."""

STAMPS: Final = ("uuid", "timestamp", "source", "environment", "release", "version")
"""Members that say which occurrence it is, when it was and which program sent it; they leave as they are."""
