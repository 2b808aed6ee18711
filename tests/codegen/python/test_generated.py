"""Generated packages as their users have them: checked, imported, called."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from catalog.cli.boundary import run

ROOT = Path(__file__).parents[3]
CALLS = ROOT / "tests/cases/codegen/calls"
CATALOGS = {"timetracker": ROOT / "events", "adversarial": ROOT / "tests/cases/codegen/adversarial"}


@pytest.fixture(scope="session")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a generated package for each catalog."""
    folder = tmp_path_factory.mktemp("generated")
    for name, catalog in CATALOGS.items():
        assert run(["gen", "python", "--catalog", str(catalog), "--out", str(folder / name), "--drafts"]) == 0
    for source in CALLS.glob("*.py"):
        (folder / source.name).write_bytes(source.read_bytes())
    return folder


def python(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run this interpreter in a folder, without this checkout on its path."""
    return subprocess.run(
        [sys.executable, *arguments], cwd=folder, capture_output=True, text=True, check=False, timeout=300
    )


def expected_errors(source: Path) -> set[int]:
    """The lines that a call which must not compile stands on, marked with `# wrong: why`."""
    lines = source.read_text(encoding="utf-8").splitlines()
    return {number for number, line in enumerate(lines, start=1) if "# wrong:" in line}


@pytest.mark.parametrize("name", CATALOGS)
def test_mypy_finds_nothing_in_a_generated_package(name: str, place: Path) -> None:
    ended = python(
        place, "-m", "mypy", "--strict", "--python-version", "3.10", "--cache-dir", f".mypy-{name}", name
    )
    assert ended.stdout.startswith("Success"), ended.stdout


def test_pyright_finds_nothing_in_generated_packages(place: Path) -> None:
    settings = (
        '{"typeCheckingMode": "strict", "include": ["timetracker", "adversarial"], "pythonVersion": "3.9"}'
    )
    (place / "pyrightconfig.json").write_text(settings, encoding="utf-8")
    ended = python(place, "-m", "basedpyright")
    assert ended.stdout.rstrip().endswith("0 errors, 0 warnings, 0 notes"), ended.stdout


@pytest.mark.parametrize("source", sorted(CALLS.glob("*.py")), ids=lambda path: path.name)
@pytest.mark.parametrize("checker", ["mypy", "basedpyright"])
def test_wrong_calls_do_not_compile_and_right_ones_do(checker: str, source: Path, place: Path) -> None:
    options = ["--strict", "--cache-dir", ".mypy-calls"] if checker == "mypy" else []
    if checker == "basedpyright":
        settings = f'{{"typeCheckingMode": "standard", "include": ["{source.name}"]}}'
        (place / "calls.json").write_text(settings, encoding="utf-8")
        options = ["--project", "calls.json", "--outputjson"]
    ended = python(place, "-m", checker, *options, *([source.name] if checker == "mypy" else []))
    if checker == "mypy":
        found = {
            int(line) for line in re.findall(rf"^{source.name}:([0-9]+): error:", ended.stdout, re.MULTILINE)
        }
    else:
        found = {
            int(line) + 1
            for line in re.findall(
                r'"severity": "error".*?"start": \{\s*"line": ([0-9]+)', ended.stdout, re.DOTALL
            )
        }
    assert expected_errors(source), "a file of wrong calls has some"
    assert found == expected_errors(source), ended.stdout


def test_a_package_is_imported_without_its_resources(place: Path) -> None:
    program = (
        "import sys, timetracker\n"
        "loaded = [name for name in sys.modules if name.startswith('timetracker.')]\n"
        "assert not [name for name in loaded if '._types' in name], loaded\n"
        "from timetracker._runtime.data import load\n"
        "assert load.cache_info().currsize == 1\n"
        "assert not any(name.split('.')[0] in ('catalog', 'pydantic', 'posthog') for name in sys.modules)\n"
        "timetracker.tracker.timer\n"
        "assert load.cache_info().currsize == 2\n"
        "timetracker.tracker.timer.stopped\n"
        "assert load.cache_info().currsize == 2\n"
        "print('fine')\n"
    )
    # -S: neither our packages nor anybody's are there to be imported
    ended = python(place, "-S", "-c", program)
    assert (ended.stdout, ended.stderr) == ("fine\n", "")


def test_every_module_of_a_package_can_be_imported(place: Path) -> None:
    program = (
        "import importlib, pkgutil\n"
        "for name in ('timetracker', 'adversarial'):\n"
        "    package = importlib.import_module(name)\n"
        "    for found in pkgutil.walk_packages(package.__path__, f'{name}.'):\n"
        "        if not found.name.endswith('pytest_plugin'):\n"
        "            importlib.import_module(found.name)\n"
        "print('fine')\n"
    )
    ended = python(place, "-S", "-W", "error", "-c", program)
    assert (ended.stdout, ended.stderr) == ("fine\n", "")


@pytest.fixture
def adversarial(place: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[object]:
    """The tracker of the adversarial catalog, imported."""
    monkeypatch.syspath_prepend(str(place))
    import adversarial  # type: ignore[import-not-found]  # made by the fixture

    yield adversarial
    adversarial.tracker.shutdown()


def test_text_that_breaks_out_stays_text(adversarial: object, place: Path) -> None:
    from adversarial.events import words  # type: ignore[import-not-found]  # made by the fixture

    stub = ast.parse(next((place / "adversarial/_types").glob("events_*.pyi")).read_text(encoding="utf-8"))
    classes = {one.name: one for one in ast.walk(stub) if isinstance(one, ast.ClassDef)}
    breaking_out = words.BreakingOut
    text = ast.get_docstring(classes["BreakingOut"]) or ""
    assert '*/ // """' in text
    assert "`${process.exit(1)}` {self} %s" in text
    assert "\\u202e" in text
    assert "\u202e" not in text
    assert breaking_out.Text.X_S == "%s"
    listed = {value for name, value in vars(breaking_out.Text).items() if name[0] != "_"}
    assert {"\u2028", "a\nb", "\\", '"""'} <= listed


def test_names_are_sent_as_the_catalog_has_them(adversarial: object) -> None:
    from adversarial import configure, tracker
    from adversarial.destinations import Memory  # type: ignore[import-not-found]  # made by the fixture

    kept = Memory()
    configure(destinations={"posthog": kept}, consent=lambda: ["analytics"], mode="strict")
    tracker.class_.import_(self_=1, None_=True, x__proto__=False, x2fa=True, with_space=False, größe=True)
    [delivery] = kept.deliveries
    assert delivery.properties == {
        "self": 1,
        "None": True,
        "__proto__": False,
        "2fa": True,
        "with space": False,
        "größe": True,
    }


def test_unset_null_and_a_value_are_three_things(adversarial: object) -> None:
    from datetime import UTC, datetime

    from adversarial import UNSET, tracker
    from adversarial.testing import recording  # type: ignore[import-not-found]  # made by the fixture

    known = {
        "a_string": "x",
        "a_choice": "red",
        "an_integer": 1,
        "a_number": 0.5,
        "a_boolean": True,
        "a_timestamp": datetime(2026, 3, 1, 9, 30, tzinfo=UTC),
        "nullable_required": None,
    }
    with recording() as seen:
        tracker.type.every(**known)
        tracker.type.every(**known, nullable_optional=None)
        tracker.type.every(**known, nullable_optional=UNSET, a_step=20)
    first, second, third = (dict(one.properties) for one in seen.tracked("type.every"))
    assert "nullable_optional" not in first
    assert first["nullable_required"] is None
    assert first["a_constant"] == "fixed"
    assert first["a_timestamp"] == "2026-03-01T09:30:00.000Z"
    assert second["nullable_optional"] is None
    assert "nullable_optional" not in third
    assert third["a_step"] == 20


def test_the_same_catalog_gives_the_same_bytes_and_check_sees_what_drifted(
    place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "adversarial"
    command = ["gen", "python", "--catalog", str(CATALOGS["adversarial"]), "--out", str(out), "--drafts"]
    assert run(command) == 0
    files = {path.relative_to(out): path.read_bytes() for path in out.rglob("*") if path.is_file()}
    other = place / "adversarial"
    assert files == {
        path.relative_to(other): path.read_bytes()
        for path in other.rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }
    assert run([*command, "--check"]) == 0
    (out / "tracker.py").write_text("mine\n", encoding="utf-8")
    (out / "types.py").unlink()
    capsys.readouterr()
    assert run([*command, "--check"]) == 1
    told = capsys.readouterr().err
    assert "is not up to date (1 file new, 1 file changed); run 'rollcall gen'" in told
    assert (out / "tracker.py").read_text(encoding="utf-8") == "mine\n"
    assert run(command) == 0
    assert run([*command, "--check"]) == 0


def test_every_path_below_a_package_can_be_built_into_a_wheel(tmp_path: Path) -> None:
    out = tmp_path / "package"
    assert (
        run(
            [
                "gen",
                "python",
                "--catalog",
                str(CATALOGS["adversarial"]),
                "--out",
                str(out),
                "--package",
                "acme-tracking",
            ]
        )
        == 0
    )
    ended = python(out, "-m", "hatchling", "build", "-t", "wheel")
    assert ended.returncode == 0, ended.stderr
    [wheel] = (out / "dist").glob("acme_tracking-*.whl")
    ended = python(
        tmp_path,
        "-S",
        "-c",
        f"import sys; sys.path.insert(0, {str(wheel)!r}); import acme_tracking; print(acme_tracking.tracker)",
    )
    assert ended.stdout == "Tracker('adversarial')\n", ended.stderr


def test_a_former_name_sends_the_event_and_warns(adversarial: object) -> None:
    from adversarial import Keyring, configure, tracker
    from adversarial.destinations import Memory
    from adversarial.events import words

    kept = Memory()
    configure(destinations={"log": kept}, mode="strict", keys=Keyring("k", {"k": b"k" * 32}))
    said = "words.broke_out is a former name; use tracker.words.breaking_out"
    with pytest.warns(DeprecationWarning, match=said):
        tracker.words.broke_out(content="*/")
    with pytest.warns(DeprecationWarning, match=said):
        tracker.track(words.BrokeOut(content='"""'))
    with pytest.warns(DeprecationWarning, match="text.broken is a former name"):
        tracker.text.broken(text="%s")
    assert [(one.event, one.properties["text"]) for one in kept.deliveries] == [
        ("words.breaking_out", "*/"),
        ("words.breaking_out", '"""'),
        ("words.breaking_out", "%s"),
    ]
    assert not hasattr(tracker.words, "words_broken")


def test_what_the_catalog_lacks_is_said_in_a_sentence(adversarial: object) -> None:
    from adversarial import tracker
    from adversarial.events import words

    assert callable(tracker.words.drafted)  # asked for once, it is kept
    assert sorted(name for name in dir(tracker.words) if name == "drafted") == ["drafted"]
    for of, name, what in (
        (tracker.words, "draftd", "event 'words.draftd'"),
        (tracker, "wrds", "resource 'wrds'"),
        (words, "Draftd", "event 'words.Draftd'"),
    ):
        with pytest.raises(AttributeError, match=f"^the catalog has no {what}$"):
            getattr(of, name)
