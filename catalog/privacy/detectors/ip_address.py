"""IP addresses of version 4 and 6; version numbers, netmasks and loopback addresses are not."""

import re
from collections.abc import Iterator
from ipaddress import IPv4Address, IPv4Network, IPv6Address, ip_address
from typing import Final

from catalog.privacy.detectors.candidate import Candidate, Pattern, word_set
from catalog.privacy.detectors.detector import Detector
from catalog.privacy.detectors.proofs import Proofs
from catalog.privacy.detectors.property_name import says_nothing

_QUAD: Final = r"\d{1,3}(?:\.\d{1,3}){3}"
_V4: Final = Pattern(_QUAD)
_ONLY: Final = re.compile(
    rf"[\s\[(\"']{{0,8}}{_QUAD}([\s,;|\"']{{1,8}}{_QUAD})*[\s,;\])\"']{{0,8}}", re.ASCII
)
"""A value that is one, in brackets or not, or a list of them; the group matches where it is a list."""
_V6: Final = Pattern(r"(?i)[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,8}(?:\.\d{1,3}){0,3}")
_ADDRESS: Final = word_set(
    "ip ips ipv4 ipv6 addr address adresse dirección direccion host client remote peer from inet server xff "
    "forwarded"
)
_NAMED: Final = (_ADDRESS - {"from"}) | word_set(
    "source src origin dest destination hosts clients peers servers addresses gateway router dns proxy "
    "visitor caller sender login network node endpoint machine"
)
"""Last words of names of what has an address: upgrades go `from` one version to another."""
_JOINED: Final = _NAMED | word_set("visit visits visitors user session")
"""Words that an address is joined to; any other, such as a product's, is joined to a version."""
_SURE: Final = word_set("ip ips ipv4")
_VERSION: Final = word_set(
    "v version versions ver release build firmware rev revision driver kernel sdk upgrade upgraded update "
    "updated patch section chapter oid chrome edge agent app vers versión versionsnummer "
    "firefox chromium safari opera brave vivaldi webkit gecko electron browser os windows win android ios "
    "macos "
    "linux node python java php nginx apache mysql postgres redis docker openssl lib library package "
    "dependency "
    "schema level outline number clause paragraph"
)
_PREFIX: Final = re.compile(r"/(\d{1,2})(?!\d)")
_PRIVATE: Final = 10  # RFC 1918 §3
_SMALL: Final = 32
"""Major and minor versions are rarely greater; the first two bytes of one address in 64 are both below it."""


def _find_v4(text: str, words: frozenset[str], _proofs: Proofs) -> Iterator[str]:
    if words.isdisjoint(_VERSION):
        is_value = _is_value(text, words)
        for candidate in _V4.candidates(text):
            if _is_v4(candidate, words, is_value=is_value):
                yield candidate.piece


def _is_v4(candidate: Candidate, words: frozenset[str], *, is_value: bool) -> bool:
    if not (candidate.stands_alone or candidate.is_behind_word) or _is_joined(candidate):
        return False
    try:
        address = IPv4Address(candidate.piece)
    except ValueError:
        return False
    if address.is_loopback or address.is_multicast or address.is_reserved or address.packed[0] == 0:
        return False
    if _is_network(candidate):
        return False
    near = frozenset(candidate.words_before[-2:])
    if not near.isdisjoint(_VERSION):
        return False
    if candidate.is_joined_to_word and not candidate.is_called(_SURE):
        # a program's version is joined to its name in the same way: `client-1.2.3.4`
        return max(address.packed[:2]) >= _SMALL and not _has_zeros(address)
    if max(address.packed[:2]) >= _SMALL:
        return True
    if is_value and not _has_zeros(address):
        return True
    return not words.isdisjoint(_NAMED) or not near.isdisjoint(_ADDRESS) or _is_in_a_network(candidate)


def _is_value(text: str, words: frozenset[str]) -> bool:
    """Whether a text is nothing else, under a name that says nothing; without a name, two side by side."""
    if not says_nothing(words):
        return False
    whole = _ONLY.fullmatch(text.strip())
    return whole is not None and (bool(words) or whole[1] is not None)


def _has_zeros(address: IPv4Address) -> bool:
    """Whether it ends or goes on with a zero, as most versions of four numbers do: `12.5.0.1`, `4.0.0.0`."""
    first, *rest = address.packed
    return rest[-1] == 0 or (0 in rest and first != _PRIVATE)


def _is_network(candidate: Candidate) -> bool:
    """Whether the length of a prefix behind it leaves no device: `10.0.0.0/8`."""
    length = _PREFIX.match(candidate.text, candidate.end)
    if length is None or int(length[1]) >= 32:
        return False
    try:
        IPv4Network(candidate.piece + length[0])
    except ValueError:
        return False
    return True


def _is_joined(candidate: Candidate) -> bool:
    """Whether it is a part of a longer number, of a version or a product: `1.2.3.4-rc`, `Chrome/1.2.3.4`."""
    text, start, end = candidate
    if candidate.before in ("-", ".", "/", "^", "~", "@") and text[max(0, start - 2) : start - 1].isalnum():
        return not (candidate.is_joined_to_word and candidate.is_called(_JOINED))
    if candidate.before in ("^", "~", "="):
        return text[max(0, start - 2) : start - 1] in ("", " ", "=", "~", ">", "<")
    return candidate.after in ("-", ".", "+") and text[end + 1 : end + 2].isalnum()


def _is_in_a_network(candidate: Candidate) -> bool:
    """Whether a scheme stands before it, or a port or the length of a prefix behind it."""
    text, start, end = candidate
    following = text[end : end + 2]
    return text[max(0, start - 3) : start] == "://" or (
        following[:1] in (":", "/") and following[1:].isdecimal()
    )


def _find_v6(text: str, _words: frozenset[str], _proofs: Proofs) -> Iterator[str]:
    for candidate in _V6.candidates(text):
        if candidate.stands_alone and candidate.before != ":" and candidate.after not in (":", "-"):
            address = _v6(candidate.piece)
            if address is not None:
                yield candidate.piece


def _v6(piece: str) -> IPv6Address | None:
    groups = [group for group in piece.split(":") if group]
    if len(groups) == 8 and all(len(group) == 2 for group in groups):
        return None  # EUI-64: a MAC address of eight bytes
    if len(groups) < 8:
        if "::" not in piece or len(groups) < 2:
            return None
        # `A::B` and `std::ba` are names of code: a group of an address has a digit, and one is long.
        if not (any(len(group) > 2 for group in groups) and any(char.isdigit() for char in piece)):
            return None
    try:
        address = IPv6Address(piece)
    except ValueError:
        return None
    return None if address.is_loopback or address.is_unspecified or address.is_multicast else address


def _is_nobodys(piece: str) -> bool:
    return ip_address(piece).is_private  # RFC 5737 and RFC 3849 (documentation) among them


V4: Final = Detector(
    name="ipv4",
    category="user.device.ip",
    summary="An IP address of version 4.",
    prefilter=r"\d\.\d{1,3}\.\d{1,3}\.\d",
    find=_find_v4,
    is_nobodys=_is_nobodys,
)
V6: Final = Detector(
    name="ipv6",
    category="user.device.ip",
    summary="An IP address of version 6.",
    prefilter=r"(?i)::[0-9a-f]|[0-9a-f]::|[0-9a-f]:[0-9a-f]{1,4}:[0-9a-f]{1,4}:[0-9a-f]{1,4}:[0-9a-f]{1,4}:",
    find=_find_v6,
    is_nobodys=_is_nobodys,
)
