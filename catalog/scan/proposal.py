"""Sinks that an application seems to have and does not declare, as they would be written."""

import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace

from catalog.scan.sink import Sink
from catalog.scan.sink_reading import sink_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """One sink to declare, with the reason why it is thought to be one."""

    callee: str
    event: str
    """As TOML: `{position = 0}`."""
    properties: str | None = None
    receiver: str | None = None
    within: tuple[str, ...] = ()
    """The files it holds for, where other functions have the same name."""
    destination: str | None = None
    owner: str = ""
    """The class that it is a method of, or the function that it stands in."""
    path: str
    line: int
    why: str
    is_by_name: bool = False
    """Whether its name and what it is given speak for it; else what it does with its parameter."""
    is_sure: bool = True
    """Whether it is a sink by all that is seen; one that may be none is written as a comment."""

    @property
    def sink(self) -> Sink:
        """What it declares."""
        (row,) = tomllib.loads("".join(_table(replace(self, is_sure=True), self.callee)))["scan"]["sinks"]
        return sink_of(row)


def as_toml(proposals: tuple[Proposal, ...]) -> Iterator[str]:
    """The `[[scan.sinks]]` of proposals, each under a comment that says why."""
    seen: dict[str, int] = {}
    for number, one in enumerate(proposals):
        seen[one.callee] = count = seen.get(one.callee, 0) + 1
        yield "" if number == 0 else "\n"
        yield f"# {in_a_line(one.path)}:{one.line}: {in_a_line(one.why)}\n"
        yield from _table(one, one.callee if count == 1 else f"{one.callee}-{count}")


def _table(one: Proposal, name: str) -> Iterator[str]:
    mark = "" if one.is_sure else "# "
    yield f"{mark}[[scan.sinks]]\n"
    if name != one.callee:
        yield f"{mark}id = {_text(name)}\n"
    yield f"{mark}callee = {_text(one.callee)}\n"
    if one.receiver is not None:
        yield f"{mark}receiver = {_text(one.receiver)}\n"
    if one.within:
        listed = ", ".join(_text(path) for path in one.within)
        yield f"{mark}path = {listed if len(one.within) == 1 else f'[{listed}]'}\n"
    yield f"{mark}event = {one.event}\n"
    if one.properties is not None:
        yield f"{mark}properties = {one.properties}\n"
    if one.destination is not None:
        yield f"{mark}destination = {_text(one.destination)}\n"


def in_a_line(text: str) -> str:
    """A text that stays in its comment, whatever somebody called a file."""
    return "".join(character if character.isprintable() else "?" for character in text)


def _text(value: str) -> str:
    """As TOML; a literal where it has backslashes, since regular expressions read badly with two of each."""
    return f"'{value}'" if "\\" in value and "'" not in value else json.dumps(value, ensure_ascii=False)
