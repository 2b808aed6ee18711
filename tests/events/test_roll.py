"""Every name that TimeTracker sends is on the roll, and every event says what a reader needs to know."""

import logging
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import jsonschema
import pytest

import catalog
from catalog.loading import Loaded
from catalog.model.category import Handling, stricter
from catalog.model.event import Status
from catalog.model.snapshot import Event
from catalog.model.types import ArrayType, MapType, ObjectType, Property, StringType
from catalog.rules import run
from catalog.schema import contract
from catalog.schema.formats import KEYED_DIGEST
from catalog.schema.leaving import leaving_contract

HERE = Path(__file__).parent

# The keys of BASE_SCHEMA_KEYS in TimeTracker's app/telemetry/service.py.
BASE_TELEMETRY = {
    "install_id",
    "telemetry_fingerprint",
    "app_version",
    "platform",
    "os_version",
    "architecture",
    "locale",
    "timezone",
    "first_seen_at",
    "last_seen_at",
    "heartbeat_at",
    "release_channel",
    "deployment_type",
}
# The events whose log call passes `filename`, which Python's logging refuses to take.
LOST_IN_THE_LOG = {
    "client.attachment.uploaded",
    "project.attachment.uploaded",
    "quote.attachment.uploaded",
    "invoice.image.uploaded",
    "quote.image.uploaded",
}
NEVER_SENT = {
    "admin.settings_updated",
    "admin.user_created",
    "admin.user_deleted",
    "admin.user_role_changed",
    "admin.user_updated",
    "export.pdf",
    "invoice.created",
    "invoice.deleted",
    "invoice.paid",
    "invoice.sent",
    "invoice.updated",
    "project.updated",
    "report.generated",
    "system.backup_created",
    "system.error",
    "timer.idle_detected",
}


def _event(snapshot: catalog.Snapshot, name: str) -> Event:
    found = snapshot.lookup(name)
    assert found is not None, name
    return found[0]


def _leaves(properties: Mapping[str, Property], path: str = "") -> Iterator[tuple[str, str | None]]:
    """Every place where a data category stands, with the category."""
    for name, definition in properties.items():
        yield from _leaf(definition, f"{path}/{name}")


def _leaf(definition: Property, path: str) -> Iterator[tuple[str, str | None]]:
    match definition:
        case ObjectType():
            yield from _leaves(definition.properties, path)
        case MapType():
            yield f"{path} (keys)", definition.keys.data
            yield from _leaf(definition.values, f"{path} (values)")
        case ArrayType() if isinstance(definition.items, ObjectType | ArrayType | MapType):
            yield from _leaf(definition.items, f"{path} (items)")
        case _:
            yield path, definition.data


def test_check_has_nothing_to_say_about_it(loaded: Loaded) -> None:
    findings = run(loaded, today=date(2026, 7, 23))
    assert [(finding.rule, finding.path, finding.line) for finding in findings] == []


def test_every_allowance_says_why(loaded: Loaded) -> None:
    allowances = [
        reason
        for event in loaded.definitions.events.values()
        for allow in (event.allow, *(definition.allow for definition in event.properties.values()))
        for reason in allow.values()
    ]
    assert len(allowances) == 5
    assert all(len(reason.split()) > 5 for reason in allowances)


def test_every_name_of_code_and_documents_is_on_the_roll(
    timetracker: catalog.Snapshot, names: tuple[str, ...]
) -> None:
    assert len(names) == 226
    assert [name for name in names if timetracker.lookup(name) is None] == []


def test_thirty_facts_with_two_names_are_one_event_each(
    timetracker: catalog.Snapshot, names: tuple[str, ...]
) -> None:
    events = {_event(timetracker, name).name for name in names}
    assert len(events) == 226 - 30
    assert set(timetracker.events) == events


def test_every_event_says_what_it_is_when_it_is_sent_who_answers_and_why(
    timetracker: catalog.Snapshot,
) -> None:
    owners, purposes = timetracker.settings.owners, timetracker.settings.purposes
    wanting = [
        event.name
        for event in timetracker.events.values()
        if not event.definition.description
        or not event.definition.trigger
        or event.definition.owner not in owners
        or event.definition.purpose not in purposes
        or not event.destinations
        or not event.definition.examples
    ]
    assert wanting == []


def test_no_two_events_are_described_in_the_same_words(timetracker: catalog.Snapshot) -> None:
    descriptions = [event.definition.description for event in timetracker.events.values()]
    assert len(set(descriptions)) == len(descriptions)


def test_no_property_is_described_by_its_own_name(timetracker: catalog.Snapshot) -> None:
    def echo(name: str) -> set[str]:
        words = name.strip("$").replace("_", " ")
        return {form + end for form in (words, f"the {words}", f"a {words}") for end in ("", ".")}

    empty = [
        f"{event.name}: {name}"
        for event in timetracker.events.values()
        for name, definition in event.properties.items()
        if not definition.description or definition.description.lower() in echo(name)
    ]
    assert empty == []


def test_every_value_has_a_data_category(timetracker: catalog.Snapshot) -> None:
    places = [
        *((event.name, event.properties) for event in timetracker.events.values()),
        *((f"context {name}", context.properties) for name, context in timetracker.contexts.items()),
        *((f"entity {name}", entity.properties) for name, entity in timetracker.entities.items()),
    ]
    unclassified = [
        f"{where}: {path}"
        for where, properties in places
        for path, category in _leaves(properties)
        if category not in timetracker.categories
    ]
    assert unclassified == []


def test_every_example_is_valid_under_its_contract(timetracker: catalog.Snapshot) -> None:
    wrong = []
    for event in timetracker.events.values():
        schema = catalog.to_json_schema(event)
        for example in event.definition.examples:
            try:
                jsonschema.Draft202012Validator(schema).validate(dict(example))
            except jsonschema.ValidationError as error:
                wrong.append(f"{event.name}: {error.json_path}: {error.validator}")
    assert wrong == []


def test_an_example_shows_every_property_that_is_always_sent(timetracker: catalog.Snapshot) -> None:
    missing = [
        f"{event.name}: {name}"
        for event in timetracker.events.values()
        for name, definition in event.properties.items()
        if definition.required and not any(name in example for example in event.definition.examples)
    ]
    assert missing == []


def test_identity_comes_from_the_envelope(timetracker: catalog.Snapshot) -> None:
    assert [event.name for event in timetracker.events.values() if "user_id" in event.properties] == []


def test_what_no_code_sends_is_a_draft_or_retired(timetracker: catalog.Snapshot) -> None:
    status = {name: _event(timetracker, name).status for name in NEVER_SENT}
    assert set(status.values()) == {Status.DRAFT, Status.RETIRED}
    assert all(
        "not sent by any code yet" in text or "never written" in text or "timetracker." in text
        for text in ((_event(timetracker, name).definition.description or "") for name in NEVER_SENT)
        if "2025-10" in text
    )


def test_base_telemetry_has_its_thirteen_keys_and_goes_nowhere_else(timetracker: catalog.Snapshot) -> None:
    for name in ("base_telemetry.first_seen", "base_telemetry.heartbeat"):
        event = _event(timetracker, name)
        assert set(event.properties) == BASE_TELEMETRY
        assert all(definition.required for definition in event.properties.values())
        assert event.destinations == ("telemetry",)
    telemetry = timetracker.settings.destinations["telemetry"]
    assert telemetry.contexts == ()
    assert not telemetry.consent


@pytest.mark.parametrize("name", sorted(LOST_IN_THE_LOG))
def test_an_upload_keeps_its_file_name_out_of_the_log(timetracker: catalog.Snapshot, name: str) -> None:
    event = _event(timetracker, name)
    assert event.wire == name
    assert "log" in event.destinations
    assert event.properties["filename"].destinations == ("posthog",)
    leaving = leaving_contract(contract(event, "posthog"), "posthog")
    assert "filename" not in leaving.properties


def test_every_property_of_the_log_is_one_that_python_logging_takes(timetracker: catalog.Snapshot) -> None:
    """What `Logger.info(name, extra=...)` does with the properties, asked of Python itself."""
    logger = logging.getLogger("test_every_property_of_the_log")
    refused = []
    for event in timetracker.events.values():
        if "log" not in event.destinations:
            continue
        sent = {
            name: None
            for name, definition in event.properties.items()
            if definition.destinations is None or "log" in definition.destinations
        }
        try:
            logger.makeRecord(logger.name, logging.INFO, "", 0, event.wire, (), None, extra=sent)
        except KeyError as error:
            refused.append(f"{event.name}: {error}")
    assert refused == []


def test_the_reserved_names_of_the_log_are_the_attributes_of_a_log_record(
    timetracker: catalog.Snapshot,
) -> None:
    attributes = set(vars(logging.LogRecord("", logging.INFO, "", 0, "", (), None)))
    # taskName came with Python 3.12; formatters add message and asctime, which `extra` may not have either.
    assert set(timetracker.settings.destinations["log"].reserved) == attributes | {
        "taskName",
        "message",
        "asctime",
    }


@pytest.mark.parametrize(
    ("name", "property_name"),
    [
        ("quote.emailed", "recipient_email"),
        ("admin.email_test_sent", "recipient"),
        ("quote.created", "quote_title"),
        ("project.created", "project_name"),
        ("timer.started", "description"),
        ("project.archived", "reason"),
        ("stock_item_created", "sku"),
        ("supplier_deleted", "supplier_code"),
    ],
)
def test_what_the_documents_forbid_leaves_for_no_plane(
    timetracker: catalog.Snapshot, name: str, property_name: str
) -> None:
    event = _event(timetracker, name)
    assert property_name in event.properties
    for destination in event.destinations:
        leaving = catalog.to_json_schema(event, destination, leaving=True)
        assert property_name not in leaving["properties"]  # type: ignore[operator]  # a contract is an object


def test_the_name_of_a_refused_sign_in_leaves_as_a_keyed_digest(timetracker: catalog.Snapshot) -> None:
    event = _event(timetracker, "auth.login_failed")
    leaving = leaving_contract(contract(event, "log"), "log")
    username = leaving.properties["username"]
    assert isinstance(username, StringType)
    assert username.pattern == KEYED_DIGEST.source


def test_no_destination_receives_what_somebody_typed_or_how_to_reach_them(
    timetracker: catalog.Snapshot,
) -> None:
    for name, destination in timetracker.settings.destinations.items():
        received = destination.receives
        assert received is not None, name
        assert not {"user", "user.content", "user.contact", "user.name", "user.financial"} & set(received)


def test_what_somebody_searched_for_or_bought_is_dropped_where_behaviour_is_received(
    timetracker: catalog.Snapshot,
) -> None:
    policy = timetracker.policy
    for name in ("log", "posthog"):
        assert policy.handling(name, "user.behavior") is Handling.KEEP
        for below in ("user.behavior.search", "user.behavior.purchase"):
            assert policy.handling(name, below) is Handling.DROP


def test_no_property_repeats_what_the_policy_of_a_destination_does(loaded: Loaded) -> None:
    """What stands under `handling` tightens: whoever reads it sees an exception, and no more of the same."""
    definitions, policy = loaded.definitions, loaded.snapshot.policy
    places: dict[str, Mapping[str, Property]] = {}
    for kind in (definitions.events, definitions.groups, definitions.contexts, definitions.entities):
        places |= {name: one.properties for name, one in kind.items()}
    stated = [
        (where, name, destination, handling, policy.handling(destination, definition.data))
        for where, properties in places.items()
        for name, definition in properties.items()
        for destination, handling in definition.handling.items()
    ]
    assert len(stated) == 23
    assert [row for row in stated if stricter(row[3], row[4]) is row[4]] == []


@pytest.mark.parametrize(
    ("name", "property_name", "value"),
    [
        ("expense.created", "category", "Café"),
        ("expense.created_from_scan", "category", "Café"),
        ("expense.created", "amount", -12.5),
        ("payment_created", "method", "Überweisung"),
        ("time_entries_overview.viewed", "page", -1),
        ("time_entries_overview.viewed", "per_page", 100000),
        # strptime takes a month of one digit.
        (
            "export.excel",
            "filters_applied",
            {"user_id": None, "project_id": None, "start_date": "2026-2-1", "end_date": "2026-2-28"},
        ),
        # Ids in an address are read as whole numbers and no more.
        (
            "export.excel",
            "filters_applied",
            {"user_id": 0, "project_id": -1, "start_date": "2026-02-01", "end_date": "2026-02-28"},
        ),
        ("stock_transfer_created", "quantity", -4.0),
        # A timer that nobody stopped for two years.
        ("timer.stopped", "duration_seconds", 63_072_000),
    ],
)
def test_what_the_code_lets_through_is_no_violation(
    timetracker: catalog.Snapshot, name: str, property_name: str, value: object
) -> None:
    event = _event(timetracker, name)
    payload = {**event.definition.examples[0], property_name: value}
    jsonschema.Draft202012Validator(catalog.to_json_schema(event)).validate(payload)


@pytest.mark.parametrize(
    ("name", "property_name", "value"),
    [
        # The form puts medium in the place of what is none of its four.
        ("task.created", "priority", "Très haute"),
        ("invoice.status_changed", "new_status", "draft"),
        ("invoice.status_changed", "previous_status", "paid"),
        ("payment_created", "amount", 0),
        ("payment_updated", "amount", -1),
        ("purchase_order_created", "po_number", "ours, for the bakery"),
        ("timer.stopped", "duration_seconds", None),
        ("timer.started.from_template", "project_id", None),
        ("weekly_goal.created", "target_hours", 0),
        ("auth.login_failed", "auth_method", "oidc"),
    ],
)
def test_what_the_code_never_sends_is_a_violation(
    timetracker: catalog.Snapshot, name: str, property_name: str, value: object
) -> None:
    event = _event(timetracker, name)
    validator = jsonschema.Draft202012Validator(catalog.to_json_schema(event))
    payload = dict(event.definition.examples[0])
    validator.validate(payload)
    places = [error.json_path for error in validator.iter_errors({**payload, property_name: value})]
    assert places == [f"$.{property_name}"]


def test_the_roles_that_the_documents_name_approve(timetracker: catalog.Snapshot) -> None:
    assert set(timetracker.settings.approvals) == {"product-owner", "devops", "privacy-officer"}


def _sent() -> Iterator[tuple[str, str, set[str]]]:
    """What TimeTracker's call sites send: name, plane, properties (the identity left out)."""
    for line in (HERE / "sent.txt").read_text(encoding="utf-8").splitlines():
        call, _, properties = line.partition(":")
        name, plane = call.split()
        yield name, plane, set(properties.split())


def _contract_at(snapshot: catalog.Snapshot, name: str, plane: str) -> Mapping[str, Property]:
    found = snapshot.lookup(name)
    assert found is not None, name
    event, alias = found
    assert plane in event.destinations, f"{name} goes to {plane}"
    return contract(event, plane, alias).properties


def test_every_property_that_a_call_site_sends_is_declared_for_its_plane(
    timetracker: catalog.Snapshot,
) -> None:
    undeclared = {
        (name, plane, frozenset(sent - set(_contract_at(timetracker, name, plane))))
        for name, plane, sent in _sent()
    }
    # The log call of an upload passes `filename`, and is lost because it does.
    assert {row for row in undeclared if row[2]} == {
        (name, "log", frozenset({"filename"})) for name in LOST_IN_THE_LOG
    }


def test_no_call_site_leaves_out_what_is_required(timetracker: catalog.Snapshot) -> None:
    broken = {"stock_movement.kiosk_adjustment", "stock_movement.kiosk_transfer"}
    funnel = {"funnel", "step", "step_timestamp"}  # the helper adds them, not the call
    missing = []
    for name, plane, sent in _sent():
        required = {
            key for key, definition in _contract_at(timetracker, name, plane).items() if definition.required
        }
        if name.startswith("funnel."):
            required -= funnel
        if name not in broken and not required <= sent:
            missing.append((name, plane, sorted(required - sent)))
    assert missing == []


def test_a_property_is_required_when_every_call_site_of_its_planes_sends_it(
    timetracker: catalog.Snapshot,
) -> None:
    rows: dict[str, list[tuple[str, set[str]]]] = {}
    for name, plane, sent in _sent():
        found = timetracker.lookup(name)
        assert found is not None
        event, alias = found
        rename = {} if alias is None else alias.rename
        rows.setdefault(event.name, []).append((plane, {rename.get(key, key) for key in sent}))
    optional = [
        f"{name}: {key}"
        for name, calls in rows.items()
        for key, definition in _event(timetracker, name).properties.items()
        if not definition.required
        and (at := [sent for plane, sent in calls if plane in (definition.destinations or (plane,))])
        and all(key in sent for sent in at)
    ]
    assert optional == []
