"""Types for calls that exist already: `posthog.capture` and `analytics.track`, as they stand in the code."""

from collections.abc import Iterator
from functools import partial
from typing import Final

from catalog.codegen.plan.text import plain
from catalog.codegen.plan.tracker import Plan
from catalog.codegen.plan.words import about, deprecation, facts
from catalog.codegen.typescript.text import Tag, comment, literal, member
from catalog.codegen.typescript.types import Types
from catalog.model.event import Alias
from catalog.model.snapshot import Event
from catalog.schema.contract import contract

# An ambient declaration of a module comes before the module itself, so that no import has to change; what it
# does not declare is taken from the module's own files.
_TOP: Final = """\
// Put this file among those that the compiler reads; calls stay as they are.
declare namespace TrackedCalls {
  namespace $ {
    const flavor: unique symbol;
    type Flavored<Category extends string> = string & { readonly [flavor]?: Category };
    type Plain = Flavored<"none">;
    type Moment = Date | Plain;
    interface Nothing { readonly [flavor]?: never }
    type Inherited<Name extends keyof Object> = Object[Name];
  }
  /** What SDKs add by themselves. */
  interface OfSdks { readonly [name: `$${string}`]: any }
  type Name = keyof Events | `$${string}`;
  type PropertiesOf<E> = E extends keyof Events ? Events[E] & OfSdks : { readonly [name: string]: any };
  /** The arguments behind the name of an event. */
  type Rest<E, Options> = {} extends PropertiesOf<E>
    ? [properties?: PropertiesOf<E> | null, options?: Options]
    : [properties: PropertiesOf<E>, options?: Options];
  /** The members of a message that has the name and the properties of an event. */
  type Message<E, Other> = Omit<Other, "event" | "properties"> & { event: E } & ({} extends PropertiesOf<E>
      ? { properties?: PropertiesOf<E> }
      : { properties: PropertiesOf<E> });
"""

_BOTTOM: Final = """\
}

declare module "posthog-js" {
  // @ts-ignore: it may not be installed
  import { CaptureOptions, CaptureResult, PostHog as Untyped } from "posthog-js/dist/module";
  // @ts-ignore
  export * from "posthog-js/dist/module";
  // @ts-ignore
  export class PostHog extends Untyped {
    capture<E extends TrackedCalls.Name>(
      event: E,
      ...rest: TrackedCalls.Rest<E, CaptureOptions>
    ): CaptureResult | undefined;
  }
  export const posthog: PostHog;
  export default posthog;
}

declare module "posthog-node" {
  // @ts-ignore: it may not be installed
  import { EventMessage, PostHog as Untyped } from "posthog-node/edge";
  // @ts-ignore
  export * from "posthog-node/edge";
  // @ts-ignore
  export class PostHog extends Untyped {
    capture<E extends TrackedCalls.Name>(message: TrackedCalls.Message<E, EventMessage>): void;
  }
}

declare module "@segment/analytics-node" {
  // @ts-ignore: it may not be installed
  import { Analytics as Untyped } from "@segment/analytics-node/dist/types/index.common";
  // @ts-ignore
  export * from "@segment/analytics-node/dist/types/index.common";
  type Params = Parameters<Untyped["track"]>;
  // @ts-ignore
  export class Analytics extends Untyped {
    track<E extends TrackedCalls.Name>(
      message: TrackedCalls.Message<E, Params[0]>,
      callback?: Params[1],
    ): void;
  }
  export default Analytics;
}

declare module "@segment/analytics-next" {
  // @ts-ignore: it may not be installed
  import { AnalyticsBrowser as Untyped } from "@segment/analytics-next/dist/types/index";
  // @ts-ignore
  export * from "@segment/analytics-next/dist/types/index";
  // @ts-ignore
  export class AnalyticsBrowser extends Untyped {
    static load(...given: Parameters<typeof Untyped.load>): AnalyticsBrowser;
    // @ts-ignore
    track<E extends TrackedCalls.Name>(event: E, ...rest: TrackedCalls.Rest<E, any>): Promise<any>;
  }
}
"""


def existing_calls(plan: Plan) -> str:
    """One file of declarations: every name that an event arrives under, with what may come with it."""
    lines = ["  namespace $p {"]
    for category, name in sorted(plan.brands.items(), key=lambda item: item[1]):
        described = plan.snapshot.categories[category].description
        lines += comment([f"{plain(described)} ({category})"], "    ")
        lines.append(f"    type {name} = $.Flavored<{literal(category)}>;")
    lines += ["  }", "  interface Events {"]
    for name, event, alias in _names(plan):
        types = Types(plan.brands.get, partial(facts, event=event))
        lines += comment(_said(event, alias, plan), "    ")
        properties = dict(contract(event, None, alias).properties)
        inner = [*types.members(properties, "      ")]
        shape = "\n".join(["{", *inner, "    }"]) if inner else "$.Nothing"
        lines.append(f"    {member(name)}: {shape};")
    lines.append("  }")
    return _TOP + "\n".join(lines) + "\n" + _BOTTOM


def _names(plan: Plan) -> Iterator[tuple[str, Event, Alias | None]]:
    """The names under which the events of a plan arrive, in order."""
    wanted = {function.event.name for resource in plan.resources for function in resource.functions}
    for name, (event, alias) in sorted(plan.snapshot.incoming.items()):
        if event.name in wanted:
            yield name, event, alias


def _said(event: Event, alias: Alias | None, plan: Plan) -> Iterator[str | Tag]:
    yield from about(event)
    why = deprecation(event, plan.snapshot)
    if alias is not None:
        yield Tag(name="deprecated", text=f"an older name; send {plain(event.wire)}")
    elif why is not None:
        yield Tag(name="deprecated", text=why)
