"""Names that nobody has reviewed: of members that nothing declares, and of members of JSON in a text."""

import json
from typing import Any

import pytest

from catalog.privacy.detectors import Hit, detect_value
from catalog.privacy.detectors.proofs import MAX_NAMES
from catalog.privacy.words import suggested
from tests.validation.worlds import Engines, payload, world

FREE: dict[str, Any] = {"type": "string", "maxLength": 500, "data": "none"}

MEMBERS: list[tuple[str, dict[str, object], list[tuple[str, str]]]] = [
    ("a name", {"first_name": "Jane"}, [("/properties/first_name", "user.name")]),
    ("a name of a way", {"email": "Jane"}, [("/properties/email", "user.contact.email")]),
    ("inside an object", {"user": {"first_name": "Jane"}}, [("/properties/user/first_name", "user.name")]),
    (
        "by what is around",
        {"phones": [{"number": "x"}]},
        [("/properties/phones/0/number", "user.contact.phone")],
    ),
    ("a secret", {"password": "hunter2"}, [("/properties/password", "user.credentials")]),
    ("a list, once", {"emails": ["x", "y", "z"]}, [("/properties/emails/2", "user.contact.email")]),
    ("JSON", {"x": '{"first_name": "Jane"}'}, [("/properties/x", "user.name")]),
    ("a flag", {"email": True, "has_phone": "x"}, []),
    ("a count", {"notes": 3, "email_count": 4}, []),
    ("nothing", {"email": None, "first_name": ""}, []),
    ("another thing", {"button": "start"}, []),
]


@pytest.mark.parametrize(("sent", "seen"), [row[1:] for row in MEMBERS], ids=[row[0] for row in MEMBERS])
def test_names_of_undeclared_members_tell_what_they_hold(
    sent: dict[str, object], seen: list[tuple[str, str]]
) -> None:
    snapshot = world({"a.b": {"undeclared": "keep", "properties": {}}}, drift="refuse")
    verdict = Engines(snapshot).verdict(payload("a.b", sent))
    told = [(one.path, one.context["category"]) for one in verdict.problems if one.code == "drift"]
    assert told == seen
    assert verdict.outcome == ("refused" if seen else "accepted")


TEXTS: list[tuple[object, list[Hit]]] = [
    ({"first_name": "Jane"}, [Hit("name", "user.name")]),
    ([{"user": {"password": "hunter2"}}], [Hit("name", "user.credentials")]),
    ({"phones": [{"number": "x"}]}, [Hit("name", "user.contact.phone")]),
    ({"email": "jane.doe@gmail.com"}, [Hit("email", "user.contact.email")]),
    ({"email": True, "email_count": 3, "width": "3"}, []),
]


@pytest.mark.parametrize(("document", "hits"), TEXTS)
def test_names_of_members_of_json_in_a_text_tell_what_they_hold(document: object, hits: list[Hit]) -> None:
    text = json.dumps(document)
    assert list(detect_value(text, "state")) == hits
    verdict = Engines(world({"a.b": {"properties": {"state": FREE}}})).verdict(
        payload("a.b", {"state": text})
    )
    assert [one.context["category"] for one in verdict.problems] == [hit.category for hit in hits]


WORDS = {
    "middle_initial": "user.name",
    "empfänger": "user.name",
    "absender": "user.name",
    "ehepartner": "user.name",
    "spouse": "user.name",
    "cnpj": "user.government_id",
    "medicare": "user.health",
    "yob": "user.demographic",
    "linkedin": "user.contact",
    "facebook_id": "user.contact",
    "pw": "user.credentials",
}


@pytest.mark.parametrize("name", WORDS)
def test_more_names_tell_what_they_hold(name: str) -> None:
    found = suggested(name)
    assert found is not None
    assert found[1] == WORDS[name]


@pytest.mark.parametrize("query", ["pw=abc123", "customer_email=jane", "guest_name=jane"])
def test_parameters_of_queries_are_read_as_names_are(query: str) -> None:
    hits = detect_value(f"https://shop.test.io/a?{query}", "link")
    assert [hit.detector for hit in hits] == ["url_personal"]


MANY = {f"row {number} of": number for number in range(20_000)}


@pytest.mark.parametrize(
    ("definition", "sent"),
    [
        ({"undeclared": "keep", "properties": {}}, MANY),
        ({"undeclared": "keep", "properties": {}}, {"x": {"y": MANY}}),
        ({"properties": {"x": {**FREE, "maxLength": 2_000_000}}}, {"x": json.dumps(MANY)}),
    ],
    ids=["members", "inside an object", "JSON"],
)
def test_more_names_than_anybody_reads_are_no_clean_payload(
    definition: dict[str, Any], sent: dict[str, object]
) -> None:
    before = suggested.cache_info().misses
    verdict = Engines(world({"a.b": definition}, drift="refuse")).verdict(payload("a.b", sent))
    assert verdict.outcome == "refused"
    assert suggested.cache_info().misses - before <= 5 * 5 * MAX_NAMES  # engines, and names around a name
