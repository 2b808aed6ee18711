"""What a repository enforced at the commit that it is compared with, before a branch made it milder."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from catalog.baseline.enforcement import Enforcement
from catalog.baseline.git import GitFailed
from catalog.baseline.project import OWN_FILE, SHARED_FILE, Project, WrongProject, project_of
from catalog.baseline.reference import Git, Reference
from catalog.baseline.surroundings import Surroundings
from catalog.baseline.tree import CommitTree

_MAX_BYTES: Final = 1 << 20


def formerly_enforced(
    reference: Reference, project: Project, around: Surroundings
) -> Mapping[str, Enforcement] | None:
    """`enforce` as the project's folder had it at a commit; empty where it had none that can be read.

    None where the reference is no commit, so that nothing says what was enforced before.
    """
    if not isinstance(reference, Git):
        return None
    try:
        repository = around.repository()
        commit = repository.commit(reference.revision)
        folder = repository.path_of(project.folder)
        if commit is None or folder is None:
            return {}
        tree = CommitTree(repository, commit)
        texts = [_text(tree, f"{folder}/{name}") for name in (OWN_FILE, SHARED_FILE)]
        before = project_of(Path(folder), *texts)
    except (GitFailed, WrongProject):
        return {}
    return {} if before is None else before.enforce


def _text(tree: CommitTree, path: str) -> str | None:
    found = tree.find(path)
    if found is None or not found.entry.is_blob:
        return None
    content = tree.content(found.entry, _MAX_BYTES)
    try:
        return None if content is None else content.decode("utf-8")
    except UnicodeDecodeError:
        return None
