"""Small catalogs with policies of every kind, and payloads with a sentinel wherever nobody may see it."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from catalog.model.category import SHIPPED, Handling
from catalog.model.event import Undeclared
from catalog.model.snapshot import Event, Snapshot
from catalog.model.types import FlagType, Property, StringType, UriType
from catalog.schema.contract import context_properties, contract, entity_properties, event_name
from catalog.schema.treatment import Entries, Fields, Items, Leaf, Treatment, key_treatment, treatment
from tests.strategies import named_files, objects
from tests.validation.worlds import world

Plain = dict[str, Any]

DESTINATIONS: Final = ("log", "posthog", "metrics")
PROTECTED: Final = frozenset({Handling.MASK, Handling.HASH, Handling.DROP, Handling.REFUSE})

_HANDLINGS = st.dictionaries(
    st.sampled_from([*SHIPPED, "user", "user.device", "system"]), st.sampled_from([*Handling]), max_size=8
)
_TEXT: Final[Plain] = {"type": "string", "maxLength": 200}


@st.composite
def destinations(draw: DrawFn) -> Plain:
    """A destination's policy; half of them hash or mask whatever is about a person."""
    plain: Plain = {"contexts": ["sdk"], "otherwise": draw(_HANDLINGS)}
    if draw(st.booleans()):
        plain["receives"] = draw(st.lists(st.sampled_from([*SHIPPED]), max_size=8, unique=True))
    if draw(st.booleans()):
        plain["otherwise"]["user"] = draw(st.sampled_from(["hash", "mask", "drop", "truncate"]))
    plain["identity"] = draw(st.sampled_from(["user_id", "user_id", "none", {"anonymous": "^[0-9a-f]{8}$"}]))
    if draw(st.integers(1, 8)) == 1:
        plain["consent"] = True
    plain["truncate"] = {
        "characters": draw(st.sampled_from([0, 1, 8, 32])),
        "time": draw(st.sampled_from(["hour", "day", "month", "year"])),
        "digits": draw(st.integers(1, 15)),
    }
    return plain


_NAMES = st.sampled_from(
    ["label", "first_name", "ssn", "dob", "lat", "emails", "phones", "number", "ip", "version", "order_id"]
)
TELLING: Final = ["x", "Eva", "536904399", "1990-04-12", "84.167.22.912", "eva@firma.cz", "030 901820"]
"""Texts that are about somebody, some of them only under a name that says so."""


@st.composite
def nobodys(draw: DrawFn) -> Plain:
    """Properties declared to be about nobody, whose names, here or where they leave, may tell otherwise."""
    return {
        f"{name}_{number}": draw(_nobodys()) for number, name in enumerate(draw(st.lists(_NAMES, max_size=3)))
    }


@st.composite
def _nobodys(draw: DrawFn, depth: int = 1) -> Plain:
    number: Plain = {"type": "integer", **draw(st.sampled_from([{}, {"enum": [47, 52]}, {"maximum": 99}]))}
    free: Plain = {"type": "string", "maxLength": 99}
    scalar: Plain = draw(
        st.sampled_from([free, free, {**free, "enum": [*TELLING]}, number, {"type": "timestamp"}])
    )
    kinds = ["scalar", "array", "map", "object"][: 4 if depth else 2]
    match draw(st.sampled_from(kinds)):
        case "array":
            plain: Plain = {"type": "array", "items": scalar, "data": "none", "maxItems": 2}
        case "map":
            plain = {"type": "map", "keys": {"data": "none"}, "values": {**scalar, "data": "none"}}
        case "object":
            plain = {"type": "object", "properties": {draw(_NAMES): draw(_nobodys(depth - 1))}}
        case _:
            plain = {**scalar, "data": "none"}
    if draw(st.integers(1, 3)) == 1:
        plain["send_as"] = {draw(st.sampled_from(DESTINATIONS)): f"sent_{draw(_NAMES)}"}
    if draw(st.integers(1, 3)) == 1:
        handled = st.sampled_from(["mask", "hash", "truncate"])
        plain["handling"] = {draw(st.sampled_from(DESTINATIONS)): draw(handled)}
    return plain


@st.composite
def private_catalogs(draw: DrawFn) -> Snapshot:
    """One event, `a.b`, that goes everywhere, with an alias, a context, a person and a group."""
    own = draw(named_files(max_size=5))
    # free text is where sentinels fit whatever is drawn
    for number, data in enumerate(draw(st.lists(st.sampled_from([*SHIPPED]), min_size=1, max_size=3))):
        own[f"text_{number}"] = {**_TEXT, "data": data}
        own[f"map_{number}"] = {"type": "map", "keys": {"data": data}, "values": {**_TEXT, "data": "none"}}
    categories = st.sampled_from([*SHIPPED])
    named = {**_TEXT, "data": draw(categories)}
    event: Plain = {"properties": own, "destinations": [*DESTINATIONS]}
    event["undeclared"] = draw(st.sampled_from([*Undeclared, Undeclared.KEEP, Undeclared.KEEP])).value
    renamed = {"old_text": "text_0", "old_far": "far"}
    drift = draw(st.sampled_from(["report", "report", "redact", "redact", "refuse"]))
    if drift != "report":
        watched = draw(nobodys())
        own |= watched
        renamed |= {f"old_{number}": name for number, name in enumerate(watched) if draw(st.booleans())}
    event["aliases"] = [{"name": "old_name", "rename": renamed}]
    own["far"] = {**_TEXT, "data": "none", "destinations": [draw(st.sampled_from(DESTINATIONS))]}
    event["purpose"] = "analytics"
    around = named_files(1, max_size=2)
    # of a person or a group, nothing, a part or all may be for one destination alone
    far = {**named, "destinations": [draw(st.sampled_from(DESTINATIONS))]}
    person, company = (
        draw(st.sampled_from([{"far": far}, {"far": far}, {**draw(around), "far": far, "title": named}]))
        for _ in range(2)
    )
    if draw(st.booleans()):
        event["send_as"] = {"log": "A B"}
    return world(
        {"a.b": event},
        destinations={name: draw(destinations()) for name in DESTINATIONS},
        contexts={
            "sdk": {"properties": {**draw(around), "$flag/*": named}},
            "other": {"properties": {"$other": named}},
        },
        entities={
            "person": {"properties": person},
            "company": {"data": draw(categories), "properties": company},
        },
        purposes={"analytics": {}, "marketing": {}},
        drift=drift,
    )


@dataclass(frozen=True, kw_only=True)
class Sentinels:
    """Values that give themselves away: letters with digits, and a number."""

    word: str
    number: int

    @classmethod
    def drawn(cls, seed: int) -> "Sentinels":
        """Sentinels that nothing else contains."""
        rng = random.Random(seed)
        word = "".join(rng.choice("bcdfghjklmnpqrstvwz") for _ in range(9))
        return cls(
            word=f"{word}{rng.randrange(10, 99)}{word[::-1]}", number=rng.randrange(10**13, 9 * 10**14)
        )

    @property
    def name(self) -> str:
        """A name that may not be printed, wherever it is met."""
        return f"{self.word}@example.com"

    def is_in(self, text: str) -> bool:
        """Whether a text gives one of them away."""
        return self.word in text.lower() or str(self.number) in text


class Hider:
    """Puts sentinels into every place of a payload that is protected for one destination."""

    def __init__(
        self, snapshot: Snapshot, destination: str, sentinels: Sentinels, rng: random.Random
    ) -> None:
        self._snapshot = snapshot
        self._destination = destination
        self._sentinels = sentinels
        self._rng = rng
        self._policy = snapshot.policy

    def properties(self, event: Event, given: Plain, alias: bool) -> Plain:
        """Own properties, what is for other destinations, and what nobody has declared."""
        chosen = event.aliases[0] if alias else None
        here = contract(event, self._destination, chosen).properties
        made = self._members({name: here[name] for name in given if name in here}, given)
        if alias:
            known = {event_name(chosen, name) for name in here}
            made |= {n: self._any() for n in event.properties if n not in known and self._rng.random() < 0.3}
        made |= {
            name: self._any() for name in event.properties if name not in here and self._rng.random() < 0.3
        }
        if not here.keys() & {"far", "old_far"} and self._rng.random() < 0.3:
            made["old_far"] = self._any()
        if self._rng.random() < 0.3 and not self.keeps_undeclared(event):
            made[self._sentinels.name] = self._any()
        return made

    def context(self, given: Plain) -> Plain:
        """Context properties, and one that a star stands for."""
        here = context_properties(self._snapshot, self._destination)
        made = self._members(
            {name: here[name] for name in given if name in here and name != "$flag/*"}, given
        )
        return made | self._members({"$flag/x": here["$flag/*"]}, {"$flag/x": "on"})

    def other_context(self) -> Plain:
        """A context property that only other destinations carry."""
        return {"$other": self._any()}

    def person(self, given: Plain) -> Plain:
        """The person's properties; all of them where the destination gets none."""
        if self._snapshot.settings.destinations[self._destination].identity != "user_id":
            return {name: self._any() for name in given}
        return self._entity("person", given)

    def _entity(self, entity: str, given: Plain) -> Plain:
        """What a person or a group may have here, and what it has for other destinations."""
        here = entity_properties(self._snapshot, entity, self._destination) or {}
        made = self._members({name: here[name] for name in given if name in here}, given)
        others = [name for name in self._snapshot.entities[entity].properties if name not in here]
        return made | {name: self._any() for name in others if self._rng.random() < 0.9}

    def consent(self) -> list[str]:
        """Purposes, and what is none."""
        return ["analytics", self._sentinels.name, self._sentinels.word, "marketing"]

    def groups(self, given: Plain) -> Plain:
        """A company by its key or by its properties."""
        if self._snapshot.settings.destinations[self._destination].identity == "none":
            return {"company": self._rng.choice([self._sentinels.word, {"title": self._sentinels.word}])}
        if self._rng.random() < 0.5:
            return {"company": self._entity("company", given)}
        data = self._snapshot.entities["company"].data or "system.identifier"
        key = key_treatment(self._policy, self._destination, data)
        hidden = self._rng.choice([self._sentinels.word, self._sentinels.number])
        return {"company": hidden if key.handling in PROTECTED else "acme"}

    def group(self, given: Plain) -> Plain:
        """The same company as clients tell of one group alone: its type, its key and its properties."""
        company = self.groups(given)["company"]
        return {
            "$group_type": "company",
            "$group_set" if isinstance(company, dict) else "$group_key": company,
        }

    def identity(self) -> object:
        """The person's id, as far as the destination may see one."""
        identity = self._snapshot.settings.destinations[self._destination].identity
        if identity == "none":
            return self._sentinels.word
        if identity != "user_id":
            return self._rng.choice(["0123abcd", self._sentinels.word])
        who = key_treatment(self._policy, self._destination, "user.unique_id")
        return self._sentinels.word if who.handling in PROTECTED else "u1"

    def keeps_undeclared(self, event: Event) -> bool:
        """Whether the destination gets what nobody has declared."""
        unclassified = self._policy.handling(self._destination, None)
        return event.undeclared is Undeclared.KEEP and unclassified is Handling.KEEP

    def _members(self, definitions: Mapping[str, Property], given: Plain) -> Plain:
        return {
            name: self._hidden(treatment(self._policy, self._destination, definition), given.get(name))
            for name, definition in definitions.items()
        }

    def _hidden(self, treated: Treatment, value: Any) -> Any:
        match treated:
            case Leaf():
                return self._leaf(treated, value)
            case Items():
                return (
                    [self._hidden(treated.items, item) for item in value]
                    if isinstance(value, list)
                    else value
                )
            case Fields():
                if not isinstance(value, dict):
                    return value
                return {
                    name: self._hidden(treated.members[name], member)
                    for name, member in value.items()
                    if name in treated.members
                }
            case Entries():
                if not isinstance(value, dict):
                    return value
                made = {key: self._hidden(treated.values, member) for key, member in value.items()}
                if treated.keys.handling in PROTECTED and self._rng.random() < 0.7:
                    made[self._sentinels.word] = next(iter(made.values()), "x")
                return made

    def _leaf(self, leaf: Leaf, value: Any) -> Any:
        if leaf.handling not in PROTECTED or value is None or self._rng.random() < 0.1:
            return value
        if self._rng.random() < 0.05:
            return self._any()
        definition, word = leaf.definition, self._sentinels.word
        is_bound = (
            getattr(definition, "enum", None) is not None or getattr(definition, "const", None) is not None
        )
        if is_bound and self._rng.random() < 0.8:
            return value
        match definition:
            case StringType():
                fits = definition.max_length is None or definition.max_length >= len(word)
                return word if fits and definition.pattern is None else value
            case FlagType():
                return word if definition.max_length is None or definition.max_length >= len(word) else value
            case UriType():
                return f"https://{word}.example.com/{word}?{word}#{word}"
            case _ if isinstance(value, int | float) and not isinstance(value, bool):
                return self._sentinels.number
            case _:
                return value

    def _any(self) -> Any:
        word, number = self._sentinels.word, self._sentinels.number
        return self._rng.choice(
            [
                word,
                number,
                float(number),
                -number,
                [word],
                [[number]],
                {self._sentinels.name: word},
                word * 99,
            ]
        )


@st.composite
def payloads(draw: DrawFn, snapshot: Snapshot, destination: str, sentinels: Sentinels) -> Plain:
    """A payload of `a.b`, under one of its names, with a sentinel in most protected places."""
    event, _ = snapshot.incoming["a.b"]
    under_alias = draw(st.integers(1, 4)) == 1
    alias = event.aliases[0] if under_alias else None
    hider = Hider(snapshot, destination, sentinels, random.Random(draw(st.integers(0, 2**32))))
    given = draw(objects(contract(event, destination, alias).properties))
    payload: Plain = {"event": "old_name" if under_alias else draw(st.sampled_from([event.wire, event.name]))}
    payload["properties"] = hider.properties(event, given, under_alias)
    context = draw(objects(context_properties(snapshot, destination)))
    parts: list[tuple[str, Any]] = [
        ("context", hider.context(context)),
        ("distinct_id", hider.identity()),
        ("token", sentinels.name),
        *(
            (name, hider.person(_entity(draw, snapshot, "person", destination)))
            for name in ("$set", "$set_once", "traits")
        ),
        ("$groups", hider.groups(_entity(draw, snapshot, "company", destination))),
    ]
    for name, part in parts:
        match draw(st.sampled_from(["nowhere", "outside", "inside"])):
            case "outside":
                payload[name] = part
            case "inside" if name == "context":
                payload["properties"] = {**part, **payload["properties"]}
            case "inside":
                payload["properties"].setdefault(name, part)
            case _:
                pass
    if draw(st.integers(1, 6)) == 1:
        payload["properties"].update(hider.other_context())
    if draw(st.integers(1, 6)) == 1 and isinstance(payload.get("context"), dict):
        payload["context"]["traits"] = hider.person(_entity(draw, snapshot, "person", destination))
    if draw(st.integers(1, 4)) == 1:
        payload["properties"] |= hider.group(_entity(draw, snapshot, "company", destination))
    elif draw(st.integers(1, 10)) == 1:
        payload["properties"] |= {"$group_set": {"ceo": sentinels.word}, "$group_key": sentinels.word}
    if event.undeclared is Undeclared.KEEP and draw(st.integers(1, 6)) == 1:
        payload["properties"]["$user_id"] = hider.identity()
    if draw(st.integers(1, 6)) == 1:
        payload["groups"] = hider.groups({})
    if draw(st.integers(1, 3)) > 1:
        payload["consent"] = hider.consent()
    if draw(st.integers(1, 6)) == 1:
        payload["options"] = {"ip": sentinels.word}
    return payload


def _entity(draw: DrawFn, snapshot: Snapshot, entity: str, destination: str) -> Plain:
    return draw(objects(entity_properties(snapshot, entity, destination) or {}))
