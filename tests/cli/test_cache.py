"""Results kept between runs: the same answer, never a stale one, whatever happens to the cache."""

import os
import subprocess
import time
from collections.abc import Callable
from contextlib import nullcontext
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from catalog.cli.checked import checked
from catalog.cli.fingerprint import fingerprint, stamp_of
from catalog.cli.report import Report
from tests.cli.command import Command, no_traceback

TODAY = date(2026, 11, 20)


def judged(catalog: Path, cache: Path | None, today: date = TODAY) -> tuple[Report, bool]:
    """The report, and whether it had to be made."""
    made: list[int] = []

    def waiting(files: int) -> nullcontext[None]:
        made.append(files)
        return nullcontext()

    return checked(catalog, today, cache, waiting), bool(made)


def kept(rollcall: Command) -> list[Path]:
    return sorted(rollcall.cache.rglob("checked-*"))


@pytest.mark.parametrize("form", ["text", "json", "github", "sarif", "junit", "md"])
def test_an_unchanged_catalog_answers_with_the_same_bytes(form: str, rollcall: Command, faulty: Path) -> None:
    cold = rollcall("check", "--format", form)
    warm = rollcall("check", "--format", form)
    fresh = rollcall("check", "--format", form, "--no-cache")
    assert cold == warm == fresh
    assert cold.code == 1
    assert len(kept(rollcall)) == 1


def test_the_second_run_judges_nothing(faulty: Path, tmp_path: Path) -> None:
    first, made = judged(faulty, tmp_path / "cache")
    assert made
    second, made_again = judged(faulty, tmp_path / "cache")
    assert not made_again
    assert first == second


def test_without_a_cache_nothing_is_read_or_written(rollcall: Command, faulty: Path) -> None:
    rollcall("check", "--no-cache")
    assert not rollcall.cache.exists()


def touch(path: Path) -> None:
    path.touch()


def change(path: Path) -> None:
    path.write_text(path.read_text().replace("owner: shop", "owner: growth"))


def change_and_hide_it(path: Path) -> None:
    """The same size and the same times: only the bytes tell."""
    before = path.stat()
    path.write_text(path.read_text().replace("owner: shop", "owner: shap"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def break_it(path: Path) -> None:
    path.write_bytes(b"\xff\xfe\x00")


def delete(path: Path) -> None:
    path.unlink()


def rename(path: Path) -> None:
    path.rename(path.with_name("sent.yaml"))


def rename_folder(path: Path) -> None:
    path.parent.rename(path.parent.with_name("purchase"))


def add_a_stray_file(path: Path) -> None:
    path.parent.parent.joinpath("stray.yml").write_text("")


def add_a_deep_file(path: Path) -> None:
    deep = path.parent / "a" / "b"
    deep.mkdir(parents=True)
    (deep / ".hidden.yaml").write_text("")


def replace_by_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def replace_by_a_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def replace_by_a_broken_link(path: Path) -> None:
    path.unlink()
    path.symlink_to("nowhere")


def delete_the_settings(path: Path) -> None:
    (path.parent.parent / "catalog.yaml").unlink()


MUTATIONS: list[Callable[[Path], None]] = [
    touch,
    change,
    change_and_hide_it,
    break_it,
    delete,
    rename,
    rename_folder,
    add_a_stray_file,
    add_a_deep_file,
    replace_by_a_folder,
    replace_by_a_pipe,
    replace_by_a_broken_link,
    delete_the_settings,
]


@pytest.mark.parametrize("mutate", MUTATIONS, ids=lambda mutate: mutate.__name__)
def test_whatever_changes_the_answer_is_never_stale(
    mutate: Callable[[Path], None], faulty: Path, tmp_path: Path
) -> None:
    cache = tmp_path / "cache"
    before, _ = judged(faulty, cache)
    mutate(faulty / "order" / "placed.yaml")
    after, made = judged(faulty, cache)
    assert after == judged(faulty, None)[0]
    assert made == (mutate is not touch)
    assert (after == before) == (mutate is touch)


def test_tomorrow_is_another_day(starter: Path, tmp_path: Path) -> None:
    file = starter / "invoice" / "paid.yaml"
    file.write_text(file.read_text() + f"expires: {TODAY.isoformat()}\n")
    today, _ = judged(starter, tmp_path / "cache")
    tomorrow, made = judged(starter, tmp_path / "cache", date(2026, 11, 21))
    assert made
    assert "lifecycle/expired" not in {finding.rule for finding in today.findings}
    assert "lifecycle/expired" in {finding.rule for finding in tomorrow.findings}


def test_two_catalogs_do_not_share_a_result(starter: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "catalog.yaml").write_text("format: 1\nproduct: other\n")
    assert judged(starter, tmp_path / "cache")[0].events == 2
    assert judged(other, tmp_path / "cache")[0].events == 0
    assert not judged(starter, tmp_path / "cache")[1]


def test_a_catalog_that_changes_while_it_is_judged_is_not_kept(starter: Path, tmp_path: Path) -> None:
    class Meddling(nullcontext[None]):
        def __exit__(self, *_: object) -> None:
            (starter / "invoice" / "paid.yaml").unlink()

    checked(starter, TODAY, tmp_path / "cache", lambda _: Meddling())
    assert not list((tmp_path / "cache").glob("checked-*"))


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "cut": lambda content: content[: len(content) // 2],
    "emptied": lambda _: b"",
    "one bit": lambda content: content[:-3] + bytes([content[-3] ^ 1]) + content[-2:],
    "noise": lambda content: os.urandom(len(content)),
    "longer": lambda content: content + b"\x00",
}


@pytest.mark.parametrize("kind", DAMAGE)
def test_a_damaged_cache_is_as_good_as_none(kind: str, rollcall: Command, faulty: Path) -> None:
    before = rollcall("check", "--format", "json")
    for place in rollcall.cache.rglob("*.msgpack"):
        place.write_bytes(DAMAGE[kind](place.read_bytes()))
    assert rollcall("check", "--format", "json") == before
    assert rollcall("check", "--format", "json") == before


def test_a_cache_folder_that_is_a_file_costs_nothing_but_time(rollcall: Command, faulty: Path) -> None:
    expected = rollcall("check", "--no-cache")
    rollcall.cache.write_text("in the way")
    assert rollcall("check") == expected


def test_a_relative_cache_home_is_ignored(
    rollcall: Command, faulty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    monkeypatch.setenv("HOME", str(rollcall.cache))
    rollcall("check")
    assert not (rollcall.folder / "relative").exists()


def test_old_results_of_other_catalogs_are_forgotten(rollcall: Command, starter: Path) -> None:
    folder = rollcall.cache / "rollcall"
    folder.mkdir(parents=True)
    month_ago = time.time() - 31 * 86_400
    for name in ("checked-old.msgpack", "parsed-old.msgpack", "another-program"):
        (folder / name).write_text("")
        os.utime(folder / name, (month_ago, month_ago))
    (folder / "checked-new.msgpack").write_text("")
    rollcall("check")
    assert {path.name for path in folder.iterdir()} >= {"another-program", "checked-new.msgpack"}
    assert not (folder / "checked-old.msgpack").exists()
    assert not (folder / "parsed-old.msgpack").exists()


def test_two_checks_at_once_do_each_other_no_harm(rollcall: Command, faulty: Path) -> None:
    expected = rollcall("check", "--no-cache", "--format", "json").out
    for _ in range(2):
        children = [rollcall.start("check", "--format", "json") for _ in range(4)]
        answers = [child.communicate(timeout=120) for child in children]
        assert [child.returncode for child in children] == [1] * 4
        assert {out.decode() for out, _ in answers} == {expected}
        assert {err for _, err in answers} == {b""}
    left = [path.name for path in (rollcall.cache / "rollcall").iterdir()]
    assert sorted(name.partition("-")[0] for name in left) == ["checked", "parsed"], "no half-written file"


def test_the_stamp_follows_times_and_sizes(starter: Path) -> None:
    found = fingerprint(starter, TODAY)
    assert found is not None
    assert found.files == 4
    assert stamp_of(starter) == found.stamp
    (starter / "invoice" / "paid.yaml").touch()
    assert stamp_of(starter) != found.stamp
    assert fingerprint(starter, TODAY) != found
    assert fingerprint(starter / "nowhere", TODAY) is None
    assert stamp_of(starter / "nowhere") is None


def test_the_date_of_a_check_is_the_date_in_utc(rollcall: Command, starter: Path) -> None:
    file = starter / "invoice" / "paid.yaml"
    file.write_text(file.read_text() + f"expires: {datetime.now(UTC).date().isoformat()}\n")
    assert "lifecycle/expired" not in rollcall.process("check", TZ="Pacific/Kiritimati").out


def test_a_check_without_write_access_leaves_no_trace(rollcall: Command, faulty: Path) -> None:
    ended = rollcall.process("check", XDG_CACHE_HOME="/proc/nowhere")
    assert ended.code == 1
    assert no_traceback(ended)
    assert (
        subprocess.run(["ls", "-A", rollcall.folder], capture_output=True, check=True).stdout == b"events\n"
    )
