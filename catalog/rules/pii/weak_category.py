"""A property holds more than its data category says."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.model.category import Category, covers
from catalog.model.snapshot import Event
from catalog.model.types import Property
from catalog.privacy.detectors import DETECTORS, detect_value
from catalog.privacy.naming import named_like
from catalog.rules.defect import Defect, in_event
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import quoted
from catalog.rules.view import View

_NOUNS: Final = {one.name: one.summary[0].lower() + one.summary[1:-1] for one in DETECTORS}
_PEOPLE: Final = "user"
_PSEUDONYM: Final = "user.unique_id.pseudonymous"
_DEVICE: Final = "user.device.id"


def check(view: View) -> Iterator[Defect]:
    """Categories less sensitive than what a name about people suggests, or than what examples hold."""
    for data, items in view.layout.leaves.items():
        declared = view.categories.get(data) if data is not None else None
        if declared is None or not covers(_PEOPLE, declared.key):
            continue  # pii/suggestive-name judges names of what is declared to be about nobody
        for item in items:
            found = named_like(item.name, item.definition)
            if found is None or (declared.key == _PSEUDONYM and found[1] == _DEVICE):
                continue  # the id of a device or a visit that leads to nobody
            if _is_weaker(view, declared, found[1]):
                yield item.defect(
                    f"{item.subject('is', 'are')} declared {declared.key}, which is "
                    f"{declared.sensitivity.value}, but {quoted(found[0])} suggests {found[1]}, which is "
                    f"{view.categories[found[1]].sensitivity.value}; classify it, or say in 'allow' what "
                    "it is",
                    "data",
                )
    for item in view.layout.shown:
        declared = _declared(view, item.definition)
        for index, example in enumerate(item.definition.examples):
            hit = None if declared is None else _held(view, declared, example, item.name)
            if hit is not None and declared is not None:
                yield item.defect(
                    f"an example of {item.title} is {_NOUNS[hit[0]]}, which is {hit[1]}, and {item.they} "
                    f"{'are' if item.is_inside else 'is'} declared {declared.key}; classify {item.them} as "
                    "what gets sent",
                    "examples",
                    index,
                )
    for event in view.events:
        yield from _shown(view, event)


def _shown(view: View, event: Event) -> Iterator[Defect]:
    """What the example payloads of an event hold."""
    for index, payload in enumerate(event.definition.examples):
        for name, value in payload.items():
            definition = event.properties.get(name)
            declared = None if definition is None else _declared(view, definition)
            hit = None if declared is None else _held(view, declared, value, name)
            if hit is not None and declared is not None:
                yield in_event(
                    event,
                    f"{quoted(name)} in an example is {_NOUNS[hit[0]]}, which is {hit[1]}, and it is "
                    f"declared {declared.key}; classify it as what gets sent",
                    "examples",
                    index,
                    name,
                )


def _declared(view: View, definition: Property) -> Category | None:
    return None if definition.data is None else view.categories.get(definition.data)


def _held(view: View, declared: Category, value: object, name: str) -> tuple[str, str] | None:
    """The detector that sees more in an example than its category says, and the category of what it sees."""
    values = value if isinstance(value, list | tuple) else (value,)
    for one in values:
        if not isinstance(one, str | int | float) or isinstance(one, bool):
            continue
        for hit in detect_value(one, name):
            if _is_weaker(view, declared, hit.category):
                return hit.detector, hit.category
    return None


def _is_weaker(view: View, declared: Category, other: str) -> bool:
    return declared.sensitivity.rank < view.categories[other].sensitivity.rank


RULE: Final = Rule(
    id="pii/weak-category",
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
