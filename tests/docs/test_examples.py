"""What the documentation shows is what happens: files are written, commands run, Python executed."""

import json
from pathlib import Path

import pytest

from tests.docs.pages import ANY_LINES, ROOT, commands_of, fits, pages, play, rewritten, run


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.relative_to(ROOT).as_posix())
def test_a_page_shows_what_happens(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    for played in play(page, folder):
        assert fits(played.printed, played.said), (
            f"{page.name}: `{played.command}` prints\n"
            + "\n".join(played.printed)
            + "\nif that is right: make examples"
        )
    if (folder / "events" / "catalog.yaml").exists():
        report = json.loads("\n".join(run("rollcall check --no-cache --format json", folder)))
        assert report["summary"]["errors"] == 0, report["findings"]


def test_a_wrong_output_is_noticed() -> None:
    assert fits(("a", "b", "c"), ("a", ANY_LINES))
    assert fits(("a",), ("a", ANY_LINES))
    assert not fits(("a", "b"), ("a",))
    assert not fits(("a.b",), ("a*b",))


def test_a_command_may_go_on_in_the_next_line() -> None:
    body = "$ one \\\n>   two\nout\n$ three\n"
    assert list(commands_of(body)) == [("one \\\n  two", ("out",)), ("three", ())]


def test_a_page_is_rewritten_with_what_its_commands_print(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        '```text title="name.txt"\nAda\n```\n```console\n$ cat name.txt\nBob\n$ echo 1; echo 2\n…\n```\n'
    )
    assert rewritten(page, tmp_path).endswith("```console\n$ cat name.txt\nAda\n$ echo 1; echo 2\n…\n```\n")
