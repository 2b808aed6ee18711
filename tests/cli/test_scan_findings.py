"""`rollcall scan`: findings in every format, those that a commit did not have, and frozen ones."""

import json
import os
import subprocess
from pathlib import Path
from typing import Final
from xml.etree import ElementTree

import pytest

from tests.cli.command import Command, Ended

EVENTS: Final = {
    "catalog.yaml": "format: 1\nproduct: example\ndestinations: {log: {description: The log.}}\n",
    "order/completed.yaml": "description: A customer has paid.\ndestinations: [log]\n",
    "order/refunded.yaml": "description: A customer was paid back.\ndestinations: [log]\n",
}
BEFORE: Final = """\
from telemetry import log_event

log_event("old.name")
log_event("order.completed")
log_event("order.refunded")
"""
AFTER: Final = """\
from telemetry import log_event


log_event("order.completed")
log_event("old.name")
log_event("order.refunded")
log_event("new.name")
"""


@pytest.fixture
def shop(rollcall: Command) -> Command:
    """The command in a repository with one commit: a catalog, and a call of an unregistered event."""
    for path, text in EVENTS.items():
        target = rollcall.folder / "events" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)
    write(rollcall, BEFORE)
    git(rollcall.folder, "init", "-q")
    git(rollcall.folder, "add", ".")
    git(rollcall.folder, "commit", "-qm", "one")
    return rollcall


def write(command: Command, text: str) -> None:
    target = command.folder / "src" / "app.py"
    target.parent.mkdir(exist_ok=True)
    target.write_text(text)


def git(folder: Path, *arguments: str) -> None:
    names = ("-c", "user.name=ada", "-c", "user.email=ada@example.com")
    nowhere = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    subprocess.run(["git", *names, *arguments], cwd=folder, check=True, env={**os.environ, **nowhere})


def found(ended: Ended) -> list[tuple[str, int]]:
    return [(one["event"], one["line"]) for one in json.loads(ended.out)["findings"]]


def test_an_error_ends_with_one_and_is_told_at_its_line(shop: Command) -> None:
    ended = shop("scan", "src")
    assert ended.code == 1
    assert "src/app.py\n  3:1     error    'old.name' is not on the roll" in ended.out
    assert '                   log_event("old.name")\n                   ^^^^^^^^^\n' in ended.out
    assert "1 error and 0 warnings in 3 calls in 1 file" in ended.out
    write(shop, BEFORE.replace("old.name", "order.completed"))
    assert shop("scan", "src").code == 0


def test_without_a_catalog_calls_are_listed_and_not_judged(rollcall: Command) -> None:
    write(rollcall, BEFORE)
    ended = rollcall("scan", "src")
    assert ended.code == 0
    assert "src/app.py:3:1: old.name by log_event" in ended.out
    assert "not judged" in ended.err
    assert rollcall("scan", "src", "--format", "github").code == 2


def test_every_format_tells_the_finding(shop: Command) -> None:
    said = {
        form: shop("scan", "src", "--format", form) for form in ("json", "github", "sarif", "junit", "md")
    }
    assert {ended.code for ended in said.values()} == {1}
    (finding,) = json.loads(said["json"].out)["findings"]
    assert finding["rule"] == "usage/unregistered-event"
    assert finding["path"] == "src/app.py"
    assert said["github"].out.startswith(
        "::error file=src/app.py,line=3,col=1,title=usage/unregistered-event::"
    )
    (result,) = json.loads(said["sarif"].out)["runs"][0]["results"]
    assert result["locations"][0]["physicalLocation"]["region"] == {"startLine": 3, "startColumn": 1}
    suite = ElementTree.fromstring(said["junit"].out)
    assert (suite.get("name"), suite.get("failures")) == ("rollcall scan", "1")
    assert suite[0][0].get("name") == "scan"
    assert said["md"].out.startswith("## Rollcall scan failed")


def test_that_calls_in_tests_are_not_judged_is_said_and_can_be_changed(shop: Command) -> None:
    (shop.folder / "src/test_app.py").write_text(BEFORE)
    ended = shop("scan", "src")
    assert "1 error and 0 warnings in 3 calls in 2 files; 3 calls in tests not judged" in ended.out
    (shop.folder / "rollcall.toml").write_text('catalog = "events"\n[scan]\njudge_tests = true\n')
    ended = shop("scan", "src")
    assert "2 errors and 0 warnings in 6 calls in 2 files\n" in ended.out
    (shop.folder / "rollcall.toml").write_text('catalog = "events"\n[scan]\njudge_tests = "yes"\n')
    ended = shop("scan", "src")
    assert ended.code == 2
    assert "rollcall.toml:3: 'judge_tests' is true or false" in ended.err


@pytest.mark.parametrize("form", ["github", "sarif", "junit", "md"])
def test_what_was_skipped_is_said_beside_every_format(form: str, shop: Command) -> None:
    (shop.folder / "src/data.py").write_bytes(b"\0\1\2")
    ended = shop("scan", "src", "--format", form)
    assert ended.err == "skipped src/data.py: no text: it has NUL bytes\n"
    if form != "sarif":
        assert "1 error and 0 warnings in 3 calls in 1 file; 1 file skipped" in ended.out


def test_a_named_file_of_no_known_language_is_skipped_with_the_reason(shop: Command) -> None:
    (shop.folder / "notes.txt").write_text("log_event('old.name')\n")
    ended = shop("scan", "notes.txt")
    assert ended.code == 2
    assert "notes.txt: no Python, JavaScript or TypeScript by its name" in ended.err
    ended = shop("scan", "notes.txt", "src")
    assert "skipped notes.txt: no Python" in ended.out


def test_a_place_far_to_the_right_stands_apart_from_what_follows(shop: Command) -> None:
    (shop.folder / "src/app.js").write_text(f'{"a();" * 200_000}logEvent("old.name");\n')
    ended = shop("scan", "src/app.js")
    assert "  1:800001 error    'old.name' is not on the roll" in ended.out
    assert max(map(len, ended.out.splitlines())) < 200


def test_paths_for_annotations_begin_at_the_top_of_the_repository(
    shop: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(shop.folder / "src")
    ended = shop("scan", ".", "--catalog", "../events", "--format", "github")
    assert ended.out.startswith("::error file=src/app.py,line=3,")


def test_the_project_says_how_findings_count(shop: Command) -> None:
    settings = shop.folder / "rollcall.toml"
    settings.write_text('catalog = "events"\n[enforce]\nusage = "warn"\n')
    assert shop("scan", "src").code == 0
    settings.write_text('catalog = "events"\n[enforce]\n"usage/unregistered-event" = "off"\n')
    assert found(shop("scan", "src", "--format", "json")) == []
    settings.write_text('catalog = "events"\n[enforce]\n"usage/no-such-rule" = "off"\n')
    assert shop("scan", "src").code == 2


def test_only_what_a_branch_adds_is_reported(shop: Command) -> None:
    write(shop, AFTER)
    ended = shop("scan", "src", "--new-only", "--against", "HEAD", "--format", "json")
    assert ended.code == 1
    assert found(ended) == [("new.name", 7)]
    write(shop, AFTER.replace("new.name", "order.completed"))
    ended = shop("scan", "src", "--new-only", "--against", "HEAD")
    assert ended.code == 0
    assert "0 errors and 0 warnings in 4 calls in 1 file; 1 old finding left out\n" in ended.out


def test_a_second_copy_of_an_old_call_is_new(shop: Command) -> None:
    write(shop, f'{BEFORE}log_event("old.name")\n')
    assert found(shop("scan", "src", "--new-only", "--against", "HEAD", "--format", "json")) == [
        ("old.name", 6)
    ]


def since_head(command: Command, *sources: str) -> list[tuple[str, str, int]]:
    ended = command("scan", *sources, "--new-only", "--against", "HEAD", "--format", "json")
    return [(one["path"], one["event"], one["line"]) for one in json.loads(ended.out)["findings"]]


@pytest.mark.parametrize("is_staged", [True, False], ids=["git mv", "mv"])
@pytest.mark.parametrize("sources", [("src",), ("lib",), (".",)])
def test_in_a_renamed_file_old_calls_are_old(sources: tuple[str], is_staged: bool, shop: Command) -> None:
    (shop.folder / "src/other.py").write_text("x = 1\n")
    (shop.folder / "lib").mkdir()
    if is_staged:
        git(shop.folder, "mv", "src/app.py", "lib/calls.py")
    else:
        (shop.folder / "src/app.py").rename(shop.folder / "lib/calls.py")
    assert since_head(shop, *sources) == []
    (shop.folder / "lib/calls.py").write_text(f'{BEFORE}log_event("new.name")\n')
    expected = [] if sources == ("src",) else [("lib/calls.py", "new.name", 6)]
    assert since_head(shop, *sources) == expected


def test_a_renamed_folder_that_is_not_there_before_has_old_calls(shop: Command) -> None:
    git(shop.folder, "mv", "src", "app")
    assert since_head(shop, "app") == []


def test_in_a_copied_file_old_calls_are_new(shop: Command) -> None:
    (shop.folder / "src/copy.py").write_text(BEFORE)
    assert since_head(shop, "src") == [("src/copy.py", "old.name", 3)]


IN_A_FUNCTION: Final = """\
from telemetry import log_event


def one(x):
    log_event("old.name", amount=x)


def two(x):
    return x
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            """\
from telemetry import log_event


def two(x):
    return x


def one(x):
    log_event("old.name", amount=x)
""",
            [],
            id="a function further down",
        ),
        pytest.param(
            IN_A_FUNCTION.replace(
                '    log_event("old.name", amount=x)',
                '    if x:\n        log_event(\n            "old.name",\n            amount=x,\n        )',
            ),
            [],
            id="in a condition and over many lines",
        ),
        pytest.param(
            IN_A_FUNCTION.replace("    return x", '    log_event("old.name", count=x)'),
            [("src/app.py", "old.name", 9)],
            id="another call of the same event",
        ),
        pytest.param(
            IN_A_FUNCTION.replace("    log_event", '    log_event("old.name", amount=x)\n    log_event'),
            [("src/app.py", "old.name", 6)],
            id="the same call twice",
        ),
        pytest.param(
            IN_A_FUNCTION.replace("old.name", "older.name"),
            [("src/app.py", "older.name", 5)],
            id="another event in its place",
        ),
    ],
)
def test_what_moves_in_a_file_is_old_and_what_comes_is_new(
    text: str, expected: list[tuple[str, str, int]], shop: Command
) -> None:
    write(shop, IN_A_FUNCTION)
    git(shop.folder, "commit", "-qam", "two")
    write(shop, text)
    assert since_head(shop, "src") == expected


def test_a_function_that_moves_to_another_file_is_old(shop: Command) -> None:
    (shop.folder / "src/other.py").write_text('from telemetry import log_event\n\nlog_event("old.name")\n')
    write(shop, BEFORE.replace('log_event("old.name")\n', ""))
    assert since_head(shop, "src") == []


def test_from_a_folder_below_renames_are_seen_too(shop: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    git(shop.folder, "mv", "src", "app")
    monkeypatch.chdir(shop.folder / "app")
    ended = shop("scan", ".", "--catalog", "../events", "--new-only", "--against", "HEAD", "--format", "json")
    assert json.loads(ended.out)["findings"] == []


def test_a_call_is_new_when_the_branch_takes_its_event_out_of_the_catalog(shop: Command) -> None:
    (shop.folder / "events/order/refunded.yaml").unlink()
    ended = shop("scan", "src", "--new-only", "--against", "HEAD", "--format", "json")
    assert found(ended) == [("order.refunded", 5)]


def test_beside_a_first_catalog_old_calls_are_old(shop: Command) -> None:
    git(shop.folder, "rm", "-rq", "--cached", "events")
    git(shop.folder, "commit", "-qm", "two")
    write(shop, AFTER)
    ended = shop("scan", "src", "--new-only", "--against", "HEAD", "--format", "json")
    assert found(ended) == [("new.name", 7)]


def test_a_new_file_is_new_as_a_whole_and_the_work_tree_stays(shop: Command) -> None:
    (shop.folder / "src/more.py").write_text('from telemetry import log_event\nlog_event("old.name")\n')
    ended = shop("scan", "src/more.py", "--new-only", "--against", "git:HEAD", "--format", "json")
    assert found(ended) == [("old.name", 2)]
    assert (shop.folder / "src/app.py").read_text() == BEFORE


def test_a_commit_that_is_not_there_is_told_so(shop: Command) -> None:
    ended = shop("scan", "src", "--new-only", "--against", "nowhere")
    assert ended.code == 2
    assert "nowhere" in ended.err


def test_an_unreleased_event_is_an_error_on_main_and_options_decide_otherwise(shop: Command) -> None:
    write(shop, 'from telemetry import log_event\n\nlog_event("order.refunded")\n')
    refunded = shop.folder / "events/order/refunded.yaml"
    text = refunded.read_text()
    refunded.unlink()
    settings = shop.folder / "events/catalog.yaml"
    settings.write_text(f"{settings.read_text()}severities: {{ownership: off}}\n")
    ended = shop("release")
    assert ended.code == 0, ended.err
    refunded.write_text(text)
    git(shop.folder, "checkout", "-qB", "main")

    def severity(*options: str) -> str:
        ended = shop("scan", "src", "--format", "json", *options)
        (finding,) = json.loads(ended.out)["findings"]
        assert finding["rule"] == "usage/unreleased-event"
        return str(finding["severity"])

    assert severity() == "error"
    assert severity("--on-branch") == "warning"
    git(shop.folder, "checkout", "-qb", "feature")
    assert severity() == "warning"
    assert severity("--on-main") == "error"


@pytest.mark.parametrize(
    "options",
    [
        ("--new-only",),
        ("--against", "HEAD"),
        ("--update-baseline",),
        ("--baseline", "old.json", "--update-baseline", "--new-only", "--against", "HEAD"),
    ],
    ids=["new since what", "against and then", "which baseline", "freeze what"],
)
def test_half_of_an_instruction_is_refused(options: tuple[str, ...], shop: Command) -> None:
    assert shop("scan", "src", *options).code == 2


def test_a_baseline_freezes_old_findings_and_hides_no_new_ones(shop: Command) -> None:
    ended = shop("scan", "src", "--baseline", "old.json", "--update-baseline")
    assert ended.code == 0
    assert "old.json freezes 1 finding" in ended.err
    written = (shop.folder / "old.json").read_text()
    assert written.count("\n") == 3
    assert "line" not in written
    assert shop("scan", "src", "--baseline", "old.json").code == 0
    write(shop, AFTER)
    ended = shop("scan", "src", "--baseline", "old.json", "--format", "json")
    assert ended.code == 1
    assert found(ended) == [("new.name", 7)]
    write(shop, BEFORE)
    shop("scan", "src", "--baseline", "old.json", "--update-baseline")
    assert (shop.folder / "old.json").read_text() == written


def test_a_sink_that_goes_on_as_a_value_is_told_and_is_no_call(shop: Command) -> None:
    write(shop, "from telemetry import log_event\n\nregister(log_event)\n")
    ended = shop("scan", "src", "--format", "json")
    report = json.loads(ended.out)
    assert report["calls"] == []
    (finding,) = report["findings"]
    assert (finding["rule"], finding["line"]) == ("usage/dynamic-event", 3)
    assert "goes on as a value" in finding["message"]


def test_a_baseline_entry_that_freezes_nothing_is_a_finding(shop: Command) -> None:
    shop("scan", "src", "--baseline", "old.json", "--update-baseline")
    write(shop, BEFORE.replace("old.name", "order.completed"))
    ended = shop("scan", "src", "--baseline", "old.json")
    assert ended.code == 0
    assert "old.json\n  2:1     warning  nothing is wrong any more as usage/unregistered-event" in ended.out


def test_of_two_equal_findings_one_can_go(shop: Command) -> None:
    write(shop, f'{BEFORE}log_event("old.name")\n')
    shop("scan", "src", "--baseline", "old.json", "--update-baseline")
    assert shop("scan", "src", "--baseline", "old.json").code == 0
    write(shop, BEFORE)
    ended = shop("scan", "src", "--baseline", "old.json", "--format", "json")
    (stale,) = json.loads(ended.out)["findings"]
    assert (stale["rule"], stale["path"], stale["line"]) == ("usage/stale-baseline", "old.json", 3)


def test_a_scan_of_some_files_says_and_forgets_nothing_of_others(shop: Command) -> None:
    more = shop.folder / "src/more.py"
    more.write_text('from telemetry import log_event\nlog_event("some.name")\n')
    shop("scan", "src", "--baseline", "old.json", "--update-baseline")
    ended = shop("scan", "src/app.py", "--baseline", "old.json")
    assert (ended.code, "stale" in ended.out) == (0, False)
    write(shop, BEFORE.replace("old.name", "order.completed"))
    ended = shop("scan", "src/app.py", "--baseline", "old.json", "--update-baseline")
    assert "old.json freezes 1 finding" in ended.err
    assert "some.name" in (shop.folder / "old.json").read_text()
    more.unlink()
    assert "old.json\n  2:1     warning" in shop("scan", "src/app.py", "--baseline", "old.json").out


def test_in_a_renamed_file_findings_stay_frozen_and_a_copy_is_new(shop: Command) -> None:
    shop("scan", "src", "--baseline", "old.json", "--update-baseline")
    (shop.folder / "src/copy.py").write_text(BEFORE)
    ended = shop("scan", "src", "--baseline", "old.json", "--format", "json")
    assert [one["path"] for one in json.loads(ended.out)["findings"]] == ["src/copy.py"]
    (shop.folder / "src/app.py").unlink()
    ended = shop("scan", "src", "--baseline", "old.json", "--format", "json")
    assert json.loads(ended.out)["findings"] == []


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "no such file; write it with --update-baseline"),
        ("[]", "no baseline of findings"),
        ("{", "no baseline of findings"),
        ('{"format": 7, "findings": []}', "its format is 7"),
    ],
)
def test_a_baseline_that_cannot_be_read_ends_with_two(content: str | None, said: str, shop: Command) -> None:
    if content is not None:
        (shop.folder / "old.json").write_text(content)
    ended = shop("scan", "src", "--baseline", "old.json")
    assert ended.code == 2
    assert said in ended.err
