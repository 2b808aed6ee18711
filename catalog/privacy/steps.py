"""What is done to the members of one object: which leave, under which names, and after what."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from catalog.privacy.transforms import ABSENT, Act, Json

Step = tuple[str, Act | None]
"""The name under which a member leaves, and what is done to its value; None: nothing."""


@dataclass(slots=True, kw_only=True)
class Steps:
    """What is done to the members of one object."""

    leaving: dict[str, Step] = field(default_factory=dict)
    """Steps by the names that arrive; a name that is not among them does not leave."""
    declared: set[str] = field(default_factory=set)
    """Names that a definition has, wherever it goes: what keeps undeclared members never keeps these."""
    starts: list[tuple[str, Act | None]] = field(default_factory=list)
    """Beginnings of names that stand for every name that begins so; `gone` for those that do not leave."""
    taken: set[str] = field(default_factory=set)
    """Names under which something leaves already: of two that would leave under one, the first does."""

    def add(self, arriving: str, sent: str, act: Act | None) -> None:
        """Let one member leave, unless another one has its place."""
        if sent not in self.taken:
            self.taken.add(sent)
            self.leaving[arriving] = (sent, act)


def no_object(value: Json) -> Json:
    """What is left where an object should be and is none; the contract has refused all but null."""
    return None if value is None else {}


def left_of(leaving: Mapping[str, Step]) -> Callable[[dict[str, Json]], dict[str, Json]]:
    """Gives the members that have a step, after it."""
    if any(name != sent for name, (sent, _) in leaving.items()):
        return _renaming(leaving)
    acting = tuple((name, act) for name, (_, act) in leaving.items() if act is not None)
    names = frozenset(leaving)

    def left(value: dict[str, Json]) -> dict[str, Json]:
        # copying whole is several times as fast as member by member
        made = value.copy() if names.issuperset(value) else {n: value[n] for n in value if n in names}
        for name, act in acting:
            if name in made:
                member = made[name] = act(made[name])
                if member is ABSENT:
                    del made[name]
        return made

    return left


def _renaming(leaving: Mapping[str, Step]) -> Callable[[dict[str, Json]], dict[str, Json]]:
    find = leaving.get

    def left(value: dict[str, Json]) -> dict[str, Json]:
        made: dict[str, Json] = {}
        for name, member in value.items():
            step = find(name)
            if step is not None:
                sent, act = step
                made[sent] = member if act is None else act(member)
                if made[sent] is ABSENT:
                    del made[sent]
        return made

    return left


def gone(_value: Json) -> Json:
    """Stands for members of which nothing leaves."""
    return None
