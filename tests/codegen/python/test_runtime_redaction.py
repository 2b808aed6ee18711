"""What leaves a tracker is what the library's redactor lets leave, byte for byte."""

import json
from typing import Any

import pytest
import rfc8785
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from catalog.codegen.python.runtime.treatments import Treatments
from catalog.codegen.python.runtime.who import who_of
from catalog.model.snapshot import Snapshot
from catalog.model.values import MAX_SAFE_INTEGER
from catalog.privacy.keys import Keyring
from catalog.schema.contract import context_properties, contract, entity_properties
from catalog.validation.redactor import Redactor
from tests.codegen.python.trackers import KEYS, UUID, Tracker, remembering
from tests.codegen.strangers import STRANGER, members_with_strangers
from tests.privacy.sentinels import DESTINATIONS, private_catalogs
from tests.strategies import objects

LIBRARY_KEYS = Keyring("now", {"now": b"n" * 32})
REFUSED = {"refused-data", "identity"}


def doubles(value: Any) -> Any:
    """A value in which integers that no double holds exactly are doubles, as other languages have them."""
    if isinstance(value, dict):
        return {name: doubles(member) for name, member in value.items()}
    if isinstance(value, list):
        return [doubles(item) for item in value]
    is_large = isinstance(value, int) and abs(value) > MAX_SAFE_INTEGER
    return float(value) if is_large else value


def canonical(value: Any) -> str:
    """One text for a JSON value, whatever the order of its members."""
    return rfc8785.dumps(value).decode()


@settings(
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
)
@given(snapshot=private_catalogs(), destination=st.sampled_from(DESTINATIONS), data=st.data())
def test_what_leaves_is_what_the_redactor_lets_leave(
    snapshot: Snapshot, destination: str, data: st.DataObject
) -> None:
    about = snapshot.settings.destinations[destination]
    declared = snapshot.incoming["a.b"][0]
    tracker = Tracker(snapshot)
    here = contract(declared, destination).properties
    filled = tracker.events["a.b"]["constants"]
    filled_here = {name: value for name, value in filled.items() if name in here}
    values = doubles({**data.draw(objects(here)), **filled_here})
    context = doubles(data.draw(objects(context_properties(snapshot, destination))))
    user = data.draw(st.sampled_from(["ada@example.com", "42", "0123abcd", None]))
    key = data.draw(st.sampled_from(["Acme 7", None]))
    consent = data.draw(st.sampled_from([["analytics"], ["analytics", "marketing"], ["other"], None]))
    is_anonymous = not isinstance(about.identity, str)
    has_key = key is not None and about.identity == "user_id"
    payload: dict[str, Any] = {
        "event": declared.wire,
        "uuid": UUID,
        "timestamp": "2026-11-30T09:30:00.123Z",
        "source": "web",
        "release": "3",
        "properties": values,
        **({"context": context} if context else {}),
        # a tracker gives no id to a destination that takes none, whatever it would do to one
        **({"distinct_id": user} if user is not None and about.identity != "none" else {}),
        **({"groups": {"company": key}} if has_key else {}),
        **({"consent": consent} if consent is not None else {}),
    }
    judged = Redactor(snapshot, LIBRARY_KEYS).judge(json.dumps(payload).encode(), destination)

    kept = remembering(tracker, [destination], source="web")
    who = who_of(
        user_id=None if is_anonymous else user,
        anonymous_id=user if is_anonymous else None,
        groups={"company": key} if has_key and key is not None else None,
        consent=consent,
    )
    with tracker._context(context):
        tracker.send("a.b", values, who)
    left = [delivery.payload() for delivery in kept[destination].deliveries]

    codes = {problem.code for problem in judged.verdict.problems}
    entries = {
        **tracker.events["a.b"]["destinations"][destination]["properties"],
        **tracker._engine.catalog["destinations"][destination]["context"],
    }
    granted = set(consent or ())
    if any(len(one) > 2 and not granted.issuperset(one[2]) for one in entries.values()):
        # the tracker leaves the whole property out, the library looks at the parts that are there
        event("a part of a property that nobody has agreed to")
    elif "drift" in codes:
        event("found out by detectors, which trackers have not")
    elif judged.payload is not None:
        event("leaves")
        assert [canonical(one) for one in left] == [canonical(judged.payload)]
        assert not tracker.failures
    elif codes & REFUSED:
        event("refused")
        if not codes & {"consent"}:
            assert not left
    elif "consent" in codes:
        event("nobody agreed")
        # the tracker may leave out an optional property that nobody has agreed to, and send the rest
        asked = all(
            problem.path.startswith(("/properties/", "/context/")) for problem in judged.verdict.problems
        )
        assert not left or asked
    else:
        event("not accepted")


@given(snapshot=private_catalogs(), destination=st.sampled_from(DESTINATIONS), data=st.data())
def test_of_nested_objects_leaves_only_what_is_declared(
    snapshot: Snapshot, destination: str, data: st.DataObject
) -> None:
    here = contract(snapshot.incoming["a.b"][0], destination).properties
    values = doubles(data.draw(objects(here)))
    tracker = Tracker(snapshot)
    kept = remembering(tracker, [destination])
    who = who_of(user_id="42", consent=["analytics", "marketing"])
    tracker.send("a.b", values, who)
    tracker.send("a.b", members_with_strangers(here, values), who)
    left = [canonical(delivery.payload()) for delivery in kept[destination].deliveries]
    assert STRANGER not in "".join(left)
    assert left[:1] == left[1:]


@given(snapshot=private_catalogs(), destination=st.sampled_from(DESTINATIONS), data=st.data())
def test_of_a_person_and_a_group_leaves_what_the_redactor_lets_leave(
    snapshot: Snapshot, destination: str, data: st.DataObject
) -> None:
    person = doubles(data.draw(objects(entity_properties(snapshot, "person", destination) or {})))
    company = doubles(data.draw(objects(entity_properties(snapshot, "company", destination) or {})))
    # judged with an event of which nothing but the envelope matters
    payload = {
        "event": "warm.up",
        "properties": {},
        "distinct_id": "42",
        "$set": person,
        "groups": {"company": company},
        "consent": ["analytics", "marketing"],
    }
    judged = Redactor(snapshot, LIBRARY_KEYS).judge(json.dumps(payload).encode(), destination)
    tracker = Tracker(snapshot)
    kept = remembering(tracker, [destination])
    view = tracker.of(user_id="42", consent=["analytics", "marketing"])
    view._identify(person, None)
    view._group("company", "7", company)
    left = {delivery.kind: delivery for delivery in kept[destination].deliveries}
    if snapshot.settings.destinations[destination].identity != "user_id":
        assert not left
    elif judged.payload is not None and not any(one.code == "drift" for one in judged.verdict.problems):
        if "identify" in left and person:
            assert canonical(left["identify"].set) == canonical(judged.payload["$set"])
        if "group" in left:
            groups = judged.payload["groups"]
            assert isinstance(groups, dict)
            assert canonical(left["group"].set) == canonical(groups["company"])


ROWS: list[tuple[Any, Any, Any]] = [
    ({"do": "truncate", "cut": "characters", "keep": 3}, "Zoë😀x", "Zoë"),
    ({"do": "truncate", "cut": "network", "ipv4": 24, "ipv6": 48}, "192.0.2.77", "192.0.2.0"),
    ({"do": "truncate", "cut": "network", "ipv4": 24, "ipv6": 48}, "2001:db8:1:2::7%eth0", "2001:db8:1::"),
    ({"do": "truncate", "cut": "network", "ipv4": 24, "ipv6": 48}, "Ada", "Xxx"),
    ({"do": "truncate", "cut": "origin"}, "https://ada@example.com:8/x?y#z", "https://example.com:8"),
    ({"do": "truncate", "cut": "origin"}, "mailto:ada@example.com", "mailto:"),
    ({"do": "truncate", "cut": "digits", "keep": 1}, 1234, 1000),
    ({"do": "truncate", "cut": "digits", "keep": 1}, 0.0567, 0.05),
    ({"do": "mask"}, "Ada.L+1@x.org", "Xxx.X+0@x.xxx"),
    ({"do": "mask", "hide": True}, "yes", "*"),
    ({"items": {"do": "mask"}}, ["Ab", None], ["Xx", None]),
    ({"fields": {"a": ["b", None]}}, {"a": 1, "c": 2}, {"b": 1}),
    ({"keys": {"do": "mask"}, "values": None}, {"ab": 1, "cd": 2}, {"xx": 1, "xx*2": 2}),
]


@pytest.mark.parametrize(("treatment", "value", "left"), ROWS)
def test_a_treatment_leaves(treatment: Any, value: Any, left: Any) -> None:
    treated = Treatments({}, None).of(treatment)
    assert treated.act is not None
    assert treated.act(value) == left
    assert treated.act(None) is None
    assert not treated.is_gone


@pytest.mark.parametrize("wrong", [[], {}, [1], {"a": 1}, True, 7, 1.5, "x"])
@pytest.mark.parametrize("treatment", [row[0] for row in ROWS])
def test_a_value_of_another_type_tells_nothing_and_raises_nothing(treatment: Any, wrong: Any) -> None:
    act = Treatments({}, None).of(treatment).act
    assert act is not None
    json.dumps(act(wrong))


def test_without_keys_what_would_be_hashed_does_not_leave() -> None:
    made = Treatments({}, None)
    hashing = {"do": "hash"}
    assert made.of(hashing).is_gone
    assert made.of({"items": hashing}).is_gone
    assert made.of({"keys": hashing, "values": None}).is_gone
    inner = made.of({"fields": {"a": ["a", hashing], "b": ["b", None]}})
    assert inner.act is not None
    assert inner.act({"a": 1, "b": 2}) == {"b": 2}


def test_digests_are_those_of_the_library() -> None:
    for value in ("Zoë", "", 12, 1.0, 0.1, True, "\ud800"):
        assert KEYS.digester("log")(value) == LIBRARY_KEYS.digest(value, "log")
