"""From what was lost, or what changed, to what a rule says: the change at fault, its place, the proof."""

from collections.abc import Callable, Iterable, Iterator

from catalog.diff.change import Change, Part, Reach, sorted_reaches
from catalog.diff.sentences import said
from catalog.findings import Spot
from catalog.model.snapshot import Snapshot
from catalog.rules.breaking.comparison import Comparison
from catalog.rules.breaking.loss import Cause, Loss
from catalog.rules.breaking.nobodys import somebodys_in
from catalog.rules.breaking.rule import Breach

Consequence = str | Callable[[Loss, Change | None], str]
"""What ends the sentence after what changed; it may go by the loss that is shown."""

UNDECIDED = "whether any payload is refused now could not be decided, so it counts as a break"


def lost(comparison: Comparison, cause: Cause, consequence: Consequence) -> Iterator[Breach]:
    """A breach for each change that loses payloads for a cause, whatever number of events it reaches.

    `consequence` ends the sentence after what changed.
    """
    found = (loss for loss in comparison.losses if loss.cause is cause)
    return of_losses(comparison, found, consequence, is_mirrored=False)


def of_losses(
    comparison: Comparison,
    losses: Iterable[Loss],
    consequence: Consequence,
    *,
    is_mirrored: bool,
) -> Iterator[Breach]:
    """A breach for each change that losses come from, with the best proof of all."""
    by_change: dict[object, tuple[Change | None, list[Loss]]] = {}
    for loss in losses:
        change = comparison.blamed(loss, is_mirrored=is_mirrored)
        key: object = loss.place if change is None else id(change)
        by_change.setdefault(key, (change, []))[1].append(loss)
    for change, found in by_change.values():
        yield _breach(comparison, change, found, consequence, is_mirrored=is_mirrored)


def _breach(
    comparison: Comparison,
    change: Change | None,
    found: list[Loss],
    consequence: Consequence,
    *,
    is_mirrored: bool,
) -> Breach:
    best, seen = _shown(found, (comparison.new if is_mirrored else comparison.old).snapshot)
    lost_by = [_turned(loss.reach, is_mirrored=is_mirrored) for loss in found]
    reaches = sorted_reaches({*lost_by})
    if change is not None and change.part is not Part.EVENT:
        reaches = change.reaches or reaches  # one event was tried for all of them
    what = f"'{best.arriving}' stands for another contract now" if change is None else said(change)
    means = consequence if isinstance(consequence, str) else consequence(best, change)
    if seen is not None:
        means += f"; no payload is shown, since it would hold what looks like somebody's data ({seen})"
    return Breach(
        message=f"{what}; {means if best.proof is not None else f'{UNDECIDED}: {best.reason}'}",
        spot=_spot(comparison, change, reaches),
        reaches=reaches,
        change=change,
        proof=best.proof if seen is None else None,
        undecided=None if best.proof is not None else best.reason,
        proofs=tuple(proof for loss in found for proof in loss.proofs),
    )


def _shown(found: list[Loss], accepting: Snapshot) -> tuple[Loss, str | None]:
    """The loss with the best proof that is about nobody; else the best, and what is seen in its proof."""
    ranked = sorted(
        found, key=lambda loss: (loss.proof is None, () if loss.proof is None else loss.proof.rank)
    )
    seen: list[str] = []
    for loss in ranked:
        if loss.proof is not None:
            detector = somebodys_in(dict(loss.proof.payload), accepting)
            if detector is None:
                return loss, None
            seen.append(detector)
    return ranked[0], seen[0] if seen else None


def _turned(reach: Reach, *, is_mirrored: bool) -> Reach:
    return Reach(reach.after, reach.before) if is_mirrored else reach


def told(
    comparison: Comparison, is_mine: Callable[[Change], bool], consequence: str | Callable[[Change], str]
) -> Iterator[Breach]:
    """A breach without a proof for each change that a rule is about."""
    for change in comparison.changes:
        if is_mine(change):
            yield breach_of(
                comparison, change, consequence if isinstance(consequence, str) else consequence(change)
            )


def breach_of(comparison: Comparison, change: Change, consequence: str) -> Breach:
    """A change as a breach."""
    return Breach(
        message=f"{said(change)}; {consequence}",
        spot=_spot(comparison, change, change.reaches),
        reaches=change.reaches,
        change=change,
    )


def _spot(comparison: Comparison, change: Change | None, reaches: tuple[Reach, ...]) -> Spot:
    reach = reaches[0] if reaches else None
    if change is not None:
        return comparison.spot_of(change, reach)
    if reach is None:
        return Spot(kind="settings", name="catalog", pointer=())
    return Spot(kind="event", name=reach.name, pointer=())
