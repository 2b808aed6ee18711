"""What is doubtful about drafts: one decision for a property's name, however many events have it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from catalog.adoption.decisions import Decision, Risk
from catalog.adoption.drafting import Drafted
from catalog.adoption.observed import SeenEvent
from catalog.model.category import SHIPPED

_SHOWN: Final = 3
"""So many events, or properties, a sentence names."""


@dataclass(slots=True)
class _Having:
    """The events that have a property of some name, and where the first of them stands."""

    events: list[str] = field(default_factory=list)
    destinations: set[str] = field(default_factory=set)
    path: str = ""
    line: int | None = None


class Doubts:
    """Collects what the drafts of all events leave open."""

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._personal: dict[tuple[str, str], _Having] = {}
        self._disagreeing: dict[tuple[str, tuple[str, ...]], _Having] = {}
        self._guessed: dict[str, _Having] = {}

    def take(self, owner: str, drafts: Mapping[str, Drafted], seen: SeenEvent, path: str) -> None:
        """Note the drafts of one event, or of what stands around events; `path` is below the folder."""
        for name, draft in sorted(drafts.items()):
            found = [
                self._personal.setdefault((f"{name}.{inner}" if inner else name, category), _Having())
                for inner, category in sorted(draft.suggested.items())
            ]
            if draft.disagreeing:
                found.append(self._disagreeing.setdefault((name, draft.disagreeing), _Having()))
            if draft.is_guess:
                found.append(self._guessed.setdefault(name, _Having()))
            for one in found:
                if not one.events:
                    one.path, one.line = seen.sites[0] if seen.sites else (f"{self._folder}/{path}", None)
                one.events.append(owner)
                one.destinations |= seen.destinations

    def decisions(self) -> Iterator[Decision]:
        """What is to be decided: personal data by its sensitivity, and what most events have first."""
        for (name, category), having in self._personal.items():
            sensitivity = SHIPPED[category].sensitivity
            sent = f", sent to {_listed(sorted(having.destinations))}" if having.destinations else ""
            yield Decision(
                risk=Risk.PERSONAL,
                sentence=f"'{name}' may be {category}, which is {sensitivity.value}{sent} "
                f"by {_listed(having.events)}",
                path=having.path,
                line=having.line,
                weight=sensitivity.rank * 100_000 + len(having.events),
            )
        for (name, kinds), having in self._disagreeing.items():
            yield Decision(
                risk=Risk.REFUSED,
                sentence=f"'{name}' is sent as {' and as '.join(kinds)} by {_listed(having.events)}",
                path=having.path,
                line=having.line,
                weight=len(having.events),
            )
        if self._guessed:
            most = sorted(self._guessed, key=lambda one: (-len(self._guessed[one].events), one))
            events = {event for having in self._guessed.values() for event in having.events}
            quoted = [f"'{name}'" for name in most]
            count = "1 property" if len(most) == 1 else f"{len(most):,} properties"
            yield Decision(
                risk=Risk.UNCLEAR,
                sentence=f"the code does not tell the type of {count} in "
                f"{'1 event' if len(events) == 1 else f'{len(events):,} events'}: "
                f"{_listed(quoted)}; recorded payloads do, with --traffic",
                path=self._folder,
            )


def _listed(names: list[str]) -> str:
    shown = ", ".join(names[:_SHOWN])
    return f"{shown} and {len(names) - _SHOWN:,} more" if len(names) > _SHOWN else shown
