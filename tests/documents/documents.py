"""Strategies for JSON Schema documents, pairs of them, and instances, over all keywords that are read."""

import copy
from typing import Any

from hypothesis import strategies as st

Document = dict[str, Any]

NAMES = ("a", "b", "ab", "c1")
WORDS = ("", "a", "b", "ab", "aab", "abc", "c1", "1", "A", "a b", "é", "2000-01-01", "a@b.co")
PATTERNS = ("^a", "b$", "^[a-c]+$", "^a*b?$", "[0-9]", "^(a|b){2,3}$", "^.$", "^[^a]", "ab|c")
NUMBERS = (-2, -1, 0, 0.5, 1, 1.5, 2, 3, 4, 6, 10, 0.25, 7.0, 1e20)
STEPS = (1, 2, 3, 0.5, 1.5, 4, 0.1)

scalars = st.one_of(
    st.none(), st.booleans(), st.sampled_from(NUMBERS), st.sampled_from(WORDS), st.integers(-5, 12)
)
instances = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(st.sampled_from(NAMES), inner, max_size=4)
    ),
    max_leaves=6,
)
counts = st.integers(0, 3)


def _keywords(inner: st.SearchStrategy[Any], draft: int) -> dict[str, st.SearchStrategy[Any]]:
    branches = st.lists(inner, min_size=1, max_size=3)
    names = st.sampled_from(NAMES)
    types = st.sampled_from(("null", "boolean", "number", "integer", "string", "array", "object"))
    found: dict[str, st.SearchStrategy[Any]] = {
        "type": st.one_of(types, st.lists(types, min_size=1, max_size=3, unique=True)),
        "enum": st.lists(instances, min_size=1, max_size=3, unique_by=repr),
        "minLength": counts,
        "maxLength": counts,
        "pattern": st.sampled_from(PATTERNS),
        "minimum": st.sampled_from(NUMBERS),
        "maximum": st.sampled_from(NUMBERS),
        "multipleOf": st.sampled_from(STEPS),
        "minItems": counts,
        "maxItems": counts,
        "uniqueItems": st.booleans(),
        "minProperties": counts,
        "maxProperties": counts,
        "required": st.lists(names, min_size=1, max_size=2, unique=True),
        "properties": st.dictionaries(names, inner, min_size=1, max_size=3),
        "patternProperties": st.dictionaries(st.sampled_from(PATTERNS), inner, min_size=1, max_size=2),
        "additionalProperties": st.one_of(st.booleans(), inner),
        "items": inner,
        "allOf": branches,
        "anyOf": branches,
        "oneOf": branches,
        "not": inner,
        "$ref": st.just("#/definitions/d"),
        "title": st.sampled_from(WORDS),
        "format": st.sampled_from(("date", "email", "uuid", "unheard-of")),
    }
    if draft >= 6:
        found |= {
            "const": instances,
            "exclusiveMinimum": st.sampled_from(NUMBERS),
            "exclusiveMaximum": st.sampled_from(NUMBERS),
            "contains": inner,
            "propertyNames": inner,
        }
    else:
        found |= {"exclusiveMinimum": st.booleans(), "exclusiveMaximum": st.booleans()}
    if draft >= 7:
        found |= {"if": inner, "then": inner, "else": inner}
    if draft < 2019:
        needed = st.lists(names, min_size=1, max_size=2, unique=True)
        found["dependencies"] = st.dictionaries(names, st.one_of(inner, needed), max_size=2)
    else:
        found |= {
            "minContains": counts,
            "maxContains": counts,
            "dependentRequired": st.dictionaries(names, st.lists(names, max_size=2, unique=True), max_size=2),
            "dependentSchemas": st.dictionaries(names, inner, max_size=2),
            "unevaluatedProperties": st.one_of(st.booleans(), inner),
            "unevaluatedItems": st.one_of(st.booleans(), inner),
        }
    if draft == 2020:
        found["prefixItems"] = branches
    else:
        found["items"] = st.one_of(inner, branches)
        found["additionalItems"] = st.one_of(st.booleans(), inner)
    return found


URIS = {
    4: "http://json-schema.org/draft-04/schema#",
    6: "http://json-schema.org/draft-06/schema#",
    7: "http://json-schema.org/draft-07/schema#",
    2019: "https://json-schema.org/draft/2019-09/schema",
    2020: "https://json-schema.org/draft/2020-12/schema",
}


@st.composite
def _schemas(draw: st.DrawFn, draft: int, depth: int) -> Any:
    if depth == 0:
        chance = draw(st.integers(0, 9))
        if chance < 2:
            return {"$ref": "#/definitions/d"}
        if chance == 2 and draft > 4:
            return draw(st.booleans())
        return draw(st.fixed_dictionaries({"type": st.sampled_from(("integer", "string", "null", "object"))}))
    known = _keywords(_schemas(draft, depth - 1), draft)
    chosen = draw(st.lists(st.sampled_from(sorted(known)), min_size=1, max_size=4, unique=True))
    schema = {keyword: draw(known[keyword]) for keyword in chosen}
    if draft == 4:
        for exclusive, bound in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
            if exclusive in schema and bound not in schema:
                schema[bound] = 1
    return schema


@st.composite
def documents(draw: st.DrawFn, draft: int) -> Document:
    """A document that names its draft."""
    body = draw(_schemas(draft, draw(st.integers(1, 2))))
    document: Document = {"$schema": URIS[draft], **(body if isinstance(body, dict) else {"type": "string"})}
    target = draw(_schemas(draft, 1))
    document["definitions"] = {"d": target if isinstance(target, dict) else {"type": "null"}}
    return document


drafts = st.sampled_from(tuple(URIS))


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Document, Document]:
    """Two documents of one draft, the second one mostly a change of the first."""
    draft = draw(drafts)
    old = draw(documents(draft))
    if draw(st.integers(0, 3)) == 0:
        return old, draw(documents(draft))
    new = copy.deepcopy(old)
    for _ in range(draw(st.integers(1, 2))):
        _change(draw, new, draft)
    return (old, new) if draw(st.booleans()) else (new, old)


def _change(draw: st.DrawFn, document: Document, draft: int) -> None:
    """One keyword is changed, added or taken away, somewhere in the document."""
    places = [document]
    waiting: list[Any] = [document]
    while waiting:
        found = waiting.pop()
        if isinstance(found, dict):
            waiting += found.values()
            if found is not document and found is not document["definitions"]:
                places.append(found)
        elif isinstance(found, list):
            waiting += found
    place = draw(st.sampled_from(places))
    known = _keywords(_schemas(draft, 0), draft)
    present = [keyword for keyword in place if keyword in known and keyword != "$schema"]
    is_kept, is_removed = draw(st.booleans()), draw(st.booleans())
    if present and is_kept:
        keyword = draw(st.sampled_from(present))
        if is_removed:
            del place[keyword]
            if draft == 4:
                place.pop(f"exclusive{keyword[0].upper()}{keyword[1:]}", None)
            return
    else:
        keyword = draw(st.sampled_from(sorted(known)))
    if place is document or "$schema" in place or set(place) & set(known):
        place[keyword] = draw(known[keyword])
        if draft == 4 and keyword.startswith("exclusive"):
            place.setdefault(keyword.removeprefix("exclusive").lower(), 1)
