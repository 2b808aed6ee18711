"""What people have agreed to: the purposes that an event and its properties need at a destination."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from catalog.model.snapshot import Snapshot
from catalog.privacy.keys import Keyring
from catalog.schema.contract import context_properties, entity_properties
from catalog.validation import Validator, explained
from catalog.validation.redactor import Redactor, Refused
from tests.strategies import encoded, objects
from tests.validation.worlds import Engines, Plain, payload, world

TEXT: Plain = {"type": "string", "maxLength": 60, "data": "none"}
FOR_MARKETING: Plain = {**TEXT, "purpose": "marketing"}
PURPOSES: Plain = {"analytics": {"basis": "consent"}, "marketing": {"basis": "consent"}}
PEOPLE: Plain = {
    "type": "map",
    "keys": {"maxLength": 60, "data": "user.name"},
    "values": FOR_MARKETING,
}


def small(event: Plain | None = None, destination: Plain | None = None, **more: Any) -> Snapshot:
    return world(
        {
            "a.b": {
                "purpose": "analytics",
                "destinations": ["log"],
                "properties": {
                    "own": FOR_MARKETING,
                    "nested": {"type": "object", "properties": {"a": TEXT, "b": FOR_MARKETING}},
                    "rows": {
                        "type": "array",
                        "items": {"type": "object", "properties": {"a": TEXT, "b": FOR_MARKETING}},
                    },
                    "tags": {"type": "map", "keys": {"data": "none"}, "values": FOR_MARKETING},
                    "people": PEOPLE,
                    "plain": TEXT,
                },
                **(event or {}),
            }
        },
        destinations={"log": {"consent": True, "contexts": ["sdk"], **(destination or {})}},
        contexts={"sdk": {"properties": {"$shop": FOR_MARKETING, "$flag/*": FOR_MARKETING, "$lib": TEXT}}},
        entities={
            "person": {"properties": {"taste": FOR_MARKETING, "plan": TEXT}},
            "company": {"properties": {"taste": FOR_MARKETING, "plan": TEXT}},
        },
        **{"purposes": PURPOSES, **more},
    )


ASKING: dict[str, tuple[Plain, Plain, str]] = {
    "of its own": ({"own": "x"}, {}, "/properties/own"),
    "null": ({"own": None}, {}, "/properties/own"),
    "a member of an object": ({"nested": {"a": "x", "b": "y"}}, {}, "/properties/nested/b"),
    "a field of an item": ({"rows": [{"a": "x"}, {"b": "y"}]}, {}, "/properties/rows/1/b"),
    "a value of a map": ({"tags": {"k": "x"}}, {}, "/properties/tags/k"),
    "a value of a map about people": ({"people": {"ada": "x"}}, {}, "/properties/people/<key 1>"),
    "a context": ({}, {"context": {"$shop": "x"}}, "/context/$shop"),
    "a context among the properties": ({"$shop": "x"}, {}, "/properties/$shop"),
    "a context that a star stands for": ({}, {"context": {"$flag/x": "x"}}, "/context/$flag~1x"),
    "the same among the properties": ({"$flag/x": "x"}, {}, "/properties/$flag~1x"),
    "of a person": ({}, {"$set": {"taste": "x"}}, "/$set/taste"),
    "of a person, once": ({}, {"$set_once": {"taste": "x"}}, "/$set_once/taste"),
    "of a person among the properties": ({"$set": {"taste": "x"}}, {}, "/properties/$set/taste"),
    "of a group": ({}, {"groups": {"company": {"taste": "x"}}}, "/groups/company/taste"),
    "of a group among the properties": (
        {"$groups": {"company": {"taste": "x"}}},
        {},
        "/properties/$groups/company/taste",
    ),
}


@pytest.mark.parametrize(("properties", "around", "path"), ASKING.values(), ids=ASKING)
def test_a_property_with_a_purpose_of_its_own_needs_consent_to_it_wherever_it_stands(
    properties: Plain, around: Plain, path: str
) -> None:
    if properties.get("own", "x") is None:
        snapshot = small({"properties": {"own": {**FOR_MARKETING, "nullable": True}}})
    else:
        snapshot = small()
    engines = Engines(snapshot, "log")
    verdict = engines.verdict(payload("a.b", properties, consent=["analytics"], **around))
    assert [(one.code, one.path) for one in verdict.problems] == [("consent", path)]
    assert verdict.problems[0].context["purposes"] == ("marketing",)
    assert "ada" not in repr(verdict)
    agreed = payload("a.b", properties, consent=["marketing", "analytics"], **around)
    assert engines.verdict(agreed).problems == ()
    assert (
        Validator(snapshot, consent=["analytics"])
        .validate(payload("a.b", properties, **around), "log")
        .problems
    )
    assert not (
        Validator(snapshot, consent=PURPOSES).validate(payload("a.b", properties, **around), "log").problems
    )


def test_what_has_the_purpose_of_its_event_needs_nothing_more() -> None:
    engines = Engines(small({"purpose": "marketing"}), "log")
    for properties, around, _ in ASKING.values():
        if None not in properties.values():
            whole = payload("a.b", properties, consent=["marketing"], **around)
            assert engines.verdict(whole).problems == ()


def test_without_a_property_that_asks_the_consent_to_the_event_will_do() -> None:
    given = {"plain": "x", "nested": {"a": "x"}, "rows": [{"a": "x"}], "tags": {}, "$lib": "py"}
    around = {"$set": {"plan": "x"}, "groups": {"company": {"plan": "x"}}, "context": {"$lib": "x"}}
    whole = payload("a.b", given, consent=["analytics"], **around)
    assert Engines(small(), "log").verdict(whole).problems == ()


@pytest.mark.parametrize("consent", [["analytcs"], ["ada@example.com"], []])
def test_what_is_no_purpose_of_the_catalog_is_no_consent(consent: list[str]) -> None:
    snapshot = small({"purpose": None})
    engines = Engines(snapshot, "log")
    verdict = engines.verdict(payload("a.b", {"plain": "x"}, consent=consent))
    assert [(one.code, one.path) for one in verdict.problems] == [("consent", "/consent")]
    assert engines.verdict(payload("a.b", {"plain": "x"}, consent=[*consent, "marketing"])).problems == ()


@pytest.mark.parametrize("stated", [None, ["marketing"]])
@pytest.mark.parametrize("purpose", [None, "analytics", "unknown"])
def test_what_was_redacted_with_consent_has_it_still(purpose: str | None, stated: list[str] | None) -> None:
    snapshot = small({"purpose": purpose}, {"purposes": stated})
    redactor = Redactor(snapshot, Keyring("k", {"k": b"k" * 32}))
    given = {"event": "a.b", "properties": {"tags": {"k": "x"}}, "consent": ["x", "unknown", *PURPOSES]}
    if purpose == "unknown":
        with pytest.raises(Refused):
            redactor.redact(given, "log")
        return
    left = redactor.redact(given, "log")
    assert left["consent"] == [*PURPOSES]
    assert redactor.redact(left, "log") == left


WRONG: list[tuple[object, str, str]] = [
    ("analytics", "/consent", "'consent' is of type string; send a list of strings"),
    (["analytics", {"a": 1}], "/consent/1", "item 1 of 'consent' is of type object; send a string"),
    ([7], "/consent/0", "item 0 of 'consent' is of type integer; send a string"),
]


@pytest.mark.parametrize(("consent", "path", "said"), WRONG)
def test_a_consent_that_is_no_list_of_texts_says_where_it_is_not(
    consent: object, path: str, said: str
) -> None:
    verdict = Engines(small(), "log").verdict(payload("a.b", {}, consent=consent))
    assert verdict.outcome == "malformed"
    assert (verdict.problems[0].path, verdict.problems[0].message) == (path, said)


def test_a_context_that_a_star_stands_for_is_refused_too() -> None:
    contexts = {"sdk": {"properties": {"$flag/*": {**TEXT, "data": "user.contact"}}}}
    snapshot = world(
        {"a.b": {"destinations": ["log"]}},
        destinations={"log": {"contexts": ["sdk"], "otherwise": {"user.contact": "refuse"}}},
        contexts=contexts,
    )
    engines = Engines(snapshot, "log")
    for whole in (payload("a.b", {"$flag/mail": "x"}), payload("a.b", {}, context={"$flag/mail": "x"})):
        assert [one.code for one in engines.verdict(whole).problems] == ["refused-data"]


def _holders(inner: st.SearchStrategy[Plain]) -> st.SearchStrategy[Plain]:
    members = st.dictionaries(st.sampled_from(["a", "b", "c"]), inner, min_size=1, max_size=3)
    whole = members.map(lambda found: {"type": "object", "properties": found})
    keys = st.sampled_from([{"data": "none"}, {"data": "user.name"}])
    return st.one_of(
        whole,
        whole.map(lambda items: {"type": "array", "items": items}),
        st.tuples(keys, whole).map(lambda pair: {"type": "map", "keys": pair[0], "values": pair[1]}),
    )


_NESTED = st.recursive(st.sampled_from([TEXT, FOR_MARKETING]), _holders, max_leaves=6)
_NAMED = st.dictionaries(st.sampled_from(["p", "q", "r", "s"]), _NESTED, min_size=1, max_size=3)


def refusing(plain: Any) -> Any:
    """The same properties, refused where they have a purpose of their own."""
    if not isinstance(plain, dict):
        return plain
    made = {name: refusing(member) for name, member in plain.items() if name != "purpose"}
    return {**made, "handling": {"log": "refuse"}} if "purpose" in plain else made


@st.composite
def two_worlds(draw: DrawFn) -> tuple[Snapshot, Snapshot]:
    """A catalog with purposes here and there, and the same with `refuse` in their place."""
    own, sdk, person, company = (draw(_NAMED) for _ in range(4))
    context = {**{f"$sdk_{name}": one for name, one in sdk.items()}, "$flag/*": draw(_NESTED)}

    def made(of: Any, consent: bool) -> Snapshot:
        return world(
            {"a.b": {"purpose": "analytics", "destinations": ["log"], "properties": of(own)}},
            destinations={"log": {"consent": consent, "contexts": ["sdk"]}},
            contexts={"sdk": {"properties": of(context)}},
            entities={
                name: {"properties": of(one)} for name, one in (("person", person), ("company", company))
            },
            purposes=PURPOSES,
        )

    return made(lambda plain: plain, True), made(refusing, False)


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(data=st.data())
def test_consent_is_asked_for_exactly_where_the_same_property_would_be_refused(data: st.DataObject) -> None:
    asking, refused = data.draw(two_worlds())
    event = asking.incoming["a.b"][0]
    sdk = data.draw(objects(context_properties(asking, "log")))
    context = {name.replace("*", "x"): member for name, member in sdk.items()}
    person = data.draw(objects(entity_properties(asking, "person", "log") or {}))
    company = data.draw(objects(entity_properties(asking, "company", "log") or {}))
    inside = data.draw(st.booleans())
    around = {"$set": person, "$groups": {"company": company}}
    properties = data.draw(objects(event.properties))
    whole: dict[str, Any] = {"event": "a.b", "properties": properties, "consent": ["analytics"]}
    if inside:
        whole["properties"] = {**context, **around, **properties}
    else:
        whole |= {"context": context, **around}
    text = encoded(whole)
    told = Validator(asking).validate(text, "log")
    assert told == explained(asking, text, "log")
    paths = [one.path for one in told.problems if one.code == "consent"]
    there = Validator(refused).validate(text, "log")
    assert there == explained(refused, text, "log")
    assert sorted(paths) == sorted(one.path for one in there.problems if one.code == "refused-data")
