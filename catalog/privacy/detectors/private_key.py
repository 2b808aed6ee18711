"""Private keys in the forms in which files hold them; public keys and certificates are not."""

from collections.abc import Iterator
from typing import Final

from catalog.privacy.detectors.candidate import Pattern
from catalog.privacy.detectors.detector import Detector
from catalog.privacy.detectors.proofs import Proofs

_HEADER: Final = (
    r"(?:-----BEGIN (?:[A-Z0-9]+ ){0,3}PRIVATE KEY(?: BLOCK)?-----"
    r"|---- BEGIN SSH2 (?:ENCRYPTED )?PRIVATE KEY ----)"
)
_CUT: Final = (
    rf"(?:\A|[\n=\"]|\\n)[ \t]{{0,3}}{_HEADER}"
    r"(?:\s|\\[nr])*[A-Za-z0-9+/=]{0,15}(?:\s|\\[nr])*(?:\.\.\.|…)?\s*\z"
)
"""A key of which a text that was cut has the first line only: at its end, with nothing else in that line."""
# A key has a body: the sentence "begins with -----BEGIN PRIVATE KEY-----" has none. Headers of RFC 1421 and
# the `\n` of a JSON or environment file may stand between.
_KEY: Final = Pattern(
    r"-----BEGIN (?:[A-Z0-9]+ ){0,3}PRIVATE KEY(?: BLOCK)?-----"
    r"(?:\s|\\[nr]|[A-Za-z-]+: ?[A-Za-z0-9,.:/ ()-]*(?:\n|\\n))*[A-Za-z0-9+/=]{16}"
    r"|---- BEGIN SSH2 (?:ENCRYPTED )?PRIVATE KEY ----"  # RFC 4716 has the form of public ones
    r"(?:\s|\\[nr]|[A-Za-z-]+: ?[A-Za-z0-9,.:/ ()@\"-]*(?:\n|\\n))*[A-Za-z0-9+/=]{16}"
    rf"|{_CUT}"
    r"|<RSAKeyValue>[^\x00]*?<(?:D|P|Q|InverseQ)>\s*[A-Za-z0-9+/=]{16}"
    r"|AGE-SECRET-KEY-1[A-Z0-9]{40}"
    r"|PuTTY-User-Key-File-\d: "
    r"|\"kty\"\s*:\s*\"(?:RSA|EC|OKP)\"[^{}]*\"d\"\s*:\s*\"[A-Za-z0-9_-]{16}"
    r"|\"d\"\s*:\s*\"[A-Za-z0-9_-]{16}[^{}]*\"kty\"\s*:\s*\"(?:RSA|EC|OKP)\""
)


def _find(text: str, _words: frozenset[str], _proofs: Proofs) -> Iterator[str]:
    for candidate in _KEY.candidates(text):
        yield candidate.piece


DETECTOR: Final = Detector(
    name="private_key",
    category="user.credentials",
    summary="A private key.",
    prefilter=r"PRIVATE KEY|<RSAKeyValue>|AGE-SECRET-KEY-1|PuTTY-User-Key-File|\"kty\"",
    find=_find,
)
