"""Catalogs in commits: read as they were committed, wherever the folder lay, and nothing is touched."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from catalog.baseline.git import GitFailed
from catalog.baseline.moved import NotInRevision
from catalog.baseline.reading import Baseline, Commit, read_reference
from catalog.baseline.reference import NoReference, parse_reference
from catalog.baseline.revision import UnknownRevision
from catalog.baseline.surroundings import Surroundings, stamp_of
from catalog.errors import CatalogError
from catalog.loading import load
from tests.baseline.releases import write_first
from tests.baseline.repository import Checkout, with_starter

PAID = "events/invoice/paid.yaml"


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return with_starter(tmp_path / "work")


def around(checkout: Checkout, catalog: str = "events", **environment: str) -> Surroundings:
    return Surroundings(
        here=checkout.folder, catalog=Path(catalog), environment={**checkout.environment, **environment}
    )


def read(checkout: Checkout, reference: str, catalog: str = "events", **environment: str) -> Baseline:
    return read_reference(reference, around(checkout, catalog, **environment))


def path_in(found: Baseline) -> str:
    assert isinstance(found.origin, Commit)
    return found.origin.path


def append(path: Path, text: str) -> None:
    path.write_text(path.read_text() + text)


def test_a_commit_has_the_same_catalog_as_its_checkout(checkout: Checkout) -> None:
    found = read(checkout, "git:HEAD")
    there = load(checkout.folder / "events")
    assert found.loaded.definitions == there.definitions
    assert found.loaded.snapshot.digest == there.snapshot.digest
    assert (found.loaded.findings, found.release, found.remark) == ((), None, None)
    assert found.shown == "git:HEAD:events"
    assert found.place_of("invoice/paid.yaml") == "git:HEAD:events/invoice/paid.yaml"


@pytest.mark.parametrize(
    "reference",
    [
        "git:HEAD",
        "git:main",
        "git:HEAD:events",
        "git:HEAD:events/",
        "git:HEAD:./events",
        "git:refs/heads/main",
    ],
)
def test_one_commit_has_many_names(reference: str, checkout: Checkout) -> None:
    assert path_in(read(checkout, reference)) == "events"


def test_uncommitted_changes_are_not_seen_and_nothing_is_touched(checkout: Checkout) -> None:
    committed = load(checkout.folder / "events").snapshot.digest
    append(checkout.folder / PAID, "code_name: changed\n")
    (checkout.folder / "events/invoice/extra.yaml").write_text("description: New.\n")
    checkout.git("add", "events/invoice/extra.yaml")
    # An index that git would refresh if it were let: the file's time is not the one it knows.
    os.utime(checkout.folder / "events/catalog.yaml", ns=(1, 1))

    def state() -> dict[Path, tuple[int, int]]:
        return {path: (path.stat().st_mtime_ns, path.stat().st_size) for path in checkout.folder.rglob("*")}

    before = state()
    found = read(checkout, "git:HEAD")
    assert found.loaded.snapshot.digest == committed
    assert set(found.loaded.snapshot.events) == {"account.signed_up", "invoice.paid"}
    assert state() == before


def test_findings_of_a_broken_catalog_are_there_with_their_places(checkout: Checkout) -> None:
    append(checkout.folder / PAID, "onwer: me\n")
    checkout.commit()
    found = read(checkout, "git:HEAD")
    [finding] = found.loaded.findings
    assert (finding.path, finding.rule) == ("invoice/paid.yaml", "format/unknown-key")
    assert finding.line == len((checkout.folder / PAID).read_text().splitlines())
    assert found.loaded.broken == {"invoice.paid"}


def test_a_release_beside_the_catalog_comes_with_it(checkout: Checkout) -> None:
    release = write_first(checkout.folder / "events", checkout.folder / "events/release.json")
    checkout.commit()
    (checkout.folder / "events/release.json").write_text("damaged since")
    found = read(checkout, "git:HEAD")
    assert found.release == release
    assert found.digest == found.loaded.snapshot.digest
    assert read_reference("git:HEAD", around(checkout), with_release=False).release is None


def test_a_release_file_can_be_read_from_a_commit(checkout: Checkout) -> None:
    release = write_first(checkout.folder / "events", checkout.folder / "events/release.json")
    checkout.commit()
    found = read(checkout, "git:HEAD:events/release.json")
    assert found.release == release
    assert found.loaded.snapshot.digest == load(checkout.folder / "events").snapshot.digest


@pytest.mark.parametrize(
    ("reference", "error", "said"),
    [
        ("git:HEAD:events/catalog.yaml", "NotARelease", "not a release, which is JSON"),
        (
            "git:HEAD:evnts",
            "NotInRevision",
            "there is no 'evnts' in that commit; did you mean git:HEAD:events",
        ),
        ("git:HEAD:zzz", "NotInRevision", "its catalogs are in 'events'"),
        ("git:HEAD:events/invoice", "NotACatalog", "there is no catalog.yaml in that folder"),
        ("git:HEAD:events/catalog.yaml/x", "NotInRevision", "there is no 'events/catalog.yaml/x'"),
        ("git:HEAD:./../outside", "NoReference", "lies outside the repository"),
        ("git:HEAD:" + "a/" * 1_500 + "a", "NotInRevision", "there is no 'a/a/a"),
    ],
)
def test_a_path_that_is_no_catalog_is_told(reference: str, error: str, said: str, checkout: Checkout) -> None:
    with pytest.raises(CatalogError) as raised:
        read(checkout, reference)
    assert type(raised.value).__name__ == error
    assert said in str(raised.value)


ODD = [
    "with space",
    "quo'te\"s",
    "new\nline",
    "größe-日本",
    "semi;colon",
    "co:lon",
    "star*",
    "-dash",
    "[ab]",
    "a b\\c",
]


@pytest.mark.parametrize("name", ODD)
def test_folders_of_any_name_are_read(name: str, tmp_path: Path) -> None:
    checkout = with_starter(tmp_path / "work", at=f"{name}/events")
    (checkout.folder / f"{name}/events/invoice/{name}.yaml").write_text("description: Stray.\n")
    checkout.commit()
    there = load(checkout.folder / f"{name}/events")
    for found in (
        read(checkout, f"git:HEAD:{name}/events"),
        read(checkout, "git:HEAD", catalog=f"{name}/events"),
    ):
        assert found.loaded.definitions == there.definitions
        assert found.loaded.findings == there.findings


def test_a_name_that_is_not_utf_8_is_a_finding_as_on_disk(checkout: Checkout) -> None:
    odd = os.fsdecode(b"events/invoice/caf\xe9.yaml")
    try:
        (checkout.folder / odd).write_text("description: Stray.\n")
    except OSError:
        pytest.skip("this file system has no such names")
    checkout.commit()
    assert read(checkout, "git:HEAD").loaded.findings == load(checkout.folder / "events").findings


def test_links_are_followed_inside_the_commit(checkout: Checkout) -> None:
    events = checkout.folder / "events"
    shared = checkout.folder / "shared"
    shared.mkdir()
    (shared / "opened.yaml").write_text("description: It was opened.\n")
    (events / "invoice/opened.yaml").symlink_to("../../shared/opened.yaml")
    (events / "ticket").symlink_to("../shared")
    (events / "loop").symlink_to("loop")
    (events / "back").symlink_to(".")
    (events / "top").symlink_to("..")
    (events / "invoice/away.yaml").symlink_to("/etc/hostname")
    (events / "invoice/gone.yaml").symlink_to("../nowhere.yaml")
    checkout.commit()
    found, there = read(checkout, "git:HEAD").loaded, load(events)
    assert {"invoice.opened", "ticket.opened"} <= set(found.definitions.events)
    assert found.definitions.events == there.definitions.events
    assert {(one.path, one.rule) for one in found.findings} >= {
        ("back", "format/stray-file"),
        ("top", "format/stray-file"),
        ("invoice/gone.yaml", "format/unreadable-file"),
        ("invoice/away.yaml", "format/unreadable-file"),
    }


def test_a_catalog_that_is_a_link_is_found(checkout: Checkout) -> None:
    (checkout.folder / "roll").symlink_to("events")
    checkout.commit()
    assert path_in(read(checkout, "git:HEAD:roll")) == "events"
    assert set(read(checkout, "git:HEAD", catalog="roll").loaded.definitions.events)


def test_a_submodule_is_told(checkout: Checkout, tmp_path: Path) -> None:
    with_starter(tmp_path / "other")
    checkout.git("submodule", "--quiet", "add", str(tmp_path / "other"), "module")
    checkout.git("submodule", "--quiet", "add", str(tmp_path / "other"), "events/nested")
    checkout.commit()
    with pytest.raises(GitFailed, match="'module' is a submodule, whose files are in another repository"):
        read(checkout, "git:HEAD:module/events")
    [finding] = read(checkout, "git:HEAD").loaded.findings
    assert (finding.path, finding.rule) == ("nested", "format/unreadable-file")
    inside = read(checkout, "git:HEAD", catalog="module/events")
    assert path_in(inside) == "events", "the repository is the one that the catalog lies in"


def test_the_top_of_a_repository_can_be_the_catalog(tmp_path: Path) -> None:
    checkout = with_starter(tmp_path / "work", at="")
    assert path_in(read(checkout, "git:HEAD:", catalog=".")) == ""
    found = read(checkout, "git:HEAD", catalog=".")
    assert (path_in(found), found.place_of("catalog.yaml")) == ("", "git:HEAD:catalog.yaml")


def test_a_bare_repository_is_read_where_a_path_is_given(checkout: Checkout, tmp_path: Path) -> None:
    bare = checkout.clone(tmp_path / "bare.git", "--bare")
    assert path_in(read(bare, "git:main:events")) == "events"
    with pytest.raises(NoReference, match="no files of its own; say where: git:main:PATH"):
        read(bare, "git:main")


def test_a_repository_with_sha_256_is_read(tmp_path: Path) -> None:
    checkout = Checkout(tmp_path / "work").init("--object-format=sha256")
    shutil.copytree(with_starter(tmp_path / "other").folder / "events", checkout.folder / "events")
    assert len(checkout.commit()) == 64
    assert len(read(checkout, "git:HEAD").loaded.definitions.events) == 2


def test_a_linked_work_tree_has_its_own_head(checkout: Checkout, tmp_path: Path) -> None:
    checkout.git("worktree", "add", "-q", "-b", "side", str(tmp_path / "side"))
    side = Checkout(tmp_path / "side", home=checkout.home)
    append(side.folder / PAID, "code_name: beside\n")
    side.commit()
    assert read(side, "git:HEAD").digest != read(checkout, "git:HEAD").digest
    assert read(side, "git:main").digest == read(checkout, "git:HEAD").digest


def test_a_file_that_is_too_large_is_a_finding(checkout: Checkout) -> None:
    (checkout.folder / "events/invoice/huge.yaml").write_bytes(b"#" * 2_000_000)
    checkout.commit()
    [finding] = read(checkout, "git:HEAD").loaded.findings
    assert finding.rule == "format/too-large"


# A folder that was moved


def test_a_renamed_folder_is_found_by_its_catalog(checkout: Checkout) -> None:
    (checkout.folder / "product").mkdir()
    checkout.git("mv", "events", "product/roll")
    append(checkout.folder / "product/roll/invoice/paid.yaml", "code_name: changed\n")
    found = read(checkout, "git:HEAD", catalog="product/roll")
    assert found.shown == "git:HEAD:events"
    assert found.remark == "the catalog in 'product/roll' is in 'events' at HEAD"
    assert len(found.loaded.definitions.events) == 2


def test_of_two_moved_catalogs_the_one_of_the_product_is_taken(checkout: Checkout) -> None:
    other = checkout.folder / "other"
    shutil.copytree(checkout.folder / "events", other)
    settings = other / "catalog.yaml"
    settings.write_text(settings.read_text().replace("product: ", "product: another-"))
    checkout.commit()
    checkout.git("mv", "events", "a")
    checkout.git("mv", "other", "b")
    assert path_in(read(checkout, "git:HEAD", catalog="a")) == "events"
    assert path_in(read(checkout, "git:HEAD", catalog="b")) == "other"


def test_several_candidates_are_named(checkout: Checkout) -> None:
    shutil.copytree(checkout.folder / "events", checkout.folder / "copy")
    checkout.commit()
    checkout.git("mv", "events", "a")
    checkout.git("rm", "-rq", "copy")
    with pytest.raises(NotInRevision) as raised:
        read(checkout, "git:HEAD", catalog="a")
    assert raised.value.candidates == ("copy", "events")
    assert str(raised.value) == (
        "git:HEAD: there is no catalog in 'a' in that commit, and 2 may have been moved; "
        "name the one that is meant: git:HEAD:copy or git:HEAD:events"
    )


def test_a_new_catalog_beside_another_one_has_not_been_moved_from_it(checkout: Checkout) -> None:
    shutil.copytree(checkout.folder / "events", checkout.folder / "second")
    with pytest.raises(NotInRevision, match="none that was moved; its catalogs are in 'events'"):
        read(checkout, "git:HEAD", catalog="second")


def test_a_commit_before_there_was_any_catalog_has_none(tmp_path: Path) -> None:
    checkout = Checkout(tmp_path / "work").init()
    (checkout.folder / "README.md").write_text("ours\n")
    checkout.commit()
    with pytest.raises(NotInRevision, match="none that was moved; it has no"):
        read(checkout, "git:HEAD")


def test_a_name_of_a_branch_and_a_tag_is_not_guessed(checkout: Checkout) -> None:
    checkout.git("branch", "next")
    append(checkout.folder / PAID, "code_name: changed\n")
    checkout.commit()
    checkout.git("tag", "next")
    with pytest.raises(GitFailed, match="git:next: more than one branch, remote branch or tag has this name"):
        read(checkout, "git:next")
    branch, tag = (read(checkout, f"git:refs/{kind}/next").digest for kind in ("heads", "tags"))
    assert branch != tag


# A revision that is not there


def test_a_repository_without_commits_is_told(tmp_path: Path) -> None:
    checkout = Checkout(tmp_path / "work").init()
    with pytest.raises(UnknownRevision) as raised:
        read(checkout, "git:HEAD")
    assert str(raised.value) == "git:HEAD: the repository has no commit yet; commit the catalog first"


@pytest.mark.parametrize(
    ("revision", "said"),
    [
        ("mian", "there is no branch, tag or commit 'mian'; did you mean git:main"),
        ("HEAD~9", "'HEAD' has no such ancestor; its history is shorter"),
        ("main^2", "'main' has no such ancestor"),
        ("0" * 40, "there is no commit '0000"),
        ("HEAD:events", None),
        ("HEAD^{tree}", "this names no commit"),
        ("origin/main", "there is no remote 'origin'; this repository has no remote"),
        ("@{u}", "no upstream configured for branch 'main'; name one with: git branch --set-upstream-to"),
        ("HEAD^{/nothing like it}", "git finds no commit there"),
        ("a b", "there is no branch, tag or commit 'a b'"),
        ("a\nb", "there is no branch, tag or commit 'a\nb'"),
    ],
)
def test_an_unknown_revision_is_told(revision: str, said: str | None, checkout: Checkout) -> None:
    if said is None:
        assert path_in(read(checkout, f"git:{revision}")) == "events"
        return
    with pytest.raises(UnknownRevision) as raised:
        read(checkout, f"git:{revision}")
    assert said in str(raised.value)


@pytest.mark.parametrize(
    ("reference", "said"),
    [
        ("git:", "no revision after 'git:'"),
        ("git::events", "no revision after 'git:'"),
        ("git:--output=x", "no revision of git begins with '-'"),
        ("git:-h:events", "no revision of git begins with '-'"),
        ("git:main..HEAD", "'main..HEAD' is a range; name one revision"),
        ("git:HEAD:/events", "a path in a commit counts from the top of the repository"),
        ("git:HEAD:a/../events", "'..' has a meaning only at the beginning"),
        ("git:HEAD\0", "no reference holds a null character"),
        ("  ", "a reference is empty"),
    ],
)
def test_what_is_no_reference_is_told(reference: str, said: str, checkout: Checkout) -> None:
    with pytest.raises(NoReference) as raised:
        read(checkout, reference)
    assert said in str(raised.value)


@pytest.fixture
def origin(checkout: Checkout) -> Checkout:
    """A repository with a history, a second branch and a tag."""
    for number in range(4):
        append(checkout.folder / PAID, f"# {number}\n")
        checkout.commit()
    checkout.git("tag", "v1", "HEAD~1")
    checkout.git("branch", "release/one", "HEAD~2")
    return checkout


def command_in(error: UnknownRevision) -> str:
    """The command that the sentence ends with, or has in its middle."""
    return error.advice.rpartition("get it with: ")[2]


@pytest.mark.parametrize("revision", ["HEAD~2", "main~1", "HEAD^", "HEAD~1^", "origin/release/one"])
def test_in_a_shallow_clone_the_command_that_is_named_brings_the_revision(
    revision: str, origin: Checkout, tmp_path: Path
) -> None:
    shallow = origin.clone(tmp_path / "shallow", "--depth", "1")
    with pytest.raises(UnknownRevision, match="this clone is shallow and has no") as raised:
        read(shallow, f"git:{revision}")
    command = command_in(raised.value)
    assert command.startswith("git fetch ")
    shallow.git(*command.split()[1:])
    assert path_in(read(shallow, f"git:{revision}")) == "events"


def test_a_shallow_clone_names_the_command_and_guesses_no_other_name(
    origin: Checkout, tmp_path: Path
) -> None:
    origin.git("branch", "feat")
    shallow = origin.clone(tmp_path / "shallow", "--depth", "1", "--branch", "feat")
    for revision in ("origin/fest", "fest"):
        with pytest.raises(UnknownRevision, match="this clone is shallow and has no") as raised:
            read(shallow, f"git:{revision}")
        assert "did you mean" not in str(raised.value)


def test_in_a_shallow_clone_tags_and_commits_have_commands_of_their_own(
    origin: Checkout, tmp_path: Path
) -> None:
    shallow = origin.clone(tmp_path / "shallow", "--depth", "1", "--no-tags")
    with pytest.raises(UnknownRevision) as raised:
        read(shallow, "git:v1")
    command = raised.value.advice.partition("get a tag with: ")[2].partition(";")[0]
    shallow.git(*command.split()[1:])
    assert path_in(read(shallow, "git:v1")) == "events"
    older = origin.git("rev-parse", "HEAD~3")
    with pytest.raises(UnknownRevision) as raised:
        read(shallow, f"git:{older}")
    shallow.git(*command_in(raised.value).split()[1:])
    assert path_in(read(shallow, f"git:{older}")) == "events"


def test_a_branch_that_was_only_not_fetched_is_told(origin: Checkout, tmp_path: Path) -> None:
    clone = origin.clone(tmp_path / "clone", "--single-branch")
    with pytest.raises(UnknownRevision) as raised:
        read(clone, "git:origin/release/one")
    clone.git(*command_in(raised.value).split()[1:])
    assert path_in(read(clone, "git:origin/release/one")) == "events"
    with pytest.raises(UnknownRevision, match="did you mean git:origin/release/one"):
        read(clone, "git:release/one")


def test_a_partial_clone_is_not_filled_in_silence(origin: Checkout, tmp_path: Path) -> None:
    origin.git("config", "uploadpack.allowFilter", "true")
    partial = origin.clone(tmp_path / "partial", "--filter=blob:none", "--no-checkout")
    with pytest.raises(GitFailed) as raised:
        read(partial, "git:HEAD:events")
    command = str(raised.value).rpartition("get it with: ")[2]
    partial.git(*command.split()[1:])
    assert path_in(read(partial, "git:HEAD:events")) == "events"


# The program and its environment


def test_without_git_there_is_one_sentence(checkout: Checkout) -> None:
    with pytest.raises(GitFailed, match="there is no program 'git' on the path"):
        read(checkout, "git:HEAD", PATH="/nonexistent")


def test_outside_a_repository_there_is_one_sentence(tmp_path: Path) -> None:
    outside = Checkout(tmp_path / "outside")
    outside.folder.mkdir()
    with pytest.raises(GitFailed, match="lies in no git repository"):
        read(outside, "git:HEAD", GIT_CEILING_DIRECTORIES=str(tmp_path))


def test_the_environment_of_a_hook_leads_to_its_repository(checkout: Checkout, tmp_path: Path) -> None:
    other = with_starter(tmp_path / "other")
    append(other.folder / PAID, "code_name: elsewhere\n")
    other.commit()
    mine, theirs = read(checkout, "git:HEAD").digest, read(other, "git:HEAD").digest
    assert mine != theirs
    hook = {"GIT_DIR": ".git", "GIT_INDEX_FILE": ".git/index", "GIT_PREFIX": ""}
    assert read(checkout, "git:HEAD", **hook).digest == mine
    foreign = {"GIT_DIR": str(other.folder / ".git"), "GIT_WORK_TREE": str(other.folder)}
    assert read(checkout, "git:HEAD", **foreign).digest == mine, "the catalog's own repository is meant"


def test_a_repository_that_only_the_environment_names_is_read(checkout: Checkout, tmp_path: Path) -> None:
    apart = tmp_path / "apart.git"
    (checkout.folder / ".git").rename(apart)
    named = {
        "GIT_DIR": str(apart),
        "GIT_WORK_TREE": str(checkout.folder),
        "GIT_CEILING_DIRECTORIES": str(tmp_path),
    }
    assert path_in(read(checkout, "git:HEAD", **named)) == "events"


def test_a_hook_reads_what_a_push_has_brought(checkout: Checkout, tmp_path: Path) -> None:
    bare = checkout.clone(tmp_path / "bare.git", "--bare")
    append(checkout.folder / PAID, "code_name: pushed\n")
    pushed = checkout.commit()
    hook = bare.folder / "hooks/pre-receive"
    hook.write_text("#!/bin/sh\nenv > seen.txt\nls -d objects/*incoming* >> seen.txt\nexit 1\n")
    hook.chmod(0o755)
    subprocess.run(
        ["git", "push", "-q", str(bare.folder), "main"],
        cwd=checkout.folder,
        env=checkout.environment,
        capture_output=True,
        check=False,
    )
    seen = dict(
        line.split("=", 1) for line in (bare.folder / "seen.txt").read_text().splitlines() if "=" in line
    )
    assert seen["GIT_DIR"] == "."
    with pytest.raises(UnknownRevision):
        read(bare, f"git:{pushed}:events", GIT_DIR=".")
    objects = str(checkout.folder / ".git/objects")
    held = {"GIT_DIR": ".", "GIT_OBJECT_DIRECTORY": objects, "GIT_QUARANTINE_PATH": objects}
    assert path_in(read(bare, f"git:{pushed}:events", **held)) == "events"


def test_a_repository_of_somebody_else_is_refused_with_the_command_that_allows_it(
    checkout: Checkout,
) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can give a folder away")
    for path in (checkout.folder, *checkout.folder.rglob("*")):
        os.chown(path, 12_345, 12_345)
    with pytest.raises(GitFailed) as raised:
        read(checkout, "git:HEAD")
    assert str(raised.value).endswith(f"git config --global --add safe.directory {checkout.folder}")
    allowed = {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "safe.directory", "GIT_CONFIG_VALUE_0": "*"}
    assert path_in(read(checkout, "git:HEAD", **allowed)) == "events"


def test_configuration_runs_nothing(checkout: Checkout, tmp_path: Path) -> None:
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\n")
    program.chmod(0o755)
    for key in ("core.pager", "core.fsmonitor", "core.hooksPath", "diff.external", "core.sshCommand"):
        checkout.git("config", key, str(program))
    checkout.git("config", "diff.yaml.textconv", str(program))
    (checkout.folder / ".git/info/attributes").write_text("*.yaml diff=yaml filter=yaml\n")
    checkout.git("config", "filter.yaml.smudge", str(program))
    assert path_in(read(checkout, "git:HEAD")) == "events"
    assert not (tmp_path / "ran").exists()


def test_a_slow_git_is_not_waited_for(
    checkout: Checkout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = tmp_path / "bin"
    slow.mkdir()
    (slow / "git").write_text("#!/bin/sh\nexec sleep 60\n")
    (slow / "git").chmod(0o755)
    monkeypatch.setattr("catalog.baseline.git.TIMEOUT_SECONDS", 0.2)
    with pytest.raises(GitFailed, match="git did not answer within"):
        read(checkout, "git:HEAD", PATH=f"{slow}{os.pathsep}{os.environ['PATH']}")


# What a reference leads to, told without loading it


def stamp(checkout: Checkout, text: str, catalog: str = "events") -> bytes | None:
    return stamp_of(parse_reference(text, checkout.folder), around(checkout, catalog))


def test_a_stamp_is_another_one_when_there_is_another_catalog(checkout: Checkout) -> None:
    first = stamp(checkout, "git:HEAD")
    assert first is not None
    assert stamp(checkout, "git:main:events") == stamp(checkout, "git:HEAD:./events") == first
    assert stamp(checkout, "git:HEAD:") != first
    append(checkout.folder / PAID, "code_name: changed\n")
    assert stamp(checkout, "git:HEAD") == first
    checkout.commit()
    assert stamp(checkout, "git:HEAD") != first
    assert stamp(checkout, "git:HEAD~1") == first


def test_a_stamp_of_a_release_is_of_its_bytes(checkout: Checkout) -> None:
    file = checkout.folder / "last.json"
    write_first(checkout.folder / "events", file)
    first = stamp(checkout, "last.json")
    assert first is not None
    file.write_bytes(file.read_bytes() + b"\n")
    assert stamp(checkout, "last.json") not in (first, None)


def test_there_is_no_stamp_where_only_reading_tells(checkout: Checkout) -> None:
    assert stamp(checkout, "events") is None
    assert stamp(checkout, "https://registry.example.com/shop") is None
    assert stamp(checkout, "git:mian") is None
    assert stamp(checkout, "git:HEAD", catalog="moved") is None
