"""The documentation builds without a warning, and its pages fetch nothing from anywhere else."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FETCHED = re.compile(
    r"<(?:script|img|iframe|source|link)\b(?![^>]*rel=\"?canonical)[^>]*?(?:src|href)=\"?((?:https?:)?//[^\"\s>]+)",
    re.IGNORECASE,
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built documentation, without a warning (`--quiet` would hide warnings from `--strict` too)."""
    folder = tmp_path_factory.mktemp("site")
    built = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)],
        cwd=ROOT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stdout + built.stderr
    return folder


def test_a_page_fetches_nothing_from_elsewhere(site: Path) -> None:
    pages = sorted(site.rglob("*.html"))
    assert len(pages) > 5
    fetched = {
        f"{page.relative_to(site)}: {url}"
        for page in pages
        for url in FETCHED.findall(page.read_text("utf-8"))
    }
    assert not fetched


def test_something_fetched_is_noticed() -> None:
    assert FETCHED.findall('<script src="https://cdn.example/x.js">') == ["https://cdn.example/x.js"]
    assert FETCHED.findall("<link rel=stylesheet href=//fonts.example/a>") == ["//fonts.example/a"]
    assert not FETCHED.findall('<a href="https://example.com/">')
