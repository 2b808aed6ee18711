"""The known names nearest to an unknown one, for sentences that say what would be right."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from difflib import SequenceMatcher
from functools import cached_property, lru_cache
from itertools import chain
from typing import Final

from catalog.model.words import words_of

MAX_LENGTH: Final = 100
"""A longer name is no slip of anything: it is a message, or worse."""

MAX_COMPARED: Final = 40
"""So many names are compared one by one; of more, only those that an index finds."""

MAX_REMEMBERED: Final = 1_000
"""Answers that are kept: senders repeat their slips."""

LEAST_RATIO: Final = 0.7
"""How much of two names has to be alike, after difflib."""

_SLIP: Final = 0.9
"""How much of two whole names with dots has to be alike."""


def _bare(name: str) -> str:
    """A name without casing and separators: `userId`, `user_id`, `user-id` and `user.id` fold to the same."""
    return name.translate(_NO_SEPARATORS).casefold()


_NO_SEPARATORS: Final = str.maketrans("", "", "_-. ")


def deletions(name: str) -> Iterator[str]:
    """A name, and what is left of it without each of its letters; each text once.

    Two names that differ by one slip (a letter added, missing, other, or swapped with the next) have one of
    these in common, as in SymSpell.
    """
    yield name
    for index in range(len(name)):
        if index and name[index] == name[index - 1]:
            continue  # the same text is left when the letter before it is taken out
        yield name[:index] + name[index + 1 :]


def nearest(name: str, known: Iterable[str], count: int = 1) -> tuple[str, ...]:
    """Up to `count` known names that differ little from `name`, best first."""
    names = tuple(known)
    return (_few(names) if len(names) <= MAX_COMPARED else _many(names)).nearest(name, count)


def nearest_path(
    name: str, known: Iterable[str], count: int = 1, *, unlikely: Collection[str] = ()
) -> tuple[str, ...]:
    """Up to `count` known names of parts joined by dots, best first; the last part says what they are.

    Another spelling of the whole comes first, the same last part next, then one that differs little, then a
    whole that differs little. Of those with last parts that differ, the `unlikely` come after the others; by
    the whole name, never.
    """
    names = tuple(dict.fromkeys(known))
    parts: dict[str, list[str]] = {}
    for one in names:
        parts.setdefault(one.rpartition(".")[2], []).append(one)
    last = name.rpartition(".")[2]
    same = _ordered(name, parts.get(last, ()))
    alike = [
        one for part in nearest(last, parts, count) if part != last for one in _ordered(name, parts[part])
    ]
    alike.sort(key=lambda one: one in unlikely)
    whole = [one for one in nearest(name, names, count) if one not in unlikely and _is_slip(name, one)]
    respelt = [one for one in names if _bare(one) == _bare(name)]
    return tuple(dict.fromkeys((*respelt, *same, *alike, *whole)))[:count]


def _ordered(name: str, found: Iterable[str]) -> list[str]:
    """Names with one last part: those most like the whole name first."""
    return sorted(found, key=lambda one: (-SequenceMatcher(None, one, name, autojunk=False).ratio(), one))


def _is_slip(name: str, one: str) -> bool:
    """Whether two whole names are so alike that the beginning, which many share, is not all that is."""
    return SequenceMatcher(None, _bare(one), _bare(name), autojunk=False).ratio() >= _SLIP


class Names:
    """Known names, and an index of them that is made when somebody first asks what is near.

    In many names, those are found that differ by one slip, whatever their casing, and those that have all
    words but one in common.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._names = tuple(sorted(set(names)))
        self._remembered: dict[tuple[str, int], tuple[str, ...]] = {}

    def __reduce__(self) -> "tuple[type[Names], tuple[Collection[str]]]":
        return Names, (self._names,)  # hashes of texts are another process's own

    def nearest(self, name: str, count: int = 1) -> tuple[str, ...]:
        """Up to `count` names that differ little from `name`, best first."""
        if len(name) > MAX_LENGTH:
            return ()
        key = (name, count)
        found = self._remembered.get(key)
        if found is None:
            found = _ranked(name, self._near(name))[:count]
            if len(self._remembered) < MAX_REMEMBERED:
                self._remembered[key] = found
        return found

    def _near(self, name: str) -> Iterable[tuple[str, str]]:
        """The names that are worth comparing, each with its bare form."""
        if len(self._names) <= MAX_COMPARED:
            return self._all
        slips, alike = self._index
        found = set(
            chain.from_iterable(slips[key] for key in map(hash, deletions(_bare(name))) if key in slips)
        )
        found.update(chain.from_iterable(alike[key] for key in _skeletons(name) if key in alike))
        return [(one, _bare(one)) for one in (self._names[position] for position in found)]

    @cached_property
    def _all(self) -> tuple[tuple[str, str], ...]:
        return tuple((name, _bare(name)) for name in self._names)

    @cached_property
    def _index(self) -> tuple[Mapping[int, tuple[int, ...]], Mapping[str, tuple[int, ...]]]:
        """The positions of names by the hashes of their deletions, and by all their words but one.

        Hashes take a third of the memory of the texts: 5,000 names have 130,000 deletions. Words that too
        many names share tell nothing.
        """
        slips: dict[int, tuple[int, ...]] = {}
        alike: dict[str, tuple[int, ...]] = {}
        for position, name in enumerate(self._names):
            alone = (position,)
            if len(name) <= MAX_LENGTH:
                for key in map(hash, deletions(_bare(name))):
                    slips[key] = (*slips[key], position) if key in slips else alone
            for words in _skeletons(name):
                held = alike.get(words, ())
                if len(held) <= MAX_COMPARED:
                    alike[words] = (*held, position)
        return slips, {words: held for words, held in alike.items() if len(held) <= MAX_COMPARED}


@lru_cache(maxsize=1024)
def _few(known: tuple[str, ...]) -> Names:
    return Names(known)


@lru_cache(maxsize=8)
def _many(known: tuple[str, ...]) -> Names:
    return Names(known)


def _skeletons(name: str) -> Iterator[str]:
    """The words of a name without each of them, whose place is left empty."""
    words = words_of(name)
    for index in range(len(words)):
        yield " ".join((*words[:index], "", *words[index + 1 :]))


def _ranked(name: str, candidates: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """The candidates that are enough like a name, best first; of equals, the one of the same spelling.

    Each comes with its bare form.
    """
    wanted = _bare(name)
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(wanted)
    found: list[tuple[float, float, str]] = []
    for one, bare in candidates:
        if 2 * min(len(bare), len(wanted)) < LEAST_RATIO * (len(bare) + len(wanted)):
            continue
        matcher.set_seq1(bare)
        if matcher.quick_ratio() >= LEAST_RATIO and (ratio := matcher.ratio()) >= LEAST_RATIO:
            found.append((ratio, SequenceMatcher(None, one, name, autojunk=False).ratio(), one))
    return tuple(one for _, _, one in sorted(found, reverse=True))
