"""What another scan has parsed is not parsed again where the content is the same."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from catalog.scan.scan import Scan, scan
from catalog.scan.settings import default_settings

SOURCE = 'from telemetry import log_event\n\nlog_event("order.completed")\n'


def scanned(folder: Path, known: Mapping[bytes, bytes] = MappingProxyType({})) -> Scan:
    return scan(
        [Path()], folder, default_settings(), cache_folder=None, now_ns=0, jobs=1, parsed_before=known
    )


def test_the_same_content_in_another_folder_has_the_facts_of_the_first(tmp_path: Path) -> None:
    for name, more in (("one", ""), ("two", 'log_event("order.refunded")\n')):
        (tmp_path / name).mkdir()
        (tmp_path / name / "app.py").write_text(SOURCE)
        (tmp_path / name / "more.py").write_text(SOURCE + more)
    first = scanned(tmp_path / "one").collection
    second = scanned(tmp_path / "two", first.encoded)
    digest = second.collection.with_calls["app.py"]
    assert second.collection.encoded[digest] is first.encoded[digest]
    assert second.collection.with_calls["more.py"] not in first.encoded
    assert [site.texts.names for site in second.sites] == [
        ("order.completed",),
        ("order.completed",),
        ("order.refunded",),
    ]
