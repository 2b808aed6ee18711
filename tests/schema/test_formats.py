"""The text types, compared with the decoder that the fast path uses and with Python's calendar."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.schema.formats import FORMATS, KEYED_DIGEST, MAX_FORMAT_STATES, TextFormat
from catalog.schema.patterns import parse
from catalog.schema.patterns.tree import states
from tests.instances import near_misses, timestamps, uris
from tests.strategies import parsed

ALL = [*FORMATS.values(), KEYED_DIGEST]


@pytest.mark.parametrize("text", ALL, ids=lambda text: text.format)
def test_a_format_is_in_the_subset_and_prints_itself(text: TextFormat) -> None:
    printed = text.json_schema
    assert parse(printed, MAX_FORMAT_STATES).json_schema() == printed
    assert sum(states(branch.body) for branch in text.pattern.tree.branches) <= 100
    assert printed.isascii()
    assert "(?=" not in printed


def decodes(decoder: msgspec.json.Decoder[Any], text: str) -> bool:
    try:
        decoder.decode(msgspec.json.encode(text))
    except (msgspec.DecodeError, UnicodeEncodeError):
        return False
    return True


MOMENT = msgspec.json.Decoder(datetime)
DAY = msgspec.json.Decoder(date)
ID = msgspec.json.Decoder(UUID)


def as_we_write_it(text: str) -> bool:
    """Without the leniences of msgspec: a space for T, an offset without colon or none, lower case."""
    return "T" in text and (text.endswith("Z") or (text[-3:-2] == ":" and text[-6:-5] in {"+", "-"}))


@given(timestamps() | near_misses(parsed({"type": "timestamp"})).filter(lambda value: isinstance(value, str)))
def test_a_timestamp_is_what_msgspec_decodes_in_the_form_that_we_write(text: str) -> None:
    if "\ud800" <= max(text, default="") <= "\udfff":
        return
    matches = FORMATS["timestamp"].matches(text)
    if matches:
        assert decodes(MOMENT, text) or text.startswith("9999-12-31T23:59:59.9")
    elif as_we_write_it(text):
        assert not decodes(MOMENT, text)


def test_every_day_of_four_centuries_is_a_date_and_no_other_is() -> None:
    found = FORMATS["date"].matches
    for year in (1, 4, 100, 400, 1600, 1700, 1800, 1900, 1999, 2000, 2024, 2026, 2100, 9996, 9999):
        for month in range(14):
            for day in range(33):
                try:
                    real = date(year, month, day) is not None
                except ValueError:
                    real = False
                assert found(f"{year:04}-{month:02}-{day:02}") is real, (year, month, day)
    assert not found("0000-01-01")


@given(st.integers(1, 9999), st.integers(0, 13), st.integers(0, 32))
def test_a_date_is_what_msgspec_decodes(year: int, month: int, day: int) -> None:
    text = f"{year:04}-{month:02}-{day:02}"
    assert FORMATS["date"].matches(text) is decodes(DAY, text)


@given(st.uuids(), st.booleans())
def test_a_uuid_has_its_hyphens_and_either_case(value: UUID, upper: bool) -> None:
    text = str(value).upper() if upper else str(value)
    assert FORMATS["uuid"].matches(text)
    assert decodes(ID, text)
    assert not FORMATS["uuid"].matches(value.hex)
    assert not FORMATS["uuid"].matches(text + "\n")


@given(uris(None, None))
def test_a_generated_uri_is_one(text: str) -> None:
    assert FORMATS["uri"].matches(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a",
        "/a",
        "//host/a",
        "http//a",
        "1a:b",
        "a b:c",
        "http://a b",
        "http://é",
        "http://a/%zz",
        "http://a/%4",
        "http://a#b#c",
        "http://a:80x",
        "http://[::1",
        "http://a[b]",
        "http://a\n",
        "http://a\\b",
        "http://a/{b}",
        "http://a|b",
    ],
)
def test_what_rfc_3986_does_not_allow_is_no_uri(text: str) -> None:
    assert not FORMATS["uri"].matches(text)


def test_a_long_text_costs_a_uri_no_more_than_its_length() -> None:
    assert not FORMATS["uri"].matches("http://" + "a:" * 200_000 + "{")
