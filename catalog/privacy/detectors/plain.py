"""Other spellings of a text: full-width, invisible characters, other digits, JSON escapes, percent signs."""

import re
import unicodedata
from typing import Final
from urllib.parse import unquote

ODD: Final = (
    r"[\x{0}-\x{8}\x{e}-\x{1f}\x{7f}-\x{84}\x{86}-\x{9f}\x{3002}\x{180b}-\x{180f}\x{e0100}-\x{e01ef}\p{Cf}\p{No}\x{34f}\x{115f}\x{1160}\x{3164}\x{fe00}-\x{fe6f}\x{ff00}-\x{ffef}\x{1d400}-\x{1d7ff}]"
    r"|[^\P{Nd}0-9]|[^\P{Zs} ]|[^\P{Pd}-]"
)
"""RE2: a character that `plain` writes otherwise; `[^\\P{Nd}0-9]` are the digits that are not ASCII's."""
ESCAPED: Final = r"""\\(?:u[0-9A-Fa-f]{4}|[/"nrt])"""
"""RE2: an escape of JSON, as in a JSON text inside a string."""
QUOTED: Final = r"%[0-9A-Fa-f]{2}"
"""RE2: percent-encoding. RFC 3986 §2.1."""

_ESCAPE: Final = re.compile(r"""(?<!\\)\\+(?:u([0-9A-Fa-f]{4})|([/"nrt]))""")
_INVISIBLE: Final = frozenset("\u034f\u115f\u1160\u3164").union(
    map(chr, (*range(0x180B, 0x1810), *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)))
)
_STOP: Final = re.compile(r"\u3002(?=[0-9A-Za-z]|中国|中國|公司|网络|網路|香港|台灣|台湾|みんな|コム)")
"""The full stop of Chinese and Japanese where it parts the labels of a domain: RFC 3490 §3.1."""


def plain(text: str) -> str:
    """The text in compatibility form, with ASCII's digits, blanks and hyphens and no invisible characters."""
    folded = _STOP.sub(".", unicodedata.normalize("NFKC", text))
    return folded.translate({ord(char): _plain(char) for char in set(folded) if not " " <= char <= "~"})


def _plain(char: str) -> str:
    if char in _INVISIBLE:
        return ""
    match unicodedata.category(char):
        case "Cf":
            return ""
        case "Cc":
            return char if char.isspace() else ""
        case "Nd":
            return str(unicodedata.decimal(char))
        case "Pd":
            return "-"
        case "Zs":
            return " "
        case _:
            return char


def unescaped(text: str) -> str:
    """The text with JSON's escapes resolved, however often the backslashes were doubled."""
    return _ESCAPE.sub(_character, text).encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _character(match: re.Match[str]) -> str:
    code, short = match.groups()
    if code is not None:
        return chr(int(code, 16))
    return short if short in '/"' else " "


def unquoted(text: str) -> str:
    """The text with percent-encoding resolved."""
    return unquote(text)
