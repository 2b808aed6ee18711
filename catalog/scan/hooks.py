"""Hooks that give a function that sends events: what their callers name it, `const send = useTelemetry()`."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from catalog.scan.collection import Collection
from catalog.scan.linking import Linker
from catalog.scan.proposal import Proposal
from catalog.scan.sites import Site
from catalog.scan.tree import Tree
from catalog.scan.wrappers import Wrapper, proposal_of, wrappers_in

_HOOK: Final = re.compile(r"use[A-Z]\w*")
_MAX_NAMES: Final = 8
_BOUND: Final = (
    rb"(?:const|let|var)\s+(?:([\w$]+)|\[\s*([\w$]+)[^\]=]*\])\s*(?::[^=\n]{1,80})?=\s*"
    rb"(?:[\w$]+\.)?NAME\s*(?:<[^()\n]{1,80}>)?\("
)


def is_hook(name: str) -> bool:
    """Whether a function is a hook by its name."""
    return _HOOK.fullmatch(name) is not None


def given_by_hooks(
    sites: Iterable[Site], collection: Collection, declared: frozenset[str]
) -> tuple[Proposal, ...]:
    """A sink for each name that callers give a wrapper which a hook gives them.

    The wrapper may have no name, and a member of what the hook gives may be called otherwise than it.
    """
    linker = Linker(collection)
    found = []
    for wrapper in wrappers_in(sites, collection):
        scope = wrapper.function.scope
        if not scope or not is_hook(scope[-1]):
            continue
        made = proposal_of(wrapper, linker)
        if made is None:
            continue
        why = f"is given by '{scope[-1]}', and {made.why}"
        names = [name for name in _names(wrapper, scope[-1], collection.tree) if name not in declared]
        found += [replace(made, callee=name, why=why) for name in names]
    return tuple(found)


def _names(wrapper: Wrapper, hook: str, tree: Tree) -> list[str]:
    """What callers name it, beside its own name."""
    own = wrapper.function.name
    found: dict[str, int] = {}
    for name in (*_bound(hook, tree), *_members(own, wrapper.path, tree)):
        if name != own:
            found[name] = found.get(name, 0) + 1
    return sorted(found, key=lambda name: -found[name])[:_MAX_NAMES]


def _bound(hook: str, tree: Tree) -> Iterator[str]:
    """The names of what a hook gives as a whole: `const send = useTelemetry()`."""
    word = hook.encode()
    pattern = re.compile(_BOUND.replace(b"NAME", re.escape(word)))
    for path in tree.stamps:
        content = _content(path, tree)
        if word in content:
            for whole, first in pattern.findall(content):
                yield (whole or first).decode("ascii", "ignore")


def _members(own: str, path: str, tree: Tree) -> Iterator[str]:
    """The keys under which the file of a hook hands a function on: `return { track: send }`."""
    if own:
        pattern = re.compile(rb"([\w$]+)\s*:\s*" + re.escape(own.encode()) + rb"\s*[,}]")
        yield from (key.decode("ascii", "ignore") for key in pattern.findall(_content(path, tree)))


def _content(path: str, tree: Tree) -> bytes:
    try:
        return tree.content(path)
    except OSError:
        return b""
