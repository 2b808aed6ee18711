"""What is done to one scalar that leaves: kept in part, in its shape, or hashed.

The same values give the same texts as in the library and in the gateway.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from re import Pattern
from typing import Any, Callable, Final

from .data import Json
from .hashing import text_of

Act = Callable[[Json], Json]
"""Gives what leaves of a value; null stays null."""

Formats = Mapping[str, Pattern[str]]
"""What timestamps and dates look like, by the names of these types."""

_HIDDEN: Final = "*"
_KEPT: Final = " @.-_:/+(),"
_REMEMBERED: Final = 0x2000
"""Code points below this keep their shape in memory, once it is known."""


class _Shape(dict[int, str]):
    """Code point → what a mask writes for it, found out when it is first met."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        if character in _KEPT:
            shape = character
        else:
            kind = unicodedata.category(character)[0]
            shape = {"L": "X" if character.isupper() else "x", "N": "0", "M": "x"}.get(kind, _HIDDEN)
        if code < _REMEMBERED:
            self[code] = shape
        return shape


_SHAPE: Final = _Shape()


def mask(value: Json) -> Json:
    """A value's shape: letters become X and x, digits 0, other characters `*`; separators stay."""
    return None if value is None else text_of(value).translate(_SHAPE)


def hide(value: Json) -> Json:
    """Nothing of a value, where its shape would tell which one it is."""
    return None if value is None else _HIDDEN


def truncated(cut: Mapping[str, Any], formats: Formats) -> Act:
    """What truncation leaves, by `cut` and how much of it: `{"cut": "characters", "keep": 32}`."""
    kind = cut["cut"]
    if kind == "characters":
        return _start(cut["keep"])
    if kind == "network":
        return _network(cut["ipv4"], cut["ipv6"])
    if kind == "origin":
        return _origin()
    if kind == "time":
        return _moment(formats["timestamp"], *_TIMES[cut["keep"]])
    if kind == "date":
        return _moment(formats["date"], *_DATES[cut["keep"]])
    if kind == "digits":
        return _digits(cut["keep"])
    raise ValueError(f"unknown cut '{kind}'; generate the tracker anew")


def _start(characters: int) -> Act:
    return lambda value: None if value is None else text_of(value)[:characters]


def _network(ipv4: int, ipv6: int) -> Act:
    """The network of an address; a text that is none is masked, and its mask may read as an address."""
    from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address

    def network_of(text: str) -> str | None:
        if len(text) > _LONGEST_ADDRESS:
            return None
        try:
            address = ip_address(text)
        except ValueError:
            return None
        if isinstance(address, IPv6Address):
            # both forms carry a whole IPv4 address: RFC 4291 §2.5.5.2, RFC 3056 §2
            address = address.ipv4_mapped or address.sixtofour or address
        # the packed form has no IPv6 zone, which names an interface of the machine
        if isinstance(address, IPv6Address):
            return str(IPv6Network((address.packed, ipv6), strict=False).network_address)
        return str(IPv4Network((address.packed, ipv4), strict=False).network_address)

    def cut(value: Json) -> Json:
        if value is None:
            return None
        text = text_of(value)
        masked = text.translate(_SHAPE)
        return network_of(text) or network_of(masked) or masked

    return cut


_LONGEST_ADDRESS: Final = 300
"""Characters that are read as an address, zone included; a longer text is none."""


def _origin() -> Act:
    """Scheme and host of a URI; of one without a host the scheme, and what cannot be read is masked."""
    from urllib.parse import urlsplit

    def origin_of(text: str) -> str | None:
        try:
            parts = urlsplit(text)
            host, port = parts.hostname, parts.port
        except ValueError:
            return None
        if not parts.scheme:
            return None
        if not host:
            return f"{parts.scheme}:"
        shown = f"[{host}]" if ":" in host else host
        return f"{parts.scheme}://{shown}" + (f":{port}" if port is not None else "")

    def cut(value: Json) -> Json:
        if value is None:
            return None
        text = text_of(value)
        found = origin_of(text)
        if found is not None:
            return found
        masked = text.translate(_SHAPE)
        return origin_of(masked) or masked

    return cut


_TIMES: Final = {
    "hour": (13, ":00:00Z"),
    "day": (10, "T00:00:00Z"),
    "month": (7, "-01T00:00:00Z"),
    "year": (4, "-01-01T00:00:00Z"),
}
_DATES: Final = {"month": (7, "-01"), "year": (4, "-01-01")}
"""How many characters of a moment stay, and what is written behind them."""


def _moment(written: Pattern[str], length: int, end: str) -> Act:
    """A timestamp or a date with its finer parts at their start; what is none is masked."""

    def cut(value: Json) -> Json:
        if value is None:
            return None
        text = text_of(value)
        return text[:length] + end if written.search(text) else text.translate(_SHAPE)

    return cut


def _digits(kept: int) -> Act:
    """A number with its leading digits, the others 0: 1,234 becomes 1,000, 0.0567 becomes 0.05."""
    # of the number as it is written: what stays, the digits that do not, the exponent
    written = re.compile(rf"(-?[0.]*(?:[0-9]\.?){{{kept}}})([0-9.]*)(e.*)?").fullmatch

    def cut(value: Json) -> Json:
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            return None if value is None else mask(value)
        found = written(repr(value))
        if found is None:
            return value  # it has fewer digits
        return type(value)(found[1] + found[2].translate(_ZEROS) + (found[3] or ""))

    return cut


_ZEROS: Final = str.maketrans("123456789", "000000000")
