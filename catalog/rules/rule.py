"""A rule as one frozen value: its text, what it judges, and the function that finds its defects."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from catalog.findings import RuleText
from catalog.rules.defect import Defect
from catalog.rules.view import View


class Scope(StrEnum):
    """What a rule judges, and so where its findings can be excused."""

    PROPERTY = "property"
    """Once per definition of a property; excused on the property or on its file."""
    EVENT = "event"
    """Excused on the event, alias or file that it names."""
    CATALOG = "catalog"
    """Policy in catalog.yaml and the bookkeeping of allowances: nothing excuses it."""


Check = Callable[[View], Iterator[Defect]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule(RuleText):
    """A rule: what it says about itself, what it judges, and the function that finds its defects.

    `check` reads no clock, no file and no environment; it looks at the whole catalog at once, so that
    5,000 events cost it one loop. `needs_settings`: it compares with catalog.yaml, and does not run when
    that cannot be read. `dated`: its finding appears by the calendar alone, so it fails only branches that
    touch the event, unless catalog.yaml calls it an error.
    """

    scope: Scope
    check: Check
    needs_settings: bool = False
    dated: bool = False

    @property
    def family(self) -> str:
        """The part of the id before the slash."""
        return self.id.partition("/")[0]
