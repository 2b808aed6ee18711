"""Comments in source code that excuse a finding: `# rollcall: allow=usage/dynamic-event the reason`."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from catalog.findings import Finding
from catalog.rules.usage.baseline import LineOf

_ALLOWED: Final = re.compile(
    r"(?:#|//|/\*)\s*rollcall:\s*allow\s*=\s*([\w/-]*(?:\s*,\s*[\w/-]+)*)(?P<reason>.*)"
)
_COMMENT_ONLY: Final = re.compile(r"\s*(?:#|//|/\*|\{/\*)")


class Comment(NamedTuple):
    """What one comment allows, and where it stands."""

    path: str
    line: int
    column: int
    rules: tuple[str, ...]
    """As they are written; whether there are such rules is another question."""
    has_reason: bool

    def excuses(self, rule: str) -> bool:
        """Whether a finding of a rule at this place is excused."""
        return self.has_reason and rule in self.rules


def comments_at(finding: Finding, begins: int | None, line_of: LineOf) -> Iterator[Comment]:
    """The allowances on a finding's line and on that on which its call begins, or in a comment above one."""
    numbers = dict.fromkeys(
        number for line in (begins, finding.line) if line is not None for number in (line - 1, line)
    )
    for number in numbers:
        text = line_of(finding.path, number)
        if number in (begins, finding.line) or _COMMENT_ONLY.match(text):
            for found in _ALLOWED.finditer(text):
                rules = tuple(name.strip() for name in found[1].split(",") if name.strip())
                has_reason = re.search(r"\w", found["reason"]) is not None
                yield Comment(finding.path, number, found.start() + 1, rules, has_reason)
