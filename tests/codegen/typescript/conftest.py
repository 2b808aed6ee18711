"""One engine for all tests of this folder."""

from collections.abc import Iterator

import pytest

from tests.codegen.typescript.engine import Engine, engine_in


@pytest.fixture(scope="session")
def engine(node: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """The runtime, ready for questions."""
    with engine_in(tmp_path_factory.mktemp("engine"), node) as made:
        yield made
