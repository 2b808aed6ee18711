"""The engines that must read a contract alike: jsonschema, jsonschema-rs, and Ajv in a Node of its own."""

import json
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, cast

import jsonschema_rs

from catalog.schema.json_schema import JsonSchema
from catalog.schema.validator import decode_instance, validator_for

PROGRAM = Path(__file__).parents[1] / "node" / "ajv.js"


def by_jsonschema(schema: JsonSchema, instances: Sequence[bytes]) -> list[bool]:
    validator = validator_for(schema)
    return [validator.is_valid(cast(Any, decode_instance(instance))) for instance in instances]


def by_jsonschema_rs(schema: JsonSchema, instances: Sequence[bytes]) -> list[bool]:
    validator = jsonschema_rs.Draft202012Validator(schema)
    return [validator.is_valid(decode_instance(instance)) for instance in instances]


class Ajv:
    """One process that answers batches."""

    def __init__(self, asked: IO[str], answered: IO[str]) -> None:
        self._asked = asked
        self._answered = answered

    def __call__(self, schema: JsonSchema, instances: Sequence[bytes]) -> list[bool]:
        """What Ajv says of each instance, which it decodes itself."""
        question = {"schema": schema, "instances": [instance.decode("utf-8") for instance in instances]}
        self._asked.write(json.dumps(question) + "\n")
        self._asked.flush()
        answer = self._answered.readline()
        assert answer, "Ajv refused the schema; its message is above"
        found: list[bool] = json.loads(answer)
        return found


@contextmanager
def ajv_process(node: str) -> Iterator[Ajv]:
    with subprocess.Popen(
        [node, str(PROGRAM)],
        cwd=PROGRAM.parents[1],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as process:
        assert process.stdin
        assert process.stdout
        yield Ajv(process.stdin, process.stdout)
        process.stdin.close()
