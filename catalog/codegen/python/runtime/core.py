"""What generated code stands on: the tracker, its resources, and events as values."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any, Callable
from uuid import UUID

from .calls import Call, Resource
from .counting import Counts
from .data import CatalogData, load
from .deliveries import Destination
from .events import Event
from .failures import Failure
from .hashing import Keyring
from .setup import Mode, Setup
from .tracking import Engine
from .who import NOBODY, Ambient, Id, Identity, Who

if TYPE_CHECKING:
    from typing_extensions import Self

    from .testing import Recording

__all__ = ["FLUSH_SECONDS", "Core", "Event"]

FLUSH_SECONDS = 5.0
"""How long flushing and shutting down wait unless told otherwise."""


class Core:
    """The tracker. Names that begin with `_` are for generated code.

    In mode `production` nothing but `configure` raises: what goes wrong is counted, and told to
    `on_failure` or, without it, logged. In mode `strict` a call that the contract refuses raises `Refused`,
    and one that a destination did not take `NotSent`. In mode `off` nothing happens.
    """

    _engine: Engine
    _who: Who
    _resources: frozenset[str]

    def __init__(self, catalog: CatalogData, **parts: Any) -> None:
        self._engine = Engine(catalog, **parts)
        self._who = NOBODY
        self._resources = frozenset(catalog.get("resources", ()))

    if not TYPE_CHECKING:  # a checker knows the resources; to it, any other name is wrong

        def __getattr__(self, name: str) -> Any:
            """A resource, whose data is loaded when it is first asked for."""
            if name.startswith("_") or name not in self._resources:
                raise AttributeError(f"the catalog has no resource '{name}'")
            found = self.__dict__[name] = Resource(name, load(name), self._engine, self._who)
            return found

    def __dir__(self) -> Iterable[str]:
        return {*super().__dir__(), *self._resources}

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._engine.catalog.get('product')!r})"

    def configure(
        self,
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
        """Say where events go, once, before the first call.

        `destinations` are by their names in the catalog; events of one that is missing do not go there.
        `identity` and `consent` are asked at each call that does not say them itself; where consent is needed
        and nobody says, nothing leaves. `on_counts` gets what was counted once a minute, at `flush` and at
        `shutdown`. Raises NotConfigured for what cannot work, whatever the mode.
        """
        setup = Setup(
            self._engine.catalog,
            destinations=destinations,
            source=source,
            environment=environment,
            mode=mode,
            identity=identity,
            consent=consent,
            keys=keys,
            on_failure=on_failure,
            on_counts=on_counts,
        )
        self._engine.configure(setup)

    def track(self, event: Event) -> None:
        """Send an event that was made before."""
        given: object = event  # callers without a type checker give anything
        if isinstance(given, Event):
            Call(event.DATA["name"], event.DATA, self._engine, self._who).send(dict(event._values))
        else:
            self._engine.no_event(given)

    def of(
        self,
        *,
        user_id: Id | None = None,
        anonymous_id: Id | None = None,
        groups: Mapping[str, Id] | None = None,
        consent: Iterable[str] | None = None,
        timestamp: datetime | None = None,
        uuid: str | UUID | None = None,
    ) -> Self:
        """The same tracker for somebody: what is said here holds for its calls.

        In a `with` block it holds for all calls of the tracker, also those in other functions.
        `timestamp` without an offset is local time, as everywhere in Python.
        """
        made = object.__new__(type(self))
        made._engine, made._resources = self._engine, self._resources
        said = self._engine.who(user_id, anonymous_id, groups, consent, timestamp, uuid)
        made._who = said.over(self._who)
        return made

    def __enter__(self) -> Self:
        variable = self._engine.ambient
        outer = variable.get()
        if outer is None:
            variable.set(Ambient({}, self._who))
        else:
            variable.set(Ambient(outer.context, self._who.over(outer.who), outer))
        return self

    def __exit__(self, *_: object) -> None:
        now = self._engine.ambient.get()
        self._engine.ambient.set(None if now is None else now.outer)

    @contextmanager
    def _context(self, values: Mapping[str, object]) -> Iterator[None]:
        """Let calls within the block carry a context, also those in other functions."""
        keys = self._engine.catalog.get("context_arguments", {})
        made = self._engine.plain_context({keys.get(name, name): one for name, one in values.items()})
        variable = self._engine.ambient
        outer = variable.get()
        if outer is None:
            token = variable.set(Ambient(made, NOBODY))
        else:
            token = variable.set(Ambient({**outer.context, **made}, outer.who, outer))
        try:
            yield
        finally:
            variable.reset(token)

    def _identify(
        self, set_members: Mapping[str, object] | None, set_once: Mapping[str, object] | None
    ) -> None:
        """Send what is known about the person."""
        self._engine.identify(set_members, set_once, self._who)

    def _group(self, kind: str, key: Id, set_members: Mapping[str, object] | None) -> None:
        """Send what is known about a group."""
        self._engine.group(kind, key, set_members, self._who)

    def counts(self) -> Counts:
        """What became of events so far, in numbers."""
        return self._engine.counts()

    def flush(self, timeout: float = FLUSH_SECONDS) -> bool:
        """Wait until what destinations hold is delivered, for so many seconds at most; False: not all is."""
        return self._engine.flush(timeout)

    def shutdown(self, timeout: float = FLUSH_SECONDS) -> bool:
        """Deliver and stop, within so many seconds; nothing is tracked afterwards. False: not all is."""
        return self._engine.shutdown(timeout)

    async def aflush(self, timeout: float = FLUSH_SECONDS) -> bool:
        """`flush` that lets other tasks run meanwhile."""
        return await _aside(functools.partial(self.flush, timeout))

    async def ashutdown(self, timeout: float = FLUSH_SECONDS) -> bool:
        """`shutdown` that lets other tasks run meanwhile."""
        return await _aside(functools.partial(self.shutdown, timeout))

    def recording(self, *, strict: bool = True) -> Recording:
        """For tests: `with tracker.recording() as seen` sends nothing, and `seen` knows what was tracked.

        What the contract refuses raises, unless `strict` is False.
        """
        from .testing import Recording

        return Recording(self._engine, strict=strict)


async def _aside(act: Callable[[], bool]) -> bool:
    import asyncio  # an application that is not asynchronous does not pay for it

    return await asyncio.get_running_loop().run_in_executor(None, act)
