"""Checks of python-stdnum, loaded when something looks like a number that they know."""

from collections.abc import Callable
from functools import cache
from importlib import import_module

Check = Callable[[str], bool]


@cache
def check_of(module: str) -> Check:
    """The check of one module, such as `us.ssn`, guarded."""
    return guarded(import_module(f"stdnum.{module}").is_valid)


def guarded(check: Check) -> Check:
    """A check for which a text that it stumbles over is nothing that it confirms.

    python-stdnum catches its own errors; a place of birth that is missing from its tables is a `KeyError`.
    """

    def is_valid(number: str) -> bool:
        try:
            return check(number)
        except Exception:  # noqa: BLE001  # whatever goes wrong in there, it is one answer: not confirmed
            return False

    return is_valid
