"""Words in names that suggest personal data, in English, German, French and Spanish."""

import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final

from catalog.model.words import words_of
from catalog.privacy.compounds import parts_of
from catalog.privacy.vocabulary import NAMES, OWNERS, PEOPLE, WORDS

__all__ = ["NUMBERING", "WORDS", "suggested", "told_name"]

_WHOLE: Final[Mapping[tuple[str, ...], str]] = {
    ("id", "number"): "user.government_id",
    ("kind", "name"): "user.name",  # German: the name of a child; `resource_kind_name` is English
    ("mobile",): "user.contact.phone",  # `is_mobile` is a device
    ("mobil",): "user.contact.phone",
    ("portable",): "user.contact.phone",
}
"""Phrases that say it only when they are the whole name: the end of `order_id_number` says nothing."""
NUMBERING: Final = frozenset({"number", "no", "nr", "num", "nbr", "nummer", "numero"})
"""Words that say of the noun before them only that it has a number: `aadhaar_number`, `iban_nr`."""
_NUMBERED: Final = ("user.government_id", "user.financial", "user.contact.phone", "user.device.id")
"""Categories of things that have numbers; `comment_number` is not what somebody wrote."""
_FILLER: Final = frozenset(
    {"de", "del", "du", "des", "la", "le", "d", "l", "of", "the", "el", "der", "die", "von"}
)
_PLAIN: Final = str.maketrans("áàâäãéèêëíìîïóòôöõúùûüñçø", "aaaaaeeeeiiiiooooouuuunco")
_LONGEST: Final = max(len(phrase) for phrase in WORDS)
_ENDINGS: Final = frozenset(
    {"value", "text", "string", "raw", "old", "new", "current", "previous", "hash", "hashed", "v", "last"}
    | {"formatted", "national", "international", "normalized", "e"}
    # Units of what is about people; seconds and days also measure the age of things.
    | {"eur", "euro", "euros", "usd", "gbp", "chf", "cents", "years", "deg", "degrees", "utc"}
)
"""What may follow a phrase without changing what the value is."""
_ROMANCE: Final = frozenset(
    {
        "courriel",
        "correo",
        "telephone",
        "telefono",
        "movil",
        "rue",
        "calle",
        "domicilio",
        "prenom",
        "nom",
        "nombre",
        "apellido",
        "usuario",
        "identifiant",
        "latitud",
        "longitud",
        "ubicacion",
        "coordonnees",
        "coordenadas",
        "sexe",
        "edad",
        "genero",
        "sexo",
        "commentaire",
        "remarque",
        "titre",
        "comentario",
        "descripcion",
        "mensaje",
        "asunto",
        "titulo",
        "recherche",
        "busqueda",
        "salaire",
        "salario",
        "tarjeta",
        "contrasena",
        "clave",
        "adresse",
        "direccion",
        "fecha",
        "date",
        "numero",
        "carte",
        "compte",
        "cuenta",
        "mot",
        "id",
    }
)
"""First words of phrases that count at the beginning of a name too: `correo_cliente`."""


_QUALIFIERS: Final = frozenset(
    {"work", "home", "private", "business", "office", "personal", "primary", "secondary", "main", "backup"}
    | {"alternate", "alternative", "emergency", "mobile", "privat", "arbeit", "geschaftlich", "geschaeftlich"}
    | {"domicile", "travail", "bureau", "casa", "trabajo", "oficina", "line"}
)
"""What may follow a way to reach somebody: `phone_work`."""
_ASKING: Final = frozenset(
    {"is", "has", "had", "was", "can", "should", "needs", "requires", "max", "min", "avg"}
)
"""First words of names of flags and limits: `has_phone`, `max_tokens`."""
_ATTRIBUTES: Final = frozenset(
    {
        "type",
        "kind",
        "count",
        "total",
        "status",
        "state",
        "verified",
        "valid",
        "valide",
        "verifie",
        "verificado",
    }
    | {
        "format",
        "length",
        "size",
        "template",
        "tipo",
        "typ",
        "anzahl",
        "nombre",
        "cantidad",
        "estado",
        "statut",
    }
)
"""Last words of names of what a thing is like, also where the noun stands first: `adresse_type`."""
_THINGS: Final[Mapping[str, frozenset[str]]] = {
    "age": frozenset(
        {
            "cache",
            "file",
            "token",
            "session",
            "account",
            "message",
            "job",
            "index",
            "snapshot",
            "data",
            "page",
        }
        | {
            "release",
            "image",
            "key",
            "backup",
            "entry",
            "record",
            "ticket",
            "issue",
            "order",
            "queue",
            "cookie",
        }
        | {"build", "invoice", "certificate", "branch", "commit", "event", "lock", "log"}
    ),
    "address": frozenset(
        {"memory", "base", "bus", "start", "end", "return", "physical", "virtual", "contract", "register"}
        | {"bind", "listen", "load", "instruction"}
    ),
    "title": frozenset({"page", "screen", "section", "dialog", "modal", "menu", "column", "chart"}),
    "race": frozenset({"data", "thread"}),
    "token": frozenset({"page", "continuation", "cursor", "sync", "design", "lexer", "syntax"}),
    "pin": frozenset({"gpio", "header", "map", "board"}),
    "uid": frozenset({"event", "message", "object", "resource", "row", "item", "task", "build", "package"}),
}
"""Last words, with the words before them that make them one of things: `cache_age`, `memory_address`."""
_PLURALS: Final = (("s", ""), ("es", ""), ("ies", "y"), ("n", ""), ("en", ""))
_IDENTIFYING: Final = NUMBERING | {"id", "ids", "uid", "uuid", "guid"}


@lru_cache(maxsize=16_384)
def suggested(name: str) -> tuple[str, str] | None:
    """What a name suggests: the words that do, and the data category; None when it suggests nothing.

    In English and German the noun stands last: `recipient_email` is an address, `email_count` a number.
    """
    words = _words(name)
    if words and words[0] in _ASKING:
        return None
    whole = _WHOLE.get(tuple(words))
    if whole is not None:
        return " ".join(words), whole
    return _suggested_by(words) or _suggested_by([part for word in words for part in parts_of(word)])


@lru_cache(maxsize=16_384)
def told_name(name: str, around: tuple[str, ...]) -> str:
    """The name that tells what a member is: its own, or that after those around it, outermost first.

    `number` in `phones` is `phones_number`; a member that tells nothing either way keeps its own name.
    """
    if suggested(name) is None and _ASKING.isdisjoint(_words(name)[:1]):
        for start in range(len(around) - 1, max(-1, len(around) - _NEAR - 1), -1):
            longer = "_".join((*around[start:], name))
            # What leads a name says what the whole is; of `adresse.pays`, only the object's own name would.
            if suggested(longer) is not None and _suggested_by([_SOME, *_words(longer)]) is not None:
                return longer
    return name


_NEAR: Final = 3
"""How many of the objects around a member may tell what it is."""
_SOME: Final = "x"


def _words(name: str) -> list[str]:
    words = [word.translate(_PLAIN) for word in words_of(unicodedata.normalize("NFC", name))]
    return [word for word in words if word not in _FILLER] or words


def _suggested_by(words: list[str]) -> tuple[str, str] | None:
    """What the words suggest, without what may follow a phrase."""
    words = words[:]
    is_qualified = False
    while words:
        found = None if _is_of_a_thing(words) else _phrase_in(words) or _of_person(words) or _numbered(words)
        if found is not None:
            return found if not is_qualified or found[1].startswith("user.contact") else None
        if words[-1] in _QUALIFIERS:
            is_qualified = True
        elif not (words[-1] in _ENDINGS or words[-1].isdecimal()):
            return None
        words.pop()
    return None


def _is_of_a_thing(words: list[str]) -> bool:
    return len(words) > 1 and any(
        words[-2] in _THINGS.get(last, ()) for (last,) in _with_singulars((words[-1],))
    )


def _of_person(words: list[str]) -> tuple[str, str] | None:
    """What the last or first two words say of somebody: a name, a number, a telephone."""
    for whom, what in (words[-2:], reversed(words[:2])) if len(words) > 1 else ():
        if whom not in PEOPLE and whom.removesuffix("s") not in PEOPLE:
            continue
        if what in NAMES:
            return " ".join(words[-2:] if words[-1] == what else words[:2]), "user.name"
        if what != words[-1]:
            continue
        if what in _IDENTIFYING and whom not in OWNERS:
            return f"{whom} {what}", "user.unique_id"
        if what in ("mobile", "mobil", "cell"):
            return f"{whom} {what}", "user.contact.phone"
        if what == "addr":
            return f"{whom} {what}", "user.contact.address"
    return None


def _phrase_in(words: list[str]) -> tuple[str, str] | None:
    """The longest phrase that the words end with, or begin with where its language has the noun first."""
    for length in range(min(_LONGEST, len(words)), 0, -1):
        last, first = tuple(words[-length:]), tuple(words[:length])
        for phrase in (last, first):
            found = next((WORDS[one] for one in _with_singulars(phrase) if one in WORDS), None)
            if found is not None and (phrase == last or _leads(phrase[0], words[-1])):
                return " ".join(phrase), found
    return None


def _with_singulars(phrase: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The phrase, and as its last word may be for one: `addresses`, `salaries`, `Anschriften`."""
    yield phrase
    *first, last = phrase
    for ending, one in _PLURALS:
        if last.endswith(ending):
            yield *first, last.removesuffix(ending) + one


def _leads(first: str, last: str) -> bool:
    """Whether a phrase at the beginning of a name says what the whole is."""
    return first in _ROMANCE and last not in _ATTRIBUTES


def _numbered(words: list[str]) -> tuple[str, str] | None:
    """What the words before a final `number` or `id` suggest, if that is something with a number."""
    last = words[-1]
    if last in NUMBERING:
        found = _phrase_in([*words[:-1], "number"]) or _noun_in(words[:-1])
        return found if found is not None and found[1] in _NUMBERED else None
    found = _phrase_in(words[:-1]) if last == "id" else None
    return found if found is not None and found[1] == "user.government_id" else None


def _noun_in(words: list[str]) -> tuple[str, str] | None:
    """As `_phrase_in`, with the words that mean a telephone only where they have a number."""
    if words and words[-1] in ("mobil", "mobile", "cell", "portable"):
        return words[-1], "user.contact.phone"
    return _phrase_in(words)
