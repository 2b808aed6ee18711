"""Arrays that satisfy a clause: a length, what each place holds, and what some place must hold."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, islice, product
from typing import Final

from catalog.containment.membership import same
from catalog.containment.values import Undecided
from catalog.documents.clauses import Clause
from catalog.documents.formulas import Distinct, Formula, Goal, Holding, Item, Items, Measure
from catalog.documents.found import EMPTY, Found, Reason, Searches, named, unknown
from catalog.documents.of_numbers import whole_range
from catalog.model.values import Json

MAX_PLACED: Final = 200
"""In how many ways what must be held is placed before the answer is not known."""

MAX_LENGTH: Final = 50_000
"""How many values a proof holds at most."""

MAX_DISTINCT: Final = 64
"""The longest array of different items that is written as a proof."""

_MANY: Final = "there are too many ways to place what the array must hold"
_LONG: Final = "an array so long is not written"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shape:
    """What a clause says of arrays."""

    low: int
    high: int | None
    prefix: int
    """Places from here on are alike."""
    places: dict[int, Goal]
    rest: Goal
    wanted: tuple[tuple[int, int, Formula], ...]
    """From which place on how many items must be what."""
    limited: tuple[tuple[int, Formula], ...]
    """At most how many items may be what."""
    is_distinct: bool
    has_twins: bool

    def goal(self, place: int) -> Goal:
        """What the item at a place is."""
        return self.places.get(place, self.rest)


def arrays(search: Searches, clause: Clause, want: int) -> Found:
    """Arrays of a clause."""
    shape = _shape(search, clause)
    if shape is None:
        return EMPTY
    values: list[Json] = []
    reasons: list[Reason] = []
    try:
        for tried, (placed, twins) in enumerate(_placements(shape), start=1):
            search.budget.spend(5)
            if tried > MAX_PLACED:
                raise Undecided(_MANY)
            found = _placed(search, shape, placed, twins, want)
            values += found.values
            reasons += found.reasons
            if values and want == 1:
                break
    except Undecided as undecided:
        reasons.append(undecided.reason)
    if values:
        is_only = shape.high == 0 and not reasons
        if len(values) < want and not is_only:
            values += _longer(search, shape, values, want)
        is_short = len(values) < want and not is_only
        return Found(
            values=tuple(values),
            is_complete=is_only,
            reasons=(*reasons, "not all arrays are looked at") if is_short else named(reasons),
        )
    return Found(is_complete=not reasons, reasons=tuple(reasons))


def _shape(search: Searches, clause: Clause) -> _Shape | None:
    table = search.table
    low, high = whole_range(clause, Measure.ITEMS)
    if high is not None and low > high:
        return None
    exact: list[tuple[int, Formula]] = []
    rests: list[tuple[int, Formula]] = []
    counts: dict[Formula, int] = {}
    limited: list[tuple[int, Formula]] = []
    for atom in clause.holds:
        match atom:
            case Item(index=index, part=part):
                exact.append((index, part))
            case Items(start=start, part=part):
                rests.append((start, part))
            case Holding(low=count, part=part):
                counts[part] = max(count, counts.get(part, 0))
            case _:
                pass
    wanted = [(0, count, part) for part, count in counts.items()]
    needed: dict[int, list[Formula]] = {}
    for atom in clause.fails:
        match atom:
            case Item(index=index, part=part):
                needed.setdefault(index, []).append(table.opposite(part))
                low = max(low, index + 1)
            case Items(start=start, part=part):
                wanted.append((start, 1, table.opposite(part)))
            case Holding(low=1, part=part):
                rests.append((0, table.opposite(part)))
            case Holding(low=count, part=part):
                limited.append((count - 1, part))
            case _:
                pass
    if high is not None and low > high:
        return None
    starts = [*(start for start, _ in rests), *(start for start, _, _ in wanted)]
    prefix = max([0, *starts, *(index + 1 for index in (*needed, *(index for index, _ in exact)))])
    places = {
        place: frozenset(
            [part for index, part in exact if index == place]
            + [part for start, part in rests if start <= place]
            + needed.get(place, [])
        )
        for place in range(min(prefix, MAX_LENGTH))
    }
    return _Shape(
        low=low,
        high=high,
        prefix=prefix,
        places=places,
        rest=frozenset(part for _, part in rests),
        wanted=tuple(wanted),
        limited=tuple(limited),
        is_distinct=any(isinstance(atom, Distinct) for atom in clause.holds),
        has_twins=any(isinstance(atom, Distinct) for atom in clause.fails),
    )


Placed = tuple[tuple[int, ...], ...]
"""The places of each thing that is wanted."""


def _placements(shape: _Shape) -> Iterator[tuple[Placed, tuple[int, int] | None]]:
    """Every way to place what is wanted, and two equal items where there must be some."""
    spare = sum(count for _, count, _ in shape.wanted)
    if spare > MAX_DISTINCT:
        raise Undecided(_LONG)
    last = shape.prefix + spare
    options = [
        [*islice(combinations(range(start, last), count), MAX_PLACED)] for start, count, _ in shape.wanted
    ]
    twins: list[tuple[int, int] | None] = [None]
    if shape.has_twins:
        pairs = combinations(range(min(last, MAX_DISTINCT) + 2), 2)
        twins = [*sorted(pairs, key=lambda pair: (pair[1], pair[0]))]
    for pair in twins:
        for placed in product(*options):
            yield placed, pair
    if any(len(each) == MAX_PLACED for each in options) or (shape.has_twins and last > MAX_DISTINCT):
        raise Undecided(_MANY)


def _placed(
    search: Searches, shape: _Shape, placed: Placed, twins: tuple[int, int] | None, want: int
) -> Found:
    """Arrays where what is wanted stands at given places."""
    if shape.is_distinct and twins is not None:
        return EMPTY
    taken = {place for each in placed for place in each}
    length = max([shape.low, *(place + 1 for place in (*taken, *(twins or ())))])
    if shape.high is not None and length > shape.high:
        return EMPTY
    if length > (MAX_DISTINCT if shape.is_distinct else MAX_LENGTH):
        # Long arrays are not written, but that nothing stands at a place makes them impossible.
        looked = [
            *range(min(shape.prefix, length, MAX_DISTINCT)),
            *([shape.prefix] if length > shape.prefix else []),
        ]
        impossible = any(_is_empty(search, shape.goal(place)) for place in looked)
        return EMPTY if impossible else unknown(_LONG)
    goals = [shape.goal(place) for place in range(length)]
    for each, (_, _, part) in zip(placed, shape.wanted, strict=True):
        for place in each:
            goals[place] |= {part}
    if twins is not None:
        goals[twins[0]] = goals[twins[1]] = goals[twins[0]] | goals[twins[1]]
    reasons: tuple[Reason, ...] = ()
    limited = [(allowed, part) for allowed, part in shape.limited if length > allowed]
    forced = [_forced(search, goals, part) for _, part in limited]
    if any(len(places) > allowed for (allowed, _), places in zip(limited, forced, strict=True)):
        return EMPTY
    for (allowed, part), places in zip(limited, forced, strict=True):
        # Where the items must be few, those come first that cannot but be so, or are free to be.
        free = sorted(range(length), key=lambda place: (place not in places, place not in taken))[:allowed]
        goals = [
            goal if place in free else goal | {search.table.opposite(part)}
            for place, goal in enumerate(goals)
        ]
        reasons = ("at most so many items may be what contains says",)
    found = _filled(search, goals, want, is_distinct=shape.is_distinct)
    if found.values or not reasons:
        return found
    return Found(reasons=(*found.reasons, *reasons))


def _forced(search: Searches, goals: list[Goal], part: Formula) -> frozenset[int]:
    """The places whose items are all of a part."""
    other = search.table.opposite(part)
    within = {goal for goal in dict.fromkeys(goals) if _is_empty(search, goal | {other})}
    return frozenset(place for place, goal in enumerate(goals) if goal in within)


def _is_empty(search: Searches, goal: Goal) -> bool:
    found = search.members(goal)
    return not found.values and not found.reasons


def _filled(search: Searches, goals: list[Goal], want: int, *, is_distinct: bool) -> Found:
    """Arrays with an item of each goal at its place."""
    count = len(goals) if is_distinct else 1
    lists: list[Found] = []
    by_goal: dict[Goal, Found] = {}
    search.budget.spend(len(goals) // 4)
    for goal in goals:
        if goal not in by_goal:
            by_goal[goal] = search.members(goal, count if count > 1 else min(want, 8))
        if not by_goal[goal].values:
            return by_goal[goal]
        lists.append(by_goal[goal])
    sizes = {goal: _count(found.values[0]) for goal, found in by_goal.items()}
    if sum(sizes[goal] for goal in goals) > MAX_LENGTH:
        return unknown(_LONG)
    if not is_distinct:
        first: list[Json] = [found.values[0] for found in lists]
        values: list[Json] = [first]
        if want > 1:
            others = product(*(found.values for found in lists))
            values = [list(each) for each in islice(others, want)]
        told = named(reason for found in by_goal.values() for reason in found.reasons)
        return Found(values=tuple(values), reasons=told)
    chosen = _matched([found.values for found in lists])
    if chosen is not None:
        return Found(values=(chosen,))
    reasons = tuple(reason for found in lists for reason in found.reasons)
    if all(found.is_complete or len(found.values) >= count for found in lists):
        return EMPTY
    return Found(reasons=reasons or ("not all items are looked at",))


def _count(value: Json) -> int:
    """How many values a value holds, itself included."""
    match value:
        case list():
            return 1 + sum(map(_count, value))
        case dict():
            return 1 + sum(map(_count, value.values()))
        case _:
            return 1


def _matched(lists: list[tuple[Json, ...]]) -> list[Json] | None:
    """One value of each list, all different; None when there is no such choice."""
    taken: dict[int, tuple[int, Json]] = {}
    distinct: list[Json] = []

    def number(value: Json) -> int:
        for place, known in enumerate(distinct):
            if same(known, value):
                return place
        distinct.append(value)
        return len(distinct) - 1

    numbered = [[(number(value), value) for value in values] for values in lists]

    def place(index: int, seen: set[int]) -> bool:
        for which, value in numbered[index]:
            if which in seen:
                continue
            seen.add(which)
            if which not in taken or place(taken[which][0], seen):
                taken[which] = (index, value)
                return True
        return False

    for index in range(len(lists)):
        if not place(index, set()):
            return None
    by_place = dict(taken.values())
    return [by_place[index] for index in range(len(lists))]


def _longer(search: Searches, shape: _Shape, values: list[Json], want: int) -> list[Json]:
    """Further arrays: those that were found, with one item more at the end, again and again."""
    found: list[Json] = []
    base = values[0]
    assert isinstance(base, list)
    items = search.members(shape.goal(len(base)), want).values if not shape.is_distinct else ()
    limit = (len(base) + want) if shape.high is None else shape.high
    grown = [*base]
    if shape.limited:
        return found
    if len(base) < limit:
        found += [[*base, item] for item in items[:want]]
    while len(grown) < min(limit, len(base) + want) and len(found) + len(values) < want:
        items = search.members(shape.goal(len(grown))).values
        if not items:
            break
        grown = [*grown, items[0]]
        found.append(grown)
    return found
