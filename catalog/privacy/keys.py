"""The deployment's keys: what hashes a value so that nobody without the key can guess it back."""

import base64
import binascii
import hmac
import re
from collections.abc import Callable, Mapping
from typing import Final

import msgspec

from catalog.errors import CatalogError

KEY_BYTES: Final = 32
"""The fewest bytes of a key: the size of the hash, RFC 2104 §3."""

_ID: Final = re.compile(r"[A-Za-z0-9_-]{1,32}\Z")
_DIGEST: Final = re.compile(r"([A-Za-z0-9_-]{1,32}):[0-9a-f]{64}\Z")
_FORM: Final = '{"active": "2026-11", "keys": {"2026-11": "<32 bytes or more in base64>"}}'


class KeysUnusable(CatalogError):
    """A key file that cannot be used; says why, never what is in it."""


class KeyMissing(CatalogError):
    """A destination hashes, and there is no key to hash with."""

    def __init__(self, destinations: tuple[str, ...]) -> None:
        self.destinations = destinations
        verb = "hashes" if len(destinations) == 1 else "hash"
        super().__init__(f"{', '.join(destinations)} {verb} values, and no key is given; name a key file")


class Keyring:
    """Named keys: the active one hashes, the others are known for reading what they hashed before.

    A digest is `<key id>:<HMAC-SHA-256 in hex>`. The destination is in its input, so that what two of them
    hold of one person cannot be joined. Neither `repr` nor any error shows a key.
    """

    __slots__ = ("_active", "_keys")

    def __init__(self, active: str, keys: Mapping[str, bytes]) -> None:
        """Raises KeysUnusable for an id that is no identifier, a short key, an active id without a key."""
        for name, key in keys.items():
            if not _ID.match(name):
                raise KeysUnusable("a key's id has up to 32 letters, digits, '_' or '-'; rename it")
            if len(key) < KEY_BYTES:
                raise KeysUnusable(f"the key '{name}' has fewer than {KEY_BYTES} bytes; make a longer one")
        if active not in keys:
            raise KeysUnusable(f"the active key is none of the keys, which are {', '.join(keys) or 'none'}")
        self._active = active
        self._keys = dict(keys)

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of all keys, the active one first."""
        return (self._active, *(name for name in self._keys if name != self._active))

    def __repr__(self) -> str:
        return f"Keyring(ids={self.ids!r})"

    def __reduce__(self) -> str:
        raise TypeError("a keyring is not pickled: keys stay where they were given")

    def digest(self, value: str | float, destination: str) -> str:
        """A value's digest for one destination, under the active key.

        Texts are hashed as UTF-8, numbers and booleans as JSON writes them: the user id 12 and the text
        "12" are the same.
        """
        return self.digester(destination)(value)

    def digester(self, destination: str) -> Callable[[str | float], str]:
        """What gives values' digests for one destination, under the active key."""
        key, prefix, start = self._keys[self._active], f"{self._active}:", _start(destination)

        def digest(value: str | float) -> str:
            return prefix + hmac.digest(key, start + _encoded(value), "sha256").hex()

        return digest

    def digests(self, value: str | float, destination: str) -> tuple[str, ...]:
        """A value's digests under every key, the active one's first: what a destination may know it by."""
        message = _start(destination) + _encoded(value)
        return tuple(f"{name}:{hmac.digest(self._keys[name], message, 'sha256').hex()}" for name in self.ids)

    def knows(self, value: object) -> bool:
        """Whether a value looks like a digest under one of these keys."""
        if not isinstance(value, str):
            return False
        found = _DIGEST.match(value)
        return found is not None and found[1] in self._keys


class _Document(msgspec.Struct, forbid_unknown_fields=True):
    active: str
    keys: dict[str, str]


def read_keys(content: bytes) -> Keyring:
    """The keys of a key file, a JSON document. Raises KeysUnusable; its message names no key."""
    try:
        document = msgspec.json.decode(content, type=_Document)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise KeysUnusable(f"the key file is not of the form {_FORM}") from None
    keys = {}
    for name, text in document.keys.items():
        try:
            keys[name] = base64.b64decode(text, validate=True)
        except (binascii.Error, ValueError):
            shown = f"'{name}'" if _ID.match(name) else "with the unusual id"
            raise KeysUnusable(f"the key {shown} is not base64; encode its bytes") from None
    return Keyring(document.active, keys)


def text_of(value: str | float) -> str:
    """A scalar as text: itself, or what JSON writes; 1.0 is 1."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    return str(int(value)) if value.is_integer() else repr(value)


def _start(destination: str) -> bytes:
    """What stands before a value, so that no two inputs run together: no destination holds a zero byte."""
    return destination.encode() + b"\0"


def _encoded(value: str | float) -> bytes:
    return (value if value.__class__ is str else text_of(value)).encode("utf-8", "surrogatepass")
