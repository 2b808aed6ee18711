"""TimeTracker's history replayed: which names each commit sent that no roll had, had there been one."""

import json
from dataclasses import dataclass
from pathlib import Path

from catalog.loading import Loaded
from catalog.model.event import EventDefinition
from catalog.model.names import EventName
from catalog.model.snapshot import Definitions, Event, Snapshot, resolve
from catalog.validation import Outcome, Validator

HERE = Path(__file__).parent
PAGE = HERE.parents[1] / "docs" / "guide" / "history.md"


@dataclass(frozen=True, kw_only=True)
class Commit:
    """A commit of TimeTracker that introduced names, and whether it touched the event documents too."""

    commit: str
    date: str
    documented: bool
    names: tuple[str, ...]


def commits() -> tuple[Commit, ...]:
    """The 26 commits of 2025-10-20 to 2026-04-26 that introduced names, oldest first."""
    listed = json.loads((HERE / "history.json").read_text(encoding="utf-8"))
    return tuple(Commit(**{**one, "names": tuple(one["names"])}) for one in listed)


def as_it_stood(loaded: Loaded, known: frozenset[str]) -> Snapshot:
    """The catalog with the names that were known by then, and no others."""
    events: dict[EventName, EventDefinition] = {}
    for event in loaded.snapshot.events.values():
        definition = _with_names(event, known)
        if definition is not None:
            events[event.name] = definition
    for name in known - loaded.snapshot.incoming.keys():  # sent then, and gone since
        events[EventName(f"gone.{name}")] = EventDefinition.model_validate({"wire": name})
    old = loaded.definitions
    return resolve(
        Definitions(
            settings=old.settings,
            groups=old.groups,
            contexts=old.contexts,
            entities=old.entities,
            events=events,
        )
    )


def _with_names(event: Event, known: frozenset[str]) -> EventDefinition | None:
    """An event under the names that it had by then; None when it had none yet."""
    aliases = tuple(alias for alias in event.aliases if alias.name in known)
    if event.wire in known:
        return event.definition.model_copy(update={"aliases": aliases})
    if not aliases:
        return None
    first, *rest = aliases  # what is an alias today was its only name
    return event.definition.model_copy(update={"wire": first.name, "aliases": tuple(rest)})


def not_on_the_roll(snapshot: Snapshot, names: tuple[str, ...]) -> tuple[str, ...]:
    """The names whose payloads such a catalog does not know."""
    validator = Validator(snapshot)
    return tuple(
        name
        for name in names
        if validator.validate(json.dumps({"event": name, "properties": {}}).encode()).outcome
        is Outcome.UNKNOWN
    )


def replayed(loaded: Loaded) -> tuple[tuple[Commit, tuple[str, ...]], ...]:
    """Every commit with the names that it sent and the roll before it, kept until then, did not have.

    A commit that wrote its names into the event documents would have written them into the catalog.
    """
    known: frozenset[str] = frozenset()
    found = []
    for commit in commits():
        before = known | frozenset(commit.names) if commit.documented else known
        found.append((commit, not_on_the_roll(as_it_stood(loaded, before), commit.names)))
        known |= frozenset(commit.names)
    return tuple(found)


def table(loaded: Loaded) -> str:
    """The replay as the page shows it."""
    rows = ["| commit | date | not on the roll | such as |", "| --- | --- | ---: | --- |"]
    for commit, missing in replayed(loaded):
        names = ", ".join(f"`{name}`" for name in missing[:3]) or "all in the documents"
        rows.append(f"| `{commit.commit}` | {commit.date} | {len(missing)} | {names} |")
    return "\n".join(rows)


def test_a_gate_would_have_stopped_25_commits_with_165_names(loaded: Loaded) -> None:
    stopped = [(commit, missing) for commit, missing in replayed(loaded) if missing]
    assert len(stopped) == 25
    assert sum(len(missing) for _, missing in stopped) == 165


def test_a_name_that_nobody_wrote_down_is_unknown_until_the_commit_after(loaded: Loaded) -> None:
    listed = commits()
    for index, commit in enumerate(listed[1:], 1):
        earlier = frozenset(name for one in listed[:index] for name in one.names)
        assert not_on_the_roll(as_it_stood(loaded, earlier), commit.names) == commit.names
        assert not_on_the_roll(as_it_stood(loaded, earlier | {*commit.names}), commit.names) == ()


def test_every_name_of_the_history_but_one_is_on_the_roll_today(loaded: Loaded) -> None:
    names = {name for commit in commits() for name in commit.names}
    assert len(names) == 188
    assert not_on_the_roll(loaded.snapshot, tuple(sorted(names))) == ("feature_interaction",)


def test_the_page_shows_what_the_replay_finds(loaded: Loaded) -> None:
    assert table(loaded) in PAGE.read_text(encoding="utf-8")
