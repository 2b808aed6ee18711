"""Of a file only the constants are read that its calls need, and the others when another file asks."""

from pathlib import Path

import pytest

from catalog.scan.facts import FileFacts
from catalog.scan.python import read
from tests.scan.code import scanned

NEEDED = [
    ("a literal", 'A = "a.b"\ntrack("x.y")', ()),
    ("its own", 'A = "a.b"\nB = "a.c"\ntrack(B)', ("B",)),
    ("what leads on", 'A = "a.b"\nB = A\nC = B\nD = 1\ntrack(C)', ("A", "B", "C")),
    ("a class", 'class E:\n    A = "a.b"\n\nclass F:\n    B = "a.c"\n\ntrack(E.A)', ("E.A",)),
    ("unpacked", 'A, B = "a.a", "a.b"\nC = 1\ntrack(B)', ("A", "B")),
    ("a property's value", 'A = {"x": 1}\nB = 2\ntrack("a.b", A)', ("A",)),
    ("a base's", 'class E:\n    A = "a.b"\n\nclass F(E):\n    pass\n\ntrack(F.A)', ("E.A", "F.*")),
]


def facts(text: str, *, is_whole: bool) -> FileFacts:
    return read(text.encode(), "a.py", frozenset({"track"}), is_whole=is_whole)


@pytest.mark.parametrize(("text", "names"), [row[1:] for row in NEEDED], ids=[row[0] for row in NEEDED])
def test_only_the_constants_are_told_that_the_calls_of_a_file_need(text: str, names: tuple[str, ...]) -> None:
    found, whole = facts(text, is_whole=False), facts(text, is_whole=True)
    assert tuple(sorted(found.constants)) == names
    assert found.constants == {name: whole.constants[name] for name in names}
    assert whole.told is None


def test_another_file_gets_what_the_calls_of_a_file_do_not_need(tmp_path: Path) -> None:
    files = {
        "names.py": 'A = "a.b"\nB = "a.c"\ntrack(A)\n',
        "app.py": "from names import B\ntrack(B)\n",
    }
    cache, source = tmp_path / "cache", tmp_path / "source"
    first, second = (scanned(source, files, cache=cache, now_ns=2**62) for _ in range(2))
    for found in (first, second):
        assert [site.texts.names for site in found.sites] == [("a.c",), ("a.b",)]
    assert first.collection.later == second.collection.later  # the second run has it from the first
    assert len(first.collection.later) == 1
