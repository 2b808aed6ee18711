"""`rollcall privacy request`: what to tell a person who asks, and what to erase."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import click

from catalog.cli.keys import keys_option, read_key_file
from catalog.cli.options import catalog_option, format_option
from catalog.cli.privacy_source import FORMATS, source_of, write_blocks, write_csv, write_json
from catalog.cli.render.answer import answer
from catalog.cli.streams import STANDARD_INPUT, UnreadableInput
from catalog.model.category import Handling
from catalog.privacy.account import UNCLASSIFIED, Plain, groups_of, long_form, place_of, plain_destination
from catalog.privacy.request import Holding, Known, holdings
from catalog.privacy.rows import Row

_MAX_BYTES: Final = 65_536

_COLUMNS: Final = (
    "destination",
    "known_by",
    "can_be_found",
    "identity_property",
    "digests",
    "category",
    "sensitivity",
    "form",
    "properties",
    "digest_of",
    "may_name_the_person",
    "identity",
    "consent",
    "retention_days",
    "processor",
    "contract",
    "region",
    "transfer",
    "erasure",
    "erasure_days",
)


class _Identity(click.Choice[str]):
    """Kinds of identity; what is none of them may be somebody's, and is not repeated."""

    def get_invalid_choice_message(self, value: object, ctx: click.Context | None) -> str:
        """What to choose from."""
        kinds = " or ".join(self.choices)
        return f"it is {kinds}; an id itself comes on standard input, with --value -"


@click.command("request", short_help="What destinations hold about a person who asks, and how it is erased.")
@click.option(
    "--identity",
    type=_Identity([known.value for known in Known]),
    default=Known.USER_ID.value,
    show_default=True,
    help="By what the person can name themselves.",
)
@keys_option
@click.option("--value", metavar="-", help="Read the user id from standard input; always -.")
@catalog_option
@format_option(*FORMATS)
@click.argument("given", nargs=-1, metavar="")
def request_command(
    identity: str,
    keys: str | None,
    value: str | None,
    catalog: str | None,
    form: str,
    given: tuple[str, ...],
) -> int:
    """Say what each destination holds about a person, under which identity, and how it is erased.

    With --keys and --value - it also prints the digests under which hashing destinations know the person,
    under every key of the file, the active one first. The user id, or something else that is hashed
    there, such as an e-mail address, is read from standard input, so that it stands in no history and no list
    of processes; it is never printed.
    """
    known = Known(identity)
    if given:
        raise click.UsageError("it takes no argument: the user id comes on standard input, with --value -")
    if value is not None and value != STANDARD_INPUT:
        raise click.UsageError(
            "--value takes - alone: the user id comes on standard input, not as an argument"
        )
    if value is not None and known is not Known.USER_ID:
        raise click.UsageError(
            "anonymous ids are not hashed, so there is no digest to find; leave --value out"
        )
    source = source_of(catalog)
    data = source.data_map()
    held = tuple(holdings(data, known))
    hashing = [one.destination for one in held if one.has_digests]
    digests: Mapping[str, Sequence[str]] | None = None
    if value is not None:
        if not hashing:
            raise click.UsageError(
                "no destination hashes anything, so there is no digest to find; leave --value out"
            )
        ring = read_key_file(keys)
        if ring is None:
            raise click.UsageError("--value - needs the keys to hash it with; name their file with --keys")
        person = _person()
        digests = {name: ring.digests(person, name) for name in hashing}
    if form == "json":
        write_json(
            {
                "product": data.settings.product,
                "controller": data.settings.controller,
                "contact": data.settings.contact,
                "identity": known.value,
                "destinations": [_plain(one, digests) for one in held],
            }
        )
    elif form == "csv":
        write_csv([row for one in held for row in _lines(one, digests)], _COLUMNS)
    else:
        write_blocks(answer(data, known, held, digests), form)
    return source.code


def _person() -> str:
    """The user id on standard input, one line; what is wrong with it is told without it."""
    if sys.stdin is None:
        raise UnreadableInput("standard input", "it is closed")
    if sys.stdin.isatty():
        typed: str = click.prompt("user id", hide_input=True, err=True)
        return typed
    content = sys.stdin.buffer.read(_MAX_BYTES + 1)
    try:
        text = content.decode("utf-8").removesuffix("\n").removesuffix("\r")
    except UnicodeDecodeError:
        raise UnreadableInput("standard input", "not UTF-8; give one user id in one line") from None
    if not text or "\n" in text or len(content) > _MAX_BYTES:
        raise UnreadableInput("standard input", "one user id in one line is wanted")
    return text


def _plain(one: Holding, digests: Mapping[str, Sequence[str]] | None) -> dict[str, Plain]:
    held: list[Plain] = [
        {
            "category": group.category,
            "sensitivity": group.sensitivity.value,
            "form": group.form,
            "properties": list(group.paths),
        }
        for group in groups_of(one.rows, long_form)
    ]
    return {
        "destination": one.destination,
        **plain_destination(one.definition),
        "known_by": one.known_by,
        "can_be_found": one.is_found,
        "identity_property": None if one.identity is None else one.identity.sent_as,
        "digests": None if digests is None else list(digests.get(one.destination, ())),
        "hashed": [
            {"category": row.category, "property": place_of(row), "of": _digest_of(row, one)}
            for row in (*one.hashed_ids, *one.hashed_others)
        ],
        "holds": held,
        "named_in": [
            {"event": row.event, "property": place_of(row), "form": row.form} for row in one.named_in
        ],
    }


def _lines(one: Holding, digests: Mapping[str, Sequence[str]] | None) -> Iterator[dict[str, Plain]]:
    """The lines of a table: a category in one form each; one alone of a destination that holds nothing."""
    about: dict[str, Plain] = {
        "destination": one.destination,
        "known_by": one.known_by,
        "can_be_found": one.is_found,
        "identity_property": None if one.identity is None else one.identity.sent_as,
        "digests": [] if digests is None else list(digests.get(one.destination, ())),
        **plain_destination(one.definition),
    }
    groups = groups_of(one.rows, long_form)
    nothing: dict[str, Plain] = dict.fromkeys(_COLUMNS)
    if not groups:
        yield {**nothing, **about}
    for group in groups:
        named = dict.fromkeys(place_of(row) for row in group.rows if row in one.named_in)
        kinds = dict.fromkeys(_digest_of(row, one) for row in group.rows if row.handling is Handling.HASH)
        yield {
            **about,
            "category": group.category,
            "sensitivity": group.sensitivity.value,
            "form": group.form,
            "properties": list(group.paths),
            "digest_of": list(kinds),
            "may_name_the_person": list(named),
        }


def _digest_of(row: Row, one: Holding) -> str:
    """What has to be given to find the digests of a row."""
    return "user id" if row in one.hashed_ids else row.category or UNCLASSIFIED
