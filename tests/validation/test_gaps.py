"""A catalog of which something could not be read: no payload is right or wrong for what is missing."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

import catalog
from catalog.loading import Loaded, load
from catalog.validation import Verdict
from catalog.validation.redactor import Redactor

SETTINGS = """\
format: 1
product: p
destinations:
  log:
    contexts: [app, sdk]
    otherwise: {user.contact: drop}
  other: {contexts: [far]}
"""
PAID = """\
description: An invoice is paid.
destinations: [log]
include: [actor]
properties: {invoice_id: {type: integer, required: true, data: none}}
"""
PLAIN = """\
description: A page is seen.
destinations: [log]
properties: {page: {type: string, data: none}}
"""
APP = """\
properties:
  build: {type: integer, data: none}
  mail: {type: string, data: user.contact}
"""
SOUND = {
    "catalog.yaml": SETTINGS,
    "_groups/actor.yaml": "properties: {actor_id: {type: integer, data: system.identifier}}\n",
    "_context/app.yaml": APP,
    "_context/sdk.yaml": "properties: {$lib: {type: string, data: none}, mail: {type: string, data: none}}\n",
    "_context/far.yaml": "properties: {distance: {type: integer, data: none}}\n",
    "_entities/person.yaml": "data: user.unique_id\nproperties: {plan: {type: string, data: none}}\n",
    "_entities/company.yaml": "properties: {seats: {type: integer, data: none}}\n",
    "invoice/paid.yaml": PAID,
    "page/seen.yaml": PLAIN,
}


def loaded(folder: Path, **changed: str | None) -> Loaded:
    """The sound catalog with other texts, by the name of the file; None takes the file away."""
    for path, text in SOUND.items():
        stem = path.rpartition("/")[2].removesuffix(".yaml")
        content = changed.get(stem, text)
        if content is not None:
            place = folder / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(content, encoding="utf-8")
    return load(folder)


def verdict(found: Loaded, payload: Mapping[str, object], destination: str | None = None) -> Verdict:
    return catalog.Validator(found.snapshot).validate(json.dumps(payload).encode(), destination)


def told(judged: Verdict) -> list[tuple[str, str, object]]:
    return [(one.code, one.path, one.context.get("reason")) for one in judged.problems]


def paid(**properties: object) -> dict[str, object]:
    return {"event": "invoice.paid", "properties": {"invoice_id": 1, **properties}}


def seen(**members: object) -> dict[str, object]:
    return {"event": "page.seen", "properties": {}, **members}


BROKEN_GROUP = "properties: {actor_id: {type: integer, dta: none}}\n"


def test_the_sound_catalog_accepts_what_the_others_cannot_judge(tmp_path: Path) -> None:
    found = loaded(tmp_path)
    assert (found.findings, found.unjudged, found.snapshot.gaps.is_empty) == ((), (), True)
    right = paid(actor_id=2) | {"context": {"build": 1, "$lib": "web"}, "distinct_id": "a"}
    assert verdict(found, right, "log").outcome == "accepted"
    around = seen(**{"$set": {"plan": "x"}, "groups": {"company": {"seats": 3}}})
    assert verdict(found, around, "log").outcome == "accepted"


@pytest.mark.parametrize(
    ("group", "reason"),
    [
        (BROKEN_GROUP, "the group 'actor' that it includes has errors"),
        ("properties: [", "the group 'actor' that it includes has errors"),
        (None, "the group 'actor' that it includes does not exist"),
    ],
    ids=["one slip", "no YAML", "no file"],
)
@pytest.mark.parametrize(
    "name", ["invoice.paid", "invoice_settled", "bill.paid"], ids=["own", "wire", "alias"]
)
@pytest.mark.parametrize(
    "properties", [{"actor_id": 2}, {"actor_id": "x"}, {}], ids=["right", "wrong", "less"]
)
def test_an_event_whose_group_is_missing_judges_no_payload(
    tmp_path: Path, group: str | None, reason: str, name: str, properties: dict[str, object]
) -> None:
    event = PAID + "wire: invoice_settled\naliases: [{name: bill.paid}]\n"
    found = loaded(tmp_path, actor=group, paid=event)
    judged = verdict(found, paid(**properties) | {"event": name})
    assert (judged.outcome, judged.event) == ("unknown", "invoice.paid")
    assert told(judged) == [("event-not-loaded", "/event", reason)]
    assert verdict(found, {"event": "page.seen", "properties": {}}).outcome == "accepted"


def test_an_event_with_a_slip_is_known_by_every_name_that_its_file_says(tmp_path: Path) -> None:
    found = loaded(tmp_path, paid=PAID + "wire: invoice_settled\naliases: [{name: bill.paid}, 5]\nownr: x\n")
    for name in ("invoice.paid", "invoice_settled", "bill.paid"):
        judged = verdict(found, paid() | {"event": name})
        assert (judged.event, told(judged)) == (
            "invoice.paid",
            [("event-not-loaded", "/event", "its file has errors")],
        )


def test_an_event_with_a_slip_is_known_by_the_wire_name_of_the_catalog(tmp_path: Path) -> None:
    settings = SETTINGS + 'naming: {wire: "{resource}_{action}"}\n'
    found = loaded(tmp_path, catalog=settings, paid=PAID + "ownr: x\n")
    assert told(verdict(found, paid() | {"event": "invoice_paid"}))[0][0] == "event-not-loaded"


def test_a_missing_group_or_context_is_said_without_running_the_rules(tmp_path: Path) -> None:
    found = loaded(tmp_path, actor=None, sdk=None)
    assert found.findings == ()
    assert found.unjudged == (
        "invoice.paid includes the group 'actor', which does not exist",
        "log lists the context 'sdk', which does not exist",
    )


APP_SLIP = "properties: {build: {type: integer, data: none}, mail: {type: string, dta: user.contact}}\n"
REASON = "the context 'app' has errors"


@pytest.mark.parametrize("destination", [None, "log"])
@pytest.mark.parametrize("place", ["context", "properties"])
def test_what_is_sound_in_a_damaged_context_is_judged_and_the_rest_is_not(
    tmp_path: Path, destination: str | None, place: str
) -> None:
    found = loaded(tmp_path, app=APP_SLIP)

    def around(**members: object) -> Verdict:
        return verdict(found, seen(**{place: members}), destination)

    assert around(build=1).outcome == "accepted"
    assert around(build="x").outcome == "refused"
    judged = around(mail="a@b.example")
    assert (judged.outcome, told(judged)) == ("unknown", [("property-not-loaded", f"/{place}/mail", REASON)])
    assert around(stray=1).problems[0].code == "undeclared-property"
    assert around(mail="x", build="x").outcome == "refused", "one thing is wrong for certain"


@pytest.mark.parametrize("app", ["properties: [", "- 1\n", "", "properties: 5\n"])
def test_a_context_that_cannot_be_read_at_all_may_have_any_name(tmp_path: Path, app: str) -> None:
    found = loaded(tmp_path, app=app)
    judged = verdict(found, seen(context={"build": 1}), "log")
    assert (judged.outcome, told(judged)) == ("unknown", [("property-not-loaded", "/context/build", REASON)])


@pytest.mark.parametrize("undeclared", ["refuse", "drop", "keep"])
def test_a_context_that_does_not_exist_may_have_any_name(tmp_path: Path, undeclared: str) -> None:
    found = loaded(tmp_path, app=None, catalog=SETTINGS + f"undeclared: {undeclared}\n")
    judged = verdict(found, seen(properties={"build": 1}), "log")
    reason = "the context 'app' does not exist"
    assert (judged.outcome, told(judged)) == (
        "unknown",
        [("property-not-loaded", "/properties/build", reason)],
    )


@pytest.mark.parametrize(
    "person", ["data: user.unique_id\nproperties: {plan: {type: strng}}\n", "properties: ["]
)
def test_properties_of_a_damaged_person_are_not_called_undeclared(tmp_path: Path, person: str) -> None:
    found = loaded(tmp_path, person=person)
    judged = verdict(found, seen(**{"$set": {"plan": "x"}}))
    reason = "the entity 'person' has errors"
    assert (judged.outcome, told(judged)) == ("unknown", [("property-not-loaded", "/$set/plan", reason)])


def test_a_damaged_type_of_group_is_still_one(tmp_path: Path) -> None:
    found = loaded(tmp_path, company="properties: [")
    judged = verdict(found, seen(groups={"company": {"seats": 1}, "team": "x"}))
    assert [one.code for one in judged.problems] == ["unknown-group-type", "property-not-loaded"]


DAMAGED = {
    "one slip": {"app": APP_SLIP},
    "no YAML": {"app": "properties: ["},
    "no file": {"app": None},
    "a damaged name that a beginning covers": {
        "app": APP_SLIP,
        "sdk": "properties: {mai*: {type: string, data: none}}\n",
    },
    "a damaged context of elsewhere": {
        "catalog": SETTINGS.replace("[app, sdk]", "[sdk]").replace("[far]", "[far, app]"),
        "app": APP_SLIP,
        "sdk": None,
    },
}


@pytest.mark.parametrize("changed", DAMAGED.values(), ids=DAMAGED)
@pytest.mark.parametrize("place", ["context", "properties"])
def test_nothing_leaves_for_a_name_that_could_not_be_read(
    tmp_path: Path, changed: dict[str, str | None], place: str
) -> None:
    settings = (changed.get("catalog") or SETTINGS) + "undeclared: keep\n"
    found = loaded(tmp_path, **{**changed, "catalog": settings})
    redactor = Redactor(found.snapshot)
    payload = json.dumps(seen(**{place: {"mail": "s3ntinel"}})).encode()
    redacted = redactor.judge(payload, "log")
    assert redacted.payload is None
    assert redacted.verdict.outcome == "unknown"
    assert redactor.redact(json.dumps(seen()).encode(), "log")["event"] == "page.seen"


@pytest.mark.parametrize(
    "person",
    ["data: 5\n", "dta: user.contact\n", "data: user.contact\ndata: user.unique_id\n", "properties: ["],
)
def test_an_id_leaves_only_when_it_is_known_what_it_is(tmp_path: Path, person: str) -> None:
    found = loaded(tmp_path, person=person)
    redactor = Redactor(found.snapshot)
    for payload in (seen(distinct_id="s3ntinel"), seen(properties={"distinct_id": "s3ntinel"})):
        assert redactor.judge(json.dumps(payload).encode(), "log").payload is None
    assert redactor.judge(json.dumps(seen()).encode(), "log").payload is not None


def test_a_slip_elsewhere_in_the_person_says_nothing_about_the_id(tmp_path: Path) -> None:
    found = loaded(
        tmp_path, person="data: user.unique_id\nproperties: {plan: {type: strng}}\ndescriptin: x\n"
    )
    assert verdict(found, seen(distinct_id="a"), "log").outcome == "accepted"


def test_a_key_of_a_group_is_judged_only_when_it_is_known_what_it_is(tmp_path: Path) -> None:
    found = loaded(tmp_path, company="data: [user.contact]\n")
    judged = verdict(found, seen(groups={"company": "s3ntinel"}), "log")
    assert (judged.outcome, judged.problems[0].code) == ("unknown", "property-not-loaded")
    assert verdict(found, seen(groups={"company": "x"})).outcome == "accepted", "nothing leaves here"


PATTERNS = {
    "look-ahead": ("{type: string, pattern: '^(?!x)[a-z]+$', maxLength: 20, data: none}", "abc"),
    "too many states": ("{type: string, pattern: '^[a-z]{70}$', maxLength: 70, data: none}", "x"),
    "in a list": ("{type: array, items: {type: string, pattern: '(?i)a', maxLength: 2}, data: none}", ["b"]),
    "keys of a map": (
        "{type: map, keys: {pattern: '(a*)*', data: none}, values: {type: integer, data: none}}",
        {"b": 1},
    ),
}


@pytest.mark.parametrize(("definition", "value"), PATTERNS.values(), ids=PATTERNS)
@pytest.mark.parametrize("required", [True, False])
def test_values_under_a_pattern_outside_the_subset_are_not_accepted(
    tmp_path: Path, definition: str, value: object, required: bool
) -> None:
    stated = definition[:-1] + f", required: {str(required).lower()}}}"
    event = f"destinations: [log]\nproperties: {{code: {stated}, page: {{type: string, data: none}}}}\n"
    found = loaded(tmp_path, seen=event)
    judged = verdict(found, seen(properties={"code": value}))
    assert judged.outcome == "unknown"
    assert [one.code for one in judged.problems] == ["property-not-loaded"]
    assert (
        "is outside the subset that every engine reads alike; run 'rollcall check'"
        in judged.problems[0].message
    )
    assert verdict(found, seen(properties={"code": value, "page": 1})).outcome == "refused"
    assert verdict(found, seen()).outcome == ("refused" if required else "accepted")
    (sentence,) = found.unjudged
    assert sentence.startswith("page/seen.yaml: the pattern of ")


@pytest.mark.parametrize(
    "name", ["context", "groups", "$groups", "$set", "$set_once", "consent", "redacted_for"]
)
def test_null_is_as_good_as_absent_for_every_member_of_the_envelope(tmp_path: Path, name: str) -> None:
    found = loaded(tmp_path)
    judged = verdict(found, seen(**{name: None}), "log")
    assert (judged.outcome, judged.problems) == ("accepted", ())
    assert (
        Redactor(found.snapshot).judge(json.dumps(seen(**{name: None})).encode(), "log").payload is not None
    )


TWICE = {
    "a name": "properties:\n  build: {type: integer, data: none}\n  build: {type: date, data: none}\n",
    "a key of a property": (
        "properties:\n  build:\n    type: integer\n    data: none\n    type: date\n    data: none\n"
    ),
}


@pytest.mark.parametrize("stated", TWICE.values(), ids=TWICE)
def test_what_a_second_key_of_the_same_name_may_have_meant_is_not_undeclared(
    tmp_path: Path, stated: str
) -> None:
    found = loaded(tmp_path, app=stated, person="data: user.unique_id\n" + stated)
    around = {"context": {"tier": "x"}, "$set": {"tier": "x"}}
    judged = verdict(found, seen(**around))
    assert judged.outcome == "unknown"
    assert sorted((one.code, one.path) for one in judged.problems) == [
        ("property-not-loaded", "/$set/tier"),
        ("property-not-loaded", "/context/tier"),
    ]


def test_a_key_that_stands_twice_outside_the_properties_hides_none(tmp_path: Path) -> None:
    found = loaded(tmp_path, app="description: a\ndescription: b\n" + APP)
    judged = verdict(found, seen(context={"tier": "x", "build": 1}))
    assert [(one.code, one.path) for one in judged.problems] == [("undeclared-property", "/context/tier")]


@pytest.mark.parametrize(
    ("app", "code"),
    [
        (APP, "undeclared-property"),
        (APP.replace("integer", "intgr"), "undeclared-property"),
        (TWICE["a name"], "property-not-loaded"),
    ],
    ids=["sound", "one slip", "a name twice"],
)
def test_the_nearest_name_is_told_though_it_could_not_be_read(tmp_path: Path, app: str, code: str) -> None:
    judged = verdict(loaded(tmp_path, app=app), seen(context={"bulid": 1}))
    assert [(one.code, one.context.get("nearest")) for one in judged.problems] == [(code, "build")]
    assert judged.problems[0].message.endswith("; did you mean 'build'")


@pytest.mark.parametrize(
    ("settings", "destination", "sentence"),
    [
        (
            SETTINGS.replace("  log:\n", "  log:\n    consent: sure\n"),
            "log",
            "catalog.yaml has errors, so the destination 'log' cannot be read; run 'rollcall check'",
        ),
        (
            SETTINGS.replace("format: 1", "format: 2"),
            "log",
            "catalog.yaml has errors, so the destinations cannot be read; run 'rollcall check'",
        ),
        (None, "log", "catalog.yaml has errors, so the destinations cannot be read; run 'rollcall check'"),
    ],
    ids=["one slip in it", "a slip at the top", "no file"],
)
def test_a_destination_that_cannot_be_read_is_not_told_to_be_missing(
    tmp_path: Path, settings: str | None, destination: str, sentence: str
) -> None:
    found = loaded(tmp_path, catalog=settings)
    with pytest.raises(catalog.DestinationNotLoaded) as raised:
        verdict(found, seen(), destination)
    assert str(raised.value) == sentence
    with pytest.raises(catalog.DestinationNotLoaded):
        catalog.Validator(found.snapshot).validate_lines(b"", destination)
    with pytest.raises(catalog.DestinationNotLoaded):
        Redactor(found.snapshot, destinations=[destination])


def test_a_destination_that_is_none_is_told_so_beside_a_damaged_one(tmp_path: Path) -> None:
    found = loaded(tmp_path, catalog=SETTINGS.replace("  log:\n", "  log:\n    consent: sure\n"))
    with pytest.raises(catalog.UnknownName, match="no destination 'lag' in the catalog"):
        verdict(found, seen(), "lag")
    assert verdict(found, seen()).outcome == "accepted"
    with pytest.raises(catalog.UnknownName):
        verdict(found, seen(), "other2")
