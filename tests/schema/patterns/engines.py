"""The engines that have to read a pattern alike, each asked in its own words."""

import json
import re
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import IO

import jsonschema_rs
import re2

from catalog.schema.patterns import Pattern

# One line in, one line out: [[source, [text, ...]], ...] -> [[bool, ...], ...]
_NODE_PROGRAM = """
const lines = require('readline').createInterface({input: process.stdin});
lines.on('line', (line) => {
  const answer = JSON.parse(line).map(([source, texts]) => {
    const found = new RegExp(source, 'u');
    return texts.map((text) => found.test(text));
  });
  process.stdout.write(JSON.stringify(answer) + '\\n');
});
"""


def by_automaton(pattern: Pattern, texts: Sequence[str]) -> list[bool]:
    automaton = pattern.automaton()
    return [automaton.matches(text) for text in texts]


def by_python(pattern: Pattern, texts: Sequence[str]) -> list[bool]:
    found = re.compile(pattern.python())
    return [found.search(text) is not None for text in texts]


def by_jsonschema_rs(pattern: Pattern, texts: Sequence[str]) -> list[bool]:
    validator = jsonschema_rs.Draft202012Validator({"type": "string", "pattern": pattern.json_schema()})
    return [validator.is_valid(text) for text in texts]


def by_re2(pattern: Pattern, texts: Sequence[str]) -> list[bool]:
    found = re2.compile(pattern.re2())
    return [found.search(text) is not None for text in texts]


def by_re2_from_json_schema(pattern: Pattern, texts: Sequence[str]) -> list[bool]:
    """As Go's validators do: the document's own text."""
    found = re2.compile(pattern.json_schema())
    return [found.search(text) is not None for text in texts]


class Node:
    """One process that answers batches."""

    def __init__(self, asked: IO[str], answered: IO[str]) -> None:
        self._asked = asked
        self._answered = answered

    def search(self, batch: Sequence[tuple[str, Sequence[str]]]) -> list[list[bool]]:
        self._asked.write(json.dumps(batch) + "\n")
        self._asked.flush()
        answer: list[list[bool]] = json.loads(self._answered.readline())
        return answer


@contextmanager
def node_process(program: str) -> Iterator[Node]:
    with subprocess.Popen(
        [program, "-e", _NODE_PROGRAM],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as process:
        assert process.stdin
        assert process.stdout
        yield Node(process.stdin, process.stdout)
        process.stdin.close()
