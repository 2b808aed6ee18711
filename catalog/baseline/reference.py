"""The grammar of references: which catalog a text means, without reading it."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from catalog.errors import CatalogError


class NoReference(CatalogError):
    """A text that refers to no catalog."""

    def __init__(self, text: str, reason: str) -> None:
        self.text = text
        self.reason = reason
        super().__init__(f"{text}: {reason}" if text else reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """A catalog's folder on disk."""

    path: Path

    def __str__(self) -> str:
        return str(self.path)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseFile:
    """A release file on disk."""

    path: Path

    def __str__(self) -> str:
        return str(self.path)


@dataclass(frozen=True, slots=True, kw_only=True)
class Git:
    """A catalog in a commit.

    `path` counts from the top of the repository, or from our folder when it begins with `./` or `../`; the
    top itself is "". None is the folder that the current catalog has.
    """

    revision: str
    path: str | None

    def __str__(self) -> str:
        return f"git:{self.revision}" if self.path is None else f"git:{self.revision}:{self.path}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Remote:
    """A catalog in a registry: its newest release, a numbered one, or a proposal."""

    registry: str
    """The address that the product's name follows, without a `/` at its end."""
    product: str
    release: int | None
    proposal: str | None

    def __str__(self) -> str:
        which = f"@{self.release}" if self.release is not None else ""
        return f"{self.registry}/{self.product}{which or (f'#{self.proposal}' if self.proposal else '')}"


Reference = Folder | ReleaseFile | Git | Remote

_BRACES: Final = re.compile(r"\{[^}]*\}")
_SCHEME: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://")
_REMOTE: Final = re.compile(
    r"(?P<registry>https?://(?P<host>\[[0-9A-Fa-f:.]+\]|[^\s/?#@:\[\]]+)(?::[0-9]{1,5})?(?:/[^\s/?#@]+)*)"
    r"/(?P<product>[a-z0-9][a-z0-9_-]*)(?:@(?P<release>[1-9][0-9]{0,8})|#(?P<proposal>[A-Za-z0-9_-]{1,64}))?/?"
)
_USER: Final = re.compile(r"//[^/]*@")
_LOOPBACK: Final = re.compile(r"localhost|127(?:\.[0-9]{1,3}){3}|\[::1\]", re.IGNORECASE)


def parse_reference(text: str, here: Path) -> Reference:
    """What a text refers to; raises NoReference. Of the disk, only whether there is such a file is looked at.

    The form decides, whatever lies on disk: in a checkout that somebody else has written, no folder named
    `git:main` can stand in for the branch. Such a folder is `./git:main`.
    """
    if not text.strip():
        raise NoReference("", "a reference is empty; name a folder, a release file or git:REV")
    if "\0" in text:
        raise NoReference(text, "no reference holds a null character")
    if text.startswith("git:"):
        return _git(text)
    scheme = _SCHEME.match(text)
    if scheme is not None:
        return _remote(text, scheme[1].lower())
    path = Path(text)
    return ReleaseFile(path=path) if _is_file(here / path) else Folder(path=path)


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a name that is too long, or a folder that may not be looked into
        return False


def _git(text: str) -> Git:
    """`git:REV[:PATH]`: the first colon outside braces ends REV, as in git; inside, a time may have one."""
    revision, path = text.removeprefix("git:"), None
    depth = 0
    for index, character in enumerate(revision):
        depth += {"{": 1, "}": -1}.get(character, 0)
        if character == ":" and depth <= 0:
            revision, path = revision[:index], revision[index + 1 :]
            break
    if not revision:
        raise NoReference(text, "no revision after 'git:'; write git:REV or git:REV:PATH, such as git:main")
    if revision.startswith("-"):
        raise NoReference(text, f"no revision of git begins with '-', as '{revision}' does")
    if ".." in _BRACES.sub("", revision):
        raise NoReference(text, f"'{revision}' is a range; name one revision")
    return Git(revision=revision, path=None if path is None else _path_in_tree(text, path))


def _path_in_tree(text: str, path: str) -> str:
    if path.startswith("/"):
        raise NoReference(
            text, "a path in a commit counts from the top of the repository, without a first '/'"
        )
    from_here = path in (".", "..") or path.startswith(("./", "../"))
    parts = [part for part in path.split("/") if part not in ("", ".")]
    if ".." in parts and not from_here:
        raise NoReference(text, "'..' has a meaning only at the beginning of a path that counts from here")
    return ("./" if from_here else "") + "/".join(parts)


def _remote(text: str, scheme: str) -> Remote:
    if scheme not in ("http", "https"):
        raise NoReference(
            text,
            f"no reference begins with '{scheme}://'; a folder, a release file, git:REV or https:// does",
        )
    if _USER.search(text):
        raise NoReference(
            _USER.sub("//***@", text),
            "a reference holds no user and no password; the registry's client knows them",
        )
    found = _REMOTE.fullmatch(scheme + text[len(scheme) :])
    if found is None:
        raise NoReference(
            text,
            "a registry's catalog is https://REGISTRY/PRODUCT, then @RELEASE or #PROPOSAL where one is meant",
        )
    if scheme == "http" and not _LOOPBACK.fullmatch(found["host"]):
        raise NoReference(text, "http:// is read from this machine only; write https://")
    release = found["release"]
    return Remote(
        registry=found["registry"],
        product=found["product"],
        release=None if release is None else int(release),
        proposal=found["proposal"],
    )
