"""The version that each event has next: computed from what changed and from what that breaks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from catalog.diff.change import Change, Part, Reach, Subject
from catalog.model.release import Release, Version, version_of
from catalog.rules.breaking import kept_name_declared
from catalog.rules.breaking.comparison import Comparison
from catalog.rules.breaking.rule import Category
from catalog.rules.breaking.table import BREAKING_RULES
from catalog.rules.breaking.terms import Terms

FIRST: Final = Version(1, 0, 0)

_BREAKING: Final = (Category.PAYLOAD, Category.READER, Category.CALL_SITE)

_WORDS: Final = frozenset({Subject.WORDS, Subject.OWNER, Subject.READER, Subject.EXPIRY, Subject.REPLACEMENT})
"""What changes no payload, no query, no call and no protection."""


class Step(IntEnum):
    """How far a version goes up."""

    NONE = 0
    PATCH = 1
    MINOR = 2
    MAJOR = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Bump:
    """The version of one event before and after, and what made it."""

    reach: Reach
    before: Version | None
    """None: no release has had it."""
    after: Version | None
    """None: it is gone."""
    step: Step
    changes: tuple[Change, ...]
    breaks: tuple[str, ...]
    """The rules that say that something breaks."""


def bumps(comparison: Comparison, release: Release | None) -> tuple[Bump, ...]:
    """What becomes of every event's version, in the order of names. `release` is the one compared with.

    major: payloads, readers or calls break, whether or not somebody allows it. minor: anything else that is
    more than words. patch: words. An event that was removed and comes again goes on with the next major, and
    a renamed one takes its version along.
    """
    changes: dict[Reach, list[Change]] = {}
    for change in comparison.changes:
        if change.part is not Part.SETTINGS:
            for reach in change.reaches:
                changes.setdefault(reach, []).append(change)
    breaks = _breaks(comparison)
    known = {} if release is None else release.events
    versions = {name: version_of(event.version) for name, event in known.items()}
    return tuple(
        _bump(reach, changes.get(reach, []), breaks.get(reach, ()), versions) for reach in comparison.pairs
    )


def _bump(
    reach: Reach, changes: list[Change], breaks: Iterable[str], versions: Mapping[str, Version]
) -> Bump:
    before = None if reach.before is None else versions.get(reach.before)
    step = _step(changes, breaks)
    after: Version | None
    if reach.after is None:
        after = None
    elif before is None:
        last = versions.get(reach.after)  # a removed event's, when it comes again
        after = FIRST if last is None else Version(last.major + 1, 0, 0)
        step = Step.MAJOR if last is not None else Step.MINOR
    else:
        after = raised(before, step)
        taken = versions.get(reach.after)
        if reach.after != reach.before and taken is not None and taken.major >= after.major:
            after = Version(taken.major + 1, 0, 0)  # an identity that once was another event
    return Bump(
        reach=reach,
        before=before,
        after=after,
        step=step,
        changes=tuple(changes),
        breaks=tuple(sorted(breaks)),
    )


def raised(version: Version, step: Step) -> Version:
    """The version after a step."""
    match step:
        case Step.MAJOR:
            return Version(version.major + 1, 0, 0)
        case Step.MINOR:
            return Version(version.major, version.minor + 1, 0)
        case Step.PATCH:
            return Version(version.major, version.minor, version.patch + 1)
        case Step.NONE:
            return version


def _step(changes: list[Change], breaks: Iterable[str]) -> Step:
    if any(True for _ in breaks):
        return Step.MAJOR
    if any(change.subject not in _WORDS for change in changes):
        return Step.MINOR
    return Step.PATCH if changes else Step.NONE


def _breaks(comparison: Comparison) -> Mapping[Reach, set[str]]:
    """The rules that break for each event.

    A name that was kept undeclared and is declared now is an addition: it was no part of any contract.
    """
    terms = Terms.of(comparison)
    found: dict[Reach, set[str]] = {}
    for rule in BREAKING_RULES:
        if rule.category not in _BREAKING or rule is kept_name_declared.RULE:
            continue
        for breach in rule.check(comparison):
            for reach in breach.reaches:
                if not rule.is_forward or terms.is_forward(reach):
                    found.setdefault(reach, set()).add(rule.id)
    return found
