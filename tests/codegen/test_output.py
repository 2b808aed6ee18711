"""Generated files in a folder: only ours are touched, and all of them or none."""

import json
import os
import resource
from pathlib import Path

import pytest

from catalog.codegen.output import MANIFEST, Drift, ForeignFiles, ManifestUnreadable, drift, write

FILES = {"__init__.py": b"one\n", "deep/er/two.py": b"two\n"}


def held(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != MANIFEST
    }


def test_a_folder_holds_what_was_written_and_then_nothing_differs(tmp_path: Path) -> None:
    out = tmp_path / "a" / "tracking"
    assert write(out, FILES) == Drift(missing=("__init__.py", "deep/er/two.py"))
    assert held(out) == FILES
    assert not drift(out, FILES)
    before = {path: path.stat().st_mtime_ns for path in out.rglob("*")}
    assert not write(out, FILES)
    assert {path: path.stat().st_mtime_ns for path in out.rglob("*")} == before
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["tracking"]


def test_what_is_no_longer_generated_goes_with_the_folders_that_held_it(tmp_path: Path) -> None:
    write(tmp_path / "t", FILES)
    (tmp_path / "t/deep/er/__pycache__").mkdir()
    (tmp_path / "t/deep/er/__pycache__/two.pyc").write_bytes(b"")
    assert write(tmp_path / "t", {"__init__.py": b"new\n"}) == Drift(
        changed=("__init__.py",), surplus=("deep/er/two.py",)
    )
    assert held(tmp_path / "t") == {"__init__.py": b"new\n"}
    assert not (tmp_path / "t/deep").exists()


def test_files_of_others_stay(tmp_path: Path) -> None:
    out = tmp_path / "t"
    write(out, FILES)
    (out / "deep/mine.py").write_bytes(b"mine\n")
    write(out, {"__init__.py": b"one\n"})
    assert held(out) == {"__init__.py": b"one\n", "deep/mine.py": b"mine\n"}


def test_a_file_of_others_is_not_written_over(tmp_path: Path) -> None:
    out = tmp_path / "t"
    out.mkdir()
    (out / "__init__.py").write_bytes(b"mine\n")
    with pytest.raises(ForeignFiles, match=r"t: __init__\.py was not generated and would be overwritten"):
        write(out, FILES)
    assert held(out) == {"__init__.py": b"mine\n"}


def test_a_file_of_others_that_is_the_same_is_taken_over(tmp_path: Path) -> None:
    out = tmp_path / "t"
    out.mkdir()
    (out / "__init__.py").write_bytes(FILES["__init__.py"])
    assert write(out, FILES) == Drift(missing=("deep/er/two.py",))
    assert json.loads((out / MANIFEST).read_text())["generated"].keys() == FILES.keys()


def test_a_folder_in_the_place_of_a_file_is_not_removed(tmp_path: Path) -> None:
    (tmp_path / "t/__init__.py").mkdir(parents=True)
    with pytest.raises(ForeignFiles):
        write(tmp_path / "t", FILES)
    assert (tmp_path / "t/__init__.py").is_dir()


@pytest.mark.parametrize("name", ["../up.py", "/root.py", "a/../../b.py", "a\\b.py", ""])
def test_a_list_of_files_that_leads_elsewhere_is_none(name: str, tmp_path: Path) -> None:
    (tmp_path / MANIFEST).write_text(json.dumps({"generated": {name: "0"}}))
    with pytest.raises(ManifestUnreadable):
        write(tmp_path, FILES)


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"generated": []}'])
def test_a_damaged_list_of_files_is_told_and_nothing_is_written(text: str, tmp_path: Path) -> None:
    (tmp_path / MANIFEST).write_text(text)
    with pytest.raises(ManifestUnreadable, match="delete it together with the generated files"):
        write(tmp_path, FILES)
    assert held(tmp_path) == {}


def test_a_full_disk_leaves_the_old_tracker(tmp_path: Path) -> None:
    out = tmp_path / "t"
    write(out, FILES)
    child = os.fork()
    if child == 0:
        # files may not grow past this many bytes in the child: what a full disk does, without filling one
        import signal

        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, 1_000))
        try:
            write(out, {"__init__.py": b"new\n", "big.py": b"x" * 100_000})
        except OSError:
            os._exit(7)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 7
    assert held(out) == FILES
    assert [path.name for path in tmp_path.iterdir()] == ["t"]


def test_a_failure_while_files_are_moved_moves_the_old_ones_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "t"
    write(out, {**FILES, "gone.py": b"gone\n"})
    moved = 0
    real = os.replace

    def replace(old: object, new: object) -> None:
        nonlocal moved
        moved += 1
        if moved == 4:
            raise OSError(28, "No space left on device")
        real(old, new)  # type: ignore[arg-type]  # whatever the code under test passes

    monkeypatch.setattr(os, "replace", replace)
    with pytest.raises(OSError, match="No space left"):
        write(out, {"__init__.py": b"new\n", "deep/er/two.py": b"newer\n"})
    monkeypatch.undo()
    assert held(out) == {**FILES, "gone.py": b"gone\n"}
    assert not drift(out, {**FILES, "gone.py": b"gone\n"})
