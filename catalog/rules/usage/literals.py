"""Values of properties as far as the source writes them out."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from catalog.model.values import Json
from catalog.scan.facts import Array, Expression, Object, Scalar, Template, Text
from catalog.scan.languages import language_of
from catalog.scan.linking import Linker
from catalog.scan.told import Placed

_JAVASCRIPT: Final = "javascript"


class Literal(NamedTuple):
    """A value of a property; of one that is not `whole`, only the type is known."""

    value: Json
    whole: bool = True


def literals(value: Placed, linker: Linker) -> Iterator[Literal]:
    """The literals among what a value can be."""
    written = value.expression
    for placed in linker.options(written, value.path):
        # A name that means a list is often a class or a table that something else is looked up in.
        if isinstance(placed.expression, Array | Object) and placed.expression != written:
            continue
        yield from _literal(placed.expression)


def _literal(expression: Expression) -> Iterator[Literal]:
    match expression:
        case Text():
            yield Literal(expression.value)
        case Scalar():
            # What is undefined is not sent.
            if not expression.is_absent:
                yield Literal(expression.value)
        case Template():
            if any(isinstance(part, Text) and part.value for part in expression.parts):
                yield Literal("", whole=False)
        case Array():
            items = [one for item in expression.items for one in _literal(item)]
            whole = len(items) == len(expression.items) and all(one.whole for one in items)
            yield Literal([one.value for one in items] if whole else [], whole)
        case Object():
            yield Literal({}, whole=False)
        case _:
            return


def is_javascript(path: str) -> bool:
    """Whether a file is JavaScript or TypeScript, by its name."""
    language = language_of(path)
    return language is not None and _JAVASCRIPT in language.names
