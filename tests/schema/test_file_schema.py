"""What editors are told about a catalog's files is what loading accepts."""

from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from jsonschema import Draft7Validator
from pydantic import BaseModel

from catalog.findings import RuleText
from catalog.loading import FORMAT_RULES, dump
from catalog.loading.document import read_document
from catalog.model.event import DefinitionKind
from catalog.model.snapshot import Definitions
from catalog.schema import dumps
from catalog.schema.file_schema import KINDS, file_schema
from tests.loading.test_dump import FOLDERS
from tests.strategies import catalogs

GOLDEN = Path(__file__).parents[1] / "golden" / "schema" / "files.json"
FILES = [file for folder in FOLDERS for file in sorted(folder.rglob("*.yaml"))]
KIND_OF: Mapping[str, DefinitionKind] = {"_groups": "group", "_context": "context", "_entities": "entity"}


def kind_of(path: str) -> DefinitionKind:
    parts = Path(path).parts
    return "catalog" if parts[-1] == "catalog.yaml" else KIND_OF.get(parts[-2], "event")


VALIDATORS = {kind: Draft7Validator(file_schema(kind)) for kind in KINDS}
ANY = Draft7Validator(file_schema())


def errors(text: str, path: str) -> list[str]:
    data = read_document(text.encode()).data
    found = [error.message for error in VALIDATORS[kind_of(path)].iter_errors(data)]
    if not found:
        assert ANY.is_valid(data)
    return found


def test_the_document_keeps_its_bytes() -> None:
    assert dumps(file_schema()) == GOLDEN.read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", [None, *KINDS])
def test_the_document_is_valid_under_its_meta_schema(kind: DefinitionKind | None) -> None:
    Draft7Validator.check_schema(file_schema(kind))


def test_without_a_kind_an_entity_whose_key_has_a_category_is_valid_too() -> None:
    entity = "description: A company.\ndata: user.unique_id\nproperties: {}\n"
    assert not [*Draft7Validator(file_schema()).iter_errors(yaml.safe_load(entity))]


def test_every_file_of_a_real_catalog_is_valid() -> None:
    assert FILES
    wrong = {str(file): errors(file.read_text(encoding="utf-8"), str(file)) for file in FILES}
    assert {file: found for file, found in wrong.items() if found} == {}


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(catalogs(max_events=1))
def test_every_file_of_a_generated_catalog_is_valid(definitions: Definitions) -> None:
    for path, text in dump(definitions).items():
        assert not errors(text, path), text


SHAPE = {"unknown-key", "unknown-type", "missing-key", "misplaced-key", "wrong-type"}
SHAPE_RULES = [rule for rule in FORMAT_RULES if rule.id.partition("/")[2] in SHAPE]


@pytest.mark.parametrize("rule", SHAPE_RULES, ids=lambda rule: rule.id)
def test_what_loading_refuses_an_editor_marks(rule: RuleText) -> None:
    assert len(SHAPE_RULES) == len(SHAPE)
    for path, text in rule.bad.items():
        assert errors(text, path)
    for path, text in rule.good.items():
        assert not errors(text, path)


@pytest.mark.parametrize(
    "text",
    [
        "properties: {a: {type: string, minimum: 1}}",
        "properties: {a: {type: map}}",
        "properties: {a: {type: map, values: {type: date, handling: {log: drop}}}}",
        "properties: {a: {type: map, values: {type: date}, data: none}}",
        "properties: {a: {type: object, data: none}}",
        "properties: {a: {type: array, items: {type: date, data: none}}}",
        "properties: {a: {type: array, items: {type: object}, data: none}}",
        "properties: {a: {type: array, items: {type: object}, uniqueItems: true}}",
        "properties: {a: {type: integer, minimum: 9007199254740992}}",
        "properties: {a: {type: integer, multipleOf: 0}}",
        "properties: {a: {type: number, minimum:}}",
        "properties: {a: {type: string, const: null}}",
        "status: retried",
        "aliases: [{sends: [a]}]",
        "trigger: ''",
        "owner: 1",
        "format: 2",
        "expires: '2020'",
        "expires: '2021-02-29'",
        "allow: {x/y: ''}",
        "properties: {a: {type: map, values: {type: date}, keys: {allow: {x/y: ' '}}}}",
    ],
)
def test_an_editor_marks(text: str) -> None:
    assert errors(text, "a/b.yaml")


def test_every_key_of_every_definition_is_described() -> None:
    definitions = file_schema()["$defs"]
    assert isinstance(definitions, dict)
    bare = [
        f"{name}.{key}"
        for name, definition in definitions.items()
        for key, schema in definition.get("properties", {}).items()
        if name not in KINDS and "description" not in schema
    ]
    assert not bare
    assert "None" not in " ".join(
        schema["description"]
        for name, definition in definitions.items()
        for schema in definition.get("properties", {}).values()
    )


def test_every_model_of_a_file_has_a_definition() -> None:
    definitions = file_schema()["$defs"]
    assert isinstance(definitions, dict)
    for kind, model in KINDS.items():
        assert issubclass(model, BaseModel)
        assert definitions[kind] == {"$ref": f"#/$defs/{model.__name__}"}
        assert definitions[model.__name__]["additionalProperties"] is False
