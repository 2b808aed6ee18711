"""What callers may give besides JSON's own values, and the keys that hash."""

import copy
import enum
import json
import pickle
import subprocess
import sys
from collections import OrderedDict, UserDict
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.codegen.python.runtime.brands import Brand
from catalog.codegen.python.runtime.hashing import Keyring, KeysUnusable
from catalog.codegen.python.runtime.unset import UNSET
from catalog.codegen.python.runtime.values import NotJson, plain, rfc3339
from catalog.privacy.keys import read_keys
from catalog.schema.formats import FORMATS


class Kind(enum.StrEnum):
    WORK = "work"


class Level(enum.IntEnum):
    HIGH = 3


class Word(str):
    __slots__ = ()

    def __str__(self) -> str:
        return "not this"


class Email(Brand):
    __slots__ = ()


CASES: dict[str, tuple[Any, Any]] = {
    "a moment elsewhere": (
        datetime(2026, 3, 1, 9, 30, tzinfo=timezone(timedelta(hours=2))),
        "2026-03-01T07:30:00.000Z",
    ),
    "microseconds": (datetime(2026, 3, 1, 9, 30, 0, 1, tzinfo=UTC), "2026-03-01T09:30:00.000001Z"),
    "an offset with seconds": (
        datetime(1900, 1, 1, tzinfo=timezone(timedelta(seconds=3_208))),
        "1899-12-31T23:06:32.000Z",
    ),
    "a moment of nobody knows when": (datetime(2026, 3, 1, 9, 30), "2026-03-01T09:30:00"),
    "a day": (date(2026, 3, 1), "2026-03-01"),
    "a uuid": (UUID("0193A5D0-AC96-474B-BCCE-B302099A8057"), "0193a5d0-ac96-474b-bcce-b302099a8057"),
    "a text of a choice": (Kind.WORK, "work"),
    "a number of a choice": (Level.HIGH, 3),
    "a text of another class": (Word("this"), "this"),
    "a brand": (Email("ada@example.com"), "ada@example.com"),
    "a tuple": ((1, UNSET, None), [1, None]),
    "a set": ({3, 1, 2}, [1, 2, 3]),
    "a mapping": (UserDict({Kind.WORK: Email("x"), "b": UNSET}), {"work": "x"}),
    "nested": ([{"a": (Kind.WORK,)}], [{"a": ["work"]}]),
    "an ordered dict": (OrderedDict(a=1), {"a": 1}),
}


@pytest.mark.parametrize(("value", "written"), CASES.values(), ids=CASES)
def test_a_value_is_written(value: Any, written: Any) -> None:
    made = plain(value)
    assert made == written
    assert type(made) is type(written)


@pytest.mark.parametrize("value", [b"x", object(), 1j, {1: 2}, {None: 1}, [object()], UNSET])
def test_what_json_has_no_word_for_is_named_by_its_type(value: Any) -> None:
    with pytest.raises(NotJson):
        plain(value)


@given(st.datetimes(timezones=st.timezones()))
def test_every_moment_is_a_timestamp_of_the_contract(moment: datetime) -> None:
    written = rfc3339(moment)
    if moment.year not in (1, 9999):  # at the ends of the calendar there is no UTC
        assert FORMATS["timestamp"].matches(written)
        assert datetime.fromisoformat(written) == moment.astimezone(UTC)


def test_unset_is_one_and_false() -> None:
    assert copy.deepcopy(UNSET) is UNSET
    assert pickle.loads(pickle.dumps(UNSET)) is UNSET
    assert not UNSET
    assert repr(UNSET) == "UNSET"


def test_a_brand_is_equal_to_its_like_alone_and_tells_nothing() -> None:
    assert Email("a") == Email("a")
    assert Email("a") != Brand("a")
    assert {Email("a"), Email("a")} == {Email("a")}
    assert (repr(Email("a")), str(Email("a")), Email("a").value) == ("Email(…)", "Email(…)", "a")


FILES: list[bytes] = [
    b"",
    b"[]",
    b"{}",
    b"\xff",
    b'{"active": "k"}',
    b'{"active": "k", "keys": {}}',
    b'{"active": "k", "keys": {"k": "c2hvcnQ="}}',
    b'{"active": "k", "keys": {"k": "?"}}',
    b'{"active": "k", "keys": {"k": 7}}',
    b'{"active": 7, "keys": {}}',
    b'{"active": "k", "keys": {"a b": "' + b"eHh4" * 12 + b'"}}',
    b'{"active": "k", "keys": {"k": "' + b"eHh4" * 12 + b'"}, "more": 1}',
]


@pytest.mark.parametrize("content", FILES)
def test_a_key_file_is_refused_with_the_words_of_the_library(content: bytes) -> None:
    with pytest.raises(KeysUnusable) as mine:
        Keyring.read(content)
    with pytest.raises(Exception, match=r".") as theirs:
        read_keys(content)
    assert str(mine.value) == str(theirs.value)


def test_keys_are_read_and_not_shown() -> None:
    content = json.dumps({"active": "k", "keys": {"k": "eHh4" * 12, "old": "eHh5" * 12}}).encode()
    keys = Keyring.read(content)
    assert keys.digester("log")("x") == read_keys(content).digest("x", "log")
    assert "xxx" not in repr(keys)
    with pytest.raises(TypeError):
        pickle.dumps(keys)


RUNTIME = Path(__file__).parents[3] / "catalog" / "codegen" / "python" / "runtime"


def test_importing_a_tracker_loads_neither_network_nor_asyncio_nor_tests() -> None:
    program = """
import sys
before = set(sys.modules)
import catalog.codegen.python.runtime.core
loaded = set(sys.modules) - before
heavy = {"asyncio", "http.client", "urllib.request", "ssl", "email", "inspect", "ipaddress", "unittest"}
print(sorted(heavy & loaded), sorted(name for name in loaded if name.endswith("runtime.testing")))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    assert done.stdout.split() == ["[]", "[]"], done.stdout + done.stderr


def test_the_runtime_stands_on_the_standard_library_alone() -> None:
    for path in RUNTIME.glob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert "import catalog" not in text, path.name
        assert "from catalog" not in text, path.name
        assert "from __future__ import annotations" in text or path.name == "__init__.py", path.name
