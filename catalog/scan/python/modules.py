"""The files that an import of a Python file can mean."""

from collections.abc import Iterator
from itertools import takewhile
from typing import Protocol


class Tree(Protocol):
    """The names of the files of a tree; paths have `/`."""

    def has(self, path: str) -> bool:
        """Whether there is a file under this path."""

    def called(self, name: str) -> tuple[str, ...]:
        """Every file with this name, whatever its folder."""


class Modules:
    """Answers for one tree."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree

    def of(self, module: str, importer: str) -> tuple[str, ...]:
        """Paths of a module, several where nothing tells which is meant; none when it is not in the tree."""
        return _modules_of(module, importer, self._tree)


def _modules_of(module: str, importer: str, tree: Tree) -> tuple[str, ...]:
    parts = module.lstrip(".").split(".") if module.strip(".") else []
    dots = len(module) - len(module.lstrip("."))
    if dots:
        folder = importer.rpartition("/")[0]
        for _ in range(dots - 1):
            if not folder:
                return ()
            folder = folder.rpartition("/")[0]
        return tuple(path for path in _files(folder, parts) if tree.has(path))[:1]
    found: dict[str, str] = {}
    for root, path in _everywhere(parts, tree):
        found.setdefault(root, path)
    if not found:
        return ()
    near = {root: _shared(root, importer) for root in found}
    nearest = max(near.values())
    return tuple(sorted(found[root] for root, shared in near.items() if shared == nearest))


def _files(folder: str, parts: list[str]) -> Iterator[str]:
    path = "/".join((*([folder] if folder else ()), *parts))
    if parts:
        yield f"{path}.py"
        yield f"{path}.pyi"
    yield f"{path}/__init__.py" if path else "__init__.py"


def _everywhere(parts: list[str], tree: Tree) -> Iterator[tuple[str, str]]:
    """The folder that a module is found from, and its path, for every such folder."""
    for name in (f"{parts[-1]}.py", "__init__.py", f"{parts[-1]}.pyi"):
        below = parts if name == "__init__.py" else parts[:-1]
        end = "/".join((*below, name))
        for path in tree.called(name):
            if path == end or path.endswith("/" + end):
                root = path[: -len(end)].rstrip("/")
                # A folder inside a package is not where absolute imports begin.
                if not tree.has(f"{root}/__init__.py" if root else "__init__.py"):
                    yield root, path


def _shared(root: str, importer: str) -> tuple[int, int]:
    """How near a folder is to a file: parts in common, then how shallow it lies."""
    ours, theirs = root.split("/") if root else [], importer.split("/")
    shared = takewhile(lambda pair: pair[0] == pair[1], zip(ours, theirs, strict=False))
    return len(tuple(shared)), -len(ours)
