"""What `rollcall check` says of a slip in a policy: a finding at its line, with the nearest known name."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.command import Command
from tests.cli.conftest import rollcall

__all__ = ["rollcall"]

SETTINGS: dict[str, Any] = {
    "format": 1,
    "product": "example",
    "owners": {"shop": {"description": "It sells."}},
    "purposes": {"analytics": {"basis": "consent", "notice": "https://example.com/privacy"}},
    "destinations": {
        "log": {
            "receives": ["none"],
            "otherwise": {"user.name": "mask"},
            "identity": "none",
            "retention_days": 30,
        }
    },
}
EVENT: dict[str, Any] = {
    "description": "A customer has placed an order.",
    "trigger": "The payment was confirmed.",
    "owner": "shop",
    "purpose": "analytics",
    "destinations": ["log"],
    "properties": {
        "name": {
            "description": "What the customer wrote.",
            "type": "string",
            "maxLength": 60,
            "data": "user.name",
            "handling": {"log": "hash"},
        }
    },
}


def changed(whole: dict[str, Any], path: str, value: object) -> dict[str, Any]:
    """A deep copy with one value put at a path of keys."""
    made: dict[str, Any] = json.loads(json.dumps(whole))
    *above, last = path.split("/")
    at = made
    for key in above:
        at = at.setdefault(key, {})
    at[last] = value
    return made


def findings(rollcall: Command, settings: object, event: object) -> list[dict[str, Any]]:
    folder = rollcall.folder / "events"
    (folder / "order").mkdir(parents=True)
    _write(folder / "catalog.yaml", settings)
    _write(folder / "order" / "placed.yaml", event)
    found: list[dict[str, Any]] = json.loads(rollcall("check", "--format", "json").out)["findings"]
    return [one for one in found if one["severity"] == "error"]


def _write(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, indent=1), encoding="utf-8")  # JSON is YAML


IN_SETTINGS = {
    "a category that is received": ("destinations/log/receives", ["none", "user.nmae"], "user.name"),
    "a category in otherwise": (
        "destinations/log/otherwise",
        {"user.name": "mask", "user.contct": "mask"},
        "user.contact",
    ),
    "a handling": ("destinations/log/otherwise/user.name", "msk", "mask"),
    "a basis": ("purposes/analytics/basis", "consnt", "consent"),
    "an own category below none": (
        "categories",
        {"usr.contact.fax": {"description": "A fax number."}},
        "user.contact",
    ),
    "a transfer": ("destinations/log/transfer", "adequcy", "adequacy"),
    "an identity": ("destinations/log/identity", "anonymus", "user_id, none, {anonymous: pattern}"),
    "how exact a time stays": ("destinations/log/truncate", {"time": "dya"}, "day"),
    "what drift does": ("drift", "quarantin", "quarantine"),
    "a key of a destination": ("destinations/log/recieves", ["none"], "receives"),
}
IN_EVENT = {
    "a category": ("properties/name/data", "user.nmae", "user.name"),
    "a destination": ("destinations", ["lgo"], "log"),
    "a handling of a property": ("properties/name/handling/log", "hsh", "hash"),
    "the destination of a handling": ("properties/name/handling", {"lgo": "hash"}, "log"),
    "the destination of a name": ("properties/name/send_as", {"lgo": "Name"}, "log"),
    "a purpose": ("purpose", "analytcs", "analytics"),
}


def test_the_files_have_no_error_as_they_are(rollcall: Command) -> None:
    assert findings(rollcall, SETTINGS, EVENT) == []


@pytest.mark.parametrize(("path", "value", "meant"), IN_SETTINGS.values(), ids=IN_SETTINGS)
def test_a_slip_in_catalog_yaml_is_found_once_with_what_was_meant(
    rollcall: Command, path: str, value: object, meant: str
) -> None:
    (found,) = findings(rollcall, changed(SETTINGS, path, value), EVENT)
    assert found["path"].endswith("catalog.yaml")
    assert found["line"] > 1
    assert meant in found["message"]


@pytest.mark.parametrize(("path", "value", "meant"), IN_EVENT.values(), ids=IN_EVENT)
def test_a_slip_in_an_event_is_found_with_what_was_meant(
    rollcall: Command, path: str, value: object, meant: str
) -> None:
    found = findings(rollcall, SETTINGS, changed(EVENT, path, value))
    assert any(one["path"].endswith("placed.yaml") and meant in one["message"] for one in found)
