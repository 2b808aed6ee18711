"""What a hook gives is a sink under every name that its callers give it."""

from pathlib import Path

import pytest

from tests.scan.test_suggesting import SDK, names_of, suggested

FUNCTION = """\
export function useTelemetry() {
  return (name: string, props?: object) => posthog.capture(name, props);
}
"""
MEMBER = (
    "export function useTelemetry() {\n"
    "  const track = useCallback((name: string, props?: object) => { posthog.capture(name, props); }, []);\n"
    "  return { track };\n}\n"
)
ROWS = [
    pytest.param(FUNCTION, "const send = useTelemetry();\n", "send", "send", id="a function"),
    pytest.param(FUNCTION, "const emitted = useTelemetry<Names>();\n", "emitted", "emitted", id="of a type"),
    pytest.param(
        "export const useTelemetry = () => useCallback((name, props) => posthog.capture(name, props), []);\n",
        "const note = useTelemetry();\n",
        "note",
        "note",
        id="a callback",
    ),
    pytest.param(
        "export const useTelemetry = () => {\n  const ph = usePostHog();\n"
        "  const named = (name, props) => ph?.capture(name, props);\n  return named;\n};\n",
        "const send = useTelemetry();\n",
        "send",
        "send",
        id="a function with a name of its own",
    ),
    pytest.param(MEMBER, "const { track } = useTelemetry();\n", "track", "track", id="a member"),
    pytest.param(MEMBER, "const { track: t } = useTelemetry();\n", "t", "track", id="a renamed member"),
    pytest.param(
        MEMBER, "const analytics = useTelemetry();\n", "analytics.track", "track", id="a member of the whole"
    ),
    pytest.param(
        MEMBER.replace("return { track }", "return { push: track }"),
        "const { push } = useTelemetry();\n",
        "push",
        "push",
        id="under another key",
    ),
    pytest.param(
        "export function useTelemetry() {\n"
        "  return { send: (name: string, props?: object) => { posthog.capture(name, props); } };\n}\n",
        "const { send: go } = useTelemetry();\n",
        "go",
        "send",
        id="a member that is written out",
    ),
    pytest.param(
        MEMBER.replace("return { track }", "return [track]"),
        "const [go] = useTelemetry();\n",
        "go",
        "go",
        id="the first of a list",
    ),
    pytest.param(
        "const Given = createContext(null);\nexport const useTelemetry = () => useContext(Given);\n"
        "export function Provider({ children }) {\n"
        "  const track = useCallback((name, props) => posthog.capture(name, props), []);\n"
        "  return <Given.Provider value={{ track }}>{children}</Given.Provider>;\n}\n",
        "const { track: t } = useTelemetry();\n",
        "t",
        "track",
        id="a context",
    ),
]


@pytest.mark.parametrize(("hook", "bound", "called", "callee"), ROWS)
def test_what_a_hook_gives_is_proposed_and_found(
    tmp_path: Path, hook: str, bound: str, called: str, callee: str
) -> None:
    page = f"import {{ useTelemetry }} from './hook';\nexport function Page() {{\n  {bound}"
    page += f"  {called}('Order paid', {{a: 1}});\n}}\n"
    found, proposals = suggested(tmp_path, {"hook.tsx": SDK + hook, "page.tsx": page})
    said = [(one.callee, one.event, one.properties, one.destination) for one in proposals]
    assert (callee, "{position = 0}", "{position = 1}", "posthog") in said
    (site,) = [site for site in found.sites if site.texts.names]
    assert (site.path, site.call.line, names_of(found)) == ("page.tsx", 4, {"Order paid"})
    assert [one.name for one in site.properties.given] == ["a"]


def test_a_function_of_the_same_name_that_no_hook_gave_is_left_alone(tmp_path: Path) -> None:
    files = {
        "hook.ts": SDK + FUNCTION,
        "page.tsx": "const send = useTelemetry();\nsend('Order paid');\n",
        "mail.ts": "const send = mailer();\nsend('dear_customer');\n",
    }
    found, (one,) = suggested(tmp_path, files)
    assert one.within == ("hook.ts", "page.tsx")
    assert names_of(found) == {"Order paid"}


def test_what_a_hook_gives_and_nobody_calls_with_a_name_is_not_proposed(tmp_path: Path) -> None:
    files = {
        "hook.ts": SDK + FUNCTION,
        "page.tsx": "const telemetry = useTelemetry();\nsave(telemetry);\ntelemetry(1);\n",
    }
    _, proposals = suggested(tmp_path, files)
    assert proposals == ()
