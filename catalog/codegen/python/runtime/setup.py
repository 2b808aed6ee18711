"""The settings of a tracker, checked when they are made, and the ways of its events."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Mapping
from typing import Any, Callable, Final, Literal

from .counting import FAILED, Counts, Tally
from .data import CatalogData, EventData
from .deliveries import Destination
from .failures import LOGGER, Failure, NotConfigured, Reporter
from .hashing import Keyring
from .ports import Port
from .routes import Route, Stamps, event_route, group_route, identify_route
from .who import Identity

Mode = Literal["production", "strict", "off"]
MODES: Final = ("production", "strict", "off")


class Setup:
    """The settings of a tracker; what is asked often is laid out once."""

    def __init__(
        self,
        catalog: CatalogData,
        *,
        destinations: Mapping[str, Destination],
        source: str | None = None,
        environment: str | None = None,
        mode: Mode = "production",
        identity: Callable[[], Identity | None] | None = None,
        consent: Callable[[], Iterable[str] | None] | None = None,
        keys: Keyring | None = None,
        on_failure: Callable[[Failure], object] | None = None,
        on_counts: Callable[[Counts], object] | None = None,
    ) -> None:
        """Raises NotConfigured for what cannot work, whatever the mode: nothing was tracked yet."""
        if mode not in MODES:
            raise NotConfigured(f"mode is one of {', '.join(MODES)}")
        for name, destination in destinations.items():
            if name not in catalog["destinations"]:
                known = ", ".join(catalog["destinations"]) or "none"
                raise NotConfigured(f"the catalog has no destination '{name}'; it has {known}")
            if not callable(getattr(destination, "send", None)):
                kind = type(destination).__name__
                raise NotConfigured(f"the destination '{name}' has no send(delivery); this is a {kind}")
        for told, hook in (
            ("identity", identity),
            ("consent", consent),
            ("on_failure", on_failure),
            ("on_counts", on_counts),
        ):
            if hook is not None and not callable(hook):
                raise NotConfigured(f"{told} is a function; this is a {type(hook).__name__}")
        self.is_off = mode == "off"
        self.is_strict = mode == "strict"
        self.identity = identity
        self.consent = consent
        self.on_counts = on_counts
        self.reporter = Reporter(on_failure)
        self.purposes = frozenset(catalog["purposes"])
        report = self.reporter.report
        self.ports = tuple(
            Port(name, one, catalog, keys, report, raises=mode != "production")
            for name, one in destinations.items()
        )
        release = catalog.get("release")
        self._stamps = Stamps(source, environment, None if release is None else str(release))
        self._events: dict[int, tuple[EventData, tuple[Route, ...]]] = {}
        self._identify: tuple[Route, ...] | None = None
        self._groups: dict[str, tuple[Route, ...]] = {}
        self._silence = ""
        self._without_keys = [port.name for port in self.ports if port.is_without_keys]
        if self._without_keys and self.is_strict:
            raise NotConfigured(f"{_listed(self._without_keys)} hashed values, and no keys are given")

    @classmethod
    def silent(cls, why: str) -> Setup:
        """Settings by which nothing is sent; the first call that is made all the same is logged."""
        nothing: dict[str, Any] = {"destinations": {}, "purposes": [], "formats": {}}
        made = cls(nothing, destinations={}, mode="off")
        made._silence = why
        return made

    def closed(self, why: str) -> Setup:
        """The same, by which nothing is sent any more."""
        made = Setup.silent(why)
        made.on_counts, made.reporter = self.on_counts, self.reporter
        return made

    def tell_silence(self) -> None:
        """Log once that nothing is sent, where nobody asked for that."""
        if self._silence:
            LOGGER.warning("%s", self._silence)
            self._silence = ""

    def attach(self, tally: Tally) -> None:
        """Let destinations that deliver later tell what they lose; say what cannot be hashed."""
        for port in self.ports:
            attach = getattr(port.destination, "attach", None)
            if attach is not None:
                attach(self._losing(port.name, tally))
        if self._without_keys:
            told = (
                f"{_listed(self._without_keys)} hashed values, and no keys are given, so these do not leave"
            )
            self.reporter.report(Failure("setup", told))

    def _losing(self, destination: str, tally: Tally) -> Callable[[Mapping[str, int], str, str | None], None]:
        def lost(events: Mapping[str, int], reason: str, error: str | None) -> None:
            for name, number in events.items():
                tally.add(name, destination, FAILED, number)
                self.reporter.report(Failure("lost", f"{number} lost: {reason}", name, destination, error))

        return lost

    def routes_of(self, data: EventData, tally: Tally) -> tuple[Route, ...]:
        """The ways of an event."""
        known = self._events.get(id(data))
        if known is not None and known[0] is data:
            return known[1]
        routes = self._known(event_route(port, data, self._stamps, tally) for port in self.ports)
        self._events[id(data)] = (data, routes)
        return routes

    def identify_routes(self, tally: Tally) -> tuple[Route, ...]:
        """The ways of a person's properties."""
        if self._identify is None:
            self._identify = self._known(identify_route(port, self._stamps, tally) for port in self.ports)
        return self._identify

    def group_routes(self, kind: str, tally: Tally) -> tuple[Route, ...]:
        """The ways of the properties of a kind of group."""
        known = self._groups.get(kind)
        if known is None:
            known = self._known(group_route(port, kind, self._stamps, tally) for port in self.ports)
            self._groups[kind] = known
        return known

    @staticmethod
    def _known(routes: Iterable[Route | None]) -> tuple[Route, ...]:
        return tuple(route for route in routes if route is not None)

    def after_fork(self) -> None:
        """Threads that call destinations are not there in the child."""
        for port in self.ports:
            if port.lane is not None:
                port.lane.after_fork()

    def flush(self, timeout: float) -> bool:
        """Have every destination deliver; False when the time was not enough."""
        return self._all([(port.name, port.flush) for port in self.ports], timeout)

    def stop(self, timeout: float) -> bool:
        """Have every destination deliver and stop; False when the time was not enough."""
        stops = [(port.name, port.shutdown or port.flush) for port in self.ports]
        return self._all(stops, timeout)

    def _all(self, acts: list[tuple[str, Callable[[float], object] | None]], timeout: float) -> bool:
        """Run all at the same time, each in a thread that ends with the program, and wait no longer.

        A destination is told a little less time, so that it can say how far it came.
        """
        deadline = time.monotonic() + timeout
        runs, threads = [], []
        for name, act in acts:
            if act is not None:
                run = _Run(name, act, timeout * 0.9, self.reporter)
                runs.append(run)
                try:
                    run.start()
                    threads.append(run)
                except RuntimeError:  # no thread begins when the interpreter ends
                    run.run()
        for thread in threads:
            thread.join(max(0.0, deadline - time.monotonic()))
            if thread.is_alive():
                told = "the destination took longer than it had"
                self.reporter.report(Failure("flush", told, destination=thread.about))
        return not any(run.is_alive() or not run.is_done for run in runs)


class _Run(threading.Thread):
    """One destination while it delivers what it holds."""

    def __init__(
        self, about: str, act: Callable[[float], object], timeout: float, reporter: Reporter
    ) -> None:
        super().__init__(name=f"tracking-flush-{about}", daemon=True)
        self.about = about
        self._act = act
        self._timeout = timeout
        self._reporter = reporter
        self.is_done = False
        """Whether everything was delivered; a destination that gives nothing is believed."""

    def run(self) -> None:
        """Deliver."""
        try:
            self.is_done = self._act(self._timeout) is not False
        except Exception as error:  # noqa: BLE001  # the application goes on
            told = Failure(
                "flush", "the destination raised", destination=self.about, error=type(error).__name__
            )
            self._reporter.report(told)


def _listed(names: list[str]) -> str:
    return f"{' and '.join(names)} {'takes' if len(names) == 1 else 'take'}"
