"""Every source file read once, on all cores, and those that imports lead to when they are asked for."""

import multiprocessing
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import Final

from catalog.scan.cache import FactsCache, Known, is_settled
from catalog.scan.facts import Expression, FileFacts
from catalog.scan.languages import language_called, language_of
from catalog.scan.reading import DEFAULT, Reading, Wanted, digest_of, facts_of, parsed, read_file
from catalog.scan.tree import Skipped, Tree

BATCH_BYTES: Final = 1_000_000
"""So much one process reads before it answers."""

WHOLE: Final = b"whole"

MANY_BYTES: Final = 4_000_000
"""With less to read, starting other processes takes longer than reading."""


@dataclass(slots=True, kw_only=True)
class Collection:
    """The files of a tree as far as they were read. Asked for another file, it reads that too."""

    tree: Tree
    wanted: Wanted
    read: int = 0
    """How many files were looked at, now or when they were last as they are."""
    skipped: list[Skipped] = field(default_factory=list)
    broken: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Files of which a part does not parse, with the first such place."""
    with_calls: dict[str, bytes] = field(default_factory=dict)
    """Files in which a wanted name stands, with their digests, in the order of the tree."""
    encoded: dict[bytes, bytes] = field(default_factory=dict)
    """Facts by digest."""
    known: dict[bytes, bytes] = field(default_factory=dict)
    """Facts of a former run, by digest."""
    later: dict[bytes, bytes] = field(default_factory=dict)
    """Facts of files that were read because others asked for them, by digest; and all constants of files of
    which only some were told, by `WHOLE` and the digest."""
    _facts: dict[str, FileFacts | None] = field(default_factory=dict)
    _constants: dict[str, Mapping[str, Expression]] = field(default_factory=dict)
    _finders: dict[str, Callable[[str, str], tuple[str, ...]]] = field(default_factory=dict)
    _modules: dict[tuple[str, str, str], tuple[str, ...]] = field(default_factory=dict)

    def facts(self, path: str) -> FileFacts | None:
        """What a file says; None where it cannot be read or is of no language."""
        if path not in self._facts:
            self._facts[path] = self._new(path)
        return self._facts[path]

    def constants(self, path: str, name: str) -> Mapping[str, Expression]:
        """What a file defines under dotted names that begin with this one, among others."""
        facts = self.facts(path)
        if facts is None or facts.told is None or name in facts.told:
            return {} if facts is None else facts.constants
        if path not in self._constants:
            self._constants[path] = self._all_constants(path)
        return self._constants[path]

    def modules(self, language: str, module: str, importer: str) -> tuple[str, ...]:
        """The files that an import can mean."""
        key = (language, module, importer.rpartition("/")[0])
        found = self._modules.get(key)
        if found is None:
            finder = self._finders.get(language)
            if finder is None:
                finder = self._finders[language] = language_called(language).modules(self.tree)
            found = self._modules[key] = finder(module, importer)
        return found

    def named_otherwise(self) -> Wanted:
        """What is wanted beside the names of sinks: those under which files hand sinks on to others."""
        names: set[str] = set()
        homes: set[str] = set()
        handed: set[str] = set()
        for path in self.with_calls:
            facts = self.facts(path)
            for one in () if facts is None else facts.stand_ins:
                name = one.name.rpartition(".")[2]
                if one.tracked:
                    handed.add(module_word(path) if name == DEFAULT else name)
                    continue
                names.add(name)
                if name == DEFAULT:
                    homes.add(module_word(path))
        return Wanted(
            self.wanted.callees,
            frozenset(names) - self.wanted.callees,
            frozenset(homes),
            self.wanted.trackers,
            frozenset(handed) - self.wanted.trackers,
        )

    def take(self, other: "Collection") -> None:
        """Take over what another collection of the same tree says of the files that it has read."""
        order = {path: place for place, path in enumerate(self.tree.stamps)}
        paths = self.with_calls | other.with_calls
        self.with_calls = {path: paths[path] for path in sorted(paths, key=lambda path: order[path])}
        self.encoded = self.encoded | other.encoded
        self._facts.clear()

    def _all_constants(self, path: str) -> Mapping[str, Expression]:
        try:
            content = self.tree.content(path)
        except OSError:  # it has gone since
            return {}
        digest = WHOLE + digest_of(path, content)
        encoded = self.known.get(digest)
        if encoded is None:
            encoded = parsed(path, content, Wanted(frozenset()), is_whole=True)
        self.later[digest] = encoded
        return facts_of(encoded).constants

    def _new(self, path: str) -> FileFacts | None:
        digest = self.with_calls.get(path)
        if digest is None:
            if language_of(path) is None:
                return None
            try:
                content = self.tree.content(path)
            except OSError:
                return None
            digest = digest_of(path, content)
            if digest not in self.encoded:
                found = self.known.get(digest)
                self.encoded[digest] = (
                    parsed(path, content, self.wanted, is_whole=True) if found is None else found
                )
                self.later[digest] = self.encoded[digest]
        return facts_of(self.encoded[digest])


def collect(
    tree: Tree,
    wanted: Wanted,
    cache: FactsCache | None,
    *,
    now_ns: int,
    jobs: int,
    parsed_before: Mapping[bytes, bytes] = MappingProxyType({}),
    tell: Callable[[int], object] = lambda _: None,
) -> tuple[Collection, dict[str, Known]]:
    """Read the files of a tree; what the cache knows of unchanged files is not read again.

    Gives what the cache is to keep of each file too. `parsed_before` has facts by digest that another scan
    for the same names has. `tell` hears how many files are done.
    """
    found = Collection(tree=tree, wanted=wanted, skipped=list(tree.skipped), known=dict(parsed_before))
    if cache is not None:
        found.known.update(cache.facts)
    kept: dict[str, Known] = {}
    former = cache.files if cache is not None else {}
    waiting = []
    readings: dict[str, Reading] = {}
    for path, stamp in tree.stamps.items():
        known = former.get(path)
        if known is not None and known.stamp == stamp and (not known.digest or known.digest in found.known):
            kept[path] = known
            readings[path] = Reading(path, known.digest, b"", known.skipped)
        else:
            waiting.append(path)
    known_digests = frozenset(found.known)
    for batch in _readings(tree, waiting, wanted, known_digests, jobs):
        for reading in batch:
            readings[reading.path] = reading
            stamp = tree.stamps[reading.path]
            if is_settled(stamp, now_ns) and not reading.skipped.startswith("unreadable"):
                kept[reading.path] = Known(stamp, reading.digest, reading.skipped)
        tell(len(batch))
    for path in tree.stamps:
        _take(found, readings[path])
    return found, kept


def module_word(path: str) -> str:
    """The word by which others import a file: its name, or its folder's."""
    folder, _, name = path.rpartition("/")
    word = name.partition(".")[0]
    return folder.rpartition("/")[2] if word == "index" and folder else word


def _take(found: Collection, reading: Reading) -> None:
    if reading.skipped:
        found.skipped.append(Skipped(path=reading.path, reason=reading.skipped))
        return
    found.read += 1
    if reading.digest:
        encoded = reading.facts or found.encoded.get(reading.digest) or found.known[reading.digest]
        found.encoded[reading.digest] = encoded
        found.with_calls[reading.path] = reading.digest


def _readings(
    tree: Tree, paths: list[str], wanted: Wanted, known: frozenset[bytes], jobs: int
) -> Iterator[list[Reading]]:
    batches = _batches(paths, tree)
    total = sum(tree.stamps[path].size for path in paths)
    if jobs < 2 or total < MANY_BYTES:
        for batch in batches:
            yield _read_batch(tree.folder, batch, wanted, known)
        return
    # Not forked from here: a thread that holds a lock at that moment would never give it back in the child.
    known_methods = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("forkserver" if "forkserver" in known_methods else "spawn")
    with ProcessPoolExecutor(
        jobs, mp_context=context, initializer=_begin, initargs=(tree.folder, wanted, known)
    ) as pool:
        running = [pool.submit(_read_given, batch) for batch in islice(batches, 2 * jobs)]
        while running:  # as many in flight as keeps everybody busy, so that memory is bounded
            done = running.pop(0)
            following = next(batches, None)
            if following is not None:
                running.append(pool.submit(_read_given, following))
            yield done.result()


def _batches(paths: Iterable[str], tree: Tree) -> Iterator[list[str]]:
    batch: list[str] = []
    size = 0
    for path in paths:
        batch.append(path)
        size += tree.stamps[path].size
        if size >= BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


_GIVEN: list[tuple[Path, Wanted, frozenset[bytes]]] = []
"""What a process of ours was started with."""


def _begin(folder: Path, wanted: Wanted, known: frozenset[bytes]) -> None:
    _GIVEN[:] = [(folder, wanted, known)]


def _read_given(paths: list[str]) -> list[Reading]:
    folder, wanted, known = _GIVEN[0]
    return _read_batch(folder, paths, wanted, known)


def _read_batch(folder: Path, paths: list[str], wanted: Wanted, known: frozenset[bytes]) -> list[Reading]:
    found = []
    top = f"{folder}/"
    for path in paths:
        try:
            with open(top + path if path[:1] != "/" else path, "rb", buffering=0) as file:
                content = file.read()
        except OSError as error:
            reason = (error.strerror or "unreadable").lower()
            found.append(Reading(path, skipped=f"unreadable: {reason}"))
            continue
        found.append(read_file(path, content, wanted, known))
    return found
