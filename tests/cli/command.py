"""Runs the command `rollcall`: in this process, or as one of its own where that is what a test is about."""

import contextlib
import os
import re
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import IO

import pytest

from catalog.cli.boundary import run

PYTHON = sys.executable
ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, kw_only=True)
class Ended:
    """How a command ended, and what it said."""

    code: int
    out: str
    err: str


class Command:
    """`rollcall` in a folder of its own, with a cache of its own."""

    def __init__(self, folder: Path, cache: Path, capture: pytest.CaptureFixture[bytes]) -> None:
        self.folder = folder
        self.cache = cache
        self._capture = capture

    def __call__(self, *arguments: str) -> Ended:
        """Run it here: fast, and equal to a process of its own in all that is captured."""
        self._capture.readouterr()
        code = run(arguments)
        said = self._capture.readouterr()
        return Ended(code=code, out=said.out.decode(), err=said.err.decode())

    def environment(self, **more: str) -> dict[str, str]:
        """The environment of a process: nothing from ours but where programs are."""
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder),
            "PYTHONPATH": str(ROOT),
            "XDG_CACHE_HOME": str(self.cache),
            **more,
        }

    def start(
        self,
        *arguments: str,
        stdin: int | IO[bytes] = subprocess.DEVNULL,
        stdout: int | IO[bytes] = subprocess.PIPE,
        environment: Mapping[str, str] = MappingProxyType({}),
    ) -> "subprocess.Popen[bytes]":
        """Start a process of its own."""
        return subprocess.Popen(
            [PYTHON, "-m", "catalog.cli", *arguments],
            cwd=self.folder,
            stdin=stdin,
            stdout=stdout,
            stderr=subprocess.PIPE,
            env=self.environment(**environment),
        )

    def process(self, *arguments: str, stdin: bytes = b"", **environment: str) -> Ended:
        """Run a process of its own to its end."""
        child = self.start(*arguments, stdin=subprocess.PIPE, environment=environment)
        out, err = child.communicate(stdin, timeout=120)
        return Ended(code=child.returncode, out=out.decode(), err=err.decode())


def no_traceback(ended: Ended) -> bool:
    """Whether a command told its end in sentences."""
    return "Traceback" not in ended.err + ended.out and "defect of its own" not in ended.err


def ended_with_peak(child: "subprocess.Popen[bytes]") -> tuple[int, int]:
    """Wait for a process that fills no pipe of ours: its exit code and its peak memory in bytes.

    Read from the process itself while it runs: what `getrusage` says of a child counts the memory that it
    shared with us before it became another program.
    """
    status = Path(f"/proc/{child.pid}/status")
    peak = 0
    while child.poll() is None:
        with contextlib.suppress(OSError):  # it may end while we look
            found = re.search(r"VmHWM:\s+(\d+) kB", status.read_text())
            peak = max(peak, int(found[1]) * 1024 if found else 0)
        time.sleep(0.005)
    if child.stderr is not None and child.stdout is None:
        child.stderr.close()
    return child.returncode, peak
