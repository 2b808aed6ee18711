"""The catalog that a release holds, in the form of one that was loaded from files."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from catalog.findings import Marks, Pointer, SourceMap
from catalog.loading.dump import dump_definition
from catalog.loading.folder import path_of
from catalog.loading.load import Loaded
from catalog.loading.positions import positions
from catalog.loading.unjudged import Holder, unjudged
from catalog.model.names import EventName
from catalog.model.release import Release
from catalog.model.settings import Settings
from catalog.model.snapshot import Definitions, resolve


def loaded_release(release: Release) -> Loaded:
    """The catalog of a release, as if its files had been loaded.

    Places are in the files of the definitions, as the release amounts to them: lines count in their canonical
    YAML, since the release itself is one line.
    """
    catalog = release.catalog
    definitions = Definitions(
        settings=catalog.settings,
        groups=catalog.groups,
        contexts=catalog.contexts,
        entities=catalog.entities,
        events=MappingProxyType({EventName(name): event for name, event in catalog.events.items()}),
    )
    files = _files(definitions)
    holders = {path: one for path, one in files.items() if not isinstance(one, Settings)}
    snapshot = resolve(definitions)
    return Loaded(
        snapshot=snapshot,
        findings=(),
        definitions=definitions,
        sources=SourceMap(locate=_located(files)),
        broken=frozenset(),
        salvaged=MappingProxyType({}),
        settings=None,
        unjudged=tuple(unjudged(definitions, snapshot, holders)),
    )


def _files(definitions: Definitions) -> dict[str, Settings | Holder]:
    """Every definition by the path of the file that it would have."""
    files: dict[str, Settings | Holder] = {path_of("settings", "catalog"): definitions.settings}
    files |= {path_of("group", name): one for name, one in definitions.groups.items()}
    files |= {path_of("context", name): one for name, one in definitions.contexts.items()}
    files |= {path_of("entity", name): one for name, one in definitions.entities.items()}
    files |= {path_of("event", name): one for name, one in definitions.events.items()}
    return files


def _located(
    files: Mapping[str, Settings | Holder],
) -> Callable[[str], Mapping[Pointer, Marks]]:
    def locate(path: str) -> Mapping[Pointer, Marks]:
        definition = files.get(path)
        return {} if definition is None else positions(dump_definition(definition).encode())

    return locate
