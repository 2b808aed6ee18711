"""Runs the breaking rules over two catalogs: modes, severities, allowances, one sorted list of judgements."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from catalog.diff.compare import Side
from catalog.findings import Finding, Severity, SourceMap
from catalog.loading.folder import path_of
from catalog.model.names import EventName, resource_of
from catalog.model.settings import Level, Mode, Settings
from catalog.rules.allowed import Allowed
from catalog.rules.breaking.comparison import Comparison
from catalog.rules.breaking.rule import Breach, BreakingRule, Category, Judgement
from catalog.rules.breaking.table import BREAKING_RULES

_BACKWARD: Final = (Mode.BACKWARD, Mode.BACKWARD_TRANSITIVE, Mode.FULL, Mode.FULL_TRANSITIVE)
_FORWARD: Final = (Mode.FORWARD, Mode.FORWARD_TRANSITIVE, Mode.FULL, Mode.FULL_TRANSITIVE)
_TRANSITIVE: Final = (Mode.BACKWARD_TRANSITIVE, Mode.FORWARD_TRANSITIVE, Mode.FULL_TRANSITIVE)

_ORDER: Final = (Level.OFF, Level.WARNING, Level.ERROR)


def judge(
    comparison: Comparison,
    *,
    sources: SourceMap,
    allowed: Allowed,
    rules: Sequence[BreakingRule] = BREAKING_RULES,
) -> tuple[Judgement, ...]:
    """Every change between the compared catalogs that breaks something, sorted by file and line.

    `sources` are the newer catalog's. How seriously a breach is taken, first what catalog.yaml says under
    `severities` of the rule or of the family `breaking`, else by its category and by the mode of the events
    that it breaks, the strictest of them:

    - `payload`: an error in the modes `backward` and `full`, since whoever still sends such payloads loses
      them. It warns in `forward`, and while the older major version is accepted (`accept_previous_days`);
      a name that came through undeclared warns as well, since mostly its definition says what is sent.
    - `reader`: warns, since nobody but the readers knows whether they mind; in `forward` and `full` what an
      older reader does not expect is an error. Neither is looked at in the mode `none`.
    - `call-site` and `privacy`: warn in every mode. The compiler stops the one, and the approvals that
      catalog.yaml demands the other, so that a check does not fail a branch twice.

    What only adds gives no finding, save for what it means for people's privacy; words never do.
    """
    settings = comparison.new.snapshot.settings
    found: list[Judgement] = []
    for rule in rules:
        stated = _stated(rule, settings.severities)
        if stated is Level.OFF or not _is_asked(rule, settings):
            continue
        for breach in rule.check(comparison):
            level = _level(rule, breach, settings, comparison.new)
            if level is not Level.OFF and stated is not None:
                level = stated
            if level is Level.OFF or allowed.excuses(rule.id, breach.spot):
                continue
            finding = _finding(rule, breach, level, sources)
            found.append(Judgement(finding=finding, category=rule.category, breach=breach))
    return tuple(sorted(found, key=lambda judgement: judgement.finding.order))


def judge_transitively(
    olders: Sequence[Side], new: Side, *, sources: SourceMap, allowed: Allowed
) -> tuple[Judgement, ...]:
    """The judgements of one catalog against several older ones, the newest of them first.

    The first is judged by every mode. The others count only for payloads and readers of events whose mode is
    transitive; the same change is told once, by the newest catalog that shows it. `new` and `sources` are as
    for `judge`.
    """
    found: list[Judgement] = []
    told: set[tuple[object, ...]] = set()
    settings = new.snapshot.settings
    for number, old in enumerate(olders):
        if number > 0 and not any(mode in _TRANSITIVE for mode in settings.modes.values()):
            break
        for judgement in judge(Comparison(old=old, new=new), sources=sources, allowed=allowed):
            breach = judgement.breach
            if number > 0 and not _is_transitive(judgement, settings):
                continue
            place = (judgement.finding.rule, breach.spot, *(reach.after for reach in breach.reaches))
            if place not in told:
                told.add(place)
                found.append(judgement if number == 0 else replace(judgement, since=old.release))
    return tuple(sorted(found, key=lambda judgement: judgement.finding.order))


def _is_transitive(judgement: Judgement, settings: Settings) -> bool:
    if judgement.category not in (Category.PAYLOAD, Category.READER):
        return False
    reaches = judgement.breach.reaches
    return any(mode_of(settings, reach.name) in _TRANSITIVE for reach in reaches)


def mode_of(settings: Settings, event: EventName | None) -> Mode:
    """The mode under which an event is compared: its resource's, else the catalog's, else `backward`."""
    own = None if event is None else settings.modes.get(resource_of(event))
    return own or settings.modes.get("default") or Mode.BACKWARD


def _stated(rule: BreakingRule, severities: Mapping[str, Level]) -> Level | None:
    return severities.get(rule.id) or severities.get(rule.family)


def _is_asked(rule: BreakingRule, settings: Settings) -> bool:
    """Whether any mode asks for a rule: the search for what only readers notice is spared else."""
    return not rule.is_forward or any(mode in _FORWARD for mode in settings.modes.values())


def _level(rule: BreakingRule, breach: Breach, settings: Settings, new: Side) -> Level:
    """The strictest level of any event that it breaks."""
    events = dict.fromkeys(reach.name for reach in breach.reaches)
    levels = {_level_of(rule, event, settings, new) for event in (*events,)} or {
        _level_of(rule, None, settings, new)
    }
    return max(levels, key=_ORDER.index)


def _level_of(rule: BreakingRule, event: EventName | None, settings: Settings, new: Side) -> Level:
    mode = mode_of(settings, event)
    if rule.category not in (Category.PAYLOAD, Category.READER):
        return Level.WARNING
    if mode is Mode.NONE or (rule.is_forward and mode not in _FORWARD):
        return Level.OFF
    if rule.category is Category.READER:
        return Level.ERROR if rule.is_forward else Level.WARNING
    if rule.severity is Severity.WARNING or mode not in _BACKWARD or window(settings, event, new):
        return Level.WARNING
    return Level.ERROR


def window(settings: Settings, event: EventName | None, new: Side) -> int:
    """For how many days payloads of an event's older major version are still accepted."""
    found = None if event is None else new.snapshot.events.get(event)
    if found is None:
        return 0
    own = found.definition.accept_previous_days
    return settings.accept_previous_days if own is None else own


def _finding(rule: BreakingRule, breach: Breach, level: Level, sources: SourceMap) -> Finding:
    place = sources.place(path_of(breach.spot.kind, breach.spot.name), breach.spot.pointer)
    pointer = breach.spot.pointer
    return Finding(
        rule=rule.id,
        severity=Severity(level.value),
        message=breach.message,
        path=place.path,
        line=place.line,
        column=place.column,
        event=breach.event,
        property=str(pointer[1]) if len(pointer) > 1 and pointer[0] == "properties" else None,
    )
