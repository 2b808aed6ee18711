"""What an argument may be."""

import pytest

from catalog.scan.facts import (
    ABSENT,
    MAX_DEPTH,
    Array,
    Choice,
    Entry,
    Expression,
    Lookup,
    Made,
    Name,
    Object,
    Parameter,
    Scalar,
    Template,
    Text,
    Unknown,
)
from catalog.scan.reasons import REASONS
from tests.scan.javascript.snippets import facts, first_argument, only_call

A, B = Text("a"), Text("b")

EXPRESSIONS: dict[str, Expression] = {
    # texts
    "'a'": A,
    "`a`": A,
    r'"\x61\u0062\u{63}\n"': Text("abc\n"),
    r'"\uD83D\uDE00"': Text("😀"),
    r'"\uD83D"': Text("�"),
    '"a\\\nb"': Text("ab"),
    # what does not change a value
    '("a")': A,
    '"a" as const': A,
    '"a" satisfies string': A,
    '"a"!': A,
    'await "a"': A,
    # scalars
    "1": Scalar(1),
    "-1.5": Scalar(-1.5),
    "0xff": Scalar(255),
    "1_000n": Scalar(1000),
    "true": Scalar(True),
    "null": Scalar(None),
    "undefined": ABSENT,
    "void 0": ABSENT,
    # put together
    '"a" + "b"': Text("ab"),
    '"a" + b.c + 1': Template((A, Name(("b", "c")), Text("1"))),
    "`a${b}`": Template((A, Name(("b",)))),
    '`${"a"}b`': Text("ab"),
    "`${A.B}`": Template((Name(("A", "B")),)),
    "String(A.B)": Template((Name(("A", "B")),)),
    "A.B.toString()": Name(("A", "B")),
    '["a", "b"].join(".")': Text("a.b"),
    '"a".concat(b)': Template((A, Name(("b",)))),
    # one of several
    'x ? "a" : "b"': Choice((A, B)),
    'x ? "a" : y ? "b" : "a"': Choice((A, B)),
    'x || "a"': Choice((Name(("x",)), A)),
    'x ?? y ?? "a"': Choice((Name(("x",)), Name(("y",)), A)),
    'x && "a"': A,
    '`${x ? "a" : "b"}c`': Template((Choice((A, B)), Text("c"))),
    # names
    "EventName.A.B": Name(("EventName", "A", "B")),
    "EventName?.A": Name(("EventName", "A")),
    'EventName["A"]': Name(("EventName", "A")),
    "NAMES[kind]": Lookup(Name(("NAMES",)), Name(("kind",))),
    "NAMES[kind].name": Lookup(Lookup(Name(("NAMES",)), Name(("kind",))), Text("name")),
    '{ a: "x", b: "a" }["b"]': A,
    '["a", "b"][1]': B,
    # what a call gives
    "make(A.B, 'a')": Made(("make",), (Name(("A", "B")), A)),
    "new Made('a')": Made(("Made",), (A,)),
    'Object.freeze("a")': A,
    'x = "a"': A,
    '(x, "a")': A,
    "[1, ...['a']]": Array((Scalar(1), A)),
    # nothing is known
    "a > b": Unknown("expression", "a > b"),
    "a + b": Unknown("expression", "a + b"),
    "() => 'a'": Unknown("expression", "() => 'a'"),
    "this.name": Unknown("attribute", "this.name"),
    "a().b()": Unknown("call", "a().b()"),
    "/a/": Unknown("expression", "/a/"),
}


@pytest.mark.parametrize("text", EXPRESSIONS)
def test_an_argument_is_read(text: str) -> None:
    argument = first_argument(f"capture({text})", "a.ts")
    assert argument == EXPRESSIONS[text]
    if isinstance(argument, Unknown):
        assert argument.reason in REASONS


LOCAL: dict[str, Expression] = {
    'const n = "a"; capture(n)': A,
    'const n = x ? "a" : "b"; capture(n)': Choice((A, B)),
    'const o = { k: { l: "a" } }; capture(o.k.l)': A,
    'const { k: { l: n } } = { k: { l: "a" } }; capture(n)': A,
    'const { k = "a" } = opts; capture(k)': Choice((Name(("opts", "k")), A)),
    'const [, n] = ["a", "b"]; capture(n)': B,
    'let n = "a"; if (x) n = "b"; capture(n)': Choice((A, B)),
    'let n; if (x) { n = "a" } else { n = "b" } capture(n)': Choice((A, B)),
    'let n = "a"; n ||= "b"; capture(n)': Choice((A, B)),
    'let n = "a"; n += y; capture(n)': Template((A, Name(("y",)))),
    'let n = "a"; function g() { let n = "b"; n = "c" } capture(n)': A,
    'if (x) { var n = "a" } else { var n = "b" } capture(n)': Choice((A, B)),
    'try { var n = "a" } finally { n = "b" } const g = () => capture(n)': Choice((A, B)),
    'for (const n of ["a", "b"]) capture(n)': Choice((A, B)),
    "for (const n of NAMES) capture(n)": Lookup(Name(("NAMES",)), Unknown("loop")),
    'for (const { n } of [{ n: "a" }]) capture(n)': A,
    '["a", "b"].forEach((n) => capture(n))': Choice((A, B)),
    "const n = n; capture(n)": Unknown("cycle", "n"),
    "const a = b, b = a; capture(a)": Unknown("cycle", "a"),
    'const m = { n: "a" } as const; const { n } = m; capture(n)': A,
}


@pytest.mark.parametrize("text", LOCAL)
def test_a_local_name_is_what_it_was_given(text: str) -> None:
    assert first_argument(f"function f() {{ {text} }}", "a.ts") == LOCAL[text]


def test_a_local_table_is_looked_up_by_an_unknown_key() -> None:
    argument = first_argument('function f(x) { const t = { k: "a" }; capture(t[x]) }')
    assert isinstance(argument, Lookup)
    assert isinstance(argument.of, Object)
    assert argument.key == Parameter("x", 0)


PARAMETERS: dict[str, Expression] = {
    "function f(name) { capture(name) }": Parameter("name", 0),
    "function f(a, { name }) { capture(name) }": Parameter("#1", 0, ("name",)),
    "function f(props) { capture(props.event.name) }": Parameter("props", 0, ("event", "name")),
    "function f(props) { const { event } = props; capture(event) }": Parameter("props", 0, ("event",)),
    "function f(name) { return () => capture(name) }": Parameter("name", 0),
    "const f = name => capture(name)": Parameter("name", 0),
    "function f(this: T, name: string) { capture(name as N) }": Parameter("name", 0),
    'function f(name = "a") { capture(name) }': Choice((Parameter("name", 0), A)),
    'const P = ({ name = "a" }) => capture(name)': Choice((Parameter("#0", 0, ("name",)), A)),
    "function f(...names) { capture(names[0]) }": Lookup(Parameter("...names", 0), Scalar(0)),
    "class A { constructor(private name: string) { capture(name) } }": Parameter("name", 0),
}


@pytest.mark.parametrize("text", PARAMETERS)
def test_a_parameter_is_left_to_the_callers(text: str) -> None:
    assert first_argument(text, "a.ts") == PARAMETERS[text]


def test_functions_tell_their_parameters_by_position() -> None:
    found = facts("const send = (a, { b, c }, ...rest) => capture(b)")
    assert [(function.name, function.parameters) for function in found.functions] == [
        ("send", ("a", "#1", "...rest"))
    ]


MEMBERS_OF_CLASSES: dict[str, Expression] = {
    'class A { readonly n = "a"; m() { capture(this.n) } }': A,
    'class A { static n = "a"; static m() { capture(this.n) } }': A,
    'class A { #n = "a"; m() { capture(this.#n) } }': A,
    'class A { n = "a"; m() { capture(this.n) } }': Unknown("attribute", "this.n"),
    'class A { static n = "a"; m() { capture(A.n) } }': Name(("A", "n")),
}


@pytest.mark.parametrize("text", MEMBERS_OF_CLASSES)
def test_a_field_is_known_where_nothing_else_may_set_it(text: str) -> None:
    assert first_argument(text, "a.ts") == MEMBERS_OF_CLASSES[text]


OBJECTS = {
    '{ a: 1, "b-c": 2, 3: 3, ["d"]: 4 }': (["a", "b-c", "3", "d"], False),
    "{ a, b() {}, get c() { return 1 } }": (["a", "b", "c"], False),
    "{ a: 1, ...x() }": (["a"], True),
    "{ a: 1, ...{ b: 2 } }": (["a", "b"], False),
    "{ ...(x ? { a: 1 } : {}), b: 2 }": (["b"], False),
    "{ [x + y]: 1, a: 2 }": (["a"], True),
    "{ a: 1, a: 2 }": (["a"], False),
    "Object.assign({ a: 1 }, x())": (["a"], True),
    "{}": ([], False),
}


@pytest.mark.parametrize("text", OBJECTS)
def test_an_object_tells_its_members_and_whether_there_may_be_more(text: str) -> None:
    argument = first_argument(f"capture({text})", "a.ts")
    assert isinstance(argument, Object)
    assert ([entry.key for entry in argument.entries], argument.open) == OBJECTS[text]


def test_what_another_file_may_tell_of_an_object_stays_a_name() -> None:
    argument = first_argument("capture({ ...COMMON, [Key.A]: 1 })")
    assert isinstance(argument, Object)
    assert argument.spreads == (Name(("COMMON",)),)
    assert [(keyed.key, keyed.value) for keyed in argument.keyed] == [(Name(("Key", "A")), Scalar(1))]
    assert not argument.open


def test_an_object_that_is_changed_later_may_have_more() -> None:
    argument = first_argument("function f() { const p = { a: 1 }; if (x) p.b = 2; capture(p) }")
    assert isinstance(argument, Object)
    added = Object((Entry("b", Scalar(2), 1, 45),))
    assert argument.spreads == (Choice((added, Object(()))),)
    assert not argument.open


def test_a_member_knows_its_place() -> None:
    argument = only_call('capture("a", {\n  é: 1, b: 2,\n})').arguments[1]
    assert isinstance(argument, Object)
    assert [(entry.line, entry.column) for entry in argument.entries] == [(2, 3), (2, 9)]


def test_an_expression_that_is_nested_too_deeply_is_not_followed() -> None:
    argument = first_argument("capture(" + "[" * (MAX_DEPTH + 5) + "]" * (MAX_DEPTH + 5) + ")")
    for _ in range(MAX_DEPTH + 1):
        assert isinstance(argument, Array)
        (argument,) = argument.items
    assert isinstance(argument, Unknown)
    assert argument.reason == "too-deep"


CHANGES = {
    "p[x] = 2": True,
    "p[x] ??= 2": True,
    "for (const x of y) p.b = x": True,
    "y.map(() => { p.b = 2 })": True,
    "Object.assign(p, x)": True,
    "delete p.a": True,
    "p.b === 2": False,
    "x.p.b = 2": False,
    "pp.b = 2": False,
    "x = p.b": False,
    "const { c } = p": False,
}


@pytest.mark.parametrize("change", ["p.b = 2", "p['b'] = 2", "if (x) {} p.b = 2"])
def test_a_member_that_is_set_before_is_one_of_the_object(change: str) -> None:
    argument = first_argument(f"function f() {{ const p = {{ a: 1 }}; {change}; capture(p) }}", "a.ts")
    assert isinstance(argument, Object)
    assert ([entry.key for entry in argument.entries], argument.open) == (["a", "b"], False)


@pytest.mark.parametrize("change", CHANGES)
def test_what_changes_an_object_is_seen_and_nothing_else(change: str) -> None:
    argument = first_argument(f"function f() {{ const p = {{ a: 1 }}; {change}; capture(p) }}", "a.ts")
    assert isinstance(argument, Object)
    assert argument.open is CHANGES[change]
