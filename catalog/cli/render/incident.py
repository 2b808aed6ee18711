"""An incident as blocks: who got the data, what to purge there, and what to tighten."""

from collections.abc import Iterator, Sequence
from typing import Final

from catalog.cli.render.blocks import Block, Facts, Heading, Items, Table, Verbatim, Words
from catalog.cli.render.record import recipient_facts, some_events
from catalog.cli.report import counted
from catalog.privacy.account import NOT_STATED, place_of, short_form
from catalog.privacy.incident import Touched
from catalog.privacy.rows import DataMap

_PLACES: Final = 4
"""So many properties stand beside a destination; more are counted."""
_NAMED: Final = 20
"""So many events of a destination are named, unless all are asked for."""


def incident(
    data: DataMap,
    name: str,
    there: Sequence[Touched],
    kept_out: Sequence[Touched],
    patch: str,
    remarks: Sequence[str],
    *,
    in_full: bool = False,
) -> Iterator[Block]:
    """The blocks; `remarks` say what the patch does not do, or does besides; `in_full` names every event."""
    yield Heading(f"Incident with {name}", 1)
    yield Facts(
        [
            ("product", data.settings.product),
            ("controller", data.settings.controller or NOT_STATED),
            ("contact", data.settings.contact or NOT_STATED),
        ]
    )
    if not there:
        if kept_out:
            yield Words("By this catalog no destination gets it: there is nothing to tighten.")
            yield from _past_redaction(data, kept_out, in_full=in_full)
        else:
            yield Words("By this catalog no payload has it, so there is nothing to purge or to tighten.")
        return
    yield Words(
        "A breach of personal data is reported to the supervisory authority within 72 hours unless it is "
        "unlikely to be a risk to anybody (GDPR Art. 33), and to the people themselves where the risk is "
        "high (GDPR Art. 34)."
    )
    yield Table(
        ("destination", "processor", "properties", "events", "worst"),
        [
            (
                one.destination,
                one.definition.processor or "none named",
                f"{len({place_of(row) for row in one.rows}):,}",
                f"{len(one.events):,}",
                one.rows[0].sensitivity.value,
            )
            for one in there
        ],
        right=frozenset({2, 3}),
    )
    for one in there:
        yield from _destination(data, one, in_full=in_full)
    if kept_out:
        yield from _past_redaction(data, kept_out, in_full=in_full)
    yield Heading("Tighten")
    if remarks:
        yield Items(remarks)
    if patch:
        yield Words("A patch of the catalog, for `git apply` or `patch -p1`; nothing has been written:")
        yield Verbatim("diff", patch)


def _destination(data: DataMap, one: Touched, *, in_full: bool) -> Iterator[Block]:
    yield Heading(f"Purge at {one.destination}")
    forms: dict[tuple[str, str], list[str]] = {}
    for row in one.rows:
        forms.setdefault((row.sent_as or row.path, row.part.value), []).append(short_form(row))
    yield Table(
        ("property there", "part", "form"),
        [(path, part, ", ".join(dict.fromkeys(found))) for (path, part), found in forms.items()],
    )
    count = len(one.events) if in_full else _NAMED
    named = ", ".join(one.events[:count])
    more = f" and {len(one.events) - count:,} more (--all names them)" if len(one.events) > count else ""
    days = one.definition.retention_days
    gone = "" if days is None else f"; what is older than {counted(days, 'day')} is gone"
    yield Words(f"In {counted(len(one.events), 'event')}{gone}: {named}{more}.")
    yield Facts(
        [fact for fact in recipient_facts(data, one.destination) if fact[0] not in ("consent", "kept")]
    )


def _past_redaction(data: DataMap, kept_out: Sequence[Touched], *, in_full: bool) -> Iterator[Block]:
    """Where to look when payloads were sent as they are, although the catalog keeps something out."""
    yield Heading("Kept out, unless payloads were sent without redaction")
    yield Table(
        ("destination", "properties", "events", "kept", "erased within"),
        [
            (
                one.destination,
                _some([place_of(row) for row in one.rows], in_full=in_full),
                ", ".join(one.events) if in_full else some_events(data, one.rows),
                _days(one.definition.retention_days),
                _days(None if one.definition.erasure is None else one.definition.erasure.days),
            )
            for one in kept_out
        ],
    )


def _some(places: Sequence[str], *, in_full: bool) -> str:
    once = list(dict.fromkeys(places))
    return (
        ", ".join(once) if in_full or len(once) <= _PLACES else counted(len(once), "property", "properties")
    )


def _days(days: int | None) -> str:
    return NOT_STATED if days is None else counted(days, "day")
