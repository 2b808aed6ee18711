"""What names suggest about the data under them."""

from pathlib import Path

import pytest
import yaml

from catalog.model.category import SHIPPED
from catalog.privacy.words import WORDS, suggested


@pytest.mark.parametrize(
    ("name", "category"),
    [
        ("recipient_email", "user.contact.email"),
        ("emailAddress", "user.contact.email"),
        ("ip_address", "user.device.ip"),
        ("shipping_address", "user.contact.address"),
        ("old_password_hash", "user.credentials"),
        ("dateOfBirth", "user.demographic"),
        ("numero_de_telephone", "user.contact.phone"),
        ("fecha_nacimiento", "user.demographic"),
        ("kundenname", "user.name"),
        ("nombre_del_cliente", "user.name"),
        ("contraseña", "user.credentials"),
        ("search_query", "user.behavior.search"),
        ("quote_title", "user.content"),
    ],
)
def test_a_name_suggests_what_its_noun_is(name: str, category: str) -> None:
    found = suggested(name)
    assert found is not None
    assert found[1] == category


@pytest.mark.parametrize(
    "name",
    [
        "email_count",
        "email_template_id",
        "address_type",
        "phone_verified",
        "feature_name",
        "event_name",
        "pinned",
        "shipping",
        "latency_ms",
        "longest_run",
        "agent",
        "zipper",
        "sexton",
        "",
        "___",
    ],
)
def test_a_name_about_something_else_suggests_nothing(name: str) -> None:
    assert suggested(name) is None


def test_every_suggestion_is_a_category_and_every_phrase_can_be_met() -> None:
    assert set(WORDS.values()) <= SHIPPED.keys()
    for phrase, category in WORDS.items():
        found = suggested("_".join(phrase))
        assert found is not None, phrase
        assert found[1] == category, phrase


NAMES = Path(__file__).parents[1] / "cases" / "privacy" / "names.yaml"


def labelled() -> list[tuple[str, str | None]]:
    document = yaml.safe_load(NAMES.read_text(encoding="utf-8"))
    return [
        (name, None if category == "none" else category)
        for category, names in document.items()
        for name in names
    ]


@pytest.mark.parametrize(("name", "category"), labelled())
def test_a_labelled_name_suggests_its_category_and_no_other(name: str, category: str | None) -> None:
    found = suggested(name)
    assert (found[1] if found else None) == category
