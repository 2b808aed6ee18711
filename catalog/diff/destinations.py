"""What changed in the policy of one destination, line by line."""

from collections.abc import Iterator, Mapping
from typing import Final

from catalog.diff.change import Change, Part, Subject, Verb
from catalog.diff.direction import handling_verb
from catalog.findings import Spot
from catalog.model.policy import Policy
from catalog.model.settings import DestinationDefinition
from catalog.model.snapshot import plain
from catalog.model.values import Json

_PLAIN: Final[Mapping[str, Subject]] = {
    "description": Subject.WORDS,
    "processor": Subject.PROCESSOR,
    "contract": Subject.AGREEMENT,
    "region": Subject.REGION,
    "transfer": Subject.TRANSFER,
    "erasure": Subject.ERASURE,
    "truncate": Subject.TRUNCATION,
}
"""Keys whose values come, go or change as a whole."""

_LISTS: Final[Mapping[str, Subject]] = {
    "contexts": Subject.CONTEXT,
    "purposes": Subject.PURPOSE,
    "reserved": Subject.RESERVED_NAME,
}
"""Keys that list names, each of which comes or goes by itself."""


def destination_changes(
    name: str, old: DestinationDefinition, new: DestinationDefinition, before: Policy, after: Policy
) -> Iterator[Change]:
    """Everything that differs between two definitions of a destination; without what it reaches."""
    was, now = plain(old), plain(new)
    for key, subject in _PLAIN.items():
        if was.get(key) != now.get(key):
            verb = Verb.ADDED if key not in was else Verb.REMOVED if key not in now else Verb.CHANGED
            yield _change(name, subject, verb, key, was.get(key), now.get(key))
    for key, subject in _LISTS.items():
        yield from _listed(name, subject, key, getattr(old, key), getattr(new, key))
    if old.identity != new.identity:
        before_after = (was.get("identity", "user_id"), now.get("identity", "user_id"))
        yield _change(name, Subject.IDENTITY, Verb.CHANGED, "identity", *before_after)
    if old.consent != new.consent:
        verb = Verb.ADDED if new.consent else Verb.REMOVED
        yield _change(name, Subject.CONSENT, verb, "consent", old.consent, new.consent)
    if old.retention_days != new.retention_days:
        yield _change(
            name,
            Subject.RETENTION,
            _retention_verb(old.retention_days, new.retention_days),
            "retention_days",
            old.retention_days,
            new.retention_days,
        )
    yield from _receipts(name, old, new, before, after)


def _change(
    name: str, subject: Subject, verb: Verb, key: str, old: Json, new: Json, entry: str | None = None
) -> Change:
    spot = Spot(kind="settings", name="catalog", pointer=("destinations", name, key))
    return Change(
        subject=subject,
        verb=verb,
        part=Part.SETTINGS,
        name=name,
        key=entry if entry is not None else key if subject is Subject.WORDS else None,
        destination=name,
        old=old,
        new=new,
        was=spot,
        now=spot,
    )


def _listed(
    name: str, subject: Subject, key: str, old: tuple[str, ...] | None, new: tuple[str, ...] | None
) -> Iterator[Change]:
    """A list that says nothing differs from one that is empty: the first allows everything."""
    if (old is None) != (new is None):
        verb = Verb.ADDED if old is None else Verb.REMOVED
        yield _change(
            name,
            subject,
            verb,
            key,
            None if old is None else list(old),
            None if new is None else list(new),
            "*",
        )
        return
    for entry in old or ():
        if entry not in (new or ()):
            yield _change(name, subject, Verb.REMOVED, key, entry, None)
    for entry in new or ():
        if entry not in (old or ()):
            yield _change(name, subject, Verb.ADDED, key, None, entry)


def _retention_verb(old: int | None, new: int | None) -> Verb:
    """None is for ever."""
    if old is None:
        return Verb.SHORTENED
    if new is None:
        return Verb.LENGTHENED
    return Verb.LENGTHENED if new > old else Verb.SHORTENED


def _receipts(
    name: str, old: DestinationDefinition, new: DestinationDefinition, before: Policy, after: Policy
) -> Iterator[Change]:
    """What is done to each category that the policies name; stated where the nearest entry changed it."""
    named = {*(old.receives or ()), *(new.receives or ()), *old.otherwise, *new.otherwise}
    for category in sorted(named):
        was, now = before.handling(name, category), after.handling(name, category)
        if was is not now:
            verb = handling_verb(was, now)
            key = "otherwise" if category in new.otherwise or category in old.otherwise else "receives"
            yield _change(name, Subject.RECEIPT, verb, key, was.value, now.value, category)
    if (old.receives is None) != (new.receives is None):
        verb = Verb.LOOSENED if new.receives is None else Verb.TIGHTENED
        yield _change(name, Subject.RECEIPT, verb, "receives", *_kept(old, new), "*")


def _kept(old: DestinationDefinition, new: DestinationDefinition) -> tuple[Json, Json]:
    return (
        None if old.receives is None else list(old.receives),
        None if new.receives is None else list(new.receives),
    )
