"""Whatever a catalog says, rules answer with findings: sentences about a value that stands in its files."""

import tempfile
from datetime import date
from pathlib import Path

from hypothesis import HealthCheck, given, settings

from catalog.findings import Kind
from catalog.loading import dump, load
from catalog.model.snapshot import Definitions
from catalog.rules import RULES, run
from catalog.rules.runner import KNOWN_RULES
from catalog.rules.view import view
from tests.strategies import catalogs

TODAY = date(2026, 3, 1)
slow_files = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def write(folder: Path, files: dict[str, str]) -> Path:
    for path, text in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    return folder


@slow_files
@given(catalogs())
def test_every_finding_is_a_sentence_at_a_line_of_a_file(definitions: Definitions) -> None:
    files = dump(definitions)
    with tempfile.TemporaryDirectory() as folder:
        loaded = load(write(Path(folder), files))
        assert not loaded.findings
        found = run(loaded, today=TODAY)
        assert found == run(loaded, today=TODAY)
    for finding in found:
        assert finding.message
        assert finding.message.isprintable()
        assert not finding.message.endswith(".")
        lines = files[finding.path].splitlines()
        assert 1 <= finding.line <= len(lines)
        assert 1 <= finding.column <= len(lines[finding.line - 1])


@slow_files
@given(catalogs())
def test_a_rule_speaks_of_definitions_that_are_there(definitions: Definitions) -> None:
    with tempfile.TemporaryDirectory() as folder:
        seen = view(load(write(Path(folder), dump(definitions))), TODAY, KNOWN_RULES)
        for rule in RULES:
            for defect in rule.check(seen):
                assert _is_defined(definitions, defect.kind, defect.name), rule.id
                assert all(isinstance(step, str | int) for step in defect.pointer), rule.id


def _is_defined(definitions: Definitions, kind: Kind, name: str) -> bool:
    match kind:
        case "settings":
            return True
        case "event":
            return name in {str(event) for event in definitions.events}
        case "group":
            return name in definitions.groups
        case "context":
            return name in definitions.contexts
        case "entity":
            return name in definitions.entities


@slow_files
@given(catalogs())
def test_the_order_of_files_does_not_matter(definitions: Definitions) -> None:
    files = list(dump(definitions).items())
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        forwards = run(load(write(Path(one), dict(files))), today=TODAY)
        backwards = run(load(write(Path(other), dict(reversed(files)))), today=TODAY)
    assert forwards == backwards
