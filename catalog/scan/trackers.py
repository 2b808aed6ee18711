"""Trackers that nobody declared: callees named like tracking that are given texts like names of events."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from catalog.model.words import words_of
from catalog.scan.collection import Collection
from catalog.scan.evidence import GENERIC, Strength, is_mostly, is_recording, label_rank, strength
from catalog.scan.forwarding import OWN
from catalog.scan.linking import Linker
from catalog.scan.places import Found, Placed, event_place, event_toml, properties_toml
from catalog.scan.proposal import Proposal
from catalog.scan.suspects import (
    Suspects,
    Taken,
    around,
    calls_of,
    is_own,
    last_of,
    parameters_of,
    receiver_of,
)

_SHARE: Final = 0.6
_MOST: Final = 0.5
_METHODS: Final = ("track", "capture")
"""What the SDKs call it: on something named after analytics, one call is enough."""
_SENDING: Final = ("send", "submit", "register")
"""Verbs that many other things begin with, too."""


def trackers_of(
    suspects: Suspects, collection: Collection, linker: Linker, taken: Taken
) -> tuple[Proposal, ...]:
    """A sink for each callee that looks like a tracker, with where its event seems to be.

    Calls that are `taken` are of a sink that is known. One that may be an event bus, an audit trail or a
    feature of the product is proposed as unsure.
    """
    found: list[Proposal] = []
    for callee in sorted(suspects.files.keys() & collection.wanted.callees):
        calls = [
            (path, call)
            for path, call in calls_of(collection, callee)
            if (call.line, call.column) not in taken.get(path, {})
        ]
        if not calls:
            continue
        parameters = parameters_of(suspects.tree, callee, suspects.files[callee])
        is_of_a_class = all(is_own(call) for _, call in calls) and len({path for path, _ in calls}) < 2
        if is_of_a_class and not is_recording(callee):
            continue
        if callee not in GENERIC and strength(callee) > Strength.NONE:
            found += _proposals(callee, calls, linker, parameters, None)
            continue
        groups: dict[str, list[Placed]] = {}
        for path, call in calls:
            groups.setdefault(last_of(call.receiver), []).append((path, call))
        for last, group in sorted(groups.items()):
            if last != OWN[-1]:  # a method's own: the function that it is passed on to tells more
                found += _proposals(callee, group, linker, parameters, last)
    return tuple(_merged(found))


def _proposals(
    callee: str, calls: Sequence[Placed], linker: Linker, parameters: tuple[str, ...], receiver: str | None
) -> Iterator[Proposal]:
    """The sinks that take most of the calls: one, or two where some have the event elsewhere."""
    left = list(calls)
    is_first = True
    while left:
        ranks = sorted(strength(callee, around(call), last_of(call.receiver)) for _, call in left)
        rank = ranks[(len(ranks) - 1) // 2]
        best = event_place(left, linker, parameters)
        if (
            rank is Strength.NONE
            or best is None
            or not _convinces(best, rank, is_first=is_first, callee=callee)
        ):
            return
        yield _proposal(callee, best, rank, linker, parameters, receiver)
        done = {id(call) for _, call in best.calls}
        is_more = bool(best.calls)
        left = [placed for placed in left if id(placed[1]) not in done] if is_first and is_more else []
        is_first = False


def _convinces(best: Found, rank: Strength, *, is_first: bool, callee: str) -> bool:
    calls, names = len(best.calls) + best.passed, len(best.names)
    is_of_method, is_sending = callee in _METHODS, words_of(callee)[0] in _SENDING
    is_called_so = label_rank(best.label) == 2
    if best.share < _SHARE:
        return False
    if not is_first:
        return calls >= 2 and names >= 2 and is_mostly(best.names, _MOST)
    if rank is Strength.STRONG:
        return is_called_so or names >= (1 if is_of_method else 2)
    if not is_mostly(best.names, _MOST):
        return False
    least = 2 if rank is Strength.GOOD and is_called_so and not is_sending else 3
    return calls >= least and names >= least


def _proposal(
    callee: str,
    best: Found,
    rank: Strength,
    linker: Linker,
    parameters: tuple[str, ...],
    receiver: str | None,
) -> Proposal:
    path, first = best.first
    is_python = path.endswith((".py", ".pyi"))
    return Proposal(
        callee=callee,
        event=event_toml(best.at),
        properties=properties_toml(
            best.at, best.calls or best.others, linker, parameters, is_python=is_python
        ),
        receiver=receiver,
        path=path,
        line=first.line,
        why=_why(best),
        is_by_name=True,
        is_sure=rank > Strength.WEAK,
    )


def _why(best: Found) -> str:
    if not best.names:
        return f"is named like analytics, and gets its event as '{best.label}'"
    shown = ", ".join(f"'{name}'" for name in sorted(best.names)[:2])
    many = "1 call" if len(best.calls) == 1 else f"{len(best.calls)} calls"
    names = (
        "1 name that looks like an event"
        if len(best.names) == 1
        else f"{len(best.names)} names that look like events"
    )
    return f"{many} with {names}: {shown}"


def _merged(found: Iterable[Proposal]) -> Iterator[Proposal]:
    """Those that differ in their receiver alone as one."""
    groups: dict[tuple[str, str, str | None, bool], list[Proposal]] = {}
    for one in found:
        groups.setdefault((one.callee, one.event, one.properties, one.is_sure), []).append(one)
    for group in groups.values():
        lasts = [one.receiver for one in group if one.receiver is not None]
        why = "; ".join(dict.fromkeys(one.why for one in group))
        yield replace(group[0], receiver=receiver_of(lasts) if lasts else None, why=why)
