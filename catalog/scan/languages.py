"""The table of languages: which files are theirs, and the front end that reads them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from catalog.scan import javascript, python
from catalog.scan.facts import FileFacts
from catalog.scan.javascript.grammar import is_javascript
from catalog.scan.python.modules import modules_of as python_modules
from catalog.scan.python.path import is_python
from catalog.scan.tree import Tree


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """One front end. `names` are those that its facts give themselves."""

    names: tuple[str, ...]
    is_source: Callable[[str], bool]
    read: Callable[[bytes, str, frozenset[str]], FileFacts]
    modules: Callable[[str, str, Tree], tuple[str, ...]]
    """The files that an import of a module can mean: module, importing file, tree."""


def _javascript_modules(_module: str, _importer: str, _tree: Tree) -> tuple[str, ...]:
    return ()


LANGUAGES: Final = (
    Language(names=("python",), is_source=is_python, read=python.read, modules=python_modules),
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
