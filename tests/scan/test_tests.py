"""Which files are tests: by their path in the checkout, wherever that lies and is looked at from."""

from pathlib import Path

import pytest

from catalog.scan.scan import scan
from catalog.scan.settings import default_settings

FILES = ("src/app.py", "src/tests/test_app.py", "app.py")


@pytest.mark.parametrize(
    ("here", "source"),
    [
        ("tests/shop", "."),
        ("tests/shop", "src"),
        ("tests/shop/src", "../src"),
        ("tests/shop/src", ".."),
        (".", "tests/shop"),
        (".", "tests/shop/src"),
        (".", "tests/shop/src/app.py"),
        ("elsewhere", "../tests/shop/src"),
        ("elsewhere", "{top}/tests/shop"),
        ("elsewhere", "{top}/tests/shop/src"),
    ],
)
def test_what_lies_above_a_checkout_makes_no_test_of_it(here: str, source: str, tmp_path: Path) -> None:
    shop = tmp_path / "tests" / "shop"
    (tmp_path / "elsewhere").mkdir()
    (shop / ".git").mkdir(parents=True)
    scopes = scopes_in(shop, tmp_path / here, source.format(top=tmp_path))
    assert scopes == {path: "test" if "test_" in path else "app" for path in scopes}
    assert scopes["app.py"] == "app"


def test_outside_a_checkout_a_source_elsewhere_is_seen_from_itself(tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    shop = tmp_path / "tests" / "shop"
    assert scopes_in(shop, tmp_path / "here", str(shop)) == {"app.py": "app", "test_app.py": "test"}
    assert set(scopes_in(shop, tmp_path, "tests").values()) == {"test"}


def scopes_in(shop: Path, here: Path, source: str) -> dict[str, str]:
    for path in FILES:
        (shop / path).parent.mkdir(parents=True, exist_ok=True)
        (shop / path).write_text('log_event("order.completed")\n')
    found = scan([Path(source)], here, default_settings(), cache_folder=None, now_ns=0, jobs=1)
    return {Path(site.path).name: site.scope for site in found.sites}
