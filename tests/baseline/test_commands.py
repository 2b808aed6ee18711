"""References, projects and locks through the command itself."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.baseline.releases import write_first
from tests.baseline.repository import Checkout
from tests.cli.command import PYTHON, Command, no_traceback

CLIENT = """
from catalog.errors import CatalogError

def fetch(reference):
    if reference.release == 9:
        raise CatalogError(f"{reference}: the registry has no such release")
    if reference.proposal:
        return {"catalog.yaml": b"format: 1\\nproduct: shop\\n", "order/placed.yaml": b"description: [\\n"}
    if reference.product == "odd":
        return 7
    with open("registry.json", "rb") as file:
        return file.read()
"""


@pytest.fixture
def checkout(rollcall: Command, starter: Path) -> Checkout:
    """The starter catalog in a repository, committed."""
    checkout = Checkout(rollcall.folder).init()
    checkout.commit()
    return checkout


@pytest.fixture
def with_client(rollcall: Command, tmp_path: Path) -> str:
    """PYTHONPATH with an installed package that reads registries."""
    place = tmp_path / "installed"
    (place / "registry_client-1.0.dist-info").mkdir(parents=True)
    (place / "registry_client-1.0.dist-info/entry_points.txt").write_text(
        "[rollcall.commands]\nhttps = nowhere:command\n\n[rollcall.references]\nhttps = client:fetch\n"
    )
    (place / "client.py").write_text(CLIENT)
    return f"{rollcall.environment()['PYTHONPATH']}:{place}"


@pytest.fixture
def release(rollcall: Command, starter: Path) -> Path:
    """A release of the starter catalog, elsewhere than in its folder."""
    file = rollcall.folder / "last release.json"
    write_first(starter, file)
    return file


PAID = '{"event": "invoice.paid", "properties": {"invoice_id": 7}}\n'


@pytest.mark.parametrize("reference", ["events", "git:HEAD", "git:main:events", "last release.json"])
@pytest.mark.parametrize(
    "arguments",
    [
        ("check",),
        ("export", "json-schema"),
        ("export", "json-schema", "invoice.paid", "--for", "log"),
        ("privacy", "map", "--format", "json"),
        ("privacy", "explain", "invoice.paid", "--format", "csv"),
        ("privacy", "categories"),
        ("privacy", "request", "--format", "json"),
        ("privacy", "incident", "invoice_id", "--format", "csv"),
        ("validate", "payloads.ndjson", "--format", "json"),
    ],
    ids=lambda arguments: " ".join(arguments),
)
def test_every_command_says_the_same_of_every_form(
    reference: str, arguments: tuple[str, ...], rollcall: Command, checkout: Checkout, release: Path
) -> None:
    (rollcall.folder / "payloads.ndjson").write_text(PAID)
    plain = rollcall(*arguments)
    found = rollcall(*arguments, "--catalog", reference)
    assert plain.code == 0, plain.err
    assert (found.code, found.err) == (0, "")
    if reference == "last release.json":
        # Properties of a release have the order of canonical JSON, and its places lines of canonical YAML.
        assert len(found.out.splitlines()) == len(plain.out.splitlines())
    else:
        shown = "git:HEAD:events/" if reference == "git:HEAD" else f"{reference}/"
        assert found.out.replace(shown, "events/") == plain.out


def test_a_commit_is_checked_under_paths_that_name_it(rollcall: Command, faulty: Path) -> None:
    checkout = Checkout(rollcall.folder).init()
    checkout.commit()
    (faulty / "order/placed.yaml").unlink()
    ended = rollcall("check", "--catalog", "git:HEAD")
    assert ended.code == 1
    assert "git:HEAD:events/order/placed.yaml\n  3:8     error    unknown owner 'shop'" in ended.out
    github = rollcall("check", "--catalog", "git:HEAD", "--format", "github").out
    assert "::error file=events/order/placed.yaml,line=3,col=8," in github


def test_the_rules_judge_a_release(rollcall: Command, faulty: Path) -> None:
    write_first(faulty, rollcall.folder / "release.json")
    ended = rollcall("check", "--catalog", "release.json")
    assert ended.code == 1
    assert "release.json#order/placed.yaml\n" in ended.out
    assert "unknown owner 'shop'" in ended.out
    github = rollcall("check", "--catalog", "release.json", "--format", "github").out
    assert "::error file=release.json,line=1,col=1," in github


def test_a_broken_catalog_in_a_commit_is_used_as_far_as_it_loads(
    rollcall: Command, checkout: Checkout
) -> None:
    (rollcall.folder / "events/invoice/paid.yaml").write_text("description: [\n")
    checkout.commit()
    ended = rollcall("export", "json-schema", "--catalog", "git:HEAD")
    assert ended.code == 1
    assert list(json.loads(ended.out)) == ["account.signed_up"]
    assert "see 'rollcall check --catalog git:HEAD:events'" in ended.err


def test_a_folder_that_was_taken_instead_is_told(rollcall: Command, checkout: Checkout) -> None:
    checkout.git("mv", "events", "roll")
    (rollcall.folder / "rollcall.toml").write_text('catalog = "roll"\n')
    ended = rollcall("check", "--catalog", "git:HEAD")
    assert (ended.code, ended.err) == (0, "rollcall: the catalog in 'roll' is in 'events' at HEAD\n")


@pytest.mark.parametrize(
    ("reference", "said"),
    [
        ("git:mian", "git:mian: there is no branch, tag or commit 'mian'; did you mean git:main"),
        ("git:-x", "git:-x: no revision of git begins with '-', as '-x' does"),
        ("git:main:\x1b[31m", "there is no '\\x1b[31m' in that commit"),
        ("events/catalog.yaml", "a catalog is a folder with a catalog.yaml, or a release file"),
        ("README", "README: not a release, which is JSON"),
    ],
)
def test_what_cannot_be_read_ends_with_2_and_one_sentence(
    reference: str, said: str, rollcall: Command, checkout: Checkout
) -> None:
    (rollcall.folder / "README").write_text("ours")
    for command in (("check",), ("validate", "-"), ("privacy", "map")):
        ended = rollcall.process(*command, "--catalog", reference)
        assert (ended.code, ended.out, ended.err.count("\n")) == (2, "", 1)
        assert said in ended.err


def test_an_incident_in_a_release_has_no_patch_and_says_so(rollcall: Command, release: Path) -> None:
    ended = rollcall("privacy", "incident", "invoice_id", "--catalog", release.name)
    assert ended.code == 0
    assert "no patch: last release.json is no folder; name the one that its files lie in" in ended.out
    diff = rollcall("privacy", "incident", "invoice_id", "--catalog", release.name, "--format", "diff")
    assert (diff.out, "no patch" in diff.err) == ("", True)


def test_a_hook_of_git_checks_what_was_committed(rollcall: Command, checkout: Checkout) -> None:
    hook = rollcall.folder / ".git/hooks/pre-commit"
    hook.write_text(
        f"#!/bin/sh\nexec {PYTHON} -m catalog.cli check --catalog git:HEAD --format json > .git/said.json\n"
    )
    hook.chmod(0o755)
    (rollcall.folder / "events/invoice/paid.yaml").write_text("description: [\n")
    checkout.git("add", "-A")
    done = subprocess.run(
        ["git", "commit", "-q", "-m", "broken"],
        cwd=rollcall.folder,
        env={**checkout.environment, **rollcall.environment()},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    assert json.loads((rollcall.folder / ".git/said.json").read_text())["summary"]["errors"] == 0
    assert rollcall("check", "--catalog", "git:HEAD").code == 1


# Registries


def test_a_registry_is_read_by_the_package_that_can(
    rollcall: Command, release: Path, with_client: str
) -> None:
    release.rename(rollcall.folder / "registry.json")
    shop = "https://registry.example.com/shop"
    ended = rollcall.process("check", "--catalog", shop, PYTHONPATH=with_client)
    assert (ended.code, ended.out) == (0, "0 errors and 0 warnings in 2 events with 4 properties\n")
    ended = rollcall.process("check", "--catalog", f"{shop}#p1", PYTHONPATH=with_client)
    assert ended.code == 1
    assert ended.out.startswith(f"{shop}#p1/order/placed.yaml\n")
    ended = rollcall.process("check", "--catalog", f"{shop}@9", PYTHONPATH=with_client)
    assert (ended.code, ended.err) == (2, f"rollcall: {shop}@9: the registry has no such release\n")
    ended = rollcall.process("check", "--catalog", "https://registry.example.com/odd", PYTHONPATH=with_client)
    assert (ended.code, "gave neither a release nor files" in ended.err) == (2, True)
    assert no_traceback(ended)


def test_a_damaged_release_of_a_registry_is_told(rollcall: Command, release: Path, with_client: str) -> None:
    damaged = release.read_bytes().replace(b'"number":1', b'"number":2')
    (rollcall.folder / "registry.json").write_bytes(damaged)
    ended = rollcall.process(
        "check", "--catalog", "https://registry.example.com/shop", PYTHONPATH=with_client
    )
    assert ended.code == 2
    assert ended.err.startswith("rollcall: https://registry.example.com/shop: its digest is ")


# Projects


def test_a_project_says_how_findings_count(rollcall: Command, faulty: Path) -> None:
    settings = rollcall.folder / "rollcall.toml"
    assert rollcall("check").code == 1
    settings.write_text('[enforce]\nownership = "warn"\n')
    assert rollcall("check").out.endswith("0 errors and 3 warnings in 3 events with 5 properties\n")
    assert rollcall("check").code == 0
    settings.write_text("[enforce]\nownership = {error_from = 2020-01-01}\n")
    assert rollcall("check").code == 1
    settings.write_text("[enforce]\nownership = {error_from = 2999-01-01}\n")
    assert rollcall("check").code == 0
    settings.write_text('[enforce]\nownership = "off"\ntyping = "error"\n')
    assert rollcall("check").out.endswith("2 errors and 0 warnings in 3 events with 5 properties\n")
    assert rollcall("check", "--catalog", "events").code == 1, "the settings count for any catalog"


def test_a_rule_that_does_not_exist_is_not_enforced_in_silence(rollcall: Command, starter: Path) -> None:
    assert rollcall("check").code == 0
    (rollcall.folder / "rollcall.toml").write_text('# ours\n[enforce]\nnamign = "warn"\n')
    for _ in range(2):
        ended = rollcall("check")
        assert ended.code == 2
        assert (
            "rollcall.toml:3: there is no rule and no family 'namign' to enforce; did you mean" in ended.err
        )


def test_a_project_below_the_top_reads_a_commit_from_there(rollcall: Command, checkout: Checkout) -> None:
    below = rollcall.folder / "services/shop"
    below.mkdir(parents=True)
    (below / "rollcall.toml").write_text('catalog = "git:HEAD:./../../events"\n')
    checkout.commit()
    ended = subprocess.run(
        [PYTHON, "-m", "catalog.cli", "check"],
        cwd=below,
        env=rollcall.environment(),
        capture_output=True,
        check=False,
    )
    assert (ended.returncode, ended.stderr) == (0, b"")


# Locks


@pytest.fixture
def locked(rollcall: Command, release: Path) -> Path:
    """A project that has locked its release."""
    (rollcall.folder / "rollcall.toml").write_text(f'catalog = "{release.name}"\n')
    ended = rollcall("check", "--update-lock")
    assert ended.code == 0
    assert ended.err.startswith("rollcall: rollcall.lock holds release 1 of my-product, ")
    return rollcall.folder / "rollcall.lock"


def test_a_lock_says_what_it_holds(locked: Path, rollcall: Command, release: Path) -> None:
    digest = json.loads(release.read_text())["digest"]
    assert locked.read_text() == (
        "# Written by 'rollcall check --update-lock'; commit it.\n"
        f'reference = "last release.json"\nproduct = "my-product"\nrelease = 1\ndigest = "{digest}"\n'
    )
    assert rollcall("check") == rollcall("check", "--catalog", release.name)


def test_another_catalog_than_the_locked_one_is_not_used(
    locked: Path, rollcall: Command, starter: Path, release: Path
) -> None:
    before = locked.read_bytes()
    file = starter / "invoice/paid.yaml"
    file.write_text("code_name: changed\n" + file.read_text())
    write_first(starter, release)
    now = json.loads(release.read_text())["digest"]
    for command in (("check",), ("validate", "/dev/null"), ("export", "json-schema"), ("privacy", "map")):
        ended = rollcall(*command)
        assert (ended.code, ended.out) == (2, "")
        assert (
            f"and last release.json leads to release 1 of my-product with {now}; if that is meant"
            in ended.err
        )
        assert ended.err.endswith("run 'rollcall check --update-lock'\n")
    assert rollcall("check", "--catalog", "events").code == 0, "a folder is not locked"
    assert locked.read_bytes() == before
    assert rollcall("check", "--update-lock").code == 0
    assert rollcall("check").code == 0


def test_a_lock_of_another_reference_is_told(locked: Path, rollcall: Command, release: Path) -> None:
    release.rename(rollcall.folder / "other.json")
    (rollcall.folder / "rollcall.toml").write_text('catalog = "other.json"\n')
    ended = rollcall("check")
    assert ended.code == 2
    assert "it is of last release.json, and the project's catalog is other.json" in ended.err


@pytest.mark.parametrize(
    "content",
    ["", "x", 'reference = "x"\nproduct = "x"\ndigest = "short"\n', "\xff", "[" * 3_000, "digest = 1\n"],
)
def test_a_lock_that_cannot_be_read_is_told(content: str, locked: Path, rollcall: Command) -> None:
    locked.write_bytes(content.encode("latin-1"))
    ended = rollcall("check")
    assert (ended.code, ended.err.count("\n")) == (2, 1)
    assert "write it anew with 'rollcall check --update-lock'" in ended.err
    assert rollcall("check", "--update-lock").code == 0


def test_a_commit_is_locked_by_its_meaning(rollcall: Command, checkout: Checkout) -> None:
    (rollcall.folder / "rollcall.toml").write_text('catalog = "git:main"\n')
    assert rollcall("check", "--update-lock").code == 0
    assert "release" not in (rollcall.folder / "rollcall.lock").read_text().replace("# ", "")
    checkout.commit("nothing that matters")
    assert rollcall("check").code == 0
    file = rollcall.folder / "events/invoice/paid.yaml"
    file.write_text("code_name: changed\n" + file.read_text())
    assert rollcall("check").code == 0, "not committed yet"
    checkout.commit()
    ended = rollcall("check")
    assert ended.code == 2
    assert "rollcall.lock: the catalog of my-product has the digest " in ended.err


@pytest.mark.parametrize(
    ("settings", "arguments", "said"),
    [
        (None, (), "events: a folder is what it is"),
        ('catalog = "events"\n', (), "events: a folder is what it is"),
        (None, ("--catalog", "last release.json"), "a lock lies beside the settings that name the catalog"),
    ],
)
def test_what_cannot_be_locked_is_told(
    settings: str | None, arguments: tuple[str, ...], said: str, rollcall: Command, release: Path
) -> None:
    if settings is not None:
        (rollcall.folder / "rollcall.toml").write_text(settings)
    ended = rollcall("check", "--update-lock", *arguments)
    assert ended.code == 2
    assert said in ended.err
    assert not os.path.exists("rollcall.lock")


# What a plain folder costs


def test_a_check_of_a_folder_loads_nothing_of_references(rollcall: Command, starter: Path) -> None:
    (rollcall.folder / "pyproject.toml").write_text('[project]\nname = "x"\n')
    rollcall.folder.joinpath("look.py").write_text(
        "import sys\nfrom catalog.cli.boundary import run\n"
        "run(['check'])\nsys.stderr.write('\\n'.join(sys.modules))\n"
    )
    assert rollcall.process("check").code == 0
    listed = subprocess.run(
        [PYTHON, "look.py"], cwd=rollcall.folder, env=rollcall.environment(), capture_output=True, check=True
    )
    loaded = set(listed.stderr.decode().split())
    ours = {"catalog.baseline.project", "catalog.baseline.git", "catalog.baseline.reading", "catalog.loading"}
    assert "catalog.cli.check" in loaded
    assert not loaded & (ours | {"tomllib", "subprocess", "pydantic", "difflib"})
