"""Events of which no payload can be made, because a search comes to no end: no loss of theirs is silent."""

from collections.abc import Mapping

import pytest

from catalog.findings import Severity
from catalog.model.values import Json
from catalog.rules.breaking.rule import Judgement
from tests.rules.breaking.test_changes import Bench, bench, payload, told

__all__ = ["bench"]

SETTINGS = "format: 1\nproduct: p\n{more}destinations: {{log: {{}}, warehouse: {{}}}}\n"
PLACED = "order/placed.yaml"

OPAQUE = 'type: string, pattern: "(?i)^a+$", maxLength: 9, required: true'
NEVER_FOUND = {
    "a pattern outside the subset": OPAQUE,
    "many different items": (
        "type: array, items: {type: integer}, minItems: 2500, uniqueItems: true, required: true"
    ),
}
PROVEN: Mapping[str, tuple[str, Json]] = {
    "null": (f"{OPAQUE}, nullable: true", None),
    "a member and null": (f"{OPAQUE}, nullable: true, enum: [aa]", None),
    "a long text": ("type: string, minLength: 30000, maxLength: 40000, required: true", "a" * 30_000),
    "a long text of a pattern": (
        'type: string, pattern: "^[ab]+$", minLength: 20500, maxLength: 20600, required: true',
        "a" * 20_500,
    ),
    "a member that may be null": (
        f"type: object, required: true, properties: {{t: {{{OPAQUE}, nullable: true}}}}",
        {"t": None},
    ),
    "no item": (f"type: array, required: true, items: {{{OPAQUE.removesuffix(', required: true')}}}", []),
}


def placed(code: str, more: str = "") -> str:
    stated = {"destinations": "[log, warehouse]", "aliases": "[{name: order_old}]", "wire": "placed"}
    lines = [line for line in more.splitlines() if line]
    stated = {key: text for key, text in stated.items() if not any(line.startswith(key) for line in lines)}
    head = "".join(f"{key}: {text}\n" for key, text in stated.items())
    n = next(
        (line for line in lines if line.startswith("n:")),
        "n: {type: integer, minimum: 0, maximum: 10, data: none}",
    )
    kept = "".join(f"{line}\n" for line in lines if not line.startswith("n:"))
    return f"{head}{kept}properties:\n  code: {{{code}}}\n  {n}\n"


def files(code: str, more: str = "", settings: str = "") -> dict[str, str]:
    return {"catalog.yaml": SETTINGS.format(more=settings), PLACED: placed(code, more)}


WHOLE = {
    "the file is gone": (None, "event-removed"),
    "it moved": ("moved", "event-removed"),
    "it is retired": ("status: retired", "event-retired"),
    "it is a draft again": ("status: draft", "draft-again"),
    "an alias is gone": ("aliases: []", "name-dropped"),
    "another wire name": ("wire: bought", "name-dropped"),
    "a destination less": ("destinations: [log]", "destination-dropped"),
    "n is less": ("n: {type: integer, minimum: 0, maximum: 9, data: none}", "constraint-tightened"),
    "n is required": (
        "n: {type: integer, minimum: 0, maximum: 10, required: true, data: none}",
        "property-required",
    ),
    "code is handled otherwise": ("code", "data-refused"),
}


def changed(bench: Bench, code: str, edit: str | None) -> Mapping[str, Judgement]:
    before = files(code)
    after = {"catalog.yaml": before["catalog.yaml"]}
    if edit == "moved":
        after["order/set.yaml"] = placed(code, "aliases: []\nwire: bought")
    elif edit == "code":
        after[PLACED] = placed(f"{code}, handling: {{log: refuse}}")
    elif edit is not None:
        after[PLACED] = placed(code, edit)
    return told(bench.judged(before, after))


@pytest.mark.parametrize("edit", WHOLE)
@pytest.mark.parametrize("code", NEVER_FOUND)
def test_what_an_event_loses_is_undecided_where_no_payload_can_be_made(
    code: str, edit: str, bench: Bench
) -> None:
    how, rule = WHOLE[edit]
    found = changed(bench, NEVER_FOUND[code], how)[rule]
    assert found.breach.undecided is not None
    assert found.breach.proof is None
    assert found.breach.change is not None
    assert found.finding.severity is Severity.ERROR
    assert (
        "; whether any payload is refused now could not be decided, so it counts as a break: "
        in found.finding.message
    )


@pytest.mark.parametrize("edit", WHOLE)
@pytest.mark.parametrize("code", PROVEN)
def test_what_an_event_loses_is_proven_by_what_can_be_found(code: str, edit: str, bench: Bench) -> None:
    text, value = PROVEN[code]
    how, rule = WHOLE[edit]
    found = changed(bench, text, how)
    if how == "code" and value in (None, {"t": None}, []):
        assert found[rule].breach.undecided is not None  # nothing stands there that could be refused
        return
    proof = payload(found[rule])
    assert isinstance(proof, dict)
    assert proof["properties"]["code"] == value


@pytest.mark.parametrize("edit", [one for one in WHOLE if one != "code is handled otherwise"])
@pytest.mark.parametrize("nothing", ["a", "z"], ids=["before it", "behind it"])
def test_nothing_is_lost_of_an_event_that_accepts_nothing(nothing: str, edit: str, bench: Bench) -> None:
    """Whatever else of it cannot be searched."""
    empty = f"{OPAQUE}}}\n  {nothing}: {{type: integer, minimum: 2, maximum: 1, required: true"
    how, _ = WHOLE[edit]
    payloads = [one for one in changed(bench, empty, how).values() if one.category.value == "payload"]
    assert payloads == []


def test_nothing_is_lost_where_a_destination_refused_every_payload(bench: Bench) -> None:
    before = files(f"{OPAQUE}, handling: {{warehouse: refuse}}")
    after = files(f"{OPAQUE}, handling: {{warehouse: refuse}}", "destinations: [log]")
    assert "destination-dropped" not in told(bench.judged(before, after))


def test_names_that_nothing_declares_are_undecided_too(bench: Bench) -> None:
    before = files(OPAQUE, "undeclared: keep")
    found = told(bench.judged(before, files(OPAQUE, "undeclared: refuse")))
    assert found["undeclared-refused"].breach.undecided is not None


@pytest.mark.parametrize("code", [OPAQUE, f"{OPAQUE}, nullable: true"], ids=["opaque", "nullable"])
def test_drift_that_stops_payloads_now_is_told(code: str, bench: Bench) -> None:
    for more in ("", "undeclared: keep"):
        before, after = files(code, more), files(code, more, "drift: quarantine\n")
        found = told(bench.judged(before, after))["drift-refused"]
        assert (found.breach.proof is not None) is ("nullable" in code)
        assert (found.breach.undecided is not None) is ("nullable" not in code)


def test_consent_that_is_asked_for_now_is_undecided_where_no_payload_can_be_made(bench: Bench) -> None:
    before = files(OPAQUE)
    after = {
        **before,
        "catalog.yaml": before["catalog.yaml"].replace("warehouse: {}", "warehouse: {consent: true}"),
    }
    assert told(bench.judged(before, after))["consent-required"].breach.undecided is not None


def test_context_is_judged_where_no_event_has_a_payload_that_can_be_made(bench: Bench) -> None:
    settings = "format: 1\nproduct: p\ndestinations: {log: {contexts: [app]}, warehouse: {}}\n"
    context = "properties:\n  size: {type: integer, maximum: 9, data: none}\n"
    before = {"catalog.yaml": settings, PLACED: placed(OPAQUE), "_context/app.yaml": context}
    after = {**before, "_context/app.yaml": context.replace("9", "8")}
    found = told(bench.judged(before, after))["context-narrowed"]
    assert found.breach.undecided is not None
    assert found.finding.path == "_context/app.yaml"


def test_an_optional_list_is_gone_and_an_empty_one_proves_it(bench: Bench) -> None:
    text = OPAQUE.removesuffix(", required: true")
    before = files(f"type: integer}}\n  lst: {{type: array, items: {{{text}}}")
    found = told(bench.judged(before, files("type: integer")))
    assert payload(found["property-removed"]) == {"event": "placed", "properties": {"lst": []}}
