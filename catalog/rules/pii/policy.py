"""What a destination has decided about a data category, for the rules that compare properties with it."""

from catalog.model.category import Handling, ancestors, covers
from catalog.model.settings import Settings
from catalog.schema.leaving import handling_at

CONTENT = "user.content"


def decided(settings: Settings, destination: str, data: str) -> Handling | None:
    """What a destination does to a category; None when it neither receives nor names it."""
    handling = handling_at(settings, destination, data)
    if handling is not Handling.DROP:
        return handling
    otherwise = settings.destinations[destination].otherwise
    return Handling.DROP if any(key in otherwise for key in ancestors(data)) else None


def receives(settings: Settings, destination: str, data: str) -> bool:
    """Whether a destination takes a category as it is."""
    return handling_at(settings, destination, data) is Handling.KEEP


def is_content(data: str | None) -> bool:
    """Whether a category says that people typed it."""
    return data is not None and covers(CONTENT, data)
