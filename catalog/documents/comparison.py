"""The verdict on two JSON Schema documents: is it a break, what changed, and the value that proves it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import product
from typing import Final, Literal

from catalog.documents.changes import ChangeKind, SchemaChange
from catalog.documents.dialects import Draft, readings, unknown_dialect
from catalog.documents.effects import Effects, Side
from catalog.documents.formulas import Formatted, Opaque, text_of
from catalog.documents.found import Reason
from catalog.documents.judging import Outcome, Pair
from catalog.documents.legibility import illegible
from catalog.documents.reading import Spot, Stance
from catalog.documents.walk import Walk
from catalog.errors import CatalogError
from catalog.model.values import Json

Mode = Literal[
    "backward",
    "forward",
    "full",
    "none",
    "backward-transitive",
    "forward-transitive",
    "full-transitive",
]

_DIRECTIONS: Final[Mapping[str, tuple[bool, ...]]] = {
    "backward": (False,),
    "forward": (True,),
    "full": (False, True),
    "none": (),
}


class UnknownMode(CatalogError):
    """A mode of compatibility that does not exist."""

    def __init__(self, mode: str) -> None:
        self.mode = mode
        super().__init__(
            f"there is no mode '{mode}'; it is one of {', '.join(_DIRECTIONS)}, or these with -transitive"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaVerdict:
    """Whether two documents are compatible.

    `compatible` is true only when it is proven. `undecided`: neither that nor the reverse is proven, and the
    changes of kind `undecided` name what was in the way. Otherwise it is proven that they are not, and
    `counter_example` is a value that the one document accepts and the other refuses. That value may be JSON's
    null: `is_proven` tells it from none.
    """

    compatible: bool
    undecided: bool
    changes: tuple[SchemaChange, ...]
    counter_example: Json = None
    refused_by: Literal["old", "new"] | None = None
    """The document that refuses the counter-example, which the other one accepts; None without one."""

    @property
    def is_proven(self) -> bool:
        """Whether there is a counter-example: exactly when they are neither compatible nor undecided."""
        return not self.compatible and not self.undecided

    def to_json(self) -> dict[str, Json]:
        """The verdict as JSON: these keys always.

        A `counter_example` of null is a value exactly when `compatible` and `undecided` are both false.
        """
        return {
            "compatible": self.compatible,
            "undecided": self.undecided,
            "changes": [change.to_json() for change in self.changes],
            "counter_example": self.counter_example,
            "refused_by": self.refused_by,
        }


def compare_schemas(
    old: Mapping[str, object], new: Mapping[str, object], mode: str = "backward", lenient: bool = False
) -> SchemaVerdict:
    """Whether a JSON Schema document may take the place of another (draft-04 to 2020-12).

    `mode`: under `backward` the new document accepts all that the old one does, under `forward` the reverse,
    under `full` both; `none` asks for nothing. `-transitive` modes mean the same for two documents.
    `lenient`: a producer sends only properties that its document declares, and a reader takes those that its
    own does not declare. Formats annotate. Raises UnknownMode; no document raises anything.
    """
    directions = _directions(mode)
    for pointer, document in (("old", old), ("new", new)):
        reason = illegible(document)
        if reason is not None:
            words = f"the {pointer} document cannot be read: {reason}"
            return _undecided((_named(words),), asks=bool(directions))
    try:
        if text_of(old) == text_of(new):
            return SchemaVerdict(compatible=True, undecided=False, changes=())
        for document in (old, new):
            dialect = unknown_dialect(document)
            if dialect is not None:
                words = f"'$schema' names a dialect that is not known: {dialect[:80]}"
                return _undecided((_named(words, "#/$schema", "$schema"),), asks=bool(directions))
        return _verdict(old, new, directions, lenient=lenient)
    except RecursionError:
        words = "the documents are nested too deep to be compared"
        return _undecided((_named(words),), asks=bool(directions))


def _directions(mode: object) -> tuple[bool, ...]:
    named = mode.lower().replace("_", "-") if isinstance(mode, str) else ""  # others write FULL_TRANSITIVE
    directions = _DIRECTIONS.get(named.removesuffix("-transitive"))
    if directions is None or named == "none-transitive":
        raise UnknownMode(str(mode))
    return directions


def _verdict(old: object, new: object, directions: tuple[bool, ...], *, lenient: bool) -> SchemaVerdict:
    pairs = [Pair(old, new, drafts, lenient=lenient) for drafts in _drafts(old, new)]
    outcomes: dict[bool, Outcome] = {}
    for forward in directions:
        found = [pair.judge(forward=forward) for pair in pairs]
        outcomes[forward] = _agreed(found)
    proofs = [(outcome.proof[0], forward) for forward, outcome in outcomes.items() if outcome.proof]
    reasons = tuple(dict.fromkeys(reason for outcome in outcomes.values() for reason in outcome.reasons))
    asked = tuple(forward for forward, outcome in outcomes.items() if not outcome.is_within)
    changes = _changes(pairs[0], asked, is_broken=bool(proofs))
    if proofs:
        changes = _blamed(changes, asked)
        smallest, forward = min(proofs, key=lambda one: (len(text_of(one[0])), text_of(one[0])))
        return SchemaVerdict(
            compatible=False,
            undecided=False,
            changes=changes,
            counter_example=smallest,
            refused_by="old" if forward else "new",
        )
    if reasons:
        named = [reason for reason in reasons if not isinstance(reason, str)] or reasons
        return _undecided((*changes, *map(_of_reason, named)), asks=True)
    return SchemaVerdict(compatible=True, undecided=False, changes=changes)


def _drafts(old: object, new: object) -> list[tuple[Draft, Draft]]:
    """The drafts by which to read the two: where neither states one, both are of the same."""
    if _states_none(old) and _states_none(new):
        return [(draft, draft) for draft in readings({"anyOf": [old, new]})]
    return [*product(readings(old), readings(new))]


def _states_none(document: object) -> bool:
    return not isinstance(document, Mapping) or "$schema" not in document


def _agreed(found: list[Outcome]) -> Outcome:
    """What holds whichever draft was meant."""
    if all(outcome.is_within for outcome in found) or all(outcome.proof for outcome in found):
        return found[0]
    reasons = [reason for outcome in found for reason in outcome.reasons]
    if len(found) > 1 and any(outcome.proof for outcome in found):
        reasons.append("$schema is missing, and the drafts that may be meant differ in what they refuse")
    return Outcome(reasons=tuple(dict.fromkeys(reasons)))


def _changes(pair: Pair, asked: tuple[bool, ...], *, is_broken: bool) -> tuple[SchemaChange, ...]:
    effects = Effects(pair=pair.afresh(), directions=asked)
    old, new = (
        Side(reader=reader, schema=reader.document, at=Spot(stance=Stance.STRICT))
        for reader in effects.pair.readers
    )
    walk = Walk(effects=effects)
    walk.compare(old, new, (True if is_broken else None) if asked else False)
    return tuple(walk.changes)


def _blamed(changes: tuple[SchemaChange, ...], asked: tuple[bool, ...]) -> tuple[SchemaChange, ...]:
    """The changes of a proven break, where none of them was found to break by itself."""
    if any(change.breaking for change in changes):
        return changes
    unsure = [change for change in changes if change.breaking is None]
    if len(unsure) == 1:
        return tuple(replace(change, breaking=True) if change is unsure[0] else change for change in changes)
    return (*changes, _together(asked))


def _together(asked: tuple[bool, ...]) -> SchemaChange:
    reader, writer = ("old", "new") if asked == (True,) else ("new", "old")
    return SchemaChange(
        kind=ChangeKind.VALUES_NARROWED,
        pointer="#",
        keyword="",
        breaking=True,
        message=f"by several changes together, the {reader} document refuses what the {writer} one accepts",
    )


def _undecided(changes: tuple[SchemaChange, ...], *, asks: bool) -> SchemaVerdict:
    if not asks:
        changes = tuple(replace(change, breaking=False) for change in changes)
    return SchemaVerdict(compatible=not asks, undecided=asks, changes=changes)


def _named(words: str, pointer: str = "#", keyword: str = "") -> SchemaChange:
    return SchemaChange(
        kind=ChangeKind.UNDECIDED, pointer=pointer, keyword=keyword, breaking=None, message=words
    )


def _of_reason(reason: Reason) -> SchemaChange:
    match reason:
        case Opaque(keyword=keyword, meaning=meaning, pointer=pointer):
            shown = meaning if len(meaning) <= 60 else meaning[:59] + "…"
            name = f"'{keyword}' {shown}" if keyword else f"the schema {shown}"
            return _named(f"{name} cannot be compared", pointer, keyword)
        case Formatted(format=name):
            return _named(f"no text of format '{name}' was found that would prove it", "#", "format")
        case str():
            return _named(f"it could not be decided: {reason}")


__all__ = ["Mode", "SchemaVerdict", "UnknownMode", "compare_schemas"]
