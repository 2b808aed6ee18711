"""What is known of an expression once its names have been followed: values, texts, and why not all."""

from dataclasses import dataclass
from typing import NamedTuple

from catalog.scan.facts import Expression
from catalog.scan.reasons import TEMPLATE


class Placed(NamedTuple):
    """An expression and the file whose names it uses."""

    expression: Expression
    path: str


class Hole(NamedTuple):
    """A part of a text that only a run fills; `source` is what stands there."""

    reason: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """The texts that an expression can be, those known in part, and why the others are not known."""

    names: tuple[str, ...] = ()
    patterns: tuple[tuple[str | Hole, ...], ...] = ()
    reasons: tuple[str, ...] = ()

    @property
    def reason(self) -> str | None:
        """Why not everything is known; None where it is."""
        if self.reasons:
            return self.reasons[0]
        return TEMPLATE if self.patterns else None
