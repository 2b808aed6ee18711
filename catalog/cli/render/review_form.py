"""A form for the review of changes to what is collected: filled in where the catalog knows the answer."""

from collections.abc import Iterator, Sequence
from typing import Final

from catalog.cli.compared import Compared
from catalog.cli.render.blocks import first_sentence
from catalog.cli.render.changes import line_of
from catalog.cli.report import counted
from catalog.cli.terminal import printable
from catalog.diff.change import Part
from catalog.diff.sentences import said
from catalog.docgen.markdown import Paragraph, prose, table
from catalog.gate.approvals import Demand
from catalog.gate.assessment import Assessed
from catalog.gate.collected import Collected, collected
from catalog.gate.risk import Risk
from catalog.model.names import EventName, resource_of
from catalog.model.settings import DestinationDefinition, Settings
from catalog.model.snapshot import Event
from catalog.privacy.account import (
    NOT_STATED,
    UNCLASSIFIED,
    basis_in_words,
    identity_of,
    in_words,
    listed,
    place_of,
    short_form,
)
from catalog.rules.breaking.collected import is_identifier

_MAX_ROWS: Final = 100
_NAMED: Final = 3
_TO_ANSWER: Final = "✎"
"""Marks what a person must answer."""
_SIMILAR: Final = 8


def review_form(compared: Compared) -> Iterator[str]:
    """The form as Markdown: what, why, on what basis, for how long, who sees it, what else would do."""
    yield "\n\n".join(_form(compared)) + "\n"


def _form(compared: Compared) -> Iterator[Paragraph]:
    assessment = compared.assessment
    settings = compared.new.loaded.snapshot.settings
    rows = collected(assessment.comparison)
    going = _destinations(compared, rows)
    between = f"{compared.old.shown} → {compared.new.shown}"
    yield f"# Privacy review of {_text(settings.product)}: {_text(between)}"
    if not assessment.changes:
        yield "Nothing changed, so there is nothing to review."
        return
    yield (
        f"Filled in from the catalog; {_TO_ANSWER} marks what a person must answer. "
        "What is written into the catalog need not be answered here."
    )
    yield "\n".join(_facts(compared, rows))
    yield "## What is collected"
    yield from _what(compared, rows)
    yield "## Why, and on what basis"
    yield from _why(settings, rows, compared)
    yield "## For how long"
    yield from _how_long(settings, compared, going)
    yield "## Who sees it"
    yield from _who(settings, compared, going)
    yield "## Alternatives"
    yield from _alternatives(compared, rows)
    yield "## Consent, opt-out and notice"
    yield from _consent(settings, rows, going)
    yield "## Changes and their risk"
    yield from _changes(assessment.changes)
    yield "## Approvals"
    yield from _approvals(compared, assessment.demands)


def _facts(compared: Compared, rows: Sequence[Collected]) -> Iterator[str]:
    assessment = compared.assessment
    risk = max((one.risk for one in assessment.changes), key=lambda one: one.rank, default=Risk.LOW)
    worst = [one for one in rows if one.sensitivity is rows[0].sensitivity]
    names = listed(tuple(dict.fromkeys(_text(one.category or UNCLASSIFIED) for one in worst)))
    yield (
        f"- **Highest category:** {names} ({rows[0].sensitivity})" if rows else "- **Highest category:** none"
    )
    yield f"- **Risk:** {risk}"
    yield f"- **Changes:** {len(assessment.changes):,}"
    new = dict.fromkeys(
        _text(f"{one.events[0]}: {one.path}")
        for one in rows
        if one.leaves and is_identifier(one.category) and _is_new(compared, one)
    )
    yield f"- **New identifiers:** {', '.join(new) or 'none'}"
    yield f"- **Proposed by:** {_TO_ANSWER}"


def _is_new(compared: Compared, one: Collected) -> bool:
    top = one.path.partition(".")[0].partition("[")[0].partition("{")[0]
    old = compared.old.loaded.snapshot.events
    return not any(top in event.properties for name, event in old.items() if name in one.events)


def _what(compared: Compared, rows: Sequence[Collected]) -> Iterator[Paragraph]:
    if not rows:
        yield "No property is collected that was not, and none otherwise; see the changes below."
        return
    cells = [
        (
            _events(one.events),
            _text(place_of(one.rows[0])) + (" (new)" if _is_new(compared, one) else ""),
            _text(first_sentence(one.description)) if one.description else _TO_ANSWER,
            _text(one.category) if one.category else f"{_TO_ANSWER} {UNCLASSIFIED}",
            one.sensitivity.value,
            "; ".join(f"{_text(row.destination)}: {_text(short_form(row))}" for row in one.rows),
        )
        for one in rows[:_MAX_ROWS]
    ]
    yield table(("event", "property", "what it is", "category", "sensitivity", "goes to"), cells)
    if len(rows) > _MAX_ROWS:
        yield f"{len(rows) - _MAX_ROWS:,} more properties, none of them more sensitive."


def _why(settings: Settings, rows: Sequence[Collected], compared: Compared) -> Iterator[Paragraph]:
    names = dict.fromkeys(purpose for one in rows for row in one.rows for purpose in row.purposes)
    names |= dict.fromkeys(
        name
        for one in compared.assessment.changes
        if one.change.part is Part.SETTINGS and (name := one.change.name or "") in settings.purposes
    )
    cells = []
    for name in names:
        purpose = settings.purposes.get(name)
        described = first_sentence(purpose.description) if purpose and purpose.description else None
        cells.append(
            (
                _text(name),
                _known(described),
                _known(basis_in_words([purpose.basis]) if purpose and purpose.basis else None),
                _known(in_words(purpose.subjects) if purpose and purpose.subjects else None),
            )
        )
    if cells:
        yield table(("purpose", "what for", "legal basis", "whose data"), cells)
    elif rows:
        yield f"{_TO_ANSWER} No purpose is stated: for what is it processed, and on what basis?"
    yield _questions(
        "Which question is answered with it, and who asks?",
        "What will be decided by the answer, and who looks at it when?",
    )


def _how_long(settings: Settings, compared: Compared, going: Sequence[str]) -> Iterator[Paragraph]:
    before = compared.old.loaded.snapshot.settings.destinations
    cells = []
    for name in going:
        there = settings.destinations[name]
        how = None
        if there.erasure is not None:
            how = f"{there.erasure.how} (within {counted(there.erasure.days, 'day')})"
        cells.append((_text(name), _kept(there, before.get(name)), _known(how)))
    yield table(("destination", "kept", "how it is erased"), cells) if cells else "It goes nowhere."
    expiring = sorted(
        f"{_text(event.name)} until {event.definition.expires}"
        for event in _events_touched(compared)
        if event.definition.expires is not None
    )
    if expiring:
        yield f"Collected for a time only: {', '.join(expiring)}."
    else:
        yield _questions(
            "Until when is it collected? Without a last day (`expires`), who sees that it is still needed?"
        )


def _kept(there: DestinationDefinition, before: DestinationDefinition | None) -> str:
    if there.retention_days is None:
        return _known(None)
    days = counted(there.retention_days, "day")
    if before is not None and before.retention_days not in (None, there.retention_days):
        return f"{days}, and {before.retention_days:,} before"
    return days


def _who(settings: Settings, compared: Compared, going: Sequence[str]) -> Iterator[Paragraph]:
    cells = []
    for name in going:
        there = settings.destinations[name]
        is_own = there.processor is None
        cells.append(
            (
                _text(name),
                "nobody else" if is_own else _text(there.processor or ""),
                "" if is_own and there.contract is None else _known(there.contract),
                "" if is_own and there.region is None else _known(there.region),
                "" if is_own and there.transfer is None else _known(there.transfer and there.transfer.value),
            )
        )
    if cells:
        yield table(("destination", "processor", "contract", "region", "transfer"), cells)
    readers = dict.fromkeys(
        _text(reader.team) for event in _events_touched(compared) for reader in event.definition.readers
    )
    owners = dict.fromkeys(
        _text(event.definition.owner) for event in _events_touched(compared) if event.definition.owner
    )
    answers = ", ".join(owners) or f"{_TO_ANSWER} no owner is named"
    reads = ", ".join(readers) or f"{_TO_ANSWER} no team is named under `readers`"
    yield f"- Answers for it: {answers}\n- Reads it: {reads}"
    yield _questions("Who else gets it: reports, exports, partners?")


def _alternatives(compared: Compared, rows: Sequence[Collected]) -> Iterator[Paragraph]:
    yield from _existing(compared, rows)
    yield _questions(
        "Why does existing data not answer it?",
        "Would less do: a sum, a range, a yes or no, the day in place of the time, a sample of people?",
    )


def _existing(compared: Compared, rows: Sequence[Collected]) -> Iterator[Paragraph]:
    """Properties of the same category that were collected before."""
    mine = {(name, one.path) for one in rows for name in one.events}
    wanted = {one.category for one in rows if one.category not in (None, "none")}
    found: dict[str, list[str]] = {}
    near = {resource_of(EventName(name)) for one in rows for name in one.events}
    events = compared.old.loaded.snapshot.events.values()
    # What is nearest to the change is the likeliest to answer the question.
    for event in sorted(events, key=lambda event: (resource_of(event.name) not in near, event.name)):
        for name, definition in event.properties.items():
            if definition.data in wanted and (event.name, name) not in mine:
                found.setdefault(str(definition.data), []).append(f"{event.name}: {name}")
    if not found:
        return
    yield "Data of the same categories that is collected already:"
    yield "\n".join(
        f"- {_text(category)}: {_text(', '.join(places[:_SIMILAR]))}"
        + (f" and {len(places) - _SIMILAR:,} more" if len(places) > _SIMILAR else "")
        for category, places in sorted(found.items())
    )


def _consent(settings: Settings, rows: Sequence[Collected], going: Sequence[str]) -> Iterator[Paragraph]:
    cells = [
        (
            _text(name),
            "asked first; nothing goes there before" if settings.destinations[name].consent else "not asked",
            _text(identity_of(settings.destinations[name])),
        )
        for name in going
    ]
    if cells:
        yield table(("destination", "consent", "people are known by"), cells)
    names = dict.fromkeys(purpose for one in rows for row in one.rows for purpose in row.purposes)
    notices = []
    for name in names:
        purpose = settings.purposes.get(name)
        notices.append(f"- {_text(name)}: {_known(purpose.notice if purpose else None)}")
    if notices:
        yield "Where people are told about it:"
        yield "\n".join(notices)
    unasked = [name for name in going if not settings.destinations[name].consent]
    asked = ["Does the notice cover this already? If not, who changes it, and by when?"]
    if unasked:
        asked.insert(
            0, f"How can somebody object to what goes to {listed([_text(name) for name in unasked])}?"
        )
    yield _questions(*asked)


def _changes(changes: Sequence[Assessed]) -> Iterator[Paragraph]:
    ranked = sorted(changes, key=lambda one: -one.risk.rank)
    cells = [
        (
            one.risk.value,
            _events([reach.name for reach in one.change.reaches]) or "catalog.yaml",
            _text(said(one.change)),
        )
        for one in ranked[:_MAX_ROWS]
    ]
    yield table(("risk", "event", "change"), cells) if cells else "Nothing changed."
    if len(ranked) > _MAX_ROWS:
        yield f"{len(ranked) - _MAX_ROWS:,} more changes, none of a higher risk."


def _approvals(compared: Compared, demands: Sequence[Demand]) -> Iterator[Paragraph]:
    if not demands:
        yield "No change needs an approval."
        return
    lines = []
    for role in dict.fromkeys(demand.role for demand in demands):
        mine = [demand for demand in demands if demand.role == role]
        by = dict.fromkeys(f"'{_text(one.condition)}', {_text(line_of(one, compared))}" for one in mine)
        users = _text(", ".join(mine[0].users)) or f"{_TO_ANSWER} nobody has the role"
        lines.append(f"- [ ] **{_text(role)}** ({users}): {counted(len(mine), 'change')}, by {', '.join(by)}")
    yield "\n".join(lines)


def _questions(*asked: str) -> Paragraph:
    return "\n".join(f"- {_TO_ANSWER} {question}" for question in asked)


def _known(value: str | None) -> str:
    return _text(value) if value else f"{_TO_ANSWER} {NOT_STATED}"


def _destinations(compared: Compared, rows: Sequence[Collected]) -> tuple[str, ...]:
    """Where any of it goes, and destinations that themselves changed; in the catalog's order."""
    settings = compared.new.loaded.snapshot.settings
    named = {row.destination for one in rows for row in one.rows if row.leaves}
    named |= {one.change.destination or "" for one in compared.assessment.changes}
    return tuple(name for name in settings.destinations if name in named)


def _events_touched(compared: Compared) -> Iterator[Event]:
    """The events whose own definition or properties changed, as they are now."""
    events = compared.new.loaded.snapshot.events
    for reach in sorted(compared.assessment.comparison.touched, key=lambda one: one.name):
        if reach.after is not None:
            yield events[reach.after]


def _events(names: Sequence[str]) -> str:
    shown = _text(", ".join(names[:_NAMED]))
    return f"{shown} and {len(names) - _NAMED:,} more" if len(names) > _NAMED else shown


def _text(text: str) -> str:
    """A text of the catalog, of which nothing acts as markup or ends a cell."""
    return prose(printable(" ".join(text.split()))).replace("|", "\\|")
