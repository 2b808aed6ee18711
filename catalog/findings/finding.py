"""One finding: a rule, a place, a sentence."""

import builtins
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

RULES_URL: Final = "https://rollcall-catalog.readthedocs.io/en/latest/reference/rules/"


class Severity(StrEnum):
    """Whether a finding fails a check."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What is wrong, where, and what would be right; never raised.

    The field `property` hides the built-in of that name inside the class, hence `builtins.property`.

    `path` is relative to the catalog's folder, with `/`; `line` and `column` count from 1, columns in code
    points.
    """

    rule: str
    severity: Severity
    message: str
    path: str
    line: int
    column: int
    event: str | None = None
    property: str | None = None

    @builtins.property
    def url(self) -> str:
        """The page that explains the rule."""
        return rule_url(self.rule)

    @builtins.property
    def order(self) -> tuple[str, int, int, str, str]:
        """By file, then line: the order of every report."""
        return (self.path, self.line, self.column, self.rule, self.message)


def rule_url(rule: str) -> str:
    """The page of the rule `family/defect` in the documentation."""
    family, _, defect = rule.partition("/")
    return f"{RULES_URL}{family}/#{defect}"


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleText:
    """What a rule says about itself: the same fields make `rollcall rules ID` and its page.

    `bad` and `good` are catalogs in small: file path → YAML text; both are executed by the tests.
    """

    id: str
    summary: str
    why: str
    bad: dict[str, str]
    good: dict[str, str]
    severity: Severity
    since: str
