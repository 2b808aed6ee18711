"""Of several beginnings that fit a context property's name, the longest means it, in whatever order."""

import json
from pathlib import Path

import pytest

from catalog.loading import load
from catalog.validation import Validator
from catalog.validation.redactor import Redactor

SETTINGS = """\
format: 1
product: example
destinations:
  log: {contexts: [tracker], receives: [none, system]}
  sink: {contexts: [tracker], receives: [none, system]}
"""
EVENT = "description: A running timer is stopped.\ndestinations: [log, sink]\n"
SHORT = '  "$f/*": {type: flag, maxLength: 50, data: system.operations}\n'
LONG = [
    pytest.param('  "$f/m*": {type: flag, maxLength: 50, data: user.contact.email}\n', id="by category"),
    pytest.param(
        '  "$f/m*": {type: flag, maxLength: 50, data: system.operations, handling: {log: drop}}\n',
        id="by handling",
    ),
    pytest.param(
        '  "$f/m*": {type: flag, maxLength: 50, data: system.operations, destinations: [sink]}\n',
        id="for another destination",
    ),
]
PAYLOAD = {"event": "timer.stopped", "properties": {"$f/mail": "sentinel", "$f/other": "a"}}


def written(folder: Path, *stars: str) -> Path:
    (folder / "_context").mkdir(parents=True)
    (folder / "timer").mkdir()
    (folder / "catalog.yaml").write_text(SETTINGS)
    (folder / "timer" / "stopped.yaml").write_text(EVENT)
    (folder / "_context" / "tracker.yaml").write_text("properties:\n" + "".join(stars))
    return folder


@pytest.mark.parametrize("long", LONG)
@pytest.mark.parametrize("turned", [False, True])
def test_what_the_longer_beginning_protects_does_not_leave(long: str, turned: bool, tmp_path: Path) -> None:
    stars = (long, SHORT) if turned else (SHORT, long)
    loaded = load(written(tmp_path / "events", *stars))
    assert loaded.findings == ()
    left = Redactor(loaded.snapshot).judge(PAYLOAD, "log").payload
    assert "sentinel" not in json.dumps(left)


@pytest.mark.parametrize("turned", [False, True])
def test_the_longer_beginning_says_what_a_value_may_be(turned: bool, tmp_path: Path) -> None:
    long = '  "$f/m*": {type: boolean, data: system.operations}\n'
    stars = (long, SHORT) if turned else (SHORT, long)
    validator = Validator(load(written(tmp_path / "events", *stars)).snapshot)
    content = json.dumps(PAYLOAD).encode()
    assert [problem.path for problem in validator.validate(content).problems] == ["/properties/$f~1mail"]
    other = json.dumps({**PAYLOAD, "properties": {"$f/other": "a", "$f/mail": True}}).encode()
    assert validator.validate(other).outcome == "accepted"
