"""What changed about one event: its names, its life, where it goes, and its properties."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from catalog.diff.change import Change, Part, Reach, Subject, Verb
from catalog.diff.pairs import renamed_properties
from catalog.diff.properties import At, named_changes
from catalog.findings import Spot
from catalog.model.event import Alias, Status, Undeclared
from catalog.model.snapshot import Definitions, Event, plain, plain_event
from catalog.model.values import Json

_STRICTNESS: Final[Mapping[Undeclared, int]] = {Undeclared.KEEP: 0, Undeclared.DROP: 1, Undeclared.REFUSE: 2}

_TEXTS: Final[Mapping[str, Subject]] = {
    "description": Subject.WORDS,
    "trigger": Subject.WORDS,
    "examples": Subject.WORDS,
    "allow": Subject.WORDS,
    "owner": Subject.OWNER,
    "purpose": Subject.PURPOSE,
    "expires": Subject.EXPIRY,
    "replaced_by": Subject.REPLACEMENT,
    "code_name": Subject.CODE_NAME,
    "accept_previous_days": Subject.WINDOW,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """One event in one catalog, with the definitions that tell where its properties stand."""

    event: Event
    definitions: Definitions

    def spot(self, *pointer: str | int) -> Spot:
        """A place in the event's own file."""
        return Spot(kind="event", name=self.event.name, pointer=pointer)

    def of_property(self, name: str) -> Spot:
        """Where a property of the event is defined: in its own file or in a group's."""
        group = self.definitions.group_of(self.event.definition, name)
        if group is None:
            return self.spot("properties", name)
        return Spot(kind="group", name=group, pointer=("properties", name))


def event_changes(old: Home, new: Home) -> Iterator[Change]:
    """Everything that differs between one event before and after; without what it reaches."""
    before, after = old.event, new.event
    if before.name != after.name:
        yield _own(old, new, Subject.EVENT, Verb.RENAMED, (), before.name, after.name)
    if before.wire != after.wire:
        yield _own(old, new, Subject.WIRE_NAME, Verb.CHANGED, ("wire",), before.wire, after.wire)
    yield from _life(old, new)
    yield from _aliases(old, new)
    yield from _going(old, new)
    if before.undeclared is not after.undeclared:
        is_stricter = _STRICTNESS[after.undeclared] > _STRICTNESS[before.undeclared]
        yield _own(
            old,
            new,
            Subject.UNDECLARED,
            Verb.TIGHTENED if is_stricter else Verb.LOOSENED,
            ("undeclared",),
            before.undeclared.value,
            after.undeclared.value,
        )
    yield from _texts(old, new)
    yield from _readers(old, new)
    yield from _properties(old, new)


def are_alike(one: Event, other: Event, same_groups: frozenset[str]) -> bool:
    """Whether nothing can differ: most events of two catalogs, so it asks in the order of cost.

    `same_groups` are the property groups that both catalogs define alike.
    """
    return (
        one.name == other.name
        and one.wire == other.wire
        and one.undeclared is other.undeclared
        and (one.definition is other.definition or one.definition == other.definition)
        and same_groups.issuperset(one.definition.include)
    )


def whole_event(home: Home, verb: Verb) -> Change:
    """An event that only one catalog has."""
    content = plain_event(home.event)
    is_new = verb is Verb.ADDED
    return Change(
        subject=Subject.EVENT,
        verb=verb,
        part=Part.EVENT,
        old=None if is_new else content,
        new=content if is_new else None,
        was=None if is_new else home.spot(),
        now=home.spot() if is_new else None,
        reaches=(Reach(None, home.event.name) if is_new else Reach(home.event.name, None),),
    )


def _own(
    old: Home,
    new: Home,
    subject: Subject,
    verb: Verb,
    keys: tuple[str | int, ...],
    before: Json,
    after: Json,
    *,
    key: str | None = None,
    destination: str | None = None,
) -> Change:
    return Change(
        subject=subject,
        verb=verb,
        part=Part.EVENT,
        key=key,
        destination=destination,
        old=before,
        new=after,
        was=old.spot(*keys),
        now=new.spot(*keys),
    )


def _life(old: Home, new: Home) -> Iterator[Change]:
    before, after = old.event.status, new.event.status
    if before is after:
        return
    if after is Status.RETIRED:
        subject, verb = Subject.EVENT, Verb.RETIRED
    elif before is Status.RETIRED:
        subject, verb = Subject.EVENT, Verb.REVIVED
    else:
        subject, verb = Subject.STATUS, Verb.CHANGED
    yield _own(old, new, subject, verb, ("status",), before.value, after.value)


def _aliases(old: Home, new: Home) -> Iterator[Change]:
    before = {alias.name: (index, alias) for index, alias in enumerate(old.event.aliases)}
    after = {alias.name: (index, alias) for index, alias in enumerate(new.event.aliases)}
    for name, (index, alias) in before.items():
        if name not in after:
            gone = _own(
                old, new, Subject.ALIAS, Verb.REMOVED, ("aliases", index), _alias(alias), None, key=name
            )
            yield replace(gone, now=None)
    for name, (index, alias) in after.items():
        if name not in before:
            come = _own(
                old, new, Subject.ALIAS, Verb.ADDED, ("aliases", index), None, _alias(alias), key=name
            )
            yield replace(come, was=None)
        elif before[name][1] != alias:
            changed = _own(
                old,
                new,
                Subject.ALIAS,
                Verb.CHANGED,
                ("aliases", index),
                _alias(before[name][1]),
                _alias(alias),
                key=name,
            )
            yield replace(changed, was=old.spot("aliases", before[name][0]))


def _alias(alias: Alias) -> Json:
    found: Json = alias.model_dump(mode="json", exclude_defaults=True)
    return found


def _going(old: Home, new: Home) -> Iterator[Change]:
    before, after = old.event.destinations, new.event.destinations
    for name in before:
        if name not in after:
            yield _own(
                old, new, Subject.DESTINATION, Verb.REMOVED, ("destinations",), name, None, destination=name
            )
    for name in after:
        if name not in before:
            yield _own(
                old, new, Subject.DESTINATION, Verb.ADDED, ("destinations",), None, name, destination=name
            )
    names_before, names_after = old.event.definition.send_as, new.event.definition.send_as
    for name in sorted({*names_before, *names_after}):
        was, now = names_before.get(name), names_after.get(name)
        is_gone = name in before and name not in after  # what receives nothing has no name for it
        if was != now and not (is_gone and now is None):
            verb = Verb.ADDED if was is None else Verb.REMOVED if now is None else Verb.CHANGED
            yield _own(old, new, Subject.SENT_NAME, verb, ("send_as", name), was, now, destination=name)


def _texts(old: Home, new: Home) -> Iterator[Change]:
    before, after = old.event.definition, new.event.definition
    if all(getattr(before, key) == getattr(after, key) for key in _TEXTS):
        return
    plain_before, plain_after = plain(before), plain(after)
    for key, subject in _TEXTS.items():
        was, now = plain_before.get(key), plain_after.get(key)
        if was != now:
            verb = Verb.ADDED if was is None else Verb.REMOVED if now is None else Verb.CHANGED
            if subject is Subject.WINDOW and isinstance(was, int) and isinstance(now, int):
                verb = Verb.LENGTHENED if now > was else Verb.SHORTENED
            named = key if subject is Subject.WORDS else None
            yield _own(old, new, subject, verb, (key,), was, now, key=named)


def _readers(old: Home, new: Home) -> Iterator[Change]:
    before = [_reader(reader.team, reader.url) for reader in old.event.definition.readers]
    after = [_reader(reader.team, reader.url) for reader in new.event.definition.readers]
    for index, reader in enumerate(before):
        if reader not in after:
            gone = _own(old, new, Subject.READER, Verb.REMOVED, ("readers", index), reader, None)
            yield replace(gone, now=new.spot("readers"))
    for index, reader in enumerate(after):
        if reader not in before:
            come = _own(old, new, Subject.READER, Verb.ADDED, ("readers", index), None, reader)
            yield replace(come, was=old.spot("readers"))


def _reader(team: str, url: str | None) -> Json:
    return {"team": team} if url is None else {"team": team, "url": url}


def _properties(old: Home, new: Home) -> Iterator[Change]:
    def spot(name: str, is_new: bool) -> Spot:
        return (new if is_new else old).of_property(name)

    at = At(
        part=Part.EVENT,
        name=None,
        path=(),
        former=(),
        was=old.spot("properties"),
        now=new.spot("properties"),
        old_policy=old.event.policy,
        new_policy=new.event.policy,
    )
    renamed = renamed_properties(old.event, new.event)
    found = tuple(named_changes(old.event.properties, new.event.properties, spot, at, renamed))
    yield from found
    for change in found:
        if change.subject is Subject.PROPERTY and len(change.path) == 1:
            yield from _kept(change, old.event, new.event)


def _kept(change: Change, old: Event, new: Event) -> Iterator[Change]:
    """A name that was kept undeclared and is now declared, or the reverse."""
    if change.verb is Verb.ADDED and old.undeclared is Undeclared.KEEP:
        yield replace(change, subject=Subject.KEPT_NAME)
    if change.verb is Verb.REMOVED and new.undeclared is Undeclared.KEEP:
        yield replace(change, subject=Subject.KEPT_NAME)
