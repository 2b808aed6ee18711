"""Walks through two documents side by side and says what changed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Final, cast

from catalog.documents.changes import (
    MODEL_CHANGES,
    ChangeKind,
    SchemaChange,
    object_model,
    tuple_model,
)
from catalog.documents.effects import Effects, Side
from catalog.documents.formulas import text_of
from catalog.documents.reading import number_in
from catalog.documents.statements import (
    an,
    followed,
    is_taken,
    keys,
    keys_of,
    listed,
    mapping,
    member,
    names,
    reached,
    shown,
    types_of,
)
from catalog.model.values import Json

MAX_CHANGES: Final = 1_000
"""How many changes are told one by one."""

MAX_DEPTH: Final = 40

_WORDS: Final = frozenset(
    {"title", "description", "$comment", "default", "examples", "deprecated", "readOnly", "writeOnly"}
    | {"contentEncoding", "contentMediaType", "contentSchema", "$id", "id", "$anchor", "$dynamicAnchor"}
    | {"$recursiveAnchor", "$vocabulary"}
)
_STORED: Final = frozenset({"definitions", "$defs"})
_RISING: Final = frozenset(
    {"minLength", "minItems", "minProperties", "minimum", "exclusiveMinimum", "minContains"}
)
_FALLING: Final = frozenset(
    {"maxLength", "maxItems", "maxProperties", "maximum", "exclusiveMaximum", "maxContains"}
)
_NESTED: Final = frozenset(
    {"additionalProperties", "unevaluatedProperties", "additionalItems", "unevaluatedItems"}
)
_BRANCHES: Final = frozenset({"allOf", "anyOf", "oneOf"})
_WHOLE: Final = frozenset(
    {"not", "if", "then", "else", "contains", "propertyNames", "pattern", "uniqueItems", "multipleOf"}
    | {"dependencies", "dependentRequired", "dependentSchemas", "$recursiveRef", "$dynamicRef"}
)


Judged = Callable[[], bool | None]


@dataclass(slots=True, kw_only=True)
class Walk:
    """The changes between two documents, in the order in which the new one is read."""

    effects: Effects
    changes: list[SchemaChange] = field(default_factory=list)
    _seen: set[tuple[int, int]] = field(default_factory=set)

    def compare(self, old: Side, new: Side, ceiling: bool | None) -> None:
        """Tells what changed from one schema to another.

        `ceiling`: whether the two schemas together break anything; where they do not, none of their changes
        does.
        """
        if len(self.changes) >= MAX_CHANGES or max(old.at.depth, new.at.depth) > MAX_DEPTH:
            return
        if (id(old.schema), id(new.schema)) in self._seen:
            return
        self._seen.add((id(old.schema), id(new.schema)))
        if not isinstance(old.schema, Mapping) or not isinstance(new.schema, Mapping):
            if text_of(old.schema) != text_of(new.schema):
                self._tell(ChangeKind.SCHEMA_CHANGED, old, new, "", ceiling, "the schema became another one")
            return
        targets = followed(old), followed(new)
        if targets[0] is not None or targets[1] is not None:
            if old.schema.get("$ref") != new.schema.get("$ref"):
                self._tell(
                    ChangeKind.REFERENCE_CHANGED, old, new, "$ref", False, "what the schema refers to changed"
                )
            self.compare(targets[0] or old, targets[1] or new, ceiling)
            return
        text = text_of(new.schema)
        if text == text_of(old.schema) and "$ref" not in text:
            return
        self._content_model(old, new, ceiling)
        for keyword in dict.fromkeys((*new.schema, *old.schema)):
            self._keyword(old, new, keyword, ceiling)

    def _keyword(self, old: Side, new: Side, keyword: str, ceiling: bool | None) -> None:
        before, after = old.stated(keyword), new.stated(keyword)
        is_same = (keyword in keys(old)) == (keyword in keys(new)) and text_of(before) == text_of(after)
        match keyword:
            case "properties":
                self._properties(old, new, ceiling)
            case "patternProperties":
                self._named(old, new, keyword, ceiling)
            case "items" | "prefixItems":
                self._items(old, new, keyword, ceiling)
            case _ if keyword in _NESTED:
                self._nested(old, new, keyword, ceiling)
            case _ if keyword in _BRANCHES:
                self._branches(old, new, keyword, ceiling)
            case _ if is_same or keyword in _STORED:
                return
            case "required":
                self._required(old, new, ceiling)
            case "type":
                self._types(old, new, ceiling)
            case "enum":
                self._values(old, new, ceiling)
            case "format":
                self._format(old, new)
            case "$schema":
                words = "the document is of another draft"
                self._tell(ChangeKind.DIALECT_CHANGED, old, new, keyword, ceiling and None, words)
            case "$ref":
                breaking = self._lowered(ceiling, lambda: self.effects.of_schema(old, new))
                words = f"what the schema refers to changed from {shown(before)} to {shown(after)}"
                self._tell(ChangeKind.REFERENCE_CHANGED, old, new, keyword, breaking, words)
            case _ if keyword in _RISING | _FALLING | _WHOLE | {"const"}:
                self._constraint(old, new, keyword, ceiling)
            case _:
                words = f"'{keyword}' changed, which says nothing of values"
                self._tell(ChangeKind.WORDS_CHANGED, old, new, keyword, False, words)

    def _constraint(self, old: Side, new: Side, keyword: str, ceiling: bool | None) -> None:
        before, after = old.stated(keyword), new.stated(keyword)
        breaking = self._lowered(ceiling, lambda: self.effects.of_keyword(old, new, keyword))
        was, now = number_in(before), number_in(after)
        if keyword not in keys(old):
            self._tell(
                ChangeKind.CONSTRAINT_ADDED,
                old,
                new,
                keyword,
                breaking,
                f"{keyword} {shown(after)} was added",
            )
        elif keyword not in keys(new):
            self._tell(
                ChangeKind.CONSTRAINT_REMOVED,
                old,
                new,
                keyword,
                breaking,
                f"{keyword} {shown(before)} was removed",
            )
        else:
            kind = ChangeKind.CONSTRAINT_CHANGED
            if was is not None and now is not None and keyword in _RISING | _FALLING:
                is_tighter = (now > was) is (keyword in _RISING)
                kind = ChangeKind.CONSTRAINT_TIGHTENED if is_tighter else ChangeKind.CONSTRAINT_LOOSENED
            elif was and now and keyword == "multipleOf":
                if (now / was).denominator == 1:
                    kind = ChangeKind.CONSTRAINT_TIGHTENED
                elif (was / now).denominator == 1:
                    kind = ChangeKind.CONSTRAINT_LOOSENED
            words = f"{keyword} changed from {shown(before)} to {shown(after)}"
            self._tell(kind, old, new, keyword, breaking, words)

    def _types(self, old: Side, new: Side, ceiling: bool | None) -> None:
        before, after = types_of(old), types_of(new)
        kind = ChangeKind.TYPE_CHANGED
        if before < after:
            kind = ChangeKind.TYPE_WIDENED
        elif after < before:
            kind = ChangeKind.TYPE_NARROWED
        breaking = self._lowered(ceiling, lambda: self.effects.of_keyword(old, new, "type"))
        words = f"the type changed from {shown(old.stated('type'))} to {shown(new.stated('type'))}"
        self._tell(kind, old, new, "type", breaking, words)

    def _values(self, old: Side, new: Side, ceiling: bool | None) -> None:
        before, after = old.stated("enum"), new.stated("enum")
        if not isinstance(before, list) or not isinstance(after, list):
            self._constraint(old, new, "enum", ceiling)
            return
        was, now = {text_of(one): one for one in before}, {text_of(one): one for one in after}
        breaking = self._lowered(ceiling, lambda: self.effects.of_keyword(old, new, "enum"))
        for text in [text for text in now if text not in was][:MAX_CHANGES]:
            words = f"{shown(now[text])} was added to what it can be"
            is_breaking = breaking if True in self.effects.directions else False
            added = SchemaChange(
                kind=ChangeKind.ENUM_VALUE_ADDED,
                pointer=new.at.under("enum").pointer,
                keyword="enum",
                new=cast(Json, now[text]),
                breaking=is_breaking,
                message=words,
            )
            self.changes.append(added)
        for text in [text for text in was if text not in now][:MAX_CHANGES]:
            is_breaking = breaking if False in self.effects.directions else False
            removed = SchemaChange(
                kind=ChangeKind.ENUM_VALUE_REMOVED,
                pointer=new.at.under("enum").pointer,
                keyword="enum",
                old=cast(Json, was[text]),
                breaking=is_breaking,
                message=f"{shown(was[text])} was removed from what it can be",
            )
            self.changes.append(removed)

    def _format(self, old: Side, new: Side) -> None:
        """A format annotates, so it breaks nothing; engines that check it are told of it."""
        before, after = old.stated("format"), new.stated("format")
        kind, words = (
            ChangeKind.FORMAT_CHANGED,
            f"the format changed from {shown(before)} to {shown(after)}",
        )
        if before is None:
            kind, words = ChangeKind.FORMAT_ADDED, f"format {shown(after)} was added"
        elif after is None:
            kind, words = ChangeKind.FORMAT_REMOVED, f"format {shown(before)} was removed"
        if after is not None:
            words += "; validators that check formats may refuse what they took"
        self._tell(kind, old, new, "format", False, words)

    def _required(self, old: Side, new: Side, ceiling: bool | None) -> None:
        before, after = names(old.stated("required")), names(new.stated("required"))
        for name in dict.fromkeys((*after, *before)):
            if (name in before) == (name in after):
                continue
            is_added = name in after
            kind = ChangeKind.REQUIRED_ADDED if is_added else ChangeKind.REQUIRED_REMOVED
            words = f"property '{name}' became {'required' if is_added else 'optional'}"
            has_default = is_added and "default" in keys_of(member(new, name))
            words += "; validators do not fill in its default" if has_default else ""
            breaking = self._lowered(ceiling, partial(self.effects.of_required, old, new, name))
            self._tell(kind, old, new, "required", breaking, words, (name,))

    def _properties(self, old: Side, new: Side, ceiling: bool | None) -> None:
        before, after = mapping(old.stated("properties")), mapping(new.stated("properties"))
        for name in dict.fromkeys((*after, *before)):
            if name in before and name in after:
                one, other = old.under("properties", name), new.under("properties", name)
                if text_of(one.schema) == text_of(other.schema) and "$ref" not in text_of(one.schema):
                    continue
            breaking = self._lowered(ceiling, partial(self.effects.of_member, old, new, name))
            if name in before and name in after:
                self.compare(old.under("properties", name), new.under("properties", name), breaking)
                continue
            is_added = name in after
            kind = ChangeKind.PROPERTY_ADDED if is_added else ChangeKind.PROPERTY_REMOVED
            model = object_model(mapping((old if is_added else new).schema))
            words = f"property '{name}' was {'added to' if is_added else 'removed from'} {an(model)} object"
            self._tell(kind, old, new, "properties", breaking, words, (name,))

    def _content_model(self, old: Side, new: Side, ceiling: bool | None) -> None:
        was, now = object_model(mapping(old.schema)), object_model(mapping(new.schema))
        if was is not now:
            breaking = self._lowered(ceiling, lambda: self.effects.of_rest(old, new))
            keyword = "additionalProperties"
            if keyword not in keys(old) and keyword not in keys(new):
                keyword = "unevaluatedProperties"
            if keyword not in keys(old) and keyword not in keys(new):
                keyword = "patternProperties"
            words = f"the object was {was} and became {now}"
            self._tell(MODEL_CHANGES[now], old, new, keyword, breaking, words)
        lists = [side.stated("prefixItems") or side.stated("items") for side in (old, new)]
        if not any(isinstance(each, list) for each in lists):
            return
        tuple_was, tuple_now = tuple_model(mapping(old.schema)), tuple_model(mapping(new.schema))
        if tuple_was is not tuple_now:
            breaking = self._lowered(ceiling, lambda: self._rest_of_tuple(old, new))
            words = f"the array was {tuple_was} after its named items and became {tuple_now}"
            self._tell(MODEL_CHANGES[tuple_now], old, new, "items", breaking, words)

    def _rest_of_tuple(self, old: Side, new: Side) -> bool | None:
        found = [
            self.effects.of_keyword(old, new, keyword)
            for keyword in ("items", "additionalItems", "unevaluatedItems")
        ]
        return True if True in found else None if None in found else False

    def _nested(self, old: Side, new: Side, keyword: str, ceiling: bool | None) -> None:
        """A schema on both sides; what it means that one side has none, the content model says."""
        before, after = old.stated(keyword), new.stated(keyword)
        if not isinstance(before, Mapping) or not isinstance(after, Mapping):
            return
        breaking = self._lowered(ceiling, lambda: self.effects.of_keyword(old, new, keyword))
        self.compare(old.under(keyword), new.under(keyword), breaking)

    def _named(self, old: Side, new: Side, keyword: str, ceiling: bool | None) -> None:
        before, after = mapping(old.stated(keyword)), mapping(new.stated(keyword))
        breaking = self._lowered(ceiling, lambda: self.effects.of_keyword(old, new, keyword))
        for name in dict.fromkeys((*after, *before)):
            if name in before and name in after:
                self.compare(old.under(keyword, name), new.under(keyword, name), breaking)
                continue
            is_added = name in after
            kind = ChangeKind.SCHEMA_ADDED if is_added else ChangeKind.SCHEMA_REMOVED
            words = f"names that match '{name}' {'got a schema' if is_added else 'lost their schema'}"
            self._tell(kind, old, new, keyword, breaking, words, (name,))

    def _items(self, old: Side, new: Side, keyword: str, ceiling: bool | None) -> None:
        before, after = old.stated(keyword), new.stated(keyword)
        breaking = self._lowered(ceiling, lambda: self.effects.of_keyword(old, new, keyword))
        if isinstance(before, list) and isinstance(after, list):
            for place in range(max(len(before), len(after))):
                if place < min(len(before), len(after)):
                    self.compare(old.under(keyword, place), new.under(keyword, place), breaking)
                    continue
                is_added = place < len(after)
                kind = ChangeKind.ITEM_ADDED if is_added else ChangeKind.ITEM_REMOVED
                words = f"item {place} was {'added' if is_added else 'removed'}"
                self._tell(kind, old, new, keyword, breaking, words, (place,))
        elif isinstance(before, Mapping) and isinstance(after, Mapping):
            self.compare(old.under(keyword), new.under(keyword), breaking)
        elif text_of(before) != text_of(after):
            self._schema(old, new, keyword, breaking)

    def _branches(self, old: Side, new: Side, keyword: str, ceiling: bool | None) -> None:
        before, after = listed(old.stated(keyword)), listed(new.stated(keyword))
        breaking = self._lowered(ceiling, lambda: self.effects.of_keyword(old, new, keyword))
        if not before or not after:
            if text_of(old.stated(keyword)) != text_of(new.stated(keyword)):
                self._schema(old, new, keyword, breaking)
            return
        kept = [text_of(one) for one in after]
        gone = [place for place, one in enumerate(before) if not is_taken(kept, text_of(one))]
        kept = [text_of(one) for one in before]
        come = [place for place, one in enumerate(after) if not is_taken(kept, text_of(one))]
        for one, other in zip(gone, come, strict=False):
            self.compare(old.under(keyword, one), new.under(keyword, other), breaking)
        for place in come[len(gone) :]:
            words = f"a branch of {keyword} was added"
            self._tell(ChangeKind.BRANCH_ADDED, old, new, keyword, breaking, words, (place,))
        for place in gone[len(come) :]:
            words = f"a branch of {keyword} was removed"
            self._tell(ChangeKind.BRANCH_REMOVED, old, new, keyword, breaking, words, (place,))

    def _schema(self, old: Side, new: Side, keyword: str, breaking: bool | None) -> None:
        if keyword not in keys(old):
            self._tell(ChangeKind.SCHEMA_ADDED, old, new, keyword, breaking, f"'{keyword}' was added")
        elif keyword not in keys(new):
            self._tell(ChangeKind.SCHEMA_REMOVED, old, new, keyword, breaking, f"'{keyword}' was removed")
        else:
            self._tell(ChangeKind.SCHEMA_CHANGED, old, new, keyword, breaking, f"'{keyword}' changed")

    def _lowered(self, ceiling: bool | None, judged: Judged) -> bool | None:
        if ceiling is False:
            return False
        found = judged()
        return None if found and ceiling is None else found

    def _tell(
        self,
        kind: ChangeKind,
        old: Side,
        new: Side,
        keyword: str,
        breaking: bool | None,
        words: str,
        steps: Sequence[str | int] = (),
    ) -> None:
        path = [keyword, *steps] if keyword else []
        if keyword == "required":
            path = [keyword]
        was, now = reached(old.schema, path, steps), reached(new.schema, path, steps)
        side = new if now is not None or keyword in keys(new) else old
        self.changes.append(
            SchemaChange(
                kind=kind,
                pointer=side.at.under(*path).pointer if path else side.at.pointer,
                keyword=keyword,
                old=was,
                new=now,
                breaking=breaking,
                message=words,
            )
        )
