"""Every figure of speed and memory: `make bench`, or `python -m tests.benchmarks validation`."""

import sys
from collections.abc import Callable
from typing import Final

from tests.benchmarks import (
    changes,
    checking,
    codegen,
    detectors,
    redaction,
    scanning,
    trackers,
    typescript,
    validation,
)

REPORTS: Final[dict[str, Callable[[], None]]] = {
    "validation": validation.report,
    "checking": checking.report,
    "changes": changes.report,
    "detectors": detectors.report,
    "redaction": redaction.report,
    "scanning": scanning.report,
    "codegen": codegen.report,
    "trackers": trackers.report,
    "typescript": typescript.report,
}

for name in sys.argv[1:] or REPORTS:
    REPORTS[name]()
