"""Text of a catalog on its way into source code, whatever the language."""

import re
from typing import Final

# Controls, line separators, and signs that change the direction of text (CVE-2021-42574): shown, not obeyed.
_UNSEEN: Final = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]"
)


def plain(text: str) -> str:
    """Text of a catalog on one line, in which what cannot be seen is spelled out."""
    spelled = _UNSEEN.sub(lambda sign: f"\\u{ord(sign[0]):04x}", text.replace("\n", " "))
    return " ".join(spelled.split())
