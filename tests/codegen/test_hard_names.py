"""Events and resources whose names mean something to a language or to a tracker, called in both languages."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from catalog.codegen.output import write
from catalog.codegen.plan.collisions import collisions
from catalog.codegen.plan.tracker import Plan, plan
from catalog.codegen.shape import PLAIN
from catalog.codegen.targets import TARGETS
from catalog.loading import load
from tests.codegen.typescript.engine import COMPILERS, compiled, run

ACTIONS = [
    *("then", "catch", "finally", "toJSON", "toString", "toLocaleString", "valueOf", "constructor"),
    *("prototype", "length", "name", "call", "apply", "bind", "arguments", "caller", "hasOwnProperty"),
    *("of", "data", "values", "self", "cls", "mro", "DATA", "track", "None", "default", "export"),
]
RESOURCES = [
    *("recording", "recorded", "tracker", "configure", "track", "identify", "group", "context", "flush"),
    *("shutdown", "counts", "of", "then", "toJSON", "toString", "constructor", "prototype", "core", "types"),
    *("destinations", "events", "resources", "testing", "strict", "index", "keys", "package", "runtime"),
    *("definitions", "aflush", "hasOwnProperty", "class", "self", "print", "list", "dict", "object"),
]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Plan:
    folder = tmp_path_factory.mktemp("hard")
    (folder / "catalog.yaml").write_text("format: 1\nproduct: hard\ndestinations: {log: {}}\n")
    text = "description: It.\ndestinations: [log]\nproperties: {count: {type: integer, data: none}}\n"
    for name in [*(f"thing/{action}" for action in ACTIONS), *(f"{one}/done" for one in RESOURCES)]:
        target = folder / f"{name}.yaml"
        target.parent.mkdir(exist_ok=True)
        target.write_text(text)
    loaded = load(folder)
    assert not loaded.findings
    assert collisions(loaded.snapshot.events.values()) == ()
    return plan(loaded.snapshot, generator="rollcall test")


def functions(made: Plan) -> list[tuple[str, str, str]]:
    return [
        (resource.name, function.name, function.event.name)
        for resource in made.resources
        for function in resource.functions
    ]


def test_every_event_is_called_in_python(made: Plan, tmp_path: Path) -> None:
    write(tmp_path / "hard", TARGETS["python"](made, PLAIN))
    calls = "\n".join(f"tracker.{resource}.{name}(count=1)" for resource, name, _ in functions(made))
    program = (
        "import json\nfrom hard import configure, tracker\nfrom hard.destinations import Memory\n"
        f"kept = Memory()\nconfigure(destinations={{'log': kept}}, mode='strict')\n{calls}\n"
        "print(json.dumps([one.event for one in kept.deliveries]))\n"
    )
    ended = subprocess.run(
        [sys.executable, "-S", "-c", program], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert ended.stderr == ""
    assert json.loads(ended.stdout) == [event for _, _, event in functions(made)]


@pytest.fixture(scope="module")
def folder(made: Plan, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("typescript")
    write(folder / "tracking", TARGETS["typescript"](made, PLAIN))
    return folder


def test_every_event_is_called_in_typescript(made: Plan, folder: Path, node: str) -> None:
    calls = "\n".join(f"tracker.{resource}.{name}({{ count: 1 }});" for resource, name, _ in functions(made))
    head = (
        'import { configure, tracker } from "./tracking/index.js";\n'
        'import { memory } from "./tracking/destinations.js";\nconst kept = memory();\n'
    )
    program = f"{head}configure({{ destinations: {{ log: kept }} }});\n{calls}\n"
    (folder / "calls.ts").write_text(f"{program}export {{}};\n")
    assert compiled(node, folder, ["calls.ts"], next(iter(COMPILERS))) == ""
    found = run(
        node, folder, f"{program}console.log(JSON.stringify(kept.deliveries.map((one) => one.event)));"
    )
    assert found == [event for _, _, event in functions(made)]


def test_what_javascript_does_with_any_object_sends_nothing(made: Plan, folder: Path, node: str) -> None:
    names = json.dumps([resource.name for resource in made.resources])
    found = run(
        node,
        folder,
        f"""
import {{ configure, tracker }} from "./tracking/index.js";
import {{ memory }} from "./tracking/destinations.js";
const kept = memory();
configure({{ destinations: {{ log: kept }} }});
const bound = tracker.of({{ userId: "42" }});
const late = setTimeout(() => {{ throw new Error("something is awaited for ever"); }}, 5_000);
for (const one of [tracker, bound, ...{names}.flatMap((name) => [tracker[name], bound[name]])]) {{
  await one;
  JSON.stringify(one);
  try {{ `${{one}}`; one == 1; }} catch {{ /* a module is no text */ }}
}}
clearTimeout(late);
console.log(JSON.stringify(kept.deliveries.map((one) => one.event)));
""",
    )
    assert found == []
