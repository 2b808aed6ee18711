"""Law 5 for the command: what is protected is in no output, no error and no file that it leaves behind."""

import base64
import json
from pathlib import Path

import pytest

from catalog.privacy.keys import Keyring
from tests.cli.command import Command
from tests.cli.conftest import rollcall

__all__ = ["rollcall"]

SECRET = "bqxz7kfjw2"
KEY = b"k" * 32
FILES = {
    "catalog.yaml": """\
format: 1
product: example
undeclared: drop
destinations:
  log:
    receives: [none]
    otherwise: {user.name: mask, user.contact: hash, user.health: refuse}
    identity: none
    contexts: [sdk]
    retention_days: 30
""",
    "_context/sdk.yaml": "properties: {$ip: {type: string, data: user.device.ip}}\n",
    "_entities/person.yaml": "properties: {title: {type: string, data: user.name}}\n",
    "order/placed.yaml": """\
destinations: [log]
properties:
  name: {type: string, data: user.name}
  mail: {type: string, data: user.contact.email}
  role: {type: string, data: user.account}
  ill: {type: string, data: user.health}
  friends: {type: map, keys: {data: user.contact}, values: {type: string, data: none}}
""",
}
LINES: list[object] = [
    {"event": "order.placed", "properties": {"name": SECRET, "mail": SECRET, "role": SECRET}},
    {"event": "order.placed", "properties": {"friends": {SECRET: "x"}, f"{SECRET}@x": SECRET}},
    {"event": "order.placed", "properties": {"friends": {SECRET: 7}, "name": [SECRET]}},
    {
        "event": "order.placed",
        "properties": {"$ip": SECRET, "$set": {"title": SECRET}},
        "distinct_id": SECRET,
    },
    {"event": "order.placed", "properties": {"ill": SECRET}},
    {"event": "order.placed", "properties": {"mail": SECRET}, "redacted_for": ["log"]},
    {"event": f"{SECRET}@x", "properties": {"name": SECRET}},
    {"event": "order.placed", "properties": SECRET},
]
TEXTS = [json.dumps(line) for line in LINES]
TEXTS += [TEXTS[0][:60], TEXTS[0].replace('"name"', '"mail"'), f'{{"{SECRET}": NaN}}', SECRET]


@pytest.fixture
def payloads(rollcall: Command) -> str:
    """A file of payloads with secrets in all protected places, beside the catalog and its keys."""
    for name, content in FILES.items():
        path = rollcall.folder / "events" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    keys = {"active": "k", "keys": {"k": base64.b64encode(KEY).decode()}}
    (rollcall.folder / "keys.json").write_text(json.dumps(keys), encoding="utf-8")
    (rollcall.folder / "payloads.ndjson").write_text("\n".join(TEXTS), encoding="utf-8")
    return "payloads.ndjson"


def written(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {str(path): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


SHOWN = ("--show", "redacted", "--keys", "keys.json")


@pytest.mark.parametrize("form", ["text", "json", "ndjson"])
@pytest.mark.parametrize("show", [(), SHOWN], ids=["judged", "redacted"])
def test_nothing_that_the_command_says_or_writes_has_a_secret(
    rollcall: Command, payloads: str, form: str, show: tuple[str, ...]
) -> None:
    before = written(rollcall.folder)
    ended = rollcall("validate", payloads, "--for", "log", "--format", form, *show)
    assert ended.code == 1
    assert SECRET not in ended.out + ended.err
    assert base64.b64encode(KEY).decode() not in ended.out + ended.err
    assert written(rollcall.folder) == before
    assert not any(SECRET.encode() in content for content in written(rollcall.cache).values())


def test_it_shows_what_leaves(rollcall: Command, payloads: str) -> None:
    arguments = ("--for", "log", *SHOWN, "--format", "ndjson")
    first, *_ = rollcall("validate", payloads, *arguments).out.splitlines()
    assert json.loads(first)["redacted"] == {
        "event": "order.placed",
        "properties": {"name": "xxxx0xxxx0", "mail": Keyring("k", {"k": KEY}).digest(SECRET, "log")},
        "redacted_for": ["log"],
    }


@pytest.mark.parametrize("wrong", ["", SECRET, json.dumps({"active": SECRET, "keys": {"k": SECRET}})])
def test_a_key_file_that_cannot_be_used_is_not_shown(rollcall: Command, payloads: str, wrong: str) -> None:
    (rollcall.folder / "keys.json").write_text(wrong, encoding="utf-8")
    ended = rollcall("validate", payloads, "--for", "log", *SHOWN)
    assert ended.code == 2
    assert SECRET not in ended.out + ended.err


def test_hashing_without_a_key_is_refused_before_the_first_payload(rollcall: Command, payloads: str) -> None:
    ended = rollcall("validate", payloads, "--for", "log", "--show", "redacted")
    assert (ended.code, ended.out) == (2, "")
    assert "log hashes values, and no key is given" in ended.err
