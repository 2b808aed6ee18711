"""The truth table: each event on the roll and in the code, the dead, the ghosts and the drifting."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Annotated, Final, NamedTuple

import msgspec
from msgspec import structs

from catalog.errors import CatalogError
from catalog.model.envelope import GROUPED, IDENTITIES, MOVED_OUT
from catalog.model.event import Alias, Status
from catalog.model.snapshot import Event, Snapshot
from catalog.scan.tree import GENERATED
from catalog.scan.typed import TYPED, as_declared, functions_of
from catalog.schema.contract import context_properties, contract

MAX_BYTES: Final = 256 * 1024 * 1024

REPORT_FORMAT: Final = 1
"""Of the JSON that a scan writes; a report of another one may mean other things by the same words."""

_CLOCKS_DIFFER: Final = timedelta(minutes=10)
"""So far may the clock of the job that scanned be ahead of ours."""


class NotAReport(CatalogError):
    """A file that `rollcall scan --format json` did not write."""

    def __init__(self, name: str, reason: str) -> None:
        self.name = name
        self.reason = reason
        super().__init__(f"{name}: {reason}; write a report with 'rollcall scan --format json'")


class SentCall(msgspec.Struct, frozen=True, kw_only=True):
    """One call site of a report."""

    path: str
    line: Annotated[int, msgspec.Meta(ge=1)]
    names: tuple[str, ...]
    sink: str = ""
    dynamic: str | None = None
    properties: tuple[str, ...] = ()
    open: bool = False
    scope: str = "app"
    decoy: bool = False
    wrapper: bool = False


class SkippedFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file that was not read, or not whole."""

    path: str
    reason: str


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What a scan of one repository found, as far as the table needs it."""

    repository: str
    scanned_at: datetime
    calls: tuple[SentCall, ...]
    format: int = REPORT_FORMAT
    commit: str | None = None
    whole: bool = False
    """Whether all of the repository was looked at."""
    skipped: tuple[SkippedFile, ...] = ()


class Kind(StrEnum):
    """How an event stands."""

    GHOST = "ghost"
    """It is sent, and it is not on the roll."""
    DRIFTING = "drifting"
    """It is sent otherwise than the roll says."""
    DEAD = "dead"
    """It is on the roll, and no repository sends it."""
    UNKNOWN = "unknown"
    """It is on the roll and was seen nowhere, but not everything was looked at."""
    ALIVE = "alive"
    """It is sent by its name, with properties that the roll has; `rollcall scan` judges their values."""
    DRAFT = "draft"
    """It is a draft, and no call of it was seen yet."""
    RETIRED = "retired"
    """It is retired, and no call of it was seen any more."""


class Place(NamedTuple):
    """Where one call stands."""

    repository: str
    path: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One event, or one name that is none."""

    name: str
    kind: Kind
    status: Status | None
    calls: Mapping[str, int]
    """Repository → how many calls of its own code send it."""
    declared: int = 0
    """How many properties the roll gives it."""
    sent: int = 0
    """How many of these some call sends."""
    notes: tuple[str, ...] = ()
    """What drifts, one sentence each."""
    places: tuple[Place, ...] = ()
    """Where its calls stand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """The whole table, and why it cannot tell what is unused, if it cannot."""

    rows: tuple[Row, ...]
    gaps: tuple[str, ...]
    """One sentence for each reason why an event that was not seen may be sent all the same."""

    def of(self, kind: Kind) -> tuple[Row, ...]:
        """The rows of one kind."""
        return tuple(row for row in self.rows if row.kind is kind)


_decoder: Final = msgspec.json.Decoder(Report)


def read_report(content: bytes, name: str) -> Report:
    """A report from the JSON of a scan. Raises NotAReport."""
    try:
        report = _decoder.decode(content)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise NotAReport(name, "no report of a scan") from None
    if report.format != REPORT_FORMAT:
        raise NotAReport(
            name, f"its format is {report.format}, and this version of rollcall reads {REPORT_FORMAT}"
        )
    if report.scanned_at.tzinfo is None:
        raise NotAReport(name, "its 'scanned_at' has no offset, so nobody knows how old it is")
    return report


def truth(reports: Sequence[Report], snapshot: Snapshot, now: datetime) -> Truth:
    """The table for one catalog at one moment; of two reports of one repository the newer counts."""
    newest: dict[str, Report] = {}
    for report in sorted(reports, key=lambda one: one.scanned_at):
        newest[report.repository] = report
    gaps = [*_gaps(newest, snapshot, now)]
    unread: dict[str, None] = {}
    seen: dict[str, _Seen] = {}
    functions = functions_of(snapshot)
    ghosts: dict[str, _Seen] = {}
    for report in newest.values():
        for call in report.calls:
            if call.decoy or call.scope != "app":
                continue
            for name in call.names:
                found = snapshot.lookup(name)
                typed = functions.get(name) if call.sink == TYPED else None
                if typed is not None and (found is None or found[0] is typed):
                    # scanned without a catalog, it is said as the tracker says it
                    taken = structs.replace(call, properties=tuple(as_declared(call.properties, typed)))
                    seen.setdefault(typed.name, _Seen()).take(report, taken, None)
                elif found is None and name in snapshot.gaps.events:
                    unread[name] = None
                elif found is None:
                    ghosts.setdefault(name, _Seen()).take(report, call, None)
                else:
                    seen.setdefault(found[0].name, _Seen()).take(report, call, found[1])
    for name in sorted(unread):
        reason = snapshot.gaps.events[name].reason
        gaps.append(f"'{name}' is on the roll, but {reason}; run 'rollcall check' and mend it")
    rows = [
        *(_ghost(name, ghosts[name]) for name in ghosts),
        *(_row(event, seen.get(event.name), snapshot, bool(gaps)) for event in snapshot.events.values()),
    ]
    order = {kind: place for place, kind in enumerate(Kind)}
    return Truth(rows=tuple(sorted(rows, key=lambda row: (order[row.kind], row.name))), gaps=tuple(gaps))


def _gaps(reports: Mapping[str, Report], snapshot: Snapshot, now: datetime) -> Iterator[str]:
    enrolled = snapshot.settings.repositories
    strangers = sorted(reports.keys() - {repository.name for repository in enrolled})
    if not enrolled:
        yield "catalog.yaml lists no repositories, so nobody knows whether these are all that send events"
    for repository in enrolled:
        report = reports.get(repository.name)
        if report is None:
            given = f"; catalog.yaml lists no {_listed(strangers)}" if strangers else ""
            yield f"there is no report of '{repository.name}'{given}"
            continue
        age = now - report.scanned_at.astimezone(UTC)
        limit = repository.report_max_age_days
        if limit is None:
            yield (
                f"catalog.yaml does not say how old a report of '{repository.name}' may be; give it "
                "'report_max_age_days'"
            )
        elif age < -_CLOCKS_DIFFER:
            yield f"the report of '{repository.name}' is dated later than now, so nobody knows its age"
        elif age > timedelta(days=limit):
            yield (
                f"the report of '{repository.name}' is {age.days} days old, and catalog.yaml allows {limit}; "
                "scan it again"
            )
    for report in reports.values():
        if not report.whole:
            yield f"the report of '{report.repository}' is about some of its folders; scan it from its top"
        unread = [one for one in report.skipped if one.reason != GENERATED]
        if unread:
            yield (
                f"{_files(len(unread))} of '{report.repository}' not read whole, the first {unread[0].path}"
            )
        hidden = [
            call
            for call in report.calls
            if call.dynamic is not None and not (call.decoy or call.wrapper) and call.scope == "app"
        ]
        if hidden:
            first = hidden[0]
            yield (
                f"{'1 call' if len(hidden) == 1 else f'{len(hidden):,} calls'} in '{report.repository}' "
                f"with names that the source does not tell, the first in {first.path}:{first.line}"
            )


@dataclass(slots=True)
class _Seen:
    calls: dict[str, int] = field(default_factory=dict)
    places: list[Place] = field(default_factory=list)
    properties: set[str] = field(default_factory=set)
    aliases: dict[str, int] = field(default_factory=dict)
    lacking: list[frozenset[str]] = field(default_factory=list)
    """The properties of each call that sends no others."""

    def take(self, report: Report, call: SentCall, alias: Alias | None) -> None:
        self.calls[report.repository] = self.calls.get(report.repository, 0) + 1
        self.places.append(Place(report.repository, call.path, call.line))
        renamed = {} if alias is None else alias.rename
        own = {renamed.get(name, name) for name in call.properties}
        self.properties |= own
        if alias is not None:
            self.aliases[alias.name] = self.aliases.get(alias.name, 0) + 1
        elif not call.open:
            self.lacking.append(frozenset(own))


def _ghost(name: str, seen: _Seen) -> Row:
    return Row(
        name=name,
        kind=Kind.GHOST,
        status=None,
        calls=seen.calls,
        sent=len(seen.properties),
        places=tuple(seen.places),
        notes=("it is not on the roll",),
    )


def _row(event: Event, seen: _Seen | None, snapshot: Snapshot, has_gaps: bool) -> Row:
    if seen is None:
        unsent = Kind.UNKNOWN if has_gaps else Kind.DEAD
        return Row(
            name=event.name,
            kind=_UNSENT.get(event.status, unsent),
            status=event.status,
            calls={},
            declared=len(event.properties),
        )
    notes = tuple(_notes(event, seen, snapshot))
    return Row(
        name=event.name,
        kind=Kind.DRIFTING if notes else Kind.ALIVE,
        status=event.status,
        calls=seen.calls,
        declared=len(event.properties),
        sent=len(seen.properties & event.properties.keys()),
        notes=notes,
        places=tuple(seen.places),
    )


_UNSENT: Final = {Status.RETIRED: Kind.RETIRED, Status.DRAFT: Kind.DRAFT}


def _notes(event: Event, seen: _Seen, snapshot: Snapshot) -> Iterator[str]:
    if event.status in (Status.RETIRED, Status.DEPRECATED):
        instead = event.definition.replaced_by
        yield f"it is {event.status.value} and still sent{f'; send {instead}' if instead else ''}"
    if event.status is Status.DRAFT:
        yield "it is a draft, which production refuses, and sent"
    for alias, count in sorted(seen.aliases.items()):
        yield f"{_calls(count)} it '{alias}', which is an alias"
    around = {*context_properties(snapshot, None), *IDENTITIES, *MOVED_OUT, *GROUPED}
    starts = ("$", *(name[:-1] for name in around if name.endswith("*")))
    unknown = sorted(
        name for name in seen.properties - event.properties.keys() - around if not name.startswith(starts)
    )
    if unknown:
        yield f"sent, and not declared: {_listed(unknown)}"
    required = [name for name, one in contract(event).properties.items() if one.required]
    for name in required:
        without = sum(name not in one for one in seen.lacking)
        if without:
            yield f"{_of(without, len(seen.lacking))} '{name}', which is required"


def _calls(count: int) -> str:
    return "1 call names" if count == 1 else f"{count} calls name"


def _of(count: int, calls: int) -> str:
    if calls == 1:
        return "its only call that tells its properties lacks"
    return f"{count:,} of {calls:,} calls {'lacks' if count == 1 else 'lack'}"


def _files(count: int) -> str:
    return "1 file" if count == 1 else f"{count:,} files"


def _listed(names: Iterable[str]) -> str:
    shown = [f"'{name}'" for name in names]
    return ", ".join(shown[:5]) + (f" and {len(shown) - 5} more" if len(shown) > 5 else "")
