"""Which events stand in one module of types: about a hundred, which type checkers carry with ease."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from catalog.codegen.plan.tracker import Function, Plan, Resource

MOST: Final = 100
"""So many events has a module at most."""
_FEWEST: Final = 50
"""From so many on it may end, where the name of the next resource says so."""
_ENDS: Final = 4
"""Of so many names one says so: where modules end does not depend on what is far away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Some events of one resource: all of them, unless they are more than a module holds."""

    resource: Resource
    functions: tuple[Function, ...]
    number: int
    """Which part it is; 0 is the first."""
    is_last: bool

    def named(self, name: str) -> str:
        """What it is called: as the resource, if it is the whole or the last part, which has the others."""
        return name if self.is_last else f"{name}_{self.number}"

    def below(self, name: str) -> str | None:
        """What the part before it is called."""
        return f"{name}_{self.number - 1}" if self.number else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shard:
    """One module of types."""

    name: str
    parts: tuple[Part, ...]


def shards(plan: Plan) -> tuple[Shard, ...]:
    """The modules, each called by what stands first in it."""
    made: list[Shard] = []
    held: list[Part] = []
    for part in _parts(plan):
        count = sum(len(one.functions) for one in held)
        if held and (count + len(part.functions) > MOST or (count >= _FEWEST and _may_begin(part))):
            made.append(_shard(held))
            held = []
        held.append(part)
    return (*made, _shard(held)) if held else tuple(made)


def _parts(plan: Plan) -> Iterator[Part]:
    for resource in plan.resources:
        functions = resource.functions
        starts = range(0, len(functions), MOST)
        for number, start in enumerate(starts):
            yield Part(
                resource=resource,
                functions=functions[start : start + MOST],
                number=number,
                is_last=number == len(starts) - 1,
            )


def _may_begin(part: Part) -> bool:
    return part.number == 0 and hashlib.sha256(part.resource.name.encode()).digest()[0] % _ENDS == 0


def _shard(parts: list[Part]) -> Shard:
    first = parts[0]
    return Shard(name=first.named(first.resource.name), parts=tuple(parts))
