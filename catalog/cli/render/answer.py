"""The answer to a person's request as blocks: who holds what, how to find it, how it is erased."""

from collections.abc import Iterator, Mapping, Sequence

from catalog.cli.render.blocks import Block, Facts, Heading, Items, Table, Words
from catalog.cli.render.record import recipient_facts, some_events
from catalog.cli.report import counted
from catalog.model.category import Sensitivity
from catalog.privacy.account import NOT_STATED, Group, groups_of, listed, place_of, short_form
from catalog.privacy.request import Holding, Known
from catalog.privacy.rows import DataMap, Row

_LISTED = 6
"""So many properties of a category are named; the rest is counted."""


def answer(
    data: DataMap, known: Known, held: Sequence[Holding], digests: Mapping[str, Sequence[str]] | None
) -> Iterator[Block]:
    """The blocks; `digests` by destination, or None when no keys were given."""
    yield Heading(f"Request of a person known by {_NAMES[known]}, GDPR Art. 15 and 17", 1)
    yield Facts(
        [
            ("product", data.settings.product),
            ("controller", data.settings.controller or NOT_STATED),
            ("contact", data.settings.contact or NOT_STATED),
        ]
    )
    if not held:
        yield Words("No event goes to any destination, so none of them holds anything.")
        return
    yield Table(
        ("destination", "knows people by", "can be found", "kept", "erased within"),
        [(one.destination, one.known_by, _can_be_found(one), _days(one), _erased(one)) for one in held],
    )
    for one in held:
        yield from _holding(data, known, one, digests)


_NAMES = {Known.USER_ID: "a user id", Known.ANONYMOUS: "an anonymous id"}


def _can_be_found(one: Holding) -> str:
    if one.is_found:
        return "by its digest" if one.identity and one.identity.handling == "hash" else "yes"
    return "no"


def _days(one: Holding) -> str:
    days = one.definition.retention_days
    return NOT_STATED if days is None else counted(days, "day")


def _erased(one: Holding) -> str:
    erasure = one.definition.erasure
    return NOT_STATED if erasure is None else counted(erasure.days, "day")


def _holding(
    data: DataMap, known: Known, one: Holding, digests: Mapping[str, Sequence[str]] | None
) -> Iterator[Block]:
    yield Heading(one.destination)
    yield Words(_how_to_find(known, one))
    if one.has_digests and known is Known.USER_ID:
        yield from _digests(one, digests)
    facts = [fact for fact in recipient_facts(data, one.destination) if fact[0] != "identity"]
    yield Facts(facts)
    if one.rows:
        yield Words("What it holds:")
        rows = [
            (group.category, group.sensitivity.value, group.form, _some(group))
            for group in groups_of(one.rows)
        ]
        yield Table(("category", "sensitivity", "form", "properties"), rows)
    if one.named_in and known is Known.USER_ID:
        yield Words("The person may also be named in the events of others:")
        yield Table(("property", "form", "events"), _places(data, one.named_in))


def _places(data: DataMap, rows: Sequence[Row]) -> list[tuple[str, str, str]]:
    found: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        found.setdefault((place_of(row), short_form(row)), []).append(row)
    return [(place, form, some_events(data, same)) for (place, form), same in found.items()]


def _how_to_find(known: Known, one: Holding) -> str:
    if one.is_found:
        name = one.identity.sent_as if one.identity is not None else "distinct_id"
        value = _NAMES[known].removeprefix("a ").removeprefix("an ")
        if one.identity is not None and one.identity.handling == "hash":
            return f"Look for {name} that is a digest of the {value}, under any of the deployment's keys."
        return f"Look for {name} that is the {value}."
    if one.identity is None:
        return "No identity leads to a person there. What its properties say stands under no name."
    return (
        f"It knows people by {one.known_by}; {_NAMES[known]} does not lead there. Ask the person for what "
        "does; without it, say so, GDPR Art. 11(2)."
    )


def _digests(one: Holding, digests: Mapping[str, Sequence[str]] | None) -> Iterator[Block]:
    kinds = [("a user id", one.hashed_ids)] if one.hashed_ids else []
    kinds += [(group.category, group.rows) for group in groups_of(one.hashed_others)]
    if digests is None:
        places = [f"of {what} in {_listed_places(rows)}" for what, rows in kinds]
        yield Words(
            f"Digests stand there: {'; '.join(places)}. To see those of one of them, name the key file with "
            "--keys and give it on standard input with --value -."
        )
        return
    yield Words("What was given stands there as one of these digests, that under the active key first:")
    yield Items(list(digests[one.destination]))
    yield Words("Where they stand depends on what was given:")
    yield Items([f"{what}: in {_listed_places(rows)}" for what, rows in kinds])


def _listed_places(rows: Sequence[Row]) -> str:
    return listed(list(dict.fromkeys(place_of(row) for row in rows)))


def _some(group: Group) -> str:
    """The places of a category: by name where it is personal, else by number."""
    paths = group.paths
    if group.sensitivity.rank < Sensitivity.PERSONAL.rank:
        return counted(len(paths), "property", "properties")
    if len(paths) <= _LISTED + 1:
        return ", ".join(paths)
    return f"{', '.join(paths[:_LISTED])} and {len(paths) - _LISTED:,} more"
