"""The commit that a revision means; and when there is none, the exact command that brings it."""

import re
import shlex
from typing import Final

from catalog.baseline.git import Repository
from catalog.errors import CatalogError
from catalog.model.nearest import nearest


class UnknownRevision(CatalogError):
    """A revision that names no commit here; `advice` says what to do about it."""

    def __init__(self, revision: str, advice: str) -> None:
        self.revision = revision
        self.advice = advice
        super().__init__(f"git:{revision}: {advice}")


_OBJECT_NAME: Final = re.compile(r"[0-9a-f]{7,64}")
_STEPS: Final = re.compile(r"(?:~[0-9]*|\^[0-9]*)+\Z")
_BRACED: Final = re.compile(r"[@^]\{[^}]*\}\Z")


def commit_of(repository: Repository, revision: str) -> str:
    """The full name of the commit that a revision means. Raises UnknownRevision."""
    found = repository.commit(revision)
    if found is None:
        raise UnknownRevision(revision, _advice(repository, revision))
    return found


def _advice(repository: Repository, revision: str) -> str:
    names = _names(repository)
    if not names and repository.commit("HEAD") is None:
        return "the repository has no commit yet; commit the catalog first"
    # Of a full name, rev-parse does not look whether there is such an object.
    name = repository.ask("rev-parse", "--verify", "--quiet", "--end-of-options", revision)
    if name is not None and repository.ask("cat-file", "-e", name) is not None:
        return "this names no commit, and a catalog is read from one"
    remotes = (repository.ask("remote") or "").split()
    is_shallow = repository.ask("rev-parse", "--is-shallow-repository") == "true"
    steps = _STEPS.search(revision)
    if steps and repository.commit(revision[: steps.start()] or "HEAD") is not None:
        return _without_history(revision[: steps.start()] or "HEAD", steps[0], is_shallow=is_shallow)
    if _BRACED.search(revision):
        said = repository.why("rev-parse", "--verify", "--end-of-options", f"{revision}^{{commit}}")
        if "upstream" in said:
            return f"{said}; name one with: git branch --set-upstream-to=REMOTE/BRANCH"
        return f"git finds no commit there: {said}"
    name = revision[: steps.start()] if steps else revision
    name = name.removeprefix("refs/remotes/").removeprefix("refs/heads/")
    return _unknown_name(name, names, remotes, is_shallow=is_shallow)


def _names(repository: Repository) -> tuple[str, ...]:
    """Every branch, remote branch and tag, as one would write it."""
    listed = repository.ask(
        "for-each-ref", "--format=%(refname:lstrip=2)", "refs/heads", "refs/remotes", "refs/tags"
    )
    return tuple((listed or "").splitlines())


def _without_history(name: str, steps: str, *, is_shallow: bool) -> str:
    if not is_shallow:
        return f"'{name}' has no such ancestor; its history is shorter"
    counts = re.findall(r"~([0-9]*)|\^1?(?![0-9])", steps)
    depth = sum(int(count) if count else 1 for count in counts)
    is_straight = re.fullmatch(r"(?:~[0-9]*|\^1?)+", steps) is not None
    command = f"git fetch --deepen={depth}" if is_straight and depth else "git fetch --unshallow"
    return f"this clone is shallow and has no such ancestor of '{name}'; get it with: {command}"


def _unknown_name(name: str, names: tuple[str, ...], remotes: list[str], *, is_shallow: bool) -> str:
    how = "this clone is shallow and has no" if is_shallow else "there is no"
    depth = "--depth=1 " if is_shallow else ""
    if _OBJECT_NAME.fullmatch(name):
        where = remotes[0] if remotes else ""
        known = f"; get it with: git fetch {depth}{where} {name}" if where and len(name) >= 40 else ""
        more = "; a commit that is not here is fetched by its full name" if where and not known else ""
        return f"{how} commit '{name}'{known}{more}"
    remote, slash, branch = name.partition("/")
    if slash and remote in remotes:
        near = "" if is_shallow else _near(name, names)
        return f"{how} branch '{name}'{near}; get it with: {_fetch(remote, branch, depth)}"
    if slash and remote in ("origin", "upstream") and remote not in remotes:
        known = f"its remotes are: {', '.join(remotes)}" if remotes else "this repository has no remote"
        return f"there is no remote '{remote}'; {known}"
    for one in remotes:
        if f"{one}/{name}" in names:
            return f"there is no branch '{name}' here; did you mean git:{one}/{name}"
    # A shallow clone lacks most names, so that a near one is hardly ever the one that is meant.
    near = "" if is_shallow and remotes else _near(name, names)
    if not remotes:
        return f"there is no branch, tag or commit '{name}'{near}"
    one = "origin" if "origin" in remotes else remotes[0]
    tag = f"git fetch {depth}{one} tag {shlex.quote(name)}"
    return (
        f"{how} branch, tag or commit '{name}'{near}; "
        f"get a tag with: {tag}; a branch with: {_fetch(one, name, depth)}, then it is git:{one}/{name}"
    )


def _near(name: str, names: tuple[str, ...]) -> str:
    found = nearest(name, names)
    return f"; did you mean git:{found[0]}" if found else ""


def _fetch(remote: str, branch: str, depth: str) -> str:
    """Names both ends: a clone of one branch, as CI jobs make it, would not keep another one's name."""
    both = f"+refs/heads/{branch}:refs/remotes/{remote}/{branch}"
    return f"git fetch {depth}{remote} {shlex.quote(both)}"
