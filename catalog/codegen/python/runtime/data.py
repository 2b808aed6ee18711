"""The generated data: what a tracker knows of its events and of the catalog around them."""

from __future__ import annotations

import functools
import json
import pkgutil
from collections.abc import Mapping
from typing import Any, Union

Json = Union[None, bool, int, float, str, list["Json"], dict[str, "Json"]]

EventData = Mapping[str, Any]
"""One event: name, version, its own properties, the values that the tracker fills in, its destinations."""

CatalogData = Mapping[str, Any]
"""The catalog: product, release, formats, purposes, destinations, context, person and groups."""


@functools.cache
def load(name: str) -> Mapping[str, Any]:
    """The generated data of a resource, function → its event; those of `catalog` are about all of them."""
    package = (__package__ or "").rpartition(".")[0]
    content = pkgutil.get_data(f"{package}._data", f"{name}.json")
    if content is None:
        raise ImportError(f"{package}: its _data folder cannot be read")
    made: Mapping[str, Any] = json.loads(content)
    return made
