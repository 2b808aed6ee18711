"""severities names a rule or family that does not exist."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.model.nearest import nearest
from catalog.rules.defect import Defect, in_settings
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import quoted
from catalog.rules.view import View


def check(view: View) -> Iterator[Defect]:
    """Keys of `severities` that are no rule and no family, or of the format, which nothing changes."""
    families = {rule.partition("/")[0] for rule in view.known_rules}
    known = families.union(view.known_rules)
    for name in view.settings.severities:
        if name.partition("/")[0] == "format" and name in known:
            message = f"{quoted(name)} stays an error, since such a file defines nothing; leave the entry out"
        elif name not in known:
            hint = nearest(name, known)
            right = f"did you mean {quoted(hint[0])}" if hint else "'rollcall rules' lists them all"
            message = f"no rule or family is called {quoted(name)}; {right}"
        else:
            continue
        yield in_settings(message, "severities", name)


RULE: Final = Rule(
    id="catalog/unknown-severity",
    summary="severities names a rule or family that does not exist.",
    why=(
        "A misspelt rule keeps its default, so what was to be off still fails, and what was to fail does not."
    ),
    bad={
        "catalog.yaml": """\
format: 1
product: example
severities: {typing/unbounded-strings: error}
""",
    },
    good={
        "catalog.yaml": """\
format: 1
product: example
severities: {typing/unbounded-string: error}
""",
    },
    severity=Severity.ERROR,
    since="0.1.0",
    scope=Scope.CATALOG,
    check=check,
    needs_settings=True,
)
