"""Sinks for a code base that declares none: wrappers and trackers, until looking again finds no more."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Final

from catalog.scan.callers import called
from catalog.scan.hooks import given_by_hooks
from catalog.scan.linking import Linker
from catalog.scan.proposal import Proposal
from catalog.scan.scan import Scan
from catalog.scan.settings import ScanSettings
from catalog.scan.sites import Site
from catalog.scan.suspects import Taken, callers_in, suspects_in
from catalog.scan.trackers import trackers_of
from catalog.scan.wrappers import wrappers_of

_ROUNDS: Final = 4
"""Wrappers of wrappers of wrappers: so often what was found is looked for in turn."""

Scanning = Callable[[ScanSettings], Scan]


def suggestions(
    scanning: Scanning, settings: ScanSettings, *, now_ns: int, jobs: int
) -> tuple[Scan, tuple[Proposal, ...]]:
    """The sinks to declare beside those of the settings, and a scan by both.

    Only proposals that are sure are scanned for. `scanning` scans by some settings.
    """
    search = _Search(scanning, settings, now_ns, jobs)
    search.wrappers()
    search.trackers()
    search.wrappers()
    search.leave_out_nameless()
    return search.found, (*search.sure, *search.unsure)


class _Search:
    """What has been found so far."""

    def __init__(self, scanning: Scanning, settings: ScanSettings, now_ns: int, jobs: int) -> None:
        self._scanning = scanning
        self._settings = settings
        self._now_ns = now_ns
        self._jobs = jobs
        self._own = frozenset(sink.callee for sink in settings.sinks if sink.preset is None)
        self.sure: list[Proposal] = []
        self.unsure: list[Proposal] = []
        self.found = scanning(settings)

    def _again(self) -> None:
        sinks = tuple(one.sink for one in self.sure)
        self.found = self._scanning(replace(self._settings, sinks=(*sinks, *self._settings.sinks)))

    def wrappers(self) -> None:
        """Add the wrappers of what is found, and theirs; what was a guess by its name is none any more."""
        for _ in range(_ROUNDS):
            helpers = self._without_helpers()
            known = {(one.callee, one.path, one.line) for one in self.sure}
            sites, collection = self.found.sites, self.found.collection
            wrappers = [
                one
                for find in (wrappers_of, given_by_hooks)
                for one in find(sites, collection, self._own)
                if (one.callee, one.path, one.line) not in known
            ]
            new = self._called(wrappers) if wrappers else []
            replaced = {one.callee for one in new}
            self.sure = [one for one in self.sure if not (one.is_by_name and one.callee in replaced)]
            self.sure += new
            if not new and not helpers:
                return
            self._again()

    def trackers(self) -> None:
        """Add what is named and used like a tracker."""
        suspects = suspects_in(self.found.collection.tree)
        whole = {one.callee for one in self.sure if one.receiver is None and not one.within}
        callees = frozenset(suspects.files) - self._own - whole
        if not callees:
            return
        collection = suspects.collection(callees, now_ns=self._now_ns, jobs=self._jobs)
        new = trackers_of(suspects, collection, Linker(collection), _taken(self.found.sites))
        self.unsure = [one for one in new if not one.is_sure]
        self.sure += [one for one in new if one.is_sure]
        if any(one.is_sure for one in new):
            self._again()

    def leave_out_nameless(self) -> None:
        """Take out what is named like a tracker and is neither given a name nor passed one by a wrapper."""
        by_name = {one.callee for one in self.sure if one.is_by_name}
        callees = {one.callee for one in self.sure}
        used: set[str] = set()
        for site in self.found.sites:
            if site.texts.names or site.texts.patterns:
                used.add(site.call.callee)
            facts = self.found.collection.facts(site.path) if site.passed_on else None
            if facts is not None and facts.functions[site.passed_on[0].function].name in callees:
                used.add(site.call.callee)
        if by_name - used:
            self.sure = [one for one in self.sure if not one.is_by_name or one.callee in used]
            self._again()

    def _called(self, wrappers: list[Proposal]) -> list[Proposal]:
        """The wrappers that somebody calls, each with what tells its calls from others."""
        callees = frozenset(one.callee for one in wrappers)
        suspects = callers_in(self.found.collection.tree, callees)
        collection = suspects.collection(callees, now_ns=self._now_ns, jobs=self._jobs)
        linker, taken = Linker(collection), _taken(_not_by_name(self.found.sites, self.sure))
        found: list[Proposal] = []
        for one in wrappers:
            rivals = frozenset(other.path for other in wrappers if other.callee == one.callee) - {one.path}
            found += called(one, rivals, collection, linker, taken)
        return found

    def _without_helpers(self) -> bool:
        """Take out what was proposed by its name and sends one event of its own."""
        by_name = {one.callee for one in (*self.sure, *self.unsure) if one.is_by_name}
        helpers: set[str] = set()
        for site in self.found.sites:
            is_known = bool(site.texts.names) and site.texts.reason is None
            if is_known and not site.is_decoy:
                helpers.update(by_name.intersection(site.call.scope) - {site.call.callee})
        count = len(self.sure)
        self.sure = [one for one in self.sure if not (one.callee in helpers and one.is_by_name)]
        self.unsure = [one for one in self.unsure if one.callee not in helpers]
        if count != len(self.sure):
            self._again()
        return count != len(self.sure)


def _not_by_name(sites: Iterable[Site], proposals: Iterable[Proposal]) -> list[Site]:
    """The sites but those of sinks that were proposed by their names."""
    callees = {one.callee for one in proposals if one.is_by_name}
    return [site for site in sites if site.sink.preset is not None or site.call.callee not in callees]


def _taken(sites: Iterable[Site]) -> Taken:
    found: dict[str, dict[tuple[int, int], Site]] = {}
    for site in sites:
        found.setdefault(site.path, {})[(site.call.line, site.call.column)] = site
    return found
