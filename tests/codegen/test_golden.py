"""What is written for the adversarial catalog, kept as it was read by people: review a difference like code.

`python -m tests.codegen.test_golden` writes it anew.
"""

import shutil
from pathlib import Path

import pytest

from catalog.codegen.plan.tracker import plan
from catalog.codegen.shape import PLAIN
from catalog.codegen.targets import TARGETS
from catalog.loading import load

TESTS = Path(__file__).parents[1]
GOLDEN = TESTS / "golden" / "trackers"


def written(language: str) -> dict[str, str]:
    """The files of a tracker, but for those that are the same for every catalog."""
    snapshot = load(TESTS / "cases/codegen/adversarial").snapshot
    files = TARGETS[language](plan(snapshot, generator="rollcall golden", drafts=True), PLAIN)
    return {name: text.decode() for name, text in files.items() if "runtime/" not in name}


@pytest.mark.parametrize("language", TARGETS)
def test_what_is_written_is_what_was_reviewed(language: str) -> None:
    folder = GOLDEN / language
    kept = {
        path.relative_to(folder).as_posix(): path.read_bytes().decode()
        for path in folder.rglob("*")
        if path.is_file()
    }
    assert written(language) == kept


def rewrite() -> None:
    """Write all of it anew."""
    for language in TARGETS:
        shutil.rmtree(GOLDEN / language, ignore_errors=True)
        for name, text in written(language).items():
            target = GOLDEN / language / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(text.encode())


if __name__ == "__main__":
    rewrite()
