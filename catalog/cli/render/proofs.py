"""Breaks as people read them: long counter-examples cut, with their length; no advice on what is meant."""

from typing import Final

MAX_SHOWN: Final = 400
"""Characters of a counter-example in text and Markdown; JSON has the whole."""


def cut(proof: str, room: int = MAX_SHOWN) -> tuple[str, str]:
    """A counter-example as it is shown, and what to say of its length: nothing, unless it was cut."""
    if len(proof) <= room:
        return proof, ""
    return f"{proof[: room - 1]}…", f"cut, of {len(proof):,} characters; --format json has them all"


def without_advice(message: str) -> str:
    """What changed and whom that breaks; what to do about it is no question where the break is allowed."""
    return "; ".join(message.split("; ")[:2])


def what_it_shows(category: str, destination: str | None, accepted: str | None) -> str:
    """What a payload that proves a break is: refused now, or later where an older version still takes it."""
    at = "" if destination is None else f" at {destination}"
    if category != "payload":
        return f"not expected by readers{at}"
    return f"refused {'now' if accepted is None else 'later'}{at}"
