"""What a change is said to be: a sentence, never a piece of JSON."""

from pathlib import Path

import pytest

from catalog.diff.compare import Side, diff
from catalog.diff.sentences import said
from catalog.loading import load

SETTINGS = """\
format: 1
product: shop
base_url: https://events.example.com/shop
owners: {checkout: {description: Cart and payment.}}
purposes: {analytics: {description: To learn which features are used., basis: consent}}
destinations:
  log: {description: The application's own log., receives: [none, system], retention_days: 30}
modes: {default: backward, order: full}
"""
EVENT = """\
description: A customer has placed an order.
trigger: The payment was confirmed.
owner: checkout
purpose: analytics
destinations: [log]
aliases:
  - {name: order_done, sends: [total, coupon], rename: {total: total_cents}}
properties:
  total_cents: {description: What it costs., type: integer, minimum: 0, unit: cent, data: none}
  coupon: {description: Whether a coupon was used., type: boolean, data: none}
"""


def told(folder: Path, settings: str, event: str) -> list[str]:
    sides = []
    for name, (first, second) in {"old": (SETTINGS, EVENT), "new": (settings, event)}.items():
        (folder / name / "order").mkdir(parents=True)
        (folder / name / "catalog.yaml").write_text(first)
        (folder / name / "order" / "placed.yaml").write_text(second)
        loaded = load(folder / name)
        assert loaded.findings == ()
        sides.append(Side(snapshot=loaded.snapshot, definitions=loaded.definitions))
    old, new = sides
    return sorted(said(change) for change in diff(old, new))


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        pytest.param(
            "modes: {default: backward, order: full}",
            "modes: {default: full, cart: none}",
            "in modes, cart is none now, default is full and was backward, "
            "order is no longer said and was full",
            id="modes",
        ),
        pytest.param(
            "modes: {",
            "severities: {typing/missing-unit: warning}\nmodes: {",
            "in severities, typing/missing-unit is warning now",
            id="severities",
        ),
        pytest.param(
            "modes: {",
            "categories: {system.operations.load: {description: How busy it is.}}\nmodes: {",
            "the category system.operations.load is new in catalog.yaml",
            id="a new category",
        ),
        pytest.param(
            "description: Cart and payment.",
            "description: Cart and refunds.",
            "the owner checkout changed in catalog.yaml: description",
            id="an owner",
        ),
        pytest.param(
            "modes: {",
            "approvals: {officer: {users: [ada], when: data-collection}}\nmodes: {",
            "the role officer is new in catalog.yaml",
            id="a role that approves",
        ),
        pytest.param(
            "modes: {", "controller: Shop Ltd.\nmodes: {", "setting 'controller' is", id="one value"
        ),
    ],
)
def test_a_change_of_catalog_yaml_is_a_sentence(
    before: str, after: str, sentence: str, tmp_path: Path
) -> None:
    assert before in SETTINGS
    [found] = told(tmp_path, SETTINGS.replace(before, after), EVENT)
    assert found.startswith(sentence)
    assert "{" not in found


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        pytest.param(
            "sends: [total, coupon]",
            "sends: [coupon, note]",
            "the alias order_done sends note too, and no longer sends total",
            id="what it sends",
        ),
        pytest.param(
            "sends: [total, coupon], ",
            "",
            "the alias order_done sends every property now, and total, coupon before",
            id="everything",
        ),
        pytest.param(
            "sends: [total, coupon]",
            "sends: [coupon, total]",
            "the alias order_done sends the same in another order",
            id="the order alone",
        ),
        pytest.param(
            "rename: {total: total_cents}",
            "rename: {total: coupon}",
            "the alias order_done calls coupon total",
            id="its names",
        ),
        pytest.param(
            "aliases:",
            "allow: {typing/missing-unit: the unit is in the name}\naliases:",
            "the event allows typing/missing-unit now",
            id="an allowance",
        ),
        pytest.param(
            "aliases:",
            "examples: [{total_cents: 1}]\naliases:",
            "the examples of the event are new",
            id="examples",
        ),
    ],
)
def test_a_change_of_an_event_is_a_sentence(before: str, after: str, sentence: str, tmp_path: Path) -> None:
    assert before in EVENT
    assert told(tmp_path, SETTINGS, EVENT.replace(before, after)) == [sentence]
