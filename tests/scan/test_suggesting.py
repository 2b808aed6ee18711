"""What is proposed as a sink for a code base that declares none: what the evidence says, and nothing else."""

import time
from pathlib import Path

import pytest

from catalog.scan.proposal import Proposal, as_toml
from catalog.scan.scan import Scan
from catalog.scan.settings import ScanSettings
from catalog.scan.suggesting import suggestions
from tests.scan.code import PRESETS, scanned, told, write

SDK = 'import posthog from "posthog-js";\n'


def suggested(folder: Path, files: dict[str, str]) -> tuple[Scan, tuple[Proposal, ...]]:
    """The proposals for a source tree, and the scan by those that are sure."""
    write(folder, files)

    def scanning(settings: ScanSettings) -> Scan:
        return scanned(folder, None, settings)

    return suggestions(scanning, PRESETS, now_ns=time.time_ns(), jobs=1)


def names_of(found: Scan) -> set[str]:
    return {name for site in found.sites if not site.is_decoy for name in told(site)[0]}


SERVICE = """\
export class AnalyticsService {
  track(name: string, userId: string, data: Record<string, unknown> = {}) {
    this.segment.track({ userId, event: name, properties: data });
  }
}
"""
TELEMETRY_HOOK = """\
export const useTelemetry = () => useCallback((event: string, data?: object) => mutate({event, data}), []);
"""
HOOK_USE = """\
import { useTelemetry } from "./hooks";
export function A() {
  const track = useTelemetry();
  track("Page opened - [Home]", {a: 1});
  track("Button clicked - [Home]");
  track("Page left - [Home]");
}
"""
TELEMETRY_PY = """\
def optional_telemetry(record_type, data, user_id=None):
    requests.post(URL, json={"record": record_type, "data": data, "user": user_id})
"""
ENUM = "class RecordType(str, Enum):\n    VERSION = 'version'\n    SYNC_DONE = 'sync_done'\n"
GUARDED = """\
def send_analytics_event(user_id, event_name, properties):
    queue.put((user_id, event_name, properties))

def track(user_id, event_name, properties=None):
    send_analytics_event(user_id, event_name, properties)

def ping(kind):
    send_analytics_event(user_id=1, event_name=f"telemetry.{kind}", properties={})

ping("installed")
track(1, "order.paid", {})
"""

FOUND = [
    pytest.param(
        {
            "s.ts": SERVICE,
            "a.ts": 'this.analyticsService.track("Order paid - [Api]", user.id, {total: 1});\n'
            'this.parcels.track("R-1");\nthis.queue.track(job.id);\n',
        },
        "track",
        {
            "receiver": r"(?i)(^|[.\]])analyticsservice([(\[].*)?$",
            "event": "{position = 0}",
            "destination": "segment",
        },
        {"Order paid - [Api]"},
        id="a method with a general name, by what has it",
    ),
    pytest.param(
        {"hooks.ts": TELEMETRY_HOOK, "a.tsx": HOOK_USE},
        "track",
        {"receiver": "", "event": "{position = 0}", "properties": "{position = 1}"},
        {"Page opened - [Home]", "Button clicked - [Home]", "Page left - [Home]"},
        id="a function that a hook of analytics gives",
    ),
    pytest.param(
        {
            "types.py": ENUM,
            "telemetry.py": TELEMETRY_PY,
            "a.py": "from types import RecordType\nfrom telemetry import optional_telemetry\n"
            'optional_telemetry(record_type=RecordType.VERSION, data={"v": 1})\n'
            'optional_telemetry(RecordType.SYNC_DONE, {"v": 1})\n',
        },
        "optional_telemetry",
        {
            "event": '{position = 0, keyword = "record_type"}',
            "properties": '{position = 1, keyword = "data"}',
            "receiver": None,
        },
        {"version", "sync_done"},
        id="named after telemetry, with constants by keyword and by position",
    ),
    pytest.param(
        {
            "a.py": "class H:\n    def g(self):\n"
            '        self.record_event({"action": "view", "object_type": "query"})\n'
            '        self.record_event({"action": "edit", "object_type": "alert", "object_id": 1})\n'
            '        self.record_event({"action": "view", "object_type": "alert"})\n',
        },
        "record_event",
        {"event": '{position = 0, keys = ["object_type", "action"]}', "properties": "{rest = true}"},
        {"query.view", "alert.edit", "alert.view"},
        id="what happened and to what are two members",
    ),
    pytest.param(
        {
            "record.js": "export default function recordEvent(action, objectType, objectId, more) {}\n",
            "a.js": 'recordEvent("view", "query", 1, {a: 1});\nrecordEvent("edit", "alert", 2, {});\n'
            'recordEvent("toggle_limit", "screen", 2, {});\n',
        },
        "recordEvent",
        {"event": "{positions = [1, 0]}", "properties": "{position = 3}"},
        {"query.view", "alert.edit", "screen.toggle_limit"},
        id="what happened and to what are two arguments",
    ),
    pytest.param(
        {
            "a.ts": SDK + "function marked(source: string, status: string) {\n"
            "  const said = source === 'api' ? `Mark as ${status} - [API]` : `Mark as ${status} - [Inbox]`;\n"
            "  posthog.capture(said);\n}\nmarked('api', 'read');\n"
        },
        "marked",
        {"event": '{position = 1, template = ["Mark as {} - [API]", "Mark as {} - [Inbox]"]}'},
        {"Mark as read - [API]", "Mark as read - [Inbox]"},
        id="a wrapper with two templates",
    ),
    pytest.param(
        {
            "a.py": "def closed(kind, step):\n    if kind == 'won':\n        log_event(f'deal.won_{step}')\n"
            "    else:\n        log_event(f'deal.lost_{step}')\n\nclosed('won', 'early')\n"
        },
        "closed",
        {"event": '{position = 1, keyword = "step", template = ["deal.won_{}", "deal.lost_{}"]}'},
        {"deal.won_early", "deal.lost_early"},
        id="a wrapper with two calls",
    ),
    pytest.param(
        {"a.py": GUARDED},
        "ping",
        {"event": '{position = 0, keyword = "kind", prefix = "telemetry."}'},
        {"telemetry.installed", "order.paid"},
        id="a wrapper of what is only named like analytics",
    ),
    pytest.param(
        {
            "a.py": "from b import submit_event\nsubmit_event(event=OrderPaidEvent(total=1))\n"
            "submit_event(event=OrderLostEvent(total=2))\nsubmit_event(event=UserJoinedEvent())\n"
        },
        "submit_event",
        {"event": '{keyword = "event", class_name = true}', "properties": "{kwargs = true}"},
        {"OrderPaidEvent", "OrderLostEvent", "UserJoinedEvent"},
        id="events that are classes",
    ),
    pytest.param(
        {
            "a.ts": "".join(
                f"await capturePostHogEvent(user.id, '{name}', {{...attribution}});\n"
                for name in ("user_signed_up", "user_left", "plan_changed")
            )
        },
        "capturePostHogEvent",
        {"event": "{position = 1}", "properties": "{position = 2}"},
        {"user_signed_up", "user_left", "plan_changed"},
        id="the event is the second argument",
    ),
]


@pytest.mark.parametrize(("files", "callee", "expected", "names"), FOUND)
def test_what_sends_events_is_proposed(
    tmp_path: Path, files: dict[str, str], callee: str, expected: dict[str, str | None], names: set[str]
) -> None:
    found, proposals = suggested(tmp_path, files)
    one = next(one for one in proposals if one.callee == callee)
    assert one.is_sure
    assert {key: getattr(one, key) for key in expected} == expected
    assert names_of(found) == names


SHAPES = """\
gaEvent({category: "cart", action: "opened", label: "x"}); gaEvent({category: "menu", action: "opened"});
gtag('event', 'sign_up', {method: "G"}); gtag('event', 'login', {method: "G"}); gtag('event', 'item_added');
this.telemetryService.publicLog2<X, Y>('editorOpened', {a: 1}); this.telemetryService.publicLog2('fileSaved');
this.telemetryService.publicLog2('searchRun');
trackEvent({name: "lid opened", props: {a: 1}}); trackEvent({name: "lid closed", props: {b: 2}});
trackEvent({name: "item picked", props: {}});
this.$analytics.track("page closed", {a: 1});
posthog.isFeatureEnabled('new-ui'); posthog.getFeatureFlag('old-ui'); posthog.register('a-b');
analytics.page("Home page"); analytics.identify("user-1"); socket.send("hello world");
console.log("order paid");
emitter.emit("thing happened"); metrics.recordEvent("cache.hit"); metrics.recordEvent("cache.miss");
captureMessage("it went wrong"); captureMessage("it broke down"); captureMessage("it fell over");
"""


def test_many_shapes_of_trackers_are_told_from_what_only_looks_like_one(tmp_path: Path) -> None:
    found, proposals = suggested(tmp_path, {"a.ts": SHAPES})
    said = {one.callee: (one.receiver, one.event, one.properties) for one in proposals if one.is_sure}
    assert said == {
        "gaEvent": (None, '{position = 0, keys = ["category", "action"]}', "{rest = true}"),
        "gtag": (None, "{position = 1}", "{position = 2}"),
        "publicLog2": (r"(?i)(^|[.\]])telemetryservice([(\[].*)?$", "{position = 0}", "{position = 1}"),
        "track": (r"(?i)(^|[.\]])\$analytics([(\[].*)?$", "{position = 0}", "{position = 1}"),
        "trackEvent": (None, '{position = 0, key = "name"}', '{key = "props"}'),
    }
    assert "cache.hit" not in names_of(found)


def test_what_a_call_or_a_lookup_gives_is_a_receiver_by_its_name(tmp_path: Path) -> None:
    files = {
        "client.py": "class Analytics:\n    def track(self, name, props=None):\n"
        "        mixpanel.track(self.user.pk, name, {**(props or {})})\n",
        "a.py": 'Analytics(request.user).track("order paid")\nanalytics = Analytics(user)\n'
        'analytics.track("order lost")\nself.clients["x"].track("R-1")\nparcel(user).track("R-2")\n',
    }
    found, (one,) = suggested(tmp_path, files)
    assert one.properties == '{position = 1, keyword = "props"}'
    assert names_of(found) == {"order paid", "order lost"}


NOT_SURE = [
    pytest.param(
        {
            "a.py": "".join(
                f"emit_event('{name}', {{}})\n" for name in ("token.created", "token.revoked", "a.b")
            )
        },
        ["emit_event"],
        id="an event bus",
    ),
    pytest.param(
        {
            "a.ts": "".join(
                f"recordAuditLog({{action: '{name}', actor: 1}});\n"
                for name in ("bounty.created", "bounty.deleted", "group.created")
            )
        },
        ["recordAuditLog"],
        id="an audit trail",
    ),
    pytest.param(
        {
            "a.ts": "".join(
                f"trackLead({{eventName: '{name}'}});\n"
                for name in ("Sign up", "Qualified Lead", "Demo booked")
            )
        },
        ["trackLead"],
        id="a feature of the product",
    ),
]


@pytest.mark.parametrize(("files", "callees"), NOT_SURE)
def test_what_may_be_something_else_is_proposed_as_a_comment(
    tmp_path: Path, files: dict[str, str], callees: list[str]
) -> None:
    found, proposals = suggested(tmp_path, files)
    assert [(one.callee, one.is_sure) for one in proposals] == [(callee, False) for callee in callees]
    assert not found.sites
    assert all(line.startswith("#") for line in "".join(as_toml(proposals)).splitlines())


NOT_FOUND = [
    pytest.param(
        {
            "s.ts": SDK + "class Mark {\n  async execute(command) { await this.sent(command.markAs); }\n"
            "  sent(markAs: string) { posthog.capture(`Mark as ${markAs} - [API]`); }\n}\n",
            "a.ts": "this.createOrder.execute({id: 1});\nthis.find.execute(Query.of({n: 'order paid'}));\n",
        },
        id="a wrapper with a general name that nobody gives an event",
    ),
    pytest.param(
        {
            "a.ts": "export function sendApiTelemetry(name: string) {\n"
            "  posthog.capture('api_used', { name });\n}\n"
            "sendApiTelemetry('environments.list');\nsendApiTelemetry('environments.get');\n"
            "sendApiTelemetry('environments.open');\n"
        },
        id="a helper that sends one event and gives it a property",
    ),
    pytest.param(
        {
            "a.py": "class I:\n    def f(self):\n        self._log_event(1, 'sync_started')\n"
            "        self._log_event(1, 'sync_ended')\n        self._log_event(1, 'sync_failed')\n"
        },
        id="a private method",
    ),
    pytest.param(
        {"a.ts": SDK + "class Api {\n  used(@Body() event) { posthog.capture(event); }\n}\n"},
        id="a method that nobody calls",
    ),
    pytest.param(
        {"a.ts": "".join(f"fireWorkspaceEvent('{name}');\n" for name in ("created", "changed", "deleted"))},
        id="single words on a bus",
    ),
    pytest.param(
        {"a.test.ts": "".join(f"capture('{name} b');\n" for name in "abc"), "b.ts": "capture(stream);\n"},
        id="what only tests call",
    ),
    pytest.param(
        {"a.ts": "".join(f"target.dispatchEvent(new CustomEvent('app:{name}'));\n" for name in "abc")},
        id="events of the DOM",
    ),
]


@pytest.mark.parametrize("files", NOT_FOUND)
def test_what_sends_nothing_is_not_proposed(tmp_path: Path, files: dict[str, str]) -> None:
    _, proposals = suggested(tmp_path, files)
    assert [one.callee for one in proposals] == []


def test_functions_of_one_name_in_two_files_are_told_apart_by_their_files(tmp_path: Path) -> None:
    found, proposals = suggested(
        tmp_path,
        {
            "one.py": "class A:\n    def sent(self, name):\n        log_event(f'one.{name}')\n"
            "    def f(self):\n        self.sent('opened')\n",
            "two.py": "class B:\n    def sent(self, name):\n        log_event(f'two.{name}')\n"
            "    def f(self):\n        self.sent('closed')\n",
            "three.py": "class C:\n    def sent(self, mail):\n        return mail\n"
            "    def f(self):\n        self.sent('a letter')\n",
        },
    )
    assert [(one.callee, one.within) for one in proposals] == [("sent", ("one.py",)), ("sent", ("two.py",))]
    assert names_of(found) == {"one.opened", "two.closed"}
    text = "".join(as_toml(proposals))
    assert 'id = "sent-2"' in text
    assert 'path = "two.py"' in text


def test_what_is_proposed_is_what_its_text_declares(tmp_path: Path) -> None:
    found, proposals = suggested(
        tmp_path, {"s.ts": SERVICE, "a.ts": 'this.analyticsService.track("A b", 1);\n'}
    )
    presets = 'presets = ["segment"]\n\n'
    again = scanned(tmp_path, None, f"[scan]\n{presets}{''.join(as_toml(proposals))}")
    assert names_of(again) == names_of(found) == {"A b"}


def test_a_name_of_a_file_stays_in_its_comment(tmp_path: Path) -> None:
    _, proposals = suggested(tmp_path, {"a\nb.py": "def sent(name):\n    log_event(name)\n\nsent('a.b')\n"})
    text = "".join(as_toml(proposals))
    assert text.startswith("# a?b.py:1: passes")
    assert names_of(scanned(tmp_path, None, text)) == {"a.b"}
    assert [one.sink.callee for one in proposals] == ["sent"]
