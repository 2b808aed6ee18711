"""`rollcall scan`: what it prints, and how it ends."""

import json
import subprocess
from pathlib import Path

import pytest

from tests.cli.command import Command

CALLS = 'log_event("sample.created", amount=1)\nlog_event("order.lost")\ndef send(name): log_event(name)\n'


def test_the_document_has_the_calls_and_the_use_of_the_catalog(rollcall: Command, starter: Path) -> None:
    event = next(
        path for path in sorted(starter.rglob("*.yaml")) if not path.parent.name.startswith(("_", "events"))
    )
    name = f"{event.parent.name}.{event.stem}"
    (rollcall.folder / "app.py").write_text(CALLS.replace("sample.created", name))
    (rollcall.folder / "data.py").write_bytes(b"\0\0")
    ended = rollcall("scan", ".", "--format", "json")
    assert (ended.code, ended.err) == (1, "")
    document = json.loads(ended.out)
    assert list(document) == [
        *("repository", "commit", "scanned_at", "files", "skipped", "calls", "findings", "events", "whole"),
        "format",
    ]
    assert (document["repository"], document["commit"], document["files"]) == ("here", None, 1)
    assert document["skipped"] == [{"path": "data.py", "reason": "no text: it has NUL bytes"}]
    assert document["calls"][0] == {
        "path": "app.py",
        "line": 1,
        "column": 1,
        "end_line": 1,
        "sink": "log_event",
        "event": name,
        "names": [name],
        "dynamic": None,
        "properties": ["amount"],
        "open": False,
        "scope": "app",
        "decoy": False,
        "wrapper": False,
    }
    assert [(call["event"], call["dynamic"]) for call in document["calls"][1:]] == [
        ("order.lost", None),
        (None, "parameter"),
    ]
    assert document["events"]["used"] == [name]
    assert document["events"]["unregistered"] == ["order.lost"]


def test_people_read_one_line_a_call_and_a_summary(rollcall: Command) -> None:
    (rollcall.folder / "app.py").write_text(CALLS)
    ended = rollcall("scan", ".")
    assert ended.out == (
        "app.py:1:1: sample.created by log_event\n"
        "app.py:2:1: order.lost by log_event\n"
        "app.py:3:17: what its callers say by log_event\n"
        "wrapper app.py:3: send passes its own parameter on to 'log_event' as the event, in line 3\n"
        "3 calls of 2 names in 1 of 1 file, 2 names not registered.\n"
        "Declare wrappers as sinks, and their callers are found too: --suggest-sinks prints them.\n"
    )
    assert ended.err == "rollcall: there is no catalog here, so calls are listed and not judged\n"


def test_suggested_sinks_can_be_pasted_and_find_the_callers(rollcall: Command) -> None:
    calls = "".join(f'app.report_usage("page.viewed_{n}", dict(x={n}))\n' for n in range(4))
    (rollcall.folder / "app.py").write_text(CALLS + 'send("order.paid")\n' + calls)
    suggested = rollcall("scan", ".", "--suggest-sinks")
    assert suggested.code == 0
    (rollcall.folder / "rollcall.toml").write_text(suggested.out)
    document = json.loads(rollcall("scan", ".", "--format", "json").out)
    names = {call["event"] for call in document["calls"]}
    assert {"order.paid", "page.viewed_0", "sample.created"} <= names
    assert {tuple(call["properties"]) for call in document["calls"] if call["sink"] == "report_usage"} == {
        ("x",)
    }


def test_a_template_can_be_each_registered_name_that_it_matches(rollcall: Command, starter: Path) -> None:
    event = next(
        path for path in sorted(starter.rglob("*.yaml")) if not path.parent.name.startswith(("_", "events"))
    )
    (rollcall.folder / "app.py").write_text(f'def f(x): log_event(f"{event.parent.name}.{{x}}")\n')
    (call,) = json.loads(rollcall("scan", ".", "--format", "json").out)["calls"]
    assert (call["event"], call["dynamic"]) == (None, "template")
    assert f"{event.parent.name}.{event.stem}" in call["names"]


def test_where_nothing_can_be_read_it_ends_with_2(rollcall: Command) -> None:
    ended = rollcall("scan", ".")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.endswith(".: no Python, JavaScript or TypeScript file that .gitignore does not ignore\n")
    missing = rollcall("scan", "nothing")
    assert (missing.code, missing.err.splitlines()[-1]) == (2, "rollcall: nothing: no such file or directory")


def test_a_wrong_sink_is_told_with_its_line(rollcall: Command) -> None:
    (rollcall.folder / "rollcall.toml").write_text('[[scan.sinks]]\ncalle = "x"\n')
    ended = rollcall("scan", ".")
    assert ended.code == 2
    assert "rollcall.toml:2: a sink has no key 'calle'; did you mean 'callee'" in ended.err


def test_the_commit_is_named(rollcall: Command) -> None:
    (rollcall.folder / "app.py").write_text(CALLS)
    git = ("git", "-c", "user.name=A", "-c", "user.email=a@example.com", "-C", str(rollcall.folder))
    for arguments in (("init", "-q"), ("add", "."), ("commit", "-q", "-m", "x")):
        subprocess.run([*git, *arguments], check=True)
    commit = (
        subprocess.run([*git, "rev-parse", "HEAD"], check=True, capture_output=True).stdout.decode().strip()
    )
    assert json.loads(rollcall("scan", ".", "--format", "json").out)["commit"] == commit


LATER = """\
import posthog


def report(kind):
    posthog.capture(NAMES[kind], distinct_id="x")
"""


@pytest.mark.parametrize(
    ("listed", "is_slip"),
    [
        pytest.param('events = ["invoice.paid"]', False, id="registered"),
        pytest.param('events = ["invoice.payed"]', True, id="a slip"),
        pytest.param('function = "report"\nevents = ["invoice.payed"]', True, id="in the function"),
        pytest.param('function = "other"\nevents = ["invoice.payed"]', False, id="in another one"),
    ],
)
def test_names_that_a_project_lists_for_its_calls_are_judged(
    listed: str, is_slip: bool, rollcall: Command, starter: Path
) -> None:
    (rollcall.folder / "later.py").write_text(LATER)
    (rollcall.folder / "rollcall.toml").write_text(f'[[scan.names]]\npath = "*.py"\n{listed}\n')
    ended = rollcall("scan", "later.py")
    assert ("usage/unregistered-event" in ended.out) is is_slip
    assert ("usage/dynamic-event" in ended.out) == ("other" in listed)
