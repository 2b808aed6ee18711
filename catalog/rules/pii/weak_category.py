"""A property holds more than its data category says."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.rules.defect import Defect
from catalog.rules.pii.shown import NOUNS, WEAK_CATEGORY, named_more, weak_examples
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import quoted
from catalog.rules.view import View


def check(view: View) -> Iterator[Defect]:
    """Categories less sensitive than what a name about people suggests, or than what examples hold."""
    for data, items in view.layout.leaves.items():
        declared = view.categories.get(data) if data is not None else None
        if declared is None:
            continue
        for item in items:
            found = named_more(view, item.name, item.definition, declared, item.around)
            if found is not None:
                yield item.defect(
                    f"{item.subject('is', 'are')} declared {declared.key}, which is "
                    f"{declared.sensitivity.value}, but {quoted(found[0])} suggests {found[1]}, which is "
                    f"{view.categories[found[1]].sensitivity.value}; classify it, or say in 'allow' what "
                    "it is",
                    "data",
                )
    for weak in weak_examples(view):
        shown = f"{quoted(weak.title)} in an example" if weak.is_of_event else f"an example of {weak.title}"
        they, are, them = ("they", "are", "them") if weak.is_inside else ("it", "is", "it")
        then = "" if weak.right is None else f", then {weak.right}"
        kind, name, pointer = weak.place
        yield Defect(
            f"{shown} is {NOUNS[weak.detector]}, which is {weak.category}, and {they} {are} declared "
            f"{weak.declared}; classify {them} as what gets sent{then}",
            kind,
            name,
            pointer,
        )


RULE: Final = Rule(
    id=WEAK_CATEGORY,
    summary="A property holds more than its data category says.",
    why=(
        "Policies act on the category alone: an address that is declared to be behaviour goes wherever "
        "behaviour may go. What the name says and what the examples hold is the best witness there is."
    ),
    bad={
        "timer/stopped.yaml": """\
properties:
  birth_date: {description: When the user was born., type: date, data: user.account}
""",
    },
    good={
        "timer/stopped.yaml": """\
properties:
  birth_date: {description: When the user was born., type: date, data: user.demographic}
""",
    },
    severity=Severity.WARNING,
    since="0.1.0",
    scope=Scope.PROPERTY,
    check=check,
    needs_settings=True,
)
