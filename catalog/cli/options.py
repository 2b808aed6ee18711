"""Options that several commands have, so that they are spelled and explained once."""

from collections.abc import Callable
from typing import TypeVar

import click

_F = TypeVar("_F", bound=Callable[..., object])


def catalog_option(function: _F) -> _F:
    """`--catalog REF`."""
    return click.option(
        "--catalog",
        "catalog",
        metavar="REF",
        help="The catalog: a folder, a release file, git:REV[:PATH] or https://REGISTRY/PRODUCT. "
        "[default: from rollcall.toml or pyproject.toml, else ./events]",
    )(function)


def format_option(*formats: str) -> Callable[[_F], _F]:
    """`--format`, the first one being the default; a command that has only one need not hear of it."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(formats),
        default=formats[0],
        expose_value=len(formats) > 1,
        show_default=True,
        help="How the answer is written.",
    )
