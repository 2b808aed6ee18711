"""`rollcall privacy categories`: what data categories there are, and which destinations get them."""

import click

from catalog.cli.options import catalog_option, format_option
from catalog.cli.privacy_source import FORMATS, Source, source_of, write_blocks, write_csv, write_json
from catalog.cli.render.categories import categories_table, category_pages
from catalog.model.category import SHIPPED
from catalog.privacy.account import Plain
from catalog.privacy.choice import named_categories

_COLUMNS = ("category", "sensitivity", "special", "own", "description", "fides", "destinations")


@click.command("categories", short_help="The data categories, and which destinations get them.")
@click.argument("category", metavar="[CATEGORY]", required=False)
@catalog_option
@format_option(*FORMATS)
def categories_command(category: str | None, catalog: str | None, form: str) -> int:
    """List the data categories with their sensitivity, or explain one with those below it.

    An explanation says what each destination does to it, which line says so, and the nearest key of the Fides
    taxonomy (fideslang 3.1 by Ethyca, under CC-BY-4.0).
    """
    source = source_of(catalog)
    snapshot = source.loaded.snapshot
    keys = list(snapshot.categories) if category is None else named_categories(snapshot, category)
    if form == "csv":
        rows = []
        for key in keys:
            row = _plain(source, key)
            row["destinations"] = _told(row["destinations"])
            rows.append(row)
        write_csv(rows, _COLUMNS)
    elif form == "json":
        plain: list[Plain] = [_plain(source, key) for key in keys]
        write_json({"categories": plain})
    elif category is None:
        write_blocks(categories_table(snapshot), form)
    else:
        write_blocks(category_pages(snapshot, keys, source.line), form)
    return source.code


def _told(destinations: Plain) -> Plain:
    assert isinstance(destinations, dict)
    return [f"{name}: {handling}" for name, handling in destinations.items()]


def _plain(source: Source, key: str) -> dict[str, Plain]:
    snapshot = source.loaded.snapshot
    category = snapshot.categories[key]
    handled = {name: snapshot.policy.handling(name, key).value for name in snapshot.settings.destinations}
    return {
        "category": key,
        "sensitivity": category.sensitivity.value,
        "special": category.special,
        "own": key not in SHIPPED,
        "description": category.description,
        "fides": category.fides,
        "destinations": {**handled},
    }
