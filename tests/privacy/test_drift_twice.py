"""Law 5 where a catalog acts on drift: what was redacted shows no more, whatever it is called."""

import json
from typing import Any

from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from catalog.model.snapshot import Snapshot
from catalog.model.types import ArrayType, MapType, ObjectType, Property, StringType
from catalog.privacy.keys import Keyring
from catalog.schema.contract import context_properties, contract, entity_properties
from catalog.validation import Validator, explained
from catalog.validation.redactor import Redactor
from tests.privacy.sentinels import DESTINATIONS, TELLING, Plain, nobodys
from tests.strategies import objects
from tests.validation.worlds import payload, world

KEYS = Keyring("k", {"k": b"k" * 32})
_POLICY = {"contexts": ["sdk"], "truncate": {"characters": 11, "digits": 2}}
_HANDLED = st.sampled_from(["keep", "keep", "keep", "mask", "hash", "truncate"])


@st.composite
def watched_catalogs(draw: DrawFn) -> Snapshot:
    """One event with an alias, a context, a person and a group, all of it declared to be about nobody."""
    own = draw(nobodys())
    renamed = {f"{draw(st.sampled_from(['old', 'ssn', 'name']))}_{name}": name for name in own}
    return world(
        {
            "a.b": {
                "properties": own,
                "destinations": [*DESTINATIONS],
                "undeclared": draw(st.sampled_from(["refuse", "drop", "keep"])),
                "aliases": [{"name": "old", "rename": renamed}],
            }
        },
        destinations={name: {**_POLICY, "otherwise": {"none": draw(_HANDLED)}} for name in DESTINATIONS},
        contexts={"sdk": {"properties": draw(nobodys())}},
        entities={"person": {"properties": draw(nobodys())}, "company": {"properties": draw(nobodys())}},
        drift=draw(st.sampled_from(["report", "redact", "redact", "refuse"])),
    )


@st.composite
def payloads(draw: DrawFn, snapshot: Snapshot, destination: str) -> bytes:
    """A payload in whose free texts and keys stands what may be about somebody."""
    found = snapshot.incoming["a.b"][0]
    alias = draw(st.sampled_from([None, found.aliases[0]]))
    here = contract(found, destination, alias).properties
    inner = _filled(draw, here, draw(objects(here)))
    if found.undeclared.value == "keep" and draw(st.booleans()):
        inner[draw(st.sampled_from(["ssn", "more"]))] = draw(st.sampled_from(TELLING))
    sides = {
        "context": context_properties(snapshot, destination),
        "$set": entity_properties(snapshot, "person", destination) or {},
        "groups": entity_properties(snapshot, "company", destination) or {},
    }
    around: Plain = {name: _filled(draw, one, draw(objects(one))) for name, one in sides.items()}
    around["groups"] = {"company": around["groups"]}
    return payload("a.b" if alias is None else alias.name, inner, **around)


def _filled(draw: DrawFn, definitions: Any, members: Any) -> Plain:
    return {
        name: _telling(draw, definitions[name], member) if name in definitions else member
        for name, member in members.items()
    }


def _telling(draw: DrawFn, definition: Property, value: Any) -> Any:
    match definition:
        case StringType(enum=None) if value is not None:
            return draw(st.sampled_from(TELLING))
        case ArrayType() if isinstance(value, list):
            return [_telling(draw, definition.items, item) for item in value]
        case ObjectType() if isinstance(value, dict):
            return _filled(draw, definition.properties, value)
        case MapType() if isinstance(value, dict):
            return {
                draw(st.sampled_from([*TELLING, "first_name", "k"])): _telling(draw, definition.values, one)
                for one in value.values()
            }
        case _:
            return value


@settings(
    max_examples=max(150, settings().max_examples),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
    deadline=None,
)
@given(snapshot=watched_catalogs(), data=st.data())
def test_redacting_twice_changes_nothing_where_drift_is_told(snapshot: Snapshot, data: st.DataObject) -> None:
    redactor, validator = Redactor(snapshot, KEYS), Validator(snapshot)
    for destination in DESTINATIONS:
        text = data.draw(payloads(snapshot, destination))
        assert validator.validate(text, destination) == explained(snapshot, text, destination)
        once = redactor.judge(text, destination)
        drifted = any(problem.code == "drift" for problem in once.verdict.problems)
        event(f"{snapshot.settings.drift}, {once.verdict.outcome}, {'drift' if drifted else 'quiet'}")
        if once.payload is not None:
            again = redactor.judge(json.dumps(once.payload).encode(), destination)
            assert again.payload == once.payload
