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
    command = [
        "gen",
        "typescript",
        "--catalog",
        str(folder / "events"),
        "--out",
        str(folder / "web/tracking"),
    ]
    assert run(command) == 0
    for block in blocks_of(GUIDE.read_text(encoding="utf-8")):
        if block.language == "typescript":
            (folder / block.title).write_text(block.body, encoding="utf-8")
    return folder


@pytest.mark.parametrize("compiler", COMPILERS)
def test_the_snippets_compile_and_the_wrong_calls_do_not(compiler: str, shop: Path, node: str) -> None:
    options = {"lib": ["ES2020", "DOM"]}
    assert compiled(node, shop, ["web/checkout.ts"], compiler, **options) == ""
    told = compiled(node, shop, ["web/wrong.ts"], compiler, **options)
    wrong = (shop / "web/wrong.ts").read_text(encoding="utf-8").splitlines()
    calls = {number for number, line in enumerate(wrong, start=1) if line.startswith("tracker.")}
    assert calls
    assert {int(line) for line in re.findall(r"^web/wrong\.ts\(([0-9]+),", told, re.MULTILINE)} == calls


def test_the_snippets_print_what_the_guide_says(shop: Path, node: str) -> None:
    bundler = TESTS / "node_modules/.bin/esbuild"
    subprocess.run(
        [
            bundler,
            "web/checkout.ts",
            "--bundle",
            "--format=esm",
            "--outfile=checkout.mjs",
            "--log-level=error",
        ],
        cwd=shop,
        check=True,
        timeout=60,
    )
    ran = subprocess.run(
        [node, "checkout.mjs"], cwd=shop, capture_output=True, text=True, check=True, timeout=60
    )
    [said] = [one.body for one in blocks_of(GUIDE.read_text(encoding="utf-8")) if one.language == "text"]
    assert ran.stdout == said
