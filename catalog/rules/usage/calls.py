"""What the rules about source code look at: every call, each with the registered events that it can send."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from catalog.model.event import Alias
from catalog.model.snapshot import Event, Snapshot
from catalog.rules.usage.baseline import Entry
from catalog.rules.usage.comments import Comment
from catalog.scan.linking import Files, Linker
from catalog.scan.sites import Site
from catalog.scan.use import matching
from catalog.schema.contract import Contract, contract


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """One registered event that one call surely sends, or sends on one of its ways."""

    site: Site
    name: str
    """What is sent for it."""
    event: Event
    alias: Alias | None
    destination: str | None
    """The destination that the sink states, where the event goes there."""
    contract: Contract
    """At that destination, else at any; under the alias, if it is one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """The calls of a code base beside a catalog, as far as they are judged: decoys are not among them."""

    sites: Sequence[Site]
    sent: Sequence[Sent]
    foreign: Sequence[tuple[Site, str]]
    """Names that stand for no event of the snapshot."""
    snapshot: Snapshot
    linker: Linker
    files: Files
    """What the files say, beyond their calls."""
    broken: Mapping[str, tuple[int, int]]
    """Files of which a part does not parse, with the first such place."""
    released: Collection[str] | None
    """The events of the last release; None without one."""
    folder: str
    """The catalog's folder as people see it; empty where it is none."""
    comments: Sequence[Comment] = field(default=())
    """Allowances where findings of the rules about calls are."""
    stale: Sequence[Entry] = field(default=())
    """Frozen findings that are none any more: known when every other rule has run."""


def usage(
    sites: Iterable[Site],
    broken: Mapping[str, tuple[int, int]],
    linker: Linker,
    files: Files,
    snapshot: Snapshot,
    *,
    released: Collection[str] | None,
    folder: str,
    with_tests: bool = False,
) -> Usage:
    """Lay out the calls for the rules: each name looked up once, each contract made once.

    Calls in tests are among them only `with_tests`: they mostly send what nobody is to receive.
    """
    judged = [site for site in sites if not site.is_decoy and (with_tests or site.scope == "app")]
    contracts: dict[tuple[str, str, str | None], Contract] = {}
    sent: list[Sent] = []
    foreign: list[tuple[Site, str]] = []
    for site in judged:
        for name in _certain(site):
            found = snapshot.lookup(name)
            if found is None:
                foreign.append((site, name))
                continue
            event, alias = found
            stated = site.sink.destination
            known = stated in event.destinations and stated in snapshot.settings.destinations
            destination = stated if known else None
            key = (event.name, "" if alias is None else alias.name, destination)
            if key not in contracts:
                contracts[key] = contract(event, destination, alias)
            sent.append(
                Sent(
                    site=site,
                    name=name,
                    event=event,
                    alias=alias,
                    destination=destination,
                    contract=contracts[key],
                )
            )
    return Usage(
        sites=judged,
        sent=sent,
        foreign=foreign,
        snapshot=snapshot,
        linker=linker,
        files=files,
        broken=broken,
        released=released,
        folder=folder,
    )


def _certain(site: Site) -> Iterator[str]:
    """The names that stand in the source; what only a pattern matches is a guess."""
    guessed: set[str] = set()
    for pattern in site.texts.patterns:
        guessed.update(matching(pattern, site.texts.names))
    return (name for name in site.texts.names if name not in guessed)
