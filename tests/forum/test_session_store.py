"""A copy of the database signs nobody in, and what has run out is deleted."""

import time
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from forum import session_store
from forum.models import User
from tests.factories import PASSWORD

ORGANISE = "/organise/"


def cookie(client: Client) -> str:
    return str(client.cookies[settings.SESSION_COOKIE_NAME].value)


@pytest.fixture
def signed_in(client: Client, organiser: User) -> Client:
    client.post("/accounts/login/", {"login": organiser.email, "password": PASSWORD})
    assert client.get(ORGANISE).status_code == 200
    return client


def test_what_the_database_holds_of_a_session_opens_nothing(signed_in: Client) -> None:
    [row] = Session.objects.all()
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = row.session_key
    assert thief.get(ORGANISE).status_code == 302
    assert cookie(signed_in) not in row.session_key + row.session_data
    assert signed_in.get(ORGANISE).status_code == 200


def test_signing_in_gives_a_new_cookie_and_signing_out_ends_it(
    client: Client, organiser: User
) -> None:
    before = client.session  # somebody else knows this cookie
    before.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = str(before.session_key)
    client.post("/accounts/login/", {"login": organiser.email, "password": PASSWORD})
    held = cookie(client)
    assert held != before.session_key
    client.post("/accounts/logout/")
    old = Client()
    old.cookies[settings.SESSION_COOKIE_NAME] = held
    assert old.get(ORGANISE).status_code == 302
    assert Session.objects.count() == 0


def test_a_session_ends_with_its_time(signed_in: Client) -> None:
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert signed_in.get(ORGANISE).status_code == 302


def test_a_session_ends_twelve_hours_after_signing_in_however_often_it_was_used(
    signed_in: Client,
) -> None:
    began = time.time()
    for hours in (6, 11.9):
        with time_machine.travel(began + hours * 3600):
            assert signed_in.get(ORGANISE).status_code == 200
    with time_machine.travel(began + 12 * 3600 + 60):
        answer = signed_in.get(ORGANISE)
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/accounts/login/?next={ORGANISE}"


@pytest.mark.parametrize("made_up", ["", "x" * 32, "x" * 500, "\x00", "é"])
def test_a_made_up_cookie_is_nobodys(client: Client, db: None, made_up: str) -> None:
    client.cookies[settings.SESSION_COOKIE_NAME] = made_up
    assert client.get(ORGANISE).status_code == 302


def test_sessions_that_ran_out_are_deleted(signed_in: Client) -> None:
    assert session_store.forget_old() == 0
    in_a_day = timezone.now() + timedelta(days=1)
    assert session_store.forget_old(now=in_a_day) == 1
    assert Session.objects.count() == 0
