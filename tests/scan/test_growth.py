"""What becomes of names and objects after they are written out, and what only some ways have."""

from pathlib import Path

import pytest

from tests.scan.code import site_of, told

SOMETIMES = [
    ("branches", "a.py", 'track("a", {"x": 1, "y": 2} if c else {"y": 1})', {"x"}),
    ("an-empty-branch", "a.py", 'track("a", {"x": 1} if c else {})', {"x"}),
    ("a-variable", "a.py", 'def f():\n  if c: p = {"x": 1}\n  else: p = {}\n  track("a", p)', {"x"}),
    ("spread", "a.py", 'track("a", {**({"x": 1} if c else {}), "y": 2})', {"x"}),
    ("spread-in-typescript", "a.ts", 'track("a", { ...(c ? { x: 1 } : {}), y: 2 })', {"x"}),
    ("spread-if", "a.ts", 'track("a", { ...(c && { x: 1 }), y: 2 })', {"x"}),
    ("added-in-a-branch", "a.py", 'def f():\n  p = {}\n  if c: p["x"] = 1\n  track("a", p)', {"x"}),
    ("added-beside", "a.py", 'def f():\n  p = {}\n  if c:\n    p["x"] = 1\n    track("a", p)', set()),
    ("added-in-a-with", "a.py", 'def f():\n  p = {}\n  with a: p["x"] = 1\n  track("a", p)', set()),
    ("set-in-a-branch", "a.ts", 'function f() { const p = {}; if (c) p.x = 1; track("a", p) }', {"x"}),
    ("set-beside", "a.ts", 'function f() { const p = {}; if (c) { p.x = 1; track("a", p) } }', set()),
    ("both-branches", "a.py", 'track("a", {"x": 1} if c else {"x": 2})', set()),
    ("asked-for", "a.py", 'def f():\n  p = None\n  if c: p = {"x": 1}\n  if p: track("a", p)', set()),
    ("events-too", "a.py", 'track("a" if c else "b", {"x": 1} if c else {"y": 1})', set()),
    ("key", "a.py", 'K = "x" if c else "y"\ntrack("a", {K: 1})', {"x", "y"}),
    ("in-typescript", "a.ts", 'track("a", c ? { x: 1 } : {})', {"x"}),
    ("undefined", "a.ts", 'track("a", { x: undefined, y: null, z: z ?? undefined })', {"x"}),
]


@pytest.mark.parametrize(
    ("name", "source", "names"), [row[1:] for row in SOMETIMES], ids=[row[0] for row in SOMETIMES]
)
def test_what_a_branch_lacks_is_sent_sometimes(
    name: str, source: str, names: set[str], tmp_path: Path
) -> None:
    found = site_of(tmp_path, source, name=name).properties
    assert (set(found.sometimes), found.open) == (names, False)


GROWN = [
    ("dict-member", "a.py", 'N = {"x": "a"}\nN["y"] = "b"\ntrack(N["y"])', ("b",), None),
    ("dict-member-set-again", "a.py", 'N = {"x": "a"}\ndef f(): N["x"] = g()\ntrack(N["x"])', (), "call"),
    ("dict-updated", "a.py", 'N = {"x": "a"}\nN.update(z())\ntrack(N["x"])', ("a",), "member"),
    ("dict-by-any-key", "a.py", 'N = {"x": "a"}\nN[k] = "b"\ntrack(N["x"])', ("a",), "member"),
    ("list", "a.py", 'L = ["a"]\nL.append("b")\nfor n in L: track(n)', ("a", "b"), None),
    ("list-extended", "a.py", 'L = ["a"]\nL.extend(z())\nfor n in L: track(n)', ("a",), "member"),
    (
        "local-list",
        "a.py",
        'def f():\n  l = ["a"]\n  l.append("b")\n  for n in l: track(n)',
        ("a", "b"),
        None,
    ),
    ("own-item", "a.py", 'def f():\n  l = ["a"]\n  l.append(l[0])\n  for n in l: track(n)', ("a",), "member"),
    ("tuple", "a.py", 'K = ("a",)\nK += ("b",)\nfor k in K: track(k)', ("a", "b"), None),
    ("pushed", "a.ts", 'const L = ["a"]; L.push("b"); for (const n of L) track(n)', ("a", "b"), None),
    (
        "pushed-anything",
        "a.ts",
        'const L = ["a"]; L.push(...x); for (const n of L) track(n)',
        ("a",),
        "member",
    ),
    ("object-by-any-key", "a.ts", 'const N = { x: "a" }; N[k] = f(); track(N.x)', ("a",), "member"),
    ("object-member-set-again", "a.ts", "const N = { x: 'a' }; N.x = f(); track(N.x)", (), "call"),
    ("rebuilt", "a.ts", 'let a = "a"; a = a + ".b"; track(a)', ("a.b",), None),
    ("rebuilt-inside", "a.ts", 'function f() { let a = "a"; a = `${a}.b`; track(a) }', ("a.b",), None),
    ("in-a-branch", "a.ts", 'function f() { let a = "a"; if (x) a = a + "b"; track(a) }', ("a", "ab"), None),
]


@pytest.mark.parametrize(
    ("name", "source", "names", "reason"), [row[1:] for row in GROWN], ids=[row[0] for row in GROWN]
)
def test_what_is_added_to_later_is_known_as_far_as_it_is_written_out(
    name: str, source: str, names: tuple[str, ...], reason: str | None, tmp_path: Path
) -> None:
    assert told(site_of(tmp_path, source, name=name)) == (names, reason)


ENUMS = [
    ("enum", 'enum E { A = "a" } track(E.A)'),
    ("const-enum", 'const enum E { A = "a" } track(E["A"])'),
    ("as-const", 'const E = { A: "a" } as const; track(E.A)'),
    ("satisfies", 'const E = { A: "a" } as const satisfies Names; track(E.A)'),
    ("computed", 'const K = "A"; const E = { [K]: "a" }; track(E.A)'),
    ("computed-by-text", 'const E = { ["A"]: "a" }; track(E.A)'),
    ("frozen", 'const E = Object.freeze({ A: "a" } as const); track(E["A"]!)'),
    ("of-another-member", 'enum E { B = "a", A = B } track(E.A)'),
    ("namespace", 'namespace N { export enum E { A = "a" } } track(N.E.A)'),
    ("static", 'class C { static readonly A = "a" as const } track(C.A)'),
    ("asserted", 'track(<const>"a")'),
    ("array", 'const E = ["a"] as const; track(E[0])'),
]


@pytest.mark.parametrize("source", [row[1] for row in ENUMS], ids=[row[0] for row in ENUMS])
def test_a_constant_of_typescript_is_its_text(source: str, tmp_path: Path) -> None:
    assert told(site_of(tmp_path, source, name="a.ts")) == (("a",), None)


ADDED_IN_TYPESCRIPT = [
    ("at-the-top", 'let a = "a"; a += ".b"; track(a)', ("a.b",)),
    ("in-a-function", 'function f() { let a = "a"; a += ".b"; track(a) }', ("a.b",)),
    ("in-a-branch", 'function f() { let a = "a"; if (x) { a += ".b" } track(a) }', ("a", "a.b")),
    ("in-a-bare-branch", 'function f() { let a = "a"; if (x) a += ".b"; track(a) }', ("a", "a.b")),
    ("twice", 'let a = "a"; a += "."; a += "b"; track(a)', ("a.b",)),
    ("by-a-call", 'let a = "a"; a += g(); track(a)', ()),
]


@pytest.mark.parametrize(
    ("source", "names"), [row[1:] for row in ADDED_IN_TYPESCRIPT], ids=[row[0] for row in ADDED_IN_TYPESCRIPT]
)
def test_a_text_that_is_added_to_is_what_it_becomes(
    source: str, names: tuple[str, ...], tmp_path: Path
) -> None:
    assert told(site_of(tmp_path, source, name="a.ts"))[0] == names
