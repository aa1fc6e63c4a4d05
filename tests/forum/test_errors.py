"""What people read when something is in the way, and that nothing they typed is lost."""

import errno
import logging
import re
from typing import Any

import pytest
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.test import Client
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt

from forum.models import Event, Message, User
from forum.project.urls import handler400, handler403, handler404, handler500
from registrations.models import Registration
from tests.factories import PASSWORD
from tests.markup import assert_form_markup, attributes, named, page_of, text_of

__all__ = ["handler400", "handler403", "handler404", "handler500"]

FAULTS: dict[str, Exception] = {
    "fault": RuntimeError("Amina eats no fish"),
    "full": OperationalError("database or disk is full"),
    "busy": OperationalError("database is locked"),
    "away": InterfaceError("connection already closed"),
    "disk": OSError(errno.ENOSPC, "No space left on device"),
    "missing": FileNotFoundError(errno.ENOENT, "No such file"),
}


def failing(request: HttpRequest, name: str) -> HttpResponse:
    raise FAULTS[name]


def saving_fails(request: HttpRequest) -> HttpResponse:
    """A response whose writing asks the database after the view: nobody's `process_exception`."""
    response = TemplateResponse(request, "404.html")

    def late(_: HttpResponse) -> None:
        raise FAULTS["full"]

    response.add_post_render_callback(late)
    return response


urlpatterns = [
    path("fails/late/", csrf_exempt(saving_fails)),
    path("fails/<slug:name>/", csrf_exempt(failing)),
    path("", include("forum.project.urls")),
]


@pytest.fixture
def visitor(settings: Any) -> Client:
    settings.ROOT_URLCONF = __name__
    return Client(raise_request_exception=False)


def fill_the_disk() -> None:
    """Leave the database no free page and no free space in the pages it has (SQLite only)."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
        [pages] = cursor.execute("PRAGMA page_count").fetchone()
        cursor.execute(f"PRAGMA max_page_count = {pages}")


def make_room() -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA max_page_count = 1073741823")


def hidden_answers(response: HttpResponse) -> list[tuple[str, str]]:
    fields = [attributes(field) for field in named(page_of(response), "input")]
    return [
        (field["name"], field["value"])
        for field in fields
        if field["type"] == "hidden" and field["name"] != "csrfmiddlewaretoken"
    ]


def test_a_page_that_is_not_there_says_why_and_leads_on(visitor: Client) -> None:
    """Without a query: this test has no database, and the visitor seems to be signed in."""
    visitor.cookies["sessionid"] = "made-up-of-many-letters"
    response = visitor.get("/e-no-such/")
    assert response.status_code == 404
    page = page_of(response)
    assert text_of(named(page, "h1")[0]) == "This page is not here"
    assert {"/", "/find/"} <= {attributes(link)["href"] for link in named(page, "a")}
    assert "Vary" not in response.headers or "Cookie" not in response.headers["Vary"]


def test_an_address_of_another_site_is_refused_in_words(visitor: Client) -> None:
    response = visitor.get("/", headers={"host": "evil.example"})
    assert response.status_code == 400
    assert "We could not read that" in response.content.decode()
    assert "evil" not in response.content.decode()


def test_an_unforeseen_fault_gives_a_reference_that_the_log_has_too(
    visitor: Client, caplog: pytest.LogCaptureFixture
) -> None:
    visitor.cookies["sessionid"] = "made-up-of-many-letters"
    with caplog.at_level(logging.ERROR, "convenor.faults"):
        response = visitor.get("/fails/fault/")
    assert response.status_code == 500
    [reference] = re.findall(r"[A-Z0-9]{2}-[A-Z0-9]{2}\b", text_of(page_of(response)))
    assert f"reference {reference}" in [record.getMessage() for record in caplog.records]
    assert "Amina" not in response.content.decode()


def test_the_page_of_a_fault_stands_without_stylesheet_and_templates_of_the_site(
    visitor: Client, settings: Any
) -> None:
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }
    response = visitor.get("/fails/fault/")
    assert response.status_code == 500
    assert "stylesheet" not in response.content.decode(), "nothing was collected"


@pytest.mark.parametrize("name", ["full", "busy", "away", "disk"])
def test_what_may_pass_gives_the_answers_back(visitor: Client, name: str) -> None:
    typed = {"name": "Amina", "meals": ["vegan", "halal"], "note": '"><script>'}
    response = visitor.post(f"/fails/{name}/?from=2", typed)
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "60"
    assert hidden_answers(response) == [
        ("name", "Amina"),
        ("meals", "vegan"),
        ("meals", "halal"),
        ("note", '"><script>'),
    ]
    [form] = named(page_of(response), "form")
    assert attributes(form)["action"] == f"/fails/{name}/?from=2"
    assert "<script>" not in response.content.decode()
    assert_form_markup(response)


def test_a_fault_after_the_view_gives_the_answers_back_too(visitor: Client) -> None:
    response = visitor.post("/fails/late/", {"name": "Amina"})
    assert response.status_code == 503
    assert hidden_answers(response) == [("name", "Amina")]


def test_a_page_that_only_shows_offers_itself_again(visitor: Client) -> None:
    response = visitor.get("/fails/busy/")
    assert response.status_code == 503
    assert "Nothing was changed" in response.content.decode()
    assert hidden_answers(response) == []


def test_a_file_that_is_missing_is_a_fault_and_no_full_disk(visitor: Client) -> None:
    assert visitor.get("/fails/missing/").status_code == 500


@pytest.mark.parametrize("field", ["password", "password1", "oldpassword", "code"])
def test_a_password_is_never_put_into_a_page(visitor: Client, field: str) -> None:
    response = visitor.post("/fails/busy/", {"login": "a@example.org", field: "our secret"})
    assert response.status_code == 503
    assert "our secret" not in response.content.decode()
    assert hidden_answers(response) == []


def test_the_log_of_a_full_disk_names_the_page_and_no_private_link(
    visitor: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR, "convenor.faults"):
        visitor.post("/fails/full/", {"name": "Amina"})
    words = [record.getMessage() for record in caplog.records if "faults" in record.name]
    assert words == ["OperationalError at forum.test_errors.failing"] or all(
        "Amina" not in line and "kwargs" not in line for line in words
    )


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="the limit of pages is SQLite's")
def test_d22_a_full_disk_while_registering_keeps_what_was_typed_and_no_half_row(
    event: Event,
) -> None:
    """Security D22: and the very page that was given back books when there is room again."""
    visitor, url = Client(), f"/e/{event.slug}/register/"
    [key] = [
        attributes(field)["value"]
        for field in named(page_of(visitor.get(url)), "input")
        if attributes(field)["name"] == "key"
    ]
    typed = {
        "key": key,
        "name": "Amina",
        "contact_by": "email",
        "email": "amina@example.org",
        "language": "en",
        "coming_as": "myself",
        "agree": "on",
        "photo": "no",
    }
    fill_the_disk()
    try:
        refused = visitor.post(url, typed)
    finally:
        make_room()
    assert refused.status_code == 503
    assert dict(hidden_answers(refused)) == typed
    assert not Registration.objects.exists()
    assert not Message.objects.exists()
    done = visitor.post(url, dict(hidden_answers(refused)))
    assert done.status_code == 302
    assert Registration.objects.get().badge_name == "Amina"
    assert Message.objects.get().kind == "confirmation"


def test_a_form_without_its_token_gives_the_answers_back_with_a_new_one(
    owner: User, settings: Any
) -> None:
    visitor = Client(enforce_csrf_checks=True)
    origin = {"origin": "http://testserver"}
    settings.ALLOWED_HOSTS = ["testserver"]
    url = "/accounts/password/reset/"
    response = visitor.post(url, {"email": owner.email}, headers=origin)
    assert response.status_code == 403
    assert hidden_answers(response) == [("email", owner.email)]
    assert not Message.objects.exists()
    token = next(
        attributes(field)["value"]
        for field in named(page_of(response), "input")
        if attributes(field)["name"] == "csrfmiddlewaretoken"
    )
    again = visitor.post(url, {"email": owner.email, "csrfmiddlewaretoken": token}, headers=origin)
    assert again.status_code == 302
    assert Message.objects.get().to == owner.email


@pytest.mark.parametrize("sender", ["https://evil.example", "null", ""])
def test_a_form_of_another_site_is_never_one_press_away(db: None, sender: str) -> None:
    visitor = Client(enforce_csrf_checks=True)
    headers = {"origin": sender} if sender else {}
    response = visitor.post(
        "/accounts/password/reset/", {"email": "a@example.org"}, headers=headers
    )
    assert response.status_code == 403
    assert hidden_answers(response) == []
    assert "button" not in [element.name for element in named(page_of(response), "button")]


def test_a_sign_in_without_its_token_offers_the_page_again(db: None) -> None:
    visitor = Client(enforce_csrf_checks=True)
    response = visitor.post(
        "/accounts/login/",
        {"login": "a@example.org", "password": PASSWORD},
        headers={"origin": "http://testserver"},
    )
    assert response.status_code == 403
    assert PASSWORD not in response.content.decode()
    assert "/accounts/login/" in [
        attributes(link)["href"] for link in named(page_of(response), "a")
    ]


def test_pages_travel_compressed(visitor: Client) -> None:
    response = visitor.get("/e-no-such/", headers={"accept-encoding": "gzip"})
    assert response.headers["Content-Encoding"] == "gzip"
