"""A comparison as blocks: by event and most serious first, what changed, what it breaks, and the proof."""

from collections.abc import Iterator, Sequence
from typing import Final

from catalog.cli.compared import Compared
from catalog.cli.render.blocks import Block, Branches, Heading, Items, Table, Verbatim, Words
from catalog.cli.render.proofs import cut, what_it_shows, without_advice
from catalog.cli.report import counted
from catalog.diff.change import Change, Part, Reach
from catalog.diff.sentences import said
from catalog.findings import Severity
from catalog.gate.admitted import Admitted
from catalog.gate.approvals import Demand
from catalog.gate.assessment import Assessed, Assessment, Blast
from catalog.gate.risk import Risk
from catalog.gate.versions import Bump
from catalog.loading.folder import path_of
from catalog.rules.breaking.rule import Category, Judgement

_NAMED: Final = 3
"""So many events are named beside a change; the rest is counted."""
_LISTED: Final = 20
"""So many versions are listed that moved with a group or a context; the rest is counted."""

_WHOM: Final = {
    Category.PAYLOAD: "payloads",
    Category.READER: "readers",
    Category.CALL_SITE: "calls",
    Category.PRIVACY: "privacy",
    Category.DOCS: "words",
}


def blocks(compared: Compared) -> Iterator[Block]:
    """The changelog between two catalogs, with the most serious things said first."""
    assessment = compared.assessment
    yield Heading(f"{compared.old.shown} → {compared.new.shown}", 1)
    if not assessment.changes and not assessment.loose and not compared.admitted:
        yield Words("Nothing changed.")
        return
    yield Words(summary(assessment, len(compared.admitted)))
    bumps = {bump.reach: bump for bump in assessment.moved}
    shown: set[Reach] = set()
    for title, changes in _groups(assessment.changes):
        reach = _own(changes[0])
        if reach is not None:
            shown.add(reach)
        yield Heading(title if reach is None else _title(reach, bumps.get(reach)))
        hit = _hit([one.blast for one in changes])
        if hit:
            yield Words(hit)
        let = compared.admitted
        yield Branches([(_sentence(one), [*_consequences(one, let)]) for one in changes])
    known = {id(one.change) for one in assessment.changes}
    loose = [(_marked(judgement, ""), [*_proof(judgement)]) for judgement in assessment.loose]
    for each in compared.admitted:
        if id(each.judgement.breach.change) not in known:
            first, *rest = _allowed(each, "")
            loose.append((str(first), rest))
    if loose:
        yield Heading("By no single change")
        yield Branches(loose)
    rippled = [_title(reach, bump) for reach, bump in bumps.items() if reach not in shown]
    if rippled:
        yield Heading("Versions that move with the above")
        more = len(rippled) - _LISTED
        yield Items([*rippled[:_LISTED], *([f"and {more:,} more"] if more > 0 else [])])


def summary(assessment: Assessment, allowed: int = 0) -> str:
    """How much changed, whom that breaks, and the highest risk, in a sentence.

    `allowed` is how many breaks are no finding, since they are allowed.
    """
    changes = counted(len(assessment.changes), "change")
    events = {
        reach
        for one in assessment.changes
        if one.change.part is not Part.SETTINGS
        for reach in one.change.reaches
    }
    places = [counted(len(events), "event")] if events else []
    if any(one.change.part is Part.SETTINGS for one in assessment.changes):
        places.append("catalog.yaml")
    where = f" in {' and '.join(places)}" if places else ""
    errors, warnings = assessment.errors, len(assessment.judgements) - assessment.errors
    risk = max((one.risk for one in assessment.changes), key=lambda risk: risk.rank, default=Risk.LOW)
    parts = [f"{changes}{where}", f"{risk.value} risk"]
    if assessment.judgements:
        counts = {
            whom: sum(one.category is category for one in assessment.judgements)
            for category, whom in _WHOM.items()
        }
        about = ", ".join(f"{count} about {whom}" for whom, count in counts.items() if count)
        parts.append(f"{counted(errors, 'error')} and {counted(warnings, 'warning')}: {about}")
    if allowed:
        parts.append(f"{counted(allowed, 'break')} allowed")
    return "; ".join(parts) + "."


def approvals(compared: Compared, demands: Sequence[Demand]) -> Iterator[Block]:
    """Who must approve what, by which line of catalog.yaml."""
    yield Heading(f"Approvals for {compared.old.shown} → {compared.new.shown}", 1)
    if not demands:
        yield Words("No change needs an approval.")
        return
    for role in dict.fromkeys(demand.role for demand in demands):
        mine = [demand for demand in demands if demand.role == role]
        users = ", ".join(mine[0].users) or "nobody; catalog.yaml names no users for it"
        yield Heading(f"{role}: {users}")
        for by in dict.fromkeys((demand.condition, line_of(demand, compared)) for demand in mine):
            yield Words(f"by '{by[0]}', {by[1]}")
            asked = [one for one in mine if (one.condition, line_of(one, compared)) == by]
            yield Table(
                ("risk", "event", "change"),
                [
                    (demand.risk.value, _about(demand.change), said(demand.change))
                    for demand in sorted(asked, key=lambda demand: -demand.risk.rank)
                ],
            )


def line_of(demand: Demand, compared: Compared) -> str:
    """The line of catalog.yaml that demands an approval."""
    spot, side = demand.spot, compared.old if demand.is_older else compared.new
    place = side.loaded.sources.place(path_of(spot.kind, spot.name), spot.pointer)
    return f"{side.place_of(place.path)}:{place.line}"


def _groups(changes: Sequence[Assessed]) -> list[tuple[str, list[Assessed]]]:
    """Changes by event, or by the file that several events have them from; the most serious first."""
    found: dict[str, list[Assessed]] = {}
    for one in changes:
        reach, spot = _own(one), one.change.now or one.change.was
        if reach is not None:
            title: str = reach.name
        else:
            title = "catalog.yaml" if spot is None else path_of(spot.kind, spot.name)
        found.setdefault(title, []).append(one)
    for mine in found.values():
        mine.sort(key=_weight)
    return sorted(found.items(), key=lambda group: (_weight(group[1][0]), group[0]))


def _own(one: Assessed) -> Reach | None:
    """The event, when a change is about one alone."""
    return one.change.reaches[0] if one.change.part is Part.EVENT and len(one.change.reaches) == 1 else None


def _weight(one: Assessed) -> tuple[int, int]:
    """What comes first: errors, then warnings, and among equals the higher risk."""
    severities = {judgement.finding.severity for judgement in one.judgements}
    rank = 0 if Severity.ERROR in severities else 1 if severities else 2
    return rank, -one.risk.rank


def _title(reach: Reach, bump: Bump | None) -> str:
    if reach.before is not None and reach.after is not None and reach.before != reach.after:
        name = f"{reach.before} → {reach.after}"
    else:
        name = reach.name
    if bump is None:
        return name
    if bump.after is None:
        return f"{name} {bump.before}, gone"
    return f"{name} {bump.after}, new" if bump.before is None else f"{name} {bump.before} → {bump.after}"


def _sentence(one: Assessed) -> str:
    """What changed, and for a change of several events which ones."""
    own = _own(one)
    events = "" if own is not None or not one.change.reaches else f" ({_events(one.change.reaches)})"
    return f"{said(one.change)}{events}"


def _hit(blasts: Sequence[Blast]) -> str:
    """Whom changes can hit, in one line: where the events go, what sends them, who reads them."""
    destinations = sorted({name for blast in blasts for name in blast.destinations})
    functions = sorted({name for blast in blasts for name in blast.functions})
    teams = dict.fromkeys(reader.team for blast in blasts for reader in blast.readers)
    parts = [f"goes to {_some(destinations)}"] if destinations else []
    parts += [f"sent by {_some([f'{name}()' for name in functions])}"] if functions else []
    parts += [f"read by {_some([*teams])}"] if teams else []
    said_so = "; ".join(parts)
    return f"{said_so[:1].upper()}{said_so[1:]}." if parts else ""


def _some(names: Sequence[str]) -> str:
    shown = ", ".join(names[:_NAMED])
    return f"{shown} and {len(names) - _NAMED:,} more" if len(names) > _NAMED else shown


def _consequences(one: Assessed, let: Sequence[Admitted]) -> Iterator[str | Verbatim]:
    for judgement in sorted(one.judgements, key=lambda judgement: judgement.finding.severity.value):
        yield _marked(judgement, f"{said(one.change)}; ")
        yield from _proof(judgement)
    for each in let:
        if each.judgement.breach.change is one.change:
            yield from _allowed(each, f"{said(one.change)}; ")


def _allowed(one: Admitted, lead: str) -> Iterator[str | Verbatim]:
    finding = one.judgement.finding
    yield f"allowed: {without_advice(finding.message).removeprefix(lead)} ({finding.rule})"
    yield f"because: {one.reason}"
    yield from _proof(one.judgement)


def _marked(judgement: Judgement, lead: str) -> str:
    finding = judgement.finding
    return f"{finding.severity.value}: {finding.message.removeprefix(lead)} ({finding.rule})"


def _proof(judgement: Judgement) -> Iterator[str | Verbatim]:
    proof = judgement.breach.proof
    if proof is not None:
        yield f"{what_it_shows(judgement.category, proof.destination, judgement.lasting)}:"
        shown, length = cut(proof.text)
        yield Verbatim("json", shown + "\n")
        if length:
            yield length


def _about(change: Change) -> str:
    """What a change is about, in few words."""
    if change.part is Part.SETTINGS or not change.reaches:
        return "catalog.yaml" if change.part is Part.SETTINGS else change.name or change.part.value
    names = [reach.name for reach in change.reaches]
    return names[0] if len(names) == 1 else f"{names[0]} and {len(names) - 1:,} more"


def _events(reaches: Sequence[Reach]) -> str:
    return _some([reach.name for reach in reaches])
