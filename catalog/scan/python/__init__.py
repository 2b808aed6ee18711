"""The front end for Python, of every version: one file → its facts."""

from catalog.scan.python.front import read

__all__ = ["read"]
