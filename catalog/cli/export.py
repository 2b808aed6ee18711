"""`rollcall export`: the catalog in other forms."""

import json
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Final
from urllib.parse import quote

import click

from catalog.cli.options import catalog_option, format_option
from catalog.cli.reading import errors_in, read_catalog, require_whole_destination
from catalog.cli.reference import meant_catalog
from catalog.cli.report import counted
from catalog.cli.storage import writing
from catalog.cli.terminal import json_printable, machine_output, say
from catalog.errors import CatalogError, NoContract
from catalog.loading.cache import write_whole
from catalog.model.event import Alias
from catalog.model.names import EventName
from catalog.model.snapshot import Event, Snapshot
from catalog.schema import dumps, to_json_schema
from catalog.schema.contract import event_of
from catalog.schema.json_schema import DIALECT, JsonSchema, path_of_contract
from catalog.schema.patterns import PatternError

_NAMED: Final = 5
"""So many files are named; a reader who sees them knows the rest."""


class IncompleteExport(CatalogError):
    """Some contracts were written and the next one could not be: what lies in the folder is no whole set."""

    def __init__(self, error: OSError, out: Path, written: int, wanted: int) -> None:
        self.written = written
        self.wanted = wanted
        reason = (error.strerror or type(error).__name__).lower()
        super().__init__(
            f"{error.filename}: {reason}; {out} is incomplete: {written:,} of {counted(wanted, 'contract')} "
            f"{'was' if written == 1 else 'were'} written"
        )


@click.group("export", short_help="Write contracts as JSON Schema.")
def command() -> None:
    """Write the catalog in a form that other tools read."""


@command.command("json-schema", short_help="Write contracts as JSON Schema 2020-12.")
@click.argument("event", metavar="[EVENT]", required=False)
@catalog_option
@format_option("json")
@click.option("--for", "destination", metavar="DESTINATION", help="The contract at one destination.")
@click.option(
    "--leaving",
    is_flag=True,
    help="What leaves for the destination: after handling, under the names it receives.",
)
@click.option(
    "--out", metavar="DIR", type=click.Path(file_okay=False, path_type=Path), help="Write one file per event."
)
def json_schema(
    event: str | None,
    catalog: str | None,
    destination: str | None,
    leaving: bool,
    out: Path | None,
) -> int:
    """Write the contract of EVENT, or of every event, as JSON Schema 2020-12.

    EVENT is a name, a wire name or an alias. Without --for it is the union of the event's destinations. One
    event is printed as its schema, all of them as one object by name. --out DIR writes files instead, which
    lie in DIR as their $id lies below the catalog's base URL: DIR/<resource>/<action>.json, at a destination
    DIR/<resource>/<action>/<destination>.json.
    """
    if leaving and destination is None:
        raise click.UsageError("--leaving is a matter of one destination; name it with --for")
    here = Path.cwd()
    found = read_catalog(meant_catalog(catalog, here), here)
    loaded = found.loaded
    snapshot = loaded.snapshot
    code = 1 if errors_in(loaded) else 0
    if destination is not None:
        require_whole_destination(found, destination)
    schemas = dict(_contracts(snapshot, event, destination, leaving))
    if out is not None:
        written = {_path(snapshot, name, destination, leaving): schema for name, schema in schemas.items()}
        _write(out, written)
        say(f"wrote {counted(len(schemas), 'contract')} to {out}")
        if event is None:
            _tell_what_is_left(out, written, {*snapshot.events, *loaded.broken}, destination, leaving)
        return code
    if event is not None:
        machine_output().write(json_printable(dumps(next(iter(schemas.values())))))
    else:
        document = json.dumps(schemas, indent=2, ensure_ascii=False, allow_nan=False)
        machine_output().write(json_printable(document) + "\n")
    return code


def _write(out: Path, schemas: Mapping[str, JsonSchema]) -> None:
    """Write every contract to its path below a folder; IncompleteExport after the first, OSError before."""
    for number, (path, schema) in enumerate(schemas.items()):
        place = out / path
        try:
            with writing(place):
                place.parent.mkdir(parents=True, exist_ok=True)
                write_whole(place, dumps(schema).encode())
        except OSError as error:
            if not number:
                raise
            raise IncompleteExport(error, out, number, len(schemas)) from None


def _contracts(
    snapshot: Snapshot, name: str | None, destination: str | None, leaving: bool
) -> Iterator[tuple[str, JsonSchema]]:
    """Name → contract: of the one that was named, else of every event that goes there."""
    if name is None:
        for event in snapshot.events.values():
            if destination is None or destination in event.destinations:
                yield event.name, _contract(event, None, destination, leaving)
        return
    event = event_of(snapshot, name)
    found = snapshot.lookup(name)
    alias = found[1] if found is not None else None
    yield (event.name if alias is None else alias.name), _contract(event, alias, destination, leaving)


def _path(snapshot: Snapshot, name: str, destination: str | None, leaving: bool) -> str:
    """Where a contract lies: as its `$id` does; an alias has none, and lies beside the resources."""
    if name in snapshot.events:
        return path_of_contract(EventName(name), destination, leaving=leaving)
    at = "" if destination is None else f".{destination}"
    return f"{quote(name + at, safe='')}{'.leaving' if leaving else ''}.json"


def _tell_what_is_left(
    out: Path, written: Collection[str], events: Collection[str], destination: str | None, leaving: bool
) -> None:
    """Name the contracts of earlier exports that nothing stands behind any more.

    Those are of events that are gone, and of events that no longer go to the destination. Nothing is deleted:
    the folder is not ours alone.
    """
    own = f"{quote(destination or '', safe='')}{'.leaving' if leaving else ''}.json"
    left = []
    for place in sorted((*out.glob("*/*.json"), *out.glob("*/*/*.json"))):
        path = place.relative_to(out)
        resource, action = path.parts[0], path.parts[1]
        event = f"{resource}.{action.removesuffix('.json') if len(path.parts) == 2 else action}"
        is_of_this_export = destination is not None and len(path.parts) == 3 and path.name == own
        is_gone = event not in events or (is_of_this_export and path.as_posix() not in written)
        if is_gone and _is_contract(place, path.as_posix()):
            left.append(path.as_posix())
    left.sort()
    if left:
        more = f" and {len(left) - _NAMED:,} more" if len(left) > _NAMED else ""
        say(
            f"{counted(len(left), 'older contract is', 'older contracts are')} left, "
            f"which the catalog no longer has: {', '.join(left[:_NAMED])}{more}"
        )


def _is_contract(place: Path, path: str) -> bool:
    """Whether a file looks like one that an export has written: of our dialect, and under its `$id`."""
    try:
        document = json.loads(place.read_bytes())
    except (OSError, ValueError, RecursionError):
        return False
    if not isinstance(document, dict) or document.get("$schema") != DIALECT or "title" not in document:
        return False
    return str(document.get("$id", path)).endswith(path)


def _contract(event: Event, alias: Alias | None, destination: str | None, leaving: bool) -> JsonSchema:
    try:
        return to_json_schema(event, destination, leaving, alias=alias)
    except PatternError as error:
        raise NoContract(f"'{event.name}': {error}; 'rollcall check' says where") from None
