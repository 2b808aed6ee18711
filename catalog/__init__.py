"""Rollcall: the register of every product event a company may send.

The public API: `load` a catalog's folder, judge payloads with a `Validator`, export contracts with
`to_json_schema`. Names are imported when they are first used, so that `import catalog` costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from catalog.errors import CatalogError, NotACatalog, UnknownName
    from catalog.findings import Finding, Severity
    from catalog.loading import Loaded, load
    from catalog.model.snapshot import Snapshot
    from catalog.schema import to_json_schema
    from catalog.validation import Outcome, Problem, Validator, Verdict

__version__: Final = "0.1.0"

_HOMES: Final = {
    "CatalogError": "catalog.errors",
    "Finding": "catalog.findings",
    "Loaded": "catalog.loading",
    "NotACatalog": "catalog.errors",
    "Outcome": "catalog.validation",
    "Problem": "catalog.validation",
    "Severity": "catalog.findings",
    "Snapshot": "catalog.model.snapshot",
    "UnknownName": "catalog.errors",
    "Validator": "catalog.validation",
    "Verdict": "catalog.validation",
    "load": "catalog.loading",
    "to_json_schema": "catalog.schema",
}

__all__ = [
    "CatalogError",
    "Finding",
    "Loaded",
    "NotACatalog",
    "Outcome",
    "Problem",
    "Severity",
    "Snapshot",
    "UnknownName",
    "Validator",
    "Verdict",
    "__version__",
    "load",
    "to_json_schema",
]


def __getattr__(name: str) -> object:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'catalog' has no attribute '{name}'")
    return getattr(import_module(home), name)
