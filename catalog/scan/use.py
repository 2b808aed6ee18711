"""Which registered events the call sites send, and which names no catalog has."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from catalog.model.snapshot import Snapshot
from catalog.scan.sites import Site
from catalog.scan.told import Hole
from catalog.scan.typed import as_registered, functions_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """Events of a catalog by their identity, and foreign names, each sorted."""

    registered: tuple[str, ...] = ()
    used: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()
    unregistered: tuple[str, ...] = ()


def use_of(sites: Iterable[Site], snapshot: Snapshot | None) -> Use:
    """What the application's own calls send; those of tests use no event, and decoys are none."""
    sent = {name for site in sites if not site.is_decoy and site.scope == "app" for name in site.texts.names}
    if snapshot is None:
        return Use(unregistered=tuple(sorted(sent)))
    found = {name: snapshot.lookup(name) for name in sent}
    used = {known[0].name for known in found.values() if known is not None}
    return Use(
        registered=tuple(sorted(snapshot.events)),
        used=tuple(sorted(used)),
        unused=tuple(sorted(set(snapshot.events) - used)),
        unregistered=tuple(sorted(name for name, known in found.items() if known is None)),
    )


def with_matches(sites: Iterable[Site], snapshot: Snapshot) -> tuple[Site, ...]:
    """The sites by the names of a catalog.

    A name that is known in part can be each registered name that it matches, and what a generated tracker
    calls is the event whose function it is.
    """
    names = tuple(snapshot.incoming)
    functions = functions_of(snapshot)
    return tuple(
        as_registered(site, functions)
        if site.typed
        else _matched(site, names)
        if site.texts.patterns
        else site
        for site in sites
    )


def matching(pattern: tuple[str | Hole, ...], names: Iterable[str]) -> tuple[str, ...]:
    """The names that a text can be whose holes a run fills with something."""
    expression = re.compile("".join(re.escape(part) if isinstance(part, str) else ".+" for part in pattern))
    return tuple(name for name in names if expression.fullmatch(name))


def _matched(site: Site, names: Iterable[str]) -> Site:
    found = dict.fromkeys(site.texts.names)
    for pattern in site.texts.patterns:
        found.update(dict.fromkeys(matching(pattern, names)))
    return replace(site, texts=replace(site.texts, names=tuple(found)))
