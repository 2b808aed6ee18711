"""Types for calls that exist already: one file, and no call changes."""

from pathlib import Path

import pytest

from catalog.codegen.plan.tracker import plan
from catalog.codegen.shape import Shape
from catalog.codegen.typescript.render import render
from catalog.model.snapshot import Snapshot
from tests.codegen.typescript.engine import COMPILERS, compiled
from tests.validation.worlds import world

RIGHT = """
import posthog, { PostHog as Browser } from "posthog-js";
import { PostHog } from "posthog-node";
import { Analytics } from "@segment/analytics-node";
const server = new PostHog("key");
const analytics = new Analytics({ writeKey: "key" });
posthog.capture("timer.stopped", { duration_seconds: 1800, kind: "timer" });
const stopped = { duration_seconds: 1800, kind: "timer" } as const;
posthog.capture("timer.stopped", { ...stopped, $current_url: "/" }, { send_instantly: true });
posthog.capture("timer_stopped", { seconds: 3 });
posthog.capture("page.left");
posthog.capture("page.left", null);
posthog.capture("$pageview", { anything: 1 });
posthog.identify("42");
server.capture({ distinctId: "42", event: "timer.stopped", properties: stopped });
server.capture({ distinctId: "42", event: "page.left" });
server.groupIdentify({ groupType: "company", groupKey: "7" });
analytics.track({ userId: "42", event: "timer.stopped", properties: stopped });
analytics.identify({ userId: "42" });
export const more: Browser = posthog;
"""

WRONG = {
    "a name that is not on the roll": 'posthog.capture("timer.stoped", {});',
    "a property that is missing": 'posthog.capture("timer.stopped", { kind: "timer" });',
    "no properties": 'posthog.capture("timer.stopped");',
    "a text for a number": 'posthog.capture("timer.stopped", { duration_seconds: "1", kind: "timer" });',
    "a property that nobody declared": 'posthog.capture("page.left", { more: 1 });',
    "a name that an alias does not send": 'posthog.capture("timer_stopped", { duration_seconds: 3 });',
    "any text as a name": "posthog.capture(String(1), {});",
    "a wrong message of a server": 'server.capture({ distinctId: "42", event: "timer.stopped" });',
    "a wrong name of a server": 'server.capture({ distinctId: "42", event: "timer.stoped" });',
    "a wrong message to Segment": 'analytics.track({ userId: "4", event: "page.left", properties: {a: 1} });',
}


def snapshot() -> Snapshot:
    return world(
        {
            "timer.stopped": {
                "properties": {
                    "duration_seconds": {"type": "number", "required": True},
                    "kind": {"type": "string", "const": "timer", "required": True},
                    "note": {"type": "string", "data": "user.content"},
                },
                "aliases": [
                    {"name": "timer_stopped", "sends": ["seconds"], "rename": {"seconds": "duration_seconds"}}
                ],
            },
            "page.left": {"description": "*/ gone @deprecated"},
        }
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of types, alone."""
    made = tmp_path_factory.mktemp("existing")
    [(name, content)] = render(plan(snapshot(), generator="rollcall test"), Shape(types_only=True)).items()
    assert name == "calls.d.ts"
    (made / name).write_bytes(content)
    return made


@pytest.mark.parametrize("compiler", COMPILERS)
def test_right_calls_compile(node: str, folder: Path, compiler: str) -> None:
    (folder / "right.ts").write_text(RIGHT)
    files = ["calls.d.ts", "right.ts"]
    assert compiled(node, folder, files, compiler, skipLibCheck=True, types=["node"]) == ""


@pytest.mark.parametrize("compiler", COMPILERS)
def test_wrong_calls_do_not_compile(node: str, folder: Path, compiler: str) -> None:
    imports = RIGHT.partition("posthog.capture(")[0]
    files = ["calls.d.ts"]
    for number, statement in enumerate(WRONG.values()):
        files.append(f"wrong{number}.ts")
        (folder / files[-1]).write_text(
            f"{imports}\n{statement}\nvoid Browser; void server; void analytics;\n"
        )
    said = compiled(node, folder, files, compiler, skipLibCheck=True, types=["node"])
    lines = len(imports.splitlines()) + 2
    passed = [what for number, what in enumerate(WRONG) if f"wrong{number}.ts({lines}," not in said]
    assert passed == [], said


def test_it_compiles_where_no_client_is_installed(node: str, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "calls.d.ts").write_bytes((folder / "calls.d.ts").read_bytes())
    (tmp_path / "node_modules").mkdir()
    assert compiled(node, tmp_path, ["calls.d.ts"], "7") == ""
