"""Units that names and `unit` state: what each is called, and which are the same."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from catalog.model.words import words_of

_SPELLINGS: Final = {
    "second": "seconds secs sec",
    "millisecond": "milliseconds millis msecs msec ms",
    "microsecond": "microseconds micros usec us µs",
    "nanosecond": "nanoseconds nanos nsec ns",
    "minute": "minutes mins",
    "hour": "hours hrs",
    "day": "days",
    "week": "weeks",
    "month": "months",
    "year": "years",
    "byte": "bytes",
    "kilobyte": "kilobytes kb",
    "megabyte": "megabytes mb",
    "gigabyte": "gigabytes gb",
    "kibibyte": "kibibytes kib",
    "mebibyte": "mebibytes mib",
    "gibibyte": "gibibytes gib",
    "percent": "percent percentage pct %",
    "pixel": "pixels px",
    "metre": "metres meters",
    "kilometre": "kilometres kilometers km",
    "mile": "miles",
    "kilogram": "kilograms kg",
    "gram": "grams",
    "celsius": "celsius °C",
    "fahrenheit": "fahrenheit °F",
    "cent": "cents",
    "euro": "eur euros",
    "dollar": "usd dollars",
    "pound": "gbp",
    "franc": "chf",
    "watt": "watts",
    "kilowatt hour": "kwh",
    "hertz": "hz",
    "megahertz": "mhz",
    "gigahertz": "ghz",
    "frames per second": "fps",
    "bits per second": "bps",
}
UNITS: Final[Mapping[str, str]] = {
    spelling: unit for unit, spellings in _SPELLINGS.items() for spelling in spellings.split()
}
"""Last word of a name → its unit. Singular words are left out: `year` is usually read off a calendar."""

_STATED: Final = {
    **UNITS,
    **{unit: unit for unit in _SPELLINGS},
    "s": "second",
    "min": "minute",
    "h": "hour",
    "d": "day",
    "B": "byte",
    "meter": "metre",
    "kilometer": "kilometre",
    "m": "metre",
    "g": "gram",
    "€": "euro",
    "$": "dollar",
    "£": "pound",
}


@lru_cache(maxsize=16_384)
def unit_in(name: str) -> str | None:
    """The unit that a name states with its last word: second for `duration_seconds`."""
    words = words_of(name)
    return UNITS.get(words[-1]) if words else None


def same_unit(stated: str, unit: str) -> bool:
    """Whether what `unit` says may be the unit that a name states; unknown words are not judged."""
    found = _STATED.get(stated) or _STATED.get(stated.lower())
    return found is None or found == unit
