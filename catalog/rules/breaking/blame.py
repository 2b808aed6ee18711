"""Which change a loss comes from: the one at its place whose kind tells the most."""

from collections.abc import Iterable, Mapping
from typing import Final

from catalog.diff.change import Change, Part, Path, Subject, Verb, mirrored
from catalog.rules.breaking.loss import Cause, Loss
from catalog.rules.breaking.narrowing import Aspect

_Kind = tuple[Subject, Verb]

_GOING: Final[tuple[_Kind, ...]] = (
    (Subject.DESTINATION, Verb.REMOVED),
    (Subject.DESTINATION, Verb.ADDED),
    (Subject.ALIAS, Verb.CHANGED),
    (Subject.ALIAS, Verb.REMOVED),
    (Subject.WIRE_NAME, Verb.CHANGED),
    (Subject.EVENT, Verb.RENAMED),
)
"""Changes that take a property away from payloads without touching its definition."""

_NARROWING: Final[tuple[_Kind, ...]] = (
    (Subject.TYPE, Verb.CHANGED),
    (Subject.TYPE, Verb.NARROWED),
    (Subject.TYPE, Verb.WIDENED),
    (Subject.VALUE, Verb.REMOVED),
    (Subject.NULL, Verb.REMOVED),
    (Subject.CONSTRAINT, Verb.ADDED),
    (Subject.CONSTRAINT, Verb.TIGHTENED),
    (Subject.CONSTRAINT, Verb.CHANGED),
    (Subject.CONSTRAINT, Verb.LOOSENED),
    (Subject.CONSTRAINT, Verb.REMOVED),
    (Subject.PROPERTY, Verb.RENAMED),
    (Subject.PROPERTY, Verb.REMOVED),
    (Subject.PROPERTY, Verb.ADDED),
    *_GOING,
)

_CATEGORY: Final[tuple[_Kind, ...]] = tuple(
    (Subject.CATEGORY, verb) for verb in (Verb.RAISED, Verb.CHANGED, Verb.LOWERED, Verb.ADDED, Verb.REMOVED)
)

_KINDS: Final[Mapping[Cause, tuple[_Kind, ...]]] = {
    Cause.EVENT_REMOVED: ((Subject.EVENT, Verb.REMOVED),),
    Cause.EVENT_RETIRED: ((Subject.EVENT, Verb.RETIRED),),
    Cause.NAME_DROPPED: (
        (Subject.ALIAS, Verb.REMOVED),
        (Subject.WIRE_NAME, Verb.CHANGED),
        (Subject.EVENT, Verb.RENAMED),
        (Subject.EVENT, Verb.REMOVED),
        (Subject.EVENT, Verb.RETIRED),
    ),
    Cause.DESTINATION_DROPPED: ((Subject.DESTINATION, Verb.REMOVED),),
    Cause.PROPERTY_REMOVED: (
        (Subject.PROPERTY, Verb.RENAMED),
        (Subject.PROPERTY, Verb.REMOVED),
        *_GOING,
    ),
    Cause.PROPERTY_REQUIRED: (
        (Subject.REQUIREMENT, Verb.ADDED),
        (Subject.PROPERTY, Verb.ADDED),
        (Subject.PROPERTY, Verb.RENAMED),
        *_GOING,
    ),
    Cause.TYPE_NARROWED: _NARROWING,
    Cause.CONSTRAINT_TIGHTENED: _NARROWING[5:] + _NARROWING[:5],
    Cause.VALUE_REMOVED: _NARROWING[3:] + _NARROWING[:3],
    Cause.NULL_REFUSED: _NARROWING[4:] + _NARROWING[:4],
    Cause.UNDECLARED_REFUSED: ((Subject.UNDECLARED, Verb.TIGHTENED),),
    Cause.KEPT_NAME_DECLARED: (
        (Subject.KEPT_NAME, Verb.ADDED),
        (Subject.PROPERTY, Verb.ADDED),
        (Subject.PROPERTY, Verb.RENAMED),
        (Subject.CONTEXT, Verb.ADDED),
        (Subject.ENTITY, Verb.ADDED),
        *_GOING,
    ),
    Cause.CONSENT_REQUIRED: (
        (Subject.CONSENT, Verb.ADDED),
        (Subject.PURPOSE, Verb.CHANGED),
        (Subject.PURPOSE, Verb.REMOVED),
        (Subject.PURPOSE, Verb.ADDED),
    ),
    Cause.IDENTITY_NARROWED: (
        (Subject.IDENTITY, Verb.CHANGED),
        (Subject.RECEIPT, Verb.TIGHTENED),
        (Subject.RECEIPT, Verb.CHANGED),
        *_CATEGORY,
        (Subject.ENTITY, Verb.ADDED),
        (Subject.ENTITY, Verb.REMOVED),
    ),
    Cause.DATA_REFUSED: (
        (Subject.HANDLING, Verb.TIGHTENED),
        *_CATEGORY,
        (Subject.RECEIPT, Verb.TIGHTENED),
        (Subject.RECEIPT, Verb.CHANGED),
        (Subject.SENSITIVITY, Verb.RAISED),
    ),
    Cause.DRIFT_REFUSED: (
        (Subject.DRIFT, Verb.TIGHTENED),
        (Subject.CATEGORY, Verb.LOWERED),
        (Subject.CATEGORY, Verb.ADDED),
        (Subject.CATEGORY, Verb.CHANGED),
        (Subject.UNDECLARED, Verb.LOOSENED),
        (Subject.KEPT_NAME, Verb.REMOVED),
        (Subject.PROPERTY, Verb.REMOVED),
        (Subject.CONSTRAINT, Verb.REMOVED),
        (Subject.CONSTRAINT, Verb.LOOSENED),
    ),
    Cause.DRAFT_AGAIN: ((Subject.STATUS, Verb.CHANGED),),
    Cause.CONTEXT_NARROWED: (
        *_NARROWING,
        (Subject.REQUIREMENT, Verb.ADDED),
        (Subject.ENTITY, Verb.REMOVED),
        (Subject.CONTEXT, Verb.REMOVED),
        (Subject.CONTEXT, Verb.ADDED),
    ),
    Cause.CONTRACT_NARROWED: (*_NARROWING, (Subject.REQUIREMENT, Verb.ADDED)),
}
"""The changes that may lose payloads for a cause, the most telling first."""


def changes_to_blame(loss: Loss, changes: Iterable[Change], *, is_mirrored: bool) -> Change | None:
    """The change that a loss comes from; `is_mirrored`: the loss is of the other direction."""
    kinds = {kind: rank for rank, kind in enumerate(_KINDS[loss.cause])}
    best: tuple[tuple[int, ...], Change] | None = None
    for change in changes:
        seen = mirrored(change) if is_mirrored else change
        rank = kinds.get((seen.subject, seen.verb))
        if rank is None or not _is_about(loss, seen):
            continue
        distance = _distance(loss.path, seen)
        is_elsewhere = loss.destination is not None and seen.destination not in (None, loss.destination)
        is_other = loss.key is not None and seen.key is not None and loss.key != seen.key
        is_member = loss.key == "enum" and seen.subject is Subject.VALUE and seen.old != loss.member
        is_optional = loss.key == Aspect.REQUIRED.value and seen.subject is not Subject.REQUIREMENT
        order = (is_member, distance, is_optional, is_other, is_elsewhere, rank)
        if best is None or order < best[0]:
            best = (order, change)
    return None if best is None else best[1]


def _is_about(loss: Loss, change: Change) -> bool:
    """Whether a change can have to do with a loss: in the same part, on the way to its place."""
    if change.part is Part.SETTINGS:
        is_wider = change.subject is Subject.PURPOSE and change.verb is Verb.ADDED and change.key != "*"
        return not is_wider and (loss.destination is None or change.destination in (None, loss.destination))
    if change.part is not loss.part:
        return change.part in (Part.PERSON, Part.GROUP) and not change.path
    if loss.name is not None and change.name != loss.name:
        return False
    if change.subject is Subject.ALIAS and loss.cause is Cause.NAME_DROPPED:
        return change.key == loss.arriving
    return any(
        path == loss.path[: len(path)] or loss.path == path[: len(loss.path)] for path in _paths(change)
    )


def _paths(change: Change) -> tuple[Path, ...]:
    """Where a change is in both catalogs."""
    return (change.path,) if change.former is None else (change.path, change.former)


def _distance(path: Path, change: Change) -> int:
    if change.part is Part.SETTINGS:
        return len(path)
    return min(_steps(path, other) for other in _paths(change))


def _steps(one: Path, other: Path) -> int:
    """The steps from one place to another, up to what holds both and down again."""
    shared = 0
    for step, same in zip(one, other, strict=False):
        if step != same:
            break
        shared += 1
    return len(one) + len(other) - 2 * shared
