"""`rollcall diff`: what changed between two catalogs, whom it breaks, who must approve it."""

import json
import sys
from pathlib import Path

import click

from catalog.cli.compared import Damaged, compared, older, tell_damaged
from catalog.cli.options import format_option
from catalog.cli.reference import meant_catalog
from catalog.cli.render import changes, changes_json
from catalog.cli.render.blocks import as_markdown, as_text
from catalog.cli.render.review_form import review_form as review_form_of
from catalog.cli.schemas import compare_files
from catalog.cli.terminal import json_printable, machine_output, paper


@click.command("diff", short_help="What changed between two catalogs, whom it breaks, who must approve.")
@click.argument("old", metavar="[OLD]", required=False)
@click.argument("new", metavar="[NEW]", required=False)
@click.option("--approvals", is_flag=True, help="Which roles must approve, and which change demands it.")
@click.option(
    "--review-form",
    "review_form",
    is_flag=True,
    help="A form for a privacy review in Markdown, filled in where the catalog knows the answer.",
)
@click.option(
    "--json-schema", "json_schema", is_flag=True, help="OLD and NEW are JSON Schema documents of any origin."
)
@click.option(
    "--mode",
    metavar="MODE",
    help="With --json-schema: backward, forward, full, none, or one with -transitive.  [default: backward]",
)
@click.option(
    "--lenient",
    is_flag=True,
    help="With --json-schema: producers send only names that they declare; readers ignore other names.",
)
@format_option("text", "json", "md")
def command(
    old: str | None,
    new: str | None,
    approvals: bool,
    review_form: bool,
    json_schema: bool,
    mode: str | None,
    lenient: bool,
    form: str,
) -> int:
    """Compare two catalogs: every change, the versions that follow, and what breaks, each with a proof.

    OLD and NEW are a folder, a release file, git:REV[:PATH] or https://REGISTRY/PRODUCT. NEW is the catalog
    that other commands mean; OLD is its last release, release.json in its folder, or git:HEAD without one.

    Ends with 1 when a change breaks payloads, or readers where the catalog's mode protects them.
    """
    if json_schema:
        if approvals or review_form:
            raise click.UsageError(
                f"{'--approvals' if approvals else '--review-form'} is about a catalog and its approvers, "
                "which --json-schema has not; use one of them"
            )
        if old is None or new is None:
            raise click.UsageError("--json-schema compares two files: rollcall diff --json-schema OLD NEW")
        return compare_files(old, new, mode or "backward", form, lenient=lenient)
    if mode is not None or lenient:
        raise click.UsageError("--mode and --lenient are for --json-schema; a catalog states its own 'modes'")
    if review_form and (form == "json" or approvals):
        raise click.UsageError("--review-form is a form in Markdown; ask for approvals and json without it")
    here = Path.cwd()
    meant = meant_catalog(new, here)
    try:
        found = compared(older(old, meant, here), meant, here)
    except Damaged as damaged:
        return tell_damaged(damaged, form)
    if review_form:
        machine_output().writelines(review_form_of(found))
        return 1 if found.assessment.errors else 0
    demanded = found.assessment.demands
    if form == "json":
        if approvals:
            listed = {"approvals": [changes_json.approval(demand, found) for demand in demanded]}
            machine_output().write(json_printable(json.dumps(listed, ensure_ascii=False, indent=2)) + "\n")
        else:
            machine_output().writelines(changes_json.render(found))
        return 1 if found.assessment.errors else 0
    pieces = changes.approvals(found, demanded) if approvals else changes.blocks(found)
    if form == "md":
        machine_output().writelines(as_markdown(pieces))
    else:
        sys.stdout.writelines(as_text(pieces, paper(sys.stdout)))
    return 1 if found.assessment.errors else 0
