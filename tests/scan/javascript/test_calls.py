"""Which calls a file has, and where."""

import pytest

from catalog.scan.javascript import read
from tests.scan.javascript.snippets import facts, only_call

CALLS = {
    'capture("a")': (None, 1, 1),
    'posthog.capture("a")': ("posthog", 1, 9),
    'posthog?.capture("a")': ("posthog", 1, 10),
    'posthog?.capture?.("a")': ("posthog", 1, 10),
    'posthog!.capture!("a")': ("posthog", 1, 10),
    'this.client.posthog.capture("a")': ("this.client.posthog", 1, 21),
    'posthog["capture"]("a")': ("posthog", 1, 10),
    '(posthog as any).capture("a")': ("posthog", 1, 18),
    '(window as unknown as W).posthog?.capture("a")': ("window.posthog", 1, 35),
    'getPosthog().capture("a")': ("getPosthog()", 1, 14),
    'get( a, b )?.capture("a")': ("get(a,b)", 1, 14),
    'a?.b![0]?.capture("a")': ("a.b[0]", 1, 11),
    "posthog\n  .capture(\n    'a',\n  )": ("posthog", 2, 4),
    'posthog /* why */ . /* so */ capture /* now */ ("a")': ("posthog", 1, 30),
    'new posthog.capture("a")': ("posthog", 1, 13),
    'capture<Props>("a")': (None, 1, 1),
    '(capture)("a")': (None, 1, 2),
    'await capture("a")': (None, 1, 7),
    '<button onClick={() => capture("a")} />': (None, 1, 24),
    'const é = 1, 𝒳 = "𝒳"; capture("a")': (None, 1, 23),
    'class A { #capture() {} b() { this.#capture("a") } }': ("this", 1, 37),
}


@pytest.mark.parametrize("text", CALLS)
def test_a_call_is_found_at_the_last_name_of_its_callee(text: str) -> None:
    call = only_call(text)
    assert (call.receiver, call.line, call.column) == CALLS[text]
    assert call.callee == "capture"


NO_CALLS = {
    "a line comment": '// capture("a")',
    "a comment": '/* capture("a") */ x()',
    "a commented element": '<p>{/* capture("a") */}</p>',
    "a text": "const x = 'capture(\"a\")'",
    "a template": 'const x = `capture("a")`',
    "text of an element": '<p>capture("a")</p>',
    "a declaration": "function capture(a) {}",
    "a method": "class A { capture(a) {} }",
    "a method of an object": "const x = { capture(a) {} }",
    "a reference": "posthog.capture; register(capture)",
    "a longer name": 'captureAll("a"); recapture("a"); $capture("a"); capture$("a")',
    "an argument": "other(capture, (capture))",
    "a tagged template": "capture`a`",
    "a member of what it gives": 'capture.later("a")',
    "a type": "type A = { capture(a: string): void }",
    "a regular expression": 'const x = /capture("a")/',
}


@pytest.mark.parametrize("kind", NO_CALLS)
def test_only_a_call_is_a_call(kind: str) -> None:
    assert facts(NO_CALLS[kind]).calls == ()


def test_a_decorator_is_a_call_and_says_so() -> None:
    call = only_call("class A {\n  @capture(EventName.X, { a: 1 })\n  run() {}\n}")
    assert (call.is_decorator, call.line, call.column, call.scope) == (True, 2, 4, ("A",))


def test_a_call_knows_its_lines_and_the_functions_around_it() -> None:
    text = (
        "class Page {\n  render() {\n    const send = () =>\n      capture(\n        'a',\n      );\n  }\n}"
    )
    call = only_call(text)
    assert (call.start_line, call.line, call.end_line) == (4, 4, 6)
    assert call.scope == ("Page", "render", "send")
    found = facts(text)
    assert call.function is not None
    assert found.functions[call.function].name == "send"
    assert found.functions[call.function].scope == ("Page", "render")


def test_calls_come_in_the_order_of_the_text_also_under_other_names() -> None:
    found = facts('import { capture as send } from "./a";\nsend("1"); capture("2"); send("3");')
    assert [(call.callee, call.column) for call in found.calls] == [
        ("capture", 1),
        ("capture", 12),
        ("capture", 26),
    ]


ALIASES = {
    'import { capture as send } from "./a";\nsend("a")': ("import", ("./a", "capture")),
    'const { capture: send } = usePostHog();\nsend("a")': ("hook", ("usePostHog",)),
    'function Page({ capture: send }) {\n  send("a") }': ("prop", ()),
}


@pytest.mark.parametrize("text", ALIASES)
def test_another_name_for_a_sink_is_followed(text: str) -> None:
    call = only_call(text)
    assert (call.callee, call.line, call.binding, call.bound_to) == ("capture", 2, *ALIASES[text])


def test_a_name_that_another_declaration_has_too_is_not_followed() -> None:
    assert facts('import { capture as send } from "./a";\nfunction f(send) { send("a") }').calls == ()


SPREADS = {
    'capture("a", ...rest)': (1, True),
    'capture(...args, "b")': (0, True),
    'capture(...["a", "b"])': (2, False),
    'function f() { const args = ["a", {}]; capture(...args) }': (2, False),
    "capture()": (0, False),
    'capture("a", /* none */ undefined,)': (2, False),
}


@pytest.mark.parametrize("text", SPREADS)
def test_arguments_end_where_one_stands_for_several(text: str) -> None:
    call = only_call(text)
    assert (len(call.arguments), call.spread) == SPREADS[text]


HINTS = {
    "// rollcall: events=a.b, c.d\ncapture(x)": ("a.b", "c.d"),
    "capture(x) // rollcall: events=a.b": ("a.b",),
    "{/* rollcall: events=a.b */}\ncapture(x)": ("a.b",),
    "// rollcall: events=a.b\n\ncapture(x)": (),
    "capture(x)": (),
}


@pytest.mark.parametrize("text", HINTS)
def test_a_comment_at_the_call_says_which_events_it_can_be(text: str) -> None:
    assert only_call(text).hints == HINTS[text]


def test_only_the_wanted_names_are_looked_for() -> None:
    assert read(b'capture("a"); track("b")', "a.ts", frozenset({"track"})).calls[0].callee == "track"
    assert read(b'capture("a")', "a.ts", frozenset()).calls == ()
