"""What a module defines, imports and hands on."""

from collections.abc import Mapping

import pytest

from catalog.scan.facts import (
    ABSENT,
    Choice,
    Entry,
    Export,
    Expression,
    FileFacts,
    Import,
    Name,
    Object,
    Scalar,
    Text,
)
from catalog.scan.linking import Linker
from tests.scan.javascript.snippets import facts

A, B = Text("a"), Text("b")
ADDED_TO = Object(
    (),
    open=True,
    spreads=(
        Choice((Object((Entry("X", A, 1, 17),)), Object(()))),
        Choice((Object((Entry("Y", B, 1, 28),)), Object(()))),
    ),
)

CONSTANTS: dict[str, dict[str, Expression]] = {
    'const X = "a"': {"X": A},
    'export const X = "a" as const, Y = `b`': {"X": A, "Y": B},
    'export const X: string = "a" satisfies string': {"X": A},
    'let X = "a"; X = "b"': {"X": Choice((A, B))},
    "const X = Y.Z": {"X": Name(("Y", "Z"))},
    "const { X, Y: Z } = EVENTS": {"X": Name(("EVENTS", "X")), "Z": Name(("EVENTS", "Y"))},
    'class E { static X = "a"; static readonly Y = "b"; z = "c" }': {"E.X": A, "E.Y": B},
    'export class E { static readonly X = "a" }': {"E.X": A},
    'const E = class { static X = "a" }': {"E.X": A},
    'namespace N { export const X = "a"; export namespace M { export const Y = "b" } }': {
        "N.X": A,
        "N.M.Y": B,
    },
    'export namespace N.M { export const X = "a" }': {"N.M.X": A},
    'export default "a"': {"default": A},
    "export default EVENTS": {"default": Name(("EVENTS",))},
    'module.exports.X = "a"; exports.Y = "b"': {"X": A, "Y": B},
    'exports.X = exports.Y = void 0; exports.X = "a"': {"X": Choice((ABSENT, A))},
    'const E = {}; E.X = "a"; E.Y = "b"': {"E": ADDED_TO, "E.X": A, "E.Y": B},
    "const f = () => {}; function g() {} const h = <a />;": {},
    'function f() { const X = "a" }': {},
    'if (x) { const X = "a" }': {},
}


@pytest.mark.parametrize("text", CONSTANTS)
def test_constants_at_the_top_have_dotted_names(text: str) -> None:
    assert facts(text).constants == CONSTANTS[text]


OBJECTS: dict[str, dict[str, Expression]] = {
    'export const E = { A: "a", B: "b" } as const': {"A": A, "B": B},
    'export const E = Object.freeze({ A: "a" })': {"A": A},
    'enum E { A = "a", B = "b" }': {"A": A, "B": B},
    'export const enum E { A = "a" }': {"A": A},
    "enum E { A, B, C = 5, D }": {"A": Scalar(0), "B": Scalar(1), "C": Scalar(5), "D": Scalar(6)},
    'enum E { A = "a", "x-y" = "b", C = A }': {"A": A, "x-y": B, "C": A},
    'enum E { A = "a" } enum E { B = "b" }': {"A": A, "B": B},
    'declare enum E { A = "a" }': {"A": A},
    'const E = { A: "a", ...{ B: "b" } }': {"A": A, "B": B},
}


@pytest.mark.parametrize("text", OBJECTS)
def test_enums_and_objects_tell_their_members(text: str) -> None:
    value = facts(text, "a.ts").constants["E"]
    assert isinstance(value, Object)
    assert {entry.key: entry.value for entry in value.entries} == OBJECTS[text]


IMPORTS = {
    'import d, { a, b as c } from "m"': [
        Import("d", "m", "default"),
        Import("a", "m", "a"),
        Import("c", "m", "b"),
    ],
    'import * as all from "m"': [Import("all", "m", None)],
    'import { default as d } from "m"': [Import("d", "m", "default")],
    'import type { T } from "m"; import { type U } from "n"': [Import("T", "m", "T"), Import("U", "n", "U")],
    'import r = require("m")': [Import("r", "m", None)],
    'const r = require("m")': [Import("r", "m", None)],
    'const { a, b: c } = require("m")': [Import("a", "m", "a"), Import("c", "m", "b")],
    'const a = require("m").a': [Import("a", "m", "a")],
    'import "m"': [],
}


@pytest.mark.parametrize("text", IMPORTS)
def test_imports_bind_names(text: str) -> None:
    assert list(facts(text, "a.ts").imports) == IMPORTS[text]


EXPORTS = {
    'export { A as B, C } from "./x"': [Export("B", "./x", "A"), Export("C", "./x", "C")],
    "const A = 1; export { A as B }": [Export("B", None, "A")],
    'export * from "./x"': [Export("*", "./x", "*")],
    'export * as ns from "./x"': [Export("ns", "./x", "*")],
    'export { default } from "./x"': [Export("default", "./x", "default")],
    'export { default as A } from "./x"': [Export("A", "./x", "default")],
    'module.exports = require("./x")': [Export("*", "./x", "*"), Export("default", "./x", "default")],
    'exports.ns = require("./x")': [Export("ns", "./x", "*")],
    "export default class Names {}": [Export("default", None, "Names")],
}


@pytest.mark.parametrize("text", EXPORTS)
def test_exports_hand_names_on(text: str) -> None:
    assert list(facts(text).exports) == EXPORTS[text]


class Texts:
    """Files that are texts; every import leads to the file of its last part."""

    def __init__(self, texts: dict[str, str]) -> None:
        self._facts = {path: facts(text, path) for path, text in texts.items()}

    def facts(self, path: str) -> FileFacts | None:
        return self._facts.get(path)

    def constants(self, path: str, name: str) -> Mapping[str, Expression]:
        return self._facts[path].constants if path in self._facts else {}

    def modules(self, language: str, module: str, importer: str) -> tuple[str, ...]:
        path = f"{module.rpartition('/')[2]}.ts"
        return (path,) if path in self._facts else ()


LINKED = {
    "an enum": ('export enum E { A = "a" }', 'import { E } from "./x"; capture(E.A)'),
    "an object": ('export const E = { N: { A: "a" } } as const', 'import { E } from "./x"; capture(E.N.A)'),
    "another name": ('export enum E { A = "a" }', 'import { E as F } from "./x"; capture(F.A)'),
    "everything": ('export const A = "a"', 'import * as x from "./x"; capture(x.A)'),
    "a default object": ('export default { A: "a" }', 'import E from "./x"; capture(E.A)'),
    "a default name": ('const E = { A: "a" }; export default E', 'import E from "./x"; capture(E.A)'),
    "a default class": ('export default class { static A = "a" }', 'import E from "./x"; capture(E.A)'),
    "a named default class": (
        'export default class N { static A = "a" }',
        'import E from "./x"; capture(E.A)',
    ),
    "exported later": ('const X = "a"; export { X as A }', 'import { A } from "./x"; capture(A)'),
    "module.exports": ('module.exports = { E: { A: "a" } }', 'const { E } = require("./x"); capture(E.A)'),
    "module.exports of a name": (
        'const E = { A: "a" }; module.exports = E',
        'const x = require("./x"); capture(x.A)',
    ),
    "module.exports of names": (
        'const E = { A: "a" }; module.exports = { E }',
        'const { E } = require("./x"); capture(E.A)',
    ),
    "module.exports as a default": ('module.exports = { A: "a" }', 'import x from "./x"; capture(x.A)'),
    "exports": ('exports.E = { A: "a" }', 'const { E } = require("./x"); capture(E.A)'),
    "a namespace": ('export namespace N { export const A = "a" }', 'import { N } from "./x"; capture(N.A)'),
    "members one by one": ('export const E = {}; E.A = "a"', 'import { E } from "./x"; capture(E.A)'),
    "a lookup": ('export const E = { A: "a" }', 'import { E } from "./x"; capture(E[kind])'),
    "a loop": ('export const E = ["a"]', 'import { E } from "./x"; E.forEach((n) => capture(n))'),
    "values of an object": (
        'export const E = { A: "a" }',
        'import { E } from "./x"; for (const n of Object.values(E)) capture(n)',
    ),
    "keys of an object": (
        'export const E = { a: "A" }',
        'import { E } from "./x"; for (const n of Object.keys(E)) capture(n)',
    ),
    "a template": ('export enum E { A = "a" }', 'import { E } from "./x"; capture(`${E.A}`)'),
    "a computed key": ('export const K = "k"', 'import { K } from "./x"; capture({ [K]: "a" }.k)'),
    "a module that is loaded on the spot": ('exports.E = { A: "a" }', 'capture(require("./x").E.A)'),
    "a module that a function loads": (
        'export enum E { A = "a" }',
        'async function f() { const { E } = await import("./x"); capture(E.A) }',
    ),
    "a spread": ('export const E = { A: "a" }', 'import { E } from "./x"; const F = { ...E }; capture(F.A)'),
}


@pytest.mark.parametrize("kind", LINKED)
def test_names_of_another_module_are_found_by_linking(kind: str) -> None:
    defining, using = LINKED[kind]
    files = Texts({"x.ts": defining, "a.ts": using})
    found = files.facts("a.ts")
    assert found is not None
    (call,) = found.calls
    assert Linker(files).texts(call.arguments[0], "a.ts").names == ("a",)


HANDED_ON = {
    "by name": 'export { E } from "./x"',
    "under another name": 'export { D as E } from "./x"',
    "with everything": 'export * from "./x"',
    "after an import": 'import { E } from "./x"; export { E }',
    "as a default": 'export { default as E } from "./x"',
    "by CommonJS": 'module.exports = require("./x")',
    "among others by CommonJS": 'module.exports = { ...require("./x"), other: 1 }',
}


@pytest.mark.parametrize("kind", HANDED_ON)
def test_names_are_followed_through_a_module_that_hands_them_on(kind: str) -> None:
    defining = 'export const E = { A: "a" }; export const D = E; export default E;'
    using = 'import { E } from "./index"; capture(E.A)'
    files = Texts({"x.ts": defining, "index.ts": HANDED_ON[kind], "a.ts": using})
    found = files.facts("a.ts")
    assert found is not None
    assert Linker(files).texts(found.calls[0].arguments[0], "a.ts").names == ("a",)
