"""The data categories of a catalog as blocks: a table, or a page for each."""

from collections.abc import Iterator, Sequence

from catalog.cli.render.blocks import Block, Facts, Heading, Items, Table, Words, first_sentence
from catalog.findings import Spot
from catalog.model.category import SHIPPED, Category, Handling, ancestors
from catalog.model.snapshot import Snapshot
from catalog.privacy.account import Shown
from catalog.privacy.datamap import ruling_of


def categories_table(snapshot: Snapshot) -> Iterator[Block]:
    """All categories in the order of the shipped ones, those of the catalog below their parents."""
    yield Heading(f"Data categories of {snapshot.settings.product}", 1)
    yield Table(
        ("category", "sensitivity", "what it is", "goes to"),
        [
            (
                key,
                category.sensitivity.value + (", special" if category.special else ""),
                first_sentence(category.description),
                _goes_to(snapshot, key),
            )
            for key, category in _ordered(snapshot)
        ],
    )
    yield Words("One of them in full: `rollcall privacy categories CATEGORY`")


def _ordered(snapshot: Snapshot) -> list[tuple[str, Category]]:
    shipped = list(SHIPPED)

    def key(item: tuple[str, Category]) -> tuple[int, str]:
        parent = next(name for name in ancestors(item[0]) if name in SHIPPED)
        return shipped.index(parent), item[0]

    return sorted(snapshot.categories.items(), key=key)


def _goes_to(snapshot: Snapshot, key: str) -> str:
    said = []
    for name in snapshot.settings.destinations:
        handling = snapshot.policy.handling(name, key)
        if handling not in (Handling.DROP, Handling.REFUSE):
            said.append(name if handling is Handling.KEEP else f"{name} ({handling})")
    return ", ".join(said) or "none"


def category_pages(snapshot: Snapshot, keys: Sequence[str], shown: Shown) -> Iterator[Block]:
    """Some categories in full, with the line of each destination that decides about them."""
    for number, key in enumerate(keys):
        category = snapshot.categories[key]
        yield Heading(key, 1 if number == 0 else 2)
        yield Words(f"{category.description[:1].upper()}{category.description[1:]}.".replace("..", "."))
        facts = [("sensitivity", category.sensitivity.value)]
        if category.special:
            facts.append(("special", "specially protected, GDPR Art. 9"))
        if category.fides is not None:
            facts.append(("Fides", category.fides))
        if key not in SHIPPED:
            facts.append(
                ("defined in", shown(Spot(kind="settings", name="catalog", pointer=("categories", key))))
            )
        yield Facts(facts)
        said = []
        for name, definition in snapshot.settings.destinations.items():
            cause = ruling_of(snapshot.policy, name, definition, key)
            handling = snapshot.policy.handling(name, key)
            said.append(f"{name}: {handling}; {cause.says} ({shown(cause.spot)})")
        yield Items(said or ["no destination is defined"])
