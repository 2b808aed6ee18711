"""naming.wire does not tell every event apart."""

import re
from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.rules.defect import Defect, in_settings
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import listed, quoted
from catalog.rules.view import View

_PLACEHOLDER: Final = re.compile(r"\{[^{}]*\}")


def check(view: View) -> Iterator[Defect]:
    """A template without `{resource}` or `{action}`, or with a placeholder that does not exist."""
    template = view.settings.naming.wire
    if template is None:
        return
    given = _PLACEHOLDER.findall(template)
    unknown = [name for name in given if name not in ("{resource}", "{action}")]
    missing = [name for name in ("{resource}", "{action}") if name not in given]
    if unknown:
        yield in_settings(
            f"'wire' has the placeholder {quoted(unknown[0])}; only '{{resource}}' and '{{action}}' "
            "are filled in",
            "naming",
            "wire",
        )
    elif missing:
        yield in_settings(
            f"'wire' lacks {listed(missing)}, so two events can get the same wire name; put it in",
            "naming",
            "wire",
        )


RULE: Final = Rule(
    id="naming/incomplete-wire-template",
    summary="naming.wire does not tell every event apart.",
    why=(
        "The template makes a wire name for every event; without both parts of the identity in it, "
        "two events get the same one."
    ),
    bad={
        "catalog.yaml": """\
format: 1
product: example
naming: {wire: "{action}"}
""",
    },
    good={
        "catalog.yaml": """\
format: 1
product: example
naming: {wire: "{resource}_{action}"}
""",
    },
    severity=Severity.ERROR,
    since="0.1.0",
    scope=Scope.CATALOG,
    check=check,
    needs_settings=True,
)
