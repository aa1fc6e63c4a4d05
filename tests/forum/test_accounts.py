"""Accounts: signing in with a second step, new passwords, and what strangers never learn."""

import logging
import re
import smtplib
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from forum import outbox
from forum.accounts import NOBODY, SecondFactorAdapter, current_code
from forum.models import Host, Message, User
from forum.models.people import Role
from tests.factories import PASSWORD, make_member, make_user
from tests.markup import (
    assert_error_contract,
    assert_form_markup,
    attributes,
    named,
    page_of,
    text_of,
)

LOGIN = "/accounts/login/"
RESET = "/accounts/password/reset/"
NEW = "four quiet herons wading"


def heading(response: HttpResponse) -> str:
    return text_of(named(page_of(response), "h1")[0])


def sign_in_with(client: Client, user: User, password: str = PASSWORD, **more: Any) -> Any:
    return client.post(LOGIN, {"login": user.email, "password": password, **more})


def code_for(user: User, steps: int = 0) -> str:
    """The code that the user's app shows now, or some steps of 30 seconds from now."""
    data = Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP).data
    secret = SecondFactorAdapter().decrypt(data["secret"])
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def reset_link(tmp_data: Any) -> str:
    """The link in the one mail that was written."""
    [mail] = sorted((tmp_data / "mail").iterdir())
    [link] = set(re.findall(r"http://127\.0\.0\.1:8000(/accounts/\S+/)", mail.read_text()))
    return link


# Signing in


def test_an_organiser_signs_in_with_password_alone(client: Client, organiser: User) -> None:
    page = client.get(LOGIN)
    assert heading(page) == "Sign in"
    assert_form_markup(page)
    response = sign_in_with(client, organiser)
    assert (response.status_code, response.headers["Location"]) == (302, "/organise/")
    assert client.session["_auth_user_id"] == str(organiser.pk)


def test_an_address_in_any_case_signs_in(client: Client, organiser: User) -> None:
    response = client.post(LOGIN, {"login": organiser.email.upper(), "password": PASSWORD})
    assert response.status_code == 302


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({}, ["Type your email address.", "Type your password."]),
        ({"login": "olive", "password": "x"}, ["Type a whole email address, with an @."]),
        (
            {"login": "organiser@harbour.example", "password": "wrong"},
            ["This email address and password do not go together."],
        ),
    ],
)
def test_what_is_wrong_with_a_sign_in_is_said_at_the_field(
    client: Client, organiser: User, typed: dict[str, str], words: list[str]
) -> None:
    response = client.post(LOGIN, typed)
    assert_error_contract(response)
    panel = next(e for e in named(page_of(response), "div") if attributes(e).get("role") == "alert")
    assert [text_of(link) for link in named(panel, "a")] == words


def test_known_and_unknown_addresses_get_the_same_answer(client: Client, organiser: User) -> None:
    known, unknown = (
        client.post(LOGIN, {"login": address, "password": "wrong"}).content.decode()
        for address in (organiser.email, "nobody@harbour.example")
    )
    assert _without_token(known).replace(organiser.email, "nobody@harbour.example") == (
        _without_token(unknown)
    )


def test_d30_a_hundred_wrong_passwords_slow_down_and_never_lock_out(
    client: Client, organiser: User, caplog: pytest.LogCaptureFixture
) -> None:
    """Security D30: slowed, not locked out for ever, and logged without the address."""
    with time_machine.travel(1_780_000_000, tick=False) as clock:
        with caplog.at_level(logging.WARNING, "convenor.accounts"):
            answers = [sign_in_with(client, organiser, f"wrong {n}") for n in range(100)]
        assert {answer.status_code for answer in answers} == {200, 429}
        refused = [record for record in caplog.records if record.name == "convenor.accounts"]
        assert len(refused) == 5, "five were looked at"
        assert organiser.email not in caplog.text
        still = sign_in_with(client, organiser)
        assert still.status_code == 429
        clock.shift(timedelta(seconds=61))
        waiting = sign_in_with(client, organiser)
        assert "Too many tries. Wait 5 minutes, then try again." in waiting.content.decode()
        clock.shift(timedelta(minutes=5))
        assert sign_in_with(client, organiser).status_code == 302


def test_too_many_tries_are_explained_in_words(client: Client, organiser: User) -> None:
    for n in range(31):
        response = client.post(LOGIN, {"login": f"a{n}@example.org", "password": "wrong"})
    assert response.status_code == 429
    assert heading(response) == "Too many tries"
    assert "you are not locked out" in response.content.decode()


def test_nobody_signs_up(client: Client, db: None) -> None:
    for page in ("signup/", "email/", "", "social/connections/"):
        assert client.get(f"/accounts/{page}").status_code == 404
    assert "sign up" not in client.get(LOGIN).content.decode().lower()


@pytest.mark.parametrize(
    "evil",
    [
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "https:evil.example",
        "https:///evil.example",
        "http://evil.example/",
        "HTTPS://evil.example",
        "http://testserver.evil.example/",
        "http://testserver@evil.example/",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\tscript:alert(1)",
        "data:text/html,x",
        "/\t/evil.example",
        "\t//evil.example",
        " //evil.example",
        "\n//evil.example",
        "/\n/evil.example",
        "/%09/evil.example\r\nSet-Cookie: a=b",
        "http:\\\\evil.example",
        "ftp://evil.example",
        "mailto:a@evil.example",
        "vbscript:x",
        "http:///evil.example",
        "///\\evil.example",
        "/\\/evil.example",
        "http://[::1",
        "\x00//evil.example",
        "．．//evil.example",
    ],
)
def test_d15_after_signing_in_or_out_one_stays_on_this_site(
    client: Client, organiser: User, evil: str
) -> None:
    """Security D15."""
    response = sign_in_with(client, organiser, next=evil)
    where = response.headers["Location"]
    assert where.startswith("/"), where
    assert not where.startswith(("//", "/\\", "/\t", "/\n")), where
    assert "Set-Cookie: a" not in str(response.headers)
    out = client.post("/accounts/logout/", {"next": evil})
    assert out.headers["Location"].startswith("/")
    assert not out.headers["Location"].startswith(("//", "/\\"))


def test_a_path_of_this_site_is_followed(client: Client, organiser: User) -> None:
    response = sign_in_with(client, organiser, next="/organise/events/new/?copy=1")
    assert response.headers["Location"] == "/organise/events/new/?copy=1"


def test_signing_out_asks_first_and_ends_the_session(
    client: Client, organiser: User, sign_in: Callable[[Client, User], Client]
) -> None:
    sign_in(client, organiser)
    assert heading(client.get("/accounts/logout/")) == "Sign out?"
    assert "_auth_user_id" in client.session, "a link alone signs nobody out"
    response = client.post("/accounts/logout/")
    assert response.headers["Location"] == "/"
    assert response.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert "_auth_user_id" not in client.session


def test_somebody_who_is_switched_off_is_refused_on_the_next_request(
    client: Client, organiser: User, sign_in: Callable[[Client, User], Client]
) -> None:
    sign_in(client, organiser)
    assert client.get("/accounts/second-step/").status_code == 200
    User.objects.filter(pk=organiser.pk).update(is_active=False)
    response = client.get("/accounts/second-step/")
    assert response.status_code == 302
    assert response.headers["Location"].startswith(LOGIN)
    refused = sign_in_with(client, organiser)
    assert refused.headers["Location"] == "/accounts/inactive/"
    assert heading(client.get("/accounts/inactive/")) == "This account is switched off"
    assert client.get("/accounts/second-step/").status_code == 302


# The second step


def test_an_owner_types_a_code_after_the_password(client: Client, owner: User) -> None:
    response = sign_in_with(client, owner, next="/organise/")
    assert response.headers["Location"].startswith("/accounts/second-step/code/")
    assert "_auth_user_id" not in client.session, "the password alone opens nothing"
    page = client.get(response.headers["Location"])
    assert heading(page) == "Now the code from your phone"
    assert_form_markup(page)
    assert not re.search(r"\b\d{6}\b", text_of(page_of(page))), "no code outside the demo"
    wrong = client.post("/accounts/second-step/code/", {"code": "000000"})
    assert_error_contract(wrong)
    right = client.post("/accounts/second-step/code/", {"code": code_for(owner)})
    assert right.status_code == 302
    assert client.session["_auth_user_id"] == str(owner.pk)


def test_a_code_works_once(client: Client, owner: User) -> None:
    """As long as the clock of a phone may differ, and however the code is written."""
    with time_machine.travel(1_780_000_005, tick=False) as clock:
        code = code_for(owner)
        for number, written in enumerate(
            [code, code, f"{code[:3]} {code[3:]}", f"{code[:3]}-{code[3:]}"]
        ):
            sign_in_with(client, owner)
            client.post("/accounts/second-step/code/", {"code": written})
            assert ("_auth_user_id" in client.session) is (number == 0)
            client.logout()
            clock.shift(timedelta(seconds=13))


def test_wrong_codes_are_counted_for_the_account_wherever_they_come_from(
    client: Client, owner: User
) -> None:
    def guess(code: str, number: int) -> str:
        guesser = Client(REMOTE_ADDR=f"192.0.2.{number}")
        sign_in_with(guesser, owner)
        return guesser.post("/accounts/second-step/code/", {"code": code}).content.decode()

    pages = [guess("000000", number) for number in range(7)]
    assert ["Too many tries" in page for page in pages] == [False] * 5 + [True] * 2
    assert "Too many tries" in guess(code_for(owner), 8)


def test_the_demo_shows_the_code_and_the_next_one_when_it_was_used(
    client: Client, owner: User, settings: Any
) -> None:
    settings.DEMO = True
    for _ in range(2):
        sign_in_with(client, owner)
        page = client.get("/accounts/second-step/code/")
        [code] = re.findall(r"\b\d{6}\b", text_of(page_of(page)))
        client.post("/accounts/second-step/code/", {"code": code})
        assert "_auth_user_id" in client.session
        client.logout()


def test_only_the_demo_tells_codes(owner: User, organiser: User, settings: Any) -> None:
    assert current_code(owner) == ""
    settings.DEMO = True
    assert current_code(owner) == code_for(owner)
    assert current_code(organiser) == "", "there is no app to tell of"


def test_setting_up_the_second_step_from_the_first_sign_in_to_recovery_codes(
    client: Client, host: Host
) -> None:
    """One password, one code: nobody who has just signed in is asked for the password again."""
    user = make_user(email="new@harbour.example")
    make_member(host, Role.ORGANISER, user)
    sign_in_with(client, user)
    page = client.get("/accounts/second-step/set-up/")
    assert heading(page) == "Set up your second step"
    assert_form_markup(page)
    html = page.content.decode()
    assert "<?xml" not in html
    assert 'role="img" aria-label="QR code for your authenticator app"' in html
    assert "data:" not in html, "the content policy refuses pictures in the page"
    secret = client.session["mfa.totp.secret"]
    key = next(e for e in named(page_of(page), "b") if attributes(e).get("class") == "key")
    assert text_of(key).split() == [secret[n : n + 4] for n in range(0, len(secret), 4)]
    wrong = client.post("/accounts/second-step/set-up/", {"code": "12"})
    assert_error_contract(wrong)
    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    done = client.post("/accounts/second-step/set-up/", {"code": code})
    assert done.headers["Location"] == "/accounts/second-step/recovery-codes/"
    codes = client.get(done.headers["Location"])
    assert heading(codes) == "Write these codes down"
    first = text_of(named(page_of(codes), "li")[-10:][0])
    client.logout()
    sign_in_with(client, user)
    client.post("/accounts/second-step/code/", {"code": first})
    assert client.session["_auth_user_id"] == str(user.pk), "a recovery code opens the door"


def test_the_database_alone_makes_no_codes(owner: User) -> None:
    stored = Authenticator.objects.get(user=owner, type=Authenticator.Type.TOTP).data["secret"]
    adapter = SecondFactorAdapter()
    assert adapter.decrypt(stored) not in stored
    assert re.fullmatch(r"[A-Z2-7]{32}=*", adapter.decrypt(stored))


def test_another_secret_key_opens_no_second_step_and_an_older_one_does(
    client: Client, owner: User, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    code = code_for(owner)
    older, settings.SECRET_KEY = settings.SECRET_KEY, "another secret key of this site"
    with caplog.at_level(logging.ERROR, "convenor.accounts"):
        sign_in_with(client, owner)
        client.post("/accounts/second-step/code/", {"code": code})
    assert "_auth_user_id" not in client.session
    assert "was the site's secret key changed?" in caplog.text
    settings.SECRET_KEY_FALLBACKS = [older]
    client.post("/accounts/second-step/code/", {"code": code})
    assert client.session["_auth_user_id"] == str(owner.pk)


def test_after_a_while_changing_the_second_step_asks_for_the_password(
    client: Client, owner: User
) -> None:
    sign_in_with(client, owner)
    client.post("/accounts/second-step/code/", {"code": code_for(owner)})
    with time_machine.travel(time.time() + 301):
        response = client.get("/accounts/second-step/turn-off/")
        assert response.headers["Location"].startswith("/accounts/reauthenticate/")
        page = client.get(response.headers["Location"])
        assert heading(page) == "Your password once more"
        assert_form_markup(page)
        wrong = client.post(response.headers["Location"], {"password": "wrong"})
        assert_error_contract(wrong)
        right = client.post(response.headers["Location"], {"password": PASSWORD})
        assert right.headers["Location"] == "/accounts/second-step/turn-off/"
        assert heading(client.get(right.headers["Location"])) == "Turn off your second step?"
        client.post("/accounts/second-step/turn-off/")
    assert not Authenticator.objects.filter(user=owner).exists()


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("second-step/", "Your account"),
        ("second-step/turn-off/", "Turn off your second step?"),
        ("second-step/recovery-codes/new/", "Make new recovery codes?"),
        ("second-step/again/", "A code once more"),
        ("reauthenticate/", "Your password once more"),
        ("password/change/", "Change your password"),
    ],
)
def test_pages_of_one_s_own_account_are_ours(
    client: Client, owner: User, page: str, words: str
) -> None:
    assert client.get(f"/accounts/{page}").headers["Location"].startswith(LOGIN)
    sign_in_with(client, owner)
    client.post("/accounts/second-step/code/", {"code": code_for(owner)})
    response = client.get(f"/accounts/{page}")
    assert heading(response) == words
    assert_form_markup(response)


# New passwords


def test_a_new_password_comes_by_a_link_that_works_once(
    client: Client, organiser: User, settings: Any
) -> None:
    assert heading(client.get(RESET)) == "Get a new password"
    response = client.post(RESET, {"email": organiser.email})
    assert response.headers["Location"] == reverse("account_reset_password_done")
    assert heading(client.get(response.headers["Location"])) == "Check your email"
    message = Message.objects.get()
    assert (message.kind, message.to, message.row_id) == (
        "password_reset",
        organiser.email,
        organiser.pk,
    )
    outbox.send_due()
    link = reset_link(settings.DATA)
    page = client.get(link, follow=True)
    assert heading(page) == "Choose a new password"
    assert_form_markup(page)
    url = page.redirect_chain[-1][0]
    bad = client.post(url, {"password1": "short", "password2": "other"})
    assert_error_contract(bad)
    done = client.post(url, {"password1": NEW, "password2": NEW})
    assert heading(client.get(done.headers["Location"])) == "Your new password is saved"
    assert sign_in_with(Client(), organiser).status_code == 200, "the old one is no good"
    assert sign_in_with(Client(), organiser, NEW).status_code == 302
    assert heading(Client().get(link, follow=True)) == "This link no longer works"


def test_a_link_to_a_new_password_ends_after_three_days(
    client: Client, organiser: User, settings: Any
) -> None:
    client.post(RESET, {"email": organiser.email})
    outbox.send_due()
    link = reset_link(settings.DATA)
    with time_machine.travel(time.time() + 3 * 86_400 + 60):
        assert heading(client.get(link, follow=True)) == "This link no longer works"


def test_an_unknown_address_gets_the_same_answer_and_the_same_work(
    client: Client, organiser: User
) -> None:
    """Security D14: status, body and number of queries; the mail leaves later or not at all."""
    answers = []
    for address in (organiser.email, "nobody@harbour.example"):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            response = client.post(RESET, {"email": address})
        answers.append((response.status_code, response.headers["Location"], len(queries)))
        done = client.get(response.headers["Location"]).content.decode()
        answers[-1] += (done,)
    assert answers[0] == answers[1]
    to_nobody = Message.objects.get(to="nobody@harbour.example")
    assert to_nobody.row_id == NOBODY


def test_a_mail_server_that_is_down_changes_nothing_of_the_answer(
    client: Client, organiser: User, settings: Any
) -> None:
    settings.EMAIL_BACKEND = "tests.forum.test_accounts.DownBackend"
    response = client.post(RESET, {"email": organiser.email})
    assert response.headers["Location"] == reverse("account_reset_password_done")
    outbox.send_due()
    assert Message.objects.get().sent_at is None, "it stays queued"


def test_nobody_s_mail_is_dropped(client: Client, db: None, settings: Any) -> None:
    client.post(RESET, {"email": "nobody@harbour.example"})
    outbox.send_due()
    assert not (settings.DATA / "mail").exists() or not list((settings.DATA / "mail").iterdir())


@pytest.mark.parametrize(
    "headers",
    [
        {"host": "evil.example"},
        {"host": "testserver.evil.example"},
        {"host": "testserver@evil.example"},
    ],
)
def test_d13_a_reset_for_another_host_is_refused(
    client: Client, organiser: User, headers: dict[str, str]
) -> None:
    """Security D13."""
    response = client.post(RESET, {"email": organiser.email}, headers=headers)
    assert response.status_code == 400
    assert not Message.objects.exists()


@pytest.mark.parametrize("name", ["x-forwarded-host", "x-host", "forwarded", "x-original-url"])
def test_headers_of_others_never_change_the_link(
    client: Client, organiser: User, settings: Any, name: str
) -> None:
    response = client.post(RESET, {"email": organiser.email}, headers={name: "evil.example"})
    assert response.status_code == 302
    outbox.send_due()
    assert "evil" not in next((settings.DATA / "mail").iterdir()).read_text()
    assert reset_link(settings.DATA)


def test_a_host_with_a_dot_at_its_end_never_changes_the_link(
    client: Client, organiser: User, settings: Any
) -> None:
    """Django lets `forum.example.` through; the link is of CONVENOR_SITE_URL all the same."""
    client.post(RESET, {"email": organiser.email}, headers={"host": "localhost."})
    outbox.send_due()
    assert reset_link(settings.DATA)


@pytest.mark.parametrize(
    "address", ['"x" <a@b.org>, evil@e.org', "a@b.org\nBcc: e@e.org", '"a b"@e.org']
)
def test_a_reset_goes_to_exactly_one_address(client: Client, db: None, address: str) -> None:
    """Security D10."""
    assert_error_contract(client.post(RESET, {"email": address}))
    assert not Message.objects.exists()


def test_a_new_password_ends_every_session(
    client: Client, organiser: User, sign_in: Callable[[Client, User], Client]
) -> None:
    elsewhere = sign_in(Client(), organiser)
    sign_in(client, organiser)
    typed = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    wrong = client.post("/accounts/password/change/", {**typed, "oldpassword": "no"})
    assert_error_contract(wrong)
    response = client.post("/accounts/password/change/", typed)
    assert response.headers["Location"] == LOGIN
    assert "Your new password is saved." in client.get(LOGIN).content.decode()
    for browser in (client, elsewhere):
        again = browser.get("/accounts/second-step/")
        assert again.headers["Location"].startswith(LOGIN)


def test_asking_for_mails_again_and_again_is_stopped_in_words(client: Client, db: None) -> None:
    for _ in range(6):
        response = client.post(RESET, {"email": "a@example.org"})
    assert response.status_code == 429
    assert heading(response) == "Too many tries"
    assert Message.objects.count() == 5


@pytest.mark.parametrize("length", [65, 4096])
def test_long_passwords_are_whole(client: Client, db: None, length: int) -> None:
    user = make_user(password="x" * length)
    assert sign_in_with(client, user, "x" * (length - 1)).status_code == 200
    assert sign_in_with(client, user, "x" * length).status_code == 302


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("password1234", "too common"),
        ("qwertyqwerty", "too common"),
        ("lantern", "at least 12"),
    ],
)
def test_a_password_that_everybody_knows_is_refused(password: str, why: str) -> None:
    with pytest.raises(ValidationError, match=why):
        validate_password(password)


class DownBackend:
    """A mail server that is not there."""

    def __init__(self, **_: Any) -> None:
        pass

    def open(self) -> bool:
        raise smtplib.SMTPConnectError(421, "down")

    def close(self) -> None:
        pass

    def send_messages(self, messages: list[Any]) -> int:
        raise smtplib.SMTPConnectError(421, "down")


def _without_token(html: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", html)
