"""A sign of life on long work: only when somebody watches standard error, and only when it takes a while."""

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Final

MANY_FILES: Final = 1_500
"""About a second of checking."""
MANY_BYTES: Final = 50_000_000
"""About a second of judging payloads."""


def _is_watched() -> bool:
    return sys.stderr is not None and sys.stderr.isatty()


def while_checking(files: int) -> AbstractContextManager[object]:
    """Wraps the check of so many files."""
    if files < MANY_FILES or not _is_watched():
        return nullcontext()
    from rich.console import Console

    return Console(stderr=True).status(f"checking {files:,} files")


@contextmanager
def while_reading(total_bytes: int | None) -> Iterator[Callable[[int], None]]:
    """Gives a function that hears how many bytes were read; None bytes in all: nothing is shown."""
    if total_bytes is None or total_bytes < MANY_BYTES or not _is_watched():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("judging"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=total_bytes)
        yield lambda read: progress.update(task, advance=read)


@contextmanager
def while_scanning() -> Iterator[Callable[[int], Callable[[int], None]]]:
    """Gives a function that hears how many files there are, and gives what hears how many are done."""
    if not _is_watched():
        yield lambda _: lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("reading"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:

        def started(files: int) -> Callable[[int], None]:
            if files < MANY_FILES:
                return lambda _: None
            task = progress.add_task("", total=files)
            return lambda done: progress.update(task, advance=done)

        yield started
