"""The command and its catalogs, as in tests/cli."""

from tests.cli.conftest import faulty, rollcall, starter

__all__ = ["faulty", "rollcall", "starter"]
