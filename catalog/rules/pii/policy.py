"""What a destination has decided about a data category, for the rules that compare properties with it."""

from catalog.model.category import Handling, covers
from catalog.model.policy import Decision, Policy

CONTENT = "user.content"


def decided(policy: Policy, destination: str, data: str) -> Handling | None:
    """What a destination does to a category; None when it neither receives nor names it."""
    ruling = policy.ruling(destination, data)
    return None if ruling.decision is Decision.SILENCE else ruling.handling


def receives(policy: Policy, destination: str, data: str) -> bool:
    """Whether a destination takes a category as it is."""
    return policy.handling(destination, data) is Handling.KEEP


def is_content(data: str | None) -> bool:
    """Whether a category says that people typed it."""
    return data is not None and covers(CONTENT, data)
