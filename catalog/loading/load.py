"""A folder of YAML → its definitions, its snapshot, and every finding of the format in one pass."""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

import msgspec

from catalog.errors import NotACatalog
from catalog.findings import Finding, Kind, Marks, Part, Place, Pointer, SourceMap
from catalog.loading.cache import ParseCache, digest_of_bytes
from catalog.loading.definitions import AnyDefinition, define
from catalog.loading.document import Defect, read_document
from catalog.loading.folder import Disk, Misplaced, SourceFile, Tree, files_of
from catalog.loading.format_rules import FORMAT_SEVERITIES
from catalog.loading.positions import LOSING_KEYS, pointers_of, positions
from catalog.loading.salvage import Salvaged, names_claimed, salvage
from catalog.loading.salvaged_parts import salvage_part
from catalog.loading.salvaged_properties import SalvagedPart, salvage_keys
from catalog.loading.salvaged_settings import SalvagedSettings, salvage_settings
from catalog.loading.shared import Shared
from catalog.loading.unjudged import Holder, unjudged
from catalog.model.event import ContextDefinition, EntityDefinition, EventDefinition, GroupDefinition
from catalog.model.gaps import Gaps, UnreadEvent, UnreadPart
from catalog.model.names import EventName, wire_name
from catalog.model.settings import Settings
from catalog.model.snapshot import Definitions, Snapshot, resolve

_Made = TypeVar("_Made", bound=AnyDefinition)

_PARTS: Mapping[str, type[GroupDefinition | ContextDefinition | EntityDefinition]] = {
    "group": GroupDefinition,
    "context": ContextDefinition,
    "entity": EntityDefinition,
}

_MODELS: Mapping[str, type[AnyDefinition]] = {
    **_PARTS,
    "settings": Settings,
    "event": EventDefinition,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """A catalog as far as it could be read: a usable snapshot, and what is wrong with the files.

    `findings` are those of the format (`format/…`), sorted by file and line. `broken` names the events whose
    files have findings, which the snapshot therefore lacks; what else it lacks is in its `gaps`. The other
    rules run on `definitions`, and on what is left of broken events, `salvaged`, by name; payloads are not
    judged by that. `parts` is what is left of other definitions, for rules about single keys. What is left
    of a catalog.yaml with findings is `settings`, None when it is whole or says
    nothing for sure; of that, `definitions` have what payloads can be judged by.

    `unjudged` has a sentence for each thing that payloads cannot be judged by although its file is well
    formed: an include of a group and a listed context that do not exist, and patterns outside the subset.
    The rules report these.
    """

    snapshot: Snapshot
    findings: tuple[Finding, ...]
    definitions: Definitions
    sources: SourceMap
    broken: frozenset[str]
    salvaged: Mapping[EventName, Salvaged]
    settings: SalvagedSettings | None
    parts: Mapping[tuple[Kind, str], SalvagedPart] = field(default_factory=lambda: MappingProxyType({}))
    unjudged: tuple[str, ...] = ()


def load(
    path: str | Path,
    *,
    cache_folder: Path | None = None,
    contents: Mapping[str, bytes] = MappingProxyType({}),
    shared: Shared | None = None,
) -> Loaded:
    """Load the catalog in a folder.

    Raises NotACatalog when there is no such folder; everything else that is wrong is a finding.
    `cache_folder` keeps parsed files by digest between runs. `contents` holds what somebody has just read of
    the files, by path from the folder, and spares reading them again. What is `shared` with another catalog
    is read once.
    """
    root = Path(path)
    if root.is_file():
        raise NotACatalog(str(path), "a catalog is a folder with a catalog.yaml; this is a file")
    cache = ParseCache(cache_folder, os.fsencode(root.resolve())) if cache_folder is not None else None
    return load_tree(Disk(root=root, contents=dict(contents)), cache, shared)


def load_tree(tree: Tree, cache: ParseCache | None = None, shared: Shared | None = None) -> Loaded:
    """Load the catalog whose files lie in a tree; as `load` does from a folder."""
    reader = _Reader(tree, cache, Shared() if shared is None else shared)
    for item in files_of(tree):
        reader.take(item)
    if cache is not None:
        cache.save()
    return reader.loaded()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Positions:
    """Finds the positions in a file when somebody asks."""

    tree: Tree

    def __call__(self, path: str) -> Mapping[Pointer, Marks]:
        content = self.tree.read(path)
        return {} if isinstance(content, Defect) else positions(content)


class _Reader:
    """Collects definitions and findings file by file."""

    def __init__(self, tree: Tree, cache: ParseCache | None, shared: Shared) -> None:
        self._tree = tree
        self._cache = cache
        self._shared = shared
        self._sources = SourceMap(locate=_Positions(tree=tree))
        self._findings: list[Finding] = []
        self._broken: set[str] = set()
        self._patterned: dict[str, Holder] = {}
        self._claimed: dict[str, frozenset[str]] = {}
        self._contexts: dict[str, tuple[ContextDefinition, UnreadPart]] = {}
        self._entities: dict[str, tuple[EntityDefinition, UnreadPart]] = {}
        self._groups: set[str] = set()
        self._salvaged: dict[EventName, Salvaged] = {}
        self._parts: dict[tuple[Kind, str], SalvagedPart] = {}
        self._settings: SalvagedSettings | None = None
        self._made: dict[str, dict[str, AnyDefinition]] = {kind: {} for kind in _MODELS}

    def take(self, item: SourceFile | Misplaced) -> None:
        """Read one file."""
        if isinstance(item, Misplaced):
            self._note(item.path, item.defect, None)
            return
        event = item.name if item.kind == "event" else None
        found = len(self._findings)
        self._take(item, event)
        if len(self._findings) > found and item.kind == "group":
            self._groups.add(item.name)

    def _take(self, item: SourceFile, event: str | None) -> None:
        content = self._tree.read(item.path)
        if isinstance(content, Defect):
            self._note(item.path, content, event)
            self._salvage_part(item, None, ())
            return
        digest = digest_of_bytes(content)
        data, defects = self._json(content, digest)
        for defect in defects:
            self._note(item.path, defect, event)
        if data is None:
            self._salvage_part(item, None, ())
            return
        made = self._shared.made.get((item.kind, digest)) or define(_MODELS[item.kind], data)
        shapes = made if isinstance(made, tuple) else ()
        if not isinstance(made, tuple) and not defects:
            self._made[item.kind][item.name] = self._shared.made[item.kind, digest] = made
            if not isinstance(made, Settings) and b'"pattern"' in data:
                self._patterned[item.path] = made
            return
        places = pointers_of(content, defects)
        slips = places | {shape.pointer for shape in shapes}
        if event is not None:
            self._broken.add(event)
            self._salvage(EventName(event), data, defects, slips)
        elif item.kind == "settings":
            self._settings = salvage_settings(data, slips)
        else:
            lost_keys = any(defect.rule in LOSING_KEYS for defect in defects)
            self._salvage_part(item, data, slips, lost_keys=lost_keys)
            self._salvage_keys(item, data, slips)
        for shape in shapes:
            if shape.pointer in places:
                continue  # most likely the same mistake, seen from its other side
            part = Part.VALUE if shape.of_value else Part.KEY
            place = self._sources.place(item.path, shape.pointer, part)
            property_ = next(
                (str(b) for a, b in zip(shape.pointer, shape.pointer[1:], strict=False) if a == "properties"),
                None,
            )
            self._find(shape.rule, shape.message, place, event, property_)

    def _salvage(
        self, event: EventName, data: bytes, defects: tuple[Defect, ...], pointers: Iterable[Pointer]
    ) -> None:
        self._claimed[event] = names_claimed(data)
        lost_keys = any(defect.rule in LOSING_KEYS for defect in defects)
        rest = salvage(event, data, pointers, lost_keys=lost_keys)
        if rest is not None:
            self._salvaged[event] = rest

    def _salvage_part(
        self, item: SourceFile, data: bytes | None, slips: Iterable[Pointer], *, lost_keys: bool = False
    ) -> None:
        """Keep what is sound of a context or an entity, and what is not known of it."""
        if item.kind == "context":
            self._contexts[item.name] = salvage_part(
                ContextDefinition, item.name, data, slips, lost_keys=lost_keys
            )
        elif item.kind == "entity":
            self._entities[item.name] = salvage_part(
                EntityDefinition, item.name, data, slips, lost_keys=lost_keys
            )

    def _salvage_keys(self, item: SourceFile, data: bytes, slips: Iterable[Pointer]) -> None:
        """Keep what single keys of a group, a context or an entity say."""
        rest = salvage_keys(_PARTS[item.kind], data, slips)
        if rest is not None:
            self._parts[item.kind, item.name] = rest

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
        snapshot = self._resolved(definitions)
        return Loaded(
            snapshot=snapshot,
            findings=tuple(sorted(self._findings, key=lambda finding: finding.order)),
            definitions=definitions,
            sources=self._sources,
            broken=frozenset(self._broken),
            salvaged=MappingProxyType(dict(sorted(self._salvaged.items()))),
            settings=self._settings,
            parts=MappingProxyType(dict(sorted(self._parts.items()))),
            unjudged=tuple(unjudged(definitions, snapshot, self._patterned)),
        )

    def _resolved(self, definitions: Definitions) -> Snapshot:
        """The snapshot, with what is sound of damaged contexts and entities, and word of what is not."""
        template = definitions.settings.naming.wire
        events: dict[str, UnreadEvent] = {}
        for name in sorted(self._broken):
            one = UnreadEvent(event=name, reason="its file has errors")
            names = {name, wire_name(EventName(name), template), *self._claimed.get(name, ())}
            events |= dict.fromkeys(sorted(names), one)
        contexts, entities = self._contexts, self._entities
        whole = replace(
            definitions,
            contexts={**definitions.contexts, **{name: kept for name, (kept, _) in contexts.items()}},
            entities={**definitions.entities, **{name: kept for name, (kept, _) in entities.items()}},
        )
        gaps = Gaps(
            events=events,
            groups=frozenset(self._groups),
            contexts={name: part for name, (_, part) in contexts.items()},
            entities={name: part for name, (_, part) in entities.items()},
            destinations=self._unread_destinations(definitions.settings),
        )
        return resolve(whole, gaps)

    def _unread_destinations(self, judged: Settings) -> frozenset[str] | None:
        """The names of destinations of which catalog.yaml says nothing for sure; None when all may be."""
        if self._made["settings"]:
            return frozenset()
        rest = self._settings
        if rest is None or rest.for_payloads is None:
            return None
        return frozenset(rest.named.destinations.keys() - judged.destinations.keys())

    def _of(self, kind: type[_Made], key: str) -> Mapping[str, _Made]:
        return MappingProxyType(
            {name: made for name, made in sorted(self._made[key].items()) if isinstance(made, kind)}
        )

    def _json(self, content: bytes, digest: bytes) -> tuple[bytes | None, tuple[Defect, ...]]:
        """A file's plain data as JSON, as far as it has any, and the defects of its YAML."""
        known = self._shared.parsed.get(digest)
        if known is None and self._cache is not None:
            known = self._cache.get(digest)
        if known is None:
            document = read_document(content)
            if document.data is None and document.defects:
                return None, document.defects
            known = msgspec.json.encode(document.data)
            if document.defects:
                return known, document.defects
        self._shared.parsed[digest] = known
        if self._cache is not None:
            self._cache.put(digest, known)
        return known, ()

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
