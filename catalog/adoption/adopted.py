"""A whole adoption: what was found in source code and traffic, as files and decisions."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from catalog.adoption.coded import coded
from catalog.adoption.decisions import Decision, Risk
from catalog.adoption.observed import SeenEvent
from catalog.adoption.plan import Plan, planned
from catalog.adoption.searching import OWN, WORDS, Search
from catalog.adoption.traffic import Traffic
from catalog.model.snapshot import Snapshot
from catalog.scan.reasons import MISSING, REASONS
from catalog.scan.scan import Scan


@dataclass(frozen=True, slots=True, kw_only=True)
class Adoption:
    """What to write, what is left to decide, and how much was looked at."""

    plan: Plan
    decisions: tuple[Decision, ...]
    calls: int
    names: int


def adopted(search: Search, traffic: Traffic, product: str, known: Snapshot | None) -> Adoption:
    """Put everything together. A name that only traffic shows goes to wherever the code's events go."""
    scan = search.scan
    seen = coded(scan.sites, scan.linker)
    everywhere = {name for event in seen.values() for name in event.destinations} or {"product"}
    for wire, event in traffic.events.items():
        if wire in seen:
            _add(seen[wire], event)
        else:
            event.destinations |= everywhere
            seen[wire] = event
    places = {name for event in seen.values() for name in event.destinations}
    words = {name: WORDS.get(name, OWN) for name in sorted(places)}
    plan = planned(seen, product, words, known, traffic.context, traffic.person)
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
        yield Decision(
            risk=Risk.UNSEEN,
            sentence=f"the source does not name the event: {REASONS[reason]}; list what it can be in a "
            "comment at the call: 'rollcall: events=a.b,a.c'",
            path=site.path,
            line=site.call.line,
        )


def _guessed(search: Search) -> Iterator[Decision]:
    for one in search.proposals:
        yield Decision(
            risk=Risk.UNCLEAR,
            sentence=f"'{one.callee}' is taken for a function that sends events: {one.why}; delete it from "
            "rollcall.toml if it is none",
            path=one.path,
            line=one.line,
            weight=1_000,
        )


def _hidden(traffic: Traffic) -> Iterator[Decision]:
    notes: Mapping[str, int] = {
        "lines of the traffic are no payload": traffic.broken,
        "payloads have a name that is made at run time, or may be somebody's": traffic.hidden,
    }
    for what, count in notes.items():
        if count:
            yield Decision(risk=Risk.UNSEEN, sentence=f"{count:,} {what}", path="traffic", weight=count)
