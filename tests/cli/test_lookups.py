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
from catalog.rules.breaking.table import BREAKING_RULES
from catalog.rules.gate_rules import GATE_RULES
from catalog.rules.usage.ids import USAGE_IDS
from tests.cli.command import Command

ALL_RULES = sorted((*USAGE_IDS, *(rule.id for rule in (*FORMAT_RULES, *RULES, *BREAKING_RULES, *GATE_RULES))))


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
    assert rollcall("rules", "nope").err.startswith("rollcall: there is no rule 'nope'")
    assert rollcall("rules", "namings").err.endswith("there is no rule 'namings'; did you mean naming\n")


@pytest.mark.parametrize("family", ["format", "naming", "pii"])
def test_the_rules_of_one_family_are_listed(family: str, rollcall: Command) -> None:
    listed = re.findall(r"^  ([a-z]+/[a-z0-9-]+) ", rollcall("rules", family).out, re.MULTILINE)
    assert listed == [rule for rule in ALL_RULES if rule.startswith(f"{family}/")]
    said = json.loads(rollcall("rules", family, "--format", "json").out)
    assert [rule["id"] for rule in said["rules"]] == listed


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
    assert files_in("out/contracts") == ["account/signed_up.json", "invoice/paid.json"]
    paid = Path("out/contracts/invoice/paid.json").read_text()
    assert paid == rollcall("export", "json-schema", "invoice.paid").out
    assert rollcall("export", "json-schema", "--out", "out/contracts") == ended
    assert files_in("out/contracts") == ["account/signed_up.json", "invoice/paid.json"]


def files_in(folder: str) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in Path(folder).rglob("*") if path.is_file())


@pytest.mark.parametrize(
    ("options", "files"),
    [
        ((), ["account/signed_up.json", "invoice/paid.json"]),
        (("--for", "log"), ["account/signed_up/log.json", "invoice/paid/log.json"]),
        (("--for", "warehouse", "--leaving"), ["account/signed_up/warehouse.leaving.json"]),
    ],
)
def test_contracts_lie_where_their_address_says(
    options: tuple[str, ...], files: list[str], rollcall: Command, starter: Path
) -> None:
    settings = starter / "catalog.yaml"
    settings.write_text(settings.read_text() + "base_url: https://events.example.com/contracts/\n")
    assert rollcall("export", "json-schema", *options, "--out", "out").code == 0
    assert files_in("out") == files
    for path in files:
        said = json.loads((rollcall.folder / "out" / path).read_text())
        assert said["$id"] == f"https://events.example.com/contracts/{path}"


def test_contracts_of_events_that_are_gone_are_named_and_left(rollcall: Command, starter: Path) -> None:
    rollcall("export", "json-schema", "--out", "out")
    rollcall("export", "json-schema", "--out", "out", "--for", "log")
    (rollcall.folder / "out" / "mine").mkdir()
    (rollcall.folder / "out" / "mine" / "notes.json").write_text("{}")
    (rollcall.folder / "out" / "mine" / "torn.json").write_text("{")
    paid = starter / "invoice" / "paid.yaml"
    before = files_in("out")
    text = paid.read_text()
    paid.write_text("description: [\n")
    assert "left" not in rollcall("export", "json-schema", "--out", "out").err, "a broken file is not gone"
    paid.write_text(text.replace("destinations: [log]", "destinations: [warehouse]"))
    assert rollcall("export", "json-schema", "--out", "out", "--for", "log").err == (
        "wrote 1 contract to out\n"
        "1 older contract is left, which the catalog no longer has: invoice/paid/log.json\n"
    )
    paid.unlink()
    assert rollcall("export", "json-schema", "--out", "out").err == (
        "wrote 1 contract to out\n"
        "2 older contracts are left, which the catalog no longer has: "
        "invoice/paid.json, invoice/paid/log.json\n"
    )
    assert files_in("out") == before
    assert "left" not in rollcall("export", "json-schema", "account.signed_up", "--out", "out").err


def test_the_name_of_an_alias_leads_to_no_other_folder(rollcall: Command, starter: Path) -> None:
    file = starter / "invoice" / "paid.yaml"
    file.write_text(file.read_text() + "aliases: [{name: ../../settled}]\n")
    assert rollcall("export", "json-schema", "../../settled", "--out", "a/b/c").code == 0
    assert files_in("a") == ["b/c/..%2F..%2Fsettled.json"]


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
    part_is_missing, why = ended.err.splitlines()
    assert part_is_missing == (
        "rollcall: not everything can be judged by the catalog: account/signed_up.yaml: "
        "the pattern of 'plan' is outside the subset that every engine reads alike"
    )
    assert why.startswith("rollcall: 'account.signed_up': ")
    assert why.endswith("'rollcall check' says where")


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
    assert "1 error of the format keeps part of the catalog from being read" in ended.err
    assert rollcall("export", "json-schema", "account.signed_up").code == 1
