"""Call sites: the calls of a collection that are of a sink, and the events that they send."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain
from typing import Final

import pathspec
from msgspec import structs

from catalog.scan.collection import Collection
from catalog.scan.facts import VIEW, Call, Parameter
from catalog.scan.instances import Instances
from catalog.scan.linking import Linker
from catalog.scan.locating import Properties, event_expression, event_texts, fits, parameters_in, properties
from catalog.scan.naming import Named
from catalog.scan.reasons import HANDED_ON, MISSING, PARAMETER
from catalog.scan.sink import EventFixed, Sink
from catalog.scan.stand_ins import StandIns
from catalog.scan.told import Texts

_TEST_FOLDERS: Final = (
    r"tests?|__tests__|specs?|__specs__|e2e|cypress|__mocks__|__fixtures__|fixtures|playwright"
)
_TEST_PATH: Final = re.compile(
    rf"(?:^|/)(?:{_TEST_FOLDERS})/|(?:^|/)(?:test_[^/]*|[^/]*_test|conftest)\.pyi?$"
    r"|[.-](?:\w*test|spec|cy|e2e)\.[cm]?[jt]sx?$",
    re.IGNORECASE,
)

_OF_FUNCTIONS: Final = frozenset({"import", "hook", "local-function"})
"""How a name of a function is bound."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """One call of a sink."""

    path: str
    call: Call
    sink: Sink
    texts: Texts
    """The names it can send: what a comment at the call says, where there is one."""
    properties: Properties
    is_decoy: bool = False
    """It only looks like tracking."""
    passed_on: tuple[Parameter, ...] = ()
    """The parameters of the function around it that are the event: that function is a wrapper."""
    typed: tuple[str, ...] = ()
    """What a generated tracker calls its events, in the order of the texts' names: `timer.stopped`."""
    below: str = ""
    """Its path from the top of what was scanned, where people see it from further away."""

    @property
    def scope(self) -> str:
        """`test` in files that only tests use, else `app`."""
        return "test" if is_test(self.below or self.path) else "app"


TypedSites = Callable[[Call, str], tuple[Site, ...] | None]
"""Gives the sites of a call in a file that may be of a generated tracker; None where it is of none."""


def is_test(path: str) -> bool:
    """Whether a path is that of a test, by the names that test runners look for."""
    return _TEST_PATH.search(path) is not None


@lru_cache(maxsize=256)
def _spec_of(paths: tuple[str, ...]) -> "pathspec.GitIgnoreSpec":
    return pathspec.GitIgnoreSpec.from_lines(paths)


class _Rule:
    """A sink and its paths, compiled."""

    def __init__(self, sink: Sink) -> None:
        self.sink = sink
        self._paths = _spec_of(sink.paths) if sink.paths else None

    def takes(self, path: str, call: Call) -> bool:
        most = self.sink.arguments
        if most is not None and len(call.arguments) > most:
            return False
        return self.sink.takes(call.receiver) and (self._paths is None or self._paths.match_file(path))


def sites_of(
    collection: Collection,
    sinks: Sequence[Sink],
    linker: Linker,
    names: Sequence[Named] = (),
    typed: TypedSites = lambda _, __: None,
) -> tuple[Site, ...]:
    """Every call site of the files that were read, by file and place.

    `names` are what calls can send whose names the source does not tell; `typed` tells those of a generated
    tracker.
    """
    by_callee = _by_callee(sinks)
    stand_ins = StandIns(collection, linker)
    instances = Instances(collection, linker)
    found = []
    for path in collection.with_calls:
        facts = collection.facts(path)
        if facts is None:
            continue
        if facts.broken_at is not None:
            collection.broken[path] = facts.broken_at
        for call in facts.calls:
            of_tracker = typed(call, path) if call.tracked else None
            if of_tracker is not None:
                found += [_named(site, names) for site in of_tracker]
                continue
            for meant in chain((call,), stand_ins.meant(call, path)):
                rules = _rules_for(path, meant, by_callee.get(meant.callee, ()), instances)
                site = _site(path, meant, [rule.sink for rule in rules], linker)
                if site is not None:
                    found.append(_named(site, names))
                    break
        found += _typed_values(facts.handed_on, path, typed)
    return tuple(_with_decoys(found, collection))


def _typed_values(calls: Iterable[Call], path: str, typed: TypedSites) -> Iterator[Site]:
    """Functions of trackers that go on as values: who calls them gives properties that nobody sees here."""
    for call in calls:
        # What a view or an event as a value is made by has been called already.
        if call.tracked and call.tracked[-1] != VIEW:
            for site in typed(call, path) or ():
                yield replace(site, properties=Properties(open=True))


def handed_on(collection: Collection, sinks: Sequence[Sink], sites: Iterable[Site]) -> tuple[Site, ...]:
    """Where the function of a sink goes on as a value, and nobody sees who calls it and with what.

    No call stands there. A function that others get under the sink's own name is found where they call it;
    a variable may be called like a sink, and a test hands on what it likes.
    """
    by_callee = _by_callee(sinks)
    sites = tuple(sites)
    seen = {(site.path, site.call.line, site.call.column) for site in sites if site.typed}
    received = {
        site.call.callee
        for site in sites
        if site.call.receiver is None and site.call.binding in ("parameter", "prop")
    }
    return tuple(
        site
        for path in collection.with_calls
        if not is_test(path) and (facts := collection.facts(path)) is not None
        for call in facts.handed_on
        if (call.named or call.receiver is not None or call.callee not in received)
        and (path, call.line, call.column) not in seen
        for site in _gone(path, call, by_callee.get(call.callee, ()))
    )


def _gone(path: str, call: Call, rules: Sequence[_Rule]) -> Iterator[Site]:
    for rule in _rules_for(path, call, rules):
        sink = rule.sink
        is_function = call.binding in _OF_FUNCTIONS or (call.receiver and sink.receiver is not None)
        if not is_function or sink.is_decoy:
            continue
        texts = Texts(reasons=(HANDED_ON,))
        if isinstance(sink.event, EventFixed):
            texts = Texts(names=(sink.event.name,))
        if call.hints:
            texts = Texts(names=call.hints)
        yield Site(path=path, call=call, sink=sink, texts=texts, properties=Properties(open=True))
        return


def _rules_for(
    path: str, call: Call, rules: Sequence[_Rule], instances: Instances | None = None
) -> list[_Rule]:
    """The rules that a call is for as it is written, then those for what its receiver stands for."""
    found = [rule for rule in rules if rule.takes(path, call)]
    if call.taken_from is not None:
        meant = structs.replace(call, receiver=call.taken_from or None)
        found += [rule for rule in rules if rule not in found and rule.takes(path, meant)]
    if not found and rules and instances is not None:
        for receiver in instances.receivers(call, path):
            meant = structs.replace(call, receiver=receiver)
            found += [rule for rule in rules if rule not in found and rule.takes(path, meant)]
    return found


def _by_callee(sinks: Sequence[Sink]) -> dict[str, list[_Rule]]:
    found: dict[str, list[_Rule]] = {}
    for sink in sinks:
        found.setdefault(sink.callee, []).append(_Rule(sink))
    return found


def _named(site: Site, names: Sequence[Named]) -> Site:
    """The site with the names that the project gives it, where the source does not tell all of them."""
    if site.texts.reason is None or not names:
        return site
    found = next((one for one in names if one.takes(site.path, site.call)), None)
    if found is None:
        return site
    return replace(site, texts=Texts(names=found.events), passed_on=())


def _site(path: str, call: Call, sinks: Sequence[Sink], linker: Linker) -> Site | None:
    """The call by the sink that fits it best; of those that fit alike, by the first."""
    best: tuple[int, Sink, Texts] | None = None
    for sink in sinks:
        texts = event_texts(call, sink.event, linker, path)
        fit = 2 if isinstance(sink.event, EventFixed) else fits(call, sink.event, texts, linker, path)
        if (
            fit == 2
            and isinstance(sink.event, EventFixed)
            and call.named
            and call.scope[-1:] == (call.callee,)
        ):
            return None  # a function of the sink's own name that hands on to it: its callers are the sites
        if sink.is_decoy:
            return _new(path, call, sink, texts, linker)
        if best is None or fit > best[0]:
            best = (fit, sink, texts)
    # A preset knows a library, not this application: a call without a name is of something else.
    if best is None:
        return None
    fit, sink, texts = best
    if not fit and (sink.preset is not None or (call.is_later and MISSING in texts.reasons)):
        return None
    return _new(path, call, sink, texts, linker)


def _new(path: str, call: Call, sink: Sink, texts: Texts, linker: Linker) -> Site:
    passed_on: tuple[Parameter, ...] | None = None
    if texts.patterns or PARAMETER in texts.reasons:
        passed_on = parameters_in(event_expression(call, sink.event), linker, path)
    return Site(
        path=path,
        call=call,
        sink=sink,
        texts=Texts(names=call.hints) if call.hints else texts,
        properties=_told_apart(properties(call, sink.event, sink.properties, linker, path), texts),
        is_decoy=sink.is_decoy,
        passed_on=passed_on or (),
    )


def _told_apart(found: Properties, texts: Texts) -> Properties:
    """Of a call that sends one of several events, nobody knows which properties go with which."""
    return found if len(texts.names) == 1 else replace(found, sometimes=frozenset())


def _with_decoys(sites: list[Site], collection: Collection) -> Iterator[Site]:
    """Calls of a function of the file itself that has the sink's name by chance are decoys.

    By chance: others get theirs elsewhere (from a hook, an import, a parameter), nobody imports it
    from this file, and it sends nothing itself.
    """
    elsewhere: dict[str, bool] = {}
    homes: set[tuple[str, str]] = set()
    senders: set[tuple[str, str]] = set()
    for site in sites:
        call = site.call
        senders.update((site.path, name) for name in call.scope)
        if call.receiver is None and call.binding != "local-function":
            elsewhere[call.callee] = True
        if call.binding == "import" and call.bound_to:
            homes.update((home, call.callee) for home in _homes(site, collection))
    for site in sites:
        call = site.call
        is_chance = (
            call.receiver is None
            and call.binding == "local-function"
            and elsewhere.get(call.callee, False)
            and (site.path, call.callee) not in homes
            and (site.path, call.callee) not in senders
        )
        yield replace(site, is_decoy=True) if is_chance else site


def _homes(site: Site, collection: Collection) -> Iterable[str]:
    """The files that a site's import can mean, and those that hand its name on from others."""
    facts = collection.facts(site.path)
    if facts is None:
        return ()
    found: dict[str, None] = {}
    waiting = list(collection.modules(facts.language, site.call.bound_to[0], site.path))
    while waiting and len(found) < 20:
        path = waiting.pop()
        if path in found:
            continue
        found[path] = None
        inner = collection.facts(path)
        if inner is None:
            continue
        sources = [one.module for one in inner.exports if one.module and one.name in ("*", site.call.callee)]
        sources += [one.module for one in inner.imports if one.local == site.call.callee]
        for module in sources:
            waiting += collection.modules(inner.language, module, path)
    return tuple(found)
