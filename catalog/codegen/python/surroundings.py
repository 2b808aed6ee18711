"""The tracker itself, and the types that all events share: personal data, persons, groups, contexts."""

from collections.abc import Iterator, Mapping
from typing import Final

from catalog.codegen.plan.identifiers import identifier, type_name
from catalog.codegen.plan.text import plain
from catalog.codegen.plan.tracker import Plan, Resource
from catalog.codegen.python.imports import imports, named, used
from catalog.codegen.python.text import docstring, literal, table
from catalog.codegen.python.types import Types, union
from catalog.model.types import Property
from catalog.privacy.identity import PERSON
from catalog.schema.contract import context_properties, entity_properties


def types_module(plan: Plan) -> str:
    """The types of personal data; what persons, groups and contexts may have."""
    types = Types(plan.brands.get)
    body: list[str] = []
    for category, name in sorted(plan.brands.items(), key=lambda item: item[1]):
        described = plan.snapshot.categories[category].description
        body += ["", "", f"class {name}(Brand):"]
        body += docstring([f"{plain(described)} ({category})"], "    ")
        body += ["", "    __slots__ = ()"]
    shapes: list[str] = []
    entities = plan.snapshot.entities
    for entity in [PERSON, *(name for name in entities if name != PERSON)]:
        properties = entity_properties(plan.snapshot, entity, None) or {}
        shapes += _shape(shape_name(entity), properties, types)
    lines = [*body, "", "", *checked_alone([*types.objects, *shapes]), ""]
    text, _ = named(lines, type_names(plan), None)
    return "\n".join(
        [
            *docstring(["Types that events share."], ""),
            "",
            *imports(text),
            *(["from ._runtime.brands import Brand"] if plan.brands else []),
            "from ._runtime.unset import UNSET as UNSET",
            "from ._runtime.unset import Unset as Unset",
            *text,
        ]
    )


def type_names(plan: Plan) -> frozenset[str]:
    """What the module of types has for all other modules."""
    return frozenset(("UNSET", "Unset", *plan.brands.values()))


def shape_names(plan: Plan) -> frozenset[str]:
    """What it has for type checkers alone: the properties of persons and groups."""
    return frozenset(shape_name(entity) for entity in (PERSON, *plan.snapshot.entities))


def _attribute(resource: Resource) -> Iterator[str]:
    yield ""
    yield "        @property"
    yield f"        def {resource.name}(self) -> _{resource.type_name}Calls: ..."


def checked_alone(lines: list[str]) -> list[str]:
    """Lines that type checkers read and programs do not."""
    needs = [*used(lines, "_x", "    import typing_extensions as _x"), ""]
    return ["if _t.TYPE_CHECKING:", *(needs if len(needs) > 1 else []), *lines]


def shape_name(entity: str) -> str:
    """What the properties of a person or of a group type are called."""
    return f"{type_name(identifier(entity))}Properties"


def _shape(name: str, properties: Mapping[str, Property], types: Types) -> Iterator[str]:
    yield f"    {name} = _t.TypedDict("
    yield f"        {literal(name)},"
    yield "        {"
    for key, definition in properties.items():
        if not key.endswith("*"):
            annotation = types.value(definition, f"{name}{type_name(identifier(key))}")
            shown = union(annotation, "None") if definition.nullable else annotation
            yield f"            {literal(key)}: {literal(shown)},"
    yield "        },"
    yield "        total=False,"
    yield "    )"


def _contexts(plan: Plan) -> dict[str, Property]:
    """What applications may set as context: what SDKs add by themselves begins with `$`."""
    found: dict[str, Property] = {}
    for destination in plan.destinations:
        for name, definition in context_properties(plan.snapshot, destination).items():
            if not name.endswith("*") and not name.startswith("$"):
                found.setdefault(name, definition)
    return found


def tracker_module(plan: Plan) -> str:
    """The class whose attributes are the resources, and the tracker that applications import."""
    types = Types(plan.brands.get)
    product = plan.snapshot.settings.product
    body = [
        "class Tracker(_Core):",
        *docstring([f"Sends the events of {plain(product)}, and no others."], "    "),
        "",
        "    if _t.TYPE_CHECKING:",
        *(line for one in plan.resources for line in _attribute(one)),
        "",
        *_context(plan, types),
        *_IDENTIFY,
        *_groups([name for name in plan.snapshot.entities if name != PERSON]),
    ]
    modules = {one.name: one.type_name for one in plan.resources}
    loaded = [f"    from .resources.{name} import {kind} as _{kind}Calls" for name, kind in modules.items()]
    body, shapes = named(body, shape_names(plan), ".types")
    text, shared = named(
        [*checked_alone([*(f"    {line}" for line in shapes), *loaded, *types.objects]), "", "", *body, ""],
        type_names(plan),
        ".types",
    )
    return "\n".join(
        [
            *docstring(["The tracker: configure it once, import it anywhere."], ""),
            "",
            *imports(text),
            *shared,
            "from ._runtime.core import Core as _Core",
            "from ._runtime.data import load as _load",
            "",
            *text,
            f"_RESOURCES = {table(modules)}",
            "",
            "tracker = Tracker(_load('catalog'), _RESOURCES, __package__)",
            '"""The tracker of this process; until it is configured it sends nowhere."""',
            "",
            "configure = tracker.configure",
            "recording = tracker.recording",
            "",
        ]
    )


_IDENTIFY: Final = [
    "    def identify(",
    "        self,",
    "        *,",
    "        set: _t.Optional[_types.PersonProperties] = None,",
    "        set_once: _t.Optional[_types.PersonProperties] = None,",
    "    ) -> None:",
    '        """Say what is known about the person whom events are about."""',
    "        self._identify(set, set_once)",
    "",
]


def _context(plan: Plan, types: Types) -> Iterator[str]:
    contexts = _contexts(plan)
    keys: dict[str, str] = {}
    for key in contexts:
        keys.setdefault(identifier(key), key)
    keys.pop("", None)
    yield "    def context("
    yield "        self,"
    if keys:
        yield "        *,"
    for name, key in keys.items():
        annotation = types.argument(_optional(contexts[key]), f"Context{type_name(name)}")
        yield f"        {name}: {annotation} = _types.UNSET,"
    yield "    ) -> _t.ContextManager[None]:"
    yield from docstring(["What the events in a `with` block carry besides their properties."], "        ")
    given = ", ".join(f"{literal(key)}: {name}" for name, key in keys.items())
    yield f"        return self._context({{{given}}})"
    yield ""


def _optional(definition: Property) -> Property:
    return definition.model_copy(update={"required": False}) if definition.required else definition


def _groups(groups: list[str]) -> Iterator[str]:
    if not groups:
        return
    say = docstring(["Say what is known about a group, such as a company."], "        ")
    act = "        self._group(type, key, set)"
    if len(groups) == 1:
        yield from _group(groups[0], [*say, act])
        return
    for group in groups:
        yield "    @_t.overload"
        yield from _group(group, ["        ..."])
    yield "    def group(self, type: str, key: str, *, set: _t.Any = None) -> None:"
    yield from [*say, act, ""]


def _group(group: str, body: list[str]) -> Iterator[str]:
    yield "    def group("
    yield "        self,"
    yield f"        type: _t.Literal[{literal(group)}],"
    yield "        key: str,"
    yield "        *,"
    yield f"        set: _t.Optional[_types.{shape_name(group)}] = None,"
    yield "    ) -> None:"
    yield from [*body, ""]
