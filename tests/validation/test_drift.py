"""Personal data where none is declared: where it is looked for, and what a catalog makes of it."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.privacy.keys import Keyring
from catalog.validation import Validator, Verdict
from catalog.validation.compiled import MAX_QUIET_STAMPS
from catalog.validation.redactor import Redactor, Refused
from tests.validation.worlds import Engines, payload, world

EMAIL = "ask somebody@example.com for it"
FREE: dict[str, Any] = {"type": "string", "maxLength": 200, "data": "none"}
KEYS = Keyring("k", {"k": b"k" * 32})

PLACES: list[tuple[str, dict[str, Any], object, str, str]] = [
    ("a text", FREE, EMAIL, "", "email"),
    ("a nullable text", {**FREE, "nullable": True}, EMAIL, "", "email"),
    ("a list", {"type": "array", "items": {"type": "string"}, "data": "none"}, ["x", EMAIL], "/1", "email"),
    (
        "a list of objects",
        {"type": "array", "items": {"type": "object", "properties": {"b": FREE}}},
        [{}, {"b": EMAIL}],
        "/1/b",
        "email",
    ),
    ("an object", {"type": "object", "properties": {"b": FREE}}, {"b": EMAIL}, "/b", "email"),
    (
        "the value of a map",
        {"type": "map", "keys": {"data": "none"}, "values": FREE},
        {"b": EMAIL},
        "/b",
        "email",
    ),
    (
        "the key of a map",
        {"type": "map", "keys": {"data": "none"}, "values": {"type": "integer", "data": "none"}},
        {"somebody@example.com": 1},
        "/<key 1>",
        "email",
    ),
    ("a URI", {"type": "uri", "data": "none"}, "https://me:hunter2x@intern.example/x", "", "url_credentials"),
    ("a card as a number", {"type": "integer", "data": "none"}, 4111111111111111, "", "card"),
    ("a card as a number with decimals", {"type": "number", "data": "none"}, 4111111111111111, "", "card"),
    (
        "a card in a map of numbers",
        {"type": "map", "keys": {"data": "none"}, "values": {"type": "number", "data": "none"}},
        {"b": 4111111111111111.0},
        "/b",
        "card",
    ),
    ("JSON in a text", FREE, '{"to": "somebody@example.com"}', "", "email"),
    ("full-width signs", FREE, "somebody＠example.com", "", "email"),
]


@pytest.mark.parametrize(
    ("definition", "value", "below", "detector"), [row[1:] for row in PLACES], ids=[row[0] for row in PLACES]
)
def test_drift_is_found_wherever_none_is_declared(
    definition: dict[str, Any], value: object, below: str, detector: str
) -> None:
    snapshot = world({"a.b": {"properties": {"a": definition}}})
    verdict = Engines(snapshot).verdict(payload("a.b", {"a": value}))
    assert verdict.outcome == "accepted"
    drifts = [one for one in verdict.problems if one.code == "drift"]
    assert [(one.path, one.context["detector"]) for one in drifts] == [(f"/properties/a{below}", detector)]
    assert "example.com" not in repr(verdict)


@pytest.mark.parametrize(
    "definition",
    [
        FREE | {"data": "user.content"},
        {"type": "string", "maxLength": 200},
        FREE | {"enum": [EMAIL]},
    ],
)
def test_what_is_declared_otherwise_or_chosen_by_the_catalog_does_not_drift(
    definition: dict[str, Any],
) -> None:
    snapshot = world({"a.b": {"properties": {"a": definition}}})
    assert Engines(snapshot).verdict(payload("a.b", {"a": EMAIL})).problems == ()


def _drifts(verdict: Verdict) -> list[tuple[str, object]]:
    return [(one.path, one.context["detector"]) for one in verdict.problems if one.code == "drift"]


def test_names_that_suggest_personal_data_drift_unless_the_file_says_why_not() -> None:
    excused = FREE | {"allow": {"pii/suggestive-name": "the shop's own line"}}
    properties = {"first_name": FREE, "hotline_phone": excused, "email_count": FREE | {"type": "string"}}
    snapshot = world({"a.b": {"properties": properties}})
    sent = dict.fromkeys(properties, "x")
    assert _drifts(Engines(snapshot).verdict(payload("a.b", sent))) == [("/properties/first_name", "name")]
    assert _drifts(Engines(snapshot).verdict(payload("a.b", {"email_count": "x"}))) == []


MEMBERS: list[tuple[str, dict[str, Any], object, list[str]]] = [
    ("user_emails", {"type": "map", "keys": {"data": "none"}, "values": FREE}, {"b": "x"}, ["/b"]),
    (
        "user_emails",
        {"type": "array", "items": {"type": "map", "keys": {"data": "none"}, "values": FREE}},
        [{"b": "x"}],
        ["/0/b"],
    ),
    (
        "phones",
        {"type": "array", "items": {"type": "object", "properties": {"number": FREE, "type": FREE}}},
        [{"number": "x", "type": "home"}],
        ["/0/number"],
    ),
    (
        "billing_address",
        {"type": "object", "properties": {"line1": FREE, "kind": FREE, "country": FREE}},
        {"line1": "x", "kind": "x", "country": "x"},
        ["/line1"],
    ),
    (
        "adresse",
        {"type": "object", "properties": {"pays": FREE}},
        {"pays": "x"},
        [],
    ),
    (
        "phones",
        {
            "type": "array",
            "items": {"type": "object", "properties": {"number": FREE}},
            "allow": {"pii/suggestive-name": "telephones that we sell"},
        },
        [{"number": "x"}],
        [],
    ),
    (
        "user_emails",
        {
            "type": "map",
            "keys": {"data": "none"},
            "values": {**FREE, "allow": {"pii/suggestive-name": "what they are about"}},
        },
        {"b": "x"},
        [],
    ),
]


@pytest.mark.parametrize(("name", "definition", "value", "below"), MEMBERS)
def test_the_names_of_what_is_around_a_value_tell_what_it_is(
    name: str, definition: dict[str, Any], value: object, below: list[str]
) -> None:
    snapshot = world({"a.b": {"properties": {name: definition}}})
    verdict = Engines(snapshot).verdict(payload("a.b", {name: value}))
    assert _drifts(verdict) == [(f"/properties/{name}{one}", "name") for one in below]


def test_a_map_of_numbers_that_is_called_like_somebodys_is_never_quiet() -> None:
    salaries = {"type": "map", "keys": {"data": "none"}, "values": {"type": "number", "data": "none"}}
    snapshot = world({"a.b": {"properties": {"salaries": salaries, "counts": salaries}}})
    sent = payload("a.b", {"salaries": {"b": 1.5}, "counts": {"b": 1.5, "c": 10**11}})
    assert _drifts(Engines(snapshot).verdict(sent)) == [("/properties/salaries/b", "name")]


def test_what_is_around_an_undeclared_value_tells_what_it_is() -> None:
    snapshot = world({"a.b": {"properties": {}, "undeclared": "keep"}})
    sent = payload("a.b", {"phones": [{"number": "2025550123", "count": "2025550123"}]})
    assert _drifts(Engines(snapshot).verdict(sent)) == [("/properties/phones/0/number", "phone")]


def test_context_person_and_groups_drift_too() -> None:
    snapshot = world(
        {"a.b": {"properties": {}}},
        contexts={"sdk": {"properties": {"$free": FREE, "$flag/*": FREE}}},
        entities={"person": {"properties": {"motto": FREE}}, "company": {"properties": {"claim": FREE}}},
    )
    sent = {"$free": EMAIL, "$flag/x": EMAIL, "$set": {"motto": EMAIL}}
    verdict = Engines(snapshot).verdict(
        payload("a.b", sent, groups={"company": {"claim": EMAIL}}, context={"$free": EMAIL})
    )
    assert sorted(_drifts(verdict)) == [
        ("/context/$free", "email"),
        ("/groups/company/claim", "email"),
        ("/properties/$flag~1x", "email"),
        ("/properties/$free", "email"),
        ("/properties/$set/motto", "email"),
    ]


def test_what_no_definition_names_is_looked_through_where_it_is_kept() -> None:
    nested = {"type": "object", "properties": {"b": {"type": "string", "maxLength": 9}}}
    about: dict[str, Any] = {
        "contexts": {"sdk": {"properties": {"$lib": {"type": "string"}}}},
        "entities": {"person": {"properties": {}}, "company": {"properties": {}}},
        "destinations": {"log": {"contexts": ["sdk"]}},
    }
    event = {"destinations": ["log"], "properties": {"a": nested}}
    sent = {
        "x": {"y": [1, EMAIL]},
        "somebody@example.com": 1,
        "a": {"b": "c", "d": EMAIL},
        "$set": {"e": EMAIL},
        "$lib": EMAIL,
    }
    around: dict[str, Any] = {
        "context": {"f": EMAIL},
        "groups": {"company": {"g": EMAIL}},
        "source": EMAIL,
    }
    kept = world({"a.b": event | {"undeclared": "keep"}}, **about, drift="redact")
    verdict = Engines(kept).verdict(payload("a.b", sent, **around))
    assert sorted(_drifts(verdict)) == [
        ("/context/f", "email"),
        ("/groups/company/g", "email"),
        ("/properties/$set/e", "email"),
        ("/properties/<key 1>", "email"),
        ("/properties/a/d", "email"),
        ("/properties/x/y/1", "email"),
        ("/source", "email"),
    ]
    assert all("is declared" not in one.message for one in verdict.problems)
    remedies = {one.path: one.message.partition("; ")[2] for one in verdict.problems}
    assert remedies.pop("/source") == "leave it out"  # nobody can classify what a program says of itself
    assert remedies.pop("/properties/<key 1>") == "leave it out"  # nor declare somebody's address as a name
    assert {*remedies.values()} == {"declare it"}
    left = Redactor(kept).redact(payload("a.b", sent, **around), "log")
    assert "somebody" not in json.dumps(left).replace(EMAIL, "", 1)  # `$lib` is unclassified, not `none`
    dropped = Engines(world({"a.b": event | {"undeclared": "drop"}}, **about))
    assert _drifts(dropped.verdict(payload("a.b", sent))) == []


def test_what_a_program_said_of_itself_before_spares_no_look_at_what_it_says_next() -> None:
    """Stamps that were quiet are remembered, all of them together and only so many."""
    both = Engines(world({"a.b": {}}))
    for stamps, paths in (
        ({"source": "web", "release": "1"}, []),
        ({"source": "web", "release": "1"}, []),
        ({"source": "web", "release": EMAIL}, ["/release"]),
        ({"source": "web", "release": EMAIL}, ["/release"]),
        ({"source": EMAIL, "release": "1"}, ["/source"]),
        ({"release": "web", "source": "1", "environment": EMAIL}, ["/environment"]),
        ({"source": "web", "release": "1"}, []),
    ):
        assert [path for path, _ in _drifts(both.verdict(payload("a.b", {}, **stamps)))] == paths
    validator = Validator(world({"a.b": {}}))
    for number in range(MAX_QUIET_STAMPS + 20):
        assert validator.validate(payload("a.b", {}, version=f"v{number}")).problems == ()
    last = validator.validate(payload("a.b", {}, version=EMAIL))
    assert [problem.path for problem in last.problems] == ["/version"]


@pytest.mark.parametrize(
    ("policy", "outcome"),
    [("report", "accepted"), ("redact", "accepted"), ("quarantine", "quarantined"), ("refuse", "refused")],
)
def test_the_catalog_says_what_drift_means(policy: str, outcome: str) -> None:
    snapshot = world({"a.b": {"properties": {"a": FREE}}}, drift=policy)
    verdict = Engines(snapshot).verdict(payload("a.b", {"a": EMAIL}))
    assert (verdict.outcome, len(verdict.problems)) == (outcome, 1)
    both_wrong = Engines(snapshot).verdict(payload("a.b", {"a": EMAIL, "b": 1}))
    assert both_wrong.outcome == "refused"


def test_redacting_drops_the_property_that_drifted_and_nothing_else() -> None:
    snapshot = world(
        {
            "a.b": {
                "destinations": ["log"],
                "properties": {"a": FREE, "b": FREE, "c": {"type": "object", "properties": {"d": FREE}}},
            }
        },
        contexts={"sdk": {"properties": {"$free": FREE}}},
        entities={"person": {"properties": {"motto": FREE, "likes": FREE}}},
        destinations={"log": {"contexts": ["sdk"]}},
        drift="redact",
    )
    sent = {
        "event": "a.b",
        "properties": {"a": EMAIL, "b": "fine", "c": {"d": EMAIL}, "$free": EMAIL},
        "$set": {"motto": EMAIL, "likes": "tea"},
    }
    before = json.dumps(sent)
    left = Redactor(snapshot).redact(sent, "log")
    assert left["properties"] == {"b": "fine"}
    assert left["$set"] == {"likes": "tea"}
    assert json.dumps(sent) == before
    assert Redactor(snapshot).redact(left, "log") == left


def test_redacting_reports_drift_and_keeps_it_where_the_catalog_says_report() -> None:
    snapshot = world({"a.b": {"destinations": ["log"], "properties": {"a": FREE}}})
    redacted = Redactor(snapshot).judge(payload("a.b", {"a": EMAIL}), "log")
    assert _drifts(redacted.verdict) == [("/properties/a", "email")]
    assert redacted.payload is not None
    assert redacted.payload["properties"] == {"a": EMAIL}


def test_a_property_that_must_be_there_cannot_be_dropped_so_nothing_leaves() -> None:
    snapshot = world(
        {"a.b": {"destinations": ["log"], "properties": {"a": {**FREE, "required": True}}}}, drift="redact"
    )
    with pytest.raises(Refused, match="'a' would be dropped for the personal data it holds") as caught:
        Redactor(snapshot).redact(payload("a.b", {"a": EMAIL}), "log")
    assert caught.value.verdict.outcome == "refused"
    assert "example.com" not in str(caught.value)


@pytest.mark.parametrize("policy", ["quarantine", "refuse"])
def test_what_is_set_aside_or_refused_does_not_leave(policy: str) -> None:
    snapshot = world({"a.b": {"destinations": ["log"], "properties": {"a": FREE}}}, drift=policy)
    with pytest.raises(Refused):
        Redactor(snapshot, KEYS).redact(payload("a.b", {"a": EMAIL}), "log")


TEXTS = st.one_of(
    st.text(max_size=40),
    st.sampled_from([EMAIL, "+49 30 901820", "4111 1111 1111 1111", "10.1.2.3", "a:b", '"', "order 4711"]),
)


@given(values=st.lists(TEXTS, min_size=1, max_size=4), nullable=st.booleans())
def test_the_fast_path_sees_what_the_complete_engine_sees(values: list[str], nullable: bool) -> None:
    many = {"type": "array", "items": {"type": "string", "maxLength": 60}, "data": "none"}
    free = {**FREE, "nullable": nullable}
    snapshot = world(
        {"a.b": {"destinations": ["log"], "properties": {"a": free, "latitude": free, "list": many}}}
    )
    both = Engines(snapshot)
    for value in values:
        verdict = both.verdict(payload("a.b", {"a": value, "latitude": value, "list": values}))
        assert verdict.outcome == "accepted"
