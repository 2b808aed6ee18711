"""Names under which payloads arrive, and what they stand for in both catalogs."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from catalog.containment.values import Undecided
from catalog.diff.change import Path, Reach
from catalog.model.envelope import MOVED_OUT
from catalog.model.event import Alias, Undeclared
from catalog.model.names import EventName
from catalog.model.snapshot import Event, Snapshot
from catalog.model.types import Property
from catalog.model.values import Json
from catalog.rules.breaking.narrowing import Openness
from catalog.rules.breaking.nobodys import presentable_ones
from catalog.rules.breaking.specimens import Named, nulls, plain_object, shared_object
from catalog.rules.breaking.trial import Payload, Trial
from catalog.schema.contract import context_properties, contract, event_name


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A name under which payloads of an event arrive, and what it stands for in both catalogs."""

    name: str
    reach: Reach
    old: Event
    old_alias: Alias | None
    new: Event | None
    """None: the name is not on the newer roll."""
    new_alias: Alias | None

    @property
    def opening(self) -> Openness:
        """Whether names that nothing declares come through."""
        return Openness(
            before=self.old.undeclared is not Undeclared.REFUSE,
            after=self.new is not None and self.new.undeclared is not Undeclared.REFUSE,
        )

    def payload(self, properties: Json) -> dict[str, Json]:
        """A payload of it."""
        return {"event": self.name, "properties": properties}

    def own_path(self, path: Path) -> Path:
        """A path by the event's own names, where the arriving name is another; by the newer ones first."""
        if not path:
            return path
        name = event_name(self.new_alias, path[0])
        if self.new is None or name not in self.new.properties:
            name = event_name(self.old_alias, path[0])
        return (name, *path[1:])


def arrivals(
    old: Snapshot, new: Snapshot, pairs: Iterable[Reach], touched: frozenset[Reach]
) -> Iterator[Arrival]:
    """Every name that arrives in the older catalog and may mean something else in the newer one."""
    reach_of: dict[EventName, Reach] = {reach.before: reach for reach in pairs if reach.before is not None}
    for name, (event, alias) in old.incoming.items():
        reach = reach_of[event.name]
        found = new.incoming.get(name)
        if found is None:
            yield Arrival(name=name, reach=reach, old=event, old_alias=alias, new=None, new_alias=None)
        elif found[0].name != reach.after or reach in touched:
            yield Arrival(
                name=name, reach=reach, old=event, old_alias=alias, new=found[0], new_alias=found[1]
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Inside:
    """What may stand among the properties of payloads of one arriving name, before and after.

    A name that is the event's own on one side only may be context on the other, and is compared as such.
    `moved` are names of the envelope that are the event's own on one side only.
    """

    before: Named
    after: Named
    moved: tuple[str, ...]


def inside(trial: Trial, arrival: Arrival, destination: str | None) -> Inside:
    """What may stand among the properties at a destination."""
    before = own(arrival.old, destination, arrival.old_alias)
    after = {} if arrival.new is None else own(arrival.new, destination, arrival.new_alias)
    if before.keys() == after.keys():
        return Inside(before=before, after=after, moved=())
    moved = tuple(name for name in MOVED_OUT if (name in before) != (name in after))
    was, now = (context_properties(court.snapshot, destination) for court in (trial.old, trial.new))
    return Inside(
        before={**before, **_of_context(was, after, (*before, *moved))},
        after={**after, **_of_context(now, before, (*after, *moved))},
        moved=moved,
    )


def own(event: Event, destination: str | None, alias: Alias | None) -> Named:
    """The properties of an event under the names that arrive."""
    is_there = destination in event.destinations and destination in event.settings.destinations
    at = destination if is_there else None
    return contract(event, at, alias).properties


def _of_context(context: Named, names: Iterable[str], own_names: tuple[str, ...]) -> dict[str, Property]:
    """What a context says of names that are not an event's own."""
    found = {name: meant(context, name) for name in names if name not in own_names}
    return {name: definition for name, definition in found.items() if definition is not None}


def meant(context: Named, name: str) -> Property | None:
    """What a context says of a name: by itself, else by the first `*` that stands for it."""
    if name in context:
        return context[name]
    star = next((key for key in context if key.endswith("*") and name.startswith(key[:-1])), None)
    return None if star is None else context[star]


class Smallest:
    """The smallest payloads of a name: one that both sides take, as far as can be, then the older one's.

    Each is made when it is asked for. None is there when the older contract is empty, or when that could not
    be told, which `doubt` says then.
    """

    def __init__(self, place: Inside, arrival: Arrival) -> None:
        self._place = place
        self._arrival = arrival
        self._reasons: list[str] = []
        self._made: list[Payload] = []
        self._to_make = self._making()

    def __iter__(self) -> Iterator[Payload]:
        yield from self._made
        for payload in self._to_make:
            self._made.append(payload)
            yield payload

    def doubt(self, trial: Trial, destination: str | None) -> str | None:
        """Why there is none though the older catalog may accept payloads of the name at a destination.

        None when there is one, and when it is known that none is accepted.
        """
        if any(True for _ in self) or not self._reasons:
            return None
        return None if trial.old.refuses_all(self._arrival.name, destination) else self._reasons[0]

    def may_pass(self, trial: Trial, destination: str | None) -> bool:
        """Whether the older catalog accepts any payload at all there, as far as these tell."""
        if any(trial.accepts(payload, destination) for payload in self):
            return True
        return self.doubt(trial, destination) is not None

    def _making(self) -> Iterator[Payload]:
        before, after = presentable_ones(self._place.before), self._place.after
        makers: tuple[Callable[[], dict[str, Json] | None], ...] = (
            lambda: shared_object(before, after),
            lambda: plain_object(before),
            lambda: nulls(before),
        )
        for make in makers:
            try:
                found = make()
            except Undecided as error:
                self._reasons.append(error.reason)
                continue
            if found is None:
                self._reasons.clear()
                return  # the older contract is empty
            payload = self._arrival.payload(found)
            if payload not in self._made:
                yield payload
