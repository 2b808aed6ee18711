"""No destination lists a context."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.rules.defect import Defect
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import quoted
from catalog.rules.spelling import intended
from catalog.rules.view import View


def check(view: View) -> Iterator[Defect]:
    """Contexts that stand in the `contexts` of no destination."""
    listed = {name for one in view.settings.destinations.values() for name in one.contexts}
    used = intended(listed, view.definitions.contexts)
    for home in view.layout.homes:
        if home.kind == "context" and home.name not in used:
            yield home.defect(
                f"no destination lists the context {quoted(home.name)}; add it to 'contexts' of those whose "
                "payloads carry it, or delete the file"
            )


RULE: Final = Rule(
    id="catalog/unused-context",
    summary="No destination lists a context.",
    why="What it declares is refused in every payload, which is hardly why somebody wrote it.",
    bad={
        "_context/browser.yaml": "description: What the browser's SDK adds.\n",
        "catalog.yaml": """\
format: 1
product: example
destinations: {posthog: {contexts: [tracker]}}
""",
    },
    good={
        "_context/browser.yaml": "description: What the browser's SDK adds.\n",
        "catalog.yaml": """\
format: 1
product: example
destinations: {posthog: {contexts: [browser, tracker]}}
""",
    },
    severity=Severity.WARNING,
    since="0.1.0",
    scope=Scope.EVENT,
    check=check,
    needs_settings=True,
)
