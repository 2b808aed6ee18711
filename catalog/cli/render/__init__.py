"""The formats of a check's report: one file per format, imported when it is asked for."""

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Final

from catalog.cli.report import Report
from catalog.cli.terminal import Paper

Render = Callable[[Report, Paper], Iterator[str]]
"""Writes a report in pieces. Formats for programs do not look at the paper."""

_MODULES: Final = {
    "text": "findings_text",
    "json": "findings_json",
    "github": "github",
    "sarif": "sarif",
    "junit": "junit",
    "md": "markdown",
}
FORMATS: Final = tuple(_MODULES)


def renderer(form: str) -> Render:
    """The renderer of a format."""
    module = import_module(f"{__name__}.{_MODULES[form]}")
    render: Render = module.render
    return render


def for_repository(form: str) -> bool:
    """Whether a format's readers expect paths from the top of the repository."""
    return form in ("github", "sarif")
