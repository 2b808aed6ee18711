"""`rollcall rules`, `schema` and `export`: what the catalog and the program can tell about themselves."""

import json
import re
from pathlib import Path

import jsonschema
import pytest
import yaml

from catalog.loading import FORMAT_RULES
from catalog.loading.embedded import embedded_catalog
from catalog.rules import RULES
from tests.cli.command import Command

ALL_RULES = sorted([*(rule.id for rule in FORMAT_RULES), *(rule.id for rule in RULES)])


def test_every_rule_is_listed_once(rollcall: Command) -> None:
    listed = re.findall(r"^  ([a-z]+/[a-z0-9-]+) ", rollcall("rules").out, re.MULTILINE)
    assert sorted(listed) == ALL_RULES
    assert [rule["id"] for rule in json.loads(rollcall("rules", "--format", "json").out)["rules"]] == listed


def test_a_rule_is_explained_with_its_examples(rollcall: Command) -> None:
    text = rollcall("rules", "format/duplicate-key").out
    assert text.startswith("format/duplicate-key  error  since 0.1.0\n\nA key stands twice.\n")
    assert "wrong  timer/stopped.yaml\n  description: One.\n  description: Two.\n" in text
    assert "right  timer/stopped.yaml\n" in text
    said = json.loads(rollcall("rules", "format/duplicate-key", "--format", "json").out)
    assert set(said) == {"id", "severity", "summary", "why", "bad", "good", "since", "url"}
    assert said["bad"] == {"timer/stopped.yaml": "description: One.\ndescription: Two.\n"}


@pytest.mark.parametrize("rule", ALL_RULES)
def test_no_explanation_writes_to_the_terminal_what_it_warns_of(rule: str, rollcall: Command) -> None:
    ended = rollcall("rules", rule)
    assert ended.code == 0
    assert re.search(r"[\x00-\x09\x0b-\x1f\x7f]", ended.out) is None


def test_an_unknown_rule_is_told_with_the_nearest(rollcall: Command) -> None:
    ended = rollcall("rules", "format/duplicate-keys")
    assert (ended.code, ended.out) == (2, "")
    assert "did you mean format/duplicate-key" in ended.err


@pytest.mark.parametrize("kind", ["event", "catalog", "context"])
def test_the_schema_of_a_kind_fits_the_files_of_that_kind(
    kind: str, rollcall: Command, starter: Path
) -> None:
    files = {"event": "*/*.yaml", "catalog": "catalog.yaml", "context": "_context/*.yaml"}
    schema = json.loads(rollcall("schema", kind).out)
    validator = jsonschema.Draft7Validator(schema)
    found = [path for path in starter.glob(files[kind]) if kind != "event" or path.parent.name[0] != "_"]
    assert found
    for path in found:
        assert [error.message for error in validator.iter_errors(yaml.safe_load(path.read_text()))] == []
    assert not validator.is_valid({"descripton": "misspelt"})


def test_the_schema_is_of_any_file_unless_a_kind_is_named(rollcall: Command) -> None:
    assert rollcall("schema").out != rollcall("schema", "event").out
    assert rollcall("schema", "invoice").code == 2
    assert rollcall("schema", "--format", "json").out == rollcall("schema").out


def test_one_contract_is_printed_as_it_is(rollcall: Command, starter: Path) -> None:
    schema = json.loads(rollcall("export", "json-schema", "invoice.paid").out)
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    assert validator.is_valid({"invoice_id": 7})
    assert not validator.is_valid({"invoice_id": 7, "more": 1})


def test_all_contracts_are_one_object_by_name(rollcall: Command, starter: Path) -> None:
    assert list(json.loads(rollcall("export", "json-schema").out)) == ["account.signed_up", "invoice.paid"]
    assert list(json.loads(rollcall("export", "json-schema", "--for", "warehouse").out)) == [
        "account.signed_up"
    ]


def test_contracts_are_written_one_per_file(rollcall: Command, starter: Path) -> None:
    ended = rollcall("export", "json-schema", "--out", "out/contracts")
    assert (ended.code, ended.out, ended.err) == (0, "", "wrote 2 contracts to out/contracts\n")
    written = sorted((rollcall.folder / "out" / "contracts").iterdir())
    assert [path.name for path in written] == ["account.signed_up.json", "invoice.paid.json"]
    assert written[1].read_text() == rollcall("export", "json-schema", "invoice.paid").out
    rollcall("export", "json-schema", "--out", "out/contracts")
    assert sorted((rollcall.folder / "out" / "contracts").iterdir()) == written


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("invoice.payed",), "no event 'invoice.payed' in the catalog; did you mean invoice.paid"),
        (("--for", "logs"), "no destination 'logs' in the catalog; did you mean log"),
        (
            ("invoice.paid", "--for", "warehouse"),
            "'invoice.paid' does not go to 'warehouse'; its destinations are: log",
        ),
    ],
)
def test_what_has_no_contract_is_told(
    arguments: tuple[str, ...], said: str, rollcall: Command, starter: Path
) -> None:
    ended = rollcall("export", "json-schema", *arguments)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err == f"rollcall: {said}\n"


def test_an_alias_has_a_contract_of_its_own(rollcall: Command, starter: Path) -> None:
    file = starter / "invoice" / "paid.yaml"
    file.write_text(
        file.read_text() + "aliases: [{name: invoice_settled, sends: [id], rename: {id: invoice_id}}]\n"
    )
    schema = json.loads(rollcall("export", "json-schema", "invoice_settled").out)
    assert list(schema["properties"]) == ["id"]
    assert schema["title"] == "invoice_settled"


def test_a_pattern_that_cannot_be_exported_is_told(rollcall: Command, starter: Path) -> None:
    file = starter / "account" / "signed_up.yaml"
    file.write_text(
        file.read_text().replace(
            "    enum: [free, team, company]\n", "    pattern: '(?=x)'\n    maxLength: 9\n"
        )
    )
    ended = rollcall("export", "json-schema")
    assert ended.code == 2
    assert ended.err.startswith("rollcall: 'account.signed_up': ")
    assert ended.err.endswith("'rollcall check' says where\n")


def test_what_leaves_is_another_contract(rollcall: Command) -> None:
    events = str(embedded_catalog())
    arriving = rollcall("export", "json-schema", "--catalog", events, "--for", "log").out
    leaving = rollcall("export", "json-schema", "--catalog", events, "--for", "log", "--leaving").out
    assert list(json.loads(arriving)) == list(json.loads(leaving))
    assert arriving != leaving


def test_a_catalog_with_errors_is_exported_as_far_as_it_loaded(rollcall: Command, starter: Path) -> None:
    (starter / "invoice" / "paid.yaml").write_text("description: [\n")
    ended = rollcall("export", "json-schema")
    assert list(json.loads(ended.out)) == ["account.signed_up"]
    assert ended.code == 1, "a contract that is missing is not missed in silence"
    assert "the catalog has 1 error, so part of it is missing here" in ended.err
    assert rollcall("export", "json-schema", "account.signed_up").code == 1
