"""What adoption writes is a catalog that loads, and says where somebody has to decide."""

from pathlib import Path

from catalog.adoption.drafting import Drafted
from catalog.adoption.files import catalog_file, event_file
from catalog.loading import load
from catalog.model.names import EventName


def test_drafts_load_and_carry_their_doubts_as_comments(tmp_path: Path) -> None:
    properties = {
        "email": Drafted(plain={"type": "string", "maxLength": 64}, suggested={"": "user.contact.email"}),
        "place": Drafted(
            plain={"type": "object", "properties": {"ip": {"type": "string", "maxLength": 64}}},
            suggested={"ip": "user.device.ip"},
        ),
        "total": Drafted(plain={"type": "integer", "minimum": 0, "required": True}),
        "mixed": Drafted(plain={"type": "string", "maxLength": 64}, disagreeing=("integer", "string")),
        "odd: name": Drafted(plain={"type": "string", "maxLength": 255}, is_guess=True),
    }
    name = EventName("order.completed")
    wires = ("Order Completed", "order_completed")
    written = event_file(name, wires, ["posthog"], "unassigned", "analytics", properties)
    (tmp_path / "order").mkdir()
    (tmp_path / "order" / "completed.yaml").write_text(written)
    places = {"posthog": "Product analytics."}
    (tmp_path / "catalog.yaml").write_text(catalog_file("shop", places, "unassigned", "analytics"))
    loaded = load(tmp_path)
    assert loaded.findings == ()
    event = loaded.snapshot.events[name]
    assert (event.wire, [alias.name for alias in event.aliases]) == (wires[0], ["order_completed"])
    assert {*event.properties} == {*properties}
    assert written.count("# data") == 2
    assert "# data of ip: user.device.ip" in written
    assert "# sent as integer and as string; one of them is refused" in written
    assert "# its type is a guess" in written
