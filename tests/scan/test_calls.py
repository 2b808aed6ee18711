"""Which calls are sites, where they are said to be, and with which properties."""

from pathlib import Path

import pytest

from tests.scan.code import PRESETS, TRACK, scanned, settings_of, site_of, told

PLACES = [
    ("plain", 'track("a")', (1, 1, 1)),
    ("behind-a-receiver", 'x = a.b.track("a")', (1, 9, 1)),
    ("lines", 'x(\n  a\n  .track(\n  "a",\n))', (3, 4, 5)),
    ("wide-characters", 'é = "ü"; track("a")', (1, 10, 1)),
    ("tab", 'if x:\n\ttrack("a")', (2, 2, 2)),
    ("crlf", 'x = 1\r\n\r\ntrack(\r\n"a")\r\n', (3, 1, 4)),
    ("byte-order-mark", '\ufefftrack("a")', (1, 1, 1)),
    ("decorator", '@track("a")\ndef f(): pass', (1, 2, 1)),
    ("argument-of-a-call", 'f(g(track("a")))', (1, 5, 1)),
    ("in-an-f-string", "f\"{track('a')}\"", (1, 4, 1)),
    ("in-a-lambda", 'f = lambda: track("a")', (1, 13, 1)),
    ("awaited", 'async def f():\n  await track("a")', (2, 9, 2)),
    ("blank-before-the-parenthesis", 'track ("a")', (1, 1, 1)),
    ("delay", 'track.delay("a")', (1, 1, 1)),
    ("apply-async", 'track.apply_async(args=["a"], kwargs={"k": 1})', (1, 1, 1)),
    ("apply-async-keywords", 'track.apply_async(kwargs={"event": "a"})', (1, 1, 1)),
    ("pep-695", 'def f[T](x: T) -> T:\n  track("a")\ntype X[T] = list[T]', (2, 3, 2)),
    ("pep-758", 'try:\n  track("a")\nexcept A, B:\n  pass', (2, 3, 2)),
    ("python-2", 'print "x"\ntrack("a")\nexec "y"\nraise E, "z"', (2, 1, 2)),
    ("match", 'match x:\n  case {"k": v}:\n    track("a")', (3, 5, 3)),
]


@pytest.mark.parametrize(("source", "place"), [row[1:] for row in PLACES], ids=[row[0] for row in PLACES])
def test_a_call_is_found_at_the_line_and_column_of_its_callee(
    source: str, place: tuple[int, int, int], tmp_path: Path
) -> None:
    site = site_of(tmp_path, source)
    assert (site.call.line, site.call.column, site.call.end_line) == place
    assert told(site) == (("a",), None)


@pytest.mark.parametrize(
    "source",
    [
        '# track("a")',
        '"""track("a")"""',
        "x = 'track(\"a\")'",
        "def track(a): pass",
        "class track: pass",
        "f(track)",
        "track",
        "@track\ndef f(): pass",
        'backtrack("a")',
        'track_it("a")',
        'track.other("a")',
        "from x import track",
        "",
    ],
)
def test_what_only_mentions_a_sink_is_no_call(source: str, tmp_path: Path) -> None:
    assert scanned(tmp_path, {"app.py": source}).sites == ()


PROPERTIES = [
    ("none", 'track("a")', (), False),
    ("None", 'track("a", None)', (), False),
    ("dict", 'track("a", {"x": 1, "y": z})', ("x", "y"), False),
    ("dict-call", 'track("a", dict(x=1))', ("x",), False),
    ("constant", 'P = {"x": 1}\ntrack("a", P)', ("x",), False),
    ("spread-of-a-constant", 'P = {"x": 1}\ntrack("a", {**P, "y": 2})', ("x", "y"), False),
    ("spread-of-anything", 'def f(p): track("a", {**p, "y": 2})', ("y",), True),
    ("variable", 'def f(p): track("a", p)', (), True),
    ("or-nothing", 'def f(p): track("a", p or {})', (), True),
    ("local", 'def f():\n  p = {"x": 1}\n  track("a", p)', ("x",), False),
    ("added", 'def f():\n  p = {"x": 1}\n  p["y"] = 2\n  track("a", p)', ("x", "y"), False),
    ("updated", 'def f():\n  p = {"x": 1}\n  p.update({"y": 2})\n  track("a", p)', ("x", "y"), False),
    ("updated-by-anything", 'def f(q):\n  p = {"x": 1}\n  p.update(q)\n  track("a", p)', ("x",), True),
    ("added-by-any-key", 'def f(k):\n  p = {}\n  p[k] = 2\n  track("a", p)', (), True),
    ("either", 'track("a", {"x": 1} if c else {"y": 2})', ("x", "y"), False),
    ("merged", 'track("a", {"x": 1} | {"y": 2})', ("x", "y"), False),
    ("constant-key", 'K = "x"\ntrack("a", {K: 1})', ("x",), False),
    ("comprehension", 'track("a", {k: 1 for k in x})', (), True),
    ("handed-on", 'def f():\n  p = {"x": 1}\n  fill(p)\n  track("a", p)', ("x",), True),
    ("handed-on-at-the-top", 'p = {"x": 1}\nfill(p)\ntrack("a", p)', ("x",), True),
    ("handed-on-by-keyword", 'def f():\n  p = {}\n  fill(into=p)\n  track("a", p)', (), True),
    ("handed-on-later", 'def f():\n  p = {"x": 1}\n  track("a", p)\n  fill(p)', ("x",), False),
    ("only-read", 'def f():\n  p = {"x": 1}\n  print(len(p), p["x"])\n  track("a", p)', ("x",), False),
    ("copied", 'def f():\n  p = {"x": 1}\n  q = {**p}\n  track("a", p)', ("x",), False),
    ("constant-added-to", 'P = {"x": 1}\nP["y"] = 1\ntrack("a", P)', ("x", "y"), True),
    ("constant-that-is-handed-on", 'P = {"x": 1}\nsave(P)\ntrack("a", P)', ("x",), False),
    ("constant-updated", 'P = {"x": 1}\ndef f(): P.update(z())\ntrack("a", P)', ("x",), True),
    ("alias", 'def f():\n  p = {"x": 1}\n  q = p\n  q["y"] = 1\n  track("a", p)', ("x",), True),
    ("alias-at-the-top", 'p = {"x": 1}\nq = p\nq["y"] = 1\ntrack("a", p)', ("x",), True),
    ("alias-is-sent", 'def f():\n  p = {"x": 1}\n  q = p\n  p["y"] = 1\n  track("a", q)', ("x",), True),
    ("alias-is-left", 'def f():\n  p = {"x": 1}\n  q = p\n  track("a", q)', ("x",), False),
    ("added-inside", 'def f():\n  p = {}\n  def g(): p["y"] = 1\n  g()\n  track("a", p)', (), True),
    ("spread-arguments", 'def f(*a): track("a", *a)', (), True),
]


@pytest.mark.parametrize(
    ("source", "names", "is_open"), [row[1:] for row in PROPERTIES], ids=[row[0] for row in PROPERTIES]
)
def test_properties_are_those_that_are_seen_and_open_when_there_may_be_others(
    source: str, names: tuple[str, ...], is_open: bool, tmp_path: Path
) -> None:
    found = site_of(tmp_path, source).properties
    assert (tuple(sorted(one.name for one in found.given)), found.open) == (names, is_open)


@pytest.mark.parametrize(("name", "source"), [("a.py", "log_event(None)"), ("a.ts", "logEvent(null)")])
def test_a_call_of_a_preset_that_names_nothing_is_a_site(name: str, source: str, tmp_path: Path) -> None:
    sites = scanned(tmp_path, {name: source}, PRESETS).sites
    assert [told(site) for site in sites] == [((), "not-text")]


SINKS = [
    (
        "kwargs",
        "event = {position = 0}\nproperties = {kwargs = true}",
        'f("a", x=1, y=2)',
        ("a",),
        ("x", "y"),
    ),
    (
        "kwargs-but",
        'event = {keyword = "name"}\nproperties = {kwargs = true, except = ["y"]}',
        'f(name="a", x=1, y=2)',
        ("a",),
        ("x",),
    ),
    (
        "key",
        'event = {key = "event"}\nproperties = {rest = true}',
        'f({"event": "a", "x": 1})',
        ("a",),
        ("x",),
    ),
    (
        "keys",
        'event = {position = 1, keys = ["o", "a"]}\nproperties = {rest = true}',
        'f(0, {"a": "viewed", "o": "page", "x": 1})',
        ("page.viewed",),
        ("x",),
    ),
    ("key-in-a-key", 'event = {key = "e.n"}', 'f({"e": {"n": "a"}})', ("a",), ()),
    (
        "member-of-the-message",
        'event = {key = "event"}\nproperties = {key = "properties"}',
        'f({"event": "a", "properties": {"x": 1}})',
        ("a",),
        ("x",),
    ),
    ("positions", "event = {positions = [1, 0]}", 'f("viewed", "page")', ("page.viewed",), ()),
    ("joined", 'event = {positions = [0, 1], join = "_"}', 'f("page", "viewed")', ("page_viewed",), ()),
    ("prefix", 'event = {position = 0, prefix = "p."}', 'f("a")', ("p.a",), ()),
    ("template", 'event = {position = 0, template = "[{}] - Web"}', 'f("a")', ("[a] - Web",), ()),
    ("templates", 'event = {position = 0, template = ["w.{}", "l.{}"]}', 'f("a")', ("l.a", "w.a"), ()),
    ("template-of-two", 'event = {positions = [1, 0], template = "{}: {}!"}', 'f("a", "b")', ("b: a!",), ()),
    ("fixed", 'event = {name = "p.a"}\nproperties = {position = 0}', 'f({"x": 1})', ("p.a",), ("x",)),
    (
        "class",
        'event = {keyword = "event", class_name = true}\nproperties = {kwargs = true}',
        "f(event=m.PageViewed(x=1))",
        ("PageViewed",),
        ("x",),
    ),
    ("one-of-two-keywords", 'event = {keyword = ["e", "event"]}', 'f(event="a")', ("a",), ()),
    ("keyword-in-what-is-spread", 'event = {keyword = "e"}', 'M = {"e": "a"}\nf(**M)', ("a",), ()),
    (
        "message-of-node",
        "event = {position = 0}\nproperties = {position = 1}",
        'f({"event": "a", "properties": {"x": 1}})',
        ("a",),
        ("x",),
    ),
]


@pytest.mark.parametrize(
    ("sink", "source", "names", "given"), [row[1:] for row in SINKS], ids=[row[0] for row in SINKS]
)
def test_a_sink_says_where_the_event_and_the_properties_are(
    sink: str, source: str, names: tuple[str, ...], given: tuple[str, ...], tmp_path: Path
) -> None:
    site = site_of(tmp_path, source, f'[[scan.sinks]]\ncallee = "f"\n{sink}\n')
    assert told(site) == (names, None)
    assert tuple(sorted(one.name for one in site.properties.given)) == given


@pytest.mark.parametrize(
    ("receiver", "found"),
    [(None, "abc"), ('""', "a"), ('"self"', "b"), ('"^(self|app)$"', "bc"), ('"^$|app"', "ac")],
)
def test_a_receiver_is_searched_for_and_an_empty_one_is_a_bare_call(
    receiver: str | None, found: str, tmp_path: Path
) -> None:
    line = "" if receiver is None else f"receiver = {receiver}\n"
    sites = scanned(
        tmp_path,
        {"app.py": 'track("a")\nself.track("b")\napp.track("c")\n'},
        f'[[scan.sinks]]\ncallee = "track"\n{line}event = {{position = 0}}\n',
    ).sites
    assert "".join(site.texts.names[0] for site in sites) == found


def test_a_sink_holds_for_its_paths_only(tmp_path: Path) -> None:
    sink = '[[scan.sinks]]\ncallee = "track"\npath = "a/*.py"\nevent = {position = 0}\n'
    files = {"a/x.py": 'track("a")', "b/x.py": 'track("b")'}
    assert [site.path for site in scanned(tmp_path, files, sink).sites] == ["a/x.py"]


def test_a_decoy_hides_what_other_sinks_would_find(tmp_path: Path) -> None:
    decoy = '[[scan.sinks]]\nid = "replay"\ncallee = "track"\nreceiver = "replay"\ndecoy = true\n'
    (site,) = scanned(tmp_path, {"app.py": 'replay.track("a")'}, TRACK + decoy).sites
    assert site.is_decoy


def test_a_local_function_of_the_same_name_is_a_decoy_where_others_import_theirs(tmp_path: Path) -> None:
    files = {
        "app.py": 'from t import track\ntrack("a")',
        "t.py": "def track(name): send(name)",
        "other.py": 'def track(x): print(x)\ntrack("b")',
    }
    assert {site.path: site.is_decoy for site in scanned(tmp_path, files).sites} == {
        "app.py": False,
        "other.py": True,
    }


def test_calls_of_tests_are_told_apart(tmp_path: Path) -> None:
    files = dict.fromkeys(("app.py", "tests/x.py", "test_y.py", "z_test.py", "contest.py"), 'track("a")')
    scopes = {site.path: site.scope for site in scanned(tmp_path, files).sites}
    assert {path for path, scope in scopes.items() if scope == "app"} == {"app.py", "contest.py"}


PRESET_CALLS = [
    ("app.py", 'posthog.capture("user", "a.b", {"x": 1})', "posthog-python-before-6"),
    ("app.py", 'posthog.capture("a.b", distinct_id="u", properties={"x": 1})', "posthog-python"),
    ("app.ts", 'posthog.capture("a.b", {x: 1})', "posthog-js"),
    ("app.ts", 'client.capture({distinctId: "u", event: "a.b", properties: {x: 1}})', "posthog-node"),
    ("app.tsx", 'const capture = usePostHogCapture(); capture("a.b", {x: 1})', "posthog-hook"),
    ("app.ts", 'analytics.track("a.b", {x: 1})', "segment-js"),
    ("app.py", 'analytics.track("u", "a.b", {"x": 1})', "segment-python"),
    ("app.ts", 'rudderanalytics.track("a.b", {x: 1})', "rudderstack-js"),
    ("app.ts", 'amplitude.track("a.b", {x: 1})', "amplitude-js"),
    (
        "app.py",
        'amplitude.track(BaseEvent(event_type="a.b", event_properties={"x": 1}))',
        "amplitude-object",
    ),
    ("app.ts", 'mixpanel.track("a.b", {x: 1})', "mixpanel-js"),
    ("app.py", 'mp.track("u", "a.b", {"x": 1})', "mixpanel-python"),
    ("app.ts", 'trackStructEvent({category: "a", action: "b", x: 1})', "snowplow-struct"),
    ("app.py", 'log_event("a.b", x=1)', "log_event"),
    ("app.py", 'track_event(user.id, "a.b", {"x": 1})', "track_event"),
    ("app.py", 'track_event("a.b", {"x": 1})', "track_event-first"),
    ("app.ts", 'analytics?.logEvent({type: "a.b", x: 1})', "logEvent-object"),
]


@pytest.mark.parametrize(("name", "source", "sink"), PRESET_CALLS, ids=[row[2] for row in PRESET_CALLS])
def test_presets_know_the_calls_of_libraries(name: str, source: str, sink: str, tmp_path: Path) -> None:
    site = site_of(tmp_path, source, PRESETS, name)
    assert (site.sink.id, told(site)) == (sink, (("a.b",), None))
    assert [one.name for one in site.properties.given] == ["x"]


def test_product_features_are_no_tracking(tmp_path: Path) -> None:
    source = 'dub.track.lead({clickId: id, eventName: "Sign up"}); trackSale(sale); screen.capture("page")'
    assert scanned(tmp_path, {"app.ts": source}, PRESETS).sites == ()


def test_presets_are_taken_by_name(tmp_path: Path) -> None:
    files = {"app.py": 'log_event("a")\ntrack_event(1, "b")'}
    found = scanned(tmp_path, files, settings_of('[scan]\npresets = ["log_event"]\n'))
    assert [site.texts.names for site in found.sites] == [("a",)]


IN_TYPESCRIPT = [
    ("handed-on", 'function f() { const p = {x: 1}; fill(p); track("a", p) }', True),
    ("handed-on-at-the-top", 'const p = {x: 1}; fill(p); track("a", p)', True),
    ("handed-on-later", 'function f() { const p = {x: 1}; track("a", p); fill(p) }', False),
    ("constant-added-to", 'const P = {x: 1}; P[y] = 2; track("a", P)', True),
    ("alias", 'function f() { const p = {x: 1}; const q = p; q.y = 1; track("a", p) }', True),
    ("alias-at-the-top", 'const p = {x: 1}; const q = p; q.y = 1; track("a", p)', True),
    ("alias-is-left", 'function f() { const p = {x: 1}; const q = p; track("a", q) }', False),
    ("only-read", 'function f() { const p = {x: 1}; console.log(p); track("b", p); }', False),
    ("sent-twice", 'function f() { const p = {x: 1}; if (c) track("a", p); track("a", p) }', False),
]


@pytest.mark.parametrize(
    ("source", "is_open"), [row[1:] for row in IN_TYPESCRIPT], ids=[row[0] for row in IN_TYPESCRIPT]
)
def test_an_object_that_something_else_can_fill_is_open(source: str, is_open: bool, tmp_path: Path) -> None:
    sites = scanned(tmp_path, {"a.ts": source}).sites
    assert {(tuple(one.name for one in site.properties.given), site.properties.open) for site in sites} == {
        (("x",), is_open)
    }
