"""Rollcall: the register of every product event a company may send.

The public API: `load` a catalog's folder or `read_release` a release, judge payloads with a `Validator`,
export contracts with `to_json_schema`, compare JSON Schema documents with `compare_schemas`. Names are
imported when they are first used, so that `import catalog` costs nothing.
"""

from __future__ import annotations

from importlib import import_module

# As type checkers know it: importing `typing` takes longer than all else that
# happens before the command can answer a Ctrl-C.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from catalog.baseline.release_file import NewerRelease, NotARelease, WrongDigest, read_release
    from catalog.documents import SchemaChange, SchemaVerdict, UnknownMode, compare_schemas
    from catalog.errors import (
        CatalogError,
        DestinationNotLoaded,
        NoContract,
        NotACatalog,
        NotLoaded,
        UnknownName,
    )
    from catalog.findings import Finding, Severity
    from catalog.loading import Loaded, load
    from catalog.model.release import Release
    from catalog.model.snapshot import Snapshot
    from catalog.privacy.keys import KeyMissing, Keyring, KeysUnusable, read_keys
    from catalog.schema import to_json_schema
    from catalog.validation import Outcome, Problem, Validator, Verdict
    from catalog.validation.redactor import Redacted, Redactor, Refused

__version__: Final = "0.1.0"

_HOMES: Final = {
    "CatalogError": "catalog.errors",
    "DestinationNotLoaded": "catalog.errors",
    "Finding": "catalog.findings",
    "KeyMissing": "catalog.privacy.keys",
    "Keyring": "catalog.privacy.keys",
    "KeysUnusable": "catalog.privacy.keys",
    "Loaded": "catalog.loading",
    "NewerRelease": "catalog.baseline.release_file",
    "NoContract": "catalog.errors",
    "NotACatalog": "catalog.errors",
    "NotARelease": "catalog.baseline.release_file",
    "NotLoaded": "catalog.errors",
    "Outcome": "catalog.validation",
    "Problem": "catalog.validation",
    "Redacted": "catalog.validation.redactor",
    "Redactor": "catalog.validation.redactor",
    "Refused": "catalog.validation.redactor",
    "Release": "catalog.model.release",
    "SchemaChange": "catalog.documents",
    "SchemaVerdict": "catalog.documents",
    "Severity": "catalog.findings",
    "Snapshot": "catalog.model.snapshot",
    "UnknownMode": "catalog.documents",
    "UnknownName": "catalog.errors",
    "Validator": "catalog.validation",
    "Verdict": "catalog.validation",
    "WrongDigest": "catalog.baseline.release_file",
    "compare_schemas": "catalog.documents",
    "load": "catalog.loading",
    "read_keys": "catalog.privacy.keys",
    "read_release": "catalog.baseline.release_file",
    "to_json_schema": "catalog.schema",
}

__all__ = [
    "CatalogError",
    "DestinationNotLoaded",
    "Finding",
    "KeyMissing",
    "Keyring",
    "KeysUnusable",
    "Loaded",
    "NewerRelease",
    "NoContract",
    "NotACatalog",
    "NotARelease",
    "NotLoaded",
    "Outcome",
    "Problem",
    "Redacted",
    "Redactor",
    "Refused",
    "Release",
    "SchemaChange",
    "SchemaVerdict",
    "Severity",
    "Snapshot",
    "UnknownMode",
    "UnknownName",
    "Validator",
    "Verdict",
    "WrongDigest",
    "__version__",
    "compare_schemas",
    "load",
    "read_keys",
    "read_release",
    "to_json_schema",
]


def __dir__() -> list[str]:
    return __all__


def __getattr__(name: str) -> object:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'catalog' has no attribute '{name}'")
    return getattr(import_module(home), name)
