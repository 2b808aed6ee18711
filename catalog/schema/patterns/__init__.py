"""The `pattern` keyword: a subset of regular expressions that every engine reads alike.

One text is parsed to one tree, and the tree is printed for each engine. A pattern is *found* in a text, as
JSON Schema has it: only `^` and `$` pin it to the ends. The subset:

- characters, escapes of `^ $ \\ . * + ? ( ) [ ] { } | /`, and `\\n \\r \\t \\xHH`;
- `.` is any character but the line ends of ECMA-262 (U+000A, U+000D, U+2028, U+2029);
- classes `[a-z_-]` and `[^,]` over code points; `\\d \\w \\s \\D \\W \\S` are ASCII everywhere
  (`\\s` is tab, line feed, vertical tab, form feed, carriage return and space) and are printed as classes;
- groups `( )` and `(?: )`, both without capture, `|`, and `* + ? {n} {n,} {n,m}`;
- `^` and `$` (the very end) around the pattern or a top-level alternative.

Refused by name: look-around, backreferences, lazy and possessive quantifiers, named groups, flags,
word boundaries, Unicode properties, escapes of some engines only, nested repetition, repetition of what
may be empty, more than 64 states, and patterns that a backtracking engine may need too many steps for.
"""

from dataclasses import dataclass
from functools import lru_cache

from catalog.schema.patterns import ambiguity, parsing, printing
from catalog.schema.patterns.automaton import Automaton, build, friendly_alphabet
from catalog.schema.patterns.characters import LAST
from catalog.schema.patterns.parsing import MAX_STATES
from catalog.schema.patterns.refusals import PatternError
from catalog.schema.patterns.tree import Expression

__all__ = ["LAST", "MAX_STATES", "Automaton", "Pattern", "PatternError", "friendly_alphabet", "parse"]


@dataclass(frozen=True, slots=True)
class Pattern:
    """A parsed pattern: as written, as a tree, and printed for each engine."""

    text: str
    tree: Expression

    def python(self) -> str:
        """For `re.search`, with `\\Z` where `$` was; the same under every flag but IGNORECASE."""
        return printing.write(self.tree, printing.PYTHON)

    def re2(self) -> str:
        """For RE2, Go and Rust without flag `m`."""
        return printing.write(self.tree, printing.RE2)

    def ecmascript(self) -> str:
        """For ECMAScript with flag `u`; ASCII, and fit to stand between the slashes of a literal."""
        return printing.write(self.tree, printing.ECMASCRIPT)

    def json_schema(self) -> str:
        """For the `pattern` keyword: ECMA-262 with flag `u`, which RE2 and Rust read alike."""
        return printing.write(self.tree, printing.JSON_SCHEMA)

    def automaton(self) -> Automaton:
        """For matching without an engine, and for questions about all texts that match."""
        return _automaton(self.tree)


@lru_cache(maxsize=4096)
def parse(text: str, max_states: int = MAX_STATES) -> Pattern:
    """Parses a pattern; raises `PatternError` for what is outside the subset.

    `max_states` is for the patterns that we write ourselves (dates with leap years).
    """
    tree = parsing.read(text, max_states)
    if ambiguity.steps(_automaton(tree)) > ambiguity.MAX_STEPS:
        raise PatternError(
            "the pattern can be read in too many ways, so that a text of "
            f"{ambiguity.TEXT_LENGTH} characters may cost an engine over {ambiguity.MAX_STEPS:,} steps; "
            "begin it with ^, and let no repeated part match what follows it",
            1,
        )
    return Pattern(text, tree)


@lru_cache(maxsize=4096)
def _automaton(tree: Expression) -> Automaton:
    return build(tree)
