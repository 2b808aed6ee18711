"""Ordinary texts and lists of such a size that looking at each part closely would take seconds."""

import json
from functools import partial
from typing import Any

import pytest

from catalog.privacy.detectors import Hit, Proofs, detect, detect_value
from catalog.privacy.detectors.proofs import MAX_PARAMETERS, MAX_URLS
from catalog.privacy.words import suggested
from tests.privacy.detectors.steps import steps
from tests.validation.worlds import Engines, payload, world

URL = Hit("url_personal", "user.contact")
FREE: dict[str, Any] = {"type": "string", "maxLength": 2_000_000, "data": "none"}


def url(count: int, word: str = "a") -> str:
    """A URL with so many parameters, each with a name of its own."""
    return "https://x.test.io/?" + "&".join(f"{word}{number}=b" for number in range(count))


def test_parameters_past_a_limit_are_not_read_and_count_as_personal() -> None:
    assert detect(url(MAX_PARAMETERS)) == ()
    assert detect(url(MAX_PARAMETERS + 1)) == (URL,)
    texts = url(2 * MAX_PARAMETERS, "b"), url(20 * MAX_PARAMETERS, "c")
    some, many = (steps(partial(detect, text)) for text in texts)
    assert many <= 1.2 * some


def test_one_parameter_is_read_once_however_often_it_stands_there() -> None:
    assert detect(url(1) + "&q=b" * 100_000) == ()
    before = suggested.cache_info()
    detect("https://x.test.io/?" + "&".join(["often=b"] * 10_000))
    after = suggested.cache_info()
    assert after.hits + after.misses - before.hits - before.misses <= 1


def test_urls_past_a_limit_count_as_personal_for_one_property_only() -> None:
    text, proofs = "https://x.test.io/?q=b", Proofs()
    found = [detect_value(text, "u", proofs) for _ in range(MAX_URLS + 2)]
    assert found == [()] * MAX_URLS + [(URL,)] * 2
    assert detect_value("timer_stopped", "u", proofs) == ()
    assert detect_value(text, "u", Proofs()) == ()


def test_a_text_without_parameters_is_no_url_past_the_limit() -> None:
    proofs = Proofs()
    for _ in range(MAX_URLS + 1):
        proofs.take_url()
    assert detect_value("https://x.test.io/a/b", "u", proofs) == ()


@pytest.mark.parametrize(
    ("definition", "sent"),
    [
        ({"properties": {"free": FREE}}, {"free": url(60_000, "free")}),
        (
            {"undeclared": "keep", "properties": {}},
            {"u": [f"https://x.test.io/?kept{number}=b&q=%25%25" for number in range(20_000)]},
        ),
        (
            {"properties": {"free": {"type": "array", "items": {"type": "string"}, "data": "none"}}},
            {"free": [f"https://x.test.io/?listed{number}=b" for number in range(20_000)]},
        ),
    ],
    ids=["one URL", "URLs that nothing declares", "a list"],
)
def test_a_payload_of_more_parameters_than_anybody_reads_is_drift(
    definition: dict[str, Any], sent: dict[str, object]
) -> None:
    before = suggested.cache_info().misses
    verdict = Engines(world({"a.b": definition}, drift="refuse")).verdict(payload("a.b", sent))
    assert verdict.outcome == "refused"
    drift = {one.context["detector"] for one in verdict.problems if one.code == "drift"}
    assert drift == {"url_personal"}
    assert suggested.cache_info().misses - before <= 5 * (MAX_PARAMETERS + 10)  # engines


def test_short_numbers_in_a_row_are_not_looked_at_as_cards() -> None:
    numbers = "4 " * 20_000
    assert detect(numbers) == ()
    assert steps(lambda: detect(numbers)) <= 2 * 20_000
    assert detect("4 " * 20_000 + "4111111111111111") == (Hit("card", "user.financial"),)


def unlike(count: int) -> list[str]:
    """Texts with the check digits of a German account, and letters where it has digits: ISO 7064."""
    parts = (f"ABCD{number:014}" for number in range(count))
    numbers = ((part, int("".join(str(int(char, 36)) for char in f"{part}DE00"))) for part in parts)
    return [f"DE{98 - number % 97:02}{part}" for part, number in numbers]


IBAN = Hit("iban", "user.financial")


def test_look_alikes_in_a_json_text_share_its_proofs() -> None:
    proofs = Proofs(left=2 * 100)  # the text is looked at as a whole, too
    assert detect_value(json.dumps(unlike(100)), "x", proofs) == ()
    assert detect_value(json.dumps(unlike(1)), "x", proofs) == (IBAN,)


def test_what_has_been_seen_in_a_json_text_is_not_proven_again() -> None:
    proofs = Proofs(left=10)
    assert detect_value(json.dumps(["DE89370400440532013000", *unlike(1_000)]), "x", proofs) == (IBAN,)
    assert proofs.take()


def test_a_detector_that_has_a_hit_in_a_json_text_costs_nothing_in_the_rest_of_it() -> None:
    def row(number: int) -> dict[str, str]:
        return {"bsn": f"{number:09}", "ssn": f"{number + 7:09}"}

    some = json.dumps([row(number) for number in range(123456780, 123457780)])
    assert [hit.detector for hit in detect(some)] == ["national_id"]
    assert steps(lambda: detect(some)) <= 60 * 2_000


def test_a_look_alike_in_a_json_text_is_looked_at_in_few_steps() -> None:
    some = json.dumps([f"DE00{97 * number:018}" for number in range(1_000)])  # none has the check digits
    assert detect(some) == ()
    assert steps(lambda: detect(some)) <= 300 * 1_000
