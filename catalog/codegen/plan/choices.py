"""The values that a property lists, and what code calls them."""

import hashlib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final, TypeVar

from catalog.codegen.plan.identifiers import identifier, type_name
from catalog.model.canonical import canonical
from catalog.model.types import ArrayType, Property

Value = str | int | float | bool
_T = TypeVar("_T", bound=Value)

_SHOWN: Final = 8
"""Hex digits that tell values apart."""
_SPELLED: Final = 6
"""The most signs that are spelled out, where a value has no letter and no digit."""


def listed(definition: Property) -> tuple[Value, ...]:
    """The values that a property, or each item of it, may have; empty where it lists none."""
    if isinstance(definition, ArrayType):
        return listed(definition.items)
    return tuple(getattr(definition, "enum", None) or ())


def constant_names(values: Iterable[Value]) -> Mapping[str, Value]:
    """Names of constants for values, from the values alone: where one stands says nothing.

    `blue-green` is `BLUE_GREEN`, and `*/` is `U2A_2F`. Where several would have one name, each has a digest
    of its value behind it, so that no name comes to mean another value when one is added.
    """
    return _told_apart({value: _constant_name(value) for value in values})


def type_names_of(keys: Iterable[str]) -> Mapping[str, str]:
    """Identifiers of arguments → names of types, told apart in the same way."""
    return {key: name for name, key in _told_apart({key: type_name(key) for key in keys}).items()}


def _told_apart(names: Mapping[_T, str]) -> dict[str, _T]:
    times = Counter(names.values())
    return {name if times[name] == 1 else f"{name}_{_digest(value)}": value for value, name in names.items()}


def _digest(value: Value) -> str:
    return hashlib.sha256(canonical(value)).hexdigest()[:_SHOWN].upper()


@lru_cache(maxsize=65_536, typed=True)
def _constant_name(value: Value) -> str:
    name = unicodedata.normalize("NFKC", identifier(str(value)).upper())
    if name.isidentifier():
        return name
    if value == "":
        return "EMPTY"
    signs = [f"{ord(sign):X}" for sign in str(value)]
    more = [] if len(signs) <= _SPELLED else [_digest(value)]
    return "_".join([f"U{signs[0]}", *signs[1:_SPELLED], *more])
