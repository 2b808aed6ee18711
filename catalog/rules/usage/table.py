"""Every rule about source code, one line each."""

from typing import Final

from catalog.rules.usage import (
    alias_sent,
    deprecated_event,
    disagreeing_calls,
    dynamic_event,
    forbidden_property,
    missing_property,
    personal_argument,
    retired_event,
    stale_baseline,
    unknown_comment,
    unknown_property,
    unparsable_file,
    unreasoned_comment,
    unregistered_event,
    unreleased_event,
    wrong_destination,
    wrong_literal,
)
from catalog.rules.usage.rule import UsageRule

USAGE_RULES: Final[tuple[UsageRule, ...]] = (
    unregistered_event.RULE,
    unreleased_event.RULE,
    retired_event.RULE,
    deprecated_event.RULE,
    alias_sent.RULE,
    unknown_property.RULE,
    missing_property.RULE,
    wrong_literal.RULE,
    forbidden_property.RULE,
    personal_argument.RULE,
    wrong_destination.RULE,
    dynamic_event.RULE,
    disagreeing_calls.RULE,
    unparsable_file.RULE,
    unreasoned_comment.RULE,
    unknown_comment.RULE,
    stale_baseline.RULE,
)
"""Ids are for ever: a rule that goes leaves its id unused."""
