"""A data category does not exist."""

from collections.abc import Collection, Iterator
from typing import Final

from catalog.findings import Severity
from catalog.model.category import ancestors, nearest_categories
from catalog.model.event import EntityDefinition
from catalog.rules.defect import Defect, in_settings
from catalog.rules.entries import first
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import listed, quoted
from catalog.rules.view import View


def check(view: View) -> Iterator[Defect]:
    """Categories under `data`, `receives` and `otherwise` that are neither shipped nor the catalog's own.

    `data` stands on properties, on the keys of maps, and on entities for their keys. An own category that
    stands below none is catalog/orphan-category's, once.
    """
    known = view.categories
    stated = known.keys() | view.settings.categories.keys()
    for data, items in view.layout.leaves.items():
        if data is not None and data not in stated:
            message = _unknown(data, known)
            for item in items:
                yield item.defect(message, "data")
    for keys in view.layout.keys:
        data = keys.definition.data
        if data is not None and data not in stated:
            yield keys.defect(_unknown(data, known), "data")
    for home in view.layout.homes:
        if isinstance(home.definition, EntityDefinition):
            data = home.definition.data
            if data is not None and data not in stated:
                yield home.defect(_unknown(data, known), "data")
    general = {above for key in known for above in ancestors(key)}
    stated |= general
    for name, destination in view.settings.destinations.items():
        for index, data in first(destination.receives or ()):
            if data not in stated:
                yield in_settings(_unknown(data, general), "destinations", name, "receives", index)
        for data in destination.otherwise:
            if data not in stated:
                yield in_settings(_unknown(data, general), "destinations", name, "otherwise", data)


def _unknown(name: str, known: Collection[str]) -> str:
    return f"unknown data category {quoted(name)}; {_right(name, known)}"


def _right(name: str, known: Collection[str]) -> str:
    hint = nearest_categories(name, known)
    if hint:
        return f"did you mean {quoted(hint[0])}"
    parent = next((above for above in ancestors(name)[1:] if above in known), None)
    if parent is not None:
        return f"write {quoted(parent)}, or add the category to 'categories' in catalog.yaml"
    tops = listed(sorted({ancestors(key)[-1] for key in known} - {"none"}), "or")
    return f"write 'none' or one that begins with {tops}; 'categories' in catalog.yaml adds some below these"


RULE: Final = Rule(
    id="catalog/unknown-category",
    summary="A data category does not exist.",
    why=("A category that no policy knows is dropped everywhere or covered nowhere, and neither was meant."),
    bad={
        "timer/stopped.yaml": """\
properties:
  email: {description: The user's address., type: string, maxLength: 254, data: user.contact.mail}
""",
    },
    good={
        "timer/stopped.yaml": """\
properties:
  email: {description: The user's address., type: string, maxLength: 254, data: user.contact.email}
""",
    },
    severity=Severity.ERROR,
    since="0.1.0",
    scope=Scope.PROPERTY,
    check=check,
    needs_settings=True,
)
