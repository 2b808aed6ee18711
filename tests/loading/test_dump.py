"""Canonical YAML: what is loaded, dumped and loaded again is the same, to every reader."""

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from catalog.loading import dump, load
from catalog.loading.document import read_document
from catalog.loading.dump import _COMMON
from catalog.loading.yaml_text import MAX_COLUMNS, render
from catalog.model.snapshot import Definitions
from catalog.model.types import PropertyDefinition
from catalog.model.values import MAX_SAFE_INTEGER
from tests.strategies import TEXTS, catalogs

ROOT = Path(__file__).parents[2]
FOLDERS = [folder for folder in (ROOT / "events", ROOT / "tests/cases/schema/events") if folder.is_dir()]


def write(files: Mapping[str, str], root: Path) -> None:
    for path, text in files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="")


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(catalogs())
def test_loading_what_was_dumped_gives_the_same_definitions(definitions: Definitions) -> None:
    files = dump(definitions)
    with TemporaryDirectory() as folder:
        write(files, Path(folder))
        loaded = load(folder)
    assert not loaded.findings
    assert loaded.definitions == definitions
    assert dump(loaded.definitions) == files


def in_words(value: object) -> object:
    """A value in which 1, 1.0 and true differ."""
    match value:
        case dict():
            return {key: in_words(inner) for key, inner in value.items()}
        case list():
            return [in_words(inner) for inner in value]
        case _:
            return repr(value)


SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-MAX_SAFE_INTEGER, MAX_SAFE_INTEGER)
    | st.floats(allow_nan=False, allow_infinity=False)
)
STRINGS = st.sampled_from(TEXTS) | st.text(max_size=12) | st.text("ab \n#:-'\"[]{},|>&*?", max_size=12)
VALUES = st.recursive(
    SCALARS | STRINGS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(STRINGS, inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(STRINGS, VALUES, max_size=5))
@example({"a": [[], {}, [[]], [{}], {"b": []}, "a\nb", [["a\n b\n"]]]})
@example({"k" * 2_000: {"l" * 300: 1}, "": [{"m" * 2_000: ["x"]}]})
@example({"a": 1e-7, "b": 1e22, "c": -0.0, "d": 5e-324, "e": 1.0})
def test_readers_of_yaml_1_1_and_1_2_read_the_same(content: dict[str, object]) -> None:
    text = render(content)  # type: ignore[arg-type]  # the strategy gives plain values
    ours = read_document(text.encode())
    assert not ours.defects
    assert in_words(ours.data) == in_words(content)
    assert in_words(yaml.safe_load(text)) == in_words(content)
    if not any(len(line) > 1_000 for line in text.splitlines()):  # ruamel has a bound of its own on keys
        assert in_words(YAML(typ="safe", pure=True).load(text)) == in_words(content)


@pytest.mark.parametrize("value", TEXTS)
def test_text_stays_text(value: str) -> None:
    text = render({"block": value, "flow": [value], value: {value: "x"}})
    assert read_document(text.encode()).data == {"block": value, "flow": [value], value: {value: "x"}}
    assert yaml.safe_load(text) == {"block": value, "flow": [value], value: {value: "x"}}
    assert text.isascii() or "\u2028" not in text


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ({}, "{}\n"),
        ({"a": {}}, "a: {}\n"),
        ({"a": "no"}, 'a: "no"\n'),
        ({"a": "2026-03-01"}, 'a: "2026-03-01"\n'),
        ({"a": "x, y"}, "a: x, y\n"),
        ({"a": ["x, y", "z"]}, 'a: ["x, y", z]\n'),
        ({"a": "one\ntwo\n"}, "a: |\n  one\n  two\n"),
        ({"a": "one\n\n  two"}, "a: |-\n  one\n\n    two\n"),
        ({"a": " one\ntwo"}, 'a: " one\\ntwo"\n'),
        ({"a": "\u2028\x07\ufeff"}, 'a: "\\u2028\\x07\\ufeff"\n'),
        ({"properties": {"a": {"type": "date"}}}, "properties:\n  a: {type: date}\n"),
        ({"examples": [{"a": 1}, {"b": {"c": [1]}}]}, "examples:\n  - {a: 1}\n  - b: {c: [1]}\n"),
        ({"a": [["b"], [{"c": 1}]]}, "a:\n  - [b]\n  - - {c: 1}\n"),
        ({"a": 1e-7}, "a: 1.0e-07\n"),
    ],
)
def test_values_are_written_as(content: dict[str, object], text: str) -> None:
    assert render(content) == text  # type: ignore[arg-type]  # the table holds plain values


def test_a_collection_that_does_not_fit_in_a_line_is_a_block() -> None:
    fits = {"a": ["x" * (MAX_COLUMNS - 5)]}
    assert render(fits).count("\n") == 1
    assert len(render(fits)) == MAX_COLUMNS + 1
    assert render({"a": ["x" * (MAX_COLUMNS - 4)]}).count("\n") == 2


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: str(folder.relative_to(ROOT)))
def test_a_real_catalog_survives(folder: Path, tmp_path: Path) -> None:
    loaded = load(folder)
    files = dump(loaded.definitions)
    write(files, tmp_path)
    again = load(tmp_path)
    assert again.definitions == loaded.definitions
    assert again.snapshot.digest == loaded.snapshot.digest
    assert dump(again.definitions) == files


def test_every_key_of_a_property_has_its_place() -> None:
    assert {*_COMMON, "description"} == PropertyDefinition.model_fields.keys()


def test_what_was_stated_and_means_nothing_is_left_out_but_a_null_default_stays(tmp_path: Path) -> None:
    write(
        {
            "catalog.yaml": "format: 1\nproduct: p\nundeclared: refuse\n",
            "a/b.yaml": "status: active\nproperties: {c: {type: boolean, required: false, default: null}}\n",
        },
        tmp_path,
    )
    assert dump(load(tmp_path).definitions) == {
        "catalog.yaml": "format: 1\nproduct: p\n",
        "a/b.yaml": "properties:\n  c: {type: boolean, default: null}\n",
    }
