"""What a destination's policy lets through of a person, for the rules that ask what follows from it."""

from collections.abc import Iterator

from catalog.model.category import Handling, Sensitivity
from catalog.rules.view import View

GONE = (Handling.DROP, Handling.REFUSE)


def let_through(view: View, destination: str, least: Sensitivity) -> Iterator[str]:
    """Categories of at least a sensitivity of which something may get to a destination."""
    policy = view.snapshot.policy
    for key, category in view.categories.items():
        if category.sensitivity.rank >= least.rank and policy.handling(destination, key) not in GONE:
            yield key


def is_about_people(view: View, destination: str) -> bool:
    """Whether a destination may get personal data, in whatever form."""
    return next(let_through(view, destination, Sensitivity.PERSONAL), None) is not None


def person_key(view: View) -> str:
    """The category of a person's id, as the person entity states it."""
    person = view.snapshot.entities.get("person")
    return USER_ID if person is None or person.data is None else person.data


USER_ID = "user.unique_id"
