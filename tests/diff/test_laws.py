"""Law 3: a catalog compared with itself has no change, and comparing the other way round mirrors each one."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from catalog.diff import Change, Side, diff, mirrored
from catalog.model.event import Alias, EventDefinition
from catalog.model.names import EventName
from catalog.model.snapshot import Definitions, resolve
from tests.strategies import catalogs

slow = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def side(definitions: Definitions) -> Side:
    return Side(snapshot=resolve(definitions), definitions=definitions)


@st.composite
def neighbours(draw: DrawFn) -> tuple[Definitions, Definitions]:
    """Two catalogs that share some of their definitions and differ in others."""
    one, other = draw(catalogs()), draw(catalogs())
    shared = {name: event for name, event in one.events.items() if draw(st.booleans())}
    renamed = {
        EventName(f"{name}_again"): _named(event, name)
        for name, event in shared.items()
        if draw(st.booleans())
    }
    kept = {name: event for name, event in shared.items() if f"{name}_again" not in renamed}
    both = dict(sorted({**other.events, **kept, **renamed}.items()))
    definitions = Definitions(
        settings=one.settings if draw(st.booleans()) else other.settings,
        groups=one.groups if draw(st.booleans()) else other.groups,
        contexts=one.contexts if draw(st.booleans()) else other.contexts,
        entities=one.entities if draw(st.booleans()) else other.entities,
        events=both,
    )
    return one, definitions


def _named(event: EventDefinition, name: str) -> EventDefinition:
    """The event with an alias of its older name."""
    alias = Alias.model_validate({"name": name})
    return event.model_copy(update={"aliases": (alias, *event.aliases)})


@slow
@given(catalogs())
def test_a_catalog_has_no_changes_from_itself(definitions: Definitions) -> None:
    assert diff(side(definitions), side(definitions)) == ()


def _sign(change: Change) -> str:
    return repr(change)


@slow
@given(neighbours())
def test_comparing_the_other_way_round_mirrors_every_change(pair: tuple[Definitions, Definitions]) -> None:
    one, other = side(pair[0]), side(pair[1])
    there = sorted(map(_sign, map(mirrored, diff(one, other))))
    assert there == sorted(map(_sign, diff(other, one)))


@slow
@given(neighbours())
def test_nothing_depends_on_the_order_of_definitions(pair: tuple[Definitions, Definitions]) -> None:
    one, other = pair
    turned = Definitions(
        settings=other.settings,
        groups=dict(reversed(tuple(other.groups.items()))),
        contexts=dict(reversed(tuple(other.contexts.items()))),
        entities=dict(reversed(tuple(other.entities.items()))),
        events=dict(reversed(tuple(other.events.items()))),
    )
    assert diff(side(one), side(other)) == diff(side(one), side(turned))


@slow
@given(neighbours())
def test_every_change_has_a_fingerprint_that_its_sources_do_not_touch(
    pair: tuple[Definitions, Definitions],
) -> None:
    found = diff(side(pair[0]), side(pair[1]))
    assert all(len(change.fingerprint) == 64 for change in found)
    assert len({change.fingerprint for change in found}) == len(found)
