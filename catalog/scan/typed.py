"""Calls of generated trackers: each sends the event that the catalog gives its function to.

A call counts when what is called comes from a generated tracker: its folder lies in the tree and has the list
of generated files, or the project names the package. What only looks like one, such as a variable that
somebody called `tracker`, does not.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from catalog.codegen.plan.formers import formers
from catalog.codegen.plan.identifiers import action_identifier, identifier, resource_identifier, type_name
from catalog.codegen.plan.tracker import parameter_identifier
from catalog.model.snapshot import Event, Snapshot
from catalog.scan.collection import Collection
from catalog.scan.facts import VIEW, Call, FileFacts, Made, Scalar, Text
from catalog.scan.javascript.json_files import members_of, text_at
from catalog.scan.linking import Linker
from catalog.scan.locating import Given, argument, properties
from catalog.scan.reasons import MISSING
from catalog.scan.sink import (
    Argument,
    EventAt,
    EventClass,
    EventFixed,
    PropertiesArgument,
    PropertiesAt,
    PropertiesKeywords,
    Sink,
)
from catalog.scan.sites import Site
from catalog.scan.told import Placed, Texts
from catalog.scan.tree import Tree

TYPED: Final = "typed-tracker"
"""The id of the sink that the functions of trackers are."""

TRACKER: Final = "tracker"
"""What a tracker is called in its package."""

_TYPE: Final = "Tracker"
_FIRST: Final = Argument(position=0)
_VALUE: Final = Argument(position=0, keywords=("event",))
_MAX_STEPS: Final = 20
"""So often a tracker may be handed on from file to file."""
_CAPITAL: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_WORD: Final = re.compile(r"[\w$-]+")


def words_of(tree: Tree, stated: Iterable[str]) -> frozenset[str]:
    """The words of which a file that imports a tracker has one; empty where there is no tracker.

    `stated` are the names of packages that the project says are trackers.
    """
    found: set[str] = set()
    for name in stated:
        found.update(_WORD.findall(name)[-1:])
    for folder in dict.fromkeys(tree.generated.values()):
        place = tree.folder / folder
        found.add(place.resolve().name if folder == "." else place.name)
    for path, folder in tree.generated.items():
        inside = _below(path, folder)
        if inside.startswith("src/") and inside.count("/") == 2 and inside.endswith("/__init__.py"):
            found.add(inside.split("/")[1])  # a package to publish
        elif inside == "package.json":
            try:
                package = text_at(members_of(tree.content(path)), "name")
            except OSError:
                continue
            found.update(_WORD.findall(package or "")[-1:])
    return frozenset(found | {TRACKER}) if found else frozenset()


class TypedCalls:
    """Follows what is called to the generated tracker that it comes from."""

    def __init__(self, collection: Collection, linker: Linker, stated: Iterable[str]) -> None:
        self._files: Final = collection
        self._linker: Final = linker
        self._stated: Final = tuple(stated)
        self._known: Final[dict[tuple[str, ...], tuple[str, ...] | None]] = {}

    def sites(self, call: Call, path: str) -> tuple[Site, ...] | None:
        """The site of a call of a tracker's function, none for what else a tracker has.

        None where the call is of anything but a tracker.
        """
        reached = self._from(call.tracked[0], call.tracked[1:], path)
        if reached is None:
            return None
        facts = self._files.facts(path)
        is_python = facts is not None and facts.language == "python"
        at: PropertiesAt = PropertiesKeywords() if is_python else PropertiesArgument(at=_FIRST)
        match reached:
            case ("tracker", "track") if is_python:
                return (self._of_value(call, path),)
            case ("tracker", resource, action) | ("tracker", resource, action, "of"):
                return (self._new(call, path, (f"{resource}.{action}",), EventFixed(name=action), at),)
            case _:
                return ()

    def _of_value(self, call: Call, path: str) -> Site:
        """`tracker.track(Stopped(…))`."""
        given = argument(call, _VALUE)
        made = () if given is None else self._linker.options(given, path)
        names = dict.fromkeys(
            name
            for placed in made
            if isinstance(placed.expression, Made)
            and (name := self._value(placed.expression.callee, placed.path)) is not None
        )
        event = EventClass(at=_VALUE)
        found = self._new(call, path, tuple(names), event, PropertiesKeywords())
        if names:
            return found
        reasons = tuple(self._linker.texts(*placed).reason or "call" for placed in made) or (MISSING,)
        return replace(found, texts=Texts(reasons=tuple(dict.fromkeys(reasons))))

    def _value(self, names: tuple[str, ...], path: str) -> str | None:
        """The event of a class of the tracker, as `resource.Type`."""
        match self._in_file(path, names, 0):
            case ("events", resource, kind):
                return f"{resource}.{kind}"
            case _:
                return None

    def _new(self, call: Call, path: str, names: tuple[str, ...], event: EventAt, at: PropertiesAt) -> Site:
        return Site(
            path=path,
            call=call,
            sink=Sink(id=TYPED, callee=call.callee, event=event, properties=at, preset=TYPED),
            texts=Texts(names=tuple(_as_event(name) for name in names)),
            properties=properties(call, event, at, self._linker, path),
            typed=names,
        )

    def _from(self, module: str, names: tuple[str, ...], path: str, step: int = 0) -> tuple[str, ...] | None:
        """What names of a module are of a tracker, as names from its top; None where they are of none."""
        key = (path.rpartition("/")[0], path.rpartition(".")[2], module, *names)
        if key not in self._known:
            self._known[key] = None  # seen again on the way, it leads nowhere
            self._known[key] = self._looked_up(module, names, path, step)
        return self._known[key]

    def _looked_up(self, module: str, names: tuple[str, ...], path: str, step: int) -> tuple[str, ...] | None:
        facts = self._files.facts(path)
        if facts is None or step > _MAX_STEPS:
            return None
        is_python = facts.language == "python"
        below = module
        for start in range(len(names) + 1 if is_python else 1):
            targets = self._files.modules(facts.language, below, path)
            for target in targets:
                found = self._in_file(target, names[start:], step + 1)
                if found is not None:
                    return found
            if not targets:
                found = self._in_stated(below, names[start:], is_python=is_python)
                if found is not None:
                    return found
            if start < len(names):
                below = f"{below}{'' if below.endswith('.') else '.'}{names[start]}"
        return None

    def _in_stated(self, module: str, names: tuple[str, ...], *, is_python: bool) -> tuple[str, ...] | None:
        """What names are of a package that the project names and that does not lie here."""
        for stated in self._stated:
            if is_python:
                parts = [part for part in module.split(".") if part]
                name = re.sub(r"[-.]+", "_", stated).lower()
                if name in parts:
                    return _plain((*parts[parts.index(name) + 1 :], *names))
            elif module == stated or module.startswith(f"{stated}/"):
                return _of_module(module[len(stated) + 1 :] or "index", names)
        return None

    def _in_file(self, path: str, names: tuple[str, ...], step: int) -> tuple[str, ...] | None:
        """What dotted names of a file are of a tracker."""
        folder = self._files.tree.tracker_of(path)
        if folder is not None:
            inside = _below(path, folder)
            if not inside.endswith((".py", ".pyi")):
                return _of_module(inside, names)
            parts = inside.rpartition(".")[0].split("/")
            parts = parts[2:] if parts[0] == "src" else parts
            return _plain((*(part for part in parts if part != "__init__"), *names))
        facts = self._files.facts(path)
        if facts is None or not names or step > _MAX_STEPS:
            return None
        for module, rest in _sources(facts, names):
            found = self._from(module, rest, path, step + 1)
            if found is not None:
                return found
        return None


def _sources(facts: FileFacts, names: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """From which modules a file can have dotted names, and what they are there."""
    for one in facts.stand_ins:
        own = tuple(one.name.split("."))
        if one.tracked and names[: len(own)] == own:
            yield one.tracked[0], (*one.tracked[1:], *names[len(own) :])
    for imported in facts.imports:
        if imported.local == names[0]:
            yield imported.module, names[1:] if imported.name is None else (imported.name, *names[1:])
    for export in facts.exports:
        if export.module is None or export.name not in (names[0], "*"):
            continue
        if export.name == "*":
            yield export.module, names
        else:
            yield export.module, names[1:] if export.source == "*" else (export.source, *names[1:])


def _below(path: str, folder: str) -> str:
    return path if folder == "." else path[len(folder) + 1 :]


def _of_module(inside: str, names: tuple[str, ...]) -> tuple[str, ...]:
    """What names of a module in TypeScript are: those of the index, or the functions of a resource."""
    module = inside.partition(".")[0]
    return _plain(names if module == "index" else (TRACKER, module, *names))


def _plain(names: Iterable[str]) -> tuple[str, ...]:
    """The names behind the tracker, whatever it was bound to: `("tracker", "timer", "stopped")`."""
    found = tuple(name for name in names if name != VIEW)
    if found[:2] in ((TRACKER, TRACKER), (TRACKER, _TYPE)):  # the module in which it is made
        found = found[1:]
    return (TRACKER, *found[1:]) if found[:1] == (_TYPE,) else found


def _as_event(typed: str) -> str:
    """`timer.TimeStopped` as an event that no catalog here knows: `timer.time_stopped`."""
    resource, _, name = typed.partition(".")
    return f"{resource}.{_CAPITAL.sub('_', name).lower() if name[:1].isupper() else name}"


def functions_of(snapshot: Snapshot) -> Mapping[str, Event]:
    """The events of a catalog by what trackers call them, as functions and as values."""
    found: dict[str, Event] = {}
    for event in snapshot.events.values():
        resource, action = resource_identifier(event), action_identifier(event)
        for name in (action, type_name(action)):
            found.setdefault(f"{resource}.{name}", event)
            # the module of a resource that a module of every tracker is called like
            found.setdefault(f"{resource}_.{name}", event)
    for event in snapshot.events.values():
        for former in formers(event):
            for name in (former.action, type_name(former.action)):
                found.setdefault(f"{former.resource}.{name}", event)
    return found


def as_registered(site: Site, functions: Mapping[str, Event]) -> Site:
    """The site of a typed call by the names of the catalog: its event's, and its properties'.

    With what the tracker itself adds; an event that has gone keeps the name that it is called by.
    """
    events = [functions.get(name) for name in site.typed]
    names = [
        told if event is None else event.name for told, event in zip(site.texts.names, events, strict=True)
    ]
    found = replace(site, texts=replace(site.texts, names=tuple(dict.fromkeys(names))))
    if len(events) != 1 or events[0] is None:
        return found
    return replace(found, properties=replace(site.properties, given=tuple(_given(site, events[0]))))


def as_declared(names: Iterable[str], event: Event) -> Iterator[str]:
    """The properties of an event that a typed call sends, by its arguments; with what the tracker adds."""
    known = _by_argument(event)
    yield from (name if name in event.properties else known.get(name, name) for name in names)
    yield from _constants(event)


def _by_argument(event: Event) -> Mapping[str, str]:
    former = {identifier(old): new for alias in event.aliases for old, new in alias.rename.items()}
    return former | {parameter_identifier(key, one): key for key, one in event.properties.items()}


def _constants(event: Event) -> Mapping[str, str | int | float | bool]:
    """What a tracker fills in."""
    stated = {key: getattr(definition, "const", None) for key, definition in event.properties.items()}
    return {key: value for key, value in stated.items() if value is not None}


def _given(site: Site, event: Event) -> Iterator[Given]:
    names = _by_argument(event)
    is_by_keyword = isinstance(site.sink.properties, PropertiesKeywords)
    for one in site.properties.given:
        yield replace(one, name=names.get(one.name, one.name)) if is_by_keyword else one
    for key, constant in _constants(event).items():
        value = Placed(Text(constant) if isinstance(constant, str) else Scalar(constant), site.path)
        yield Given(name=key, value=value, line=site.call.line, column=site.call.column)
