"""The snippets of the guide in TypeScript: compiled, refused where they are wrong, and run."""

import re
import subprocess
from pathlib import Path

import pytest

from catalog.cli.boundary import run
from tests.codegen.typescript.engine import COMPILERS, TESTS, compiled
from tests.docs.pages import ROOT, blocks_of

GUIDE = ROOT / "docs/guide/trackers.md"


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The guide's files, with the tracker that it generates."""
    folder = tmp_path_factory.mktemp("shop")
    assert run(["init", str(folder / "events")]) == 0
    for block in blocks_of(GUIDE.read_text(encoding="utf-8")):
        if block.language in ("typescript", "yaml"):
            (folder / block.title).parent.mkdir(parents=True, exist_ok=True)
            (folder / block.title).write_text(block.body, encoding="utf-8")
    command = [
        "gen",
        "typescript",
        "--catalog",
        str(folder / "events"),
        "--out",
        str(folder / "web/tracking"),
    ]
    assert run(command) == 0
    return folder


def snippets() -> list[str]:
    """The files in TypeScript, but for the one that is wrong on purpose."""
    blocks = blocks_of(GUIDE.read_text(encoding="utf-8"))
    return [one.title for one in blocks if one.language == "typescript" and one.title != "web/wrong.ts"]


def printing() -> list[tuple[str, str]]:
    """The files of which the guide says what they print, with that."""
    found, title = list[tuple[str, str]](), ""
    for block in blocks_of(GUIDE.read_text(encoding="utf-8")):
        title = block.title if block.language == "typescript" else title
        if block.language == "text":
            found.append((title, block.body))
    return found


@pytest.mark.parametrize("compiler", COMPILERS)
def test_the_snippets_compile_and_the_wrong_calls_do_not(compiler: str, shop: Path, node: str) -> None:
    options = {"lib": ["ES2022", "DOM"], "types": ["node"], "target": "ES2022", "module": "ES2022"}
    assert len(snippets()) > 3
    assert compiled(node, shop, snippets(), compiler, **options) == ""
    told = compiled(node, shop, ["web/wrong.ts"], compiler, **options)
    wrong = (shop / "web/wrong.ts").read_text(encoding="utf-8").splitlines()
    calls = {number for number, line in enumerate(wrong, start=1) if line.startswith("tracker.")}
    assert calls
    assert {int(line) for line in re.findall(r"^web/wrong\.ts\(([0-9]+),", told, re.MULTILINE)} == calls


def ran(shop: Path, source: str, *command: str) -> str:
    """What a file prints when it is bundled and run by a command."""
    bundler = str(TESTS / "node_modules/.bin/esbuild")
    bundled = [bundler, source, "--bundle", "--format=esm", "--platform=node", "--outfile=bundle.mjs"]
    subprocess.run([*bundled, "--log-level=error"], cwd=shop, check=True, timeout=60)
    ended = subprocess.run(
        [*command, "bundle.mjs"], cwd=shop, capture_output=True, text=True, check=False, timeout=60
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


@pytest.mark.parametrize(("source", "said"), printing(), ids=lambda value: value.partition("\n")[0])
def test_a_snippet_prints_what_the_guide_says(source: str, said: str, shop: Path, node: str) -> None:
    assert ran(shop, source, node) == said


def test_the_test_of_the_guide_passes(shop: Path, node: str) -> None:
    assert "# pass 1" in ran(shop, "web/checkout.test.ts", node, "--test", "--test-reporter=tap")
