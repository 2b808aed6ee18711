"""The repository holds on any machine: nothing tracked names one, and what is installed is pinned by hash."""

import json
import re
import subprocess
import tomllib
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
REGISTRY = re.compile(r"py[p]i\.org|python[h]osted\.org|npm[j]s\.(?:org|com)|yarn[p]kg|deb\.[d]ebian\.org")
MACHINE_PATH = re.compile(r"(?<![\w.}>/-])/(?:root|work|home/\w+|Users/\w+)/\w")
FRAGMENT = re.compile(r"\d+\.(?:added|changed|fixed|removed|breaking)\.md")


@cache
def tracked() -> tuple[Path, ...]:
    """Files under version control and new ones that are not ignored."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    return tuple(path for name in listed.split("\0") if name and (path := ROOT / name).is_file())


@pytest.mark.parametrize(
    ("pattern", "what"), [(REGISTRY, "a package registry"), (MACHINE_PATH, "a path of one machine")]
)
def test_no_tracked_file_names(pattern: re.Pattern[str], what: str) -> None:
    found = []
    for path in tracked():
        text = path.read_bytes().decode("utf-8", errors="replace")
        if hit := pattern.search(text):
            line = text.count("\n", 0, hit.start()) + 1
            found.append(f"{path.relative_to(ROOT)}:{line}: {hit.group()}")
    assert not found, f"{what} is named: {'; '.join(found)}"


@pytest.mark.parametrize(
    "line", ["see /" + "work/main", "'/" + "home/ada/x'", "https://" + "pypi" + ".org/simple"]
)
def test_a_machine_or_a_registry_is_recognised(line: str) -> None:
    assert MACHINE_PATH.search(line) or REGISTRY.search(line)


def test_the_npm_lock_names_versions_and_hashes_and_no_registry() -> None:
    lock = json.loads((ROOT / "tests/package-lock.json").read_text(encoding="utf-8"))
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert packages
    for name, entry in packages.items():
        assert "resolved" not in entry, f"{name} says where it came from"
        assert entry["integrity"].startswith("sha512-"), name


def test_npm_requirements_are_exact() -> None:
    manifest = json.loads((ROOT / "tests/package.json").read_text(encoding="utf-8"))
    # a second version of one package has an alias
    exact = re.compile(r"(?:npm:[a-z-]+@)?\d+\.\d+\.\d+")
    assert all(exact.fullmatch(version) for version in manifest["devDependencies"].values())


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def pinned(path: Path) -> dict[str, int]:
    """The requirements of a lock file, each with its number of hashes."""
    found: dict[str, int] = {}
    name = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if match := re.match(r"([A-Za-z0-9._-]+)==\S+", line):
            name = normal(match[1])
            found.setdefault(name, 0)
        elif line.lstrip().startswith("--hash=sha256:"):
            found[name] += 1
        else:
            assert re.match(r"\s+#|$", line), f"{path.name}: not a pinned requirement: {line}"
    return found


@pytest.mark.parametrize("name", ["runtime.txt", "dev.txt"])
def test_every_requirement_is_pinned_with_hashes(name: str) -> None:
    requirements = pinned(ROOT / "requirements" / name)
    assert requirements
    assert not [name for name, hashes in requirements.items() if not hashes]


def test_the_lock_files_hold_every_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    runtime = {normal(re.split(r"[<>=\[; ]", line)[0]) for line in project["project"]["dependencies"]}
    dev = {normal(re.split(r"[<>=\[; ]", line)[0]) for line in project["dependency-groups"]["dev"]}
    advice = "missing from the lock; run `make lock`"
    assert runtime <= pinned(ROOT / "requirements/runtime.txt").keys(), advice
    assert runtime | dev <= pinned(ROOT / "requirements/dev.txt").keys(), advice


def test_the_import_order_is_drawn_as_the_contract_has_it() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    [contract] = [one for one in project["tool"]["importlinter"]["contracts"] if one["id"] == "layers"]
    guide = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    [drawn] = [block for block in re.findall(r"```text\n(.*?)```", guide, re.DOTALL) if " > " in block]
    layers = [re.sub("[()]", "", layer) for layer in contract["layers"]]
    assert " ".join(drawn.split()) == " > ".join(layers)


def test_a_changelog_fragment_is_named_number_kind() -> None:
    names = [path.name for path in (ROOT / "changelog.d").iterdir() if path.name != "README.md"]
    assert names
    assert not [name for name in names if not FRAGMENT.fullmatch(name)]


def test_every_make_target_says_what_it_does() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.findall(r"^\.PHONY: (\S+)$", makefile, flags=re.MULTILINE)
    assert {"setup", "demo", "check", "test", "bench", "soak"} <= set(targets)
    assert not [name for name in targets if not re.search(rf"^{name}:.*## \w", makefile, flags=re.MULTILINE)]
