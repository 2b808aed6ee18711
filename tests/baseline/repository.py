"""Real repositories of git in temporary folders."""

import os
import shutil
import subprocess
from pathlib import Path

from catalog.cli.init import write_starter

WHO = {
    "GIT_AUTHOR_NAME": "Rollcall tests",
    "GIT_AUTHOR_EMAIL": "tests@example.com",
    "GIT_COMMITTER_NAME": "Rollcall tests",
    "GIT_COMMITTER_EMAIL": "tests@example.com",
}


class Checkout:
    """A repository with a work tree, and an environment that knows nothing of this machine's settings."""

    def __init__(self, folder: Path, *, home: Path | None = None) -> None:
        self.folder = folder
        self.home = home or folder.parent / "home"
        self.home.mkdir(exist_ok=True)

    @property
    def environment(self) -> dict[str, str]:
        return {"PATH": os.environ["PATH"], "HOME": str(self.home), "GIT_CONFIG_NOSYSTEM": "1", **WHO}

    def git(self, *arguments: str, within: Path | None = None) -> str:
        done = subprocess.run(
            ["git", "-c", "protocol.file.allow=always", *arguments],
            cwd=within or self.folder,
            env=self.environment,
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr.decode(errors="replace")
        return done.stdout.decode("utf-8", "surrogateescape").strip()

    def init(self, *options: str) -> "Checkout":
        self.folder.mkdir(parents=True, exist_ok=True)
        self.git("init", "-q", "-b", "main", *options)
        return self

    def commit(self, message: str = "a change") -> str:
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", message)
        return self.git("rev-parse", "HEAD")

    def clone(self, folder: Path, *options: str) -> "Checkout":
        self.git("clone", "-q", *options, f"file://{self.folder}", str(folder), within=self.folder.parent)
        return Checkout(folder, home=self.home)


def with_starter(folder: Path, at: str = "events") -> Checkout:
    """A repository whose first commit has the starter catalog."""
    checkout = Checkout(folder).init()
    write_starter(folder.parent / "starter")
    shutil.copytree(folder.parent / "starter", folder / at, dirs_exist_ok=True)
    shutil.rmtree(folder.parent / "starter")
    checkout.commit("the catalog")
    return checkout
