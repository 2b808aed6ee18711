"""Read a snippet of JavaScript or TypeScript, as the tests of this room do."""

from catalog.scan.facts import Call, Expression, FileFacts
from catalog.scan.javascript import read

CALLEES = frozenset({"capture", "track"})


def facts(text: str | bytes, path: str = "src/page.tsx") -> FileFacts:
    return read(text.encode() if isinstance(text, str) else text, path, CALLEES)


def only_call(text: str | bytes, path: str = "src/page.tsx") -> Call:
    (call,) = facts(text, path).calls
    return call


def first_argument(text: str, path: str = "src/page.tsx") -> Expression:
    return only_call(text, path).arguments[0]
