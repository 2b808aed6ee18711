"""Lines from bytes: numbering, bounds, archives."""

import gzip
import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from catalog.cli.streams import Input, Line, UnreadableInput, opened, size_of, split_lines

LIMIT = 50


def lines_of(content: bytes) -> list[Line]:
    source = Input(name="x", handle=io.BytesIO(content))
    return list(split_lines(source.chunks(lambda _: None), LIMIT))


def in_pieces(content: bytes, cuts: list[int]) -> Iterator[bytes]:
    places = sorted({cut % (len(content) + 1) for cut in cuts})
    for start, end in zip([0, *places], [*places, len(content)], strict=True):
        yield content[start:end]


contents = st.lists(
    st.sampled_from(
        [b"a", b"{}", b" ", b"\n", b"\n\n", b"\r\n", b"x" * 49, b"y" * 51, b" " * 60, b"\xff\x00"]
    ),
    max_size=30,
).map(b"".join)


LINES = '{"event": "a"}\n' * 9


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("pack", [bytes, gzip.compress, zstandard.compress], ids=["plain", "gzip", "zstd"])
def test_utf_16_is_one_line_of_trouble(encoding: str, pack: Callable[[bytes], bytes]) -> None:
    content = ("\ufeff" + LINES).encode(encoding)
    assert lines_of(pack(content)) == [Line(1, b"", "utf-16")]


@pytest.mark.parametrize(
    "first", [b"\xff\xfe", b"\xfe\xff", b"\xff\xfe\xff\x00", b"\xff\xfex", b"\xef\xbb\xbf{}", b"{\x00"]
)
def test_a_first_line_that_is_no_text_is_one_bad_line(first: bytes) -> None:
    content = first + b"\n" + LINES.encode()
    assert [line.number for line in lines_of(content)] == [*range(1, 11)]
    assert {line.trouble for line in lines_of(content)} == {None}


def windowed(content: bytes, log: int) -> bytes:
    """A zstd frame that says it needs a window of so many bits."""
    parameters = zstandard.ZstdCompressionParameters.from_level(1, window_log=log)
    packer = zstandard.ZstdCompressor(compression_params=parameters).compressobj()
    return packer.compress(content) + packer.flush()


def test_a_window_that_is_too_large_has_a_trouble_of_its_own() -> None:
    assert lines_of(windowed(b"{}\n{}", 27)) == [Line(1, b"{}", None), Line(2, b"{}", None)]
    for log in (28, 30):
        assert lines_of(windowed(b"{}", log)) == [Line(1, b"", "window-too-large")]
    behind = zstandard.compress(b"{}\n") + windowed(b"{}", 28)
    assert lines_of(behind) == [Line(1, b"{}", None), Line(2, b"", "window-too-large")]


@given(contents, st.lists(st.integers(min_value=0), max_size=6))
def test_lines_do_not_depend_on_how_bytes_arrive(content: bytes, cuts: list[int]) -> None:
    assert list(split_lines(in_pieces(content, cuts), LIMIT)) == list(split_lines(iter([content]), LIMIT))


@given(contents)
def test_every_line_that_is_not_blank_comes_once_with_its_number(content: bytes) -> None:
    expected = [
        Line(number, b"", "too-large") if len(line) > LIMIT else Line(number, line, None)
        for number, line in enumerate(content.split(b"\n"), start=1)
        if line.strip()
    ]
    assert lines_of(content) == expected


@given(contents, st.integers(min_value=1, max_value=4))
def test_archives_hold_what_was_put_in(content: bytes, members: int) -> None:
    step = len(content) // members + 1
    parts = [content[start : start + step] for start in range(0, max(1, len(content)), step)]
    plain = list(split_lines(iter([content]), LIMIT))
    assert lines_of(b"".join(map(gzip.compress, parts))) == plain
    assert lines_of(b"".join(map(zstandard.compress, parts))) == plain


@given(contents.filter(bytes.strip), st.data())
def test_a_cut_archive_ends_with_one_line_of_trouble(content: bytes, data: st.DataObject) -> None:
    for packed in (gzip.compress(content), zstandard.compress(content)):
        cut = data.draw(st.integers(min_value=4, max_value=len(packed) - 1))
        found = lines_of(packed[:cut])
        assert found[-1].trouble == "broken-archive"
        assert all(line.trouble != "broken-archive" for line in found[:-1])
        assert found[:-1] == list(split_lines(iter([content]), LIMIT))[: len(found) - 1]


def test_a_damaged_archive_keeps_what_came_before() -> None:
    packed = bytearray(gzip.compress(b"{}\n" * 9))
    packed[-6] ^= 1  # in the checksum
    found = lines_of(bytes(packed))
    assert [line.trouble for line in found] == [None] * 9 + ["broken-archive"]
    assert found[-1].number == 10


def test_zeros_after_a_gzip_member_are_padding() -> None:
    assert lines_of(gzip.compress(b"a\n") + b"\0" * 512) == [Line(1, b"a", None)]
    assert lines_of(gzip.compress(b"a\n") + b"garbage")[-1].trouble == "broken-archive"


def test_zstd_frames_that_are_to_be_skipped_are_skipped() -> None:
    skippable = b"\x50\x2a\x4d\x18" + (3).to_bytes(4, "little") + b"abc"
    assert lines_of(skippable + zstandard.compress(b"a\nb")) == [Line(1, b"a", None), Line(2, b"b", None)]


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.compress], ids=["gzip", "zstd"])
def test_an_archive_of_nothing_has_no_lines(pack: object) -> None:
    assert callable(pack)
    assert lines_of(pack(b"")) == []


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.compress], ids=["gzip", "zstd"])
def test_an_archive_that_explodes_is_taken_in_small_pieces(pack: object) -> None:
    assert callable(pack)
    source = Input(name="x", handle=io.BytesIO(pack(b"0" * 100_000_000)))
    sizes = [len(chunk) for chunk in source.chunks(lambda _: None)]
    assert sum(sizes) == 100_000_000
    assert max(sizes) <= 33_554_432


def test_a_start_shorter_than_any_magic_is_text() -> None:
    assert lines_of(b"a") == [Line(1, b"a", None)]
    assert lines_of(b"\x1f") == [Line(1, b"\x1f", None)]
    assert lines_of(b"") == []


def test_before_every_read_the_bytes_of_the_last_one_are_noted() -> None:
    noted: list[int] = []
    source = Input(name="x", handle=io.BytesIO(b"x" * 300_000))
    assert sum(map(len, source.chunks(noted.append))) == 300_000
    assert sum(noted) == 300_000
    assert len(noted) == 3


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("nowhere", "nowhere: no such file or directory"),
        (".", ".: a folder; name files with payloads, one JSON object per line"),
        ("a\0b", "a\0b: no path of a file"),
        ("x" * 5_000, "file name too long"),
    ],
    ids=["missing", "folder", "null", "long"],
)
def test_an_input_that_cannot_be_read_is_named(
    name: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UnreadableInput) as raised, opened(name):
        raise AssertionError("opened")
    assert str(raised.value).endswith(said)


def test_the_size_is_known_of_files_only(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"12345")
    assert size_of((str(file), str(file))) == 10
    assert size_of((str(file), "-")) is None
    assert size_of((str(file), "/dev/null")) is None
