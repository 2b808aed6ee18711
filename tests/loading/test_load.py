"""Loading a folder: every finding in one pass, whatever lies there."""

import os
import re
import resource
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.errors import NotACatalog
from catalog.loading import FORMAT_RULES, load
from catalog.loading.document import MAX_BYTES, read_document
from catalog.model.names import EventName
from tests.loading.cases import SETTINGS, Case, cases, shown

CASES = list(cases())


def write(folder: Path, files: dict[str, str | bytes]) -> Path:
    for path, content in ({"catalog.yaml": SETTINGS} | files).items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    return folder


def rules(folder: Path) -> list[str]:
    return [finding.rule for finding in load(folder).findings]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_findings_of_a_folder(case: Case, tmp_path: Path) -> None:
    loaded = load(write(tmp_path, dict(case.files)))
    assert tuple(map(shown, loaded.findings)) == case.expected


def test_the_cases_show_most_rules_of_the_format() -> None:
    met = {
        found[0] for case in CASES for found in [re.findall(r" (format/\S+)", line) for line in case.expected]
    }
    elsewhere = {"format/unreadable-file", "format/not-utf-8", "format/too-large", "format/no-settings"}
    assert met == {rule.id for rule in FORMAT_RULES} - elsewhere


STOPPED = "timer/stopped.yaml"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"\xff\xfea\x00", f"{STOPPED}:1:1 format/not-utf-8"),
        ("a: 1".encode("utf-16-be"), f"{STOPPED}:1:1 format/not-utf-8"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", f"{STOPPED}:1:1 format/not-utf-8"),
        (b"description: A\ntrigger: caf\xe9\n", f"{STOPPED}:2:13 format/not-utf-8"),
        ("trigger: é😀\x07\n".encode(), f"{STOPPED}:1:12 format/not-yaml"),
        (b"", f"{STOPPED}:1:1 format/empty-file"),
        (b"\xef\xbb\xbf", f"{STOPPED}:1:1 format/empty-file"),
        (b"x" * (MAX_BYTES + 1), f"{STOPPED}:1:1 format/too-large"),
        (b"[" * 50_000, f"{STOPPED}:1:65 format/too-deep"),
        (b"{a: " * 50_000, f"{STOPPED}:1:257 format/too-deep"),
        (b"- " * 50_000, f"{STOPPED}:1:129 format/too-deep"),
        (b"? " * 50_000, f"{STOPPED}:1:129 format/too-deep"),
        (b"".join(b" " * depth + b"a:\n" for depth in range(1_000)), f"{STOPPED}:65:65 format/too-deep"),
        (b"".join(b" " * depth + b"a:\r" for depth in range(1_000)), f"{STOPPED}:66:66 format/too-deep"),
        (
            b"".join(b" " * 22 * row + b"- " * 11 + b"\r" for row in range(300)),
            f"{STOPPED}:6:129 format/too-deep",
        ),
        (
            b"a: &a " + b"x" * 400_000 + b"\nb: [" + b"*a, " * 40_000 + b"]\n",
            f"{STOPPED}:1:4 format/too-large",
        ),
        (b"default: 0x" + b"f" * 5_000, f"{STOPPED}:1:10 format/not-a-number"),
        (b"default: " + b"9" * 5_000, f"{STOPPED}:1:10 format/not-a-number"),
        (b'trigger: "\\ud800"\n', f"{STOPPED}:1:13 format/not-yaml"),
    ],
    ids=lambda value: None if isinstance(value, bytes) else value,
)
def test_what_is_no_definition_is_one_finding(content: bytes, expected: str, tmp_path: Path) -> None:
    loaded = load(write(tmp_path, {STOPPED: content}))
    assert shown(loaded.findings[0]).startswith(expected)
    assert loaded.broken == {"timer.stopped"}
    assert not loaded.snapshot.events


def test_a_byte_order_mark_is_read_over(tmp_path: Path) -> None:
    loaded = load(write(tmp_path, {STOPPED: b"\xef\xbb\xbfdescription: A\n"}))
    assert not loaded.findings
    assert loaded.snapshot.events[EventName("timer.stopped")].definition.description == "A"


def test_a_file_of_a_gigabyte_is_not_read(tmp_path: Path) -> None:
    folder = write(tmp_path, {})
    (folder / "timer").mkdir()
    with (folder / STOPPED).open("wb") as file:
        file.truncate(1 << 30)
    assert rules(folder) == ["format/too-large"]


def test_a_folder_without_settings_says_so_and_still_loads(tmp_path: Path) -> None:
    write(tmp_path, {STOPPED: "description: A\n"})
    (tmp_path / "catalog.yaml").unlink()
    loaded = load(tmp_path)
    assert [shown(finding) for finding in loaded.findings] == [
        "catalog.yaml:1:1 format/no-settings there is no catalog.yaml; write one, or run 'rollcall init'"
    ]
    assert list(loaded.snapshot.events) == ["timer.stopped"]


@pytest.mark.parametrize("name", ["missing", "catalog.yaml", "no\0name"])
def test_what_is_no_folder_is_no_catalog(name: str, tmp_path: Path) -> None:
    write(tmp_path, {})
    with pytest.raises(NotACatalog):
        load(tmp_path / name)


def test_a_loop_of_links_is_one_finding(tmp_path: Path) -> None:
    folder = write(tmp_path, {STOPPED: "description: A\n"})
    (folder / "timer" / "loop.yaml").symlink_to("loop.yaml")
    (folder / "self").symlink_to("self")
    (folder / "gone").symlink_to("nowhere")
    (folder / "timer" / "gone.yaml").symlink_to("nowhere.yaml")
    (folder / "timer" / "up").symlink_to("..")
    found = [(finding.path, finding.rule) for finding in load(folder).findings]
    assert ("timer/loop.yaml", "format/unreadable-file") in found
    assert ("timer/gone.yaml", "format/unreadable-file") in found
    assert {path for path, _ in found} <= {"timer/loop.yaml", "timer/gone.yaml", "timer/up", "self"}
    assert list(load(folder).snapshot.events) == ["timer.stopped"]


@pytest.mark.parametrize("target", [".", "..", "../events", "../other", "/"])
@pytest.mark.parametrize("place", ["back", "timer/back", "_groups/back"])
def test_a_link_back_to_the_catalog_is_one_finding_and_no_resource(
    place: str, target: str, tmp_path: Path
) -> None:
    folder = write(tmp_path / "events", {STOPPED: "description: A\n", "_groups/a.yaml": "description: A\n"})
    (tmp_path / "other").symlink_to("events")
    depth = place.count("/")
    (folder / place).symlink_to(target if target == "/" else "../" * depth + target)
    loaded = load(folder)
    said = "a link that leads back to the catalog's own folder, or to one around it; delete it"
    assert [shown(finding) for finding in loaded.findings] == [f"{place}:1:1 format/stray-file {said}"]
    assert list(loaded.snapshot.events) == ["timer.stopped"]


def test_a_linked_file_and_a_linked_folder_are_read(tmp_path: Path) -> None:
    shared = write(tmp_path / "shared", {"t/stopped.yaml": "description: A\n"})
    folder = write(tmp_path / "events", {})
    (folder / "timer").symlink_to(shared / "t")
    assert list(load(folder).snapshot.events) == ["timer.stopped"]


def test_a_folder_in_a_files_place_and_a_pipe_are_findings(tmp_path: Path) -> None:
    folder = write(tmp_path, {})
    (folder / STOPPED).mkdir(parents=True)
    os.mkfifo(folder / "timer" / "pipe.yaml")
    found = [shown(finding) for finding in load(folder).findings]
    assert found == [
        "timer/pipe.yaml:1:1 format/unreadable-file not a regular file, or a broken link",
        "timer/stopped.yaml:1:1 format/unreadable-file a folder stands where a file should be",
    ]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_a_finding(tmp_path: Path) -> None:
    folder = write(tmp_path, {STOPPED: "description: A\n"})
    (folder / STOPPED).chmod(0)
    assert rules(folder) == ["format/unreadable-file"]
    (folder / STOPPED).chmod(stat.S_IRUSR)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (b"t/a\nb.yaml", "t/a\\nb.yaml"),
        (b"t/\x1b[31m.yaml", "t/\\x1b[31m.yaml"),
        (b"_groups/a\xff.yaml", "_groups/a\\udcff.yaml"),
        (b"t\xff/a.yaml", "t\\udcff/a.yaml"),
        (b"a\xff.yaml", "a\\udcff.yaml"),
        (b"t/u/\xff.yaml", "t/u/\\udcff.yaml"),
    ],
)
def test_a_name_that_cannot_be_printed_is_shown_as_escapes(
    name: bytes, expected: str, tmp_path: Path
) -> None:
    folder = write(tmp_path, {})
    path = Path(os.fsdecode(os.fsencode(folder) + b"/" + name))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("description: A\n", encoding="utf-8")
    assert [(finding.path, finding.rule) for finding in load(folder).findings] == [
        (expected, "format/stray-file")
    ]


def test_a_thousand_errors_are_all_reported_in_order(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        f"timer/a{number:03}.yaml": "onwer: x\n" + "".join(f"k{key}: 1\n" for key in range(4))
        for number in range(200)
    }
    loaded = load(write(tmp_path, files))
    assert len(loaded.findings) == 1_000
    assert list(loaded.findings) == sorted(loaded.findings, key=lambda finding: finding.order)


@given(st.permutations(["a", "b", "c", "d"]))
def test_nothing_depends_on_the_order_in_which_files_were_written(
    tmp_path_factory: pytest.TempPathFactory, order: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("events")
    write(folder, {f"{name}/{name}.yaml": f"description: {name}\ninclude: [g]\n" for name in order})
    write(folder, {"_groups/g.yaml": "properties: {x: {type: date}}\n"})
    loaded = load(folder)
    assert list(loaded.snapshot.events) == ["a.a", "b.b", "c.c", "d.d"]
    assert loaded.snapshot.digest == load(folder).snapshot.digest
    assert loaded.snapshot.digest == DIGEST.setdefault("four events", loaded.snapshot.digest)


DIGEST: dict[str, str] = {}


@given(st.binary(max_size=200) | st.text(max_size=100).map(lambda text: text.encode("utf-8")))
def test_any_bytes_are_data_or_defects(content: bytes) -> None:
    document = read_document(content)
    assert document.defects or document.data is not None or content.strip()
    for defect in document.defects:
        assert defect.line >= 1
        assert defect.column >= 1
        assert defect.rule in {rule.id for rule in FORMAT_RULES}


SYNTAX = st.lists(
    st.sampled_from(
        [*"abc:-?[]{},&*!|>'\"%@`#\n \t~<=01.", "\n  ", "\n    ", ": ", "- ", "&a ", "*a", "!!", "---\n", "é"]
    ),
    max_size=40,
).map("".join)


@given(SYNTAX)
def test_any_yaml_like_text_is_data_or_defects(text: str) -> None:
    document = read_document(text.encode())
    assert all(defect.rule in {rule.id for rule in FORMAT_RULES} for defect in document.defects)


def test_an_alias_of_itself_has_bounded_positions(tmp_path: Path) -> None:
    loaded = load(write(tmp_path, {STOPPED: "examples: &a [*a]\n"}))
    place = loaded.sources.place(STOPPED, ("examples", 0, 0))
    assert (place.line, place.column) == (1, 11)


def test_loading_never_needs_much_memory(tmp_path: Path) -> None:
    """In a process of its own, under a bound that an alias bomb would break."""
    bomb = "a: &a " + "x" * 400_000 + "\nb: &b [" + "*a, " * 20_000 + "]\nc: [*b, *b, *b, *b]\n"
    folder = write(tmp_path, {STOPPED: bomb})
    program = "import sys; from catalog.loading import load; print(load(sys.argv[1]).findings[0].rule)"
    done = subprocess.run(
        [sys.executable, "-c", program, str(folder)],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30)),
    )
    assert done.stdout == "format/too-large\n"
