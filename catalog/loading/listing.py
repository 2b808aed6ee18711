"""A catalog whose files somebody has read already, wherever they lay: in a commit, or in an archive."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from catalog.loading.document import Defect
from catalog.loading.folder import NO_FILE, Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One name in a folder of a listing."""

    name: str
    is_folder: bool

    def is_dir(self, *, follow_symlinks: bool = True) -> bool:
        """Whether it is a folder; links have been followed."""
        return self.is_folder

    def is_symlink(self) -> bool:
        """Never: links have been followed."""
        return False


class Listing:
    """Files by path, with `/`, from the catalog's folder: each one's bytes, or why it cannot be read.

    A path with a defect that is no YAML file is a folder that nothing can be read through. Of files that are
    no YAML only the names count.
    """

    def __init__(self, shown: str, files: Mapping[str, bytes | Defect]) -> None:
        self.shown = shown
        self._files = dict(files)
        self._folders: dict[str, dict[str, bool]] = {"": {}}
        for path, content in self._files.items():
            top, _, rest = path.partition("/")
            second, _, deeper = rest.partition("/")
            is_fault = isinstance(content, Defect) and not path.endswith((".yaml", ".yml"))
            self._folders[""][top] = bool(rest) or is_fault or self._folders[""].get(top, False)
            if rest:
                names = self._folders.setdefault(top, {})
                names[second] = bool(deeper) or is_fault or names.get(second, False)

    def entries(self, folder: str) -> Sequence[Entry]:
        """What lies in a folder."""
        names = self._folders.get(folder, {})
        return [Listed(name=name, is_folder=names[name]) for name in sorted(names)]

    def fault(self, folder: str, entry: Entry) -> Defect | None:
        """Why a folder could not be listed."""
        content = self._files.get(f"{folder}/{entry.name}" if folder else entry.name)
        return content if isinstance(content, Defect) else None

    def yaml_below(self, folder: str) -> Iterable[str]:
        """The YAML files anywhere below a folder."""
        return sorted(
            path for path in self._files if path.startswith(f"{folder}/") and path.endswith((".yaml", ".yml"))
        )

    def read(self, path: str) -> bytes | Defect:
        """The content; of a folder in a file's place there is none."""
        return self._files.get(path, NO_FILE)
