"""No value of a payload, and no name that may be personal data, is in anything that validation says."""

import random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog.model.snapshot import resolve
from catalog.schema import contract
from catalog.validation import PROTOCOLS, Validator, Verdict
from catalog.validation.supplied import SuppliedNames, is_showable
from tests.strategies import DESTINATIONS, catalogs, payload_values
from tests.validation.test_repeated_keys import CONTEXTS, RICH, Maker
from tests.validation.worlds import Engines, world
from tests.validation.writing import Writer

SENTINEL = "zqsentinel"
NUMBER = 867530912
"""Nine digits, so that no name with them may be shown."""


def said(verdict: Verdict) -> str:
    """Everything that a verdict gives away."""
    parts = [repr(verdict), str(verdict), str(verdict.event), str(verdict.alias)]
    for problem in verdict.problems:
        parts += [problem.code, problem.path, problem.message, repr(dict(problem.context))]
    return "\n".join(parts)


def is_silent(verdict: Verdict) -> bool:
    """Whether no sentinel is in what a verdict gives away."""
    return SENTINEL not in said(verdict) and str(NUMBER) not in said(verdict)


class Poison:
    """Puts sentinels into a payload: into every text, every number, and keys that nobody declared."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng

    def of(self, value: Any) -> Any:
        rng = self._rng
        if isinstance(value, dict):
            made = {
                self.key() if rng.random() < 0.15 else name: self.of(below) for name, below in value.items()
            }
            return made | {self.key(): self.of("") for _ in range(rng.choice([0, 0, 1]))}
        if isinstance(value, list):
            return [self.of(item) for item in value]
        if isinstance(value, str):
            return rng.choice([SENTINEL, f"{SENTINEL} {value}", f"{value}{SENTINEL}"])
        if isinstance(value, bool) or value is None:
            return rng.choice([value, value, SENTINEL, NUMBER])
        return rng.choice([NUMBER, float(NUMBER), -NUMBER, NUMBER + 0.5, NUMBER * 10**12])

    def key(self) -> str:
        return self._rng.choice(
            [
                f"{SENTINEL}@example.com",
                f"{SENTINEL} {self._rng.randrange(10)}",
                f"{SENTINEL}_{NUMBER}",
                f"\x1b[31m{SENTINEL}",
                f"{SENTINEL}é",
                f"{SENTINEL}/~{self._rng.randrange(10)}",
                f"{SENTINEL}\n",
                SENTINEL + "x" * 60,
                f"1{SENTINEL}",
                f"{{{SENTINEL}}}",
            ]
        )

    def written(self, payload: dict[str, Any]) -> bytes:
        """The payload as text, now and then with a key twice, cut, or with a broken number."""
        rng = self._rng
        text = Writer(rng, repeat=rng.choice([None, None, None, 0, 1])).write(payload)
        match rng.randrange(8):
            case 0:
                return text[: rng.randrange(len(text))]
            case 1:
                return text.replace(str(NUMBER).encode(), str(NUMBER).encode() + b"e999", 1)
            case 2:
                return text + SENTINEL.encode()
            case _:
                return text


@pytest.mark.parametrize("seed", range(8))
def test_what_a_rich_payload_holds_is_never_said(seed: int) -> None:
    rng = random.Random(seed)
    both = Engines(world({"a.b": RICH}, contexts=CONTEXTS))
    outcomes = set()
    for _ in range(150):
        value = Maker(rng).payload()
        poisoned = Poison(rng).of(value)
        poisoned["event"] = rng.choice(["a.b", "a.b", "a.b", poisoned.get("event", SENTINEL + "@")])
        if rng.random() < 0.9:
            poisoned.setdefault("properties", {})
        for key in (
            "$set",
            "groups",
            "context",
            "consent",
            "redacted_for",
            "distinct_id",
            "uuid",
            "timestamp",
        ):
            if rng.random() < 0.1:
                poisoned[key] = Poison(rng).of(rng.choice([{"a": "b"}, "x", 7, ["x"]]))
        if poisoned["event"] != "a.b" and is_showable(str(poisoned["event"])):
            poisoned["event"] = f"{SENTINEL}@x"
        verdict = both.verdict(Poison(rng).written(poisoned))
        assert is_silent(verdict), said(verdict)
        outcomes.add(verdict.outcome.value)
    assert outcomes >= {"refused", "malformed", "unknown"}


@settings(
    max_examples=max(20, settings().max_examples // 4),  # each judges a dozen payloads
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
@given(data=st.data())
def test_what_any_payload_holds_is_never_said(data: st.DataObject) -> None:
    snapshot = resolve(data.draw(catalogs(max_events=1)))
    validator = Validator(snapshot)
    rng = random.Random(data.draw(st.integers(0, 2**32)))
    for name, (event, alias) in snapshot.incoming.items():
        value = data.draw(payload_values(contract(event, None, alias)))
        poisoned = Poison(rng).of(value)
        for destination in (None, *DESTINATIONS):
            text = Poison(rng).written({"event": name, "properties": poisoned})
            assert is_silent(validator.validate(text, destination))
        line = Poison(rng).written({"message": name, **poisoned})
        assert is_silent(validator.validate(line, protocol=PROTOCOLS["log"]))


SHOWABLE = ["plan", "$set", "_x", "a.b-c", "A1", "user_12345", "x" * 64, "$feature_enrollment"]
HIDDEN = [
    *("", "1a", "a b", "a@b", "ada@example.com", "é", "a\n", "a/b", "a~b", "x" * 65, "123456", "-a", ".a"),
    *("user_123456", "49170123456", "a\x1b[0m", "<key 1>", "{a}", "a:b", "a'b", "\u202ea", "\uff11", "a\x00"),
]


BEHIND_A_WORD = [
    *("card_4111-1111-1111-1111", "iban_DE89-3704-0044-0532-0130-00", "ssn_123-45-6789", "ip.81.2.69.142"),
    *("mac_00-1A-2B-3C-4D-5E", "key_AKIA" + "IOSFODNN7EXAMPLE", "login_from_81.2.69.142"),
    "x_gh" + "p_abcdefghijklmnopqrstuvwxyzABCDEFGHIJ",
]
LIKE_IT = [
    *("order_555-123-4567", "version_81.2.69.142", "v-1.2.3.4", "chrome_120.0.60.129", "step_1-2-3", "utf-8"),
    *("d0c1e2f3-4a5b-4c6d-8e7f-a0b1c2d3e4f5", "sku_AB-12-34", "release-2024.12.31", "a.b.c_d-e"),
]


@pytest.mark.parametrize("name", BEHIND_A_WORD)
def test_personal_data_behind_a_word_and_a_separator_is_hidden(name: str) -> None:
    assert not is_showable(name)


@pytest.mark.parametrize("name", LIKE_IT)
def test_numbers_and_versions_behind_a_word_that_says_so_are_shown(name: str) -> None:
    assert is_showable(name)


@pytest.mark.parametrize("name", SHOWABLE)
def test_a_name_that_is_an_identifier_may_be_shown(name: str) -> None:
    assert is_showable(name)
    assert SuppliedNames().shown(name) == name


@pytest.mark.parametrize("name", HIDDEN, ids=ascii)
def test_any_other_name_gets_a_number(name: str) -> None:
    assert not is_showable(name)
    assert SuppliedNames().shown(name) == "<key 1>"


@pytest.mark.parametrize("end", ["", *SHOWABLE])
def test_a_name_that_a_star_covers_may_be_shown_with_what_the_catalog_says_of_it(end: str) -> None:
    names = SuppliedNames()
    assert names.declared(f"$feature/{end}", "$feature/*") == f"$feature/{end}"
    assert names.shown(f"$feature/{end}") == f"$feature/{end}"


@pytest.mark.parametrize("end", [one for one in HIDDEN if one], ids=ascii)
def test_what_a_star_covers_is_hidden_with_the_whole_name(end: str) -> None:
    names = SuppliedNames()
    assert names.declared(f"$feature/{end}", "$feature/*") == "<key 1>"
    assert names.shown(f"$feature/{end}") == "<key 1>"


def test_a_beginning_and_what_comes_after_it_are_looked_at_together() -> None:
    assert SuppliedNames().declared("mail:ada@example.com", "mail:ada@*") == "<key 1>"


def test_a_name_that_the_catalog_has_whole_is_shown_whatever_it_looks_like() -> None:
    names = SuppliedNames()
    assert names.declared("a b/1234567", "a b/1234567") == "a b/1234567"


def test_each_hidden_name_of_a_payload_has_its_own_number_and_keeps_it() -> None:
    names = SuppliedNames()
    assert [names.shown(name) for name in ("a@b", "plan", "c@d", "a@b")] == [
        "<key 1>",
        "plan",
        "<key 2>",
        "<key 1>",
    ]


def test_an_unknown_event_is_shown_only_as_far_as_its_name_may_be() -> None:
    both = Engines(world({"a.b": {}}))
    assert both.verdict(b'{"event":"a.c","properties":{}}').event == "a.c"
    assert both.verdict(b'{"event":"ada@example.com","properties":{}}').event == "<key 1>"
    assert both.verdict(b'{"event":"call.491701234567","properties":{}}').event == "<key 1>"
