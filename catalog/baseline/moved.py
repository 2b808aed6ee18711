"""Where a catalog lies in a commit: where it was said to, where it is today, or where a move took it from."""

import os
from pathlib import Path

from catalog.baseline.reference import Git, NoReference
from catalog.baseline.tree import CommitTree, Found
from catalog.errors import CatalogError
from catalog.loading.document import Defect, read_document
from catalog.loading.folder import SETTINGS_FILE, read_source
from catalog.model.nearest import nearest


class NotInRevision(CatalogError):
    """A commit that has no catalog where one is looked for; `candidates` are where it has some."""

    def __init__(self, reference: str, reason: str, candidates: tuple[str, ...] = ()) -> None:
        self.candidates = candidates
        super().__init__(f"{reference}: {reason}")


def folder_in(tree: CommitTree, reference: Git, here: Path, catalog: Path) -> tuple[Found, str | None]:
    """What a reference leads to in a commit, and a remark when that is not the folder it was looked for in.

    `catalog` is the folder that the current catalog has. Raises NotInRevision.
    """
    if reference.path is not None:
        return _named(tree, reference, here), None
    wanted = _from_top(tree, catalog, reference)
    found = tree.find(wanted)
    if found is not None and found.entry.is_tree and tree.find(f"{wanted}/{SETTINGS_FILE}") is not None:
        return found, None
    origin = _moved_from(tree, reference, wanted, catalog)
    found = tree.find(origin)
    assert found is not None  # it was listed
    return found, f"the catalog in '{wanted}' is in '{origin}' at {reference.revision}"


def _named(tree: CommitTree, reference: Git, here: Path) -> Found:
    path = reference.path or ""
    if path.startswith("./"):
        path = _from_top(tree, Path(os.path.normpath(here / path)), reference)
    found = tree.find(path)
    if found is None:
        folders = tree.folders_with_settings()
        near = nearest(path, folders)
        right = f"did you mean git:{reference.revision}:{near[0]}" if near else _known(folders)
        raise NotInRevision(str(reference), f"there is no '{path}' in that commit; {right}", tuple(folders))
    return found


def _known(folders: list[str]) -> str:
    if not folders:
        return f"it has no {SETTINGS_FILE} anywhere"
    shown = ", ".join(f"'{folder}'" for folder in folders[:3])
    return f"its catalogs are in {shown}{' and others' if len(folders) > 3 else ''}"


def _from_top(tree: CommitTree, folder: Path, reference: Git) -> str:
    """A folder as seen from the top of the repository."""
    path = tree.repository.path_of(folder)
    if path is not None:
        return path
    top = tree.repository.work_tree
    where = f"{folder} lies outside the repository {top}"
    if top is None:
        where = "this repository has no files of its own"
    raise NoReference(str(reference), f"{where}; say where: git:{reference.revision}:PATH")


def _moved_from(tree: CommitTree, reference: Git, wanted: str, catalog: Path) -> str:
    """The folder that a catalog was moved from, by its product, else by being the only one that is gone.

    A folder that is still there has not been moved: its catalog is another one.
    """
    top = tree.repository.work_tree
    there = tree.folders_with_settings()
    gone = [folder for folder in there if top is None or not (top / folder / SETTINGS_FILE).is_file()]
    product = _product(read_source(catalog / SETTINGS_FILE))
    settings = tree.settings_of(gone)
    same = [folder for folder in gone if product and _product(settings.get(folder, b"")) == product]
    candidates = same or gone
    if len(candidates) == 1:
        return candidates[0]
    where = f"there is no catalog in '{wanted or '.'}' in that commit"
    if not candidates:
        raise NotInRevision(
            str(reference), f"{where}, and none that was moved; {_known(there)}", tuple(there)
        )
    named = " or ".join(f"git:{reference.revision}:{folder}" for folder in candidates[:5])
    raise NotInRevision(
        str(reference),
        f"{where}, and {len(candidates)} may have been moved; name the one that is meant: {named}",
        tuple(candidates),
    )


def _product(content: bytes | Defect) -> str | None:
    """The product in a catalog.yaml, if it can be read."""
    if isinstance(content, Defect):
        return None
    data = read_document(content).data
    found = data.get("product") if isinstance(data, dict) else None
    return found if isinstance(found, str) else None
