"""Who calls a wrapper: what tells its calls from those of other functions of its name."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from catalog.model.words import words_of
from catalog.scan.collection import Collection
from catalog.scan.evidence import GENERAL, GENERIC, is_analytics, looks_like_an_event
from catalog.scan.facts import Call
from catalog.scan.forwarding import OWN
from catalog.scan.hooks import is_hook
from catalog.scan.linking import Linker
from catalog.scan.proposal import Proposal
from catalog.scan.reasons import MISSING, NOT_TEXT
from catalog.scan.sink import Argument, EventAt, EventText, PropertiesArgument, PropertiesAt, Sink
from catalog.scan.sites import Site, sites_of
from catalog.scan.suspects import Taken, last_of, receiver_of
from catalog.scan.tree import Tree

_SHARE: Final = 0.6
_SAYING_NOTHING: Final = GENERIC | GENERAL
_MAX_FILES: Final = 6
_MAX_FILES_OF_GENERAL: Final = 40
_MAX_RECEIVERS: Final = 6
"""What everything has is no tracker's."""
_ROLES: Final = frozenset({"service", "client", "manager", "handler", "provider", "use", "my", "app"})


@dataclass(slots=True)
class _Group:
    """The calls that have one receiver."""

    named: int = 0
    missed: int = 0

    @property
    def is_meant(self) -> bool:
        return self.named > 0 and self.named >= _SHARE * (self.named + self.missed)


def called(
    wrapper: Proposal, rivals: frozenset[str], collection: Collection, linker: Linker, taken: Taken
) -> Iterator[Proposal]:
    """The wrapper as a sink that takes its own callers; none where calls have no name of an event.

    Two where a general name is called in files that lead to it, and elsewhere on what has it. `rivals` are
    the files that have another wrapper of its name.
    """
    calls = [
        site
        for site in sites_of(collection, (wrapper.sink,), linker)
        if site.scope == "app" and not site.is_decoy
    ]
    sites = [site for site in calls if (one := _known(site, taken)) is None or _is_better(site, one, wrapper)]
    if is_hook(wrapper.owner):
        yield from _of_hook(wrapper, sites)
        return
    if not sites:
        presets = [one.sink for site in calls if (one := _known(site, taken)) is not None and one.sink.preset]
        if calls:
            yield from [wrapper] if presets and all(_says_more(wrapper.sink, one) for one in presets) else []
        # Whoever calls a function may be elsewhere; a method that nobody calls here is a framework's.
        elif not _is_of_a_class(wrapper, collection.tree) and wrapper.callee not in GENERAL:
            yield replace(wrapper, receiver="" if wrapper.callee in GENERIC else None)
        return
    plain = [site for site in sites if last_of(site.call.receiver) in ("", OWN[-1])]
    near = [site for site in plain if _is_home(site, wrapper, collection)]
    close = {id(site) for site in near}
    far = [site for site in plain if id(site) not in close]
    is_general = wrapper.callee in GENERAL
    is_other = any(group.missed and not group.is_meant for group in _groups(far).values())
    if near and (rivals or is_other or (far and is_general)):
        # Other files have functions of this name, so only the calls that lead here are meant.
        files = tuple(dict.fromkeys((wrapper.path, *(site.path for site in near))))
        meant = [name for name, group in _groups(near).items() if group.is_meant]
        if meant and _may_be_listed(files, _MAX_FILES_OF_GENERAL if is_general else _MAX_FILES):
            yield replace(wrapper, within=files, receiver=None if len(meant) > 1 else receiver_of(meant))
            if not is_general:
                return
            far = plain
    if is_general:  # what others give a function of such a name may read like an event as well
        others = {id(site) for site in far}
        sites = [site for site in sites if id(site) not in others]
    groups = _groups(sites)
    meant = [
        name for name, group in groups.items() if group.is_meant and _may_be(name, wrapper, collection.tree)
    ]
    if meant and len(meant) <= _MAX_RECEIVERS:
        is_alone = len(meant) == len(groups) and wrapper.callee not in _SAYING_NOTHING
        yield replace(wrapper, receiver=None if is_alone else receiver_of(meant))


def _may_be_listed(files: Sequence[str], most: int) -> bool:
    """Whether so many files can stand in a sink, by their names."""
    return len(files) <= most and all(map(str.isprintable, files))


def _of_hook(wrapper: Proposal, sites: Sequence[Site]) -> Iterator[Proposal]:
    """The wrapper for the calls of what its hook gives; others of its name are of something else."""
    meant = [site for site in sites if _is_of_hook(site, wrapper) or site.path == wrapper.path]
    groups = _groups(meant)
    names = [name for name, group in groups.items() if group.is_meant]
    if not names or len(names) > _MAX_RECEIVERS:
        return
    named = {id(site) for site in meant}
    others = _groups([site for site in sites if id(site) not in named])
    is_apart = all(group.is_meant for name, group in others.items() if name in names)
    files = tuple(dict.fromkeys((wrapper.path, *(site.path for site in meant))))
    is_told = bool(others) and _may_be_listed(files, _MAX_FILES_OF_GENERAL)
    is_narrow = is_told and (wrapper.callee in GENERAL or not is_apart)
    yield replace(wrapper, within=files if is_narrow else (), receiver=receiver_of(names))


def _is_of_hook(site: Site, wrapper: Proposal) -> bool:
    """Whether a call is of what the hook around the wrapper gives."""
    call = site.call
    return call.binding == "hook" and is_hook(wrapper.owner) and call.bound_to[-1:] == (wrapper.owner,)


def _is_of_a_class(wrapper: Proposal, tree: Tree) -> bool:
    """Whether a wrapper is a method; a component of React is a function, though it is called like a class."""
    if not wrapper.owner[:1].isupper():
        return False
    try:
        content = tree.content(wrapper.path)
    except OSError:
        return True
    return re.search(rf"\bclass\s+{re.escape(wrapper.owner)}\b".encode(), content) is not None


def _may_be(receiver: str, wrapper: Proposal, tree: Tree) -> bool:
    """Whether a receiver can have the wrapper: a name that many things have says nothing of that."""
    if wrapper.callee not in _SAYING_NOTHING or receiver == OWN[-1]:
        return True
    if receiver == "":
        return not _is_of_a_class(wrapper, tree)  # of a class, it has a receiver
    return is_analytics(receiver) or bool({*words_of(receiver)} & ({*words_of(wrapper.owner)} - _ROLES))


def _groups(sites: Sequence[Site]) -> dict[str, _Group]:
    groups: dict[str, _Group] = {}
    for site in sites:
        group = groups.setdefault(last_of(site.call.receiver), _Group())
        texts = site.texts
        is_whole = isinstance(site.sink.event, EventText) and not site.sink.event.templates
        if texts.names and all(map(looks_like_an_event, texts.names)):
            group.named += 1
        elif is_whole and (site.passed_on or texts.patterns):
            group.named += 1  # their callers will tell
        elif texts.names or {MISSING, NOT_TEXT} & {*texts.reasons}:
            group.missed += 1
    return groups


def _is_home(site: Site, wrapper: Proposal, collection: Collection) -> bool:
    """Whether a call leads to the wrapper: it stands in its file, or imports it from there."""
    if site.path == wrapper.path:
        return True
    return site.call.binding == "import" and wrapper.path in _imported(site.path, site.call, collection)


def _known(site: Site, taken: Taken) -> Site | None:
    """The call as a site of what is known already."""
    return taken.get(site.path, {}).get((site.call.line, site.call.column))


def _is_better(site: Site, known: Site, wrapper: Proposal) -> bool:
    """Whether a call that a preset finds is surely of the wrapper, which tells more."""
    return known.sink.preset is not None and _is_of_hook(site, wrapper) and _says_more(site.sink, known.sink)


def _says_more(sink: Sink, preset: Sink) -> bool:
    """Whether a sink tells something that a preset does not that finds its calls already, and no less."""
    if sink.properties is None and preset.properties is not None:
        return False
    if sink.destination not in (None, preset.destination):
        return True
    return not (_is_told(sink.event, preset.event) and _is_told(sink.properties, preset.properties))


def _is_told(place: EventAt | PropertiesAt | None, by: EventAt | PropertiesAt | None) -> bool:
    """Whether a place is another, or one of several that it names."""
    match place, by:
        case EventText(at=one), EventText(at=other):
            return replace(place, at=other) == by and _is_among(one, other)
        case PropertiesArgument(at=one), PropertiesArgument(at=other):
            return replace(place, at=other) == by and _is_among(one, other)
        case _:
            return place == by


def _is_among(one: Argument, other: Argument) -> bool:
    return one.position == other.position and {*one.keywords} <= {*other.keywords}


def _imported(path: str, call: Call, collection: Collection) -> tuple[str, ...]:
    facts = collection.facts(path)
    if facts is None or not call.bound_to:
        return ()
    return collection.modules(facts.language, call.bound_to[0], path)
