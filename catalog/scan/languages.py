"""The table of languages: which files are theirs, and the front end that reads them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol

from catalog.scan import javascript, python
from catalog.scan.facts import FileFacts
from catalog.scan.javascript.grammar import is_javascript
from catalog.scan.javascript.modules import Modules as JavascriptModules
from catalog.scan.python.modules import Modules as PythonModules
from catalog.scan.python.path import is_python
from catalog.scan.tree import Tree


class Read(Protocol):
    """A front end: reads one file."""

    def __call__(
        self,
        content: bytes,
        path: str,
        callees: frozenset[str],
        others: frozenset[str],
        trackers: frozenset[str],
        *,
        is_whole: bool,
    ) -> FileFacts:
        """The facts of a file: with all its constants if `is_whole`, else at least those its calls need."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """One front end. `names` are those that its facts give themselves."""

    names: tuple[str, ...]
    is_source: Callable[[str], bool]
    read: Read
    modules: Callable[[Tree], Callable[[str, str], tuple[str, ...]]]
    """For a tree, what gives the files that an import can mean: of a module and the importing file."""


def _python_modules(tree: Tree) -> Callable[[str, str], tuple[str, ...]]:
    return PythonModules(tree).of


def _javascript_modules(tree: Tree) -> Callable[[str, str], tuple[str, ...]]:
    return JavascriptModules(tree).of


LANGUAGES: Final = (
    Language(names=("python",), is_source=is_python, read=python.read, modules=_python_modules),
    Language(
        names=("javascript", "typescript"),
        is_source=is_javascript,
        read=javascript.read,
        modules=_javascript_modules,
    ),
)


def language_of(path: str) -> Language | None:
    """The language of a file by its name; None where it is none of ours."""
    return next((language for language in LANGUAGES if language.is_source(path)), None)


def language_called(name: str) -> Language:
    """The language that facts name."""
    return next(language for language in LANGUAGES if name in language.names)
