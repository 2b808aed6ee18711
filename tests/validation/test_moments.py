"""Timestamps and UUIDs decided without their long patterns: the same answer, always."""

import random
import string
from calendar import isleap, monthrange
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.schema.formats import FORMATS
from catalog.validation.moments import is_timestamp, is_uuid
from tests.instances import timestamps
from tests.validation.worlds import Engines, payload, world

is_like_timestamp = FORMATS["timestamp"].matches
is_like_date = FORMATS["date"].matches
is_like_uuid = FORMATS["uuid"].matches

YEARS = [1, 4, 99, 100, 101, 400, 999, 1000, 1582, 1600, 1700, 1899, 1900, 1970, 1999, 2000, 2023, 2024, 2026]


@pytest.mark.parametrize("year", [*YEARS, 2100, 2400, 9996, 9999])
def test_every_day_of_a_year_and_no_other_is_read(year: int) -> None:
    days = 0
    for month in range(14):
        for day in range(33):
            text = f"{year:04}-{month:02}-{day:02}"
            exists = 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]
            assert is_timestamp(f"{text}T00:00:00Z") == is_like_date(text) == exists, text
            days += exists
    assert days == 365 + isleap(year)


def test_every_29th_of_february_is_read_in_leap_years_only() -> None:
    for year in range(10_000):
        text = f"{year:04}-02-29"
        exists = year > 0 and isleap(year)
        assert is_timestamp(f"{text}T23:59:59Z") == is_like_date(text) == exists, text


def test_the_calendar_has_the_same_days_from_its_first_to_its_last() -> None:
    day = date.min
    while day < date.max - timedelta(days=97):
        assert is_timestamp(f"{day.isoformat()}T00:00:00+02:00")
        assert is_like_timestamp(f"{day.isoformat()}T00:00:00+02:00")
        day += timedelta(days=97)  # coprime to weeks, months and years: every date of the year is met
    assert day.year == 9999


@pytest.mark.parametrize("at", ["T{0:02}:00:00Z", "T00:{0:02}:00Z", "T00:00:{0:02}Z", "T00:00:00+{0:02}:00"])
def test_every_hour_minute_second_and_offset_has_the_patterns_answer(at: str) -> None:
    answers = [is_timestamp("2026-03-01" + at.format(number)) for number in range(100)]
    assert answers == [is_like_timestamp("2026-03-01" + at.format(number)) for number in range(100)]
    assert sum(answers) in (24, 60)


ODD = [
    *("2026-03-01t09:30:00Z", "2026-03-01T09:30:00z", "2026-03-01 09:30:00Z", "2026-03-01T09:30:00"),
    *("2026-03-01T09:30Z", "2026-03-01T09:30:00+0200", "2026-03-01T09:30:00+02", "2026-03-01T09:30:00-00:00"),
    *(
        "2026-03-01T09:30:00+24:00",
        "2026-03-01T09:30:00+02:60",
        "2026-03-01T24:00:00Z",
        "2026-03-01T23:59:60Z",
    ),
    *("2026-03-01T09:30:00.Z", "2026-03-01T09:30:00,5Z", "2026-03-01T09:30:00.5Z", "2026-03-01T09:30:00Z\n"),
    *("\n2026-03-01T09:30:00Z", "2026-03-01T09:30:00Z ", "2026-W09-7T09:30:00Z", "2026-060T09:30:00Z"),
    *(
        "20260301T093000Z",
        "2026-03-01T093000Z",
        "+2026-03-01T09:30:00Z",
        "12026-03-01T09:30:00Z",
        "",
        "T",
        "Z",
    ),
    *("２０２６-03-01T09:30:00Z", "2026-٠٣-01T09:30:00Z", "2026-03-01T٠٩:30:00Z", "2026-03-01T09:30:00.٥Z"),
    *("2026-03-01T09:30:00.1234567890123456789012345678901234567890Z", "2026-03-01T09:30:00\u2212 02:00"),
    *(
        "0000-03-01T09:30:00Z",
        "2026-3-1T09:30:00Z",
        "2026/03/01T09:30:00Z",
        "2026-03-01T09.30.00Z",
        "--",
        "----",
    ),
]


@pytest.mark.parametrize("text", ODD, ids=ascii)
def test_an_odd_timestamp_has_the_patterns_answer(text: str) -> None:
    assert is_timestamp(text) == is_like_timestamp(text)


@given(text=timestamps())
def test_a_timestamp_is_one(text: str) -> None:
    assert is_timestamp(text)
    assert is_like_timestamp(text)


_OTHERS = string.digits + "TZtz+-:., \n\x00W\u0661\uff11\u2212abcdefABCDEF{}()_\u00e9\U0001d7d8"


def _bent(rng: random.Random, text: str) -> str:
    """The text with up to three characters replaced, added, removed or swapped."""
    for _ in range(rng.randint(1, 3)):
        at = rng.randrange(len(text) + 1)
        match rng.randrange(4):
            case 0:
                text = text[:at] + rng.choice(_OTHERS) + text[at + 1 :]
            case 1:
                text = text[:at] + rng.choice(_OTHERS) + text[at:]
            case 2:
                text = text[:at] + text[at + 1 :]
            case _:
                text = text[:at] + text[at : at + 2][::-1] + text[at + 2 :]
    return text


def test_a_timestamp_that_was_bent_has_the_patterns_answer() -> None:
    rng = random.Random(7)
    right = 0
    for _ in range(30_000):
        moment = f"{rng.randrange(10_000):04}-{rng.randrange(1, 13):02}-{rng.randrange(1, 32):02}"
        moment += f"T{rng.randrange(24):02}:{rng.randrange(60):02}:{rng.randrange(60):02}"
        moment += rng.choice(["", ".5", ".123456", ".000"]) + rng.choice(["Z", "+00:00", "-23:59", "+14:00"])
        text = _bent(rng, moment)
        assert is_timestamp(text) == is_like_timestamp(text), ascii(text)
        right += is_timestamp(text)
    assert 1_000 < right < 29_000


def test_a_uuid_that_was_bent_has_the_patterns_answer() -> None:
    rng = random.Random(7)
    right = 0
    for _ in range(30_000):
        digits = "".join(rng.choices("0123456789abcdefABCDEF", k=32))
        text = "-".join([digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]])
        assert is_uuid(text)
        assert is_like_uuid(text)
        bent = _bent(rng, text)
        assert is_uuid(bent) == is_like_uuid(bent), ascii(bent)
        right += is_uuid(bent)
    assert 1_000 < right < 29_000


UUIDS = [
    *(
        "123e4567e89b12d3a456426614174000",
        "{123e4567-e89b-12d3-a456-426614174000}",
        "123e4567-e89b-12d3-a456",
    ),
    *(
        "123e4567-e89b-12d3-a456-426614174000\n",
        "urn:uuid:123e4567-e89b-12d3-a456-426614174000",
        "-" * 36,
        "",
    ),
    *("123e4567-e89b-12d3-a456-42661417400g", "１23e4567-e89b-12d3-a456-426614174000"),
    *("12-e4567-e89b-12d3-a456-426614174000",),
    *("123e4567-e89b-12d3-a456-4266141740 0", "123e4567-e89b-12d3-a456-4266-4174000", " " * 36, "0" * 36),
]


@pytest.mark.parametrize("text", UUIDS, ids=ascii)
def test_an_odd_uuid_is_none(text: str) -> None:
    assert not is_uuid(text)
    assert not is_like_uuid(text)


MEMBERS = [*ODD, *UUIDS, "2026-03-01 09:30:00.123456+0200", "2026-03-01T09:30:00-2359", "2024-02-29"]


@pytest.fixture(scope="module")
def both() -> Engines:
    return Engines(world({"a.b": {"properties": {"at": {"type": "timestamp"}, "day": {"type": "date"}}}}))


@given(text=st.sampled_from(MEMBERS) | timestamps(), seed=st.integers(0, 999))
def test_a_moment_anywhere_in_a_payload_is_read_alike_by_both_engines(
    both: Engines, text: str, seed: int
) -> None:
    bent = _bent(random.Random(seed), text)
    for one in (text, bent):
        for envelope in ({"timestamp": one}, {"uuid": one}):
            outcome = both.verdict(payload("a.b", {}, **envelope)).outcome
            assert outcome in ("accepted", "refused")
        at = both.verdict(payload("a.b", {"at": one})).outcome
        assert (at == "accepted") == is_like_timestamp(one)
        day = both.verdict(payload("a.b", {"day": one})).outcome
        assert (day == "accepted") == is_like_date(one)
