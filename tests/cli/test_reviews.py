"""`rollcall check --against --reviews`: approvals bind to changes, in real histories of git."""

import json
from pathlib import Path

import pytest

from tests.baseline.repository import Checkout
from tests.cli.command import Command, Ended, no_traceback
from tests.cli.test_against import PAID, append, edit


class Topic:
    """A branch off main that changes one event, and the reviews of it."""

    def __init__(self, checkout: Checkout, rollcall: Command) -> None:
        self.checkout = checkout
        self.paid = checkout.folder / PAID
        self._rollcall = rollcall
        self._reviews: list[dict[str, str]] = []

    def commit(self) -> str:
        return self.checkout.commit()

    def approve(self, commit: str | None = None, user: str = "ada", state: str = "APPROVED") -> None:
        self._reviews.append(
            {
                "user": user,
                "state": state,
                "commit": commit or self.checkout.git("rev-parse", "HEAD"),
                "at": f"2026-03-01T09:30:{len(self._reviews):02}Z",
            }
        )

    def check(self, *more: str, against: str = "git:main") -> Ended:
        file = self.checkout.folder.parent / "reviews.ndjson"
        file.write_text("".join(json.dumps(review) + "\n" for review in self._reviews))
        return self._rollcall("check", "--against", against, "--reviews", str(file), *more)

    def missing(self, *more: str, against: str = "git:main") -> list[str]:
        """The sentences about approvals that are missing."""
        ended = self.check("--format", "json", *more, against=against)
        assert no_traceback(ended)
        found = json.loads(ended.out)["findings"]
        sentences = [one["message"] for one in found if one["rule"] == "gate/missing-approval"]
        assert ended.code == (1 if sentences else 0)
        return sentences


@pytest.fixture
def topic(rollcall: Command, starter: Path, tmp_path: Path) -> Topic:
    append(starter / "catalog.yaml", "approvals:\n  privacy-officer: {users: [Ada, Paul], when: any}\n")
    checkout = Checkout(rollcall.folder, home=tmp_path / "home").init()
    checkout.commit("the catalog")
    checkout.git("checkout", "-q", "-b", "topic")
    made = Topic(checkout, rollcall)
    edit(made.paid, ("minimum: 1", "minimum: 0"))
    made.commit()
    return made


def test_a_change_waits_for_its_approval_at_its_own_line(topic: Topic) -> None:
    ended = topic.check()
    assert ended.code == 1
    assert (
        "minimum of property 'invoice_id' went from 1 to the wider 0; privacy-officer must approve it, "
        "by 'any': waits for Ada or Paul (gate/missing-approval)"
    ) in ended.out
    assert "privacy-officer must approve 1 change (Ada, Paul); 1 missing: waits for Ada or Paul" in ended.out
    topic.approve()
    ended = topic.check()
    assert ended.code == 0
    assert "privacy-officer must approve 1 change (Ada, Paul); approved by Ada" in ended.out
    assert "| approved by Ada |" in topic.check("--format", "md").out


def test_an_empty_file_of_reviews_is_said_to_be_empty(topic: Topic) -> None:
    assert "  0 reviews read\n" in topic.check().out
    topic.approve()
    assert "reviews read" not in topic.check().out


def test_who_proposed_a_change_cannot_approve_it(topic: Topic) -> None:
    topic.approve()
    assert topic.missing("--author", "ADA") != []
    topic.approve(user="paul")
    assert topic.missing("--author", "ADA") == []


def test_an_approval_that_was_dismissed_or_taken_back_does_not_count(topic: Topic) -> None:
    topic.approve()
    topic.approve(state="COMMENTED")
    assert topic.missing() == []
    topic.approve(state="DISMISSED")
    assert "the review of Ada was dismissed" in topic.missing()[0]
    topic.approve(state="CHANGES_REQUESTED")
    assert "Ada requested changes" in topic.missing()[0]


def test_an_approval_survives_comments_moves_and_other_files(topic: Topic) -> None:
    topic.approve()
    topic.paid.write_text("# of invoices\n" + topic.paid.read_text())
    (topic.checkout.folder / "README.md").write_text("words\n")
    topic.commit()
    assert topic.missing() == []
    lines = topic.paid.read_text().splitlines(keepends=True)
    end = next(number for number, line in enumerate(lines) if line.startswith("properties:"))
    topic.paid.write_text("".join([*lines[end:], *lines[:end]]))
    topic.commit()
    assert topic.missing() == [], "the same definition in another order"


def test_an_approval_survives_a_rebase(topic: Topic) -> None:
    topic.approve()
    git = topic.checkout.git
    git("checkout", "-q", "main")
    append(topic.checkout.folder / "events/account/signed_up.yaml", "readers: [{team: growth}]\n")
    topic.commit()
    git("checkout", "-q", "topic")
    git("rebase", "-q", "main")
    assert git("rev-parse", "HEAD") != topic._reviews[0]["commit"]
    assert topic.missing() == []


def test_an_approval_survives_a_squash(topic: Topic) -> None:
    (topic.checkout.folder / "README.md").write_text("words\n")
    topic.commit()
    topic.approve()
    git = topic.checkout.git
    git("reset", "-q", "--soft", "main")
    git("commit", "-q", "-m", "squashed")
    assert topic.missing() == []


def test_an_approval_dies_with_its_change(topic: Topic) -> None:
    topic.approve()
    edit(topic.paid, ("minimum: 0", "minimum: -1"))
    commit = topic.checkout.git("rev-parse", "HEAD")[:12]
    topic.commit()
    (sentence,) = topic.missing()
    assert sentence.endswith(f"Ada approved commit {commit}, which did not have this change")


def test_what_is_added_after_an_approval_waits_for_one_of_its_own(topic: Topic) -> None:
    topic.approve()
    append(topic.paid, "readers: [{team: finance}]\n")
    topic.commit()
    (sentence,) = topic.missing()
    assert "finance" in sentence
    topic.approve()
    assert topic.missing() == []


def test_nobody_has_approved_what_a_branch_merely_did_not_have_yet(topic: Topic) -> None:
    """Main got something after the review: taking it out again was not in what the reviewer saw."""
    topic.approve()
    git = topic.checkout.git
    git("checkout", "-q", "main")
    append(topic.paid, "readers: [{team: finance}]\n")
    topic.commit()
    git("checkout", "-q", "topic")
    git("merge", "-q", "--no-edit", "main")
    assert topic.missing() == []
    text = topic.paid.read_text()
    topic.paid.write_text(text.replace("readers: [{team: finance}]\n", ""))
    topic.commit()
    (sentence,) = topic.missing()
    assert "finance" in sentence


def test_an_approval_counts_against_a_release_too(topic: Topic, rollcall: Command) -> None:
    git = topic.checkout.git
    git("checkout", "-q", "main")
    assert rollcall("release").code == 0
    topic.commit()
    git("checkout", "-q", "topic")
    git("rebase", "-q", "main")
    assert topic.missing(against="events/release.json") != []
    topic.approve()
    assert topic.missing(against="events/release.json") == []
    assert topic.missing(against="git:main:events/release.json") == []


def test_a_commit_that_is_not_here_does_not_count_and_nothing_is_kept(
    topic: Topic, rollcall: Command
) -> None:
    topic.approve("0123456789abcdef0123456789abcdef01234567")
    ended = topic.check()
    assert ended.code == 1
    assert "the review of 0123456789ab does not count: git:0123456789" in ended.err
    assert "commit 0123456789ab, which Ada approved, cannot be read here" in ended.out
    again = topic.check()
    assert (again.out, again.err) == (ended.out, ended.err), "after a fetch the answer may be another one"


def test_a_commit_with_a_damaged_catalog_has_none_of_the_changes(topic: Topic) -> None:
    good = topic.paid.read_text()
    edit(topic.paid, ("description:", "descripton:"))
    topic.commit()
    topic.approve()
    topic.paid.write_text(good)
    topic.commit()
    assert "which did not have this change" in topic.missing()[0]


def test_a_shallow_clone_that_hides_where_the_branch_began_is_told(
    topic: Topic, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rollcall: Command
) -> None:
    topic.approve()
    edit(topic.paid, ("minimum: 0", "minimum: 0  # as before"))
    topic.commit()
    clone = topic.checkout.clone(tmp_path / "clone", "--depth=1", "--no-single-branch", "--branch", "topic")
    clone.git("fetch", "-q", "--depth=1", "origin", topic._reviews[0]["commit"])
    monkeypatch.chdir(clone.folder)
    ended = topic.check(against="git:origin/main")
    assert ended.code == 1
    assert "git fetch --unshallow" in ended.err
    clone.git("fetch", "-q", "--unshallow")
    assert topic.check(against="git:origin/main").code == 0


def test_the_role_of_the_older_catalog_asks_and_its_users_answer(topic: Topic) -> None:
    settings = topic.checkout.folder / "events/catalog.yaml"
    edit(settings, ("users: [Ada, Paul]", "users: [Mallory]"))
    topic.commit()
    topic.approve(user="mallory")
    sentences = topic.missing()
    assert len(sentences) == 2
    assert all("waits for Ada or Paul" in sentence for sentence in sentences)
    topic.approve()
    assert topic.missing() == []


def test_a_line_that_is_no_review_ends_with_two(topic: Topic, rollcall: Command) -> None:
    (topic.checkout.folder / "r").write_bytes(b'{"user": "ada"}\n')
    ended = rollcall("check", "--against", "git:main", "--reviews", "r")
    assert (ended.code, ended.out, ended.err) == (2, "", "rollcall: r:1: a review says its 'state' as text\n")
