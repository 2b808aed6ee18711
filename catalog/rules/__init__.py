"""Rules: what a catalog must and should be, one rule per file, run over a loaded catalog."""

from catalog.rules.rule import Rule, Scope
from catalog.rules.runner import run
from catalog.rules.table import RULES

__all__ = ["RULES", "Rule", "Scope", "run"]
