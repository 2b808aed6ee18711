"""Calls that may send events although no sink is declared for them, by the names in the files."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from catalog.scan.collection import Collection, collect
from catalog.scan.evidence import GENERIC, Strength, strength
from catalog.scan.facts import Call
from catalog.scan.forwarding import OWN
from catalog.scan.occurrences import occurrences
from catalog.scan.reading import Wanted
from catalog.scan.sites import Site, is_test
from catalog.scan.tree import Tree

_CALLED: Final = re.compile(
    rb"(?<![\w$])([A-Za-z_$][\w$]*+)"
    rb"(?=(?:\.(?:delay|apply_async))?+(?:<[^<>()\n]{1,80}>)?+(?:\?\.)?+\()"
)
_ON_ANALYTICS: Final = re.compile(
    rb"(?i:analytics?|telemetry|tracker|tracking|posthog|mixpanel|amplitude|rudder|snowplow|gtag)[\w$]*+"
    rb"(?:\(\))?[?!]?\.([A-Za-z_$][\w$]*+)(?:<[^<>()\n]{1,80}>)?+(?:\?\.)?+\("
)
_NAMED: Final = (rb"track", rb"capture")
_FUNCTION: Final = r"\b(?:def|function)\s+NAME\s*(?:<[^()]*>)?\(([^()]*)\)"
_ASSIGNED: Final = (
    r"(?<![\w$.])NAME\s*[:=]\s*(?:useCallback\(\s*)?(?:async\s*)?(?:function\s*)?(?:<[^()]*>)?"
    r"\(([^()]*)\)\s*(?::[^=\n]{0,80})?(?:=>|\{)"
)
_METHOD: Final = (
    r"^[ \t]*(?:(?:async|public|private|protected|static|export)\s+)*NAME\s*(?:<[^()]*>)?\(([^()]*)\)"
    r"\s*(?::[^{;\n]{0,80})?\{"
)
_BRACKETS: Final = re.compile(r"\[[^\[\]]*\]|<[^<>]*>|\{[^{}]*\}")
_PARAMETER: Final = re.compile(r"\s*\*{0,2}(?:\.\.\.)?(?:(?:public|private|protected|readonly)\s+)*([\w$]+)")


@dataclass(slots=True, kw_only=True)
class Suspects:
    """Names that are called in a tree and may be those of trackers, with the files that they stand in."""

    tree: Tree
    files: dict[str, frozenset[str]] = field(default_factory=dict)
    """Name → files."""

    def collection(self, callees: frozenset[str], *, now_ns: int, jobs: int) -> Collection:
        """The facts of the files in which some of the names stand."""
        wanted = {path for name in callees for path in self.files.get(name, ())}
        part = Tree(folder=self.tree.folder)
        part.stamps = {path: stamp for path, stamp in self.tree.stamps.items() if path in wanted}
        found, _ = collect(part, Wanted(callees), None, now_ns=now_ns, jobs=jobs)
        found.tree = self.tree  # so that imports lead to all files
        return found


def suspects_in(tree: Tree) -> Suspects:
    """What in a tree is called and is named like a tracker."""
    files: dict[str, set[str]] = {}
    for path, content in _contents(tree):
        names = [name for name in set(_CALLED.findall(content)) if _is_suspect(name)]
        names += [name for name in set(_ON_ANALYTICS.findall(content)) if _is_suspect_on_analytics(name)]
        for name in names:
            files.setdefault(_text(name), set()).add(path)
    return Suspects(tree=tree, files={name: frozenset(paths) for name, paths in files.items()})


def callers_in(tree: Tree, names: frozenset[str]) -> Suspects:
    """Where some names stand in a tree."""
    files: dict[str, set[str]] = {name: set() for name in names}
    for path, content in _contents(tree):
        for start, end in occurrences(content, names):
            files[content[start:end].decode()].add(path)
    return Suspects(tree=tree, files={name: frozenset(paths) for name, paths in files.items()})


def _contents(tree: Tree) -> Iterator[tuple[str, bytes]]:
    for path in tree.stamps:
        try:
            yield path, tree.content(path)
        except OSError:
            continue


@lru_cache(maxsize=65_536)
def _is_suspect(name: bytes) -> bool:
    return name in _NAMED or (_text(name) not in GENERIC and strength(_text(name)) > Strength.NONE)


@lru_cache(maxsize=4_096)
def _is_suspect_on_analytics(name: bytes) -> bool:
    return strength(_text(name), receiver="analytics") > Strength.NONE


def _text(name: bytes) -> str:
    return name.decode("ascii", "replace")


def calls_of(collection: Collection, callee: str) -> Iterator[tuple[str, Call]]:
    """The application's own calls of a name, with their files."""
    for path in collection.with_calls:
        facts = None if is_test(path) else collection.facts(path)
        for call in () if facts is None else facts.calls:
            if call.callee == callee:
                yield path, call


def is_own(call: Call) -> bool:
    """Whether a method calls another of its own object."""
    return call.receiver in OWN


def last_of(receiver: str | None) -> str:
    """What a call is a method of: `analytics` of `this.analytics`, `Analytics` of `Analytics(user)`.

    `this` of a method's own object; empty for a bare call.
    """
    if receiver is None:
        return ""
    if receiver in OWN:
        return OWN[-1]
    while receiver.endswith((")", "]")):  # what a call or a lookup gives is called like it
        depth = 0
        for place in range(len(receiver) - 1, -1, -1):
            depth += (receiver[place] in ")]") - (receiver[place] in "([")
            if not depth:
                break
        receiver = receiver[:place]
    return re.split(r"[^\w$]", receiver)[-1]


def receiver_of(lasts: Iterable[str]) -> str:
    """The regular expression of receivers that end so; empty for bare calls alone."""
    names = sorted(lasts)
    if names == [""]:
        return ""
    plain = sorted({re.escape(name.lower()) for name in names if name not in ("", OWN[-1])})
    said = ["^$"] if "" in names else []
    said += [f"^({'|'.join(OWN)})$"] if OWN[-1] in names else []
    if plain:
        either = plain[0] if len(plain) == 1 else f"({'|'.join(plain)})"
        said.append(rf"(^|[.\]]){either}([(\[].*)?$")
    return f"{'(?i)' if plain else ''}{'|'.join(said)}"


def around(call: Call) -> tuple[str, ...]:
    """The names that say what a call is of: of the module or the hook that it comes from."""
    return tuple(part for bound in call.bound_to for part in bound.split("/")[-2:])


def parameters_of(tree: Tree, callee: str, paths: Iterable[str]) -> tuple[str, ...]:
    """The parameters of the function or method of a name in some files, as far as their text tells.

    Of several, those of the one that has the most.
    """
    name = re.escape(callee)
    kinds = [kind.replace("NAME", name) for kind in (_FUNCTION, _ASSIGNED, _METHOD)]
    best: tuple[str, ...] = ()
    for path in sorted(paths):
        try:
            text = tree.content(path).decode("utf-8", "replace")
        except OSError:
            continue
        for kind in kinds:
            found = (_parameters(one[1]) for one in re.finditer(kind, text, re.MULTILINE))
            best = max((best, *found), key=len)
    return best


def _parameters(text: str) -> tuple[str, ...]:
    for _ in range(3):
        text = _BRACKETS.sub("", text)
    names = []
    for part in text.split(","):
        told = _PARAMETER.match(part)
        if part.strip() in ("*", "/"):
            continue
        names.append("" if told is None else told[1])
    return tuple(name for name in names if name not in OWN)


Taken = Mapping[str, Mapping[tuple[int, int], Site]]
"""File → line and column of the calls that a sink takes already → their sites."""
