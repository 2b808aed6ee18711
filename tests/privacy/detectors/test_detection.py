"""Asking all detectors: spellings, JSON inside strings, names, hostile texts, values that are not texts."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.privacy.detectors import DETECTORS, Hit, detect, detect_value, is_clean, pieces
from tests.privacy.detectors.steps import steps

EMAIL = Hit("email", "user.contact.email")


def test_each_detector_is_named_once_in_the_order_of_the_table() -> None:
    text = "born 1985-03-12, 192.0.2.44, ada@example.com, grace@example.com"
    assert [hit.detector for hit in detect(text)] == ["email", "ipv4", "birth_date"]


def test_a_hit_holds_no_value() -> None:
    assert detect("ada@example.com") == (EMAIL,)


def test_a_text_is_clean_when_no_detector_sees_anything() -> None:
    assert is_clean("timer_stopped")
    assert not is_clean("user ada@example.com")


def test_a_number_is_looked_at_where_its_name_tells() -> None:
    assert [hit.detector for hit in detect_value(48.137154, "latitude")] == ["coordinates"]
    assert [hit.detector for hit in detect_value(111222333, "bsn")] == ["national_id"]
    assert detect_value(48.137154, "ratio") == ()
    assert detect_value(111222333, "total") == ()


@pytest.mark.parametrize("value", [None, True, False, 0, -1, 1e308, float("inf"), float("nan"), 2**70, ""])
@pytest.mark.parametrize(
    "name", ["", "latitude", "birth_date", "phone", "card_number", "ssn", "geburtsdatum"]
)
def test_a_value_that_is_no_text_is_judged_quietly(value: float | None, name: str) -> None:
    assert all(hit in {Hit(one.name, one.category) for one in DETECTORS} for hit in detect_value(value, name))


def test_a_name_with_something_else_after_the_noun_tells_nothing() -> None:
    assert detect_value(1_700_000_000, "phone_verified_at") == ()
    assert detect_value(2_025_550_123, "phone_count") == ()


def test_the_keys_of_json_in_a_string_are_names() -> None:
    assert [hit.detector for hit in detect('{"person": {"birthDate": "1985-03-12"}}')] == ["birth_date"]
    assert detect('{"person": {"startDate": "1985-03-12"}}') == ()
    assert detect('{"ada@example.com": 1}') == (EMAIL,)


def test_json_in_json_in_json_is_read() -> None:
    text = "1985-03-12"
    document = {"dob": text}
    once = json.dumps(document)
    twice = json.dumps({"payload": once})
    thrice = json.dumps({"payload": twice})
    assert [hit.detector for hit in detect(thrice)] == ["birth_date"]


def test_json_that_is_too_deep_or_broken_is_still_a_text() -> None:
    assert detect("[" * 200_000 + '"ada@example.com"') == (EMAIL,)
    assert detect('{"a": "ada\\u0040example.com", "b": ') == (EMAIL,)


def test_a_lone_surrogate_is_no_obstacle() -> None:
    assert detect("\ud800 ada@example.com") == (EMAIL,)
    assert detect('{"a": "\\ud800 ada\\u0040example.com"}') == (EMAIL,)


def test_percent_signs_hide_nothing_even_twice() -> None:
    assert EMAIL in detect("https://shop.example/?q=ada%40example.com")
    assert EMAIL in detect("https://shop.example/?next=https%3A%2F%2Fx.example%2F%3Fq%3Dada%2540example.com")


def test_pieces_say_which_are_nobodys() -> None:
    assert list(pieces("ada@example.com")) == [(EMAIL, True)]
    assert list(pieces("ada@acme-industries.com")) == [(EMAIL, False)]
    assert [nobodys for _, nobodys in pieces("+1 202-555-0123 or +1 202-456-1111")] == [True, False]


@given(st.text(max_size=200), st.sampled_from(["", "birth_date", "latitude", "ssn", "phone", "ip", "note"]))
def test_any_text_gets_an_answer(text: str, name: str) -> None:
    assert set(detect(text)) <= {Hit(one.name, one.category) for one in DETECTORS}
    assert len(set(detect_value(text, name))) == len(detect_value(text, name))


FRAGMENTS = (
    *(
        "1",
        "12",
        "52.52",
        "52,5200",
        "13.4050",
        "-",
        "+",
        "/",
        "_",
        ".",
        ",",
        ";",
        ":",
        "(",
        ")",
        "[",
        "]",
        "@",
        " ",
    ),
    *(
        "°",
        "'",
        '"',
        "N",
        "E",
        "S",
        "W",
        "geo:",
        "lat ",
        "lng ",
        "POINT",
        "at",
        "(at)",
        " AT ",
        " DOT ",
        "[dot]",
    ),
    *(
        "jane",
        "doe",
        "com",
        "030",
        "4111",
        "536",
        "90",
        "4399",
        "=",
        "?",
        "-----BEGIN PRIVATE KEY-----",
        "\n",
        "DE89",
    ),
)


@given(
    st.lists(st.sampled_from(FRAGMENTS), max_size=14).map("".join),
    st.sampled_from(["", "lat", "note", "gps"]),
)
@settings(max_examples=1_000)
def test_pieces_of_what_detectors_know_get_an_answer_in_any_order(text: str, name: str) -> None:
    assert set(detect_value(text, name)) <= {Hit(one.name, one.category) for one in DETECTORS}


@given(st.text(max_size=60))
def test_an_address_is_seen_whatever_stands_around_it(text: str) -> None:
    assert EMAIL in detect(f"{text}\n ada@example.com \n{text}")


# Repeated, each makes some expression of a backtracking engine, or some careless loop, explode.
HOSTILE = [
    "a",
    "0",
    "0 ",
    "1 ",
    "12 ",
    "a@",
    "a@b.",
    "a.a@",
    "a.a.",
    "+1",
    "+12345678 ",
    "00 1",
    "1.",
    "1.1.1.1.",
    "192.0.2.",
    ":",
    "a:",
    "a:b:",
    "::",
    "ab-",
    "00:",
    "eyJ",
    "eyJaaaaaaaaa.",
    "AB12",
    "ab12 ",
    "DE89 ",
    "4111 ",
    "4111-",
    "12-",
    "{",
    "[",
    '{"a":',
    "%40",
    "%25",
    "\\u0040",
    "\\",
    "\\ \\n",
    "?a=",
    "&email=",
    "?email=&",
    "://a:",
    "https://a:b",
    "born ",
    "born on ",
    "geb.",
    "né ",
    "dob 1",
    "tel ",
    "tel 1 ",
    "12.345,",
    "12.345, 12.345;",
    "123-45-",
    "ssn 123 ",
    "-----BEGIN PRIVATE KEY-----",
    '"kty"',
    '"kty":"RSA"',
    "xoxb-",
    "sk-a",
    "SG.a",
    "Bearer ",
    "１",
    "\u200b",
    "ß",
    "é@",
    "<RSAKeyValue>",
    "---- BEGIN SSH2 PRIVATE KEY ----",
    "a://aaaa1111bbbb2222",
    "a://?pwd=",
    "passport ",
    "passport no ",
    "order ",
    "12.34567 ",
    "1,23456;",
    "N1.234 ",
    "1 may ",
    "born in a ",
    "EAAB",
    "AccountKey=",
    "(at)",
    "a(at)",
    "a(at)b.",
    "a(at)b (dot) ",
    "a AT b DOT ",
    "geo:1.23,",
    "geo:1.23,4.56",
    "1,2345; ",
    "1,2345° N; ",
    "4111_",
    "4111/1111/",
    "030-1",
    "030-1234567 ",
    "123 45 6789",
    "1° 2' 3.4\" N ",
    "\n-----BEGIN PRIVATE KEY-----\n",
]


def calls(text: str) -> int:
    """How many functions run to judge a text: work that no clock measures."""
    return steps(lambda: detect(text))


@pytest.mark.parametrize("unit", HOSTILE)
def test_work_grows_no_faster_than_the_text(unit: str) -> None:
    assert detect(unit * 8 + " ada@example.com") != ()  # everything is compiled and loaded
    short, long = (calls(unit * (size // len(unit))) for size in (4_000, 16_000))
    assert long <= 4.5 * short + 500


@pytest.mark.parametrize(
    "unit", ["a", "0", "1.", "a:", "ab12 ", "born on ", "geb.", "tel ", "x=", "é", "\\ ", "{"]
)
def test_a_megabyte_is_looked_at_to_its_end(unit: str) -> None:
    assert EMAIL in detect(unit * (1_000_000 // len(unit)) + " ada@example.com")


def test_a_run_of_backslashes_is_unescaped_once() -> None:
    assert EMAIL in detect("\\" * 300_000 + " \\n ada\\u0040example.com")


@pytest.mark.parametrize("unit", ["+12345678 ", "DE00 0000 0000 0000 00 ", "192.0.2.999 "])
def test_look_alikes_past_a_limit_are_not_proven(unit: str) -> None:
    some, many = (calls(unit * count) for count in (4_000, 12_000))
    assert many <= 1.2 * some
