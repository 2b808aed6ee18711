"""`python -m catalog.docgen FOLDER`: write the reference pages into a folder."""

import sys
from pathlib import Path

from catalog.docgen.reference import write_pages


def main(arguments: list[str]) -> int:
    """Write the pages and name those that changed; 2 when the folder is missing from the command."""
    if len(arguments) != 1:
        sys.stderr.write("usage: python -m catalog.docgen FOLDER\n")
        return 2
    folder = Path(arguments[0])
    for path in write_pages(folder):
        sys.stdout.write(f"written: {folder / path}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
