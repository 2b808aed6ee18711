"""Changes by name: what other registries miss, what branches make of a catalog, what is no change at all."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from catalog.diff import Side, diff
from catalog.findings import Severity
from catalog.loading import Loaded, load
from catalog.rules.allowed import Allowed
from catalog.rules.breaking.comparison import Comparison
from catalog.rules.breaking.ids import BREAKING_IDS
from catalog.rules.breaking.rule import Judgement
from catalog.rules.breaking.runner import judge, judge_transitively
from catalog.rules.breaking.table import BREAKING_RULES
from catalog.rules.fields import Allowance
from catalog.rules.runner import KNOWN_RULES

Files = Mapping[str, str]

CATALOG = "format: 1\nproduct: p\ndestinations: {log: {}, posthog: {}}\n"
STOPPED = "timer/stopped.yaml"


def event(properties: str, more: str = "") -> str:
    return f"destinations: [log]\n{more}properties:\n  {properties}\n"


def loaded(folder: Path, files: Files) -> Loaded:
    for path, text in {"catalog.yaml": CATALOG, **files}.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    found = load(folder)
    assert found.findings == ()
    return found


def side(one: Loaded) -> Side:
    return Side(snapshot=one.snapshot, definitions=one.definitions)


class Bench:
    """Writes catalogs into folders of their own and judges one against another."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._count = 0

    def catalog(self, files: Files) -> Loaded:
        self._count += 1
        return loaded(self._folder / str(self._count), files)

    def judged(
        self, before: Files, after: Files, allowances: Sequence[Allowance] = ()
    ) -> tuple[Judgement, ...]:
        old, new = self.catalog(before), self.catalog(after)
        comparison = Comparison(old=side(old), new=side(new))
        return judge(comparison, sources=new.sources, allowed=Allowed(allowances, KNOWN_RULES))


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


def told(judgements: Sequence[Judgement]) -> dict[str, Judgement]:
    return {one.finding.rule.removeprefix("breaking/"): one for one in judgements}


def payload(judgement: Judgement) -> object:
    assert judgement.breach.proof is not None
    return json.loads(judgement.breach.proof.text)


# What Confluent, Karapace and others miss or excuse, each with the payload that proves it.
MISSED = {
    "a property that becomes required": (
        "{a: {type: integer}}",
        "{a: {type: integer, required: true}}",
        "property-required",
        {},
    ),
    "a required property with a default": (
        "{}",
        "{a: {type: integer, required: true, default: 1}}",
        "property-required",
        {},
    ),
    "an enum that is narrowed beside a type": (
        "{a: {type: string, enum: [x, y]}}",
        "{a: {type: string, enum: [x]}}",
        "value-removed",
        {"a": "y"},
    ),
    "an enum where there was none": (
        "{a: {type: integer}}",
        "{a: {type: integer, enum: [0]}}",
        "constraint-tightened",
        {"a": 1},
    ),
    "another const": (
        "{a: {type: string, const: x}}",
        "{a: {type: string, const: y}}",
        "constraint-tightened",
        {"a": "x"},
    ),
    "a multiple": (
        "{a: {type: integer}}",
        "{a: {type: integer, multipleOf: 2}}",
        "constraint-tightened",
        {"a": 1},
    ),
    "items that must differ": (
        "{a: {type: array, items: {type: integer}}}",
        "{a: {type: array, items: {type: integer}, uniqueItems: true}}",
        "constraint-tightened",
        {"a": [0, 0]},
    ),
    "a lower limit": (
        "{a: {type: string, maxLength: 3}}",
        "{a: {type: string, maxLength: 2}}",
        "constraint-tightened",
        {"a": "aaa"},
    ),
    "a limit where there was none": (
        "{a: {type: integer}}",
        "{a: {type: integer, minimum: 0}}",
        "constraint-tightened",
        {"a": -1},
    ),
    "another pattern": (
        "{a: {type: string, maxLength: 3, pattern: '^[ab]+$'}}",
        "{a: {type: string, maxLength: 3, pattern: '^[bc]+$'}}",
        "constraint-tightened",
        {"a": "a"},
    ),
    "an item of a list": (
        "{a: {type: array, items: {type: string, enum: [x, y]}}}",
        "{a: {type: array, items: {type: string, enum: [x]}}}",
        "value-removed",
        {"a": ["y"]},
    ),
    "a value of a map": (
        "{a: {type: map, values: {type: integer, nullable: true}}}",
        "{a: {type: map, values: {type: integer}}}",
        "null-refused",
        {"a": {"": None}},
    ),
    "a key of a map": (
        "{a: {type: map, values: {type: integer}}}",
        "{a: {type: map, keys: {maxLength: 1}, values: {type: integer}}}",
        "constraint-tightened",
        {"a": {"aa": 0}},
    ),
    "a field of an object": (
        "{a: {type: object, properties: {b: {type: integer}}}}",
        "{a: {type: object, properties: {b: {type: integer, required: true}}}}",
        "property-required",
        {"a": {}},
    ),
}


@pytest.mark.parametrize("name", MISSED)
def test_what_registries_miss_is_found_and_proven(name: str, bench: Bench) -> None:
    before, after, defect, properties = MISSED[name]
    older, newer = ({STOPPED: f"destinations: [log]\nproperties: {one}\n"} for one in (before, after))
    found = told(bench.judged(older, newer))
    assert payload(found[defect]) == {"event": "timer.stopped", "properties": properties}
    assert found[defect].finding.severity is Severity.ERROR


ADDING = {
    "an optional property": ("{}", "{b: {type: integer, data: none}}"),
    "a wider limit": ("{a: {type: string, maxLength: 2}}", "{a: {type: string, maxLength: 3}}"),
    "a value": ("{a: {type: string, enum: [x]}}", "{a: {type: string, enum: [x, y]}}"),
    "null": ("{a: {type: integer}}", "{a: {type: integer, nullable: true}}"),
    "a requirement less": ("{a: {type: integer, required: true}}", "{a: {type: integer}}"),
    "words": ("{a: {type: integer}}", "{a: {type: integer, description: What it is.}}"),
    "what nothing can satisfy": (
        "{a: {type: integer, minimum: 2, maximum: 1}}",
        "{a: {type: integer, minimum: 3, maximum: 1}}",
    ),
}


@pytest.mark.parametrize("name", ADDING)
def test_what_only_adds_breaks_nothing(name: str, bench: Bench) -> None:
    before, after = ({STOPPED: f"destinations: [log]\nproperties: {one}\n"} for one in ADDING[name])
    assert bench.judged(before, after) == ()


SOMEBODY = "m: {type: string, enum: [%s], required: true, data: user.contact.email}"


def test_a_proof_shows_another_text_than_one_that_is_somebodys(bench: Bench) -> None:
    two = SOMEBODY % "ada.lovelace@corp.io, nobody.in.particular"
    before, after = {STOPPED: event(f"{two}\n  k: {{type: integer}}")}, {STOPPED: event(two)}
    found = told(bench.judged(before, after))["property-removed"]
    assert payload(found) == {"event": "timer.stopped", "properties": {"k": 0, "m": "nobody.in.particular"}}


def test_a_proof_that_only_somebodys_data_could_give_is_left_out_with_the_reason(bench: Bench) -> None:
    one = SOMEBODY % "ada.lovelace@corp.io"
    before, after = {STOPPED: event(f"{one}\n  k: {{type: integer}}")}, {STOPPED: event(one)}
    found = told(bench.judged(before, after))["property-removed"]
    assert (found.breach.proof, found.breach.undecided) == (None, None)
    assert found.finding.severity is Severity.ERROR
    assert (
        "no payload is shown, since it would hold what looks like somebody's data (email)"
        in found.finding.message
    )
    assert "corp.io" not in found.finding.message


def test_a_text_that_was_made_up_or_is_kept_for_examples_is_nobodys(bench: Bench) -> None:
    for one in (SOMEBODY % "ada@example.com", "m: {type: string, maxLength: 9, pattern: '^a@b[.]c[a-z]$'}"):
        before, after = {STOPPED: event(f"{one}\n  k: {{type: integer}}")}, {STOPPED: event(one)}
        assert told(bench.judged(before, after))["property-removed"].breach.proof is not None


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("{type: boolean}", "{type: boolean, const: true}", "with any other value"),
        ("{type: integer}", "{type: integer, enum: [0]}", "with a value that is not in it"),
        (
            "{type: array, items: {type: integer}}",
            "{type: array, items: {type: integer}, uniqueItems: true}",
            "in which an item stands twice",
        ),
        (
            "{type: string, maxLength: 3, pattern: 'a'}",
            "{type: string, maxLength: 3, pattern: 'b'}",
            "with a text that it does not match",
        ),
        ("{type: integer}", "{type: integer, multipleOf: 2}", "with a number in between"),
        ("{type: integer}", "{type: integer, maximum: 2}", "with values beyond it"),
        ("{type: integer, maximum: 3}", "{type: integer, maximum: 2}", "with the values in between"),
    ],
    ids=["const", "enum", "uniqueItems", "pattern", "multipleOf", "limit", "stricter limit"],
)
def test_each_kind_of_keyword_says_what_it_refuses(before: str, after: str, said: str, bench: Bench) -> None:
    found = told(bench.judged({STOPPED: event(f"a: {before}")}, {STOPPED: event(f"a: {after}")}))
    assert f"; payloads {said} are refused; " in found["constraint-tightened"].finding.message


def test_a_proof_shows_one_place_alone(bench: Bench) -> None:
    before = {STOPPED: event("a: {type: string, maxLength: 9}\n  b: {type: integer}")}
    after = {STOPPED: event("a: {type: string, maxLength: 1}\n  b: {type: integer, required: true}")}
    found = told(bench.judged(before, after))
    assert payload(found["constraint-tightened"]) == {
        "event": "timer.stopped",
        "properties": {"a": "aa", "b": 0},
    }
    assert payload(found["property-required"]) == {"event": "timer.stopped", "properties": {}}


def test_two_branches_that_are_merged_lose_what_either_loses(bench: Bench) -> None:
    base = {STOPPED: event("a: {type: integer}\n  b: {type: string, maxLength: 9}")}
    one = {STOPPED: event("b: {type: string, maxLength: 9}")}
    other = {STOPPED: event("a: {type: integer}\n  b: {type: string, maxLength: 3}")}
    both = {STOPPED: event("b: {type: string, maxLength: 3}")}
    merged = {*told(bench.judged(base, both))}
    assert merged == {*told(bench.judged(base, one))} | {*told(bench.judged(base, other))}


def test_a_change_of_a_group_is_one_that_names_all_its_events(bench: Bench) -> None:
    events = {f"timer/e{number}.yaml": "include: [actor]\ndestinations: [log]\n" for number in range(300)}
    group = "properties:\n  id: {type: integer, data: none%s}\n"
    before = {**events, "_groups/actor.yaml": group % ""}
    after = {**events, "_groups/actor.yaml": group % ", required: true"}
    found = told(bench.judged(before, after))
    required = found["property-required"]
    assert len(required.breach.reaches) == 300
    assert required.finding.path == "_groups/actor.yaml"
    assert required.finding.event is None
    assert payload(required) == {"event": "timer.e0", "properties": {}}


def test_an_event_that_is_removed_and_added_again_is_compared_with_what_it_was(bench: Bench) -> None:
    older = {STOPPED: event("a: {type: integer}"), "timer/started.yaml": event("a: {type: integer}")}
    newer = {"timer/started.yaml": event("a: {type: integer}")}
    again = {STOPPED: event("a: {type: string, maxLength: 9}"), **newer}
    assert "event-removed" in told(bench.judged(older, newer))
    assert "event-removed" not in told(bench.judged(newer, again))
    assert "type-narrowed" in told(bench.judged(older, again))


def test_a_rename_with_an_alias_loses_no_payload(bench: Bench) -> None:
    before = {STOPPED: event("entry: {type: integer, required: true}")}
    alias = "aliases: [{name: timer.stopped, rename: {entry: entry_id}}]\n"
    after = {"timer/ended.yaml": event("entry_id: {type: integer, required: true}", alias)}
    found = told(bench.judged(before, after))
    assert {"call-renamed", "sent-name-changed", "column-lost"} <= {*found}
    assert all(one.category.value != "payload" for one in found.values())


def test_an_alias_of_the_older_side_pairs_a_rename_too(bench: Bench) -> None:
    before = {STOPPED: event("a: {type: integer}", "aliases: [{name: timer.ended}]\n")}
    after = {"timer/ended.yaml": event("a: {type: integer}")}
    found = told(bench.judged(before, after))
    assert "event-removed" not in found
    assert payload(found["name-dropped"]) == {"event": "timer.stopped", "properties": {}}


def test_moves_of_files_and_into_a_group_are_no_change(bench: Bench) -> None:
    before = bench.catalog({STOPPED: event("a: {type: integer}")})
    group = {"_groups/g.yaml": "properties: {a: {type: integer}}\n"}
    grouped = {STOPPED: "destinations: [log]\ninclude: [g]\n", **group}
    assert diff(side(before), side(bench.catalog(grouped))) == ()


def test_two_swapped_events_lose_what_each_had(bench: Bench) -> None:
    one, other = event("a: {type: integer, required: true}"), event("b: {type: integer, required: true}")
    found = bench.judged({"t/a.yaml": one, "t/b.yaml": other}, {"t/a.yaml": other, "t/b.yaml": one})
    lost = sorted(
        f"{one.finding.event} {one.finding.rule}" for one in found if one.category.value == "payload"
    )
    assert lost == [
        "t.a breaking/property-removed",
        "t.a breaking/property-required",
        "t.b breaking/property-removed",
        "t.b breaking/property-required",
    ]


MAP = "a: {type: map, keys: {maxLength: 1}, values: {type: integer}}"
OBJECT = "a: {type: object, properties: {%s}}"


@pytest.mark.parametrize("undeclared", ["keep", "drop"])
@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        (MAP, OBJECT % "b: {type: boolean}", {"b": 0}),
        (MAP, OBJECT % "b: {type: integer, required: true}", {}),
        (MAP, OBJECT % "b: {type: integer}", None),
        (MAP, OBJECT % "bb: {type: boolean}", None),  # no key of the map is that long
        (OBJECT % "b: {type: integer}", MAP, {"": ""}),  # a name that nothing declares came through
        (
            "a: {type: array, items: {type: map, values: {type: integer}}}",
            "a: {type: array, items: {type: object, properties: {b: {type: boolean}}}}",
            [{"b": 0}],
        ),
    ],
    ids=["other value", "required", "same value", "no such key", "undeclared name", "in a list"],
)
def test_a_map_and_an_object_are_compared_by_the_names_that_either_states(
    undeclared: str, before: str, after: str, shown: object, bench: Bench
) -> None:
    more = f"undeclared: {undeclared}\n"
    found = told(bench.judged({STOPPED: event(before, more)}, {STOPPED: event(after, more)}))
    if shown is None:
        assert "type-narrowed" not in found
    else:
        assert payload(found["type-narrowed"]) == {"event": "timer.stopped", "properties": {"a": shown}}


def test_an_alias_that_moves_to_another_event_is_told_even_where_payloads_still_fit(bench: Bench) -> None:
    alias, same = "aliases: [{name: old}]\n", "a: {type: integer}"
    before = {"t/a.yaml": event(same, alias), "t/b.yaml": event(same)}
    after = {"t/a.yaml": event(same), "t/b.yaml": event(same, alias)}
    found = told(bench.judged(before, after))
    assert {*found} == {"name-reassigned"}


def test_an_alias_that_brings_less_refuses_the_rest(bench: Bench) -> None:
    both = "a: {type: integer}\n  b: {type: integer}"
    before = {STOPPED: event(both, "aliases: [{name: old}]\n")}
    after = {STOPPED: event(both, "aliases: [{name: old, sends: [a]}]\n")}
    lost = told(bench.judged(before, after))["property-removed"]
    assert payload(lost) == {"event": "old", "properties": {"b": 0}}
    assert "old" in lost.finding.message


def test_an_event_is_renamed_to_a_name_that_is_taken(bench: Bench) -> None:
    before = {
        "t/a.yaml": event("a: {type: integer, required: true}"),
        "t/b.yaml": event("b: {type: integer}"),
    }
    after = {"t/b.yaml": event("a: {type: integer, required: true}", "aliases: [{name: t.a}]\n")}
    found = told(bench.judged(before, after))
    assert {"event-removed", "property-removed", "property-required"} & {*found}
    assert payload(found["property-required"]) == {"event": "t.b", "properties": {}}


def test_a_retired_event_that_is_revived_loses_nothing(bench: Bench) -> None:
    before = {STOPPED: event("a: {type: integer}", "status: retired\n")}
    after = {STOPPED: event("b: {type: integer, required: true, data: none}")}
    assert all(one.category.value != "payload" for one in bench.judged(before, after))


def test_consent_that_is_asked_for_now_is_told_once_for_all_events(bench: Bench) -> None:
    events = {f"timer/e{number}.yaml": event("a: {type: integer}") for number in range(20)}
    purposes = "purposes: {analytics: {}}\n"
    before = {**events, "catalog.yaml": CATALOG + purposes}
    asking = CATALOG.replace("log: {}", "log: {consent: true}")
    found = told(bench.judged(before, {**events, "catalog.yaml": asking + purposes}))
    required = found["consent-required"]
    assert len(required.breach.reaches) == 20
    assert required.finding.path == "catalog.yaml"
    assert required.breach.proof is not None
    assert required.breach.proof.destination == "log"


def test_a_destination_that_catalog_yaml_no_longer_has_is_a_break(bench: Bench) -> None:
    one = event("a: {type: integer}")
    found = told(
        bench.judged({STOPPED: one}, {STOPPED: one, "catalog.yaml": CATALOG.replace("log: {}, ", "")})
    )
    dropped = found["destination-dropped"]
    assert dropped.breach.proof is not None
    assert dropped.breach.proof.destination == "log"
    assert dropped.finding.path == "catalog.yaml"


def test_a_destination_that_receives_nothing_any_more_has_no_other_name_for_it(bench: Bench) -> None:
    text = "a: {type: integer, send_as: {posthog: A}}"
    both = {STOPPED: event(text, 'send_as: {posthog: "Timer Stopped"}\n').replace("[log]", "[log, posthog]")}
    plain = {STOPPED: event("a: {type: integer}")}
    settings = {"catalog.yaml": CATALOG.replace(", posthog: {}", "")}
    for after in (plain, {**plain, **settings}):
        found = told(bench.judged(both, after))
        assert "event-lost" in found
        assert "sent-name-changed" not in found
        assert "sent-name-changed" not in told(bench.judged(after, both))
    still = {STOPPED: event("a: {type: integer}").replace("[log]", "[log, posthog]")}
    assert "sent-name-changed" in told(bench.judged(both, still))


def test_what_the_key_of_an_entity_is_can_refuse_every_payload_with_an_identity(bench: Bench) -> None:
    settings = CATALOG.replace("log: {}", "log: {otherwise: {user.contact: refuse}}")
    before = {STOPPED: event("a: {type: integer}"), "catalog.yaml": settings}
    after = {**before, "_entities/person.yaml": "data: user.contact.email\n"}
    refused = told(bench.judged(before, after))["identity-narrowed"]
    assert refused.finding.path == "_entities/person.yaml"


def test_a_beginning_of_names_that_a_context_no_longer_takes_is_told_as_it_stands(bench: Bench) -> None:
    settings = CATALOG.replace("log: {}", "log: {contexts: [flags]}")
    before = {
        STOPPED: event("a: {type: integer}"),
        "catalog.yaml": settings,
        "_context/flags.yaml": "properties: {'$f_*': {type: boolean}, '$f_one': {type: boolean}}\n",
    }
    after = {**before, "_context/flags.yaml": "properties: {'$f_one': {type: boolean}}\n"}
    lost = told(bench.judged(before, after))["context-narrowed"]
    assert "'$f_*'" in lost.finding.message
    assert payload(lost) == {"context": {"$f_x": True}, "event": "timer.stopped", "properties": {}}


def test_a_name_that_came_through_undeclared_warns_when_it_is_declared(bench: Bench) -> None:
    before = {STOPPED: event("a: {type: integer}", "undeclared: keep\n")}
    after = {STOPPED: event("a: {type: integer}\n  b: {type: integer, data: none}", "undeclared: keep\n")}
    (kept,) = bench.judged(before, after)
    assert kept.finding.rule == "breaking/kept-name-declared"
    assert kept.finding.severity is Severity.WARNING
    assert payload(kept) == {"event": "timer.stopped", "properties": {"b": ""}}


def test_a_destination_that_asks_for_less_consent_breaks_no_payload(bench: Bench) -> None:
    one, purposes = event("a: {type: integer}"), "purposes: {a: {}, b: {}}\n"
    narrow = CATALOG.replace("log: {}", "log: {consent: true, purposes: [a]}") + purposes
    wide = CATALOG.replace("log: {}", "log: {consent: true, purposes: [a, b]}") + purposes
    asking, open_ = ({STOPPED: one, "catalog.yaml": settings} for settings in (narrow, wide))
    assert "consent-required" not in told(bench.judged(asking, open_))
    lost = told(bench.judged(open_, asking))["consent-required"]
    assert payload(lost) == {"consent": ["b"], "event": "timer.stopped", "properties": {}}


def test_an_allowance_admits_a_break(bench: Bench) -> None:
    before = {STOPPED: event("a: {type: string, maxLength: 9}")}
    after = {STOPPED: event("a: {type: string, maxLength: 3}")}
    allowance = Allowance("event", "timer.stopped", (), "breaking/constraint-tightened", "nobody sends more")
    assert told(bench.judged(before, after, [allowance])) == {}


def test_what_is_undecided_is_a_break_that_says_so_and_an_allowance_admits_it(bench: Bench) -> None:
    hard = "a: {type: string, maxLength: 60, pattern: '^(a|b)*a(a|b){%d}$'}"
    before, after = {STOPPED: event(hard % 14)}, {STOPPED: event(hard % 13)}
    found = told(bench.judged(before, after))
    if found["constraint-tightened"].breach.proof is None:
        assert "could not be decided" in found["constraint-tightened"].finding.message
    allowance = Allowance("event", "timer.stopped", (), "breaking/constraint-tightened", "same texts")
    assert "constraint-tightened" not in told(bench.judged(before, after, [allowance]))


def test_severities_and_modes_say_how_seriously_a_break_is_taken(bench: Bench) -> None:
    before = event("a: {type: integer}\n  b: {type: string, enum: [x], data: none}")
    after = event("b: {type: string, enum: [x, y], data: none}")

    def level(settings: str) -> dict[str, str]:
        stated = {"catalog.yaml": CATALOG + settings}
        old, new = {STOPPED: before, **stated}, {STOPPED: after, **stated}
        return {name: one.finding.severity.value for name, one in told(bench.judged(old, new)).items()}

    assert level("") == {"property-removed": "error", "argument-removed": "warning", "column-lost": "warning"}
    assert level("modes: {timer: none}\n") == {"argument-removed": "warning"}
    assert level("modes: {default: full}\n")["value-unexpected"] == "error"
    assert level("modes: {default: forward}\n")["property-removed"] == "warning"
    assert {*level("severities: {breaking: error}\n").values()} == {"error"}
    assert "property-removed" not in level("severities: {breaking/property-removed: 'off'}\n")
    assert level("accept_previous_days: 30\n")["property-removed"] == "warning"


MILDER = {
    "the rule off": "severities: {breaking/property-removed: 'off'}\n",
    "the rule a warning": "severities: {breaking/property-removed: warning}\n",
    "the family off": "severities: {breaking: 'off'}\n",
    "no mode": "modes: {default: none}\n",
    "no mode for the resource": "modes: {timer: none}\n",
    "another mode": "modes: {default: forward}\n",
}


@pytest.mark.parametrize("settings", MILDER.values(), ids=MILDER.keys())
def test_an_edit_that_makes_a_rule_milder_counts_from_the_next_comparison_on(
    settings: str, bench: Bench
) -> None:
    before, after = {STOPPED: event("a: {type: integer}")}, {STOPPED: event("b: {type: integer}")}
    milder = {"catalog.yaml": CATALOG + settings}
    of_a_branch = told(bench.judged(before, {**after, **milder}))["property-removed"].finding
    assert of_a_branch.severity is Severity.ERROR
    assert of_a_branch.message.endswith("takes less seriously counts from the next comparison on")
    later = told(bench.judged({**before, **milder}, {**after, **milder})).get("property-removed")
    assert later is None or later.finding.severity is Severity.WARNING
    taken_back = told(bench.judged({**before, **milder}, after))["property-removed"].finding
    assert taken_back.severity is Severity.ERROR
    assert "next comparison" not in taken_back.message


def test_a_mode_that_is_left_is_asked_once_more(bench: Bench) -> None:
    before = {
        STOPPED: event("a: {type: string, enum: [x]}"),
        "catalog.yaml": f"{CATALOG}modes: {{timer: full}}\n",
    }
    after = {STOPPED: event("a: {type: string, enum: [x, y]}")}
    assert told(bench.judged(before, after))["value-unexpected"].finding.severity is Severity.ERROR


def test_the_terms_of_a_renamed_event_are_those_of_both_its_resources(bench: Bench) -> None:
    settings = {"catalog.yaml": f"{CATALOG}modes: {{clock: none}}\n"}
    before = {STOPPED: event("a: {type: integer}"), **settings}
    after = {"clock/stopped.yaml": event("{}", "aliases: [{name: timer.stopped}]\n"), **settings}
    assert told(bench.judged(before, after))["property-removed"].finding.severity is Severity.ERROR


def test_the_first_events_of_a_catalog_are_judged_by_its_own_terms(bench: Bench) -> None:
    mail = {STOPPED: event("a: {type: string, maxLength: 9, data: user.contact.email}")}
    silent = {"catalog.yaml": f"{CATALOG}severities: {{breaking: 'off'}}\n"}
    assert told(bench.judged({}, mail))
    assert told(bench.judged({}, {**mail, **silent})) == {}


UNDECIDED = (
    "a: {type: string, maxLength: 400, pattern: '^[ab]*a[ab]{15}$'}",
    "a: {type: string, maxLength: 400, pattern: '^[ab]*a[ab]{7}[ab]{8}$'}",
)


@pytest.mark.parametrize(
    "settings",
    [
        "",
        "severities: {breaking: 'off'}\n",
        "severities: {breaking/constraint-tightened: warning}\n",
        "accept_previous_days: 30\n",
        "modes: {default: full}\nseverities: {breaking: 'off'}\n",
    ],
)
def test_only_an_allowance_with_a_reason_admits_what_is_undecided(settings: str, bench: Bench) -> None:
    stated = {"catalog.yaml": CATALOG + settings}
    before, after = ({STOPPED: event(text), **stated} for text in UNDECIDED)
    found = told(bench.judged(before, after))["constraint-tightened"]
    assert found.breach.undecided is not None
    assert found.finding.severity is Severity.ERROR
    assert found.finding.message.endswith("; only `allow` with a reason admits it")
    for reason, is_admitted in (("the same texts", True), (" ", False)):
        allowance = Allowance("event", "timer.stopped", (), "breaking/constraint-tightened", reason)
        is_told = "constraint-tightened" in told(bench.judged(before, after, [allowance]))
        assert is_told is not is_admitted


TEXT = "type: string, maxLength: 60, pattern: 'PATTERN'"
PLACES = {
    "an optional property": f"a: {{{TEXT}}}",
    "a required property": f"a: {{{TEXT}, required: true}}",
    "a member of an object": f"a: {{type: object, properties: {{b: {{{TEXT}}}}}}}",
    "an item of an array": f"a: {{type: array, maxItems: 3, items: {{{TEXT}}}}}",
    "a value of a map": f"a: {{type: map, keys: {{maxLength: 9, pattern: '^a$'}}, values: {{{TEXT}}}}}",
    "a key of a map": "a: {type: map, keys: {maxLength: 9, pattern: 'PATTERN'}, values: {type: integer}}",
    "beside what is required": f"a: {{{TEXT}}}\n  b: {{type: integer, required: true}}",
}


UNREAD = "t: {description: %s, type: string, maxLength: %d, pattern: '%s'%s}"


@pytest.mark.parametrize("required", ["", ", required: true"])
@pytest.mark.parametrize("pattern", ["^(?!x)[a-z]+$", "^[a-z]{1,9}(-[a-z]{2,8})*$"])
@pytest.mark.parametrize("place", ["{%s}", "o: {type: object, properties: {%s}}"])
def test_a_pattern_that_nothing_reads_stands_in_nobodys_way(
    pattern: str, place: str, required: str, bench: Bench
) -> None:
    def file(words: str, longest: int, maximum: int, read: str = pattern) -> Files:
        unread = UNREAD % (words, longest, read, required)
        return {STOPPED: event(place % f"{unread}, n: {{type: integer, maximum: {maximum}}}")}

    before = file("a", 9, 9)
    assert bench.judged(before, file("b", 9, 9)) == ()
    assert bench.judged(before, file("a", 12, 99)) == ()
    narrowed = told(bench.judged(before, file("a", 9, 8)))
    assert [*narrowed] == ["constraint-tightened"]
    assert "maximum" in narrowed["constraint-tightened"].finding.message
    shortened = told(bench.judged(before, file("a", 8, 9)))
    assert "maxLength" in shortened["constraint-tightened"].finding.message
    another = told(bench.judged(before, file("a", 9, 9, f"{pattern}|^$")))
    assert "could not be decided" in another["constraint-tightened"].finding.message


@pytest.mark.parametrize("mode", ["backward", "forward", "full"])
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("pattern", ["(?=a)b", "^[A-Z]{2,4}([ab]|[bc])*a[ab]{12}$"])
def test_a_pattern_that_no_engine_is_given_is_undecided_wherever_it_stands(
    pattern: str, place: str, mode: str, bench: Bench
) -> None:
    def stated(text: str) -> Files:
        settings = f"{CATALOG}modes: {{default: {mode}}}\n"
        return {STOPPED: event(PLACES[place].replace("PATTERN", text)), "catalog.yaml": settings}

    for before, after in (("^[a-z]{2,9}$", pattern), (pattern, "^[a-z]{2,9}$")):
        found = bench.judged(stated(before), stated(after))
        undecided = [one for one in found if one.breach.undecided is not None]
        assert undecided
        assert {one.finding.property for one in undecided} <= {"a", "b"}


def test_a_mode_that_asks_for_nothing_asks_for_nothing_undecided(bench: Bench) -> None:
    stated = {"catalog.yaml": f"{CATALOG}modes: {{default: none}}\n"}
    before, after = ({STOPPED: event(text), **stated} for text in UNDECIDED)
    assert "constraint-tightened" not in told(bench.judged(before, after))


def test_a_transitive_mode_that_is_left_still_asks_older_releases_once(bench: Bench) -> None:
    transitive = {"catalog.yaml": f"{CATALOG}modes: {{timer: backward-transitive}}\n"}
    first = bench.catalog({STOPPED: event("a: {type: string, enum: [x, y]}")})
    second = bench.catalog({STOPPED: event("a: {type: string, enum: [x]}"), **transitive})
    new = bench.catalog({STOPPED: event("a: {type: string, enum: [x]}")})
    found = judge_transitively(
        [side(second), side(first)], side(new), sources=new.sources, allowed=Allowed((), {})
    )
    assert [one.finding.rule for one in found] == ["breaking/value-removed"]
    again = judge_transitively(
        [side(new), side(second), side(first)], side(new), sources=new.sources, allowed=Allowed((), {})
    )
    assert again == ()


def test_transitive_modes_compare_with_every_older_release(bench: Bench) -> None:
    first = bench.catalog({STOPPED: event("a: {type: string, enum: [x, y]}")})
    second = bench.catalog({STOPPED: event("a: {type: string, enum: [x]}")})
    for mode, is_told in (("backward", False), ("backward-transitive", True)):
        settings = f"{CATALOG}modes: {{timer: {mode}}}\n"
        new = bench.catalog({STOPPED: event("a: {type: string, enum: [x]}"), "catalog.yaml": settings})
        olders = [side(second), side(first), side(first)]
        found = judge_transitively(olders, side(new), sources=new.sources, allowed=Allowed((), {}))
        assert [one.finding.rule for one in found] == ["breaking/value-removed"] * is_told


@pytest.mark.parametrize("name", ["timer.stopped", "timer.halted"], ids=["as it was", "renamed before"])
def test_an_event_that_was_retired_can_be_removed_in_transitive_modes(name: str, bench: Bench) -> None:
    settings = {"catalog.yaml": f"{CATALOG}modes: {{default: full-transitive}}\n"}
    path = f"{name.replace('.', '/')}.yaml"
    own = event("a: {type: integer}")
    first = bench.catalog({STOPPED: own, **settings})
    retired = bench.catalog({path: f"status: retired\naliases: [{{name: timer.stopped}}]\n{own}", **settings})
    new = bench.catalog({**settings, "timer/started.yaml": own})
    for olders in ([retired, first], [new, retired, first], [retired, retired, first, first]):
        sides = [replace(side(one), release=9 - at) for at, one in enumerate(olders)]
        found = judge_transitively(sides, side(new), sources=new.sources, allowed=Allowed((), {}))
        assert [one for one in found if one.finding.severity is Severity.ERROR or one.since] == []
    found = judge_transitively([side(first)], side(new), sources=new.sources, allowed=Allowed((), {}))
    assert "breaking/event-removed" in [one.finding.rule for one in found]
    found = judge_transitively(
        [side(new), side(first), side(retired)], side(new), sources=new.sources, allowed=Allowed((), {})
    )
    assert "breaking/event-removed" in [one.finding.rule for one in found]


def test_the_ids_that_may_be_allowed_are_those_of_the_table() -> None:
    assert tuple(rule.id for rule in BREAKING_RULES) == BREAKING_IDS
    assert all(KNOWN_RULES[rule] for rule in BREAKING_IDS)
