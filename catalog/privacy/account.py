"""An account of the data map: rows as plain values, summed up, and what a record still lacks."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from catalog.findings import Spot
from catalog.model.category import Handling, Sensitivity
from catalog.model.settings import Anonymous, Basis, DestinationDefinition, Subject
from catalog.privacy.rows import EVERY_EVENT, DataMap, Part, Row

UNCLASSIFIED: Final = "unclassified"
NOT_STATED: Final = "not stated"

Plain = None | bool | int | str | list["Plain"] | dict[str, "Plain"]

Shown = Callable[[Spot], str]
"""Gives the place of a value as a person looks it up: `events/catalog.yaml:12`."""

_SUBJECTS: Final = {
    Subject.ANONYMOUS_VISITOR: "anonymous visitors",
    Subject.CUSTOMER: "customers",
    Subject.EMPLOYEE: "employees",
    Subject.CHILD: "children",
    Subject.OTHER: "others",
}


def category_of(row: Row) -> str:
    """A row's category as people read it."""
    return row.category or UNCLASSIFIED


def place_of(row: Row) -> str:
    """Where a value stands in a payload: `note`, `context $browser`, `person role`, `envelope uuid`."""
    return f"{row.part} {row.path}" if row.part in _TOLD else row.path


_TOLD: Final = (Part.CONTEXT, Part.PERSON, Part.ENVELOPE)
"""Parts that a path alone does not tell."""


_SHORT: Final = {
    Handling.KEEP: "as it is",
    Handling.MASK: "masked",
    Handling.HASH: "hashed",
    Handling.DROP: "dropped",
    Handling.REFUSE: "refused",
}


def short_form(row: Row) -> str:
    """How a row leaves, in a word or two where there is little room."""
    return _SHORT.get(row.handling, row.form)


def in_words(subjects: Iterable[Subject]) -> str:
    """Whose data it is, in words."""
    return ", ".join(_SUBJECTS[subject] for subject in subjects) or NOT_STATED


def basis_in_words(bases: Iterable[Basis]) -> str:
    """Legal bases, in words."""
    return ", ".join(basis.replace("_", " ") for basis in bases) or NOT_STATED


def identity_of(definition: DestinationDefinition) -> str:
    """By what a destination knows people, as the catalog says it."""
    return "anonymous" if isinstance(definition.identity, Anonymous) else definition.identity


def plain_row(data: DataMap, row: Row, shown: Shown) -> dict[str, Plain]:
    """A row with all that its destination says: what one line of the record of processing has."""
    there = data.settings.destinations[row.destination]
    return {
        "category": category_of(row),
        "sensitivity": row.sensitivity.value,
        "special": row.special,
        "destination": row.destination,
        "event": row.event,
        "status": None if row.status is None else row.status.value,
        "part": row.part.value,
        "path": row.path,
        "handling": row.handling.value,
        "leaves": row.leaves,
        "form": row.form,
        "sent_as": row.sent_as,
        "purposes": list(row.purposes),
        "bases": [basis.value for basis in row.bases],
        "subjects": [subject.value for subject in row.subjects],
        **plain_destination(there),
        "description": row.description,
        "defined_in": shown(row.spot),
        "decided_by": [cause.says for cause in row.causes],
    }


def plain_destination(definition: DestinationDefinition) -> dict[str, Plain]:
    """What a destination says about itself, as far as a record of processing asks."""
    erasure = definition.erasure
    return {
        "identity": identity_of(definition),
        "consent": definition.consent,
        "retention_days": definition.retention_days,
        "processor": definition.processor,
        "contract": definition.contract,
        "region": definition.region,
        "transfer": None if definition.transfer is None else definition.transfer.value,
        "erasure": None if erasure is None else erasure.how,
        "erasure_days": None if erasure is None else erasure.days,
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Rows of one category that leave a destination in one form: which events and properties they are."""

    category: str
    sensitivity: Sensitivity
    special: bool
    form: str
    leaves: bool
    rows: tuple[Row, ...]

    @property
    def paths(self) -> tuple[str, ...]:
        """The places, each once."""
        return tuple(dict.fromkeys(place_of(row) for row in self.rows))

    def events(self, data: DataMap) -> int:
        """How many events carry any of it."""
        return len(events_of(data, self.rows))


def long_form(row: Row) -> str:
    """How a row leaves, with all that is to be said."""
    return row.form


def groups_of(rows: Iterable[Row], form: Callable[[Row], str] = short_form) -> tuple[Group, ...]:
    """Rows of one destination by category and form, the worst category first, what leaves before the rest."""

    def key(row: Row) -> tuple[int, str, bool, str]:
        return -row.sensitivity.rank, category_of(row), not row.leaves, form(row)

    groups = []
    for _, found in groupby(sorted(rows, key=key), key=key):
        same = tuple(found)
        groups.append(
            Group(
                category=category_of(same[0]),
                sensitivity=same[0].sensitivity,
                special=same[0].special,
                form=form(same[0]),
                leaves=same[0].leaves,
                rows=same,
            )
        )
    return tuple(groups)


def events_of(data: DataMap, rows: Iterable[Row]) -> tuple[str, ...]:
    """The events that rows speak of, those of `*` among them; sorted."""
    names: set[str] = set()
    for row in rows:
        if row.event == EVERY_EVENT:
            names.update(event.name for event in data.events.get(row.destination, ()))
        else:
            names.add(row.event)
    return tuple(sorted(names))


def gaps(data: DataMap) -> Iterator[str]:
    """What the catalog does not say and a record of processing needs, GDPR Art. 30(1); a sentence each."""
    settings = data.settings
    if settings.controller is None:
        yield "the controller is not stated: 'controller' in catalog.yaml"
    if settings.contact is None:
        yield "nobody is named whom to ask: 'contact' in catalog.yaml"
    personal = [row for row in data.rows if row.leaves and row.sensitivity.rank > Sensitivity.TECHNICAL.rank]
    for name in sorted({purpose for row in personal for purpose in row.purposes}):
        purpose = settings.purposes.get(name)
        if purpose is None or purpose.basis is None:
            yield f"purpose {name}: no legal basis is stated"
        if purpose is None or not purpose.subjects:
            yield f"purpose {name}: it is not stated whose data it is"
    aimless = sorted({row.event for row in personal if not row.purposes and row.event != EVERY_EVENT})
    if aimless:
        yield f"no purpose is stated for {', '.join(aimless)}"
    for name in data.events:
        if any(row.destination == name for row in personal):
            missing = _missing_of(data.settings.destinations[name])
            if missing:
                yield f"{name}: not stated {'is' if len(missing) == 1 else 'are'} {listed(missing)}"
            yield from _unasked(data, name)
    unclassified = {row.path for row in data.rows if row.category is None}
    if unclassified:
        yield f"unclassified: {', '.join(sorted(unclassified))}"


def _missing_of(there: DestinationDefinition) -> list[str]:
    """What a destination that gets personal data does not say."""
    asked: list[tuple[str, object]] = [
        ("how long data is kept", there.retention_days),
        ("how it is erased", there.erasure),
    ]
    if there.processor is not None:
        asked += [
            ("the contract with its processor", there.contract),
            ("the region", there.region),
            ("what allows a transfer", there.transfer),
        ]
    return [what for what, value in asked if value is None]


def listed(parts: Sequence[str]) -> str:
    """Parts as a sentence lists them: `a`, `a and b`, `a, b and c`."""
    return " and ".join(part for part in (", ".join(parts[:-1]), *parts[-1:]) if part)


def _unasked(data: DataMap, name: str) -> Iterator[str]:
    if data.settings.destinations[name].consent:
        return
    purposes = {event.definition.purpose for event in data.events[name]}
    purposes |= {one for row in data.rows if row.destination == name and row.leaves for one in row.purposes}
    unasked = sorted(
        purpose
        for purpose, stated in data.settings.purposes.items()
        if purpose in purposes and stated.basis is Basis.CONSENT
    )
    if unasked:
        yield f"{name}: consent is not asked for, though it is the basis of {listed(unasked)}"
