"""Other spellings of a text: full-width, invisible characters, other digits, JSON escapes, percent signs."""

import re
import unicodedata
from typing import Final
from urllib.parse import unquote

ODD: Final = (
    r"[\p{Cf}\p{No}\x{34f}\x{115f}\x{1160}\x{3164}\x{fe00}-\x{fe6f}\x{ff00}-\x{ffef}\x{1d400}-\x{1d7ff}]"
    r"|[^\P{Nd}0-9]|[^\P{Zs} ]|[^\P{Pd}-]"
)
"""RE2: a character that `plain` writes otherwise; `[^\\P{Nd}0-9]` are the digits that are not ASCII's."""
ESCAPED: Final = r"""\\(?:u[0-9A-Fa-f]{4}|[/"nrt])"""
"""RE2: an escape of JSON, as in a JSON text inside a string."""
QUOTED: Final = r"%[0-9A-Fa-f]{2}"
"""RE2: percent-encoding. RFC 3986 §2.1."""

_ESCAPE: Final = re.compile(r"""(?<!\\)\\+(?:u([0-9A-Fa-f]{4})|([/"nrt]))""")
_INVISIBLE: Final = frozenset("\u034f\u115f\u1160\u3164") | frozenset(map(chr, range(0xFE00, 0xFE10)))


def plain(text: str) -> str:
    """The text in compatibility form, with ASCII's digits, blanks and hyphens and no invisible characters."""
    folded = unicodedata.normalize("NFKC", text)
    return folded.translate({ord(char): _plain(char) for char in set(folded) if char > "~"})


def _plain(char: str) -> str:
    if char in _INVISIBLE:
        return ""
    match unicodedata.category(char):
        case "Cf":
            return ""
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
