"""The name of a property holds something of the person that it is about."""

from collections.abc import Iterator
from itertools import chain
from typing import Final

from catalog.findings import Severity
from catalog.rules.defect import Defect
from catalog.rules.pii.personal_event_name import somebody_in
from catalog.rules.rule import Rule, Scope
from catalog.rules.view import View


def check(view: View) -> Iterator[Defect]:
    """Names of properties, arriving and sent, with the number or the address of somebody in them.

    Names in a context are the SDK's choice; those that a destination gets for them are the catalog's.
    """
    for item in chain(*view.layout.sent.values(), view.layout.others):
        names: list[tuple[str, tuple[str, ...]]] = []
        if item.home.kind != "context":
            names.append((item.name, ()))
        names += [(name, ("send_as", to)) for to, name in item.definition.send_as.items()]
        for name, pointer in names:
            said = somebody_in(name)
            if said is not None:
                yield item.defect(
                    f"the name {said}; a name stands for what is measured, so make that a value, or the "
                    "key of a map",
                    *pointer,
                )


RULE: Final = Rule(
    id="pii/personal-property-name",
    summary="The name of a property holds something of the person that it is about.",
    why=(
        "Values can be dropped, hashed and classified; the name of a property is in the catalog, in "
        "generated code and in every column and report, for all to read. A property for each telephone "
        "number is a list of numbers."
    ),
    bad={
        "call/ended.yaml": """\
properties:
  call_4915123456789: {description: How long it took., type: integer, unit: s, data: none}
""",
    },
    good={
        "call/ended.yaml": """\
properties:
  number: {description: Who was called., type: string, maxLength: 15, data: user.contact.phone}
""",
    },
    severity=Severity.WARNING,
    since="0.1.0",
    scope=Scope.PROPERTY,
    check=check,
)
