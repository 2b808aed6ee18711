"""MAC addresses of six or eight bytes; times, fingerprints and UUIDs are not."""

import re
from collections.abc import Iterator
from typing import Final

from catalog.privacy.detectors.candidate import Candidate, Pattern, word_set
from catalog.privacy.detectors.detector import Detector
from catalog.privacy.detectors.proofs import Proofs

_BYTES: Final = Pattern(r"(?i)[0-9a-f]{2}(?:[:-][0-9a-f]{2}){5,}|[0-9a-f]{4}(?:\.[0-9a-f]{4}){2,}")
_BARE: Final = Pattern(r"(?i)[0-9a-f]{12}")
_TELLING: Final = word_set("mac bssid hwaddr eui eui64")
_LENGTHS: Final = (12, 16)  # EUI-48 and EUI-64
_MADE_LONGER: Final = re.compile(r".{6}fffe|0[02]005e")
"""Eight bytes alone are a fingerprint, unless made of six (RFC 4291, appendix A) or of IANA's (RFC 7042)."""
_TIME: Final = re.compile(r"\d\d(?:0\d|1[0-2])(?:[0-2]\d|3[01])(?:[01]\d|2[0-3])[0-5]\d|0000")
"""Year, month, day, hour and minute."""


def _find(text: str, words: frozenset[str], _proofs: Proofs) -> Iterator[str]:
    telling = not words.isdisjoint(_TELLING)
    for candidate in _BYTES.candidates(text):
        if _is_mac(candidate, telling):
            yield candidate.piece
    if telling:
        for candidate in _BARE.candidates(text):
            if candidate.is_whole:
                yield candidate.piece


def _is_mac(candidate: Candidate, telling: bool) -> bool:
    if candidate.before.isalpha() and (candidate.piece[2:3] == ":" or candidate.piece[2:6:3] == "-:"):
        candidate = candidate._replace(start=candidate.start + 3)  # the end of a word: `mac:`, `device-`
    if not (candidate.is_whole or candidate.is_joined_to_word or candidate.is_behind_word):
        return False
    if ":" in (candidate.before, candidate.after) and not _is_labelled(candidate):
        return False
    piece = candidate.piece
    if len({char for char in piece if not char.isalnum()}) != 1:
        return False
    digits = "".join(char for char in piece if char.isalnum()).lower()
    if len(digits) not in _LENGTHS or len(set(digits)) == 1:
        return False
    if telling or candidate.follows(_TELLING):
        return True
    if len(digits) > _LENGTHS[0]:
        return _MADE_LONGER.match(digits) is not None
    # Six groups of decimal digits are a time or a code; of random addresses, one in 280 is so.
    return not digits.isdecimal() or (digits.startswith("00") and not _TIME.match(digits))


def _is_labelled(candidate: Candidate) -> bool:
    """Whether the colon before it ends a word, as in `mac:00:00:5e:00:53:01`."""
    return (
        candidate.after != ":" and candidate.text[max(0, candidate.start - 2) : candidate.start - 1].isalpha()
    )


def _is_nobodys(piece: str) -> bool:
    digits = "".join(char for char in piece if char.isalnum()).lower()
    return digits.startswith("00005e0053")  # RFC 7042 §2.1.2


DETECTOR: Final = Detector(
    name="mac",
    category="user.device.id",
    summary="The MAC address of a device.",
    prefilter=r"(?i)[0-9a-f]{2}[:-][0-9a-f]{2}[:-][0-9a-f]{2}[:-][0-9a-f]{2}[:-]|[0-9a-f]{4}\.[0-9a-f]{4}\.[0-9a-f]{4}",
    find=_find,
    named=_TELLING,
    is_nobodys=_is_nobodys,
)
