"""What a tracker says of itself in a log line belongs to the envelope, unless it is something else."""

import json

import pytest

from catalog.validation import Validator
from catalog.validation.protocols import LOG
from tests.validation.worlds import Plain, codes, world

EVENT: Plain = {"destinations": ["log"], "properties": {"n": {"type": "integer", "data": "none"}}}


@pytest.mark.parametrize(
    ("tracker", "problems"),
    [
        ({"source": "web", "release": "3", "uuid": "0193a5d0-ac96-474b-bcce-b302099a8057"}, []),
        ({}, ["undeclared-property"]),
        ("web", ["undeclared-property"]),
        ({"source": "web", "other": 1}, ["undeclared-property"]),
        ({"uuid": "7"}, ["not-a-uuid"]),
    ],
)
def test_the_stamps_of_a_log_line(tracker: object, problems: list[str]) -> None:
    line = {"message": "a.b", "n": 1, "$tracker": tracker}
    verdict = Validator(world({"a.b": EVENT})).validate(json.dumps(line).encode(), protocol=LOG)
    assert codes(verdict) == problems
    assert all(problem.path.startswith("/$tracker") for problem in verdict.problems)
