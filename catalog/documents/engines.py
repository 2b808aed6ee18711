"""The engines that a proof must convince: jsonschema and jsonschema-rs, with and without their formats."""

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Final, cast

import jsonschema_rs
from jsonschema import (
    Draft4Validator,
    Draft6Validator,
    Draft7Validator,
    Draft201909Validator,
    Draft202012Validator,
    FormatChecker,
)
from jsonschema.exceptions import ValidationError
from jsonschema.protocols import Validator
from referencing import Registry
from referencing.exceptions import Unresolvable

from catalog.documents.backtracking import is_quick
from catalog.documents.dialects import Draft
from catalog.documents.loops import is_endless
from catalog.documents.patterns import is_harmless
from catalog.model.values import Json

_JSONSCHEMA: Final = {
    Draft.DRAFT_4: Draft4Validator,
    Draft.DRAFT_6: Draft6Validator,
    Draft.DRAFT_7: Draft7Validator,
    Draft.DRAFT_2019_09: Draft201909Validator,
    Draft.DRAFT_2020_12: Draft202012Validator,
}
_JSONSCHEMA_RS: Final = {
    Draft.DRAFT_4: jsonschema_rs.Draft4Validator,
    Draft.DRAFT_6: jsonschema_rs.Draft6Validator,
    Draft.DRAFT_7: jsonschema_rs.Draft7Validator,
    Draft.DRAFT_2019_09: jsonschema_rs.Draft201909Validator,
    Draft.DRAFT_2020_12: jsonschema_rs.Draft202012Validator,
}
# What engines raise for documents that they cannot read, their own errors among them.
_UNREADABLE: Final = (
    ArithmeticError,
    AttributeError,
    LookupError,
    MemoryError,
    RecursionError,
    TypeError,
    ValueError,
    re.error,
    ValidationError,
    Unresolvable,
    jsonschema_rs.ValidationError,
    jsonschema_rs.ReferencingError,
)

MAX_LENGTH: Final = 100_000
MAX_MATCHED: Final = 2_000
"""The longest text, in characters, that engines match against patterns that are known to be harmless."""

MAX_BACKTRACKED: Final = 20
"""The same for other patterns, unless it is known that a text costs a backtracking engine few steps: it may
need two to the power of this many."""


MAX_FAILURES: Final = 2
"""How often engines may fail to judge before they are asked no more."""


class Engines:
    """The engines, ready to judge by one document."""

    def __init__(self, document: object, draft: Draft) -> None:
        self.document = document
        self.draft = draft
        self._failures = 0

    def verdict(self, value: Json) -> bool | None:
        """Whether every engine accepts a value, formats checked or not; None when they do not agree."""
        if self._failures >= MAX_FAILURES or self._is_endless or not self._is_quick(value):
            return None
        try:
            found = {engine.is_valid(value) for engine in self._quick}
            if len(found) > 1:
                return None
            found |= {engine.is_valid(value) for engine in self._slow}
        except _UNREADABLE:
            self._failures += 1
            return None
        return found.pop() if len(found) == 1 else None

    @cached_property
    def _is_endless(self) -> bool:
        # jsonschema recurses until Python stops it, which a library below it answers by a panic.
        return is_endless(self.document)

    def _is_quick(self, value: Json) -> bool:
        """Whether no engine that backtracks will take long over the texts of a value."""
        longest = longest_text(value)
        if longest <= MAX_BACKTRACKED or not self._matched:
            return longest <= MAX_LENGTH
        if longest > MAX_MATCHED:
            return False
        long_ones = {text for text in _texts(value) if len(text) > MAX_BACKTRACKED}
        return all(is_quick(pattern, text) for pattern in self._doubtful for text in long_ones)

    @cached_property
    def _matched(self) -> frozenset[str]:
        return frozenset(_patterns(self.document))

    @cached_property
    def _doubtful(self) -> tuple[str, ...]:
        """The patterns that are not known to be harmless whatever the text."""
        return tuple(sorted(text for text in self._matched if not is_harmless(text)))

    @cached_property
    def _quick(self) -> tuple[jsonschema_rs.Validator, ...]:
        family = _JSONSCHEMA_RS[self.draft]
        document = cast("dict[str, object]", self._bare)
        return (
            family(document, validate_formats=False, offline=True),
            family(document, validate_formats=True, ignore_unknown_formats=True, offline=True),
        )

    @cached_property
    def _slow(self) -> tuple[Validator, ...]:
        family = _JSONSCHEMA[self.draft]
        document = cast("Mapping[str, object]", self._bare)
        return (
            family(document, registry=Registry()),
            family(document, registry=Registry(), format_checker=family.FORMAT_CHECKER),
            family(document, registry=Registry(), format_checker=FormatChecker()),  # of all drafts together
        )

    @cached_property
    def _bare(self) -> object:
        """The document without `$schema`: the draft is given."""
        if not isinstance(self.document, Mapping):
            return self.document
        return {keyword: value for keyword, value in self.document.items() if keyword != "$schema"}


def longest_text(value: Json) -> int:
    """The length of the longest text in a value, names included."""
    return max(map(len, _texts(value)), default=0)


def _texts(value: Json) -> Iterator[str]:
    """Every text in a value, names included."""
    match value:
        case str():
            yield value
        case list():
            for item in value:
                yield from _texts(item)
        case dict():
            for name, member in value.items():
                yield name
                yield from _texts(member)
        case _:
            pass


def _patterns(schema: object) -> Iterator[str]:
    """Every text in a document that may be used as a pattern."""
    if isinstance(schema, Mapping):
        for keyword, value in schema.items():
            if keyword == "pattern" and isinstance(value, str):
                yield value
            if keyword == "patternProperties" and isinstance(value, Mapping):
                yield from value
            yield from _patterns(value)
    elif isinstance(schema, list):
        for item in schema:
            yield from _patterns(item)
