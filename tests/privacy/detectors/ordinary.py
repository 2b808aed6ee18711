"""Values as ordinary payloads hold them, drawn at random: none is about a person."""

import random
import uuid
from base64 import b32encode
from collections.abc import Callable, Iterator
from typing import Final

_HEX: Final = "0123456789abcdef"
_LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_DIGITS: Final = "0123456789"


def _digits(rng: random.Random) -> str:
    length = rng.randint(6, 19)
    return str(rng.randrange(10 ** (length - 1), 10**length))


def _milliseconds(rng: random.Random) -> str:
    return str(rng.randrange(1_400_000_000_000, 1_900_000_000_000))


def _uuid(rng: random.Random) -> str:
    return str(uuid.UUID(int=rng.getrandbits(128), version=4))


def _hex(rng: random.Random) -> str:
    return "".join(rng.choices(_HEX, k=rng.choice((7, 8, 12, 16, 24, 32, 40, 64))))


def _semantic_version(rng: random.Random) -> str:
    return ".".join(str(rng.randrange(rng.choice((5, 30)))) for _ in range(rng.choice((2, 3))))


def _build(rng: random.Random) -> str:
    last = rng.randrange(rng.choice((5, 100, 10_000)))
    return f"{rng.randrange(30)}.{rng.randrange(30)}.{rng.randrange(300)}.{last}"


def _slug(rng: random.Random) -> str:
    return b32encode(rng.randbytes(10)).decode()[: rng.randint(8, 16)]


def _sku(rng: random.Random) -> str:
    return "-".join(
        "".join(rng.choices(rng.choice((_LETTERS, _DIGITS, _DIGITS)), k=rng.randint(2, 5)))
        for _ in range(rng.randint(2, 4))
    )


def _time(rng: random.Random) -> str:
    day = f"20{rng.randint(10, 29)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
    clock = f"{rng.randrange(24):02}:{rng.randrange(60):02}:{rng.randrange(60):02}"
    return f"{day}T{clock}{rng.choice(('Z', '+02:00', '.123Z', ''))}"


def _form(form: str) -> Callable[[random.Random], str]:
    """Texts of a form, where 0 stands for a digit and A for a letter."""

    def draw(rng: random.Random) -> str:
        return "".join(
            rng.choice(_DIGITS) if char == "0" else rng.choice(_LETTERS) if char == "A" else char
            for char in form
        )

    return draw


def _small_version(rng: random.Random) -> str:
    return ".".join(str(rng.randrange(1, 30)) for _ in range(4))


def _pair(rng: random.Random) -> str:
    return f"{rng.uniform(1, 90):.4f}, {rng.uniform(1, 90):.4f}"


def _extension(rng: random.Random) -> str:
    """The number of a thing in the form of a telephone number: `030-1234567`."""
    return f"0{_form(rng.choice(('00', '000')))(rng)}-{_form(rng.choice(('000000', '0000000')))(rng)}"


def _prices(rng: random.Random) -> str:
    places = rng.choice((2, 2, 3))
    separator = rng.choice(("; ", ";", " - ", " / "))
    return separator.join(f"{rng.uniform(1, 90):.{places}f}".replace(".", ",") for _ in range(2))


def _date(rng: random.Random) -> str:
    year, month, day = rng.randint(2010, 2029), rng.randint(1, 12), rng.randint(1, 28)
    return rng.choice(
        (
            f"{day:02}.{month:02}.{year}",
            f"{day:02} {month:02} {year}",
            f"{month:02}/{day:02}/{year}",
            f"{year}_{month:02}{day:02}_{rng.randrange(2400):04}",
            f"{year}/{month:02}{day:02}/{rng.randrange(2400):04}",
        )
    )


def _range(rng: random.Random) -> str:
    first, last = sorted(rng.sample(range(1, 100_000), 2))
    return rng.choice((f"{first}-{last}", f"{first} - {last}", f"{first}/{last}", f"{first:03}-{last:05}"))


def _code(rng: random.Random) -> str:
    """What stands in logs and messages about code, and speaks of places with `at`."""
    name, other = (rng.choice(("items", "app", "core", "index", "handler", "queue")) for _ in range(2))
    number = rng.randrange(1, 900)
    return rng.choice(
        (
            f"{name}[at] {other}.process",
            f"{name}(at){other}.js:{number}",
            f"failed (at) {other}.run",
            f"{name} [at] {number}.{number}",
            f"{name}.at({number})",
            f"THROWN AT {other}.py DOT {number}",
            f"price (at) {number}.50 EUR",
            f"geo:{rng.choice(('de', 'fr', 'any'))}",
            f"geo:{rng.randrange(90)},{rng.randrange(180)}",
        )
    )


def _certificate(rng: random.Random) -> str:
    kind = rng.choice(("CERTIFICATE", "PUBLIC KEY", "RSA PUBLIC KEY", "DH PARAMETERS", "PGP MESSAGE"))
    return f"-----BEGIN {kind}-----\n{_slug(rng)}"


NUMBERED: Final = (
    *("order_number", "orderNo", "invoice_number", "ticket", "reference", "payment_reference", "batch"),
    *("sku", "part_number", "serial", "contract_no", "case_id", "id", "rechnungsnummer", "numero_factura"),
)
"""Names of what has a number of its own."""
VERSIONED: Final = (
    *("latest", "current", "required", "minimum", "target", "api", "upgrade_to", "from", "to", "installed"),
    *("version", "supported", "available", "since", "baseline", "release", "dotnet"),
)
"""Names of what may be a version."""
NAMED: Final[dict[str, tuple[tuple[str, ...], Callable[[random.Random], str]]]] = {
    "000-00-0000": (NUMBERED, _form("000-00-0000")),
    "AA000000A": (NUMBERED, _form("AA000000A")),
    "00000000A": (NUMBERED, _form("00000000A")),
    "000-000-0000": (NUMBERED, _form("000-000-0000")),
    "0000/0000000": (NUMBERED, _form("0000/0000000")),
    "00 00 00 00 00": (NUMBERED, _form("00 00 00 00 00")),
    "000000-0000000": (NUMBERED, _form("000000-0000000")),
    "18 digits": (NUMBERED, _form("000000000000000000")),
    "000 00 0000": (NUMBERED, _form("000 00 0000")),
    "000-0000000": (NUMBERED, _extension),
    "0000_0000_0000_0000": (NUMBERED, _form("0000_0000_0000_0000")),
    "0000/0000/0000/0000": (NUMBERED, _form("0000/0000/0000/0000")),
    "16 digits": (NUMBERED, _form("0000000000000000")),
    "a pair": (NUMBERED, _pair),
    "a small version": (VERSIONED, _small_version),
}
"""Forms that numbers of things share with those of people, and the names that tell them apart."""


def named_values(count: int, seed: int = 2) -> Iterator[tuple[str, str, str]]:
    """So many values with their kind and a name, each kind as often as the others."""
    rng = random.Random(seed)
    kinds = tuple(NAMED.items())
    for number in range(count):
        kind, (names, draw) = kinds[number % len(kinds)]
        yield kind, rng.choice(names), draw(rng)


KINDS: Final[dict[str, Callable[[random.Random], str]]] = {
    "digits": _digits,
    "milliseconds": _milliseconds,
    "uuid": _uuid,
    "hex": _hex,
    "version": _semantic_version,
    "build": _build,
    "slug": _slug,
    "sku": _sku,
    "time": _time,
    "a pair": _pair,
    "prices": _prices,
    "date": _date,
    "range": _range,
    "code": _code,
    "certificate": _certificate,
}


def values(count: int, seed: int = 1) -> Iterator[tuple[str, str]]:
    """So many values with their kind, each kind as often as the others."""
    rng = random.Random(seed)
    kinds = tuple(KINDS.items())
    for number in range(count):
        kind, draw = kinds[number % len(kinds)]
        yield kind, draw(rng)
