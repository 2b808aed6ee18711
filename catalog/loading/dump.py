"""Definitions as canonical YAML files: the same catalog, the same bytes."""

from collections.abc import Mapping
from datetime import date
from enum import Enum
from functools import cache
from typing import Final

from catalog.findings import Kind
from catalog.loading.folder import path_of
from catalog.loading.yaml_text import Plain, render
from catalog.model.snapshot import Definitions
from catalog.model.types import ObjectType, PropertyDefinition
from catalog.model.values import Definition

_COMMON: Final = (
    *("unit", "required", "nullable", "deprecated", "data", "destinations", "handling", "send_as", "purpose"),
    *("code_name", "default", "examples", "allow"),
)
"""What all properties may say after their type's keywords."""


def dump(definitions: Definitions) -> dict[str, str]:
    """Every file of a catalog: path from the catalog's folder → its text.

    What stands at its default is left out. Loading the files gives equal definitions, and those the same.
    """
    parts: tuple[tuple[Kind, Mapping[str, Definition]], ...] = (
        ("group", definitions.groups),
        ("context", definitions.contexts),
        ("entity", definitions.entities),
        ("event", {str(name): event for name, event in definitions.events.items()}),
    )
    files = {path_of("settings", "catalog"): dump_definition(definitions.settings)}
    for kind, named in parts:
        files |= {path_of(kind, name): dump_definition(named[name]) for name in sorted(named)}
    return files


def dump_definition(definition: Definition) -> str:
    """One definition as the text of its file."""
    return render(as_plain(definition))


def as_plain(definition: Definition) -> dict[str, Plain]:
    """A definition under the keys of files, in their canonical order, without what stands at its default."""
    content: dict[str, Plain] = {}
    for name, key, default in _keys(type(definition)):
        value = getattr(definition, name)
        # A stated null is a default that a property has; a missing one is none.
        if value != default or (name == "default" and definition.states(name)):
            content[key] = _plain(value)
    return content


@cache
def _keys(kind: type[Definition]) -> tuple[tuple[str, str, object], ...]:
    """Attribute, key and default of everything that a kind of definition may say, in the order of files.

    A property says what it is, then its type's keywords, then what all properties may say.
    """
    names = list(kind.model_fields)
    if issubclass(kind, PropertyDefinition):
        own = [name for name in names if name not in PropertyDefinition.model_fields and name != "type"]
        last = ["properties"] if kind is ObjectType else []
        names = ["description", "type", *(name for name in own if name not in last), *_COMMON, *last]
    fields = kind.model_fields
    return tuple(
        (name, fields[name].alias or name, fields[name].get_default(call_default_factory=True))
        for name in names
    )


def _plain(value: object) -> Plain:
    match value:
        case Definition():
            return as_plain(value)
        case Mapping():
            return {str(key): _plain(inner) for key, inner in value.items()}
        case tuple() | list():
            return [_plain(item) for item in value]
        case Enum():
            return str(value.value)
        case date():
            return value.isoformat()
        case None | bool() | int() | float() | str():
            return value
        case _:
            raise TypeError(f"a definition holds no {type(value).__name__}")
