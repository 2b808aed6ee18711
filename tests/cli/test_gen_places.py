"""Where trackers are written, and where not: each refusal is one sentence, and nothing is touched."""

from pathlib import Path

import pytest

from tests.cli.command import Command

PYTHON = ("gen", "python", "--out")


def tree(folder: Path) -> dict[str, bytes | str]:
    """Every file below a folder, and where each link leads."""
    return {
        path.relative_to(folder).as_posix(): str(path.readlink()) if path.is_symlink() else path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_symlink() or path.is_file()
    }


def refused(rollcall: Command, *arguments: str) -> str:
    """What a command that ends with 2 says; nothing is written."""
    before = tree(rollcall.folder)
    ended = rollcall(*arguments)
    assert ended.code == 2
    assert tree(rollcall.folder) == before
    [line] = ended.err.splitlines()
    return line


@pytest.mark.parametrize("out", [".", "src", "src/../src"])
def test_a_folder_with_files_of_others_is_none_for_a_tracker(
    out: str, rollcall: Command, starter: Path
) -> None:
    source = rollcall.folder / "src" / "shop"
    source.mkdir(parents=True)
    (source / "__init__.py").write_text("mine\n")
    name = "events" if out == "." else "shop"
    shown = "tracking" if out == "." else "src/tracking"
    said = refused(rollcall, *PYTHON, out)
    assert f"holds {name}" in said
    assert said.endswith(
        "and a tracker needs a folder of its own, since its modules would stand in the way of others; "
        f"choose {shown}, for example"
    )


def test_an_empty_folder_will_do_and_one_with_files_of_tools(rollcall: Command, starter: Path) -> None:
    out = rollcall.folder / "tracking"
    (out / "__pycache__").mkdir(parents=True)
    (out / ".gitkeep").touch()
    assert rollcall(*PYTHON, "tracking").code == 0
    (out / "mine.py").write_text("mine\n")
    assert rollcall(*PYTHON, "tracking").code == 0
    assert (out / "mine.py").read_text() == "mine\n"


@pytest.mark.parametrize("out", ["events", "events/tracking", "events/../events/a/b"])
def test_the_catalogs_folder_is_no_place(out: str, rollcall: Command, starter: Path) -> None:
    assert "is inside the catalog, whose files are definitions" in refused(rollcall, *PYTHON, out)
    stated = ("--catalog", str(starter))
    assert "is inside the catalog" in refused(rollcall, *PYTHON, out, *stated)


def test_a_tracker_does_not_take_the_place_of_another_one(rollcall: Command, starter: Path) -> None:
    assert rollcall(*PYTHON, "tracking").code == 0
    said = refused(rollcall, "gen", "typescript", "--out", "tracking")
    assert said == (
        "rollcall: tracking: holds what was generated as 'python', and 'typescript' would take its place; "
        "choose another folder, or delete this one"
    )
    assert rollcall("gen", "typescript", "--out", "web").code == 0
    said = refused(rollcall, "gen", "typescript", "--types-only", "--out", "web")
    assert "holds what was generated as 'typescript', and 'typescript types' would take its place" in said
    assert "'python package' would take" in refused(rollcall, *PYTHON, "tracking", "--package", "acme")


def test_types_alone_may_lie_beside_others(rollcall: Command, starter: Path) -> None:
    (rollcall.folder / "types").mkdir()
    (rollcall.folder / "types" / "mine.d.ts").write_text("export {};\n")
    assert rollcall("gen", "typescript", "--types-only", "--out", "types").code == 0
    assert {*tree(rollcall.folder / "types")} == {"mine.d.ts", "calls.d.ts", ".rollcall-files.json"}


TWICE = '[gen.python]\nout = "a/tracking"\n[gen.typescript]\nout = "./a/../a/tracking"\n'
NESTED = '[[gen.python]]\nout = "shop"\n[[gen.python]]\nout = "shop/resources"\n'


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (TWICE, "a/tracking: is the 'out' of two trackers, and the second would take the place of the first"),
        (NESTED, "shop and shop/resources: one tracker would lie inside the other"),
    ],
)
def test_two_trackers_have_two_folders(settings: str, said: str, rollcall: Command, starter: Path) -> None:
    (rollcall.folder / "rollcall.toml").write_text(settings)
    assert said in refused(rollcall, "gen")


@pytest.mark.parametrize("link", ["tracking", "tracking/_types", "tracking/types.py", "tracking/_data"])
def test_a_link_is_not_followed(link: str, rollcall: Command, starter: Path) -> None:
    if link != "tracking":
        assert rollcall(*PYTHON, "tracking").code == 0
    path, elsewhere = rollcall.folder / link, rollcall.folder / "elsewhere"
    if path.exists():
        path.rename(elsewhere)
    else:
        elsewhere.mkdir()
    path.symlink_to(elsewhere)
    before = tree(elsewhere) if elsewhere.is_dir() else elsewhere.read_bytes()
    said = refused(rollcall, *PYTHON, "tracking")
    assert said.startswith(f"rollcall: {link}: is a symbolic link")
    assert (tree(elsewhere) if elsewhere.is_dir() else elsewhere.read_bytes()) == before


def test_a_link_above_the_folder_does_not_lead_out(rollcall: Command, starter: Path) -> None:
    (rollcall.folder.parent / "elsewhere").mkdir()
    (rollcall.folder / "shop").symlink_to(rollcall.folder.parent / "elsewhere")
    assert "a symbolic link leads out of the project" in refused(rollcall, *PYTHON, "shop/tracking")
    assert not [*(rollcall.folder.parent / "elsewhere").iterdir()]


def test_a_file_is_no_folder(rollcall: Command, starter: Path) -> None:
    (rollcall.folder / "tracking").write_text("mine\n")
    (rollcall.folder / "rollcall.toml").write_text('[gen.python]\nout = "tracking"\n')
    assert "is a file, and a tracker is a folder; choose another name" in refused(rollcall, "gen")
