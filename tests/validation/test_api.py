"""The public package as somebody meets it who looks around in it."""

import catalog


def test_looking_around_in_the_package_shows_what_it_offers_and_nothing_else() -> None:
    assert set(dir(catalog)) == set(catalog.__all__)
    for name in dir(catalog):
        assert getattr(catalog, name) is not None
