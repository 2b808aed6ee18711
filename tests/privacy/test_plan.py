"""What leaves of whole payloads, part by part, under the names that a destination receives."""

import copy
import json
from collections.abc import Mapping
from typing import Any

import pytest

from catalog.errors import UnknownName
from catalog.model.snapshot import Snapshot
from catalog.privacy.keys import KeyMissing, Keyring
from catalog.validation.redactor import Redactor, Refused
from tests.validation.worlds import world

Plain = dict[str, Any]

KEYS = Keyring("k", {"k": b"k" * 32})
POLICY: Plain = {
    "receives": ["none", "system", "user.unique_id"],
    "otherwise": {
        "user.name": "mask",
        "user.contact": "hash",
        "user.content": "truncate",
        "user.device.ip": "truncate",
        "user.health": "refuse",
    },
    "truncate": {"characters": 4},
}
TEXT: Plain = {"type": "string", "maxLength": 60}


def digest(value: str | float, destination: str = "log") -> str:
    return KEYS.digest(value, destination)


def text(data: str | None, **more: object) -> Plain:
    return {**TEXT, **({} if data is None else {"data": data}), **more}


def small(properties: Plain, *, destination: Mapping[str, Any] = POLICY, **more: Any) -> Snapshot:
    event = {"properties": properties, "destinations": ["log", "far"]}
    event |= {key: more.pop(key) for key in ("undeclared", "aliases", "send_as", "wire") if key in more}
    return world({"a.b": event}, destinations={"log": destination, "far": {}}, **more)


def redacted(snapshot: Snapshot, properties: Plain, **envelope: Any) -> Plain:
    """What leaves for `log`; redacting it again changes nothing, and the payload is as it was."""
    redactor = Redactor(snapshot, KEYS)
    payload: Plain = {"event": "a.b", "properties": properties, **envelope}
    before = copy.deepcopy(payload)
    left = redactor.redact(payload, "log")
    assert payload == before
    assert redactor.redact(left, "log") == left
    assert redactor.redact(json.dumps(payload).encode(), "log") == left
    return left


def left_of(properties: Plain, given: Plain, **more: Any) -> Any:
    return redacted(small(properties, **more), given)["properties"]


HANDLED: dict[str, tuple[Plain, object, object]] = {
    "received": (text("system.operations"), "1.2", "1.2"),
    "about nobody": (text("none"), "red", "red"),
    "masked": (text("user.name"), "Ada", "Xxx"),
    "hashed": (text("user.contact.email"), "ada@example.com", digest("ada@example.com")),
    "truncated": (text("user.content"), "dear Ada", "dear"),
    "an address": (text("user.device.ip"), "10.1.2.3", "10.1.2.0"),
    "null": (text("user.name", nullable=True), None, None),
    "tightened by the property": (text("none", handling={"log": "mask"}), "Ada", "Xxx"),
    "tightened for another": (text("none", handling={"far": "drop"}), "Ada", "Ada"),
    "a hashed number": ({"type": "integer", "data": "user.contact"}, 12, digest("12")),
    "a masked number": ({"type": "number", "data": "user.name"}, -1.5, "-0.0"),
    "a masked flag": ({"type": "boolean", "data": "user.name"}, True, "*"),
    "a masked enum": (text("user.name", enum=["Ada", "Bob"]), "Ada", "*"),
    "a masked constant": (text("user.name", const="Ada"), "Ada", "*"),
    "a masked number of few digits": (
        {"type": "integer", "data": "user.name", "minimum": 0, "maximum": 120},
        101,
        "*",
    ),
    "a masked number of many digits": (
        {"type": "integer", "data": "user.name", "minimum": 0, "maximum": 1_000},
        101,
        "000",
    ),
    "a truncated enum": (text("user.content", enum=["contract"]), "contract", "cont"),
    "a truncated constant": ({"type": "integer", "data": "user.content", "const": 1234}, 1234, 1000),
    "a bounded number": (
        {"type": "integer", "data": "user.content", "minimum": 1_200, "multipleOf": 7},
        1_232,
        1_000,
    ),
    "a masked list": (
        {"type": "array", "items": TEXT, "data": "user.name"},
        ["Ada", "Bob", ""],
        ["Xxx", "Xxx", ""],
    ),
    "a list of members that become equal": (
        {"type": "array", "items": TEXT, "data": "user.name", "uniqueItems": True},
        ["Ada", "Bob"],
        ["Xxx", "Xxx"],
    ),
    "a list with null": (
        {"type": "array", "items": {**TEXT, "nullable": True}, "data": "user.contact"},
        ["ada", None],
        [digest("ada"), None],
    ),
    "an object": (
        {
            "type": "object",
            "properties": {"a": text("user.name"), "b": text("user.health.x"), "c": text("none")},
        },
        {"a": "Ada", "c": "x"},
        {"a": "Xxx", "c": "x"},
    ),
    "an object in a list in an object": (
        {
            "type": "object",
            "properties": {
                "rows": {
                    "type": "array",
                    "items": {"type": "object", "properties": {"n": text("user.name"), "d": text(None)}},
                }
            },
        },
        {"rows": [{"n": "Ada", "d": "x"}, {}]},
        {"rows": [{"n": "Xxx"}, {}]},
    ),
    "a null object": (
        {"type": "object", "nullable": True, "properties": {"a": text("user.name")}},
        None,
        None,
    ),
    "a map": (
        {
            "type": "map",
            "keys": {"maxLength": 60, "data": "user.contact"},
            "values": text("user.name"),
        },
        {"ada@example.com": "Ada"},
        {digest("ada@example.com"): "Xxx"},
    ),
    "keys that become equal": (
        {
            "type": "map",
            "keys": {"maxLength": 9, "data": "user.name"},
            "values": {"type": "integer", "data": "none"},
        },
        {"Ada": 1, "Bob": 2, "Xxx": 3, "Eve": 4, "Xxx*": 5},
        {"Xxx": 1, "Xxx*2": 2, "Xxx*3": 3, "Xxx*4": 4, "Xxx*": 5},
    ),
    "keys that look numbered": (
        {
            "type": "map",
            "keys": {"maxLength": 9, "data": "user.name"},
            "values": {"type": "integer", "data": "none"},
        },
        {"Ada*2": 1, "Ada": 2, "Bob*7": 3, "Eve": 4, "Ada*": 5, "*1": 6, "*2": 7, "": 8},
        {"Xxx*0": 1, "Xxx": 2, "Xxx*0*2": 3, "Xxx*2": 4, "Xxx*": 5, "*0": 6, "*0*2": 7, "": 8},
    ),
    "keys cut to one": (
        {
            "type": "map",
            "keys": {"maxLength": 9, "data": "user.content"},
            "values": {"type": "integer", "data": "none"},
        },
        {"abcde": 1, "abcdf": 2, "abcd*": 3, "b*2": 4, "abcd*2": 5},
        {"abcd": 1, "abcd*2": 2, "abcd*3": 3, "b*2": 4, "abcd*4": 5},
    ),
    "addresses of one network": (
        {"type": "map", "keys": {"data": "user.device.ip"}, "values": {"type": "integer", "data": "none"}},
        {"10.1.2.3": 1, "10.1.2.4": 2, "10.1.2.0*2": 3, "ada": 4, "10.1.2.9": 5, "bob": 6},
        {"10.1.2.0": 1, "10.1.2.0*2": 2, "00.0.0.0*0": 3, "xxx": 4, "10.1.2.0*3": 5, "xxx*2": 6},
    ),
    "a map of maps": (
        {
            "type": "map",
            "keys": {"data": "none"},
            "values": {"type": "map", "keys": {"data": "user.name"}, "values": text("user.contact")},
        },
        {"team": {"Ada": "a@b.c"}},
        {"team": {"Xxx": digest("a@b.c")}},
    ),
}


@pytest.mark.parametrize(("definition", "given", "left"), HANDLED.values(), ids=HANDLED)
def test_a_property_leaves_as(definition: Plain, given: object, left: object) -> None:
    assert left_of({"p": definition}, {"p": given}) == {"p": left}


@pytest.mark.parametrize("data", ["user.name", "user.content", "user.device.ip"])
def test_however_many_keys_become_equal_little_is_added_to_them(data: str) -> None:
    """Each key had one more star than the one before: 10,000 of them became 50 MB."""
    values = {"type": "integer", "data": "none"}
    definition = {"type": "map", "keys": {"maxLength": 50, "data": data}, "values": values}
    keys = [f"{7:04}{number:06}" for number in range(10_000)]
    left = left_of({"p": definition}, {"p": dict.fromkeys(keys, 1)})["p"]
    assert len(left) == 10_000
    assert max(map(len, left)) <= len("0000000000*10000")


DROPPED: dict[str, tuple[Plain, object]] = {
    "not received": (text("user.account"), "admin"),
    "unclassified": (text(None), "Ada"),
    "prohibited": (text("user.credentials"), "secret"),
    "of an unknown category": (text("user.typo"), "Ada"),
    "required": (text("user.account", required=True), "admin"),
    "masked here and hashed there": (text("user.name", handling={"log": "hash"}), "Ada"),
    "dropped by the property": (text("none", handling={"log": "drop"}), "Ada"),
    "a truncated flag": ({"type": "boolean", "data": "user.content"}, True),
    "a map with keys that are dropped": (
        {"type": "map", "keys": {"data": "user.account"}, "values": text("none")},
        {"ada": "x"},
    ),
    "a map with values that are dropped": (
        {"type": "map", "keys": {"data": "none"}, "values": text("user.account")},
        {"x": "ada"},
    ),
    "a list": ({"type": "array", "items": TEXT, "data": "user.account"}, ["ada"]),
    "an object dropped whole": (
        {"type": "object", "handling": {"log": "drop"}, "properties": {"a": text("none")}},
        {"a": "ada"},
    ),
    "a list of objects dropped whole": (
        {
            "type": "array",
            "handling": {"log": "drop"},
            "items": {"type": "object", "properties": {"a": text("none")}},
        },
        [{"a": "ada"}],
    ),
}


@pytest.mark.parametrize("undeclared", ["refuse", "drop", "keep"])
@pytest.mark.parametrize(
    ("definition", "given", "receives"),
    [
        pytest.param(*row, receives, id=f"{name}, {'some' if receives else 'any'} received")
        for name, row in DROPPED.items()
        for receives in (POLICY["receives"], None)
        if receives or name != "unclassified"  # which a destination of everything takes
    ],
)
def test_a_property_does_not_leave(
    definition: Plain, given: object, receives: object, undeclared: str
) -> None:
    """Also where undeclared properties are kept: a declared one never is one of those."""
    policy = {**POLICY, "otherwise": {**POLICY["otherwise"], "user.account": "drop"}}
    if receives is None:  # everything but what `otherwise` names
        del policy["receives"]
    left = left_of(
        {"p": definition, "q": text("none")},
        {"p": given, "q": "x"},
        destination=policy,
        undeclared=undeclared,
    )
    assert left == {"q": "x"}


EVERYTHING: Plain = {"otherwise": {"user.name": "mask", "user.contact": "drop"}}
"""A destination that takes what it is not told to handle, hence undeclared properties as well."""


def test_of_an_object_nothing_leaves_that_is_dropped_or_undeclared_and_the_order_stays() -> None:
    inner = {"z": text("none"), "gone": text("none", handling={"log": "drop"}), "a": text("user.name")}
    properties = {"o": {"type": "object", "properties": inner}, **inner}
    given = {"z": "1", "gone": "ada", "a": "Bo"}
    assert left_of(properties, {"o": given, **given}) == {"o": {"z": "1", "a": "Xx"}, "z": "1", "a": "Xx"}
    left = left_of(properties, {"a": "Bo", "more": "ada", "gone": "ada", "z": "1"}, undeclared="drop")
    assert list(left.items()) == [("a", "Xx"), ("z", "1")]


def test_undeclared_properties_are_dropped_where_the_catalog_says_so() -> None:
    given = {"p": "x", "ada@example.com": "ada", "deep": {"ada": 1}}
    assert left_of({"p": text("none")}, given, undeclared="drop", destination=EVERYTHING) == {"p": "x"}


def test_undeclared_properties_are_kept_where_the_destination_takes_what_is_unclassified() -> None:
    given = {"p": "x", "new": {"a": [1]}}
    assert left_of({"p": text("none")}, given, undeclared="keep", destination=EVERYTHING) == given
    assert left_of({"p": text("none")}, given, undeclared="keep") == {"p": "x"}


def test_keeping_the_undeclared_keeps_nothing_that_is_declared_for_others() -> None:
    nested = {"type": "object", "properties": {"a": text("none"), "far": text("none", destinations=["far"])}}
    properties = {
        "here": text("none"),
        "far": text("none", destinations=["far"]),
        "mail": text("user.contact"),
        "nested": nested,
    }
    given = {"here": "x", "far": "f", "mail": "m", "nested": {"a": "x", "far": "f", "new": 1}, "new": 2}
    left = left_of(properties, given, undeclared="keep", destination=EVERYTHING)
    assert left == {"here": "x", "nested": {"a": "x", "new": 1}, "new": 2}


def test_keeping_the_undeclared_keeps_nothing_of_a_person_or_group_that_is_for_others_alone() -> None:
    far = {"properties": {"nick": text("user.name", destinations=["far"])}}
    snapshot = small({}, undeclared="keep", destination=EVERYTHING, entities={"person": far, "company": far})
    given = {"nick": "Ada", "new": 1}
    around = {"$set": given, "$set_once": given, "$groups": {"company": given}}
    left = {"$set": {"new": 1}, "$set_once": {"new": 1}, "$groups": {"company": {"new": 1}}}
    assert redacted(snapshot, around)["properties"] == left
    outer = redacted(snapshot, {}, groups={"company": given}, **around)
    assert {name: outer[name] for name in (*left, "groups")} == {**left, "groups": left["$groups"]}


@pytest.mark.parametrize("event", ["a.b", "old"])
def test_keeping_the_undeclared_keeps_nothing_under_the_name_that_an_alias_has_for_it(event: str) -> None:
    alias = {"name": "old", "rename": {"who": "nick"}}
    properties = {"nick": text("user.name", destinations=["far"]), "a": text("none")}
    snapshot = small(properties, undeclared="keep", destination=EVERYTHING, aliases=[alias])
    left = redacted(snapshot, {"who": "Ada", "a": "x", "new": 1}, event=event)["properties"]
    assert left == {"a": "x", "new": 1}


def test_keeping_the_undeclared_keeps_nothing_of_contexts_that_others_carry() -> None:
    contexts = {
        "near": {
            "properties": {"$lib": text("none"), "$mail": text("user.contact"), "of_*": text("user.contact")}
        },
        "other": {"properties": {"$secret": text("none"), "$flag/*": text("none")}},
    }
    policy = {**EVERYTHING, "contexts": ["near"]}
    given = {"$lib": "x", "$mail": "m", "$secret": "s", "$flag/a": "f", "of_a": "n", "new": 1}
    snapshot = small({}, undeclared="keep", destination=policy, contexts=contexts)
    assert redacted(snapshot, given)["properties"] == {"$lib": "x", "new": 1}
    assert redacted(snapshot, {}, context=given)["context"] == {"$lib": "x", "new": 1}


def test_keeping_the_undeclared_keeps_no_identity_and_no_token() -> None:
    policy = {**EVERYTHING, "identity": "none"}
    given = {"$set": {"a": 1}, "$set_once": {}, "$groups": {}, "distinct_id": "ada", "token": "phc", "new": 1}
    snapshot = small({}, undeclared="keep", destination=policy, entities={"person": {"properties": {}}})
    assert redacted(snapshot, given)["properties"] == {"new": 1}


def test_keeping_the_undeclared_never_takes_the_name_of_what_leaves() -> None:
    properties = {"a": text("user.name", send_as={"log": "b"})}
    assert left_of(properties, {"a": "Ada", "b": 7}, undeclared="keep", destination=EVERYTHING) == {
        "b": "Xxx"
    }
    assert left_of(properties, {"b": 7}, undeclared="keep", destination=EVERYTHING) == {}


def test_names_are_those_that_the_destination_receives() -> None:
    nested = {"type": "object", "properties": {"n": text("user.name", send_as={"log": "N"})}}
    properties = {"a": text("none", send_as={"log": "A", "far": "x"}), "nested": nested}
    snapshot = small(properties, send_as={"log": "A B!"}, wire="a_b")
    left = redacted(snapshot, {"a": "1", "nested": {"n": "Ada"}}, event="a_b")
    assert left == {
        "event": "A B!",
        "properties": {"A": "1", "nested": {"N": "Xxx"}},
        "redacted_for": ["log"],
    }


def test_names_may_be_swapped() -> None:
    properties = {"a": text("none", send_as={"log": "b"}), "b": text("user.name", send_as={"log": "a"})}
    assert left_of(properties, {"a": "one", "b": "Two"}) == {"b": "one", "a": "Xxx"}


def test_of_two_properties_with_one_name_the_first_leaves() -> None:
    properties = {"a": text("user.name", send_as={"log": "x"}), "b": text("none", send_as={"log": "x"})}
    assert left_of(properties, {"b": "two", "a": "One"}) == {"x": "Xxx"}
    assert left_of(properties, {"b": "two"}) == {}


def test_a_context_never_takes_the_name_of_a_property() -> None:
    contexts = {"c": {"properties": {"lib": text("none")}}}
    snapshot = small(
        {"a": text("user.name", send_as={"log": "lib"})},
        destination={**POLICY, "contexts": ["c"]},
        contexts=contexts,
    )
    assert redacted(snapshot, {"a": "Ada", "lib": "py"})["properties"] == {"lib": "Xxx"}
    assert redacted(snapshot, {"lib": "py"}, context={"lib": "py"})["context"] == {"lib": "py"}


def test_an_alias_leaves_as_the_event() -> None:
    alias = {"name": "old", "sends": ["who", "b"], "rename": {"who": "a"}}
    properties = {
        "a": text("user.name", send_as={"log": "A"}),
        "b": text("none"),
        "c": text("none", required=True),  # which old clients do not send
    }
    snapshot = small(properties, aliases=[alias])
    left = redacted(snapshot, {"who": "Ada", "b": "x"}, event="old")
    assert left == {"event": "a.b", "properties": {"A": "Xxx", "b": "x"}, "redacted_for": ["log"]}


def test_under_an_alias_what_does_not_come_with_it_is_not_undeclared() -> None:
    alias = {"name": "old", "sends": ["b"]}
    snapshot = small(
        {"a": text("user.contact"), "b": text("none")},
        aliases=[alias],
        undeclared="keep",
        destination=EVERYTHING,
    )
    left = redacted(snapshot, {"a": "ada@example.com", "b": "x", "new": 1}, event="old")
    assert left["properties"] == {"b": "x", "new": 1}


CONTEXTS = {
    "sdk": {
        "properties": {
            "$lib": text("system.operations"),
            "$ip": text("user.device.ip", send_as={"log": "ip"}),
            "$user/*": text("user.name"),
            "$mail/*": text("user.contact"),
            "$gone/*": text("user.account"),
            "$screen": {
                "type": "object",
                "properties": {"w": {"type": "integer", "data": "none"}, "n": text("user.name")},
            },
        }
    }
}
GIVEN = {
    "$lib": "js",
    "$ip": "10.1.2.3",
    "$user/first": "Ada",
    "$mail/first": "ada",
    "$gone/x": "ada",
    "$screen": {"w": 1, "n": "Ada"},
}
LEFT = {
    "$lib": "js",
    "ip": "10.1.2.0",
    "$user/first": "Xxx",
    "$mail/first": digest("ada"),
    "$screen": {"w": 1, "n": "Xxx"},
}


@pytest.mark.parametrize("undeclared", ["refuse", "drop"])
def test_context_is_handled_where_it_stands(undeclared: str) -> None:
    snapshot = small(
        {"p": text("none")},
        destination={**POLICY, "contexts": ["sdk"]},
        contexts=CONTEXTS,
        undeclared=undeclared,
    )
    assert redacted(snapshot, {"p": "x", **GIVEN})["properties"] == {"p": "x", **LEFT}
    assert redacted(snapshot, {"p": "x"}, context=GIVEN)["context"] == LEFT


def test_a_star_in_a_property_of_an_event_is_a_letter() -> None:
    left = left_of({"x*": text("none")}, {"x*": "1", "xy": "ada"}, undeclared="drop")
    assert left == {"x*": "1"}


def test_a_property_of_another_destination_is_left_out() -> None:
    assert left_of({"a": text("none"), "b": text("none", destinations=["far"])}, {"a": "x", "b": "y"}) == {
        "a": "x"
    }


def test_a_property_of_another_destination_is_none_of_a_context_either() -> None:
    snapshot = small(
        {"plan": text("none", destinations=["far"])},
        destination={**POLICY, "contexts": ["c"]},
        contexts={"c": {"properties": {"plan": text("none")}}},
    )
    assert redacted(snapshot, {"plan": "secret"})["properties"] == {}


ENTITIES = {
    "person": {
        "properties": {"plan": text("system"), "name": text("user.name"), "mail": text("user.account")}
    },
    "company": {"properties": {"size": {"type": "integer", "data": "none"}, "name": text("user.name")}},
    "team": {"data": "user.contact", "properties": {}},
    "house": {"data": "user.contact.address", "properties": {"floor": text("none")}},
}
PERSON = {"plan": "pro", "name": "Ada", "mail": "ada@example.com"}
GROUPS = {"company": "acme", "team": "ada's"}


def test_person_and_groups_are_handled_in_the_envelope_and_among_the_properties() -> None:
    snapshot = small({}, entities=ENTITIES)
    handled = {"plan": "pro", "name": "Xxx"}
    groups = {"company": "acme", "team": digest("ada's")}
    around = {"$set": PERSON, "$set_once": PERSON, "$groups": GROUPS, "distinct_id": "u1"}
    left = {"$set": handled, "$set_once": handled, "$groups": groups, "distinct_id": "u1"}
    assert redacted(snapshot, around)["properties"] == left
    outer = redacted(snapshot, {}, groups=GROUPS, **around)
    assert outer == {"event": "a.b", "properties": {}, "groups": groups, **left, "redacted_for": ["log"]}


FAR_PERSON = {"person": {"properties": {"nick": text("none", destinations=["far"]), "plan": text("system")}}}
TRAITS = {"nick": "Jane Sentinel", "plan": "pro"}


@pytest.mark.parametrize("undeclared", ["keep", "drop", "refuse"])
def test_traits_are_the_persons_wherever_they_stand(undeclared: str) -> None:
    policy = {"otherwise": {"system": "mask"}}
    snapshot = small({}, destination=policy, entities=FAR_PERSON, undeclared=undeclared)
    given = TRAITS if undeclared != "refuse" else {"plan": "pro"}
    assert redacted(snapshot, {"traits": given})["properties"] == {"traits": {"plan": "xxx"}}
    assert redacted(snapshot, {}, traits=given)["traits"] == {"plan": "xxx"}
    around = redacted(snapshot, {}, context={"traits": given})
    assert around["context"] == {"traits": {"plan": "xxx"}}


def test_drift_in_traits_is_dropped_where_the_catalog_says_so() -> None:
    person = {"person": {"properties": {"plan": text("none"), "role": text("none")}}}
    snapshot = small({}, destination={}, entities=person, drift="redact")
    given, left = {"plan": "ada@example.com", "role": "x"}, {"role": "x"}
    assert redacted(snapshot, {"traits": given})["properties"] == {"traits": left}
    assert redacted(snapshot, {}, traits=given)["traits"] == left
    assert redacted(snapshot, {}, context={"traits": given})["context"] == {"traits": left}


@pytest.mark.parametrize("place", ["properties", "context"])
def test_an_address_where_a_star_stands_is_drift_and_leaves_where_nothing_is_dropped(place: str) -> None:
    contexts = {"sdk": {"properties": {"$flag/*": text("system.operations")}}}
    given = {"$flag/jane@doe.com": "on", "$flag/beta": "on"}
    left: dict[str, object] = {}
    for policy in ("redact", "report"):
        snapshot = small({}, destination={**EVERYTHING, "contexts": ["sdk"]}, contexts=contexts, drift=policy)
        payload: Plain = {"event": "a.b", "properties": {}, place: given}
        judged = Redactor(snapshot, KEYS).judge(payload, "log")
        assert judged.payload is not None
        left[policy] = judged.payload[place]
        (problem,) = judged.verdict.problems
        assert (problem.code, problem.path) == ("drift", f"/{place}/<key 1>")
        assert "jane" not in problem.message
        assert problem.context["remedy"] == "leave it out"
    assert left == {"redact": {"$flag/beta": "on"}, "report": given}


def test_an_event_or_a_context_may_have_traits_of_its_own() -> None:
    snapshot = small({"traits": text("user.name")}, entities=FAR_PERSON)
    assert redacted(snapshot, {"traits": "Ada"})["properties"] == {"traits": "Xxx"}
    contexts = {"sdk": {"properties": {"traits": text("user.name")}}}
    snapshot = small({}, destination={**POLICY, "contexts": ["sdk"]}, contexts=contexts, entities=FAR_PERSON)
    assert redacted(snapshot, {}, context={"traits": "Ada"})["context"] == {"traits": "Xxx"}


@pytest.mark.parametrize("place", ["properties", "context", "traits"])
def test_an_anonymous_destination_refuses_traits(place: str) -> None:
    policy = {"identity": {"anonymous": "^[a-z]{3}$"}, "otherwise": {"user": "drop"}}
    snapshot = small({}, destination=policy, undeclared="keep")
    traits = {"first_name": "Jane"}
    payload: Plain = {"event": "a.b", "properties": {}}
    payload[place] = traits if place == "traits" else {"traits": traits}
    with pytest.raises(Refused) as caught:
        Redactor(snapshot, KEYS).redact(payload, "log")
    assert caught.value.verdict.problems[0].code == "person-properties"
    assert "Jane" not in str(caught.value)


COMPANY = {"$group_type": "company", "$group_key": "acme", "$group_set": {"size": 7, "name": "Jane"}}


@pytest.mark.parametrize("undeclared", ["keep", "drop", "refuse"])
def test_properties_of_one_group_are_handled_as_its_type_declares_them(undeclared: str) -> None:
    snapshot = small({}, entities=ENTITIES, undeclared=undeclared)
    handled = {**COMPANY, "$group_set": {"size": 7, "name": "Xxxx"}}
    assert redacted(snapshot, COMPANY)["properties"] == handled
    team = {"$group_type": "team", "$group_key": 12}
    assert redacted(snapshot, team)["properties"] == {**team, "$group_key": digest("12")}
    house = {"$group_type": "house", "$group_key": "221b", "$group_set": {"floor": "2"}}
    gone = {**POLICY, "otherwise": {"user.contact.address": "drop"}}
    dropping = small({}, entities=ENTITIES, undeclared=undeclared, destination=gone)
    assert redacted(dropping, house)["properties"] == {"$group_type": "house", "$group_set": {"floor": "2"}}
    empty = {"$group_type": "company", "$group_key": None, "$group_set": None}
    assert redacted(snapshot, {**empty, "$group_key": "acme"})["properties"] == {
        "$group_type": "company",
        "$group_key": "acme",
    }


@pytest.mark.parametrize("identity", ["none", {"anonymous": "^[a-z]{3}$"}])
def test_properties_of_one_group_do_not_leave_where_groups_do_not(identity: object) -> None:
    policy = {**POLICY, "identity": identity}
    snapshot = small({}, entities=ENTITIES, destination=policy)
    assert redacted(snapshot, COMPANY)["properties"] == {}


GROUP_PROBLEMS: dict[str, tuple[Plain, list[tuple[str, str]]]] = {
    "an unknown type": (
        {"$group_type": "x@y.de", "$group_key": "a"},
        [("unknown-group-type", "$group_type")],
    ),
    "a person": ({"$group_type": "person", "$group_set": {}}, [("unknown-group-type", "$group_type")]),
    "a type that is no text": (
        {"$group_type": [1], "$group_key": "a"},
        [("unknown-group-type", "$group_type")],
    ),
    "no type": ({"$group_set": {"ceo": "Jane"}}, [("unknown-group-type", "$group_set")]),
    "no object": ({"$group_type": "company", "$group_set": "Jane"}, [("wrong-envelope", "$group_set")]),
    "a key that is none": ({"$group_type": "company", "$group_key": ["a"]}, [("wrong-type", "$group_key")]),
    "a wrong property": (
        {"$group_type": "company", "$group_set": {"size": "Jane"}},
        [("wrong-type", "$group_set/size")],
    ),
    "an undeclared property": (
        {"$group_type": "company", "$group_set": {"ceo": "Jane"}},
        [("undeclared-property", "$group_set/ceo")],
    ),
    "nothing but a type": ({"$group_type": "company"}, [("undeclared-property", "$group_type")]),
    "nothing": ({"$group_type": "company", "$group_key": None, "$group_set": None}, []),
}


@pytest.mark.parametrize(("given", "problems"), GROUP_PROBLEMS.values(), ids=GROUP_PROBLEMS)
def test_properties_of_one_group_are_judged_as_its_type_declares_them(
    given: Plain, problems: list[tuple[str, str]]
) -> None:
    snapshot = small({}, entities=ENTITIES, undeclared="refuse")
    judged = Redactor(snapshot, KEYS).judge({"event": "a.b", "properties": given}, "log")
    found = judged.verdict.problems
    assert [(one.code, one.path) for one in found] == [(code, f"/properties/{at}") for code, at in problems]
    assert not any("Jane" in one.message or "x@y" in one.message for one in found)


def test_drift_and_what_is_for_others_is_dropped_from_the_properties_of_one_group() -> None:
    far = text("none", destinations=["far"])
    company = {"company": {"properties": {"note": text("none"), "far": far, "size": text("none")}}}
    snapshot = small({}, destination={}, entities=company, drift="redact")
    given = {"$group_type": "company", "$group_set": {"note": "ada@doe.com", "far": "x", "size": "s"}}
    assert redacted(snapshot, given)["properties"] == {
        "$group_type": "company",
        "$group_set": {"size": "s"},
    }


def test_properties_of_a_group_without_a_type_are_not_kept() -> None:
    given = {"$group_key": "Jane's", "$group_set": {"ceo": "Jane Sentinel"}}
    snapshot = small({}, destination=EVERYTHING, undeclared="keep", entities=ENTITIES)
    with pytest.raises(Refused):
        redacted(snapshot, given)
    assert redacted(snapshot, {}, context={**COMPANY, **given})["context"] == {"$group_type": "company"}
    contexts = {"sdk": {"properties": {"$group_key": text("user.name")}}}
    snapshot = small(
        {"$group_set": text("none")},
        destination={**EVERYTHING, "contexts": ["sdk"]},
        undeclared="keep",
        contexts=contexts,
    )
    declared = {"$group_key": "Jane", "$group_set": "x"}
    assert redacted(snapshot, declared)["properties"] == {"$group_key": "Xxxx", "$group_set": "x"}


@pytest.mark.parametrize("name", ["$user_id", "$anon_distinct_id", "user_id"])
@pytest.mark.parametrize(
    ("policy", "left"),
    [
        pytest.param({"identity": {"anonymous": "^[a-z]{4}$"}}, None, id="one that does not match"),
        pytest.param({"identity": {"anonymous": "^[a-z]{3}$"}}, "ada", id="one that matches"),
        pytest.param({"identity": "none"}, None, id="none"),
        pytest.param({"otherwise": {"user.unique_id": "hash"}}, digest("ada"), id="hashed"),
        pytest.param({"otherwise": {"user.unique_id": "drop"}}, None, id="dropped"),
        pytest.param({}, "ada", id="kept"),
    ],
)
def test_other_names_of_the_identity_are_handled_like_it(name: str, policy: Plain, left: object) -> None:
    snapshot = small({}, destination=policy, undeclared="keep")
    expected = {} if left is None else {name: left}
    assert redacted(snapshot, {name: "ada", "n": "x"})["properties"] == {"n": "x", **expected}
    assert redacted(snapshot, {}, context={name: "ada"})["context"] == {}
    dropping = small({}, destination=policy, undeclared="drop")
    assert redacted(dropping, {name: "ada"})["properties"] == {}
    declared = small({name: text("none")}, destination=policy, undeclared="keep")
    assert redacted(declared, {name: "ada"})["properties"] == {name: "ada"}


def test_a_group_may_be_an_object_or_a_number() -> None:
    snapshot = small({}, entities=ENTITIES)
    given = {"company": {"size": 7, "name": "Acme"}, "team": 12}
    assert redacted(snapshot, {}, groups=given)["groups"] == {
        "company": {"size": 7, "name": "Xxxx"},
        "team": digest("12"),
    }
    large = {"company": 2**60 + 1, "team": 2**60 + 1}
    assert redacted(snapshot, {}, groups=large)["groups"] == {
        "company": 2**60 + 1,
        "team": digest(str(2**60 + 1)),
    }


def test_no_groups_leave_as_none() -> None:
    renamed = {"p": text("none", send_as={"log": "q"})}
    for properties in ({}, renamed):
        snapshot = small(properties, entities=ENTITIES)
        assert "groups" not in redacted(snapshot, {}, groups=None)
        assert redacted(snapshot, {"$groups": None})["properties"] == {}
        assert redacted(snapshot, {}, groups={})["groups"] == {}


def test_a_group_whose_key_is_dropped_is_not_named() -> None:
    policy = {**POLICY, "otherwise": {"user.contact.address": "drop"}}
    snapshot = small({}, entities=ENTITIES, destination=policy)
    assert redacted(snapshot, {}, groups={"house": "221b", "company": "acme"})["groups"] == {
        "company": "acme"
    }
    assert redacted(snapshot, {}, groups={"house": {"floor": "2"}})["groups"] == {"house": {"floor": "2"}}


WHO: dict[str, tuple[Plain, Plain | None, object]] = {
    "received": (POLICY, None, "ada"),
    "hashed": ({"receives": ["none"], "otherwise": {"user": "hash"}}, None, digest("ada")),
    "masked": ({"receives": ["none"], "otherwise": {"user": "mask"}}, None, "xxx"),
    "cut": (
        {"receives": ["none"], "otherwise": {"user": "truncate"}, "truncate": {"characters": 2}},
        None,
        "ad",
    ),
    "dropped": ({"receives": ["none"]}, None, None),
    "cut to nothing": (
        {"receives": ["none"], "otherwise": {"user": "truncate"}, "truncate": {"characters": 0}},
        None,
        None,
    ),
    "of its own category": (POLICY, {"person": {"data": "user.contact.email"}}, digest("ada")),
    "none": ({"identity": "none"}, None, None),
    "anonymous": ({"identity": {"anonymous": "^[a-z]{3}$"}}, None, "ada"),
}


@pytest.mark.parametrize(("policy", "entities", "left"), WHO.values(), ids=WHO)
def test_the_identity_leaves_as(policy: Plain, entities: Plain | None, left: object) -> None:
    snapshot = small({}, destination=policy, entities=entities)
    assert redacted(snapshot, {}, distinct_id="ada").get("distinct_id") == left
    assert redacted(snapshot, {"distinct_id": "ada"})["properties"].get("distinct_id") == left


@pytest.mark.parametrize("who", [7, 7.5, True, ["ada"], {"ada": 1}, ""])
@pytest.mark.parametrize("identity", ["user_id", "none", {"anonymous": "^[0-9]+$"}])
def test_an_identity_of_a_wrong_type_lets_nothing_leave(who: object, identity: object) -> None:
    redactor = Redactor(small({}, destination={"identity": identity}), KEYS)
    for payload in ({"properties": {}, "distinct_id": who}, {"properties": {"distinct_id": who}}):
        with pytest.raises(Refused) as caught:
            redactor.redact({"event": "a.b", **payload}, "log")
        assert "ada" not in str(caught.value)


def test_an_anonymous_destination_gets_no_person() -> None:
    snapshot = small({}, destination={"identity": {"anonymous": "^[0-9a-f]{8}$"}}, entities=ENTITIES)
    redactor = Redactor(snapshot, KEYS)
    left = redacted(snapshot, {"$set": {}}, distinct_id="0123abcd", **{"$set_once": {}})
    assert left == {"event": "a.b", "distinct_id": "0123abcd", "properties": {}, "redacted_for": ["log"]}
    for payload in (
        {"properties": {}, "distinct_id": "ada-lovelace"},
        {"properties": {"distinct_id": "ada-lovelace"}},
        {"properties": {}, "$set": {"plan": "ada-lovelace"}},
        {"properties": {"$set_once": {"plan": "ada-lovelace"}}},
    ):
        with pytest.raises(Refused) as caught:
            redactor.redact({"event": "a.b", **payload}, "log")
        assert "ada-lovelace" not in str(caught.value)


@pytest.mark.parametrize("identity", ["user_id", "none"])
def test_an_identity_that_is_refused_lets_nothing_leave(identity: str) -> None:
    policy = {"receives": ["none"], "otherwise": {"user.unique_id": "refuse"}, "identity": identity}
    snapshot = small({}, destination=policy, entities=ENTITIES)
    for payload in ({"properties": {}, "distinct_id": "ada"}, {"properties": {"distinct_id": "ada"}}):
        with pytest.raises(Refused) as caught:
            Redactor(snapshot, KEYS).redact({"event": "a.b", **payload}, "log")
        (problem,) = caught.value.verdict.problems
        assert (problem.code, problem.context["data"]) == ("refused-data", "user.unique_id")
        assert "ada" not in str(caught.value)
    assert redacted(snapshot, {}, distinct_id=None).get("distinct_id") is None


def test_an_anonymous_id_is_none_of_the_ids_that_are_refused() -> None:
    policy = {"otherwise": {"user.unique_id": "refuse"}, "identity": {"anonymous": "^[a-z]{3}$"}}
    assert redacted(small({}, destination=policy), {}, distinct_id="ada")["distinct_id"] == "ada"


@pytest.mark.parametrize("identity", ["user_id", "none", {"anonymous": "^[a-z]{3}$"}])
@pytest.mark.parametrize("key", ["ada's", 12])
def test_a_group_whose_key_is_refused_lets_nothing_leave(identity: object, key: object) -> None:
    policy = {"otherwise": {"user.contact": "refuse"}, "identity": identity}
    redactor = Redactor(small({}, destination=policy, entities=ENTITIES), KEYS)
    for where in ("groups", "$groups"):
        with pytest.raises(Refused) as caught:
            redactor.redact({"event": "a.b", "properties": {}, where: {"team": key}}, "log")
        (problem,) = caught.value.verdict.problems
        assert (problem.code, problem.path) == ("refused-data", f"/{where}/team")
    assert redactor.redact({"event": "a.b", "properties": {}, "groups": {"team": {}, "company": "x"}}, "log")


def test_what_clients_add_for_transport_does_not_leave() -> None:
    around = {
        "api_key": "phc_secret",
        "token": "phc_secret",
        "sent_at": "now",
        "options": {"ip": "10.1.2.3"},
        "type": "capture",
        "library": "x",
        "session_id": "s",
        "window_id": "w",
    }
    left = redacted(small({}), {"token": "phc_secret"}, **around)
    assert left == {"event": "a.b", "properties": {}, "redacted_for": ["log"]}


def test_of_consent_only_purposes_of_the_catalog_leave() -> None:
    snapshot = small({}, purposes={"analytics": {}, "marketing": {}})
    agreed = ["marketing", "ada@example.com", "Ada, Main St 5", "analytcs", "analytics"]
    assert redacted(snapshot, {}, consent=agreed)["consent"] == ["marketing", "analytics"]
    assert redacted(snapshot, {}, consent=["Ada"])["consent"] == []


def test_stamps_and_consent_leave_as_they_are() -> None:
    around = {
        "uuid": "01890a5d-ac96-774b-bcce-b302099a8057",
        "timestamp": "2026-03-01T09:30:00Z",
        "source": "web",
        "environment": "test",
        "release": "7",
        "version": "1.0",
        "consent": ["analytics"],
    }
    left = redacted(small({}, purposes={"analytics": {}}), {}, **around)
    assert left == {"event": "a.b", "properties": {}, **around, "redacted_for": ["log"]}


def test_own_properties_may_be_named_like_members_of_the_envelope() -> None:
    properties = {
        "distinct_id": text("user.name"),
        "$set": {"type": "object", "properties": {"a": text("user.name")}},
        "token": text("user.contact"),
        "groups": text("none"),
        "context": text("user.content"),
        "event": text("user.name"),
    }
    given = {
        "distinct_id": "Ada",
        "$set": {"a": "Ada"},
        "token": "t",
        "groups": "g",
        "context": "context",
        "event": "Ada",
    }
    assert left_of(properties, given) == {
        "distinct_id": "Xxx",
        "$set": {"a": "Xxx"},
        "token": digest("t"),
        "groups": "g",
        "context": "cont",
        "event": "Xxx",
    }


def test_the_claims_of_other_known_destinations_stay() -> None:
    left = redacted(small({}), {}, redacted_for=["far", "ada@example.com", "far"])
    assert left["redacted_for"] == ["far", "log"]


def test_destinations_are_told_apart_by_what_they_get() -> None:
    policy = {"receives": ["none"], "otherwise": {"user": "hash"}}
    event = {"properties": {"mail": text("user.contact")}, "destinations": ["one", "two"]}
    redactor = Redactor(world({"a.b": event}, destinations={"one": policy, "two": policy}), KEYS)
    payload = {"event": "a.b", "properties": {"mail": "ada@example.com"}, "distinct_id": "ada"}
    one, two = redactor.redact(payload, "one"), redactor.redact(payload, "two")
    assert one["distinct_id"] != two["distinct_id"]
    assert one["properties"] != two["properties"]


def test_after_rotation_what_was_redacted_before_stays_and_new_values_get_the_new_key() -> None:
    snapshot = small({"mail": text("user.contact")})
    old = Redactor(snapshot, KEYS)
    new = Redactor(snapshot, Keyring("new", {"k": b"k" * 32, "new": b"n" * 32}))
    payload = {"event": "a.b", "properties": {"mail": "ada@example.com"}}
    before = old.redact(payload, "log")
    assert new.redact(before, "log") == before
    assert new.redact(payload, "log") != before


REFUSED = {
    "a text": (text("user.health"), "flu"),
    "by the property": (text("none", handling={"log": "refuse"}), "x"),
    "in a list": ({"type": "array", "items": TEXT, "data": "user.health"}, ["flu"]),
    "in an object": ({"type": "object", "properties": {"a": text("user.health")}}, {"a": "flu"}),
    "a key": (
        {"type": "map", "keys": {"data": "user.health"}, "values": text("none")},
        {"influenza": "x"},
    ),
    "under a key": (
        {"type": "map", "keys": {"data": "user.name"}, "values": text("user.health")},
        {"influenza": "x"},
    ),
}


@pytest.mark.parametrize(("definition", "given"), REFUSED.values(), ids=REFUSED)
def test_a_refused_value_lets_nothing_leave_and_is_not_told(definition: Plain, given: object) -> None:
    redactor = Redactor(small({"p": definition}), KEYS)
    with pytest.raises(Refused) as caught:
        redactor.redact({"event": "a.b", "properties": {"p": given}}, "log")
    assert [problem.code for problem in caught.value.verdict.problems] == ["refused-data"]
    assert "flu" not in f"{caught.value} {caught.value.verdict}"


@pytest.mark.parametrize("given", [None, [], {}])
def test_no_value_is_not_refused(given: object) -> None:
    kinds = {
        type(None): text("user.health", nullable=True),
        list: {"type": "array", "items": TEXT, "data": "user.health"},
        dict: {"type": "map", "keys": {"data": "user.health"}, "values": text("none")},
    }
    assert left_of({"p": kinds[type(given)]}, {"p": given}) == {}


def test_a_hash_without_a_key_is_refused_when_the_redactor_is_made() -> None:
    with pytest.raises(KeyMissing, match="log hashes values"):
        Redactor(small({}))
    stated = small({"a": text("none", handling={"log": "hash"})}, destination={})
    with pytest.raises(KeyMissing):
        Redactor(stated)
    Redactor(stated, destinations=["far"])


@pytest.mark.parametrize(
    "definition",
    [
        {"type": "object", "properties": {"a": text("none", handling={"log": "hash"})}},
        {
            "type": "array",
            "items": {"type": "object", "properties": {"a": text("none", handling={"log": "hash"})}},
        },
        {
            "type": "map",
            "values": {"type": "object", "properties": {"a": text("none", handling={"log": "hash"})}},
        },
    ],
)
def test_a_hash_is_found_however_deep_it_is_stated(definition: Plain) -> None:
    with pytest.raises(KeyMissing):
        Redactor(small({"a": definition}, destination={}))
    with pytest.raises(KeyMissing):
        Redactor(small({}, destination={}, contexts={"c": {"properties": {"a": definition}}}))
    with pytest.raises(KeyMissing):
        Redactor(small({}, destination={}, entities={"person": {"properties": {"a": definition}}}))


def test_a_destination_that_a_redactor_was_not_made_for_is_refused_in_these_words() -> None:
    redactor = Redactor(small({}), KEYS, destinations=["log"])
    with pytest.raises(
        UnknownName, match=r"^this redactor was not made for 'far'; it was made for log$"
    ) as caught:
        redactor.redact({"event": "a.b", "properties": {}}, "far")
    assert (caught.value.kind, caught.value.name) == ("destination", "far")


def test_an_unknown_destination_is_refused_with_the_nearest_known_one() -> None:
    redactor = Redactor(small({}), KEYS, destinations=["log"])
    with pytest.raises(UnknownName, match="did you mean log"):
        redactor.redact({"event": "a.b", "properties": {}}, "logs")
    with pytest.raises(UnknownName):
        redactor.redact({"event": "a.b", "properties": {}}, "far")
    with pytest.raises(UnknownName):
        Redactor(small({}), KEYS, destinations=["lgo"])
