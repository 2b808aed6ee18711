"""Runs the breaking rules over two catalogs: modes, severities, allowances, one sorted list of judgements."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from catalog.diff.compare import Side
from catalog.findings import Finding, Severity, SourceMap
from catalog.loading.folder import path_of
from catalog.model.event import Status
from catalog.model.settings import Level
from catalog.model.snapshot import Event, Snapshot
from catalog.rules.allowed import Allowed
from catalog.rules.breaking.comparison import Comparison
from catalog.rules.breaking.rule import Breach, BreakingRule, Category, Judgement, Kept
from catalog.rules.breaking.table import BREAKING_RULES
from catalog.rules.breaking.terms import Terms, as_if_released

_LATER: Final = "; what the catalog takes less seriously counts from the next comparison on"
_UNLESS_ALLOWED: Final = "; only `allow` with a reason admits it"


def judge(
    comparison: Comparison,
    *,
    sources: SourceMap,
    allowed: Allowed,
    rules: Sequence[BreakingRule] = BREAKING_RULES,
    terms: Terms | None = None,
    kept: Kept | None = None,
) -> tuple[Judgement, ...]:
    """Every change between the compared catalogs that breaks something, sorted by file and line.

    `sources` are the newer catalog's. How seriously a breach is taken is first what catalog.yaml says under
    `severities` of the rule or of the family `breaking`, else by its category and by the mode of the events
    that it breaks, the strictest of them:

    - `payload`: an error in the modes `backward` and `full`, since whoever still sends such payloads loses
      them. It warns in `forward`, and where an older version that a release keeps still accepts them, as
      long as both catalogs say (`accept_previous_days`);
      a name that came through undeclared warns as well, since mostly its definition says what is sent.
    - `reader`: warns, since nobody but the readers knows whether they mind; in `forward` and `full` what an
      older reader does not expect is an error. Neither is looked at in the mode `none`.
    - `call-site` and `privacy`: warn in every mode. The compiler stops the one, and the approvals that
      catalog.yaml demands the other, so that a check does not fail a branch twice.

    The severities and modes of both catalogs count, of which the stricter holds; `terms` are others. `kept`
    says what is still accepted; without it, the older catalog is taken for the release in force. What
    could not be decided is an error wherever a mode asks about it, unless an allowance with a reason admits
    it.

    What only adds gives no finding, save for what it means for people's privacy; words never do.
    """
    terms = terms or Terms.of(comparison)
    kept = kept or as_if_released(comparison)
    found: list[Judgement] = []
    for rule in rules:
        if rule.is_forward and not terms.asks_forward:
            continue
        for breach in rule.check(comparison):
            lasting = terms.lasting(rule, breach, comparison, kept)
            level, is_milder_later = terms.level(rule, breach, comparison, lasting)
            if level is Level.OFF or allowed.excuses(rule.id, breach.spot):
                continue
            finding = _finding(rule, breach, level, lasting, sources, is_milder_later=is_milder_later)
            found.append(Judgement(finding=finding, category=rule.category, breach=breach, lasting=lasting))
    return tuple(sorted(found, key=lambda judgement: judgement.finding.order))


def judge_transitively(
    olders: Sequence[Side],
    new: Side,
    *,
    sources: SourceMap,
    allowed: Allowed,
    kept: Kept | None = None,
) -> tuple[Judgement, ...]:
    """The judgements of one catalog against several older ones, the newest of them first.

    The first is judged by every mode, and by its and the newer catalog's terms all of them are. The others
    count only for payloads and readers of events whose mode is transitive; the same change is told once, by
    the newest catalog that shows it. That an event is gone is nothing new for those before it was retired:
    what that lost was judged, and admitted, in its own file. `new`, `sources` and `kept` are as for `judge`.
    """
    found: list[Judgement] = []
    told: set[tuple[object, ...]] = set()
    terms: Terms | None = None
    for number, old in enumerate(olders):
        comparison = Comparison(old=old, new=new)
        terms = terms or Terms.of(comparison)
        if number > 0 and not terms.asks_transitively:
            break
        for judgement in judge(comparison, sources=sources, allowed=allowed, terms=terms, kept=kept):
            breach = judgement.breach
            if number > 0 and not _is_transitive(judgement, terms):
                continue
            if number > 0 and _were_retired(breach, old.snapshot, olders[: number + 1]):
                continue
            place = (judgement.finding.rule, breach.spot, *(reach.after for reach in breach.reaches))
            if place not in told:
                told.add(place)
                found.append(judgement if number == 0 else replace(judgement, since=old.release))
    return tuple(sorted(found, key=lambda judgement: judgement.finding.order))


def _were_retired(breach: Breach, old: Snapshot, since: Sequence[Side]) -> bool:
    """Whether what a breach says is gone was retired, each event in one of the catalogs since then."""
    gone = [old.events[reach.before] for reach in breach.reaches if reach.before and reach.after is None]
    return 0 < len(gone) == len(breach.reaches) and all(
        any(_is_retired(event, one.snapshot) for one in since) for event in gone
    )


def _is_retired(event: Event, snapshot: Snapshot) -> bool:
    """Whether a catalog has an event as a retired one, under any of the names by which it arrived."""
    names = (event.wire, *(alias.name for alias in event.aliases))
    found = [snapshot.incoming[name][0] for name in names if name in snapshot.incoming]
    return any(one.status is Status.RETIRED for one in found)


def _is_transitive(judgement: Judgement, terms: Terms) -> bool:
    if judgement.category not in (Category.PAYLOAD, Category.READER):
        return False
    return any(terms.is_transitive(reach) for reach in judgement.breach.reaches)


def _finding(
    rule: BreakingRule,
    breach: Breach,
    level: Level,
    lasting: str | None,
    sources: SourceMap,
    *,
    is_milder_later: bool,
) -> Finding:
    place = sources.place(path_of(breach.spot.kind, breach.spot.name), breach.spot.pointer)
    pointer = breach.spot.pointer
    message = breach.message
    if lasting is not None:
        message += f"; not yet: such payloads are accepted {lasting} (accept_previous_days)"
    if breach.undecided is not None and level is Level.ERROR:
        message += _UNLESS_ALLOWED
    elif is_milder_later:
        message += _LATER
    return Finding(
        rule=rule.id,
        severity=Severity(level.value),
        message=message,
        path=place.path,
        line=place.line,
        column=place.column,
        event=breach.event,
        property=str(pointer[1]) if len(pointer) > 1 and pointer[0] == "properties" else None,
    )
