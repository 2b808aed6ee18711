"""What was measured to fool detectors of personal data, each as a test of its own."""

import random

import pytest

from catalog.privacy.detectors import detect, detect_value


def names(text: str) -> list[str]:
    return [hit.detector for hit in detect(text)]


def with_check_digit(body: str) -> str:
    """A number with its Luhn digit, by the textbook."""
    for check in "0123456789":
        digits = [int(char) for char in reversed(body + check)]
        total = sum(digits[::2]) + sum(sum(divmod(2 * digit, 10)) for digit in digits[1::2])
        if total % 10 == 0:
            return body + check
    raise AssertionError(body)


def test_a_millisecond_timestamp_that_passes_luhn_is_no_card() -> None:
    rng = random.Random(3)
    times = [with_check_digit(str(rng.randrange(140_000_000_000, 190_000_000_000))) for _ in range(500)]
    assert not any(names(text) for text in times)


def test_an_id_that_passes_luhn_needs_an_issuer_to_be_a_card() -> None:
    rng = random.Random(4)
    ids = [
        with_check_digit(f"{first}{rng.randrange(10**13, 10**14)}")
        for first in (1, 7, 8, 9)
        for _ in range(100)
    ]
    assert not any(names(text) for text in ids)


def test_an_imei_is_no_card() -> None:
    rng = random.Random(5)
    imeis = [with_check_digit(f"35{rng.randrange(10**11, 10**12)}") for _ in range(300)]
    assert all(len(text) == 15 for text in imeis)
    assert not any(names(text) for text in imeis)


def test_under_a_name_of_an_id_sixteen_digits_are_an_id() -> None:
    assert names("4111111111111111") == ["card"]
    assert [hit.detector for hit in detect_value(4111111111111111, "amount")] == ["card"]
    assert detect_value("4111111111111111", "order_id") == ()
    assert detect_value(4111111111111111, "traceId") == ()


def test_a_uuid_is_neither_a_phone_nor_a_card_nor_a_mac_address() -> None:
    rng = random.Random(6)
    digits = "0123456789"
    groups = (8, 4, 4, 4, 12)
    uuids = ["-".join("".join(rng.choices(digits, k=size)) for size in groups) for _ in range(500)]
    assert not any(names(text) for text in uuids)


def test_a_time_and_a_mac_address_are_no_address_of_version_6() -> None:
    assert names("2024-01-15T10:30:00+02:00") == []
    assert names("12:34:56") == []
    assert names("00:00:5e:00:53:01") == ["mac"]
    assert names("00:00:5e:00:53:01:02:03") == ["mac"]


def test_four_small_numbers_are_a_version_unless_something_says_address() -> None:
    assert names("1.2.3.4") == []
    assert names("version 192.0.2.44") == []
    assert names("Chrome/120.0.0.0") == []
    assert names("192.0.2.44") == ["ipv4"]
    assert [hit.detector for hit in detect_value("1.2.3.4", "client_ip")] == ["ipv4"]
    assert detect_value("192.0.2.44", "app_version") == ()


@pytest.mark.parametrize(
    "text", ["logo@2x.png", "git@host:repo", "git@github.com:acme/tracker.git", "a@1.2.3-rc.beta"]
)
def test_a_file_a_repository_and_a_version_are_no_email_address(text: str) -> None:
    assert names(text) == []


def test_an_ean_is_no_card() -> None:
    assert names("4006381333931") == []
    assert names("14006381333938") == []


def test_arabic_digits_are_digits() -> None:
    assert names("٤١١١ ١١١١ ١١١١ ١١١١") == ["card"]
    assert names("四一一一") == []


def test_an_escape_of_json_hides_nothing() -> None:
    assert names("ada\\u0040example.com") == ["email"]
    assert names('{"a": "{\\"b\\": \\"ada\\\\u0040example.com\\"}"}') == ["email"]


def test_full_width_forms_and_invisible_characters_hide_nothing() -> None:
    assert names("ada\uff20example.com") == ["email"]
    assert names("ada\u200b@exam\u00adple.com") == ["email"]


def test_the_empty_answer_of_the_set_is_no_hit() -> None:
    assert detect("") == ()
    assert detect("nothing of interest") == ()


def random_cards(count: int) -> list[str]:
    """Numbers of sixteen digits that pass for cards: an issuer's prefix and the check digit."""
    rng = random.Random(8)
    return [with_check_digit(f"4{rng.randrange(10**13, 10**14)}") for _ in range(count)]


@pytest.mark.parametrize(
    "name",
    [
        "order_number",
        "transactionNumber",
        "tracking_no",
        "invoice_nr",
        "serial_num",
        "ticket_ref",
        "bestellnummer",
    ],
)
def test_under_a_name_that_says_what_it_numbers_no_number_is_a_card(name: str) -> None:
    for number in random_cards(200):
        assert detect_value(number, name) == ()
        assert detect_value(int(number), name) == ()


def test_a_sentence_that_says_what_a_number_counts_holds_no_card() -> None:
    for number in random_cards(50):
        assert names(f"your order no. {number} was sent") == []
        assert names(f"paid by card for order {number}") == ["card"]
        assert names(f"paid {number}") == ["card"]


def test_a_fingerprint_of_eight_bytes_is_no_mac_address() -> None:
    rng = random.Random(11)
    digits = [f"{rng.getrandbits(64):016x}" for _ in range(300)]
    assert not any(names(":".join(one[at : at + 2] for at in range(0, 16, 2))) for one in digits)


def test_two_measures_are_no_place() -> None:
    rng = random.Random(12)
    for _ in range(200):
        first, second = (f"{rng.uniform(1.1, 90):.4f}" for _ in range(2))
        for text in (f"price {first}, {second}", f"translate({first}, {second})", f"{first} / {second} EUR"):
            assert names(text) == [], text


def test_a_dotted_quad_that_is_the_whole_value_is_an_address_unless_its_name_says_version() -> None:
    assert [hit.detector for hit in detect_value("5.6.77.18", "note")] == ["ipv4"]
    assert detect_value("5.6.77.18", "runtime") == ()
    assert detect_value("5.6.77.18 is out", "note") == ()
