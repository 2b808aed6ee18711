"""The tracker itself, and the types that all events share: personal data, persons, groups, contexts."""

from collections.abc import Iterator, Mapping
from typing import Final

from catalog.codegen.plan.identifiers import identifier, type_name
from catalog.codegen.plan.text import plain
from catalog.codegen.plan.tracker import Plan
from catalog.codegen.typescript.data import is_given
from catalog.codegen.typescript.text import comment, literal, table
from catalog.codegen.typescript.types import Types
from catalog.model.category import NONE
from catalog.model.types import Property
from catalog.model.values import Json
from catalog.privacy.identity import PERSON
from catalog.schema.contract import context_properties, entity_properties


def index_module(modules: Mapping[str, str], people: Mapping[str, Json]) -> str:
    """The default tracker: `modules` are those of the resources, `people` is as the runtime has it."""
    imports = [f'import * as r{number} from "./{path}.js";' for number, path in enumerate(modules.values())]
    listed = ", ".join(f"{name}: r{number}" for number, name in enumerate(modules))
    return "\n".join(
        [
            'import { core } from "./core.js";',
            'import { trackerOf } from "./runtime/calls.js";',
            'import { configure as configureCore } from "./runtime/core.js";',
            *imports,
            "",
            f"const people = {table(people)};",
            "",
            "export const configure = (options) => configureCore(core, options);",
            f"export const tracker = /*#__PURE__*/ trackerOf(core, people, {{ {listed} }});",
            "",
        ]
    )


def shape_name(entity: str) -> str:
    """What the properties of a person or of a group type are called."""
    return f"{type_name(identifier(entity))}Properties"


def _groups(plan: Plan) -> list[str]:
    return [name for name in plan.snapshot.entities if name != PERSON]


def index_types(plan: Plan, modules: Mapping[str, str]) -> str:
    """The types of the default tracker."""
    destinations = " | ".join(map(literal, plan.destinations)) or "never"
    groups = " | ".join(map(literal, _groups(plan))) or "never"
    lines = [
        'import type * as $ from "./runtime/types.js";',
        'import type * as $p from "./types.js";',
        "",
        f"export type DestinationName = {destinations};",
        "/** What `configure` takes. */",
        "export interface Options extends $.Options<DestinationName> {",
        "  /** Context that every call has, asked at each call. */",
        "  context?: () => $p.Context | null | undefined;",
        "}",
        "/** What a view is bound to. */",
        "export interface Bound extends $.Bound {",
        f"  readonly groups?: {{ readonly [type in {groups}]?: string }};",
        "}",
        "",
        *comment([f"Sends the events of {plain(plan.snapshot.settings.product)}, and no others."]),
        "export interface Tracker {",
        *(f'  readonly {name}: typeof import("./{path}.js");' for name, path in modules.items()),
        *_METHODS,
        *(
            line
            for name in _groups(plan)
            for line in (
                "  /** Say what is known about a group. */",
                f"  group(type: {literal(name)}, key: string, traits?: $p.{shape_name(name)}Set): void;",
            )
        ),
        "}",
        "",
        "/** Say where events go; until then, nothing is sent. */",
        "export declare function configure(options: Options): void;",
        "/** The tracker of this program. */",
        "export declare const tracker: Tracker;",
        'export type * from "./types.js";',
        f'export type {{ {", ".join(_FROM_RUNTIME)} }} from "./runtime/types.js";',
        "",
    ]
    return "\n".join(lines)


_FROM_RUNTIME: Final = (
    *("Checks", "Counts", "Delivery", "Destination", "Failure", "Identity", "Keyring", "Moment", "Plain"),
    *("Store", "TrackedEvent"),
)

_METHODS: Final = (
    "  /** The same tracker for one person, say: what it is bound to holds for each of its calls. */",
    "  of(bound: Bound): Tracker;",
    "  /** Send an event that was made as a value, by `of` of its function. */",
    "  track(event: $.TrackedEvent): void;",
    "  /** Say what is known about the person whom events are about. */",
    "  identify(traits: $.Traits<$p.PersonProperties>): void;",
    "  /** Give every event of `run` some context; with a `storage`, what it awaits has it too. */",
    "  context<R>(values: $p.Context, run: () => R): R;",
    "  configure(options: Options): void;",
    "  /** How many events were sent, dropped, refused, hashed, and failed, by event and destination. */",
    "  counts(): $.Counts;",
    "  /** Wait until destinations have sent what they hold, at most so long. */",
    "  flush(timeoutMs?: number): Promise<void>;",
    "  /** The same, after which nothing is sent. */",
    "  shutdown(timeoutMs?: number): Promise<void>;",
)


def types_module(plan: Plan) -> str:
    """The types of personal data; what persons, groups and contexts may have."""
    lines = ['import type * as $ from "./runtime/types.js";', 'import type * as $p from "./types.js";']
    for category, name in sorted(plan.brands.items(), key=lambda item: item[1]):
        described = plan.snapshot.categories[category].description
        lines += ["", *comment([f"{plain(described)} ({category})"])]
        lines.append(f"export type {name} = $.Flavored<{literal(category)}>;")
    for entity in (PERSON, *_groups(plan)):
        properties = entity_properties(plan.snapshot, entity, None) or {}
        what = "a person" if entity == PERSON else f"the group type {plain(entity)}"
        lines += ["", *comment([f"What may be said of {what}."])]
        lines += _shape(shape_name(entity), properties, plan)
        if entity != PERSON:
            name = shape_name(entity)
            lines.append(f"export interface {name}Set {{ readonly set?: {name} }}")
    lines += [
        "",
        "/** What events may have besides their properties; what SDKs add by themselves is not here. */",
    ]
    lines += _shape("Context", _contexts(plan), plan)
    return "\n".join([*lines, ""])


def _shape(name: str, properties: Mapping[str, Property], plan: Plan) -> Iterator[str]:
    types = Types(plan.brands.get, _facts)
    yield f"export interface {name} {{"
    named = {key: one for key, one in properties.items() if not key.endswith("*")}
    yield from types.members(named, "  ", always=True)
    yield "}"


def _facts(definition: Property) -> Iterator[str]:
    if definition.unit is not None:
        yield f"in {plain(definition.unit)}"
    if definition.data not in (None, NONE):
        yield f"data: {definition.data}"


def _contexts(plan: Plan) -> dict[str, Property]:
    """What applications may give as context, at any destination."""
    found: dict[str, Property] = {}
    for destination in plan.destinations:
        for name, definition in context_properties(plan.snapshot, destination).items():
            if is_given(name):
                found.setdefault(name, definition)
    return found
