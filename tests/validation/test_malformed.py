"""What is no payload at all: never accepted, never an exception, and the code that says why."""

import random

import pytest

from tests.validation.test_repeated_keys import CONTEXTS, RICH, Maker
from tests.validation.worlds import Engines, codes, payload, world
from tests.validation.writing import Writer

MIB = 1_048_576


@pytest.fixture(scope="module")
def both() -> Engines:
    events = {"a.b": RICH, "c.d": {"undeclared": "keep"}}
    return Engines(world(events, contexts=CONTEXTS))


def test_a_payload_cut_anywhere_is_malformed(both: Engines) -> None:
    rng = random.Random(3)
    for plain in (True, False, False):
        whole = Writer(rng, plain=plain).write(Maker(rng).payload())
        assert both.verdict(whole).outcome == "accepted"
        for end in range(len(whole)):
            verdict = both.verdict(whole[:end])
            assert verdict.outcome == "malformed"
            assert codes(verdict)[0] in ("empty", "truncated", "not-utf-8", "not-json"), whole[:end]


def test_a_payload_without_any_one_of_its_bytes_has_one_verdict(both: Engines) -> None:
    rng = random.Random(4)
    for _ in range(5):
        whole = Writer(rng).write(Maker(rng).payload())
        outcomes = {both.verdict(whole[:at] + whole[at + 1 :]).outcome.value for at in range(len(whole))}
        assert outcomes <= {"accepted", "refused", "unknown", "malformed"}
        assert "malformed" in outcomes


def test_bytes_at_random_are_malformed(both: Engines) -> None:
    rng = random.Random(5)
    alphabet = b'{}[]",:\\u0123456789eE+-.tfn \n\x00\xff\xc3\xa9event'
    for _ in range(3_000):
        noise = rng.randbytes(rng.randrange(80)) if rng.random() < 0.5 else bytes(rng.choices(alphabet, k=40))
        assert both.verdict(noise).outcome == "malformed", noise
        inside = b'{"event":"a.b","properties":{"text":' + noise + b"}}"
        assert both.verdict(inside).outcome in ("malformed", "refused", "accepted"), noise


def value(text: bytes, event: bytes = b"c.d") -> bytes:
    return b'{"event":"' + event + b'","properties":{"n":' + text + b"}}"


GOOD = payload("a.b", {"n": 1})

MALFORMED: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "empty"),
    "blanks": (b" \r\n\t", "empty"),
    "a byte order mark": (b"\xef\xbb\xbf" + GOOD, "byte-order-mark"),
    "UTF-16 with its mark": (GOOD.decode().encode("utf-16"), "not-utf-8"),
    "UTF-16": (GOOD.decode().encode("utf-16-le"), "not-utf-8"),
    "UTF-16, big end first": (GOOD.decode().encode("utf-16-be"), "not-utf-8"),
    "UTF-32": (GOOD.decode().encode("utf-32"), "not-utf-8"),
    "Latin-1": (value(b'"\xe9"'), "not-utf-8"),
    "an overlong byte": (value(b'"\xc0\xaf"'), "not-utf-8"),
    "a surrogate in UTF-8": (value(b'"\xed\xa0\x80"'), "not-utf-8"),
    "beyond Unicode": (value(b'"\xf5\x80\x80\x80"'), "not-utf-8"),
    "half a pair": (value(b'"\\ud83d"'), "lone-surrogate"),
    "the other half": (value(b'"\\ude00"'), "lone-surrogate"),
    "halves in the wrong order": (value(b'"\\ude00\\ud83d"'), "lone-surrogate"),
    "half a pair as a key": (b'{"event":"c.d","properties":{"\\ud83d":1}}', "lone-surrogate"),
    "half a pair as the event": (b'{"event":"\\ud83d","properties":{}}', "lone-surrogate"),
    "NaN": (value(b"NaN"), "not-finite"),
    "Infinity": (value(b"Infinity"), "not-finite"),
    "-Infinity": (value(b"-Infinity", b"a.b"), "not-finite"),
    "1e999": (value(b"1e999"), "number-overflow"),
    "-1e999, declared": (value(b"-1e999", b"a.b"), "number-overflow"),
    "400 digits": (value(b"9" * 400), "number-overflow"),
    "400 digits, declared": (value(b"9" * 400, b"a.b"), "number-overflow"),
    "400 digits, negative, in a list": (value(b"[-" + b"9" * 400 + b"]"), "number-overflow"),
    "400 digits where a text belongs": (
        b'{"event":"a.b","distinct_id":' + b"9" * 400 + b',"properties":{}}',
        "number-overflow",
    ),
    "5,000 digits": (value(b"9" * 5_000), "number-overflow"),
    "the first integer that rounds beyond a double": (
        value(str(2**1024 - 2**970).encode()),
        "number-overflow",
    ),
    "10,000 lists": (value(b"[" * 10_000 + b"]" * 10_000), "too-deep"),
    "10,000 objects": (value(b'{"a":' * 10_000 + b"1" + b"}" * 10_000), "too-deep"),
    "50,000 brackets": (b"[" * 50_000, "too-deep"),
    "63 levels inside the properties": (value(b"[" * 63 + b"]" * 63), "too-deep"),
    "more than 1 MiB": (b" " * MIB + GOOD, "too-large"),
    "two payloads": (GOOD + GOOD, "not-json"),
    "a comma too many": (b'{"event":"a.b","properties":{},}', "not-json"),
    "a comment": (GOOD + b"// x", "not-json"),
    "single quotes": (b"{'event':'a.b'}", "not-json"),
    "a control character": (value(b'"\x01"'), "not-json"),
    "a leading zero": (value(b"01"), "not-json"),
    "a key without quotes": (b'{event:"a.b"}', "not-json"),
    "a null byte behind": (GOOD + b"\x00", "not-json"),
    "a text": (b'"a.b"', "not-an-object"),
    "a list of payloads": (b"[" + GOOD + b"]", "not-an-object"),
    "true": (b"true", "not-an-object"),
    "no event": (b'{"properties":{}}', "no-event"),
    "nothing in it": (b"{}", "no-event"),
    "no properties": (b'{"event":"a.b"}', "no-properties"),
    "the event as null": (b'{"event":null,"properties":{}}', "wrong-envelope"),
    "properties as null": (b'{"event":"a.b","properties":null}', "wrong-envelope"),
}


@pytest.mark.parametrize("kind", MALFORMED)
def test_what_is_no_payload_is_malformed_for_one_reason(both: Engines, kind: str) -> None:
    text, code = MALFORMED[kind]
    verdict = both.verdict(text)
    named = "a.b" if kind.startswith(("no properties", "properties as")) else None
    assert (verdict.outcome, verdict.event, codes(verdict)) == ("malformed", named, [code])


ACCEPTED: dict[str, bytes] = {
    "the largest double": value(b"1.7976931348623157e308"),
    "the largest integer that rounds to a double": value(str(2**1024 - 2**970 - 1).encode()),
    "more digits than a double has": value(b"0." + b"1" * 5_000),
    "309 digits in a text": value(b'"' + b"9" * 309 + b'"'),
    "309 digits after the point": value(b"0." + b"9" * 309),
    "an exponent that makes it zero": value(b"1e-999999999999"),
    "a zero with an exponent": value(b"0e999"),
    "an escaped null": value(b'"\\u0000"'),
    "a pair of surrogates": value(b'"\\ud83d\\ude00"'),
    "a noncharacter": value(b'"\\uffff"'),
    "62 levels inside the properties": value(b"[" * 62 + b"]" * 62),
    "62 levels and one beside them": value(b"[" * 61 + b"[],[]" + b"]" * 61),
    "1 MiB exactly": b" " * (MIB - len(GOOD)) + GOOD,
    "a line break behind": GOOD + b"\r\n",
    "many lists beside each other": value(b"[" + b",".join([b"[]"] * 1_000) + b"]"),
}


@pytest.mark.parametrize("kind", ACCEPTED)
def test_what_is_a_payload_though_it_is_odd_is_accepted(both: Engines, kind: str) -> None:
    assert codes(both.verdict(ACCEPTED[kind])) == []


def test_a_key_that_stands_twice_is_found_beside_an_integer_that_python_would_not_read(both: Engines) -> None:
    text = b'{"event":"c.d","properties":{"n":1,"n":2,"m":' + b"9" * 4_301 + b"}}"
    assert both.verdict(text).outcome == "malformed"
