"""Who calls a wrapper: what tells its calls from those of other functions of its name."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from catalog.model.words import words_of
from catalog.scan.collection import Collection
from catalog.scan.evidence import GENERIC, is_analytics, looks_like_an_event
from catalog.scan.facts import Call
from catalog.scan.linking import Linker
from catalog.scan.proposal import Proposal
from catalog.scan.reasons import MISSING, NOT_TEXT
from catalog.scan.sink import EventText
from catalog.scan.sites import Site, sites_of
from catalog.scan.suspects import Taken, last_of, receiver_of
from catalog.scan.wrappers import OWN

_SHARE: Final = 0.6
_MAX_FILES: Final = 6
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
) -> Proposal | None:
    """The wrapper as a sink that takes its own callers; None where calls have no name of an event.

    `rivals` are the files that have another wrapper of its name.
    """
    sites = [
        site
        for site in sites_of(collection, (wrapper.sink,), linker)
        if site.scope == "app"
        and not site.is_decoy
        and (site.call.line, site.call.column) not in taken.get(site.path, frozenset())
    ]
    if not sites:
        # Whoever calls a function may be elsewhere; a method that nobody calls here is a framework's.
        if wrapper.owner[:1].isupper():
            return None
        return replace(wrapper, receiver="" if wrapper.callee in GENERIC else None)
    plain = [site for site in sites if last_of(site.call.receiver) in ("", OWN[-1])]
    near = [site for site in plain if _is_home(site, wrapper.path, collection)]
    far = [site for site in plain if site not in near]
    if near and (rivals or any(group.missed and not group.is_meant for group in _groups(far).values())):
        # Other files have functions of this name, so only the calls that lead here are meant.
        files = tuple(dict.fromkeys((wrapper.path, *(site.path for site in near))))
        meant = [name for name, group in _groups(near).items() if group.is_meant]
        if meant and len(files) <= _MAX_FILES and all(map(str.isprintable, files)):
            return replace(wrapper, within=files, receiver=None if len(meant) > 1 else receiver_of(meant))
    groups = _groups(sites)
    meant = [name for name, group in groups.items() if group.is_meant and _may_be(name, wrapper)]
    if not meant or len(meant) > _MAX_RECEIVERS:
        return None
    is_alone = len(meant) == len(groups) and wrapper.callee not in GENERIC
    return replace(wrapper, receiver=None if is_alone else receiver_of(meant))


def _may_be(receiver: str, wrapper: Proposal) -> bool:
    """Whether a receiver can have the wrapper: a name that many things have says nothing of that."""
    if wrapper.callee not in GENERIC or receiver == OWN[-1]:
        return True
    if receiver == "":
        return not wrapper.owner[:1].isupper()  # of a class, it has a receiver
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


def _is_home(site: Site, home: str, collection: Collection) -> bool:
    """Whether a call leads to the function of a file: it stands there, or imports it from there."""
    if site.path == home:
        return True
    call = site.call
    return call.binding == "import" and home in _imported(site.path, call, collection)


def _imported(path: str, call: Call, collection: Collection) -> tuple[str, ...]:
    facts = collection.facts(path)
    if facts is None or not call.bound_to:
        return ()
    return collection.modules(facts.language, call.bound_to[0], path)
