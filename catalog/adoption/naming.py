"""Names as products send them → identities: `Order Completed` is `order.completed`."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from catalog.model.names import EventName, event_name


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """An identity that is proposed for a name; `doubt` says what about it a person should look at."""

    name: EventName
    doubt: str | None = None


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_CLIENT_EVENTS: Final[Mapping[str, str]] = {
    "$pageview": "page.viewed",
    "$pageleave": "page.left",
    "$screen": "screen.viewed",
    "$identify": "person.identified",
    "$create_alias": "person.merged",
    "$merge_dangerously": "person.merged",
    "$set": "person.updated",
    "$groupidentify": "group.identified",
    "$autocapture": "element.used",
    "$rageclick": "element.rage_clicked",
    "$dead_click": "element.dead_clicked",
    "$copy_autocapture": "text.copied",
    "$exception": "error.raised",
    "$web_vitals": "web_vitals.measured",
    "$heatmap": "heatmap.sampled",
    "$feature_flag_called": "feature_flag.called",
    "$opt_in": "tracking.opted_in",
    "$snapshot": "session.recorded",
}
"""What SDKs send by themselves, under the names that say what it is (PostHog's clients, 2026)."""

_AREAS: Final = _set(
    "app application web website site client server frontend backend ui api mobile ios android desktop "
    "extension cli event events analytics tracking telemetry"
)
"""First parts that say where a name was sent from, and not what it is about."""
_AUXILIARIES: Final = _set("was were is are has have been being be got")
_PARTICLES: Final = _set("up in out on off down over back away again through")
_IRREGULAR: Final = _set(
    "sent left paid built made sold won lost shown seen read set put run begun chosen given taken written "
    "bought kept held met found got done gone drawn driven known thrown stuck spent brought caught taught "
    "hidden split cut hit shut undone redone overridden resent reset rerun unset forgotten frozen stopped "
    "begin began broke broken went quit"
)
_NO_VERBS: Final = _set(
    "feed seed speed need breed weed deed reed embed shed sled bed red id thread spread unlimited limited "
    "advanced related shared nested embedded united"
)
"""Words that end like a participle and are none, or hardly ever one as the action."""
_IMPERATIVES: Final = _set(
    "create add new delete remove update edit change open close click tap press view visit see show start "
    "stop begin end finish complete submit send receive select choose pick toggle enable disable activate "
    "deactivate save cancel upload download import export search filter sort copy paste duplicate share "
    "invite join leave login logout sign log register subscribe unsubscribe upgrade downgrade purchase buy "
    "pay checkout install uninstall connect disconnect sync run execute test try retry load fail error "
    "archive restore approve reject accept decline assign unassign move rename publish unpublish set reset "
    "clear apply generate request confirm verify validate dismiss expand collapse hover scroll focus play "
    "pause resume skip navigate switch attach detach link unlink mark rate review comment reply like follow "
    "track use fetch get list bulk manage configure customize enter exit"
)
_ACCOUNTS: Final = _set("sign log")
"""What somebody does to an account, with the particle behind it: `Sign In`, `log_out`."""
_OUTCOMES: Final = _set("success failure error attempt")
"""Last words that say how something went: `login_success`."""
_LINKS: Final = _set("a an the new to from of for on in at into onto with by my your")
"""Words that stand between what is done and to what: `add_to_cart`, `creating a new project`."""
_VERSION: Final = re.compile(r"v?\d+")
_SINGLE: Final[Mapping[str, tuple[str, str]]] = {
    "signup": ("account", "signed_up"),
    "signin": ("account", "signed_in"),
    "signout": ("account", "signed_out"),
    "login": ("account", "logged_in"),
    "logout": ("account", "logged_out"),
    "pageview": ("page", "viewed"),
    "purchase": ("order", "purchased"),
    "checkout": ("checkout", "started"),
    "search": ("search", "run"),
    "error": ("error", "raised"),
}
"""Whole names of one word that everybody reads alike."""

_PARTS: Final = re.compile(r"\s*(?:::|[.:/>|»→])\s*")
"""What stands between parts of a name, the larger first: `checkout:started`, `App / Sign up`."""
_DASHED: Final = re.compile(r"\s[-–—]+\s")
"""Between what happened and where, in either order: `Clicked - Sidebar`."""
_PLACE_LAST: Final = re.compile(r"(?P<what>[^\[\]]*?)[\s\-–—]*\[(?P<place>[^\[\]]+)\]\s*")
_PLACE_FIRST: Final = re.compile(r"\s*\[(?P<place>[^\[\]]+)\][\s\-–—]*(?P<what>[^\[\]]*)")
"""A place in brackets: `Theme is set - [Theme]`, `[Layout] - Delete`."""
_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z0-9])(?=[A-Z][a-z])")
_IDENTITY: Final = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*\.[a-z][a-z0-9]*(?:_[a-z0-9]+)*")
"""What is an identity already."""
_WORD: Final = re.compile(r"[a-z0-9]+")
_MAX_PART: Final = 80

NO_ACTION: Final = "nothing in the name says what happened"
NO_RESOURCE: Final = "nothing in the name says to what it happened"
NO_LETTERS: Final = "the name has no letter that an identity may have"
CUT: Final = "the name is too long for an identity, which has its beginning"


def proposed(wire: str) -> Proposed:
    """The identity for a name that is sent. Equal names give equal identities; others may, too."""
    if _IDENTITY.fullmatch(wire) is not None:
        resource, _, action = wire.partition(".")
        return _made(resource, action, None)
    known = _CLIENT_EVENTS.get(wire)
    if known is not None:
        resource, _, action = known.partition(".")
        return _made(resource, action, None)
    placed = _PLACE_FIRST.fullmatch(wire) or _PLACE_LAST.fullmatch(wire)
    if placed is not None:
        place, what = words_in(placed["place"]), words_in(placed["what"])
        if place and what:
            return _made("_".join(place), "_".join(what), None)
    dashed = [words for part in _DASHED.split(wire) if (words := words_in(part))]
    if len(dashed) == 2 and _ends_in_verb(dashed[0]) and not _has_verb(dashed[1]):
        dashed.reverse()
    parts = dashed
    if len(dashed) < 2:
        parts = [words for part in _PARTS.split(wire) if (words := words_in(part))]
    while len(parts) > 1 and len(parts[0]) == 1 and parts[0][0] in _AREAS and _says_enough(parts[1:]):
        parts.pop(0)
    if not parts:
        return _made("unnamed", "occurred", NO_LETTERS)
    if len(parts) > 2 and len(parts[-1]) == 1 and _VERSION.fullmatch(parts[-1][0]):
        parts[-2:] = [[*parts[-2], *parts[-1]]]  # `user.created.v2`
    if len(parts) == 1:
        return _of_words(parts[0])
    if len(parts) > 2 and not _has_verb(parts[-1]) and _ends_in_verb(parts[-2]):
        parts[-2:] = [[*parts[-2], *parts[-1]]]  # `Feature: Used: Export`
    *before, last = parts
    return _made("_".join(word for part in before for word in part), "_".join(last), None)


def spelling(wire: str) -> str:
    """What names have in common that differ in case, blanks and the place that sends them alone.

    Of a name without a letter that an identity may have, the name itself.
    """
    parts = [words for part in _PARTS.split(wire) if (words := words_in(part))]
    while len(parts) > 1 and len(parts[0]) == 1 and parts[0][0] in _AREAS and _says_enough(parts[1:]):
        parts.pop(0)
    plain = " ".join(words_in(wire)) if not parts else " ".join(word for part in parts for word in part)
    return plain if plain and wire.isascii() else wire


def tenseless(name: EventName) -> str:
    """What identities that differ in tense or number alone have in common: `pages.view`, `page.viewed`."""
    return ".".join("_".join(map(_stem, part.split("_"))) for part in name.split("."))


def _stem(word: str) -> str:
    for ending in ("ed", "ing", "s", "e"):
        stem = word.removesuffix(ending)
        if len(stem) > 2 and stem != word:
            return stem[:-1] if ending in ("ed", "ing") and stem[-1] == stem[-2] else stem
    return word


def _says_enough(parts: list[list[str]]) -> bool:
    """Whether what stands behind an area says what happened and to what: of `client.archived` it does not."""
    words = [word for part in parts for word in part]
    return len(words) > 1 or words[0] in _SINGLE


def words_in(text: str) -> list[str]:
    """The words of a part of a name, in lower case and without accents."""
    spaced = " ".join(_CAMEL.split(text))
    plain = unicodedata.normalize("NFKD", spaced.casefold()).encode("ascii", "ignore").decode()
    return _WORD.findall(plain)


def _of_words(words: list[str]) -> Proposed:
    """One part: its verb is the action, and what is left is what it is about."""
    if len(words) == 1:
        single = _SINGLE.get(words[0])
        if single is not None:
            return _made(*single, None)
        if _is_verb(words[0]):
            return _made("app", words[0], NO_RESOURCE)
        return _made(words[0], "occurred", NO_ACTION)
    if len(words) == 2 and words[0] in _ACCOUNTS and words[1] in _PARTICLES:
        return _made("account", "_".join(words), None)
    if words[-1] in _OUTCOMES:
        return _made("_".join(words[:-1]), words[-1], None)
    at = _place_of_verb(words)
    if at is not None:
        end = at + 2 if at + 1 < len(words) and words[at + 1] in _PARTICLES else at + 1
        about = [word for word in words[:at] if word not in _AUXILIARIES]
        if about and end == len(words):
            return _made("_".join(about), "_".join(words[at:]), None)
        if about:  # `user signed up with google`: what follows says how
            return _made("_".join(about), "_".join(words[at:]), None)
        rest = _without_links(words[end:])
        if rest:  # `Viewed Product`
            return _made("_".join(rest), "_".join(words[at:end]), None)
        return _made("app", "_".join(words), NO_RESOURCE)
    if words[0] in _IMPERATIVES or _is_going_on(words[0]):
        is_with_particle = len(words) > 2 and words[1] in _PARTICLES and words[1] not in _LINKS
        end = 2 if is_with_particle or words[0] in _ACCOUNTS else 1
        rest = _without_links(words[end:])
        if rest:
            return _made("_".join(rest), "_".join(words[:end]), None)
    # `button click`, `user sign up`
    tail = 2 if len(words) > 2 and words[-1] in _PARTICLES else 1
    if words[-tail] in _IMPERATIVES:
        return _made("_".join(words[:-tail]), "_".join(words[-tail:]), None)
    return _made("_".join(words[:-1]), words[-1], NO_ACTION)


def _place_of_verb(words: list[str]) -> int | None:
    """The last participle; what stands behind it belongs to it."""
    return next((at for at in reversed(range(len(words))) if _is_verb(words[at])), None)


def _ends_in_verb(words: list[str]) -> bool:
    at = _place_of_verb(words)
    return at is not None and at >= len(words) - 2


def _has_verb(words: list[str]) -> bool:
    return _place_of_verb(words) is not None or words[0] in _IMPERATIVES or words[-1] in _IMPERATIVES


def _without_links(words: list[str]) -> list[str]:
    """The words from the first that names a thing on."""
    start = next((at for at, word in enumerate(words) if word not in _LINKS), len(words))
    return words[start:]


def _is_going_on(word: str) -> bool:
    """Whether a word says what somebody is doing: `creating`, `starting`."""
    stem = word.removesuffix("ing")
    return stem != word and bool({stem, f"{stem}e", stem[:-1]} & _IMPERATIVES)


def _is_verb(word: str) -> bool:
    if word in _NO_VERBS:
        return False
    return word in _IRREGULAR or (len(word) > 3 and word.endswith(("ed", "ied")))


def _made(resource: str, action: str, doubt: str | None) -> Proposed:
    short = resource[:_MAX_PART].strip("_"), action[:_MAX_PART].strip("_")
    if short != (resource, action):
        doubt = doubt or CUT
    name = event_name(*short)
    assert name is not None, short
    return Proposed(name=name, doubt=doubt)
