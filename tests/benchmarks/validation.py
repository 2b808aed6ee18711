"""Validation at speed: bytes → verdict against parsing alone, side by side in one run.

The corpus: 500 events of eight properties, payloads of about 300 bytes with timestamp and distinct_id around
them, events drawn uniformly, 2 % refused and explained.
"""

import gc
import json
import random
import resource
import time
from collections.abc import Callable, Iterable
from statistics import median
from typing import Any, Final

import jsonschema
import orjson

from catalog import Snapshot, Validator, to_json_schema
from catalog.model.event import EventDefinition
from catalog.model.names import EventName
from catalog.model.settings import Settings
from catalog.model.snapshot import Definitions, resolve
from catalog.schema.formats import FORMATS

ROUNDS: Final = 9
PAYLOADS: Final = 20_000

_PLAIN: Final[tuple[dict[str, object], ...]] = (
    {"type": "string", "maxLength": 60},
    {"type": "integer", "minimum": 0},
    {"type": "number", "minimum": 0},
    {"type": "boolean"},
    {"type": "string", "enum": ["web", "mobile", "api", "import"]},
    {"type": "integer"},
    {"type": "string", "maxLength": 120},
    {"type": "array", "items": {"type": "string", "maxLength": 20}, "maxItems": 8},
)
_HEAVY: Final[tuple[dict[str, object], ...]] = (
    {"type": "string", "pattern": "^[a-z]{2}-[0-9]{4}$", "maxLength": 7},
    {"type": "map", "keys": {"pattern": "^[a-z]+$", "maxLength": 12}, "values": {"type": "integer"}},
    {"type": "array", "items": {"type": "string", "maxLength": 20}, "uniqueItems": True},
)
_WORDS: Final = ("alpha", "beta", "gamma", "delta", "kappa", "sigma", "omega")


def snapshot(events: int, heavy_share: float, *, watched: bool = False) -> Snapshot:
    """A catalog of `events` events; the share of properties that are patterns, maps or unique arrays.

    `watched` declares the one free text that every payload has to be about nobody, so that it is looked at.
    """
    choose = random.Random(7)
    made: dict[EventName, EventDefinition] = {}
    for number in range(events):
        properties: dict[str, object] = {}
        for index in range(8):
            heavy = choose.random() < heavy_share
            kind = choose.choice(_HEAVY) if heavy else _PLAIN[index]
            properties[f"{_WORDS[index % 7]}_{index}"] = {**kind, "required": index < 5}
        if watched:
            properties["alpha_0"] = {**_PLAIN[0], "required": True, "data": "none"}
        made[EventName(f"resource{number // 10}.action_{number % 10}")] = EventDefinition.model_validate_json(
            json.dumps({"destinations": ["log"], "properties": properties})
        )
    settings = Settings.model_validate_json('{"format": 1, "product": "bench", "destinations": {"log": {}}}')
    return resolve(Definitions(settings=settings, groups={}, contexts={}, entities={}, events=made))


def payloads(catalog: Snapshot, count: int, refused_share: float) -> list[bytes]:
    """Payloads of uniformly drawn events; the share that breaks its contract in one place."""
    choose = random.Random(11)
    names = list(catalog.events)
    made = []
    for number in range(count):
        name = names[choose.randrange(len(names))]
        properties = {
            key: _value(choose, definition.model_dump(by_alias=True))
            for key, definition in catalog.events[name].properties.items()
            if definition.required or choose.random() < 0.7
        }
        if choose.random() < refused_share:
            properties[next(iter(properties))] = {"not": "this"}
        made.append(
            orjson.dumps(
                {
                    "event": name,
                    "timestamp": f"2026-{number % 12 + 1:02}-{number % 28 + 1:02}T12:{number % 60:02}:07Z",
                    "distinct_id": f"user-{number % 977}",
                    "properties": properties,
                }
            )
        )
    return made


def _value(choose: random.Random, definition: dict[str, object]) -> object:
    match definition["type"]:
        case "integer":
            return choose.randrange(100_000)
        case "number":
            return round(choose.random() * 1000, 2)
        case "boolean":
            return choose.random() < 0.5
        case "array":
            return choose.sample(_WORDS, choose.randrange(1, 4))
        case "map":
            return {word: choose.randrange(100) for word in choose.sample(_WORDS, 3)}
        case _ if definition.get("enum"):
            return choose.choice(["web", "mobile", "api", "import"])
        case _ if definition.get("pattern"):
            return f"ab-{choose.randrange(1000, 9999)}"
        case _:
            return " ".join(choose.choices(_WORDS, k=choose.randrange(2, 6)))


def seconds(work: Callable[[Iterable[bytes]], object], corpus: list[bytes]) -> float:
    """One run's time a payload; the processor's, so that other programs do not count."""
    start = time.process_time()
    work(corpus)
    return (time.process_time() - start) / len(corpus)


def ratios(works: dict[str, Callable[[Iterable[bytes]], object]], corpus: list[bytes]) -> dict[str, float]:
    """The median time of each work a payload, in turn, over `ROUNDS` rounds."""
    times: dict[str, list[float]] = {name: [] for name in works}
    gc.disable()
    for _ in range(ROUNDS):
        for name, work in works.items():
            times[name].append(seconds(work, corpus))
    gc.enable()
    return {name: median(values) for name, values in times.items()}


def _envelope(properties: dict[str, object]) -> dict[str, object]:
    """The same judgement as ours, written as one schema: the envelope around the contract."""
    return {
        "type": "object",
        "properties": {
            "event": {"type": "string"},
            "timestamp": {"type": "string", "pattern": FORMATS["timestamp"].json_schema},
            "distinct_id": {"type": "string", "minLength": 1, "maxLength": 200},
            "properties": {key: value for key, value in properties.items() if not key.startswith("$")},
        },
        "required": ["event", "properties"],
        "additionalProperties": False,
    }


def _parse(corpus: Iterable[bytes]) -> None:
    for payload in corpus:
        orjson.loads(payload)


def report() -> None:
    """Print every figure of validation."""
    for title, share in (("plain properties", 0.0), ("30 % patterns, maps, unique arrays", 0.3)):
        catalog = snapshot(500, share)
        corpus = payloads(catalog, PAYLOADS, 0.02)
        validator = Validator(catalog)
        joined = b"\n".join(corpus)

        def one_by_one(corpus: Iterable[bytes], validator: Validator = validator) -> None:
            validate = validator.validate
            for payload in corpus:
                validate(payload)

        def by_lines(_: Iterable[bytes], validator: Validator = validator, joined: bytes = joined) -> None:
            for _verdict in validator.validate_lines(joined):
                pass

        schemas = {
            name: jsonschema.Draft202012Validator(_envelope(to_json_schema(event)))
            for name, event in catalog.events.items()
        }

        def by_jsonschema(corpus: Iterable[bytes], schemas: dict[EventName, Any] = schemas) -> None:
            for payload in corpus:
                value = orjson.loads(payload)
                list(schemas[value["event"]].iter_errors(value))

        one_by_one(corpus)
        times = ratios({"orjson.loads": _parse, "validate": one_by_one, "validate_lines": by_lines}, corpus)
        slow = ratios({"jsonschema": by_jsonschema, "validate": one_by_one}, corpus[:1000])
        base = times["orjson.loads"]
        size = sum(map(len, corpus)) / len(corpus)
        print(f"validation, {title}, {size:.0f} bytes a payload")
        for name, value in times.items():
            print(f"  {name:16} {value * 1e6:6.2f} µs  {value / base:5.2f} × orjson.loads")
        print(f"  jsonschema / validate  {slow['jsonschema'] / slow['validate']:6.1f} ×")
    _watched()
    _many()


def _watched() -> None:
    """Validation with and without a look for personal data in one free text of every payload."""
    plain, watched = snapshot(500, 0.0), snapshot(500, 0.0, watched=True)
    corpus = payloads(plain, PAYLOADS, 0.02)
    works = {"validate": _judging(plain), "with drift": _judging(watched)}
    for work in works.values():
        work(corpus)
    times = ratios(works, corpus)
    print("drift in one free text of every payload")
    for name, value in times.items():
        print(f"  {name:16} {value * 1e6:6.2f} µs  {value / times['validate']:5.2f} × validate")


def _judging(catalog: Snapshot) -> Callable[[Iterable[bytes]], object]:
    validate = Validator(catalog).validate

    def judge(corpus: Iterable[bytes]) -> None:
        for payload in corpus:
            validate(payload)

    return judge


def _many() -> None:
    catalog = snapshot(5_000, 0.1)
    corpus = {orjson.loads(payload)["event"]: payload for payload in payloads(catalog, 60_000, 0.0)}
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    validator = Validator(catalog)
    start = time.perf_counter()
    validator.validate(next(iter(corpus.values())))
    first = time.perf_counter() - start
    for payload in corpus.values():
        validator.validate(payload)
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    print(f"{len(corpus)} of 5,000 events compiled: {grown:.1f} MB; first verdict after {first * 1e3:.2f} ms")


if __name__ == "__main__":
    report()
