"""The shape of the source, as the style guide has it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("catalog", "service")
BANNED_NAMES = {"utils", "util", "helpers", "common", "base", "manager", "misc"}
MAX_LINES = 400

# Start-up time is a promise of the command: the front door catches Ctrl-C during the imports, and a catalog
# that has not changed is reported without loading what would judge it, nor what reads settings it has not.
MAY_IMPORT_LATE = {
    "catalog/cli/__init__.py",
    "catalog/cli/against.py",
    "catalog/cli/checked.py",
    "catalog/cli/last_release.py",
    "catalog/cli/reference.py",
}


def modules() -> list[Path]:
    return sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


each_module = pytest.mark.parametrize("path", modules(), ids=name_of)


@each_module
def test_a_module_has_a_name_of_its_own(path: Path) -> None:
    banned = BANNED_NAMES & {part.removesuffix(".py") for part in path.relative_to(ROOT).parts}
    assert not banned, f"{name_of(path)}: '{banned.pop()}' says nothing; name it for what it holds"


@each_module
def test_a_module_fits_in_the_head(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= MAX_LINES, f"{name_of(path)} has {lines} lines, more than {MAX_LINES}"


@each_module
def test_a_module_says_what_it_is(path: Path) -> None:
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    assert docstring, f"{name_of(path)} has no docstring"


def late_imports(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Every import of our own code inside a function: (line, module)."""
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        for node in ast.walk(function):
            if isinstance(node, ast.ImportFrom) and node.module:
                names = [node.module]
            elif isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            else:
                continue
            yield from ((node.lineno, name) for name in names if name.partition(".")[0] in ROOMS)


@pytest.mark.parametrize("path", [m for m in modules() if name_of(m) not in MAY_IMPORT_LATE], ids=name_of)
def test_a_module_imports_its_own_house_at_the_top(path: Path) -> None:
    late = [
        f"{name_of(path)}:{line} imports {name}"
        for line, name in late_imports(ast.parse(path.read_text("utf-8")))
    ]
    assert not late, "an import inside a function hides a wrong boundary: " + "; ".join(late)


def test_a_late_import_is_seen() -> None:
    source = "import os\ndef f():\n    from catalog.model import types\n    import json\n"
    assert list(late_imports(ast.parse(source))) == [(3, "catalog.model")]


IGNORED_TYPE = re.compile(r"#\s*type:\s*ignore(?:\[[^\]]*\])?(?P<rest>.*)")


@pytest.mark.parametrize("path", [*modules(), *sorted((ROOT / "tests").rglob("*.py"))], ids=name_of)
def test_an_ignored_type_error_gives_its_reason(path: Path) -> None:
    if path == Path(__file__):
        return
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if found := IGNORED_TYPE.search(line):
            assert re.match(r"\s*#\s*\w", found["rest"]), (
                f"{name_of(path)}:{number}: say why after the ignore"
            )
