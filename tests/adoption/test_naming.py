"""Names as products send them get an identity that reads like one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.adoption.naming import (
    CUT,
    NO_ACTION,
    NO_LETTERS,
    NO_RESOURCE,
    proposed,
    spelling,
    tenseless,
)

NAMES = {
    "Order Completed": "order.completed",
    "order_completed": "order.completed",
    "orderCompleted": "order.completed",
    "ORDER_COMPLETED": "order.completed",
    "order.completed": "order.completed",
    "checkout:started": "checkout.started",
    "client.archived": "client.archived",  # a product's clients, and no place that sends it
    "telemetry.health": "telemetry.health",
    "app:signup": "account.signed_up",
    "App: User Sign Up": "user.sign_up",
    "App: User Signed Up": "user.signed_up",
    "user signed up": "user.signed_up",
    "user_signed_up_with_google": "user.signed_up_with_google",
    "quote.attachment.uploaded": "quote_attachment.uploaded",
    "datasets:delete_form_open": "datasets.delete_form_open",
    "Update endpoint clicked - [Bridge Modal]": "bridge_modal.update_endpoint_clicked",
    "Theme is set - [Theme]": "theme.theme_is_set",
    "[Template Store] Click Open": "template_store.click_open",
    "Page visited - [Get started - V2]": "get_started_v2.page_visited",
    "Button clicked - Sidebar": "sidebar.button_clicked",
    "Sidebar - button clicked": "sidebar.button_clicked",
    "saved_views:chip_apply": "saved_views.chip_apply",
    "Viewed Product": "product.viewed",
    "Create project": "project.create",
    "Sign up user": "user.sign_up",
    "button click": "button.click",
    "invoice was paid": "invoice.paid",
    "email sent": "email.sent",
    "signup": "account.signed_up",
    "login": "account.logged_in",
    "$pageview": "page.viewed",
    "$feature_flag_called": "feature_flag.called",
    "web/cart/item added": "cart.item_added",
    "RSS feed opened": "rss_feed.opened",
    "IDEWindow_Opened": "ide_window.opened",
    "HTTPServerStarted": "http_server.started",
    "userSignedUp": "user.signed_up",
    "user.signed.up": "user.signed_up",
    "Sign In": "account.sign_in",
    "log_out": "account.log_out",
    "login_success": "login.success",
    "add_to_cart": "cart.add",
    "Added To Cart": "cart.added",
    "Creating a new project": "project.creating",
    "2FA Enabled": "2fa.enabled",
    "2fa_enabled": "2fa.enabled",
    "step2Completed": "step2.completed",
    "user.created.v2": "user.created_v2",
    "web.checkout.payment_failed": "checkout.payment_failed",
    "🎉 Party Started": "party.started",
    "Get Started - Page Visit": "get_started.page_visit",
}


@pytest.mark.parametrize(("wire", "identity"), NAMES.items())
def test_a_name_is_split_where_people_would_split_it(wire: str, identity: str) -> None:
    found = proposed(wire)
    assert found.name == identity
    assert found.doubt is None


@pytest.mark.parametrize(
    ("wire", "identity", "doubt"),
    [
        ("heartbeat", "heartbeat.occurred", NO_ACTION),
        ("opened", "app.opened", NO_RESOURCE),
        ("signed_up", "app.signed_up", NO_RESOURCE),
        ("dashboard widget", "dashboard.widget", NO_ACTION),
        ("Größe geändert", "grosse.geandert", NO_ACTION),  # its verbs are English
        ("", "unnamed.occurred", NO_LETTERS),
        ("注文完了", "unnamed.occurred", NO_LETTERS),
        ("x" * 300, f"{'x' * 80}.occurred", NO_ACTION),
        (f"{'long ' * 60}opened", "_".join(["long"] * 16) + ".opened", CUT),
    ],
)
def test_what_a_name_does_not_say_is_a_doubt(wire: str, identity: str, doubt: str) -> None:
    found = proposed(wire)
    assert (found.name, found.doubt) == (identity, doubt)


@given(st.text(max_size=400))
def test_every_name_gets_an_identity(wire: str) -> None:
    resource, _, action = proposed(wire).name.partition(".")
    assert resource
    assert action
    assert proposed(wire) == proposed(wire)


@pytest.mark.parametrize(
    ("one", "other", "is_one"),
    [
        ("Order Completed", "order_completed", True),
        ("orderCompleted", "ORDER-COMPLETED", True),
        ("App: User Sign Up", "user_sign_up", True),
        ("login", "account:logged_in", False),
        ("注文完了", "Заказ оплачен", False),
        ("🎉 Started", "Started", False),
        ("opened", "app_closed", False),
    ],
)
def test_names_of_one_event_differ_in_their_spelling_alone(one: str, other: str, is_one: bool) -> None:
    assert (spelling(one) == spelling(other)) is is_one


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("user_sign_up", "user_signed_up"),
        ("page_view", "Pages Viewed"),
        ("timer_stop", "timer_stopped"),
        ("project_create", "project_created"),
    ],
)
def test_tense_and_number_make_no_other_meaning(one: str, other: str) -> None:
    assert tenseless(proposed(one).name) == tenseless(proposed(other).name)
    assert proposed(one).name != proposed(other).name
