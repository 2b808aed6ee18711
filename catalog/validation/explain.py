"""The complete answer: every way in which a value breaks its contract, by walking both side by side."""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Final

from catalog.findings import Severity
from catalog.model.category import NONE
from catalog.model.event import Undeclared
from catalog.model.gaps import UnreadPart
from catalog.model.types import (
    ArrayType,
    BooleanType,
    DateType,
    FlagType,
    IntegerType,
    MapType,
    NumberType,
    ObjectType,
    Property,
    StringType,
    TimestampType,
    UriType,
    UuidType,
)
from catalog.model.values import MAX_SAFE_INTEGER
from catalog.privacy.places import SuppliedKey, protects
from catalog.schema.formats import FORMATS, matcher
from catalog.validation.fits import fits_of
from catalog.validation.kinds import EXPECTED, LargeInteger, found_type
from catalog.validation.pointers import nearest_in, token
from catalog.validation.problems import Context, Listed, Problem
from catalog.validation.supplied import SuppliedNames

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]

MAX_PROBLEMS: Final = 100
"""Problems that are told of one payload; a larger number helps nobody."""

MAX_LISTED: Final = 20
"""Allowed values that a problem lists; a longer `enum` is in the catalog."""

SHOWN_KEYS: Final[frozenset[str | None]] = frozenset({None, NONE})
"""What keys of maps are about that a problem's path may show; others are as private as values."""

_NO_CONTEXT: Final[Context] = MappingProxyType({})
_NONE: Final[Mapping[str, Property]] = MappingProxyType({})

_OUTSIDE: Final = "is outside the subset that every engine reads alike"
_NOT_PORTABLE: Final[Context] = MappingProxyType({"reason": f"its pattern {_OUTSIDE}"})
_KEYS_NOT_PORTABLE: Final[Context] = MappingProxyType({"reason": f"the pattern of its keys {_OUTSIDE}"})


class Explainer:
    """Collects the problems of one payload."""

    __slots__ = ("_protecting", "_shown_keys", "names", "problems", "undeclared")

    def __init__(
        self,
        undeclared: Undeclared,
        standing: tuple[Problem, ...] = (),
        shown_keys: frozenset[str | None] = SHOWN_KEYS,
    ) -> None:
        self.problems = list(standing)
        self.names = SuppliedNames()
        self.undeclared = undeclared
        self._shown_keys = shown_keys
        self._protecting = 0
        """How many of the definitions around what is judged ask for handling that hides it."""

    def add(self, code: str, path: str, context: Context = _NO_CONTEXT) -> None:
        """Note one problem; past `MAX_PROBLEMS`, only that there are more, the first error and drift."""
        problem = Problem(code=code, path=path, context=context)
        count = len(self.problems)
        if count < MAX_PROBLEMS:
            self.problems.append(problem)
            return
        if count == MAX_PROBLEMS:
            self.problems.append(Problem(code="more-problems", path="", context={"limit": MAX_PROBLEMS}))
        # Warnings alone leave a payload accepted, and drift sets it aside or drops a part of it, so that
        # nothing may hide the first of either.
        if (
            problem.severity is Severity.ERROR
            and all(known.severity is Severity.WARNING for known in reversed(self.problems))
        ) or (code == "drift" and all(known.code != code for known in self.problems)):
            self.problems.append(problem)

    @property
    def is_full(self) -> bool:
        """Whether no more of the kind of the last problem is told."""
        return len(self.problems) > MAX_PROBLEMS

    def path_to(self, path: str, place: tuple[str | int, ...]) -> str:
        """The path of what stands inside a value: names of the payload's own making as they may be shown."""
        return "/".join((path, *map(self._shown_step, place)))

    def _shown_step(self, step: str | int) -> str:
        if isinstance(step, int):
            return str(step)
        if isinstance(step, SuppliedKey):
            return self.shown_key(step, step.data, is_protected=step.is_protected)
        return token(self.names.shown(step))

    def shown_key(self, key: str, data: str | None, *, is_protected: bool = False) -> str:
        """A key of the payload's own as a path has it: its number where it may be about somebody."""
        if is_protected or self._protecting or data not in self._shown_keys:
            return self.names.hidden(key)
        return token(self.names.shown(key))

    def members(
        self,
        properties: Mapping[str, Property],
        value: Mapping[str, Json],
        path: str,
        whole: str | None,
        steps: "tuple[Step, ...] | None" = None,
        unread: tuple[UnreadPart, ...] = (),
    ) -> None:
        """Judge an object's members against its declared properties; `whole` names the event, if it is one.

        `steps` are those of `properties`, when somebody has kept them; `unread` may have more of them.
        """
        self.declared(steps_of(properties) if steps is None else steps, value, path, whole)
        if value.keys() <= properties.keys():
            return
        for name in value:
            if name not in properties:
                shown = self.shown_key(name, NONE)
                self.undeclared_name(name, f"{path}/{shown}", properties, unread)

    def declared(
        self, steps: "tuple[Step, ...]", value: Mapping[str, Json], path: str, whole: str | None
    ) -> None:
        """Judge the declared members of an object."""
        for name, suffix, judge, definition, required, fits in steps:
            if name not in value:
                if required:
                    of = _NO_CONTEXT if whole is None else {"event": whole}
                    self.add("missing-property", path, {"property": name, **of})
                continue
            member = value[name]
            if fits is not None and fits(member):
                continue
            if definition.deprecated:
                self.add("property-deprecated", path + suffix, {"property": name})
            if member is not None and not definition.handling:
                judge(self, definition, member, path + suffix)
            else:
                self.value(definition, member, path + suffix)

    def undeclared_name(
        self, name: str, path: str, known: Mapping[str, Property], unread: tuple[UnreadPart, ...] = ()
    ) -> None:
        """Note a name that no definition has, with the nearest one that is known.

        Where something could not be read that may have it, whatever would happen to it otherwise: it is
        neither undeclared nor known, and may be what must not be kept.
        """
        if unread and self.tell_unread(name, path, unread, known):
            return
        if self.undeclared is not Undeclared.KEEP:
            code = "dropped-property" if self.undeclared is Undeclared.DROP else "undeclared-property"
            self.add(code, path, self._near(name, known, unread))

    def tell_unread(
        self, name: str, path: str, unread: tuple[UnreadPart, ...], known: Mapping[str, Property] = _NONE
    ) -> bool:
        """Note a name that may be one of those that could not be read; False when it is none of them."""
        reason = next((part.reason for part in unread if part.may_have(name)), None)
        if reason is None:
            return False
        near = _NO_CONTEXT if any(name in part.names for part in unread) else self._near(name, known, unread)
        self.add("property-not-loaded", path, {"reason": reason, **near})
        return True

    def _near(self, name: str, known: Mapping[str, Property], unread: tuple[UnreadPart, ...]) -> Context:
        """The nearest name that is known, or that could not be read and is there all the same."""
        # Looking for a near name takes longer than everything else, and a payload may have 100,000.
        if len(self.problems) >= MAX_PROBLEMS:
            return _NO_CONTEXT
        there = {one: None for part in unread for one in part.stated if not one.endswith("*")}
        return nearest_in(name, {**known, **there} if there else known)

    def value(self, definition: Property, value: Json, path: str) -> None:
        """Judge one value."""
        if value is None:
            if not definition.nullable:
                self.add("wrong-type", path, {"found": "null", "expected": EXPECTED[definition.type]})
            return
        if protects(definition):
            self._protecting += 1
            _JUDGES[definition.type](self, definition, value, path)
            self._protecting -= 1
        else:
            _JUDGES[definition.type](self, definition, value, path)


def steps_of(properties: Mapping[str, Property]) -> "tuple[Step, ...]":
    """What judging an object's declared members takes, laid out once."""
    return tuple(
        (
            name,
            f"/{token(name)}",
            _JUDGES[definition.type],
            definition,
            definition.required,
            fits_of(definition),
        )
        for name, definition in properties.items()
    )


def breaches(definition: Property, value: Json) -> tuple[Problem, ...]:
    """Everything that is wrong with one value of a property; for defaults and examples of a catalog."""
    explainer = Explainer(Undeclared.REFUSE)
    explainer.value(definition, value, "")
    return tuple(explainer.problems)


def _wrong(explainer: Explainer, definition: Property, value: Json, path: str) -> None:
    explainer.add("wrong-type", path, {"found": found_type(value), "expected": EXPECTED[definition.type]})


def _choice(
    explainer: Explainer, enum: tuple[Listed, ...] | None, const: Listed, value: Json, path: str
) -> None:
    """Judge `enum` and `const`; the value has the right type already, so equality is JSON's."""
    if enum is not None and value not in enum:
        explainer.add("not-in-enum", path, {"allowed": enum[:MAX_LISTED]})
    if const is not None and value != const:
        explainer.add("not-const", path, {"allowed": const})


def _string(explainer: Explainer, definition: StringType, value: Json, path: str) -> None:
    if not isinstance(value, str):
        return _wrong(explainer, definition, value, path)
    if definition.enum is not None or definition.const is not None:
        _choice(explainer, definition.enum, definition.const, value, path)
    if definition.max_length is not None or definition.min_length is not None:
        _length(explainer, definition, value, path)
    if definition.pattern is not None:
        finds = matcher(definition.pattern)
        if finds is None:
            explainer.add("property-not-loaded", path, _NOT_PORTABLE)
        elif not finds(value):
            explainer.add("pattern-mismatch", path, {"pattern": definition.pattern})
    return None


def _length(explainer: Explainer, definition: StringType | UriType, value: str, path: str) -> None:
    if definition.min_length is not None and len(value) < definition.min_length:
        explainer.add("too-short", path, {"limit": definition.min_length})
    if definition.max_length is not None and len(value) > definition.max_length:
        explainer.add("too-long", path, {"limit": definition.max_length})


def _integer(explainer: Explainer, definition: IntegerType, value: Json, path: str) -> None:
    if value.__class__ is not int:
        if not isinstance(value, float) or not value.is_integer():
            return _wrong(explainer, definition, value, path)
        value = int(value)
    elif not -MAX_SAFE_INTEGER <= value <= MAX_SAFE_INTEGER:
        raise LargeInteger
    assert isinstance(value, int)
    if not -MAX_SAFE_INTEGER <= value <= MAX_SAFE_INTEGER:
        side = ("too-big", MAX_SAFE_INTEGER) if value > 0 else ("too-small", -MAX_SAFE_INTEGER)
        explainer.add(side[0], path, {"limit": side[1]})
        return None
    if definition.enum is not None or definition.const is not None:
        _choice(explainer, definition.enum, definition.const, value, path)
    _bounds(explainer, definition, value, path)
    if definition.multiple_of is not None and value % definition.multiple_of:
        explainer.add("not-multiple", path, {"limit": definition.multiple_of})
    return None


def _number(explainer: Explainer, definition: NumberType, value: Json, path: str) -> None:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return _wrong(explainer, definition, value, path)
    if isinstance(value, int) and not -MAX_SAFE_INTEGER <= value <= MAX_SAFE_INTEGER:
        raise LargeInteger
    if definition.enum is not None or definition.const is not None:
        _choice(explainer, definition.enum, definition.const, value, path)
    _bounds(explainer, definition, value, path)
    return None


def _bounds(explainer: Explainer, definition: IntegerType | NumberType, value: float, path: str) -> None:
    if definition.minimum is not None and value < definition.minimum:
        explainer.add("too-small", path, {"limit": definition.minimum})
    if definition.maximum is not None and value > definition.maximum:
        explainer.add("too-big", path, {"limit": definition.maximum})
    if definition.exclusive_minimum is not None and value <= definition.exclusive_minimum:
        explainer.add("not-above", path, {"limit": definition.exclusive_minimum})
    if definition.exclusive_maximum is not None and value >= definition.exclusive_maximum:
        explainer.add("not-below", path, {"limit": definition.exclusive_maximum})


def _boolean(explainer: Explainer, definition: BooleanType, value: Json, path: str) -> None:
    if not isinstance(value, bool):
        return _wrong(explainer, definition, value, path)
    return _choice(explainer, definition.enum, definition.const, value, path)


def _flag(explainer: Explainer, definition: FlagType, value: Json, path: str) -> None:
    if not isinstance(value, str):
        if not isinstance(value, bool):
            return _wrong(explainer, definition, value, path)
    elif not value:
        explainer.add("too-short", path, {"limit": 1})
    elif definition.max_length is not None and len(value) > definition.max_length:
        explainer.add("too-long", path, {"limit": definition.max_length})
    return _choice(explainer, definition.enum, definition.const, value, path)


def _format(
    explainer: Explainer, definition: TimestampType | DateType | UuidType | UriType, value: Json, path: str
) -> None:
    if not isinstance(value, str):
        return _wrong(explainer, definition, value, path)
    if not FORMATS[definition.type].matches(value):
        explainer.add(f"not-a-{definition.type}", path)
    _choice(explainer, definition.enum, definition.const, value, path)
    if isinstance(definition, UriType):
        _length(explainer, definition, value, path)
    return None


def _array(explainer: Explainer, definition: ArrayType, value: Json, path: str) -> None:
    if not isinstance(value, list):
        return _wrong(explainer, definition, value, path)
    if definition.min_items is not None and len(value) < definition.min_items:
        explainer.add("too-few-items", path, {"limit": definition.min_items})
    if definition.max_items is not None and len(value) > definition.max_items:
        explainer.add("too-many-items", path, {"limit": definition.max_items})
    for index, item in enumerate(value):
        explainer.value(definition.items, item, f"{path}/{index}")
    if definition.unique_items:
        for index in _repeated(value):
            explainer.add("duplicate-item", f"{path}/{index}")
    return None


def _repeated(items: list[Json]) -> Iterator[int]:
    """The positions of scalars that stand before; as in JSON Schema, true and 1 differ, 1 and 1.0 do not."""
    seen: set[tuple[bool, Json]] = set()
    for index, item in enumerate(items):
        if isinstance(item, (list, dict)):
            continue
        key = (isinstance(item, bool), item)
        if key in seen:
            yield index
        seen.add(key)


def _object(explainer: Explainer, definition: ObjectType, value: Json, path: str) -> None:
    if not isinstance(value, dict):
        return _wrong(explainer, definition, value, path)
    return explainer.members(definition.properties, value, path, None)


def _map(explainer: Explainer, definition: MapType, value: Json, path: str) -> None:
    if not isinstance(value, dict):
        return _wrong(explainer, definition, value, path)
    if definition.max_properties is not None and len(value) > definition.max_properties:
        explainer.add("too-many-keys", path, {"limit": definition.max_properties})
    keys = definition.keys
    finds = None if keys.pattern is None else matcher(keys.pattern)
    if finds is None and keys.pattern is not None and value:
        explainer.add("property-not-loaded", path, _KEYS_NOT_PORTABLE)
    for key, item in value.items():
        below = f"{path}/{explainer.shown_key(key, keys.data)}"
        if keys.max_length is not None and len(key) > keys.max_length:
            explainer.add("key-too-long", below, {"limit": keys.max_length})
        if finds is not None and not finds(key):
            explainer.add("key-pattern", below, {"pattern": keys.pattern})
        explainer.value(definition.values, item, below)
    return None


_Judge = Callable[[Explainer, Property, Json, str], None]

Step = tuple[str, str, _Judge, Property, bool, Callable[[Json], bool] | None]
"""Name, its part of the path, its judge, its definition, whether it is required, and `fits_of` it."""

_JUDGES: Final[Mapping[str, _Judge]] = {
    "string": _string,  # type: ignore[dict-item]  # it takes the type that its key names
    "integer": _integer,  # type: ignore[dict-item]  # it takes the type that its key names
    "number": _number,  # type: ignore[dict-item]  # it takes the type that its key names
    "boolean": _boolean,  # type: ignore[dict-item]  # it takes the type that its key names
    "flag": _flag,  # type: ignore[dict-item]  # it takes the type that its key names
    "timestamp": _format,  # type: ignore[dict-item]  # it takes the type that its key names
    "date": _format,  # type: ignore[dict-item]  # it takes the type that its key names
    "uuid": _format,  # type: ignore[dict-item]  # it takes the type that its key names
    "uri": _format,  # type: ignore[dict-item]  # it takes the type that its key names
    "array": _array,  # type: ignore[dict-item]  # it takes the type that its key names
    "object": _object,  # type: ignore[dict-item]  # it takes the type that its key names
    "map": _map,  # type: ignore[dict-item]  # it takes the type that its key names
}
