"""Every problem a payload can have: one table of codes, each with its sentence; never a payload's value."""

from collections.abc import Mapping
from dataclasses import dataclass
from string import Formatter
from types import MappingProxyType
from typing import Final

import msgspec

from catalog.findings import Severity

Listed = str | int | float | bool | None
ContextValue = Listed | tuple[Listed, ...]
Context = Mapping[str, ContextValue]

PROBLEMS_URL: Final = "https://rollcall-catalog.readthedocs.io/en/latest/reference/problems/"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemKind:
    """One row of the table: a code, the sentence that its context completes, and what to do about it."""

    code: str
    sentence: str
    advice: str
    severity: Severity = Severity.ERROR
    errs_under: str | None = None
    """The `policy` in a problem's context under which it refuses the payload all the same."""
    rank: int
    """Position in the table: what stands first is most relevant."""
    for_one: str | None = None
    """The sentence where the limit is one, which would count one of several."""

    @property
    def url(self) -> str:
        """The page that explains the code."""
        return f"{PROBLEMS_URL}#{self.code}"

    def told(self, context: Mapping[str, str]) -> str:
        """The sentence; a part in brackets is told when its member of the context is there."""
        if self.for_one is not None and context.get("limit") == "1":
            return self.for_one
        before, bracket, rest = self.sentence.partition("[")
        optional, _, after = rest.partition("]")
        if bracket and not all(name in context for _, name, _, _ in Formatter().parse(optional) if name):
            optional = ""
        return f"{before}{optional}{after}".format_map(context)


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """What is wrong with one payload, at one place.

    `path` is a JSON Pointer (RFC 6901) into the payload; `context` holds limits, types and catalog names,
    never a value of the payload. A warning leaves the outcome accepted.
    """

    code: str
    path: str
    context: Context

    @property
    def severity(self) -> Severity:
        """Whether the payload is refused for it."""
        kind = KINDS[self.code]
        if kind.errs_under is not None and self.context.get("policy") == kind.errs_under:
            return Severity.ERROR
        return kind.severity

    @property
    def message(self) -> str:
        """The sentence, lower case, no full stop."""
        shown = {key: _shown(value) for key, value in self.context.items()}
        return KINDS[self.code].told(shown)


def _shown(value: ContextValue) -> str:
    if isinstance(value, tuple):
        return ", ".join(_shown(item) for item in value) or "none"
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false", None: "null"}[value]
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)


_MALFORMED: Final[tuple[tuple[str, str, str], ...]] = (
    ("empty", "the payload is empty; send a JSON object", "Leave blank lines out, or send an object."),
    (
        "too-large",
        "the payload has more than {limit} bytes; send less",
        "Send large data to a store of its own and its id in the event.",
    ),
    ("not-utf-8", "the payload is not UTF-8; encode it as UTF-8", "Encode JSON as UTF-8 (RFC 8259 §8.1)."),
    (
        "byte-order-mark",
        "the payload begins with a byte order mark; send it without",
        "RFC 8259 §8.1 forbids the mark; most writers have an option to leave it out.",
    ),
    (
        "broken-archive",
        "the compressed input ends early or is damaged here; compress it again",
        "Every line before this one was judged; what comes behind it cannot be read.",
    ),
    (
        "window-too-large",
        "the zstd input needs a window of over {limit} bytes; compress it again without --long and --ultra",
        "What unpacking may take of the memory is bounded; up to level 19, zstd stays far below the limit.",
    ),
    (
        "utf-16",
        "the input is UTF-16; encode it as UTF-8",
        "It counts as one payload, since none of its lines can be read. PowerShell's `>` may write UTF-16.",
    ),
    (
        "truncated",
        "the payload ends in the middle of a value; send it whole",
        "Look for a cut buffer or line.",
    ),
    (
        "not-json",
        "the payload is not JSON[ at byte {byte}]; send a JSON object",
        "Serialise with a JSON library.",
    ),
    (
        "not-finite",
        "the payload has NaN or Infinity, which JSON does not know; leave the property out or send null",
        "Python's json writes NaN unless told allow_nan=False.",
    ),
    (
        "number-overflow",
        "a number is beyond what a double holds; send a smaller one",
        "Numbers are read as doubles; an id that large is text.",
    ),
    (
        "lone-surrogate",
        "a text has half of a surrogate pair; send whole characters",
        "Usually text cut by UTF-16 units, in the middle of an emoji.",
    ),
    (
        "duplicate-key",
        "the key {key} stands twice in one object; send it once",
        "Readers disagree which of the two counts.",
    ),
    ("too-deep", "nested more than {limit} levels deep; flatten it", "No contract is that deep."),
    ("not-an-object", "the payload is of type {found}; send an object", "One payload is one JSON object."),
    (
        "no-event",
        "the payload has no '{key}'; name the event that it is",
        "The envelope needs `event` and `properties`.",
    ),
    (
        "no-properties",
        "the payload has no 'properties'; send them, or an empty object",
        "The envelope needs `event` and `properties`.",
    ),
    (
        "wrong-envelope",
        "[item {index} of ]'{key}' is of type {found}; send {expected}",
        "The members of the envelope have fixed types, whatever the event.",
    ),
    (
        "unknown-envelope-key",
        "the envelope knows no '{key}'[; did you mean '{nearest}']; what describes the event is a property",
        "Members of the envelope are fixed; everything else is a property.",
    ),
)

_REFUSED: Final[tuple[tuple[str, str, str], ...]] = (
    (
        "not-redacted",
        "the payload claims to be redacted for {destination}, and is not what leaves for it",
        "Leave `redacted_for` to what redacts; the problems beside it say what gives the payload away.",
    ),
    (
        "unknown-event",
        "no event of that name is on the roll[; did you mean '{nearest}']",
        "Add the event to the catalog, or mend its name.",
    ),
    (
        "event-not-loaded",
        "'{event}' is on the roll, but {reason}; run 'rollcall check'",
        "A definition that does not load cannot judge.",
    ),
    (
        "event-retired",
        "'{event}' is retired[, replaced by '{replacement}']; stop sending it",
        "Retired events have no function and no reader.",
    ),
    (
        "event-draft",
        "'{event}' is a draft, which production does not accept; make it active",
        "Drafts are for development and tests.",
    ),
    (
        "wrong-destination",
        "'{event}' does not go to {destination}; its destinations are {known}",
        "Change the event's `destinations`, or send it elsewhere.",
    ),
    (
        "consent",
        "{destination} needs consent[ to {purposes}]; list what the person agreed to under 'consent'",
        "List purposes under `consent`, or tell the command with `--consent` what people have agreed to.",
    ),
    (
        "identity",
        "{destination} takes anonymous identities alone: 'distinct_id' does not match {pattern}",
        "Send the fingerprint or the install id, not the person's id.",
    ),
    (
        "person-properties",
        "{destination} takes anonymous payloads alone; leave the person's properties out",
        "Properties of a person would tell who an anonymous payload is about.",
    ),
    (
        "refused-data",
        "{destination} refuses {data}; leave '{property}' out, or send the event elsewhere",
        "The destination's policy refuses payloads that have such data.",
    ),
    (
        "needed-drift",
        "'{property}' would be dropped for the personal data it holds, and every {event} needs it",
        "Mend what sends it, classify the property, or make it optional.",
    ),
    ("missing-property", "'{property}' is missing[; every {event} has it]", "Send it, or make it optional."),
    (
        "undeclared-property",
        "no property of that name is declared[; did you mean '{nearest}']",
        "Declare it in the event's file, or stop sending it.",
    ),
    (
        "not-for-destination",
        "'{property}' is declared, but not for {destination}; its destinations are {known}",
        "Send it elsewhere, or add the destination to the property.",
    ),
    (
        "not-under-alias",
        "'{property}' is declared, but does not come under the name '{alias}'",
        "Send it under the event's own name, or add it to what the alias sends.",
    ),
    (
        "wrong-type",
        "is of type {found}; send {expected}",
        "The contract states one type; nothing is converted.",
    ),
    (
        "not-in-enum",
        "is none of the allowed values: {allowed}",
        "Send one of them, or add the value to `enum`.",
    ),
    ("not-const", "is not the only allowed value, {allowed}", "Send that value."),
    (
        "not-a-timestamp",
        "is not a timestamp such as 2026-03-01T09:30:00Z, in upper case and without leap seconds",
        "Send date, T, time, offset: RFC 3339 without what engines differ on, `t`, `z` and second 60.",
    ),
    ("not-a-date", "is not a date such as 2026-03-01", "Send year, month and day with hyphens."),
    (
        "not-a-uuid",
        "is not a UUID such as 01890a5d-ac96-774b-bcce-b302099a8057",
        "Send 36 characters with hyphens.",
    ),
    ("not-a-uri", "is not an absolute URI such as https://example.com/a", "Send scheme and path, escaped."),
    (
        "pattern-mismatch",
        "does not match the pattern {pattern}",
        "Send text that matches, or change the pattern.",
    ),
    (
        "too-short",
        "has fewer than {limit} characters",
        "Lengths count code points; what has fewer than 1 is told to be empty.",
    ),
    ("too-long", "has more than {limit} characters", "Lengths count code points."),
    ("too-small", "is below the minimum of {limit}", "Send a larger number, or lower `minimum`."),
    ("too-big", "is above the maximum of {limit}", "Send a smaller number, or raise `maximum`."),
    ("not-above", "is not above {limit}", "Send a larger number."),
    ("not-below", "is not below {limit}", "Send a smaller number."),
    ("not-multiple", "is not a multiple of {limit}", "Send a multiple."),
    (
        "too-few-items",
        "has fewer than {limit} items",
        "Send more items; a list that has none is told to be empty.",
    ),
    ("too-many-items", "has more than {limit} items", "Send fewer items."),
    ("duplicate-item", "stands twice in a list of unique items", "Send each item once."),
    ("too-many-keys", "has more than {limit} keys", "Send fewer keys."),
    ("key-pattern", "a key does not match the pattern {pattern}", "Keys of a map follow its `keys` pattern."),
    ("key-too-long", "a key has more than {limit} characters", "Keys of a map follow its `keys` maxLength."),
    (
        "unknown-group-type",
        "no group type of that name is declared[; did you mean '{nearest}']",
        "Add _entities/<type>.yaml.",
    ),
    (
        "property-not-loaded",
        "cannot be judged, since {reason}; run 'rollcall check'[; did you mean '{nearest}']",
        "What the catalog says of it could not be read, so that it is neither right nor wrong.",
    ),
)

_WARNED: Final[tuple[tuple[str, str, str], ...]] = (
    (
        "drift",
        "looks like {category} to the detector '{detector}'[ and is declared {declared}]; {remedy}",
        "Stop sending it, or give it its category; what happens to it meanwhile is the catalog's `drift`.",
    ),
    (
        "event-deprecated",
        "'{event}' is deprecated[; send '{replacement}']",
        "Move to its replacement before it is retired.",
    ),
    ("property-deprecated", "'{property}' is deprecated", "Stop sending it before it is removed."),
    (
        "dropped-property",
        "no property of that name is declared, so it is dropped[; did you mean '{nearest}']",
        "Declare it, or stop sending it.",
    ),
    (
        "more-problems",
        "the payload has more than {limit} problems; the others are left out",
        "Mend these first.",
    ),
)


_ERRS_UNDER: Final = {"drift": "refuse"}

_FOR_ONE: Final[Mapping[str, str]] = {
    "too-short": "is empty",
    "too-long": "has more than 1 character",
    "too-few-items": "is empty",
    "too-many-items": "has more than 1 item",
    "too-many-keys": "has more than 1 key",
    "key-too-long": "a key has more than 1 character",
}


def _table() -> dict[str, ProblemKind]:
    rows = [(*row, Severity.ERROR) for row in (*_MALFORMED, *_REFUSED)]
    rows += [(*row, Severity.WARNING) for row in _WARNED]
    return {
        code: ProblemKind(
            code=code,
            sentence=sentence,
            advice=advice,
            severity=severity,
            errs_under=_ERRS_UNDER.get(code),
            rank=rank,
            for_one=_FOR_ONE.get(code),
        )
        for rank, (code, sentence, advice, severity) in enumerate(rows)
    }


KINDS: Final[Mapping[str, ProblemKind]] = MappingProxyType(_table())
"""Every code, most relevant first."""

NOT_LOADED: Final = frozenset({"event-not-loaded", "property-not-loaded"})
"""The codes that say nothing against a payload, only that the catalog could not be read."""

MALFORMED: Final = frozenset(code for code, _, _ in _MALFORMED)
