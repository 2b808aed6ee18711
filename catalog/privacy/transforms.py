"""What handling does to one value: a function for each leaf, made once."""

import re
import unicodedata
from bisect import bisect
from collections.abc import Callable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Final, assert_never
from urllib.parse import urlsplit

from catalog.model.category import Handling
from catalog.model.settings import Truncation
from catalog.model.values import MAX_SAFE_INTEGER
from catalog.privacy.keys import Keyring, text_of
from catalog.schema.formats import FORMATS, MASK_KEEPS
from catalog.schema.leaving import characters_left
from catalog.schema.treatment import Cut, Leaf

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]
Act = Callable[[Json], Json]
"""Gives what leaves of a value; null stays null."""

ABSENT: Final[Json] = {}
"""Given, this very object, for a value whose member does not leave after all."""

_HIDDEN: Final = "*"


def act_of(leaf: Leaf, destination: str, keys: Keyring | None, *, again: bool = False) -> Act | None:
    """What is done to the values of a leaf that leaves; None when they stay as they are.

    `again` is for payloads that were redacted before: there, a digest under a known key stays.
    """
    match leaf.handling:
        case Handling.KEEP:
            return None
        case Handling.TRUNCATE:
            return _truncated(leaf)
        case Handling.MASK:
            return _masked_choice if leaf.tells_by_shape else mask
        case Handling.HASH:
            return _hashed(destination, keys, again=again)
        case Handling.DROP | Handling.REFUSE:
            raise AssertionError("what is dropped has no value that leaves")
        case _:
            assert_never(leaf.handling)


class _Shape(dict[int, str]):
    """Code point → what a mask writes for it, found out when it is first met."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        if character in MASK_KEEPS:
            shape = character
        else:
            kind = unicodedata.category(character)
            shape = {"L": "X" if character.isupper() else "x", "N": "0", "M": "x"}.get(kind[0], _HIDDEN)
        if code < _REMEMBERED:
            self[code] = shape
        return shape


_REMEMBERED: Final = 0x2000
_SHAPE: Final = _Shape()
_SHAPE_OF_ASCII: Final = bytes(ord(_SHAPE[code]) for code in range(128)) + bytes(128)
"""The same for bytes, which are translated in a quarter of the time (66 and 257 ns)."""


def mask(value: Json) -> Json:
    """A value's shape: letters become X and x, digits 0, other characters `*`; separators stay."""
    if value is None:
        return None
    text = value if value.__class__ is str else _plain(value)
    if text.isascii():
        return text.encode().translate(_SHAPE_OF_ASCII).decode()
    return text.translate(_SHAPE)


def _masked_choice(value: Json) -> Json:
    """Nothing of a value: the shape of `true`, of a variant's name or of a choice tells which one it is."""
    return None if value is None else _HIDDEN


def _plain(value: Json) -> str:
    """A scalar as text. The contract has refused containers here; should one come, nothing of it is told."""
    return "" if value is None or isinstance(value, list | dict) else text_of(value)


def _hashed(destination: str, keys: Keyring | None, *, again: bool) -> Act:
    if keys is None:
        raise AssertionError("a redactor that hashes has keys")
    digest, knows = keys.digester(destination), keys.knows
    if again:
        return lambda value: value if value is None or knows(value) else digest(_plain(value))

    def hashed(value: Json) -> Json:
        if isinstance(value, str):
            return digest(value)
        return None if value is None else digest(_plain(value))

    return hashed


def _truncated(leaf: Leaf) -> Act:
    limits = leaf.limits
    match leaf.cut:
        case Cut.CHARACTERS:
            return _start(characters_left(leaf))
        case Cut.NETWORK:
            return lambda value: None if value is None else _network(_plain(value), limits)
        case Cut.ORIGIN:
            return lambda value: None if value is None else origin(_plain(value))
        case Cut.TIME:
            return _moment(FORMATS["timestamp"].matches, *_TIMES[limits.time])
        case Cut.DATE:
            return _moment(FORMATS["date"].matches, *_DATES[limits.date])
        case Cut.DIGITS:
            return _digits(limits.digits)
        case None:
            raise AssertionError("a value that is truncated has a cut")
        case _:
            assert_never(leaf.cut)


def _start(characters: int) -> Act:
    def start(value: Json) -> Json:
        if isinstance(value, str):
            return value[:characters]
        return None if value is None else _plain(value)[:characters]

    return start


def _network(text: str, limits: Truncation) -> str:
    """The network of an address; a text that is no address is masked, so that nothing of it is told.

    A mask may itself read as an address, which then becomes its network as well, so that a second time
    changes nothing.
    """
    masked = text.translate(_SHAPE)
    return _network_of(text, limits) or _network_of(masked, limits) or masked


def _network_of(text: str, limits: Truncation) -> str | None:
    if len(text) > _LONGEST_ADDRESS:
        return None
    try:
        address = ip_address(text)
    except ValueError:
        return None
    if isinstance(address, IPv6Address):
        # both forms carry a whole IPv4 address: RFC 4291 §2.5.5.2, and RFC 3056 §2 within the first 48 bits
        address = address.ipv4_mapped or address.sixtofour or address
    # the packed form leaves out an IPv6 zone, which names an interface of the machine
    if isinstance(address, IPv4Address):
        return str(IPv4Network((address.packed, limits.ipv4), strict=False).network_address)
    return str(IPv6Network((address.packed, limits.ipv6), strict=False).network_address)


_LONGEST_ADDRESS: Final = 300
"""Characters that are read as an address, zone included; a longer text is none."""


def origin(text: str) -> str:
    """Scheme and host of a URI, without user, path, query and fragment; of others the scheme alone.

    What cannot be read is masked; a mask that can be read leaves its own origin, so that a second time
    changes nothing.
    """
    found = _origin_of(text)
    if found is None:
        masked = text.translate(_SHAPE)
        return _origin_of(masked) or masked
    return found


def _origin_of(text: str) -> str | None:
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


_TIMES: Final = {
    "hour": (13, ":00:00Z"),
    "day": (10, "T00:00:00Z"),
    "month": (7, "-01T00:00:00Z"),
    "year": (4, "-01-01T00:00:00Z"),
}
_DATES: Final = {"month": (7, "-01"), "year": (4, "-01-01")}
"""How many characters of a moment stay, and what is written behind them."""


def _moment(matches: Callable[[str], bool], length: int, end: str) -> Act:
    """A timestamp or a date with its finer parts at their start, as it is written; others are masked."""

    def cut(value: Json) -> Json:
        if value is None:
            return None
        text = _plain(value)
        return text[:length] + end if matches(text) else text.translate(_SHAPE)

    return cut


def _digits(kept: int) -> Act:
    """A number with its leading digits, the others 0: 1,234 becomes 1,000, 0.0567 becomes 0.05."""
    # of the number as it is written: what stays, the digits that do not, the exponent
    written = re.compile(rf"(-?[0.]*(?:[0-9]\.?){{{kept}}})([0-9.]*)(e.*)?").fullmatch
    units: tuple[int, ...] = tuple(10 ** max(0, digits - kept) for digits in range(len(_POWERS) + 1))
    double_units = tuple(map(float, units))
    least, double_least = 10**kept, 10.0**kept

    def cut(value: Json) -> Json:
        # a whole number of units is above or below a double exactly when it is above or below what is
        # written of it, and the rest of a division is exact; doubles with doubles take half the time
        if value.__class__ is float:
            assert isinstance(value, float)
            if double_least <= value <= _DOUBLE_LIMIT:
                return value - value % double_units[bisect(_DOUBLE_POWERS, value)]
            if 1.0 <= value < double_least:
                return float(repr(value)[: kept + 1])  # the digits and the point
        elif value.__class__ is int:
            assert isinstance(value, int)
            if least <= value <= MAX_SAFE_INTEGER:
                return value - value % units[bisect(_POWERS, value)]
        else:
            return None if value is None else mask(value)
        found = written(repr(value))
        if found is None:
            return value  # it has fewer digits
        left = found[1] + found[2].translate(_ZEROS) + (found[3] or "")
        return float(left) if value.__class__ is float else int(left)

    return cut


_POWERS: Final[tuple[int, ...]] = tuple(10**digits for digits in range(len(str(MAX_SAFE_INTEGER))))
"""As many of these are not above a number as it has digits before its point."""
_DOUBLE_POWERS: Final = tuple(map(float, _POWERS))
_DOUBLE_LIMIT: Final = float(MAX_SAFE_INTEGER)

_ZEROS: Final = str.maketrans("123456789", "000000000")
