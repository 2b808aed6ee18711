"""What handling leaves of one value, by tables of examples."""

import math
from collections.abc import Mapping
from decimal import ROUND_DOWN, Context
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.model.category import Handling
from catalog.model.settings import Truncation
from catalog.privacy.keys import Keyring
from catalog.privacy.transforms import Act, Json, act_of, mask, origin
from catalog.schema.formats import MASKED
from catalog.schema.treatment import Leaf, treatment
from tests.strategies import instances, parsed
from tests.validation.worlds import world

KEYS = Keyring("k", {"k": b"k" * 32})


def leaf_of(definition: Mapping[str, Any], handling: str, **truncate: object) -> Leaf:
    """A property as a destination that handles it so treats it."""
    snapshot = world({}, destinations={"log": {"truncate": truncate}})
    made = treatment(snapshot.policy, "log", parsed({**definition, "handling": {"log": handling}}))
    assert isinstance(made, Leaf)
    return made


def act(definition: Mapping[str, Any], handling: str, **truncate: object) -> Act:
    made = act_of(leaf_of(definition, handling, **truncate), "log", KEYS)
    assert made is not None
    return made


MASKS: dict[str, tuple[Json, str]] = {
    "nothing": ("", ""),
    "an address": ("Ada.Lovelace+x@example.com", "Xxx.Xxxxxxxx+x@xxxxxxx.xxx"),
    "a phone number": ("+49 (170) 123-45_67", "+00 (000) 000-00_00"),
    "a path": ("/home/Ada:x,y", "/xxxx/Xxx:x,x"),
    "Latin with accents": ("Zoë Ångström", "Xxx Xxxxxxxx"),
    "combining marks": ("Zoe\u0308", "Xxxx"),
    "Greek": ("Ωμέγα", "Xxxxx"),
    "Cyrillic": ("Анна", "Xxxx"),
    "Chinese": ("李小龙", "xxx"),
    "Japanese": ("ひらカタ", "xxxx"),
    "Korean": ("홍길동", "xxx"),
    "Arabic, with its digits": ("علي ٣", "xxx 0"),
    "Hebrew with points": ("שָׁלוֹם", "x" * 7),
    "Devanagari with its vowel signs": ("हिन्दी", "x" * 6),
    "Thai": ("สวัสดี", "x" * 6),
    "Gothic, beyond the first plane": ("𐌰𐌽", "xx"),
    "Deseret, which has capitals": ("𐐀𐐨", "Xx"),
    "title case": ("ǅ", "x"),
    "full width": ("Ａｂ１＠", "Xx0*"),
    "numerals that are letters": ("Ⅷ½²", "000"),
    "emoji": ("😀👩\u200d💻", "****"),
    "a flag": ("🇩🇪", "**"),
    "zero width": ("a\u200bb\u2060\ufeff", "x*x**"),
    "direction marks": ("\u202eabc", "*xxx"),
    "control characters": ("a\tb\nc\x00", "x*x*x*"),
    "other blanks": ("a\u00a0b\u2003", "x*x*"),
    "private use": ("\ue000\U0010ffff", "**"),
    "punctuation that may carry meaning": ("a#b$c%d&e*f=g?h'i\"j", "x*x*x*x*x*x*x*x*x*x"),
    "JSON inside a text": ('{"a": 1}', "**x*: 0*"),
    "a mask": ("Xx0*", "Xx0*"),
    "an integer": (-12_345, "-00000"),
    "a double": (12.5, "00.0"),
    "a whole double": (12.0, "00"),
    "a tiny double": (5e-324, "0x-000"),
    "a huge double": (1e22, "0" * 23),
    "a list that should not be there": (["ada"], ""),
    "an object that should not be there": ({"ada": 1}, ""),
}


@pytest.mark.parametrize(("value", "masked"), MASKS.values(), ids=MASKS)
def test_a_mask_keeps_the_shape_and_no_character(value: Json, masked: str) -> None:
    assert mask(value) == masked
    assert MASKED.matches(masked)
    assert mask(masked) == masked


@given(st.text())
def test_a_mask_is_as_long_as_the_text_and_masking_it_changes_nothing(text: str) -> None:
    masked = mask(text)
    assert isinstance(masked, str)
    assert len(masked) == len(text)
    assert MASKED.matches(masked)
    assert mask(masked) == masked


def test_a_masked_flag_does_not_tell_which_it_was() -> None:
    masked = act({"type": "boolean"}, "mask")
    assert masked(True) == masked(False) == "*"


ADDRESSES = {
    "192.168.17.5": "192.168.17.0",
    "0.0.0.0": "0.0.0.0",
    "255.255.255.255": "255.255.255.0",
    "2001:db8:1234:5678:9abc:def0:1234:5678": "2001:db8:1234::",
    "2001:DB8::1": "2001:db8::",
    "::1": "::",
    "fe80::1%eth0": "fe80::",
    "fe80::1%ada@example.com": "fe80::",
    "::ffff:192.168.17.5": "192.168.17.0",
    "::ffff:c0a8:1105": "192.168.17.0",
    "2002:c0a8:1105::1": "192.168.17.0",  # 6to4 carries the address in its first 48 bits, RFC 3056 §2
    "64:ff9b::192.168.17.5": "64:ff9b::",  # RFC 6052 has it in the last 32
    "": "",
    "ada": "xxx",
    "999.1.1.1": "000.0.0.0",
    "192.168.017.5": "000.000.000.0",
    "1.2.3": "0.0.0",
    " 1.2.3.4": " 0.0.0.0",
    "1.2.3.4:80": "0.0.0.0:00",
    "1.2.3.4, 5.6.7.8": "0.0.0.0, 0.0.0.0",
    "1.2.3.4%eth0": "0.0.0.0*xxx0",
    "192.168.17.5/24": "000.000.00.0/00",
    "١.٢.٣.٤": "0.0.0.0",
    "unknown": "xxxxxxx",
    "x" * 2_000: "x" * 2_000,
}


@pytest.mark.parametrize(("address", "left"), ADDRESSES.items(), ids=lambda text: ascii(text)[:40])
def test_an_address_is_cut_to_its_network_and_anything_else_masked(address: str, left: str) -> None:
    cut = act({"type": "string", "data": "user.device.ip"}, "truncate")
    assert cut(address) == left
    assert cut(left) == left


def test_a_destination_says_how_many_bits_of_an_address_stay() -> None:
    cut = act({"type": "string", "data": "user.device.ip"}, "truncate", ipv4=16, ipv6=32)
    assert cut("192.168.17.5") == "192.168.0.0"
    assert cut("2001:db8:1234::1") == "2001:db8::"
    whole = act({"type": "string", "data": "user.device.ip"}, "truncate", ipv4=32, ipv6=128)
    assert whole("192.168.17.5") == "192.168.17.5"
    none = act({"type": "string", "data": "user.device.ip"}, "truncate", ipv4=0, ipv6=0)
    assert (none("192.168.17.5"), none("2001:db8::1")) == ("0.0.0.0", "::")


@given(st.ip_addresses().map(str) | st.text("0123456789abcdefx:.%*[]/\u0663\u00b2 ", max_size=30) | st.text())
def test_the_network_of_a_network_is_itself(text: str) -> None:
    cut = act({"type": "string", "data": "user.device.ip"}, "truncate")
    assert cut(cut(text)) == cut(text)


URIS = {
    "https://example.com/a/b?c=d#e": "https://example.com",
    "https://Example.COM:8443/a": "https://example.com:8443",
    "https://ada:secret@example.com/a": "https://example.com",
    "https://ada@example.com@evil.test/": "https://evil.test",
    "http://[2001:db8::1]:80/a": "http://[2001:db8::1]:80",
    "http://example.com?email=ada@example.com": "http://example.com",
    "http://example.com#ada": "http://example.com",
    "ftp://ada@files.example.com/x": "ftp://files.example.com",
    "app://screen//x": "app://screen",
    "mailto:ada@example.com": "mailto:",
    "tel:+49170123456": "tel:",
    "urn:isbn:0451450523": "urn:",
    "data:text/plain,ada": "data:",
    "file:///home/ada/x": "file:",
    "javascript:alert(1)": "javascript:",
    "https://:80/ada": "https:",
    "a:": "a:",
    "http://h:99999/ada": "xxxx://x:0",
    "no uri": "xx xxx",
    "": "",
}


@pytest.mark.parametrize(("uri", "left"), URIS.items(), ids=lambda text: text[:40])
def test_a_uri_is_cut_to_scheme_and_host(uri: str, left: str) -> None:
    cut = act({"type": "uri"}, "truncate")
    assert cut(uri) == left
    assert cut(left) == left


@given(st.text("abht:/?#@[]%0129.\u0663*-_", max_size=30) | instances(parsed({"type": "uri"})))
def test_the_origin_of_an_origin_is_itself(uri: str) -> None:
    assert origin(origin(uri)) == origin(uri)


TEXTS: list[tuple[int, str, str]] = [
    (0, "Ada", ""),
    (1, "Ada", "A"),
    (32, "Ada", "Ada"),
    (2, "😀😀😀", "😀😀"),
    (3, "Zoe\u0308x", "Zoe"),
    (5, "", ""),
    (4, '{"a": 1}', '{"a"'),
]


@pytest.mark.parametrize(("characters", "text", "left"), TEXTS)
def test_a_text_is_cut_to_so_many_code_points(characters: int, text: str, left: str) -> None:
    assert act({"type": "string"}, "truncate", characters=characters)(text) == left


def test_no_more_is_left_of_a_text_than_it_may_have() -> None:
    assert act({"type": "string", "maxLength": 3}, "truncate", characters=9)("abcdef") == "abc"


def test_of_a_uuid_the_first_part_is_left_at_most() -> None:
    uuid = "01890a5d-ac96-774b-bcce-b302099a8057"
    assert act({"type": "uuid"}, "truncate")(uuid) == "01890a5d"
    assert act({"type": "uuid"}, "truncate", characters=4)(uuid) == "0189"


MOMENTS = [
    ("hour", "2026-03-01T09:30:59.123+02:00", "2026-03-01T09:00:00Z"),
    ("day", "2026-03-01T09:30:59Z", "2026-03-01T00:00:00Z"),
    ("month", "2024-02-29T09:30:59-23:59", "2024-02-01T00:00:00Z"),
    ("year", "9999-12-31T23:59:59.99999999999999999Z", "9999-01-01T00:00:00Z"),
    ("year", "0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"),
    ("day", "born 2026-03-01", "xxxx 0000-00-00"),
    ("day", "2026-02-30T00:00:00Z", "0000-00-00X00:00:00X"),
]


@pytest.mark.parametrize(("exact", "moment", "left"), MOMENTS)
def test_a_moment_stays_as_exact_as_the_destination_says(exact: str, moment: str, left: str) -> None:
    cut = act({"type": "timestamp"}, "truncate", time=exact)
    assert cut(moment) == left
    assert cut(left) == left


@pytest.mark.parametrize(
    ("exact", "day", "left"),
    [
        ("month", "1984-02-29", "1984-02-01"),
        ("year", "1984-02-29", "1984-01-01"),
        ("month", "1984-02-30", "0000-00-00"),
        ("month", "ada", "xxx"),
    ],
)
def test_a_date_stays_as_exact_as_the_destination_says(exact: str, day: str, left: str) -> None:
    cut = act({"type": "date"}, "truncate", date=exact)
    assert cut(day) == left
    assert cut(left) == left


NUMBERS: list[tuple[int, int | float, int | float]] = [
    (1, 0, 0),
    (1, 7, 7),
    (1, 1_234, 1_000),
    (1, -1_234, -1_000),
    (2, 1_999, 1_900),
    (15, 123_456_789_012_345, 123_456_789_012_345),
    (15, 2**53 - 1, 9_007_199_254_740_990),
    (1, 2**53 - 1, 9_000_000_000_000_000),
    (1, 10**300 * 7 + 1, 7 * 10**300),
    (1, 0.0567, 0.05),
    (2, -0.0567, -0.056),
    (1, 12.5, 10.0),
    (3, 12.5, 12.5),
    (2, 9.999, 9.9),
    (1, 9_999.999, 9_000.0),
    (2, 100.0, 100.0),
    (1, 1234.0, 1000.0),
    (1, 1.7e308, 1e308),
    (1, 1.2e-300, 1e-300),
    (1, 5e-324, 5e-324),
    (1, 2.5e-323, 2e-323),
    (1, -0.0, -0.0),
]


@pytest.mark.parametrize(("digits", "number", "left"), NUMBERS)
def test_a_number_keeps_its_leading_digits(digits: int, number: float, left: float) -> None:
    cut = act({"type": "number"}, "truncate", digits=digits)
    assert cut(number) == left
    assert type(cut(number)) is type(number)
    assert cut(left) == left


@given(st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(2**70), 2**70), st.integers(1, 15))
def test_cutting_a_number_twice_changes_nothing_and_never_grows_it(number: float, digits: int) -> None:
    cut = act({"type": "number"}, "truncate", digits=digits)
    left = cut(number)
    assert isinstance(left, int | float)
    assert cut(left) == left
    assert abs(left) <= abs(number)


@given(
    st.integers(-(2**70), 2**70) | st.floats(1e-3, 1e18) | st.floats(-1e18, -1e-3),
    st.integers(1, 15),
    st.data(),
)
def test_what_is_cut_off_is_what_is_written_behind_the_leading_digits(
    number: float, digits: int, data: st.DataObject
) -> None:
    """Also right beside a round number, where a double is written otherwise than it is."""
    kind = type(number)
    if kind is float and data.draw(st.booleans()):
        number = math.nextafter(float(f"{number:.0e}"), data.draw(st.sampled_from((-math.inf, math.inf))))
    cut = act({"type": "number"}, "truncate", digits=digits)
    written = Context(prec=digits, rounding=ROUND_DOWN, Emax=999, Emin=-999).create_decimal(repr(number))
    assert cut(number) == kind(written)


def test_a_flag_has_no_part_that_says_less_and_is_dropped() -> None:
    assert leaf_of({"type": "boolean"}, "truncate").handling is Handling.DROP
    assert leaf_of({"type": "flag"}, "truncate").handling is Handling.DROP


def test_the_mask_of_a_flag_tells_neither_whether_it_is_on_nor_the_variant() -> None:
    masked = act({"type": "flag"}, "mask")
    assert {masked(value) for value in (True, False, "control", "test-1", "true", "*")} == {"*"}


def test_the_hash_of_a_flag_is_the_digest_of_what_it_says() -> None:
    hashed = act({"type": "flag"}, "hash")
    assert hashed("control") == KEYS.digest("control", "log")
    assert hashed(True) == KEYS.digest("true", "log")


@pytest.mark.parametrize(
    "kind", ["string", "uri", "uuid", "date", "timestamp", "integer", "number", "boolean", "flag"]
)
@pytest.mark.parametrize("handling", ["truncate", "mask", "hash"])
def test_null_stays_null(kind: str, handling: str) -> None:
    if handling != "truncate" or kind not in ("boolean", "flag"):
        assert act({"type": kind}, handling)(None) is None


@pytest.mark.parametrize("kind", ["string", "uri", "date", "timestamp", "integer", "number"])
@pytest.mark.parametrize("handling", ["truncate", "mask", "hash"])
@pytest.mark.parametrize("value", [["ada lovelace"], {"ada": "lovelace"}, True, [], {}])
def test_a_value_of_a_wrong_type_is_never_told(kind: str, handling: str, value: Json) -> None:
    """The contract has refused it before; should it come, nothing of it leaves."""
    left = act({"type": kind, "data": "user.device.ip"}, handling)(value)
    assert "ada" not in str(left)
    assert "lovelace" not in str(left)


def test_a_hash_is_the_digest_for_the_destination_and_the_second_time_stays() -> None:
    leaf = leaf_of({"type": "string"}, "hash")
    once, again = act_of(leaf, "log", KEYS), act_of(leaf, "log", KEYS, again=True)
    assert once is not None
    assert again is not None
    digest = once("ada")
    assert digest == KEYS.digest("ada", "log")
    assert again(digest) == digest
    assert once(digest) != digest  # what only looks like one is a value like any other
    assert again("ada") == digest
    foreign = "other:" + "0" * 64
    assert again(foreign) == KEYS.digest(foreign, "log")


def test_what_is_kept_has_no_act() -> None:
    assert act_of(leaf_of({"type": "string"}, "keep"), "log", None) is None


LARGE = [
    "x" * 1_000_000,
    "\u0301" * 1_000_000,
    "😀" * 250_000,
    "1." * 500_000,
    ":" * 1_000_000,
    "[" * 1_000_000,
]


@pytest.mark.parametrize("text", LARGE, ids=lambda text: ascii(text[:2]))
@pytest.mark.parametrize("data", ["user.content", "user.device.ip"])
def test_a_megabyte_is_handled_like_any_text(text: str, data: str) -> None:
    definition = {"type": "string", "data": data}
    masked = act(definition, "mask")(text)
    assert isinstance(masked, str)
    assert len(masked) == len(text)
    assert MASKED.matches(masked)
    cut = act(definition, "truncate")(text)
    assert cut == (text[:32] if data == "user.content" else masked)
    assert act(definition, "hash")(text) == KEYS.digest(text, "log")


@pytest.mark.parametrize("start", ["http://", "a:", "http://[", "http://a@"])
def test_a_long_uri_is_cut_in_one_pass(start: str) -> None:
    assert len(origin(start + "a" * 1_000_000 + "/ada" * 1_000)) <= 1_004_010


def test_limits_are_those_of_the_destination() -> None:
    assert leaf_of({"type": "string"}, "truncate", characters=3).limits == Truncation.model_validate(
        {"characters": 3}
    )
