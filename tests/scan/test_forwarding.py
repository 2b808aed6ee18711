"""A wrapper is proposed with where its callers give the properties, seen through its body."""

from pathlib import Path

import pytest

from tests.scan.code import told
from tests.scan.test_suggesting import SDK, names_of, suggested

NODE = "import { PostHog } from 'posthog-node';\nconst client = new PostHog('k');\n"
PY = "import posthog\n"
BY_POSITION = "{position = 1}"
BOTH = '{position = 1, keyword = "props"}'

PYTHON = {
    "by keyword": (
        (
            "def w(name, props=None):\n    posthog.capture(distinct_id='x', event=name, properties=props)\n"
            "w('order.paid', {'a': 1})\nw('order.lost', props={'a': 1})\n"
        ),
        BOTH,
    ),
    "all keywords": (
        "def w(name, user, **props):\n    posthog.capture(user, name, props)\nw('order.paid', user=1, a=1)\n",
        '{kwargs = true, except = ["user"]}',
    ),
    "keywords that go on as keywords": (
        "def w(name, **fields):\n    log_event(name, **fields)\nw('order.paid', a=1)\n",
        "{kwargs = true}",
    ),
    "an object that goes on as keywords": (
        "def w(name, props):\n    log_event(name, **props)\nw('order.paid', {'a': 1})\n",
        BOTH,
    ),
    "with more put in": (
        (
            "def w(name, props=None):\n    posthog.capture(WHO, name, {**(props or {}), 'app': 'shop'})\n"
            "w('order.paid', {'a': 1})\n"
        ),
        BOTH,
    ),
    "made a new dict": (
        (
            "def w(name, props=None):\n    posthog.capture(WHO, name, dict(props or {}, app='shop'))\n"
            "w('order.paid', {'a': 1})\n"
        ),
        BOTH,
    ),
    "copied in a loop": (
        (
            "def w(name, props):\n    kept = {}\n    for key in props:\n        kept[key] = props[key]\n"
            "    posthog.capture(WHO, name, kept)\nw('order.paid', {'a': 1})\n"
        ),
        BOTH,
    ),
    "behind a star": (
        (
            "def w(name, *more, props=None):\n    posthog.capture(WHO, name, props)\n"
            "w('order.paid', props={'a': 1})\n"
        ),
        '{keyword = "props"}',
    ),
    "a member of another parameter": (
        (
            "def w(name, given):\n    posthog.capture(WHO, name, given['sent'])\n"
            "w('order.paid', {'sent': {'a': 1}})\n"
        ),
        '{position = 1, keyword = "given", key = "sent"}',
    ),
}
TYPESCRIPT = {
    "spread": (
        SDK + "const w = (name: string, props?: object) => { posthog.capture(name, { ...props, b: 2 }); };\n"
        "w('order paid', { a: 1 });\n",
        BY_POSITION,
    ),
    "in a message": (
        NODE + "function w(name: string, more = {}) {\n"
        "  client.capture({ distinctId: 'x', event: name, properties: { ...more } });\n}\n"
        "w('order paid', { a: 1 });\n",
        BY_POSITION,
    ),
    "a message of the browser's name": (
        (
            "function w(name: string, more = {}) {\n"
            "  this.segment.track({ userId: 'x', event: name, properties: more });\n}\n"
            "w('order paid', { a: 1 });\n"
        ),
        BY_POSITION,
    ),
    "the rest of an object": (
        SDK + "function w({ event, ...rest }: Sent) { posthog.capture(event, rest); }\n"
        "w({ event: 'order paid', a: 1 });\n",
        "{rest = true}",
    ),
    "the rest but who it is": (
        NODE + "function w({ userId, event, ...properties }) {\n"
        "  client.capture({ distinctId: userId, event, properties });\n}\n"
        "w({ userId: 'x', event: 'order paid', a: 1 });\n",
        '{rest = true, except = ["userId"]}',
    ),
    "a member of the same object": (
        SDK + "function w(sent: Sent) { posthog.capture(sent.name, sent.props); }\n"
        "w({ name: 'order paid', props: { a: 1 } });\n",
        '{key = "props"}',
    ),
    "a wrapper of a wrapper": (
        SDK + "function inner(name, props) { posthog.capture(name, props); }\n"
        "function w(kind, props) { inner(`order ${kind}`, { ...props, b: 2 }); }\nw('paid', { a: 1 });\n",
        BY_POSITION,
    ),
}
ROWS = [
    *(
        pytest.param("a.py", PY + text, at, "order.paid", id=f"python: {key}")
        for key, (text, at) in PYTHON.items()
    ),
    *(
        pytest.param("a.ts", text, at, "order paid", id=f"typescript: {key}")
        for key, (text, at) in TYPESCRIPT.items()
    ),
]


@pytest.mark.parametrize(("name", "text", "properties", "event"), ROWS)
def test_what_callers_give_is_told(tmp_path: Path, name: str, text: str, properties: str, event: str) -> None:
    found, proposals = suggested(tmp_path, {name: text})
    assert next(one for one in proposals if one.callee == "w").properties == properties
    given = [
        ([one.name for one in site.properties.given], site.properties.open)
        for site in found.sites
        if told(site)[0] == (event,)
    ]
    assert given == [(["a"], False)]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "a.ts",
            SDK + "function w(name, total) { posthog.capture(name, { total }); }\nw('order paid', 1);\n",
        ),
        (
            "a.ts",
            SDK + "function w(name, data) { posthog.capture(name); save(data); }\nw('order paid', {});\n",
        ),
        (
            "a.py",
            PY + "def w(name, who):\n    posthog.capture(WHO, name, about(who))\nw('order.paid', {'a': 1})\n",
        ),
    ],
    ids=["its own", "none", "made of something else"],
)
def test_what_a_wrapper_makes_itself_is_not_taken_for_what_callers_give(
    tmp_path: Path, name: str, text: str
) -> None:
    _, (one,) = suggested(tmp_path, {name: text})
    assert (one.callee, one.properties) == ("w", None)


def test_a_tracker_without_a_body_has_its_properties_where_they_are_called_so(tmp_path: Path) -> None:
    _, proposals = suggested(
        tmp_path,
        {
            "a.py": "def send_analytics_event(user_id, event_name, properties):\n    queue.put(event_name)\n"
            "\ndef f(user, name, given):\n    send_analytics_event(user, name, given)\n\n"
            "def g(user, name, given):\n    send_analytics_event(user, name, properties=given)\n"
        },
    )
    one = next(one for one in proposals if one.callee == "send_analytics_event")
    assert one.properties == '{position = 2, keyword = "properties"}'


def test_the_event_of_two_parameters_is_the_one_that_most_calls_pass_on(tmp_path: Path) -> None:
    body = "a ? posthog.capture(was, p) : b ? posthog.capture(now, p) : posthog.capture(now);"
    _, (one,) = suggested(
        tmp_path,
        {"a.ts": SDK + f"function w(was, now, p) {{ {body} }}\nw('order paid', 'order lost', {{a: 1}});\n"},
    )
    assert (one.event, one.properties) == ("{position = 1}", "{position = 2}")


COVERED = [
    pytest.param(
        {
            "a.py": "def track_event(user_id, event_name, properties=None):\n"
            "    send_analytics_event(user_id, event_name, properties)\n\n"
            "def send_analytics_event(user_id, event_name, properties):\n    queue.put(event_name)\n\n"
            "track_event(1, 'order.paid', {'a': 1})\n"
        },
        id="a function of a preset's name",
    ),
    pytest.param(
        {
            "hook.ts": "export const usePostHogCapture = () => {\n  const posthog = usePostHog();\n"
            "  return useCallback(function capture(name, props) { posthog.capture(name, props); });\n};\n",
            "a.tsx": "const capture = usePostHogCapture();\ncapture('order paid', { a: 1 });\n",
        },
        id="what a preset knows a hook for",
    ),
    pytest.param(
        {
            "a.ts": SDK
            + "function logEvent(name, who) { posthog.capture(name, { who }); }\nlogEvent('order paid', 1);\n"
        },
        id="less than the preset says",
    ),
]


@pytest.mark.parametrize("files", COVERED)
def test_what_a_preset_finds_already_is_not_proposed_again(tmp_path: Path, files: dict[str, str]) -> None:
    found, proposals = suggested(tmp_path, files)
    assert not {one.callee for one in proposals} & {"track_event", "capture", "logEvent"}
    (site,) = [site for site in found.sites if site.texts.names]
    assert site.sink.preset is not None


def test_what_says_more_than_a_preset_is_proposed(tmp_path: Path) -> None:
    text = (
        "function logEvent(name, userId, props) { posthog.capture(name, { userId, ...props }); }\n"
        "logEvent('order paid', 1, { a: 1 });\n"
    )
    _, (one,) = suggested(tmp_path, {"a.ts": SDK + text})
    assert (one.properties, one.destination) == ("{position = 2}", "posthog")


def test_a_name_that_every_program_has_is_taken_on_what_has_it_alone(tmp_path: Path) -> None:
    files = {
        "job.py": PY + "class Job:\n    def run(self, name):\n        posthog.capture(1, name)\n"
        "    def f(self):\n        self.run('order.begun')\n",
        "a.py": "subprocess.run('git status')\nself.job.run('order.paid')\nself.run('make all')\n",
        "send.ts": SDK + "export function send(name) { posthog.capture(name); }\nsend('order lost');\n",
        "b.ts": "import { send } from './send';\nsend('order kept');\nsocket.send('hello world');\n",
        "c.ts": "function send(text) {}\nsend('dear customer');\n",
    }
    found, _ = suggested(tmp_path, files)
    assert names_of(found) == {"order lost", "order kept", "order.begun", "order.paid"}


def test_a_general_name_that_nobody_calls_is_not_proposed(tmp_path: Path) -> None:
    _, proposals = suggested(
        tmp_path, {"a.ts": SDK + "export function execute(name) { posthog.capture(name); }\n"}
    )
    assert proposals == ()
