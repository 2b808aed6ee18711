"""Properties that together single out a person go to one destination as they are."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from catalog.findings import Severity
from catalog.model.category import NONE, Handling, covers
from catalog.model.types import Property
from catalog.privacy.words import suggested
from catalog.rules.defect import Defect, in_event
from catalog.rules.pii.policy import applied
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import listed
from catalog.rules.view import Field, View

ENOUGH: Final = 3
"""Postcode, gender and date of birth tell most people of a country apart (L. Sweeney, 2000)."""

_PEOPLE: Final = "user"
_ADDRESS: Final = "user.contact.address"
_LOCATION: Final = "user.location"
_EMPLOYMENT: Final = "user.employment"
_DEMOGRAPHIC: Final = "user.demographic"
_QUASI: Final = (_ADDRESS, _LOCATION, _EMPLOYMENT, _DEMOGRAPHIC)

_SAME: Final[Mapping[str, frozenset[str]]] = {
    "age": frozenset(
        {"age", "birthday", "birthdate", "birth date", "date birth", "date of birth", "dob", "birth year"}
        | {"alter", "geburtsdatum", "geburtstag", "geburtsjahr", "date naissance", "anniversaire", "edad"}
        | {"fecha nacimiento"}
    ),
    "gender": frozenset({"gender", "sex", "geschlecht", "sexe", "genero", "sexo"}),
    "nationality": frozenset({"nationality", "nationalitaet", "nationalite", "nacionalidad"}),
    "family": frozenset({"marital status", "familienstand"}),
    "employer": frozenset({"employer", "arbeitgeber", "employeur", "empleador"}),
    "position": frozenset({"job title", "berufsbezeichnung", "puesto"}),
}
"""Words for the same trait; a date of birth and an age are one."""
_TRAITS: Final = {words: trait for trait, phrases in _SAME.items() for words in phrases}

Trait = tuple[Field[Property], str]
Place = tuple[str, str]


def check(view: View) -> Iterator[Defect]:
    """Events of which one destination keeps three different traits, those that an SDK adds counted too."""
    traits = _traits(view)
    if len({trait for found in traits.values() for _, trait in found}) < ENOUGH:
        return
    for event in view.events:
        own = [
            *traits.get(("event", event.name), ()),
            *(one for group in event.definition.include for one in traits.get(("group", group), ())),
        ]
        if not own:
            continue
        risks: dict[str, dict[str, str]] = {}
        for index, name in enumerate(event.destinations):
            destination = view.settings.destinations.get(name)
            if destination is None or name in event.destinations[:index]:
                continue
            added = [one for context in destination.contexts for one in traits.get(("context", context), ())]
            if destination.identity == "user_id":
                added += traits.get(("entity", "person"), ())
            mine, kept = _kept(view, name, own), _kept(view, name, (*own, *added))
            if mine and len(kept) >= ENOUGH:
                risks[name] = kept
        for where, together in _alike(risks):
            place = event.destinations.index(where[0])
            yield in_event(event, _sentence(where, together), "destinations", place)
    person = traits.get(("entity", "person"), [])
    met = {name: _kept(view, name, person) for name in view.settings.destinations}
    risky = {name: kept for name, kept in met.items() if len(kept) >= ENOUGH}
    for where, together in _alike(risky):
        yield person[0][0].home.defect(_sentence(where, together), "properties")


def _alike(risks: Mapping[str, Mapping[str, str]]) -> list[tuple[list[str], Mapping[str, str]]]:
    """Destinations that get the same properties together, so that one fact is one finding."""
    found: dict[tuple[str, ...], tuple[list[str], Mapping[str, str]]] = {}
    for name, kept in risks.items():
        found.setdefault(tuple(kept.values()), ([], kept))[0].append(name)
    return list(found.values())


def _sentence(destinations: Sequence[str], kept: Mapping[str, str]) -> str:
    return (
        f"{listed(destinations)} {'gets' if len(destinations) == 1 else 'get'} {listed(kept.values())} as "
        "they are, which together single out a person; drop or truncate one of them there, or say in 'allow' "
        "why all of them are needed"
    )


def _traits(view: View) -> dict[Place, list[Trait]]:
    """The properties that say something by which people are told apart, by the file that defines them."""
    found: defaultdict[Place, list[Trait]] = defaultdict(list)
    for data, items in view.layout.leaves.items():
        if data is not None and data != NONE and not covers(_PEOPLE, data):
            continue
        general = next((one for one in _QUASI if data is not None and covers(one, data)), None)
        for item in items:
            trait = _trait(item, general)
            if trait is not None:
                found[item.home.kind, item.home.name].append((item, trait))
    return found


def _trait(item: Field[Property], general: str | None) -> str | None:
    """What a property says of a person: by its category, else by its name."""
    words = suggested(item.name)
    if general is None:
        if words is None or item.definition.type in ("boolean", "flag"):
            return None
        general = next((one for one in _QUASI if covers(one, words[1])), None)
    if general in (_ADDRESS, _LOCATION):
        return general
    if general is None:
        return None
    return _TRAITS.get(words[0], item.name) if words is not None else item.name


def _kept(view: View, destination: str, traits: Iterable[Trait]) -> dict[str, str]:
    """Each trait that a destination gets as it is, with the first property that says it."""
    kept: dict[str, str] = {}
    for item, trait in traits:
        if destination in item.reach and applied(view, item, destination) is Handling.KEEP:
            kept.setdefault(trait, item.name)
    return kept


RULE: Final = Rule(
    id="pii/combination-risk",
    summary="Properties that together single out a person go to one destination as they are.",
    why=(
        "A postcode, a date of birth and a gender name nobody; the three together do, for most people. Data "
        "from which the name was taken is still personal when a few of its traits are enough to find whose "
        "it is (GDPR recital 26)."
    ),
    bad={
        "catalog.yaml": """\
format: 1
product: example
destinations: {warehouse: {retention_days: 365}}
""",
        "account/opened.yaml": """\
destinations: [warehouse]
properties:
  postcode: {description: Where they live., type: string, maxLength: 10, data: user.contact.address}
  birth_date: {description: When they were born., type: date, data: user.demographic}
  gender: {description: What they chose., type: string, enum: [f, m, x], data: user.demographic}
""",
    },
    good={
        "catalog.yaml": """\
format: 1
product: example
destinations: {warehouse: {truncate: {date: year, characters: 2}, retention_days: 365}}
""",
        "account/opened.yaml": """\
destinations: [warehouse]
properties:
  postcode:
    description: Where they live.
    type: string
    maxLength: 10
    data: user.contact.address
    handling: {warehouse: truncate}
  birth_date:
    description: When they were born.
    type: date
    data: user.demographic
    handling: {warehouse: truncate}
  gender: {description: What they chose., type: string, enum: [f, m, x], data: user.demographic}
""",
    },
    severity=Severity.WARNING,
    since="0.1.0",
    scope=Scope.EVENT,
    check=check,
    needs_settings=True,
)
