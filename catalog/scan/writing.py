"""Texts put together from what their parts can be: f-strings, templates, sums."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice, product
from typing import Final

from catalog.scan.facts import Expression, Made, Parameter, Template, Text, Unknown
from catalog.scan.reasons import NOT_TEXT, PARAMETER, TOO_DEEP, TOO_MANY
from catalog.scan.told import Hole, Placed, Texts

MAX_OPTIONS: Final = 64
"""So many names one call can be; more are not told one by one."""

MAX_STEPS: Final = 60
"""So many names may be followed one from another."""

_MAX_TEXT: Final = 2_000
"""So many characters a text that is put together may have; no event is called like that."""

_MAX_PARTS: Final = 64
"""Of so many texts and holes a text may be put together."""

_Parts = tuple[str | Hole, ...]


@dataclass(slots=True)
class Steps:
    """How many names are being followed, one from another."""

    taken: int = 0

    @property
    def is_too_many(self) -> bool:
        """Whether no further one is."""
        return self.taken >= MAX_STEPS


class Writing:
    """Puts texts together. What it has put together it remembers."""

    def __init__(self, options: Callable[[Expression, str], list[Placed]], steps: Steps) -> None:
        self._options: Final = options
        """What an expression of a file can be."""
        self._steps: Final = steps
        self._filled_before: dict[int, tuple[Template, list[_Parts]]] = {}
        """By the identity of a template, which is kept so that nothing else gets it."""

    def texts(self, expression: Expression, path: str) -> Texts:
        """The texts that an expression of a file can be."""
        names: dict[str, None] = {}
        patterns: dict[tuple[str | Hole, ...], None] = {}
        reasons: dict[str, None] = {}
        for parts in self._written(expression, path):
            whole = _merged(parts)
            if len(whole) == 1 and isinstance(whole[0], Hole):
                reasons[whole[0].reason] = None
            elif all(isinstance(part, str) for part in whole):
                names["".join(str(part) for part in whole)] = None
            else:
                patterns[whole] = None
        return Texts(names=tuple(names), patterns=tuple(patterns), reasons=tuple(reasons))

    def _written(self, expression: Expression, path: str) -> Iterator[tuple[str | Hole, ...]]:
        for placed in self._options(expression, path):
            match placed.expression:
                case Text():
                    yield (placed.expression.value,)
                case Template():
                    yield from self._filled(placed.expression, placed.path)
                case Parameter():
                    source = ".".join((placed.expression.name, *placed.expression.path))
                    yield (Hole(PARAMETER, source),)
                case Unknown():
                    yield (Hole(placed.expression.reason, placed.expression.source),)
                case Made():
                    yield (Hole("call", f"{'.'.join(placed.expression.callee)}()"),)
                case _:
                    yield (Hole(NOT_TEXT, ""),)

    def _filled(self, template: Template, path: str) -> list[_Parts]:
        known = self._filled_before.get(id(template))
        if known is not None:
            return known[1]
        if self._steps.is_too_many:
            return [(Hole(TOO_DEEP, ""),)]
        self._steps.taken += 1
        try:
            found = list(self._put_together(template, path))
        finally:
            self._steps.taken -= 1
        self._filled_before[id(template)] = (template, found)
        return found

    def _put_together(self, template: Template, path: str) -> Iterator[_Parts]:
        choices = []
        for part in template.parts:
            written = list(islice(self._written(part, path), MAX_OPTIONS + 1))
            choices.append(written if len(written) <= MAX_OPTIONS else [(Hole(TOO_MANY, ""),)])
        for count, one in enumerate(product(*choices)):
            if count == MAX_OPTIONS:
                yield (Hole(TOO_MANY, ""),)
                return
            whole = _joined(one)
            length = sum(len(part) for part in whole if isinstance(part, str))
            yield whole if length <= _MAX_TEXT and len(whole) <= _MAX_PARTS else (Hole(TOO_MANY, ""),)


def _joined(pieces: Sequence[_Parts]) -> _Parts:
    """Texts next to each other as one."""
    found: list[str | Hole] = []
    for part in chain.from_iterable(pieces):
        if isinstance(part, str) and found and isinstance(found[-1], str):
            found[-1] += part
        else:
            found.append(part)
    return tuple(found)


def _merged(parts: tuple[str | Hole, ...]) -> tuple[str | Hole, ...]:
    """Texts next to each other as one; what has no text at all is one hole."""
    found = _joined((parts,))
    if len(found) > 1 and all(isinstance(part, Hole) for part in found):
        return (found[0],)
    return found or ("",)
