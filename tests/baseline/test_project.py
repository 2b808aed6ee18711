"""The settings of a repository that uses a catalog, and how strictly it takes the rules."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.baseline.enforcement import Enforcement, ErrorFrom, Strictness, enforced
from catalog.baseline.project import Project, WrongProject, find_project, read_project, require_known
from catalog.findings import Finding, Severity

DAY = date(2026, 12, 1)
RULES = ("naming/two-casings", "pii/free-text", "pii/unclassified", "format/not-yaml")


def project(folder: Path, text: str) -> Project:
    (folder / "rollcall.toml").write_text(text)
    found = read_project(folder)
    assert found is not None
    return found


def test_everything_that_a_project_says_is_read(tmp_path: Path) -> None:
    found = project(
        tmp_path,
        'catalog = "git:origin/main"\nsource = "shop"\n'
        '[scan]\nsinks = ["track"]\n'
        "[gen]\nwhere = 'src'\n"
        '[enforce]\nnaming = "warn"\n"pii/free-text" = "off"\npii = {error_from = 2026-12-01}\n',
    )
    assert (found.catalog, found.source, found.folder) == ("git:origin/main", "shop", tmp_path)
    assert (dict(found.scan), dict(found.gen)) == ({"sinks": ["track"]}, {"where": "src"})
    assert found.enforce == {
        "naming": Strictness.WARN,
        "pii/free-text": Strictness.OFF,
        "pii": ErrorFrom(day=DAY),
    }


def test_dotted_keys_say_the_same(tmp_path: Path) -> None:
    found = project(tmp_path, 'enforce.naming = "error"\nenforce.pii = {error_from = 2026-12-01}\n')
    assert found.enforce == {"naming": Strictness.ERROR, "pii": ErrorFrom(day=DAY)}


def test_pyproject_is_read_where_it_names_us(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "x"\n[tool.rollcall]\ncatalog = "roll"\n')
    found = find_project(tmp_path)
    assert found is not None
    assert (found.file, found.catalog) == (tmp_path / "pyproject.toml", "roll")
    (tmp_path / "pyproject.toml").write_text("not = = toml")
    assert find_project(tmp_path) is None, "what does not name us is not ours to judge"


def test_the_nearest_settings_count_inside_a_checkout(tmp_path: Path) -> None:
    below = tmp_path / "a/b"
    below.mkdir(parents=True)
    (tmp_path / ".git").mkdir()
    (tmp_path / "rollcall.toml").write_text('source = "top"\n')
    top = find_project(below)
    assert top is not None
    assert top.source == "top"
    (tmp_path / "a/rollcall.toml").write_text('source = "middle"\n')
    middle = find_project(below)
    assert middle is not None
    assert middle.source == "middle"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('\n[enforce]\nnaming = "wran"\n', "rollcall.toml:3: 'naming' cannot be 'wran'; did you mean 'warn'"),
        ('[enforce]\nnaming = "maybe"\n', '\'naming\' cannot be \'maybe\'; write "off", "warn", "error" or'),
        ("[enforce]\nnaming = true\n", ":2: 'naming' says nothing that can be enforced; write \"off\""),
        ("[enforce]\nnaming = {error_form = 2026-12-01}\n", "'naming' says nothing that can be enforced"),
        ("[enforce.naming]\nerror_from = 2026-12-01\nmore = 1\n", ":1: 'naming' says nothing"),
        ('[enforce]\nnaming = {error_from = "2026-12-01"}\n', "has a day in quotes; write it without"),
        ("[enforce]\nnaming = {error_from = 2026-12-01T09:00:00}\n", "has a time, and a day is meant"),
        ("[enforce]\nnaming = {error_from = 2026-02-30}\n", "not TOML"),
        ('[enforce]\n"format/not-yaml" = "off"\n', "a file that cannot be read is an error everywhere"),
        ('[enforce]\nformat = "warn"\n', ":2: a file that cannot be read is an error everywhere"),
        ('enforce = "error"\n', ":1: 'enforce' is a table; write [enforce]"),
        ("source = 7\n", ":1: 'source' is text: the name under which this repository sends"),
        ('catalog = ""\n', ":1: 'catalog' is text"),
        ('scan = "src"\n', ":1: 'scan' is a table"),
        ("# x = 1\n\nenforced = {}\n", ":3: unknown key 'enforced'; did you mean 'enforce'"),
        ("[enforce]\nnaming = 'warn'\nnaming = 'off'\n", "rollcall.toml:3: not TOML"),
    ],
)
def test_what_means_nothing_is_told_with_its_line(text: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "rollcall.toml").write_text(text)
    with pytest.raises(WrongProject) as raised:
        read_project(tmp_path)
    assert said in str(raised.value)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("namign", "there is no rule and no family 'namign' to enforce; did you mean 'naming'"),
        ("pii/free-txt", "did you mean 'pii/free-text'"),
        ("whatever", "known families: naming, pii"),
    ],
)
def test_an_unknown_rule_is_told_with_the_nearest(name: str, said: str, tmp_path: Path) -> None:
    found = project(tmp_path, f'[enforce]\nnaming = "warn"\n"{name}" = "off"\n')
    with pytest.raises(WrongProject) as raised:
        require_known(found, RULES)
    assert (said in str(raised.value), raised.value.line) == (True, 3)
    require_known(project(tmp_path, '[enforce]\nnaming = "warn"\n"pii/free-text" = "off"\n'), RULES)


def finding(rule: str, severity: Severity = Severity.WARNING) -> Finding:
    return Finding(rule=rule, severity=severity, message="m", path="p", line=1, column=1)


@pytest.mark.parametrize(
    ("enforce", "rule", "before", "after"),
    [
        ({}, "pii/free-text", Severity.WARNING, Severity.WARNING),
        ({"pii": Strictness.ERROR}, "pii/free-text", Severity.WARNING, Severity.ERROR),
        ({"pii": Strictness.WARN}, "pii/free-text", Severity.ERROR, Severity.WARNING),
        ({"pii": Strictness.OFF}, "pii/free-text", Severity.ERROR, None),
        ({"pii": Strictness.OFF}, "piimento/x", Severity.ERROR, Severity.ERROR),
        (
            {"pii": Strictness.OFF, "pii/free-text": Strictness.ERROR},
            "pii/free-text",
            Severity.WARNING,
            Severity.ERROR,
        ),
        ({"pii": ErrorFrom(day=DAY)}, "pii/free-text", Severity.WARNING, Severity.ERROR),
        ({"pii": ErrorFrom(day=date(2026, 12, 2))}, "pii/free-text", Severity.ERROR, Severity.WARNING),
        ({"pii": ErrorFrom(day=date(2026, 11, 30))}, "pii/free-text", Severity.WARNING, Severity.ERROR),
        ({"format": Strictness.OFF}, "format/not-yaml", Severity.ERROR, Severity.ERROR),
    ],
    ids=[
        "unnamed",
        "raised",
        "lowered",
        "off",
        "another",
        "id first",
        "the day",
        "before",
        "after",
        "format",
    ],
)
def test_findings_are_taken_as_a_project_says(
    enforce: dict[str, Enforcement], rule: str, before: Severity, after: Severity | None
) -> None:
    found = enforced([finding(rule, before)], enforce, DAY)
    assert [one.severity for one in found] == ([] if after is None else [after])


@given(
    st.lists(st.builds(finding, st.sampled_from(RULES), st.sampled_from(Severity))),
    st.dictionaries(
        st.sampled_from([*RULES, "pii", "naming"]),
        st.sampled_from(Strictness) | st.builds(lambda day: ErrorFrom(day=day), st.dates()),
    ),
    st.dates(),
)
def test_nothing_but_severities_changes_and_twice_is_once(
    findings: list[Finding], enforce: dict[str, Enforcement], today: date
) -> None:
    once = enforced(findings, enforce, today)
    assert enforced(once, enforce, today) == once
    left = [one.rule for one in once]
    assert [one.rule for one in findings if one.rule in left] == left
