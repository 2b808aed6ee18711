"""Whether judging by a document comes to an end: references that lead back to where they stand never do."""

from collections.abc import Iterator, Mapping
from typing import Final

_ONE: Final = ("not", "if", "then", "else")
_MANY: Final = ("allOf", "anyOf", "oneOf")
_NAMED: Final = ("dependentSchemas", "dependencies")
_REFERENCES: Final = ("$ref", "$dynamicRef", "$recursiveRef")
_ANCHORS: Final = ("$anchor", "$dynamicAnchor", "$id", "id")


MAX_APPLIED: Final = 10_000
"""How many schemas an engine may apply to one value, each as often as it is reached."""


def is_endless(document: object) -> bool:
    """Whether some schema applies itself to the same value, which sends engines round for ever.

    References that branch double the work with each level, which is as good as for ever: `MAX_APPLIED`.
    """
    anchors = {name: schema for schema in _schemas(document) for name in _names(schema)}
    applied: dict[int, int] = {}
    return any(
        id(start) not in applied and _is_endless(start, document, anchors, applied)
        for start in _schemas(document)
    )


def _is_endless(
    start: Mapping[str, object], document: object, anchors: Mapping[str, object], applied: dict[int, int]
) -> bool:
    """Goes through all that a schema applies, and counts into `applied` how many that are, by its id."""
    path: list[tuple[int, Iterator[object]]] = [(id(start), _applied(start, document, anchors))]
    counts = {id(start): 1}
    while path:
        mark, rest = path[-1]
        step = next(rest, None)
        if step is None:
            path.pop()
            applied[mark] = counts.pop(mark)
            if path:
                counts[path[-1][0]] += applied[mark]
            if applied[mark] > MAX_APPLIED:
                return True
        elif id(step) in counts:
            return True
        elif id(step) in applied:
            counts[mark] += applied[id(step)]
        elif isinstance(step, Mapping):
            counts[id(step)] = 1
            path.append((id(step), _applied(step, document, anchors)))
    return False


def _applied(
    schema: Mapping[str, object], document: object, anchors: Mapping[str, object]
) -> Iterator[object]:
    """The schemas that a schema applies to the very value that it is asked about."""
    for key in _REFERENCES:
        target = schema.get(key)
        if isinstance(target, str):
            found = _target(target, document, anchors)
            if isinstance(found, Mapping):
                yield found
    for key in _ONE:
        if isinstance(schema.get(key), Mapping):
            yield schema[key]
    for key in _MANY:
        branches = schema.get(key)
        yield from (
            one for one in (branches if isinstance(branches, list) else ()) if isinstance(one, Mapping)
        )
    for key in _NAMED:
        named = schema.get(key)
        inner = named.values() if isinstance(named, Mapping) else ()
        yield from (one for one in inner if isinstance(one, Mapping))


def _target(reference: str, document: object, anchors: Mapping[str, object]) -> object:
    base, _, fragment = reference.partition("#")
    if reference in anchors:
        return anchors[reference]
    at: object = anchors.get(base, document) if base else document
    if not fragment:
        return at
    if not fragment.startswith("/"):
        return anchors.get(f"#{fragment}")
    for step in fragment[1:].split("/"):
        key = step.replace("~1", "/").replace("~0", "~")
        if isinstance(at, Mapping):
            at = at.get(key)
        elif isinstance(at, list) and key.isascii() and key.isdigit() and int(key) < len(at):
            at = at[int(key)]
        else:
            return None
    return at


def _names(schema: Mapping[str, object]) -> Iterator[str]:
    for key in _ANCHORS:
        name = schema.get(key)
        if isinstance(name, str) and name:
            yield name if key in ("$id", "id") else f"#{name}"


def _schemas(document: object) -> Iterator[Mapping[str, object]]:
    """Every mapping in a document; those that are no schema apply nothing."""
    stack = [document]
    while stack:
        one = stack.pop()
        if isinstance(one, Mapping):
            yield one
            stack.extend(one.values())
        elif isinstance(one, list):
            stack.extend(one)
