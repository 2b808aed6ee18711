"""`rollcall check --against`: the one command of a CI job, on real branches of real repositories."""

import json
import re
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree

import jsonschema
import pytest

from catalog.cli.render import FORMATS
from tests.baseline.repository import Checkout
from tests.cli.command import ROOT, Command, no_traceback

PAID = "events/invoice/paid.yaml"
PROOF = {"event": "invoice.paid", "properties": {"invoice_id": 1}}
"""What `broken` refuses."""
NOTE = (
    "{description: A note on it., type: string, maxLength: 80, data: user.content, "
    "destinations: [log], handling: {log: drop}}"
)


def edit(path: Path, *changes: tuple[str, str]) -> None:
    text = path.read_text(encoding="utf-8")
    for before, after in changes:
        assert before in text, before
        text = text.replace(before, after, 1)
    path.write_text(text, encoding="utf-8")


def append(path: Path, text: str) -> None:
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


@pytest.fixture
def checkout(rollcall: Command, starter: Path, tmp_path: Path) -> Checkout:
    """The starter catalog with one role, committed on main; the tests change the work tree."""
    append(
        starter / "catalog.yaml",
        "approvals:\n  privacy-officer: {users: [Ada], when: data-collection}\n",
    )
    made = Checkout(rollcall.folder, home=tmp_path / "home").init()
    made.commit("the catalog")
    return made


@pytest.fixture
def broken(checkout: Checkout) -> Checkout:
    """A work tree that refuses what was valid, and collects something new."""
    edit(
        checkout.folder / PAID,
        ("minimum: 1", "minimum: 100"),
        (
            "properties:\n",
            f"properties:\n  note: {NOTE}\n",
        ),
    )
    return checkout


def line_of(checkout: Checkout, text: str) -> int:
    lines = (checkout.folder / PAID).read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if text in line)


def test_a_branch_that_changes_nothing_is_clean(rollcall: Command, checkout: Checkout) -> None:
    ended = rollcall("check", "--against", "git:main")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out == (
        "nothing changed since git:main:events\n\n0 errors and 0 warnings in 2 events with 4 properties\n"
    )


def test_what_only_adds_is_told_and_passes(rollcall: Command, checkout: Checkout) -> None:
    append(checkout.folder / PAID, "readers: [{team: finance}]\n")
    ended = rollcall("check", "--against", "git:main")
    assert ended.code == 0
    assert "1 change since git:main:events: 1 of low risk" in ended.out


def test_a_break_stands_at_its_line_with_the_payload_that_proves_it(
    rollcall: Command, broken: Checkout
) -> None:
    ended = rollcall("check", "--against", "git:main")
    assert ended.code == 1
    line = line_of(broken, "minimum: 100")
    found = re.search(rf"^  {line}:\d+ +error +minimum of .*\n +refused now: (.+)$", ended.out, re.MULTILINE)
    assert found, ended.out
    (broken.folder / "proof.ndjson").write_text(found[1])
    assert rollcall("validate", "proof.ndjson").code == 1
    assert rollcall("validate", "proof.ndjson", "--catalog", "git:main").code == 0
    assert "privacy-officer must approve 2 changes (Ada)" in ended.out


@pytest.mark.parametrize("form", ["text", "json", "github", "sarif", "junit", "md"])
@pytest.mark.parametrize("pattern", ["(?=a)b", "^[A-Z]{2,4}([ab]|[bc])*a[ab]{12}$"])
def test_a_pattern_outside_the_subset_is_told_in_every_format(
    pattern: str, form: str, rollcall: Command, checkout: Checkout
) -> None:
    code = "  code: {{description: A code., type: string, pattern: '{}', maxLength: 60, data: none}}\n"
    paid = checkout.folder / PAID
    edit(paid, ("examples:", code.format("^[a-z]{2,9}$") + "examples:"))
    assert rollcall("release").code == 0
    edit(paid, ("^[a-z]{2,9}$", pattern))
    ended = rollcall("check", "--against", "events/release.json", "--format", form)
    assert (ended.code, ended.err) == (1, "")
    assert "typing/pattern-not-portable" in ended.out.replace("\\/", "/")
    assert "could not be decided" in ended.out
    assert rollcall("diff").code == 1


def test_annotations_stand_in_the_files_of_the_work_tree(rollcall: Command, broken: Checkout) -> None:
    ended = rollcall("check", "--against", "git:main", "--format", "github")
    assert ended.code == 1
    line = line_of(broken, "minimum: 100")
    assert re.search(
        rf"^::error file={PAID},line={line},col=\d+,title=breaking/constraint-tightened::minimum of ",
        ended.out,
        re.MULTILINE,
    )
    assert f"%0Arefused now: {json.dumps(PROOF, separators=(',', ':'))}\n" in ended.out
    assert re.search(rf"^::warning file={PAID},line={line_of(broken, 'note:')},", ended.out, re.MULTILINE), (
        ended.out
    )


def test_a_property_that_is_gone_is_annotated_at_its_event(rollcall: Command, checkout: Checkout) -> None:
    path = checkout.folder / PAID
    lines = path.read_text().splitlines(keepends=True)
    start = next(number for number, line in enumerate(lines) if line.startswith("  invoice_id:"))
    end = next(n for n in range(start + 1, len(lines)) if not lines[n].startswith("    "))
    path.write_text("".join(lines[:start] + lines[end:]).replace("invoice_id: 12, ", ""))
    ended = rollcall("check", "--against", "git:main", "--format", "github")
    assert ended.code == 1
    assert re.search(rf"^::error file={PAID},line=\d+,.*breaking/property-removed", ended.out, re.MULTILINE)


def test_the_json_document_says_what_changed_and_what_follows(rollcall: Command, broken: Checkout) -> None:
    ended = rollcall("check", "--against", "git:main", "--format", "json")
    document = json.loads(ended.out)
    assert document.keys() == {"findings", "summary", "against"}
    against = document["against"]
    assert against["old"] == "git:main:events"
    assert [change["kind"] for change in against["changes"]] == ["constraint-tightened", "property-added"]
    tightened, added = against["changes"]
    assert tightened["now"] == {"path": PAID, "line": line_of(broken, "minimum: 100"), "column": 5}
    assert tightened["was"]["path"] == f"git:main:{PAID}"
    assert (tightened["risk"], added["risk"]) == ("low", "high")
    assert added["reaches"]["destinations"] == ["log"]
    assert {one["role"] for one in against["approvals"]} == {"privacy-officer"}
    assert against["versions"] == [], "before the first release, no event has a version"
    rules = {finding["rule"] for finding in document["findings"]}
    assert rules == {"breaking/constraint-tightened", "breaking/data-added"}


def test_sarif_is_valid_under_its_schema_and_explains_the_rules(rollcall: Command, broken: Checkout) -> None:
    (broken.folder / "reviews.ndjson").write_text("")
    arguments = ("--against", "git:main", "--reviews", "reviews.ndjson", "--format", "sarif")
    document = json.loads(rollcall("check", *arguments).out)
    schema = json.loads((ROOT / "tests/cases/sarif/sarif-schema-2.1.0.json").read_text())
    validator = jsonschema.Draft4Validator(schema, format_checker=jsonschema.Draft4Validator.FORMAT_CHECKER)
    assert [error.message for error in validator.iter_errors(document)] == []
    run = document["runs"][0]
    rules = {rule["id"]: rule for rule in run["tool"]["driver"]["rules"]}
    assert rules.keys() == {
        "breaking/constraint-tightened",
        "breaking/data-added",
        "gate/missing-approval",
    }
    assert all(rule["shortDescription"]["text"] for rule in rules.values())
    uris = {
        result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in run["results"]
    }
    assert uris == {PAID}
    [proven] = [result for result in run["results"] if "properties" in result]
    assert proven["ruleId"] == "breaking/constraint-tightened"
    assert proven["properties"] == {"counterExample": PROOF, "counterExampleIs": "refused now"}


def test_junit_has_a_failure_for_each_error(rollcall: Command, broken: Checkout) -> None:
    ended = rollcall("check", "--against", "git:main", "--format", "junit")
    suite = ElementTree.fromstring(ended.out.encode()).find("testsuite")
    assert suite is not None
    failures = [failure.get("type") for failure in suite.findall("testcase/failure")]
    assert failures == ["breaking/constraint-tightened"]
    [text] = [failure.text or "" for failure in suite.findall("testcase/failure")]
    assert f"\nrefused now: {json.dumps(PROOF, separators=(',', ':'))}\n" in text


def test_a_comment_says_privacy_first_and_folds_the_payloads(rollcall: Command, broken: Checkout) -> None:
    out = rollcall("check", "--against", "git:main", "--format", "md").out
    headings = re.findall(r"^#+ (.+)$", out, re.MULTILINE)
    assert headings == [
        "Rollcall check failed",
        "Privacy",
        "Payloads",
        "Approvals",
        "2 changes since git:main:events",
    ]
    details = re.findall(r"<details><summary>(.*?)</summary>\n\n  ```json\n(.*?)  ```\n", out, re.DOTALL)
    assert [title for title, _ in details] == ["a payload that is refused now"]
    assert json.loads(details[0][1])["properties"]["invoice_id"] == 1
    rows = [line for line in out.splitlines() if line.startswith("| invoice.paid |")]
    assert ["| high |" in row for row in rows] == [True, False], "the highest risk stands first"


def test_nothing_of_a_catalog_acts_as_markup_in_a_comment(rollcall: Command, checkout: Checkout) -> None:
    edit(checkout.folder / PAID, ("description: ", 'description: "<img src=x> | `a` **b** "  #'))
    out = rollcall("check", "--against", "git:main", "--format", "md").out
    assert "<img" not in out.replace("\\<img", "")
    rows = [line for line in out.splitlines() if line.startswith("| invoice.paid |")]
    assert [len(re.findall(r"(?<!\\)\|", row)) for row in rows] == [5]


@pytest.mark.parametrize("form", FORMATS)
def test_a_kept_result_is_the_same_in_every_format(form: str, rollcall: Command, broken: Checkout) -> None:
    arguments = ("check", "--against", "git:main", "--format", form)
    cold = rollcall(*arguments)
    assert list(rollcall.cache.rglob("checked-*.msgpack"))
    warm = rollcall(*arguments)
    assert (warm.out, warm.err, warm.code) == (cold.out, cold.err, cold.code)
    assert rollcall(*arguments, "--no-cache").out == cold.out


def test_a_kept_result_belongs_to_both_catalogs_and_to_the_reviews(
    rollcall: Command, checkout: Checkout
) -> None:
    def asked(*more: str) -> tuple[int, str]:
        ended = rollcall("check", "--against", "git:main", *more)
        return ended.code, ended.out

    assert asked()[0] == 0
    edit(checkout.folder / PAID, ("minimum: 1", "minimum: 100"))
    assert asked()[0] == 1, "the newer catalog is another one"
    checkout.commit("on main itself")
    assert asked()[0] == 0, "the older catalog is another one"
    edit(checkout.folder / PAID, ("minimum: 100", "minimum: 0"))
    checkout.git("checkout", "-q", "-b", "topic")
    commit = checkout.commit("widened")
    reviews = checkout.folder / "reviews.ndjson"
    reviews.write_text("")
    assert asked("--reviews", "reviews.ndjson")[0] == 1, "nobody has approved"
    reviews.write_text(review("Ada", commit))
    assert asked("--reviews", "reviews.ndjson")[0] == 0, "the reviews are others"
    assert asked("--reviews", "reviews.ndjson", "--author", "ada")[0] == 1, "the author is another one"


def review(user: str, commit: str, state: str = "APPROVED", at: str = "2026-03-01T09:30:00Z") -> str:
    return json.dumps({"user": user, "state": state, "commit": commit, "at": at}) + "\n"


def test_places_are_as_seen_from_where_the_command_runs(
    rollcall: Command, broken: Checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    arguments = ("check", "--against", "git:main", "--format", "json")
    assert json.loads(rollcall(*arguments).out)["against"]["changes"][0]["now"]["path"] == PAID
    below = broken.folder / "docs"
    below.mkdir()
    monkeypatch.chdir(below)
    found = json.loads(rollcall(*arguments, "--catalog", "../events").out)
    assert found["against"]["changes"][0]["now"]["path"] == f"../{PAID}"
    assert {finding["path"] for finding in found["findings"]} == {f"../{PAID}"}


def test_a_missing_branch_is_told_with_the_command_that_brings_it(
    rollcall: Command, checkout: Checkout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    checkout.git("checkout", "-q", "-b", "topic")
    clone = checkout.clone(tmp_path / "clone", "--single-branch", "--branch", "topic")
    monkeypatch.chdir(clone.folder)
    ended = rollcall("check", "--against", "git:origin/main")
    assert (ended.code, ended.out) == (2, "")
    command = ended.err.partition("get it with: ")[2].strip()
    assert command.startswith("git fetch ")
    clone.git(*command.replace("'", "").split()[1:])
    assert rollcall("check", "--against", "git:origin/main").code == 0


def test_a_shallow_clone_is_told_how_deep_it_has_to_be(
    rollcall: Command, checkout: Checkout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    checkout.commit("one more")
    clone = checkout.clone(tmp_path / "clone", "--depth=1")
    monkeypatch.chdir(clone.folder)
    ended = rollcall("check", "--against", "git:HEAD~1")
    assert (ended.code, ended.out) == (2, "")
    assert "get it with: git fetch --deepen=1" in ended.err
    clone.git("fetch", "--deepen=1")
    assert rollcall("check", "--against", "git:HEAD~1").code == 0


@pytest.mark.parametrize("form", FORMATS)
def test_an_older_catalog_that_does_not_load_is_shown_and_nothing_is_judged_as_fine(
    form: str, rollcall: Command, checkout: Checkout
) -> None:
    path = checkout.folder / PAID
    edit(path, ("description:", "descripton:"))
    checkout.commit("broken")
    edit(path, ("descripton:", "description:"), ("minimum: 1", "minimum: 100"))
    ended = rollcall("check", "--against", "git:main", "--format", form)
    assert ended.code == 1
    assert "git:main:events/invoice/paid.yaml:1:1" in re.sub(r"\\|%3A", ":", ended.out).replace("::", ":")
    assert "unknown key 'descripton'" in ended.out.replace("&#39;", "'")
    assert "constraint-tightened" not in ended.out
    if form == "text":
        assert "not compared with git:main, which has 1 finding of the format" in ended.out


def test_a_newer_catalog_that_does_not_load_is_not_compared(rollcall: Command, broken: Checkout) -> None:
    edit(broken.folder / PAID, ("description:", "descripton:"))
    ended = rollcall("check", "--against", "git:main")
    assert ended.code == 1
    assert "unknown key 'descripton'" in ended.out
    assert "not compared with git:main, for files have errors of the format" in ended.out
    assert "breaking/" not in ended.out


def test_a_catalog_whose_folder_was_moved_is_compared_with_the_one_it_was(
    rollcall: Command, broken: Checkout
) -> None:
    broken.git("mv", "events", "product")
    (broken.folder / "rollcall.toml").write_text('catalog = "product"\n')
    for _ in range(2):
        ended = rollcall("check", "--against", "git:main")
        assert ended.code == 1
        assert "the catalog in 'product' is in 'events' at main" in ended.err
        assert "2 changes since git:main:events" in ended.out


def enforcing(checkout: Checkout, text: str, *, formerly: str) -> None:
    """What the project enforces on a branch that breaks something, and what it enforced on main."""
    project = checkout.folder / "rollcall.toml"
    project.write_text(formerly)
    checkout.commit("what is enforced")
    edit(checkout.folder / PAID, ("minimum: 1", "minimum: 100"))
    project.write_text(text)


WARNED = '[enforce]\nbreaking = "warn"\n'


def test_a_project_says_how_what_breaks_counts(rollcall: Command, checkout: Checkout) -> None:
    enforcing(checkout, WARNED, formerly=WARNED)
    ended = rollcall("check", "--against", "git:main")
    assert ended.code == 0
    assert "warning  minimum of" in ended.out


def test_a_project_says_from_which_day_on_what_breaks_counts(rollcall: Command, checkout: Checkout) -> None:
    tomorrow = datetime.now(UTC).date() + timedelta(days=1)
    dated = f'[enforce]\n"breaking/constraint-tightened" = {{error_from = {tomorrow}}}\n'
    enforcing(checkout, dated, formerly=dated)
    ended = rollcall("check", "--against", "git:main")
    assert ended.code == 0
    assert "warning  minimum of" in ended.out


@pytest.mark.parametrize("formerly", ["", "[enforce]\nnaming = 'warn'\n", "[enforce\n"])
def test_a_branch_does_not_switch_off_what_judges_it(
    formerly: str, rollcall: Command, checkout: Checkout
) -> None:
    enforcing(checkout, '[enforce]\nbreaking = "off"\n', formerly=formerly)
    for _ in ("judged", "kept"):
        ended = rollcall("check", "--against", "git:main")
        assert ended.code == 1
        assert "error    minimum of" in ended.out


def test_a_branch_may_take_breaks_more_seriously(rollcall: Command, checkout: Checkout) -> None:
    enforcing(checkout, '[enforce]\nbreaking = "error"\n', formerly=WARNED)
    assert rollcall("check", "--against", "git:main").code == 1


def test_what_a_project_switched_off_before_is_told_nowhere(rollcall: Command, checkout: Checkout) -> None:
    off = '[enforce]\nbreaking = "off"\n'
    enforcing(checkout, off, formerly=off)
    for form in ("text", "md"):
        ended = rollcall("check", "--against", "git:main", "--format", form)
        assert ended.code == 0
        assert "constraint-tightened" not in ended.out
        assert "refused now" not in ended.out


def test_a_project_does_not_switch_off_who_must_approve(rollcall: Command, broken: Checkout) -> None:
    (broken.folder / "rollcall.toml").write_text('[enforce]\ngate = "off"\n')
    (broken.folder / "reviews.ndjson").write_text("")
    ended = rollcall("check", "--against", "git:main", "--reviews", "reviews.ndjson")
    assert ended.code == 2
    assert "no rule and no family 'gate'" in ended.err


def test_an_allowance_admits_a_break_until_the_next_release(rollcall: Command, checkout: Checkout) -> None:
    assert rollcall("release").code == 0
    checkout.commit("release 1")
    edit(checkout.folder / PAID, ("minimum: 1", "minimum: 100"))
    assert rollcall("check", "--against", "events/release.json").code == 1
    append(checkout.folder / PAID, "allow: {breaking/constraint-tightened: nobody has sent a smaller one}\n")
    ended = rollcall("check", "--against", "events/release.json")
    assert (ended.code, "0 warnings" in ended.out) == (0, True)
    assert "invoice.paid 1.0.0 → 2.0.0 (constraint-tightened)" in ended.out, "it is a major all the same"
    checkout.commit("allowed")
    ended = rollcall("check", "--against", "git:main")
    assert "unused-allowance" not in ended.out, "the next release still needs it"
    assert rollcall("release").code == 0
    ended = rollcall("check", "--against", "events/release.json")
    assert ended.code == 0
    assert "'breaking/constraint-tightened' admits nothing since the last release" in ended.out


def test_versions_are_those_of_the_next_release_though_the_branch_began_later(
    rollcall: Command, checkout: Checkout
) -> None:
    assert rollcall("release").code == 0
    edit(checkout.folder / PAID, ("minimum: 1", "minimum: 100"))
    append(checkout.folder / PAID, "allow: {breaking/constraint-tightened: nobody has sent a smaller one}\n")
    checkout.commit("a major change is waiting for its release")
    append(checkout.folder / PAID, "readers: [{team: finance}]\n")
    against = json.loads(rollcall("check", "--against", "git:main", "--format", "json").out)["against"]
    assert [(one["event"], one["before"], one["after"]) for one in against["versions"]] == [
        ("invoice.paid", "1.0.0", "2.0.0")
    ]


@pytest.fixture
def thrice(rollcall: Command, checkout: Checkout) -> Checkout:
    """Three releases: a minimum of 1, of none, of 1 again, in a mode that looks at all of them."""
    append(checkout.folder / "events/catalog.yaml", "modes: {default: backward-transitive}\n")
    assert rollcall("release").code == 0
    checkout.commit("release 1")
    edit(checkout.folder / PAID, ("minimum: 1", "minimum: 0"))
    assert rollcall("release").code == 0
    checkout.commit("release 2")
    edit(checkout.folder / PAID, ("description: ", "description: Paid. "))
    assert rollcall("release").code == 0
    checkout.commit("release 3")
    return checkout


def test_a_transitive_mode_counts_every_release_in_history(rollcall: Command, thrice: Checkout) -> None:
    edit(thrice.folder / "events/catalog.yaml", ("backward-transitive", "backward"))
    path = thrice.folder / PAID
    edit(path, ("minimum: 0", "minimum: 0\n    maximum: 9007199254740991"))
    assert rollcall("release").code == 0, "a bound that every integer has"
    thrice.commit("release 4")
    edit(thrice.folder / "events/catalog.yaml", ("backward", "backward-transitive"))
    edit(path, ("minimum: 0", "minimum: 1"))
    for reference in ("events/release.json", "git:HEAD", "git:HEAD:events/release.json"):
        ended = rollcall("check", "--against", reference, "--no-cache")
        assert ended.code == 1, reference
        assert ended.out.count("breaking/constraint-tightened)") == 1, "a break is told once"


def test_what_only_an_earlier_release_took_breaks_in_a_transitive_mode(
    rollcall: Command, thrice: Checkout
) -> None:
    path = thrice.folder / PAID
    edit(path, ("minimum: 0", "minimum: 1"))
    append(path, "allow: {breaking/constraint-tightened: nobody sends none}\n")
    assert rollcall("release").code == 0
    thrice.commit("release 4")
    text = path.read_text()
    path.write_text(text[: text.index("allow:")])
    append(path, "readers: [{team: finance}]\n")
    ended = rollcall("check", "--against", "events/release.json")
    assert ended.code == 1
    assert "since release 3, minimum of property 'invoice_id' went from 0 to" in ended.out
    edit(thrice.folder / "events/catalog.yaml", ("backward-transitive", "backward"))
    assert rollcall("check", "--against", "events/release.json").code == 1, "the older catalog is transitive"
    thrice.commit("older releases are let go")
    assert rollcall("check", "--against", "git:HEAD").code == 0


def test_releases_are_found_in_the_history_of_a_folder_that_was_moved(
    rollcall: Command, thrice: Checkout
) -> None:
    thrice.git("mv", "events", "product")
    thrice.commit("moved")
    edit(thrice.folder / "product/invoice/paid.yaml", ("minimum: 0", "minimum: 1"))
    ended = rollcall("check", "--catalog", "product", "--against", "product/release.json")
    assert (ended.code, ended.err) == (1, "")
    assert "refused now: " in ended.out


def test_a_clone_without_the_releases_of_a_transitive_mode_says_how_to_get_them(
    rollcall: Command, thrice: Checkout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clone = thrice.clone(tmp_path / "clone", "--depth=1")
    monkeypatch.chdir(clone.folder)
    ended = rollcall("check", "--against", "events/release.json")
    assert (ended.code, ended.out) == (2, "")
    assert "get its history with: git fetch --unshallow" in ended.err
    clone.git("fetch", "--unshallow")
    assert rollcall("check", "--against", "events/release.json").code == 0


def test_releases_that_no_commit_has_are_missed_by_name(
    rollcall: Command, thrice: Checkout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(thrice.folder / "events", tmp_path / "loose/events")
    previous = json.loads((tmp_path / "loose/events/release.json").read_text())["previous"]
    monkeypatch.chdir(tmp_path / "loose")
    ended = rollcall("check", "--against", "events/release.json")
    assert ended.code == 2
    assert f"the release before it, digest {previous}, cannot be found" in ended.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--reviews", "r"), "--reviews and --author need --against"),
        (("--author", "ada"), "--reviews and --author need --against"),
        (("--against", "git:main", "--reviews", "missing"), "missing: no such file or directory"),
        (("--against", "nowhere"), "nowhere"),
        (("--against", "events/invoice/paid.yaml"), "this is neither"),
        (("--against", "git:main", "--catalog", "git:main"), "compares a catalog's folder"),
        (("--against", ""), "a reference is empty"),
    ],
    ids=["reviews alone", "author alone", "no file", "no folder", "a file", "no work tree", "empty"],
)
def test_what_cannot_be_meant_ends_with_two(
    arguments: tuple[str, ...], said: str, rollcall: Command, checkout: Checkout
) -> None:
    ended = rollcall("check", *arguments)
    assert (ended.code, ended.out) == (2, "")
    assert said in ended.err
    assert no_traceback(ended)


def test_a_release_that_was_tampered_with_is_no_baseline(rollcall: Command, checkout: Checkout) -> None:
    assert rollcall("release").code == 0
    path = checkout.folder / "events/release.json"
    path.write_text(path.read_text().replace("A customer", "A person", 1).replace('"number":1', '"number":2'))
    ended = rollcall("check", "--against", "events/release.json")
    assert ended.code == 2
    assert "release.json" in ended.err


def test_while_a_catalog_is_being_adopted_only_what_a_branch_adds_fails(
    rollcall: Command, checkout: Checkout
) -> None:
    edit(checkout.folder / "events/catalog.yaml", ("format: 1\n", "format: 1\nprofile: adopt\n"))
    edit(checkout.folder / PAID, ("owner: billing\n", ""))
    checkout.commit("what is there")
    ended = rollcall("check")
    assert (ended.code, "warning" in ended.out) == (0, True)
    assert rollcall("check", "--against", "git:main").code == 0
    text = (checkout.folder / PAID).read_text()
    (checkout.folder / "events/invoice/sent.yaml").write_text(text)
    assert rollcall("check").code == 0
    ended = rollcall("check", "--against", "git:main")
    assert ended.code == 1
    at_fault = ended.out.partition("error")[0].splitlines()[-2]
    assert at_fault == "events/invoice/sent.yaml"


def test_what_was_wrong_with_an_event_moves_with_its_name(rollcall: Command, checkout: Checkout) -> None:
    edit(checkout.folder / "events/catalog.yaml", ("format: 1\n", "format: 1\nprofile: adopt\n"))
    edit(checkout.folder / PAID, ("owner: billing\n", ""))
    checkout.commit("what is there")
    (checkout.folder / PAID).rename(checkout.folder / "events/invoice/settled.yaml")
    append(checkout.folder / "events/invoice/settled.yaml", "aliases: [{name: invoice.paid}]\n")
    ended = rollcall("check", "--against", "git:main")
    assert "ownership/no-owner" in ended.out
    assert not [line for line in ended.out.splitlines() if " error " in line and "no-owner" in line]


def test_what_grows_is_new_while_a_catalog_is_being_adopted(rollcall: Command, checkout: Checkout) -> None:
    edit(checkout.folder / "events/catalog.yaml", ("format: 1\n", "format: 1\nprofile: adopt\n"))
    email = "{description: Who., type: string, maxLength: 254, data: user.contact.email, destinations: [log]}"
    edit(
        checkout.folder / PAID,
        ("destinations: [log]", "destinations: [log, warehouse]"),
        ("properties:\n", f"properties:\n  who: {email}\n"),
    )
    checkout.commit("what is there")
    assert rollcall("check", "--against", "git:main").code == 0
    edit(checkout.folder / PAID, (", destinations: [log]}", ", destinations: [log, warehouse]}"))
    ended = rollcall("check", "--against", "git:main")
    assert ended.code == 1
    assert "error    'who' goes where it may not: 'log' and 'warehouse'" in ended.out
