"""The catalog's own categories beside what they inherit from."""

from collections.abc import Iterator

from catalog.model.category import NONE, SHIPPED, Category, ancestors, covers
from catalog.rules.view import View


def own_with_parents(view: View) -> Iterator[tuple[Category, Category]]:
    """Each own category and the nearest one above it; orphans, and those below `none`, are left out."""
    for key in view.settings.categories:
        own = view.categories.get(key)
        if own is None or key in SHIPPED or covers(NONE, key):
            continue
        yield own, next(view.categories[above] for above in ancestors(key)[1:] if above in view.categories)
