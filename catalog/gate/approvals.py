"""Who must approve what: derived from the changes and from the conditions in catalog.yaml."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, assert_never

from catalog.diff.change import Change, Part, Reach, Subject
from catalog.findings import Spot
from catalog.gate.risk import COLLECTION, WORDS, Risk, categories_reached, risk_of
from catalog.model.category import ancestors
from catalog.model.conditions import Condition, Key, UnknownCondition, Word, condition
from catalog.model.names import resource_of
from catalog.model.settings import Approval
from catalog.model.snapshot import Event, Snapshot
from catalog.rules.breaking.comparison import Comparison
from catalog.rules.breaking.rule import Category
from catalog.rules.breaking.table import BREAKING_RULES
from catalog.rules.breaking.terms import Terms

Evidence = Mapping[str, frozenset[Category]]
"""A change's fingerprint → whom it breaks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """One change that one role must approve, and the line of catalog.yaml that says so."""

    role: str
    users: tuple[str, ...]
    """Who has the role."""
    change: Change
    condition: str
    spot: Spot
    """Where the condition stands, in the newer catalog unless `is_older`."""
    risk: Risk
    is_older: bool = False
    """Whether only the older catalog has this condition."""


OWN: Final = "a change of the role"
"""The condition of every role about itself."""


def demands(comparison: Comparison) -> tuple[Demand, ...]:
    """Every approval that the changes need, in the order of roles and of changes.

    The conditions of both catalogs count, and the users are the older one's where it has the role: a change
    cannot take away the role that would have to approve it, nor make its author one of those who may. For
    the same reason a role that the older catalog has must approve every change of its own entry, and what
    breaks is what the rules find, whatever the branch allows or takes less seriously. A condition that says
    nothing demands nothing; a rule reports it.
    """
    old, new = comparison.old.snapshot, comparison.new.snapshot
    found: list[Demand] = []
    roles = tuple(_roles(comparison))
    evidence = _evidence(comparison) if any(_asks_rules(role) for role in roles) else {}
    for role in roles:
        for change in comparison.changes:
            for stated in role.conditions:
                if _holds(stated.text, change, comparison, evidence) or stated.is_met_by(change, role.name):
                    found.append(
                        Demand(
                            role=role.name,
                            users=role.users,
                            change=change,
                            condition=stated.text,
                            spot=stated.spot,
                            risk=risk_of(change, old, new),
                            is_older=stated.is_older,
                        )
                    )
                    break
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Stated:
    """One condition where it stands."""

    text: str
    spot: Spot
    is_older: bool

    def is_met_by(self, change: Change, role: str) -> bool:
        """Whether this is a role's condition about itself, and the change is one of its entry."""
        return self.text == OWN and change.subject is Subject.APPROVAL and change.name == role


@dataclass(frozen=True, slots=True)
class _Role:
    """A role with who has it and all that it is asked about."""

    name: str
    users: tuple[str, ...]
    conditions: tuple[_Stated, ...]


def _roles(comparison: Comparison) -> Iterator[_Role]:
    """The roles of both catalogs by name; a condition of both stands where the newer one has it."""
    before = comparison.old.snapshot.settings.approvals
    after = comparison.new.snapshot.settings.approvals
    for name in sorted({*before, *after}):
        conditions: dict[str, _Stated] = {}
        for side, is_older in ((after, False), (before, True)):
            if name in side:
                for stated in _conditions(name, side[name], is_older=is_older):
                    conditions.setdefault(stated.text, stated)
        if name in before:
            spot = Spot(kind="settings", name="catalog", pointer=("approvals", name))
            conditions[OWN] = _Stated(OWN, spot, is_older=True)
        yield _Role(name, (before.get(name) or after[name]).users, tuple(conditions.values()))


def _conditions(name: str, approval: Approval, *, is_older: bool) -> Iterator[_Stated]:
    pointer = ("approvals", name, "when")
    if isinstance(approval.when, str):
        yield _Stated(approval.when, Spot(kind="settings", name="catalog", pointer=pointer), is_older)
        return
    for index, text in enumerate(approval.when):
        yield _Stated(text, Spot(kind="settings", name="catalog", pointer=(*pointer, index)), is_older)


def _asks_rules(role: _Role) -> bool:
    """Whether any condition is about whom a change breaks; the search for that is spared else."""
    return any(stated.text in _OF_RULES for stated in role.conditions)


_OF_RULES: Final = (Word.PAYLOAD, Word.READER, Word.CALL_SITE, Word.PRIVACY, Word.DOCS)


def _evidence(comparison: Comparison) -> Evidence:
    """Whom each change breaks, as the rules say before anything excuses it."""
    terms = Terms.of(comparison)
    found: dict[str, set[Category]] = {}
    for rule in BREAKING_RULES:
        if rule.is_forward and not terms.asks_forward:
            continue
        for breach in rule.check(comparison):
            if breach.change is None:
                continue
            reaches = breach.reaches or breach.change.reaches
            if not rule.is_forward or any(terms.is_forward(reach) for reach in reaches):
                found.setdefault(breach.change.fingerprint, set()).add(rule.category)
    return {fingerprint: frozenset(categories) for fingerprint, categories in found.items()}


def _holds(text: str, change: Change, comparison: Comparison, evidence: Evidence) -> bool:
    try:
        asked = condition(text)
    except UnknownCondition:
        return False
    if asked.word is not None:
        return _word_holds(asked.word, change, evidence)
    return _key_holds(asked, change, comparison)


def _word_holds(word: Word, change: Change, evidence: Evidence) -> bool:
    match word:
        case Word.ANY:
            return True
        case Word.DATA_COLLECTION:
            return change.subject in COLLECTION
        case Word.DOCS:
            return change.subject in WORDS and not evidence.get(change.fingerprint)
        case Word.PAYLOAD | Word.READER | Word.CALL_SITE | Word.PRIVACY:
            return Category(word.value) in evidence.get(change.fingerprint, ())
        case _:
            assert_never(word)


def _key_holds(asked: Condition, change: Change, comparison: Comparison) -> bool:
    old, new = comparison.old.snapshot, comparison.new.snapshot
    match asked.key:
        case Key.DESTINATION:
            if change.part is Part.SETTINGS and change.destination is not None:
                return change.destination == asked.names  # of its events' other destinations nothing changed
            return change.destination == asked.names or any(
                asked.names in event.destinations for event in _events(change.reaches, old, new)
            )
        case Key.RESOURCE:
            return any(resource_of(event.name) == asked.names for event in _events(change.reaches, old, new))
        case Key.OWNER:
            is_the_owner = change.part is Part.SETTINGS and change.name == asked.names
            return is_the_owner or any(
                event.definition.owner == asked.names for event in _events(change.reaches, old, new)
            )
        case Key.DATA:
            return any(
                asked.names in ancestors(category)
                for category in categories_reached(change, old, new)
                if category is not None
            )
        case Key.RISK:
            return risk_of(change, old, new).rank >= Risk(asked.names).rank
        case None:
            return False
        case _:
            assert_never(asked.key)


def _events(reaches: tuple[Reach, ...], old: Snapshot, new: Snapshot) -> Iterator[Event]:
    for before, after in reaches:
        if before is not None and before in old.events:
            yield old.events[before]
        if after is not None and after in new.events:
            yield new.events[after]
