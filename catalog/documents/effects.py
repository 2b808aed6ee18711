"""What one part of a document does to the values of the other: whether it breaks them by itself."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from catalog.documents.formulas import Formula, Listed, Member, Members
from catalog.documents.judging import Pair
from catalog.documents.reader import Reader
from catalog.documents.reading import Spot, Stance
from catalog.documents.truth import truth
from catalog.model.values import Json

# `then` and `else` are nothing without `if`, and so on: they are judged together.
_JUDGED_WITH = {
    "then": "if",
    "else": "if",
    "minContains": "contains",
    "maxContains": "contains",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """A schema of one of the documents, and where it stands."""

    reader: Reader
    schema: object
    at: Spot

    def under(self, keyword: str, *steps: str | int) -> "Side":
        """The schema under a keyword, or under a name or place of its value."""
        found = self.schema
        for step in (keyword, *steps):
            if isinstance(found, Mapping) or (isinstance(found, list) and isinstance(step, int)):
                found = found[step]  # type: ignore[index]  # the caller has seen that it is there
        return replace(self, schema=found, at=self.at.under(keyword, *steps))

    def stated(self, keyword: str) -> object:
        """What the schema says under a keyword; None when it says nothing."""
        return self.schema.get(keyword) if isinstance(self.schema, Mapping) else None

    def formula(self, stance: Stance) -> Formula:
        """What the schema says."""
        return self.reader.formula(self.schema, replace(self.at, stance=stance))

    def keyword(self, keyword: str, stance: Stance) -> Formula:
        """What one keyword of the schema says."""
        if not isinstance(self.schema, Mapping):
            return self.formula(stance)
        base = self.reader.places.base_of(self.schema, self.at.base)
        said = self.reader.keywords(self.schema, replace(self.at, stance=stance, base=base))
        return said.get(_JUDGED_WITH.get(keyword, keyword), self.reader.table.true)


@dataclass(frozen=True, slots=True, kw_only=True)
class Effects:
    """Judges parts in the directions that the mode asks for; `directions` has True for forward."""

    pair: Pair
    directions: tuple[bool, ...]

    def of_schema(self, old: Side, new: Side) -> bool | None:
        """Whether one schema in the place of another breaks values."""
        return self._of(old, new, lambda side, stance: side.formula(stance))

    def of_keyword(self, old: Side, new: Side, keyword: str) -> bool | None:
        """Whether what the reading side says under a keyword breaks values."""
        return self._of(old, new, lambda side, stance: side.keyword(keyword, stance))

    def of_required(self, old: Side, new: Side, name: str) -> bool | None:
        """Whether the reading side requires a name that the other may leave out."""

        def part(side: Side, _stance: Stance) -> Formula:
            required = side.stated("required")
            is_required = isinstance(required, list) and name in required
            return side.reader.required(name) if is_required else side.reader.table.true

        return self._of(old, new, part)

    def of_member(self, old: Side, new: Side, name: str) -> bool | None:
        """Whether what the reading side says of the member of a name breaks values."""

        def part(side: Side, stance: Stance) -> Formula:
            table = side.reader.table
            whole = side.formula(stance)
            rules: list[Formula] = []
            for one in table.conjuncts(whole):
                if isinstance(one, Member) and one.name == name:
                    rules.append(one.part)
                if isinstance(one, Members) and truth(table, one.names, name) is not False:
                    rules.append(one.part)
            met = table.all(rules)
            return met if met is table.true else table.add(Member(name=name, part=met))

        return self._of(old, new, part)

    def of_rest(self, old: Side, new: Side) -> bool | None:
        """Whether what the reading side says of names that neither side states breaks values."""
        both = (old.stated("properties"), new.stated("properties"))
        stated = {name for named in both if isinstance(named, Mapping) for name in named}

        def part(side: Side, stance: Stance) -> Formula:
            table = side.reader.table
            unstated = table.opposite(table.add(Listed(values=tuple(sorted(stated)))))
            return table.all(
                table.add(Members(names=table.all((one.names, unstated)), part=one.part))
                for one in table.conjuncts(side.formula(stance))
                if isinstance(one, Members)
            )

        return self._of(old, new, part)

    def _of(self, old: Side, new: Side, part: Callable[[Side, Stance], Formula]) -> bool | None:
        answer: bool | None = False
        if self.pair.budget.left <= 0:
            return None
        for forward in self.directions:
            stances = self.pair.stances(forward=forward)
            writer, reader = (new, old) if forward else (old, new)
            written, read = stances[::-1] if forward else stances
            one, other = writer.formula(written), part(reader, read)

            def is_proof(value: Json, one: Formula = one, other: Formula = other) -> bool:
                table = self.pair.table
                return bool(truth(table, one, value)) and truth(table, other, value) is False

            found = self.pair.outside(one, other, is_proof)
            if found.proof:
                return True
            answer = answer if found.is_within else None
        return answer
