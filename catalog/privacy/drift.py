"""Drift: personal data in a property that is declared to be about nobody."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from catalog.model.category import NONE
from catalog.model.types import (
    ArrayType,
    MapType,
    ObjectType,
    Property,
    StringType,
    UriType,
)
from catalog.privacy.around import NOTHING_AROUND, Around, Known
from catalog.privacy.callings import AS_IT_COMES, Calling
from catalog.privacy.detectors import (
    BY_NAME,
    UNREVIEWED,
    Hit,
    Proofs,
    calls_for,
    detect_value,
)
from catalog.privacy.holding import could_hold
from catalog.privacy.naming import named_like, said_of
from catalog.privacy.places import step_to
from catalog.privacy.transforms import Json
from catalog.privacy.words import suggested, told_name


class Sighting(NamedTuple):
    """One hit, and where in a property's value it is; names of the payload's own making are part of it."""

    place: tuple[str | int, ...]
    hit: Hit
    is_declared: bool = True
    """Whether the property is declared `none`; else no definition names it."""
    in_name: bool = False
    """Whether a name has it that no definition has: one that nobody can declare."""


Watch = Callable[[Json, Proofs], Iterator[Sighting]]
"""Finds personal data in the values of one property."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """What is looked at in one object: declared members, and where the others stay, those too."""

    watches: Mapping[str, Watch]
    called: Mapping[str, tuple[str, ...]]
    """The names under which each of those is looked at."""
    declared: frozenset[str] | None = None
    """The names that a definition has; None where nothing else stays."""
    elsewhere: tuple[str, ...] = ()
    """Beginnings of names that a definition for other destinations has: they do not stay either."""
    hiding: frozenset[str] = frozenset()
    """Undeclared names that a definition for other destinations has, which may protect the keys in them."""
    is_protected: bool = False
    """Whether the object is handled so, somewhere, that nobody may read the names in it."""

    def sightings(
        self, members: Mapping[str, Json], proofs: Proofs | None = None
    ) -> Iterator[tuple[str, Sighting]]:
        """Every hit, with the name of the member that has it."""
        for name, found in self._looks(members, proofs):
            yield from ((name, sighting) for sighting in found)

    def _looks(
        self, members: Mapping[str, Json], proofs: Proofs | None
    ) -> Iterator[tuple[str, Iterator[Sighting]]]:
        """Every member that is looked at, each with proofs of its own where none are given.

        What nothing declares may be of any number and shares them.
        """
        for name, watch in self.watches.items():
            if name in members:
                yield name, watch(members[name], proofs or Proofs())
        if self.declared is not None:
            shared = proofs or Proofs()
            for name, member in members.items():
                if name not in self.declared and not name.startswith(self.elsewhere):
                    hides = self.is_protected or name in self.hiding
                    found = watch_undeclared(name, member, shared, is_protected=hides)
                    yield step_to(name, NONE, is_protected=self.is_protected), found

    def quiet(self, members: Mapping[str, Json]) -> dict[str, Json]:
        """The members in which nothing is seen; one hit is enough, so that the rest is not looked at."""
        seen = {name for name, found in self._looks(members, None) if next(found, None) is not None}
        return {name: member for name, member in members.items() if name not in seen}


def watched(
    properties: Mapping[str, Property],
    *,
    keeps_rest: bool,
    around: Around = NOTHING_AROUND,
    known: Known | None = None,
    callings: tuple[Calling, ...] = (AS_IT_COMES,),
) -> Watched:
    """What looks at an object of these properties; `keeps_rest` where undeclared members stay.

    `known` has also what is declared for other destinations alone; without it, nothing is. What any of the
    names of a property tells is told.
    """
    known = Known(properties) if known is None else known
    found: dict[str, Watch] = {}
    called: dict[str, tuple[str, ...]] = {}
    for name, one in properties.items():
        ways = {calling.names(name, one): calling for calling in callings}
        made = (
            watch_of(
                names[0],
                one,
                keeps_rest=keeps_rest,
                around=around,
                known=known.properties.get(name),
                has_left=known.has_left,
                calling=calling.inside,
            )
            for names, calling in ways.items()
        )
        watches = [watch for watch in made if watch is not None]
        if watches:
            found[name] = watches[0] if len(watches) == 1 else _any_of(watches)
            called[name] = tuple(dict.fromkeys(names[0] for names in ways))
    return Watched(
        watches=found,
        called=called,
        declared=frozenset(properties if known.has_left else {*properties, *known.properties})
        if keeps_rest
        else None,
        elsewhere=() if known.has_left else known.starts,
        hiding=frozenset(known.properties if known.has_left else ()),
        is_protected=around.is_protected,
    )


def watch_of(
    name: str,
    definition: Property,
    *,
    keeps_rest: bool = False,
    around: Around = NOTHING_AROUND,
    known: Property | None = None,
    has_left: bool = False,
    calling: Calling = AS_IT_COMES,
) -> Watch | None:
    """What looks at a property's values; None when no part is declared `none` and could hold any.

    `known` is the property with what is declared for other destinations alone, where that is another one, and
    `has_left` says that this has been left out already;
    `calling` says how the members of objects in it are called.
    """
    named = by_name(name, definition, around)
    data = definition.data
    by_value = _values(
        name,
        definition,
        data,
        keeps_rest=keeps_rest,
        around=around,
        known=known,
        has_left=has_left,
        calling=calling,
    )
    if named is None or by_value is None:
        return by_value if named is None else _once(named)

    def watch(value: Json, proofs: Proofs) -> Iterator[Sighting]:
        is_told = value is None
        for one in by_value(value, proofs):
            is_told = is_told or one.hit.category == named.category
            yield one
        if not is_told:
            yield Sighting((), named)

    return watch


def _any_of(watches: list[Watch]) -> Watch:
    """What any of several sees in one value, each thing once."""

    def watch(value: Json, proofs: Proofs) -> Iterator[Sighting]:
        seen: set[Sighting] = set()
        for one in watches:
            for sighting in one(value, proofs):
                if sighting not in seen:
                    seen.add(sighting)
                    yield sighting

    return watch


def sightings_in_name(name: str, proofs: Proofs) -> Iterator[Sighting]:
    """What a name that a payload brings along holds itself."""
    hits = detect_value(name, "", proofs)
    return iter([Sighting((), hit, is_declared=False, in_name=True) for hit in hits])


def watch_undeclared(
    name: str, value: Json, proofs: Proofs, *, is_protected: bool = False
) -> Iterator[Sighting]:
    """What a member that no definition names holds: wherever in it values and keys, and what names say.

    Nobody has looked at these names, so that they tell as those of declared properties do. Of one that is
    protected, no place shows them.
    """
    yield from sightings_in_name(name, proofs)
    if not proofs.take_name((name,)):
        yield Sighting((), UNREVIEWED, is_declared=False)
        return
    root = name
    told: set[str] = set()
    stack: list[tuple[tuple[str | int, ...], str, Json]] = [((), name, value)]
    while stack:
        place, name, item = stack.pop()
        if isinstance(item, dict):
            steps = {key: step_to(key, NONE, is_protected=is_protected) for key in item}
            keys = ((key, hit) for key in steps.values() for hit in detect_value(key, "", proofs))
            yield from (Sighting((*place, key), hit, is_declared=False, in_name=True) for key, hit in keys)
            around = tuple(one for one in (root, *place) if isinstance(one, str))
            for key, member in item.items():
                if not proofs.take_name((*around, key)):
                    yield Sighting((), UNREVIEWED, is_declared=False)
                    return
                stack.append(((*place, steps[key]), told_name(key, around), member))
        elif isinstance(item, list):
            stack.extend(((*place, index), name, member) for index, member in enumerate(item))
        else:
            hits = detect_value(item, name, proofs)
            yield from (Sighting(place, hit, is_declared=False) for hit in hits)
            said = said_of(name, item)
            if said is not None and name not in told and all(hit.category != said for hit in hits):
                told.add(name)
                yield Sighting(place, Hit(BY_NAME, said), is_declared=False)


def by_name(name: str, definition: Property, around: Around) -> Hit | None:
    """What the name of a property declared `none` suggests, unless its file says why it is not that."""
    if definition.data != NONE or around.of(definition).is_excused:
        return None
    found = named_like(name, definition, around.names)
    return None if found is None else Hit(BY_NAME, found[1])


def _once(hit: Hit) -> Watch:
    return lambda value, _: iter(() if value is None else (Sighting((), hit),))


def _values(
    name: str,
    definition: Property,
    data: str | None,
    *,
    keeps_rest: bool,
    around: Around,
    known: Property | None,
    has_left: bool,
    calling: Calling,
) -> Watch | None:
    inside = around.of(definition)
    match definition:
        case ObjectType():
            members = around.of(definition, name)
            every = Known(known.properties, (), has_left) if isinstance(known, ObjectType) else None
            return _members(
                watched(
                    definition.properties,
                    keeps_rest=keeps_rest,
                    around=members,
                    known=every,
                    callings=(calling,),
                )
            )
        case MapType():
            value = known.values if isinstance(known, MapType) else None
            values = watch_of(
                name,
                definition.values,
                keeps_rest=keeps_rest,
                around=inside,
                known=value,
                has_left=has_left,
                calling=calling,
            )
            return _entries(definition, values, _named_by_keys(name, definition, around), inside)
        case ArrayType(items=ArrayType() | ObjectType() | MapType()):
            item = known.items if isinstance(known, ArrayType) else None
            items = watch_of(
                name,
                definition.items,
                keeps_rest=keeps_rest,
                around=inside,
                known=item,
                has_left=has_left,
                calling=calling,
            )
            return _items(items)
        case ArrayType():
            # `data` of scalar items stands on the array
            scalars = _values(
                name,
                definition.items,
                data,
                keeps_rest=keeps_rest,
                around=inside,
                known=None,
                has_left=has_left,
                calling=calling,
            )
            return _items(scalars)
        case _:
            name = told_name(name, around.names)
            return _scalar(name) if data == NONE and could_hold(name, definition) else None


def _scalar(name: str) -> Watch:
    def watch(value: Json, proofs: Proofs) -> Iterator[Sighting]:
        if isinstance(value, list | dict):
            return iter(())
        return iter([Sighting((), hit) for hit in detect_value(value, name, proofs)])

    return watch


def _items(watch: Watch | None) -> Watch | None:
    if watch is None:
        return None

    def watch_items(value: Json, proofs: Proofs) -> Iterator[Sighting]:
        for index, item in enumerate(value) if isinstance(value, list) else ():
            yield from (one._replace(place=(index, *one.place)) for one in watch(item, proofs))

    return watch_items


def _members(inside: Watched) -> Watch | None:
    if not inside.watches and inside.declared is None:
        return None

    def watch_members(value: Json, proofs: Proofs) -> Iterator[Sighting]:
        if isinstance(value, dict):
            found = inside.sightings(value, proofs)
            yield from (one._replace(place=(name, *one.place)) for name, one in found)

    return watch_members


def _entries(
    definition: MapType, of_values: Watch | None, by_key: "_ByKey | None", inside: Around
) -> Watch | None:
    data = definition.keys.data
    if data != NONE and of_values is None:
        return None

    def watch_entries(value: Json, proofs: Proofs) -> Iterator[Sighting]:
        for key, member in value.items() if isinstance(value, dict) else ():
            step = step_to(key, data, is_protected=inside.is_protected)
            if data == NONE:
                yield from (Sighting((step,), hit) for hit in detect_value(key, "", proofs))
            watch = (by_key(key, proofs) if by_key is not None else None) or of_values
            if watch is not None:
                yield from (one._replace(place=(step, *one.place)) for one in watch(member, proofs))

    return watch_entries


_ByKey = Callable[[str, Proofs], Watch | None]
"""Gives what looks at the value under a map's key that tells what it is."""
_LONGEST_NAME: Final = 64
"""A longer key is no name."""


def _named_by_keys(name: str, definition: MapType, around: Around) -> _ByKey | None:
    """What looks at texts under keys that tell what they hold, as names of properties do: `birth_date`.

    Numbers are counted by such keys as often: of the sent forms that lacked an `email`, say. Keys that are
    about somebody name nobody's property.
    """
    values = definition.values
    texts = values.items if isinstance(values, ArrayType) else values
    if definition.keys.data != NONE or values.data != NONE or not isinstance(texts, StringType | UriType):
        return None
    inside = around.of(definition, name)

    @lru_cache(maxsize=1024)
    def telling(key: str) -> Watch | None:
        told = told_name(key, inside.names)
        if suggested(told) is None and not calls_for(told):
            return None
        return watch_of(key, values, around=inside)

    return lambda key, proofs: telling(key) if len(key) <= _LONGEST_NAME and proofs.take_key(key) else None
