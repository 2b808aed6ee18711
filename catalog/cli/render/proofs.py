"""Counter-examples as people read them: long ones cut, with their length."""

from typing import Final

MAX_SHOWN: Final = 400
"""Characters of a counter-example in text and Markdown; JSON has the whole."""


def cut(proof: str, room: int = MAX_SHOWN) -> tuple[str, str]:
    """A counter-example as it is shown, and what to say of its length: nothing, unless it was cut."""
    if len(proof) <= room:
        return proof, ""
    return f"{proof[: room - 1]}…", f"cut, of {len(proof):,} characters; --format json has them all"
