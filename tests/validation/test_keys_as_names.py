"""Keys of a declared map of texts tell what they hold, as names of properties do."""

from typing import Any

import pytest

from catalog.privacy.detectors.proofs import MAX_KEYS
from tests.validation.worlds import Engines, payload, world

TEXT: dict[str, Any] = {"type": "string", "maxLength": 99, "data": "none"}


def map_of(values: dict[str, Any], **more: object) -> dict[str, Any]:
    return {"type": "map", "keys": {"data": "none"}, "values": values, **more}


def told(definition: dict[str, Any], sent: object) -> set[tuple[str, object, object]]:
    """The drift in a property called `m`: where, to which detector, what."""
    verdict = Engines(world({"a.b": {"properties": {"m": definition}}})).verdict(payload("a.b", {"m": sent}))
    assert verdict.outcome == "accepted"
    context = [(one.path, one.context) for one in verdict.problems]
    return {(path.removeprefix("/properties/m"), of["detector"], of["category"]) for path, of in context}


MAIL, NAME, BIRTH = "user.contact.email", "user.name", "user.demographic"
ROWS: list[tuple[dict[str, str], set[tuple[str, str, str]]]] = [
    ({"birth_date": "1984-05-17"}, {("/birth_date", "birth_date", BIRTH)}),
    ({"geburtsdatum": "17.05.1984"}, {("/geburtsdatum", "birth_date", BIRTH)}),
    (
        {"telefon": "030901820", "latitude": "52.520008"},
        {
            ("/telefon", "phone", "user.contact.phone"),
            ("/telefon", "name", "user.contact.phone"),
            ("/latitude", "coordinates", "user.location.precise"),
        },
    ),
    ({"email": "x", "vorname": "Jane"}, {("/email", "name", MAIL), ("/vorname", "name", NAME)}),
]


@pytest.mark.parametrize(("sent", "found"), ROWS, ids=lambda row: "+".join(row) if type(row) is dict else "")
def test_a_key_tells_what_a_text_is_as_the_name_of_an_undeclared_member_does(
    sent: dict[str, str], found: set[tuple[str, str, str]]
) -> None:
    here = told(map_of(TEXT), sent)
    assert {category for _, _, category in here} == {category for _, _, category in found}
    assert {path for path, _, _ in here} == {f"/{key}" for key in sent}
    assert here <= found
    kept = world({"a.b": {"undeclared": "keep"}})
    verdict = Engines(kept).verdict(payload("a.b", {"m": sent}))
    assert {f"/properties/m{path}" for path, _, _ in here} == {one.path for one in verdict.problems}


def test_a_key_tells_of_lists_of_texts_too() -> None:
    many = {"type": "array", "items": {"type": "string"}, "data": "none"}
    assert told(map_of(many), {"bsn": ["123456782"], "x": ["123456782"]}) == {
        ("/bsn/0", "national_id", "user.government_id")
    }


@pytest.mark.parametrize(
    ("definition", "sent"),
    [
        (map_of({"type": "integer", "data": "none"}), {"email": 12, "phone": 3, "birth_date": 2}),
        (map_of({"type": "boolean", "data": "none"}), {"email": True}),
        (map_of({**TEXT, "enum": ["daily", "never"]}), {"email": "daily"}),
        (map_of(TEXT, keys={"data": "user.name"}), {"email": "x"}),
        (map_of({**TEXT, "data": "user.content"}), {"email": "x"}),
        (map_of(TEXT, allow={"pii/suggestive-name": "fields of a form and how they failed"}), {"email": "x"}),
        (map_of(TEXT), {"plan": "pro", "email_count": "7", "is_phone": "no"}),
    ],
    ids=[
        "counts",
        "flags",
        "choices",
        "keys about somebody",
        "values about somebody",
        "an allowance",
        "other names",
    ],
)
def test_a_key_says_nothing_where_values_cannot_be_that(definition: dict[str, Any], sent: object) -> None:
    assert told(definition, sent) == set()


def test_a_map_of_more_keys_than_people_name_has_data_for_keys() -> None:
    sent = {f"k{number}": "x" for number in range(MAX_KEYS)}
    assert told(map_of(TEXT), {**sent, "email": "x"}) == set()
    assert told(map_of(TEXT), {"email": "x", **sent}) == {("/email", "name", MAIL)}
