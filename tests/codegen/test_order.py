"""One catalog gives the same bytes, wherever it was read from and however its files order its names."""

import shutil
from pathlib import Path

import pytest

from catalog.baseline.release_file import encode_release
from catalog.cli.boundary import run
from catalog.codegen.plan.tracker import plan
from catalog.codegen.shape import PLAIN
from catalog.codegen.targets import TARGETS
from catalog.loading import load
from tests.baseline.releases import released
from tests.baseline.repository import Checkout

ROOT = Path(__file__).parents[2]
CATALOGS = ["events", "tests/cases/codegen/adversarial"]

PURPOSES = ["  one: {description: One.}\n", "  two: {description: Two.}\n"]
DESTINATIONS = [
    "  log: {description: The log., contexts: [around], consent: true}\n",
    "  shop: {description: The shop.}\n",
]
MEMBERS = ["b: {type: integer, data: none}", "a: {type: integer, data: none}"]


def written(folder: Path, *, backwards: bool) -> Path:
    """One small catalog, its names in one order or in the other."""

    def ordered(names: list[str], between: str = "") -> str:
        return between.join(reversed(names) if backwards else names)

    held = f"{{type: object, properties: {{{ordered(MEMBERS, ', ')}}}}}"
    properties = ordered(
        [
            "  zeta: {type: integer, data: none}\n",
            "  alpha: {type: string, enum: [b, a], data: none}\n",
            f"  order: {held}\n",
            f"  lines: {{type: array, items: {held}}}\n",
            f"  table: {{type: map, keys: {{data: none}}, values: {held}}}\n",
        ]
    )
    files = {
        "catalog.yaml": "format: 1\nproduct: p\n"
        f"purposes:\n{ordered(PURPOSES)}destinations:\n{ordered(DESTINATIONS)}",
        "_context/around.yaml": f"properties:\n{properties}",
        "_entities/person.yaml": f"properties:\n{properties}",
        "_entities/company.yaml": f"properties:\n{properties}",
        "thing/done.yaml": f"description: It.\ndestinations: [shop, log]\nproperties:\n{properties}",
    }
    for name, text in files.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("language", TARGETS)
def test_the_order_of_names_in_files_changes_nothing(language: str, tmp_path: Path) -> None:
    there = written(tmp_path / "there", backwards=False)
    back = written(tmp_path / "back", backwards=True)
    one, other = load(there), load(back)
    assert not one.findings
    assert one.snapshot.digest == other.snapshot.digest
    assert list(one.snapshot.settings.destinations) != list(other.snapshot.settings.destinations)
    render = TARGETS[language]
    assert render(plan(one.snapshot, generator="g"), PLAIN) == render(
        plan(other.snapshot, generator="g"), PLAIN
    )


@pytest.mark.parametrize("language", TARGETS)
@pytest.mark.parametrize("catalog", CATALOGS)
def test_a_folder_its_release_and_its_commit_give_the_same_bytes(
    catalog: str, language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    checkout = Checkout(tmp_path / "work").init()
    events = checkout.folder / "events"
    shutil.copytree(ROOT / catalog, events, ignore=shutil.ignore_patterns("release.json"))
    (events / "release.json").write_bytes(encode_release(released(load(events).definitions)))
    checkout.commit()
    monkeypatch.chdir(checkout.folder)
    found = []
    for number, reference in enumerate(["events", "events/release.json", "git:HEAD:events"]):
        out = tmp_path / f"out{number}" / "tracking"
        assert run(["gen", language, "--catalog", reference, "--out", str(out)]) == 0
        found.append({path.relative_to(out): path.read_bytes() for path in out.rglob("*") if path.is_file()})
    first, *others = found
    assert others == [first, first]
