"""The text types timestamp, date, uuid and uri as patterns: no engine needs its own idea of a format.

Each is in the subset of `catalog.schema.patterns` (save for its size), hence the same text is read alike by
ECMA-262, RE2, Rust and, with `$` printed as `\\Z`, Python.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Final

from catalog.schema.patterns import Pattern, PatternError, ambiguity, parse

MAX_FORMAT_STATES: Final = 300
"""The largest pattern that we write ourselves; a catalog's own have far fewer states."""

# RFC 3339 §5.6, without the year 0, which Python's calendar lacks; the 29th of February has its own branch.
_YEAR = "(?:000[1-9]|00[1-9][0-9]|0[1-9][0-9]{2}|[1-9][0-9]{3})"
_FOURTHS = "(?:0[48]|[2468][048]|[13579][26])"
_DAY = (
    f"(?:{_YEAR}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])"
    "|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)"
    "|02-(?:0[1-9]|1[0-9]|2[0-8]))"
    f"|(?:[0-9]{{2}}{_FOURTHS}|{_FOURTHS}00)-02-29)"
)
# RFC 3339 §5.6 in upper case; no leap second, since engines and clocks differ on it.
_TIME = "(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\\.[0-9]+)?(?:Z|[+\\-](?:[01][0-9]|2[0-3]):[0-5][0-9])"


# RFC 3986 §3: a scheme, then what may follow it. A literal address is known by its characters only.
def _one_of(also: str) -> str:
    """A character that a URI may have anywhere, one of `also`, or an encoded octet."""
    return f"(?:[A-Za-z0-9._~!$&'()*+,;={also}\\-]|%[0-9A-Fa-f]{{2}})"


_AUTHORITY = f"(?:{_one_of(':')}*@)?(?:\\[[0-9A-Za-z:.]+\\]|{_one_of('')}*)(?::[0-9]*)?"
_FIRST = _one_of(":@")
_PATH = _one_of(":@/") + "*"
_AFTER = _one_of(":@/?") + "*"
_URI = (
    f"[A-Za-z][A-Za-z0-9+.\\-]*:(?://{_AUTHORITY}(?:/{_PATH})?|/(?:{_FIRST}{_PATH})?|{_FIRST}{_PATH})?"
    f"(?:\\?{_AFTER})?(?:#{_AFTER})?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TextFormat:
    """One text type: JSON Schema's `format` for it, which only annotates, and the pattern that decides."""

    format: str
    source: str

    @property
    def pattern(self) -> Pattern:
        """The parsed pattern."""
        return _parsed(self.source)

    @property
    def json_schema(self) -> str:
        """The text for the `pattern` keyword."""
        return self.pattern.json_schema()

    def matches(self, text: str) -> bool:
        """Whether a text is of this type."""
        return compiled(self.source).search(text) is not None


FORMATS: Final[Mapping[str, TextFormat]] = MappingProxyType(
    {
        "timestamp": TextFormat(format="date-time", source=f"^{_DAY}T{_TIME}$"),
        "date": TextFormat(format="date", source=f"^{_DAY}$"),
        "uuid": TextFormat(
            format="uuid",
            source="^[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}$",
        ),
        "uri": TextFormat(format="uri", source=f"^{_URI}$"),
    }
)
"""The text types by the name that a definition gives them."""

KEYED_DIGEST: Final = TextFormat(format="", source="^[A-Za-z0-9_\\-]{1,32}:[0-9a-f]{64}$")
"""What a hashed value looks like: the key's id and an HMAC-SHA-256 in lower-case hex."""

MASK_KEEPS: Final = " @.-_:/+(),"
"""The characters that a mask leaves as they are."""

MASKED: Final = TextFormat(format="", source="^[Xx0* @.\\-_:/+(),]*$")
"""What a masked text is made of: X, x, 0 and * in the place of what stood there, and what a mask keeps."""

MASKED_KEY: Final = TextFormat(format="", source="^[Xx0* @.\\-_:/+(),]*(?:\\*[1-9][0-9]*)?$")
"""A masked key of a map; of keys that became equal, the second has `*2` behind it, the third `*3`."""

HIDDEN: Final = TextFormat(format="", source="^\\*$")
"""What a masked value is where its shape would tell which one it was."""

_OURS: Final = frozenset({KEYED_DIGEST.source, MASKED.source, MASKED_KEY.source, HIDDEN.source})


def pattern_of(text: str) -> Pattern:
    """A definition's pattern, parsed; raises PatternError for what is outside the subset.

    What we write ourselves may be larger than a catalog's own patterns.
    """
    return _parsed(text) if text in _OURS else parse(text)


def compiled(text: str) -> re.Pattern[str]:
    """A pattern of one of our documents for Python's `search`, with ECMA-262's meaning."""
    return _compiled(text)


LONG: Final = 1_000
"""Code points up to which Python's engine reads a text by a pattern that leaves it no choice."""

SHORT: Final = 64
"""The same for a pattern that it begins anew at each character; an automaton is as quick beyond that."""

_CALM: Final = 70_000
"""Steps, for `ambiguity.TEXT_LENGTH` code points, of a pattern that is begun anew at each and no worse."""


@lru_cache(maxsize=4096)
def quick_length(text: str) -> int:
    """Code points up to which Python's engine finds a catalog's pattern about as quickly as an automaton."""
    steps = ambiguity.steps(pattern_of(text).automaton())
    return LONG if steps <= ambiguity.TEXT_LENGTH else SHORT if steps <= _CALM else 0


@lru_cache(maxsize=4096)
def matcher(text: str) -> Callable[[str], object] | None:
    """What finds a catalog's pattern in a text; None for one outside the subset, which a rule reports.

    It gives something true where the pattern is found, in time that grows with the text's length alone.
    """
    try:
        pattern = pattern_of(text)
    except PatternError:
        return None
    search, quick = re.compile(pattern.python()).search, quick_length(text)
    return lambda value: search(value) if len(value) <= quick else pattern.automaton().matches(value)


@cache
def _parsed(text: str) -> Pattern:
    return parse(text, MAX_FORMAT_STATES)


@lru_cache(maxsize=4096)
def _compiled(text: str) -> re.Pattern[str]:
    return re.compile(parse(text, MAX_FORMAT_STATES).python())
