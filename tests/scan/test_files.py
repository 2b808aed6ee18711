"""Files that are unusual: passed over with a reason, or read all the same, never silently lost."""

import os
import time
from pathlib import Path

import pytest

from catalog.scan.tree import MAX_BYTES, NothingToScan
from tests.scan.code import TRACK, scanned, settings_of, told, write


def paths(folder: Path, files: dict[str, str | bytes]) -> list[str]:
    return sorted(site.path for site in scanned(folder, files).sites)


CALL = 'track("a.b")\n'


def test_gitignore_is_honoured_where_it_lies(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    files: dict[str, str | bytes] = {
        ".gitignore": "build/\n*.gen.py\n# comment\n\n!kept.gen.py\n/only_top.py\n",
        "a.py": CALL,
        "build/a.py": CALL,
        "x.gen.py": CALL,
        "kept.gen.py": CALL,
        "only_top.py": CALL,
        "sub/only_top.py": CALL,
        "sub/.gitignore": "b.py\n!c.gen.py\n",
        "sub/b.py": CALL,
        "sub/c.gen.py": CALL,
        "b.py": CALL,
        "node_modules/m/a.js": CALL,
    }
    assert paths(tmp_path, files) == ["a.py", "b.py", "kept.gen.py", "sub/c.gen.py", "sub/only_top.py"]


def test_a_gitignore_above_the_scanned_folder_counts_inside_the_repository(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    write(tmp_path, {".gitignore": "src/gen/\n", "src/gen/a.py": CALL, "src/b.py": CALL})
    assert [site.path for site in scanned(tmp_path / "src").sites] == ["b.py"]


def test_paths_can_be_left_out(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"a.py": CALL, "legacy/b.py": CALL}
    found = scanned(tmp_path, files, settings_of('[scan]\nexclude = ["legacy/"]\n' + TRACK))
    assert [site.path for site in found.sites] == ["a.py"]


def test_double_extensions_say_the_language_of_what_a_template_makes(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "a.py.jinja": CALL,
        "b.tsx.jinja": 'track("a.b");\n',
        "c.txt.jinja": CALL,
    }
    assert paths(tmp_path, files) == ["a.py.jinja", "b.tsx.jinja"]


SKIPPED = [
    ("binary", b"track('a')\0\1\2", "no text: it has NUL bytes"),
    ("too-large", CALL.encode() + b"#" * MAX_BYTES, "2.0 MB, more than the 2 MB that people write"),
]


@pytest.mark.parametrize(("content", "reason"), [row[1:] for row in SKIPPED], ids=[row[0] for row in SKIPPED])
def test_what_is_not_read_is_told_with_the_reason(content: bytes, reason: str, tmp_path: Path) -> None:
    found = scanned(tmp_path, {"a.py": content, "b.py": CALL})
    assert [(one.path, one.reason) for one in found.skipped] == [("a.py", reason)]
    assert (found.read, len(found.sites)) == (1, 1)


def test_links_that_leave_loop_or_lead_nowhere_are_told_and_not_followed(tmp_path: Path) -> None:
    write(tmp_path, {"out/a.py": CALL, "in/a.py": CALL, "in/sub/b.py": "x = 1\n"})
    inside = tmp_path / "in"
    (inside / "sub/loop").symlink_to(inside)
    (inside / "leaves").symlink_to(tmp_path / "out")
    (inside / "again.py").symlink_to(inside / "a.py")
    (inside / "broken.py").symlink_to(inside / "nothing.py")
    found = scanned(inside)
    assert [site.path for site in found.sites] == ["a.py"]
    assert {one.path: one.reason for one in found.skipped} == {
        "sub/loop": "a link that leads back to a folder around it",
        "leaves": "a link that leads out of the folder",
        "again.py": "a link to what is met where it lies",
        "broken.py": "a link that leads nowhere",
    }


def test_a_pipe_in_the_place_of_a_file_holds_nobody_up(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.py")
    assert [one.reason for one in scanned(tmp_path, {"a.py": CALL}).skipped] == ["no regular file"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_nobody_may_read_is_told(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": CALL})
    (tmp_path / "a.py").chmod(0)
    assert [one.reason for one in scanned(tmp_path).skipped] == ["unreadable: permission denied"]


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(NothingToScan, match="no such file or directory"):
        scanned(tmp_path / "nothing")


ENCODINGS = [
    ("utf-8-with-mark", b"\xef\xbb\xbf" + 'track("é.b")'.encode(), "é.b"),
    ("utf-16-of-windows", 'track("é.b")\r\n'.encode("utf-16"), "é.b"),
    ("utf-16-of-others", "\ufefftrack('é.b')".encode("utf-16-be"), "é.b"),
    ("latin-1-with-cookie", '# -*- coding: latin-1 -*-\ntrack("é.b")'.encode("latin-1"), "é.b"),
    (
        "second-line-cookie",
        '#!/usr/bin/python\n# vim: set fileencoding=cp1252 :\ntrack("é.b")'.encode("cp1252"),
        "é.b",
    ),
    ("unknown-cookie", b'# coding: nonsense\ntrack("a.b")', "a.b"),
    ("not-what-it-says", b'x = "\xff"\ntrack("a.b")', "a.b"),
]


@pytest.mark.parametrize(
    ("content", "name"), [row[1:] for row in ENCODINGS], ids=[row[0] for row in ENCODINGS]
)
def test_a_file_is_read_in_its_own_encoding(content: bytes, name: str, tmp_path: Path) -> None:
    (site,) = scanned(tmp_path, {"a.py": content}).sites
    assert told(site) == ((name,), None)


def test_what_does_not_parse_is_told_and_the_rest_is_scanned(tmp_path: Path) -> None:
    source = 'track("a.a")\ndef f(:\n    pass\n\ntrack("a.b")\n'
    found = scanned(tmp_path, {"a.py": source})
    assert found.broken == {"a.py": (2, 7)}
    assert [site.texts.names for site in found.sites] == [("a.a",), ("a.b",)]


def test_a_huge_line_and_deep_nesting_come_to_an_end(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "line.py": "x = [" + "1, " * 400_000 + "]; track('a.b')\n",
        "deep.py": "track(" + "(" * 5_000 + '"a.b"' + ")" * 5_000 + ")\n",
        "chain.py": "x = " + "f(" * 3_000 + 'track("a.b")' + ")" * 3_000 + "\n",
        "comments.py": "# filler\n" * 50_000 + CALL,
        "sum.py": "track(" + " + ".join(['"a"'] * 3_000) + ")\n",
    }
    start = time.perf_counter()
    assert {site.path for site in scanned(tmp_path, files).sites} == {*files}
    assert time.perf_counter() - start < 30


def test_nothing_is_nothing(tmp_path: Path) -> None:
    found = scanned(tmp_path, {"a.py": "", "b.py": "\n\n", "c.py": b"\xef\xbb\xbf"})
    assert (found.read, found.sites, found.skipped) == (3, (), ())


def test_a_sink_that_matches_everything_still_ends(tmp_path: Path) -> None:
    source = "def f(x):\n" + "".join(f"    x.get({n}).get('a{n}')\n" for n in range(300))
    sink = '[[scan.sinks]]\ncallee = "get"\nevent = {position = 0}\n'
    assert len(scanned(tmp_path, {"a.py": source}, sink).sites) == 600


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_second_scan_reads_only_what_has_changed_and_says_the_same(jobs: int, tmp_path: Path) -> None:
    source, cache = tmp_path / "source", tmp_path / "cache"
    source.mkdir()
    files: dict[str, str | bytes] = {
        f"m{n}.py": f'track("a.n{n}")\n' + f'X = """{"filler " * 12_000}"""\n' for n in range(60)
    }
    files["names.py"] = 'A = "a.b"\n'
    files["user.py"] = "from names import A\ntrack(A)\n"
    later = time.time_ns() + 10_000_000_000
    first = scanned(source, files, cache=cache, jobs=jobs, now_ns=later)
    second = scanned(source, cache=cache, jobs=jobs, now_ns=later)
    assert [(site.path, told(site)) for site in first.sites] == [
        (site.path, told(site)) for site in second.sites
    ]
    assert (first.read, second.read) == (62, 62)
    write(source, {"names.py": 'A = "a.c"\n', "m1.py": 'track("z.z")\n'})
    third = {
        site.path: site.texts.names for site in scanned(source, cache=cache, jobs=jobs, now_ns=later).sites
    }
    assert (third["user.py"], third["m1.py"]) == (("a.c",), ("z.z",))


def test_a_damaged_cache_costs_time_only(tmp_path: Path) -> None:
    source, cache = tmp_path / "source", tmp_path / "cache"
    source.mkdir()
    later = time.time_ns() + 10_000_000_000
    scanned(source, {"a.py": CALL}, cache=cache, now_ns=later)
    (kept,) = cache.iterdir()
    kept.write_bytes(kept.read_bytes()[:-3] + b"xyz")
    assert len(scanned(source, cache=cache, now_ns=later).sites) == 1
