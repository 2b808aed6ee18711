"""The terms of a comparison: the modes and severities of both catalogs, of which the stricter counts."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from catalog.diff.change import Reach
from catalog.diff.compare import Side
from catalog.findings import Severity
from catalog.model.names import EventName, resource_of
from catalog.model.settings import Level, Mode, Settings
from catalog.rules.breaking.comparison import Comparison
from catalog.rules.breaking.rule import Breach, BreakingRule, Category, Kept

_BACKWARD: Final = (Mode.BACKWARD, Mode.BACKWARD_TRANSITIVE, Mode.FULL, Mode.FULL_TRANSITIVE)
_FORWARD: Final = (Mode.FORWARD, Mode.FORWARD_TRANSITIVE, Mode.FULL, Mode.FULL_TRANSITIVE)
_TRANSITIVE: Final = (Mode.BACKWARD_TRANSITIVE, Mode.FORWARD_TRANSITIVE, Mode.FULL_TRANSITIVE)

_ORDER: Final = (Level.OFF, Level.WARNING, Level.ERROR)


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How seriously breaks are taken between two catalogs.

    What either catalog takes seriously counts, so that a branch which makes a rule or a mode milder is still
    judged as before, and its edit counts from the next comparison on. `older` is None where the older catalog
    has no event yet: nothing was promised to anybody.
    """

    older: Settings | None
    newer: Settings

    @classmethod
    def of(cls, comparison: Comparison) -> "Terms":
        """The terms of two catalogs."""
        old = comparison.old.snapshot
        return cls(older=old.settings if old.events else None, newer=comparison.new.snapshot.settings)

    @property
    def asks_forward(self) -> bool:
        """Whether any mode asks what older readers do not expect; the search for it is spared else."""
        return self._has_any(_FORWARD)

    @property
    def asks_transitively(self) -> bool:
        """Whether any mode asks about older releases too."""
        return self._has_any(_TRANSITIVE)

    def is_forward(self, reach: Reach) -> bool:
        """Whether what older readers of an event do not expect breaks them."""
        return any(mode in _FORWARD for mode in self._modes(reach))

    def is_transitive(self, reach: Reach) -> bool:
        """Whether an event is compared with older releases too."""
        return any(mode in _TRANSITIVE for mode in self._modes(reach))

    def lasting(self, rule: BreakingRule, breach: Breach, comparison: Comparison, kept: Kept) -> str | None:
        """How long what a breach loses is accepted after all, if the newer catalog asks for that."""
        if rule.category is not Category.PAYLOAD or breach.undecided is not None or not breach.reaches:
            return None
        days = [_days(self.newer, comparison.new, reach.after) for reach in breach.reaches]
        return kept(breach) if all(days) else None

    def level(
        self, rule: BreakingRule, breach: Breach, comparison: Comparison, lasting: str | None
    ) -> tuple[Level, bool]:
        """How seriously a breach is taken, and whether the newer catalog alone would take it less so.

        `lasting` is how long what it loses is accepted, which makes it milder where both catalogs say so.
        What could not be decided is an error wherever a mode asks about it: no severity makes it milder, and
        neither does an older major version that is still accepted, since nobody knows what it breaks.
        """
        newer = self._level(rule, breach, self.newer, comparison.new, lasting, is_older=False)
        if self.older is None:
            return newer, False
        older = self._level(rule, breach, self.older, comparison.old, lasting, is_older=True)
        return max(newer, older, key=_ORDER.index), _ORDER.index(newer) < _ORDER.index(older)

    def _level(
        self,
        rule: BreakingRule,
        breach: Breach,
        settings: Settings,
        side: Side,
        lasting: str | None,
        *,
        is_older: bool,
    ) -> Level:
        """The strictest level of any event that it breaks, by one catalog's settings."""
        found = Level.OFF
        for reach in breach.reaches or (None,):
            name = None if reach is None else (reach.before if is_older else reach.after) or reach.name
            is_kept = lasting is not None and _days(settings, side, name) > 0
            level = self._level_of(rule, mode_of(settings, name), is_kept=is_kept)
            if level is not Level.OFF and breach.undecided is not None and self._counts(rule, settings, name):
                return Level.ERROR
            found = max(found, level, key=_ORDER.index)
        stated = settings.severities.get(rule.id) or settings.severities.get(rule.family)
        return found if found is Level.OFF or stated is None else stated

    def _counts(self, rule: BreakingRule, settings: Settings, event: EventName | None) -> bool:
        """Whether a mode takes what a rule is about for an error."""
        return rule.is_forward or (
            rule.category is Category.PAYLOAD and mode_of(settings, event) in _BACKWARD
        )

    def _level_of(self, rule: BreakingRule, mode: Mode, *, is_kept: bool) -> Level:
        if rule.category not in (Category.PAYLOAD, Category.READER):
            return Level.WARNING
        if mode is Mode.NONE or (rule.is_forward and mode not in _FORWARD):
            return Level.OFF
        if rule.category is Category.READER:
            return Level.ERROR if rule.is_forward else Level.WARNING
        if rule.severity is Severity.WARNING or mode not in _BACKWARD or is_kept:
            return Level.WARNING
        return Level.ERROR

    def _modes(self, reach: Reach) -> Iterator[Mode]:
        yield mode_of(self.newer, reach.after or reach.name)
        if self.older is not None:
            yield mode_of(self.older, reach.before or reach.name)

    def _has_any(self, modes: tuple[Mode, ...]) -> bool:
        both = (self.newer,) if self.older is None else (self.newer, self.older)
        return any(mode in modes for settings in both for mode in settings.modes.values())


def as_if_released(comparison: Comparison) -> Kept:
    """What is kept where the older catalog is the release in force."""

    def kept(breach: Breach) -> str | None:
        new = comparison.new
        days = min(_days(new.snapshot.settings, new, reach.after) for reach in breach.reaches)
        return after_release(days) if days else None

    return kept


def after_release(days: int) -> str:
    """How long the next release keeps the versions before it, in words."""
    return f"for {days} {'day' if days == 1 else 'days'} after the next release"


def _days(settings: Settings, side: Side, name: EventName | None) -> int:
    """For how many days payloads of an event's older version are accepted, as one catalog has it."""
    event = None if name is None else side.snapshot.events.get(name)
    if event is None:
        return 0
    own = event.definition.accept_previous_days
    return settings.accept_previous_days if own is None else own


def mode_of(settings: Settings, event: EventName | None) -> Mode:
    """The mode under which an event is compared: its resource's, else the catalog's, else `backward`."""
    own = None if event is None else settings.modes.get(resource_of(event))
    return own or settings.modes.get("default") or Mode.BACKWARD
