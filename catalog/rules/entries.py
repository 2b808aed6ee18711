"""The names in a list: where each stands for the first time, and where again."""

from collections.abc import Iterator, Sequence


def first(names: Sequence[str]) -> Iterator[tuple[int, str]]:
    """The index and the name of every entry that did not stand before it."""
    return ((index, name) for index, name, again in _marked(names) if not again)


def again(names: Sequence[str]) -> Iterator[tuple[int, str]]:
    """The index and the name of every entry that stood before it."""
    return ((index, name) for index, name, again in _marked(names) if again)


def _marked(names: Sequence[str]) -> Iterator[tuple[int, str, bool]]:
    seen: set[str] = set()
    for index, name in enumerate(names):
        yield index, name, name in seen
        seen.add(name)
