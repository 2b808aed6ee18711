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
    lines: list[str] = ["from . import names", "from .names import Names"]
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
        }
        found = scanned(Path(folder), files)
    sites = {site.call.line - len(parts): site for site in found.sites}
    assert sites.keys() == expected.keys()
    for line, name in expected.items():
        assert sites[line].texts.names == (() if name is None else (name,)), app
