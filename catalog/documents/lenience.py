"""What a producer sends when it sends only what it declares.

`properties` and `patternProperties` declare names, wherever they speak of the same object; so does a schema
of `additionalProperties` or `unevaluatedProperties` (a map), and `required`. True, `{}` and the absence of
these keywords declare nothing. A schema that does not speak of objects is left as it is.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Final

from catalog.documents.formulas import Formula, Listed, Members
from catalog.documents.reading import Reads, Schema, Spot, number_in

_OF_OBJECTS: Final = frozenset(
    {"properties", "patternProperties", "additionalProperties", "unevaluatedProperties", "required"}
    | {"propertyNames", "minProperties", "maxProperties"}
)
_BRANCHES: Final = ("allOf", "anyOf", "oneOf")
_NAMED_BRANCHES: Final = ("dependentSchemas", "dependencies")
_MAX_LOOKED: Final = 2_000


def closure(reader: Reads, schema: Schema, at: Spot) -> Formula:
    """No member but those that a schema, or one that it includes, declares."""
    table = reader.table
    names: dict[str, None] = {}
    patterns: list[Formula] = []
    is_of_objects = False
    needed = Fraction(0)
    for each in _included(reader, schema, at):
        types = each.get("type")
        is_of_objects = (
            is_of_objects
            or types == "object"
            or (isinstance(types, list) and "object" in types)
            or bool(_OF_OBJECTS & each.keys())
        )
        for keyword in ("additionalProperties", "unevaluatedProperties"):
            rest = each.get(keyword)
            if isinstance(rest, Mapping) and reader.formula(rest, at.strict()) is not table.true:
                return table.true
        needed = max(needed, number_in(each.get("minProperties")) or Fraction(0))
        named, required = each.get("properties"), each.get("required")
        if isinstance(named, Mapping):
            names |= dict.fromkeys(named)
        if isinstance(required, list):
            names |= dict.fromkeys(name for name in required if isinstance(name, str))
        by_pattern = each.get("patternProperties")
        if isinstance(by_pattern, Mapping):
            patterns += [reader.pattern(text, "patternProperties", at) for text in by_pattern]
    # What must have more members than it declares is a map of names that nothing declares.
    if not is_of_objects or (needed > len(names) and not patterns):
        return table.true
    declared = table.some([table.add(Listed(values=tuple(names))), *patterns])
    return table.add(Members(names=table.opposite(declared), part=table.false))


def _included(reader: Reads, schema: object, at: Spot) -> Iterator[Schema]:
    """A schema and those that speak of the same value."""
    waiting: list[tuple[object, Spot]] = [(schema, at)]
    known: set[int] = set()
    while waiting and len(known) < _MAX_LOOKED:
        each, at = waiting.pop()
        if not isinstance(each, Mapping) or id(each) in known:
            continue
        known.add(id(each))
        yield each
        for keyword in ("$ref", "$dynamicRef", "$recursiveRef"):
            found = reader.target(each[keyword], at) if keyword in each else None
            if found is not None:
                waiting.append(found)
        for keyword in _BRANCHES:
            branches = each.get(keyword)
            waiting += [(branch, at) for branch in branches] if isinstance(branches, list) else []
        for keyword in _NAMED_BRANCHES:
            named = each.get(keyword)
            waiting += [(branch, at) for branch in named.values()] if isinstance(named, Mapping) else []
        waiting += [(each[keyword], at) for keyword in ("then", "else") if keyword in each]
