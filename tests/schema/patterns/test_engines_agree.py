from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog.schema.patterns import Pattern, parse
from tests.schema.patterns import engines
from tests.schema.patterns.strategies import ODD_CHARACTERS, any_texts, patterns, texts_near


@pytest.fixture(scope="module")
def javascript(node: str) -> Iterator[engines.Node]:
    with engines.node_process(node) as process:
        yield process


def answers(pattern: Pattern, texts: list[str], javascript: engines.Node) -> dict[str, list[bool]]:
    schema, literal = javascript.search([(pattern.json_schema(), texts), (pattern.ecmascript(), texts)])
    return {
        "automaton": engines.by_automaton(pattern, texts),
        "python": engines.by_python(pattern, texts),
        "jsonschema-rs": engines.by_jsonschema_rs(pattern, texts),
        "re2": engines.by_re2(pattern, texts),
        "re2 on the document": engines.by_re2_from_json_schema(pattern, texts),
        "node on the document": schema,
        "node": literal,
    }


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(st.data())
def test_all_engines_read_a_pattern_alike(javascript: engines.Node, data: st.DataObject) -> None:
    pattern = data.draw(patterns())
    texts = data.draw(st.lists(texts_near(pattern) | any_texts(), min_size=4, max_size=12))
    found = answers(pattern, texts, javascript)
    assert all(answer == found["automaton"] for answer in found.values()), (pattern, texts, found)


SAMPLES = [
    r"^.$",
    r"^[^a]$",
    r"^\d$",
    r"^\D$",
    r"^\w$",
    r"^\W$",
    r"^\s$",
    r"^\S$",
    r"^[\s\S]$",
    r"^[\w.-]+$",
    r"^[^\n]*$",
    r"^[k-s]$",  # U+017F and U+212A fold to letters under flags that we never set
    r"^[^\x00-\x7f]$",
    r"^[&|~]$",
    r"^[\[\]\^\\/-]$",
    r"^[+-\-]$",
    "^[à-ÿ]$",
    "^[a-\U0010ffff]$",
    "^[\ud7ff-\ue000]$",
    "^[^\ud7ff]$",
    "^[^\U00010000-\U0010fffe]$",
    r"^(a|b)?$",
    r"^a|b$",
    r"a|b",
    r"$",
    r"^$",
]


@pytest.mark.parametrize("text", SAMPLES)
def test_all_engines_agree_on_every_odd_character(javascript: engines.Node, text: str) -> None:
    ascii_characters = [chr(code) for code in range(0x80)]
    texts = ["", *ascii_characters, *ODD_CHARACTERS, *(f"a{char}" for char in ODD_CHARACTERS), "é", "ÿ"]
    found = answers(parse(text), texts, javascript)
    differing = {
        name: [t for t, a, b in zip(texts, answer, found["automaton"], strict=True) if a != b]
        for name, answer in found.items()
    }
    assert not any(differing.values()), differing


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(patterns())
def test_the_documents_text_is_in_the_subset_and_prints_itself(pattern: Pattern) -> None:
    again = parse(pattern.json_schema())
    assert again.tree == pattern.tree
    assert again.json_schema() == pattern.json_schema()
