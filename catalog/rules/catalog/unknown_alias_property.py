"""An alias speaks of a property that the event does not have."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.rules.defect import Defect, in_event
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import meant, quoted
from catalog.rules.view import View


def check(view: View) -> Iterator[Defect]:
    """Targets of `rename` and names in `sends` that are no property; renames outside `sends`."""
    for event in view.events:
        if not event.aliases or not view.is_whole(event):
            continue
        known = event.properties
        for index, alias in enumerate(event.aliases):
            for arriving, target in alias.rename.items():
                if target not in known:
                    right = meant(target, known, "the event has no properties")
                    yield in_event(
                        event,
                        f"{quoted(arriving)} is renamed to the unknown property {quoted(target)}; {right}",
                        "aliases",
                        index,
                        "rename",
                        arriving,
                    )
                elif alias.sends is not None and arriving not in alias.sends:
                    yield in_event(
                        event,
                        f"{quoted(arriving)} is renamed but does not stand in 'sends', so it never arrives; "
                        "add it there, or leave it out here",
                        "aliases",
                        index,
                        "rename",
                        arriving,
                    )
            for position, name in enumerate(alias.sends or ()):
                if name not in known and name not in alias.rename:
                    right = meant(name, known, "the event has no properties")
                    yield in_event(
                        event,
                        f"'sends' has {quoted(name)}, which is no property and not renamed to one; {right}",
                        "aliases",
                        index,
                        "sends",
                        position,
                    )


RULE: Final = Rule(
    id="catalog/unknown-alias-property",
    summary="An alias speaks of a property that the event does not have.",
    why=(
        "The name that arrives is matched to nothing, so a payload under the alias is refused or "
        "loses the value."
    ),
    bad={
        "timer/stopped.yaml": """\
aliases: [{name: file_written, rename: {bytes: sise}}]
properties:
  size: {description: Size of the file., type: integer, data: none}
""",
    },
    good={
        "timer/stopped.yaml": """\
aliases: [{name: file_written, rename: {bytes: size}}]
properties:
  size: {description: Size of the file., type: integer, data: none}
""",
    },
    severity=Severity.ERROR,
    since="0.1.0",
    scope=Scope.EVENT,
    check=check,
)
