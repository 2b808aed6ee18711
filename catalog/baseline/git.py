"""A repository read through the program git: commits and what is in them, nothing of the work tree.

Only commands are used that neither write nor run anything else: no hook, no pager, no text conversion, and no
transport, so that a partial clone is not filled behind its owner's back and nothing asks for a password.
"""

import os
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

from catalog.errors import CatalogError

TIMEOUT_SECONDS: Final = 120
"""So long one command may take; reading a commit of 100,000 files takes a second."""

# `git rev-parse --local-env-vars`: what a hook sets for the repository that it runs in. Configuration that
# comes in the environment is not of one repository, and is where CI jobs put safe.directory.
_OF_ONE_REPOSITORY: Final = frozenset(
    {
        *("GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_NAMESPACE"),
        *("GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_QUARANTINE_PATH"),
        *("GIT_GRAFT_FILE", "GIT_SHALLOW_FILE", "GIT_REPLACE_REF_BASE", "GIT_IMPLICIT_WORK_TREE"),
    }
)
# Objects that a push has brought, before its hooks have agreed to it.
_OBJECTS: Final = frozenset(
    {"GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_QUARANTINE_PATH"}
)
_WARNING: Final = ("-c", "core.warnAmbiguousRefs=true")
_OURS: Final[Mapping[str, str]] = {
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LANGUAGE": "",
    "LC_ALL": "C",
}


class GitFailed(CatalogError):
    """git is missing, refuses or does not end; there is no repository, or an object of it is missing."""


class Entry(NamedTuple):
    """One entry of a tree: its mode as git writes it, and its object's name."""

    mode: str
    name: str

    @property
    def is_tree(self) -> bool:
        return self.mode == "040000"

    @property
    def is_blob(self) -> bool:
        return self.mode.startswith("100")

    @property
    def is_link(self) -> bool:
        return self.mode == "120000"

    @property
    def is_submodule(self) -> bool:
        return self.mode == "160000"


@dataclass(frozen=True, slots=True, kw_only=True)
class Repository:
    """A repository: its own folder, and the top of the work tree that we look at it from, if any."""

    program: str
    folder: Path
    work_tree: Path | None
    environment: Mapping[str, str]

    def ask(self, *arguments: str, sent: bytes = b"") -> str | None:
        """What a command prints, without the line's end; None when it fails."""
        ended = self._run(arguments, sent)
        return None if ended.returncode else _text(ended.stdout).removesuffix("\n")

    def why(self, *arguments: str) -> str:
        """What git says of a command that fails."""
        return reason_of(self._run(arguments, b"").stderr)

    def commit(self, revision: str) -> str | None:
        """The full name of the commit that a revision means.

        Raises GitFailed for a name that is a branch's and a tag's: whoever makes the other one decides.
        """
        command = ("rev-parse", "--verify", "--end-of-options", f"{revision}^{{commit}}")
        ended = self._run((*_WARNING, *command), b"")
        if ended.returncode:
            return None
        if b"is ambiguous" in ended.stderr:
            raise GitFailed(
                f"git:{revision}: more than one branch, remote branch or tag has this name; "
                f"write refs/heads/, refs/remotes/ or refs/tags/ before it"
            )
        return _text(ended.stdout).removesuffix("\n")

    def path_of(self, folder: Path) -> str | None:
        """A folder as seen from the top of the work tree; None for one that does not lie there."""
        if self.work_tree is None:
            return None
        # The folder itself may be a link that commits have too.
        for place in (Path(os.path.realpath(folder.parent), folder.name), Path(os.path.realpath(folder))):
            if place.is_relative_to(self.work_tree):
                path = place.relative_to(self.work_tree).as_posix()
                return "" if path == "." else path
        return None

    def entries(self, tree: str, *options: str, paths: Iterable[str] = ()) -> dict[str, Entry]:
        """Path → entry of a tree; of a commit, its top. Paths are kept whatever bytes they have."""
        found: dict[str, Entry] = {}
        arguments = ("ls-tree", "-z", "--full-tree", *options, tree, "--", *paths)
        for line in self._output(arguments, b"").split(b"\0"):
            about, _, path = line.partition(b"\t")
            if path:
                mode, _, name = about.split()
                found[_text(path)] = Entry(mode.decode(), name.decode())
        return found

    def renames(self, commit: str) -> dict[str, str]:
        """Path in a commit → path in the index, of files that git takes for renamed since."""
        options = ("--cached", "--find-renames", "--diff-filter=R", "--name-status", "-z")
        output = self._output(("diff-index", *options, commit, "--"), b"")
        fields = iter(_text(output).removesuffix("\0").split("\0") if output else ())
        return {before: after for _, before, after in zip(fields, fields, fields, strict=True)}

    def contents(self, names: Iterable[str], max_bytes: int) -> dict[str, bytes | None]:
        """The contents of blobs by their names; None for one of more than `max_bytes`.

        Raises GitFailed when one is missing.
        """
        asked = list(dict.fromkeys(names))
        sizes: dict[str, int] = {}
        for line in self._batch("--batch-check", asked).splitlines():
            name, kind, *size = line.decode().split()
            if kind == "missing":
                raise self.failed(f"the object {name} is missing")
            sizes[name] = int(size[0])
        found: dict[str, bytes | None] = dict.fromkeys(asked)
        wanted = [name for name in asked if sizes[name] <= max_bytes]
        output, place = self._batch("--batch", wanted), 0
        for name in wanted:
            start = output.index(b"\n", place) + 1
            place = start + sizes[name]
            found[name] = output[start:place]
            place += 1
        return found

    def _batch(self, option: str, names: list[str]) -> bytes:
        if not names:
            return b""
        return self._output(("cat-file", option, "--buffer"), "".join(f"{name}\n" for name in names).encode())

    def _output(self, arguments: tuple[str, ...], sent: bytes) -> bytes:
        ended = self._run(arguments, sent)
        if ended.returncode:
            raise self.failed(reason_of(ended.stderr))
        return ended.stdout

    def failed(self, reason: str) -> GitFailed:
        """The error for an object that cannot be read; in a partial clone, with what brings it."""
        if self.ask("config", "--get-regexp", r"^remote\..*\.promisor$"):
            return GitFailed(
                "this clone is partial, and what the catalog needs is not here; "
                "get it with: git fetch --refetch --no-filter"
            )
        return GitFailed(f"git cannot read {self.folder}: {reason}")

    def _run(self, arguments: tuple[str, ...], sent: bytes) -> "subprocess.CompletedProcess[bytes]":
        return run(
            (self.program, f"--git-dir={self.folder}", "--literal-pathspecs", "--no-pager", *arguments),
            self.environment,
            sent,
        )


def find_repository(folder: Path, environment: Mapping[str, str], here: Path) -> Repository:
    """The repository that a folder lies in, or the one that a hook's environment names for it.

    `here` is the working directory, from which paths in the environment count. A hook runs with the address
    of its own repository, and sometimes of objects that only it can see. They count if the folder lies in
    that repository, or in none. Raises GitFailed.
    """
    program = shutil.which("git", path=environment.get("PATH"))
    if program is None:
        raise GitFailed("there is no program 'git' on the path, and git: references are read with it")
    plain = {**environment, **_OURS}
    for name in _OF_ONE_REPOSITORY:
        plain.pop(name, None)
    found = _discovered(program, ("-C", str(folder)), plain)
    stated = environment.get("GIT_DIR")
    if stated is not None:
        theirs = plain | {name: value for name, value in environment.items() if name in _OBJECTS}
        meant = _discovered(program, (f"--git-dir={here / stated}",), theirs)
        if isinstance(meant, Repository) and not (
            isinstance(found, Repository) and meant.folder != found.folder
        ):
            tree = environment.get("GIT_WORK_TREE")
            top = found.work_tree if isinstance(found, Repository) else tree and Path(os.path.realpath(tree))
            return Repository(program=program, folder=meant.folder, work_tree=top or None, environment=theirs)
    if isinstance(found, Repository):
        return found
    raise GitFailed(_refusal(folder, found))


def _discovered(program: str, where: tuple[str, ...], environment: Mapping[str, str]) -> Repository | str:
    """The repository, or what git says instead."""
    ended = run((program, *where, "rev-parse", "--is-inside-work-tree", "--absolute-git-dir"), environment)
    if ended.returncode:
        return reason_of(ended.stderr)
    inside, _, folder = _text(ended.stdout).removesuffix("\n").partition("\n")
    top: Path | None = None
    if inside == "true" and where[0] == "-C":
        shown = run((program, *where, "rev-parse", "--show-toplevel"), environment)
        top = None if shown.returncode else Path(os.path.realpath(_text(shown.stdout).removesuffix("\n")))
    return Repository(
        program=program, folder=Path(os.path.realpath(folder)), work_tree=top, environment=environment
    )


def _refusal(folder: Path, reason: str) -> str:
    if "dubious ownership" in reason:
        quoted = reason.partition("'")[2].rpartition("'")[0]
        return (
            f"git refuses to read {quoted}, which belongs to another user; if you trust it: "
            f"git config --global --add safe.directory {quoted}"
        )
    if "not a git repository" in reason:
        return f"{folder} lies in no git repository, so a git: reference means nothing there"
    return f"git cannot read the repository of {folder}: {reason}"


def run(
    command: tuple[str, ...], environment: Mapping[str, str], sent: bytes = b""
) -> "subprocess.CompletedProcess[bytes]":
    """Run git to its end. Raises GitFailed when it does not start, or does not end."""
    try:
        return subprocess.run(
            command, input=sent, capture_output=True, env=environment, timeout=TIMEOUT_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise GitFailed(f"git did not answer within {TIMEOUT_SECONDS} seconds") from None
    except OSError as error:
        raise GitFailed(f"git does not start: {(error.strerror or 'unknown reason').lower()}") from None


def reason_of(stderr: bytes) -> str:
    """The sentence in which git says why it has failed."""
    lines = [line.strip() for line in _text(stderr).splitlines() if line.strip()]
    fatal = [line for line in lines if line.startswith(("fatal:", "error:"))]
    found = (fatal or lines or ["no reason is given"])[0]
    return found.removeprefix("fatal:").removeprefix("error:").strip()


def _text(content: bytes) -> str:
    """Names in a repository are bytes; those that are not UTF-8 come back as they were when they are used."""
    return content.decode("utf-8", "surrogateescape")
