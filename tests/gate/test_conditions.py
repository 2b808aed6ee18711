"""Which changes a role must approve: every word and every key of the conditions, and roles that change."""

from pathlib import Path

import pytest

from catalog.gate.approvals import OWN, demands
from catalog.model.conditions import RISKS, Key, UnknownCondition, Word, condition
from tests.gate.catalogs import compared

EVENT = """\
description: A running timer is stopped.
purpose: analytics
owner: time
destinations: [log, posthog]
properties:
  duration: {description: Length of the entry., type: integer, minimum: 0, data: none}
"""
NOTE = "  note: {description: What was typed., type: string, maxLength: 80, data: user.content}\n"
MAIL = "  mail: {description: Where to., type: string, maxLength: 254, data: user.contact.email}\n"


def settings(*when: str, users: str = "[ada]", role: str = "reviewer", more: str = "") -> str:
    listed = ", ".join(f'"{one}"' for one in when)
    return f"""\
format: 1
product: example
owners: {{time: {{description: Timers.}}, shop: {{description: The shop.}}}}
purposes: {{analytics: {{description: To learn., basis: consent, subjects: [customer]}}}}
destinations:
  log: {{description: The application's log., retention_days: 7}}
  posthog: {{description: Product analytics., consent: true, purposes: [analytics], retention_days: 365}}
approvals:
  {role}: {{users: {users}, when: [{listed}]}}
{more}"""


def asked(folder: Path, when: str, before: dict[str, str], after: dict[str, str]) -> list[str]:
    """The kinds of the changes that a role with this condition must approve."""
    both = compared(
        folder, {"catalog.yaml": settings(when), **before}, {"catalog.yaml": settings(when), **after}
    )
    return [demand.change.kind for demand in demands(both)]


STOPPED = {"timer/stopped.yaml": EVENT}


def changed(*replaced: tuple[str, str]) -> dict[str, str]:
    text = EVENT
    for before, after in replaced:
        assert before in text
        text = text.replace(before, after)
    return {"timer/stopped.yaml": text}


WORDS = changed(("A running timer is stopped.", "A timer stops."))
NARROWED = changed(("minimum: 0", "minimum: 5"))
NEW_NOTE = changed(("properties:\n", f"properties:\n{NOTE}"))
NEW_MAIL = changed(("properties:\n", f"properties:\n{MAIL}"))


@pytest.mark.parametrize(
    ("when", "after", "kinds"),
    [
        ("any", WORDS, ["words-changed"]),
        ("any", NARROWED, ["constraint-tightened"]),
        ("docs", WORDS, ["words-changed"]),
        ("docs", NARROWED, []),
        ("docs", NEW_NOTE, []),
        ("docs", changed(("minimum: 0, ", "")), []),
        ("payload", NARROWED, ["constraint-tightened"]),
        ("payload", changed(("minimum: 0, ", "")), []),
        ("payload", WORDS, []),
        ("reader", changed(("log, posthog", "log")), ["destination-removed"]),
        ("reader", WORDS, []),
        ("call-site", {}, ["event-removed"]),
        ("call-site", WORDS, []),
        ("privacy", NEW_NOTE, ["property-added"]),
        ("privacy", WORDS, []),
        ("data-collection", NEW_NOTE, ["property-added"]),
        ("data-collection", NARROWED, ["constraint-tightened"]),
        ("data-collection", WORDS, []),
        ("destination:posthog", WORDS, ["words-changed"]),
        ("destination:nowhere", WORDS, []),
        ("resource:timer", WORDS, ["words-changed"]),
        ("resource:time", WORDS, []),
        ("owner:time", WORDS, ["words-changed"]),
        ("owner:shop", WORDS, []),
        ("owner:shop", changed(("owner: time", "owner: shop")), ["owner-changed"]),
        ("data:user", NEW_NOTE, ["property-added"]),
        ("data:user.content", NEW_NOTE, ["property-added"]),
        ("data:user.contact", NEW_MAIL, ["property-added"]),
        ("data:user.contact.email", NEW_NOTE, []),
        ("data:user", NARROWED, []),
        ("risk:low", WORDS, ["words-changed"]),
        ("risk:medium", WORDS, []),
        ("risk:high", NEW_NOTE, ["property-added"]),
    ],
)
def test_a_condition_asks_about_its_changes_and_no_others(
    when: str, after: dict[str, str], kinds: list[str], tmp_path: Path
) -> None:
    assert asked(tmp_path, when, STOPPED, after) == kinds


def test_every_word_and_key_has_a_row_above() -> None:
    table = test_a_condition_asks_about_its_changes_and_no_others.pytestmark[0].args[1]  # type: ignore[attr-defined]  # pytest adds it
    used = {row[0].partition(":")[0] for row in table if row[2]}
    assert used == {*(word.value for word in Word), *(key.value for key in Key)}


@pytest.mark.parametrize("destination", ["log", "posthog"])
def test_a_destinations_own_entry_concerns_only_those_who_answer_for_it(
    destination: str, tmp_path: Path
) -> None:
    when = f"destination:{destination}"
    longer = settings(when).replace("retention_days: 365", "retention_days: 700")
    both = compared(
        tmp_path, {"catalog.yaml": settings(when), **STOPPED}, {"catalog.yaml": longer, **STOPPED}
    )
    kinds = [demand.change.kind for demand in demands(both)]
    assert kinds == (["retention-lengthened"] if destination == "posthog" else [])


def test_one_change_is_asked_about_once_by_the_first_condition_that_holds(tmp_path: Path) -> None:
    both = compared(
        tmp_path,
        {"catalog.yaml": settings("docs", "payload", "any"), **STOPPED},
        {"catalog.yaml": settings("docs", "payload", "any"), **NARROWED},
    )
    (demand,) = demands(both)
    assert demand.condition == "payload"
    assert demand.spot.pointer == ("approvals", "reviewer", "when", 1)


@pytest.mark.parametrize(
    ("older", "newer", "condition_of", "users"),
    [
        (settings("any"), settings("docs"), "any", ("ada",)),
        (settings("any"), settings("any", role="another"), "any", ("ada",)),
        (settings("docs"), settings("any"), "any", ("ada",)),
        (settings("any"), settings("any", users="[ada, mallory]"), "any", ("ada",)),
        (settings("any", users="[]"), settings("any", users="[mallory]"), "any", ()),
        (settings("any"), settings("nonsense:x"), "any", ("ada",)),
    ],
    ids=["condition taken out", "role removed", "condition added", "user added", "first user", "unreadable"],
)
def test_a_branch_cannot_change_who_must_approve_it(
    older: str, newer: str, condition_of: str, users: tuple[str, ...], tmp_path: Path
) -> None:
    both = compared(tmp_path, {"catalog.yaml": older, **STOPPED}, {"catalog.yaml": newer, **NARROWED})
    (demand,) = [
        one for one in demands(both) if one.change.kind == "constraint-tightened" and one.role == "reviewer"
    ]
    assert (demand.condition, demand.users) == (condition_of, users)


@pytest.mark.parametrize(
    ("settings_after", "event_after"),
    [
        ("", "allow: {breaking/constraint-tightened: nobody minds}\n"),
        ("severities: {breaking: off}\n", ""),
        ("modes: {default: none}\n", ""),
        ("accept_previous_days: 90\n", ""),
    ],
    ids=["allowed", "switched off", "in no mode", "accepted for a while"],
)
def test_what_a_branch_excuses_is_asked_about_all_the_same(
    settings_after: str, event_after: str, tmp_path: Path
) -> None:
    after = {path: text + event_after for path, text in NARROWED.items()}
    both = compared(
        tmp_path,
        {"catalog.yaml": settings("payload"), **STOPPED},
        {"catalog.yaml": settings("payload", more=settings_after), **after},
    )
    assert "constraint-tightened" in {demand.change.kind for demand in demands(both)}


def test_a_role_approves_every_change_of_its_own_entry(tmp_path: Path) -> None:
    older, newer = settings("data-collection"), settings("data-collection", users="[mallory]")
    both = compared(tmp_path, {"catalog.yaml": older, **STOPPED}, {"catalog.yaml": newer, **STOPPED})
    (demand,) = demands(both)
    assert (demand.change.kind, demand.condition, demand.users) == ("approval-changed", OWN, ("ada",))
    assert demand.is_older


def test_a_condition_that_only_the_older_catalog_has_stands_there(tmp_path: Path) -> None:
    both = compared(
        tmp_path,
        {"catalog.yaml": settings("docs", "payload"), **STOPPED},
        {"catalog.yaml": settings("docs"), **NARROWED},
    )
    found = {demand.change.kind: demand for demand in demands(both)}
    assert found["constraint-tightened"].is_older
    assert found["constraint-tightened"].spot.pointer == ("approvals", "reviewer", "when", 1)


def test_a_role_that_is_new_is_asked_at_once(tmp_path: Path) -> None:
    older = settings("docs").partition("approvals:")[0]
    both = compared(
        tmp_path, {"catalog.yaml": older, **STOPPED}, {"catalog.yaml": settings("any"), **STOPPED}
    )
    (demand,) = demands(both)
    assert (demand.change.kind, demand.users, demand.is_older) == ("approval-added", ("ada",), False)


@pytest.mark.parametrize("text", [*(word.value for word in Word), *(f"risk:{risk}" for risk in RISKS)])
def test_a_known_condition_is_read(text: str) -> None:
    assert condition(text).text == text


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("data-colection", "did you mean 'data-collection'"),
        ("destinaton:posthog", "did you mean 'destination:NAME'"),
        ("risk:huge", "one of risk:low, risk:medium, risk:high"),
        ("risk:", "did you mean 'risk:NAME'"),
        ("destination: ", "did you mean 'destination:NAME'"),
        ("", "one of any, data-collection"),
        (":x", "one of any, data-collection"),
    ],
)
def test_a_condition_that_says_nothing_is_refused_with_what_would_be_right(text: str, right: str) -> None:
    with pytest.raises(UnknownCondition) as raised:
        condition(text)
    assert right in str(raised.value)
