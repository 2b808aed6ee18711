"""A report for people: by file, the source line with a caret where somebody watches, and a summary."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Final

from catalog.cli.render.since import as_text, since
from catalog.cli.report import Report, counted
from catalog.cli.terminal import Paper, printable
from catalog.findings import Finding, Severity

_INDENT: Final = "  "
_MARGIN: Final = " " * 19
"""What stands below a finding begins where its message does."""
_MANY: Final = 30
"""For more findings than this, the summary says which rules most of them come from."""
_MOST_FREQUENT: Final = 8
"""So many rules, so that the summary never pushes the findings off a screen."""
_MAX_BYTES: Final = 1_048_576


def render(report: Report, paper: Paper) -> Iterator[str]:
    """The report in text; control characters of names and source lines are shown as escapes."""
    compared = since(report)
    yield from listed(report, paper)
    if report.unjudged:
        yield from (f"{line}\n" for line in paper.hanging(0, report.unjudged))
    if compared is not None:
        yield from as_text(compared, paper)
        yield "\n"
    yield summary(report, paper) + "\n"


def listed(report: Report, paper: Paper, *, with_source: bool = False) -> Iterator[str]:
    """The findings by file, and of many, which rules they come from.

    The line that a finding is about stands below it on a terminal, and `with_source` everywhere.
    """
    compared = since(report)
    proven = {} if compared is None else compared.proven
    for path, findings in groupby(report.findings, key=lambda finding: finding.path):
        lines = _source(path) if with_source or paper.is_terminal else ()
        yield paper.strong(printable(path)) + "\n"
        for finding in findings:
            yield from _finding(finding, lines, paper)
            broken = proven.get((finding.rule, finding.message))
            if broken is not None:
                yield f"{_MARGIN}{broken.which}: {broken.brief}\n"
        yield "\n"
    if len(report.findings) > _MANY:
        yield from _by_rule(report, paper)


def _finding(finding: Finding, lines: tuple[str, ...], paper: Paper) -> Iterator[str]:
    severity = finding.severity.value
    mark = paper.error(severity) if finding.severity is Severity.ERROR else paper.warning(severity)
    place = f"{finding.line}:{finding.column}"
    lead = f"{_INDENT}{place:<7} {severity:<9}"
    message = f"{printable(finding.message)} ({finding.rule})"
    wrapped = paper.hanging(len(lead), message)
    padding = " " * (9 - len(severity))
    wrapped[-1] = wrapped[-1].replace(f"({finding.rule})", paper.faint(f"({finding.rule})"))
    yield f"{_INDENT}{place:<7} {mark}{padding}{wrapped[0]}\n"
    for rest in wrapped[1:]:
        yield f"{' ' * len(lead)}{rest}\n"
    if 0 < finding.line <= len(lines):
        token = _token if finding.path.endswith(_YAML) else _name
        yield from _excerpt(lines[finding.line - 1], finding.column - 1, len(lead), paper, token)


def _excerpt(
    line: str, column: int, margin: int, paper: Paper, token: Callable[[str, str], str]
) -> Iterator[str]:
    """The source line, cut to the paper around the column, and carets under the key or value there."""
    if not line.strip() or column > len(line):
        return
    room = paper.width - margin
    shift = min(column, len(line) - len(line.lstrip(" ")))
    if column - shift + 16 > room:
        shift = column - room // 2
    shown = line[shift : shift + room]
    before = printable(shown[: column - shift])
    word = token(shown[column - shift :], line[:column])
    yield f"{' ' * margin}{paper.faint(printable(shown))}\n"
    yield f"{' ' * (margin + _columns(before))}{paper.error('^' * max(1, _columns(printable(word))))}\n"


_YAML: Final = (".yaml", ".yml")
_WORD: Final = re.compile(r"[\w$]+")
_QUOTED: Final = re.compile(r""""(?:[^"\\]|\\.)*"|'(?:[^']|'')*'""")
_PLAIN: Final = re.compile(r"(?:[^\s:#]|:(?=\S)|(?<=\S)#|\s(?=[^\s#]))*")
_PLAIN_IN_FLOW: Final = re.compile(r"(?:[^\s:#,\[\]{}]|:(?=[^\s,\[\]{}])|(?<=\S)#|\s(?=[^\s#,\[\]{}]))*")
"""Plain scalars, YAML 1.2.2 §7.3.3, as far as one line shows them: up to `: `, ` #`, the end or a bracket."""
_IN_ITEM: Final = re.compile(_QUOTED.pattern + r"|[\[\]{}]")


def _token(text: str, before: str) -> str:
    """The key or the value that a line of YAML goes on with, whole: in quotes, in brackets, or plain."""
    if found := _QUOTED.match(text):
        return found.group()
    if text[:1] in ("[", "{"):
        depth = 0
        for mark in _IN_ITEM.finditer(text):
            depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(mark.group(), 0)
            if depth == 0:
                return text[: mark.end()]
        return text[:1]
    plain = (_PLAIN_IN_FLOW if _is_in_flow(before) else _PLAIN).match(text)
    return plain.group() if plain else ""


def _name(text: str, _: str) -> str:
    """The name or the text in quotes that a line of source code goes on with."""
    found = _QUOTED.match(text) or _WORD.match(text)
    return found.group() if found else ""


def _is_in_flow(before: str) -> bool:
    """Whether brackets are open at a place of a line."""
    marks = [mark.group() for mark in _IN_ITEM.finditer(before)]
    return sum(mark in "[{" for mark in marks) > sum(mark in "]}" for mark in marks)


def _columns(text: str) -> int:
    """How many columns a terminal gives a text: wide East Asian characters take two, combining marks none."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(character) else 2 if unicodedata.east_asian_width(character) in "WF" else 1
        for character in text
    )


def _source(path: str) -> tuple[str, ...]:
    """The lines of a file, for show: what cannot be read is left out."""
    try:
        with Path(path).open("rb") as file:
            content = file.read(_MAX_BYTES)
    except OSError:
        return ()
    return tuple(content.decode("utf-8-sig", "replace").replace("\t", " ").split("\n"))


def _by_rule(report: Report, paper: Paper) -> Iterator[str]:
    counts = Counter((finding.rule, finding.severity) for finding in report.findings)
    yield paper.strong("by rule") + "\n"
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    # A line that tells of one more rule is as long as that rule's own.
    named = len(ranked) if len(ranked) == _MOST_FREQUENT + 1 else _MOST_FREQUENT
    for (rule, severity), count in ranked[:named]:
        yield f"{_INDENT}{count:>6,}  {severity.value:<9}{rule}\n"
    if others := ranked[named:]:
        left = sum(count for _, count in others)
        yield f"{_INDENT}{left:>6,}  from {counted(len(others), 'other rule')}\n"
    yield f"{_INDENT}{paper.faint('what a rule is about: rollcall rules ID')}\n\n"


def summary(report: Report, paper: Paper) -> str:
    """The counts, and what was judged."""
    words = report.counts
    if report.errors:
        words = paper.error(words)
    elif report.warnings:
        words = paper.warning(words)
    else:
        words = paper.good(words)
    return f"{words} in {report.scope}"
