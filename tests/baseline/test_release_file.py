"""Release files: what is written is read again, and nothing else is."""

import json
import multiprocessing
import os
import stat
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st

import catalog
from catalog.baseline.reading import read_reference
from catalog.baseline.reference import ReleaseFile
from catalog.baseline.release_catalog import loaded_release
from catalog.baseline.release_file import (
    NewerRelease,
    NotARelease,
    WrongDigest,
    digest_of_release,
    encode_release,
    read_release,
)
from catalog.baseline.release_writing import NotTheNextRelease, write_release
from catalog.baseline.surroundings import Surroundings
from catalog.cli.init import write_starter
from catalog.errors import CatalogError, NotACatalog
from catalog.loading import load
from catalog.model.canonical import digest_of
from catalog.model.release import KeptMajor, KeptPolicy, Release, ReleasedEvent
from catalog.model.snapshot import Definitions, resolve
from tests.baseline.releases import RELEASED, released, signed
from tests.strategies import catalogs

Plain = dict[str, Any]


@pytest.fixture
def events(tmp_path: Path) -> Path:
    write_starter(tmp_path / "events")
    return tmp_path / "events"


@pytest.fixture
def first(events: Path) -> Release:
    return released(load(events).definitions)


@settings(max_examples=40)
@given(catalogs())
def test_every_release_is_read_as_it_was_written(definitions: Definitions) -> None:
    release = released(definitions)
    content = encode_release(release)
    again = read_release(content)
    assert again == release
    assert encode_release(again) == content
    assert digest_of_release(again) == release.digest
    loaded = loaded_release(again)
    assert loaded.definitions == definitions
    assert loaded.snapshot.digest == resolve(definitions).digest


def test_a_file_is_one_canonical_line(first: Release) -> None:
    content = encode_release(first)
    assert content == rfc8785.dumps(json.loads(content)) + b"\n"
    assert content.count(b"\n") == 1


def test_a_release_file_is_a_catalog_without_findings(events: Path, first: Release) -> None:
    file = events / "release.json"
    write_release(first, file)
    around = Surroundings(here=events.parent, catalog=Path("events"), environment={})
    found = read_reference("events/release.json", around)
    there = load(events)
    assert found.origin == ReleaseFile(path=Path("events/release.json"))
    assert found.release == first
    assert found.digest == first.digest
    assert found.loaded.snapshot.digest == there.snapshot.digest
    assert (found.loaded.findings, found.loaded.broken) == ((), frozenset())
    assert found.place_of("invoice/paid.yaml") == "events/release.json#invoice/paid.yaml"
    assert read_reference("events", around).release == first
    assert read_reference("events", around, with_release=False).release is None


def test_places_are_those_of_the_canonical_definitions(first: Release) -> None:
    sources = loaded_release(first).sources
    name = next(iter(first.catalog.events["invoice.paid"].properties))
    place = sources.place("invoice/paid.yaml", ("properties", name, "type"))
    assert place.path == "invoice/paid.yaml"
    assert place.line > 1
    assert sources.place("no/such.yaml").line == 1


def test_what_payloads_cannot_be_judged_by_is_known_of_a_release_too(events: Path) -> None:
    (events / "invoice/named.yaml").write_text(
        "include: [nobody]\nproperties: {name: {type: string, pattern: '(?=x)', maxLength: 9, data: none}}\n"
    )
    there = load(events)
    assert len(there.unjudged) == 2
    assert loaded_release(released(there.definitions)).unjudged == there.unjudged


def test_a_release_that_was_laid_out_anew_still_says_the_same(first: Release) -> None:
    pretty = json.dumps(json.loads(encode_release(first)), indent=2, ensure_ascii=True).encode()
    assert read_release(pretty) == first


def test_numbers_that_only_a_double_holds_survive(events: Path) -> None:
    (events / "invoice/sized.yaml").write_text(
        "properties:\n  size:\n    type: number\n    maximum: 1.0e+20\n    default: 1.0e+17\n"
        "    examples: [1.5e+300, 0.1, 5.0]\n    data: none\n"
    )
    loaded = load(events)
    assert not loaded.findings
    release = released(loaded.definitions)
    again = read_release(encode_release(release))
    assert again == release
    assert loaded_release(again).snapshot.digest == loaded.snapshot.digest


def test_a_stated_null_survives(events: Path) -> None:
    (events / "invoice/redeemed.yaml").write_text(
        "properties:\n  voucher: {type: string, maxLength: 9, nullable: true, default: null, data: none}\n"
    )
    definitions = load(events).definitions
    again = read_release(encode_release(released(definitions)))
    assert again.catalog.events["invoice.redeemed"].properties["voucher"].states("default")


# What is no release


def changed(release: Release, **members: object) -> bytes:
    """The file with members in place of its own, under a digest that fits."""
    data: Plain = json.loads(encode_release(release)) | members
    data = {key: value for key, value in data.items() if value is not None and key != "digest"}
    return rfc8785.dumps(data | {"digest": digest_of(data)})


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda content: b"", "not a release, which is JSON"),
        (lambda content: content[:-200], "not a release, which is JSON"),
        (lambda content: b"\xff" + content, "not a release, which is JSON"),
        (lambda content: b"\xef\xbb\xbf" + content, "not a release, which is JSON"),
        (lambda content: content + content, "not a release, which is JSON"),
        (lambda content: b"[1]", "not a release, which 'rollcall release' writes"),
        (lambda content: b"{}", "not a release, which 'rollcall release' writes"),
        (lambda content: b'{"format":"1","catalog":{}}', "its format is a number from 1"),
        (lambda content: b'{"format":true,"catalog":{}}', "its format is a number from 1"),
        (lambda content: b'{"format":0,"catalog":{}}', "its format is a number from 1"),
        (lambda content: b'{"format":1,"catalog":{}}', "a release without its digest"),
        (lambda content: b"[" * 100_000, "not a release"),
        (lambda content: b'{"format":1,"catalog":' + b"[" * 5_000 + b"]" * 5_000 + b"}", "not a release"),
        (
            lambda content: content.replace(b'"number":1', b'"number":1,"number":1'),
            "the key 'number' stands twice in one object",
        ),
        (
            lambda content: content.replace(b'{"catalog"', b'{"x":1e400,"catalog"'),
            "not a release",
        ),
        (
            lambda content: content.replace(b'{"catalog"', b'{"x":"\\ud800","catalog"'),
            "not a release",
        ),
    ],
    ids=[
        *(
            "empty",
            "cut",
            "not UTF-8",
            "byte order mark",
            "twice",
            "list",
            "nothing",
            "text",
            "boolean",
            "zero",
        ),
        *("unsigned", "deep", "deep inside", "duplicate key", "infinity", "surrogate"),
    ],
)
def test_what_is_no_release_is_told(damage: Callable[[bytes], bytes], said: str, first: Release) -> None:
    with pytest.raises(NotARelease) as raised:
        read_release(damage(encode_release(first)), "events/release.json")
    assert str(raised.value).startswith("events/release.json: ")
    assert said in str(raised.value)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b'"number":1', b'"number":2'),
        (b'"product":"', b'"product":"not-'),
        (b'"version":"1.0.0"', b'"version":"1.0.1"'),
        (b'"released":"2026-11-02"', b'"released":"2026-11-03"'),
        (b'"format":1', b'"format":1,"more":[]'),
    ],
)
def test_a_change_by_hand_is_seen_and_both_digests_are_named(
    before: bytes, after: bytes, first: Release
) -> None:
    content = encode_release(first).replace(before, after)
    with pytest.raises(WrongDigest) as raised:
        read_release(content, "release.json")
    found = digest_of({key: value for key, value in json.loads(content).items() if key != "digest"})
    assert (raised.value.stated, raised.value.found) == (first.digest, found)
    assert first.digest in str(raised.value)
    assert found in str(raised.value)


def test_a_newer_format_is_told_before_anything_else(first: Release) -> None:
    content = json.dumps({"format": 2, "catalog": "in another shape", "digest": "x"}).encode()
    with pytest.raises(NewerRelease) as raised:
        read_release(content, "release.json")
    assert str(raised.value) == (
        "release.json: a release in format 2, and this program reads format 1; "
        "use a newer version of rollcall"
    )
    assert raised.value.format == 2


def kept(release: Release, *versions: str) -> Plain:
    event = json.loads(
        release.catalog.events["invoice.paid"].model_dump_json(exclude_defaults=True, by_alias=True)
    )
    return {
        "invoice.paid": [
            {"version": version, "since": 1, "until": "2027-01-01", "event": event, "policy": "0" * 64}
            for version in versions
        ]
    }


@pytest.mark.parametrize(
    ("members", "said"),
    [
        (lambda r: {"more": 1}, "unknown key 'more'"),
        (lambda r: {"number": "1"}, "'number' is the text '1'; write a whole number, at /number"),
        (lambda r: {"released": "2026-02-30"}, "2026-02-30"),
        (lambda r: {"number": 2}, "number 2 does not name the release before"),
        (lambda r: {"previous": "0" * 64}, "number 1 names the release before"),
        (lambda r: {"product": "other"}, "its product is 'other', its catalog's is"),
        (lambda r: {"events": {}}, "the event 'account.signed_up' has no version"),
        (
            lambda r: {
                "events": {**both(r), "gone.away": {"version": "1.0.0", "since": 1, "digest": "0" * 64}}
            },
            "'gone.away' has a version, but no definition",
        ),
        (
            lambda r: {
                "events": {
                    **both(r),
                    "gone.away": {"version": "1.0.0", "since": 1, "digest": "0" * 64, "removed": 9},
                }
            },
            "'gone.away' was removed in release 9, which is still to come",
        ),
        (lambda r: {"majors": kept(r, "1.0.0")}, "lacks the policy that it was released under"),
        (
            lambda r: {"majors": kept(r, "1.0.0", "2.0.0"), "policies": {"0" * 64: {}}},
            "are not in their order, newest first",
        ),
        (lambda r: {"majors": {"x.y": []}}, "'x.y' has older versions, but none of its own"),
    ],
)
def test_a_release_that_contradicts_itself_is_told(
    members: Callable[[Release], Plain], said: str, first: Release
) -> None:
    with pytest.raises(NotARelease) as raised:
        read_release(changed(first, **members(first)))
    assert said in str(raised.value)


def both(release: Release) -> Plain:
    return {
        name: json.loads(event.model_dump_json(exclude_none=True)) for name, event in release.events.items()
    }


def test_an_event_whose_name_is_no_path_is_told(first: Release) -> None:
    content = encode_release(first).replace(b'"invoice.paid"', b'"../../paid"')
    data = json.loads(content)
    with pytest.raises(NotARelease, match=r"'\.\./\.\./paid' is no name of an event"):
        read_release(changed(first, catalog=data["catalog"], events=data["events"]))


def test_older_versions_are_read_with_their_policy(first: Release) -> None:
    event = first.catalog.events["invoice.paid"]
    policy = KeptPolicy(
        categories={}, destinations=first.catalog.settings.destinations, contexts={}, entities={}
    )
    release = signed(
        first.model_copy(
            update={
                "events": {
                    **first.events,
                    "gone.away": ReleasedEvent(version="3.1.4", since=1, digest="0" * 64, removed=1),
                },
                "majors": {
                    "invoice.paid": (
                        KeptMajor(version="1.2.0", since=1, until=RELEASED, event=event, policy="a" * 64),
                    )
                },
                "policies": {"a" * 64: policy},
            }
        )
    )
    assert read_release(encode_release(release)) == release


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("a-folder", "a release is a regular file, and this is a folder"),
        ("a-pipe", "a release is a regular file"),
        ("nothing", "there is no such file"),
        ("a-pipe/below", "there is no such file"),
        ("a\0b", "no path of a file holds a null character"),
    ],
)
def test_what_is_no_file_is_told(name: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "a-folder").mkdir()
    os.mkfifo(tmp_path / "a-pipe")
    with pytest.raises(NotARelease) as raised:
        read_release(tmp_path / name)
    assert raised.value.reason.startswith(said)
    assert raised.value.path == str(tmp_path / name)


def test_a_path_may_be_a_text_as_for_a_catalog(first: Release, tmp_path: Path) -> None:
    file = tmp_path / "release.json"
    file.write_bytes(encode_release(first))
    assert catalog.read_release(str(file)) == catalog.read_release(file) == first
    with pytest.raises(catalog.NotARelease, match="give its content as bytes"):
        catalog.read_release(file.read_text())


def test_a_merge_conflict_is_called_by_its_name(first: Release) -> None:
    ours, theirs = encode_release(first), encode_release(second(first))
    content = b"<<<<<<< HEAD\n" + ours + b"=======\n" + theirs + b">>>>>>> branch\n"
    with pytest.raises(NotARelease, match="merge conflict; take it from the main branch"):
        read_release(content)


def test_a_definition_is_neither_a_release_nor_a_catalog(events: Path) -> None:
    around = Surroundings(here=events.parent, catalog=Path("events"), environment={})
    with pytest.raises(NotACatalog, match="a catalog is a folder"):
        read_reference("events/catalog.yaml", around)
    with pytest.raises(CatalogError, match="no such file or directory"):
        read_reference("nowhere.json", around)
    [finding] = read_reference(str(events / "invoice"), around).loaded.findings[:1]
    assert finding.rule == "format/no-settings"


# Writing


def second(first: Release) -> Release:
    return signed(first.model_copy(update={"number": 2, "previous": first.digest}))


def test_a_release_is_written_after_the_one_it_follows(first: Release, tmp_path: Path) -> None:
    file = tmp_path / "release.json"
    write_release(first, file)
    write_release(second(first), file)
    assert read_release(file) == second(first)
    assert set(os.listdir(tmp_path)) == {"release.json", "events"}


@pytest.mark.parametrize("case", ["again", "skipped", "without the first", "damaged"])
def test_a_release_that_does_not_follow_is_not_written(case: str, first: Release, tmp_path: Path) -> None:
    file = tmp_path / "release.json"
    new = second(first)
    if case != "without the first":
        write_release(first, file)
    if case == "again":
        new = first
    if case == "skipped":
        new = signed(new.model_copy(update={"number": 3}))
    if case == "damaged":
        file.write_bytes(file.read_bytes().replace(b'"number":1', b'"number":7'))
    before = file.read_bytes() if file.exists() else None
    with pytest.raises((NotTheNextRelease, WrongDigest)):
        write_release(new, file)
    assert (file.read_bytes() if file.exists() else None) == before
    assert not (tmp_path / ".release.json.lock").exists()


def test_the_mode_of_a_file_and_a_link_to_it_stay(first: Release, tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    file, link = tmp_path / "kept/release.json", tmp_path / "release.json"
    link.symlink_to(file)
    write_release(first, link)
    file.chmod(0o640)
    write_release(second(first), link)
    assert link.is_symlink()
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert read_release(file).number == 2


def test_a_release_with_a_wrong_digest_is_never_written(first: Release, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="its own digest"):
        write_release(first.model_copy(update={"digest": "0" * 64}), tmp_path / "release.json")
    assert not (tmp_path / "release.json").exists()


def test_a_lock_that_was_left_is_named(
    first: Release, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("catalog.baseline.release_writing.WAIT_SECONDS", 0.1)
    (tmp_path / ".release.json.lock").write_text("")
    with pytest.raises(
        NotTheNextRelease, match=r"if none is running, delete \.release\.json\.lock beside it"
    ):
        write_release(first, tmp_path / "release.json")


def _write(folder: str, number: int, barrier: Any, answers: Any) -> None:
    """One of two people who release the same catalog at once."""
    at = Path(folder, "release.json")
    there = read_release(at)
    new = there.model_copy(
        update={"number": 2, "previous": there.digest, "released": RELEASED.replace(day=number)}
    )
    new = signed(new)
    barrier.wait()
    try:
        write_release(new, at)
    except NotTheNextRelease as error:
        answers.put(str(error))
    else:
        answers.put(new.digest)


def test_of_two_releases_written_at_once_one_is_there(first: Release, tmp_path: Path) -> None:
    write_release(first, tmp_path / "release.json")
    context = multiprocessing.get_context("spawn")
    barrier, answers = context.Barrier(2), context.Queue()
    writers = [
        context.Process(target=_write, args=(str(tmp_path), number, barrier, answers)) for number in (3, 4)
    ]
    for writer in writers:
        writer.start()
    said = [answers.get(timeout=60) for _ in writers]
    for writer in writers:
        writer.join(60)
    there = read_release(tmp_path / "release.json")
    assert there.digest in said
    [refused] = [one for one in said if one != there.digest]
    assert "release 2 was written there meanwhile; nothing was overwritten" in refused


# Whatever a file holds


@settings(max_examples=150)
@given(st.data())
def test_a_file_with_any_damage_is_told_or_says_the_same(data: st.DataObject) -> None:
    content = bytearray(SMALL)
    for _ in range(data.draw(st.integers(1, 3))):
        if not content:
            break  # nothing is left to damage
        place = data.draw(st.integers(0, len(content) - 1))
        match data.draw(st.sampled_from(["flip", "cut", "drop", "double"])):
            case "flip":
                content[place] = data.draw(st.integers(0, 255))
            case "cut":
                del content[place + 1 :]
            case "drop":
                del content[place]
            case _:
                content[place:place] = content[place : place + 40]
    try:
        found = read_release(bytes(content))
    except NotARelease:
        return
    assert encode_release(found) == SMALL


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-5, 5)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=150)
@given(st.data())
def test_a_signed_file_with_anything_in_it_is_a_release_or_is_told(data: st.DataObject) -> None:
    document: Plain = json.loads(SMALL)
    at: Any = document
    for _ in range(data.draw(st.integers(0, 5))):
        inner = [key for key, value in at.items() if isinstance(value, dict) and value]
        if not inner:
            break
        at = at[data.draw(st.sampled_from(sorted(inner)))]
    at[data.draw(st.sampled_from([*sorted(at), "more"]))] = data.draw(JSON)
    document.pop("digest", None)
    try:
        content = rfc8785.dumps(document | {"digest": digest_of(document)})
    except (rfc8785.CanonicalizationError, UnicodeEncodeError):
        return
    try:
        found = read_release(content)
    except NotARelease:
        return
    assert read_release(encode_release(signed(found))) == signed(found)


def small() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        write_starter(Path(folder, "events"))
        return encode_release(released(load(Path(folder, "events")).definitions))


SMALL = small()
