"""Calls planted in every shape into a generated program are all found, at their places, with their names."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.scan.code import scanned


@dataclass(frozen=True, slots=True)
class Planted:
    """Lines with one call; `line` counts from the first of them, and `{n}` is the number of the plant."""

    lines: tuple[str, ...]
    line: int
    is_known: bool = True


SHAPES = (
    Planted(('track("e.n{n}")',), 0),
    Planted(("track(", '    "e.n{n}",', '    {"x": 1},', ")"), 0),
    Planted(("(app", "    .client", '    .track("e.n{n}"))'), 2),
    Planted(('self.tracker.track(event="e.n{n}", properties={"x": 1})',), 0),
    Planted(('local_{n} = "e.n{n}"', "track(local_{n})"), 1),
    Planted(("track(Names.N{n})",), 0),
    Planted(("track(names.N{n})",), 0),
    Planted(('track(f"e.{PART{n}}")',), 0),
    Planted(('track("e.%s" % PART{n})',), 0),
    Planted(('track.delay("e.n{n}")',), 0),
    Planted(('track.apply_async(args=["e.n{n}"])',), 0),
    Planted(('value = [1, (lambda: track("e.n{n}"))()]',), 0),
    Planted(('for name_{n} in ("e.n{n}",):', "    track(name_{n})"), 1),
    Planted(("if cond:", '    track("e.n{n}")', "else:", "    pass"), 1),
    Planted(("try:", '    track("e.n{n}")', "except (A, B) as error:", "    pass"), 1),
    Planted(("with a as b:", '    x = await_(track("e.n{n}"))'), 1),
    Planted(('track({"k": "e.n{n}"}["k"])',), 0),
    Planted(("@deco", "def inner_{n}(p):", '    track("e.n{n}")'), 2),
    Planted(('@track("e.n{n}")', "def decorated_{n}(): pass"), 0),
    Planted(("class Inner{n}:", "    def method(self):", '        return track("e.n{n}")'), 2),
    Planted(("given_{n} = track", "x = 1", 'given_{n}("e.n{n}")'), 2),
    Planted(("taken_{n} = self.tracker.track", "if x:", '    taken_{n}("e.n{n}")'), 2),
    Planted(("from p.given import track as local_{n}", 'local_{n}("e.n{n}")'), 1),
    Planted(("from p.given import sent as passed_{n}", 'passed_{n}("e.n{n}")'), 1),
    Planted(('given.sent("e.n{n}")',), 0),
    Planted(('given.Sender().send("e.n{n}")',), 0),
    Planted(("begun_{n} = partial(track, 'e.n{n}')", "begun_{n}(properties={})"), 1),
    Planted(('later(partial(track, "e.n{n}"))',), 0),
    Planted(("either_{n} = track if cond else noop", "lambda: either_{n}('e.n{n}')"), 1),
    Planted(("class Has{n}:", "    send = staticmethod(track)", "Has{n}.send('e.n{n}')"), 2),
    Planted(("class Own{n}:", "    send = track", "    def m(self): self.send('e.n{n}')"), 2),
    Planted(("all_{n} = {'k': track}", "all_{n}['k']('e.n{n}')"), 1),
    Planted(("def default_{n}(send=track):", '    send("e.n{n}")'), 1),
    Planted(('getattr(app, "track")("e.n{n}")',), 0),
    Planted(('pool.submit(track, "e.n{n}", {"x": 1})',), 0),
    Planted(("def wrapper_{n}(event): track(event)",), 0, is_known=False),
    Planted(("track(compute({n}))",), 0, is_known=False),
)
NOISE = (
    ("# track('no')",),
    ('"""', "track('no')", '"""'),
    ("é = 'ü' # ü",),
    ("untrack('no')",),
    ("def track_{n}(): pass",),
    ("value = {'track': 1}",),
    ("def shadow_{n}(given_1, sent): given_1('no'); sent('no')",),
    ("value.sent('no'); value.send('no')",),
    ("",),
    ("print 'python 2'",),
)
AROUND = (
    ((), 0),
    (("def outer_{n}(arg, *args, **kwargs):",), 1),
    (("class Outer{n}(Base):", "    async def method(self):"), 2),
    (("if cond:", "    while cond:", "        with x:"), 3),
)

Around = tuple[tuple[str, ...], int]

blocks = st.tuples(st.none() | st.sampled_from(SHAPES), st.sampled_from(AROUND), st.sampled_from(NOISE))


@settings(max_examples=60)
@given(st.lists(blocks, min_size=1, max_size=25), st.sampled_from(("\n", "\r\n")))
def test_every_planted_call_is_found_at_its_place(
    chosen: list[tuple[Planted | None, Around, tuple[str, ...]]], end: str
) -> None:
    lines: list[str] = ["from . import given, names", "from .names import Names"]
    expected: dict[int, str | None] = {}
    parts: list[str] = []
    constants: list[str] = []
    classes: list[str] = ["class Names:", "    pass"]
    for number, (shape, (around, depth), noise) in enumerate(chosen):
        parts.append(f'PART{number} = "n{number}"')
        constants.append(f'N{number} = "e.n{number}"')
        classes.append(f'    N{number} = "e.n{number}"')
        lines += [line.replace("{n}", str(number)) for line in noise]
        if shape is not None:
            lines += [line.replace("{n}", str(number)) for line in around]
            expected[len(lines) + shape.line + 1] = f"e.n{number}" if shape.is_known else None
            lines += ["    " * depth + line.replace("{n}", str(number)) for line in shape.lines]
    app = end.join([*parts, *lines]) + end
    with tempfile.TemporaryDirectory() as folder:
        files: dict[str, str | bytes] = {
            "p/__init__.py": "",
            "p/app.py": app,
            "p/names.py": "\n".join([*classes, *constants]),
            "p/given.py": "from t import track\nsent = track\nclass Sender:\n    send = track\n",
        }
        found = scanned(Path(folder), files)
    sites = {site.call.line - len(parts): site for site in found.sites}
    assert sites.keys() == expected.keys()
    assert len(sites) == len(found.sites), app
    for line, name in expected.items():
        assert sites[line].texts.names == (() if name is None else (name,)), app


SHAPES_OF_TYPESCRIPT = (
    Planted(('track("e.n{n}");',), 0),
    Planted(("app", "  ?.track!(", '    "e.n{n}" as const,', ");"), 1),
    Planted(("track(Names.N{n});",), 0),
    Planted(("const given_{n} = track;", 'given_{n}("e.n{n}");'), 1),
    Planted(("const given_{n} = cond ? app.track : noop;", 'given_{n}?.("e.n{n}");'), 1),
    Planted(("const { track: taken_{n} } = useApp();", '() => taken_{n}("e.n{n}");'), 1),
    Planted(("const bound_{n} = app.track.bind(app);", 'bound_{n}("e.n{n}");'), 1),
    Planted(("const begun_{n} = app.track.bind(app, `e.n{n}`);", "begun_{n}({});"), 1),
    Planted(('app.track.call(app, "e.n{n}");',), 0),
    Planted(('app.track.apply(app, ["e.n{n}"]);',), 0),
    Planted(("const api_{n} = { send: track };", 'api_{n}.send("e.n{n}");'), 1),
    Planted(("class Own{n} { send = track; m() {", '  this.send("e.n{n}") } }'), 1),
    Planted(("function default_{n}(send = track) {", '  send("e.n{n}") }'), 1),
    Planted(('sent("e.n{n}");',), 0),
    Planted(('lib.sent("e.n{n}");',), 0),
    Planted(('lib.api.send("e.n{n}");',), 0),
    Planted(('whatever("e.n{n}");',), 0),
    Planted(('setTimeout(track, 10, "e.n{n}");',), 0),
    Planted(('const jsx_{n} = <p onClick={() => track("e.n{n}")} />;',), 0),
    Planted(("track(compute({n}));",), 0, is_known=False),
)
NOISE_OF_TYPESCRIPT = (
    ("// track('no')",),
    ("const é{n} = 'ü track'; // ü",),
    ("function shadow{n}(given_1, sent, whatever) { given_1('no'); sent('no'); whatever('no'); }",),
    ("value.sent('no'); value.send('no');",),
    ("",),
)
AROUND_IN_TYPESCRIPT = (("", ""), ("function outer{n}(arg) {", "}"), ("if (cond) { for (;;) {", "} }"))
blocks_of_typescript = st.tuples(
    st.none() | st.sampled_from(SHAPES_OF_TYPESCRIPT),
    st.sampled_from(AROUND_IN_TYPESCRIPT),
    st.sampled_from(NOISE_OF_TYPESCRIPT),
)


@settings(max_examples=60)
@given(st.lists(blocks_of_typescript, min_size=1, max_size=25), st.sampled_from(("\n", "\r\n")))
def test_every_planted_call_is_found_at_its_place_in_typescript(
    chosen: list[tuple[Planted | None, tuple[str, str], tuple[str, ...]]], end: str
) -> None:
    lines = [
        'import { sent } from "./lib"; import * as lib from "./lib"; import whatever from "./default";',
        'import { Names } from "./names";',
    ]
    expected: dict[int, str | None] = {}
    for number, (shape, (opened, closed), noise) in enumerate(chosen):
        lines += [line.replace("{n}", str(number)) for line in noise]
        if shape is not None:
            lines.append(opened.replace("{n}", str(number)))
            expected[len(lines) + shape.line + 1] = f"e.n{number}" if shape.is_known else None
            lines += [line.replace("{n}", str(number)) for line in shape.lines]
            lines.append(closed)
    members = ", ".join(f'N{number} = "e.n{number}"' for number in range(len(chosen)))
    with tempfile.TemporaryDirectory() as folder:
        files: dict[str, str | bytes] = {
            "app.tsx": end.join(lines) + end,
            "lib.ts": "export const sent = track; export const api = { send: app.track };",
            "default.ts": "export default function track(name: string) {}",
            "names.ts": f"export enum Names {{ {members} }}",
        }
        found = scanned(Path(folder), files)
    sites = {site.call.line: site for site in found.sites}
    assert sites.keys() == expected.keys(), files["app.tsx"]
    assert len(sites) == len(found.sites), files["app.tsx"]
    for line, name in expected.items():
        assert sites[line].texts.names == (() if name is None else (name,)), files["app.tsx"]
