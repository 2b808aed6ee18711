"""The case files that drive the runtimes of every language: what is valid, and what treatments leave."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from catalog.codegen.python.runtime.checks import Checks
from catalog.codegen.python.runtime.hashing import Keyring
from catalog.codegen.python.runtime.treatments import Treatments
from catalog.schema.formats import FORMATS
from catalog.schema.patterns import parse

CASES = Path(__file__).parents[2] / "cases" / "codegen"
PRINTED = {name: one.pattern.python() for name, one in FORMATS.items()}
KEYS = Keyring("k", {"k": b"k" * 32})


def rows(name: str) -> list[dict[str, Any]]:
    path = CASES / name
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else []


def for_python(definition: Any) -> Any:
    """A definition whose patterns are printed for Python, as the plan prints them."""
    if isinstance(definition, list):
        return [for_python(one) for one in definition]
    if not isinstance(definition, dict):
        return definition
    return {
        key: parse(member).python() if key == "pattern" and isinstance(member, str) else for_python(member)
        for key, member in definition.items()
    }


@pytest.mark.parametrize("row", rows("definitions.json"), ids=lambda row: json.dumps(row["definition"])[:60])
def test_values_are_valid_or_not(row: dict[str, Any]) -> None:
    definition = for_python(row["definition"])
    for expected, values in ((True, row["valid"]), (False, row["invalid"])):
        for value in values:
            checks = Checks(PRINTED)
            checks.value(definition, value, "")
            assert (not checks.problems) is expected, (value, checks.problems)


@pytest.mark.parametrize("row", rows("treatments.json"), ids=lambda row: json.dumps(row["treatment"])[:60])
def test_treatments_leave(row: dict[str, Any]) -> None:
    made = Treatments({name: re.compile(one) for name, one in PRINTED.items()}, KEYS.digester("posthog"))
    treated = made.of(row["treatment"])
    for value, left in row["cases"]:
        if not treated.is_gone:
            assert (value if treated.act is None else treated.act(value)) == left, value
