"""The grammar of references."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.baseline.reference import (
    Folder,
    Git,
    NoReference,
    ReleaseFile,
    Remote,
    parse_reference,
)

SHOP = "https://registry.example.com/shop"


def remote(
    registry: str = "https://registry.example.com",
    product: str = "shop",
    release: int | None = None,
    proposal: str | None = None,
) -> Remote:
    return Remote(registry=registry, product=product, release=release, proposal=proposal)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("events", Folder(path=Path("events"))),
        ("./git:main", Folder(path=Path("git:main"))),
        ("-", Folder(path=Path("-"))),
        ("git:main", Git(revision="main", path=None)),
        ("git:main:", Git(revision="main", path="")),
        ("git:main:events", Git(revision="main", path="events")),
        ("git:main:a//b/", Git(revision="main", path="a/b")),
        ("git:main:./events", Git(revision="main", path="./events")),
        ("git:main:../x", Git(revision="main", path="./../x")),
        ("git:origin/feature/x", Git(revision="origin/feature/x", path=None)),
        ("git:@{u}:events", Git(revision="@{u}", path="events")),
        ("git:HEAD~2:a:b", Git(revision="HEAD~2", path="a:b")),
        ("git:main@{2026-01-01 12:00:00}:events", Git(revision="main@{2026-01-01 12:00:00}", path="events")),
        ("git:HEAD^{/fix: two..three}", Git(revision="HEAD^{/fix: two..three}", path=None)),
        (SHOP, remote()),
        (f"{SHOP}/", remote()),
        ("HTTPS://registry.example.com/shop", remote()),
        (f"{SHOP}@12", remote(release=12)),
        (f"{SHOP}#p-7", remote(proposal="p-7")),
        ("https://example.com:8443/roll/call/shop", remote(registry="https://example.com:8443/roll/call")),
        ("http://localhost:8000/shop", remote(registry="http://localhost:8000")),
        ("http://127.0.0.1/shop", remote(registry="http://127.0.0.1")),
        ("http://[::1]:80/shop", remote(registry="http://[::1]:80")),
    ],
)
def test_a_text_refers_to(text: str, expected: object, tmp_path: Path) -> None:
    assert parse_reference(text, tmp_path) == expected


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("http://registry.example.com/shop", "http:// is read from this machine only; write https://"),
        ("http://127.0.0.1.example.com/shop", "http:// is read from this machine only"),
        ("http://localhost.example.com/shop", "http:// is read from this machine only"),
        ("https://ada:secret@example.com/shop", "https://***@example.com/shop: a reference holds no user"),
        ("https://registry.example.com", "https://REGISTRY/PRODUCT"),
        ("https://registry.example.com/shop@0", "https://REGISTRY/PRODUCT"),
        ("https://registry.example.com/shop?x=1", "https://REGISTRY/PRODUCT"),
        ("https://registry.example.com/Shop", "https://REGISTRY/PRODUCT"),
        ("file:///etc", "no reference begins with 'file://'"),
        ("ssh://example.com/shop", "no reference begins with 'ssh://'"),
        ("git:", "no revision after 'git:'"),
        ("", "a reference is empty"),
    ],
)
def test_what_refers_to_nothing_is_told(text: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(NoReference) as raised:
        parse_reference(text, tmp_path)
    assert said in str(raised.value)
    assert "secret" not in str(raised.value)


def test_a_file_is_a_release_file_and_all_else_a_folder(tmp_path: Path) -> None:
    (tmp_path / "last.json").write_text("{}")
    assert parse_reference("last.json", tmp_path) == ReleaseFile(path=Path("last.json"))
    assert parse_reference("x" * 5_000, tmp_path) == Folder(path=Path("x" * 5_000))


def test_no_folder_of_a_checkout_stands_in_for_a_branch(tmp_path: Path) -> None:
    (tmp_path / "git:main").mkdir()
    assert parse_reference("git:main", tmp_path) == Git(revision="main", path=None)


@given(st.text(max_size=40) | st.builds("git:{}".format, st.text(max_size=20)))
def test_any_text_is_a_reference_or_is_told(text: str) -> None:
    try:
        found = parse_reference(text, Path("/nonexistent"))
    except NoReference:
        return
    assert parse_reference(str(found), Path("/nonexistent")) == found
