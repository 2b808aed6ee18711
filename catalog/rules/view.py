"""What every rule looks at: the catalog's definitions, with all properties laid out and filed in one pass."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from catalog.loading import Loaded
from catalog.loading.folder import SETTINGS_FILE, Kind, path_of
from catalog.model.category import Category
from catalog.model.settings import Settings
from catalog.model.snapshot import Definitions, Event, Snapshot
from catalog.rules.fields import Allowance, Field, Home, KeysField, Layout, homes_of


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A loaded catalog as rules see it.

    A property of a group stands here once, under its group, however many events include it. Rules that look
    for something rare read a list of the properties that have it, so that 70 rules do not cost 70 walks.
    """

    today: date
    definitions: Definitions
    snapshot: Snapshot
    events: Sequence[Event]
    layout: Layout
    broken: frozenset[str]
    """Paths of the files that could not be read whole: what they define is neither here nor unknown."""
    known_rules: Mapping[str, bool]
    """Every rule's id, and whether an allowance can excuse it."""
    unused: Sequence[Allowance] = field(default=())
    """The allowances that excused nothing though their rule ran: known when every other rule has run."""

    @property
    def settings(self) -> Settings:
        """catalog.yaml."""
        return self.definitions.settings

    @property
    def categories(self) -> Mapping[str, Category]:
        """The data categories that the catalog knows."""
        return self.snapshot.categories

    @property
    def lacks_events(self) -> bool:
        """Whether the file of an event could not be read whole, so that what it names is unknown."""
        return any(not path.startswith("_") and path != SETTINGS_FILE for path in self.broken)

    def is_broken(self, kind: Kind, name: str) -> bool:
        """Whether the file that defines something exists but could not be read whole."""
        return path_of(kind, name) in self.broken

    def is_whole(self, event: Event) -> bool:
        """Whether every group that an event includes could be read, so that all its properties are known."""
        return not (self.broken and any(self.is_broken("group", group) for group in event.definition.include))

    def home_of(self, event: Event, property_name: str) -> tuple[Kind, str]:
        """Which file defines a property of an event: its own, or a group's."""
        group = self.definitions.group_of(event.definition, property_name)
        return ("event", event.name) if group is None else ("group", group)


def view(loaded: Loaded, today: date, known_rules: Mapping[str, bool]) -> View:
    """Lay out a loaded catalog for the rules: every property once, with its place and where it can go."""
    layout = Layout()
    for home in homes_of(loaded.definitions):
        layout.take(home)
    return View(
        today=today,
        definitions=loaded.definitions,
        snapshot=loaded.snapshot,
        events=tuple(loaded.snapshot.events.values()),
        layout=layout,
        broken=frozenset(finding.path for finding in loaded.findings),
        known_rules=known_rules,
    )


def settings_are_broken(loaded: Loaded) -> bool:
    """Whether catalog.yaml is missing or could not be read whole."""
    return any(finding.path == SETTINGS_FILE for finding in loaded.findings)


__all__ = ["Allowance", "Field", "Home", "KeysField", "View", "settings_are_broken", "view"]
