"""What Rollcall can tell about its rules: all of them by family, or one by its id."""

from collections.abc import Mapping
from typing import Final

from catalog.errors import UnknownName
from catalog.findings import RuleText
from catalog.loading import FORMAT_RULES
from catalog.model.nearest import nearest
from catalog.rules.breaking.table import BREAKING_RULES
from catalog.rules.gate_rules import GATE_RULES
from catalog.rules.table import RULES
from catalog.rules.usage.table import USAGE_RULES

FAMILIES: Final[Mapping[str, str]] = {
    "format": "what a file must be, so that it can be read",
    "naming": "names of events, of what is sent for them, and of properties",
    "typing": "bounds, units, patterns, and values that a type does not have",
    "ownership": "who answers for an event, and what a reader is told about it",
    "lifecycle": "expiry, replacement and retirement",
    "pii": "the classification of personal data, and where it may go",
    "catalog": "how definitions fit together, and the policy in catalog.yaml",
    "breaking": "what a change breaks: payloads, readers, calls and the protection of people's data",
    "gate": "who must agree to a change before it gets in",
    "usage": "calls in source code that send what the catalog does not say",
}
"""Every family of rules, in the order of reports and pages."""


def rule_texts() -> Mapping[str, tuple[RuleText, ...]]:
    """Family → its rules by id, those of the format included."""
    rules = (*FORMAT_RULES, *RULES, *BREAKING_RULES, *GATE_RULES, *USAGE_RULES)
    texts = sorted(rules, key=lambda text: text.id)
    return {
        family: tuple(text for text in texts if text.id.partition("/")[0] == family) for family in FAMILIES
    }


def rule_text(rule: str) -> RuleText:
    """The text of one rule; raises UnknownName with the nearest ids.

    The part after the slash is enough: nobody remembers families.
    """
    known = {text.id: text for texts in rule_texts().values() for text in texts}
    found = known.get(rule) or next((text for key, text in known.items() if key.endswith(f"/{rule}")), None)
    if found is None:
        by_defect = {key.partition("/")[2]: key for key in known}
        hints = (
            nearest(rule, known, 3)
            or tuple(by_defect[name] for name in nearest(rule, by_defect, 3))
            or nearest(rule, FAMILIES, 1)
        )
        raise UnknownName("rule", rule, hints)
    return found
