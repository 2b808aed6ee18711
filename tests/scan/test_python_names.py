"""Which names a call in Python can send: one table, one row an idea."""

import time
from pathlib import Path

import pytest

from tests.scan.code import scanned, site_of, told

NAMES = [
    ("literal", 'track("a.b")', ("a.b",), None),
    ("adjacent", 'track("a."\n      "b")', ("a.b",), None),
    ("escapes", r'track("a\x2eb")', ("a.b",), None),
    ("keyword", 'track(event="a.b")', ("a.b",), None),
    ("module-constant", 'A = "a.b"\ntrack(A)', ("a.b",), None),
    ("alias-of-a-constant", 'A = "a.b"\nB = A\ntrack(B)', ("a.b",), None),
    ("annotated-constant", 'A: str = "a.b"\ntrack(A)', ("a.b",), None),
    ("unpacked-constants", 'A, B = "a.a", "a.b"\ntrack(B)', ("a.b",), None),
    ("chained-constants", 'A = B = "a.b"\ntrack(B)', ("a.b",), None),
    ("constant-set-twice", 'if X:\n  A = "a.a"\nelse:\n  A = "a.b"\ndef f(): track(A)', ("a.a", "a.b"), None),
    ("class-member", 'class E:\n  A = "a.b"\ntrack(E.A)', ("a.b",), None),
    ("nested-class", 'class E:\n  class F:\n    A = "a.b"\ntrack(E.F.A)', ("a.b",), None),
    ("inherited-member", 'class D:\n  A = "a.b"\nclass E(D): pass\ntrack(E.A)', ("a.b",), None),
    ("enum-value", 'class E(Enum):\n  A = "a.b"\ntrack(E.A.value)', ("a.b",), None),
    ("enum-name", 'class E(Enum):\n  A = "a.b"\ntrack(E.A.name)', ("A",), None),
    ("auto", "class E(Enum):\n  A = auto()\ntrack(E.A)", ("A",), None),
    ("auto-name", "class E(Enum):\n  A = auto()\ntrack(E.A.name)", ("A",), None),
    ("auto-of-a-text-enum", "class E(StrEnum):\n  AB = enum.auto()\ntrack(E.AB)", ("ab",), None),
    ("own-member", 'class C:\n  A = "a.b"\n  def f(self): track(self.A)', ("a.b",), None),
    ("dict-lookup", 'D = {"k": "a.b", "l": "a.c"}\ntrack(D["k"])', ("a.b",), None),
    ("dict-by-anything", 'D = {"k": "a.b", "l": "a.c"}\ndef f(x): track(D[x])', ("a.b", "a.c"), None),
    ("dict-by-constants", 'K = "k"\nD = {K: "a.b"}\ntrack(D["k"])', ("a.b",), None),
    ("dict-get", 'D = {"k": "a.b"}\ndef f(x): track(D.get(x, "a.c"))', ("a.b", "a.c"), None),
    ("list-item", 'L = ["a.a", "a.b"]\ntrack(L[-1])', ("a.b",), None),
    ("both-branches", 'track("a.a" if x else "a.b")', ("a.a", "a.b"), None),
    ("or", 'def f(): track(g() or "a.b")', ("a.b",), "call"),
    ("local", 'def f():\n  n = "a.b"\n  track(n)', ("a.b",), None),
    ("last-assignment-counts", 'def f():\n  n = "a.a"\n  n = "a.b"\n  track(n)', ("a.b",), None),
    ("later-assignment-does-not", 'def f():\n  n = "a.b"\n  track(n)\n  n = "a.c"', ("a.b",), None),
    ("but-in-a-loop", 'def f():\n  n = "a.b"\n  while x:\n    track(n)\n    n = "a.c"', ("a.b", "a.c"), None),
    ("one-branch", 'def f():\n  n = "a.a"\n  if x:\n    n = "a.b"\n  track(n)', ("a.a", "a.b"), None),
    ("closure", 'def f():\n  n = "a.b"\n  def g(): track(n)\n  return g', ("a.b",), None),
    ("walrus", 'def f():\n  if (n := "a.b"):\n    track(n)', ("a.b",), None),
    ("loop", 'for n in ("a.a", "a.b"):\n  track(n)', ("a.a", "a.b"), None),
    ("loop-over-pairs", 'for n, v in (("a.a", 1), ("a.b", 2)):\n  track(n)', ("a.a", "a.b"), None),
    ("loop-over-items", 'D = {"k": "a.b"}\nfor k, v in D.items():\n  track(v)', ("a.b",), None),
    ("loop-over-keys", 'D = {"a.b": 1}\nfor k in D:\n  track(k)', ("a.b",), None),
    ("comprehension", '[track(n) for n in ("a.a", "a.b")]', ("a.a", "a.b"), None),
    ("unpacked-lookup", 'def f(k):\n  m = {"x": ("a.b", "c")}\n  n, _ = m[k]\n  track(n)', ("a.b",), None),
    ("plus", 'P = "a."\ntrack(P + "b")', ("a.b",), None),
    ("added-to", 'def f():\n  n = "a"\n  n += ".b"\n  track(n)', ("a.b",), None),
    ("constant-added-to", 'A = "a"\nA += ".b"\ntrack(A)', ("a.b",), None),
    ("constant-added-to-in-a-branch", 'A = "a"\nif x: A += ".b"\ntrack(A)', ("a", "a.b"), None),
    ("constant-of-a-class-added-to", 'class C:\n  A = "a"\n  A += ".b"\ntrack(C.A)', ("a.b",), None),
    ("constant-added-to-by-a-call", 'A = "a"\nA += g()\ntrack(A)', (), "template"),
    ("list-added-to", 'L = ["a.a"]\nL += ["a.b"]\ntrack(L[1])', ("a.b",), None),
    ("rebuilt", 'A = "a"\nA = A + ".b"\ntrack(A)', ("a.b",), None),
    ("rebuilt-as-f-string", 'A = "a"\nA = f"{A}.b"\ntrack(A)', ("a.b",), None),
    ("rebuilt-dict", 'D = {"a": "a.b"}\nD = {**D, "c": "d"}\ntrack(D["a"])', ("a.b",), None),
    ("f-string-of-constants", 'P = "a"\ntrack(f"{P}.b")', ("a.b",), None),
    ("percent", 'track("%s.b" % "a")', ("a.b",), None),
    ("percent-named", 'track("%(p)s.b" % {"p": "a"})', ("a.b",), None),
    ("format", 'track("{}.{n}".format("a", n="b"))', ("a.b",), None),
    ("join", 'track(".".join(["a", "b"]))', ("a.b",), None),
    ("lower", 'track("A.B".lower())', ("a.b",), None),
    ("template-of-choices", "track(f\"a.{'x' if y else 'z'}\")", ("a.x", "a.z"), None),
    ("template", 'def f(): track(f"a.{g()}")', (), "template"),
    ("parameter", "def f(n): track(n)", (), "parameter"),
    ("parameter-with-a-choice", 'def f(n): track(n or "a.b")', ("a.b",), "parameter"),
    ("overwritten-parameter", 'def f(n):\n  n = "a.b"\n  track(n)', ("a.b",), None),
    ("call", "track(g())", (), "call"),
    ("undefined", "track(nothing)", (), "undefined"),
    ("missing", "track()", (), "missing"),
    ("spread", "def f(*a): track(*a)", (), "spread"),
    ("number", "track(1)", (), "not-text"),
    ("defined-by-itself", "A = B\nB = A\ntrack(A)", (), "cycle"),
    ("hint", "track(g())  # rollcall: events=a.a, a.b", ("a.a", "a.b"), None),
    ("hint-above", "# rollcall: events=a.b\ntrack(g())", ("a.b",), None),
    ("hint-of-another-call", "x = 1  # rollcall: events=a.a\ntrack('a.b')", ("a.b",), None),
]


@pytest.mark.parametrize(
    ("source", "names", "reason"), [row[1:] for row in NAMES], ids=[row[0] for row in NAMES]
)
def test_names_are_followed_as_far_as_the_file_tells(
    source: str, names: tuple[str, ...], reason: str | None, tmp_path: Path
) -> None:
    assert told(site_of(tmp_path, source)) == (names, reason)


ACROSS = [
    ("from", {"app.py": "from n import A\ntrack(A)", "n.py": 'A = "a.b"'}),
    ("from-as", {"app.py": "from n import A as B\ntrack(B)", "n.py": 'A = "a.b"'}),
    ("import", {"app.py": "import n\ntrack(n.A)", "n.py": 'A = "a.b"'}),
    ("import-dotted", {"app.py": "import p.n\ntrack(p.n.A)", "p/__init__.py": "", "p/n.py": 'A = "a.b"'}),
    ("import-as", {"app.py": "import p.n as q\ntrack(q.A)", "p/__init__.py": "", "p/n.py": 'A = "a.b"'}),
    (
        "module-of-a-package",
        {"app.py": "from p import n\ntrack(n.A)", "p/__init__.py": "", "p/n.py": 'A = "a.b"'},
    ),
    ("relative", {"p/__init__.py": "", "p/app.py": "from .n import A\ntrack(A)", "p/n.py": 'A = "a.b"'}),
    (
        "relative-module",
        {"p/__init__.py": "", "p/app.py": "from . import n\ntrack(n.A)", "p/n.py": 'A = "a.b"'},
    ),
    ("two-up", {"p/q/app.py": "from ..n import A\ntrack(A)", "p/n.py": 'A = "a.b"'}),
    (
        "re-exported",
        {"app.py": "from p import A\ntrack(A)", "p/__init__.py": "from .n import A", "p/n.py": 'A = "a.b"'},
    ),
    (
        "star",
        {"app.py": "from p import *\ntrack(A)", "p/__init__.py": "from .n import *", "p/n.py": 'A = "a.b"'},
    ),
    (
        "class-elsewhere",
        {"app.py": "from n import E as F\ntrack(F.G.A)", "n.py": 'class E:\n class G:\n  A = "a.b"'},
    ),
    ("inside-a-function", {"app.py": "def f():\n  from n import A\n  track(A)", "n.py": 'A = "a.b"'}),
    ("under-src", {"tests/x.py": "from n import A\ntrack(A)", "src/n.py": 'A = "a.b"'}),
    (
        "constant-of-constants",
        {"app.py": "import n\ntrack(n.A)", "n.py": "from m import B\nA = B", "m.py": 'B = "a.b"'},
    ),
    ("spread-dict", {"app.py": 'from n import D\nE = {**D}\ntrack(E["k"])', "n.py": 'D = {"k": "a.b"}'}),
    ("nearest-of-two", {"a/app.py": "from n import A\ntrack(A)", "a/n.py": 'A = "a.b"', "b/n.py": 'A = "z"'}),
]


@pytest.mark.parametrize("files", [row[1] for row in ACROSS], ids=[row[0] for row in ACROSS])
def test_a_name_is_followed_into_the_file_that_defines_it(files: dict[str, str], tmp_path: Path) -> None:
    (site,) = scanned(tmp_path, files).sites
    assert told(site) == (("a.b",), None)


def test_two_modules_that_could_be_meant_are_told_when_they_disagree(tmp_path: Path) -> None:
    files = {"app.py": "from n import A\ntrack(A)", "x/n.py": 'A = "a.a"', "y/n.py": 'A = "a.b"'}
    (site,) = scanned(tmp_path, files).sites
    assert told(site) == ((), "ambiguous")


def test_what_is_imported_from_elsewhere_is_not_known(tmp_path: Path) -> None:
    assert told(site_of(tmp_path, "from posthog import NAME\ntrack(NAME)")) == ((), "import")


def test_generated_code_that_assigns_its_names_to_each_other_comes_to_an_end(tmp_path: Path) -> None:
    lines = [f"  v{n} = v{(n * 7 + 1) % 60} if x else v{(n * 11 + 3) % 60}" for n in range(60)]
    source = "def f(x):\n  while x:\n" + "\n".join("  " + line for line in lines) + "\n    track(v1)\n"
    assert site_of(tmp_path, source).texts.reason is not None


ENDLESS = [
    ("mutual", {"app.py": 'A = B + "a"\nB = A + "b"\ntrack(A)'}),
    ("f-string", {"app.py": 'N = f"x.{N}"\ntrack(N)'}),
    ("spread", {"app.py": 'A = {**A, "b": "c.d"}\ntrack(A["c"])\ntrack("a.b", A)'}),
    ("spread-of-each-other", {"app.py": 'A = {**B}\nB = {**A}\ntrack(A["c"])\ntrack("a.b", B)'}),
    (
        "two-files",
        {"app.py": 'from n import B\nA = f"a{B}"\ntrack(A)', "n.py": 'from app import A\nB = A + "b"'},
    ),
    ("rebuilt", {"a.ts": 'let a = "x"; a = a + ".y"; track(a)'}),
    ("spread-in-typescript", {"a.ts": 'let a = {b: 1}; a = {...a, c: 2}; track("a.b", a)'}),
    ("ring", {"app.py": "".join(f'A{n} = A{(n + 1) % 150} + "x"\n' for n in range(150)) + "track(A0)"}),
    (
        "ring-of-dicts",
        {"app.py": "".join(f"A{n} = {{**A{(n + 1) % 150}}}\n" for n in range(150)) + "track('a.b', A0)"},
    ),
]


@pytest.mark.parametrize("files", [row[1] for row in ENDLESS], ids=[row[0] for row in ENDLESS])
def test_what_is_made_of_itself_ends_and_hides_no_other_file(files: dict[str, str], tmp_path: Path) -> None:
    sites = scanned(tmp_path, {**files, "other.py": 'track("a.b")'}).sites
    assert [told(site) for site in sites if site.path == "other.py"] == [(("a.b",), None)]


DOUBLED = [
    ("f-strings", "app.py", 'A0 = "a"\n', "A{n} = f'{{A{m}}}{{A{m}}}'\n", "track(A60)"),
    ("holes", "app.py", "A0 = g()\n", "A{n} = f'{{A{m}}}.{{A{m}}}'\n", "track(A60)"),
    ("rebuilt", "app.py", 'A = "a"\n', "A = A + A\n", "track(A)"),
    ("rebuilt-in-branches", "app.py", 'A = "a"\n', "if x: A = f'{{A}}{{A}}'\n", "track(A)"),
    ("added", "app.py", 'A = "a"\n', "A += A + A\n", "track(A)"),
    ("spreads", "app.py", 'A0 = {"a": 1}\n', "A{n} = {{**A{m}, **A{m}}}\n", "track('a.b', A60)"),
    ("templates", "a.ts", 'const A0 = "a";\n', "const A{n} = `${{A{m}}}${{A{m}}}`;\n", "track(A60)"),
]


@pytest.mark.parametrize(
    ("name", "first", "each", "last"), [row[1:] for row in DOUBLED], ids=[row[0] for row in DOUBLED]
)
def test_what_doubles_at_each_step_takes_no_power_of_two(
    name: str, first: str, each: str, last: str, tmp_path: Path
) -> None:
    source = first + "".join(each.format(n=n, m=n - 1) for n in range(1, 61)) + last
    start = time.process_time()
    site = site_of(tmp_path, source, name=name)
    assert time.process_time() - start < 5
    assert all(len(text) < 5_000 for text in site.texts.names)


DEEP = [
    ("blocks", "".join(" " * n + "if x:\n" for n in range(600)) + " " * 600 + "track('a.c')\n"),
    ("functions", "".join(" " * n + "def f():\n" for n in range(300)) + " " * 300 + "track('a.c')\n"),
    ("lambdas", "x = " + "lambda: " * 3000 + "track('a.c')"),
    ("calls", "a" + ".track('a.c')" * 5000),
    ("arguments", "track(" * 3000 + "1" + ")" * 3000),
]


@pytest.mark.parametrize("source", [row[1] for row in DEEP], ids=[row[0] for row in DEEP])
def test_a_file_that_is_nested_too_deeply_is_told_and_hides_no_other(source: str, tmp_path: Path) -> None:
    start = time.process_time()
    found = scanned(tmp_path, {"deep.py": source, "other.py": 'track("a.b")'})
    assert time.process_time() - start < 10
    assert [site.path for site in found.sites] == ["other.py"]
    assert list(found.broken) == ["deep.py"]


NOT_DEEP = [
    ("brackets", "track(" + "(" * 20_000 + "'a.c'" + ")" * 20_000 + ")"),
    ("a-list", "A = " + "[" * 20_000 + "]" * 20_000 + "\ntrack(A)"),
    ("a-sum", "track(a" + "+a" * 20_000 + ")"),
    ("members", "track(a" + ".b" * 20_000 + ")"),
    ("a-text", 'A = """\n' + "".join(" " * n + "x\n" for n in range(300)) + '"""\ntrack("a.b")'),
    ("a-far-line", "track(\n" + " " * 1000 + "'a.b')"),
]


@pytest.mark.parametrize("source", [row[1] for row in NOT_DEEP], ids=[row[0] for row in NOT_DEEP])
def test_depth_that_is_not_followed_ends_nothing(source: str, tmp_path: Path) -> None:
    assert site_of(tmp_path, source).call.callee == "track"
