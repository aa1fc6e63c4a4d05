"""What every answer carries, whoever asks and whatever comes of it (ASVS 3.3, 3.4, 14.3)."""

import json

import pytest
from django.http import HttpResponse
from django.test import Client

from forum.models.people import Role
from tests.site import site
from tests.world import url_names

__all__ = ["site"]

# Nobody's data: may be kept by the browser and by caches on the way.
FOR_EVERYBODY = {"forum:favicon", "forum:robots", "forum:calendar", "forum:event_calendar"}
# Charts: kept by the reader's own browser, which asks each time whether they are the same.
CHARTS = {"analysis:recap_chart", "analysis:recap_chart_preview", "analysis:chart"}

POLICY = {
    "default-src": ["'none'"],
    "object-src": ["'none'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'"],
    "connect-src": ["'self'"],
    "manifest-src": ["'self'"],
    "form-action": ["'self'"],
}


def policy_of(response: HttpResponse) -> dict[str, list[str]]:
    parts = response.headers.get("Content-Security-Policy", "").split(";")
    return {words[0]: words[1:] for part in parts if (words := part.split())}


def observatory(response: HttpResponse) -> int:
    """What the HTTP Observatory of Mozilla would give the answer under HTTPS: 100, less and more.

    Its rules as of 2026, for a site that loads no script of another host. What HTTPS alone adds,
    strict transport and `__Host-` cookies, is asked for below of a site under it.
    """
    headers, policy = response.headers, policy_of(response)
    unsafe = any("unsafe" in word for words in policy.values() for word in words)
    is_framed = policy.get("frame-ancestors") != ["'none'"]
    less = [
        (25, not policy),
        (20, unsafe),
        (20, headers.get("X-Frame-Options") != "DENY" and is_framed),
        (5, headers.get("X-Content-Type-Options") != "nosniff"),
        (5, "unsafe" in headers.get("Referrer-Policy", "unsafe-url")),
    ]
    more = [
        (10, policy.get("default-src") == ["'none'"] and not unsafe),
        (5, all(cookie["samesite"] for cookie in response.cookies.values())),
        (5, headers.get("Referrer-Policy") in {"no-referrer", "same-origin", "strict-origin"}),
        (5, not is_framed),
        (10, headers.get("Cross-Origin-Resource-Policy") == "same-origin"),
        (10, headers.get("Cross-Origin-Embedder-Policy") == "require-corp"),
        (10, headers.get("Cross-Origin-Opener-Policy") == "same-origin"),
    ]
    score = 100 - sum(points for points, is_so in less if is_so)
    return score + sum(points for points, is_so in more if is_so) if score >= 90 else score


def check(response: HttpResponse, *, may_be_kept: bool = False) -> None:
    """Every header of an answer, of whatever status and kind."""
    headers = response.headers
    assert policy_of(response) == POLICY
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Cross-Origin-Embedder-Policy"] == "require-corp"
    assert "camera=()" in headers["Permissions-Policy"]
    assert observatory(response) >= 140
    if not may_be_kept:
        assert "no-store" in headers["Cache-Control"]
    for cookie in (cookie for cookie in response.cookies.values() if cookie.value):
        assert cookie["samesite"] in {"Lax", "Strict"}
        assert cookie["httponly"]
        assert not cookie["domain"]


@pytest.mark.parametrize("name", sorted(url_names()))
def test_every_address_carries_every_header(name, world, client):
    for user in (None, world.team[Role.NEEDS_LEAD]):
        if user:
            client.force_login(user)
        for ask in (client.get, client.post, client.delete):
            response = ask(world.addresses[name][0])
            assert response.status_code < 500
            check(response, may_be_kept=name in FOR_EVERYBODY | CHARTS)


def test_a_spreadsheet_carries_every_header(world, client):
    client.force_login(world.team[Role.STAFF])
    response = client.post(f"/organise/events/{world.event.slug}/lists/attendees/")
    assert response.headers["Content-Type"].startswith("application/vnd.openxmlformats")
    assert response.headers["Content-Disposition"].startswith("attachment;")
    check(response)


def test_a_style_or_a_picture_of_the_site_carries_every_header(settings, tmp_path):
    (tmp_path / "favicon.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'></svg>")
    settings.STATIC_ROOT = tmp_path
    response = Client().get("/static/favicon.svg")
    assert response.status_code == 200
    check(response, may_be_kept=True)
    assert "Access-Control-Allow-Origin" not in response.headers
    assert response.getvalue().startswith(b"<svg")


def test_the_way_from_http_to_https_carries_every_header(settings):
    settings.SECURE_SSL_REDIRECT = True
    response = Client().get("/")
    assert response.headers["Location"] == "https://testserver/"
    check(response)


@pytest.mark.django_db
@pytest.mark.urls("tests.project.broken_urls")
@pytest.mark.parametrize(
    ("url", "method", "status"),
    [
        ("/no/such/page/", "get", 404),
        ("/broken/", "get", 500),
        ("/disk-full/", "post", 503),
        ("/", "delete", 405),
    ],
)
def test_an_answer_that_is_an_error_carries_every_header(url, method, status):
    response = getattr(Client(raise_request_exception=False), method)(url, {"name": "Amina"})
    assert response.status_code == status
    check(response)


@pytest.mark.django_db
def test_a_form_without_its_token_is_refused_with_every_header():
    response = Client(enforce_csrf_checks=True).post("/find/", {"email": "amina@example.org"})
    assert response.status_code == 403
    check(response)


def test_every_address_wants_the_token_of_its_form_but_the_one_that_mail_programs_post_to():
    free = {
        name
        for name, pattern in url_names().items()
        if getattr(pattern.callback, "csrf_exempt", False)
    }
    assert free == {"registrations:leave_by_mail"}


@pytest.mark.django_db
def test_a_request_for_another_host_is_refused_with_every_header():
    response = Client(raise_request_exception=False).get("/", headers={"host": "evil.example"})
    assert response.status_code == 400
    check(response)


HTTPS = """
import json
import django
django.setup()
from django.core.management import call_command
from django.test import Client
call_command("collectstatic", interactive=False, verbosity=0)
client = Client(headers={"host": "forum.example"})
from forum.models import User
User.objects.create_user("o@forum.example", "a lantern on the pier", name="O")
plain = client.get("/")
page = client.get("/accounts/login/", secure=True)
signed_in = client.post("/accounts/login/", {"login": "o@forum.example",
    "password": "a lantern on the pier"}, secure=True, headers={"referer": "https://forum.example/"})
print(json.dumps({
    "plain": [plain.status_code, plain.get("Location")],
    "hsts": [page.get("Strict-Transport-Security"), signed_in.get("Strict-Transport-Security")],
    "cookies": {
        name: [bool(morsel["secure"]), bool(morsel["httponly"]), morsel["path"], morsel["samesite"]]
        for response in (page, signed_in) for name, morsel in response.cookies.items()
        if morsel.value
    },
}))
"""


def test_under_https_cookies_stay_with_the_host_and_browsers_never_go_back(site):
    said = site.run("-W", "error", "-c", HTTPS, CONVENOR_SITE_URL="https://forum.example")
    found = json.loads(said.splitlines()[-1])
    two_years = "max-age=63072000; includeSubDomains; preload"
    assert found == {
        "plain": [301, "https://forum.example/"],
        "hsts": [two_years, two_years],
        "cookies": {
            "__Host-csrf": [True, True, "/", "Lax"],
            "__Host-session": [True, True, "/", "Lax"],
        },
    }


@pytest.mark.parametrize(
    ("header", "points"),
    [
        ("Content-Security-Policy", 75),
        ("X-Content-Type-Options", 150),
        ("Referrer-Policy", 145),
        ("Cross-Origin-Opener-Policy", 145),
    ],
)
def test_an_answer_that_lacks_a_header_has_fewer_points(header, points, client, db):
    answer = client.get("/")
    assert observatory(answer) == 155
    del answer.headers[header]
    assert observatory(answer) == points
