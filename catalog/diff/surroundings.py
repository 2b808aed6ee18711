"""What changed around the events: contexts, the person, group types. It reaches every event that has them."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from catalog.diff.change import Change, Part, Reach, Subject, Verb
from catalog.diff.properties import At, category_change, named_changes
from catalog.findings import Kind, Spot
from catalog.model.event import ContextDefinition, EntityDefinition
from catalog.model.snapshot import Snapshot, plain
from catalog.model.values import Json

PERSON: Final = "person"


def surrounding_changes(old: Snapshot, new: Snapshot, pairs: tuple[Reach, ...]) -> Iterator[Change]:
    """What differs in contexts, person and group types, each with the events that it reaches."""
    yield from _contexts(old, new, pairs)
    yield from _entities(old, new, pairs)


def _contexts(old: Snapshot, new: Snapshot, pairs: tuple[Reach, ...]) -> Iterator[Change]:
    for name in sorted({*old.contexts, *new.contexts}):
        before, after = old.contexts.get(name), new.contexts.get(name)
        if before == after:
            continue
        reaches = tuple(_with_context(name, old, new, pairs))
        frame = _Frame(old, new, "context", Part.CONTEXT, name, Subject.CONTEXT)
        for change in frame.changes(before, after):
            yield replace(change, reaches=reaches)


def _with_context(name: str, old: Snapshot, new: Snapshot, pairs: tuple[Reach, ...]) -> Iterator[Reach]:
    before, after = _listing(old, name), _listing(new, name)
    for reach in pairs:
        goes = reach.before is not None and not before.isdisjoint(old.events[reach.before].destinations)
        goes = goes or (
            reach.after is not None and not after.isdisjoint(new.events[reach.after].destinations)
        )
        if goes:
            yield reach


def _listing(snapshot: Snapshot, context: str) -> frozenset[str]:
    """The destinations whose payloads carry a context."""
    found = snapshot.settings.destinations.items()
    return frozenset(name for name, destination in found if context in destination.contexts)


def _entities(old: Snapshot, new: Snapshot, pairs: tuple[Reach, ...]) -> Iterator[Change]:
    for name in sorted({*old.entities, *new.entities}):
        before, after = old.entities.get(name), new.entities.get(name)
        if before == after:
            continue
        part = Part.PERSON if name == PERSON else Part.GROUP
        frame = _Frame(old, new, "entity", part, name, Subject.ENTITY)
        for change in frame.changes(before, after):
            yield replace(change, reaches=pairs)


class _Frame:
    """One definition around the events, on both sides."""

    def __init__(
        self, old: Snapshot, new: Snapshot, kind: Kind, part: Part, name: str, subject: Subject
    ) -> None:
        top = Spot(kind=kind, name=name, pointer=())
        self._top = top
        self._subject = subject
        self._at = At(
            part=part,
            name=name,
            path=(),
            former=(),
            was=top,
            now=top,
            old_policy=old.policy,
            new_policy=new.policy,
        )

    def changes(
        self,
        before: ContextDefinition | EntityDefinition | None,
        after: ContextDefinition | EntityDefinition | None,
    ) -> Iterator[Change]:
        """What differs; a definition that only one side has is a change, and so is each property."""
        if before is None or after is None:
            verb = Verb.ADDED if before is None else Verb.REMOVED
            yield self._sided(self._at.change(self._subject, verb, old=_about(before), new=_about(after)))
        elif before.description != after.description or before.allow != after.allow:
            yield from self._words(before, after)
        if isinstance(before, EntityDefinition) and isinstance(after, EntityDefinition):
            yield from category_change(before.data, after.data, self._at)
        yield from named_changes(
            {} if before is None else before.properties,
            {} if after is None else after.properties,
            self._spot,
            self._at,
            {},
        )

    def _sided(self, change: Change) -> Change:
        return replace(change, was=None) if change.verb is Verb.ADDED else replace(change, now=None)

    def _words(
        self, before: ContextDefinition | EntityDefinition, after: ContextDefinition | EntityDefinition
    ) -> Iterator[Change]:
        was, now = plain(before), plain(after)
        for key in ("description", "allow"):
            if was.get(key) != now.get(key):
                verb = Verb.ADDED if key not in was else Verb.REMOVED if key not in now else Verb.CHANGED
                yield self._at.change(Subject.WORDS, verb, key, old=was.get(key), new=now.get(key), key=key)

    def _spot(self, name: str, _: bool) -> Spot:
        return replace(self._top, pointer=("properties", name))


def _about(definition: ContextDefinition | EntityDefinition | None) -> Json:
    """What a definition says of itself; its properties are changes of their own."""
    if definition is None:
        return None
    content = plain(definition)
    content.pop("properties", None)
    return content
