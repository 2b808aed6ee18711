"""The front end for JavaScript and TypeScript: one file → its facts, and which file an import means."""

from catalog.scan.javascript.front import read

__all__ = ["read"]
