"""The action for GitHub, the job for GitLab and the hooks for pre-commit: their own shell steps, executed.

The forge is what is missing here: its variables are given as it gives them, and its programs `gh` and `curl`
answer from files in the shape that its API has.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from catalog.cli.init import write_starter
from tests.baseline.repository import Checkout
from tests.cli.command import ROOT
from tests.cli.test_against import PAID, append, edit

ACTION: Final = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
GITLAB: Final = yaml.safe_load((ROOT / "docs/ci/gitlab.yml").read_text(encoding="utf-8"))["rollcall"]
HOOKS: Final = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))


@dataclass(frozen=True, kw_only=True)
class Ran:
    """How a step ended, and what it said."""

    code: int
    out: str
    err: str


class Machine:
    """A runner's machine: a clone of a pull request's branch, and a folder of programs of its own."""

    def __init__(self, folder: Path, origin: Checkout) -> None:
        self.origin = origin
        self.temporary = folder / "temporary"
        self.temporary.mkdir()
        self.summary = folder / "summary.md"
        self.programs = folder / "programs"
        self.programs.mkdir()
        self.folder = folder
        self.checkout = origin
        (self.programs / "rollcall").symlink_to(Path(sys.executable).parent / "rollcall")
        (self.programs / "python3").symlink_to(sys.executable)

    def clone(self, *options: str) -> None:
        """Clone the topic as checkout actions do: one branch."""
        self.checkout = self.origin.clone(
            self.folder / "clone", "--single-branch", "--branch", "topic", *options
        )

    def program(self, name: str, script: str) -> None:
        """Give the machine a program."""
        path = self.programs / name
        path.write_text(f"#!/bin/bash\n{script}\n", encoding="utf-8")
        path.chmod(0o755)

    def run(self, script: str, *options: str, **environment: str) -> Ran:
        """Run a script as a runner runs it."""
        ended = subprocess.run(
            ["bash", "--noprofile", "--norc", *options, "-c", script],
            cwd=self.checkout.folder,
            env={
                "PATH": f"{self.programs}{os.pathsep}{os.environ['PATH']}",
                "HOME": str(self.checkout.home),
                "XDG_CACHE_HOME": str(self.folder / "cache"),
                "CI": "true",
                **environment,
            },
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        return Ran(code=ended.returncode, out=ended.stdout, err=ended.stderr)


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """Main has the starter catalog, which Ada must approve; topic breaks payloads. Topic is cloned."""
    origin = Checkout(tmp_path / "origin").init()
    write_starter(origin.folder / "events")
    append(
        origin.folder / "events/catalog.yaml",
        "approvals:\n  privacy-officer: {users: [ada], when: data-collection}\n",
    )
    origin.commit("the catalog")
    origin.git("checkout", "-q", "-b", "topic")
    edit(origin.folder / PAID, ("minimum: 1", "minimum: 0"))
    origin.commit("wider")
    origin.git("config", "uploadpack.allowAnySHA1InWant", "true")
    made = Machine(tmp_path, origin)
    made.clone("--depth=1")
    return made


def review(machine: Machine, user: str | None = "ada", state: str = "APPROVED") -> dict[str, object]:
    """A review as GitHub's API gives it, without the keys that nobody reads here."""
    return {
        "id": 80,
        "user": None if user is None else {"login": user, "id": 1, "type": "User"},
        "body": 'Fine, and "quoted"\nin two lines.',
        "state": state,
        "submitted_at": None if state == "PENDING" else "2026-03-01T09:30:00Z",
        "commit_id": machine.origin.git("rev-parse", "topic"),
        "author_association": "MEMBER",
    }


class Action:
    """Runs the action's steps in their order, with the variables of a pull request or of a push."""

    def __init__(self, machine: Machine, *, base: str = "main", **inputs: str) -> None:
        self.machine = machine
        stated = {name: str(one["default"]) for name, one in ACTION["inputs"].items()}
        assert set(inputs) <= set(stated)
        self._values = {f"inputs.{name}": value for name, value in {**stated, **inputs}.items()}
        self._values |= {
            "github.event.pull_request.base.ref": base,
            "github.event.pull_request.number": "7" if base else "",
            "github.event.pull_request.user.login": "bob" if base else "",
            "inputs.token": "secret",
        }

    def run(self) -> dict[str, Ran]:
        """Each step that ran, by its name; the first that fails is the last."""
        ended: dict[str, Ran] = {}
        for step in ACTION["runs"]["steps"]:
            if not self._is_wanted(step.get("if", "true")):
                continue
            assert step["shell"] == "bash"
            name = step["name"]
            ended[name] = self.machine.run(step["run"], "-eo", "pipefail", **self._environment(step))
            if ended[name].code:
                break
        return ended

    def _environment(self, step: dict[str, Any]) -> dict[str, str]:
        stated = {
            name: re.sub(r"\$\{\{ ([\w.]+) \}\}", lambda found: self._values[found[1]], value)
            for name, value in step["env"].items()
        }
        return {
            **stated,
            "GITHUB_ACTION_PATH": str(ROOT),
            "GITHUB_REPOSITORY": "example/shop",
            "GITHUB_STEP_SUMMARY": str(self.machine.summary),
            "GITHUB_WORKSPACE": str(self.machine.checkout.folder),
            "RUNNER_TEMP": str(self.machine.temporary),
        }

    def _is_wanted(self, condition: str) -> bool:
        parts = [re.fullmatch(r"([\w.]+) (==|!=) '(\w*)'", part) for part in condition.split(" && ")]
        if condition == "true":
            return True
        return all(
            found is not None and (self._values[found[1]] == found[3]) is (found[2] == "==")
            for found in parts
        )


def answers(machine: Machine, *reviews: dict[str, object]) -> None:
    """Let `gh` answer with these reviews, one object in a line, as `--jq '.[]'` prints them."""
    recorded = machine.folder / "reviews.json"
    recorded.write_text("".join(json.dumps(one) + "\n" for one in reviews), encoding="utf-8")
    machine.program(
        "gh",
        f'test "$GH_TOKEN" = secret && test "$*" = '
        f"\"api --paginate repos/example/shop/pulls/7/reviews --jq .[]\" && cat '{recorded}'",
    )


def test_no_step_of_the_action_has_an_expression_in_its_script() -> None:
    """What somebody else writes, such as a branch's name, must not become part of a script."""
    assert [step["name"] for step in ACTION["runs"]["steps"] if "${{" in step["run"]] == []


def test_the_action_waits_for_an_approval_and_annotates_the_change(machine: Machine) -> None:
    answers(machine)
    steps = Action(machine).run()
    check = steps["Check"]
    assert (check.code, check.err) == (1, "")
    assert re.search(
        rf"^::error file={PAID},line=\d+,.*title=gate/missing-approval::", check.out, re.MULTILINE
    )
    assert machine.summary.read_text().startswith("## Rollcall check failed\n")
    assert "privacy-officer must approve it" in machine.summary.read_text()


def test_the_action_passes_when_the_change_is_approved(machine: Machine) -> None:
    answers(machine, review(machine, "carol"), review(machine, None), review(machine))
    steps = Action(machine).run()
    assert [*steps] == ["Install rollcall", "Get the base of the pull request", "Get the reviews", "Check"]
    assert steps["Check"].code == 0, steps["Check"]
    assert "approved by ada" in machine.summary.read_text()


def test_the_action_counts_reviews_of_commits_that_a_force_push_has_left_behind(machine: Machine) -> None:
    answers(machine, review(machine))
    git = machine.origin.git
    git("commit", "-q", "--amend", "-m", "wider, in other words")
    shutil.rmtree(machine.checkout.folder)
    machine.clone()
    assert Action(machine).run()["Check"].code == 0


def test_the_action_lets_nobody_approve_what_they_propose(machine: Machine) -> None:
    edit(machine.origin.folder / "events/catalog.yaml", ("users: [ada]", "users: [bob]"))
    answers(machine, review(machine, "bob"))
    assert Action(machine).run()["Check"].code == 1


@pytest.mark.parametrize("state", ["DISMISSED", "CHANGES_REQUESTED", "COMMENTED", "PENDING"])
def test_the_action_counts_no_review_that_does_not_approve(state: str, machine: Machine) -> None:
    answers(machine, review(machine, state=state))
    assert Action(machine).run()["Check"].code == 1


def test_the_action_asks_for_no_reviews_where_it_is_told_not_to(machine: Machine) -> None:
    steps = Action(machine, reviews="false").run()
    assert "Get the reviews" not in steps
    assert steps["Check"].code == 0


def test_the_action_stops_when_the_reviews_cannot_be_read(machine: Machine) -> None:
    machine.program("gh", "echo 'HTTP 403: Resource not accessible by integration' >&2; exit 1")
    steps = Action(machine).run()
    assert [*steps][-1] == "Get the reviews"
    assert "HTTP 403" in steps["Get the reviews"].err


def test_the_action_checks_a_push_without_a_pull_request(machine: Machine) -> None:
    steps = Action(machine, base="").run()
    assert [*steps] == ["Install rollcall", "Check"]
    assert steps["Check"].code == 0
    assert "since" not in machine.summary.read_text()


def test_the_action_compares_with_what_it_is_told(machine: Machine) -> None:
    assert machine.run("rollcall release").code == 0
    edit(machine.checkout.folder / PAID, ("minimum: 0", "minimum: 5"))
    steps = Action(machine, base="", against="events/release.json", catalog="events").run()
    assert steps["Check"].code == 1
    assert "breaking/constraint-tightened" in steps["Check"].out


def test_a_branch_that_is_named_like_a_command_runs_none(machine: Machine) -> None:
    name = "$(touch${IFS}pwned)"
    machine.origin.git("branch", name, "main")
    steps = Action(machine, base=name, reviews="false").run()
    assert steps["Check"].code == 0, steps["Check"].err
    assert not list(machine.folder.rglob("pwned"))


@pytest.mark.parametrize(
    ("version", "installed"), [("", str(ROOT)), ("1.2.3", "rollcall-catalog==1.2.3")], ids=["own", "named"]
)
def test_the_action_installs_its_own_checkout_or_a_version(
    version: str, installed: str, machine: Machine
) -> None:
    (machine.programs / "rollcall").unlink()
    machine.program("pipx", f'echo "$*" > "{machine.folder}/pipx"; exit 1')
    step = ACTION["runs"]["steps"][0]
    ended = machine.run(
        f"PATH={machine.programs}:/usr/bin:/bin\n{step['run']}",
        "-e",
        VERSION=version,
        GITHUB_ACTION_PATH=str(ROOT),
    )
    assert ended.code == 1
    assert (machine.folder / "pipx").read_text() == f"install --quiet {installed}\n"


def gitlab(machine: Machine, **more: str) -> Ran:
    """Run the job's script with the variables of a merge request."""
    (script,) = GITLAB["script"]
    return machine.run(
        script,
        "-eo",
        "pipefail",
        CI_API_V4_URL="https://gitlab.example/api/v4",
        CI_PROJECT_ID="3",
        CI_MERGE_REQUEST_IID="7",
        CI_MERGE_REQUEST_DIFF_BASE_SHA=machine.origin.git("rev-parse", "main"),
        **more,
    )


def gitlab_answers(machine: Machine, *, at: str | None, author: str = "bob") -> None:
    """Let `curl` answer as GitLab's API does: who approved and when, and what was pushed when."""
    commits = machine.origin.git("rev-list", "--reverse", "main..topic").splitlines()
    user = {"id": 1, "username": "ada", "state": "active"}
    documents: dict[str, object] = {
        "approvals": {
            "approved_by": [{"user": user, **({} if at is None else {"approved_at": at})}],
            "user_has_approved": False,
        },
        "versions": [
            {"id": number, "head_commit_sha": commit, "created_at": f"2026-03-01T1{number}:00:00.000Z"}
            for number, commit in reversed([*enumerate(commits)])
        ],
        "": {"iid": 7, "author": {"id": 2, "username": author}},
    }
    cases = ""
    for part, document in documents.items():
        path = machine.folder / f"answer-{part or 'request'}.json"
        path.write_text(json.dumps(document), encoding="utf-8")
        cases += f"  *merge_requests/7{part and '/' + part}) cat '{path}';;\n"
    machine.program("curl", f'case "$*" in\n{cases}  *) exit 22;;\nesac')


def test_the_job_of_gitlab_checks_a_merge_request_without_a_token(machine: Machine) -> None:
    machine.checkout.git("fetch", "-q", "--unshallow")
    ended = gitlab(machine)
    assert (ended.code, ended.err) == (0, "")
    assert "privacy-officer must approve 1 change (ada)" in ended.out
    assert "<testsuites" in (machine.checkout.folder / "rollcall.xml").read_text()


@pytest.mark.parametrize(
    ("at", "author", "code"),
    [
        ("2026-03-01T10:30:00.000Z", "bob", 0),
        ("2026-03-01T12:30:00.000+02:00", "bob", 0),
        ("2026-03-01T09:30:00.000Z", "bob", 1),
        ("2026-03-01T10:30:00.000Z", "ada", 1),
        (None, "bob", 1),
    ],
    ids=["approved", "in another zone", "before anything was pushed", "by the author", "by an older GitLab"],
)
def test_the_job_of_gitlab_counts_the_approvals_of_what_was_pushed(
    at: str | None, author: str, code: int, machine: Machine
) -> None:
    machine.checkout.git("fetch", "-q", "--unshallow")
    gitlab_answers(machine, at=at, author=author)
    ended = gitlab(machine, ROLLCALL_TOKEN="secret")
    assert ended.code == code, ended
    assert ("approved by ada" in ended.out) is (code == 0)


def test_the_job_of_gitlab_counts_no_approval_of_what_came_later(machine: Machine) -> None:
    edit(machine.origin.folder / PAID, ("minimum: 0", "minimum: -5"))
    machine.origin.commit("wider still")
    shutil.rmtree(machine.checkout.folder)
    machine.clone()
    for at, code in (("2026-03-01T10:30:00.000Z", 1), ("2026-03-01T11:30:00.000Z", 0)):
        gitlab_answers(machine, at=at)
        assert gitlab(machine, ROLLCALL_TOKEN="secret").code == code


def test_the_job_of_gitlab_fails_when_the_forge_does_not_answer(machine: Machine) -> None:
    machine.program("curl", "echo 'curl: (22) The requested URL returned error: 401' >&2; exit 22")
    ended = gitlab(machine, ROLLCALL_TOKEN="wrong")
    assert ended.code == 22
    assert "401" in ended.err


def hook(machine: Machine, name: str) -> Ran:
    """Run a hook's command as pre-commit does, in the environment of git's own hooks."""
    (found,) = [one for one in HOOKS if one["id"] == name]
    assert found["pass_filenames"] is False
    command = " ".join([found["entry"], *(f"'{one}'" for one in found.get("args", []))])
    return machine.run(command, GIT_DIR=".git", GIT_INDEX_FILE=".git/index", PRE_COMMIT="1")


def test_the_hook_checks_the_catalog(machine: Machine) -> None:
    assert hook(machine, "rollcall-check").code == 0
    edit(machine.checkout.folder / PAID, ("description:", "descripton:"))
    assert hook(machine, "rollcall-check").code == 1


def test_the_hook_of_a_push_compares_with_the_main_branch(machine: Machine) -> None:
    ended = hook(machine, "rollcall-changes")
    assert ended.code == 2
    assert "git fetch" in ended.err, "a clone of one branch is told what to fetch"
    machine.checkout.git("fetch", "-q", "origin", "+refs/heads/main:refs/remotes/origin/main")
    assert hook(machine, "rollcall-changes").code == 0
    edit(machine.checkout.folder / PAID, ("minimum: 0", "minimum: 5"))
    ended = hook(machine, "rollcall-changes")
    assert ended.code == 1
    assert "refused now: " in ended.out
