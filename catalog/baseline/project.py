"""The settings of a repository that uses a catalog: rollcall.toml, or [tool.rollcall] in pyproject.toml."""

import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

from catalog.baseline.checkout import upwards
from catalog.baseline.enforcement import FORMAT, Enforcement, NoEnforcement, enforcement
from catalog.errors import CatalogError
from catalog.model.nearest import nearest

OWN_FILE: Final = "rollcall.toml"
SHARED_FILE: Final = "pyproject.toml"
_KEYS: Final = ("catalog", "source", "scan", "gen", "enforce")
_LINE: Final = re.compile(r"\(at line ([0-9]+),")
"""Where tomllib says that it stopped; it says "at end of document" otherwise."""


class WrongProject(CatalogError):
    """A project's settings cannot be read, or say what means nothing; `line` None is the whole file."""

    def __init__(self, path: Path, line: int | None, reason: str) -> None:
        self.path = path
        self.line = line
        super().__init__(f"{path}{'' if line is None else f':{line}'}: {reason}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """What a repository says of itself: its catalog, its name, what is scanned, generated and enforced.

    `catalog` is a reference as it was written; paths in it count from the folder of `file`. `scan` and `gen`
    are tables that the scanner and the generators read. `enforce` is by family or id of a rule.
    """

    file: Path
    catalog: str | None
    source: str | None
    scan: Mapping[str, object]
    gen: Mapping[str, object]
    enforce: Mapping[str, Enforcement]
    text: str
    """The file's own text, for the lines of what is wrong in it."""

    @property
    def folder(self) -> Path:
        """Where its paths begin."""
        return self.file.parent

    def wrong(self, key: str, reason: str) -> WrongProject:
        """The error for one of its values, by the value's key."""
        return WrongProject(self.file, line_of(self.text, key), reason)


def find_project(here: Path) -> Project | None:
    """The nearest settings from a folder upwards, inside its checkout. Raises WrongProject."""
    for folder in upwards(here):
        found = read_project(folder)
        if found is not None:
            return found
    return None


def read_project(folder: Path) -> Project | None:
    """The settings in a folder: in a file of their own, else in pyproject.toml. Raises WrongProject."""
    own = _text_of(folder / OWN_FILE)
    return project_of(folder, own, None if own is not None else _text_of(folder / SHARED_FILE))


def project_of(folder: Path, own: str | None, shared: str | None) -> Project | None:
    """The settings that the texts of a folder's two files hold; None is a file that is not there.

    Raises WrongProject.
    """
    if own is not None:
        return _project(folder / OWN_FILE, own, _tables(folder / OWN_FILE, own))
    # What does not name us is not ours to judge.
    if shared is None or "rollcall" not in shared:
        return None
    tool = _tables(folder / SHARED_FILE, shared).get("tool")
    table = tool.get("rollcall") if isinstance(tool, dict) else None
    return _project(folder / SHARED_FILE, shared, table) if isinstance(table, dict) else None


def require_known(project: Project, rules: Collection[str]) -> None:
    """Raise WrongProject when `enforce` names no rule and no family; `rules` are the ids of all of them."""
    known = {*rules, *(rule.partition("/")[0] for rule in rules)}
    for name in project.enforce:
        if name not in known:
            near = nearest(name, known)
            families = ", ".join(sorted(one for one in known if "/" not in one and one != FORMAT))
            right = f"did you mean '{near[0]}'" if near else f"known families: {families}"
            raise project.wrong(name, f"there is no rule and no family '{name}' to enforce; {right}")


def _project(file: Path, text: str, table: Mapping[str, object]) -> Project:
    for key in table:
        if key not in _KEYS:
            near = nearest(key, _KEYS)
            right = f"did you mean '{near[0]}'" if near else f"known here: {', '.join(_KEYS)}"
            raise WrongProject(file, line_of(text, key), f"unknown key '{key}'; {right}")
    return Project(
        file=file,
        catalog=_text_in(file, text, table, "catalog", "a folder, a release file or another reference"),
        source=_text_in(file, text, table, "source", "the name under which this repository sends"),
        scan=_table_in(file, text, table, "scan"),
        gen=_table_in(file, text, table, "gen"),
        enforce=_enforce(file, text, _table_in(file, text, table, "enforce")),
        text=text,
    )


def _text_in(file: Path, text: str, table: Mapping[str, object], key: str, meaning: str) -> str | None:
    found = table.get(key)
    if found is None or (isinstance(found, str) and found.strip()):
        return found
    raise WrongProject(file, line_of(text, key), f"'{key}' is text: {meaning}")


def _table_in(file: Path, text: str, table: Mapping[str, object], key: str) -> Mapping[str, object]:
    found = table.get(key, {})
    if not isinstance(found, dict):
        raise WrongProject(file, line_of(text, key), f"'{key}' is a table; write [{key}] and its keys below")
    return MappingProxyType(found)


def _enforce(file: Path, text: str, table: Mapping[str, object]) -> Mapping[str, Enforcement]:
    found: dict[str, Enforcement] = {}
    for name, value in table.items():
        if name.partition("/")[0] == FORMAT:
            raise WrongProject(
                file, line_of(text, name), "a file that cannot be read is an error everywhere; leave it out"
            )
        try:
            found[name] = enforcement(value)
        except NoEnforcement as error:
            raise WrongProject(file, line_of(text, name), f"'{name}' {error}") from None
    return MappingProxyType(found)


def line_of(text: str, key: str) -> int | None:
    """The line that gives a key its value, or that begins the key's table; None when neither is found."""
    name = re.escape(key)
    # A key stands bare or in quotes, alone or behind a dot, before `=` or in a table's header.
    value = re.compile(rf"""^[^#\n]*?(?<![\w-])["']?{name}["']?\s*=""", re.MULTILINE)
    header = re.compile(rf"""^\s*\[[^\]\n]*(?<![\w-])["']?{name}["']?\s*\]""", re.MULTILINE)
    found = value.search(text) or header.search(text)
    return None if found is None else text.count("\n", 0, found.end()) + 1


def _text_of(path: Path) -> str | None:
    try:
        content = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise WrongProject(path, None, (error.strerror or "unreadable").lower()) from None
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise WrongProject(path, line, "not TOML, which is UTF-8") from None


def _tables(path: Path, text: str) -> dict[str, object]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _LINE.search(str(error))
        line = int(found.group(1)) if found else text.count("\n") + 1
        raise WrongProject(path, line, "not TOML, so nothing says which catalog is meant") from None
    except RecursionError:
        raise WrongProject(path, None, "not TOML that anybody writes: nested too deeply") from None
