"""Keeps what it gets: for tests, and to look at."""

from __future__ import annotations

from collections import deque
from typing import Final

from .deliveries import Delivery


class Memory:
    """A destination that keeps the last deliveries, 10,000 unless told otherwise."""

    is_prompt: Final = True

    def __init__(self, limit: int = 10_000) -> None:
        self._kept: deque[Delivery] = deque(maxlen=limit)
        self.send = self._kept.append

    @property
    def deliveries(self) -> list[Delivery]:
        """What it got, the oldest first."""
        return [*self._kept]

    def clear(self) -> None:
        """Forget everything."""
        self._kept.clear()
