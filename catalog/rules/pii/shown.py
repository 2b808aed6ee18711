"""What examples show: data of somebody, and more than their category says, each place told by one rule."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from catalog.findings import Kind, Pointer
from catalog.model.category import SHIPPED, Category, covers
from catalog.model.settings import Level
from catalog.model.snapshot import Event
from catalog.model.types import Property
from catalog.privacy.detectors import DETECTORS, detect_value, pieces
from catalog.privacy.naming import named_like
from catalog.rules.view import View

WEAK_CATEGORY: Final = "pii/weak-category"
PEOPLE: Final = "user"
NOUNS: Final = {one.name: one.summary[0].lower() + one.summary[1:-1] for one in DETECTORS}
_RIGHT: Final[Mapping[str, str]] = {
    "email": "write one at example.com, which is nobody's",
    "phone": "write one that is kept for fiction, such as +1 202-555-0123",
    "ipv4": "write one of 192.0.2.0/24, which is nobody's",
    "ipv6": "write one of 2001:db8::/32, which is nobody's",
    "mac": "write one of 00:00:5e:00:53:00 to ff, which is nobody's",
    "url_credentials": "leave the login out",
    "url_personal": "write a host at example.com, or leave the parameter out",
    "jwt": "revoke it, and say in words what it looks like",
    "api_key": "revoke it, and say in words what it looks like",
    "private_key": "revoke it, and say in words what it looks like",
}
_ANY: Final = "write one that its issuer publishes for examples"
_OF_NOBODY: Final = frozenset({"coordinates", "birth_date"})
"""A place or a day that stands in a catalog alone is nobody's."""
_PSEUDONYM: Final = "user.unique_id.pseudonymous"
_DEVICE: Final = "user.device.id"

Place = tuple[Kind, str, Pointer]


class Weak(NamedTuple):
    """An example that holds more than the category of its property says."""

    place: Place
    title: str
    """What sentences call the property."""
    is_inside: bool
    is_of_event: bool
    """Whether it stands among an event's examples, not among the property's own."""
    declared: str
    detector: str
    category: str
    right: str | None
    """What to write in its place, when it is somebody's."""


def right_for(detector: str) -> str:
    """What to write in a catalog instead of what a detector sees."""
    return _RIGHT.get(detector, _ANY)


def somebodys(value: object) -> str | None:
    """The detector that sees somebody's data in a value, unless what it sees is reserved for examples."""
    if isinstance(value, str):
        for hit, is_nobodys in pieces(value):
            if not is_nobodys and hit.detector not in _OF_NOBODY:
                return hit.detector
        return None
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int):
        return somebodys(str(value))
    if isinstance(value, Mapping):
        return next((found for pair in value.items() for one in pair if (found := somebodys(one))), None)
    if isinstance(value, Sequence):
        return next((found for inner in value if (found := somebodys(inner))), None)
    return None


def without_members(definition: Property, value: object) -> object:
    """A value without what a contract lists as a choice; what is wrong with that is said where it stands."""
    if definition.type == "array":
        if isinstance(value, list | tuple):
            return [one for one in value if without_members(definition.items, one) is not None]
        return value
    if definition.type == "object" or definition.type == "map":
        return value
    listed = (*(definition.enum or ()), definition.const)
    return None if any(one == value and type(one) is type(value) for one in listed) else value


def is_weaker(view: View, declared: Category, other: str) -> bool:
    """Whether a category says less than another one; a kind that the catalog adds below that says more."""
    if declared.key not in SHIPPED and covers(other, declared.key):
        return False  # if it lost its sensitivity, catalog/lifted-prohibition and lowered-category say so
    return declared.sensitivity.rank < view.categories[other].sensitivity.rank


def named_more(
    view: View, name: str, definition: Property, declared: Category, around: tuple[str, ...] = ()
) -> tuple[str, str] | None:
    """The words of a name about people that suggest more than the category says, and what they suggest."""
    if not covers(PEOPLE, declared.key):
        return None  # pii/suggestive-name judges names of what is declared to be about nobody
    found = named_like(name, definition, around)
    if found is None or (declared.key == _PSEUDONYM and found[1] == _DEVICE):
        return None  # the id of a device or a visit that leads to nobody
    return found if is_weaker(view, declared, found[1]) else None


def weak_examples(view: View) -> Iterator[Weak]:
    """Examples that hold more than the category of their property says, once for each kind of data in it.

    A name that suggests the same kind is said at `data`, and needs no example.
    """
    said: set[tuple[Place, str]] = set()
    for item in view.layout.shown:
        declared = _declared(view, item.definition)
        if declared is None:
            continue
        for index, example in enumerate(item.definition.examples):
            hit = _held(view, declared, example, item.name, item.definition)
            place = (item.home.kind, item.home.name, item.pointer)
            if hit is None or (place, hit[1]) in said:
                continue
            said.add((place, hit[1]))
            yield Weak(
                (item.home.kind, item.home.name, (*item.pointer, "examples", index)),
                item.title,
                item.is_inside,
                False,
                declared.key,
                *hit,
                _right_for_all(without_members(item.definition, example)),
            )
    for event in view.events:
        yield from _of_event(view, event, said)


def _of_event(view: View, event: Event, said: set[tuple[Place, str]]) -> Iterator[Weak]:
    for index, payload in enumerate(event.definition.examples):
        for name, value in payload.items():
            definition = event.properties.get(name)
            declared = None if definition is None else _declared(view, definition)
            if definition is None or declared is None:
                continue
            hit = _held(view, declared, value, name, definition)
            place = (*view.home_of(event, name), ("properties", name))
            if hit is None or (place, hit[1]) in said:
                continue
            said.add((place, hit[1]))
            yield Weak(
                ("event", event.name, ("examples", index, name)),
                name,
                False,
                True,
                declared.key,
                *hit,
                _right_for_all(without_members(definition, value)),
            )


def told_as_weak(view: View) -> frozenset[Place]:
    """The examples of which pii/weak-category says all there is to say, where it runs and is not excused."""
    stated = view.settings.severities
    level = stated.get(WEAK_CATEGORY) or stated.get(WEAK_CATEGORY.partition("/")[0])
    if level is Level.OFF or view.is_broken("settings", "catalog"):
        return frozenset()
    excused = {
        (one.kind, one.name, one.pointer) for one in view.layout.allowances if one.rule == WEAK_CATEGORY
    }
    places = (weak.place for weak in weak_examples(view))
    return frozenset(
        (kind, name, pointer)
        for kind, name, pointer in places
        if not any((kind, name, pointer[:length]) in excused for length in range(len(pointer) + 1))
    )


def _right_for_all(value: object) -> str | None:
    detector = somebodys(value)
    return None if detector is None else right_for(detector)


def _declared(view: View, definition: Property) -> Category | None:
    return None if definition.data is None else view.categories.get(definition.data)


def _held(
    view: View, declared: Category, value: object, name: str, definition: Property
) -> tuple[str, str] | None:
    """The detector that sees more in an example than its category says, and the category of what it sees."""
    named = named_more(view, name, definition, declared)
    for one in value if isinstance(value, list | tuple) else (value,):
        if not isinstance(one, str | int | float) or isinstance(one, bool):
            continue
        scalar = definition.items if definition.type == "array" else definition
        if without_members(scalar, one) is None and somebodys(one):
            continue
        for hit in detect_value(one, name):
            if is_weaker(view, declared, hit.category) and (named is None or named[1] != hit.category):
                return hit.detector, hit.category
    return None
