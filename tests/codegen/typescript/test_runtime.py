"""The runtime of trackers in TypeScript says and does what the library does."""

import json
import subprocess
import sys
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import rfc8785
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from catalog.codegen.plan.encoding import encoded_definition
from catalog.codegen.plan.tracker import plan
from catalog.codegen.typescript.data import catalog_of, data_of
from catalog.model.snapshot import Snapshot
from catalog.model.types import Property
from catalog.privacy.keys import Keyring
from catalog.privacy.transforms import mask
from catalog.schema.contract import context_properties, contract, entity_properties
from catalog.schema.formats import FORMATS
from catalog.schema.patterns import Pattern
from catalog.validation.explain import breaches
from catalog.validation.redactor import Redactor
from tests.codegen.strangers import STRANGER, members_with_strangers
from tests.codegen.typescript.engine import COMPILERS, KEYS, RUNTIME, TESTS, Engine, compiled
from tests.instances import instances, near_misses
from tests.privacy.sentinels import DESTINATIONS, private_catalogs
from tests.strategies import objects, properties
from tests.validation.worlds import world

CASES = TESTS / "cases" / "codegen"
DEFINITIONS: list[dict[str, Any]] = json.loads((CASES / "definitions.json").read_text())
TREATMENTS: list[dict[str, Any]] = json.loads((CASES / "treatments.json").read_text())
PRINTED = {name: FORMATS[name].pattern.ecmascript() for name in ("timestamp", "date", "uuid", "uri")}
KEYRING = Keyring("now", {"now": b"n" * 32})
MOMENT = "2026-11-30T09:30:00.123Z"
UUID = "0193a5d0-ac96-474b-bcce-b302099a8057"
PROPERTY: TypeAdapter[Any] = TypeAdapter(Property)
SLOW = settings(
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
)


def canonical(value: Any) -> str:
    """One text for a JSON value, whatever the order of its members; large integers are doubles, as there."""
    return rfc8785.dumps(json.loads(json.dumps(value), parse_int=float_if_large)).decode()


def in_order(value: Any) -> Any:
    """A value as JavaScript keeps it, where keys that are array indices come first (ECMA-262 §10.1.11.1)."""
    if isinstance(value, list):
        return [in_order(item) for item in value]
    if not isinstance(value, dict):
        return value
    indices = [key for key in value if key.isdecimal() and key.isascii() and str(int(key)) == key]
    firsts = sorted((key for key in indices if int(key) < 2**32 - 1), key=int)
    return {key: in_order(value[key]) for key in (*firsts, *(key for key in value if key not in firsts))}


def is_known(value: Any) -> bool:
    """Whether every character is one that this Python knows: node may know newer ones."""
    return all(unicodedata.category(sign) != "Cn" for sign in json.dumps(value, ensure_ascii=False))


@pytest.mark.parametrize("case", DEFINITIONS, ids=lambda case: json.dumps(case["definition"])[:60])
def test_a_value_is_judged_as_the_library_judges_it(case: dict[str, Any], engine: Engine) -> None:
    definition = PROPERTY.validate_json(json.dumps(case["definition"]))
    encoded = encoded_definition(definition, Pattern.ecmascript)
    valid = engine("judge", definition=encoded, formats=PRINTED, values=case["valid"])
    assert valid == [[] for _ in case["valid"]]
    invalid = engine("judge", definition=encoded, formats=PRINTED, values=case["invalid"])
    assert [value for value, codes in zip(case["invalid"], invalid, strict=True) if not codes] == []
    assert [value for value in case["valid"] if breaches(definition, value)] == []


@SLOW
@given(definition=properties(named=False), data=st.data())
def test_strict_mode_finds_a_breach_where_the_library_does(
    engine: Engine, definition: Property, data: st.DataObject
) -> None:
    encoded = encoded_definition(definition, Pattern.ecmascript)
    drawn = data.draw(st.lists(instances(definition) | near_misses(definition), min_size=1, max_size=5))
    # what the library's decoder refuses or rounds is not for its explainer
    values = [json.loads(json.dumps(value), parse_int=float_if_large) for value in drawn if is_text(value)]
    codes = engine("judge", definition=encoded, formats=PRINTED, values=values)
    for value, found in zip(values, codes, strict=True):
        told = [problem.code for problem in breaches(definition, value) if problem.code not in NO_BREACH]
        assert bool(found) == bool(told), (value, found, told)


NO_BREACH = {"property-deprecated"}


def float_if_large(text: str) -> int | float:
    return int(text) if abs(int(text)) < 2**53 else float(text)


def is_text(value: Any) -> bool:
    """Whether there is no lone surrogate, which no decoder lets pass."""
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True


@pytest.mark.parametrize("case", TREATMENTS, ids=lambda case: json.dumps(case["treatment"])[:60])
def test_a_treatment_leaves_what_the_case_says(case: dict[str, Any], engine: Engine) -> None:
    values = [value for value, _ in case["cases"]]
    asked = {"treatment": case["treatment"], "formats": PRINTED, "destination": "log", "keys": KEYS}
    left = engine("treat", values=values, **asked)
    assert left == [{"left": expected} for _, expected in case["cases"]]


def test_masks_know_the_same_characters_as_the_library(engine: Engine) -> None:
    codes = [
        code
        for code in range(sys.maxunicode + 1)
        if unicodedata.category(chr(code)) not in ("Cn", "Cs", "Co") or code < 0x3000
    ]
    shapes = engine("mask", codes=codes)
    differing = [
        hex(code)
        for code, shape in zip(codes, shapes, strict=True)
        if shape != mask(chr(code)) and unicodedata.category(chr(code)) != "Cn"
    ]
    assert differing == []


def constants(properties: Mapping[str, Property]) -> dict[str, Any]:
    """What a tracker fills in by itself."""
    found = {name: getattr(definition, "const", None) for name, definition in properties.items()}
    return {name: value for name, value in found.items() if value is not None}


@SLOW
@given(snapshot=private_catalogs(), destination=st.sampled_from(DESTINATIONS), data=st.data())
def test_what_leaves_is_what_the_redactor_lets_leave(
    engine: Engine, snapshot: Snapshot, destination: str, data: st.DataObject
) -> None:
    about = snapshot.settings.destinations[destination]
    declared = snapshot.incoming["a.b"][0]
    here = contract(declared, destination).properties
    values = in_order({**data.draw(objects(here)), **constants(here)})
    context = in_order(data.draw(objects(context_properties(snapshot, destination))))
    context = {name: one for name, one in context.items() if not name.startswith("$") and name[-1:] != "*"}
    if not is_known([values, context]):
        return
    user = data.draw(st.sampled_from(["ada@example.com", "42", "0123abcd", None]))
    key = data.draw(st.sampled_from(["Acme 7", None]))
    consent = data.draw(st.sampled_from([["analytics"], ["analytics", "marketing"], ["other"], None]))
    is_anonymous = not isinstance(about.identity, str)
    has_key = key is not None and about.identity == "user_id"
    payload: dict[str, Any] = {
        "event": declared.wire,
        "uuid": UUID,
        "timestamp": MOMENT,
        "source": "web",
        "release": "3",
        "properties": values,
        **({"context": context} if context else {}),
        # a tracker gives no id to a destination that takes none, whatever it would do to one
        **({"distinct_id": user} if user is not None and about.identity != "none" else {}),
        **({"groups": {"company": key}} if has_key else {}),
        **({"consent": consent} if consent is not None else {}),
    }
    judged = Redactor(snapshot, KEYRING).judge(json.dumps(payload).encode(), destination)
    who = {"anonymousId" if is_anonymous else "userId": user}
    bound = {**who, "consent": consent, "uuid": UUID, "timestamp": payload["timestamp"]}
    if has_key:
        bound["groups"] = {"company": key}
    answer = sent(engine, snapshot, [{"values": values, "bound": bound, "context": context}])
    left = answer["payloads"][destination]

    codes = {problem.code for problem in judged.verdict.problems}
    if "drift" in codes:
        event("drift")  # a tracker acts by declaration alone
    elif judged.payload is not None:
        event("leaves")
        assert [canonical(one) for one in left] == [canonical(judged.payload)]
    elif codes & {"refused-data", "identity"} and "consent" not in codes:
        event("refused")
        assert not left
        assert [one["destination"] for one in answer["failures"] if one["destination"] == destination]
    elif "consent" in codes and any(problem.path in ("", "/consent") for problem in judged.verdict.problems):
        event("nobody agreed")
        assert not left


@SLOW
@given(snapshot=private_catalogs(), destination=st.sampled_from(DESTINATIONS), data=st.data())
def test_of_nested_objects_leaves_only_what_is_declared(
    engine: Engine, snapshot: Snapshot, destination: str, data: st.DataObject
) -> None:
    here = contract(snapshot.incoming["a.b"][0], destination).properties
    values = in_order(data.draw(objects(here)))
    bound = {"userId": "42", "consent": ["analytics", "marketing"], "uuid": UUID, "timestamp": MOMENT}
    calls = [
        {"values": one, "bound": bound, "context": {}}
        for one in (values, members_with_strangers(here, values))
    ]
    left = [canonical(one) for one in sent(engine, snapshot, calls)["payloads"][destination]]
    assert STRANGER not in "".join(left)
    assert left[:1] == left[1:]


@pytest.mark.parametrize("granted", [["ops"], ["ops", "analytics"]])
def test_what_has_a_purpose_of_its_own_leaves_where_somebody_agreed(
    engine: Engine, granted: list[str]
) -> None:
    role = {"properties": {"role": {"type": "string", "data": "user.account", "purpose": "analytics"}}}
    snapshot = world(
        {"a.b": {"destinations": ["log"], "purpose": "ops", "properties": {}}},
        destinations={"log": {"contexts": ["sdk"], "consent": True, "purposes": ["ops", "analytics"]}},
        contexts={"sdk": role},
        entities={"person": role, "company": role},
        purposes={"ops": {}, "analytics": {}},
    )
    bound = {"userId": "42", "consent": granted}
    members = {"set": {"role": "SENTINEL"}}
    calls: list[dict[str, Any]] = [
        {"values": {}, "bound": bound, "context": {"role": "SENTINEL"}},
        {"act": "identify", "values": members, "bound": bound},
        {"act": "group", "type": "company", "key": "7", "values": members, "bound": bound},
    ]
    left = sent(engine, snapshot, calls)["payloads"]["log"]
    assert ["SENTINEL" in json.dumps(one) for one in left] == ["analytics" in granted] * 3


def sent(engine: Engine, snapshot: Snapshot, calls: list[dict[str, Any]]) -> Any:
    """What became of calls of the event `a.b`."""
    made = plan(snapshot, generator="test", release=3)
    functions = {one.event.name: one for resource in made.resources for one in resource.functions}
    catalog, people, _ = catalog_of(made)
    formats = {**PRINTED}
    about = {"catalog": {**catalog, "formats": formats}, "people": people, "keys": KEYS, "source": "web"}
    return engine("send", event=data_of(functions["a.b"], made)[0], calls=calls, **about)  # type: ignore[index]  # a name


@SLOW
@given(snapshot=private_catalogs(), destination=st.sampled_from(DESTINATIONS), data=st.data())
def test_of_a_person_and_a_group_leaves_what_the_redactor_lets_leave(
    engine: Engine, snapshot: Snapshot, destination: str, data: st.DataObject
) -> None:
    person = in_order(data.draw(objects(entity_properties(snapshot, "person", destination) or {})))
    company = in_order(data.draw(objects(entity_properties(snapshot, "company", destination) or {})))
    if not is_known([person, company]):
        return
    payload = {
        "event": "warm.up",
        "properties": {},
        "distinct_id": "42",
        "$set": person,
        "groups": {"company": company},
        "consent": ["analytics", "marketing"],
    }
    judged = Redactor(snapshot, KEYRING).judge(json.dumps(payload).encode(), destination)
    bound = {"userId": "42", "consent": ["analytics", "marketing"]}
    calls = [
        {"act": "identify", "values": {"set": person}, "bound": bound},
        {"act": "group", "type": "company", "key": "7", "values": {"set": company}, "bound": bound},
    ]
    if any(problem.code == "drift" for problem in judged.verdict.problems):
        return  # a tracker acts by declaration alone
    left = {one["event"]: one for one in sent(engine, snapshot, calls)["payloads"][destination]}
    if snapshot.settings.destinations[destination].identity != "user_id":
        assert not left
    elif judged.payload is not None:
        if "$identify" in left:
            assert canonical(left["$identify"]["$set"]) == canonical(judged.payload["$set"])
        if "$groupidentify" in left:
            groups = judged.payload["groups"]
            assert isinstance(groups, dict)
            assert canonical(left["$groupidentify"]["properties"]["$group_set"]) == canonical(
                groups["company"]
            )


@pytest.mark.parametrize("compiler", COMPILERS)
def test_the_runtime_fits_its_types(node: str, tmp_path: Path, compiler: str) -> None:
    files = sorted(str(path) for path in RUNTIME.glob("*.js"))
    assert compiled(node, tmp_path, files, compiler, checkJs=True, allowJs=True) == ""


def test_the_runtime_needs_no_permission_to_evaluate_text_and_no_module_of_node() -> None:
    for path in RUNTIME.glob("*.js"):
        text = path.read_text(encoding="utf-8")
        assert "eval(" not in text
        assert "new Function" not in text
        assert "node:" not in text
        assert "require(" not in text


def test_hmac_is_that_of_node(node: str, tmp_path: Path) -> None:
    program = tmp_path / "program.mjs"
    program.write_text(f"""
import {{ createHmac, randomBytes }} from "node:crypto";
import {{ hmac }} from "{(RUNTIME / "keys.js").as_uri()}";
for (let n = 0; n < 400; n++) {{
  const [key, message] = [randomBytes(n % 131), randomBytes(n * 3)];
  const known = createHmac("sha256", key).update(message).digest("hex");
  if (hmac(key, message) !== known) throw new Error(String(n));
}}
""")
    ran = subprocess.run([node, "--no-warnings", str(program)], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
