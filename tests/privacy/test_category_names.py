"""Which category is meant by a name that none has."""

import pytest

from catalog.errors import UnknownName
from catalog.model.category import SHIPPED, nearest_categories
from catalog.privacy.choice import named_categories
from tests.validation.worlds import world

MEANT = {
    "email": ("user.contact.email",),
    "user.ip": ("user.device.ip",),
    "user.emial": ("user.contact.email",),
    "user.contact_email": ("user.contact.email", "user.contact"),
    "user.helth": ("user.health",),
    "user.mood": (),
    "user.religion": (),
}


@pytest.mark.parametrize("name", MEANT)
def test_the_last_part_of_a_category_says_what_was_meant(name: str) -> None:
    assert nearest_categories(name, SHIPPED, 3) == MEANT[name]


def test_commands_suggest_the_same() -> None:
    with pytest.raises(UnknownName, match=r"user\.contact\.email"):
        named_categories(world({}), "email")
