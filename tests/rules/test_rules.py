"""Every rule: what it says about itself, and its own examples executed."""

import ast
import re
from datetime import date
from pathlib import Path

import pytest

from catalog.findings import Finding, RuleText
from catalog.loading import FORMAT_RULES, load
from catalog.rules import RULES, run
from catalog.rules.breaking.table import BREAKING_RULES
from catalog.rules.example import files_of
from catalog.rules.explain import FAMILIES
from catalog.rules.usage.ids import USAGE_IDS

ROOT = Path(__file__).parents[2]
ROOM = ROOT / "catalog" / "rules"
TODAY = date(2026, 3, 1)
ALL: tuple[RuleText, ...] = (*FORMAT_RULES, *RULES)

each_rule = pytest.mark.parametrize("rule", ALL, ids=lambda rule: rule.id)


def write(folder: Path, files: dict[str, str]) -> Path:
    """Write a catalog; a path that ends in `/` is a folder."""
    for path, text in files.items():
        target = folder / path
        if path.endswith("/"):
            target.mkdir(parents=True)
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
    return folder


def findings(folder: Path, example: dict[str, str], rule: str) -> list[Finding]:
    found = run(load(write(folder, files_of(example))), today=TODAY)
    return [finding for finding in found if finding.rule == rule]


@each_rule
def test_the_bad_example_of_a_rule_breaks_it(rule: RuleText, tmp_path: Path) -> None:
    found = findings(tmp_path, rule.bad, rule.id)
    assert found, f"{rule.id} does not find its own bad example"
    given = {path.rstrip("/") for path in rule.bad}
    assert {finding.path for finding in found} <= given, "a finding lies outside the example"
    assert {finding.severity for finding in found} <= {rule.severity} | {
        one.severity for one in found if getattr(rule, "dated", False)
    }


@each_rule
def test_the_good_example_of_a_rule_does_not_break_it(rule: RuleText, tmp_path: Path) -> None:
    assert findings(tmp_path, rule.good, rule.id) == []


@each_rule
def test_the_good_example_of_a_rule_can_be_read(rule: RuleText, tmp_path: Path) -> None:
    loaded = load(write(tmp_path, files_of(rule.good)))
    assert [finding.rule for finding in loaded.findings] == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_the_bad_example_of_a_rule_about_meaning_can_be_read(rule: RuleText, tmp_path: Path) -> None:
    loaded = load(write(tmp_path, files_of(rule.bad)))
    assert [finding.rule for finding in loaded.findings] == []


@each_rule
def test_a_rule_explains_itself(rule: RuleText) -> None:
    assert re.fullmatch(r"[a-z]+/[a-z0-9]+(-[a-z0-9]+)*", rule.id)
    assert rule.id.partition("/")[0] in FAMILIES
    assert re.fullmatch(r"\d+\.\d+\.\d+", rule.since)
    for text in (rule.summary, rule.why):
        assert text.endswith("."), text
        assert text[0].isupper() or text[0] in "`0123456789" or text.split()[0] in KEYS, text
    assert "\n" not in rule.summary
    assert len(rule.summary) <= 100


KEYS = {"allow", "naming.wire", "naming.reserved", "replaced_by", "severities", "userId"}
"""Keys of the format that a sentence may begin with."""


@each_rule
def test_a_finding_of_a_rule_is_one_sentence(rule: RuleText, tmp_path: Path) -> None:
    for finding in findings(tmp_path, rule.bad, rule.id):
        message = finding.message
        assert not message.endswith("."), message
        assert message[0] == "'" or message[0] == message[0].lower(), message
        assert message.isprintable()
        assert len(message) <= 300
        assert "please" not in message


def test_ids_are_unique() -> None:
    ids = [rule.id for rule in ALL]
    assert len(ids) == len(set(ids))


def test_the_table_lists_every_file_of_a_rule_and_each_file_holds_the_rule_it_is_named_for() -> None:
    files = {
        f"{path.parent.name}/{path.stem}".replace("_", "-")
        for path in ROOM.glob("*/*.py")
        if re.search(r"^RULE\b", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    }
    assert files == {rule.id for rule in (*RULES, *BREAKING_RULES)} | USAGE_IDS.keys()


def test_a_rule_imports_no_clock_no_file_and_no_environment() -> None:
    for path in ROOM.glob("*/*.py"):
        imported = {
            node.module if isinstance(node, ast.ImportFrom) else alias.name
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Import | ast.ImportFrom)
            for alias in node.names
        }
        assert not imported & {"os", "pathlib", "io", "time", "random", "socket", "subprocess"}, path
