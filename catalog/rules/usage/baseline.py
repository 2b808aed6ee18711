"""Old findings frozen in a file, so that new ones fail: compared by what does not move with lines."""

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from enum import Enum
from typing import Final, NamedTuple

import msgspec

from catalog.errors import CatalogError
from catalog.findings import Finding
from catalog.rules.usage.pairs import unpaired

LineOf = Callable[[str, int], str]
"""The text of a line of a file, by its path and number; empty where there is none."""

_DIGITS: Final = 16


class Identity(NamedTuple):
    """What makes two findings the same after lines have moved."""

    rule: str
    path: str
    event: str | None
    property: str | None
    text: str
    """A digest of the line's text: a baseline keeps no text of the source."""


class Standing(Enum):
    """What has become of the file that a frozen finding is about."""

    SEEN = "seen"
    UNSEEN = "unseen"
    """It is there and was not looked at, so that nobody knows whether anything is still wrong."""
    GONE = "gone"
    """It is not there; what was wrong may have moved with its lines."""


class Entry(NamedTuple):
    """One frozen finding, the file that it is kept in, and its line there."""

    identity: Identity
    path: str
    line: int
    standing: Standing = Standing.SEEN


class NotABaseline(CatalogError):
    """A file is no baseline of findings."""


class _Row(msgspec.Struct, forbid_unknown_fields=True):
    rule: str
    path: str
    text: str
    event: str | None = None
    property: str | None = None


class _File(msgspec.Struct, forbid_unknown_fields=True):
    format: int
    findings: list[_Row]


def identity_of(finding: Finding, line_of: LineOf) -> Identity:
    """The finding without its line's number and its wording."""
    text = " ".join(line_of(finding.path, finding.line).split())
    digest = hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()[:_DIGITS]
    return Identity(finding.rule, finding.path, finding.event, finding.property, digest)


def anywhere(identity: Identity) -> Identity:
    """The same in whatever file."""
    return identity._replace(path="")


def read_baseline(content: bytes, shown: str) -> tuple[Entry, ...]:
    """The entries of a baseline; `shown` is the file as people see it. Raises NotABaseline."""
    try:
        found = msgspec.json.decode(content, type=_File)
    except msgspec.DecodeError as error:
        reason = str(error).split(" - ")[0].lower()
        raise NotABaseline(
            f"{shown}: no baseline of findings ({reason}); write it anew with --update-baseline"
        ) from None
    if found.format != 1:
        raise NotABaseline(f"{shown}: its format is {found.format}, and this version of rollcall reads 1")
    lines = content.split(b"\n")
    entries = []
    for number, row in enumerate(found.findings, start=2):
        here = row.text.encode() in lines[number - 1] if number <= len(lines) else False
        identity = Identity(row.rule, row.path, row.event, row.property, row.text)
        entries.append(Entry(identity, shown, number if here else 1))
    return tuple(entries)


def written_baseline(identities: Iterable[Identity]) -> str:
    """The text of a baseline: one finding a line, sorted, the same for the same findings."""
    rows = []
    for one in sorted(identities, key=_order):
        row = {"rule": one.rule, "path": one.path, "event": one.event, "property": one.property}
        told = {key: value for key, value in row.items() if value is not None}
        rows.append(json.dumps({**told, "text": one.text}))
    listed = ",\n".join(rows)
    return f'{{"format": 1, "findings": [\n{listed}\n]}}\n' if rows else '{"format": 1, "findings": []}\n'


def thawed(
    findings: Sequence[Finding], frozen: Sequence[Entry], line_of: LineOf
) -> tuple[tuple[Finding, ...], tuple[Entry, ...]]:
    """The findings that no entry freezes, and the entries that freeze nothing any more.

    Each entry freezes one finding, so a copy of an old call is new. An entry whose file is gone freezes the
    same line in another file.
    """
    found = [(finding, identity_of(finding, line_of)) for finding in findings]
    new, left = unpaired(found, frozen, lambda one: one[1], lambda entry: entry.identity)
    gone = [entry for entry in left if entry.standing is Standing.GONE]
    new, still_gone = unpaired(
        new, gone, lambda one: anywhere(one[1]), lambda entry: anywhere(entry.identity)
    )
    lost = set(still_gone)
    stale = [entry for entry in left if entry.standing is Standing.SEEN or entry in lost]
    return tuple(finding for finding, _ in new), tuple(stale)


def _order(one: Identity) -> tuple[str, str, str, str, str]:
    return (one.path, one.rule, one.event or "", one.property or "", one.text)
