"""A scan: source folders → every call site, what was read, what was skipped and why."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Final

import pathspec

from catalog.scan.cache import FactsCache
from catalog.scan.collection import Collection, collect
from catalog.scan.languages import language_of
from catalog.scan.linking import Linker
from catalog.scan.reading import Wanted
from catalog.scan.settings import ScanSettings
from catalog.scan.sites import Site, handed_on, sites_of
from catalog.scan.tree import Skipped, Tree, walk
from catalog.scan.typed import TypedCalls, words_of

_MAX_ROUNDS: Final = 5
"""So often a sink may get another name in one file after the other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """What a scan found. Paths are as people see them from the working directory, with `/`."""

    sites: tuple[Site, ...]
    handed_on: tuple[Site, ...] = ()
    """Where sinks go on as values and are not followed: no calls, but what will be sent is not known."""
    read: int
    """How many files were looked at; one without a wanted name is done with then."""
    skipped: tuple[Skipped, ...]
    broken: dict[str, tuple[int, int]]
    """Files of which a part does not parse: line and column of the first such place."""
    collection: Collection
    linker: Linker
    declared: frozenset[str] = frozenset()
    """The names of all sinks: the callers of a wrapper among them are looked for."""


def scan(
    sources: Sequence[Path],
    here: Path,
    settings: ScanSettings,
    *,
    cache_folder: Path | None,
    now_ns: int,
    jobs: int,
    parsed_before: Mapping[bytes, bytes] = MappingProxyType({}),
    watched: Callable[[Tree], Callable[[int], object]] = lambda _: lambda _: None,
) -> Scan:
    """Find every call site under some folders or in some files.

    `parsed_before` is what another scan with the same settings has `encoded`: the same content is not parsed
    again. `watched` gets the tree when it is walked, and gives what hears how many files are done. Raises
    NothingToScan.
    """
    tree = walk(sources, here, lambda name: language_of(name) is not None)
    if settings.exclude:
        spec = pathspec.GitIgnoreSpec.from_lines(settings.exclude)
        tree.stamps = {path: stamp for path, stamp in tree.stamps.items() if not spec.match_file(path)}
        tree.skipped = [one for one in tree.skipped if not spec.match_file(one.path)]
    callees = settings.callees
    place = repr((str(here), [str(source) for source in sources]))

    waiting: list[Callable[[Mapping[bytes, bytes]], None]] = []

    def collected(
        wanted: Wanted,
        before: Mapping[bytes, bytes] = MappingProxyType({}),
        tell: Callable[[int], object] = lambda _: None,
    ) -> Collection:
        cache = None if cache_folder is None else FactsCache(cache_folder, place, wanted)
        found, kept = collect(tree, wanted, cache, now_ns=now_ns, jobs=jobs, parsed_before=before, tell=tell)
        if cache is not None:
            waiting.append(partial(cache.save, kept, found.encoded))
        return found

    former = Wanted(callees, trackers=words_of(tree, settings.trackers))
    collection = collected(former, parsed_before, watched(tree))
    for _ in range(_MAX_ROUNDS):
        # Who gives a sink another name has callers that do not name the sink.
        wanted = collection.named_otherwise()
        if wanted == former or not (wanted.others or wanted.handed):
            break
        former = wanted
        collection.take(collected(wanted))
    linker = Linker(collection)
    typed = TypedCalls(collection, linker, settings.trackers)
    sites = sites_of(collection, settings.sinks, linker, settings.names, typed.sites)
    for number, save in enumerate(waiting):
        save(MappingProxyType({}) if number else collection.later)
    if tree.tops:
        sites = tuple(replace(site, below=tree.from_top(site.path)) for site in sites)
    return Scan(
        sites=sites,
        handed_on=handed_on(collection, settings.sinks, sites),
        read=collection.read,
        skipped=tuple(sorted(collection.skipped, key=lambda one: one.path)),
        broken=collection.broken,
        collection=collection,
        linker=linker,
        declared=callees,
    )
