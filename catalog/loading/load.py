"""A folder of YAML → its definitions, its snapshot, and every finding of the format in one pass."""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

import msgspec

from catalog.errors import NotACatalog
from catalog.findings import Finding, Place, Pointer, SourceMap
from catalog.loading.cache import ParseCache, digest_of_bytes
from catalog.loading.definitions import AnyDefinition, define
from catalog.loading.document import Defect, read_document
from catalog.loading.folder import Misplaced, SourceFile, files_of, read_source
from catalog.loading.format_rules import FORMAT_SEVERITIES
from catalog.loading.positions import LOSING_KEYS, pointers_of, positions
from catalog.loading.salvage import Salvaged, salvage
from catalog.loading.salvaged_settings import SalvagedSettings, salvage_settings
from catalog.model.event import ContextDefinition, EntityDefinition, EventDefinition, GroupDefinition
from catalog.model.names import EventName
from catalog.model.settings import Settings
from catalog.model.snapshot import Definitions, Snapshot, resolve

_Made = TypeVar("_Made", bound=AnyDefinition)

_MODELS: Mapping[str, type[AnyDefinition]] = {
    "settings": Settings,
    "group": GroupDefinition,
    "context": ContextDefinition,
    "entity": EntityDefinition,
    "event": EventDefinition,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """A catalog as far as it could be read: a usable snapshot, and what is wrong with the files.

    `findings` are those of the format (`format/…`), sorted by file and line. `broken` names the events whose
    files have findings, which the snapshot therefore lacks. The other rules run on `definitions`, and on what
    is left of broken events, `salvaged`, by name; no payload is judged by that. What is left of a
    catalog.yaml with findings is `settings`, None when it is whole or says nothing for sure; of that,
    `definitions` have what payloads can be judged by.
    """

    snapshot: Snapshot
    findings: tuple[Finding, ...]
    definitions: Definitions
    sources: SourceMap
    broken: frozenset[str]
    salvaged: Mapping[EventName, Salvaged]
    settings: SalvagedSettings | None


def load(
    path: str | Path,
    *,
    cache_folder: Path | None = None,
    contents: Mapping[str, bytes] = MappingProxyType({}),
) -> Loaded:
    """Load the catalog in a folder.

    Raises NotACatalog when there is no such folder; everything else that is wrong is a finding.
    `cache_folder` keeps parsed files by digest between runs. `contents` holds what somebody has just read of
    the files, by path from the folder, and spares reading them again.
    """
    root = Path(path)
    if root.is_file():
        raise NotACatalog(str(path), "a catalog is a folder with a catalog.yaml; this is a file")
    cache = ParseCache(cache_folder, root) if cache_folder is not None else None
    reader = _Reader(root, cache, contents)
    for item in files_of(root):
        reader.take(item)
    if cache is not None:
        cache.save()
    return reader.loaded()


def _read(root: Path, contents: Mapping[str, bytes], path: str) -> bytes | Defect:
    known = contents.get(path)
    return read_source(f"{root}{os.sep}{path}") if known is None else known


@dataclass(frozen=True, slots=True, kw_only=True)
class _Positions:
    """Finds the positions in a file when somebody asks."""

    root: Path
    contents: Mapping[str, bytes]

    def __call__(self, path: str) -> Mapping[Pointer, tuple[int, int]]:
        content = _read(self.root, self.contents, path)
        return {(): (1, 1)} if isinstance(content, Defect) else positions(content)


class _Reader:
    """Collects definitions and findings file by file."""

    def __init__(self, root: Path, cache: ParseCache | None, contents: Mapping[str, bytes]) -> None:
        self._root = root
        self._contents = contents
        self._cache = cache
        self._sources = SourceMap(locate=_Positions(root=root, contents=dict(contents)))
        self._findings: list[Finding] = []
        self._broken: set[str] = set()
        self._salvaged: dict[EventName, Salvaged] = {}
        self._settings: SalvagedSettings | None = None
        self._made: dict[str, dict[str, AnyDefinition]] = {kind: {} for kind in _MODELS}

    def take(self, item: SourceFile | Misplaced) -> None:
        """Read one file."""
        if isinstance(item, Misplaced):
            self._note(item.path, item.defect, None)
            return
        event = item.name if item.kind == "event" else None
        content = _read(self._root, self._contents, item.path)
        if isinstance(content, Defect):
            self._note(item.path, content, event)
            return
        data, defects = self._json(content)
        for defect in defects:
            self._note(item.path, defect, event)
        if data is None:
            return
        made = define(_MODELS[item.kind], data)
        shapes = made if isinstance(made, tuple) else ()
        if not isinstance(made, tuple) and not defects:
            self._made[item.kind][item.name] = made
        elif event is not None:
            self._broken.add(event)
            pointers = pointers_of(content, defects) | {shape.pointer for shape in shapes}
            self._salvage(EventName(event), data, defects, pointers)
        elif item.kind == "settings":
            self._settings = salvage_settings(
                data, pointers_of(content, defects) | {shape.pointer for shape in shapes}
            )
        known = {defect.line for defect in defects}
        for shape in shapes:
            place = self._sources.place(item.path, shape.pointer)
            if place.line in known:
                continue  # most likely the same mistake, seen from its other side
            property_ = next(
                (str(b) for a, b in zip(shape.pointer, shape.pointer[1:], strict=False) if a == "properties"),
                None,
            )
            self._find(shape.rule, shape.message, place, event, property_)

    def _salvage(
        self, event: EventName, data: bytes, defects: tuple[Defect, ...], pointers: Iterable[Pointer]
    ) -> None:
        lost_keys = any(defect.rule in LOSING_KEYS for defect in defects)
        rest = salvage(event, data, pointers, lost_keys=lost_keys)
        if rest is not None:
            self._salvaged[event] = rest

    def loaded(self) -> Loaded:
        """Everything that was read."""
        rest = None if self._settings is None else self._settings.for_payloads
        settings = (
            self._of(Settings, "settings").get("catalog")
            or rest
            or Settings.model_validate({"format": 1, "product": "unnamed"})
        )
        events = self._of(EventDefinition, "event")
        definitions = Definitions(
            settings=settings,
            groups=self._of(GroupDefinition, "group"),
            contexts=self._of(ContextDefinition, "context"),
            entities=self._of(EntityDefinition, "entity"),
            events=MappingProxyType({EventName(name): event for name, event in events.items()}),
        )
        return Loaded(
            snapshot=resolve(definitions, frozenset(self._broken)),
            findings=tuple(sorted(self._findings, key=lambda finding: finding.order)),
            definitions=definitions,
            sources=self._sources,
            broken=frozenset(self._broken),
            salvaged=MappingProxyType(dict(sorted(self._salvaged.items()))),
            settings=self._settings,
        )

    def _of(self, kind: type[_Made], key: str) -> Mapping[str, _Made]:
        return MappingProxyType(
            {name: made for name, made in sorted(self._made[key].items()) if isinstance(made, kind)}
        )

    def _json(self, content: bytes) -> tuple[bytes | None, tuple[Defect, ...]]:
        """A file's plain data as JSON, as far as it has any, and the defects of its YAML."""
        digest = digest_of_bytes(content) if self._cache is not None else b""
        if self._cache is not None:
            known = self._cache.get(digest)
            if known is not None:
                return known, ()
        document = read_document(content)
        if document.data is None and document.defects:
            return None, document.defects
        encoded = msgspec.json.encode(document.data)
        if self._cache is not None and not document.defects:
            self._cache.put(digest, encoded)
        return encoded, document.defects

    def _note(self, path: str, defect: Defect, event: str | None) -> None:
        if event is not None:
            self._broken.add(event)
        self._find(
            defect.rule, defect.message, Place(path=path, line=defect.line, column=defect.column), event, None
        )

    def _find(self, rule: str, message: str, place: Place, event: str | None, property_: str | None) -> None:
        self._findings.append(
            Finding(
                rule=rule,
                severity=FORMAT_SEVERITIES[rule],
                message=message,
                path=place.path,
                line=place.line,
                column=place.column,
                event=event,
                property=property_,
            )
        )
