"""How much is at stake in a change: words and technical data, personal data, or less protection."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Final

from catalog.diff.change import Change, Part, Subject, Verb
from catalog.diff.settings import categories_in
from catalog.model.category import Sensitivity
from catalog.model.names import EventName
from catalog.model.policy import Policy
from catalog.model.snapshot import Snapshot
from catalog.model.types import Property
from catalog.model.values import Json
from catalog.rules.breaking.collected import categories_in as leaf_categories
from catalog.rules.breaking.collected import is_identifier


class Risk(StrEnum):
    """Ordered from least to most."""

    LOW = "low"
    """Words, and data that is about no person."""
    MEDIUM = "medium"
    HIGH = "high"
    """More sensitive data, or an identifier, a purpose, a destination, a transfer, a longer retention."""

    @property
    def rank(self) -> int:
        """Position in the order, 0 for low."""
        return tuple(Risk).index(self)


WORDS: Final = frozenset(
    {
        Subject.WORDS,
        Subject.OWNER,
        Subject.READER,
        Subject.EXPIRY,
        Subject.REPLACEMENT,
        Subject.CODE_NAME,
        Subject.UNIT,
        Subject.DEPRECATION,
    }
)
"""What tells people and programs something about data, and changes none of it."""

_WEAKER: Final[Mapping[Subject, frozenset[Verb]]] = {
    Subject.PURPOSE: frozenset({Verb.ADDED, Verb.CHANGED}),
    Subject.DESTINATION: frozenset({Verb.ADDED}),
    Subject.RETENTION: frozenset({Verb.LENGTHENED}),
    Subject.TRANSFER: frozenset({Verb.ADDED, Verb.CHANGED, Verb.REMOVED}),
    Subject.PROCESSOR: frozenset({Verb.ADDED, Verb.CHANGED}),
    Subject.REGION: frozenset({Verb.CHANGED, Verb.REMOVED}),
    Subject.BASIS: frozenset({Verb.CHANGED, Verb.REMOVED}),
    Subject.CONSENT: frozenset({Verb.REMOVED}),
    Subject.IDENTITY: frozenset({Verb.ADDED, Verb.CHANGED, Verb.REMOVED}),
    Subject.HANDLING: frozenset({Verb.LOOSENED, Verb.CHANGED}),
    Subject.RECEIPT: frozenset({Verb.LOOSENED, Verb.CHANGED}),
    Subject.SENSITIVITY: frozenset({Verb.LOWERED, Verb.RAISED}),
    Subject.DRIFT: frozenset({Verb.LOOSENED}),
    Subject.UNDECLARED: frozenset({Verb.LOOSENED}),
    Subject.CATEGORY: frozenset({Verb.RAISED, Verb.LOWERED, Verb.REMOVED, Verb.ADDED, Verb.CHANGED}),
    Subject.DATA_SUBJECT: frozenset({Verb.ADDED, Verb.CHANGED}),
}
"""What weakens protection, or may."""

COLLECTION: Final = frozenset(
    {
        Subject.EVENT,
        Subject.PROPERTY,
        Subject.KEPT_NAME,
        Subject.CATEGORY,
        Subject.HANDLING,
        Subject.PURPOSE,
        Subject.DESTINATION,
        Subject.UNDECLARED,
        Subject.CONTEXT,
        Subject.ENTITY,
        Subject.RECEIPT,
        Subject.TRUNCATION,
        Subject.IDENTITY,
        Subject.CONSENT,
        Subject.RETENTION,
        Subject.PROCESSOR,
        Subject.AGREEMENT,
        Subject.REGION,
        Subject.TRANSFER,
        Subject.ERASURE,
        Subject.BASIS,
        Subject.DATA_SUBJECT,
        Subject.SENSITIVITY,
        Subject.DRIFT,
        Subject.TYPE,
        Subject.CONSTRAINT,
        Subject.VALUE,
    }
)
"""What decides which data is collected, in which form, why, where it goes and for how long."""


def risk_of(change: Change, old: Snapshot, new: Snapshot) -> Risk:
    """The risk of one change."""
    if change.subject in WORDS:
        return Risk.LOW
    is_settings_entry = change.part is Part.SETTINGS and change.key is None and change.destination is None
    if change.verb in _WEAKER.get(change.subject, ()) and not (
        change.subject is Subject.CATEGORY and is_settings_entry
    ):
        is_of_all = change.part is Part.SETTINGS or (change.part is Part.EVENT and not change.path)
        return Risk.HIGH if is_of_all or _is_personal(change, old, new) else Risk.MEDIUM
    if change.verb is Verb.ADDED and change.subject in (Subject.EVENT, Subject.PROPERTY, Subject.KEPT_NAME):
        return _of_data(change, old, new)
    if change.part is Part.SETTINGS:
        return Risk.MEDIUM
    return Risk.MEDIUM if _is_personal(change, old, new) else Risk.LOW


def categories_of_change(change: Change) -> tuple[str | None, ...]:
    """Every data category in what came or went; None is unclassified."""
    return tuple(dict.fromkeys((*leaf_categories(change.old), *leaf_categories(change.new))))


def categories_reached(change: Change, old: Snapshot, new: Snapshot) -> tuple[str | None, ...]:
    """The data categories that a change is about: its property's, or those of all that it reaches."""
    if change.subject is Subject.CATEGORY and change.part is not Part.SETTINGS:
        return (_text(change.old), _text(change.new))
    own = categories_of_change(change)
    if change.subject in (Subject.EVENT, Subject.PROPERTY, Subject.KEPT_NAME):
        return own
    found: dict[str | None, None] = {}
    for snapshot, is_new in ((old, False), (new, True)):
        path = change.path if is_new or change.former is None else change.former
        for properties in _homes(change, snapshot, is_new=is_new):
            for top, definition in properties.items():
                if not path or path[0] == top:
                    found.update(dict.fromkeys(categories_in(definition)))
    return tuple(found)


def _homes(change: Change, snapshot: Snapshot, *, is_new: bool) -> Iterator[Mapping[str, Property]]:
    """The properties among which a change is: of a context, of an entity, of the events that it reaches."""
    if change.part is Part.CONTEXT:
        context = snapshot.contexts.get(change.name or "")
        yield {} if context is None else context.properties
    elif change.part in (Part.PERSON, Part.GROUP):
        entity = snapshot.entities.get(change.name or "")
        yield {} if entity is None else entity.properties
    else:
        for reach in change.reaches:
            event = snapshot.events.get((reach.after if is_new else reach.before) or EventName(""))
            yield {} if event is None else event.properties


def _of_data(change: Change, old: Snapshot, new: Snapshot) -> Risk:
    """What is collected in addition: high for an identifier, and where nothing there was as sensitive."""
    categories = categories_of_change(change)
    if any(is_identifier(category) for category in categories):
        return Risk.HIGH
    worst = max((_rank(category, new.policy) for category in categories), default=0)
    if worst < Sensitivity.INTERACTION.rank:
        return Risk.LOW
    there = (
        _rank(category, old.policy)
        for properties in _homes(change, old, is_new=False)
        for definition in properties.values()
        for category in categories_in(definition)
    )
    is_raised = worst >= Sensitivity.PERSONAL.rank and worst > max(there, default=0)
    return Risk.HIGH if is_raised or worst >= Sensitivity.SENSITIVE.rank else Risk.MEDIUM


def _rank(category: str | None, policy: Policy) -> int:
    return policy.sensitivity(category).rank


def _is_personal(change: Change, old: Snapshot, new: Snapshot) -> bool:
    ranks = [
        policy.sensitivity(category).rank
        for category in categories_reached(change, old, new)
        for policy in (old.policy, new.policy)
    ]
    return max(ranks, default=0) >= Sensitivity.INTERACTION.rank


def _text(value: Json) -> str | None:
    return value if isinstance(value, str) else None
