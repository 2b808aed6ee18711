"""The JSON Schema of a catalog's own YAML files, from the models, so that editors complete and check them.

It is draft 7, which every editor's language server reads; contracts are 2020-12.
"""

import ast
import inspect
from collections.abc import Iterator, Mapping
from enum import Enum
from types import MappingProxyType, ModuleType
from typing import Final

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from catalog.model import event, settings, types
from catalog.model.category import SHIPPED
from catalog.model.event import (
    ContextDefinition,
    DefinitionKind,
    EntityDefinition,
    EventDefinition,
    GroupDefinition,
)
from catalog.model.settings import Settings
from catalog.model.types import PLACE_KEYS, SCALAR_TYPES, TYPE_NAMES
from catalog.schema.formats import FORMATS
from catalog.schema.json_schema import JsonSchema

DIALECT: Final = "http://json-schema.org/draft-07/schema#"

KINDS: Final[Mapping[DefinitionKind, type[BaseModel]]] = MappingProxyType(
    {
        "event": EventDefinition,
        "catalog": Settings,
        "group": GroupDefinition,
        "context": ContextDefinition,
        "entity": EntityDefinition,
    }
)
"""What a file can define; `$defs` of the document has each under this name."""

_EXAMPLES: Final[Mapping[tuple[str, str], tuple[object, ...]]] = MappingProxyType(
    {
        ("EventDefinition", "description"): ("A running timer is stopped and becomes a time entry.",),
        ("EventDefinition", "trigger"): ("The stop button was pressed.",),
        ("EventDefinition", "destinations"): (["posthog"],),
        ("EventDefinition", "send_as"): ({"posthog": "Timer Stopped"},),
        ("EventDefinition", "allow"): ({"pii/free-text": "support needs the words; review of 2026-03"},),
        ("EventDefinition", "expires"): ("2027-03-31",),
        ("StringType", "pattern"): ("^[A-Z]{2}$",),
        ("Naming", "wire"): ("{resource}_{action}",),
        ("Settings", "base_url"): ("https://events.example.com/shop",),
        ("Settings", "severities"): ({"naming": "warning"},),
        ("Settings", "modes"): ({"default": "backward"},),
        ("Approval", "when"): ("privacy", ["breaking", "privacy"]),
    }
)

_WHAT_VALUES_ARE: Final = "What its values are."
_REASON: Final[JsonSchema] = {"type": "string", "pattern": "\\S"}
"""A reason is no blank text: catalog/unreasoned-allowance says so of any other."""
_SCALARS: Final = list(TYPE_NAMES[: len(SCALAR_TYPES)])


def file_schema(kind: DefinitionKind | None = None) -> JsonSchema:
    """The schema of one kind of file; without a kind, of any file of a catalog.

    Every kind stands under `$defs`, by its name. Without a kind, `format` tells catalog.yaml from the other
    files, and `data` an entity whose key has a category; the keys of the rest are those of events or some of
    them.
    """
    _, document = models_json_schema(
        [(model, "validation") for model in KINDS.values()], ref_template="#/$defs/{model}"
    )
    definitions: dict[str, JsonSchema] = {
        name: _tidied(definition) for name, definition in document["$defs"].items()
    }
    for name, model in _models():
        _describe(definitions[name], model)
    definitions["Property"] = _property()
    _close_places(definitions)
    selectors: dict[str, JsonSchema] = {
        name: {"$ref": f"#/$defs/{model.__name__}"} for name, model in KINDS.items()
    }
    root: JsonSchema = {"$schema": DIALECT, "title": _title(kind)}
    if kind is None:
        others = {"if": {"required": ["data"]}, "then": selectors["entity"], "else": selectors["event"]}
        root |= {"if": {"required": ["format"]}, "then": selectors["catalog"], "else": others}
    else:
        root["allOf"] = [selectors[kind]]
    return root | {"$defs": selectors | dict(sorted(definitions.items()))}


def _title(kind: DefinitionKind | None) -> str:
    return "Rollcall: a file of a catalog" if kind is None else f"Rollcall: {kind}"


def _models() -> Iterator[tuple[str, type[BaseModel]]]:
    for module in (event, settings, types):
        for name, value in vars(module).items():
            own = isinstance(value, type) and value.__module__ == module.__name__
            if own and issubclass(value, BaseModel) and value is not types.PropertyDefinition:
                yield name, value


def _tidied(value: object) -> JsonSchema:
    """What pydantic writes, as an editor wants it: no titles, no null for a key that may be left out."""
    tidied = _walk(value)
    assert isinstance(tidied, dict)
    return tidied


def _walk(value: object) -> object:
    if isinstance(value, list):
        return [_walk(item) for item in value]
    if not isinstance(value, dict):
        return value
    if "discriminator" in value:
        return {"$ref": "#/$defs/Property"}
    if "properties" in value and isinstance(value["properties"], dict):
        named = {name: _walk(inner) for name, inner in value["properties"].items()}
        rest = {key: _walk(inner) for key, inner in value.items() if key not in ("properties", "title")}
        return rest | {"properties": named}
    kept = {key: _walk(inner) for key, inner in value.items() if key != "title"}
    if kept.get("default", 0) in (None, [], {}):
        del kept["default"]
    if kept.get("format") == "date":
        kept["pattern"] = FORMATS["date"].source  # by itself, `format` only annotates
    options = kept.get("anyOf")
    if isinstance(options, list):
        some = [option for option in options if option != {"type": "null"}]
        if {"type": "number"} in some:
            some = [{"type": "number"}]
        if len(some) == 1:
            del kept["anyOf"]
            kept = some[0] | kept
        else:
            kept["anyOf"] = some
    return kept


def _describe(definition: JsonSchema, model: type[BaseModel]) -> None:
    """Add what the attributes' docstrings say of each key, and examples."""
    properties = definition["properties"]
    assert isinstance(properties, dict)
    for name, field in model.model_fields.items():
        schema = properties[field.alias or name]
        if name == "type":
            schema["description"] = _WHAT_VALUES_ARE
        for owner in model.__mro__:
            words = _docstrings(owner).get(name)
            if words is not None:
                schema["description"] = words
                break
        if name == "data":
            schema |= {"anyOf": [{"enum": list(SHIPPED)}, {"type": "string", "minLength": 1}]}
            schema.pop("type", None)
            schema.pop("minLength", None)
        if name == "allow":
            schema["additionalProperties"] = _REASON
        examples = _EXAMPLES.get((model.__name__, name))
        if examples is not None:
            schema["examples"] = list(examples)


def _docstrings(owner: type) -> dict[str, str]:
    """The docstring under each attribute of a class of ours."""
    module = inspect.getmodule(owner)
    if module is None or not owner.__module__.startswith("catalog.") or issubclass(owner, Enum):
        return {}
    return _docstrings_of(module).get(owner.__name__, {})


def _docstrings_of(module: ModuleType) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for node in ast.parse(inspect.getsource(module)).body:
        if not isinstance(node, ast.ClassDef):
            continue
        words = found.setdefault(node.name, {})
        for attribute, after in zip(node.body, node.body[1:], strict=False):
            match attribute, after:
                case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(
                    value=ast.Constant(value=str() as text)
                ):
                    words[name] = inspect.cleandoc(text)
                case _:
                    pass
    return found


def _property() -> JsonSchema:
    """One type after the other, so that an editor speaks of the keys of the type that was chosen."""
    branches = [
        {
            "if": {"properties": {"type": {"const": name}}, "required": ["type"]},
            "then": {"$ref": f"#/$defs/{name.capitalize()}Type"},
        }
        for name in TYPE_NAMES
    ]
    return {
        "description": "One typed field.",
        "type": "object",
        "properties": {"type": {"description": _WHAT_VALUES_ARE, "enum": list(TYPE_NAMES)}},
        "required": ["type"],
        "allOf": branches,
    }


def _close_places(definitions: dict[str, JsonSchema]) -> None:
    """Refuse keys where they have no meaning: a name's under `items` and `values`, `data` off the leaves."""
    nowhere: JsonSchema = dict.fromkeys(PLACE_KEYS, False)
    scalar: JsonSchema = {"properties": {"type": {"enum": _SCALARS}}, "required": ["type"]}
    array, map_, object_ = (definitions[f"{name}Type"] for name in ("Array", "Map", "Object"))
    _keys_of(array)["items"] = {
        "description": _keys_of(array)["items"]["description"],
        "allOf": [{"$ref": "#/$defs/Property"}],
        "properties": nowhere,
        "if": scalar,
        "then": {"properties": {"data": False}},
    }
    array["if"] = {"properties": {"items": scalar}}
    array["else"] = {"properties": {"data": False, "uniqueItems": {"const": False}}}
    _keys_of(map_)["values"] = {
        "description": _keys_of(map_)["values"]["description"],
        "allOf": [{"$ref": "#/$defs/Property"}],
        "properties": nowhere,
    }
    del _keys_of(map_)["data"], _keys_of(object_)["data"]


def _keys_of(definition: JsonSchema) -> dict[str, JsonSchema]:
    properties = definition["properties"]
    assert isinstance(properties, dict)
    return properties
