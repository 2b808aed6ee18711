"""What breaking rules look at: two catalogs, their changes, and the payloads lost between them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from catalog.diff.change import Change, Part, Reach, Subject
from catalog.diff.compare import Side, diff
from catalog.diff.pairs import paired
from catalog.findings import Spot
from catalog.model.snapshot import Event
from catalog.rules.breaking.around import losses_around
from catalog.rules.breaking.arrivals import Arrival, arrivals
from catalog.rules.breaking.blame import changes_to_blame
from catalog.rules.breaking.drifting import drift_losses, is_new
from catalog.rules.breaking.loss import Cause, Loss
from catalog.rules.breaking.losses import dropped, losses, merged
from catalog.rules.breaking.policies import policy_losses
from catalog.rules.breaking.trial import Trial

_OF_READERS = frozenset(
    {
        Cause.PROPERTY_REQUIRED,
        Cause.TYPE_NARROWED,
        Cause.CONSTRAINT_TIGHTENED,
        Cause.VALUE_REMOVED,
        Cause.NULL_REFUSED,
    }
)
"""What a reader of the older catalog notices: values of what it knows; it passes over the rest."""

_AROUND = (Part.CONTEXT, Part.PERSON, Part.GROUP, Part.SETTINGS)


@dataclass(frozen=True)
class Comparison:
    """Two catalogs side by side, both loaded without an error. All is found when a rule first asks for it."""

    old: Side
    new: Side

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """Every change from the older to the newer catalog."""
        return diff(self.old, self.new, self.pairs)

    @cached_property
    def pairs(self) -> tuple[Reach, ...]:
        """Every event of both, with its name before and after."""
        return paired(self.old.snapshot, self.new.snapshot)

    @cached_property
    def touched(self) -> frozenset[Reach]:
        """The events that a change of an event or of its properties reaches."""
        return frozenset(
            reach for change in self.changes if change.part is Part.EVENT for reach in change.reaches
        )

    @cached_property
    def trial(self) -> Trial:
        """Both catalogs' judges."""
        return Trial(self.old, self.new)

    @cached_property
    def losses(self) -> tuple[Loss, ...]:
        """Payloads valid under the older catalog and refused under the newer one."""
        found = [*losses(self.trial, self.touched_arrivals)]
        if any(change.part in _AROUND for change in self.changes):
            found += losses_around(self.trial, self.arrivals(frozenset(self.pairs)))
            found += self._of_policies()
        return merged(found)

    @cached_property
    def reader_losses(self) -> tuple[Loss, ...]:
        """Payloads valid under the newer catalog that its older readers do not expect."""
        pairs = [Reach(after, before) for before, after in self.pairs]
        touched = frozenset(Reach(after, before) for before, after in self.touched)
        names = arrivals(self.new.snapshot, self.old.snapshot, pairs, touched)
        found = losses(self.trial.mirrored(), names)
        return tuple(loss for loss in found if loss.cause in _OF_READERS)

    def blamed(self, loss: Loss, *, is_mirrored: bool = False) -> Change | None:
        """The change that a loss comes from; `is_mirrored` for those of readers."""
        reach = Reach(loss.reach.after, loss.reach.before) if is_mirrored else loss.reach
        at_hand = (
            self._by_reach.get(reach, ()) if loss.part is Part.EVENT else self._by_part.get(loss.part, ())
        )
        if loss.cause in (Cause.IDENTITY_NARROWED, Cause.DATA_REFUSED):
            of_keys = (*self._by_part.get(Part.PERSON, ()), *self._by_part.get(Part.GROUP, ()))
            at_hand = (*at_hand, *(change for change in of_keys if _is_policy(change)))
        return changes_to_blame(
            loss, (*at_hand, *self._by_part.get(Part.SETTINGS, ())), is_mirrored=is_mirrored
        )

    @cached_property
    def _by_reach(self) -> Mapping[Reach, list[Change]]:
        found: dict[Reach, list[Change]] = defaultdict(list)
        for change in self.changes:
            if change.part is Part.EVENT:
                for reach in change.reaches:
                    found[reach].append(change)
        return found

    @cached_property
    def _by_part(self) -> Mapping[Part, list[Change]]:
        found: dict[Part, list[Change]] = defaultdict(list)
        for change in self.changes:
            found[change.part].append(change)
        return found

    def old_event(self, reach: Reach) -> Event | None:
        """The event before."""
        return None if reach.before is None else self.old.snapshot.events[reach.before]

    def new_event(self, reach: Reach) -> Event | None:
        """The event after."""
        return None if reach.after is None else self.new.snapshot.events[reach.after]

    def spot_of(self, change: Change, reach: Reach | None = None) -> Spot:
        """Where the newer catalog says it; where the older one did, when the newer one has no such file."""
        if change.now is not None:
            return change.now
        if reach is not None and reach.after is not None and change.part is Part.EVENT:
            at = change.was
            if at is not None and at.kind == "group" and at.name in self.new.definitions.groups:
                return Spot(kind="group", name=at.name, pointer=at.pointer)
            return Spot(kind="event", name=reach.after, pointer=() if at is None else at.pointer)
        return change.was or Spot(kind="settings", name="catalog", pointer=())

    @cached_property
    def touched_arrivals(self) -> tuple[Arrival, ...]:
        """The names that arrive for touched events, and those that stand for another event now."""
        return tuple(self.arrivals(self.touched))

    def arrivals(self, touched: frozenset[Reach]) -> Iterator[Arrival]:
        """The names that arrive for these events, and those that stand for another event now."""
        return arrivals(self.old.snapshot, self.new.snapshot, self.pairs, touched)

    def _of_policies(self) -> Iterator[Loss]:
        """What catalog.yaml makes of events that did not change: by one payload for each cause."""
        if not any(_is_policy(change) for change in self.changes):
            return
        told: set[tuple[Cause, str]] = set()
        has_told_drift = not is_new(self.trial)
        for arrival in self.arrivals(frozenset(self.pairs)):
            if arrival.reach in self.touched or arrival.new is None:
                continue
            for loss in () if has_told_drift else drift_losses(self.trial, arrival):
                has_told_drift = has_told_drift or loss.proof is not None
                yield loss
            for destination in arrival.old.destinations:
                if not self.trial.old.has(destination):
                    continue
                is_there = self.trial.new.has(destination)
                if not is_there and (Cause.DESTINATION_DROPPED, destination) in told:
                    continue
                known = frozenset(cause for cause, where in told if where == destination)
                for loss in (
                    policy_losses(self.trial, arrival, destination, known)
                    if is_there
                    else dropped(self.trial, arrival, destination)
                ):
                    if (loss.cause, destination) not in told:
                        if loss.proof is not None:
                            told.add((loss.cause, destination))
                        yield loss


def _is_policy(change: Change) -> bool:
    """Whether a change may decide about payloads of events that did not change."""
    if change.part in (Part.PERSON, Part.GROUP):
        return not change.path and change.subject in (Subject.CATEGORY, Subject.ENTITY)
    return change.part is Part.SETTINGS and change.subject in _POLICIES


_POLICIES = frozenset(
    {
        Subject.DESTINATION,
        Subject.PURPOSE,
        Subject.CATEGORY,
        Subject.SENSITIVITY,
        Subject.RECEIPT,
        Subject.TRUNCATION,
        Subject.IDENTITY,
        Subject.CONSENT,
        Subject.DRIFT,
    }
)
"""The lines of catalog.yaml that decide which payloads a destination may have."""
