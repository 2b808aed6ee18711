"""UNSET: the value of an argument that was not given; unlike None, nothing is sent for it."""

from __future__ import annotations

from typing import Final, final


@final
class Unset:
    """The type of UNSET, of which there is one."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "UNSET"

    def __bool__(self) -> bool:
        return False

    def __reduce__(self) -> str:
        return "UNSET"  # pickle and copy give the one that is there


UNSET: Final = Unset()
