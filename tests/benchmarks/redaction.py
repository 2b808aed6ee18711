"""Redaction of judged payloads for one destination, against writing the same payloads as they are.

The corpus is validation's: payloads of about 300 bytes, eight properties each. One of these is dropped, the
others are kept, truncated, masked or hashed.
"""

import gc
import hmac
import json
import time
import tracemalloc
from collections.abc import Callable
from statistics import median
from typing import Any, Final

import msgspec
import orjson

from catalog.model.event import EventDefinition
from catalog.model.names import EventName
from catalog.model.settings import Settings
from catalog.model.snapshot import Definitions, Snapshot, resolve
from catalog.privacy.keys import Keyring
from catalog.privacy.plan import Plans
from catalog.validation.redactor import Redactor
from tests.benchmarks import validation

ROUNDS: Final = 15
PAYLOADS: Final = 4_000
KEY: Final = b"k" * 32
KEYS: Final = Keyring("2026-11", {"2026-11": KEY})

KINDS: Final = {
    "kept, one dropped": {},
    "one dropped, one truncated": {"gamma_2": "truncate"},
    "one dropped, two masked": {"alpha_0": "mask", "omega_6": "mask"},
    "one dropped, one hashed": {"alpha_0": "hash"},
    "one dropped, three hashed": {"alpha_0": "hash", "beta_1": "hash", "omega_6": "hash"},
}
"""What is done to the properties of each event besides dropping one of them."""


def private(
    catalog: Snapshot, handlings: dict[str, str], destinations: int = 1, data: str = "none"
) -> Snapshot:
    """The catalog with one property dropped and others handled as stated, for each destination.

    `data` is what every property is about.
    """
    names = [f"log{number}" if number else "log" for number in range(destinations)]
    made: dict[EventName, EventDefinition] = {}
    for name, event in catalog.events.items():
        plain = event.definition.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        plain["destinations"] = names
        for key, definition in plain["properties"].items():
            handling = "drop" if key == "kappa_4" else handlings.get(key)
            if definition["type"] == "map":
                definition["values"]["data"] = definition.setdefault("keys", {})["data"] = data
            else:
                definition["data"] = data
            if handling is not None:
                definition["handling"] = dict.fromkeys(names, handling)
        made[name] = EventDefinition.model_validate_json(json.dumps(plain))
    about = {"format": 1, "product": "bench", "destinations": {name: {} for name in names}}
    settings = Settings.model_validate_json(json.dumps(about))
    return resolve(Definitions(settings=settings, groups={}, contexts={}, entities={}, events=made))


def times(works: dict[str, Callable[[], object]], count: int) -> dict[str, float]:
    """The median microseconds of the processor that each work takes for one of `count` things, in turn."""
    taken: dict[str, list[float]] = {name: [] for name in works}
    gc.disable()
    for _ in range(ROUNDS):
        for name, work in works.items():
            start = time.process_time()
            work()
            taken[name].append((time.process_time() - start) / count * 1e6)
    gc.enable()
    return {name: median(values) for name, values in taken.items()}


def report() -> None:
    """Print every figure of redaction."""
    plain = validation.snapshot(500, 0.0)
    corpus: list[dict[str, Any]] = [orjson.loads(one) for one in validation.payloads(plain, PAYLOADS, 0.0)]
    encode = msgspec.json.Encoder().encode
    messages = [f"log\0{payload['properties']['alpha_0']}".encode() for payload in corpus]
    print("redaction of one judged payload for one destination")
    for kind, handlings in KINDS.items():
        catalog = private(plain, handlings)
        plans = Plans(catalog, "log", KEYS)
        planned = [(plans.plan(catalog.events[one["event"]]), one) for one in corpus]

        def redact(planned: list[Any] = planned) -> None:
            for plan, payload in planned:
                plan.apply(payload)

        def redact_and_encode(planned: list[Any] = planned) -> None:
            for plan, payload in planned:
                encode(plan.apply(payload))

        def redact_and_dump(planned: list[Any] = planned) -> None:
            for plan, payload in planned:
                json.dumps(plan.apply(payload))

        took = times(
            {
                "redact": redact,
                "redact, msgspec": redact_and_encode,
                "redact, json": redact_and_dump,
                "msgspec": lambda: [encode(payload) for payload in corpus],
                "json": lambda: [json.dumps(payload) for payload in corpus],
                "hmac": lambda: [hmac.digest(KEY, message, "sha256") for message in messages],
            },
            PAYLOADS,
        )
        hashed = sum(handling == "hash" for handling in handlings.values())
        spent = 1.3 * hashed * took["hmac"]
        print(f"  {kind}")
        alone = (took["redact"] - spent) / took["json"]
        print(f"    plan.apply             {took['redact']:6.2f} µs: {alone:5.2f} × json encode")
        for name, redacted in (("json", "redact, json"), ("msgspec", "redact, msgspec")):
            rest = (took[redacted] - spent) / took[name]
            beside = f" beside {hashed} × 1.3 × hmac.digest ({took['hmac']:.2f} µs)" if hashed else ""
            print(
                f"    and {name + ' encode':18} {took[redacted]:6.2f} µs, plainly {took[name]:5.2f} µs:"
                f" {rest:5.2f} ×{beside}"
            )
    _digests(messages)
    _whole(plain)
    _memory()


def _digests(messages: list[bytes]) -> None:
    """What hashing one value costs beside the bare function."""
    values = [message.removeprefix(b"log\0").decode() for message in messages]
    digest = KEYS.digester("log")
    took = times(
        {
            "bare": lambda: [hmac.digest(KEY, message, "sha256") for message in messages],
            "digest": lambda: [digest(value) for value in values],
        },
        len(messages),
    )
    ratio = took["digest"] / took["bare"]
    print(f"  a hashed value         {took['digest']:6.2f} µs  {ratio:5.2f} × hmac.digest")


def _whole(plain: Snapshot) -> None:
    """Bytes in, judged and redacted, and bytes out again: what a gateway does.

    Texts that are declared to be about nobody are also looked at for personal data; others are not.
    """
    corpus = validation.payloads(plain, PAYLOADS, 0.0)
    parsed = [orjson.loads(one) for one in corpus]
    for kind, catalog in (
        ("one dropped, one hashed", private(plain, {"alpha_0": "hash"})),
        ("one dropped, one hashed, no drift looked for", private(plain, {"alpha_0": "hash"}, data="user")),
    ):
        redactor = Redactor(catalog, KEYS)

        def judge(redactor: Redactor = redactor) -> None:
            for payload in corpus:
                redactor.judge(payload, "log")

        def bytes_to_bytes(redactor: Redactor = redactor) -> None:
            for payload in corpus:
                json.dumps(redactor.redact(payload, "log")).encode()

        judge()
        took = times(
            {
                "judge": judge,
                "whole": bytes_to_bytes,
                "parse": lambda: [orjson.loads(one) for one in corpus],
                "json": lambda: [json.dumps(one) for one in parsed],
                "both": lambda: [json.dumps(json.loads(one)).encode() for one in corpus],
            },
            PAYLOADS,
        )
        judged, whole, both = took["judge"], took["whole"], took["both"]
        print(f"  the whole way, {kind}")
        print(f"    judged and redacted    {judged:6.2f} µs: {judged / took['parse']:5.2f} × orjson.loads")
        print(
            f"    bytes to bytes         {whole:6.2f} µs: {whole / took['json']:5.2f} × json encode,"
            f" {whole / both:5.2f} × json decode and encode ({both:.2f} µs)"
        )


def _memory() -> None:
    """Plans are made on first use; this is what all of them take."""
    catalog = private(validation.snapshot(5_000, 0.1), {"alpha_0": "hash", "gamma_2": "truncate"}, 5)
    everything = [Plans(catalog, name, KEYS) for name in catalog.settings.destinations]
    tracemalloc.start()
    start = time.perf_counter()
    everything[0].plan(next(iter(catalog.events.values())))
    first = time.perf_counter() - start
    for plans in everything:
        for event in catalog.events.values():
            plans.plan(event)
    grown, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    print(
        f"  plans of 5,000 events for 5 destinations, all of them used: {grown / 2**20:.1f} MB;"
        f" the first after {first * 1e3:.2f} ms"
    )


if __name__ == "__main__":
    report()
