"""Small catalogs for the tests of the gate: files written, loaded, and compared."""

from pathlib import Path

from catalog.diff import Side
from catalog.loading import Loaded, load
from catalog.rules.breaking.comparison import Comparison

SETTINGS = """\
format: 1
product: example
purposes: {analytics: {description: To learn., basis: consent, subjects: [customer]}}
destinations:
  log: {description: The application's log.}
  posthog: {description: Product analytics., consent: true, purposes: [analytics], retention_days: 365}
approvals:
  product-owner: {users: [olga], when: "destination:posthog"}
  privacy-officer: {users: [pia, paul], when: [data-collection, "risk:high"]}
"""

STOPPED = """\
description: A running timer is stopped.
purpose: analytics
destinations: [log, posthog]
properties:
  duration: {description: Length of the entry., type: integer, minimum: 0, data: none}
"""


def loaded(folder: Path, files: dict[str, str]) -> Loaded:
    """A catalog with these files; catalog.yaml is there unless they bring their own."""
    for path, text in {"catalog.yaml": SETTINGS, **files}.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    found = load(folder)
    assert found.findings == ()
    return found


def side(one: Loaded) -> Side:
    """One side of a comparison."""
    return Side(snapshot=one.snapshot, definitions=one.definitions)


def compared(folder: Path, before: dict[str, str], after: dict[str, str]) -> Comparison:
    """Two catalogs side by side; both are written below the folder, under names that are free."""
    place = folder / f"pair-{len(list(folder.iterdir()))}"
    return Comparison(old=side(loaded(place / "before", before)), new=side(loaded(place / "after", after)))
