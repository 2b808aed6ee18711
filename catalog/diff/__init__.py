"""Two catalogs compared: a closed family of changes, each a fact with what was, what is, and where."""

from catalog.diff.change import Change, Part, Reach, Subject, Verb, mirrored
from catalog.diff.compare import Side, diff

__all__ = ["Change", "Part", "Reach", "Side", "Subject", "Verb", "diff", "mirrored"]
