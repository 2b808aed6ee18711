"""What stands around the events: which change is at fault, whom it reaches, and whose payload shows it."""

from collections.abc import Sequence

import pytest

from catalog.gate.versions import bumps
from catalog.rules.breaking.comparison import Comparison
from catalog.rules.fields import Allowance
from tests.rules.breaking.test_changes import Bench, Files, bench, payload, side, told

__all__ = ["bench"]

SETTINGS = """\
format: 1
product: p
destinations: {log: {contexts: [%s]}, warehouse: {contexts: [tracker]}}
"""
SCREEN = "properties:\n  screen: {type: object, properties: {q: {type: integer, maximum: 9, data: none%s}}}\n"
EVENTS = {
    "a/b.yaml": "[log]",
    "account/signed_up.yaml": "[warehouse]",
    "invoice/paid.yaml": "[log, warehouse]",
}
REQUIRED, TIGHTER = ", required: true", ", minimum: 0"


def files(path: str, more: str = "", log: str = "tracker") -> Files:
    events = {name: f"destinations: {going}\nproperties: {{}}\n" for name, going in EVENTS.items()}
    return {**events, "catalog.yaml": SETTINGS % log, path: SCREEN % more}


def majors(bench: Bench, before: Files, after: Files) -> Sequence[str]:
    comparison = Comparison(old=side(bench.catalog(before)), new=side(bench.catalog(after)))
    return [bump.reach.name for bump in bumps(comparison, None) if "breaking/context-narrowed" in bump.breaks]


@pytest.mark.parametrize("more", [REQUIRED, TIGHTER], ids=["required", "tighter"])
@pytest.mark.parametrize("kind", ["context", "entity"])
def test_a_narrower_place_around_the_events_breaks_all_of_them(kind: str, more: str, bench: Bench) -> None:
    path = {"context": "_context/tracker.yaml", "entity": "_entities/person.yaml"}[kind]
    before, after = files(path), files(path, more)
    found = told(bench.judged(before, after))["context-narrowed"]
    assert found.breach.change is not None
    assert found.finding.path == path
    assert majors(bench, before, after) == ["a.b", "account.signed_up", "invoice.paid"]
    name = path.split("/")[1].removesuffix(".yaml")
    allowance = Allowance(
        "context" if kind == "context" else "entity", name, (), "breaking/context-narrowed", "meant"
    )
    assert "context-narrowed" not in told(bench.judged(before, after, [allowance]))


@pytest.mark.parametrize("more", [REQUIRED, TIGHTER], ids=["required", "tighter"])
def test_an_event_that_does_not_carry_a_context_is_not_broken_by_it(more: str, bench: Bench) -> None:
    path = "_context/tracker.yaml"
    before, after = files(path, log=""), files(path, more, log="")
    found = told(bench.judged(before, after))["context-narrowed"]
    proof = payload(found)
    assert isinstance(proof, dict)
    assert proof["event"] in ("account.signed_up", "invoice.paid")
    assert majors(bench, before, after) == ["account.signed_up", "invoice.paid"]


def test_a_type_and_a_requirement_around_the_events_are_blamed_each_on_its_own(bench: Bench) -> None:
    path = "_context/tracker.yaml"
    before, after = files(path), {**files(path, REQUIRED)}
    after[path] = after[path].replace("integer, maximum: 9", "boolean")
    found = [one for one in bench.judged(before, after) if one.finding.rule == "breaking/context-narrowed"]
    kinds = {one.breach.change.kind for one in found if one.breach.change is not None}
    assert {"requirement-added", "type-changed"} <= kinds
