"""What was sent under a release is handled by the stricter of then and now, whatever stands around it."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from catalog.errors import CatalogError
from catalog.validation import Validator
from catalog.validation.redactor import Redactor
from tests.gate.catalogs import SETTINGS
from tests.validation.test_versions import EVENT, FIRST, SECOND, released

SENTINEL = "Jane Sentinel"
KEEPING = SETTINGS + "accept_previous_days: 30\n"
LOG = "log: {description: The application's log.}"
NOTE = FIRST.replace(
    "type: string, maxLength: 80, data: user.content", "type: string, maxLength: 80, data: none"
)
"""The event with a note that leaves everywhere, so that nothing but the row's own change decides."""

BOTH = NOTE.replace("[log]", "[log, posthog]\npurpose: analytics")


def settings(log: str = "", more: str = "") -> str:
    """catalog.yaml with something of its own about the log."""
    return KEEPING.replace(LOG, LOG[:-1] + log + "}") + more


def context(*properties: str) -> str:
    return "properties:\n" + "".join(f"  {one}\n" for one in properties)


@dataclass(frozen=True, kw_only=True)
class Row:
    """Two states of a catalog, and a payload in which the sentinel left only under the second."""

    then: dict[str, str]
    now: dict[str, str]
    properties: dict[str, Any] = field(default_factory=dict)
    around: dict[str, Any] = field(default_factory=dict)
    destination: str = "log"


TRACKER = "_context/tracker.yaml"
PERSON = "_entities/person.yaml"
COMPANY = "_entities/company.yaml"
LISTED = settings(", contexts: [tracker]")
DROPS_USER = settings(", receives: [none, system], otherwise: {user: drop}")
DEVICE = "device: {description: Its name., type: string, maxLength: 80, data: none%s}"

SDK = "_context/sdk.yaml"
GROUP = "_groups/where.yaml"
INCLUDING = NOTE.replace("properties:", "include: [where]\nproperties:", 1)
INCLUDING_BOTH = BOTH.replace("properties:", "include: [where]\nproperties:", 1)
OTHER = "other: {description: Another., type: integer, data: none}"
STAR = DEVICE.replace("device", "flag_*")
MEMBER = f"{{type: object, properties: {{{DEVICE}}}}}"
MAP = f"places: {{description: Some., type: map, keys: {{data: none}}, values: {MEMBER}}}"
LISTS = f"places: {{description: Some., type: array, items: {{type: array, items: {MEMBER}}}}}"
ASKED = NOTE.replace("destinations: [log]", "destinations: [log]\npurpose: analytics")

ROWS = {
    "a person's id, by what the destination receives": Row(
        then={"catalog.yaml": DROPS_USER, EVENT: NOTE},
        now={"catalog.yaml": settings(", receives: [none, system, user]"), EVENT: NOTE},
        around={"distinct_id": SENTINEL},
    ),
    "a person's id, by its category": Row(
        then={
            "catalog.yaml": settings(", receives: [none, system]"),
            PERSON: "data: user.contact.email\nproperties: {}\n",
            EVENT: NOTE,
        },
        now={
            "catalog.yaml": settings(", receives: [none, system]"),
            PERSON: "data: system.identifier\nproperties: {}\n",
            EVENT: NOTE,
        },
        around={"distinct_id": SENTINEL},
    ),
    "a group's key": Row(
        then={
            "catalog.yaml": settings(", receives: [none, user]"),
            COMPANY: "properties: {}\n",
            EVENT: NOTE,
        },
        now={
            "catalog.yaml": settings(", receives: [none, user, system]"),
            COMPANY: "properties: {}\n",
            EVENT: NOTE,
        },
        around={"groups": {"company": SENTINEL}},
    ),
    "a person's property": Row(
        then={PERSON: context(DEVICE % ", handling: {log: drop}"), EVENT: NOTE},
        now={PERSON: context(DEVICE % ""), EVENT: NOTE},
        around={"$set": {"device": SENTINEL}},
    ),
    "a context property, by its own handling": Row(
        then={"catalog.yaml": LISTED, TRACKER: context(DEVICE % ", handling: {log: drop}"), EVENT: NOTE},
        now={"catalog.yaml": LISTED, TRACKER: context(DEVICE % ""), EVENT: NOTE},
        around={"context": {"device": SENTINEL}},
    ),
    "a context property among the event's own": Row(
        then={"catalog.yaml": LISTED, TRACKER: context(DEVICE % ", handling: {log: drop}"), EVENT: NOTE},
        now={"catalog.yaml": LISTED, TRACKER: context(DEVICE % ""), EVENT: NOTE},
        properties={"device": SENTINEL},
    ),
    "a context property, by its category": Row(
        then={
            "catalog.yaml": settings(", contexts: [tracker], receives: [none]"),
            TRACKER: context(DEVICE.replace("data: none", "data: user.name") % ""),
            EVENT: NOTE,
        },
        now={
            "catalog.yaml": settings(", contexts: [tracker], receives: [none]"),
            TRACKER: context(DEVICE % ""),
            EVENT: NOTE,
        },
        around={"context": {"device": SENTINEL}},
    ),
    "a context property that went elsewhere": Row(
        then={"catalog.yaml": LISTED, TRACKER: context(DEVICE % ", destinations: [posthog]"), EVENT: NOTE},
        now={"catalog.yaml": LISTED, TRACKER: context(DEVICE % ""), EVENT: NOTE},
        around={"context": {"device": SENTINEL}},
    ),
    "a context that was not listed": Row(
        then={"catalog.yaml": KEEPING, TRACKER: context(DEVICE % ""), EVENT: NOTE},
        now={"catalog.yaml": LISTED, TRACKER: context(DEVICE % ""), EVENT: NOTE},
        around={"context": {"device": SENTINEL}},
    ),
    "a context property that is declared no more, and kept": Row(
        then={
            "catalog.yaml": LISTED + "undeclared: keep\n",
            TRACKER: context(DEVICE % ", handling: {log: drop}", "other: {type: integer, data: none}"),
            EVENT: NOTE,
        },
        now={
            "catalog.yaml": LISTED + "undeclared: keep\n",
            TRACKER: context(OTHER),
            EVENT: NOTE,
        },
        around={"context": {"device": SENTINEL}},
    ),
    "a person's id, by a wider pattern": Row(
        then={"catalog.yaml": settings(", identity: {anonymous: '^[0-9a-f]{8}$'}"), EVENT: NOTE},
        now={"catalog.yaml": settings(", identity: {anonymous: '^[A-Za-z ]{0,30}$'}"), EVENT: NOTE},
        around={"distinct_id": SENTINEL},
    ),
    "a context property that moved to another context": Row(
        then={
            "catalog.yaml": settings(", contexts: [tracker, sdk]"),
            TRACKER: context(DEVICE % ", handling: {log: drop}"),
            SDK: context(OTHER),
            EVENT: NOTE,
        },
        now={
            "catalog.yaml": settings(", contexts: [tracker, sdk]"),
            TRACKER: context(OTHER),
            SDK: context(DEVICE % ""),
            EVENT: NOTE,
        },
        around={"context": {"device": SENTINEL}},
    ),
    "a context property that a beginning stood for": Row(
        then={"catalog.yaml": LISTED, TRACKER: context(STAR % ", handling: {log: drop}"), EVENT: NOTE},
        now={
            "catalog.yaml": LISTED,
            TRACKER: context(STAR % ", handling: {log: drop}", DEVICE.replace("device", "flag_device") % ""),
            EVENT: NOTE,
        },
        around={"context": {"flag_device": SENTINEL}},
    ),
    "a context property that a shorter beginning stood for": Row(
        then={
            "catalog.yaml": LISTED,
            TRACKER: context(STAR.replace("flag_", "fl") % ", handling: {log: drop}"),
            EVENT: NOTE,
        },
        now={"catalog.yaml": LISTED, TRACKER: context(STAR % ""), EVENT: NOTE},
        around={"context": {"flag_device": SENTINEL}},
    ),
    "a part of a map that went elsewhere": Row(
        then={"catalog.yaml": LISTED, TRACKER: context(MAP % ", destinations: [posthog]"), EVENT: NOTE},
        now={"catalog.yaml": LISTED, TRACKER: context(MAP % ""), EVENT: NOTE},
        around={"context": {"places": {"a": {"device": SENTINEL}}}},
    ),
    "a part of lists of lists that went elsewhere": Row(
        then={"catalog.yaml": LISTED, TRACKER: context(LISTS % ", destinations: [posthog]"), EVENT: NOTE},
        now={"catalog.yaml": LISTED, TRACKER: context(LISTS % ""), EVENT: NOTE},
        around={"context": {"places": [[{"device": SENTINEL}]]}},
    ),
    "a part of the event's own map that went elsewhere": Row(
        then={EVENT: BOTH + f"  {MAP % ', destinations: [posthog]'}\n"},
        now={EVENT: BOTH + f"  {MAP % ''}\n"},
        properties={"places": {"a": {"device": SENTINEL}}},
    ),
    "everything, for want of consent": Row(
        then={"catalog.yaml": settings(", consent: true, purposes: [analytics]"), EVENT: ASKED},
        now={"catalog.yaml": settings(", purposes: [analytics]"), EVENT: ASKED},
        properties={"note": SENTINEL},
    ),
    "what drifts": Row(
        then={"catalog.yaml": KEEPING + "drift: redact\n", EVENT: NOTE},
        now={"catalog.yaml": KEEPING + "drift: report\n", EVENT: NOTE},
        properties={"note": f"{SENTINEL} jane@sentinel-shop.com"},
    ),
    "a property of a group that the event includes": Row(
        then={GROUP: context(DEVICE % ", handling: {log: drop}"), EVENT: INCLUDING},
        now={GROUP: context(DEVICE % ""), EVENT: INCLUDING},
        properties={"device": SENTINEL},
    ),
    "a property of a group that went elsewhere": Row(
        then={GROUP: context(DEVICE % ", destinations: [posthog]"), EVENT: INCLUDING_BOTH},
        now={GROUP: context(DEVICE % ""), EVENT: INCLUDING_BOTH},
        properties={"device": SENTINEL},
    ),
    "a property that went elsewhere": Row(
        then={
            EVENT: NOTE.replace("[log]", "[log, posthog]").replace("80, ", "80, destinations: [posthog], ")
        },
        now={EVENT: NOTE.replace("[log]", "[log, posthog]")},
        properties={"note": SENTINEL},
    ),
    "undeclared properties": Row(
        then={"catalog.yaml": KEEPING + "undeclared: drop\n", EVENT: NOTE},
        now={"catalog.yaml": KEEPING + "undeclared: keep\n", EVENT: NOTE},
        properties={"comment": SENTINEL},
    ),
    "an event that did not go there": Row(
        then={EVENT: NOTE},
        now={EVENT: BOTH},
        properties={"note": SENTINEL},
        around={"consent": ["analytics"]},
        destination="posthog",
    ),
}


def left(redactor: Redactor, row: Row, number: int) -> str:
    """What leaves of the row's payload, stamped with a release, as a text; empty when nothing does."""
    properties = {"duration": 50, **row.properties}
    payload = {"event": "timer.stopped", "release": str(number), "properties": properties, **row.around}
    try:
        return str(redactor.redact(payload, row.destination))
    except CatalogError as refused:
        return str(refused)


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS.keys())
def test_what_did_not_leave_then_does_not_leave_now(row: Row, tmp_path: Path) -> None:
    redactor = Redactor(released(tmp_path, row.then, row.now))
    assert SENTINEL not in left(redactor, row, 1)
    assert SENTINEL in left(redactor, row, 2), "what is sent now leaves, else this row shows nothing"


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS.keys())
def test_what_leaves_no_more_does_not_leave_of_older_payloads(row: Row, tmp_path: Path) -> None:
    broken = {**row.then, EVENT: row.then[EVENT].replace("minimum: 0", "minimum: 10")}
    redactor = Redactor(released(tmp_path, row.now, broken))
    assert SENTINEL not in left(redactor, row, 1)


def test_a_property_that_no_longer_goes_there_does_not_in_older_versions(tmp_path: Path) -> None:
    less = SECOND.replace("[log]", "[log, posthog]\npurpose: analytics").replace(
        "data: user.content", "data: none, destinations: [posthog]"
    )
    row = Row(then={EVENT: BOTH}, now={EVENT: less}, properties={"note": SENTINEL})
    redactor = Redactor(released(tmp_path, row.then, row.now))
    assert SENTINEL not in left(redactor, row, 1)


def test_what_goes_nowhere_near_a_destination_now_is_refused_for_it_in_any_version(tmp_path: Path) -> None:
    validator = Validator(released(tmp_path, {EVENT: BOTH}, {EVENT: SECOND}))
    payload = b'{"event": "timer.stopped", "properties": {"duration": 5}, "consent": ["analytics"]}'
    verdict = validator.validate(payload, "posthog")
    assert verdict.outcome == "refused"
    assert "wrong-destination" in [problem.code for problem in verdict.problems]
    assert validator.validate(payload).version == "1.0.0"


@pytest.mark.parametrize("stamp", ["01", "+1", "1 ", "\u0661", "0"])
def test_only_a_release_as_trackers_stamp_it_is_a_stamp(stamp: str, tmp_path: Path) -> None:
    validator = Validator(released(tmp_path, {EVENT: FIRST}, {EVENT: SECOND}))
    payload = {"event": "timer.stopped", "properties": {"duration": 50}, "release": stamp}
    assert validator.validate(json.dumps(payload).encode()).version == "2.0.0"


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS.keys())
def test_nothing_is_kept_where_nothing_is_looser(row: Row, tmp_path: Path) -> None:
    for state in (row.then, row.now):
        words = {**state, EVENT: state[EVENT].replace("is stopped", "was stopped")}
        release = released(tmp_path, state, words)
        assert release.majors == {}
