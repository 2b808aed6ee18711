"""A catalog that does not lie on disk loads as it would from a folder."""

from pathlib import Path

import pytest

from catalog.loading import load
from catalog.loading.document import Defect
from catalog.loading.folder import LEADS_BACK
from catalog.loading.listing import Listing
from catalog.loading.load import Loaded, load_tree
from tests.loading.cases import Case
from tests.loading.test_load import CASES, write


def listing_of(folder: Path) -> Listing:
    files: dict[str, bytes | Defect] = {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }
    return Listing(str(folder), files)


def same(one: Loaded, other: Loaded) -> bool:
    return (
        one.definitions == other.definitions
        and one.findings == other.findings
        and one.broken == other.broken
        and one.salvaged == other.salvaged
        and one.snapshot.digest == other.snapshot.digest
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_every_case_of_loading_is_the_same_from_a_listing(case: Case, tmp_path: Path) -> None:
    folder = write(tmp_path / "events", dict(case.files))
    assert same(load(folder), load_tree(listing_of(folder)))


def test_stray_files_at_any_depth_are_found(tmp_path: Path) -> None:
    folder = write(
        tmp_path / "events",
        {
            "stray.yaml": "a: 1\n",
            "timer/.hidden.yaml": "a: 1\n",
            "timer/old/stopped.yaml": "a: 1\n",
            "timer/old/older/stopped.yml": "a: 1\n",
            "timer/notes.txt": "a",
            "_groups/x.yml": "a: 1\n",
            "timer/done.YAML": "a: 1\n",
            "timer/done.Yml": "a: 1\n",
        },
    )
    found = load_tree(listing_of(folder))
    assert {finding.path for finding in found.findings} == {
        "stray.yaml",
        "timer/old/stopped.yaml",
        "timer/old/older/stopped.yml",
        "_groups/x.yml",
        "timer/done.YAML",
        "timer/done.Yml",
    }
    assert same(load(folder), found)


def test_what_cannot_be_read_is_a_finding_at_its_path() -> None:
    gone = Defect(rule="format/unreadable-file", message="gone")
    found = load_tree(
        Listing(
            "x",
            {
                "catalog.yaml": b"format: 1\nproduct: x\n",
                "module": gone,
                "timer/stopped.yaml": gone,
                "timer/back": LEADS_BACK,
            },
        )
    )
    assert [(finding.path, finding.message) for finding in found.findings] == [
        ("module", "gone"),
        ("timer/back", LEADS_BACK.message),
        ("timer/stopped.yaml", "gone"),
    ]
    assert found.broken == {"timer.stopped"}


@pytest.mark.parametrize("path", ["/".join("a" * 3_000) + ".yaml", "", "/", "../up/x.yaml", "a//b.yaml"])
def test_odd_paths_do_no_harm(path: str) -> None:
    found = load_tree(Listing("x", {"catalog.yaml": b"format: 1\nproduct: x\n", path: b"a: 1\n"}))
    assert not found.definitions.events
    assert found.definitions.settings.product == "x"


def test_positions_are_found_in_what_was_listed() -> None:
    content = b"# first\nformat: 1\nproduct: x\n"
    found = load_tree(Listing("x", {"catalog.yaml": content}))
    place = found.sources.place("catalog.yaml", ("product",))
    assert (place.line, place.column) == (3, 1)
