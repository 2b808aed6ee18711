"""Release files: canonical JSON in one line, read with every check that its writer has passed."""

import hashlib
import json
import os
import re
import stat
from collections.abc import Iterator, Mapping
from typing import Final

import msgspec
import rfc8785
from pydantic import ValidationError

from catalog.errors import CatalogError
from catalog.findings import Pointer
from catalog.loading.definitions import define
from catalog.loading.dump import as_plain
from catalog.model.canonical import canonical, digest_of
from catalog.model.names import event_name
from catalog.model.release import RELEASE_FORMAT, Release
from catalog.model.values import MAX_SAFE_INTEGER

RELEASE_NAME: Final = "release.json"
"""The last release, in the catalog's folder."""
MAX_BYTES: Final = 256 * 1024 * 1024
"""The largest release file that is read; 5,000 events take about 8 MB."""

_CONFLICT: Final = re.compile(rb"^(?:<{7}|>{7}) ", re.MULTILINE)


class NotARelease(CatalogError):
    """A file that was named as a release is none, or is damaged."""

    def __init__(self, path: str, reason: str) -> None:
        self.path = path
        self.reason = reason
        super().__init__(f"{path}: {reason}")


class NewerRelease(NotARelease):
    """A release in a format that this program does not know yet."""

    def __init__(self, path: str, format_: int) -> None:
        self.format = format_
        super().__init__(
            path,
            f"a release in format {format_}, and this program reads format {RELEASE_FORMAT}; "
            "use a newer version of rollcall",
        )


class WrongDigest(NotARelease):
    """A release that is not what was written: its digest is `stated`, its content's is `found`."""

    def __init__(self, path: str, stated: str, found: str) -> None:
        self.stated = stated
        self.found = found
        super().__init__(
            path,
            f"its digest is {stated}, but its content's is {found}; it was changed after it was written, "
            "so take it from the repository again",
        )


def read_release(source: str | os.PathLike[str] | bytes, shown: str | None = None) -> Release:
    """The release in the file at a path, or in the bytes of such a file; `shown` is what messages call it.

    Raises NotARelease for what is none, also where there is no such file; WrongDigest for one that was
    damaged or changed; NewerRelease; and OSError for a file that may not be read.
    """
    if isinstance(source, bytes):
        path, content = shown or RELEASE_NAME, source
    else:
        named = os.fspath(source)
        if named.lstrip().startswith("{"):
            raise NotARelease(
                shown or RELEASE_NAME, "a text is the path of a release; give its content as bytes"
            )
        path = shown or named
        content = _bytes_of(named, path)
    if len(content) > MAX_BYTES:
        raise NotARelease(path, f"more than {MAX_BYTES:,} bytes, which no release has")
    data = _object_in(content, path)
    _require_format(data, path)
    _require_digest(content, data, path)
    release = _defined(content, path)
    for wrong in _contradictions(release):
        raise NotARelease(path, f"no release that rollcall writes: {wrong}")
    return release


def digest_of_release(release: Release) -> str:
    """The digest that belongs into a release: of everything else in it."""
    data = as_plain(release)
    data.pop("digest", None)
    return digest_of(data)


def encode_release(release: Release) -> bytes:
    """The file of a release: RFC 8785 and a line end."""
    return canonical(as_plain(release)) + b"\n"


def _bytes_of(path: str, shown: str) -> bytes:
    # Not blocking, so that a named pipe in the place of a file does not hold us up.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        handle = os.open(path, flags)
        file = os.fdopen(handle, "rb")
    except (FileNotFoundError, NotADirectoryError):
        raise NotARelease(shown, "there is no such file") from None
    except IsADirectoryError:
        raise NotARelease(shown, "a release is a regular file, and this is a folder") from None
    except ValueError:
        raise NotARelease(shown, "no path of a file holds a null character") from None
    with file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise NotARelease(shown, "a release is a regular file")
        return file.read(MAX_BYTES + 1)


def _object_in(content: bytes, path: str) -> dict[str, object]:
    try:
        data = msgspec.json.decode(content)
    except msgspec.DecodeError as error:
        if _CONFLICT.search(content):
            raise NotARelease(
                path,
                "it holds the marks of a merge conflict; take it from the main branch as it is there, and "
                "run 'rollcall release' again after the merge",
            ) from None
        said = re.sub(r"^JSON is malformed: ", "", str(error))
        raise NotARelease(path, f"not a release, which is JSON: {said[:1].lower()}{said[1:]}") from None
    except (RecursionError, ValueError):
        raise NotARelease(path, "not a release: JSON that nobody writes, nested too deeply") from None
    if not isinstance(data, dict) or not {"format", "catalog"} <= data.keys():
        raise NotARelease(path, "not a release, which 'rollcall release' writes")
    return data


def _require_format(data: Mapping[str, object], path: str) -> None:
    found = data["format"]
    if not isinstance(found, int) or isinstance(found, bool) or found < 1:
        raise NotARelease(path, "not a release: its format is a number from 1")
    if found > RELEASE_FORMAT:
        raise NewerRelease(path, found)


def _require_digest(content: bytes, data: dict[str, object], path: str) -> None:
    """Check the digest: of the bytes where they are canonical, as they are written; else of their meaning."""
    stated = data.get("digest")
    if not isinstance(stated, str):
        raise NotARelease(path, "a release without its digest, so nobody can tell whether it is whole")
    # Equal bytes also mean that no key stands twice. RFC 8785 writes few numbers, and keys beyond the BMP,
    # otherwise than this encoder does; such files are read the slow way.
    if msgspec.json.encode(data, order="sorted") == content.removesuffix(b"\n"):
        parts = msgspec.json.decode(content, type=dict[str, msgspec.Raw])
        rest = (b'"%s":%s' % (key.encode(), bytes(parts[key])) for key in sorted(parts) if key != "digest")
        found = hashlib.sha256(b"{" + b",".join(rest) + b"}").hexdigest()
        if found == stated:
            return
    whole = _strictly_read(content, path)
    whole.pop("digest")
    try:
        found = hashlib.sha256(rfc8785.dumps(whole)).hexdigest()  # type: ignore[arg-type]  # its JSON type is not exported
    except (rfc8785.CanonicalizationError, RecursionError, ValueError):
        raise NotARelease(path, "not a release: it holds what canonical JSON cannot, RFC 8785") from None
    if found != stated:
        raise WrongDigest(path, stated, found)


def _strictly_read(content: bytes, path: str) -> dict[str, object]:
    """The data of a file whose keys all stand once; integers that only a double holds are doubles."""

    def once(pairs: list[tuple[str, object]]) -> dict[str, object]:
        found = dict(pairs)
        if len(found) < len(pairs):
            keys = [key for key, _ in pairs]
            twice = next(key for key in keys if keys.count(key) > 1)
            raise NotARelease(path, f"not a release: the key '{twice[:60]}' stands twice in one object")
        return found

    try:
        data = json.loads(content, object_pairs_hook=once, parse_int=_number)
    except (ValueError, RecursionError):
        raise NotARelease(path, "not a release: it cannot be read as JSON") from None
    assert isinstance(data, dict)
    return data


def _number(text: str) -> float:
    """RFC 8785 §3.2.2.3 writes a double without a fraction as an integer, up to 10^21."""
    value = int(text) if len(text) <= _MAX_DIGITS else MAX_SAFE_INTEGER + 1
    return value if abs(value) <= MAX_SAFE_INTEGER else float(text)


_MAX_DIGITS: Final = 20
_LARGE: Final = re.compile(rb"[:,\[]-?[0-9]{16}")


def _defined(content: bytes, path: str) -> Release:
    if _LARGE.search(content):
        content = json.dumps(_strictly_read(content, path)).encode()
    try:
        return Release.model_validate_json(content)
    except ValidationError as error:
        found = define(Release, content)
        reason = (
            f"{found[0].message}, at {_shown(found[0].pointer)}" if isinstance(found, tuple) else str(error)
        )
        raise NotARelease(path, f"no release that rollcall writes: {reason}") from None


def _shown(pointer: Pointer) -> str:
    """A place in JSON, RFC 6901."""
    return "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in pointer) or "the top"


def _contradictions(release: Release) -> Iterator[str]:
    """What a release says of itself that cannot be."""
    catalog = release.catalog
    if catalog.settings.product != release.product:
        yield f"its product is '{release.product}', its catalog's is '{catalog.settings.product}'"
    if (release.number == 1) != (release.previous is None):
        yield f"number {release.number} {'names' if release.previous else 'does not name'} the release before"
    for name in catalog.events:
        resource, _, action = name.partition(".")
        if event_name(resource, action) is None:
            yield f"'{name}' is no name of an event"
        if name not in release.events or release.events[name].removed is not None:
            yield f"the event '{name}' has no version"
    for name, event in release.events.items():
        if event.removed is None and name not in catalog.events:
            yield f"'{name}' has a version, but no definition"
        if event.removed is not None and event.removed > release.number:
            yield f"'{name}' was removed in release {event.removed}, which is still to come"
    for name, majors in release.majors.items():
        if name not in release.events:
            yield f"'{name}' has older versions, but none of its own"
        for kept in majors:
            if kept.policy not in release.policies:
                yield f"version {kept.version} of '{name}' lacks the policy that it was released under"
        numbers = [kept.since for kept in majors]
        if numbers != sorted(set(numbers), reverse=True):
            yield f"the older versions of '{name}' are not in their order, newest first"
