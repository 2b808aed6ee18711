"""Pairs of JSON Schema documents with the verdict that JSON Schema's own rules give, labelled by hand.

`backward` and `forward`: YES compatible, NO broken, OPEN undecided. `lenient`: the backward verdict under
lenience, where it is another.
"""

from dataclasses import dataclass
from typing import Any

YES, NO, OPEN = "compatible", "broken", "undecided"

D4 = "http://json-schema.org/draft-04/schema#"
D6 = "http://json-schema.org/draft-06/schema#"
D7 = "http://json-schema.org/draft-07/schema#"
D19 = "https://json-schema.org/draft/2019-09/schema"
D20 = "https://json-schema.org/draft/2020-12/schema"


@dataclass(frozen=True)
class Case:
    id: str
    old: Any
    new: Any
    backward: str
    forward: str
    lenient: str | None = None


def obj(required: str = "", rest: Any = None, /, **properties: Any) -> dict[str, Any]:
    """An object schema: what it requires, what other members are, its properties."""
    found: dict[str, Any] = {"type": "object", "properties": properties}
    if required:
        found["required"] = required.split()
    if rest is not None:
        found["additionalProperties"] = rest
    return found


INT, NUM, STR, NULL = {"type": "integer"}, {"type": "number"}, {"type": "string"}, {"type": "null"}
BOOL, ARR, OBJ = {"type": "boolean"}, {"type": "array"}, {"type": "object"}


def text(**said: Any) -> dict[str, Any]:
    return {"type": "string", **said}


def number(**said: Any) -> dict[str, Any]:
    return {"type": "number", **said}


def integer(**said: Any) -> dict[str, Any]:
    return {"type": "integer", **said}


def array(**said: Any) -> dict[str, Any]:
    return {"type": "array", **said}


def counted(part: Any, **counts: int) -> dict[str, Any]:
    """An array that has at least and at most so many items of a kind."""
    keywords = {"least": "minContains", "most": "maxContains"}
    stated = {keywords[name]: count for name, count in counts.items()}
    return {"$schema": D20, **array(contains=part, **stated)}


TYPES = [
    Case("the same", STR, STR, YES, YES),
    Case("integer to number", INT, NUM, YES, NO),
    Case("string to integer", STR, INT, NO, NO),
    Case("anything to a string", {}, STR, NO, YES),
    Case("true to false", {"not": {}}, {}, YES, NO),
    Case("a list of types, one more", {"type": ["string"]}, {"type": ["string", "null"]}, YES, NO),
    Case(
        "a list of types, in another order",
        {"type": ["null", "string"]},
        {"type": ["string", "null"]},
        YES,
        YES,
    ),
    Case("a list with integer and number", {"type": ["integer", "number"]}, NUM, YES, YES),
    Case(
        "all types named", {"type": ["null", "boolean", "number", "string", "array", "object"]}, {}, YES, YES
    ),
    Case("null is the only break", {"type": ["string", "null"]}, STR, NO, YES),
    Case("boolean as enum", BOOL, {"enum": [True, False]}, YES, YES),
    Case("null as const", NULL, {"const": None}, YES, YES),
    Case("true is no number", {"const": True}, NUM, NO, NO),
]
WORDS = [
    Case("a title", text(title="a"), text(title="b"), YES, YES),
    Case("a default", text(default="a"), STR, YES, YES),
    Case("examples and comments", STR, text(examples=["a"], **{"$comment": "x"}), YES, YES),
    Case("an identifier", {"$id": "http://a.co/1"}, {"$id": "http://a.co/2"}, YES, YES),
    Case("an unknown keyword", {"x-unit": "m"}, {"x-unit": "s"}, YES, YES),
    Case("a format added", STR, text(format="email"), YES, YES),
    Case("a format changed", text(format="date"), text(format="date-time"), YES, YES),
    Case("a format kept, a length added", text(format="uuid"), text(format="uuid", maxLength=5), NO, YES),
    Case("a format that no proof can have", text(format="date"), text(pattern="^[0-9]{4}-"), OPEN, YES),
    Case("a long address", text(format="email"), text(format="email", maxLength=254), NO, YES),
    Case("a long name of a host", text(format="hostname"), text(format="hostname", maxLength=100), NO, YES),
    Case("a length that no date has", text(format="date"), text(format="date", maxLength=10), OPEN, YES),
    Case("an unused definition", {"$defs": {"a": STR}, **INT}, INT, YES, YES),
]
CHOICES = [
    Case("an enum grows", {"enum": ["a"]}, {"enum": ["a", "b"]}, YES, NO),
    Case("an enum in another order", {"enum": ["a", 1]}, {"enum": [1, "a"]}, YES, YES),
    Case("an enum shrinks beside a type", text(enum=["a", "b"]), text(enum=["a"]), NO, YES),
    Case("an enum is taken away", text(enum=["a"]), STR, YES, NO),
    Case("an enum of what the type refuses", text(enum=["a", 1]), text(enum=["a"]), YES, YES),
    Case("a const changes", {"const": "a"}, {"const": "b"}, NO, NO),
    Case("a const becomes an enum", {"const": "a"}, {"enum": ["a", "b"]}, YES, NO),
    Case("1.0 is 1", {"const": 1.0}, {"const": 1}, YES, YES),
    Case("1 is not true", {"enum": [1]}, {"enum": [True]}, NO, NO),
    Case("objects in an enum", {"enum": [{"a": 1, "b": 2}]}, {"enum": [{"b": 2, "a": 1}, []]}, YES, NO),
    Case("arrays in an enum", {"enum": [[1, 2]]}, {"type": "array", "items": INT}, YES, NO),
    Case("an enum within a range", {"enum": [1, 2, 3]}, number(minimum=1, maximum=3), YES, NO),
    Case("an integer range as an enum", integer(minimum=1, maximum=3), {"enum": [1, 2, 3]}, YES, YES),
    Case("a range that the enum has not all of", integer(minimum=1, maximum=4), {"enum": [1, 2, 3]}, NO, YES),
    Case("texts of a pattern as an enum", text(pattern="^[ab]$"), {"enum": ["a", "b"]}, YES, YES),
    Case("an empty set is within all", {"enum": []}, STR, YES, NO),
    Case("enum and const that contradict each other", {"enum": ["a"], "const": "b"}, INT, YES, NO),
]
NUMBERS = [
    Case("a minimum is added", INT, integer(minimum=0), NO, YES),
    Case("a minimum is lowered", integer(minimum=5), integer(minimum=4), YES, NO),
    Case("a maximum is lowered", number(maximum=5), number(maximum=4), NO, YES),
    Case("between two decimals", number(maximum=1.5), number(maximum=1.25), NO, YES),
    Case("an exclusive bound of integers", integer(exclusiveMinimum=4), integer(minimum=5), YES, YES),
    Case("an exclusive bound of numbers", number(exclusiveMinimum=4), number(minimum=4), YES, NO),
    Case("an exclusive bound added to an equal one", number(maximum=4), number(exclusiveMaximum=4), NO, YES),
    Case("bounds that contradict each other", number(minimum=5, maximum=4), STR, YES, NO),
    Case("one number left", number(minimum=5, maximum=5), {"const": 5}, YES, YES),
    Case("no integer between", integer(minimum=1.2, maximum=1.8), STR, YES, NO),
    Case("a multiple of a multiple", integer(multipleOf=6), integer(multipleOf=3), YES, NO),
    Case("multiples that only meet", integer(multipleOf=4), integer(multipleOf=6), NO, NO),
    Case(
        "the bounds leave the same multiples",
        integer(multipleOf=7, minimum=1, maximum=13),
        {"const": 7},
        YES,
        YES,
    ),
    Case("multiples of one are integers", number(multipleOf=1), INT, YES, YES),
    Case("halves of integers", INT, number(multipleOf=0.5), YES, NO),
    Case("a decimal step is halved", number(multipleOf=0.02), number(multipleOf=0.01), YES, NO),
    Case(
        "a decimal step on which engines differ", number(multipleOf=0.03), number(multipleOf=0.01), OPEN, NO
    ),
    Case("a listed multiple on which engines differ", {"enum": [1e20], "multipleOf": 1.5}, STR, OPEN, NO),
    Case("a listed number that is no multiple", {"enum": [4], "multipleOf": 1.5}, STR, YES, NO),
    Case("a far multiple", number(minimum=1e20, maximum=1e20, multipleOf=1.5), STR, OPEN, NO),
    Case("a decimal step is added", NUM, number(multipleOf=0.01), NO, YES),
    Case(
        "two steps together",
        {"allOf": [integer(multipleOf=2), integer(multipleOf=3)]},
        integer(multipleOf=6),
        YES,
        YES,
    ),
    Case("no multiple of", integer(multipleOf=2), {"type": "integer", "not": {"multipleOf": 3}}, NO, NO),
    Case("odd numbers are integers", {"type": "integer", "not": {"multipleOf": 2}}, INT, YES, NO),
    Case("a far bound", number(minimum=1e300), number(minimum=1e299), YES, NO),
    Case("a bound beyond doubles", number(minimum=10**200), number(minimum=0), YES, NO),
    Case("bounds say nothing of texts", {"minimum": 5}, {"minimum": 4}, YES, NO),
]
TEXTS = [
    Case("a longest length is added", STR, text(maxLength=3), NO, YES),
    Case("a longest length is raised", text(maxLength=3), text(maxLength=4), YES, NO),
    Case("a least length is raised", text(minLength=1), text(minLength=2), NO, YES),
    Case("a pattern is added", STR, text(pattern="^a"), NO, YES),
    Case("a pattern is loosened", text(pattern="^ab"), text(pattern="^a"), YES, NO),
    Case("a pattern is found anywhere", text(pattern="^a$"), text(pattern="a"), YES, NO),
    Case("the same pattern in other words", text(pattern="^[0-9]+$"), text(pattern="^\\d\\d*$"), YES, YES),
    Case("a pattern gives the length", text(pattern="^.{3}$"), text(minLength=3, maxLength=3), YES, NO),
    Case("a length that only a line end breaks", text(maxLength=2), text(pattern="^.{0,2}$"), NO, YES),
    Case(
        "two patterns, one kept",
        {"allOf": [text(pattern="^a"), text(pattern="b$")]},
        text(pattern="^a"),
        YES,
        NO,
    ),
    Case("a pattern that nothing matches in the length", text(pattern="^aaa", maxLength=2), INT, YES, NO),
    Case(
        "a pattern outside the subset is kept",
        text(pattern="(?=a)"),
        text(pattern="(?=a)", title="x"),
        YES,
        YES,
    ),
    Case("a pattern outside the subset is added", STR, text(pattern="^(?=a)"), NO, YES),
    Case("patterns outside the subset differ", text(pattern="^(?=a)a"), text(pattern="^(?=a)"), OPEN, OPEN),
    Case("nested repetition", text(pattern="^([a-z]+\\.)*[a-z]+$"), text(pattern="^[a-z.]+$"), YES, NO),
    Case("space beyond ASCII", text(pattern="^\\s$"), text(pattern="^[ \\t\\n\\r\\f\\v]$"), NO, YES),
    Case("a lazy quantifier", text(pattern="^a+?$"), text(pattern="^a+$"), YES, YES),
    Case("an empty pattern", STR, text(pattern=""), YES, YES),
    Case("a code point is one character", text(enum=["😀"]), text(maxLength=1), YES, NO),
    Case("lengths say nothing of numbers", {"maxLength": 3}, {"maxLength": 2}, NO, YES),
    Case("a whole length of none", text(maxLength=0), {"const": ""}, YES, YES),
]
ARRAYS = [
    Case("items are named", ARR, array(items=STR), NO, YES),
    Case("items widen", array(items=INT), array(items=NUM), YES, NO),
    Case("items change", array(items=INT), array(items=STR), NO, NO),
    Case(
        "items of an array that is always empty",
        array(items=INT, maxItems=0),
        array(items=STR, maxItems=0),
        YES,
        YES,
    ),
    Case("a least count is added", ARR, array(minItems=1), NO, YES),
    Case("a greatest count is lowered", array(maxItems=3), array(maxItems=2), NO, YES),
    Case("different items are asked for", array(items=INT), array(items=INT, uniqueItems=True), NO, YES),
    Case("one item is always different", array(maxItems=1), array(maxItems=1, uniqueItems=True), YES, YES),
    Case(
        "two booleans are all there are",
        array(items=BOOL, uniqueItems=True),
        array(items=BOOL, uniqueItems=True, maxItems=2),
        YES,
        YES,
    ),
    Case("nulls that differ", array(items=NULL, uniqueItems=True, minItems=2), STR, YES, NO),
    Case("contains is added", array(items=INT), array(items=INT, contains={"minimum": 5}), NO, YES),
    Case(
        "contains what all items are", array(items=INT, minItems=1), array(items=INT, contains=NUM), YES, YES
    ),
    Case("contains is loosened", array(contains={"const": 1}), array(contains=INT), YES, NO),
    Case(
        "minContains is raised",
        {"$schema": D20, **array(contains=INT)},
        {"$schema": D20, **array(contains=INT, minContains=2)},
        NO,
        YES,
    ),
    Case(
        "minContains of none",
        {"$schema": D20, **array(contains=INT, minContains=0)},
        {"$schema": D20, **ARR},
        YES,
        YES,
    ),
    Case(
        "maxContains is added",
        {"$schema": D20, **array(contains=INT)},
        {"$schema": D20, **array(contains=INT, maxContains=2)},
        NO,
        YES,
    ),
    Case("maxContains is raised", counted(INT, most=1), counted(INT, most=2), YES, NO),
    Case("maxContains is raised by two", counted(INT, most=1), counted(INT, most=3), YES, NO),
    Case("maxContains is raised far", counted(INT, most=50), counted(INT, most=60), YES, NO),
    Case("minContains is lowered", counted(INT, least=3), counted(INT, least=2), YES, NO),
    Case("both are widened", counted(INT, least=2, most=4), counted(INT, least=1, most=5), YES, NO),
    Case("fewer of what is wider", counted(NUM, least=0, most=2), counted(INT, least=0, most=2), YES, NO),
    Case(
        "at most two of what all items are",
        {**counted(INT, least=0, most=2), "items": INT},
        {"$schema": D20, **array(items=INT, maxItems=2)},
        YES,
        YES,
    ),
    Case("a tuple widens", array(prefixItems=[INT, STR]), array(prefixItems=[NUM, STR]), YES, NO),
    Case("a tuple gets longer, open", array(prefixItems=[INT]), array(prefixItems=[INT, STR]), NO, YES),
    Case(
        "a tuple gets longer, closed",
        array(prefixItems=[INT], items=False),
        array(prefixItems=[INT, STR], items=False),
        YES,
        NO,
    ),
    Case(
        "a tuple gets longer, covered",
        array(prefixItems=[INT], items=STR),
        array(prefixItems=[INT, STR], items=STR),
        YES,
        YES,
    ),
    Case(
        "a tuple of draft-07 is closed",
        {"$schema": D7, **array(items=[INT])},
        {"$schema": D7, **array(items=[INT], additionalItems=False)},
        NO,
        YES,
    ),
    Case(
        "additionalItems without a tuple",
        {"$schema": D7, **array(additionalItems=False)},
        {"$schema": D7, **ARR},
        YES,
        YES,
    ),
    Case(
        "a tuple of both drafts",
        {"$schema": D7, **array(items=[INT], additionalItems=STR)},
        {"$schema": D20, **array(prefixItems=[INT], items=STR)},
        YES,
        YES,
    ),
    Case(
        "unevaluatedItems as items",
        {"$schema": D20, **array(prefixItems=[INT], unevaluatedItems=False)},
        {"$schema": D20, **array(prefixItems=[INT], items=False)},
        YES,
        YES,
    ),
    Case(
        "unevaluatedItems after a branch",
        {"$schema": D20, **array(allOf=[{"prefixItems": [INT, INT]}], unevaluatedItems=False)},
        {"$schema": D20, **array(maxItems=2)},
        YES,
        NO,
    ),
    Case("no items at all", array(items=False), array(maxItems=0), YES, YES),
    Case("arrays of arrays", array(items=array(items=INT)), array(items=array(items=STR)), NO, NO),
    Case("a long array", array(minItems=3000), array(minItems=3001), NO, YES),
]
OBJECTS = [
    Case("optional added, open", obj(a=INT), obj(a=INT, b=STR), NO, YES, lenient=YES),
    Case("optional added, closed", obj("", False, a=INT), obj("", False, a=INT, b=STR), YES, NO),
    Case("anything added, open", obj(a=INT), obj(a=INT, b={}), YES, YES),
    Case("required added, open", obj(a=INT), obj("b", a=INT, b=STR), NO, YES),
    Case(
        "required added with a default",
        obj("", False, a=INT),
        obj("b", False, a=INT, b=text(default="x")),
        NO,
        NO,
    ),
    Case("removed, open", obj(a=INT, b=STR), obj(a=INT), YES, NO),
    Case("removed, closed", obj("", False, a=INT, b=STR), obj("", False, a=INT), NO, YES, lenient=YES),
    Case("removed that was false", obj("", False, a=False), obj("", False), YES, YES),
    Case("became required", obj(a=INT), obj("a", a=INT), NO, YES),
    Case(
        "became required, and the data has it always",
        {**obj(a=INT), "minProperties": 1, "maxProperties": 1, "propertyNames": {"const": "a"}},
        obj("a", a=INT),
        YES,
        NO,
    ),
    Case("required of no property", OBJ, {"type": "object", "required": ["a"]}, NO, YES),
    Case("a property narrows", obj("", False, a=NUM), obj("", False, a=INT), NO, YES),
    Case(
        "a property narrows that cannot be",
        obj("", False, a={"not": {}}, b=INT),
        obj("", False, a=STR, b=INT),
        YES,
        NO,
    ),
    Case("a required property that cannot be", obj("a", a={"not": {}}), STR, YES, NO),
    Case("closed", obj(a=INT), obj("", False, a=INT), NO, YES, lenient=YES),
    Case("opened", obj("", False, a=INT), obj(a=INT), YES, NO),
    Case("partly closed", obj(a=INT), obj("", INT, a=INT), NO, YES, lenient=YES),
    Case(
        "a map's values widen",
        {"type": "object", "additionalProperties": INT},
        {"type": "object", "additionalProperties": NUM},
        YES,
        NO,
    ),
    Case(
        "a map's values change",
        {"type": "object", "additionalProperties": INT},
        {"type": "object", "additionalProperties": STR},
        NO,
        NO,
    ),
    Case(
        "a map is closed",
        {"type": "object", "additionalProperties": INT},
        obj("", False),
        NO,
        YES,
        lenient=YES,
    ),
    Case("added where it is covered", obj("", STR), obj("", STR, a=STR), YES, YES),
    Case("added where it is not covered", obj("", STR), obj("", STR, a=INT), NO, NO),
    Case("removed where it is covered", obj("", STR, a=STR), obj("", STR), YES, YES),
    Case("removed where it is not covered", obj("", STR, a=INT), obj("", STR), NO, NO),
    Case(
        "a name covered by a pattern",
        {"patternProperties": {"^a": INT}, **obj()},
        {"patternProperties": {"^a": INT}, **obj(ab=INT)},
        YES,
        YES,
    ),
    Case(
        "a pattern of names is added",
        obj(),
        {"type": "object", "patternProperties": {"^a": INT}},
        NO,
        YES,
        lenient=YES,
    ),
    Case(
        "a pattern of names widens",
        {"patternProperties": {"^a": INT}},
        {"patternProperties": {"^a": NUM}},
        YES,
        NO,
    ),
    Case(
        "a pattern of names is narrower",
        {"patternProperties": {"^a": INT}},
        {"patternProperties": {"^ab": INT}},
        YES,
        NO,
    ),
    Case(
        "names by pattern, closed",
        {"patternProperties": {"^a$": INT}, "additionalProperties": False},
        {"properties": {"a": INT}, "additionalProperties": False},
        YES,
        YES,
    ),
    Case(
        "propertyNames are added",
        OBJ,
        {"type": "object", "propertyNames": {"maxLength": 3}},
        NO,
        YES,
        lenient=YES,
    ),
    Case(
        "propertyNames are loosened",
        {"propertyNames": {"pattern": "^ab"}},
        {"propertyNames": {"pattern": "^a"}},
        YES,
        NO,
    ),
    Case(
        "propertyNames refuse a property",
        obj("", False, ab=INT, c=INT),
        {**obj("", False, ab=INT, c=INT), "propertyNames": {"maxLength": 1}},
        NO,
        YES,
    ),
    Case(
        "a least count of members",
        {"type": "object", "minProperties": 1},
        {"type": "object", "minProperties": 2},
        NO,
        YES,
    ),
    Case("required members count", {"required": ["a", "b"]}, {"minProperties": 2}, YES, NO),
    Case(
        "required members of an object count",
        {"type": "object", "required": ["a", "b"]},
        {"type": "object", "minProperties": 2},
        YES,
        NO,
    ),
    Case(
        "a greatest count that the names give",
        obj("", False, a=INT, b=INT),
        {"type": "object", "maxProperties": 2},
        YES,
        NO,
    ),
    Case(
        "a dependency is added",
        {"$schema": D20, **obj(a=INT, b=INT)},
        {"$schema": D20, **obj(a=INT, b=INT), "dependentRequired": {"a": ["b"]}},
        NO,
        YES,
    ),
    Case(
        "a dependency that is always met",
        {"$schema": D20, **obj("b")},
        {"$schema": D20, **obj("b"), "dependentRequired": {"a": ["b"]}},
        YES,
        YES,
    ),
    Case(
        "a dependency of draft-07 is loosened",
        {"$schema": D7, "dependencies": {"a": ["b", "c"]}},
        {"$schema": D7, "dependencies": {"a": ["b"]}},
        YES,
        NO,
    ),
    Case(
        "a dependent schema",
        {"$schema": D20, "dependentSchemas": {"a": obj("", b=INT)}},
        {"$schema": D20, "dependentSchemas": {"a": obj("", b=NUM)}},
        YES,
        NO,
    ),
    Case(
        "dependencies by a later draft",
        {"$schema": D20, "dependencies": {"a": ["b"]}},
        {"$schema": D20},
        YES,
        OPEN,
    ),
    Case(
        "unevaluatedProperties as additionalProperties",
        {"$schema": D20, **obj(a=INT), "unevaluatedProperties": False},
        {"$schema": D20, **obj("", False, a=INT)},
        YES,
        YES,
    ),
    Case(
        "unevaluatedProperties over a branch",
        {"$schema": D20, "allOf": [obj(a=INT)], "unevaluatedProperties": False},
        {"$schema": D20, **obj("", False, a=INT)},
        YES,
        YES,
    ),
    Case(
        "unevaluatedProperties over alternatives",
        {
            "$schema": D20,
            "type": "object",
            "anyOf": [obj("a", a=INT), obj("b", b=INT)],
            "unevaluatedProperties": False,
        },
        {"$schema": D20, **obj("", False, a=INT, b=INT)},
        YES,
        NO,
    ),
    Case("nested, open", obj(o=obj(a=INT)), obj(o=obj(a=INT, b=STR)), NO, YES, lenient=YES),
    Case(
        "nested in an array",
        obj(o=array(items=obj("", False, a=INT))),
        obj(o=array(items=obj("", False, a=NUM))),
        YES,
        NO,
    ),
    Case(
        "an enum value of a property",
        obj("a", False, a=text(enum=["x", "y"])),
        obj("a", False, a=text(enum=["x"])),
        NO,
        YES,
    ),
]
BRANCHES = [
    Case("anyOf gets a branch", {"anyOf": [STR]}, {"anyOf": [STR, INT]}, YES, NO),
    Case("anyOf in another order", {"anyOf": [STR, INT]}, {"anyOf": [INT, STR]}, YES, YES),
    Case("anyOf as a list of types", {"anyOf": [STR, INT]}, {"type": ["string", "integer"]}, YES, YES),
    Case(
        "a union covers what no branch does",
        integer(minimum=0, maximum=10),
        {"anyOf": [integer(maximum=5), integer(minimum=6)]},
        YES,
        NO,
    ),
    Case(
        "a union with a gap",
        integer(minimum=0, maximum=10),
        {"anyOf": [integer(maximum=4), integer(minimum=6)]},
        NO,
        NO,
    ),
    Case("oneOf of branches that share nothing", {"oneOf": [STR, INT]}, {"anyOf": [STR, INT]}, YES, YES),
    Case("oneOf of branches that overlap", {"anyOf": [INT, NUM]}, {"oneOf": [INT, NUM]}, NO, YES),
    Case("oneOf of a branch twice", {"oneOf": [STR, STR]}, INT, YES, NO),
    Case("one schema becomes oneOf", STR, {"oneOf": [STR, INT]}, YES, NO),
    Case("oneOf gets an overlapping branch", {"oneOf": [STR]}, {"oneOf": [STR, {"maxLength": 5}]}, NO, NO),
    Case(
        "told apart by a constant",
        {"oneOf": [obj("k", k={"const": "a"}, v=INT), obj("k", k={"const": "b"}, v=STR)]},
        {"oneOf": [obj("k", k={"const": "a"}, v=NUM), obj("k", k={"const": "b"}, v=STR)]},
        YES,
        NO,
    ),
    Case("allOf gets a part", {"allOf": [STR]}, {"allOf": [STR, {"maxLength": 3}]}, NO, YES),
    Case("allOf as one schema", {"allOf": [STR, {"maxLength": 3}]}, text(maxLength=3), YES, YES),
    Case("allOf that nothing satisfies", {"allOf": [STR, INT]}, NULL, YES, NO),
    Case("not widens what is left", {"not": NUM}, {"not": INT}, YES, NO),
    Case(
        "not a kind, as the others",
        {"not": STR},
        {"type": ["null", "boolean", "number", "array", "object"]},
        YES,
        YES,
    ),
    Case("not of not", {"not": {"not": STR}}, STR, YES, YES),
    Case("not a constant", STR, {"not": {"const": "x"}}, NO, NO),
    Case("forbidden by not", {"type": "object", "not": {"required": ["a"]}}, OBJ, YES, NO),
    Case(
        "forbidden by not, or by false",
        {"type": "object", "not": {"required": ["a"]}},
        obj(a=False),
        YES,
        YES,
    ),
    Case("if and then", {"$schema": D7, "if": {"minimum": 5}, "then": INT}, {"$schema": D7}, YES, NO),
    Case(
        "if and else as anyOf",
        {"$schema": D7, "if": STR, "then": {"maxLength": 3}, "else": INT},
        {"$schema": D7, "anyOf": [text(maxLength=3), INT]},
        YES,
        YES,
    ),
    Case("then without if", {"$schema": D7, "then": INT}, {"$schema": D7}, YES, YES),
    Case(
        "a condition tightens",
        {"$schema": D7, **obj("k", k=STR), "if": obj(k={"const": "x"}), "then": {"required": ["v"]}},
        {"$schema": D7, **obj("k", k=STR), "then": {"required": ["v"]}, "if": obj(k={"enum": ["x", "y"]})},
        NO,
        YES,
    ),
]


def tree(member: str, value: Any) -> dict[str, Any]:
    """A tree that includes itself."""
    node = obj("v", v=value, **{member: array(items={"$ref": "#/definitions/node"})})
    return {"$schema": D7, "definitions": {"node": node}, "$ref": "#/definitions/node"}


REFERENCES = [
    Case(
        "moved to a definition", obj(a=INT), {**obj(a={"$ref": "#/$defs/i"}), "$defs": {"i": INT}}, YES, YES
    ),
    Case(
        "a definition narrows",
        {"$defs": {"i": NUM}, **array(items={"$ref": "#/$defs/i"})},
        {"$defs": {"i": INT}, **array(items={"$ref": "#/$defs/i"})},
        NO,
        YES,
    ),
    Case(
        "by an anchor", {"$schema": D20, "$ref": "#i", "$defs": {"x": {"$anchor": "i", **INT}}}, INT, YES, YES
    ),
    Case(
        "by an identifier",
        {"$schema": D20, "$id": "http://a.co/s", "$ref": "i", "$defs": {"x": {"$id": "i", **INT}}},
        INT,
        YES,
        YES,
    ),
    Case("by an escaped pointer", {"$ref": "#/$defs/a~1b%25", "$defs": {"a/b%": INT}}, INT, YES, YES),
    Case(
        "what stands beside it, draft-07",
        {"$schema": D7, "$ref": "#/definitions/i", "minimum": 5, "definitions": {"i": INT}},
        {"$schema": D7, **INT},
        YES,
        YES,
    ),
    Case(
        "what stands beside it, 2020-12",
        {"$schema": D20, "$ref": "#/$defs/i", "minimum": 5, "$defs": {"i": INT}},
        {"$schema": D20, **integer(minimum=5)},
        YES,
        YES,
    ),
    Case("a tree widens", tree("kids", INT), tree("kids", NUM), YES, NO),
    Case("a tree narrows", tree("kids", NUM), tree("kids", INT), NO, YES),
    Case("a tree with another branch", tree("kids", INT), tree("leaves", INT), NO, NO, lenient=YES),
    Case(
        "a chain that cannot end",
        {"$defs": {"c": obj("next", next={"$ref": "#/$defs/c"})}, "$ref": "#/$defs/c"},
        STR,
        YES,
        NO,
    ),
    Case("elsewhere, kept", {"$ref": "http://a.co/x"}, {"$ref": "http://a.co/x", "title": "t"}, YES, YES),
    Case("elsewhere, new", STR, {"$ref": "http://a.co/x"}, OPEN, OPEN),
    Case("to nothing", STR, {"$ref": "#/$defs/none"}, OPEN, OPEN),
    Case("to itself", {"$ref": "#"}, STR, OPEN, OPEN),
    Case(
        "recursive by 2019-09",
        {"$schema": D19, **obj(k={"$recursiveRef": "#"}, v=INT)},
        {"$schema": D19, **obj(k={"$recursiveRef": "#"}, v=NUM)},
        YES,
        NO,
    ),
]
DRAFTS = [
    Case(
        "draft-04's exclusive bounds",
        {"$schema": D4, **integer(minimum=4, exclusiveMinimum=True)},
        {"$schema": D4, **integer(minimum=5)},
        YES,
        YES,
    ),
    Case(
        "draft-04 to draft-07",
        {"$schema": D4, **number(minimum=4, exclusiveMinimum=True)},
        {"$schema": D7, **number(exclusiveMinimum=4)},
        YES,
        YES,
    ),
    Case("draft-04 knows no const", {"$schema": D4}, {"$schema": D4, "const": 1}, YES, YES),
    Case("draft-04's integers are written so", {"$schema": D7, **INT}, {"$schema": D4, **INT}, NO, YES),
    Case("draft-06 knows no if", {"$schema": D6, "if": {}, "then": INT}, {"$schema": D6}, YES, YES),
    Case("draft-07 knows no prefixItems", {"$schema": D7, "prefixItems": [INT]}, {"$schema": D7}, YES, YES),
    Case("no draft is stated, a tuple", array(items=[INT, STR]), array(items=[INT]), YES, NO),
    Case("no draft is stated, both meant", array(items=[INT], prefixItems=[STR]), ARR, YES, OPEN),
    Case(
        "no draft is stated, beside a reference",
        {"$defs": {"i": INT}, "$ref": "#/$defs/i", "minimum": 5},
        INT,
        YES,
        OPEN,
    ),
    Case("a dialect of somebody's own", STR, {"$schema": "http://a.co/dialect", **STR}, OPEN, OPEN),
    Case("any draft", {"$schema": "http://json-schema.org/schema#", **INT}, NUM, YES, NO),
    Case(
        "2019-09 to 2020-12",
        {"$schema": D19, **array(items=[INT])},
        {"$schema": D20, **array(prefixItems=[INT])},
        YES,
        YES,
    ),
    Case("a type that does not exist", {"type": "strin"}, STR, OPEN, OPEN),
    Case("a length that is a word", text(maxLength="3"), STR, YES, OPEN),
]
CASES = [*TYPES, *WORDS, *CHOICES, *NUMBERS, *TEXTS, *ARRAYS, *OBJECTS, *BRANCHES, *REFERENCES, *DRAFTS]
