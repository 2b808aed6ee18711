"""JSON Web Tokens: RFC 7519, told by a header that decodes to JSON."""

import base64
import binascii
import json
from collections.abc import Iterator
from typing import Final

from catalog.privacy.detectors.candidate import Candidate, Pattern
from catalog.privacy.detectors.detector import Detector
from catalog.privacy.detectors.proofs import Proofs

# Signed: three parts, the last of them empty for `alg: none`; encrypted: five.
_TOKEN: Final = Pattern(r"eyJ[A-Za-z0-9_-]{7,}(?:\.[A-Za-z0-9_-]*){2,4}")
_MAX_HEADER: Final = 8_192
_MIN_BODY: Final = 8


def _find(text: str, _words: frozenset[str], _proofs: Proofs) -> Iterator[str]:
    for candidate in _TOKEN.candidates(text):
        if _is_token(candidate):
            yield candidate.piece


def _is_token(candidate: Candidate) -> bool:
    if candidate.before.isalnum() or candidate.before == "_":
        return False
    header, *rest = candidate.piece.split(".")
    if len(header) > _MAX_HEADER or max(map(len, rest)) < _MIN_BODY:
        return False
    decoded = _decoded(header)
    return isinstance(decoded, dict) and isinstance(decoded.get("alg"), str)


def _decoded(part: str) -> object:
    """The JSON of one part, or None."""
    try:
        return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    except (ValueError, RecursionError, binascii.Error):
        return None


def _is_nobodys(piece: str) -> bool:
    claims = _decoded(piece.split(".")[1])
    return isinstance(claims, dict) and claims.get("sub") == "1234567890"  # the one that handbooks show


DETECTOR: Final = Detector(
    name="jwt",
    category="user.credentials",
    summary="A JSON Web Token.",
    prefilter=r"eyJ[A-Za-z0-9_-]{7,}\.[A-Za-z0-9_-]*\.",
    find=_find,
    is_nobodys=_is_nobodys,
)
