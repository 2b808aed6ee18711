"""What all tests share: how hard Hypothesis tries, and the Node that contracts are compared in."""

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

TESTS = Path(__file__).parent
IN_CI = bool(os.environ.get("CI"))

# No deadline: two cores shared with other work make any a coin toss.
settings.register_profile("dev", max_examples=50, deadline=None)
settings.register_profile("ci", max_examples=200, deadline=None, derandomize=True, print_blob=True)
settings.register_profile(
    "soak", max_examples=5_000, deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("ci" if IN_CI else "dev")


@pytest.fixture(scope="session")
def node() -> str:
    """Path of `node`, beside an installed `tests/node_modules`; without it a test skips, in CI it fails."""
    program = shutil.which("node")
    if program is not None and (TESTS / "node_modules" / "ajv").is_dir():
        return program
    reason = "needs node, and `npm ci` in tests/ (`make test` does that)"
    if IN_CI:
        pytest.fail(reason)
    pytest.skip(reason)
