"""Calls of the adversarial catalog's tracker: those marked as wrong do not compile, all others do."""

from datetime import date, datetime, timezone

from adversarial import DeviceIp, Email, tracker
from adversarial.events import type as of_type
from adversarial.events import words as of_words

Every = of_type.Every

NOW = datetime(2026, 3, 1, tzinfo=timezone.utc)

tracker.type.every(
    a_string="x",
    a_choice="blue-green",
    an_integer=1,
    a_number=1,
    a_boolean=True,
    a_timestamp=NOW,
    nullable_required=None,
    a_choice_of_numbers=30,
    a_flag="variant",
    a_date=date(2026, 3, 1),
    some_texts=["a", "b"],
    some_numbers=(1, 2.5),
    a_map={"a": 1},
    email=Email("a@example.com"),
    actor_ip=DeviceIp("192.0.2.1"),
)
Every(
    a_string="x",
    a_choice=Every.AChoice.BLUE_GREEN,
    an_integer=1,
    a_number=0.5,
    a_boolean=True,
    a_timestamp=NOW,
    nullable_required=2,
)




tracker.class_.import_(self_=1, class_=True, from_=False)
tracker.class_.import_(self_="1")  # wrong: a text is no number
tracker.class_.constructor()
tracker.class_.constructor(a=1)  # wrong: it has no properties
tracker.delete_.return_(count="1")  # wrong: a text is no number
tracker.words.breaking_out(text="*/")
tracker.words.breaking_out(text="/*")  # wrong: not one of the choices
tracker.words.broke_out(content="*/")
tracker.words.broke_out(text="*/")  # wrong: under the former name it was called content
tracker.text.broken(text="*/")
of_words.BrokeOut(content="*/")
tracker.words.retired()  # wrong: a retired event has no function
tracker.words.drafted()
tracker.deep.nested(order={"id": 1, "lines": [{"sku": "x"}]})
tracker.deep.nested(order={"id": 1})  # wrong: the lines are missing
tracker.deep.nested(order={"id": 1, "lines": [{"sku": 3}]})  # wrong: a number is no text
tracker.deep.nested(order={"id": 1, "lines": [], "more": 1})  # wrong: objects are closed
tracker.deep.nested(order={"id": 1, "lines": [{"sku": "x", "tags": {"a": "b"}}]})  # wrong: a text is no list
tracker.identify(set={"plan": "team", "first_seen": NOW})
tracker.identify(set={"plan": "gold"})  # wrong: not one of the choices
tracker.identify(set={"age": 3})  # wrong: a person has no such property
tracker.group("company", "7", set={"seats": 3})
tracker.group("team", "7")  # wrong: no such group type
