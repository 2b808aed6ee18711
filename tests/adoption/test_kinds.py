"""What source code says of a type: by how a value is written, or by the annotations of its file."""

from pathlib import Path

import pytest

from catalog.adoption.coded import coded
from catalog.adoption.drafting import drafted
from catalog.adoption.kinds import Kinds
from catalog.loading.yaml_text import Plain
from tests.scan.code import scanned


def draft(folder: Path, files: dict[str, str]) -> tuple[dict[str, Plain], bool]:
    """The draft of the property `p` of the one event of a source tree, and whether its type is a guess."""
    found = scanned(folder, files)
    (event,) = coded(found.sites, found.linker, Kinds(found.collection)).values()
    made = drafted("p", event.properties["p"], event)
    return made.plain, made.is_guess


WRITTEN = [
    ("ts", "items.length", "integer"),
    ("ts", "items.filter((one) => one.kind === wanted).length", "integer"),
    ("ts", "current !== null", "boolean"),
    ("ts", "!items.open", "boolean"),
    ("ts", "step.index + 1", "integer"),
    ("ts", "size.width / 2", "number"),
    ("ts", "Math.floor(size.width)", "integer"),
    ("ts", "window.location.href", "string"),
    ("ts", "items.some((one) => one.open)", "boolean"),
    ("ts", "new Date().toISOString()", "string"),
    ("py", 'form.get("a", "").strip().lower()', "string"),
    ("py", "len(items)", "integer"),
    ("py", "[one for one in items if one]", "array"),
    ("py", "now().isoformat()", "string"),
    ("py", "user.name is not None", "boolean"),
]


@pytest.mark.parametrize(("ending", "value", "kind"), WRITTEN, ids=[row[1] for row in WRITTEN])
def test_how_a_value_is_written_tells_its_type(tmp_path: Path, ending: str, value: str, kind: str) -> None:
    key = "p" if ending == "ts" else '"p"'
    plain, is_guess = draft(tmp_path, {f"a.{ending}": f'track("a.b", {{{key}: {value}}})\n'})
    assert (plain["type"], is_guess) == (kind, False)


ANNOTATED = [
    ("ts", "function f(p: number) { SEND }", {"type": "number"}),
    ("ts", "function f(p?: boolean | null) { SEND }", {"type": "boolean"}),
    ("ts", "type Given = { p: boolean };\nfunction f({ p }: Given) { SEND }", {"type": "boolean"}),
    ("ts", "function f(p: 'card' | 'cash') { SEND }", {"type": "string", "enum": ["card", "cash"]}),
    ("py", "def f(p: int):\n    SEND", {"type": "integer"}),
    ("py", "def f(p: Optional[bool] = None):\n    SEND", {"type": "boolean"}),
    ("py", "def f(p: float | None):\n    SEND", {"type": "number"}),
    ("py", "def f(p: Literal['card', 'cash']):\n    SEND", {"type": "string", "enum": ["card", "cash"]}),
]


@pytest.mark.parametrize(("ending", "code", "expected"), ANNOTATED, ids=[row[1] for row in ANNOTATED])
def test_an_annotation_tells_a_type(
    tmp_path: Path, ending: str, code: str, expected: dict[str, Plain]
) -> None:
    send = 'track("a.b", {p})' if ending == "ts" else 'track("a.b", {"p": p})'
    assert draft(tmp_path, {f"a.{ending}": code.replace("SEND", send)}) == (expected, False)


@pytest.mark.parametrize(
    "code",
    [
        "function f(p) { SEND }",
        "function f(p: Given) { SEND }",
        "function f(p: string | Given) { SEND }",
        "function g(p: string) {}\nfunction f(p: number) { SEND }",
        "const g = { p: number(1) };\nfunction f(p) { SEND }",
        "function f(given) { const p = given?.made(); SEND }",
        "function f(given) { const p = given ?? {}; SEND }",
    ],
)
def test_what_no_annotation_tells_stays_a_guess(tmp_path: Path, code: str) -> None:
    assert draft(tmp_path, {"a.ts": code.replace("SEND", 'track("a.b", { p })')})[1]


def test_an_object_that_is_filled_later_is_an_object(tmp_path: Path) -> None:
    code = (
        'def f(given):\n    p = {}\n    for key in given:\n        p[key] = 1\n    track("a.b", {"p": p})\n'
    )
    assert draft(tmp_path, {"a.py": code})[0]["type"] == "object"


def test_a_text_tells_more_than_an_object_of_which_nothing_is_known(tmp_path: Path) -> None:
    code = 'track("a.b", { p: "card" });\ntrack("a.b", { p: { ...given } });\n'
    assert draft(tmp_path, {"a.ts": code})[0]["type"] == "string"
