"""A whole adoption: what was found in source code and traffic, as files and decisions."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from catalog.adoption.coded import coded
from catalog.adoption.decisions import Decision, Risk
from catalog.adoption.kinds import Kinds
from catalog.adoption.observed import SeenEvent
from catalog.adoption.plan import Plan, planned
from catalog.adoption.searching import OWN, WORDS, Search
from catalog.adoption.traffic import Traffic
from catalog.model.snapshot import Snapshot
from catalog.scan.reasons import MISSING, REASONS
from catalog.scan.scan import Scan
from catalog.scan.sink import HOLE
from catalog.scan.told import Hole

_SHOWN: Final = 5
"""So many lines of broken traffic are named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Adoption:
    """What to write, what is left to decide, and how much was looked at."""

    plan: Plan
    decisions: tuple[Decision, ...]
    calls: int
    names: int


def adopted(search: Search, traffic: Traffic, product: str, known: Snapshot | None, folder: str) -> Adoption:
    """Put everything together. A name that only traffic shows goes to wherever the code's events go.

    `folder` is the catalog's, as people see it.
    """
    scan = search.scan
    seen = coded(scan.sites, scan.linker, Kinds(scan.collection))
    everywhere = {name for event in seen.values() for name in event.destinations} or {"product"}
    for wire, event in traffic.events.items():
        if wire in seen:
            _add(seen[wire], event)
        else:
            event.destinations |= everywhere
            seen[wire] = event
    places = {name for event in seen.values() for name in event.destinations}
    words = {name: WORDS.get(name, OWN) for name in sorted(places)}
    plan = planned(seen, product, words, known, traffic.context, traffic.person, folder)
    decisions = (*plan.decisions, *_unseen(scan), *_guessed(search), *_hidden(traffic))
    return Adoption(
        plan=plan,
        decisions=tuple(sorted(decisions, key=lambda one: one.order)),
        calls=sum(not site.is_decoy and site.scope == "app" for site in scan.sites),
        names=len(seen),
    )


def _add(event: SeenEvent, sent: SeenEvent) -> None:
    """What payloads show of an event is more than what its code shows."""
    event.payloads += sent.payloads
    event.closed_sites = 0  # what is always sent is told by what is sent
    for name, property_ in event.properties.items():
        property_.times = 0
        if name in sent.properties:
            property_.kinds.pop("unknown", None)
    for name, property_ in sent.properties.items():
        known = event.properties.get(name)
        if known is None:
            event.properties[name] = property_
        else:
            if not known.kinds:
                known.formats |= property_.formats
            known.merge(property_)


def _unseen(scan: Scan) -> Iterator[Decision]:
    for site in scan.sites:
        reason = site.texts.reason
        if reason in (None, MISSING) or site.is_decoy or site.scope != "app":
            continue
        if site.passed_on or site.texts.names:
            continue
        known = [shown for pattern in site.texts.patterns if (shown := _shown(pattern)) is not None]
        why = f"it has {' or '.join(known[:_SHOWN])}, and the rest is put in when it runs" if known else None
        yield Decision(
            risk=Risk.UNSEEN,
            sentence=f"'{site.call.callee}' sends an event that the source does not name: "
            f"{why or REASONS[reason]}",
            path=site.path,
            line=site.call.line,
            weight=1,
        )


def _shown(pattern: tuple[str | Hole, ...]) -> str | None:
    """What of a name stands in the source; None where that says nothing."""
    shown = "".join(part if isinstance(part, str) else HOLE for part in pattern)
    return f"'{shown}'" if any(map(str.isalnum, shown)) else None


def _guessed(search: Search) -> Iterator[Decision]:
    for one in search.proposals:
        if one.is_sure:
            risk, sentence = Risk.SENDERS, f"'{one.callee}': {one.why}"
        else:
            risk = Risk.UNSEEN
            sentence = (
                f"'{one.callee}' may send events, or be something else: {one.why}; if it does, take the "
                "marks away from its sink in rollcall.toml and adopt again"
            )
        yield Decision(risk=risk, sentence=sentence, path=one.path, line=one.line)

    for one in search.undeclared:
        yield Decision(
            risk=Risk.UNSEEN,
            sentence=f"'{one.callee}' is no sink in the project's file and may send events: {one.why}; "
            "'rollcall scan --suggest-sinks' prints its sink; if it sends none, keep that as a comment",
            path=one.path,
            line=one.line,
        )


def _hidden(traffic: Traffic) -> Iterator[Decision]:
    for source, numbers in traffic.broken.items():
        count = len(numbers)
        shown = ", ".join(map(str, numbers[:_SHOWN])) + (
            f" and {count - _SHOWN:,} more" if count > _SHOWN else ""
        )
        yield Decision(
            risk=Risk.UNSEEN,
            sentence="1 line is no payload" if count == 1 else f"{count:,} lines are no payloads: {shown}",
            path=source,
            line=numbers[0],
            weight=count,
        )
    if traffic.hidden:
        what = "1 payload has" if traffic.hidden == 1 else f"{traffic.hidden:,} payloads have"
        yield Decision(
            risk=Risk.UNSEEN,
            sentence=f"{what} a name that is made at run time, or may be somebody's",
            path="traffic",
            weight=traffic.hidden,
        )
