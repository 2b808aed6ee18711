"""A condition for an approval that says nothing."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.model.conditions import Condition, Key, UnknownCondition, condition
from catalog.model.names import resource_of
from catalog.model.nearest import nearest
from catalog.rules.defect import Defect, in_settings
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import quoted
from catalog.rules.view import View


def check(view: View) -> Iterator[Defect]:
    """Conditions outside the grammar, and those that name what the catalog does not have."""
    for role, approval in view.settings.approvals.items():
        when = (approval.when,) if isinstance(approval.when, str) else approval.when
        for index, text in enumerate(when):
            pointer = ("approvals", role, "when")
            at = pointer if isinstance(approval.when, str) else (*pointer, index)
            try:
                message = _unmet(condition(text), view)
            except UnknownCondition as unknown:
                message = f"no condition for an approval is {quoted(text)}; {unknown.right}"
            if message is not None:
                yield in_settings(message, *at)


def _unmet(asked: Condition, view: View) -> str | None:
    """Why no change can meet a condition; None when one can."""
    known = _known(asked, view)
    if known is None or asked.names in known:
        return None
    hint = nearest(asked.names, known)
    right = f"did you mean {quoted(hint[0])}" if hint else "the catalog has none of that name"
    kind = "category" if asked.key is Key.DATA else asked.key
    return f"{quoted(asked.text)} names no {kind}; {right}"


def _known(asked: Condition, view: View) -> tuple[str, ...] | None:
    match asked.key:
        case Key.DESTINATION:
            return tuple(view.settings.destinations)
        case Key.OWNER:
            return tuple(view.settings.owners)
        case Key.DATA:
            return tuple(view.categories) + tuple(
                {key.rpartition(".")[0] for key in view.categories if "." in key}
            )
        case Key.RESOURCE:
            names = dict.fromkeys(resource_of(event.name) for event in view.events)
            return None if view.lacks_events else tuple(names)
        case Key.RISK | None:
            return None


RULE: Final = Rule(
    id="catalog/unknown-condition",
    summary="A condition for an approval says nothing, or names what the catalog does not have.",
    why=(
        "A role whose condition never holds is never asked: what was to be reviewed is released unseen. "
        "Conditions are `any`, `data-collection`, `payload`, `reader`, `call-site`, `privacy`, `docs`, "
        "`destination:NAME`, `resource:NAME`, `owner:NAME`, `data:CATEGORY` and `risk:low|medium|high`."
    ),
    bad={
        "catalog.yaml": """\
format: 1
product: example
approvals:
  privacy-officer: {users: [privacy-team], when: data-colection}
""",
    },
    good={
        "catalog.yaml": """\
format: 1
product: example
approvals:
  privacy-officer: {users: [privacy-team], when: [data-collection, "risk:high"]}
""",
    },
    severity=Severity.ERROR,
    since="0.1.0",
    scope=Scope.CATALOG,
    check=check,
    needs_settings=True,
)
