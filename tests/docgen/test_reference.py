"""The reference pages: as the tables give them, in the navigation, at the addresses that reports carry."""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from string import Formatter

import pytest
import yaml
from mkdocs.config import load_config
from mkdocs.structure.files import get_files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink

from catalog.docgen import reference_pages, write_pages
from catalog.docgen.__main__ import main
from catalog.docgen.problems import outcome_of
from catalog.findings import Finding, RuleText, Severity
from catalog.findings.finding import RULES_URL
from catalog.loading import load
from catalog.model.category import SHIPPED
from catalog.rules import Rule, Scope
from catalog.rules.breaking.rule import BreakingRule
from catalog.rules.explain import rule_texts
from catalog.rules.usage.ids import USAGE_IDS
from catalog.validation.problems import KINDS
from catalog.validation.validator import Validator
from tests.docs.pages import blocks_of

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs" / "reference"
SITE = RULES_URL.removesuffix("reference/rules/")
RULES = [rule for rules in rule_texts().values() for rule in rules]
PAGES = reference_pages()

each_page = pytest.mark.parametrize("path", PAGES)
each_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)


@cache
def addresses(path: str) -> frozenset[str]:
    """Every address with an anchor that mkdocs gives to the headings of a committed page."""
    config = load_config(str(ROOT / "mkdocs.yml"))
    files = get_files(config)
    file = files.get_file_from_path(f"reference/{path}")
    assert file is not None
    page = Page(None, file, config)
    page.read_source(config)
    page.render(config, files)
    return frozenset(f"{SITE}{file.url}#{anchor}" for anchor in anchors(page.toc))


def anchors(links: Iterable[AnchorLink]) -> list[str]:
    return [anchor for link in links for anchor in (link.id, *anchors(link.children))]


def section(path: str, heading: str) -> str:
    """What stands under a heading, up to the next one of any level."""
    found = re.search(rf"^##+ {re.escape(heading)}\n(.*?)(?=^##+ |\Z)", PAGES[path], re.MULTILINE | re.DOTALL)
    assert found, f"{path} has no heading '{heading}'"
    return found[1]


@each_page
def test_a_committed_page_is_what_the_tables_give(path: str) -> None:
    committed = FOLDER / path
    assert committed.exists(), f"docs/reference/{path} is missing; write it with: make reference"
    assert committed.read_text(encoding="utf-8") == PAGES[path], (
        f"docs/reference/{path} is not what the tables in the code give; write it with: make reference"
    )


def test_no_page_is_left_of_a_family_that_is_gone() -> None:
    kept = {f"rules/{page.name}" for page in (FOLDER / "rules").iterdir()}
    assert kept == {path for path in PAGES if path.startswith("rules/")}


@each_page
def test_a_page_is_in_the_navigation(path: str) -> None:
    assert f"reference/{path}" in re.findall(r"[\w/-]+\.md", yaml.safe_dump(navigation()))


def navigation() -> object:
    return yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))["nav"]


@each_rule
def test_the_address_of_a_finding_leads_to_its_rule(rule: RuleText) -> None:
    finding = Finding(rule=rule.id, severity=rule.severity, message="", path="", line=1, column=1)
    family = rule.id.partition("/")[0]
    assert finding.url in addresses(f"rules/{family}.md")


@pytest.mark.parametrize("code", KINDS)
def test_the_address_of_a_problem_leads_to_its_code(code: str) -> None:
    assert KINDS[code].url in addresses("problems.md")


def test_an_address_without_a_heading_is_noticed() -> None:
    assert f"{RULES_URL}pii/#unclassified" in addresses("rules/pii.md")
    assert f"{RULES_URL}pii/#no-such-rule" not in addresses("rules/pii.md")


@each_rule
def test_a_rule_shows_both_examples_and_what_is_said_about_the_wrong_one(rule: RuleText) -> None:
    family, _, defect = rule.id.partition("/")
    text = section(f"rules/{family}.md", defect)
    before, _, rest = text.partition("**Wrong**")
    wrong, _, right = rest.partition("**Right**")
    parts = [(wrong, rule.bad), (right, rule.good)]
    if isinstance(rule, BreakingRule):
        parts.append((before, rule.before))
    for part, files in parts:
        shown = {block.title: block.body for block in blocks_of(part) if block.title}
        written = {path: file for path, file in files.items() if file}
        assert shown.keys() == written.keys()
        for path, file in written.items():
            assert shown[path] == file.replace("\0", "\\x00")
    said = [line for line in wrong.splitlines() if line.startswith("> ")]
    assert said
    assert all(re.match(r"> `[\w/.-]+:\d+:\d+` \S", line) for line in said)


@each_rule
def test_a_rule_says_how_it_is_allowed(rule: RuleText) -> None:
    family, _, defect = rule.id.partition("/")
    _, _, said = section(f"rules/{family}.md", defect).partition("**To allow it:** ")
    can_be_excused = isinstance(rule, BreakingRule) or (
        isinstance(rule, Rule) and rule.scope is not Scope.CATALOG
    )
    can_be_excused = can_be_excused or USAGE_IDS.get(rule.id, False)
    assert (f'allow: {{{rule.id}: "the reason"}}' in said) == can_be_excused
    assert said.strip()


@pytest.mark.parametrize("code", KINDS)
def test_a_problem_shows_its_sentence_with_readable_placeholders(code: str) -> None:
    said = section("problems.md", code)
    assert "{" not in said
    for _, name, _, _ in Formatter().parse(KINDS[code].sentence):
        assert name is None or f"*{name}*" in said


def test_every_member_of_a_context_is_explained_and_no_other() -> None:
    listed = re.findall(r"^\| `(\w+)` \|", section("problems.md", "What the context holds"), re.MULTILINE)
    used = {name for kind in KINDS.values() for _, name, _, _ in Formatter().parse(kind.sentence) if name}
    assert set(listed) == used
    assert len(listed) == len(used)


def test_every_code_stands_under_one_outcome() -> None:
    headings = re.findall(r"^### (\S+)$", PAGES["problems.md"], re.MULTILINE)
    assert sorted(headings) == sorted(KINDS)


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"[]",
        b'{"event": "timer.started"}',
        b'{"event": "no.such", "properties": {}}',
        b'{"event": "timer.started", "properties": {"no_such_name": 1}}',
    ],
)
def test_the_outcome_that_a_problem_is_listed_under_is_the_one_it_gets(payload: bytes) -> None:
    verdict = Validator(load(ROOT / "events").snapshot).validate(payload)
    first = verdict.problems[0]
    assert first.severity is Severity.ERROR
    assert outcome_of(KINDS[first.code]) is verdict.outcome


def test_an_event_that_did_not_load_is_listed_under_the_outcome_that_it_gets(tmp_path: Path) -> None:
    (tmp_path / "timer").mkdir()
    (tmp_path / "timer" / "stopped.yaml").write_text("descripton: A timer is stopped.\n", encoding="utf-8")
    validator = Validator(load(tmp_path).snapshot)
    verdict = validator.validate(b'{"event": "timer.stopped", "properties": {}}')
    assert [problem.code for problem in verdict.problems] == ["event-not-loaded"]
    assert outcome_of(KINDS["event-not-loaded"]) is verdict.outcome


def test_every_shipped_category_is_listed() -> None:
    listed = re.findall(r"^\| `([a-z_.]+)` \| \w+", PAGES["categories.md"], re.MULTILINE)
    assert set(SHIPPED) <= set(listed)


def test_pages_are_written_once_and_named_when_they_change(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path)]) == 0
    assert len(capsys.readouterr().out.splitlines()) == len(PAGES)
    (tmp_path / "problems.md").write_text("by hand\n", encoding="utf-8")
    assert write_pages(tmp_path) == ("problems.md",)
    assert write_pages(tmp_path) == ()


def test_the_folder_must_be_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert capsys.readouterr().err == "usage: python -m catalog.docgen FOLDER\n"
