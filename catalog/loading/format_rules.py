"""The rules of the file format itself: what loading reports, with the text that explains each."""

from typing import Final

from catalog.findings import RuleText, Severity

_EVENT: Final = "timer/stopped.yaml"
_GOOD: Final = {_EVENT: "description: A timer is stopped.\n"}


def _rule(rule: str, summary: str, why: str, bad: str, good: str | None = None) -> RuleText:
    return RuleText(
        id=f"format/{rule}",
        summary=summary,
        why=why,
        bad={_EVENT: bad},
        good=_GOOD if good is None else {_EVENT: good},
        severity=Severity.ERROR,
        since="0.1.0",
    )


FORMAT_RULES: Final[tuple[RuleText, ...]] = (
    _rule(
        "not-yaml",
        "A file is not YAML.",
        "A file that cannot be parsed defines nothing, so its event would be refused as unknown.",
        "description: [unfinished\n",
    ),
    _rule(
        "not-utf-8",
        "A file is not UTF-8.",
        "Other encodings are read differently from machine to machine.",
        "description: \x00\n",
    ),
    RuleText(
        id="format/unreadable-file",
        summary="A file or folder cannot be read.",
        why="A missing permission, a broken link or a folder in a file's place hides definitions.",
        bad={"timer/stopped.yaml/": ""},
        good=_GOOD,
        severity=Severity.ERROR,
        since="0.1.0",
    ),
    _rule(
        "empty-file",
        "A file is empty.",
        "An empty file reads like a definition that got lost.",
        "# nothing\n",
    ),
    _rule(
        "too-large",
        "A file is larger than any definition needs.",
        "Bounds on bytes and on values that aliases repeat keep a small file from filling the memory.",
        "a: &a [x, x, x, x, x, x, x, x, x, x]\n"
        "b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]\n"
        "c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b]\n"
        "d: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c, *c]\n"
        "e: [*d, *d, *d, *d, *d, *d, *d, *d, *d, *d]\n",
    ),
    _rule(
        "too-deep",
        "A file is nested too deeply.",
        "Depth costs stack in every parser that reads the catalog; no definition needs 64 levels.",
        "examples: " + "[" * 70 + "]" * 70 + "\n",
    ),
    _rule(
        "two-documents",
        "A file holds more than one YAML document.",
        "One file is one definition: its path is its name.",
        "description: One.\n---\ndescription: Two.\n",
    ),
    _rule(
        "tag",
        "A value has a YAML tag.",
        "Tags ask the reader to build other types; the format has none.",
        "description: !!str Text\n",
    ),
    _rule(
        "merge-key",
        "A file uses YAML's merge key.",
        "`<<` left YAML with version 1.2, and readers disagree about it; property groups do its work.",
        "properties:\n  a: &a {type: boolean, data: none}\n  b: {<<: *a}\n",
    ),
    _rule(
        "key-not-text",
        "A key is not text.",
        "A key such as 404 or null is a number or nothing to a YAML reader, and no name.",
        "properties:\n  404: {type: boolean, data: none}\n",
    ),
    _rule(
        "duplicate-key",
        "A key stands twice.",
        "Most readers silently keep the last one, so a definition is lost without a word.",
        "description: One.\ndescription: Two.\n",
    ),
    _rule(
        "ambiguous-number",
        "A number begins with a zero.",
        "YAML 1.1 reads 010 as eight, YAML 1.2 as ten.",
        "properties:\n  a: {type: integer, minimum: 010, data: none}\n",
    ),
    _rule(
        "not-a-number",
        "A number has no place in JSON.",
        "Infinity, NaN and numbers beyond a double cannot be exported to a contract.",
        "properties:\n  a: {type: number, minimum: .nan, data: none}\n",
    ),
    _rule(
        "unknown-key",
        "A key is unknown.",
        "A misspelt key would be ignored, and with it the limit or the classification it states.",
        "descripton: A timer is stopped.\n",
    ),
    _rule(
        "unknown-type",
        "A property has a type that does not exist.",
        "The types are a closed family, so that every engine reads a contract alike.",
        "properties:\n  a: {type: text, data: none}\n",
        "properties:\n  a: {type: boolean, data: none}\n",
    ),
    _rule(
        "missing-key",
        "A key that is needed is missing.",
        "Without it the definition says nothing that could be checked.",
        "properties:\n  a: {data: none}\n",
        "properties:\n  a: {type: boolean, data: none}\n",
    ),
    _rule(
        "misplaced-key",
        "A key stands where it has no meaning.",
        "`required` belongs to a name under `properties`, and a data category to a leaf.",
        "properties:\n  a: {type: array, items: {type: boolean, required: true}, data: none}\n",
        "properties:\n  a: {type: array, items: {type: boolean}, required: true, data: none}\n",
    ),
    _rule(
        "wrong-type",
        "A value has the wrong type.",
        "Nothing is converted: what stands in the file is what it means.",
        "properties:\n  a: {type: boolean, required: yes, data: none}\n",
        "properties:\n  a: {type: boolean, required: true, data: none}\n",
    ),
    RuleText(
        id="format/no-settings",
        summary="The folder has no catalog.yaml.",
        why="It names the product, the owners and the destinations that everything else refers to.",
        bad={"catalog.yaml": ""},
        good=_GOOD,
        severity=Severity.ERROR,
        since="0.1.0",
    ),
    RuleText(
        id="format/stray-file",
        summary="A YAML file lies where no definition belongs.",
        why="The path of a file is the name of its event; a file elsewhere would define nothing.",
        bad={"timer/old/stopped.yaml": "description: A timer is stopped.\n"},
        good=_GOOD,
        severity=Severity.ERROR,
        since="0.1.0",
    ),
)
"""Every rule that loading can report; ids are for ever."""

FORMAT_SEVERITIES: Final = {rule.id: rule.severity for rule in FORMAT_RULES}
