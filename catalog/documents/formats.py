"""Texts that have a format, so that a proof also stands where formats are checked."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from catalog.schema.formats import FORMATS
from catalog.schema.patterns import Pattern, parse

_SAMPLES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "date": ("2000-01-01", "2000-01-02"),
        "date-time": ("2000-01-01T00:00:00Z", "2000-01-01T00:00:00.5Z", "2000-01-02T00:00:00+01:00"),
        "time": ("00:00:00Z", "00:00:00+01:00", "12:34:56.5Z"),
        "duration": ("P1D", "P2D", "PT1H", "P1Y2M3DT4H5M6S"),
        "email": ("a@b.co", "b@b.co", "first.last+tag@mail.example.com"),
        "idn-email": ("a@b.co", "b@b.co"),
        "hostname": ("a.co", "b.co", "a", "www.example.com"),
        "idn-hostname": ("a.co", "b.co"),
        "ipv4": ("1.1.1.1", "10.0.0.1", "192.168.100.200"),
        "ipv6": ("::1", "::2", "2001:db8::8a2e:370:7334"),
        "uri": ("a:b", "http://a.co", "https://www.example.com/a?b=c#d", "urn:a:b"),
        "iri": ("a:b", "http://a.co"),
        "uri-reference": ("a", "/a", "http://a.co"),
        "iri-reference": ("a", "/a"),
        "uri-template": ("a", "/a/{b}"),
        "uuid": ("00000000-0000-0000-0000-000000000000", "00000000-0000-4000-8000-000000000001"),
        "json-pointer": ("", "/a", "/a/b"),
        "relative-json-pointer": ("0", "1/a"),
        "regex": ("a", "b", "^a+$"),
    }
)
_PATTERNS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "email": "^[a-z0-9]+@[a-z0-9]+\\.[a-z]{2,6}$",
        "idn-email": "^[a-z0-9]+@[a-z0-9]+\\.[a-z]{2,6}$",
        "hostname": "^[a-z0-9]+\\.[a-z]{2,6}$",
        "ipv4": "^[1-9][0-9]\\.[1-9][0-9]\\.[1-9][0-9]\\.[1-9][0-9]$",
        "time": "^(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z$",
        "uri-reference": "^[a-z0-9/]+$",
        "json-pointer": "^/[a-z0-9]*$",
        "regex": "^[a-z0-9]+$",
    }
)
_OURS: Final = MappingProxyType({each.format: each for each in FORMATS.values()})


def samples(name: str) -> tuple[str, ...]:
    """Some texts that have a format; none when we do not know it."""
    return _SAMPLES.get(name, ())


def long_sample(name: str, length: int) -> str | None:
    """A text of a length that has a format, where short ones are too short; None when we know none."""
    match name:
        case "email" | "idn-email":
            local = min(MAX_LOCAL, length - len("@a.co"))
            domain = _hostname(length - local - 1)
            return None if local < 1 or domain is None else f"{'a' * local}@{domain}"
        case "hostname" | "idn-hostname":
            return _hostname(length)
        case "uri" | "iri":
            return "a:" + "a" * (length - 2) if length > 2 else None
        case "uri-reference" | "iri-reference" | "uri-template":
            return "a" * length
        case _:
            return None


MAX_LOCAL: Final = 64  # RFC 5321 §4.5.3.1.1
MAX_HOSTNAME: Final = 253
"""RFC 1035 §2.3.4 counts 255 octets, of which the first length and the root take two."""
_LABEL: Final = 60
"""Somewhat less than the 63 that a label may have, so that the last one may be longer by one."""


def _hostname(length: int) -> str | None:
    if not len("a.co") <= length <= MAX_HOSTNAME:
        return None
    last = length - len(".co") - 1
    labels = "".join(
        "." if place % _LABEL == _LABEL - 1 and place < last else "a" for place in range(last + 1)
    )
    return f"{labels}.co"


def pattern_of_format(name: str) -> Pattern | None:
    """A pattern of texts that all have a format; None when we know none."""
    if name in _OURS:
        return _OURS[name].pattern
    return parse(_PATTERNS[name]) if name in _PATTERNS else None
