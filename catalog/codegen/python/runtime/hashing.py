"""The deployment's keys: what hashes a value so that nobody without the key can guess it back."""

from __future__ import annotations

import base64
import binascii
import hmac
import json
import re
from collections.abc import Mapping
from typing import Callable, Final

from .data import Json

KEY_BYTES: Final = 32
"""The fewest bytes of a key: the size of the hash, RFC 2104 §3."""

_ID: Final = re.compile(r"[A-Za-z0-9_-]{1,32}\Z")
_FORM: Final = '{"active": "2026-11", "keys": {"2026-11": "<32 bytes or more in base64>"}}'

Digest = Callable[[Json], str]
"""Gives a value's digest for one destination."""


class KeysUnusable(ValueError):
    """Keys that cannot be used; says why, never what they are."""


class Keyring:
    """Named keys, of which the active one hashes.

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

    @classmethod
    def read(cls, content: bytes) -> Keyring:
        """The keys of a key file, a JSON document of the form that `rollcall keys` writes.

        Raises KeysUnusable; its message names no key.
        """
        try:
            document = json.loads(content.decode("utf-8"))
        except (ValueError, RecursionError):
            raise KeysUnusable(f"the key file is not of the form {_FORM}") from None
        if not isinstance(document, dict) or document.keys() != {"active", "keys"}:
            raise KeysUnusable(f"the key file is not of the form {_FORM}")
        active, texts = document["active"], document["keys"]
        if not isinstance(active, str) or not isinstance(texts, dict):
            raise KeysUnusable(f"the key file is not of the form {_FORM}")
        keys = {}
        for name, text in texts.items():
            if not isinstance(text, str):
                raise KeysUnusable(f"the key file is not of the form {_FORM}")
            try:
                keys[name] = base64.b64decode(text, validate=True)
            except (binascii.Error, ValueError):
                shown = f"'{name}'" if _ID.match(name) else "with the unusual id"
                raise KeysUnusable(f"the key {shown} is not base64; encode its bytes") from None
        return cls(active, keys)

    def __repr__(self) -> str:
        return f"Keyring(active={self._active!r})"

    def __reduce__(self) -> str:
        raise TypeError("a keyring is not pickled: keys stay where they were given")

    def digester(self, destination: str) -> Digest:
        """What gives values' digests for one destination, under the active key."""
        key, prefix, start = self._keys[self._active], f"{self._active}:", destination.encode() + b"\0"

        def digest(value: Json) -> str:
            text = value if isinstance(value, str) else text_of(value)
            return prefix + hmac.digest(key, start + text.encode("utf-8", "surrogatepass"), "sha256").hex()

        return digest


def text_of(value: Json) -> str:
    """A scalar as text: itself, or what JSON writes, 1.0 as 1; nothing of what is no scalar."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    return ""
