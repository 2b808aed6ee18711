"""Verdicts as text for people and as JSON for programs, one at a time, so that a stream needs no memory."""

from collections.abc import Iterator
from typing import Final, NamedTuple

import msgspec

from catalog.cli.tally import Tally
from catalog.cli.terminal import Paper, json_printable, printable
from catalog.privacy.transforms import Json
from catalog.validation import KINDS, Outcome, Verdict

_encode = msgspec.json.Encoder().encode


class Judged(NamedTuple):
    """A verdict and where its payload stands; `file` only where a reader could not tell otherwise."""

    file: str | None
    line: int
    verdict: Verdict
    leaving: "Leaving | None" = None
    """What a destination gets of it, where that is asked for."""


class Leaving(NamedTuple):
    """What a destination gets of a payload; `payload` None is nothing."""

    payload: dict[str, Json] | None
    arrived: tuple[str, ...]
    """The names of the properties that arrived, of a payload that leaves."""


def as_json(judged: Judged) -> bytes:
    """One JSON object on one line, without a line end."""
    verdict = judged.verdict
    plain: dict[str, object] = {} if judged.file is None else {"file": _whole(judged.file)}
    plain["line"] = judged.line
    plain["event"] = verdict.event
    plain["outcome"] = verdict.outcome.value
    plain["alias"] = verdict.alias
    if verdict.version is not None:
        plain["version"] = verdict.version
    plain["problems"] = [
        {
            "code": problem.code,
            "path": problem.path,
            "message": problem.message,
            "context": dict(problem.context),
        }
        for problem in verdict.problems
    ]
    if judged.leaving is not None:
        plain["redacted"] = judged.leaving.payload
    encoded = _encode(plain)
    if encoded.isascii() and b"\x7f" not in encoded:
        return encoded
    return json_printable(encoded.decode()).encode()


def as_text(judged: Judged, paper: Paper) -> Iterator[str]:
    """A line for the payload and one for each of its problems."""
    verdict = judged.verdict
    outcome = verdict.outcome.value
    mark = paper.good(outcome) if verdict.outcome is Outcome.ACCEPTED else paper.error(outcome)
    name = "" if verdict.event is None else f" {printable(verdict.event)}"
    if verdict.alias is not None:
        name += f" (as {printable(verdict.alias)})"
    if verdict.version is not None:
        name += f" {verdict.version}"
    place = f"{printable(judged.file or '')}:{judged.line}:"
    yield f"{paper.strong(place)} {mark}{name}\n"
    for problem in verdict.problems:
        where = f"{printable(problem.path)}: " if problem.path else ""
        code = f"({problem.code})"
        first, *rest = paper.hanging(8, f"{where}{printable(problem.message)} {code}")
        for indent, line in ((4, first), *((8, line) for line in rest)):
            yield f"{' ' * indent}{line.replace(code, paper.faint(code))}\n"


def summary_text(tally: Tally, paper: Paper) -> str:
    """The last line."""
    if not tally.payloads:
        return "no payloads\n"
    accepted = tally.outcomes[Outcome.ACCEPTED]
    parts = [
        f"{tally.outcomes[outcome]:,} {outcome.value}"
        for outcome in Outcome
        if outcome is not Outcome.ACCEPTED and tally.outcomes[outcome]
    ]
    first = f"{accepted:,} of {tally.payloads:,} payloads accepted"
    if tally.warned:
        first += f", {tally.warned:,} of them with warnings"
    if not parts:
        return paper.good(first) + "\n"
    return f"{first}; {paper.error(', '.join(parts))}\n"


_ADVICE: Final = 35
"""The column at which a summary says what to do about a problem."""


def details_text(tally: Tally, paper: Paper) -> Iterator[str]:
    """Counts by event and by problem, for `--summary`."""
    if tally.events:
        width = max(5, *(len(printable(name)) for name in tally.events))
        columns = [one for one in Outcome if tally.outcomes[one] or one is Outcome.ACCEPTED]
        head = "".join(f"{outcome.value:>13}" for outcome in columns)
        yield paper.strong(f"{'event':<{width}}{head}") + "\n"
        for name, counts in sorted(tally.events.items()):
            cells = "".join(f"{counts[outcome] or '·':>13}" for outcome in columns)
            yield f"{printable(name):<{width}}{cells}\n"
        yield "\n"
    if tally.problems:
        yield paper.strong(f"{'payloads':>10}  problem") + "\n"
        for code, number in sorted(tally.problems.items(), key=lambda item: (-item[1], item[0])):
            first, *rest = paper.hanging(_ADVICE, KINDS[code].advice)
            yield f"{number:>10,}  {code:<{_ADVICE - 13}} {paper.faint(first)}\n"
            yield from (f"{' ' * _ADVICE}{paper.faint(line)}\n" for line in rest)
        yield "\n"


def _whole(text: str) -> str:
    """A file name without the unpaired surrogates that stand for bytes outside UTF-8."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
