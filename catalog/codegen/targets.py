"""The languages that trackers are written in: one line each."""

from collections.abc import Callable
from typing import Final

from catalog.codegen.output import Files
from catalog.codegen.plan.tracker import Plan
from catalog.codegen.python.render import render as render_python
from catalog.codegen.shape import Shape
from catalog.codegen.typescript.render import render as render_typescript

Render = Callable[[Plan, Shape], Files]
"""Gives the files of a tracker; raises NoSuchShape."""

TARGETS: Final[dict[str, Render]] = {
    "python": render_python,
    "typescript": render_typescript,
}
