"""Breaks that an allowance admits, with its reason: no finding, and yet told in a changelog."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from catalog.findings import Pointer, SourceMap, Spot
from catalog.rules.allowed import Allowed
from catalog.rules.breaking.comparison import Comparison
from catalog.rules.breaking.rule import Judgement, Kept
from catalog.rules.breaking.runner import judge
from catalog.rules.breaking.table import BREAKING_RULES
from catalog.rules.view import View

_FAMILY: Final = "breaking/"
_Key = tuple[str, str, Pointer, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Admitted:
    """What breaks, and why that is meant."""

    judgement: Judgement
    reason: str


def admitted(
    comparison: Comparison, *, sources: SourceMap, seen: View, allowed: Allowed, kept: Kept
) -> tuple[Admitted, ...]:
    """What breaks between the compared catalogs and is allowed, sorted by file and line.

    `allowed` has been asked about everything that breaks: where it excused nothing, nothing is judged again.
    `sources` and `seen` are the newer catalog's; `kept` is as for `judge`.
    """
    reasons: dict[_Key, str] = {
        (item.kind, item.name, item.pointer, item.rule): item.reason
        for item in seen.layout.allowances
        if item.rule.startswith(_FAMILY) and allowed.used(item)
    }
    if not reasons:
        return ()
    ids = {rule for _, _, _, rule in reasons}
    rules = [rule for rule in BREAKING_RULES if rule.id in ids]
    found = judge(comparison, sources=sources, allowed=Allowed((), {}), rules=rules, kept=kept)
    return tuple(
        Admitted(judgement=one, reason=reason)
        for one in found
        if (reason := _reason(one.finding.rule, one.breach.spot, reasons)) is not None
    )


def _reason(rule: str, spot: Spot, reasons: Mapping[_Key, str]) -> str | None:
    """The reason of the nearest allowance, at the place or above it."""
    for length in range(len(spot.pointer), -1, -1):
        found = reasons.get((spot.kind, spot.name, spot.pointer[:length], rule))
        if found is not None:
            return found
    return None
