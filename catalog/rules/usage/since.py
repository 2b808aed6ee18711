"""Which findings a branch adds: those that stood elsewhere, or in other words, have been there before."""

from collections.abc import Callable, Hashable, Sequence
from typing import NamedTuple

from catalog.findings import Finding
from catalog.rules.usage.baseline import Identity, LineOf, anywhere, identity_of
from catalog.rules.usage.pairs import unpaired


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
    waiting, left = [*findings], [*before]
    for key in (_same, _moved, _laid_out_anew):
        waiting, left = unpaired(waiting, left, _of_a_pair(key), key)
    return tuple(finding for finding, _ in waiting)


def _of_a_pair(key: Callable[[Stood], Hashable]) -> Callable[[tuple[Finding, Stood]], Hashable]:
    return lambda pair: key(pair[1])


def _same(one: Stood) -> Hashable:
    return one.identity


def _moved(one: Stood) -> Hashable:
    return anywhere(one.identity)


def _laid_out_anew(one: Stood) -> Hashable:
    # Without an event, only the line says what is meant.
    return None if one.identity.event is None else (one.identity._replace(text=""), one.what)
