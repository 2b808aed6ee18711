"""URLs that carry a login before their host, or something personal in their query."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from catalog.model.words import words_of
from catalog.privacy.detectors.candidate import Candidate, Pattern, word_set
from catalog.privacy.detectors.detector import Detector
from catalog.privacy.detectors.proofs import Proofs
from catalog.privacy.words import suggested

_LOGIN: Final = Pattern(r"[A-Za-z][A-Za-z0-9+.-]{0,30}://[^\s/?#@:\"'<>]*:[^\s/?#\"'<>]+@[^\s/?#@\"'<>]+")
_TOKEN: Final = Pattern(r"[A-Za-z][A-Za-z0-9+.-]{0,30}://[A-Za-z0-9_.~-]{16,}@[^\s/?#@\"'<>]+")
_CONNECTION: Final = Pattern(
    r"(?i)[a-z][a-z0-9+.:-]{0,40}://[^\s\"'<>]*[?;&](?:password|passwd|pwd)=[^\s;&\"'<>]+"
)
_URL: Final = Pattern(r"[^\s\"'<>]*[?#&;][^\s\"'<>]*=[^\s\"'<>]*")
_BLANKED: Final = (
    r"[*•x.]+|[<{\[$%:].*|(?:%7B|%5B|%3C).*|\(?(?:redacted|removed|filtered|hidden|masked|null|none|undefined"
)
_LEFT_OUT: Final = re.compile(rf"{_BLANKED})\)?", re.IGNORECASE)
"""What stands for a password: `secret` and `pass` are weak ones, and real."""
_PLACEHOLDER: Final = re.compile(
    rf"{_BLANKED}|true|false|yes|no|password|passwd|pass|pwd|secret|token|email|name|phone|user|username|0|1"
    r"|asc|desc|product|default|all|any|active|inactive|expired|new|guest|anonymous|anon|me|self|current)\)?",
    re.IGNORECASE,
)
_PERSONAL: Final = (
    "user.contact",
    "user.name",
    "user.credentials",
    "user.government_id",
    "user.demographic",
    "user.financial",
    "user.location.precise",
    "user.account",
    "user.device.ip",
)
_ALSO: Final = word_set(
    "name login user surname auth sess sessid phpsessid jsessionid session sid recipient recipients mobile "
    "cell handy tel"
)
_SECRETS: Final = word_set("sig signature credential credentials sessionid")
"""Last words of parameters that let whoever has the URL in: `X-Amz-Signature`."""
_TECHNICAL: Final = word_set(
    "page next prev previous csrf xsrf continuation cursor cache sort push device gift"
)
"""First words of parameters that are about the request: `page_token`, `csrf_token`."""
_SESSION: Final = ("session", "id")
_MAX_HOST: Final = 512
_MAX_KEY: Final = 64
"""A longer text before `=` is no name of a parameter."""
_RESERVED: Final = word_set("example invalid test localhost")  # RFC 2606 §2


def _find_credentials(text: str, _words: frozenset[str], _proofs: Proofs) -> Iterator[str]:
    for candidate in _LOGIN.candidates(text):
        login = candidate.piece.partition("://")[2].rpartition("@")[0]
        user, _colon, password = login.partition(":")
        if password and not _LEFT_OUT.fullmatch(password) and not _is_placeholder_pair(user, password):
            yield candidate.piece
    for candidate in _TOKEN.candidates(text):
        token, _at, host = candidate.piece.partition("://")[2].rpartition("@")
        if _is_token(token) and not _PUBLIC.search(host):
            yield candidate.piece
    for candidate in _CONNECTION.candidates(text):
        url, _equals, password = candidate.piece.rpartition("=")
        if not url.lower().startswith("http") and not _LEFT_OUT.fullmatch(password):
            yield candidate.piece


def _is_token(user: str) -> bool:
    """Whether a user without a password is a token, which mixes letters and digits, and not a name."""
    digits = sum(char.isdigit() for char in user)
    return digits >= _MIN_MIXED and len(user) - digits >= _MIN_MIXED and len(set(user)) >= _MIN_DISTINCT


_USER: Final = word_set("user username")
_MIN_MIXED: Final = 4
_MIN_DISTINCT: Final = 8
_PUBLIC: Final = re.compile(r"(?:^|\.)(?:ingest|sentry)\.")
"""Hosts that get errors under a key that browsers show anyway."""


def _is_placeholder_pair(user: str, password: str) -> bool:
    """Whether both are what handbooks write: `user:password@host`."""
    return user[:1] in ("<", "{", "$") or (user.lower() in _USER and password.lower() in ("user", "password"))


def _find_personal(text: str, _words: frozenset[str], proofs: Proofs) -> Iterator[str]:
    if not proofs.has_urls:
        yield text[:_MAX_HOST]
        return
    for candidate in _URL.candidates(text):
        if _is_url(candidate):
            if not proofs.take_url():
                yield candidate.piece[:_MAX_HOST]
                return
            yield from _personal_parameters(candidate.piece, proofs)


def _is_url(candidate: Candidate) -> bool:
    piece = candidate.piece
    start = min(index for index in (piece.find(mark) for mark in "?#&;") if index >= 0)
    return (
        "://" in piece[:start]
        or "/" in piece[:start]
        or start == 0
        or re.fullmatch(r"[a-z][\w.:-]*", piece[:start], re.IGNORECASE) is not None
    )


def _personal_parameters(url: str, proofs: Proofs) -> Iterator[str]:
    """The start of the URL, once for every parameter that says something about a person.

    Once more, and for no further parameter, when there are too many names to read.
    """
    for parameter in re.split(r"[?#&;]", url)[1:]:
        key, equals, value = parameter.partition("=")
        if not (equals and value and len(key) <= _MAX_KEY):
            continue
        if not proofs.take_parameter(key):
            yield url[:_MAX_HOST]
            return
        if _is_personal(key) and not _PLACEHOLDER.fullmatch(value):
            yield url[:_MAX_HOST]


@lru_cache(maxsize=4096)
def _is_personal(key: str) -> bool:
    words = words_of(key)
    if not words or words[0] in _TECHNICAL:
        return False
    if (len(words) == 1 and words[0] in _ALSO) or words[-1] in _SECRETS or words[-2:] == _SESSION:
        return True
    found = suggested(key)
    return found is not None and found[1].startswith(_PERSONAL)


def _is_nobodys(piece: str) -> bool:
    """Whether the host, or the address in the query, is one that stands for nobody."""
    host = re.split(r"[/?#]", piece.partition("://")[2])[0].rpartition("@")[2].partition(":")[0]
    labels = host.lower().split(".")
    return labels[-1] in _RESERVED or "example" in labels[-2:]


CREDENTIALS: Final = Detector(
    name="url_credentials",
    category="user.credentials",
    summary="A URL with a user and a password.",
    prefilter=(
        r"://[^\s/?#]*:[^\s/?#]+@|://[A-Za-z0-9_.~-]{16,}@"
        r"|://[^\s\"'<>]*[?;&](?i:password|passwd|pwd)="
    ),
    find=_find_credentials,
    is_nobodys=_is_nobodys,
)
PERSONAL: Final = Detector(
    name="url_personal",
    category="user.contact",
    summary="A URL with a personal parameter, such as an address, a name or a token.",
    prefilter=r"[?#&;][^\s=?#&;]{1,64}=[^\s&;]",
    find=_find_personal,
    is_nobodys=_is_nobodys,
)
