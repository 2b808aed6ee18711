"""The tracker itself, and the types that all events share: personal data, persons, groups, contexts."""

from collections.abc import Iterator, Mapping
from typing import Final

from catalog.codegen.plan.identifiers import identifier, type_name
from catalog.codegen.plan.text import plain
from catalog.codegen.plan.tracker import Plan
from catalog.codegen.python.shards import Part, Shard
from catalog.codegen.python.stubs import calls_name, standard
from catalog.codegen.python.text import docstring, literal
from catalog.codegen.python.types import Types, union
from catalog.model.types import Property
from catalog.privacy.identity import PERSON
from catalog.schema.contract import context_properties, entity_properties


def types_module(plan: Plan) -> str:
    """The types of personal data."""
    return "\n".join(
        [
            *docstring(["Types that events share."], ""),
            "",
            *_SHARED,
            *(["from ._runtime.brands import Brand", *_brands(plan)] if plan.brands else []),
            "",
        ]
    )


def types_stub(plan: Plan) -> str:
    """The types of personal data; what persons, groups and contexts may have."""
    types = Types(plan.brands.get, plan.brands.values(), prefix="")
    shapes: list[str] = []
    entities = plan.snapshot.entities
    for entity in [PERSON, *(name for name in entities if name != PERSON)]:
        properties = entity_properties(plan.snapshot, entity, None) or {}
        shapes += _shape(shape_name(entity), properties, types)
    text = "\n".join([*types.objects, *shapes])
    return "\n".join(
        [
            *docstring(["Types that events share."], ""),
            "",
            *standard(text),
            *_SHARED,
            *(["from ._runtime.brands import Brand", *_brands(plan)] if plan.brands else []),
            "",
            text,
            "",
        ]
    )


_SHARED: Final = (
    "from ._runtime.unset import UNSET as UNSET",
    "from ._runtime.unset import Unset as Unset",
)


def _brands(plan: Plan) -> Iterator[str]:
    for category, name in sorted(plan.brands.items(), key=lambda item: item[1]):
        described = plan.snapshot.categories[category].description
        yield from ["", "", f"class {name}(Brand):"]
        yield from docstring([f"{plain(described)} ({category})"], "    ")
        yield from ["", "    __slots__ = ()"]


def shape_name(entity: str) -> str:
    """What the properties of a person or of a group type are called."""
    return f"{type_name(identifier(entity))}Properties"


def _shape(name: str, properties: Mapping[str, Property], types: Types) -> Iterator[str]:
    yield f"{name} = _t.TypedDict("
    yield f"    {literal(name)},"
    yield "    {"
    for key, definition in properties.items():
        if not key.endswith("*"):
            annotation = types.value(definition, f"{name}{type_name(identifier(key))}")
            shown = union(annotation, "None") if definition.nullable else annotation
            yield f"        {literal(key)}: {shown},"
    yield "    },"
    yield "    total=False,"
    yield ")"


def _contexts(plan: Plan) -> dict[str, Property]:
    """What applications may set as context: what SDKs add by themselves begins with `$`."""
    found: dict[str, Property] = {}
    for destination in plan.destinations:
        for name, definition in context_properties(plan.snapshot, destination).items():
            if not name.endswith("*") and not name.startswith("$"):
                found.setdefault(name, definition)
    return found


def tracker_module(plan: Plan) -> str:
    """The tracker that applications import; its calls are made when they are first asked for."""
    product = plan.snapshot.settings.product
    said = docstring([f"Sends the events of {plain(product)}, and no others."], "    ")
    return _TRACKER.replace("    <said>", "\n".join(said))


def context_arguments(plan: Plan) -> dict[str, str]:
    """The names of the arguments of `context` → the names of what they are."""
    names: dict[str, str] = {}
    for key in _contexts(plan):
        names.setdefault(identifier(key), key)
    names.pop("", None)
    return names


def tracker_stub(plan: Plan, shards: tuple[Shard, ...]) -> str:
    """The class whose attributes are the resources, and the tracker that applications import."""
    types = Types(plan.brands.get)
    product = plan.snapshot.settings.product
    whole = [(shard, part) for shard in shards for part in shard.parts if part.is_last]
    body = [
        "class Tracker(_Core):",
        *docstring([f"Sends the events of {plain(product)}, and no others."], "    "),
        *(line for _, part in whole for line in _attribute(part)),
        "",
        *_context(plan, types),
        *_IDENTIFY,
        *_groups([name for name in plan.snapshot.entities if name != PERSON]),
        "",
        "tracker: Tracker",
        "configure = tracker.configure",
        "recording = tracker.recording",
    ]
    text = "\n".join([*types.objects, "", *body])
    shapes = [shape_name(entity) for entity in dict.fromkeys((PERSON, *plan.snapshot.entities))]
    return "\n".join(
        [
            *docstring(["The tracker: configure it once, import it anywhere."], ""),
            "",
            *standard(text),
            "from ._runtime.core import Core as _Core",
            *(f"from .types import {name} as _{name}" for name in sorted({*types.shared, *shapes})),
            *(_loaded(shard, part) for shard, part in whole),
            "",
            text,
            "",
        ]
    )


def _attribute(part: Part) -> Iterator[str]:
    yield "    @property"
    yield f"    def {part.resource.name}(self) -> _{calls_name(part.resource)}: ..."


def _loaded(shard: Shard, part: Part) -> str:
    name = calls_name(part.resource)
    return f"from ._types.calls_{shard.name} import {name} as _{name}"


def events_stub_package(shards: tuple[Shard, ...]) -> str:
    """The types of the events, by resource."""
    names = [(shard.name, part.resource.name) for shard in shards for part in shard.parts if part.is_last]
    return "\n".join(
        [
            *docstring(["The events as values, by resource."], ""),
            "",
            *(f"from .._types.events_{module} import {name} as {name}" for module, name in names),
            "",
        ]
    )


EVENTS: Final = '''"""The events as values, by resource: `tracker.track(events.<resource>.<Event>(...))`."""

from .._runtime.events import Package as _Package

_PACKAGE = _Package(__name__)


def __getattr__(name: str) -> object:
    return _PACKAGE.resource(name)


def __dir__() -> "list[str]":
    return _PACKAGE.names()
'''

_TRACKER: Final = '''"""The tracker: configure it once, import it anywhere."""

from typing import ContextManager as _ContextManager
from typing import Mapping as _Mapping
from typing import Optional as _Optional

from ._runtime.core import Core as _Core
from ._runtime.data import load as _load


class Tracker(_Core):
    <said>

    def context(self, **values: object) -> _ContextManager[None]:
        """What the events in a `with` block carry besides their properties."""
        return self._context(values)

    def identify(
        self,
        *,
        set: _Optional[_Mapping[str, object]] = None,
        set_once: _Optional[_Mapping[str, object]] = None,
    ) -> None:
        """Say what is known about the person whom events are about."""
        self._identify(set, set_once)

    def group(self, type: str, key: str, *, set: _Optional[_Mapping[str, object]] = None) -> None:
        """Say what is known about a group, such as a company."""
        self._group(type, key, set)


tracker = Tracker(_load("_catalog"))
"""The tracker of this process; until it is configured it sends nowhere."""

configure = tracker.configure
recording = tracker.recording
'''

_IDENTIFY: Final = [
    "    def identify(",
    "        self,",
    "        *,",
    "        set: _PersonProperties | None = ...,",
    "        set_once: _PersonProperties | None = ...,",
    "    ) -> None:",
    '        """Say what is known about the person whom events are about."""',
    "",
]


def _context(plan: Plan, types: Types) -> Iterator[str]:
    contexts = _contexts(plan)
    keys = context_arguments(plan)
    yield "    def context("
    yield "        self,"
    if keys:
        yield "        *,"
    for name, key in keys.items():
        annotation = types.argument(_optional(contexts[key]), f"Context{type_name(name)}")
        yield f"        {name}: {annotation} = ...,"
    yield "    ) -> _t.ContextManager[None]:"
    yield from docstring(["What the events in a `with` block carry besides their properties."], "        ")
    yield ""


def _optional(definition: Property) -> Property:
    return definition.model_copy(update={"required": False}) if definition.required else definition


def _groups(groups: list[str]) -> Iterator[str]:
    for group in groups:
        if len(groups) > 1:
            yield "    @_t.overload"
        yield "    def group("
        yield "        self,"
        yield f"        type: _t.Literal[{literal(group)}],"
        yield "        key: str,"
        yield "        *,"
        yield f"        set: _{shape_name(group)} | None = ...,"
        yield "    ) -> None:"
        yield from docstring(["Say what is known about a group, such as a company."], "        ")
        yield ""
