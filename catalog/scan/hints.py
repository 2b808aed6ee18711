"""Comments at a call that say which names its event can be: `# rollcall: events=a.b,a.c`."""

import re
from typing import Final

_HINT: Final = re.compile(rb"(?:#|//|/\*|\{/\*)\s*rollcall:\s*events\s*=\s*([^\r\n]*)")
_ENDS: Final = ("*/}", "*/")
_COMMENT_ONLY: Final = re.compile(rb"^\s*(?:#|//|/\*|\{/\*)")


def hints_at(content: bytes, first: int, last: int) -> tuple[str, ...]:
    """The names in comments on the lines of a call, or on a line of its own above it; lines are 1-based."""
    if b"rollcall:" not in content:
        return ()
    found: dict[str, None] = {}
    lines = content.split(b"\n")
    for number in range(max(first - 1, 1), last + 1):
        line = lines[number - 1]
        hint = _HINT.search(line)
        if hint is None or (number < first and not _COMMENT_ONLY.match(line)):
            continue
        text = hint[1].decode("utf-8", "replace")
        for end in _ENDS:
            text = text.partition(end)[0]
        found.update(dict.fromkeys(name.strip() for name in text.split(",") if name.strip()))
    return tuple(found)
