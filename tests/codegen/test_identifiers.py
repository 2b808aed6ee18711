"""Names in generated code, and which names of a catalog cannot be kept apart."""

import keyword
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.codegen.plan.collisions import collisions
from catalog.codegen.plan.identifiers import (
    RESERVED,
    function_of,
    identifier,
    resource_identifier,
    type_name,
)
from catalog.codegen.plan.tracker import brands, plan, sent_events
from catalog.codegen.python.runtime.core import Core
from catalog.loading import load
from catalog.model.snapshot import Event, Snapshot

CASES = Path("tests/cases/codegen")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("stopped", "stopped"),
        ("time_entry_id", "time_entry_id"),
        ("clock-out", "clock_out"),
        ("with.dot", "with_dot"),
        ("with space", "with_space"),
        ("class", "class_"),
        ("function", "function_"),
        ("self", "self_"),
        ("None", "None_"),
        ("null", "null_"),
        ("int", "int_"),
        ("2fa", "x2fa"),
        ("_leading", "x_leading"),
        ("__proto__", "x__proto__"),
        ("größe", "größe"),
        ("ﬁeld", "field"),  # NFKC, as Python reads identifiers
        ("名前", "名前"),
        ("a😀b", "a_b"),
        ("%", ""),
        ("_", ""),
        ("", ""),
    ],
)
def test_a_name_becomes_an_identifier_of_every_language(name: str, expected: str) -> None:
    assert identifier(name) == expected


@given(st.text(max_size=12))
def test_an_identifier_is_one_and_stays_what_it_is(name: str) -> None:
    found = identifier(name)
    if found:
        assert found.isidentifier()
        assert not keyword.iskeyword(found)
        assert found not in RESERVED
        assert identifier(found) == found
        assert not found.startswith("_")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("stopped", "Stopped"),
        ("time_entry", "TimeEntry"),
        ("clockOut", "ClockOut"),
        ("class_", "Class"),
        ("none", "None_"),
    ],
)
def test_an_identifier_becomes_the_name_of_a_type(name: str, expected: str) -> None:
    assert type_name(name) == expected


def snapshot_of(folder: Path, files: dict[str, str]) -> Snapshot:
    start = {"catalog.yaml": "format: 1\nproduct: p\ndestinations: {log: {}}\n"}
    for path, text in {**start, **files}.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    return load(folder).snapshot


@pytest.mark.parametrize(
    ("code_name", "expected"),
    [
        ("", "timer.clock_out"),
        ("code_name: stop\n", "timer.stop"),
        ("code_name: clock.out\n", "clock.out"),
        ("code_name: return\n", "timer.return_"),
        ("code_name: track.it\n", "track_.it"),  # `tracker.track` sends events that are values
        ("code_name: recording.it\n", "recording_.it"),
        ("code_name: then\n", "timer.then_"),  # `await tracker.timer` would call it
        ("code_name: toJSON\n", "timer.toJSON_"),
        ("code_name: toString\n", "timer.toString_"),
        ("code_name: then.then\n", "then_.then_"),
        ("code_name: constructor\n", "timer.constructor"),  # nothing calls it by itself
    ],
)
def test_a_function_is_called_after_its_event_or_by_its_code_name(
    code_name: str, expected: str, tmp_path: Path
) -> None:
    snapshot = snapshot_of(tmp_path, {"timer/clock-out.yaml": f"description: It stopped.\n{code_name}"})
    [event] = snapshot.events.values()
    assert function_of(event) == expected


def called(code_name: str) -> Event:
    [event] = (one for name, one in load("events").snapshot.events.items() if name == "timer.started")
    definition = event.definition.model_copy(update={"code_name": code_name})
    return replace(event, definition=definition)


def test_retired_events_have_no_function_and_drafts_only_when_they_are_asked_for() -> None:
    snapshot = load(CASES / "adversarial").snapshot
    names = {event.name for event in sent_events(snapshot, drafts=False)}
    assert {event.name for event in sent_events(snapshot, drafts=True)} - names == {"words.drafted"}
    assert "words.retired" not in names


def test_only_the_wanted_resources_are_planned_and_the_digest_is_the_whole_catalogs() -> None:
    snapshot = load("events").snapshot
    made = plan(snapshot, generator="g", only=["timer", "task"])
    assert [one.name for one in made.resources] == ["task", "timer"]
    assert made.digest == snapshot.digest
    assert made.destinations == ("log", "posthog")


def test_categories_about_people_have_types_of_their_own() -> None:
    found = brands(load("events").snapshot)
    assert found["user.contact.email"] == "Email"
    assert found["user.device.ip"] == "DeviceIp"
    assert len(set(found.values())) == len(found)
    assert not any(category.startswith("system") for category in found)


def test_the_shipped_catalog_has_no_names_that_collide() -> None:
    assert collisions(sent_events(load("events").snapshot, drafts=True)) == ()


def test_of_two_that_collide_the_second_is_told(tmp_path: Path) -> None:
    snapshot = snapshot_of(
        tmp_path,
        {
            "timer/clock-out.yaml": "description: It stopped.\n",
            "timer/clock_out.yaml": "description: It stopped.\n",
        },
    )
    [found] = collisions(snapshot.events.values())
    assert (found.event, found.other, found.identifier) == (
        "timer.clock_out",
        "timer.clock-out",
        "timer.clock_out",
    )


@pytest.mark.parametrize("second", ["Timer", "ti-mer"])
def test_resources_that_a_file_or_a_type_cannot_keep_apart_collide(second: str, tmp_path: Path) -> None:
    first = {"Timer": "timer", "ti-mer": "tiMer"}[second]
    snapshot = snapshot_of(
        tmp_path,
        {f"{first}/a.yaml": "description: It was.\n", f"{second}/b.yaml": "description: It was.\n"},
    )
    [found] = collisions(snapshot.events.values())
    assert {found.event, found.other} == {f"{first}.a", f"{second}.b"}


def test_resources_of_other_words_do_not_collide(tmp_path: Path) -> None:
    files = {f"{name}/a.yaml": "description: It was.\n" for name in ("time_entry", "timeentry", "time")}
    assert collisions(snapshot_of(tmp_path, files).events.values()) == ()


def test_no_resource_takes_the_place_of_what_a_tracker_has() -> None:
    has = {name for name in dir(Core) if not name.startswith("_")} | {"context", "group", "identify"}
    assert all(resource_identifier(called(f"{name}.it")) == f"{name}_" for name in has), has
