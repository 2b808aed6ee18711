"""The fast answer: a struct per event that says yes, or leaves the payload to the complete engine."""

from collections.abc import Callable, Iterable
from functools import reduce
from operator import or_
from typing import Any, Final

import msgspec
from msgspec import UNSET, UnsetType

from catalog.model.event import Alias, Status
from catalog.model.snapshot import Event
from catalog.model.types import Property, StringType
from catalog.validation.envelope import ENVELOPE, MOVED_OUT
from catalog.validation.judge import Judge
from catalog.validation.moments import is_moment, is_uuid
from catalog.validation.problems import Problem
from catalog.validation.shapes import shape_of, struct_of
from catalog.validation.verdict import Outcome, Verdict

Struct = Any
"""A class made at run time; its instances carry `verdict`, `check` and `floats` of their event."""

NOT_DECODED: Final = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)
"""What a decoder raises for payloads that are not of its structs."""

_encode: Final = msgspec.json.Encoder().encode
_encode_into: Final = msgspec.json.Encoder().encode_into

_IDENTITY: Final[dict[str, Property]] = {
    "distinct_id": ENVELOPE["distinct_id"],
    "token": StringType.model_validate({"type": "string"}),
}
_READ_HERE: Final = ("timestamp", "uuid")
"""Members of the envelope that are decoded as text and read afterwards."""


class _Nothing(msgspec.Struct, tag_field="event", tag="", forbid_unknown_fields=True):
    """The second member of every union: msgspec lets the tag of a single struct be missing."""


def struct_for(judge: Judge, event: Event, alias: Alias | None, arriving: str) -> Struct | None:
    """The struct of an event's payloads under one arriving name, or None when no payload of it has one."""
    if event.status is Status.RETIRED or not judge.takes(event) or not arriving:
        return None
    own = judge.contract_of(event, alias).properties
    around = {
        name: definition
        for name, definition in (*judge.context.items(), *_IDENTITY.items())
        if name not in own and not name.endswith("*") and (name not in MOVED_OUT or name in _IDENTITY)
    }
    properties = struct_of("Properties", own, around)
    if properties is None:
        return None
    fields: list[Any] = [("properties", properties.shape)]
    for name, definition in ENVELOPE.items():
        if name == "environment" and event.status is Status.DRAFT:
            continue  # a draft is judged by where it runs
        shaped = shape_of(definition)
        assert shaped is not None
        fields.append((name, (str if name in _READ_HERE else shaped.shape) | UnsetType, UNSET))
    return msgspec.defstruct(
        "Payload",
        fields,
        tag_field="event",
        tag=arriving,
        namespace={
            "verdict": _accepted(event, alias),
            "check": None if properties.check is None else staticmethod(properties.check),
            "floats": properties.floats,
        },
        forbid_unknown_fields=True,
        kw_only=True,
        frozen=True,
        gc=False,
    )


def decoder_of(structs: Iterable[Struct]) -> Callable[[bytes], Any]:
    """One decoder for the payloads of several structs, by their arriving names."""
    union = reduce(or_, structs, _Nothing)
    return msgspec.json.Decoder(union).decode


def accept(value: Any, payload: bytes) -> Verdict | None:  # noqa: ANN401  # an instance of a struct made at run time
    """The verdict on a payload that decoded; None when the complete engine must decide."""
    timestamp = value.timestamp
    if timestamp is not UNSET and not is_moment(timestamp):
        return None
    if value.uuid is not UNSET and not is_uuid(value.uuid):
        return None
    if value.check is not None and not value.check(value.properties):
        return None
    scratch = bytearray(len(payload))
    _encode_into(value, scratch)
    verdict: Verdict = value.verdict
    if len(scratch) == len(payload) and _is_as_short_as_can_be(value):
        return verdict
    return verdict if _has_as_many_quotes(payload, value) else None


def _is_as_short_as_can_be(value: Any) -> bool:  # noqa: ANN401  # as above
    """Whether encoding cannot have made the value longer, so that equal lengths prove distinct keys.

    msgspec keeps the last of two equal keys without a word. A value is encoded without a blank and every
    text in its shortest form; a key that stood twice is encoded once, so its payload was longer. Only
    doubles can grow (`1e5`, `1e-3`: whole ones, and those below a hundredth).
    """
    if value.floats is None:
        return False
    properties = value.properties
    for attribute in value.floats:
        number = getattr(properties, attribute)
        if number.__class__ is float and not (number % 1 and (number >= 0.01 or number <= -0.01)):
            return False
    return True


def _has_as_many_quotes(payload: bytes, value: object) -> bool:
    """Whether the payload has no more quotes than its decoded value needs: two for every key and every text.

    A quote inside a text is one quote in both, unless the payload spells it as an escape: then nothing is
    proven.
    """
    return b"u0022" not in payload and payload.count(b'"') == _encode(value).count(b'"')


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
