"""What a search for members of a set found, and what keeps it from being the whole truth."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Protocol

from catalog.documents.budget import Budget
from catalog.documents.formulas import Formatted, Formula, Opaque, Table
from catalog.model.values import Json

Reason = Opaque | Formatted | str
"""What could not be decided: a keyword by its name, or a sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Some members of a set.

    None and no reason: the set is proven to be empty. `is_complete`: the set has no other members.
    """

    values: tuple[Json, ...] = ()
    is_complete: bool = False
    reasons: tuple[Reason, ...] = ()


EMPTY: Final = Found(is_complete=True)


def unknown(reason: Reason) -> Found:
    """Nothing was found, which proves nothing."""
    return Found(reasons=(reason,))


def named(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    """The keywords among reasons: they are told where a member was found that may be none, too."""
    return tuple(dict.fromkeys(reason for reason in reasons if not isinstance(reason, str)))


class Searches(Protocol):
    """Finds members of sets: what the searches for composite values ask for."""

    table: Table
    budget: Budget
    is_text: Formula
    """The set of all texts."""

    def members(self, goal: Iterable[Formula], want: int = 1) -> Found:
        """Members of the set where all formulas hold."""

    def size_of(self, value: Json) -> tuple[int, str]:
        """What orders values."""
