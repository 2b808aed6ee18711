"""The `[scan]` table of a project: its sinks, the presets it uses and the paths it leaves out."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeGuard

from catalog.baseline.project import Project, WrongProject, line_of
from catalog.model.nearest import nearest
from catalog.scan.naming import Named
from catalog.scan.preset import PRESETS, preset
from catalog.scan.sink import Sink
from catalog.scan.sink_reading import WrongSink, sink_of

_KEYS: Final = ("sinks", "presets", "exclude", "names", "judge_tests", "trackers")
_NAME_KEYS: Final = ("path", "function", "events")
_HEADER: Final = re.compile(
    r"^[ \t]*\[\[\s*(?:tool\s*\.\s*rollcall\s*\.\s*)?scan\s*\.\s*sinks\s*\]\]", re.MULTILINE
)
_ANY_HEADER: Final = re.compile(r"^[ \t]*\[", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanSettings:
    """What is looked for, and where not; `exclude` has patterns as in .gitignore."""

    sinks: tuple[Sink, ...]
    exclude: tuple[str, ...] = ()
    names: tuple[Named, ...] = ()
    """What calls can send whose names the source does not tell."""
    trackers: tuple[str, ...] = ()
    """Packages that are generated trackers, by the names that they are imported by."""
    judge_tests: bool = False
    """Whether calls in tests are held to the catalog as well."""

    @property
    def callees(self) -> frozenset[str]:
        """The names that a file must hold one of to be read at all."""
        return frozenset(sink.callee for sink in self.sinks)


def default_settings() -> ScanSettings:
    """Those of a project that says nothing: every preset."""
    return ScanSettings(sinks=tuple(sink for name in PRESETS for sink in preset(name)))


def scan_settings(project: Project | None) -> ScanSettings:
    """What a project says about scanning. Its own sinks come before presets; with neither, all presets apply.

    Raises WrongProject with the line of what means nothing.
    """
    if project is None:
        return default_settings()
    table = project.scan
    for key in table:
        if key not in _KEYS:
            raise project.wrong(key, f"unknown key '{key}'; {_right(key, _KEYS)}")
    exclude = _texts(project, table, "exclude", "patterns as in .gitignore")
    own = tuple(_own(project, table.get("sinks", [])))
    names = _texts(project, table, "presets", "names of presets")
    for name in names:
        if name not in PRESETS:
            raise project.wrong("presets", f"there is no preset '{name}'; {_right(name, PRESETS)}")
    said = tuple(_named(project, table.get("names", [])))
    sinks = (*own, *(sink for name in names for sink in preset(name)))
    if "presets" not in table and not own:
        sinks = default_settings().sinks
    judge_tests = table.get("judge_tests", False)
    if not isinstance(judge_tests, bool):
        raise project.wrong(
            "judge_tests", "'judge_tests' is true or false: whether calls in tests are judged"
        )
    return ScanSettings(
        sinks=sinks,
        exclude=exclude,
        names=said,
        trackers=(
            *_texts(project, table, "trackers", "the names of packages that 'rollcall gen' wrote"),
            *_generated(project),
        ),
        judge_tests=judge_tests,
    )


def _generated(project: Project) -> Iterator[str]:
    """The packages that `[gen]` names, and the folders that it writes; `rollcall gen` judges that table."""
    for stated in project.gen.values():
        for table in stated if isinstance(stated, list) else [stated]:
            for key in ("package", "out"):
                name = table.get(key) if isinstance(table, Mapping) else None
                if isinstance(name, str) and name.strip("/. "):
                    yield name if key == "package" else name.rstrip("/").rpartition("/")[2]


def _named(project: Project, listed: object) -> Iterator[Named]:
    """What `[[scan.names]]` says: the files, perhaps a function in them, and the names of events."""
    if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
        raise project.wrong("names", "'names' is a list of tables; write [[scan.names]] and its keys below")
    for row in listed:
        for key in row:
            if key not in _NAME_KEYS:
                raise project.wrong(key, f"unknown key '{key}'; {_right(key, _NAME_KEYS)}")
        paths = row.get("path")
        paths = [paths] if isinstance(paths, str) else paths
        events, function = row.get("events"), row.get("function")
        if not _are_texts(paths):
            raise project.wrong("names", "[[scan.names]] has a 'path': the files that the calls are in")
        if not _are_texts(events):
            raise project.wrong("names", "[[scan.names]] has 'events': the names that the calls can send")
        if function is not None and not isinstance(function, str):
            raise project.wrong("function", "'function' is the name of one around the calls")
        yield Named(paths=tuple(paths), function=function, events=tuple(events))


def _are_texts(value: object) -> TypeGuard[list[str]]:
    return isinstance(value, list) and bool(value) and all(isinstance(one, str) for one in value)


def _own(project: Project, listed: object) -> Iterator[Sink]:
    if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
        raise project.wrong(
            "sinks", "'sinks' is a list of tables; write [[scan.sinks]] and the keys of one below"
        )
    seen: dict[str, int] = {}
    for number, row in enumerate(listed):
        try:
            sink = sink_of(row)
        except WrongSink as error:
            raise WrongProject(project.file, _line(project, number, error.key), error.reason) from None
        if sink.id in seen:
            reason = f"there are two sinks with the id '{sink.id}'; give each its own"
            raise WrongProject(project.file, _line(project, number, "id"), reason)
        seen[sink.id] = number
        yield sink


def _line(project: Project, number: int, key: str) -> int | None:
    """The line of a key of the sink with this number."""
    text = project.text
    headers = list(_HEADER.finditer(text))
    if number >= len(headers):
        return line_of(text, key) or line_of(text, "sinks")
    start = headers[number].end()
    after = _ANY_HEADER.search(text, start)
    end = len(text) if after is None else after.start()
    found = re.search(rf"""(?<![\w-])["']?{re.escape(key)}["']?\s*=""", text[start:end])
    place = headers[number].start() if found is None else start + found.start()
    while text[place] in " \t\n" and place < start:
        place += 1
    return text.count("\n", 0, place) + 1


def _texts(project: Project, table: Mapping[str, object], key: str, meaning: str) -> tuple[str, ...]:
    found = table.get(key, [])
    if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
        raise project.wrong(key, f"'{key}' is a list of texts: {meaning}")
    return tuple(one for one in found if isinstance(one, str))


def _right(name: str, known: Sequence[str]) -> str:
    near = nearest(name, known)
    return f"did you mean '{near[0]}'" if near else f"known here: {', '.join(known)}"
