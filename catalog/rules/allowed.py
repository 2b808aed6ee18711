"""Which findings a catalog excuses, and which of its allowances excused something."""

from collections.abc import Iterable, Mapping

from catalog.findings import Kind, Pointer, Spot
from catalog.rules.fields import Allowance


class Allowed:
    """The allowances of a catalog that excuse anything: known rules, with a reason."""

    def __init__(self, allowances: Iterable[Allowance], known_rules: Mapping[str, bool]) -> None:
        """`known_rules`: every rule's id, and whether an allowance can excuse it."""
        self._used: set[tuple[Kind, str, Pointer, str]] = set()
        self._stated = {
            (item.kind, item.name, item.pointer, item.rule)
            for item in allowances
            if item.reason.strip() and known_rules.get(item.rule)
        }

    def excuses(self, rule: str, spot: Spot) -> bool:
        """Whether a rule's finding at a place is excused there or above; remembers by which allowance."""
        if not self._stated:
            return False
        for length in range(len(spot.pointer), -1, -1):  # the nearest allowance is the one that is needed
            key = (spot.kind, spot.name, spot.pointer[:length], rule)
            if key in self._stated:
                self._used.add(key)
                return True
        return False

    def used(self, allowance: Allowance) -> bool:
        """Whether an allowance excused something."""
        return (allowance.kind, allowance.name, allowance.pointer, allowance.rule) in self._used
