"""Trackers that nobody declared: callees named like tracking that are given texts like names of events."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from catalog.scan.collection import Collection, collect
from catalog.scan.linking import Linker
from catalog.scan.proposal import Proposal
from catalog.scan.reading import Wanted
from catalog.scan.sink import Argument, EventKeys, EventText, Sink
from catalog.scan.sites import Site, sites_of
from catalog.scan.tree import Tree

LEAST_CALLS: Final = 3
LEAST_SHARE: Final = 0.6
"""So much of what a callee is given has to look like the name of an event."""

_VERB: Final = rb"(?:track|capture|record|log|send|emit|report|fire|submit)"
_NOUN: Final = rb"(?:events?|telemetry|analytics|tracking|metric|usage|milestone|action|activity|audit)"
_CALLED: Final = re.compile(
    rb"\b(_*"
    rb"(?:(?i:track|capture)|" + _VERB + rb"_(?:\w+_)?" + _NOUN + rb"(?:_\w+)?"
    rb"|" + _VERB + rb"(?:[A-Z]\w*)?(?i:" + _NOUN + rb")(?:[A-Z]\w*)?"
    rb"|track_[a-z]\w*|track[A-Z]\w*)"
    rb")(?:\.(?:delay|apply_async))?(?:\?\.)?\("
)
_EVENT_NAME: Final = re.compile(
    r"\$?[A-Za-z][A-Za-z0-9]*(?:(?:[_.:\-/]| |: | - \[| - )[A-Za-z0-9][A-Za-z0-9]*)*\]?", re.ASCII
)
_MAX_LENGTH: Final = 80
_MAX_WORDS: Final = 8
_KEYWORDS: Final = ("event", "event_name", "eventName", "name", "event_type", "action")
_KEYS: Final = ("event", "event_name", "eventName", "name", "event_type", "type", "action")


def looks_like_an_event(name: str) -> bool:
    """Whether a text may be the name of an event: no sentence, no path, no format."""
    if len(name) > _MAX_LENGTH or _EVENT_NAME.fullmatch(name) is None or name.startswith(("/", "http")):
        return False
    return len(re.split(r"[ _.:/-]+", name)) <= _MAX_WORDS


def trackers_in(tree: Tree, declared: frozenset[str], *, now_ns: int, jobs: int) -> tuple[Proposal, ...]:
    """A sink for each callee in a tree that looks like a tracker, with where its event seems to be."""
    callees = frozenset(_names(tree)) - declared
    if not callees:
        return ()
    sinks = tuple(sink for callee in sorted(callees) for sink in _possible(callee))
    collection, _ = collect(tree, Wanted(callees), None, now_ns=now_ns, jobs=jobs)
    sites = sites_of(collection, sinks, Linker(collection))
    by_callee: dict[str, list[Site]] = {}
    for site in sites:
        if site.scope == "app" and not site.is_decoy:
            by_callee.setdefault(site.call.callee, []).append(site)
    found = (_proposal(group, collection) for group in by_callee.values())
    return tuple(one for one in found if one is not None)


def _names(tree: Tree) -> Iterator[str]:
    for path in tree.stamps:
        try:
            content = tree.content(path)
        except OSError:
            continue
        for found in _CALLED.finditer(content):
            yield found[1].decode("ascii", "replace")


def _possible(callee: str) -> Iterator[Sink]:
    """The places where a tracker may have its event, the usual ones first."""
    for position in (0, 1, 2):
        at = Argument(position=position, keywords=_KEYWORDS)
        yield Sink(id=f"{position}", callee=callee, event=EventText(at=at), preset="?")
    for key in _KEYS:
        yield Sink(id=key, callee=callee, event=EventKeys(at=Argument(position=0), keys=(key,)), preset="?")


def _proposal(sites: Sequence[Site], collection: Collection) -> Proposal | None:
    groups: dict[str, list[Site]] = {}
    for site in sites:
        if any(looks_like_an_event(name) for name in site.texts.names):
            groups.setdefault(site.sink.id, []).append(site)
    if not groups:
        return None
    where, best = max(groups.items(), key=lambda item: len(item[1]))
    names = sorted({name for site in best for name in site.texts.names})
    if len(best) < LEAST_CALLS or len(best) < LEAST_SHARE * len(sites) or len(names) < 2:
        return None
    first = best[0]
    facts = collection.facts(first.path)
    is_python = facts is not None and facts.language == "python"
    event = f'{{position = 0, key = "{where}"}}'
    if where.isdecimal():
        used = _keywords_used(best) if is_python else ()
        keyword = f', keyword = "{used[0]}"' if used else ""
        event = f"{{position = {where}{keyword}}}"
    receivers = {site.call.receiver for site in best}
    shown = ", ".join(f"'{name}'" for name in names[:2])
    return Proposal(
        callee=first.call.callee,
        event=event,
        properties=_properties(where, best, is_python=is_python),
        receiver="" if receivers == {None} else None,
        path=first.path,
        line=first.call.line,
        why=f"{len(best)} calls with {len(names)} names that look like events: {shown}",
    )


def _keywords_used(sites: Iterable[Site]) -> tuple[str, ...]:
    used = [entry.key for site in sites for entry in site.call.keywords if entry.key in _KEYWORDS]
    return tuple(dict.fromkeys(used))


def _properties(where: str, sites: Sequence[Site], *, is_python: bool) -> str | None:
    if not where.isdecimal():
        return "{rest = true}"
    position = int(where) + 1
    if any(len(site.call.arguments) > position for site in sites):
        return f"{{position = {position}}}"
    if is_python and any(entry.key not in _KEYWORDS for site in sites for entry in site.call.keywords):
        for keyword in ("properties", "props", "data", "extra"):
            if any(entry.key == keyword for site in sites for entry in site.call.keywords):
                return f'{{keyword = "{keyword}"}}'
        return "{kwargs = true}"
    return None
