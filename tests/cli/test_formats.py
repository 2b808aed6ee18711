"""A check's report in every format."""

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.cli.render import FORMATS, renderer
from catalog.cli.report import Report, found_from, seen_from_here, seen_from_repository
from catalog.cli.terminal import Paper, json_printable
from catalog.findings import Finding, Severity
from tests.cli.command import ROOT, Command

PIPE = Paper(is_terminal=False, in_colour=False, width=120)
TERMINAL = Paper(is_terminal=True, in_colour=False, width=80)
COLOURED = Paper(is_terminal=True, in_colour=True, width=80)

NASTY = (
    'a "quoted" <tag> & 100% | `code`, \\ colon: comma, \x1b[31mred\x07 '
    "\r\n::error::x \u202e \ufffe \udce9 ]]> é"
)
"""What a name in a catalog may hold: every character that some format gives a meaning."""


def finding(**more: object) -> Finding:
    stated: dict[str, object] = {
        "rule": "pii/free-text",
        "severity": Severity.ERROR,
        "message": "what is wrong; what would be right",
        "path": "order/placed.yaml",
        "line": 3,
        "column": 5,
        "event": "order.placed",
        "property": "note",
        **more,
    }
    return Finding(**stated)  # type: ignore[arg-type]  # a factory for tests


def report(*findings: Finding) -> Report:
    return Report(findings=findings, events=12, properties=3456)


def rendered(form: str, shown: Report, paper: Paper = PIPE) -> str:
    return "".join(renderer(form)(shown, paper))


NASTY_REPORT = report(
    finding(message=NASTY, path=f"order/{NASTY}.yaml", event=f"order.{NASTY}", property=NASTY),
    finding(message=NASTY, severity=Severity.WARNING, rule="typing/two-types", event=None, property=None),
)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("shown", [report(), report(finding()), NASTY_REPORT], ids=["clean", "one", "nasty"])
def test_no_format_lets_a_control_character_through(form: str, shown: Report) -> None:
    for paper in (PIPE, TERMINAL):
        text = rendered(form, shown, paper)
        text.encode("utf-8", "backslashreplace" if form == "json" else "strict")
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", text)
        assert text.endswith("\n")
        if form in ("text", "md", "github"):
            assert "\u202e" not in text


def test_json_is_the_documented_shape() -> None:
    assert json.loads(rendered("json", report(finding()))) == {
        "findings": [
            {
                "rule": "pii/free-text",
                "severity": "error",
                "message": "what is wrong; what would be right",
                "path": "order/placed.yaml",
                "line": 3,
                "column": 5,
                "event": "order.placed",
                "property": "note",
                "url": "https://rollcall-catalog.readthedocs.io/en/latest/reference/rules/pii/#free-text",
            }
        ],
        "summary": {"errors": 1, "warnings": 0, "events": 12, "properties": 3456},
    }


def test_json_keeps_names_as_they_are() -> None:
    assert json.loads(rendered("json", NASTY_REPORT))["findings"][0]["property"] == NASTY


@pytest.mark.parametrize("shown", [report(), report(finding()), NASTY_REPORT], ids=["clean", "one", "nasty"])
def test_sarif_is_valid_under_its_schema(shown: Report) -> None:
    schema = json.loads((ROOT / "tests/cases/sarif/sarif-schema-2.1.0.json").read_text())
    document = json.loads(rendered("sarif", shown))
    validator = jsonschema.Draft4Validator(schema, format_checker=jsonschema.Draft4Validator.FORMAT_CHECKER)
    assert [error.message for error in validator.iter_errors(document)] == []
    assert len(document["runs"][0]["results"]) == len(shown.findings)


def test_sarif_explains_the_rules_that_found_something() -> None:
    run = json.loads(rendered("sarif", NASTY_REPORT))["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["pii/free-text", "typing/two-types"]
    assert all(rule["shortDescription"]["text"] and rule["helpUri"].startswith("https://") for rule in rules)
    assert [result["ruleIndex"] for result in run["results"]] == [0, 1]
    assert run["columnKind"] == "unicodeCodePoints"


def test_sarif_knows_a_finding_again_after_lines_have_moved() -> None:
    def fingerprint(shown: Finding) -> object:
        return json.loads(rendered("sarif", report(shown)))["runs"][0]["results"][0]["partialFingerprints"]

    assert fingerprint(finding()) == fingerprint(finding(line=30, column=1))
    assert fingerprint(finding()) != fingerprint(finding(property="other"))


def test_sarif_paths_are_uris() -> None:
    shown = report(finding(path="a b/ü#?%.yaml"))
    location = json.loads(rendered("sarif", shown))["runs"][0]["results"][0]["locations"][0]
    assert location["physicalLocation"]["artifactLocation"]["uri"] == "a%20b/%C3%BC%23%3F%25.yaml"


@pytest.mark.parametrize("shown", [report(), report(finding()), NASTY_REPORT], ids=["clean", "one", "nasty"])
def test_junit_is_well_formed_and_counts(shown: Report) -> None:
    suite = ElementTree.fromstring(rendered("junit", shown).encode()).find("testsuite")
    assert suite is not None
    assert suite.get("tests") == str(len(suite.findall("testcase"))) == str(len(shown.findings) + 1)
    assert suite.get("failures") == str(len(suite.findall("testcase/failure"))) == str(shown.errors)


def test_junit_shows_what_xml_cannot_hold_as_escapes() -> None:
    suite = ElementTree.fromstring(rendered("junit", NASTY_REPORT).encode())
    failure = suite.find(".//failure")
    assert failure is not None
    assert failure.get("message", "").startswith(
        'a "quoted" <tag> & 100% | `code`, \\ colon: comma, \\x1b[31mred\\x07 '
    )


def test_github_gets_one_command_per_finding() -> None:
    lines = rendered(
        "github", report(finding(path="a,b:c%.yaml"), finding(severity=Severity.WARNING))
    ).splitlines()
    assert lines[0] == (
        "::error file=a%2Cb%3Ac%25.yaml,line=3,col=5,title=pii/free-text::what is wrong; what would be right "
        "(https://rollcall-catalog.readthedocs.io/en/latest/reference/rules/pii/#free-text)"
    )
    assert lines[1].startswith("::warning file=order/placed.yaml,line=3,col=5,")
    assert lines[2] == "1 error and 1 warning in 12 events with 3,456 properties"


def test_github_never_starts_a_second_command() -> None:
    lines = rendered("github", NASTY_REPORT).split("\n")
    assert sum(line.startswith("::") for line in lines) == 2
    assert len(lines) == 4


def test_markdown_keeps_its_table() -> None:
    text = rendered("md", NASTY_REPORT)
    rows = [line for line in text.splitlines() if line.startswith("|")]
    assert [len(re.findall(r"(?<!\\)\|", row)) for row in rows] == [5, 5, 5, 5]
    assert "<tag>" not in text.replace("\\<tag\\>", "")
    assert text.startswith("## Rollcall check failed\n\n1 error and 1 warning in 12 events")
    assert rendered("md", report()).startswith("## Rollcall check passed\n")


def test_text_is_grouped_by_file() -> None:
    shown = report(finding(), finding(line=40, severity=Severity.WARNING), finding(path="z/z.yaml"))
    assert rendered("text", shown) == (
        "order/placed.yaml\n"
        "  3:5     error    what is wrong; what would be right (pii/free-text)\n"
        "  40:5    warning  what is wrong; what would be right (pii/free-text)\n"
        "\n"
        "z/z.yaml\n"
        "  3:5     error    what is wrong; what would be right (pii/free-text)\n"
        "\n"
        "2 errors and 1 warning in 12 events with 3,456 properties\n"
    )


def test_many_findings_are_counted_by_rule() -> None:
    text = rendered("text", report(*[finding()] * 1_200, finding(rule="typing/two-types")))
    assert "by rule\n   1,200  error    pii/free-text\n       1  error    typing/two-types\n" in text
    assert "by rule" not in rendered("text", report(*[finding()] * 30))


def test_the_count_by_rule_is_short_however_many_rules_found_something() -> None:
    found = [finding(rule=f"typing/rule-{number:02}") for number in range(40)]
    text = rendered("text", report(finding(), finding(), *found))
    counts = text[text.index("by rule") :].splitlines()
    assert counts[1:3] == ["       2  error    pii/free-text", "       1  error    typing/rule-00"]
    assert counts[9] == "      33  from 33 other rules"


def test_the_count_by_rule_names_the_last_rule_where_a_line_about_it_would_stand() -> None:
    found = [finding(rule=f"typing/rule-{number:02}") for number in range(9)]
    counts = rendered("text", report(*found * 10)).split("by rule\n")[1].splitlines()
    assert counts[8] == "      10  error    typing/rule-08"
    assert "other rule" not in "".join(counts)


def test_files_that_only_the_format_was_judged_of_are_counted(rollcall: Command, faulty: Path) -> None:
    placed = faulty / "order" / "placed.yaml"
    placed.write_text(placed.read_text() + "onwer: x\nstatsu: y\n")
    said = "1 file was judged only in part by the other rules; mend its format first"
    counts = "3 errors and 2 warnings in 2 events with 4 properties"
    assert rollcall("check").out.endswith(f"\n{said}\n{counts}\n")
    assert rollcall("check").out.endswith(f"\n{said}\n{counts}\n"), "kept results say it too"
    assert f"\n{said}.\n" in rollcall("check", "--format", "md").out
    assert set(json.loads(rollcall("check", "--format", "json").out)) == {"findings", "summary"}
    (faulty / "catalog.yaml").write_text("format: 1\n")
    blind = "rules that need catalog.yaml did not run"
    settings = "1 file was not judged by the other rules; mend its format first"
    assert f"\n{settings}; {said}; {blind}\n" in rollcall("check").out
    (faulty / "catalog.yaml").unlink()
    assert f"\n{said}; {blind}\n" in rollcall("check").out


def test_a_file_in_the_wrong_place_is_not_counted_as_unjudged(rollcall: Command, starter: Path) -> None:
    (starter / "readme.yaml").write_text("a: 1\n")
    assert rollcall("check").out.endswith("\n1 error and 0 warnings in 2 events with 4 properties\n")


UNSEEN = [*map(chr, [0x7F, 0x80, 0x85, 0x9B, 0x9F, 0x200B, 0x2028, 0x202E, 0x2066, 0xFEFF, 0xD800, 0xE0041])]


@pytest.mark.parametrize("form", ["json", "sarif"])
def test_a_document_spells_out_what_acts_on_a_terminal_and_means_the_same(form: str) -> None:
    message = "a" + "b".join(UNSEEN) + "é漢😀"
    written = rendered(form, report(finding(message=message)))
    assert not set(UNSEEN) & set(written)
    assert "é漢😀" in written
    if form == "json":
        assert json.loads(written)["findings"][0]["message"] == message


@given(st.text() | st.text(st.sampled_from([*UNSEEN, "a", '"', "\\", "\n", "\t", "\x1b"])))
def test_a_json_document_with_escapes_is_the_same_document(text: str) -> None:
    written = json_printable(json.dumps({text: [text]}, ensure_ascii=False, indent=1))
    assert json.loads(written) == {text: [text]}
    assert all(character.isprintable() or character == "\n" for character in written)


@pytest.mark.parametrize("member", ["caf\\u009b31m", "right\\u202eleft", "\\x7f"])
def test_a_value_of_the_catalog_cannot_steer_a_terminal_through_a_verdict_or_a_contract(
    member: str, rollcall: Command, starter: Path
) -> None:
    (starter / "invoice" / "paid.yaml").write_text(
        f'destinations: [log]\nproperties:\n  state: {{type: string, enum: ["{member}"], data: none}}\n'
    )
    payload = '{"event": "invoice.paid", "properties": {"state": "x"}}'
    (rollcall.folder / "in").write_text(payload)
    meant = json.loads(f'"{member}"'.replace("\\x7f", "\\u007f"))
    for form in ("json", "ndjson"):
        out = rollcall("validate", "in", "--format", form).out
        assert all(character.isprintable() or character == "\n" for character in out)
        verdict = json.loads(out) if form == "ndjson" else json.loads(out)["verdicts"][0]
        assert verdict["problems"][0]["context"]["allowed"] == [meant]
    out = rollcall("export", "json-schema", "invoice.paid").out
    assert all(character.isprintable() or character == "\n" for character in out)
    assert json.loads(out)["properties"]["state"]["enum"] == [meant]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A file whose lines are hard to point at."""
    path = tmp_path / "source.yaml"
    path.write_text(
        "properties:\n"
        "    total_cents: {type: integer}\n"
        "    größe: 漢字 total: 1\n"
        f"    {'x' * 200} here\n"
        "    esc\x1b[31m: 1\n"
        "\n"
        "      - card payment: 1\n"
        "      - user.content # why\n"
        "     a: ['it''s, so', -2.5, b c]\n"
        "    b: {open: [\n"
    )
    return path


@pytest.mark.parametrize(
    ("line", "column", "excerpt", "marks"),
    [
        (2, 5, "total_cents: {type: integer}", "^^^^^^^^^^^"),
        (2, 18, "total_cents: {type: integer}", "             ^^^^^^^^^^^^^^^"),
        (3, 15, "größe: 漢字 total: 1", "            ^^^^^"),
        (5, 5, "esc\\x1b[31m: 1", "^^^^^^^^^^^"),
        (7, 9, "- card payment: 1", "  ^^^^^^^^^^^^"),
        (8, 9, "- user.content # why", "  ^^^^^^^^^^^^"),
        (9, 10, "a: ['it''s, so', -2.5, b c]", "    ^^^^^^^^^^^"),
        (9, 23, "a: ['it''s, so', -2.5, b c]", "                 ^^^^"),
        (9, 29, "a: ['it''s, so', -2.5, b c]", "                       ^^^"),
        (10, 8, "b: {open: [", "   ^"),
    ],
    ids=[
        "key",
        "bracket",
        "wide characters",
        "control characters",
        "key of two words",
        "value before a comment",
        "quotes",
        "number",
        "last of a list",
        "bracket that another line closes",
    ],
)
def test_on_a_terminal_the_source_line_has_a_mark(
    line: int, column: int, excerpt: str, marks: str, source: Path
) -> None:
    text = rendered("text", report(finding(path=str(source), line=line, column=column)), TERMINAL)
    shown = [row[19:] for row in text.splitlines() if row.startswith(" " * 19)]
    assert shown[-2:] == [excerpt, marks]


def test_a_long_source_line_is_cut_around_the_place(source: Path) -> None:
    text = rendered("text", report(finding(path=str(source), line=4, column=206)), TERMINAL)
    excerpt, marks = text.splitlines()[2:4]
    assert len(excerpt) <= 80
    assert excerpt[marks.index("^") : marks.index("^") + 4] == "here"
    assert marks.strip() == "^^^^"


@pytest.mark.parametrize(("line", "column"), [(6, 1), (99, 1), (2, 400), (0, 0)])
def test_a_place_that_is_not_there_has_no_excerpt(line: int, column: int, source: Path) -> None:
    text = rendered("text", report(finding(path=str(source), line=line, column=column)), TERMINAL)
    assert "^" not in text


def test_on_a_terminal_lines_keep_to_its_width(source: Path) -> None:
    shown = report(finding(path=str(source), message="some words " * 40, line=2))
    assert max(map(len, rendered("text", shown, TERMINAL).splitlines()[1:])) <= 80


def test_colour_changes_nothing_but_colour(source: Path) -> None:
    shown = report(finding(path=str(source)), finding(path=str(source), severity=Severity.WARNING))
    coloured = rendered("text", shown, COLOURED)
    assert coloured != rendered("text", shown, TERMINAL)
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == rendered("text", shown, TERMINAL)


def test_a_clean_catalog_is_told_in_one_line() -> None:
    assert rendered("text", report()) == "0 errors and 0 warnings in 12 events with 3,456 properties\n"


@pytest.mark.parametrize(
    ("catalog", "folder"),
    [
        ("events", "events"),
        ("./events/", "events"),
        ("{here}/events", "events"),
        ("../elsewhere", "../elsewhere"),
        ("/elsewhere", "/elsewhere"),
        (".", "."),
    ],
)
def test_people_get_paths_that_they_can_open(catalog: str, folder: str, tmp_path: Path) -> None:
    assert seen_from_here(Path(catalog.format(here=tmp_path)), tmp_path) == folder


def test_services_get_paths_from_the_top_of_the_repository(tmp_path: Path) -> None:
    events = tmp_path / "workspace" / "repository" / "product" / "events"
    events.mkdir(parents=True)
    (tmp_path / "workspace" / "repository" / ".git").mkdir()
    product = events.parent
    assert seen_from_repository(Path("events"), product, None) == "product/events"
    workspace = str(tmp_path / "workspace")
    assert seen_from_repository(Path("events"), product, workspace) == "repository/product/events"
    assert seen_from_repository(Path("events"), product, "/elsewhere") == "product/events"
    (tmp_path / "loose" / "events").mkdir(parents=True)
    assert seen_from_repository(Path("events"), tmp_path / "loose", None) == "events"
    assert (
        found_from(report(finding()), "product/events").findings[0].path == "product/events/order/placed.yaml"
    )
    assert found_from(report(finding()), ".").findings[0].path == "order/placed.yaml"


def test_annotations_land_on_files(rollcall: Command, faulty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (rollcall.folder / ".git").mkdir()
    (rollcall.folder / "src").mkdir()
    monkeypatch.chdir(rollcall.folder / "src")
    said = rollcall("check", "--catalog", "../events", "--format", "github").out
    files = re.findall(r"file=([^,]+),", said)
    assert files
    assert all((rollcall.folder / name).is_file() for name in files)


def test_paths_in_json_can_be_opened_from_here(rollcall: Command, faulty: Path) -> None:
    found = json.loads(rollcall("check", "--format", "json").out)
    assert found["summary"] == {"errors": 1, "warnings": 2, "events": 3, "properties": 5}
    assert {entry["path"] for entry in found["findings"]} == {"events/order/placed.yaml"}
    assert (rollcall.folder / found["findings"][0]["path"]).is_file()


def test_warnings_alone_end_with_0(rollcall: Command, faulty: Path) -> None:
    placed = faulty / "order" / "placed.yaml"
    assert rollcall("check").code == 1
    placed.write_text(placed.read_text().replace("owner: shop", "owner: billing"))
    ended = rollcall("check")
    assert ended.code == 0
    assert ended.out.endswith("0 errors and 2 warnings in 3 events with 5 properties\n")
