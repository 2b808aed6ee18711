"""An adoption for people and for programs: what was written, and what is left to decide."""

import json
from collections.abc import Iterator
from itertools import groupby
from typing import Final

from catalog.adoption.adopted import Adoption
from catalog.adoption.decisions import TITLES, Decision
from catalog.cli.report import counted
from catalog.cli.terminal import Paper, json_printable, printable

_SHOWN: Final = 12
"""So many decisions of one kind are listed, unless all are asked for."""


def as_text(found: Adoption, written: list[str], paper: Paper, *, in_full: bool) -> Iterator[str]:
    """What was found, what was written, the decisions, and what comes next."""
    plan = found.plan
    yield f"{counted(found.calls, 'call')} of {counted(found.names, 'name')} found; "
    yield f"{plan.known:,} on the roll already, {counted(plan.events, 'event')} drafted\n"
    if written:
        yield f"wrote {counted(len(written), 'file')}: {', '.join(map(printable, _folders(written)))}\n"
    else:
        yield "nothing was new, so nothing was written\n"
    for risk, group in groupby(found.decisions, key=lambda one: one.risk):
        decisions = list(group)
        yield f"\n{paper.strong(TITLES[risk])}  {paper.faint(f'({len(decisions):,})')}\n"
        shown = decisions if in_full else decisions[:_SHOWN]
        for decision in shown:
            yield from _decision(decision, paper)
        if len(shown) < len(decisions):
            yield f"  {paper.faint(f'and {len(decisions) - len(shown):,} more; --all lists them')}\n"
    yield f"\n{paper.strong('rollcall check')} counts what is left; commit the catalog, and in CI let "
    yield f"{paper.strong('rollcall check --against git:origin/main')} fail what a branch adds.\n"


def _decision(decision: Decision, paper: Paper) -> Iterator[str]:
    place = decision.path if decision.line is None else f"{decision.path}:{decision.line}"
    yield f"  {paper.faint(printable(place))}\n"
    yield from (f"    {line}\n" for line in paper.hanging(4, printable(decision.sentence)))


def _folders(written: list[str]) -> list[str]:
    """The files at the top, and the folder of all others."""
    top = [path for path in written if path.count("/") < 2]
    below = len(written) - len(top)
    return [*top, counted(below, "draft")] if below else top


def as_json(found: Adoption, written: list[str]) -> str:
    """`{"calls", "names", "known", "events", "written", "decisions": [{"risk", …}]}`."""
    document = {
        "calls": found.calls,
        "names": found.names,
        "known": found.plan.known,
        "events": found.plan.events,
        "written": written,
        "decisions": [
            {
                "risk": decision.risk.name.lower(),
                "sentence": decision.sentence,
                "path": decision.path,
                "line": decision.line,
            }
            for decision in found.decisions
        ],
    }
    return json_printable(json.dumps(document, ensure_ascii=False, indent=2)) + "\n"
