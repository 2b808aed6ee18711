"""Values whose type says whom they are about."""

from __future__ import annotations

from typing import Final


class Brand:
    """A text whose type says what it is about, so that it cannot go where such data must not go.

    Neither `repr` nor `str` shows the text.
    """

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value: Final = value

    @property
    def value(self) -> str:
        """The text itself."""
        return self._value

    def __repr__(self) -> str:
        return f"{type(self).__name__}(…)"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Brand) and type(other) is type(self) and other._value == self._value

    def __hash__(self) -> int:
        return hash((type(self), self._value))
