"""`rollcall validate`: payloads, judged one by one as they come."""

import json
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import click

from catalog.cli.keys import keys_option, read_key_file, telling_how_to_name_keys
from catalog.cli.options import catalog_option, format_option
from catalog.cli.progress import while_reading
from catalog.cli.reading import read_catalog, require_whole_destination
from catalog.cli.reference import meant_catalog
from catalog.cli.render.leaving import as_text as leaving_text
from catalog.cli.render.verdicts import Judged, Leaving, as_json, as_text, details_text, summary_text
from catalog.cli.streams import (
    MAX_WINDOW_BYTES,
    STANDARD_INPUT,
    Trouble,
    opened,
    require_input,
    size_of,
    split_lines,
)
from catalog.cli.tally import Tally
from catalog.cli.terminal import machine_output, paper
from catalog.model.snapshot import Snapshot
from catalog.validation import Outcome, Problem, Validator, Verdict
from catalog.validation.decode import MAX_BYTES
from catalog.validation.problems import Context
from catalog.validation.protocols import CANONICAL, PROTOCOLS, Protocol
from catalog.validation.redactor import Redactor

Form = Literal["text", "json", "ndjson"]


@click.command("validate", short_help="Judge payloads by the catalog.")
@click.argument("files", nargs=-1, metavar="[FILES|-]")
@catalog_option
@click.option("--for", "destination", metavar="DESTINATION", help="Judge by the contract of one destination.")
@click.option(
    "--protocol",
    "protocol",
    type=click.Choice(list(PROTOCOLS)),
    default=CANONICAL.name,
    show_default=True,
    help="What lines hold: envelopes with event and properties, or lines of a structured log.",
)
@click.option(
    "--show",
    "show",
    type=click.Choice(["redacted"]),
    help="Show what leaves for the destination of --for. A property of another destination is left out.",
)
@click.option(
    "--consent",
    "consent",
    multiple=True,
    metavar="PURPOSE",
    help="What people have agreed to whose payloads do not say. May stand several times.",
)
@keys_option
@format_option("text", "json", "ndjson")
@click.option("--summary", is_flag=True, help="Count by event and by problem instead of listing payloads.")
def command(
    files: tuple[str, ...],
    catalog: str | None,
    destination: str | None,
    protocol: str,
    show: str | None,
    keys: str | None,
    consent: tuple[str, ...],
    form: Form,
    summary: bool,
) -> int:
    """Judge payloads, one JSON object per line, from FILES or standard input; gzip and zstd are recognised.

    Ends with 1 when a payload is not accepted. The format ndjson answers with one line per payload, json with
    one document; text names the payloads that have problems, also those that only warn. `line` counts the
    lines of the file, blank ones too. No answer holds a value of a payload, unless --show redacted asks for
    what leaves.
    """
    if not files:
        if sys.stdin is not None and sys.stdin.isatty():
            raise click.UsageError("name files with payloads, or - for standard input")
        files = (STANDARD_INPUT,)
    here = Path.cwd()
    meant = meant_catalog(catalog, here)
    for name in files:
        require_input(name)
    found = read_catalog(meant, here)
    snapshot = found.loaded.snapshot
    if destination is not None:
        require_whole_destination(found, destination)
    kind = PROTOCOLS[protocol]
    source = found.release if found.is_release and found.release is not None else snapshot
    today = datetime.now(UTC).date()
    if show is None:
        judge = _judging(Validator(source, consent=consent, today=today), destination, kind)
    elif destination is None:
        raise click.UsageError("--show redacted is a matter of one destination; name it with --for")
    else:
        with telling_how_to_name_keys():
            redactor = Redactor(
                source, read_key_file(keys), destinations=(destination,), consent=consent, today=today
            )
        judge = _redacting(redactor, destination, kind)

    tally = Tally()
    with while_reading(size_of(files) if summary or not sys.stdout.isatty() else None) as progress:

        def note(read: int) -> None:
            sys.stdout.flush()  # the next read may wait, and what is known is not kept back meanwhile
            progress(read)

        answers = _answers(files, judge, tally, note, in_detail=summary)
        if form == "text":
            _write_text(answers, tally, summary, snapshot, destination)
        else:
            _write_json(answers, tally, summary, form, is_named=len(files) > 1)
    return 0 if tally.is_clean else 1


Judge = Callable[[bytes], tuple[Verdict, Leaving | None]]


def _judging(validator: Validator, destination: str | None, kind: Protocol) -> Judge:
    return lambda payload: (validator.validate(payload, destination, protocol=kind), None)


def _redacting(redactor: Redactor, destination: str, kind: Protocol) -> Judge:
    """Judges payloads and gives what the destination gets of them."""

    def judge(payload: bytes) -> tuple[Verdict, Leaving | None]:
        redacted = redactor.judge(payload, destination, protocol=kind)
        return redacted.verdict, Leaving(payload=redacted.payload, arrived=redacted.arrived)

    return judge


def _answers(
    files: tuple[str, ...],
    judge: Judge,
    tally: Tally,
    note: Callable[[int], None],
    *,
    in_detail: bool,
) -> Iterator[Judged]:
    """Every payload of every input, judged and counted."""
    for name in files:
        with opened(name) as source:
            for line in split_lines(source.chunks(note), MAX_BYTES):
                verdict, leaving = (_troubled(line.trouble), None) if line.trouble else judge(line.content)
                tally.add(verdict, in_detail=in_detail)
                yield Judged(source.name, line.number, verdict, leaving)


def _troubled(trouble: Trouble) -> Verdict:
    """The verdict on a line that did not arrive whole."""
    limits = {"too-large": MAX_BYTES, "window-too-large": MAX_WINDOW_BYTES}
    context: Context = {"limit": limits[trouble]} if trouble in limits else {}
    problem = Problem(code=trouble, path="", context=context)
    return Verdict(outcome=Outcome.MALFORMED, event=None, problems=(problem,))


def _write_text(
    answers: Iterator[Judged], tally: Tally, summary: bool, snapshot: Snapshot, destination: str | None
) -> None:
    page = paper(sys.stdout)
    for judged in answers:
        if not summary and (judged.leaving is not None or judged.verdict.problems):
            sys.stdout.writelines(as_text(judged, page))
            if judged.leaving is not None and destination is not None:
                sys.stdout.writelines(
                    leaving_text(snapshot, judged.verdict, destination, judged.leaving, page)
                )
    if summary:
        sys.stdout.writelines(details_text(tally, page))
    sys.stdout.write(summary_text(tally, page))


def _write_json(
    answers: Iterator[Judged], tally: Tally, summary: bool, form: Form, *, is_named: bool
) -> None:
    output = machine_output().buffer
    is_list = form == "json"
    opening, between = (b'{"verdicts": [\n', b",\n") if is_list else (b"", b"")
    if summary:
        for _ in answers:
            pass
        output.write(json.dumps({"summary": tally.plain(in_detail=True)}).encode() + b"\n")
        return
    output.write(opening)
    for judged in answers:
        if is_list and tally.payloads > 1:
            output.write(between)
        written = as_json(judged if is_named else judged._replace(file=None))
        # in one piece, so that an interrupt leaves whole lines
        output.write(written if is_list else written + b"\n")
    if is_list:
        output.write(b'\n], "summary": ' + json.dumps(tally.plain(in_detail=False)).encode() + b"}\n")
