"""Other names for a sink: what is called by them is found, and what only has such a name is not."""

from pathlib import Path

import pytest

from tests.scan.code import PRESETS, scanned, told

PYTHON = [
    ("import", 'from x import track as t\nt("a")', 2),
    ("import-in-a-function", 'def f():\n  from x import track as t\n  t("a")', 3),
    ("import-or-nothing", 'try:\n  from x import track as t\nexcept ImportError:\n  t = None\nt("a")', 5),
    ("assigned", 'send = track\nsend("a")', 2),
    ("assigned-twice", 'send = again = track\nagain("a")', 2),
    ("assigned-on", 'send = track\nagain = send\nagain("a")', 3),
    ("of-a-receiver", 'def f(self):\n  send = self.tracker.track\n  send("a")', 3),
    ("used-inside", 'send = track\ndef f():\n  send("a")', 3),
    ("conditional", 'send = track if on else noop\nsend("a")', 2),
    ("or", 'send = track or noop\nsend("a")', 2),
    ("unpacked", 'send, other = track, noop\nsend("a")', 2),
    ("walrus", 'if (send := track):\n  send("a")', 2),
    ("global", 'def f():\n  global send\n  send = track\nsend("a")', 4),
    ("partial", 'from functools import partial\nsend = partial(track, "a")\nsend()', 3),
    ("partial-without-the-event", 'import functools\nsend = functools.partial(track)\nsend("a")', 3),
    ("partial-by-keyword", 'send = partial(track, event="a")\nsend({"x": 1})', 2),
    ("partial-called", 'partial(track, "a")()', 1),
    ("partial-handed-on", 'on_commit(partial(track, "a"))', 1),
    ("class-attribute", 'class T:\n  send = track\n  def f(self): self.send("a")', 3),
    ("static-method", 'class T:\n  send = staticmethod(track)\nT.send("a")', 3),
    ("instance", 'class T:\n  send = track\nt = T()\nt.send("a")', 4),
    ("new-instance", 'class T:\n  send = track\nT().send("a")', 3),
    ("class-in-a-method", 'class A:\n  def f(self):\n    class T: send = track\n    T.send("a")', 4),
    ("inherited", 'class T:\n  send = track\nclass S(T):\n  def f(self): self.send("a")', 4),
    ("own-attribute", 'class T:\n  def __init__(self): self.send = track\n  def f(self): self.send("a")', 3),
    ("dict", 'S = {"x": track, "y": noop}\nS["x"]("a")', 2),
    ("dict-by-any-key", 'S = {"x": track}\nS[key]("a")', 2),
    ("dict-get", 'S = {"x": track}\nS.get("x")("a")', 2),
    ("dict-set-later", 'S = {}\nS["x"] = track\nS["x"]("a")', 3),
    ("default-of-a-parameter", 'def f(send=track):\n  send("a")', 2),
    ("argument-of-a-function", 'def f(send):\n  send("a")\nf(track)', 2),
    ("loop", 'for send in (track, noop):\n  send("a")', 2),
    ("getattr", 'getattr(app, "track")("a")', 1),
    ("called-as-a-condition", '(track if on else noop)("a")', 1),
    ("task", 'send = track\nsend.delay("a")', 2),
    ("thread", 'Thread(target=track, args=("a",)).start()', 1),
    ("pool", 'pool.submit(track, "a", {"x": 1})', 1),
]


@pytest.mark.parametrize(("source", "line"), [row[1:] for row in PYTHON], ids=[row[0] for row in PYTHON])
def test_a_call_by_another_name_is_a_site_in_python(source: str, line: int, tmp_path: Path) -> None:
    (site,) = scanned(tmp_path, {"app.py": source}).sites
    assert (site.call.line, site.sink.id, told(site)) == (line, "track", (("a",), None))


JAVASCRIPT = [
    ("import", 'import { track as t } from "./x";\nt("a")', 2),
    ("assigned", 'const send = track;\nsend("a")', 2),
    ("assigned-on", 'const send = track, again = send;\nagain("a")', 2),
    ("assigned-later", 'let send;\nsend = track;\nsend("a")', 3),
    ("destructured", 'const { track: send } = analytics;\nsend("a")', 2),
    ("destructured-from-a-hook", 'const { track: send } = useAnalytics();\nsend("a")', 2),
    ("prop", 'function Page({ track: send }) {\n  send("a") }', 2),
    ("member", 'const send = analytics.track;\nsend?.("a")', 2),
    ("member-by-text", 'const send = analytics["track"];\nsend("a")', 2),
    ("bind", 'const send = analytics.track.bind(analytics);\nsend("a")', 2),
    ("bind-with-the-event", 'const send = analytics.track.bind(analytics, "a");\nsend()', 2),
    ("call", 'analytics.track.call(analytics, "a")', 1),
    ("apply", 'analytics.track.apply(analytics, ["a", {}])', 1),
    ("conditional", 'const send = on ? track : noop;\nsend("a")', 2),
    ("callback", 'const send = useCallback(track, []);\nsend("a")', 2),
    ("cast", 'const send = track as unknown as Send;\nsend!("a")', 2),
    ("object", 'const api = { send: analytics.track };\napi.send("a")', 2),
    ("object-by-text", 'const api = { send: track };\napi["send"]("a")', 2),
    ("object-in-a-function", 'function f() { const api = { send: track };\napi?.send("a") }', 2),
    ("shorthand", 'const api = { track };\napi.track("a")', 2),
    ("class-field", 'class A { send = track; f() {\nthis.send("a") } }', 2),
    ("constructor", 'class A { constructor() { this.send = track; } f() {\nthis.send("a") } }', 2),
    ("instance", 'class A { send = track }\nnew A().send("a")', 2),
    ("inherited", 'class A { send = track }\nclass B extends A { f() { this.send("a") } }', 2),
    ("default-of-a-parameter", 'function f(send = track) {\nsend("a") }', 2),
    ("argument-of-a-function", 'const f = (send) =>\nsend("a");\nf(track)', 2),
    ("timer", 'setTimeout(track, 100, "a")', 1),
    ("called-as-a-condition", '(on ? track : noop)("a")', 1),
    ("global", 'const send = window.analytics?.track;\nsend("a")', 2),
]


@pytest.mark.parametrize(
    ("source", "line"), [row[1:] for row in JAVASCRIPT], ids=[row[0] for row in JAVASCRIPT]
)
def test_a_call_by_another_name_is_a_site_in_typescript(source: str, line: int, tmp_path: Path) -> None:
    (site,) = scanned(tmp_path, {"app.tsx": source}).sites
    assert (site.call.line, site.sink.id, told(site)) == (line, "track", (("a",), None))


LIBRARIES = [
    ("import-in-an-init", {"p/__init__.py": "from .t import track as send", "p/t.py": "def track(n): pass"}),
    ("assigned", {"p/__init__.py": "from .t import track\nsend = track", "p/t.py": "def track(n): pass"}),
    ("star", {"p/__init__.py": "from .t import *", "p/t.py": "def track(n): pass\nsend = track"}),
    (
        "handed-on-twice",
        {"p/__init__.py": "from .u import emit as send", "p/u.py": "from .t import track as emit"},
    ),
    ("receiver", {"p/__init__.py": "send = analytics.track"}),
]
IMPORTS = [
    ("plain", 'from p import send\nsend("a")'),
    ("alias", 'from p import send as s\ns("a")'),
    ("module", 'import p\np.send("a")'),
    ("module-alias", 'import p as q\nq.send("a")'),
    ("assigned", 'from p import send\ngo = send\ngo("a")'),
    ("in-a-function", 'def f():\n  from p import send\n  send("a")'),
]


@pytest.mark.parametrize("importing", [row[1] for row in IMPORTS], ids=[row[0] for row in IMPORTS])
@pytest.mark.parametrize("library", [row[1] for row in LIBRARIES], ids=[row[0] for row in LIBRARIES])
def test_a_python_module_that_never_names_the_sink_calls_it_by_what_another_gave_it(
    library: dict[str, str], importing: str, tmp_path: Path
) -> None:
    sites = scanned(tmp_path, {**library, "app.py": importing}).sites
    assert [(site.path, told(site)) for site in sites] == [("app.py", (("a",), None))]


MODULES = [
    ("named", {"lib.ts": 'export { track as send } from "./t"'}),
    ("own", {"lib.ts": "function track(n) {}\nexport { track as send }"}),
    ("constant", {"lib.ts": "export const send = analytics.track"}),
    ("exported-later", {"lib.ts": "const send = track.bind(null);\nexport { send }"}),
    ("star", {"lib.ts": 'export * from "./t"', "t.ts": "export const send = track"}),
    ("default", {"lib.ts": 'export { default as send } from "./t"', "t.ts": "export default track"}),
    (
        "default-function",
        {"lib.ts": 'export { default as send } from "./t"', "t.ts": "export default function track(n) {}"},
    ),
    ("commonjs", {"lib.ts": "exports.send = analytics.track"}),
    ("commonjs-object", {"lib.ts": "module.exports = { send: track }"}),
]
USES = [
    ("plain", 'import { send } from "./lib";\nsend("a")'),
    ("alias", 'import { send as s } from "./lib";\ns("a")'),
    ("module", 'import * as lib from "./lib";\nlib.send("a")'),
    ("required", 'const { send } = require("./lib");\nsend("a")'),
    ("destructured", 'import * as lib from "./lib";\nconst { send: go } = lib;\ngo("a")'),
]


@pytest.mark.parametrize("importing", [row[1] for row in USES], ids=[row[0] for row in USES])
@pytest.mark.parametrize("library", [row[1] for row in MODULES], ids=[row[0] for row in MODULES])
def test_a_typescript_module_that_never_names_the_sink_calls_it_by_what_another_gave_it(
    library: dict[str, str], importing: str, tmp_path: Path
) -> None:
    sites = scanned(tmp_path, {**library, "app.ts": importing}).sites
    assert [(site.path, told(site)) for site in sites] == [("app.ts", (("a",), None))]


def test_the_default_of_a_module_may_have_any_name(tmp_path: Path) -> None:
    files = {
        "lib/track.ts": "export default function track(n) {}",
        "app.ts": 'import t from "./lib/track"\nt("a")',
    }
    assert [told(site) for site in scanned(tmp_path, files).sites] == [(("a",), None)]


MEMBERS = [
    ("python", {"t.py": "class T:\n  send = track", "app.py": 'from t import T\nT().send("a")'}),
    (
        "inherited",
        {
            "t.py": "class T: send = track",
            "app.py": 'from t import T\nclass S(T):\n  def f(self): self.send("a")',
        },
    ),
    ("shared", {"t.py": "class T:\n  send = track\nt = T()", "app.py": 'from t import t\nt.send("a")'}),
    (
        "typescript",
        {"t.ts": "export const api = { send: track }", "app.ts": 'import { api } from "./t"\napi.send("a")'},
    ),
    (
        "class",
        {
            "t.ts": "export class T{ send = track }",
            "app.ts": 'import { T } from "./t"\nconst t = new T();\nt.send("a")',
        },
    ),
]


@pytest.mark.parametrize("files", [row[1] for row in MEMBERS], ids=[row[0] for row in MEMBERS])
def test_a_member_that_is_a_sink_is_found_where_its_class_or_object_is_known(
    files: dict[str, str], tmp_path: Path
) -> None:
    assert [told(site) for site in scanned(tmp_path, files).sites] == [(("a",), None)]


def test_what_another_file_hands_on_begins_with_what_it_was_given_there(tmp_path: Path) -> None:
    files = {
        "t.py": 'NAME = "a.b"\npaid = partial(track, NAME, properties={"x": 1})',
        "app.py": "from t import paid\npaid()",
    }
    (site,) = scanned(tmp_path, files).sites
    assert (site.path, told(site)) == ("app.py", (("a.b",), None))


DECOYS = [
    ("parameter", "app.py", 'send = track\ndef f(send): send("a")'),
    ("local", "app.py", 'send = track\ndef f():\n  send = noop\n  send("a")'),
    ("overwritten", "app.py", 'send = track\nsend = noop\nsend("a")'),
    ("comprehension", "app.py", 'send = track\n[send("a") for send in x]'),
    ("lambda", "app.py", 'send = track\nf = lambda send: send("a")'),
    ("other-function", "app.py", 'def f(): send = track\ndef g(): send("a")'),
    ("function-of-that-name", "app.py", 'def f():\n  from x import track as t\ndef t(): pass\nt("a")'),
    ("other-key", "app.py", 'S = {"x": track, "y": noop}\nS["y"]("a")'),
    ("other-class", "app.py", 'class A:\n  send = track\nclass B:\n  def f(self): self.send("a")'),
    ("anything's-member", "app.py", 'class A:\n  send = track\nx.send("a")'),
    ("condition", "app.py", 'send = a if track else b\nsend("a")'),
    ("result", "app.py", 'send = f(track)\nsend("a")'),
    ("parameter-in-typescript", "a.ts", 'const send = track;\nfunction f(send) { send("a") }'),
    ("local-in-typescript", "a.ts", 'const send = track;\n{ const send = noop; send("a") }'),
    (
        "function-in-typescript",
        "a.ts",
        'import { track as t } from "x";\nfunction f() { function t() {} t("") }',
    ),
    ("other-member", "a.ts", 'const api = { send: track, other: noop };\napi.other("a")'),
    ("anything's-member-in-typescript", "a.ts", 'const api = { send: track };\nx.send("a")'),
    ("condition-in-typescript", "a.ts", 'const send = track && noop;\nsend("a")'),
]


@pytest.mark.parametrize(("name", "source"), [row[1:] for row in DECOYS], ids=[row[0] for row in DECOYS])
def test_what_only_has_such_a_name_is_no_site(name: str, source: str, tmp_path: Path) -> None:
    assert scanned(tmp_path, {name: source}).sites == ()


def test_a_name_that_another_file_gives_to_a_sink_means_nothing_without_its_import(tmp_path: Path) -> None:
    files = {"t.py": "send = track", "app.py": 'def send(x): pass\nsend("a")\nx.send("b")'}
    assert scanned(tmp_path, files).sites == ()


RECEIVERS = [
    ("assigned", "a.ts", 'const send = posthog.capture;\nsend("a")', "posthog-js"),
    ("of-something-else", "a.ts", 'const send = canvas.capture;\nsend("a")', None),
    ("destructured", "a.ts", 'const { capture: send } = posthog;\nsend("a")', "posthog-hook"),
    ("bound", "a.ts", 'const send = posthog.capture.bind(posthog);\nsend("a")', "posthog-js"),
    ("another-name", "a.ts", 'const client2 = this.posthog;\nclient2.capture("a")', "posthog-js"),
    ("hook", "a.ts", 'const x = usePostHog();\nx.capture("a")', "posthog-js"),
    ("import", "a.ts", 'import x from "posthog-js";\nx.capture("a")', "posthog-js"),
    ("named-import", "a.ts", 'import { posthog as x } from "./y";\nx.capture("a")', "posthog-js"),
    ("other-import", "a.ts", 'import x from "./camera";\nx.capture("a")', None),
    ("module", "a.py", 'import posthog as x\nx.capture("a", distinct_id=1)', "posthog-python"),
    ("imported", "a.py", 'from y import posthog as x\nx.capture("a")', "posthog-python"),
    ("made", "a.py", 'x = Posthog("key")\nx.capture("a")', "posthog-python"),
    ("local", "a.py", 'def f():\n  x = self.posthog\n  x.capture("a")', "posthog-python"),
    ("overwritten", "a.py", 'def f():\n  x = posthog\n  x = camera\n  x.capture("a")', None),
    ("parameter", "a.py", 'x = posthog\ndef f(x): x.capture("a")', None),
    ("method", "a.py", 'send = posthog.capture\nsend("a")', "posthog-python"),
]


@pytest.mark.parametrize(
    ("name", "source", "sink"), [row[1:] for row in RECEIVERS], ids=[row[0] for row in RECEIVERS]
)
def test_a_receiver_is_that_of_what_a_name_stands_for(
    name: str, source: str, sink: str | None, tmp_path: Path
) -> None:
    sites = scanned(tmp_path, {name: source}, PRESETS).sites
    assert [site.sink.id for site in sites] == ([] if sink is None else [sink])


HANDED_ON = [
    ("argument", "app.py", "from x import track\nregister(track)", [2]),
    ("list", "app.py", "from x import track\nL = [track]", [2]),
    ("returned", "app.py", "from x import track\ndef f(): return track", [2]),
    ("by-another-keyword", "app.py", "from x import track\nf(callback=track)", [2]),
    ("by-its-own-keyword", "app.py", "from x import track\nf(track=track)", []),
    ("asked", "app.py", "from x import track\nassert callable(track)", []),
    ("a-variable", "app.py", "def f(track):\n  g(track)\n  return track", []),
    ("in-a-test", "tests/test_app.py", "from x import track\nregister(track)", []),
    ("handler", "a.tsx", 'import { track } from "x";\n<p onClick={track} />', [2]),
    ("prop-of-its-name", "a.tsx", 'import { track } from "x";\n<P track={track} />', []),
    ("dependency", "a.tsx", 'import { track } from "x";\nuseEffect(f, [track])', []),
    ("promise", "a.ts", 'import { track } from "x";\nload().then(track)', [2]),
    ("member-of-an-argument", "a.ts", 'import { track } from "x";\ninit({ onEvent: track, track })', [2]),
    ("mocked", "a.ts", 'import { track } from "x";\nexpect(track)', []),
]


@pytest.mark.parametrize(
    ("name", "source", "lines"), [row[1:] for row in HANDED_ON], ids=[row[0] for row in HANDED_ON]
)
def test_a_sink_that_goes_on_as_a_value_is_no_call_and_is_told(
    name: str, source: str, lines: list[int], tmp_path: Path
) -> None:
    found = scanned(tmp_path, {name: source})
    assert found.sites == ()
    assert [site.call.line for site in found.handed_on] == lines
    assert all(told(site) == ((), "handed-on") for site in found.handed_on)


def test_where_a_sink_goes_on_a_comment_says_what_it_sends(tmp_path: Path) -> None:
    source = 'import { track } from "x";\n<p onClick={track} /> // rollcall: events=a.b'
    (site,) = scanned(tmp_path, {"a.tsx": source}).handed_on
    assert told(site) == (("a.b",), None)


def test_others_that_get_a_sink_under_its_name_are_found_where_they_call_it(tmp_path: Path) -> None:
    files = {
        "a.ts": 'import { track } from "x";\nimport { help } from "./b";\nhelp(track)',
        "b.ts": 'export function help(track) { track("a") }',
    }
    found = scanned(tmp_path, files)
    assert ([site.path for site in found.sites], found.handed_on) == (["b.ts"], ())


def test_a_function_of_the_sinks_own_name_that_hands_on_to_it_is_no_site_of_its_own(tmp_path: Path) -> None:
    sink = '[[scan.sinks]]\ncallee = "identify"\nevent = {name = "a.b"}\n'
    files = {
        "app.py": "def identify(user):\n  from service import identify as _identify\n  _identify(user)",
        "use.py": "from app import identify\nidentify(1)",
    }
    assert [site.path for site in scanned(tmp_path, files, sink).sites] == ["use.py"]


def test_names_given_by_other_files_are_remembered_between_runs(tmp_path: Path) -> None:
    files = {"src/p.py": "from t import track as send", "src/app.py": 'from p import send\nsend("a")'}
    (tmp_path / "src").mkdir()
    for _ in range(2):
        found = scanned(tmp_path, files, cache=tmp_path / "cache", now_ns=2**62)
        assert [(site.path, told(site)) for site in found.sites] == [("src/app.py", (("a",), None))]
    files["src/p.py"] = "from t import other as send"
    assert scanned(tmp_path, files, cache=tmp_path / "cache", now_ns=2**62).sites == ()


def test_names_that_stand_for_each_other_come_to_an_end(tmp_path: Path) -> None:
    files = {
        "a.py": "from b import f as g\nfrom t import track as g2",
        "b.py": 'from a import g as f\nf("x")\nsend = track\nsend = send or track\nsend("a")',
    }
    assert [told(site) for site in scanned(tmp_path, files).sites] == [(("a",), None)]
