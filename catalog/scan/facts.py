"""What one source file says, whatever its language: facts that need no other file, kept by content digest.

A front end parses a file once and lays down calls, constants and imports. What an argument may be is written
as a small expression, in which a name of another file is still a name: `linking` looks it up when all files
are known.
"""

from collections.abc import Iterable, Iterator
from typing import Final

import msgspec

MAX_DEPTH: Final = 40
"""Expressions nested deeper than this are `Unknown`."""


class Text(msgspec.Struct, frozen=True, tag=True):
    """A text that stands in the source, or that constants make."""

    value: str


class Scalar(msgspec.Struct, frozen=True, tag=True):
    """Any other literal: a number, true, false or null (None)."""

    value: int | float | bool | None
    is_absent: bool = False
    """JavaScript's undefined, beside null: a member that is undefined is not sent."""


VIEW: Final = "of()"
"""What stands in `Call.tracked` for a view of a tracker: `tracker.of(user_id="1")`."""

ABSENT: Final = Scalar(None, is_absent=True)


class Name(msgspec.Struct, frozen=True, tag=True):
    """A name that the file itself does not resolve: of a module constant, a class or something imported.

    `path` has its parts as written: `EventName.X` is ("EventName", "X").
    """

    path: tuple[str, ...]


class Parameter(msgspec.Struct, frozen=True, tag=True):
    """A parameter of an enclosing function, or a member of one (a React prop that was destructured)."""

    name: str
    """As in the function's `parameters`: one that is destructured is called `#` and its position, from 0, one
    that takes all that is left `...name`."""
    function: int
    """Its place in the file's `functions`."""
    path: tuple[str, ...] = ()
    """What is read of it: `props.event` of the parameter `props` is ("event",)."""


class Template(msgspec.Struct, frozen=True, tag=True):
    """Texts and expressions put together: an f-string, a template literal, `+`, `%` or `.format`."""

    parts: tuple["Expression", ...]


class Choice(msgspec.Struct, frozen=True, tag=True):
    """One of several: a conditional, `or`, `??`, a local name that is assigned more than once."""

    options: tuple["Expression", ...]


class Entry(msgspec.Struct, frozen=True):
    """One member of an object, with the place of its key."""

    key: str
    value: "Expression"
    line: int
    column: int


class Keyed(msgspec.Struct, frozen=True):
    """One member of an object whose key is an expression: `{EventName.X: …}`, `{[X]: …}`."""

    key: "Expression"
    value: "Expression"
    line: int
    column: int


class Object(msgspec.Struct, frozen=True, tag=True):
    """A dict display, an object literal, `dict(…)`; `open` when there is more than its entries."""

    entries: tuple[Entry, ...]
    open: bool = False
    spreads: tuple["Expression", ...] = ()
    """What is spread into it and may be known elsewhere: `**COMMON`; what is not makes it open."""
    keyed: tuple[Keyed, ...] = ()
    """Members whose keys are expressions; one that cannot be known makes it open."""


class Array(msgspec.Struct, frozen=True, tag=True):
    """A list, a tuple or an array literal."""

    items: tuple["Expression", ...]


class Lookup(msgspec.Struct, frozen=True, tag=True):
    """A member of something by a key that is an expression: `NAMES[kind]`, `NAMES.get(kind)`.

    By an unknown key it can be any member; where its reason is `loop`, what a loop gives: an array's items,
    an object's keys.
    """

    of: "Expression"
    key: "Expression"


class Made(msgspec.Struct, frozen=True, tag=True):
    """What a call gives: `SomeEvent(prop=…)`, `str(x)`, `usePostHog()`, `auto()`."""

    callee: tuple[str, ...]
    arguments: tuple["Expression", ...] = ()
    keywords: tuple[Entry, ...] = ()


class Unknown(msgspec.Struct, frozen=True, tag=True):
    """What cannot be known from the source; `reason` is one of `reasons.REASONS`."""

    reason: str
    source: str = ""
    """The expression as it is written, shortened, for detectors of personal data by its words."""


Expression = Text | Scalar | Name | Parameter | Template | Choice | Object | Array | Lookup | Made | Unknown


def first_names(expressions: Iterable[Expression]) -> Iterator[str]:
    """The first part of every name in some expressions."""
    waiting = list(expressions)
    while waiting:
        match waiting.pop():
            case Name(path):
                yield path[0]
            case Template(parts):
                waiting += parts
            case Choice(options):
                waiting += options
            case Array(items):
                waiting += items
            case Lookup(of, key):
                waiting += (of, key)
            case Made(_, arguments, keywords):
                waiting += arguments
                waiting += (entry.value for entry in keywords)
            case Object(entries, _, spreads, keyed):
                waiting += (entry.value for entry in entries)
                waiting += spreads
                for one in keyed:
                    waiting += (one.key, one.value)
            case Text() | Scalar() | Parameter() | Unknown():
                pass


class Import(msgspec.Struct, frozen=True):
    """A name that an import binds."""

    local: str
    module: str
    """As written: `app.telemetry.service`, `..names`, `@/services/recordEvent`."""
    name: str | None = None
    """What of the module; None is the module itself (`import x`, `import * as x`), "default" its default."""


class Export(msgspec.Struct, frozen=True):
    """A name that a module hands on: `export { A as B } from "./x"`, `from .x import *` in an __init__."""

    name: str
    """"*" is everything."""
    module: str | None
    """Where it comes from; None is this file."""
    source: str
    """Its name there; "*" is the module itself: `export * as name from "./x"`."""


class Function(msgspec.Struct, frozen=True):
    """A function or method, for finding wrappers: functions that pass a parameter on as the event."""

    name: str
    scope: tuple[str, ...]
    """Classes and functions around it."""
    parameters: tuple[str, ...]
    line: int


class Call(msgspec.Struct, frozen=True):
    """One call of something whose last name is that of a sink."""

    callee: str
    """The last name."""
    receiver: str | None
    """What stands before it, as written without blanks and `?.` read as `.`; None for a bare name."""
    binding: str
    """How the callee's or the receiver's first name is bound: `import`, `hook` (given by a call of a `use…`
    function), `parameter`, `prop`, `local-function`, `local`, `attribute`, `global`, `unresolved`."""
    bound_to: tuple[str, ...]
    """What it is bound to: module and name of an import, the hook's name; empty where that says nothing."""
    line: int
    """Of the callee's last name; 1-based, and so is the column, which counts code points."""
    column: int
    start_line: int
    end_line: int
    arguments: tuple[Expression, ...]
    keywords: tuple[Entry, ...]
    spread: bool
    """Whether there are arguments that are not written out: `*args`, `**kwargs`, `...rest`."""
    function: int | None
    """The place of the innermost enclosing function in the file's `functions`; None at the top."""
    scope: tuple[str, ...]
    """The names of enclosing classes and functions."""
    is_decorator: bool = False
    spreads: tuple[Expression, ...] = ()
    """What is spread into the keywords and may be known elsewhere: `**properties`."""
    is_later: bool = False
    """Handed to a task queue: `callee.delay(…)`; the task may take other arguments than its namesake."""
    hints: tuple[str, ...] = ()
    """Names that a comment at the call says the event can be: `# rollcall: events=a.b,a.c`."""
    named: str = ""
    """What it is called by, where that is another name for the callee."""
    taken_from: str | None = None
    """What the receiver is, beside how it is written: `posthog` after `import posthog as ph`; of a bare name
    what it was taken from, as by `const { capture } = posthog`; empty where the sink is a bare name."""
    of: Expression | None = None
    """What the callee is a member of, where its name is a stand-in's: the linking looks it up there."""
    tracked: tuple[str, ...] = ()
    """What is called, if that comes from a generated tracker: the module as its import writes it, and the
    names from there, `of()` for a view: ("acme_tracking", "tracker", "of()", "timer", "stopped")."""


class StandIn(msgspec.Struct, frozen=True):
    """Another name for a sink, under which other files may call it: `send = log_event`.

    What stands for it has callee, receiver and binding as a call of it has.
    """

    name: str
    """Dotted, as it is read from outside: `send`, `Tracker.send`."""
    callee: str
    receiver: str | None
    binding: str
    bound_to: tuple[str, ...]
    arguments: tuple[Expression, ...] = ()
    """What every call begins with: of `partial(log_event, "a.b")` the text."""
    keywords: tuple[Entry, ...] = ()
    tracked: tuple[str, ...] = ()
    """As in `Call`: it stands for a generated tracker or a part of it, and for no sink."""


class FileFacts(msgspec.Struct, frozen=True):
    """Everything that one file says."""

    language: str
    calls: tuple[Call, ...] = ()
    constants: dict[str, Expression] = {}
    """Dotted names that the file defines at its top, in classes, enums and objects: `A`, `EventName.X`."""
    told: tuple[str, ...] | None = None
    """The first parts of the names that `constants` tells of: what the file's own calls need; None is all."""
    imports: tuple[Import, ...] = ()
    exports: tuple[Export, ...] = ()
    functions: tuple[Function, ...] = ()
    stand_ins: tuple[StandIn, ...] = ()
    handed_on: tuple[Call, ...] = ()
    """Where a sink itself goes on as a value to where nobody follows it; without arguments."""
    broken_at: tuple[int, int] | None = None
    """Line and column of the first place that does not parse; the rest was read all the same."""
