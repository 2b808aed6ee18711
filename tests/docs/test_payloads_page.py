"""The page of the payloads lists the envelope's keys: each one that it names is known, and no other."""

import json
import re

import catalog
from tests.docs.pages import ROOT

PAGE = ROOT / "docs" / "guide" / "payloads.md"
VALUES: dict[str, object] = {
    "event": "timer.resumed",
    "properties": {},
    "$set": {},
    "$set_once": {},
    "traits": {},
    "$groups": {},
    "groups": {},
    "context": {},
    "consent": [],
    "redacted_for": [],
    "uuid": "0190163d-8694-739b-aea5-966c26f8ad91",
    "timestamp": "2026-03-01T09:30:00Z",
    "distinct_id": "17",
    "environment": "production",
    "source": "web",
    "release": "1",
    "version": "1.0.0",
}


def listed() -> set[str]:
    text = PAGE.read_text(encoding="utf-8").partition("## What an envelope holds")[2].partition("\n## ")[0]
    first_cells = re.findall(r"^\| (`[^|]+) \|", text, flags=re.MULTILINE)
    return {key for cell in first_cells for key in re.findall(r"`([^`]+)`", cell)}


def unknown_keys(envelope: dict[str, object]) -> list[str]:
    verdict = catalog.Validator(catalog.load(ROOT / "events").snapshot).validate(
        json.dumps(envelope).encode()
    )
    return [problem.path for problem in verdict.problems if problem.code == "unknown-envelope-key"]


def test_the_envelope_holds_every_key_that_the_page_lists() -> None:
    assert listed() == VALUES.keys()
    assert unknown_keys(VALUES) == []


def test_the_envelope_knows_no_other_key() -> None:
    assert unknown_keys({**VALUES, "colour": "red"}) == ["/colour"]
