"""From what was seen of names to files: one event for one meaning, and the riskiest decision first."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from catalog.adoption.decisions import Risk
from catalog.adoption.observed import SeenEvent
from catalog.adoption.plan import Plan, planned
from catalog.loading import Loaded, load
from catalog.model.values import Json


def seen(payloads: Mapping[str, Sequence[Mapping[str, Json]]]) -> dict[str, SeenEvent]:
    found: dict[str, SeenEvent] = {}
    for wire, sent in payloads.items():
        event = found[wire] = SeenEvent(wire=wire, destinations={"posthog"})
        for properties in sent:
            event.take(properties)
    return found


def plan(events: Mapping[str, SeenEvent], known: Loaded | None = None) -> Plan:
    snapshot = None if known is None else known.snapshot
    return planned(events, "shop", {"posthog": "Product analytics."}, snapshot, {}, {}, "events")


def written(folder: Path, made: Plan) -> Loaded:
    for path, text in made.files.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text)
    return load(folder)


def test_what_is_planned_is_a_catalog_that_knows_every_name(tmp_path: Path) -> None:
    events = seen({"Order Completed": [{"total": 1}], "order.paid": [{}], "$pageview": [{}], "opened": [{}]})
    loaded = written(tmp_path, plan(events))
    assert loaded.findings == ()
    assert all(loaded.snapshot.lookup(name) for name in events)
    assert [*loaded.snapshot.events] == ["app.opened", "order.completed", "order.paid", "page.viewed"]


def test_names_that_differ_in_spelling_are_one_event_named_as_it_is_sent_most(tmp_path: Path) -> None:
    events = seen({"Order Completed": [{}], "order_completed": [{}, {}], "orderCompleted": [{}]})
    made = plan(events)
    (event,) = written(tmp_path, made).snapshot.events.values()
    assert (event.name, event.wire) == ("order.completed", "order_completed")
    assert sorted(alias.name for alias in event.aliases) == ["Order Completed", "orderCompleted"]
    (decision,) = [one for one in made.decisions if one.risk is Risk.REFUSED]
    assert "written otherwise" in decision.sentence


def test_what_is_on_the_roll_stays_as_it_is(tmp_path: Path) -> None:
    known = written(tmp_path, plan(seen({"Order Completed": [{}]})))
    made = plan(seen({"Order Completed": [{"new": 1}], "cart.emptied": [{}]}), known)
    assert (made.known, made.events) == (1, 1)
    assert [*made.files] == ["cart/emptied.yaml"]


def test_a_name_that_is_taken_by_another_event_gets_a_number(tmp_path: Path) -> None:
    known = written(tmp_path, plan(seen({"order.completed": [{}]})))
    made = plan(seen({"Order Completed": [{}]}), known)
    assert [*made.files] == ["order/completed_2.yaml"]
    assert "is on the roll already" in made.decisions[0].sentence


def test_the_riskiest_decision_comes_first() -> None:
    events = seen(
        {
            "heartbeat": [{}],
            "a.b": [{"x": 1}, {"x": "a"}],
            "c.d": [{"mail": "jane@doe.com", "ssn": "078-05-1120"}],
        }
    )
    made = plan(events)
    assert [one.risk for one in made.decisions] == sorted(one.risk for one in made.decisions)
    assert made.decisions[0].risk is Risk.PERSONAL
    assert not any("jane" in text or "078" in text for text in made.files.values())


def test_a_property_of_many_events_is_one_decision_with_where_it_goes() -> None:
    sent = {"mail": "jane@doe.com", "kind": "x"}
    events = seen({f"order.{action}": [sent] for action in ("paid", "lost", "sent", "shipped", "kept")})
    made = plan(events)
    (decision,) = [one for one in made.decisions if one.risk is Risk.PERSONAL]
    assert decision.sentence == (
        "'mail' may be user.contact.email, which is personal, sent to posthog by order.kept, order.lost, "
        "order.paid and 2 more"
    )
    assert decision.path == "events/order/kept.yaml"


def test_what_is_most_sensitive_comes_first_and_then_what_most_events_have() -> None:
    events = seen(
        {
            "a.b": [{"mail": "jane@doe.com", "ip": "81.2.69.142"}],
            "c.d": [{"ip": "81.2.69.142", "ssn": "078-05-1120"}],
        }
    )
    personal = [one.sentence.split("'")[1] for one in plan(events).decisions if one.risk is Risk.PERSONAL]
    assert personal == ["ssn", "ip", "mail"]


def test_names_that_are_proposed_alike_and_are_not_spelt_alike_are_two_events(tmp_path: Path) -> None:
    made = plan(seen({"注文完了": [{}, {}], "Заказ оплачен": [{}], "login": [{}], "account:logged_in": [{}]}))
    loaded = written(tmp_path, made)
    assert {event.wire: str(event.name) for event in loaded.snapshot.events.values()} == {
        "注文完了": "unnamed.occurred",
        "Заказ оплачен": "unnamed.occurred_2",
        "account:logged_in": "account.logged_in",
        "login": "account.logged_in_2",
    }
    said = [one.sentence for one in made.decisions if one.risk is Risk.REFUSED]
    assert [one.partition(";")[0] for one in said] == [
        "account.logged_in_2: 'account.logged_in' is 'account:logged_in' here, and not 'login'",
        "unnamed.occurred_2: 'unnamed.occurred' is '注文完了' here, and not 'Заказ оплачен'",
    ]


def test_events_that_differ_in_tense_are_a_decision() -> None:
    made = plan(seen({"page_view": [{}], "Page Viewed": [{}], "page_left": [{}]}))
    (decision,) = [one for one in made.decisions if one.risk is Risk.REFUSED]
    assert decision.sentence.startswith("page.view and page.viewed differ in tense or number alone")


def test_a_draft_says_which_files_send_it() -> None:
    events = seen({"order.paid": [{}]})
    events["order.paid"].sites = [(f"{name}.py", 1) for name in ("a\nb", "c", "c", "d", "e")]
    (text,) = [text for path, text in plan(events).files.items() if path == "order/paid.yaml"]
    assert text.startswith("# sent in a?b.py, c.py, d.py and 1 more\nowner:")
