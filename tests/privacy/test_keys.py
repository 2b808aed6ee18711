"""Keys: what they hash, what a file of them may hold, and that nothing ever shows one."""

import base64
import copy
import hashlib
import hmac
import json
import pickle
import re
import traceback
from pathlib import Path

import pytest

from catalog.loading import load
from catalog.model.snapshot import Snapshot
from catalog.privacy.keys import KeyMissing, Keyring, KeysUnusable, read_keys, text_of
from catalog.schema.formats import KEYED_DIGEST
from catalog.validation import Validator
from catalog.validation.redactor import Redactor

OLD, NEW = b"o" * 32, b"n" * 48
SECRETS = [
    form(key)
    for key in (OLD, NEW)
    for form in (bytes.decode, bytes.hex, lambda k: base64.b64encode(k).decode())
]


def rotated() -> Keyring:
    """The key of spring hashed until autumn's did."""
    return Keyring("autumn", {"spring": OLD, "autumn": NEW})


def a_file(**content: object) -> bytes:
    return json.dumps(content).encode()


def in_base64(key: bytes) -> str:
    return base64.b64encode(key).decode()


@pytest.mark.parametrize("name", ["a", "2026-11", "K_1", "x" * 32])
def test_an_identifier_names_a_key(name: str) -> None:
    assert Keyring(name, {name: OLD}).ids == (name,)


@pytest.mark.parametrize("name", ["", "x" * 33, "a b", "a:b", "é", "a\n", "a.b", "\uff11"])
def test_another_text_names_none(name: str) -> None:
    with pytest.raises(KeysUnusable, match="a key's id has up to 32 letters"):
        Keyring(name, {name: OLD})


@pytest.mark.parametrize("length", [0, 1, 16, 31])
def test_a_key_shorter_than_the_hash_is_refused(length: int) -> None:
    with pytest.raises(KeysUnusable, match="'a' has fewer than 32 bytes"):
        Keyring("a", {"a": b"k" * length})


def test_the_active_key_is_one_of_the_keys() -> None:
    with pytest.raises(KeysUnusable, match="none of the keys, which are autumn, spring"):
        Keyring("winter", {"autumn": NEW, "spring": OLD})
    with pytest.raises(KeysUnusable, match="which are none"):
        Keyring("winter", {})


def test_a_digest_is_the_key_id_and_the_hmac_of_destination_and_value() -> None:
    made = Keyring("autumn", {"autumn": NEW}).digest("ada", "posthog")
    assert made == "autumn:" + hmac.new(NEW, b"posthog\0ada", hashlib.sha256).hexdigest()
    assert KEYED_DIGEST.matches(made)


@pytest.mark.parametrize("value", ["", "ada", "é😀", "\ud800", 12, -3, 1.5, 1e300, 5e-324, True, 2**60])
def test_destinations_never_share_a_digest(value: str | float) -> None:
    digests = {rotated().digest(value, name) for name in ("log", "posthog", "l", "logs")}
    assert len(digests) == 4


def test_a_destination_and_a_value_never_run_together() -> None:
    assert rotated().digest("bc", "a") != rotated().digest("c", "ab")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("12", "12"),
        (12, "12"),
        (12.0, "12"),
        (-0.0, "0"),
        (True, "true"),
        (False, "false"),
        (0.5, "0.5"),
        (2**53 + 1, "9007199254740993"),
    ],
)
def test_a_number_is_hashed_as_json_writes_it(value: str | float, text: str) -> None:
    assert text_of(value) == text
    assert rotated().digest(value, "log") == rotated().digest(text, "log")


def test_what_an_older_key_hashed_is_found_after_rotation() -> None:
    before = Keyring("spring", {"spring": OLD}).digest("ada", "log")
    after = rotated()
    assert after.ids == ("autumn", "spring")
    assert after.digests("ada", "log") == (after.digest("ada", "log"), before)
    assert after.digest("ada", "log").startswith("autumn:")
    assert after.knows(before)
    assert not Keyring("autumn", {"autumn": NEW}).knows(before)


@pytest.mark.parametrize(
    "value",
    [
        *("", "autumn:", "autumn:" + "a" * 63, "autumn:" + "a" * 65, "autumn:" + "A" * 64, "a" * 64),
        *(
            "winter:" + "a" * 64,
            "autumn:" + "a" * 64 + "\n",
            "autumn:" + "\uff11" * 64,
            12,
            None,
            True,
            ["x"],
        ),
    ],
)
def test_what_is_no_digest_of_a_known_key_is_not_known(value: object) -> None:
    assert not rotated().knows(value)


def test_a_file_gives_its_keys() -> None:
    keys = read_keys(a_file(active="autumn", keys={"spring": in_base64(OLD), "autumn": in_base64(NEW)}))
    assert keys.digests("ada", "log") == rotated().digests("ada", "log")


LONG = in_base64(NEW)
BAD_FILES = {
    "empty": b"",
    "not JSON": b"active: autumn",
    "not UTF-8": b'{"active": "\xff", "keys": {}}',
    "a list": b"[]",
    "no keys": a_file(active="autumn"),
    "no active": a_file(keys={"autumn": LONG}),
    "keys as a list": a_file(active="autumn", keys=[LONG]),
    "a key that is a number": a_file(active="autumn", keys={"autumn": 7}),
    "an unknown member": a_file(active="autumn", keys={"autumn": LONG}, secret=LONG),
    "a byte order mark": b"\xef\xbb\xbf" + a_file(active="autumn", keys={"autumn": LONG}),
    "cut": a_file(active="autumn", keys={"autumn": LONG})[:-9],
    "deep": b"[" * 100_000,
    "not base64": a_file(active="autumn", keys={"autumn": "!" + LONG}),
    "base64 of the web": a_file(active="autumn", keys={"autumn": in_base64(b"\xff" * 32).replace("/", "_")}),
    "letters of another script": a_file(active="autumn", keys={"autumn": "é" * 44}),
    "bad padding": a_file(active="autumn", keys={"autumn": LONG[:-1]}),
    "a short key": a_file(active="autumn", keys={"autumn": in_base64(b"n" * 31)}),
    "an empty key": a_file(active="autumn", keys={"autumn": ""}),
    "the key in the place of its id": a_file(active=LONG, keys={LONG: "autumn"}),
    "the key as the active one": a_file(active=LONG, keys={"autumn": LONG}),
}


@pytest.mark.parametrize("content", BAD_FILES.values(), ids=BAD_FILES)
def test_a_bad_file_is_refused_in_a_sentence_that_shows_none_of_it(content: bytes) -> None:
    with pytest.raises(KeysUnusable) as caught:
        read_keys(content)
    text = "".join(traceback.format_exception(caught.value))
    assert not any(secret in text for secret in SECRETS)
    assert LONG[:20] not in text
    assert "\n" not in str(caught.value)


def test_the_reason_names_the_key_that_is_wrong() -> None:
    with pytest.raises(KeysUnusable, match="the key 'autumn' is not base64"):
        read_keys(BAD_FILES["not base64"])
    with pytest.raises(KeysUnusable, match="the key file is not of the form"):
        read_keys(b"{}")


@pytest.mark.parametrize(
    "shown", [repr, str, ascii, lambda keys: f"{keys!r} {keys}", lambda keys: f"{[keys]}"]
)
def test_a_keyring_shows_its_ids_and_no_key(shown: object) -> None:
    assert callable(shown)
    text = shown(rotated())
    assert re.search("autumn.*spring", text)
    assert not any(secret in text for secret in SECRETS)


@pytest.mark.parametrize("spread", [pickle.dumps, copy.copy, copy.deepcopy])
def test_a_keyring_is_neither_pickled_nor_copied(spread: object) -> None:
    assert callable(spread)
    with pytest.raises(TypeError, match="a keyring is not pickled") as caught:
        spread(rotated())
    assert not any(secret in str(caught.value) for secret in SECRETS)


def test_a_keyring_has_no_attribute_to_look_a_key_up_by() -> None:
    with pytest.raises(TypeError):
        vars(rotated())
    with pytest.raises(TypeError):
        json.dumps(rotated())


def test_changing_the_given_keys_later_changes_nothing() -> None:
    given = {"a": OLD}
    keys = Keyring("a", given)
    before = keys.digest("ada", "log")
    given["a"] = NEW
    assert keys.digest("ada", "log") == before


def test_a_missing_key_names_the_destinations_that_need_one() -> None:
    assert str(KeyMissing(("log",))) == "log hashes values, and no key is given; name a key file"
    assert str(KeyMissing(("log", "posthog"))).startswith("log, posthog hash values")


def catalog_that_hashes(folder: Path) -> Snapshot:
    settings = "format: 1\nproduct: p\ndestinations: {log: {otherwise: {user.unique_id: hash}}}\n"
    (folder / "catalog.yaml").write_text(settings)
    return load(folder).snapshot


@pytest.mark.parametrize("keys", [{"k": "SENTINEL"}, "SENTINEL.json", b"SENTINEL", 5])
def test_what_is_no_keyring_is_refused_when_the_redactor_is_made(keys: object, tmp_path: Path) -> None:
    snapshot = catalog_that_hashes(tmp_path)
    with pytest.raises(TypeError, match="keys are a Keyring, such as read_keys gives") as raised:
        Redactor(snapshot, keys)  # type: ignore[arg-type]  # what a newcomer might try
    assert "SENTINEL" not in str(raised.value)


def test_destinations_and_payloads_of_other_kinds_are_told_to_be_wrong(tmp_path: Path) -> None:
    snapshot = catalog_that_hashes(tmp_path)
    keys = Keyring("k", {"k": b"0" * 32})
    with pytest.raises(TypeError, match="give a Snapshot, such as load"):
        Validator("events")  # type: ignore[arg-type]  # the path of a catalog is none
    with pytest.raises(TypeError, match="give a Snapshot, such as load"):
        Redactor(load(tmp_path), keys)  # type: ignore[arg-type]  # nor is what loading gives
    with pytest.raises(TypeError, match="destinations is a list of their names"):
        Redactor(snapshot, keys, destinations="log")
    with pytest.raises(TypeError, match="a payload is bytes, and this is a str"):
        Redactor(snapshot, keys).redact("{}", "log")  # type: ignore[arg-type]  # a text is none
    with pytest.raises(TypeError, match="a payload is bytes, and this is a str"):
        Validator(snapshot).validate("{}")  # type: ignore[arg-type]  # a text is none
