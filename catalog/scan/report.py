"""What a scan reports: the call sites, and the events that they use."""

from dataclasses import dataclass
from datetime import datetime

from catalog.findings import Finding
from catalog.scan.scan import Scan
from catalog.scan.use import Use


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanReport:
    """One scan of one repository at one commit, if it has one."""

    repository: str
    commit: str | None
    scanned_at: datetime
    scan: Scan
    use: Use
    findings: tuple[Finding, ...] = ()
    is_whole: bool = False
    """Whether all of the repository was looked at, not some of its folders."""
