"""Names as problems show them: in a JSON Pointer, and beside the nearest one that is known."""

from collections.abc import Mapping

from catalog.model.nearest import Names, nearest
from catalog.validation.problems import Context


def token(name: str) -> str:
    """A name as a reference token of a JSON Pointer, RFC 6901 §3."""
    return name.replace("~", "~0").replace("/", "~1") if "/" in name or "~" in name else name


def nearest_in(name: str, known: Mapping[str, object] | Names) -> Context:
    """The nearest known name as a problem's context; empty when nothing is near."""
    found = known.nearest(name) if isinstance(known, Names) else nearest(name, known)
    return {"nearest": found[0]} if found else {}
