"""Law 5 for trackers: what is protected leaves nowhere, also where a caller gives what no contract takes."""

import io
import json
import logging
from collections.abc import Callable
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from catalog.codegen.python.runtime.checks import Refused
from catalog.codegen.python.runtime.destinations import JsonLog, Memory
from tests.codegen.python.trackers import KEYS, Plain, tracker_of

SENTINEL = "Sentinel7Word"
TEXT: Plain = {"type": "string", "maxLength": 99, "data": "user.content"}
SHAPES: dict[str, Plain] = {
    "text": TEXT,
    "number": {"type": "number", "data": "user.content"},
    "flag": {"type": "flag", "data": "user.content"},
    "moment": {"type": "timestamp", "data": "user.content"},
    "day": {"type": "date", "data": "user.content"},
    "address": {"type": "uri", "data": "user.content"},
    "texts": {"type": "array", "data": "user.content", "items": {"type": "string", "maxLength": 99}},
    "map": {"type": "map", "keys": {"data": "user.content"}, "values": TEXT},
    "object": {
        "type": "object",
        "properties": {
            "inner": TEXT,
            "list": {"type": "array", "items": {"type": "object", "properties": {"deep": TEXT}}},
        },
    },
}
HANDLED = ("mask", "hash", "drop", "refuse")

odd = st.recursive(
    st.sampled_from([SENTINEL, f"x {SENTINEL}", None, 1, True, 1.5]),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(st.sampled_from([SENTINEL, "inner", "list", "deep", "x"]), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(
    handling=st.sampled_from(HANDLED),
    values=st.dictionaries(st.sampled_from([*SHAPES, SENTINEL]), odd, max_size=6),
    has_keys=st.booleans(),
    strict=st.booleans(),
)
def test_what_is_protected_is_in_nothing_that_leaves_or_is_said(
    handling: str, values: Plain, has_keys: bool, strict: bool
) -> None:
    tracker = tracker_of(
        {"a.b": {"destinations": ["log", "far"], "properties": SHAPES}},
        destinations={name: {"otherwise": {"user": handling}} for name in ("log", "far")},
        entities={
            "person": {"properties": {"note": TEXT}},
            "company": {"data": "user.content", "properties": {}},
        },
    )
    said: list[Any] = []
    heard = io.StringIO()
    handler = logging.StreamHandler(heard)
    logging.root.addHandler(handler)
    stream, memory = io.StringIO(), Memory()
    try:
        tracker.configure(
            destinations={"log": JsonLog(stream), "far": memory},
            keys=KEYS if has_keys else None,
            on_failure=said.append if strict else None,
            mode="strict" if strict and has_keys else "production",
        )
        view = tracker.of(user_id=SENTINEL, groups={"company": SENTINEL})
        calls: list[Callable[[], None]] = [
            lambda: tracker.send("a.b", values, view._who),
            lambda: view._identify({"note": SENTINEL, SENTINEL: SENTINEL}, {"note": [SENTINEL]}),
            lambda: view._group("company", SENTINEL, {SENTINEL: SENTINEL}),
        ]
        for call in calls:
            try:
                call()
            except Refused as refused:
                said.append(str(refused))
    finally:
        logging.root.removeHandler(handler)
    left = [json.dumps(one.payload()) for one in memory.deliveries]
    everything = [
        *left,
        stream.getvalue(),
        heard.getvalue(),
        repr(said),
        *map(str, said),
        repr(tracker.counts()),
    ]
    assert SENTINEL not in "\n".join(everything)


def test_the_sentinel_is_found_where_nothing_is_done_to_it() -> None:
    tracker = tracker_of({"a.b": {"destinations": ["log"], "properties": SHAPES}})
    memory = Memory()
    tracker.configure(destinations={"log": memory})
    tracker.send("a.b", {"text": SENTINEL})
    assert SENTINEL in json.dumps(memory.deliveries[0].payload())
