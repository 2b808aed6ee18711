"""What changed in catalog.yaml: destinations and their policies, purposes, categories, owners, the rest."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from catalog.diff.change import Change, Part, Reach, Subject, Verb
from catalog.diff.destinations import destination_changes
from catalog.findings import Spot
from catalog.model.category import ancestors
from catalog.model.settings import Drift
from catalog.model.snapshot import Event, Snapshot, plain
from catalog.model.types import ArrayType, MapType, ObjectType, Property
from catalog.model.values import Definition, Json

_DRIFT: Final = {
    drift: rank for rank, drift in enumerate((Drift.REPORT, Drift.REDACT, Drift.QUARANTINE, Drift.REFUSE))
}

_ELSEWHERE: Final = frozenset(
    {
        "owners",
        "purposes",
        "categories",
        "destinations",
        "approvals",
        "drift",
        "accept_previous_days",
        "undeclared",
    }
)
"""Keys of catalog.yaml that have facts of their own."""


def settings_changes(old: Snapshot, new: Snapshot, pairs: tuple[Reach, ...]) -> Iterator[Change]:
    """What differs in catalog.yaml, each with the events that it reaches."""
    if old.settings == new.settings:
        return
    frame = _Frame(old, new, pairs)
    yield from frame.entries("owners", Subject.OWNER, frame.with_owner)
    yield from frame.purposes()
    yield from frame.categories()
    yield from frame.destinations()
    yield from frame.entries("approvals", Subject.APPROVAL, _nothing)
    yield from frame.rest()


@dataclass(frozen=True, slots=True)
class _Frame:
    old: Snapshot
    new: Snapshot
    pairs: tuple[Reach, ...]

    def change(
        self, subject: Subject, verb: Verb, *pointer: str, old: Json = None, new: Json = None
    ) -> Change:
        """A change of one value; the side that lacks it has no spot."""
        spot = Spot(kind="settings", name="catalog", pointer=pointer)
        return Change(
            subject=subject,
            verb=verb,
            part=Part.SETTINGS,
            name=pointer[1] if len(pointer) > 1 else pointer[0],
            key=pointer[2] if len(pointer) > 2 else None,
            old=old,
            new=new,
            was=None if verb is Verb.ADDED and len(pointer) == 2 else spot,
            now=None if verb is Verb.REMOVED and len(pointer) == 2 else spot,
        )

    def entries(
        self, key: str, subject: Subject, reached: Callable[[str], tuple[Reach, ...]]
    ) -> Iterator[Change]:
        """Entries of a mapping that came, went or say something else."""
        before, after = self._both(key)
        for name in sorted({*before, *after}):
            was, now = before.get(name), after.get(name)
            if was != now:
                verb = Verb.ADDED if was is None else Verb.REMOVED if now is None else Verb.CHANGED
                found = self.change(subject, verb, key, name, old=_plain(was), new=_plain(now))
                yield replace(found, reaches=reached(name))

    def purposes(self) -> Iterator[Change]:
        """Purposes, and of those that stay: basis, people, notice and words."""
        before, after = self.old.settings.purposes, self.new.settings.purposes
        for change in self.entries("purposes", Subject.PURPOSE, self.with_purpose):
            if change.verb is not Verb.CHANGED:
                yield change
                continue
            assert change.name is not None
            was, now = plain(before[change.name]), plain(after[change.name])
            for key, subject in (
                ("basis", Subject.BASIS),
                ("subjects", Subject.DATA_SUBJECT),
                ("notice", Subject.NOTICE),
                ("description", Subject.WORDS),
            ):
                if was.get(key) != now.get(key):
                    yield replace(
                        self.keyed(subject, "purposes", change.name, key, was.get(key), now.get(key)),
                        reaches=change.reaches,
                    )

    def keyed(self, subject: Subject, group: str, name: str, key: str, was: Json, now: Json) -> Change:
        """A change of one key of an entry."""
        verb = Verb.ADDED if was is None else Verb.REMOVED if now is None else Verb.CHANGED
        return self.change(subject, verb, group, name, key, old=was, new=now)

    def categories(self) -> Iterator[Change]:
        """The catalog's own categories, and how sensitive they are."""
        before, after = self.old.settings.categories, self.new.settings.categories
        for change in self.entries("categories", Subject.CATEGORY, self.with_category):
            if change.verb is not Verb.CHANGED:
                yield change
                continue
            name = change.name
            assert name is not None
            was, now = plain(before[name]), plain(after[name])
            if was.get("description") != now.get("description"):
                words = self.keyed(
                    Subject.WORDS,
                    "categories",
                    name,
                    "description",
                    was.get("description"),
                    now.get("description"),
                )
                yield replace(words, reaches=change.reaches)
            sensitivity = self.old.policy.sensitivity(name), self.new.policy.sensitivity(name)
            if sensitivity[0] is not sensitivity[1]:
                verb = Verb.RAISED if sensitivity[0].rank < sensitivity[1].rank else Verb.LOWERED
                found = self.change(
                    Subject.SENSITIVITY,
                    verb,
                    "categories",
                    name,
                    "sensitivity",
                    old=sensitivity[0].value,
                    new=sensitivity[1].value,
                )
                yield replace(found, reaches=change.reaches)
            special = was.get("special"), now.get("special")
            if special[0] != special[1]:
                found = self.keyed(Subject.SENSITIVITY, "categories", name, "special", *special)
                yield replace(found, reaches=change.reaches)

    def destinations(self) -> Iterator[Change]:
        """Destinations, and of those that stay every line of their policies."""
        before, after = self.old.settings.destinations, self.new.settings.destinations
        for change in self.entries("destinations", Subject.DESTINATION, self.to_destination):
            if change.verb is not Verb.CHANGED:
                yield replace(change, destination=change.name)
                continue
            name = change.name
            assert name is not None
            for found in destination_changes(
                name, before[name], after[name], self.old.policy, self.new.policy
            ):
                yield replace(found, reaches=change.reaches)

    def rest(self) -> Iterator[Change]:
        """Every other key, each as it stands."""
        was, now = plain(self.old.settings), plain(self.new.settings)
        for key in sorted({*was, *now} - _ELSEWHERE):
            if was.get(key) != now.get(key):
                verb = Verb.ADDED if key not in was else Verb.REMOVED if key not in now else Verb.CHANGED
                yield self.change(Subject.SETTING, verb, key, old=was.get(key), new=now.get(key))
        drift = self.old.settings.drift, self.new.settings.drift
        if drift[0] is not drift[1]:
            verb = Verb.TIGHTENED if _DRIFT[drift[0]] < _DRIFT[drift[1]] else Verb.LOOSENED
            found = self.change(Subject.DRIFT, verb, "drift", old=drift[0].value, new=drift[1].value)
            yield replace(found, reaches=self.pairs)
        days = self.old.settings.accept_previous_days, self.new.settings.accept_previous_days
        if days[0] != days[1]:
            verb = Verb.LENGTHENED if days[0] < days[1] else Verb.SHORTENED
            yield self.change(Subject.WINDOW, verb, "accept_previous_days", old=days[0], new=days[1])

    def with_owner(self, name: str) -> tuple[Reach, ...]:
        """The events of an owner."""
        return self._reached(lambda event: event.definition.owner == name)

    def with_purpose(self, name: str) -> tuple[Reach, ...]:
        """The events that are, or have a property that is, collected for a purpose."""
        return self._reached(
            lambda event: (
                event.definition.purpose == name
                or any(definition.purpose == name for definition in event.properties.values())
            )
        )

    def with_category(self, key: str) -> tuple[Reach, ...]:
        """The events that have a property of a category or of one below it."""
        return self._reached(
            lambda event: any(
                key in ancestors(data) for one in event.properties.values() for data in categories_in(one)
            )
        )

    def to_destination(self, name: str) -> tuple[Reach, ...]:
        """The events that go to a destination."""
        return self._reached(lambda event: name in event.destinations)

    def _reached(self, is_reached: Callable[[Event], bool]) -> tuple[Reach, ...]:
        return tuple(
            reach
            for reach in self.pairs
            if (reach.before is not None and is_reached(self.old.events[reach.before]))
            or (reach.after is not None and is_reached(self.new.events[reach.after]))
        )

    def _both(self, key: str) -> tuple[Mapping[str, Definition], Mapping[str, Definition]]:
        return getattr(self.old.settings, key), getattr(self.new.settings, key)


def categories_in(definition: Property) -> Iterator[str]:
    """Every data category in a property, down to its last field."""
    if definition.data is not None:
        yield definition.data
    match definition:
        case ObjectType():
            for inner in definition.properties.values():
                yield from categories_in(inner)
        case ArrayType():
            yield from categories_in(definition.items)
        case MapType():
            if definition.keys.data is not None:
                yield definition.keys.data
            yield from categories_in(definition.values)
        case _:
            return


def _plain(definition: Definition | None) -> Json:
    return None if definition is None else plain(definition)


def _nothing(_: str) -> tuple[Reach, ...]:
    return ()
