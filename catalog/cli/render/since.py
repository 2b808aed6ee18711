"""What changed since another catalog, from the JSON text that a report keeps: in text, and as a comment."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import msgspec

from catalog.cli.render.proofs import cut, what_it_shows, without_advice
from catalog.cli.report import Report, counted
from catalog.cli.terminal import Paper, printable
from catalog.findings import Finding


class Named(msgspec.Struct):
    """An event by its names before and after."""

    before: str | None
    after: str | None


class Team(msgspec.Struct):
    """A reader."""

    team: str


class Reached(msgspec.Struct):
    """Whom a change can hit."""

    destinations: list[str]
    readers: list[Team]


class Broken(msgspec.Struct):
    """What a change breaks."""

    rule: str
    category: str
    message: str
    event: str | None
    counter_example: dict[str, object] | None
    destination: str | None
    accepted: str | None
    url: str

    @property
    def which(self) -> str:
        """What the counter-example is."""
        return what_it_shows(self.category, self.destination, self.accepted)

    @property
    def proof(self) -> str:
        """The counter-example in one line, as it could be sent."""
        written = json.dumps(self.counter_example, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        return printable(written)

    @property
    def brief(self) -> str:
        """The counter-example in one line for people, who do not read long ones."""
        shown, length = cut(self.proof)
        return f"{shown} ({length})" if length else shown


class Let(Broken):
    """What breaks and is allowed."""

    reason: str


class Changed(msgspec.Struct):
    """One change."""

    part: str
    sentence: str
    risk: str
    events: list[Named]
    breaks: list[Broken]
    reaches: Reached

    @property
    def names(self) -> str:
        """The events that it reaches, the first few by name."""
        names = [event.after or event.before or "" for event in self.events]
        if not names:
            return "catalog.yaml" if self.part == "settings" else ""
        return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")


class Versioned(msgspec.Struct):
    """The version of an event before and after."""

    event: str
    before: str | None
    after: str | None
    breaks: list[str]

    def __str__(self) -> str:
        if self.after is None:
            return f"{self.event} {self.before or ''}: gone"
        if self.before is None:
            return f"{self.event} {self.after}: new"
        because = ", ".join(rule.partition("/")[2] for rule in self.breaks)
        return f"{self.event} {self.before} → {self.after}{f' ({because})' if because else ''}"


class Demanded(msgspec.Struct):
    """An approval that a change needs."""

    role: str
    users: list[str]
    change: str
    risk: str

    @property
    def who(self) -> str:
        """Who has the role."""
        return ", ".join(self.users) or "nobody has the role"


class Reviewed(msgspec.Struct):
    """What reviews say of a demand."""

    role: str
    change: str
    approved_by: list[str]
    why: str | None


class Since(msgspec.Struct):
    """A comparison, as `changes_json` writes it."""

    old: str
    changes: list[Changed]
    breaks_without_change: list[Broken]
    versions: list[Versioned]
    approvals: list[Demanded]
    reviews: list[Reviewed] = []
    reviews_read: int | None = None
    """None: nobody asked for reviews."""
    allowed: list[Let] = []

    @property
    def broken(self) -> Iterator[tuple[str, Broken]]:
        """Everything that breaks, with the events that it is about."""
        for change in self.changes:
            for broken in change.breaks:
                yield change.names, broken
        for broken in self.breaks_without_change:
            yield broken.event or "", broken

    @property
    def proven(self) -> Mapping[tuple[str, str], Broken]:
        """What has a counter-example, by the rule and the message of its finding."""
        return {(broken.rule, broken.message): broken for _, broken in self.broken if broken.counter_example}

    def state_of(self, demands: list[Demanded]) -> str:
        """What reviews say of what a role is asked; empty without any."""
        states = {(one.role, one.change): one for one in self.reviews}
        asked = [found for one in demands if (found := states.get((one.role, one.change))) is not None]
        missing = [one for one in asked if not one.approved_by]
        if not asked or missing:
            return f"{len(missing):,} missing: {missing[0].why}" if missing else ""
        return f"approved by {', '.join(dict.fromkeys(user for one in asked for user in one.approved_by))}"

    @property
    def roles(self) -> dict[str, list[Demanded]]:
        """The approvals by role."""
        roles: dict[str, list[Demanded]] = {}
        for demand in self.approvals:
            roles.setdefault(demand.role, []).append(demand)
        return roles


_ORDER: Final = {
    "privacy": "Privacy",
    "payload": "Payloads",
    "reader": "Readers",
    "call-site": "Calls",
}
_RISKS: Final = ("high", "medium", "low")
_MARKS: Final = str.maketrans({mark: f"\\{mark}" for mark in "\\`*_[]<>|#~"})
_MAX_ROWS: Final = 100
"""More rows than this make a comment that nobody reads, and forges cut comments at 65,536 characters."""
_MAX_PROOFS: Final = 20
"""So many counter-examples, the most serious first, for the same reason."""
_MAX_PROOF: Final = 1_500
"""Characters of a counter-example, which is written on many lines."""
_MAX_LINES: Final = 20
"""So many versions in text."""


def since(report: Report) -> Since | None:
    """What a report says of another catalog; None when nothing was compared."""
    return msgspec.json.decode(report.against, type=Since) if report.against else None


def as_text(found: Since, paper: Paper) -> Iterator[str]:
    """Changes, versions and approvals, below the findings of a check."""
    if not found.changes:
        yield f"nothing changed since {printable(found.old)}\n"
        return
    counts = [f"{count:,} of {risk} risk" for risk in _RISKS if (count := _count(found, risk))]
    yield paper.strong(f"{counted(len(found.changes), 'change')} since {printable(found.old)}")
    yield f": {', '.join(counts)}\n"
    for version in found.versions[:_MAX_LINES]:
        yield from _hanging(str(version), paper)
    if len(found.versions) > _MAX_LINES:
        yield f"  and {len(found.versions) - _MAX_LINES:,} more versions\n"
    for role, demands in found.roles.items():
        state = found.state_of(demands)
        said = f"{role} must approve {counted(len(demands), 'change')} ({demands[0].who})"
        yield from _hanging(f"{said}; {state}" if state else said, paper)
    if found.reviews_read == 0:
        yield "  0 reviews read\n"


def _hanging(text: str, paper: Paper) -> Iterator[str]:
    first, *rest = paper.hanging(2, printable(text))
    yield f"  {first}\n"
    yield from (f"    {line}\n" for line in rest)


def _count(found: Since, risk: str) -> int:
    return sum(change.risk == risk for change in found.changes)


def as_comment(found: Since, findings: Sequence[Finding]) -> Iterator[str]:
    """A comment on a change: privacy first, a table of changes, counter-examples folded.

    `findings` are those of the report, as the project takes them: what is off there is not told here.
    """
    if not found.changes and not found.breaks_without_change and not found.allowed:
        yield f"\nNothing changed since {_escaped(found.old)}.\n"
        return
    by_message = {(one.rule, one.message): one for one in findings}
    proofs = _MAX_PROOFS
    for category, title in _ORDER.items():
        told = [
            (names, broken, finding)
            for names, broken in found.broken
            if broken.category == category
            and (finding := by_message.get((broken.rule, broken.message))) is not None
        ]
        if not told:
            continue
        yield f"\n### {title}\n\n"
        told.sort(key=lambda one: one[2].severity.value)
        for names, broken, finding in told[:_MAX_ROWS]:
            yield from _broken(names, broken, finding, is_shown=proofs > 0)
            proofs -= broken.counter_example is not None
        if len(told) > _MAX_ROWS:
            yield f"- and {len(told) - _MAX_ROWS:,} more\n"
    if found.allowed:
        yield "\n### Allowed\n\n"
    for let in found.allowed[:_MAX_ROWS]:
        rule = f"[{_escaped(let.rule)}]({let.url})"
        event, said = _escaped(let.event or "catalog.yaml"), _escaped(without_advice(let.message))
        yield f"- **{event}**: {said} ({rule}), because: {_escaped(let.reason)}\n"
    if len(found.allowed) > _MAX_ROWS:
        yield f"- and {len(found.allowed) - _MAX_ROWS:,} more\n"
    yield from _approvals(found)
    yield from _table(found)


def _table(found: Since) -> Iterator[str]:
    yield f"\n### {counted(len(found.changes), 'change')} since {_escaped(found.old)}\n\n"
    yield "| event | change | risk | goes to |\n| --- | --- | --- | --- |\n"
    ranked = sorted(found.changes, key=lambda change: _RISKS.index(change.risk))
    for change in ranked[:_MAX_ROWS]:
        cells = (change.names, change.sentence, change.risk, _whom(change.reaches))
        yield f"| {' | '.join(map(_escaped, cells))} |\n"
    if len(ranked) > _MAX_ROWS:
        yield f"\n{len(ranked) - _MAX_ROWS:,} more: `rollcall diff` lists them all.\n"
    if found.versions:
        count = counted(len(found.versions), "version")
        yield f"\n<details><summary>{count} with the next release</summary>\n\n"
        for version in found.versions[:_MAX_ROWS]:
            yield f"- {_escaped(str(version))}\n"
        if len(found.versions) > _MAX_ROWS:
            yield f"- {len(found.versions) - _MAX_ROWS:,} more\n"
        yield "\n</details>\n"


def _whom(reached: Reached) -> str:
    teams = ", ".join(reader.team for reader in reached.readers)
    where = ", ".join(reached.destinations)
    return f"{where}; read by {teams}" if teams else where


def _broken(names: str, broken: Broken, finding: Finding, *, is_shown: bool) -> Iterator[str]:
    rule = f"[{_escaped(broken.rule)}]({broken.url})"
    place = f"{_escaped(finding.path)}:{finding.line}"
    yield f"- {finding.severity.value}, **{_escaped(names)}**: {_escaped(broken.message)} ({rule}, {place})\n"
    if broken.counter_example is not None and is_shown:
        shown = json.dumps(broken.counter_example, ensure_ascii=False, indent=2, sort_keys=True)
        yield f"\n  <details><summary>a payload that is {_escaped(broken.which)}</summary>\n\n  ```json\n"
        brief, length = cut(shown, _MAX_PROOF)
        for line in brief.splitlines():
            yield f"  {printable(line)}\n"
        yield f"  ```\n\n{f'  {length}' + chr(10) * 2 if length else ''}  </details>\n\n"


def _approvals(found: Since) -> Iterator[str]:
    if not found.approvals:
        return
    head = ["role", "who", "changes", "risk", *(["state"] if found.reviews else [])]
    yield f"\n### Approvals\n\n| {' | '.join(head)} |\n|{' --- |' * len(head)}\n"
    for role, demands in found.roles.items():
        worst = next(risk for risk in _RISKS if any(one.risk == risk for one in demands))
        cells = [role, demands[0].who, f"{len(demands):,}", worst]
        cells += [found.state_of(demands)] if found.reviews else []
        yield f"| {' | '.join(map(_escaped, cells))} |\n"


def _escaped(text: str) -> str:
    return printable(text).translate(_MARKS)
