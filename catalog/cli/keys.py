"""The deployment's keys on the command line: a file's name, never a key."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, TypeVar

import click

from catalog.privacy.keys import KeyMissing, Keyring, KeysUnusable, read_keys

_F = TypeVar("_F", bound=Callable[..., object])

MAX_KEY_FILE_BYTES: Final = 1_048_576


def keys_option(function: _F) -> _F:
    """`--keys FILE`."""
    return click.option(
        "--keys",
        "keys",
        metavar="FILE",
        envvar="ROLLCALL_KEYS",
        show_envvar=True,
        help="The file with the deployment's hash keys.",
    )(function)


@contextmanager
def telling_how_to_name_keys() -> Iterator[None]:
    """Says of missing keys how a command gets them. Raises KeysUnusable in the place of KeyMissing."""
    try:
        yield
    except KeyMissing as error:
        raise KeysUnusable(f"{error} with --keys, or in ROLLCALL_KEYS") from None


def read_key_file(name: str | None) -> Keyring | None:
    """The keys of a file; None when none is named. Raises KeysUnusable with the file's name, OSError."""
    if name is None:
        return None
    with Path(name).open("rb") as file:
        content = file.read(MAX_KEY_FILE_BYTES + 1)
    if len(content) > MAX_KEY_FILE_BYTES:
        raise KeysUnusable(f"{name}: larger than {MAX_KEY_FILE_BYTES} bytes, so it is no key file")
    try:
        return read_keys(content)
    except KeysUnusable as error:
        raise KeysUnusable(f"{name}: {error}") from None
