"""The detectors of personal data: what a text costs, and how often they are right."""

import random
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from statistics import median
from typing import Final

import re2

from catalog.privacy.detectors import DETECTORS, detect, detect_value
from tests.privacy.detectors.corpus import scores
from tests.privacy.detectors.ordinary import KINDS, NAMED, named_values, values

ROUNDS: Final = 9
CALLS: Final = 20_000
ORDINARY: Final = 20_000

CLEAN: Final = "the customer asked for a refund of the order of last friday"
SEEN: Final = "please write to ada@example.com about the order of last friday"
LOOKS_ALIKE: Final = "order 1700000000000 of 2024-01-15 was not delivered in time"
LIBRARY: Final = "call +1 202-555-0123 about the order of last friday, please"


def microseconds(call: Callable[[], object]) -> float:
    """The median time of a call."""
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        for _ in range(CALLS):
            call()
        times.append((time.perf_counter() - start) / CALLS * 1e6)
    return median(times)


def report() -> None:
    """Print the cost of a clean text and of a hit, precision and recall, and false hits on random values."""
    least = re2.Set.SearchSet()
    least.Add("[^ ]@[^ ]")
    least.Compile()
    data = CLEAN.encode()
    base = microseconds(lambda: least.Match(data))
    print(f"detectors, on texts of about {len(CLEAN)} characters")
    for kind, text in (
        ("clean", CLEAN),
        ("looks alike", LOOKS_ALIKE),
        ("an address", SEEN),
        ("a phone", LIBRARY),
    ):
        took = microseconds(partial(detect, text))
        print(f"  {kind:12} {took:7.2f} µs  {took / base:6.2f} × a set of one expression")
    took = microseconds(lambda: detect_value(CLEAN, "note"))
    print(f"  {'with a name':12} {took:7.2f} µs  {took / base:6.2f} × a set of one expression")
    false = Counter(hit.detector for _, value in values(ORDINARY) for hit in detect(value))
    rng = random.Random(1)
    numbers = [str(rng.randrange(10**15, 10**16)) for _ in range(ORDINARY)]
    print(f"cards seen in {ORDINARY:,} random numbers of 16 digits")
    for name in ("note", "reference", "order_number", "tracking_no", "invoice_nr", "transaction_number"):
        seen = sum(bool(detect_value(number, name)) for number in numbers)
        print(f"  under {name:20} {seen / ORDINARY:.3%}")
    named = Counter(kind for kind, name, value in named_values(ORDINARY) if detect_value(value, name))
    print(f"anything seen in {ORDINARY:,} random values under a name that says what they number")
    for kind in NAMED:
        print(f"  {kind:20} {named[kind] / (ORDINARY / len(NAMED)):.3%}")
    print(f"detectors, right on the corpus, wrong on {ORDINARY:,} random values ({', '.join(KINDS)})")
    rated = scores()
    for one in DETECTORS:
        score = rated[one.name]
        rates = (
            f"precision {score.precision:.3f}  recall {score.recall:.3f} of {score.right + score.missed:2}"
        )
        print(f"  {one.name:16} {rates}  wrong {false[one.name] / ORDINARY:.3%}")
