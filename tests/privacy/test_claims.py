"""Payloads that claim to be redacted and are not, and values that come in the wrong shape."""

import json
from typing import Any

import pytest

from catalog.privacy.keys import Keyring
from catalog.validation import Validator
from catalog.validation.redactor import Redactor, Refused
from tests.validation.worlds import Plain, world

KEYS = Keyring("k", {"k": b"k" * 32})
TEXT: Plain = {"type": "string", "maxLength": 100}
EVENT: Plain = {
    "properties": {
        "name": {**TEXT, "data": "user.name"},
        "mail": {**TEXT, "data": "user.contact.email"},
        "note": {**TEXT, "data": "user.content"},
        "ip": {**TEXT, "data": "user.device.ip"},
        "role": {**TEXT, "data": "user.account", "required": True},
        "tags": {
            "type": "map",
            "keys": {"maxLength": 100, "data": "user.name"},
            "values": {"type": "integer", "data": "none"},
        },
        "plan": {**TEXT, "data": "none", "send_as": {"log": "Plan"}},
    },
    "destinations": ["log"],
}
POLICY: Plain = {
    "receives": ["none", "user.unique_id"],
    "otherwise": {
        "user.name": "mask",
        "user.contact": "hash",
        "user.content": "truncate",
        "user.device.ip": "truncate",
    },
    "truncate": {"characters": 4},
}


def redactor(undeclared: str = "refuse") -> Redactor:
    return Redactor(world({"a.b": {**EVENT, "undeclared": undeclared}}, destinations={"log": POLICY}), KEYS)


def claiming(properties: Plain, **envelope: Any) -> Plain:
    return {"event": "a.b", "properties": properties, "redacted_for": ["log"], **envelope}


FALSE: dict[str, tuple[Plain, str]] = {
    "a raw address where a mask should be": ({"name": "ada@example.com"}, "/properties/name"),
    "a raw text where a digest should be": ({"mail": "ada@example.com"}, "/properties/mail"),
    "a digest without its key's id": ({"mail": "a" * 64}, "/properties/mail"),
    "a text longer than is left": ({"note": "dear Ada"}, "/properties/note"),
    "a dropped property": ({"role": "admin of ada"}, "/properties/role"),
    "a property under the name that it came by": ({"plan": "ada"}, "/properties/plan"),
    "a raw key where a mask should be": ({"tags": {"ada_lovelace": 1}}, "/properties/tags/<key 1>"),
    "an undeclared property": ({"ada@example.com": 1}, "/properties/<key 1>"),
    "a number where a digest should be": ({"mail": 4_917_012_345}, "/properties/mail"),
    "a list where a mask should be": ({"name": ["ada"]}, "/properties/name"),
}


@pytest.mark.parametrize(("properties", "path"), FALSE.values(), ids=FALSE)
def test_a_false_claim_is_refused_and_says_what_gives_it_away(properties: Plain, path: str) -> None:
    with pytest.raises(Refused) as caught:
        redactor().redact(claiming(properties), "log")
    problems = caught.value.verdict.problems
    assert problems[0].code == "not-redacted"
    assert path in [problem.path for problem in problems]
    shown = f"{caught.value}\n{caught.value.verdict!r}"
    assert "ada" not in shown.lower()
    assert "4917012345" not in shown


def test_a_validator_refuses_a_false_claim_as_well() -> None:
    snapshot = world({"a.b": EVENT}, destinations={"log": POLICY})
    verdict = Validator(snapshot).validate(json.dumps(claiming({"name": "Ada"})).encode(), "log")
    assert [problem.code for problem in verdict.problems] == ["not-redacted", "pattern-mismatch"]


@pytest.mark.parametrize("undeclared", ["drop", "keep"])
def test_a_claim_lets_nothing_through_where_undeclared_properties_are_no_error(undeclared: str) -> None:
    given = {"role": "ada", "plan": "ada", "new": "ada", "Plan": "pro"}
    assert redactor(undeclared).redact(claiming(given), "log")["properties"] == {"Plan": "pro"}


def test_what_looks_like_a_digest_under_an_unknown_key_is_hashed() -> None:
    foreign = "other:" + "0" * 64
    left = redactor().redact(claiming({"mail": foreign}), "log")
    assert left["properties"] == {"mail": KEYS.digest(foreign, "log")}


def test_a_claim_does_not_spare_what_is_left_of_a_value() -> None:
    left = redactor().redact(claiming({"ip": "10.1.2.3", "name": "Xx"}, distinct_id="u1"), "log")
    assert left["properties"] == {"ip": "10.1.2.0", "name": "Xx"}


ODD_CLAIMS: list[Any] = [
    "log",
    {"log": True},
    [["log"]],
    ["log", 7],
    ["log", None],
    ["log", {"ada": "lovelace"}],
    7,
    True,
]


@pytest.mark.parametrize("claim", ODD_CLAIMS, ids=str)
def test_an_odd_claim_is_malformed(claim: object) -> None:
    with pytest.raises(Refused) as caught:
        redactor().redact({**claiming({"name": "Ada"}), "redacted_for": claim}, "log")
    assert caught.value.verdict.outcome == "malformed"
    assert "ada" not in str(caught.value).lower()


@pytest.mark.parametrize("claim", [[], ["elsewhere"], ["LOG"], ["log "]])
def test_a_claim_for_another_destination_is_none(claim: list[str]) -> None:
    left = redactor().redact({**claiming({"name": "Ada", "role": "x"}), "redacted_for": claim}, "log")
    assert left["properties"] == {"name": "Xxx"}
    assert left["redacted_for"] == ["log"]


WRONG: dict[str, tuple[str, object]] = {
    "a number for a text": ("name", 4_917_012_345),
    "a huge number": ("name", 10**300),
    "a list": ("mail", ["ada@example.com"]),
    "an object": ("mail", {"ada@example.com": "ada"}),
    "a flag": ("note", True),
    "null": ("ip", None),
    "a list for a map": ("tags", ["ada"]),
    "a map of texts": ("tags", {"ada": "ada"}),
}


@pytest.mark.parametrize(("name", "value"), WRONG.values(), ids=WRONG)
def test_a_value_of_a_wrong_type_lets_nothing_leave(name: str, value: object) -> None:
    with pytest.raises(Refused) as caught:
        redactor().redact({"event": "a.b", "properties": {name: value, "role": "x"}}, "log")
    shown = f"{caught.value}\n{caught.value.verdict!r}"
    assert "ada" not in shown.lower()
    assert "4917012345" not in shown


SCRIPTS = {
    "Latin": "Zoë",
    "Cyrillic": "Анна",
    "Greek": "Ωμέγα",
    "Arabic": "علي",
    "Hebrew": "שלום",
    "Devanagari": "हिन्दी",
    "Thai": "สวัสดี",
    "Chinese": "李小龙",
    "Japanese": "ひらカタ漢字",
    "Korean": "홍길동",
    "full width": "ａｄａ＠ｅｘａｍｐｌｅ．ｃｏｍ",
    "zero width": "a\u200bd\u200da\ufeff",
    "right to left": "\u202eada",
    "emoji": "👩\u200d💻",
    "beyond the first plane": "𐌰𐌽",
    "JSON inside a text": '{"mail": "ada@example.com"}',
    "a NUL": "a\x00da",
}


@pytest.mark.parametrize("value", SCRIPTS.values(), ids=SCRIPTS)
def test_every_script_is_masked_hashed_and_cut(value: str) -> None:
    given = {"name": value, "mail": value, "note": value, "ip": value, "tags": {value: 1}, "role": value}
    left = redactor().redact({"event": "a.b", "properties": given}, "log")
    properties: Any = left["properties"]
    assert properties["mail"] == KEYS.digest(value, "log")
    assert properties["note"] == value[:4]
    for masked in (properties["name"], properties["ip"], *properties["tags"]):
        assert len(masked) == len(value)
        assert not {*masked} & ({*value} - {*"x0X* @.-_:/+(),"})
    assert redactor().redact(left, "log") == left


def test_a_text_of_nearly_a_megabyte_is_handled() -> None:
    free = {"properties": {"name": {"type": "string", "data": "user.name"}}, "destinations": ["log"]}
    here = Redactor(world({"a.b": free}, destinations={"log": POLICY}), KEYS)
    left = here.redact({"event": "a.b", "properties": {"name": "a" * 1_000_000}}, "log")
    assert left["properties"] == {"name": "x" * 1_000_000}


def test_a_payload_beyond_a_megabyte_lets_nothing_leave() -> None:
    with pytest.raises(Refused) as caught:
        redactor().redact({"event": "a.b", "properties": {"name": "ada" * 400_000}}, "log")
    assert [problem.code for problem in caught.value.verdict.problems] == ["too-large"]
    assert "ada" not in str(caught.value)


NO_JSON: dict[str, Any] = {
    "a set": {"ada"},
    "bytes": b"ada",
    "NaN": float("nan"),
    "infinity": float("inf"),
    "an object of Python's": object(),
    "a key that is a tuple": {("ada",): 1},
}


@pytest.mark.parametrize("value", NO_JSON.values(), ids=NO_JSON)
def test_what_is_no_json_is_refused_without_its_value(value: object) -> None:
    with pytest.raises(TypeError, match="the payload is not JSON") as caught:
        redactor().redact({"event": "a.b", "properties": {"name": value}}, "log")
    assert "ada" not in str(caught.value)


def test_what_holds_itself_is_refused() -> None:
    ring: Plain = {"event": "a.b", "properties": {}}
    ring["properties"]["name"] = ring
    with pytest.raises(TypeError, match="the payload is not JSON"):
        redactor().redact(ring, "log")


def test_half_a_surrogate_pair_lets_nothing_leave() -> None:
    with pytest.raises(Refused) as caught:
        redactor().redact({"event": "a.b", "properties": {"name": "ada\ud800"}}, "log")
    assert caught.value.verdict.outcome == "malformed"


def test_a_key_of_a_map_that_is_about_somebody_is_never_named() -> None:
    snapshot = world({"a.b": EVENT}, destinations={"log": POLICY})
    for text in (
        b'{"event": "a.b", "properties": {"tags": {"ada": 1, "ada": 2}}}',
        b'{"event": "a.b", "properties": {"role": "x", "tags": {"ada": "x"}}}',
    ):
        for destination in ("log", None):
            verdict = Validator(snapshot).validate(text, destination)
            assert verdict.problems
            assert "ada" not in repr(verdict)


@pytest.mark.parametrize("key", ["event", "properties", "tags", "name"])
def test_a_name_that_stands_twice_and_that_the_catalog_states_is_named(key: str) -> None:
    snapshot = world({"a.b": EVENT}, destinations={"log": POLICY})
    text = f'{{"event": "a.b", "properties": {{"{key}": 1, "{key}": 2}}}}'.encode()
    (problem,) = Validator(snapshot).validate(text).problems
    assert dict(problem.context) == {"key": key}
