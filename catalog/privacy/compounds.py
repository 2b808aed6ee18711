"""Words that are written in one: `useremail`, `telefonnr`, `kreditkartennummer`."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final

from catalog.privacy.vocabulary import PEOPLE, WORDS

_JOINED: Final[Mapping[str, tuple[str, ...]]] = {
    "".join(phrase): phrase for phrase in WORDS if len(phrase) > 1 and len("".join(phrase)) > 5
}
"""Phrases as one word: `emailaddr`, `steuerid`."""
_ANY_BEFORE: Final = (
    *("email", "mailadresse", "username", "firstname", "lastname", "fullname", "nickname", "birthdate"),
    *("password", "passwort", "kennwort", "passwd", "zipcode", "ipaddress", "phonenumber", "apikey"),
    *("telefonnummer", "handynummer", "mobilnummer", "rufnummer", "faxnummer", "telefon", "handy"),
    *("anschrift", "geburtsdatum", "geburtstag", "postleitzahl", "vorname", "nachname", "kontonummer"),
    *("kreditkarte", "kreditkartennummer", "ausweisnummer", "passnummer", "staatsangehorigkeit"),
    *("staatsangehoerigkeit", "steuernummer", "sozialversicherungsnummer", "wohnort", "familienname"),
)
"""Nouns that say the same whatever stands before them in one word: `guestemail`, `privatanschrift`."""
_NUMBERS: Final = ("nummer", "number", "nbr", "num", "nr")
_LINKS: Final = ("", "s", "n", "en", "e")
"""What joins two German nouns: `kreditkarte-n-nummer`."""
_BEFORE_ADDRESS: Final = ("liefer", "rechnungs", "wohn", "privat", "heimat", "post", "meld", "melde", "haus")
_WHOM: Final = tuple(
    sorted(
        (*PEOPLE, "home", "work", "mobile", "private", "billing", "shipping", "login", "account", "primary"),
        key=len,
        reverse=True,
    )
)
_SAID: Final = frozenset({"name", "names", "id", "mail", "nr", "number", "mobile", "addr"})
_SHORTEST: Final = 5


@lru_cache(maxsize=16_384)
def parts_of(word: str) -> tuple[str, ...]:
    """The words that one word is made of, where they suggest something; else the word alone."""
    if len(word) < _SHORTEST or (word,) in WORDS or (word.removesuffix("s"),) in WORDS:
        return (word,)
    return next(_splits(word), (word,))


def _splits(word: str) -> Iterator[tuple[str, ...]]:
    if word in _JOINED:
        yield _JOINED[word]
    for whom in _WHOM:
        rest = word.removeprefix(whom)
        if rest != word and (rest in _SAID or (rest,) in WORDS):
            yield whom, rest
        elif rest != word and rest in _JOINED:
            yield whom, *_JOINED[rest]
    for noun in _ANY_BEFORE:
        if word.endswith(noun) and word != noun:
            yield word.removesuffix(noun), noun
    for before in _BEFORE_ADDRESS:
        if word in (f"{before}adresse", f"{before}addresse"):
            yield before, "adresse"
    for number in _NUMBERS:
        if word.endswith(number) and word != number:
            yield from _numbered(word.removesuffix(number))


def _numbered(stem: str) -> Iterator[tuple[str, ...]]:
    """A noun and its number, as one German or English word."""
    for link in _LINKS:
        noun = stem.removesuffix(link) if link else stem
        if link and noun == stem:
            continue
        if (noun,) in WORDS or noun in ("mobil", "tel"):
            yield noun, "number"
        elif noun in _JOINED:
            yield *_JOINED[noun], "number"
