"""What `rollcall rules` shows: every rule by family, and the nearest known one for a slip."""

import pytest

from catalog.errors import UnknownName
from catalog.loading import FORMAT_RULES
from catalog.rules import RULES
from catalog.rules.breaking.table import BREAKING_RULES
from catalog.rules.explain import FAMILIES, rule_text, rule_texts
from catalog.rules.gate_rules import GATE_RULES
from catalog.rules.usage.table import USAGE_RULES


def test_every_rule_is_listed_once_under_its_family() -> None:
    texts = rule_texts()
    assert list(texts) == list(FAMILIES)
    listed = [text.id for family in texts.values() for text in family]
    known = (*FORMAT_RULES, *RULES, *BREAKING_RULES, *GATE_RULES, *USAGE_RULES)
    assert sorted(listed) == sorted(rule.id for rule in known)
    assert all(texts[family] for family in FAMILIES)


def test_a_rule_is_found_by_its_id_and_by_the_part_after_the_slash() -> None:
    assert rule_text("pii/unclassified").id == "pii/unclassified"
    assert rule_text("unclassified").id == "pii/unclassified"
    assert rule_text("format/not-yaml").id == "format/not-yaml"


@pytest.mark.parametrize("slip", ["pii/unclasified", "unclasified", "pi/unclassified"])
def test_a_slip_is_answered_with_the_nearest_rules(slip: str) -> None:
    with pytest.raises(UnknownName) as raised:
        rule_text(slip)
    assert "pii/unclassified" in raised.value.nearest


def test_an_id_like_no_other_gets_no_guess() -> None:
    with pytest.raises(UnknownName) as raised:
        rule_text("quetzalcoatl")
    assert raised.value.nearest == ()
