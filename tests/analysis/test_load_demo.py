"""The demo is loaded by the deeds that people use, so it holds every promise they hold."""

import io
import random
import re
import unicodedata
from collections import Counter
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import Count, F
from django.test import override_settings
from django.utils import timezone

from analysis.demo.organisations import ALL
from analysis.demo.people import crowd
from forum import publishing
from forum.accounts import current_code
from forum.management.commands.demo_sign_ins import SHARED
from forum.models import AuditEntry, Event, Host, Membership, Message, Organisation, User
from forum.models.ground import MessageState
from forum.models.people import Role
from forum.permissions import SECOND_FACTOR
from registrations import needs
from registrations.models import CheckIn, Needs, Registration
from registrations.models.registrations import Kind, State
from tests.factories import make_host

LEEDS, MANCHESTER = "casework-forum-leeds", "casework-forum-manchester"
SUMMIT = "organisers-summit-birmingham"
WORKSHOP = "what-refusal-letters-leave-out-findings-workshop"
TRAINING = "first-contact-training-for-door-volunteers"


@pytest.fixture(scope="module")
def one_load(django_db_setup, django_db_blocker, tmp_path_factory):
    """One load for all tests that only look, undone after the last of them."""
    keys = tmp_path_factory.mktemp("keys")
    keys.chmod(0o700)
    out = io.StringIO()
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(KEYS=keys):
            call_command("load_demo", stdout=out)
        yield keys, out.getvalue()
        transaction.set_rollback(True)


@pytest.fixture
def said(one_load, settings):
    """What the load printed; its keys are those of this test."""
    settings.KEYS, text = one_load
    return text


def people_of(slug: str):
    return Registration.objects.filter(event__slug=slug)


def organisations(rows) -> int:
    return rows.exclude(organisation=None).values("organisation").distinct().count()


def test_it_goes_into_an_empty_site_only(db):
    make_host(name="Somebody real")
    with pytest.raises(CommandError, match="empty site"):
        call_command("load_demo", stdout=io.StringIO())
    assert [host.name for host in Host.objects.all()] == ["Somebody real"]


def test_it_does_not_go_where_strangers_could_use_its_password(db, settings):
    settings.SITE_URL = "https://events.example.org"
    with pytest.raises(CommandError, match="CONVENOR_DEMO"):
        call_command("load_demo", stdout=io.StringIO())
    assert not Host.objects.exists()
    assert not User.objects.exists()


def test_sign_ins_are_printed_in_a_demo_alone(db, settings):
    settings.DEMO = False
    out = io.StringIO()
    with pytest.raises(CommandError, match="not a demo"):
        call_command("demo_sign_ins", stdout=out)
    assert out.getvalue() == ""


def test_a_seed_always_gives_the_same_people():
    first, second, other = (
        crowd(random.Random(seed))  # noqa: S311 - made-up people need no secret chance
        for seed in (7, 7, 8)
    )
    assert first == second
    assert [p.answers for p in first] == [p.answers for p in second]
    assert first != other
    assert len({person.name for person in first}) == len(first)


def test_the_casework_forum_was_full_of_people_from_45_organisations(said):
    event = Event.objects.get(slug=LEEDS)
    assert timedelta(days=9) < timezone.now() - event.starts_at < timedelta(days=13)
    placed = people_of(LEEDS).filter(kind=Kind.PARTICIPANT, state=State.CONFIRMED)
    came = placed.filter(check_ins__isnull=False)
    assert (placed.count(), organisations(placed)) == (80, 45)
    assert (came.count(), organisations(came)) == (74, 45)
    assert organisations(people_of(LEEDS).confirmed()) == 45
    assert people_of(LEEDS).filter(state=State.CANCELLED).count() == 7
    assert people_of(LEEDS).filter(is_walk_in=True).count() == 2
    assert AuditEntry.objects.filter(event=event, deed="gave a place").count() == 4


def test_the_other_events_are_as_told(said):
    stand = {
        event.slug: (event.state, len(event.days), event.starts_at < timezone.now())
        for event in Event.objects.all()
    }
    assert stand == {
        SUMMIT: ("published", 2, True),
        WORKSHOP: ("published", 1, True),
        LEEDS: ("published", 1, True),
        MANCHESTER: ("published", 1, False),
        TRAINING: ("draft", 1, False),
    }
    held = people_of(SUMMIT).holding_a_place()
    assert held.count() == 120
    assert held.filter(check_ins__isnull=False).count() == 111
    assert people_of(WORKSHOP).filter(check_ins__isnull=False).count() == 23


def test_the_forum_to_come_is_open_and_nearly_full(said):
    event = Event.objects.get(slug=MANCHESTER)
    assert event.is_open
    assert timedelta(days=21) < event.starts_at - timezone.now() < timedelta(days=35)
    assert (people_of(MANCHESTER).holding_a_place().count(), event.capacity) == (74, 80)
    assert not people_of(MANCHESTER).filter(booked_at__gt=timezone.now()).exists()
    assert not CheckIn.objects.filter(event=event).exists()


def test_the_draft_lacks_something(said):
    words = [item.words for item in publishing.missing(Event.objects.get(slug=TRAINING))]
    assert words == [
        "Say where it is",
        "Give the link to the online room",
        "Say how people get in and around",
    ]


def test_nobody_came_in_who_had_no_place_and_nobody_is_one_too_many(said):
    full = {event.id: event.capacity for event in Event.objects.all()}
    held = Registration.objects.exclude(place=None)
    for row in held.values("event").annotate(places=Count("place", distinct=True)):
        assert row["places"] <= full[row["event"]]
    assert not held.filter(place__gt=F("event__capacity")).exists()
    assert not CheckIn.objects.exclude(registration__state=State.CONFIRMED).exists()


def test_everybody_has_one_needs_row_and_consent_where_it_holds_something(said):
    registrations = Registration.objects.select_related("needs", "event")
    assert Needs.objects.count() == len(registrations)
    held = {row.id: needs.own(row) for row in registrations if not row.is_draft}
    asked = {pk for pk, answers in held.items() if needs.given(answers)}
    assert asked == {pk for pk, answers in held.items() if "consent" in answers}
    assert len(asked) > 130


def test_needs_are_gone_where_their_day_has_come(said):
    """Pages say that needs go 14 days after the event: the demo holds none that are older."""
    for slug in (SUMMIT, WORKSHOP):
        assert {str(needs.own(row)) for row in people_of(slug).select_related("needs")} == {"{}"}


def test_needs_are_as_mixed_as_people_are(said):
    rows = people_of(MANCHESTER).confirmed().select_related("needs", "event")
    answers = [needs.own(row) for row in rows]
    meals = Counter(meal for given in answers for meal in given.get("meals", []))
    assert {"everything", "halal", "vegetarian", "vegan"} <= set(meals)
    assert sum(given.get("ill") == "yes" for given in answers) >= 5
    assert {given.get("kitchen_name") for given in answers} >= {"yes", "no"}
    assert sum(bool(given.get("access")) for given in answers) >= 10
    assert sum(given.get("interpreter") == "spoken" for given in answers) >= 2


def test_names_come_in_many_scripts_and_no_pronouns_are_asked(said):
    scripts = Counter(
        unicodedata.name(letter).split()[0]
        for name in set(Registration.objects.values_list("badge_name", flat=True))
        for letter in name
        if letter.isalpha()
    )
    assert {"LATIN", "ARABIC", "ETHIOPIC", "CYRILLIC", "CJK"} <= set(scripts)
    assert set(Registration.objects.values_list("pronouns", flat=True)) == {""}


def test_nothing_waits_to_be_sent_and_old_mails_have_no_row(said):
    states = Counter(Message.objects.values_list("event__slug", "state"))
    assert set(states) == {
        (LEEDS, MessageState.SENT),
        (MANCHESTER, MessageState.SENT),
        (MANCHESTER, MessageState.FAILED),
    }
    assert states[MANCHESTER, MessageState.FAILED] == 2


def test_the_trail_is_dated_by_what_it_tells(said):
    now = timezone.now()
    assert not AuditEntry.objects.filter(event__isnull=False, at__gt=now).exists()
    came = dict(CheckIn.objects.values_list("registration_id", "at"))
    told = AuditEntry.objects.filter(deed="checked in").values_list("row_id", "at")
    assert dict(told) == came
    published = AuditEntry.objects.filter(deed="published").values_list("event_id", "at")
    there = Event.objects.exclude(published_at=None).values_list("id", "published_at")
    assert dict(published) == dict(there)


def test_nobody_real_could_be_written_to_or_called(said):
    for email in Registration.objects.exclude(email="").values_list("email", flat=True):
        assert email.endswith(".example")
    for phone in Registration.objects.exclude(phone="").values_list("phone", flat=True):
        assert re.fullmatch(r"07700 900\d{3}", phone)
    assert not User.objects.exclude(email__endswith=".example").exists()


def test_a_host_knows_its_organisations_by_reach_and_region(said):
    host = Host.objects.get(slug="millrace-solidarity-network")
    known = Organisation.objects.filter(host=host)
    assert known.count() == len(ALL) >= 60, "whoever wrote a name in their own way found the group"
    assert not known.filter(region="").exists()
    assert set(known.values_list("reach", flat=True)) == {
        "local",
        "regional",
        "national",
        "international",
    }


def test_there_is_somebody_of_every_role_and_the_password_is_theirs(said):
    host = Host.objects.get(slug="millrace-solidarity-network")
    assert set(host.memberships.values_list("role", flat=True)) == set(Role.values)
    assert User.objects.get(email="owner@millrace.example").check_password(SHARED)
    assert len(set(User.objects.values_list("password", flat=True))) == 1
    asked = Membership.objects.filter(role__in=SECOND_FACTOR).values_list("user", flat=True)
    with_app = Authenticator.objects.values_list("user", flat=True)
    assert set(with_app) == set(asked)


def test_the_sign_ins_name_every_account_with_the_code_of_now(said, settings):
    settings.DEMO = True
    out = io.StringIO()
    call_command("demo_sign_ins", stdout=out)
    text = out.getvalue()
    assert SHARED in text
    for user in User.objects.all():
        line = next(line for line in text.splitlines() if user.email in line)
        assert current_code(user) in line
        assert user.name in line
    assert f"{settings.SITE_URL}/e/{MANCHESTER}/" in text
    assert f"{settings.SITE_URL}/organise/" in text


def test_loading_twice_changes_nothing(said):
    before = (Event.objects.count(), Registration.objects.count(), User.objects.count())
    out = io.StringIO()
    call_command("load_demo", stdout=out)
    assert out.getvalue() == "The demo is loaded already. Nothing was changed.\n"
    assert (Event.objects.count(), Registration.objects.count(), User.objects.count()) == before


def test_every_address_that_is_printed_answers(said, client, settings):
    settings.DEMO = True
    out = io.StringIO()
    call_command("demo_sign_ins", stdout=out)
    paths = re.findall(re.escape(settings.SITE_URL) + r"(/\S*)", out.getvalue() + said)
    assert len(paths) == 8
    client.force_login(User.objects.get(email="organiser@millrace.example"))
    answers = {path: client.get(path).status_code for path in paths}
    assert {code for path, code in answers.items() if path != "/accounts/login/"} == {200}


@pytest.mark.parametrize("slug", [SUMMIT, WORKSHOP, LEEDS, MANCHESTER, TRAINING])
def test_the_team_finds_its_events_with_something_on_each_page(said, client, slug):
    client.force_login(User.objects.get(email="organiser@millrace.example"))
    for page in ("", "people/", "programme/", "questions/", "lists/"):
        assert client.get(f"/organise/events/{slug}/{page}").status_code == 200, page
