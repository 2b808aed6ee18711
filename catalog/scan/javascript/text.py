"""Texts and numbers as they are written → the values they are."""

import re
from typing import Final

_ESCAPE: Final = re.compile(
    r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|u\{([0-9a-fA-F]{1,6})\}|(\r\n|[\n\r\u2028\u2029])|(.))",
    re.DOTALL,
)
_SINGLE: Final = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0"}
_RADIX: Final = {"0x": 16, "0o": 8, "0b": 2}

# JS Number.MAX_SAFE_INTEGER
_MAX_INTEGER: Final = 2**53 - 1


def unescaped(text: str) -> str:
    """The text that a literal with escapes stands for; lone surrogates become U+FFFD."""
    if "\\" not in text:
        return text
    units = _ESCAPE.sub(_unescape, text)
    return units.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def number(text: str) -> int | float | None:
    """A numeric literal's value; None if it is none."""
    digits = text.replace("_", "").removesuffix("n").lower()
    try:
        value: int | float
        if digits[:2] in _RADIX:
            value = int(digits[2:], _RADIX[digits[:2]])
        elif digits.isdecimal() and len(digits) < 20:
            value = int(digits)
        else:
            value = float(digits)
    except ValueError:
        return None
    if isinstance(value, int):
        return value if value <= _MAX_INTEGER else float(min(value, 2**1000))
    return (
        None
        if value == float("inf")
        else int(value)
        if value.is_integer() and value <= _MAX_INTEGER
        else value
    )


def _unescape(match: re.Match[str]) -> str:
    hexadecimal = match[1] or match[2] or match[3]
    if hexadecimal is not None:
        code = int(hexadecimal, 16)
        return chr(code) if code <= 0x10FFFF else "�"
    if match[4] is not None:  # a line that goes on
        return ""
    return _SINGLE.get(match[5], match[5])
