"""Objects that satisfy a clause: which names they have, and what the member of each name is."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice, product
from typing import Final

from catalog.containment.values import Undecided
from catalog.documents.clauses import Clause
from catalog.documents.formulas import All, Formula, Goal, Has, Listed, Measure, Member, Members, Not, Some
from catalog.documents.found import EMPTY, Found, Reason, Searches, named, unknown
from catalog.documents.of_numbers import whole_range
from catalog.documents.truth import truth
from catalog.model.values import Json

MAX_PLACED: Final = 400
"""In how many ways what must be held is given a name before the answer is not known."""

MAX_SPLIT: Final = 5
"""How many sets of names may overlap."""

MAX_MEMBERS: Final = 500
"""The largest object that is written as a proof."""

_MANY: Final = "there are too many ways to name what the object must hold"
_LARGE: Final = "an object so large is not written"
_NAMES: Final = "too many sets of names overlap"


@dataclass(slots=True, kw_only=True)
class _Shape:
    """What a clause says of objects."""

    low: int
    high: int | None
    required: set[str] = field(default_factory=set)
    absent: set[str] = field(default_factory=set)
    members: dict[str, set[Formula]] = field(default_factory=dict)
    """What the members of known names are; all names that are spoken of are here."""
    rules: list[Members] = field(default_factory=list)
    wanted: list[Members] = field(default_factory=list)
    """Some member whose name is of the set is not what the rule says."""
    unsure: list[Reason] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Fresh:
    """A name that is not spoken of, and what its member is."""

    name: Goal
    member: Goal


def objects(search: Searches, clause: Clause, want: int) -> Found:
    """Objects of a clause."""
    shape = _shape(search, clause)
    if shape is None:
        return EMPTY
    values: list[Json] = []
    reasons: list[Reason] = [*shape.unsure]
    try:
        for tried, given in enumerate(_placements(search, shape), start=1):
            search.budget.spend(3)
            if tried > MAX_PLACED:
                raise Undecided(_MANY)
            found = _placed(search, shape, given)
            values += found.values
            reasons += found.reasons
            if values and want == 1 and tried > 16:
                break
    except Undecided as undecided:
        reasons.append(undecided.reason)
    if not values:
        if len(shape.wanted) > 2:
            reasons.append(_MANY)  # that one member serves for some of them, but not for all, was not tried
        return Found(is_complete=not reasons, reasons=tuple(reasons))
    values.sort(key=search.size_of)
    is_only = not reasons and shape.high == 0
    if len(values) < want and not is_only:
        values += islice(_varied(search, shape, values[0]), want - len(values))
        if len(values) < want:
            reasons.append("not all objects are looked at")
    told = named(reasons) if len(values) >= want else tuple(reasons)
    return Found(values=tuple(values), is_complete=is_only, reasons=told)


def _shape(search: Searches, clause: Clause) -> _Shape | None:
    table = search.table
    low, high = whole_range(clause, Measure.MEMBERS)
    shape = _Shape(low=low, high=high)
    spoken: dict[str, None] = {}
    for atom in clause.holds:
        match atom:
            case Has(name=name):
                shape.required.add(name)
            case Member(name=name, part=part):
                shape.members.setdefault(name, set()).add(part)
            case Members(names=names):
                shape.rules.append(atom)
                spoken |= dict.fromkeys(_spoken(names))
            case _:
                continue
    for atom in clause.fails:
        match atom:
            case Has(name=name):
                shape.absent.add(name)
            case Member(name=name, part=part):
                shape.required.add(name)
                shape.members.setdefault(name, set()).add(table.opposite(part))
            case Members(names=names):
                shape.wanted.append(atom)
                spoken |= dict.fromkeys(_spoken(names))
            case _:
                continue
    if shape.required & shape.absent or (high is not None and max(low, len(shape.required)) > high):
        return None
    for name in [*sorted(shape.required), *sorted(shape.absent), *spoken]:
        shape.members.setdefault(name, set())
    for name, parts in shape.members.items():
        for rule in shape.rules:
            search.budget.spend()
            is_meant = truth(table, rule.names, name)
            if is_meant:
                parts.add(rule.part)
            elif is_meant is None:
                # Whether the rule speaks of this name is not known: held to it, nothing is lost but proofs.
                parts.add(rule.part)
                shape.unsure.append("whether a pattern that cannot be read matches a name")
    return shape


def _spoken(names: Formula) -> Iterator[str]:
    """The names that a set of texts states one by one."""
    match names:
        case Listed(values=values):
            yield from (value for value in values if isinstance(value, str))
        case Not(part=part):
            yield from _spoken(part)
        case All(parts=parts) | Some(parts=parts):
            for part in parts:
                yield from _spoken(part)
        case _:
            return


Placed = tuple[dict[str, frozenset[Formula]], list[_Fresh]]


def _placements(search: Searches, shape: _Shape) -> Iterator[Placed]:
    """Every way to give what is wanted a name: one that is spoken of, or a fresh one."""
    table = search.table
    options: list[list[str | _Fresh]] = []
    for rule in shape.wanted:
        part = table.opposite(rule.part)
        named: list[str | _Fresh] = [
            name
            for name in shape.members
            if name not in shape.absent and truth(table, rule.names, name) is not False
        ]
        named += _fresh(search, shape, frozenset((rule.names,)), frozenset((part,)))
        options.append(named)
    for chosen in product(*options):
        known: dict[str, frozenset[Formula]] = {}
        fresh: list[_Fresh] = []
        for rule, option in zip(shape.wanted, chosen, strict=True):
            if isinstance(option, str):
                known[option] = known.get(option, frozenset()) | {table.opposite(rule.part)}
            else:
                fresh.append(option)
        yield known, fresh
        if len(fresh) > 1:
            # One member may serve for several.
            names = frozenset(formula for one in fresh for formula in one.name)
            member = frozenset(formula for one in fresh for formula in one.member)
            yield known, [_Fresh(name=names, member=member)]


def _fresh(search: Searches, shape: _Shape, name: Goal, member: Goal) -> Iterator[_Fresh]:
    """The names of a set that are not spoken of, apart by the rules that speak of them."""
    table = search.table
    if len(shape.rules) > MAX_SPLIT:
        raise Undecided(_NAMES)
    unspoken = table.opposite(table.add(Listed(values=tuple(shape.members))))
    for is_meant in product((False, True), repeat=len(shape.rules)):
        goal, parts = {*name, unspoken}, {*member}
        for rule, meant in zip(shape.rules, is_meant, strict=True):
            goal.add(rule.names if meant else table.opposite(rule.names))
            if meant:
                parts.add(rule.part)
        if table.false in goal or table.false in parts:
            continue
        yield _Fresh(name=frozenset(goal), member=frozenset(parts))


def _placed(search: Searches, shape: _Shape, placed: Placed) -> Found:
    """The smallest object where what is wanted has given names."""
    known, fresh = placed
    search.budget.spend(len(shape.required) + len(shape.members) // 8)
    made: dict[str, Json] = {}
    reasons: list[Reason] = []
    for name in sorted(shape.required | known.keys()):
        found = search.members(frozenset(shape.members[name]) | known.get(name, frozenset()))
        if not found.values:
            return found
        made[name] = found.values[0]
        reasons += named(found.reasons)
    for one in fresh:
        found = _add_fresh(search, one, made)
        if not found.is_complete:
            return found
        reasons += named(found.reasons)
    if shape.high is not None and len(made) > shape.high:
        return EMPTY
    if shape.low > MAX_MEMBERS:
        return unknown(_LARGE)
    if len(made) < shape.low:
        for name in shape.members:
            if name not in made and name not in shape.absent and len(made) < shape.low:
                found = search.members(frozenset(shape.members[name]))
                reasons += found.reasons
                if found.values:
                    made[name] = found.values[0]
        for one in _fresh(search, shape, frozenset(), frozenset()) if len(made) < shape.low else ():
            missing = shape.low - len(made)
            found = _add_fresh(search, one, made, missing)
            reasons += found.reasons
            if len(made) >= shape.low:
                break
        if len(made) < shape.low:
            return Found(is_complete=not reasons, reasons=tuple(reasons))
    return Found(values=(made,), reasons=tuple(reasons))


def _add_fresh(search: Searches, one: _Fresh, made: dict[str, Json], count: int = 1) -> Found:
    """Adds members of fresh names; complete when as many as were wanted are there, or all that there are."""
    member = search.members(one.member)
    if not member.values:
        return Found(reasons=member.reasons) if member.reasons else Found(is_complete=False)
    names = search.members(one.name | {search.is_text}, count + len(made))
    added = 0
    for name in names.values:
        if isinstance(name, str) and name not in made and added < count:
            made[name] = member.values[0]
            added += 1
    told = names.reasons if added < count else named((*names.reasons, *member.reasons))
    return Found(is_complete=added == count, reasons=told)


def _varied(search: Searches, shape: _Shape, base: Json) -> Iterator[Json]:
    """Further objects: one member is another, or there is one more."""
    assert isinstance(base, dict)
    for name in base:
        goal = frozenset(shape.members.get(name, ()))
        if name in shape.members:
            for value in search.members(goal, 8).values[1:]:
                yield {**base, name: value}
    if shape.high is not None and len(base) >= shape.high:
        return
    for name in shape.members:
        if name not in base and name not in shape.absent:
            for value in search.members(frozenset(shape.members[name])).values:
                yield {**base, name: value}
    for one in _fresh(search, shape, frozenset(), frozenset()):
        grown = {**base}
        _add_fresh(search, one, grown)
        if len(grown) > len(base):
            yield grown
