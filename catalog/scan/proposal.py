"""Sinks that an application seems to have and does not declare, as they would be written."""

import json
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """One sink to declare, with the reason why it is thought to be one."""

    callee: str
    event: str
    """As TOML: `{position = 0}`."""
    properties: str | None = None
    receiver: str | None = None
    destination: str | None = None
    path: str
    line: int
    why: str


def as_toml(proposals: tuple[Proposal, ...]) -> Iterator[str]:
    """The `[[scan.sinks]]` of proposals, each under a comment that says why."""
    for number, one in enumerate(proposals):
        yield "" if number == 0 else "\n"
        yield f"# {one.path}:{one.line}: {one.why}\n"
        yield f"[[scan.sinks]]\ncallee = {json.dumps(one.callee)}\n"
        if one.receiver is not None:
            yield f"receiver = {json.dumps(one.receiver)}\n"
        yield f"event = {one.event}\n"
        if one.properties is not None:
            yield f"properties = {one.properties}\n"
        if one.destination is not None:
            yield f"destination = {json.dumps(one.destination)}\n"
