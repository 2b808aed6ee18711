"""What a call hands over: positional arguments, keywords, and what is spread into them."""

from dataclasses import dataclass
from typing import Final

from tree_sitter import Node

from catalog.scan.python.source import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyword:
    """A name with a value; `node` is where the name stands."""

    name: str
    value: Node
    node: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Arguments:
    """The arguments of one call; `is_spread` when some are not written out.

    Positional arguments behind a `*` have no place that is known, and are left out.
    """

    positional: tuple[Node, ...] = ()
    keywords: tuple[Keyword, ...] = ()
    spread_keywords: tuple[Node, ...] = ()
    is_spread: bool = False


NOTHING: Final = Arguments()


def arguments_of(source: Source, listed: Node) -> Arguments:
    """The arguments in a pair of parentheses."""
    if listed.type == "generator_expression":
        return Arguments(positional=(listed,))
    positional: list[Node] = []
    keywords: list[Keyword] = []
    spread_keywords: list[Node] = []
    is_spread = False
    for child in listed.named_children:
        match child.type:
            case "comment":
                continue
            case "keyword_argument":
                name, value = child.child_by_field_name("name"), child.child_by_field_name("value")
                if name is not None and value is not None:
                    keywords.append(Keyword(name=source.text(name), value=value, node=name))
            case "list_splat":
                is_spread = True
            case "dictionary_splat":
                if child.named_child_count:
                    spread_keywords.append(child.named_children[0])
            case _:
                if not is_spread:
                    positional.append(child)
    return Arguments(
        positional=tuple(positional),
        keywords=tuple(keywords),
        spread_keywords=tuple(spread_keywords),
        is_spread=is_spread,
    )


def sent_later(source: Source, how: str, given: Arguments) -> Arguments:
    """What a task gets: `.delay(…)` hands on its own, `.apply_async(args=[…], kwargs={…})` those in it."""
    if how in DIRECT:
        return given
    args = _of(given, "args", 0)
    kwargs = _of(given, "kwargs", 1)
    positional: tuple[Node, ...] = ()
    is_spread = args is not None and args.type not in ("list", "tuple")
    if args is not None and not is_spread:
        positional = tuple(child for child in args.named_children if child.type != "comment")
    keywords, spread = _keywords(source, kwargs)
    return Arguments(positional=positional, keywords=keywords, spread_keywords=spread, is_spread=is_spread)


def behind(first: Arguments, then: Arguments) -> Arguments:
    """The arguments of one call of what begins with some already; a keyword that is given again wins."""
    if first == NOTHING:
        return then
    again = {keyword.name for keyword in then.keywords}
    return Arguments(
        positional=first.positional if first.is_spread else first.positional + then.positional,
        keywords=tuple(one for one in first.keywords if one.name not in again) + then.keywords,
        spread_keywords=first.spread_keywords + then.spread_keywords,
        is_spread=first.is_spread or then.is_spread,
    )


DIRECT: Final = frozenset({"delay", "s", "si", "send", "defer"})
LATER: Final = DIRECT | {"apply_async", "send_with_options"}
"""How task queues (Celery, Dramatiq) call a function later."""


def _of(given: Arguments, name: str, place: int) -> Node | None:
    for keyword in given.keywords:
        if keyword.name == name:
            return keyword.value
    return given.positional[place] if place < len(given.positional) else None


def _keywords(source: Source, node: Node | None) -> tuple[tuple[Keyword, ...], tuple[Node, ...]]:
    if node is None or node.type == "none":
        return (), ()
    if node.type == "call":
        callee, listed = node.child_by_field_name("function"), node.child_by_field_name("arguments")
        if callee is not None and listed is not None and source.text(callee) == "dict":
            inner = arguments_of(source, listed)
            return inner.keywords, (*inner.positional, *inner.spread_keywords)
    if node.type != "dictionary":
        return (), (node,)
    keywords: list[Keyword] = []
    spread: list[Node] = []
    for child in node.named_children:
        key, value = child.child_by_field_name("key"), child.child_by_field_name("value")
        if child.type == "dictionary_splat" and child.named_child_count:
            spread.append(child.named_children[0])
        elif key is not None and value is not None and key.type == "string":
            name = "".join(source.text(part) for part in key.named_children if part.type == "string_content")
            keywords.append(Keyword(name=name, value=value, node=key))
    return tuple(keywords), tuple(spread)
