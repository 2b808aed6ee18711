"""Files as they are found: broken, in other encodings, enormous, or with syntax unknown to the grammars."""

import time

import msgspec
import pytest

from catalog.scan.facts import Text
from catalog.scan.javascript import read
from tests.scan.javascript.snippets import CALLEES, facts, only_call

ENCODINGS = {
    "a byte order mark": b'\xef\xbb\xbfcapture("\xc3\xa9")',
    "UTF-16": '\ufeffcapture("é")'.encode("utf-16-le"),
    "Latin-1": b'capture("\xe9")',
}


@pytest.mark.parametrize("kind", ENCODINGS)
def test_other_encodings_are_read(kind: str) -> None:
    call = only_call(ENCODINGS[kind])
    assert (call.line, call.column, call.arguments) == (1, 1, (Text("é"),))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_end_as_they_do(end: str) -> None:
    call = only_call(end.join(["// é", "", "  capture(", "'a')"]))
    assert (call.line, call.column, call.end_line) == (3, 3, 4)


BROKEN = {
    "before it": "const = ;\ncapture('a')",
    "after it": "capture('a')\nconst = ;",
    "an open bracket": "function f() {\n  capture('a');\n",
    "a bracket too many": "}\ncapture('a')",
}


@pytest.mark.parametrize("kind", BROKEN)
def test_what_parses_of_a_broken_file_is_read(kind: str) -> None:
    found = facts(BROKEN[kind], "a.ts")
    assert [call.arguments for call in found.calls] == [(Text("a"),)]
    assert found.broken_at is not None


def test_a_broken_file_tells_its_first_broken_place() -> None:
    broken_at = facts("const a = 1;\nconst é = @;\n", "a.ts").broken_at
    assert broken_at is not None
    assert broken_at[0] == 2


UNKNOWN_TO_GRAMMARS = {
    "a typed template": "const A = styled.div<{ wide: (a: number) => boolean }>`x`",
    "a typed template over lines": "const a = await sql<\n  { n: number }[]\n>`SELECT 1`",
    "the type of an import": 'const a = await original<typeof import("./x")>()',
    "a type of an import": 'function f(): import("x").Extension<string> { return a }',
    "a parameter called like a type": "let ready: (string) => boolean",
    "an ampersand in JSX": "const a = <p>Plans & Billing</p>",
    "an ampersand in an attribute": 'const a = <a href="https://x?a=1&b=2" />',
    "types handed on": 'export type * from "./x"',
    "a NUL in a text": "const a = 'x\0y'",
    "an element with a template": "const a = <p>`x`</p>",
}


@pytest.mark.parametrize("kind", UNKNOWN_TO_GRAMMARS)
def test_syntax_that_the_grammars_do_not_know_hides_nothing(kind: str) -> None:
    found = facts(f"{UNKNOWN_TO_GRAMMARS[kind]};\ncapture('a & b')", "a.tsx")
    assert found.broken_at is None
    line = UNKNOWN_TO_GRAMMARS[kind].count("\n") + 2
    assert [(call.line, call.column, call.arguments) for call in found.calls] == [(line, 1, (Text("a & b"),))]


def test_javascript_with_types_is_read_as_what_it_is() -> None:
    found = facts("function f(a: string): void { capture(a) }", "a.js")
    assert found.broken_at is None
    assert len(found.calls) == 1


DEEP = {
    "calls": "capture(" * 3000 + "1" + ")" * 3000,
    "objects": "capture('a', " + "{a:" * 20_000 + "1" + "}" * 20_000 + ")",
    "a constant": "const x = " + "[" * 20_000 + "]" * 20_000,
    "functions": "const a = () => {" * 5000 + "capture('x')" + "}" * 5000,
    "named functions": "function a() { capture(b);" * 2000 + "}" * 2000,
    "conditionals": "capture(" + "a ? 'x' : " * 20_000 + "'y')",
    "a sum": "capture(" + "'a' + " * 20_000 + "b)",
    "members": "capture(a" + ".b" * 20_000 + ")",
    "a chain": "a" + ".capture('x')" * 5000,
    "brackets": "capture(" + "(" * 20_000 + "'x'" + ")" * 20_000 + ")",
    "a pattern": "const " + "{a:" * 10_000 + "b" + "}" * 10_000 + " = c; capture(b)",
    "twice as much each time": "function f() { const a0 = 'x';"
    + "".join(f"const a{n} = [a{n - 1}, a{n - 1}];" for n in range(1, 40))
    + "capture(a39) }",
    "a variable that is set again and again": "function f() { let e;" + "e = 'x'; capture(e);" * 5000 + "}",
    "what does not end": "capture('a'" * 5000,
    "markers": "{%" * 100_000,
    "angle brackets": "<" * 20_000,
}


@pytest.mark.parametrize("kind", DEEP)
def test_depth_and_repetition_end_nothing(kind: str) -> None:
    start = time.process_time()
    found = read(DEEP[kind].encode(), "a.ts.jinja" if kind == "markers" else "a.ts", CALLEES)
    assert len(msgspec.msgpack.encode(found)) < 20_000_000
    assert time.process_time() - start < 20


@pytest.mark.parametrize("text", ["<script>", '<script "', "<!--", "<script>x</script>"])
def test_markup_is_read_in_time_in_proportion_to_its_length(text: str) -> None:
    start = time.process_time()
    read(text.encode() * 50_000, "a.vue", CALLEES)
    assert time.process_time() - start < 20


def test_a_minified_line_of_five_megabytes_is_read() -> None:
    line = (
        "".join(f'var a{n}=function(e){{return t(e,{{b:"é"}})}};' for n in range(115_000)) + 'capture("a");'
    )
    assert len(line.encode()) > 5_000_000
    start = time.process_time()
    (call,) = facts(line, "a.js").calls
    assert (call.line, call.column) == (1, len(line) - len('capture("a");') + 1)
    assert time.process_time() - start < 30


def test_bytes_that_are_no_text_say_nothing() -> None:
    assert facts(bytes(range(256)) * 100, "a.js").calls == ()
    assert facts(b"", "a.js").broken_at is None
