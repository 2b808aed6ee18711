"""The fast answer: one decoder per event that says yes, or leaves the payload to the complete engine."""

from collections.abc import Callable
from typing import Any, Final, Literal

import msgspec
from msgspec import UNSET, UnsetType

from catalog.model.event import Alias, Status
from catalog.model.snapshot import Event
from catalog.model.types import Property, StringType
from catalog.validation.envelope import ENVELOPE, MOVED_OUT
from catalog.validation.judge import Judge
from catalog.validation.problems import Problem
from catalog.validation.shapes import shape_of, struct_of
from catalog.validation.verdict import Outcome, Verdict

_encode: Final = msgspec.json.Encoder().encode

_IDENTITY: Final[dict[str, Property]] = {
    "distinct_id": ENVELOPE["distinct_id"],
    "token": StringType.model_validate({"type": "string"}),
}


class Compiled:
    """Decides payloads of one arriving name: an accepted verdict, or None for the complete engine."""

    __slots__ = ("_check", "_decode", "_verdict")

    def __init__(
        self, decode: Callable[[bytes], Any], check: Callable[[Any], bool] | None, verdict: Verdict
    ) -> None:
        self._decode = decode
        self._check = check
        self._verdict = verdict

    def accept(self, payload: bytes) -> Verdict | None:
        """The verdict for a payload that is right; None is no verdict."""
        try:
            value = self._decode(payload)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            return None
        if may_hide_a_repeated_key(payload, value) or (self._check is not None and not self._check(value)):
            return None
        return self._verdict


def may_hide_a_repeated_key(payload: bytes, value: object) -> bool:
    """False only when no key of the payload stands twice; msgspec keeps the last one without a word.

    Encoded again, a value has two quotes for every key and every text. A key that stood twice is encoded
    once, so the payload has more quotes. A quote inside a text is one quote in both, unless the payload
    spells it as an escape: such payloads are left to the complete engine.
    """
    return b"u0022" in payload or payload.count(b'"') != _encode(value).count(b'"')


def compile_event(
    judge: Judge, event: Event, alias: Alias | None, destination: str | None
) -> Compiled | None:
    """The fast path for an event under one arriving name, or None when no payload of it can take one."""
    if event.status is Status.RETIRED or (destination is not None and destination not in event.destinations):
        return None
    agreed = judge.contract_of(event, alias)
    own = agreed.properties
    around = {
        name: definition
        for name, definition in (*judge.context.items(), *_IDENTITY.items())
        if name not in own and not name.endswith("*") and (name not in MOVED_OUT or name in _IDENTITY)
    }
    properties = struct_of("Properties", own, around)
    if properties is None:
        return None
    arriving = event.wire if alias is None else alias.name
    names = tuple(sorted({arriving, event.name} if alias is None else {arriving}))
    fields: list[Any] = [("event", Literal[names]), ("properties", properties.shape)]
    for name, definition in ENVELOPE.items():
        if name == "environment" and event.status is Status.DRAFT:
            continue  # a draft is judged by where it runs
        shaped = shape_of(definition)
        assert shaped is not None
        fields.append((name, shaped.shape | UnsetType, UNSET))
    struct = msgspec.defstruct(
        "Payload", fields, forbid_unknown_fields=True, kw_only=True, frozen=True, gc=False
    )
    check = properties.check
    return Compiled(
        msgspec.json.Decoder(struct).decode,
        None if check is None else lambda value: check(value.properties),
        _accepted(event, alias),
    )


def _accepted(event: Event, alias: Alias | None) -> Verdict:
    problems: tuple[Problem, ...] = ()
    if event.status is Status.DEPRECATED:
        replacement = event.definition.replaced_by
        hint = f"; send '{replacement}'" if replacement else ""
        problems = (
            Problem(code="event-deprecated", path="/event", context={"event": event.name, "hint": hint}),
        )
    return Verdict(
        outcome=Outcome.ACCEPTED,
        event=event.name,
        alias=None if alias is None else alias.name,
        problems=problems,
    )
