"""The data map says of every part of every payload what becomes of it, and agrees with those who act."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

import catalog
from catalog.loading import Loaded
from catalog.model.category import Handling
from catalog.model.envelope import LISTS, STAMPS
from catalog.model.event import ContextDefinition, EntityDefinition, EventDefinition, GroupDefinition
from catalog.model.names import EventName
from catalog.model.settings import Settings
from catalog.model.snapshot import Definitions, resolve
from catalog.model.types import ArrayType, MapType, ObjectType, Property
from catalog.privacy.account import gaps, groups_of
from catalog.privacy.choice import UnknownProperty, categories_under, rows_meant, rows_named, rows_of_property
from catalog.privacy.datamap import data_map
from catalog.privacy.keys import Keyring
from catalog.privacy.rows import EVERY_EVENT, DataMap, Part, Row
from catalog.privacy.sentences import consent_needed, what_happens
from catalog.schema.contract import context_properties, contract, entity_properties
from catalog.schema.leaving import leaving_contract, leaving_properties
from catalog.validation.redactor import Redactor
from tests.strategies import catalogs
from tests.validation.worlds import definitions_of

ROOT = Path(__file__).parents[2]
BIKES = ROOT / "tests" / "golden" / "privacy" / "events"


@pytest.fixture(scope="module")
def timetracker() -> Loaded:
    return catalog.load(ROOT / "events")


@pytest.fixture(scope="module")
def bikes() -> Loaded:
    return catalog.load(BIKES)


def map_of(loaded: Loaded, event: str | None = None) -> DataMap:
    only = None if event is None else loaded.snapshot.events[EventName(event)]
    return data_map(loaded.snapshot, loaded.definitions, only)


def small(
    event: dict[str, Any],
    destinations: dict[str, Any],
    *,
    groups: Mapping[str, Any] | None = None,
    person: dict[str, Any] | None = None,
    contexts: Mapping[str, Any] | None = None,
    **more: Any,
) -> DataMap:
    """The map of a catalog with the one event `a.b`, which goes to every destination."""
    about = {"format": 1, "product": "p", "destinations": destinations, **more}
    definitions = Definitions(
        settings=Settings.model_validate_json(json.dumps(about)),
        groups={
            name: GroupDefinition.model_validate_json(json.dumps(one)) for name, one in (groups or {}).items()
        },
        contexts={
            name: ContextDefinition.model_validate_json(json.dumps(one))
            for name, one in (contexts or {}).items()
        },
        entities={}
        if person is None
        else {"person": EntityDefinition.model_validate_json(json.dumps(person))},
        events={
            EventName("a.b"): EventDefinition.model_validate_json(
                json.dumps({"destinations": list(destinations), **event})
            )
        },
    )
    return data_map(resolve(definitions), definitions)


def text(data: str | None = "none", **more: Any) -> dict[str, Any]:
    return {"type": "string", **({} if data is None else {"data": data}), **more}


def row(data: DataMap, path: str, destination: str = "log") -> Row:
    [found] = [one for one in data.rows if (one.path, one.destination) == (path, destination)]
    return found


def says(one: Row) -> list[str]:
    return [cause.says for cause in one.causes]


def leaf_paths(properties: Mapping[str, Property], above: str = "") -> Iterator[str]:
    """The paths of everything that a contract lets through, as the map writes them."""
    for name, definition in properties.items():
        yield from _below(definition, above + name)


def _below(definition: Property, path: str) -> Iterator[str]:
    match definition:
        case ObjectType():
            yield from leaf_paths(definition.properties, f"{path}.")
        case ArrayType():
            yield from _below(definition.items, f"{path}[]")
        case MapType():
            yield f"{path}{{key}}"
            yield from _below(definition.values, f"{path}{{value}}")
        case _:
            yield path


@pytest.mark.parametrize("name", ["timetracker", "bikes"])
def test_the_map_lets_through_what_the_contracts_of_leaving_let_through(
    name: str, request: pytest.FixtureRequest
) -> None:
    loaded: Loaded = request.getfixturevalue(name)
    rows = map_of(loaded).rows
    compared = 0
    for event in loaded.snapshot.events.values():
        for destination in event.destinations:
            left = leaving_contract(contract(event, destination), destination).properties
            mapped = [
                one.sent_as
                for one in rows
                if (one.destination, one.event, one.part) == (destination, event.name, Part.PROPERTY)
                and one.leaves
            ]
            assert sorted(filter(None, mapped)) == sorted(leaf_paths(left)), (event.name, destination)
            compared += len(mapped)
    assert compared > 5


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(catalogs())
def test_the_map_of_any_catalog_lets_through_what_its_contracts_do(definitions: Definitions) -> None:
    snapshot = resolve(definitions)
    rows = data_map(snapshot, definitions).rows
    assert all(one.causes for one in rows)
    assert all((one.sent_as is not None) == one.leaves for one in rows)
    for event in snapshot.events.values():
        for destination in event.destinations:
            if destination not in snapshot.settings.destinations:
                continue
            left = leaving_contract(contract(event, destination), destination).properties
            mapped = [
                one.sent_as
                for one in rows
                if (one.destination, one.event, one.part) == (destination, event.name, Part.PROPERTY)
            ]
            assert sorted(filter(None, mapped)) == sorted(leaf_paths(left))


@pytest.mark.parametrize("name", ["timetracker", "bikes"])
def test_context_and_person_are_in_the_map_as_they_leave(name: str, request: pytest.FixtureRequest) -> None:
    loaded: Loaded = request.getfixturevalue(name)
    snapshot, data = loaded.snapshot, map_of(loaded)
    for destination in (one for one, going in data.events.items() if going):
        parts: dict[Part, Mapping[str, Property]] = {Part.CONTEXT: context_properties(snapshot, destination)}
        if snapshot.settings.destinations[destination].identity == "user_id":
            parts[Part.PERSON] = entity_properties(snapshot, "person", destination) or {}
        for part, properties in parts.items():
            left = leaving_properties(snapshot.policy, properties, destination)
            mapped = [
                one.sent_as
                for one in data.rows
                if (one.destination, one.part) == (destination, part) and one.leaves
            ]
            assert sorted(filter(None, mapped)) == sorted(leaf_paths(left)), (destination, part)


def test_a_redactor_lets_through_what_the_map_says_and_nothing_else(bikes: Loaded) -> None:
    payload = {
        "event": "rental.ended",
        "distinct_id": "42",
        "properties": {
            "station": "Harbour",
            "ride": {"metres": 1200},
            "shared_with": {"kim@bikes.example": 2},
        },
        "context": {"ip": "192.0.2.17", "app_version": "1.2"},
        "$set": {"email": "kim@bikes.example"},
        "groups": {"station": "harbour"},
        "consent": ["analytics"],
    }
    redactor = Redactor(bikes.snapshot, Keyring("k", {"k": b"k" * 32}))
    data = map_of(bikes, "rental.ended")
    for destination in ("ledger", "insight"):
        left = redactor.redact(payload, destination)
        homes: dict[Part, Any] = {
            Part.PROPERTY: left["properties"],
            Part.CONTEXT: left["context"],
            Part.PERSON: left["$set"],
        }
        for part, members in homes.items():
            tops = {
                one.sent_as.partition(".")[0].partition("{")[0]
                for one in data.rows
                if (one.destination, one.part) == (destination, part) and one.sent_as is not None
            }
            assert set(members) == tops, (destination, part)
        assert left["groups"] == {"station": "harbour"}
    assert redactor.redact(payload, "insight")["properties"] == {
        "station": "Harbour",
        "ride": {"distance": 1200},
    }


def test_where_identities_are_anonymous_a_redactor_leaves_what_the_map_says(bikes: Loaded) -> None:
    payload = {
        "event": "fleet.counted",
        "distinct_id": "a" * 64,
        "properties": {"bikes": 3},
        "groups": {"station": "harbour"},
        "source": "app",
        "environment": "production",
        "release": "7",
        "version": "1.0.0",
        "uuid": "0190a000-0000-7000-8000-000000000000",
        "timestamp": "2026-03-01T09:30:00Z",
        "consent": ["operations"],
    }
    left = Redactor(bikes.snapshot, Keyring("k", {"k": b"k" * 32})).redact(payload, "counter")
    rows = [one for one in map_of(bikes, "fleet.counted").rows if one.destination == "counter" and one.leaves]
    around = {one.path for one in rows if one.part in (Part.IDENTITY, Part.ENVELOPE)}
    assert left.keys() == {"event", "properties", *around}
    assert not [one for one in rows if one.part in (Part.GROUP, Part.PERSON)]


def test_every_row_of_a_mailed_quote(timetracker: Loaded) -> None:
    rows = [one for one in map_of(timetracker).rows if one.event == "quote.emailed"]
    assert [(one.category, one.destination, one.path, one.handling, one.sent_as) for one in rows] == [
        ("user.content", "log", "quote_title", Handling.DROP, None),
        ("user.content", "posthog", "quote_title", Handling.DROP, None),
        ("user.contact.email", "log", "recipient_email", Handling.DROP, None),
        ("user.contact.email", "posthog", "recipient_email", Handling.DROP, None),
        ("system.identifier", "log", "quote_id", Handling.KEEP, "quote_id"),
        ("system.identifier", "posthog", "quote_id", Handling.KEEP, "quote_id"),
    ]
    assert {(one.purposes, one.bases) for one in rows} == {(("analytics",), ("consent",))}
    mail = rows[2]
    assert (mail.spot.kind, mail.spot.name, mail.spot.pointer) == (
        "event",
        "quote.emailed",
        ("properties", "recipient_email"),
    )
    assert "'otherwise' of log has user.contact: drop" in says(mail)
    assert (rows[0].spot.kind, rows[0].spot.name) == ("group", "quote")


def test_a_map_of_one_event_has_its_own_rows_and_what_its_payloads_carry(timetracker: Loaded) -> None:
    whole, one = map_of(timetracker), map_of(timetracker, "quote.emailed")
    shared = sum(row.event == EVERY_EVENT and row.destination in ("log", "posthog") for row in whole.rows)
    assert len(one.rows) == shared + 6
    assert {row.event for row in one.rows} == {"quote.emailed"}
    assert {row.purposes for row in one.rows if row.part is Part.CONTEXT} == {("analytics",)}


def test_no_mail_address_no_name_and_no_content_leaves_the_timetracker(timetracker: Loaded) -> None:
    leaving = {one.category for one in map_of(timetracker).rows if one.leaves}
    assert "user.unique_id" in leaving
    assert not {category for category in leaving if str(category).startswith(("user.contact", "user.name"))}
    assert not leaving & {"user.content", "user.financial", None}


def test_rows_are_sorted_the_most_sensitive_first(timetracker: Loaded) -> None:
    rows = map_of(timetracker).rows
    ranks = [one.sensitivity.rank for one in rows]
    assert ranks == sorted(ranks, reverse=True)
    keys = [(-one.sensitivity.rank, one.category or "", one.destination, one.event) for one in rows]
    assert keys == sorted(keys)


def test_keys_and_values_of_maps_items_of_lists_and_members_have_rows() -> None:
    data = small(
        {
            "properties": {
                "tags": {"type": "array", "items": {"type": "string"}, "data": "user.content"},
                "seats": {
                    "type": "map",
                    "keys": {"data": "user.name"},
                    "values": {"type": "object", "properties": {"row": text("system.operations")}},
                },
            }
        },
        {"log": {}},
    )
    own = {one.path: (one.category, one.spot.pointer) for one in data.rows if one.part is Part.PROPERTY}
    assert own == {
        "tags[]": ("user.content", ("properties", "tags")),
        "seats{key}": ("user.name", ("properties", "seats", "keys")),
        "seats{value}.row": ("system.operations", ("properties", "seats", "values", "properties", "row")),
    }


def test_where_the_keys_of_a_map_are_dropped_its_values_are_too() -> None:
    seats = {"type": "map", "keys": {"data": "user.name"}, "values": {"type": "integer", "data": "none"}}
    data = small({"properties": {"seats": seats}}, {"log": {"receives": ["none"]}})
    values = row(data, "seats{value}")
    assert (values.handling, values.sent_as) == (Handling.DROP, None)
    assert says(values) == says(row(data, "seats{key}"))


def test_mask_and_hash_together_drop_and_both_lines_are_named() -> None:
    data = small(
        {"properties": {"mail": text("user.contact.email", handling={"log": "mask"})}},
        {"log": {"otherwise": {"user.contact": "hash"}}},
    )
    mail = row(data, "mail")
    assert mail.handling is Handling.DROP
    assert says(mail) == ["its 'handling' for log is mask", "'otherwise' of log has user.contact: hash"]


@pytest.mark.parametrize(
    ("handling", "policy", "decided"),
    [
        ("drop", {"receives": ["user"]}, ["its 'handling' for log is drop"]),
        ("keep", {"otherwise": {"user.contact": "hash"}}, ["'otherwise' of log has user.contact: hash"]),
        ("truncate", {"otherwise": {"user": "drop"}}, ["'otherwise' of log has user: drop"]),
    ],
)
def test_the_stricter_line_decides_and_is_the_one_that_is_named(
    handling: str, policy: dict[str, Any], decided: list[str]
) -> None:
    mail = text("user.contact.email", handling={"log": handling})
    assert says(row(small({"properties": {"mail": mail}}, {"log": policy}), "mail")) == decided


@pytest.mark.parametrize(
    ("policy", "decided"),
    [
        ({}, "log has no 'receives', so it takes all that is not prohibited"),
        ({"receives": ["user"]}, "'receives' of log has user"),
        ({"receives": ["none"]}, "nothing at log names user.name, so it is dropped"),
    ],
)
def test_a_policy_that_decides_alone_is_named(policy: dict[str, Any], decided: str) -> None:
    assert says(row(small({"properties": {"n": text("user.name")}}, {"log": policy}), "n")) == [decided]


def test_what_is_for_another_destination_is_kept_out_and_says_so() -> None:
    data = small({"properties": {"note": text(destinations=["log"])}}, {"log": {}, "web": {}})
    assert row(data, "note").leaves
    other = row(data, "note", "web")
    assert (other.handling, says(other)) == (Handling.DROP, ["its 'destinations' do not name web"])


def test_of_two_properties_that_leave_under_one_name_the_second_does_not() -> None:
    data = small({"properties": {"a": text(), "b": text(send_as={"log": "a"})}}, {"log": {}})
    assert row(data, "a").sent_as == "a"
    assert (row(data, "b").sent_as, says(row(data, "b"))) == (
        None,
        ["another property already leaves as 'a'"],
    )


@pytest.mark.parametrize(
    ("definition", "policy", "form"),
    [
        (text("user.content"), {"truncate": {"characters": 1}}, "as its first character"),
        (text("user.content", maxLength=5), {}, "as its first 5 characters"),
        (text("user.content"), {}, "as its first 32 characters"),
        (
            text("user.device.ip"),
            {"truncate": {"ipv4": 16}},
            "as its network (/16 of an IPv4 address, /48 of an IPv6 address)",
        ),
        (
            {"type": "uri", "data": "user.content"},
            {},
            "as scheme and host (without user, path and query)",
        ),
        ({"type": "timestamp", "data": "user.content"}, {"truncate": {"time": "hour"}}, "to the hour"),
        ({"type": "date", "data": "user.content"}, {}, "to the month"),
        ({"type": "integer", "data": "user.content"}, {}, "as its first digit (the others 0)"),
        (
            {"type": "number", "data": "user.content"},
            {"truncate": {"digits": 2}},
            "as its first 2 digits (the others 0)",
        ),
        ({"type": "boolean", "data": "user.content"}, {}, "not at all"),
    ],
)
def test_what_truncation_leaves_is_said_in_words(
    definition: dict[str, Any], policy: dict[str, Any], form: str
) -> None:
    data = small({"properties": {"x": definition}}, {"log": {"otherwise": {"user": "truncate"}, **policy}})
    assert row(data, "x").form == form


def test_a_destination_without_identity_gets_neither_id_nor_person() -> None:
    person = {"properties": {"role": text("none")}}
    data = small({}, {"log": {"identity": "none"}}, person=person)
    people = [one for one in data.rows if one.part is not Part.ENVELOPE]
    assert [(one.path, one.handling) for one in people] == [
        ("distinct_id", Handling.DROP),
        ("role", Handling.DROP),
    ]
    assert {tuple(says(one)) for one in people} == {("'identity' of log is none",)}


@pytest.mark.parametrize("identity", ["user_id", "none", {"anonymous": "^[0-9a-f]{64}$"}])
def test_the_envelope_leaves_as_it_is_whatever_a_destination_receives(identity: Any) -> None:
    data = small({}, {"log": {"identity": identity, "receives": [], "otherwise": {"system": "drop"}}})
    envelope = {one.path: one for one in data.rows if one.part is Part.ENVELOPE}
    assert envelope.keys() == {*STAMPS, *LISTS}
    assert {(one.handling, one.form, one.event) for one in envelope.values()} == {
        (Handling.KEEP, "as it is", EVERY_EVENT)
    }
    assert {one.sent_as for one in envelope.values()} == {*envelope}


def test_an_anonymous_destination_gets_a_pseudonym_and_refuses_the_person() -> None:
    person = {"properties": {"role": text("none")}}
    data = small({}, {"log": {"identity": {"anonymous": "^[0-9a-f]{64}$"}, "receives": []}}, person=person)
    who = row(data, "distinct_id")
    assert (who.category, who.handling) == ("user.unique_id.pseudonymous", Handling.KEEP)
    assert row(data, "role").handling is Handling.REFUSE


def test_a_person_entity_says_what_its_id_is() -> None:
    data = small({}, {"log": {}}, person={"data": "user.contact.email"})
    assert row(data, "distinct_id").category == "user.contact.email"


def test_undeclared_properties_that_are_kept_have_a_row() -> None:
    kept = small({"undeclared": "keep"}, {"log": {}, "web": {"receives": ["none"]}})
    assert row(kept, "*").leaves
    assert row(kept, "*").sensitivity == "prohibited"
    assert not row(kept, "*", "web").leaves
    assert not [one for one in small({"undeclared": "drop"}, {"log": {}}).rows if one.path == "*"]


def test_what_is_unclassified_stands_first() -> None:
    data = small({"properties": {"a": text("user.content"), "b": text(None)}}, {"log": {}})
    assert (data.rows[0].path, data.rows[0].category, data.rows[0].leaves) == ("b", None, True)


def test_a_purpose_of_a_property_stands_in_the_place_of_its_event_s() -> None:
    purposes = {"one": {"basis": "consent"}, "two": {"basis": "contract", "subjects": ["customer"]}}
    event = {"purpose": "one", "properties": {"a": text(), "b": text(purpose="two")}}
    data = small(event, {"log": {}}, purposes=purposes)
    assert (row(data, "a").purposes, row(data, "a").bases) == (("one",), ("consent",))
    assert (row(data, "b").purposes, row(data, "b").subjects) == (("two",), ("customer",))


def test_every_purpose_on_the_way_to_a_part_is_known_with_its_place() -> None:
    inner = text(purpose="two")
    properties = {
        "o": {"type": "object", "purpose": "one", "properties": {"p": inner, "q": text()}},
        "l": {"type": "array", "data": "none", "maxItems": 3, "items": {"type": "string", "purpose": "two"}},
        "m": {
            "type": "map",
            "keys": {"maxLength": 3, "data": "none"},
            "maxProperties": 3,
            "values": text(purpose="one"),
        },
    }
    data = small({"purpose": "zero", "properties": properties}, {"log": {}})
    found = {
        one.path: [(by.purpose, by.of, by.spot.pointer) for by in one.stated_purposes]
        for one in data.rows
        if one.part is Part.PROPERTY
    }
    of_object = ("one", "o", ("properties", "o", "purpose"))
    assert found == {
        "o.p": [of_object, ("two", "o.p", ("properties", "o", "properties", "p", "purpose"))],
        "o.q": [of_object],
        "l[]": [("two", "l[]", ("properties", "l", "items", "purpose"))],
        "m{key}": [],
        "m{value}": [("one", "m{value}", ("properties", "m", "values", "purpose"))],
    }
    purposes = {path: row(data, path).purposes for path in found}
    assert purposes == {
        "o.p": ("two",),
        "o.q": ("one",),
        "l[]": ("two",),
        "m{key}": ("zero",),
        "m{value}": ("one",),
    }


def test_consent_is_explained_by_each_purpose_on_the_way() -> None:
    inner = text(purpose="two")
    properties = {"o": {"type": "object", "purpose": "one", "properties": {"p": inner}}}
    data = small({"purpose": "zero", "properties": properties}, {"log": {"consent": True}})
    line = "{0.name} {0.pointer[1]}".format
    sentence = what_happens(row(data, "o.p"), line)
    assert "for two ('purpose' of o.p, a.b o) with no legal basis stated" in sentence
    assert consent_needed(row(data, "o.p"), "zero", line) == "one ('purpose' of o, a.b o) and two"
    assert consent_needed(row(data, "o.p"), "one", line) == "two"
    assert consent_needed(row(data, "distinct_id"), "zero", line) == ""


def test_the_first_of_two_contexts_says_what_a_name_is() -> None:
    contexts = {"one": {"properties": {"x": text("none")}}, "two": {"properties": {"x": text("user.name")}}}
    data = small({}, {"log": {"contexts": ["one", "two"]}}, contexts=contexts)
    assert (row(data, "x").category, row(data, "x").spot.name) == ("none", "one")


def test_a_map_can_be_narrowed(bikes: Loaded) -> None:
    data = map_of(bikes)
    contact = data.narrowed(categories=categories_under(bikes.snapshot, "user.contact"), leaving=True)
    assert {(one.destination, one.path) for one in contact.rows} == {
        ("ledger", "shared_with{key}"),
        ("ledger", "email"),
        ("insight", "email"),
    }
    assert set(data.narrowed(destinations=["ledger"]).events) == {"ledger"}


def test_groups_count_what_leaves_in_one_form(bikes: Loaded) -> None:
    ledger = [one for one in map_of(bikes).rows if one.destination == "ledger" and one.leaves]
    groups = {(one.category, one.form): one.paths for one in groups_of(ledger)}
    assert groups[("user.behavior", "as it is")] == ("ride.metres", "shared_with{value}")
    assert groups[("user.behavior", "to the day")] == ("closed_at",)


def test_what_a_record_of_processing_lacks_is_named() -> None:
    bare = small(
        {"purpose": "x", "properties": {"n": text("user.name"), "u": text(None)}},
        {"log": {"processor": "Insight Ltd"}},
    )
    assert list(gaps(bare)) == [
        "the controller is not stated: 'controller' in catalog.yaml",
        "nobody is named whom to ask: 'contact' in catalog.yaml",
        "purpose x: no legal basis is stated",
        "purpose x: it is not stated whose data it is",
        (
            "log: not stated are how long data is kept, how it is erased, the contract with its processor, "
            "the region and what allows a transfer"
        ),
        "unclassified: u",
    ]


def test_a_record_that_states_everything_lacks_nothing() -> None:
    whole = small(
        {"purpose": "x", "properties": {"n": text("user.name")}},
        {"log": {"retention_days": 9, "erasure": {"how": "Ask.", "days": 3}}},
        controller="C",
        contact="c@example.invalid",
        purposes={"x": {"basis": "contract", "subjects": ["customer"]}},
    )
    assert list(gaps(whole)) == []


@pytest.mark.parametrize(
    ("name", "paths"),
    [
        ("shared_with", {"shared_with{key}", "shared_with{value}"}),
        ("shared_with{key}", {"shared_with{key}"}),
        ("ride.metres", {"ride.metres"}),
        ("ride", {"ride.metres"}),
        ("groups.station", {"groups.station", "groups.station.docks"}),
    ],
)
def test_a_property_is_named_by_its_path_or_the_beginning_of_it(
    name: str, paths: set[str], bikes: Loaded
) -> None:
    rows = rows_of_property(map_of(bikes).rows, "rental.ended", name)
    assert {one.path for one in rows} == paths


STARRED: dict[str, Any] = {
    "near": {
        "properties": {
            "$flag/*": text("none"),
            "$flag/own": text("none"),
            "x_*": {"type": "object", "properties": {"a": text("none"), "b": text("none")}},
        }
    },
    "other": {"properties": {"$flag/*": text("none")}},
}


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("$flag/checkout", {("log", "$flag/*"), ("far", "$flag/*")}),
        ("context $flag/checkout", {("log", "$flag/*"), ("far", "$flag/*")}),
        ("$flag/*", {("log", "$flag/*"), ("far", "$flag/*")}),
        # what one destination has under its own name, another one has under the star
        ("$flag/own", {("log", "$flag/own"), ("far", "$flag/*")}),
        ("x_y", {("log", "x_*.a"), ("log", "x_*.b")}),
        ("x_y.b", {("log", "x_*.b")}),
        ("$flag/", set()),
        ("$flg/checkout", set()),
    ],
)
def test_a_name_that_a_star_stands_for_is_found(name: str, found: set[tuple[str, str]]) -> None:
    destinations = {"log": {"contexts": ["near"]}, "far": {"contexts": ["other"]}}
    made = definitions_of(
        {"a.b": {"destinations": ["log", "far"]}}, contexts=STARRED, destinations=destinations
    )
    rows = rows_named(data_map(resolve(made), made).rows, name)
    assert {(one.destination, one.path) for one in rows} == found


ASKED: dict[str, tuple[dict[str, Any], bool]] = {
    "user id": ({"otherwise": {"user.unique_id": "refuse"}}, True),
    "none": ({"otherwise": {"user.unique_id": "refuse"}, "identity": "none"}, True),
    "dropped": ({"otherwise": {"user.unique_id": "drop"}}, False),
    "none, and not refused": ({"identity": "none"}, False),
}


@pytest.mark.parametrize(("policy", "is_refused"), ASKED.values(), ids=ASKED)
def test_the_map_says_refused_of_an_id_and_a_key_exactly_when_a_redactor_refuses_it(
    policy: dict[str, Any], is_refused: bool
) -> None:
    entities = {"company": {"data": "user.unique_id", "properties": {"ceo": text("user.unique_id")}}}
    made = definitions_of({"a.b": {"destinations": ["log"]}}, entities=entities, destinations={"log": policy})
    snapshot = resolve(made)
    data = data_map(snapshot, made)
    given: dict[str, dict[str, Any]] = {
        "distinct_id": {"distinct_id": "ada"},
        "groups.company": {"groups": {"company": "ada"}},
        "groups.company.ceo": {"groups": {"company": {"ceo": "ada"}}},
    }
    redactor = Redactor(snapshot)
    for path, around in given.items():
        verdict = redactor.judge({"event": "a.b", "properties": {}, **around}, "log").verdict
        assert (row(data, path).handling is Handling.REFUSE) == is_refused
        assert [one.code for one in verdict.problems] == ["refused-data"] * is_refused


def test_an_unknown_property_is_told_with_the_nearest(bikes: Loaded) -> None:
    with pytest.raises(
        UnknownProperty, match=r"rental\.ended has no property 'statoin'; did you mean station"
    ):
        rows_of_property(map_of(bikes, "rental.ended").rows, "rental.ended", "statoin")


def test_a_name_is_a_category_before_it_is_a_property(bikes: Loaded) -> None:
    rows = rows_meant(bikes.snapshot, map_of(bikes).rows, "user.contact")
    assert {one.category for one in rows} == {"user.contact.email"}
    assert {one.path for one in rows_meant(bikes.snapshot, map_of(bikes).rows, "note")} == {"note"}
