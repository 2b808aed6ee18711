"""Comments in source code that excuse a finding: `# rollcall: allow=usage/dynamic-event the reason`."""

import re
from typing import Final

from catalog.findings import Finding
from catalog.rules.usage.baseline import LineOf

_ALLOWED: Final = re.compile(r"(?:#|//|/\*)\s*rollcall:\s*allow\s*=\s*(usage/[a-z-]+)\s+(\w.*)")
_COMMENT_ONLY: Final = re.compile(r"\s*(?:#|//|/\*|\{/\*)")


def is_excused_there(finding: Finding, line_of: LineOf) -> bool:
    """Whether a comment allows a finding, with a reason: on its line, or on one of its own above it."""
    above = line_of(finding.path, finding.line - 1)
    lines = [line_of(finding.path, finding.line), above if _COMMENT_ONLY.match(above) else ""]
    return any(found[1] == finding.rule for line in lines for found in _ALLOWED.finditer(line))
