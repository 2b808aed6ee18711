"""The engine of a tracker: a call becomes an occurrence, and each destination gets what it may have of it."""

from __future__ import annotations

import os
import time
import weakref
from collections.abc import Iterable, Mapping
from contextvars import ContextVar
from datetime import datetime, timezone
from typing import Any, Callable, Final
from uuid import UUID

from . import uuids
from .checks import Checks, Problem, Refused, token
from .counting import REFUSED, Counts, Tally
from .data import CatalogData, EventData, Json
from .failures import Failure, NotSent
from .recorder import Recorder, Tracked
from .routes import Occurrence, Route
from .setup import Setup
from .unset import UNSET
from .values import NotJson, plain, plain_members
from .who import NOBODY, Ambient, Id, Who, purposes, who_of

_NOWHERE: Final[tuple[Route, ...]] = ()
_NOTHING: Final[dict[str, Json]] = {}
_NO_PURPOSES: Final[frozenset[str]] = frozenset()
_WITHIN: Final = "/properties"
_UNKNOWN: Final = Who(consent=[])
_COUNTS_EVERY: Final = 60.0
"""Seconds after which a call hands the counts over."""


class Engine:
    """What all views of one tracker share."""

    def __init__(
        self,
        catalog: CatalogData,
        clock: Callable[[], datetime] | None = None,
        new_uuid: Callable[[], str] | None = None,
    ) -> None:
        self.catalog = catalog
        self.ambient: ContextVar[Ambient | None] = ContextVar("tracking", default=None)
        self.recorder: Recorder | None = None
        self._tally = Tally()
        self._setup = Setup.silent("tracking is not configured, so nothing is sent; call configure()")
        self._clock = clock or _now
        self._new_uuid = new_uuid or uuids.random
        self._told_at = time.monotonic()
        _ENGINES.add(self)

    def configure(self, setup: Setup) -> None:
        """Track by other settings from now on."""
        setup.attach(self._tally)
        self._told_at = time.monotonic()
        self._setup = setup

    @property
    def setup(self) -> Setup:
        """The settings."""
        return self._setup

    @property
    def tally(self) -> Tally:
        """Where everything is counted."""
        return self._tally

    def track(self, data: EventData, values: Mapping[str, object], who: Who = NOBODY) -> None:
        """Send one event. Only strict mode and a recording raise: Refused, or NotSent."""
        setup = self._setup
        if setup.is_off and self.recorder is None:
            setup.tell_silence()
            return
        name, routes = data["name"], _NOWHERE
        try:
            routes = setup.routes_of(data, self._tally)
            made = plain_members(values)
            if data["constants"]:
                made.update(data["constants"])
            if self.is_strict:
                self._check(name, data["properties"], made, _WITHIN)
            self._sent(setup, "event", name, routes, made, who)
        except Exception as error:  # noqa: BLE001  # the application goes on
            self._went_wrong(setup, name, routes, values, error)

    def misused(self, data: EventData, told: str) -> None:
        """Refuse a call whose arguments cannot be those of the event; strict mode raises."""
        if self.is_strict:
            raise Refused(data["name"], (Problem("arguments", "", told),))
        setup = self._setup
        if setup.is_off:
            setup.tell_silence()
            return
        for route in setup.routes_of(data, self._tally):
            self._tally.add(data["name"], route.destination, REFUSED)
        setup.reporter.report(Failure("values", told, data["name"]))

    def left_out(self, data: EventData, told: str) -> None:
        """Tell of an argument that is not sent; the rest of the call is."""
        if not self._setup.is_off:
            self._setup.reporter.report(Failure("values", told, data["name"]))

    def identify(
        self,
        set_members: Mapping[str, object] | None,
        set_once: Mapping[str, object] | None,
        who: Who = NOBODY,
    ) -> None:
        """Send what is known about a person."""
        setup = self._setup
        if setup.is_off and self.recorder is None:
            setup.tell_silence()
            return
        routes = _NOWHERE
        given: dict[str, Mapping[str, object]] = {}
        try:
            routes = setup.identify_routes(self._tally)
            given = {"set": _members(set_members), "set_once": _members(set_once)}
            person = {part: plain_members(members) for part, members in given.items()}
            if self.is_strict:
                for part, members in person.items():
                    self._check("$identify", _optional(self.catalog["person"]), members, f"/${part}")
            self._sent(setup, "identify", "$identify", routes, {}, who, person)
        except Exception as error:  # noqa: BLE001  # the application goes on
            every = {name: value for members in given.values() for name, value in members.items()}
            self._went_wrong(setup, "$identify", routes, every, error)

    def group(self, kind: str, key: Id, set_members: Mapping[str, object] | None, who: Who = NOBODY) -> None:
        """Send what is known about a group."""
        setup = self._setup
        if setup.is_off and self.recorder is None:
            setup.tell_silence()
            return
        routes: tuple[Route, ...] = _NOWHERE
        given: Mapping[str, object] = {}
        try:
            routes = setup.group_routes(kind, self._tally)
            given = _members(set_members)
            members = plain_members(given)
            about = who._replace(groups=who_of(groups={kind: key}).groups)
            if self.is_strict:
                known = self.catalog["groups"].get(kind, {})
                self._check("$groupidentify", _optional(known), members, f"{_WITHIN}/$group_set")
            self._sent(setup, "group", "$groupidentify", routes, members, about)
        except Exception as error:  # noqa: BLE001  # the application goes on
            self._went_wrong(setup, "$groupidentify", routes, given, error)

    @property
    def is_strict(self) -> bool:
        """Whether calls are checked in full, and raise."""
        recorder = self.recorder
        return self._setup.is_strict if recorder is None else recorder.is_strict

    def no_event(self, given: object) -> None:
        """Tell that something else than an event was to be sent; strict mode raises."""
        told = f"a {type(given).__name__} is no event"
        if self.is_strict:
            raise TypeError(told)
        if not self._setup.is_off:
            self._setup.reporter.report(Failure("values", told))

    def _check(
        self, name: str, known: Mapping[str, Mapping[str, Any]], members: dict[str, Json], path: str
    ) -> None:
        """Raise Refused for members that break their definitions."""
        checks = Checks(self.catalog["formats"])
        checks.members(known, members, path)
        if checks.problems:
            raise Refused(name, tuple(checks.problems))

    def who(
        self,
        user_id: Id | None,
        anonymous_id: Id | None,
        groups: Mapping[str, Id] | None,
        consent: Iterable[str] | None,
        timestamp: datetime | None,
        uuid: str | UUID | None,
    ) -> Who:
        """Who calls are about; nobody, and nothing agreed to, where that cannot be written."""
        try:
            return who_of(user_id, anonymous_id, groups, consent, timestamp, uuid)
        except Exception as error:  # noqa: BLE001  # the application goes on
            self._raised(self._setup, "identity", "an identity that cannot be written", None, error)
            return _UNKNOWN

    def plain_context(self, values: Mapping[str, object]) -> dict[str, Json]:
        """A context as JSON, without what cannot be written."""
        try:
            return plain_members(values)
        except Exception as error:  # noqa: BLE001  # the application goes on
            self._raised(self._setup, "values", "a context that cannot be written", None, error)
            return plain_members({name: value for name, value in values.items() if _is_writable(value)})

    def _sent(
        self,
        setup: Setup,
        kind: str,
        name: str,
        routes: tuple[Route, ...],
        values: dict[str, Json],
        who: Who,
        person: Mapping[str, dict[str, Json]] | None = None,
    ) -> None:
        ambient = self.ambient.get()
        context = _NOTHING
        if ambient is not None:
            context = ambient.context
            around = ambient.who
            if kind == "group":
                around = around._replace(groups=None)
            who = who.over(around)
        if setup.identity is not None:
            asked = self._asked_identity(setup, name)
            who = who.over(asked if kind != "group" else asked._replace(groups=None))
        consent = who.consent
        if consent is None and setup.consent is not None:
            consent = self._asked_consent(setup, name)
        granted = _NO_PURPOSES
        if consent is not None:
            consent = [purpose for purpose in consent if purpose in setup.purposes]
            granted = frozenset(consent)
        if self.is_strict:
            self._check_around(name, who, context)
        recorder = self.recorder
        if recorder is not None:
            recorder.record(Tracked(kind, name, values, person or {}, who, context, consent))
            return
        timestamp = who.timestamp
        one = Occurrence(
            kind,
            who,
            context,
            consent,
            granted,
            who.uuid or self._new_uuid(),
            self._clock() if timestamp is None else timestamp.astimezone(timezone.utc),
        )
        failures = [failure for route in routes if (failure := route.send(one, values, person)) is not None]
        if failures:
            self._failed(setup, name, failures)
        if setup.on_counts is not None and time.monotonic() - self._told_at >= _COUNTS_EVERY:
            self.tell_counts()

    def _check_around(self, name: str, who: Who, context: dict[str, Json]) -> None:
        """Raise Refused for a context, an id or a group that the contract does not take."""
        checks = Checks(self.catalog["formats"])
        if context:
            checks.context(self.catalog["context"], context)
        checks.identity(who.user_id, "/distinct_id")
        checks.identity(who.anonymous_id, "/distinct_id")
        for group, key in (who.groups or {}).items():
            if group in self.catalog["groups"]:
                checks.identity(str(key), f"/groups/{token(group)}")
            else:
                checks.add("unknown-group-type", "/groups", "no group type of that name is declared")
        if checks.problems:
            raise Refused(name, tuple(checks.problems))

    def _asked_identity(self, setup: Setup, name: str) -> Who:
        assert setup.identity is not None
        try:
            found = setup.identity()
            return NOBODY if found is None else who_of(found.user_id, found.anonymous_id, found.groups)
        except Exception as error:  # noqa: BLE001  # the application goes on
            self._raised(setup, "identity", "the function that tells the identity raised", name, error)
            return NOBODY

    def _asked_consent(self, setup: Setup, name: str) -> list[str] | None:
        assert setup.consent is not None
        try:
            found = setup.consent()
            return None if found is None else purposes(found)
        except Exception as error:  # noqa: BLE001  # the application goes on
            self._raised(setup, "consent", "the function that tells the consent raised", name, error)
            return None  # who cannot be asked has not agreed

    def _raised(self, setup: Setup, stage: str, reason: str, name: str | None, error: Exception) -> None:
        if self.is_strict:
            raise error
        setup.reporter.report(Failure(stage, reason, name, error=type(error).__name__))

    def _went_wrong(
        self,
        setup: Setup,
        name: str,
        routes: tuple[Route, ...],
        values: Mapping[str, object],
        error: Exception,
    ) -> None:
        """Refuse a call as a whole; strict mode raises."""
        is_value = isinstance(error, (NotJson, RecursionError))
        told = "a value that holds itself, or is too deep" if is_value else "the call could not be handled"
        code = "not-json"
        if isinstance(error, NotJson):
            code, told = error.code, str(error)
        if self.is_strict:
            if not is_value:
                raise error
            problems = [
                Problem(code, f"{_WITHIN}/{token(key)}", told)
                for key, value in values.items()
                if value is not UNSET and not _is_writable(value)
            ]
            raise Refused(name, tuple(problems)) from None
        for route in routes:
            self._tally.add(name, route.destination, REFUSED)
        setup.reporter.report(Failure("values", told, name, error=type(error).__name__))

    def _failed(self, setup: Setup, name: str, failures: list[Failure]) -> None:
        for failure in failures:
            setup.reporter.report(failure)
        if self.is_strict:
            refused = [one for one in failures if one.stage == "refused"]
            if refused:
                problems = (
                    Problem(
                        "refused-data", "", f"{one.destination} gets nothing of it, since it has {one.reason}"
                    )
                    for one in refused
                )
                raise Refused(name, tuple(problems))
            raise NotSent(failures)

    def tell_counts(self) -> None:
        """Hand what was counted since the last time to the hook."""
        setup, self._told_at = self._setup, time.monotonic()
        if setup.on_counts is None:
            return
        news = self._tally.news()
        if news:
            try:
                setup.on_counts(news)
            except Exception as error:  # noqa: BLE001  # the application goes on
                setup.reporter.report(
                    Failure("hook", "the hook for counts raised", error=type(error).__name__)
                )

    def counts(self) -> Counts:
        """Everything that was counted."""
        return self._tally.total()

    def flush(self, timeout: float) -> bool:
        """Have every destination deliver what it holds; False when the time was not enough."""
        done = self._setup.flush(timeout)
        self.tell_counts()
        return done

    def shutdown(self, timeout: float) -> bool:
        """Have every destination deliver what it holds and stop; nothing is tracked afterwards."""
        before = self._setup
        self._setup = before.closed("tracking was shut down, so nothing is sent any more")
        done = before.stop(timeout)
        self.tell_counts()
        return done

    def after_fork(self) -> None:
        """Locks that other threads held are nobody's in the child."""
        self._tally.after_fork()
        self._setup.after_fork()


def _optional(known: Mapping[str, Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    """Definitions of which any may be left out, as of a person or a group."""
    return {name: {**about, "required": False} for name, about in known.items()}


def _members(given: Mapping[str, object] | None) -> Mapping[str, object]:
    """Properties as they are given; None stands for none of them. Raises NotJson for what is no mapping."""
    if given is None or isinstance(given, Mapping):
        return given or {}
    raise NotJson(f"{type(given).__name__} in the place of properties")


def _is_writable(value: object) -> bool:
    try:
        plain(value)
    except (NotJson, RecursionError):
        return False
    return True


def _now() -> datetime:
    return datetime.now(timezone.utc)


_ENGINES: Final[weakref.WeakSet[Engine]] = weakref.WeakSet()


def _after_fork() -> None:
    uuids.after_fork()
    for engine in _ENGINES:
        engine.after_fork()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
