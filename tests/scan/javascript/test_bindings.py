"""What a sink's name is bound to, which tells tracking from what is only called like it."""

import pytest

from tests.scan.javascript.snippets import only_call

BINDINGS: dict[str, list[tuple[str, tuple[str, ...]]]] = {
    "import": [
        ('import { capture } from "./a"; capture("x")', ("./a", "capture")),
        ('import capture from "./a"; capture("x")', ("./a", "default")),
        ('import * as posthog from "posthog"; posthog.capture("x")', ("posthog",)),
        ('const posthog = require("posthog"); posthog.capture("x")', ("posthog",)),
        ('const { capture } = require("posthog"); capture("x")', ("posthog", "capture")),
        ('async function f() { const { capture } = await import("a"); capture("x") }', ("a", "capture")),
        ('import { posthog } from "./a"; const { capture } = posthog; capture("x")', ("./a", "posthog")),
        ('import { client } from "./a"; const ph = client; ph.capture("x")', ("./a", "client")),
        ('import { getClient } from "./a"; getClient().capture("x")', ("./a", "getClient")),
        ('import posthog = require("posthog"); posthog.capture("x")', ("posthog",)),
    ],
    "hook": [
        ('function P() { const capture = useCapture(); capture("x") }', ("useCapture",)),
        ('function P() { const { capture } = usePostHog(); return () => capture("x") }', ("usePostHog",)),
        ('function P() { const posthog = usePostHog(); posthog?.capture("x") }', ("usePostHog",)),
        ('function P() { const [capture] = useCapture(); capture("x") }', ("useCapture",)),
        ('function P() { const ph = useA()!; const { capture } = ph; capture("x") }', ("useA",)),
        ('function P() { useTelemetry().capture("x") }', ("useTelemetry",)),
        ('function P() { const capture = useStore((s) => s.capture); capture("x") }', ("useStore",)),
        ('function P() { let capture; capture = useCapture(); capture("x") }', ("useCapture",)),
    ],
    "parameter": [
        ('function f(capture) { capture("x") }', ()),
        ('const f = capture => capture("x")', ()),
        ('function f(posthog: PostHog) { posthog.capture("x") }', ()),
        ('const make = ({ capture }: Deps) => () => capture("x")', ()),
        ('function f(deps) { const { capture } = deps; capture("x") }', ()),
    ],
    "prop": [
        ('function Page({ capture }) { capture("x") }', ()),
        ('const Page = ({ capture = noop }: Props) => <a onClick={() => capture("x")} />', ()),
        ('const Page = memo(({ capture }) => { capture("x") })', ()),
        ('function Page(props) { props.capture("x") }', ()),
    ],
    "local-function": [
        ('function capture(a) {} capture("x")', ("capture",)),
        ('const capture = (a) => {}; capture("x")', ("capture",)),
        ('function P() { const capture = useCallback((a) => {}, []); capture("x") }', ("capture",)),
        ('function P() { function capture(a) {} capture("x") }', ("capture",)),
        ('import { capture } from "./a"; { function capture() {} capture("x") }', ("capture",)),
        ('const capture = debounce(function (a) {}); capture("x")', ("capture",)),
        ('const f = function capture() { capture("x") }', ("capture",)),
    ],
    "local": [
        ('const posthog = new PostHog("k"); posthog.capture("x")', ("PostHog",)),
        ('const posthog = createClient(); posthog.capture("x")', ("createClient",)),
        ('let posthog: PostHog; posthog.capture("x")', ()),
        ('class capture {} capture("x")', ("capture",)),
    ],
    "attribute": [('class A { m() { this.posthog.capture("x") } }', ()), ('this.capture("x")', ())],
    "global": [
        ('window.posthog.capture("x")', ()),
        ('declare const posthog: any; posthog.capture("x")', ()),
        ('declare function capture(a: string): void; capture("x")', ()),
    ],
    "unresolved": [('posthog.capture("x")', ()), ('capture("x")', ())],
}


@pytest.mark.parametrize(
    ("text", "binding", "bound_to"),
    [(text, binding, bound_to) for binding, rows in BINDINGS.items() for text, bound_to in rows],
)
def test_a_call_says_how_its_first_name_is_bound(text: str, binding: str, bound_to: tuple[str, ...]) -> None:
    call = only_call(text)
    assert (call.binding, call.bound_to) == (binding, bound_to)


def test_a_declaration_in_another_function_binds_nothing_here() -> None:
    assert only_call('function f() { const capture = useA(); } capture("x")').binding == "unresolved"
    assert only_call('function f() { { const capture = useA(); } capture("x") }').binding == "unresolved"
