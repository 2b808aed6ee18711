"""The labelled corpus of tests/cases/privacy: one file per detector, values that it must see and must not.

`hits` are values in which the detector is right, `misses` what real payloads hold and what only looks alike.
A row is a value, or a mapping with the `name` of its property, the `value`, and the other detectors that are
right as well (`also`). `parts` are joined: a key in one piece would make scanners of repositories ring.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

import yaml

from catalog.privacy.detectors import DETECTORS, Hit, detect, detect_value

CASES: Final = Path(__file__).parents[2] / "cases" / "privacy"
KEYS: Final = {"name", "value", "parts", "also"}


class Row(NamedTuple):
    """One value, and the detectors that must see something in it."""

    detector: str
    is_hit: bool
    name: str | None
    value: str | int | float | bool | None
    expected: tuple[str, ...]

    def found(self) -> tuple[Hit, ...]:
        """What the detectors say."""
        if self.name is None:
            assert isinstance(self.value, str)
            return detect(self.value)
        return detect_value(self.value, self.name)


def rows() -> Iterator[Row]:
    """Every row of every file."""
    for detector in DETECTORS:
        document = yaml.safe_load((CASES / f"{detector.name}.yaml").read_text(encoding="utf-8"))
        for key in ("hits", "misses"):
            for entry in document[key]:
                yield _row(
                    detector.name, entry if isinstance(entry, dict) else {"value": entry}, key == "hits"
                )


def _row(detector: str, entry: dict[str, object], is_hit: bool) -> Row:
    assert entry.keys() <= KEYS, entry.keys() - KEYS
    parts, also, name = entry.get("parts"), entry.get("also", []), entry.get("name")
    value = "".join(parts) if isinstance(parts, list) else entry["value"]
    assert isinstance(value, str | int | float | bool | None)
    assert isinstance(also, list)
    assert isinstance(name, str | None)
    named = {detector, *also} if is_hit else set(also)
    return Row(detector, is_hit, name, value, tuple(one.name for one in DETECTORS if one.name in named))


class Score(NamedTuple):
    """How often a detector was right, over the whole corpus."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        """The share of its hits that are right."""
        return self.right / (self.right + self.wrong)

    @property
    def recall(self) -> float:
        """The share of what it should see that it sees."""
        return self.right / (self.right + self.missed)


def scores() -> dict[str, Score]:
    """Every detector's score; rows of other detectors count as well."""
    counts = {one.name: [0, 0, 0] for one in DETECTORS}
    for row in rows():
        found = {hit.detector for hit in row.found()}
        for name in found | set(row.expected):
            counts[name][0 if name in found and name in row.expected else 1 if name in found else 2] += 1
    return {name: Score(*three) for name, three in counts.items()}
