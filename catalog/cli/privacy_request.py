"""`rollcall privacy request`: what to tell a person who asks, and what to erase."""

import sys
from collections.abc import Mapping, Sequence
from typing import Final

import click

from catalog.cli.keys import keys_option, read_key_file
from catalog.cli.options import catalog_option, format_option
from catalog.cli.privacy_source import source_of, write_blocks, write_json
from catalog.cli.render.answer import answer
from catalog.cli.streams import STANDARD_INPUT, UnreadableInput
from catalog.privacy.account import Plain, groups_of, place_of, plain_destination
from catalog.privacy.request import Holding, Known, holdings

_MAX_BYTES: Final = 65_536


@click.command("request", short_help="What destinations hold about a person who asks, and how it is erased.")
@click.option(
    "--identity",
    type=click.Choice([known.value for known in Known]),
    default=Known.USER_ID.value,
    show_default=True,
    help="By what the person can name themselves.",
)
@keys_option
@click.option("--value", metavar="-", help="Read the user id from standard input; always -.")
@catalog_option
@format_option("text", "json", "md")
def request_command(
    identity: str, keys: str | None, value: str | None, catalog: str | None, form: str
) -> int:
    """Say what each destination holds about a person, under which identity, and how it is erased.

    With --keys and --value - it also prints the digests under which hashing destinations know the person,
    under every key of the file, the active one first. The user id, or another name that is hashed, is read
    from standard input, so that it stands in no history and no list of processes; it is never printed.
    """
    known = Known(identity)
    if value is not None and value != STANDARD_INPUT:
        raise click.UsageError(
            "--value takes - alone: the user id comes on standard input, not as an argument"
        )
    if value is not None and keys is None:
        raise click.UsageError("--value - needs the keys to hash it with; name their file with --keys")
    if value is not None and known is not Known.USER_ID:
        raise click.UsageError("--value is for a user id; anonymous ids are not hashed")
    source = source_of(catalog)
    data = source.data_map()
    held = tuple(holdings(data, known))
    digests: Mapping[str, Sequence[str]] | None = None
    ring = None if value is None else read_key_file(keys)
    if ring is not None:
        person = _person()
        digests = {one.destination: ring.digests(person, one.destination) for one in held if one.hashed}
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
        for group in groups_of(one.rows)
    ]
    return {
        "destination": one.destination,
        **plain_destination(one.definition),
        "known_by": one.known_by,
        "can_be_found": one.is_found,
        "identity_property": None if one.identity is None else one.identity.sent_as,
        "digests": None if digests is None else list(digests.get(one.destination, ())),
        "holds": held,
        "named_in": [
            {"event": row.event, "property": place_of(row), "form": row.form} for row in one.named_in
        ],
    }
