"""How much work one comparison may take, in steps and not by the clock: the same answer everywhere."""

from typing import Final

MAX_STEPS: Final = 200_000
"""About two seconds of a slow machine."""


class Spent(Exception):
    """The work took too many steps."""


class Budget:
    """What is left of the steps."""

    def __init__(self, steps: int = MAX_STEPS) -> None:
        self.left = steps

    def spend(self, steps: int = 1) -> None:
        """Takes steps; raises Spent when there are none left."""
        self.left -= steps
        if self.left < 0:
            raise Spent
