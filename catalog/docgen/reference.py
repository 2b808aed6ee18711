"""The reference pages that findings and problems carry the addresses of, from the tables in the code."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from catalog.docgen.categories import categories_page
from catalog.docgen.detectors import detectors_page
from catalog.docgen.problems import problems_page
from catalog.docgen.rules import rule_pages

MARK: Final = (
    "<!-- From the tables in the code by `make reference`; what is written here by hand is lost. -->\n\n"
)


def reference_pages() -> Mapping[str, str]:
    """Path below the reference's folder, with `/` → Markdown."""
    rules = {f"rules/{name}": text for name, text in rule_pages().items()}
    pages = {
        "categories.md": categories_page(),
        "detectors.md": detectors_page(),
        "problems.md": problems_page(),
        **rules,
    }
    return {path: MARK + text for path, text in pages.items()}


def write_pages(folder: Path) -> tuple[str, ...]:
    """Write the pages into a folder and return the paths of those that changed; raises OSError."""
    changed = []
    for path, text in reference_pages().items():
        target = folder / path
        if target.exists() and target.read_bytes() == text.encode():
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text.encode())
        changed.append(path)
    return tuple(changed)
