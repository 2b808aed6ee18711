"""What is installed: the library, its types and the embedded catalog, and nothing of the tests."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from catalog.loading.embedded import embedded_catalog

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel of this checkout."""
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    [built] = folder.glob("rollcall_catalog-*.whl")
    return built


def test_the_wheel_holds_the_library_its_types_and_the_catalog(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {"catalog/__init__.py", "catalog/py.typed"} <= names
    shipped = {path.relative_to(ROOT / "events").as_posix() for path in (ROOT / "events").rglob("*.yaml")}
    assert "catalog.yaml" in shipped
    assert {f"catalog/_embedded/events/{name}" for name in shipped} <= names


def test_the_wheel_holds_no_tests_and_nothing_at_the_top_but_the_package(wheel: Path) -> None:
    tops = {name.partition("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"catalog"}


def test_an_installed_package_finds_its_catalog(wheel: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(wheel).extractall(tmp_path)
    found = subprocess.run(
        [sys.executable, "-c", "from catalog.loading.embedded import embedded_catalog as e; print(e())"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path)},
        check=True,
        capture_output=True,
        text=True,
    ).stdout.strip()
    assert Path(found) == tmp_path / "catalog" / "_embedded" / "events"
    assert (Path(found) / "catalog.yaml").is_file()


def test_a_checkout_finds_its_catalog() -> None:
    assert embedded_catalog() == ROOT / "events"
