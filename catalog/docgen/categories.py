"""The page of the data categories: what a property says about a person, and how that may be handled."""

from typing import Final

from catalog.docgen.markdown import code, page, prose, table
from catalog.model.category import SHIPPED, Handling, Sensitivity, stricter

_INTRODUCTION: Final = """\
Every property says under `data` what it tells about a person: `none`, or one of the categories below. A \
destination says which categories it receives, and what happens to the others. A property without `data` is \
*unclassified*, which is a [finding](rules/pii.md#unclassified)."""

_INHERITANCE: Final = """\
Keys are dotted and inherit: what a destination says about `user.contact` holds for `user.contact.email` \
too, unless it says something nearer. A catalog may add categories of its own below one of these, under \
`categories` in [catalog.yaml](../guide/format.md#data-categories)."""

_SENSITIVITIES: Final = {
    Sensitivity.PUBLIC: "nothing about a person",
    Sensitivity.TECHNICAL: "how a program runs, and ids of things",
    Sensitivity.INTERACTION: "what somebody did, without saying who",
    Sensitivity.PERSONAL: "who somebody is, or how to reach them",
    Sensitivity.SENSITIVE: "what hurts when it leaks",
    Sensitivity.PROHIBITED: "what does not belong in an event; no destination receives it unless it "
    "names the category",
}

_HANDLINGS: Final = {
    Handling.KEEP: "the value goes there as it is",
    Handling.TRUNCATE: "the coarse part goes there: the beginning of a text, the network of an address, the "
    "day of a moment, the leading digits of a number; a boolean has none and is dropped",
    Handling.MASK: "its shape goes there: letters become X and x, digits 0, other characters `*`",
    Handling.HASH: "a keyed digest goes there; equal values stay equal at one destination, and it is still "
    "pseudonymous personal data",
    Handling.DROP: "the property does not go there",
    Handling.REFUSE: "a payload that has it is refused there",
}

_LATTICE: Final = """\
Where a destination and a property both say something, the stricter wins, so a property can only tighten. \
The order is `keep`, `truncate`, `mask`, `drop`, `refuse`, with `hash` beside `mask`: neither of these two \
is stricter than the other, so both together mean `drop`."""


def categories_page() -> str:
    """The page as Markdown."""
    return page(
        "# Data categories",
        _INTRODUCTION,
        _INHERITANCE,
        table(
            ("category", "sensitivity", "what it is", "nearest key of Fides"),
            [
                (
                    code(category.key),
                    category.sensitivity + (", specially protected" if category.special else ""),
                    prose(category.description),
                    code(category.fides) if category.fides else "–",
                )
                for category in SHIPPED.values()
            ],
        ),
        "The last column names the nearest key of the [Fides taxonomy](https://ethyca.github.io/fideslang/) "
        "(fideslang 3.1, © Ethyca, [CC-BY-4.0](https://creativecommons.org/licenses/by/4.0/)).",
        "## Sensitivity",
        "From least to most harm when it leaks. A catalog's own category has the sensitivity of the one "
        "above it, unless it states another.",
        table(
            ("sensitivity", "what it means"), [(code(level), _SENSITIVITIES[level]) for level in Sensitivity]
        ),
        "## Handling",
        "What is done to a value before it goes to a destination: under `otherwise` of a destination for a "
        "category, and under `handling` of a property for a destination.",
        table(("handling", "what it does"), [(code(one), _HANDLINGS[one]) for one in Handling]),
        _LATTICE,
        table(
            ("both together", *(code(other) for other in Handling)),
            [(code(one), *(stricter(one, other) for other in Handling)) for one in Handling],
        ),
    )
