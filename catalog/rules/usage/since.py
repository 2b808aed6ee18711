"""Which findings a branch adds: those that stood elsewhere, or in other words, have been there before."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from typing import NamedTuple

from catalog.findings import Finding
from catalog.rules.usage.baseline import Identity, LineOf, identity_of


class Stood(NamedTuple):
    """A finding that was there before, under the path that its file has now."""

    identity: Identity
    what: str
    """What is wrong; what would be right may depend on the catalog."""


def stood(finding: Finding, line_of: LineOf, path: str) -> Stood:
    """A finding as it is compared; `path` is that of its file, the same for both sides."""
    return Stood(identity_of(finding, line_of)._replace(path=path), finding.message.partition("; ")[0])


def added(findings: Sequence[tuple[Finding, Stood]], before: Sequence[Stood]) -> tuple[Finding, ...]:
    """The findings that none of those before answers for; each of these answers for one, so a copy is new.

    First for the same line of the same file, then for that line in another file, to which it was moved, and
    last for what is wrong with the same event in the same file, whose call has only been laid out anew.
    """
    waiting, left = list(findings), list(before)
    for key in (_same, _moved, _laid_out_anew):
        waiting, left = _without_pairs(waiting, left, key)
    return tuple(finding for finding, _ in waiting)


def _same(one: Stood) -> Hashable:
    return one.identity


def _moved(one: Stood) -> Hashable:
    return one.identity._replace(path="")


def _laid_out_anew(one: Stood) -> Hashable:
    # Without an event, only the line says what is meant.
    return None if one.identity.event is None else (one.identity._replace(text=""), one.what)


_Compared = list[tuple[Finding, Stood]]


def _without_pairs(
    waiting: _Compared, before: list[Stood], key: Callable[[Stood], Hashable]
) -> tuple[_Compared, list[Stood]]:
    answering: defaultdict[Hashable, list[Stood]] = defaultdict(list)
    for one in before:
        answering[key(one)].append(one)
    left: _Compared = []
    for finding, now in waiting:
        wanted = key(now)
        if wanted is not None and answering[wanted]:
            answering[wanted].pop()
        else:
            left.append((finding, now))
    return left, [one for same in answering.values() for one in same]
