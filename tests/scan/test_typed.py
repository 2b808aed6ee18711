"""Calls of trackers that were really generated count as registered use; what looks like one does not."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import pytest

from catalog.codegen.output import MANIFEST
from catalog.codegen.output import write as write_generated
from catalog.codegen.plan.tracker import plan
from catalog.codegen.shape import Shape
from catalog.codegen.targets import TARGETS
from catalog.loading import load
from catalog.model.snapshot import Snapshot
from catalog.scan.scan import Scan, scan
from catalog.scan.settings import ScanSettings
from catalog.scan.tree import GENERATED
from catalog.scan.use import use_of, with_matches
from tests.scan.code import scanned, settings_of, write

CATALOG: Final = {
    "catalog.yaml": "format: 1\nproduct: shop\ndestinations: {log: {}}\n",
    "timer/stopped.yaml": """\
destinations: [log]
properties:
  seconds: {type: number, required: true, data: none}
  state: {type: string, enum: [running, done], data: none}
  class: {type: string, maxLength: 9, data: none}
  kind: {type: string, const: timer, required: true, data: none}
""",
    "timer/clock_out.yaml": "destinations: [log]\n",
    "account/signed_up.yaml": "code_name: joined\ndestinations: [log]\n",
}


def catalog_in(folder: Path, files: Mapping[str, str] = CATALOG) -> Snapshot:
    write(folder, files)
    return load(folder).snapshot


@pytest.fixture
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    return catalog_in(tmp_path_factory.mktemp("events"))


def generate(folder: Path, target: str, snapshot: Snapshot, shape: Shape | None = None) -> None:
    write_generated(folder, TARGETS[target](plan(snapshot, generator="rollcall"), shape or Shape()))


def seen(found: Scan, snapshot: Snapshot) -> list[tuple[str, int, str, tuple[str, ...]]]:
    """Path, line, event and properties of each call, by the names of the catalog."""
    return [
        (
            site.path,
            site.call.line,
            "|".join(site.texts.names),
            tuple(one.name for one in site.properties.given),
        )
        for site in with_matches(found.sites, snapshot)
    ]


PYTHON: Final = [
    "tracker.timer.stopped(seconds=1800)",
    'tracker.of(user_id="1").timer.stopped(seconds=1800)',
    "tracker.track(timer.Stopped(seconds=1800))",
    "event = timer.Stopped(seconds=1800)\n    tracker.track(event)",
    "tracker.track(timer_events.Stopped(seconds=1800))",
    "tracker.track(events.timer.Stopped(seconds=1800))",
    "renamed.timer.stopped(seconds=1800)",
    "acme_tracking.tracker.timer.stopped(seconds=1800)",
    "me = tracker.of(user_id='1')\n    me.timer.stopped(seconds=1800)",
    "stop = tracker.timer.stopped\n    stop(seconds=1800)",
    "clock = tracker.timer\n    clock.stopped(seconds=1800)",
    "Thread(target=tracker.timer.stopped, kwargs={'seconds': 1800}).start()",
    "def inner(given: Tracker):\n        given.timer.stopped(seconds=1800)",
]
PYTHON_IMPORTS: Final = """\
import acme_tracking
from acme_tracking import Tracker, tracker
from acme_tracking import tracker as renamed
from acme_tracking import events
from acme_tracking.events import timer, timer as timer_events


def run():
"""


@pytest.mark.parametrize("code", PYTHON)
def test_a_call_in_python_sends_the_event_of_its_function(
    code: str, tmp_path: Path, snapshot: Snapshot
) -> None:
    generate(tmp_path / "acme_tracking", "python", snapshot)
    found = scanned(tmp_path, {"shop/app.py": f"{PYTHON_IMPORTS}    {code}\n"})
    line = 9 + code.count("\n")
    assert seen(found, snapshot) == [("shop/app.py", line, "timer.stopped", ("seconds", "kind"))]
    assert [(one.path, one.reason) for one in found.skipped] == [("acme_tracking", GENERATED)]
    use = use_of(with_matches(found.sites, snapshot), snapshot)
    assert (use.used, use.unregistered) == (("timer.stopped",), ())


SCRIPT: Final = [
    "tracker.timer.stopped({ seconds: 1 });",
    "timer.stopped({ seconds: 1 });",
    "stopped({ seconds: 1 });",
    "halted({ seconds: 1 });",
    'tracker.of({ userId: "1" }).timer.stopped({ seconds: 1 });',
    "tracker?.timer!.stopped({ seconds: 1 });",
    'tracker["timer"].stopped({ seconds: 1 });',
    "tracker.track(timer.stopped.of({ seconds: 1 }));",
    "const { timer: clock } = tracker; clock.stopped({ seconds: 1 });",
    'const me = tracker.of({ userId: "1" }); me.timer.stopped({ seconds: 1 });',
    "setTimeout(stopped, 100, { seconds: 1 });",
    "function f(given: Tracker) { given.timer.stopped({ seconds: 1 }); }",
    "class A { constructor(private own: Tracker) {} run() { this.own.timer.stopped({ seconds: 1 }); } }",
]
SCRIPT_IMPORTS: Final = """\
import { tracker, type Tracker } from "./tracking/index.js";
import * as timer from "./tracking/timer.js";
import { stopped, stopped as halted } from "./tracking/timer.js";
"""


@pytest.mark.parametrize("code", SCRIPT)
def test_a_call_in_typescript_sends_the_event_of_its_function(
    code: str, tmp_path: Path, snapshot: Snapshot
) -> None:
    generate(tmp_path / "web/tracking", "typescript", snapshot)
    found = scanned(tmp_path, {"web/app.ts": SCRIPT_IMPORTS + code + "\n"})
    assert seen(found, snapshot) == [("web/app.ts", 4, "timer.stopped", ("seconds", "kind"))]
    assert [(one.path, one.reason) for one in found.skipped] == [("web/tracking", GENERATED)]


LOOKALIKES: Final = {
    "a parameter": "def run(tracker):\n    tracker.timer.stopped(seconds=1)\n",
    "another module's": "from shop.other import tracker\n\ntracker.timer.stopped(seconds=1)\n",
    "a module that is not here": "from acme_tracker import tracker\n\ntracker.timer.stopped(seconds=1)\n",
    "no event's": "from acme_tracking import tracker\n\ntracker.flush()\ntracker.identify(set={'a': 1})\n",
    "hidden": "from acme_tracking import tracker\n\ndef run(tracker):\n    tracker.timer.stopped()\n",
}


@pytest.mark.parametrize("code", LOOKALIKES.values(), ids=LOOKALIKES.keys())
def test_what_only_looks_like_a_tracker_is_no_call_of_one(
    code: str, tmp_path: Path, snapshot: Snapshot
) -> None:
    generate(tmp_path / "acme_tracking", "python", snapshot)
    found = scanned(tmp_path, {"shop/app.py": code, "shop/other.py": "tracker = object()\n"})
    assert found.sites == ()


def test_a_tracker_is_followed_through_files_that_hand_it_on(tmp_path: Path, snapshot: Snapshot) -> None:
    generate(tmp_path / "acme_tracking", "python", snapshot)
    generate(tmp_path / "web/tracking", "typescript", snapshot)
    files = {
        "shop/names.py": "from acme_tracking import tracker as analytics\n",
        "shop/app.py": "from shop.names import analytics\n\nanalytics.timer.stopped(seconds=1)\n",
        "shop/service.py": """\
from acme_tracking import tracker


class Service:
    def __init__(self):
        self.sent = tracker.of(user_id="1")

    def run(self):
        self.sent.timer.clock_out()
""",
        "web/own.ts": 'import { tracker } from "./tracking/index.js";\nexport const events = tracker;\n',
        "web/app.ts": 'import { events } from "./own";\nevents.timer.stopped({ seconds: 1 });\n',
        "web/main.ts": 'import { tracker } from "./tracking/index.js";\nexport default tracker;\n',
        "web/use.ts": 'import mine from "./main";\nmine.account.joined({});\n',
    }
    found = scanned(tmp_path, files)
    assert [(path, line, event) for path, line, event, _ in seen(found, snapshot)] == [
        ("shop/app.py", 3, "timer.stopped"),
        ("shop/service.py", 9, "timer.clock_out"),
        ("web/app.ts", 2, "timer.stopped"),
        ("web/use.ts", 2, "account.signed_up"),
    ]


def test_an_event_that_has_gone_and_is_still_called_is_not_registered(
    tmp_path: Path, snapshot: Snapshot
) -> None:
    generate(tmp_path / "acme_tracking", "python", snapshot)
    code = """\
from acme_tracking import tracker
from acme_tracking.events import timer

tracker.timer.clock_out()
tracker.track(timer.ClockOut())
tracker.timer.stopped(seconds=1)
"""
    found = scanned(tmp_path, {"app.py": code})
    later = catalog_in(
        tmp_path / "later", {name: text for name, text in CATALOG.items() if "clock_out" not in name}
    )
    use = use_of(with_matches(found.sites, later), later)
    assert use.used == ("timer.stopped",)
    assert use.unregistered == ("timer.clock_out",)


def test_arguments_are_told_by_the_names_of_their_properties(tmp_path: Path, snapshot: Snapshot) -> None:
    generate(tmp_path / "acme_tracking", "python", snapshot)
    code = """\
from acme_tracking import tracker

tracker.timer.stopped(seconds=1, class_="x", state="done")
tracker.timer.stopped(**given)
"""
    found = scanned(tmp_path, {"app.py": code})
    first, second = with_matches(found.sites, snapshot)
    assert [one.name for one in first.properties.given] == ["seconds", "class", "state", "kind"]
    state = first.properties.given[2].value
    assert found.linker.texts(*state).names == ("done",)
    assert (first.properties.open, second.properties.open) == (False, True)


def test_a_function_that_goes_on_as_a_value_is_used_with_properties_that_nobody_sees(
    tmp_path: Path, snapshot: Snapshot
) -> None:
    generate(tmp_path / "tracking", "typescript", snapshot)
    code = 'import { clock_out } from "./tracking/timer.js";\nrender({ onStop: clock_out });\n'
    found = scanned(tmp_path, {"app.ts": code})
    (site,) = with_matches(found.sites, snapshot)
    assert (site.texts.names, site.properties.open) == (("timer.clock_out",), True)
    assert found.handed_on == ()


def test_without_a_catalog_calls_are_named_as_the_code_has_them(tmp_path: Path, snapshot: Snapshot) -> None:
    generate(tmp_path / "acme_tracking", "python", snapshot)
    code = "from acme_tracking import tracker\n\ntracker.account.joined()\n"
    (site,) = scanned(tmp_path, {"app.py": code}).sites
    assert site.texts.names == ("account.joined",)
    assert use_of([site], None).unregistered == ("account.joined",)


PACKAGES: Final = [
    ("python", "acme-events", "app.py", "from acme_events import tracker\n\ntracker.timer.clock_out()\n"),
    (
        "typescript",
        "@acme/events",
        "app.ts",
        'import { clock_out } from "@acme/events/timer.js";\n\nclock_out();\n',
    ),
]


@pytest.mark.parametrize(("target", "package", "name", "code"), PACKAGES)
def test_a_package_is_found_by_its_name(
    target: str, package: str, name: str, code: str, tmp_path: Path, snapshot: Snapshot
) -> None:
    generate(tmp_path / "libs/events-package", target, snapshot, Shape(package=package))
    assert seen(scanned(tmp_path, {name: code}), snapshot) == [(name, 3, "timer.clock_out", ())]


@pytest.mark.parametrize(("target", "package", "name", "code"), PACKAGES)
def test_a_package_that_lies_elsewhere_counts_where_the_project_names_it(
    target: str, package: str, name: str, code: str, tmp_path: Path, snapshot: Snapshot
) -> None:
    named = f'[scan]\ntrackers = ["{package}"]\n'
    assert scanned(tmp_path, {name: code}).sites == ()
    assert seen(scanned(tmp_path, None, named), snapshot) == [(name, 3, "timer.clock_out", ())]
    made = f'[gen.{target}]\nout = "../elsewhere"\npackage = "{package}"\n'
    assert seen(scanned(tmp_path, None, made), snapshot) == [(name, 3, "timer.clock_out", ())]


def test_a_folder_beside_what_is_scanned_is_found_by_what_the_project_generates(
    tmp_path: Path, snapshot: Snapshot
) -> None:
    generate(tmp_path / "lib/tracking", "typescript", snapshot)
    write(tmp_path, {"app/a.ts": 'import { clock_out } from "../lib/tracking/timer.js";\nclock_out();\n'})
    settings: ScanSettings = settings_of('[gen.typescript]\nout = "lib/tracking"\n')
    found = scan([Path("app")], tmp_path, settings, cache_folder=None, now_ns=0, jobs=1)
    assert seen(found, snapshot) == [("app/a.ts", 2, "timer.clock_out", ())]


def test_what_people_wrote_beside_generated_files_is_scanned(tmp_path: Path, snapshot: Snapshot) -> None:
    generate(tmp_path / "pkg", "python", snapshot)
    found = scanned(tmp_path, {"pkg/own.py": "from . import tracker\n\ntracker.timer.clock_out()\n"})
    assert seen(found, snapshot) == [("pkg/own.py", 3, "timer.clock_out", ())]


def test_a_list_of_generated_files_that_is_none_is_said(tmp_path: Path) -> None:
    found = scanned(tmp_path, {f"pkg/{MANIFEST}": json.dumps([1]), "pkg/a.py": 'track("a.b")\n'})
    assert [site.path for site in found.sites] == ["pkg/a.py"]
    (skipped,) = found.skipped
    assert skipped.path == f"pkg/{MANIFEST}"
    assert "what lies beside it is read" in skipped.reason


def test_a_folder_inside_a_tracker_is_not_scanned_either(tmp_path: Path, snapshot: Snapshot) -> None:
    generate(tmp_path / "pkg", "python", snapshot)
    found = scan([Path("pkg/events")], tmp_path, settings_of(""), cache_folder=None, now_ns=0, jobs=1)
    assert found.read == 0
    assert [(one.path, one.reason) for one in found.skipped] == [("pkg/events", GENERATED)]
