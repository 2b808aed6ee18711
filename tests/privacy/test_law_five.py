"""Law 5: what is protected for a destination is in nothing that it gets, and in nothing that is said."""

import copy
import io
import json
import logging
import random
import re
import traceback
from typing import Any

from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, multiple, rule
from rich.pretty import pretty_repr

from catalog.cli.render.verdicts import Judged, as_json, as_text
from catalog.cli.terminal import paper
from catalog.errors import CatalogError
from catalog.model.snapshot import Snapshot
from catalog.privacy.keys import KeyMissing, Keyring, read_keys
from catalog.schema import to_json_schema
from catalog.schema.contract import entity_properties
from catalog.schema.leaving import leaving_properties
from catalog.schema.validator import validator_for
from catalog.validation import Validator, Verdict, explained
from catalog.validation.protocols import LOG
from catalog.validation.redactor import Redactor, Refused
from tests.privacy.sentinels import DESTINATIONS, Plain, Sentinels, payloads, private_catalogs
from tests.strategies import encoded

KEYS = Keyring("now", {"now": b"n" * 32, "before": b"b" * 32})
_DIGEST = re.compile(r"\b(?:now|before):[0-9a-f]{64}")


class _Heard(logging.Handler):
    """Everything that is logged while a machine runs."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(f"{record.getMessage()} {record.__dict__}")


class NothingProtectedIsTold(RuleBasedStateMachine):
    """Judges, redacts and renders payloads in any order; no sentinel is ever told, whatever fails."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[str] = []
        self.digests: dict[str, set[str]] = {name: set() for name in DESTINATIONS}
        self.heard = _Heard()
        self.before = logging.root.level
        logging.root.addHandler(self.heard)
        logging.root.setLevel(logging.DEBUG)

    given = Bundle("given")

    @initialize(snapshot=private_catalogs(), seed=st.integers(0, 2**32))
    def begin(self, snapshot: Snapshot, seed: int) -> None:
        self.snapshot = snapshot
        self.sentinels = Sentinels.drawn(seed)
        self.validator = Validator(snapshot)
        self.redactor = Redactor(snapshot, KEYS)
        self.rng = random.Random(seed)

    @rule(target=given, data=st.data(), destination=st.sampled_from(DESTINATIONS))
    def arrive(self, data: st.DataObject, destination: str) -> tuple[str, Plain]:
        return destination, data.draw(payloads(self.snapshot, destination, self.sentinels))

    @rule(
        target=given, one=given, what=st.sampled_from(["claim", "odd claim", "lose", "wrap", "name", "deep"])
    )
    def spoil(self, one: tuple[str, Plain], what: str) -> Any:
        """A payload that is wrong in one place; what is protected stays so."""
        destination, payload = one[0], copy.deepcopy(one[1])
        properties = payload["properties"]
        word = self.sentinels.word
        match what:
            case "claim":
                payload["redacted_for"] = [destination]
            case "odd claim":
                payload["redacted_for"] = self.rng.choice(
                    [
                        [destination, self.sentinels.name],
                        [destination, 7, [word]],
                        {destination: word},
                        word,
                        None,
                    ]
                )
            case "lose" if properties:
                properties.pop(self.rng.choice([*properties]))
            case "wrap" if properties:
                name = self.rng.choice([*properties])
                properties[name] = self.rng.choice([[properties[name]], {"x": properties[name]}])
            case "name":
                payload["event"] = self.sentinels.name
            case "deep":
                properties[self.sentinels.name] = [[[{self.sentinels.name: word}]]]
                if not isinstance(payload.get("$set"), dict) and self.rng.random() < 0.5:
                    payload["$set"] = [word]
            case _:
                return multiple()
        if what == "deep" and self._keeps(destination):
            return multiple()
        return destination, payload

    @rule(one=given, damage=st.sampled_from(["", "cut", "twice", "nan", "bytes"]))
    def judge(self, one: tuple[str, Plain], damage: str) -> None:
        destination, payload = one
        text = encoded(payload)
        match damage:
            case "cut":
                text = text[: self.rng.randrange(len(text))]
            case "twice":
                text = re.sub(
                    rb'"([^"]*)": ("[^"]*"|\d+)', rb'"\1": \2, "\1": \2', text, count=self.rng.choice([0, 1])
                )
            case "nan":
                text = text.replace(str(self.sentinels.number).encode(), b"NaN")
            case "bytes":
                text = text.replace(b"e", b"\xff", 1)
            case _:
                pass
        self._tell_verdict(self.validator.validate(text, destination))
        self._tell_verdict(explained(self.snapshot, text, destination))
        line = json.dumps({"message": payload["event"], **payload["properties"]}).encode()
        self._tell_verdict(self.validator.validate(line, destination, protocol=LOG))
        judged = self.redactor.judge(text, destination)
        self._tell_verdict(judged.verdict)
        self.told += [repr(judged), pretty_repr(judged)]

    @rule(one=given)
    def redact(self, one: tuple[str, Plain]) -> None:
        destination, payload = one
        before = copy.deepcopy(payload)
        try:
            left = self.redactor.redact(payload, destination)
        except Refused as refused:
            event("refused")
            self.told.append("".join(traceback.format_exception(refused)))
            self.told.append(repr(refused.verdict))
            return
        finally:
            assert payload == before, "the payload was changed"
        event("redacted")
        written = json.dumps(left, ensure_ascii=False)
        self.told.append(written)
        self.digests[destination].update(_DIGEST.findall(written))
        assert self.redactor.redact(left, destination) == left, "redacting twice changed it"
        assert left["redacted_for"] == [destination]
        self._fits(left, destination)

    @rule(one=given, wrong=st.sampled_from(["destination", "keys", "no keys", "no JSON", "not a number"]))
    def fail(self, one: tuple[str, Plain], wrong: str) -> None:
        destination, payload = one
        try:
            match wrong:
                case "destination":
                    self.redactor.redact(payload, "nowhere")
                case "keys":
                    read_keys(json.dumps({"active": self.sentinels.word, "keys": payload}).encode())
                case "no keys":
                    Redactor(self.snapshot)
                case "no JSON":
                    self.redactor.redact({**payload, "properties": {self.sentinels.word}}, destination)
                case _:
                    self.redactor.redact(
                        {**payload, "x": float("nan"), "y": self.sentinels.word}, destination
                    )
        except (CatalogError, TypeError, KeyMissing) as error:
            self.told.append("".join(traceback.format_exception(error)))

    @invariant()
    def no_sentinel_is_told(self) -> None:
        for text in (*self.told, *self.heard.said):
            assert not self.sentinels.is_in(text), text
        self.told.clear()

    @invariant()
    def destinations_share_no_digest(self) -> None:
        seen: set[str] = set()
        for digests in self.digests.values():
            assert not seen & digests
            seen |= digests

    def teardown(self) -> None:
        logging.root.removeHandler(self.heard)
        logging.root.setLevel(self.before)

    def _tell_verdict(self, verdict: Verdict) -> None:
        judged = Judged("payloads.ndjson", 1, verdict)
        self.told += [repr(verdict), as_json(judged).decode(), *as_text(judged, paper(io.StringIO()))]
        self.told += [repr(dict(problem.context)) for problem in verdict.problems]

    def _fits(self, left: Plain, destination: str) -> None:
        """The output meets the contract of what leaves, which is closed but for what stands around it."""
        found = self.snapshot.incoming["a.b"][0]
        schema = to_json_schema(found, destination, leaving=True)
        declared: Any = schema["properties"]
        own = {name: member for name, member in left["properties"].items() if name in declared}
        errors = [*validator_for(schema).iter_errors(own)]
        assert not errors, (errors, own)
        for name in ("$set", "$set_once", "traits"):
            for place in (left, left["properties"]):
                if name not in declared:
                    self._fits_entity("person", place.get(name), destination)
        for place in (left, left["properties"]):
            for name in ("groups", "$groups"):
                if name not in declared and isinstance(place.get(name), dict):
                    self._fits_entity("company", place[name].get("company"), destination)
        assert {*left.get("consent", ())} <= {*self.snapshot.settings.purposes}

    def _fits_entity(self, entity: str, members: object, destination: str) -> None:
        """Of what the catalog states of a person or a group, no more leaves than its contract says."""
        if not isinstance(members, dict):
            return
        here = entity_properties(self.snapshot, entity, destination) or {}
        left = leaving_properties(self.snapshot.policy, here, destination)
        stated = {*self.snapshot.entities[entity].properties}
        assert not members.keys() & stated - left.keys(), (members, destination)

    def _keeps(self, destination: str) -> bool:
        found = self.snapshot.incoming["a.b"][0]
        return (
            found.undeclared.value == "keep"
            and self.snapshot.policy.handling(destination, None).value == "keep"
        )


NothingProtectedIsTold.TestCase.settings = settings(
    max_examples=max(20, settings().max_examples // 2),  # each judges a dozen payloads
    stateful_step_count=12,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
    deadline=None,
)
test_law_five = NothingProtectedIsTold.TestCase


@settings(
    max_examples=max(200, settings().max_examples),  # a payload that leaves is one in three
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
    deadline=None,
)
@given(snapshot=private_catalogs(), seed=st.integers(0, 2**32), data=st.data())
def test_nothing_protected_is_in_what_leaves(snapshot: Snapshot, seed: int, data: st.DataObject) -> None:
    """The machine's first step alone, many times: each destination gets a payload of its own."""
    sentinels = Sentinels.drawn(seed)
    redactor = Redactor(snapshot, KEYS)
    for destination in DESTINATIONS:
        judged = redactor.judge(data.draw(payloads(snapshot, destination, sentinels)), destination)
        assert not sentinels.is_in(repr(judged)), destination
