"""The generated data: what a tracker knows of its events and of the catalog around them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Union

Json = Union[None, bool, int, float, str, list["Json"], dict[str, "Json"]]

EventData = Mapping[str, Any]
"""One event: name, version, its own properties, the values that the tracker fills in, its destinations."""

CatalogData = Mapping[str, Any]
"""The catalog: product, release, formats, purposes, destinations, context, person and groups."""
