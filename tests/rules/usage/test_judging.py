"""What the rules about source code say of calls, and what they leave alone."""

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Final

import pytest

from catalog.findings import Finding
from catalog.loading import load
from catalog.rules.usage.runner import judge_usage
from catalog.scan.scan import scan
from catalog.scan.settings import default_settings
from catalog.scan.use import with_matches

SETTINGS: Final = """\
format: 1
product: example
purposes: {analytics: {description: To learn., basis: consent, subjects: [customer]}}
destinations:
  log:
    description: The application's own log.
    contexts: [tracker]
    receives: [none, system, user.account, user.unique_id]
    otherwise: {user.credentials: refuse}
    retention_days: 30
  posthog: {description: Product analytics., consent: true, purposes: [analytics], retention_days: 365}
"""
CONTEXT: Final = """\
description: What our own tracker adds.
properties:
  app_version: {description: The release., type: string, maxLength: 40, data: system.operations}
  $feature/*: {description: A feature flag., type: flag, maxLength: 40, data: system.operations}
"""
EVENT: Final = """\
description: A customer has paid an order.
purpose: analytics
destinations: [log, posthog]
aliases: [{name: order_paid, sends: [sum, method], rename: {sum: total}}]
properties:
  total: {description: What was paid., type: integer, minimum: 0, maximum: 10, required: true, data: none}
  rate: {description: The rate., type: number, data: none}
  method: {description: How., type: string, enum: [card, transfer], data: none}
  note: {description: A word., type: string, maxLength: 50, data: none}
  who: {description: A thing., type: string, maxLength: 50, data: system.identifier}
  paid: {description: Whether., type: boolean, data: none}
  at: {description: When., type: timestamp, nullable: true, data: none}
  tags: {description: Words., type: array, items: {type: string, maxLength: 3}, maxItems: 2, data: none}
  plan: {description: Which., type: string, maxLength: 9, data: none, destinations: [posthog]}
  token: {description: A key., type: string, maxLength: 9, data: user.credentials}
  address: {description: Where., type: string, maxLength: 9, data: user.contact.address}
  place:
    description: Where it went.
    type: object
    properties:
      city: {description: The city., type: string, maxLength: 9, data: none}
      more:
        description: Others.
        type: array
        maxItems: 3
        items:
          type: object
          properties: {kind: {description: Which., type: string, maxLength: 9, data: none}}
"""
PYTHON: Final = """\
from flask import request
from flask_login import current_user
from telemetry import log_event, track_event

METHOD = "cash"
COMMON = {"rate": 1, "$set": {"plan": "pro"}}


def around(user, x, order, props, form):
    "THE CALL"
"""
SCRIPT: Final = """\
import posthog from "posthog-js";

const KEY = "email";

export function around(user: User, x?: number) {
  "THE CALL"
}
"""


def judged(
    folder: Path,
    files: dict[str, str],
    released: Collection[str] | None = None,
    *,
    is_main: bool = False,
    with_tests: bool = False,
) -> Sequence[Finding]:
    catalog = {"catalog.yaml": SETTINGS, "_context/tracker.yaml": CONTEXT, "order/completed.yaml": EVENT}
    for path, text in {**{f"events/{path}": text for path, text in catalog.items()}, **files}.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    loaded = load(folder / "events")
    found = scan([Path()], folder, default_settings(), cache_folder=None, now_ns=0, jobs=1)
    return judge_usage(
        with_matches(found.sites, loaded.snapshot),
        found.broken,
        found.linker,
        found.collection,
        loaded,
        released=released,
        is_main=is_main,
        with_tests=with_tests,
        line_of=lambda path, number: ["", *(folder / path).read_text().splitlines()][number],
        folder="events",
    )


def said(findings: Sequence[Finding]) -> list[str]:
    return [
        f"{one.rule.partition('/')[2]} {one.severity.value} {one.property or ''}".strip() for one in findings
    ]


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        pytest.param('log_event("order.completed", total=3)', [], id="all is well"),
        pytest.param('log_event("order.complete", total=3)', ["unregistered-event error"], id="unregistered"),
        pytest.param('log_event("order.completed", total=11)', ["wrong-literal error total"], id="above"),
        pytest.param('log_event("order.completed", total="3")', ["wrong-literal error total"], id="a text"),
        pytest.param('log_event("order.completed", total=None)', ["wrong-literal error total"], id="none"),
        pytest.param(
            'log_event("order.completed", total=x or None)', ["wrong-literal error total"], id="none on a way"
        ),
        pytest.param('log_event("order.completed", total=3, at=None)', [], id="a nullable one may be none"),
        pytest.param(
            'log_event("order.completed", total=3, method=METHOD)',
            ["wrong-literal error method"],
            id="through a constant",
        ),
        pytest.param(
            'log_event("order.completed", total=3, method="card" if x else "cash")',
            ["wrong-literal error method"],
            id="on one way of a condition",
        ),
        pytest.param(
            'log_event("order.completed", total=3, tags=["a", "long"])',
            ["wrong-literal error tags"],
            id="an item of a list",
        ),
        pytest.param(
            'log_event("order.completed", total=f"no {x}")', ["wrong-literal error total"], id="a template"
        ),
        pytest.param(
            'log_event("order.completed", total=len(x), paid=x > 1, rate=12345678901234567890)',
            [],
            id="what is computed is no literal",
        ),
        pytest.param(
            'log_event("order.completed", rate=1)', ["missing-property error"], id="a required one is missing"
        ),
        pytest.param('log_event("order.completed", **props)', [], id="an open set lacks nothing"),
        pytest.param(
            'log_event("order.completed", **COMMON)', ["missing-property error"], id="a constant spread"
        ),
        pytest.param(
            'log_event("order.completed", total=3, totl=3)', ["unknown-property error totl"], id="unknown"
        ),
        pytest.param(
            'log_event("order.completed", total=3, user_id=1, app_version="1", **{"$feature/x": True})',
            [],
            id="context and envelope are known",
        ),
        pytest.param(
            'log_event("order.completed", total=3, plan=x)', ["forbidden-property error plan"], id="elsewhere"
        ),
        pytest.param(
            'log_event("order.completed", total=3, token=x)', ["forbidden-property error token"], id="refused"
        ),
        pytest.param(
            'log_event("order.completed", total=3, address=x)',
            ["forbidden-property warning address"],
            id="dropped",
        ),
        pytest.param(
            'track_event(1, "order.completed", {"total": 3, "plan": x})', [], id="a sink of no destination"
        ),
        pytest.param(
            'log_event("order.completed", total=3, note=user.email)',
            ["personal-argument warning note"],
            id="personal by its words",
        ),
        pytest.param(
            'log_event("order.completed", total=3, note=request.remote_addr)',
            ["personal-argument warning note"],
            id="an address of the network",
        ),
        pytest.param(
            'log_event("order.completed", total=3, who=user.get_full_name())',
            ["personal-argument warning who"],
            id="a getter",
        ),
        pytest.param(
            'log_event("order.completed", total=3, note=form.email.data)',
            ["personal-argument warning note"],
            id="a form",
        ),
        *(
            pytest.param(
                f'log_event("order.completed", total=3, note={argument})',
                ["personal-argument warning note"],
                id=argument,
            )
            for argument in (
                'getattr(user, "email", None)',
                'session.get("email")',
                "user.email.strip().lower()",
                "order.get_user().email",
                'f"of {user.email}"',
                'user["email"]',
            )
        ),
        pytest.param(
            'log_event("order.completed", total=3, tags=[x, user.email])',
            ["personal-argument warning tags"],
            id="personal in a list",
        ),
        pytest.param(
            'log_event("order.completed", total=3, place={"city": 3, "more": [{"kind": user.email}]})',
            ["personal-argument warning place", "wrong-literal error place"],
            id="personal and wrong in an object",
        ),
        pytest.param(
            'log_event("order.completed", total=3, note=user.email.split("@")[1], who=user.digest().hex)',
            [],
            id="a part and a digest",
        ),
        pytest.param(
            'log_event("order.completed", total=3, who=order.id, note=digest(user.email))',
            [],
            id="a digest is no address",
        ),
        pytest.param(
            'log_event("order.completed", total=3, paid=user.email is not None)', [], id="a comparison"
        ),
        pytest.param(
            'log_event("order_paid", sum=3, total=3)',
            ["alias-sent warning", "unknown-property error total"],
            id="an alias by its own contract",
        ),
        pytest.param(
            'log_event("order.completed" if x else "order.lost", total=3)',
            ["unregistered-event error"],
            id="one of two events",
        ),
        pytest.param("log_event(order.name)", ["dynamic-event warning"], id="an attribute"),
        pytest.param("log_event(read())", ["dynamic-event warning"], id="a call"),
        pytest.param('log_event(f"order.{read()}")', [], id="a pattern that a registered name matches"),
        pytest.param('log_event(f"cart.{read()}")', ["dynamic-event warning"], id="a pattern of nothing"),
        pytest.param("log_event(x)", [], id="a wrapper's callers decide"),
        pytest.param(
            "log_event(read(), total=3)  # rollcall: events=order.completed,order.lost",
            ["unregistered-event error"],
            id="a hint is judged",
        ),
    ],
)
def test_a_call_in_python_is_judged(call: str, expected: list[str], tmp_path: Path) -> None:
    files = {"app.py": PYTHON.replace('"THE CALL"', call)}
    assert said(judged(tmp_path, files)) == expected


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        pytest.param("{ total: x ?? undefined }", [], id="what is undefined is not sent"),
        pytest.param("{ total: 3, note: user?.email }", ["personal-argument warning note"], id="personal"),
        pytest.param("{ total: 3, note: useUser().email }", ["personal-argument warning note"], id="a hook"),
        pytest.param(
            '{ total: 3, note: req.headers.get("x-forwarded-for") }',
            ["personal-argument warning note"],
            id="a header",
        ),
        pytest.param("{ total: 3, note: user[KEY] }", ["personal-argument warning note"], id="by a constant"),
        pytest.param("{ total: 3, paid: !!user.email }", [], id="whether there is one"),
        pytest.param("{ total: `no ${x}` }", ["wrong-literal error total"], id="a template"),
        pytest.param("{ ...user }", [], id="a spread"),
        pytest.param("{ total: 3, totl: 3 }", ["unknown-property error totl"], id="unknown"),
        pytest.param("{ total: 3, plan: x }", [], id="a property of this destination"),
        pytest.param("{ total: null }", ["wrong-literal error total"], id="null is sent"),
        pytest.param("{ total: undefined }", ["missing-property error"], id="undefined is not sent"),
        pytest.param("x ? { total: 3 } : {}", ["missing-property error"], id="missing in a branch"),
    ],
)
def test_a_call_in_typescript_is_judged(call: str, expected: list[str], tmp_path: Path) -> None:
    text = SCRIPT.replace('"THE CALL"', f'posthog.capture("order.completed", {call});')
    assert said(judged(tmp_path, {"app.ts": text})) == expected


def one_call(text: str) -> str:
    return f"from telemetry import log_event\n\n{text}\n"


def test_a_finding_about_a_property_points_at_its_name_in_the_file_where_it_stands(tmp_path: Path) -> None:
    files = {
        "names.py": 'COMMON = {"total": 3, "totl": 3}\n',
        "app.py": "from names import COMMON\n" + one_call('log_event("order.completed", **COMMON)'),
    }
    (found,) = judged(tmp_path, files)
    assert (found.path, found.line, found.column) == ("names.py", 1, 23)
    assert (found.event, found.property) == ("order.completed", "totl")


def test_a_parameter_that_is_taken_apart_is_told_by_its_member(tmp_path: Path) -> None:
    text = """\
import posthog from "posthog-js";

export function send({ email }: User) {
  posthog.capture("order.completed", { total: 3, note: email });
}
"""
    (found,) = judged(tmp_path, {"app.ts": text})
    assert found.message.startswith("'email' is user.contact.email by its words")


def test_names_near_an_unregistered_one_and_its_file_are_told(tmp_path: Path) -> None:
    (found,) = judged(tmp_path, {"app.py": one_call('log_event("order.complete")')})
    assert found.message == (
        "'order.complete' is not on the roll; did you mean 'order.completed'; else write "
        "events/order/complete.yaml, or run 'rollcall adopt'"
    )


def test_an_event_whose_file_has_errors_is_not_called_unregistered(tmp_path: Path) -> None:
    files = {
        "events/cart/paid.yaml": "description: A cart was paid.\ndestination: [log]\n",
        "app.py": one_call('log_event("cart.paid")'),
    }
    (found,) = judged(tmp_path, files)
    assert "is on the roll, but its file has errors" in found.message


@pytest.mark.parametrize("name", ["john.doe@example.com", "order 4111111111111111"])
def test_a_name_that_looks_personal_is_not_printed(name: str, tmp_path: Path) -> None:
    (found,) = judged(tmp_path, {"app.py": one_call(f'log_event("{name}")')})
    assert name not in found.message
    assert found.event is None


def test_a_literal_is_never_printed(tmp_path: Path) -> None:
    call = 'log_event("order.completed", total=3, method="john.doe@example.com")'
    (found,) = judged(tmp_path, {"app.py": one_call(call)})
    assert "john" not in found.message


def test_decoys_and_tests_are_left_alone(tmp_path: Path) -> None:
    files = {
        "tests/test_app.py": one_call('log_event("some.name")'),
        "app/calls.py": one_call('log_event("order.completed", total=3)'),
        "app/other.py": 'def log_event(name):\n    return name\n\n\nlog_event("no event")\n',
    }
    assert judged(tmp_path, files) == ()
    (found,) = judged(tmp_path, files, with_tests=True)
    assert (found.rule, found.path) == ("usage/unregistered-event", "tests/test_app.py")


def test_an_unreleased_event_is_an_error_on_main_alone(tmp_path: Path) -> None:
    files = {"app.py": one_call('log_event("order.completed", total=3)')}
    assert said(judged(tmp_path, files)) == []
    assert said(judged(tmp_path, files, released=())) == ["unreleased-event warning"]
    assert said(judged(tmp_path, files, released=(), is_main=True)) == ["unreleased-event error"]
    assert said(judged(tmp_path, files, released=["order.completed"], is_main=True)) == []


@pytest.mark.parametrize("policy", ["drop", "keep"])
def test_an_unknown_property_that_is_not_refused_warns(policy: str, tmp_path: Path) -> None:
    files = {
        "events/catalog.yaml": f"{SETTINGS}undeclared: {policy}\n",
        "app.py": one_call('log_event("order.completed", total=3, totl=3)'),
    }
    assert said(judged(tmp_path, files)) == ["unknown-property warning totl"]


@pytest.mark.parametrize(
    ("severities", "expected"),
    [
        ("{usage: off}", []),
        ("{usage: warning}", ["unregistered-event warning"]),
        ("{usage: off, usage/unregistered-event: error}", ["unregistered-event error"]),
    ],
)
def test_the_catalog_says_how_serious_a_rule_is(severities: str, expected: list[str], tmp_path: Path) -> None:
    files = {
        "events/catalog.yaml": f"{SETTINGS}severities: {severities}\n",
        "app.py": one_call('log_event("order.lost")'),
    }
    assert said(judged(tmp_path, files)) == expected


@pytest.mark.parametrize(
    "allowed",
    [
        EVENT + 'allow: {usage/personal-argument: "a test account"}\n',
        EVENT.replace("note: {", 'note: {allow: {usage/personal-argument: "a test account"}, '),
    ],
    ids=["on the event", "on the property"],
)
def test_an_allowance_with_a_reason_excuses_a_finding(allowed: str, tmp_path: Path) -> None:
    files = {
        "events/order/completed.yaml": allowed,
        "app.py": one_call('log_event("order.completed", total=3, note=user.email)'),
    }
    assert judged(tmp_path, files) == ()


def test_calls_that_send_something_else_instead_do_not_disagree(tmp_path: Path) -> None:
    calls = [
        'log_event("order.completed", total=1, note="a", rate=1)',
        'log_event("order.completed", total=2, note="a", rate=1)',
        'log_event("order.completed", total=3, note="a", who="b")',
    ]
    assert judged(tmp_path, {"app.py": one_call("\n".join(calls))}) == ()
    poorer = [*calls[:2], 'log_event("order.completed", total=3, note="a")']
    found = judged(tmp_path, {"app.py": one_call("\n".join(poorer))})
    assert said(found) == ["disagreeing-calls warning"]
    assert found[0].line == 5


def test_a_part_that_does_not_parse_is_told_with_its_place(tmp_path: Path) -> None:
    found = judged(tmp_path, {"app.py": one_call('log_event("order.completed", total=3)\ndef f(:\n    pass')})
    assert said(found) == ["unparsable-file warning"]
    assert (found[0].path, found[0].line) == ("app.py", 4)


GOES: Final = "goes in May"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f'log_event("old")  # rollcall: allow=usage/unregistered-event {GOES}', []),
        (f'# rollcall: allow=usage/unregistered-event {GOES}\nlog_event("old")', []),
        (
            f'log_event("old")  # rollcall: allow=usage/dynamic-event, usage/unregistered-event: {GOES}',
            [],
        ),
        (
            'log_event("old")  # rollcall: allow=usage/unregistered-event',
            ["unreasoned-comment", "unregistered-event"],
        ),
        (
            'log_event("old")  # rollcall: allow=usage/unregistered-event --',
            ["unreasoned-comment", "unregistered-event"],
        ),
        (
            f'log_event("old")  # rollcall: allow=usage/unregistred-event {GOES}',
            ["unknown-comment", "unregistered-event"],
        ),
        ('log_event("old")  # rollcall: allow=', ["unknown-comment", "unregistered-event"]),
        (
            f'# rollcall: allow=usage/wrong-literal {GOES}\nlog_event(\n"order.completed",\ntotal="x")',
            [],
        ),
        (
            f'log_event(\n"order.completed",\ntotal="x")  # rollcall: allow=usage/wrong-literal {GOES}',
            [],
        ),
        (f'log_event("old")  # rollcall: allow=usage/dynamic-event {GOES}', ["unregistered-event"]),
        (
            f'x = 1  # rollcall: allow=usage/unregistered-event {GOES}\nlog_event("old")',
            ["unregistered-event"],
        ),
    ],
    ids=[
        "on the line",
        "above it",
        "several rules",
        "without a reason",
        "with a dash for a reason",
        "no such rule",
        "no rule at all",
        "above the call",
        "at the property",
        "another rule",
        "of another line",
    ],
)
def test_a_comment_with_a_reason_excuses_a_finding(text: str, expected: list[str], tmp_path: Path) -> None:
    found = judged(tmp_path, {"app.py": one_call(text)})
    assert sorted(one.rule.removeprefix("usage/") for one in found) == expected


def test_a_comment_is_judged_once_at_its_place(tmp_path: Path) -> None:
    call = 'log_event("order.completed", totl=1)  # rollcall: allow=usage/unknown-property'
    found = judged(tmp_path, {"app.py": one_call(call)})
    assert said(found) == [
        "missing-property error",
        "unknown-property error totl",
        "unreasoned-comment error",
    ]
    assert (found[-1].line, found[-1].column) == (3, call.index("#") + 1)
