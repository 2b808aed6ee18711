"""One slip in an event's file: it is told, so is everything else that is wrong there, and nothing more."""

import json
import tempfile
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from catalog.findings import Finding
from catalog.loading import dump, load
from catalog.loading.document import read_document
from catalog.loading.folder import SETTINGS_FILE
from catalog.loading.positions import positions
from catalog.rules import run
from catalog.rules.example import SURROUNDINGS
from tests.strategies import catalogs

TODAY = date(2026, 3, 1)
STOPPED = "timer/stopped.yaml"
COMPLETE = """\
description: A running timer is stopped.
trigger: The stop button was pressed.
owner: growth
purpose: analytics
destinations: [log]
"""
FLAG = "  a: {description: A flag., type: boolean, data: none}\n"


def judged(folder: Path, files: Mapping[str, str]) -> tuple[Finding, ...]:
    for path, text in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    return run(load(folder), today=TODAY)


def ids(findings: tuple[Finding, ...]) -> list[str]:
    return [finding.rule for finding in findings]


def test_the_rest_of_a_file_with_a_slip_is_judged(tmp_path: Path) -> None:
    event = """\
description: A running timer is stopped.
owner: nobody
purpose: analytics
destinations: [log]
properties:
  a: {description: A flag., type: boolean, required: yes}
  b: {description: A name., type: string, data: none}
  c: {type: boolean, data: none}
"""
    found = judged(tmp_path, SURROUNDINGS | {STOPPED: event})
    assert [(finding.line, finding.rule) for finding in found] == [
        (1, "ownership/no-trigger"),
        (2, "ownership/unknown-owner"),
        (6, "format/wrong-type"),
        (7, "typing/unbounded-string"),
        (8, "ownership/undescribed-property"),
    ]


@pytest.mark.parametrize(
    ("event", "rules"),
    [
        (COMPLETE.replace("owner: growth", "owner: 3"), ["format/wrong-type"]),
        (COMPLETE.replace("owner:", "onwer:"), ["format/unknown-key"]),
        (COMPLETE.replace("owner: growth", "properties:\n  owner: growth"), ["format/wrong-type"]),
        (COMPLETE.replace("destinations: [log]", "destinations: log"), ["format/wrong-type"]),
        (
            COMPLETE.replace("[log]", "log")
            + "wire: stopped\nsend_as: {log: Stopped}\naliases: [{name: x}]\n",
            ["format/wrong-type"],
        ),
        (COMPLETE.replace("destinations: [log]", "status: retird"), ["format/wrong-type"]),
        (COMPLETE + "status: retird\nexpires: 2020-01-01\n", ["format/wrong-type"]),
        (COMPLETE + "status: deprecated\nreplacedby: order.paid\n", ["format/unknown-key"]),
        (COMPLETE + "status: depricated\nreplaced_by: timer.stopped\n", ["format/wrong-type"]),
        (COMPLETE + "include: actor\nexamples: [{is_admin: true}]\n", ["format/wrong-type"]),
        (COMPLETE + "undeclared: yes\nexamples: [{a: 1}]\n", ["format/wrong-type"]),
        (
            COMPLETE
            + "aliases: [{name: old, sends: [a, b], rename: {b: a}}]\nexamples: [{a: true}]\n"
            + "properties:\n  a: {description: A flag., type: bolean, data: none}\n",
            ["format/unknown-type"],
        ),
        (COMPLETE + "examples: [{a: true}]\nproprties:\n" + FLAG, ["format/unknown-key"]),
        (COMPLETE + "examples: [{a: true}]\nproperties: [a]\n", ["format/wrong-type"]),
        (
            COMPLETE + "examples: [{a: true}]\nproperties:\n" + FLAG + FLAG,
            ["format/duplicate-key"],
        ),
        (
            COMPLETE
            + "allow: {pii/unclassified: 3}\nproperties:\n  a: {description: A flag., type: boolean}\n",
            ["format/wrong-type"],
        ),
        (
            COMPLETE
            + "alow: {pii/unclassified: Asked.}\nproperties:\n  a: {description: x y., type: boolean}\n",
            ["format/unknown-key"],
        ),
        (COMPLETE + "allow: [pii/unclassified]\nproperties:\n  a: {type: boolean}\n", ["format/wrong-type"]),
        (COMPLETE + "owner: growth\n", ["format/duplicate-key"]),
        (COMPLETE + "<<: {}\nproperties:\n  a: {type: boolean}\n", ["format/merge-key"]),
        (
            COMPLETE
            + "allow: {pii/unclassified: Asked.}\nproperties:\n  a: {type: boolean, foo: 1}\n"
            + "  b: {",
            ["format/not-yaml"],
        ),
    ],
)
def test_a_slip_has_no_findings_but_its_own(event: str, rules: list[str], tmp_path: Path) -> None:
    assert ids(judged(tmp_path, SURROUNDINGS | {STOPPED: event})) == rules


@pytest.mark.parametrize(
    ("stated", "rules"),
    [
        (
            "type: string, maxlength: 5, data: nonsense, destinations: [nope], pattern: '(a'",
            [
                "format/unknown-key",
                "catalog/unknown-category",
                "catalog/unknown-destination",
                "typing/pattern-not-portable",
            ],
        ),
        ("type: integer, required: yes, data: nonsense", ["format/wrong-type", "catalog/unknown-category"]),
        ("type: string, enum: [a, 5, a], data: none", ["format/wrong-type", "typing/duplicate-member"]),
        (
            "type: object, properties: {b: {type: string, maxLength: x, data: nonsense}}",
            ["format/wrong-type", "catalog/unknown-category"],
        ),
        (
            "type: array, maxitems: 3, items: {type: string, pattern: '(a'}",
            ["format/unknown-key", "typing/pattern-not-portable"],
        ),
        ("type: strin, data: nonsense", ["format/unknown-type", "catalog/unknown-category"]),
        # what the slip may have said: an excuse
        (
            "type: string, data: nonsense, alow: {catalog/unknown-category: It comes next week.}",
            ["format/unknown-key"],
        ),
        (
            "type: string, maxlength: 5, data: nonsense, allow: {catalog/unknown-category: It comes later.}",
            ["format/unknown-key"],
        ),
    ],
)
def test_a_slip_in_a_property_hides_nothing_that_its_other_keys_say(
    stated: str, rules: list[str], tmp_path: Path
) -> None:
    event = COMPLETE + "properties:\n  a: {description: Some value of it., " + stated + "}\n"
    assert ids(judged(tmp_path, SURROUNDINGS | {STOPPED: event})) == rules


GROUP = (
    "properties:\n  is_admin: {description: A flag., type: boolean, data: none, destinations: [posthog]}\n"
)


@pytest.mark.parametrize(
    "slip",
    [
        COMPLETE.replace("[log]", "posthog") + "include: [actor]\n",
        COMPLETE.replace("[log]", "[log, posthog]") + "include: actor\n",
        COMPLETE.replace("[log]", "[log, posthog]") + "inclde: [actor]\n",
    ],
)
def test_a_group_is_not_accused_of_what_its_event_may_say(slip: str, tmp_path: Path) -> None:
    other = COMPLETE + "include: [actor]\n"
    files = {"_groups/actor.yaml": GROUP, STOPPED: slip, "timer/started.yaml": other}
    found = judged(tmp_path, SURROUNDINGS | files)
    assert {finding.path for finding in found} == {STOPPED}


def test_an_alias_that_cannot_be_read_is_no_unknown_replacement(tmp_path: Path) -> None:
    started = COMPLETE + "status: deprecated\nreplaced_by: old_name\n"
    slip = COMPLETE + "aliases: old_name\n"
    found = judged(tmp_path, SURROUNDINGS | {STOPPED: slip, "timer/started.yaml": started})
    assert ids(found) == ["format/wrong-type"]


def test_a_majority_counts_no_property_that_could_not_be_read(tmp_path: Path) -> None:
    def with_id(kind: str) -> str:
        return (
            COMPLETE
            + f"properties:\n  task_id: {{description: The task., {kind}, data: system.identifier}}\n"
        )

    files = {
        "a/a.yaml": with_id("type: integer"),
        "b/b.yaml": with_id("type: integer"),
        "c/c.yaml": with_id("type: uuid"),
    }
    assert "typing/two-types" in ids(judged(tmp_path, SURROUNDINGS | files))
    files["b/b.yaml"] = with_id("type: integer, minimun: 1")
    assert ids(judged(tmp_path, SURROUNDINGS | files)) == ["format/unknown-key"]


def test_what_is_salvaged_is_no_event_for_payloads(tmp_path: Path) -> None:
    judged(tmp_path, SURROUNDINGS | {STOPPED: COMPLETE + "onwer: growth\n", "a/b.yaml": COMPLETE})
    loaded = load(tmp_path)
    assert list(loaded.snapshot.events) == list(loaded.definitions.events) == ["a.b"]
    assert loaded.broken == {"timer.stopped"}
    assert list(loaded.salvaged) == ["timer.stopped"]


# One slip anywhere in one event of any catalog.

Plain = dict[str, Any]
Slip = tuple[str, Callable[[Plain], None]]


def places(value: object, pointer: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Every place in an event's data that the format judges: not what examples and defaults hold."""
    found = [pointer] if pointer else []
    if pointer and pointer[-1] in ("examples", "default") and pointer[-2:-1] != ("properties",):
        return found
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        found += places(inner, (*pointer, key))
    return found


WRONG: st.SearchStrategy[Any] = st.sampled_from([None, {"zebra": 1}, [[]], "zebra ", 0.5, True, "", {}])


@st.composite
def slipped_in(draw: st.DrawFn, data: Plain) -> None:
    """Makes one slip somewhere in a file's data."""
    where = draw(st.sampled_from([(), *places(data)]))
    holder: Any = data
    for step in where[:-1]:
        holder = holder[step]
    kind = draw(st.sampled_from(["replace", "rename", "add", "remove"]))
    if kind == "replace" and where:
        holder[where[-1]] = draw(WRONG)
    elif kind == "rename" and isinstance(holder, dict) and where:
        renamed = draw(st.sampled_from([f"{where[-1]}x", "zebra"]))
        items = [(renamed if key == where[-1] else key, value) for key, value in holder.items()]
        holder.clear()
        holder.update(items)
    elif kind == "remove" and isinstance(holder, dict) and where:
        del holder[where[-1]]
    else:
        target = holder[where[-1]] if where else data
        assume(isinstance(target, dict))
        target["zebra"] = draw(WRONG)


@st.composite
def slipped(draw: st.DrawFn) -> tuple[str, dict[str, str], dict[str, str]]:
    """The path of one definition in a catalog, and the catalog's files before and after a slip there."""
    files = dump(draw(catalogs()))
    paths = sorted(files.keys() - {SETTINGS_FILE})
    assume(paths)
    path = draw(st.sampled_from(paths))
    data: Plain = json_of(files[path])
    before = json.dumps(data)  # in one line, so that every place has a position of its own
    draw(slipped_in(data))
    return path, files | {path: before}, files | {path: json.dumps(data)}


def json_of(text: str) -> Plain:
    document = read_document(text.encode())
    assert not document.defects
    assert isinstance(document.data, dict)
    copied: Plain = json.loads(json.dumps(document.data))
    return copied


def at(finding: Finding, content: str) -> tuple[str, str, object]:
    """What a finding is about: its rule, its file and the value there, wherever that stands in the text."""
    found = positions(content.encode())
    pointer = next(
        (pointer for pointer, place in found.items() if (finding.line, finding.column) in place), None
    )
    return finding.rule, finding.path, pointer


@settings(
    max_examples=25,  # each judges two whole catalogs, up to a second
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
@given(slipped())
def test_one_slip_adds_findings_of_the_format_alone(
    drawn: tuple[str, dict[str, str], dict[str, str]],
) -> None:
    path, before, after = drawn
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        whole = judged(Path(one), before)
        # JSON writes what lies beyond U+FFFF as two surrogates, which the format refuses
        assume(not any(finding.rule.startswith("format/") for finding in whole))
        rest = judged(Path(other), after)
    slips = {finding.path for finding in rest if finding.rule.startswith("format/")}
    assume(slips)
    assert slips == {path}
    known = {at(finding, before[finding.path]) for finding in whole}
    for finding in rest:
        if not finding.rule.startswith("format/"):
            assert at(finding, after[finding.path]) in known, finding
