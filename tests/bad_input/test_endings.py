"""How a command ends when the world does not play along: Ctrl-C, a reader that left, a full disk."""

import json
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.command import PYTHON, Command, no_traceback

GOOD = b'{"event": "invoice.paid", "properties": {"invoice_id": 7}}\n'
BAD = b'{"event": "invoice.paid", "properties": {"invoice_id": "7"}}\n'


@pytest.fixture
def large(starter: Path) -> Path:
    """A catalog that takes a second to check and reports more than any pipe holds."""
    (starter / "many").mkdir()
    for number in range(1_000):
        (starter / "many" / f"event_{number:04d}.yaml").write_text(
            "description: One of many.\n" + f"trigger: {'x' * 200}\nowner: nobody\n"
        )
    return starter


def shell(rollcall: Command, line: str, **environment: str) -> "subprocess.CompletedProcess[bytes]":
    """Run a line of shell in which `rollcall` is the command."""
    return subprocess.run(
        ["bash", "-c", f'rollcall() {{ {PYTHON} -m catalog.cli "$@"; }}\n{line}'],
        cwd=rollcall.folder,
        env=rollcall.environment(**environment),
        capture_output=True,
        timeout=120,
    )


def interrupted(child: "subprocess.Popen[bytes]") -> tuple[int, str]:
    child.send_signal(signal.SIGINT)
    out, err = child.communicate(timeout=60)
    return child.returncode, (out or b"").decode() + err.decode()


def wait_until_it_loads(child: "subprocess.Popen[bytes]") -> None:
    """Until the process has begun to read the catalog: it has loaded the YAML parser by then."""
    maps = Path(f"/proc/{child.pid}/maps")
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if child.poll() is not None or (maps.exists() and "/_yaml." in maps.read_text()):
            return
        time.sleep(0.005)
    raise AssertionError("the process has not begun within a minute")


@pytest.mark.parametrize("after_seconds", [0.0, 0.1, 0.3])
def test_ctrl_c_ends_a_check_with_130_and_no_traceback(
    after_seconds: float, rollcall: Command, large: Path
) -> None:
    child = rollcall.start("check", "--no-cache")
    wait_until_it_loads(child)
    time.sleep(after_seconds)  # wherever it is then; at first it cannot be at its end
    code, said = interrupted(child)
    assert code == 130 or (after_seconds and code == 1)
    assert "Traceback" not in said


def test_ctrl_c_while_results_are_written_leaves_no_half_file(rollcall: Command, large: Path) -> None:
    for after_seconds in (0.0, 0.3, 0.6):
        # what an earlier run has kept would leave nothing to load, and nothing to wait for
        shutil.rmtree(rollcall.cache, ignore_errors=True)
        child = rollcall.start("check")
        wait_until_it_loads(child)
        time.sleep(after_seconds)
        code, said = interrupted(child)
        assert code in (130, 1)
        assert "Traceback" not in said
    folder = rollcall.cache / "rollcall"
    left = [path.name for path in folder.iterdir()] if folder.exists() else []
    assert all(name.startswith(("checked-", "parsed-")) for name in left)


@pytest.mark.parametrize("form", ["text", "json", "ndjson"])
def test_ctrl_c_ends_a_judgement_with_130_and_keeps_what_was_said(
    form: str, rollcall: Command, starter: Path
) -> None:
    child = rollcall.start("validate", "-", "--format", form, stdin=subprocess.PIPE)
    assert child.stdin is not None
    assert child.stdout is not None
    child.stdin.write(BAD)
    child.stdin.flush()
    first = child.stdout.readline()
    code, said = interrupted(child)
    assert code == 130
    assert first
    assert "Traceback" not in said


def test_ctrl_c_ends_a_pipeline_of_a_shell(rollcall: Command, starter: Path) -> None:
    """The terminal sends it to the whole group, and the reader of our output is gone before us."""
    child = subprocess.Popen(
        ["bash", "-c", f"yes | {PYTHON} -m catalog.cli validate - --format ndjson | sleep 100"],
        cwd=rollcall.folder,
        env=rollcall.environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    time.sleep(1.5)
    os.killpg(child.pid, signal.SIGINT)
    _, err = child.communicate(timeout=60)
    assert b"Traceback" not in err


@pytest.mark.parametrize(
    "line",
    [
        "rollcall check | head -1",
        "rollcall check --format json | head -1",
        "rollcall check --format sarif | head -1",
        "rollcall check --format junit | head -1",
        "rollcall rules --format json | head -1",
        "rollcall schema | head -1",
        "yes '{}' | head -100000 | rollcall validate - --format ndjson | head -1",
        "yes '{}' | head -100000 | rollcall validate - --format json | head -1",
        "yes '{}' | head -100000 | rollcall validate - | head -1",
    ],
)
def test_a_reader_that_has_seen_enough_is_left_in_peace(line: str, rollcall: Command, large: Path) -> None:
    ended = shell(rollcall, f"{line}; echo ${{PIPESTATUS[-2]}}")
    first, code = ended.stdout.decode().splitlines()
    assert first
    assert ended.stderr == b""
    # 141 where something was left to write; small answers fit into the pipe.
    assert code in ("141", "1", "0")
    if "many" in first or "validate" in line:
        assert code == "141"


@pytest.mark.parametrize(
    "line",
    [
        "rollcall --help",
        "rollcall check",
        "rollcall check --format json",
        "rollcall check --format sarif",
        "rollcall rules",
        "rollcall schema",
        "rollcall export json-schema",
        "rollcall init other",
        "yes '{}' | head -1000 | rollcall validate - --format ndjson",
        "yes '{}' | head -1000 | rollcall validate - --format json",
        "yes '{}' | head -1000 | rollcall validate -",
        "yes '{}' | head -3 | rollcall validate - --format ndjson",
    ],
)
@pytest.mark.parametrize(
    ("where", "said"),
    [
        ("> /dev/full", b"rollcall: standard output: no space left on device\n"),
        (">&-", b"rollcall: standard output is closed\n"),
    ],
    ids=["full disk", "closed"],
)
def test_an_answer_that_cannot_be_written_is_one_sentence(
    line: str, where: str, said: bytes, rollcall: Command, starter: Path
) -> None:
    ended = shell(rollcall, f"{line} {where}")
    assert (ended.returncode, ended.stderr) == (2, said)


def test_a_closed_standard_error_takes_nothing_away(rollcall: Command, starter: Path) -> None:
    ended = shell(rollcall, "rollcall check 2>&-")
    assert (ended.returncode, ended.stdout) == (0, b"0 errors and 0 warnings in 2 events with 4 properties\n")
    assert shell(rollcall, "rollcall check --catalog nowhere 2>&-").returncode == 2
    assert shell(rollcall, "rollcall check --catalog nowhere 2> /dev/full").returncode == 2


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system with one free page of 4 KiB; only root can make one."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(place)]
    if os.geteuid() != 0 or shutil.which("mount") is None or subprocess.run(mount, check=False).returncode:
        pytest.skip("a small file system can only be mounted by root")
    try:
        (place / "filler").write_bytes(b"x" * 60_000)
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)


def test_a_full_disk_leaves_no_half_contract(rollcall: Command, starter: Path, small_disk: Path) -> None:
    ended = rollcall.process("export", "json-schema", "--out", str(small_disk / "contracts"))
    assert ended.code == 2
    assert ended.err == (
        f"rollcall: {small_disk}/contracts/invoice/paid.json: no space left on device; "
        f"{small_disk}/contracts is incomplete: 1 of 2 contracts was written\n"
    )
    written = list((small_disk / "contracts").rglob("*.json"))
    assert [path.name for path in written] == ["signed_up.json"]
    assert json.loads(written[0].read_text())["title"] == "account.signed_up"


def test_a_folder_that_takes_no_more_is_said_to_be_incomplete(rollcall: Command, starter: Path) -> None:
    contracts = rollcall.folder / "contracts"
    contracts.mkdir()
    (contracts / "invoice").write_text("a file where a folder should be")
    ended = rollcall.process("export", "json-schema", "--out", "contracts")
    assert ended.code == 2
    assert ended.err == (
        "rollcall: contracts/invoice/paid.json: file exists; "
        "contracts is incomplete: 1 of 2 contracts was written\n"
    )
    alone = rollcall.process("export", "json-schema", "invoice.paid", "--out", "contracts")
    assert (alone.code, alone.err) == (2, "rollcall: contracts/invoice/paid.json: file exists\n")


def test_a_full_disk_leaves_no_half_catalog(rollcall: Command, small_disk: Path) -> None:
    ended = rollcall.process("init", str(small_disk / "events"))
    assert ended.code == 2
    assert ended.err == f"rollcall: {small_disk}/events: no space left on device\n"
    assert [path.name for path in small_disk.iterdir()] == ["filler"]


def test_a_full_disk_costs_a_check_nothing_but_time(
    rollcall: Command, starter: Path, small_disk: Path
) -> None:
    (small_disk / "more").write_bytes(b"x" * 4_096)
    for _ in range(2):
        ended = rollcall.process("check", XDG_CACHE_HOME=str(small_disk))
        assert (ended.code, ended.err) == (0, "")
    assert [path for path in small_disk.rglob("*") if path.is_file() and path.stat().st_size == 0] == []


def test_an_interrupt_before_anything_is_imported_is_quiet(rollcall: Command) -> None:
    (rollcall.folder / "early.py").write_text(
        "import signal, sys\n"
        "from catalog.cli import main\n"
        "class Early:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name == 'click': signal.raise_signal(signal.SIGINT)\n"
        "sys.meta_path.insert(0, Early())\n"
        "main()\n"
    )
    ended = subprocess.run(
        [PYTHON, "early.py"], cwd=rollcall.folder, env=rollcall.environment(), capture_output=True
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (130, b"", b"")


def test_an_interrupt_that_the_interpreter_would_print_and_forget_is_quiet(rollcall: Command) -> None:
    """What is raised while an object goes is reported and lost, as in the callbacks of import locks."""
    (rollcall.folder / "early.py").write_text(
        "import signal, sys\n"
        "from catalog.cli import main\n"
        "class Gone:\n"
        "    def __del__(self): signal.raise_signal(signal.SIGINT)\n"
        "class Early:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name == 'click': Gone()\n"
        "sys.meta_path.insert(0, Early())\n"
        "main()\n"
    )
    ended = subprocess.run(
        [PYTHON, "early.py"], cwd=rollcall.folder, env=rollcall.environment(), capture_output=True
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (130, b"", b"")


def test_next_to_nothing_is_imported_before_an_interrupt_can_be_answered(rollcall: Command) -> None:
    line = "import sys; old = set(sys.modules); import catalog.cli; print(*(set(sys.modules) - old))"
    ended = subprocess.run(
        [PYTHON, "-S", "-c", line], cwd=rollcall.folder, env=rollcall.environment(), capture_output=True
    )
    loaded = set(ended.stdout.decode().split())
    assert {"catalog", "catalog.cli"} <= loaded
    assert not loaded & {"typing", "re", "enum", "signal", "click"}


def test_a_program_that_was_started_without_interrupts_stays_without(rollcall: Command) -> None:
    """`nohup` and `&` in a script start programs so; an interrupt is none of their business."""
    (rollcall.folder / "deaf.py").write_text(
        "import signal, sys\n"
        "signal.signal(signal.SIGINT, signal.SIG_IGN)\n"
        "from catalog.cli import main\n"
        "class Early:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name == 'click': signal.raise_signal(signal.SIGINT)\n"
        "sys.meta_path.insert(0, Early())\n"
        "sys.argv[1:] = ['--version']\n"
        "main()\n"
    )
    ended = subprocess.run(
        [PYTHON, "deaf.py"], cwd=rollcall.folder, env=rollcall.environment(), capture_output=True
    )
    assert (ended.returncode, ended.stderr) == (0, b"")
    assert ended.stdout.startswith(b"rollcall ")


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_a_terminal_of_any_encoding_can_be_written_to(
    encoding: str, rollcall: Command, starter: Path
) -> None:
    (starter / "invoice" / "größe.yaml").write_text("description: x\n")
    ended = subprocess.run(
        [PYTHON, "-m", "catalog.cli", "check"],
        cwd=rollcall.folder,
        env=rollcall.environment(PYTHONIOENCODING=encoding),
        capture_output=True,
    )
    assert ended.returncode == 1
    assert ended.stderr == b""
    assert b"gr" in ended.stdout


def test_formats_for_programs_are_utf_8_everywhere(rollcall: Command, starter: Path) -> None:
    (starter / "invoice" / "größe.yaml").write_text("description: x\n")
    for form in ("json", "sarif", "junit", "github", "md"):
        ended = rollcall.process("check", "--format", form, PYTHONIOENCODING="ascii", LC_ALL="C")
        assert "größe" in ended.out or "gr%C3%B6%C3%9Fe" in ended.out
        assert no_traceback(ended)
