"""Someone else is coming instead: the place stays, and nothing of the first person does."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string

from forum import outbox
from forum.models import AuditEntry, Event, Message
from registrations import (
    booking,
    breakouts,
    consenting,
    forgetting,
    handing_over,
    needs,
    tickets,
)
from registrations.handing_over import HandOverError
from registrations.models import CheckIn, PlaceRules, Registration
from registrations.views.private_links import booking_page
from tests import factories

pytestmark = pytest.mark.django_db

NEW: dict[str, Any] = {"name": "Bilal", "contact_by": "email", "email": "bilal@example.org"}


@pytest.fixture
def event() -> Event:
    event = factories.make_event()
    factories.ask(event)
    factories.make_round(event)
    return event


@pytest.fixture
def booked(event: Event) -> Registration:
    groups = breakouts.rounds(event)
    session = factories.Session.objects.filter(event=event, kind="breakout").first()
    assert session
    return factories.make_registration(
        event,
        pronouns="she/her",
        email="amina@example.org",
        coming_as="staff",
        organisation="Harbour Lights",
        reach="local",
        photo="yes",
        meals=["vegan"],
        needs_consent=True,
        choices={str(groups[0].slot.pk): [str(session.pk)]},
    )


def test_the_place_stays_and_the_first_person_is_gone(booked: Registration) -> None:
    code, place, version = booked.code, booked.place, booked.link_version
    handing_over.hand_over(registration=booked, **NEW)
    assert (booked.state, booked.place, booked.link_version) == ("confirmed", place, version + 1)
    assert booked.code not in ("", code)
    assert (booked.badge_name, booked.pronouns, booked.email) == ("Bilal", "", "bilal@example.org")
    assert (booked.photo, booked.photo_uses, booked.contact_list) == ("no", [], [])
    assert not booked.consents.exists()
    assert not booked.choices.exists()
    assert not booked.own_answers.exists()
    assert needs.own(Registration.objects.get(pk=booked.pk)) == {}


def test_the_organisation_stays_unless_the_new_person_comes_from_elsewhere(
    event: Event, booked: Registration
) -> None:
    handing_over.hand_over(registration=booked, **NEW)
    assert str(booked.organisation) == "Harbour Lights"
    handing_over.hand_over(registration=booked, **NEW, keeps_organisation=False)
    assert (booked.organisation, booked.coming_as) == (None, "")


def test_both_are_told_and_neither_learns_of_the_other(booked: Registration) -> None:
    outbox.queue(kind="link", to=booked.email, row_id=booked.pk, event=booked.event)
    handing_over.hand_over(registration=booked, **NEW)
    first, second = (
        import_string(settings.MAILS[message.kind])(message)
        for message in Message.objects.order_by("created_at", "id")
    )
    assert (first.to, first.subject) == (
        ["amina@example.org"],
        "You gave your place to somebody else",
    )
    assert (second.to, second.subject.split(":")[0]) == (["bilal@example.org"], "You have a place")
    assert "Bilal" not in str(first.message())
    assert booked.event.title not in str(first.message())
    assert "Amina" not in str(second.message())
    assert tickets.booking_path(booked) in second.body


def test_old_links_stop_working(booked: Registration) -> None:
    old = [tickets.token(booked.pk, purpose) for purpose in ("booking", "ticket", "draft")]
    handing_over.hand_over(registration=booked, **NEW)
    assert [tickets.find(old[0], "booking"), tickets.find(old[1], "ticket")] == [None, None]
    assert tickets.find(old[2], "draft") is None


def test_twice_is_once(booked: Registration) -> None:
    again = Registration.objects.get(pk=booked.pk)
    handing_over.hand_over(registration=booked, **NEW)
    handing_over.hand_over(registration=again, **{**NEW, "name": "Carol"})
    assert (again.badge_name, again.code) == ("Bilal", booked.code)
    assert Message.objects.count() == 2
    assert AuditEntry.objects.filter(deed="handed over a place").count() == 1


def test_the_trail_holds_no_content(booked: Registration) -> None:
    handing_over.hand_over(registration=booked, **NEW)
    line = AuditEntry.objects.get(deed="handed over a place")
    assert (line.who, line.row_id, line.event, line.reason) == (None, booked.pk, booked.event, "")


def test_a_wish_for_discretion_stays(booked: Registration) -> None:
    Registration.objects.filter(pk=booked.pk).update(is_discreet=True)
    handing_over.hand_over(registration=booked, **NEW)
    assert booked.is_discreet


def _checked_in(booked: Registration, now: datetime) -> None:
    CheckIn.objects.create(registration=booked, event=booked.event, at=now)


def _waits(booked: Registration, now: datetime) -> None:
    Registration.objects.filter(pk=booked.pk).update(state="waiting", place=None, waiting_since=now)


def _works(booked: Registration, now: datetime) -> None:
    Registration.objects.filter(pk=booked.pk).update(kind="crew", place=None)


def _leads(booked: Registration, now: datetime) -> None:
    Registration.objects.filter(pk=booked.pk).update(kind="lead")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (_checked_in, "You are checked in, so this place is used."),
        (_waits, "Only a place that you have can go to somebody else."),
        (_works, "You help to run this event. Tell the team who comes instead of you."),
        (_leads, "You help to run this event. Tell the team who comes instead of you."),
    ],
)
def test_what_cannot_be_handed_over_says_why(booked: Registration, change: Any, words: str) -> None:
    change(booked, timezone.now())
    with pytest.raises(HandOverError) as caught:
        handing_over.hand_over(registration=booked, **NEW)
    booked.refresh_from_db()
    assert (caught.value.words, booked.badge_name) == (words, "Amina")


def test_nothing_is_handed_over_after_the_event(booked: Registration) -> None:
    late = booked.event.ends_at + timedelta(seconds=1)
    with pytest.raises(HandOverError):
        handing_over.hand_over(registration=booked, **NEW, now=late)


# What the first person, or somebody with their phone, still tries

BY_PHONE: dict[str, Any] = {"name": "Bilal", "contact_by": "phone", "phone": "07700 900123"}


def test_the_first_form_sent_again_does_not_lead_to_the_new_booking(
    client: Client, booked: Registration
) -> None:
    key = tickets.token(booked.pk, "draft")
    handing_over.hand_over(registration=booked, **BY_PHONE)
    start = reverse("registrations:start", args=[booked.event.slug])
    response = client.post(start, {"key": key}, follow=True)
    assert response.status_code == 410
    text = response.content.decode()
    assert tickets.booking_path(booked) not in text
    assert booked.code not in text
    assert "Bilal" not in text


@pytest.mark.parametrize(
    "deed",
    [
        lambda row: booking.change(registration=row, answers={"name": "Amina"}),
        lambda row: booking.cancel(registration=row),
        lambda row: booking.erase_needs(registration=row),
        lambda row: forgetting.forget(registration=row),
        lambda row: consenting.turn_off(registration=row, kind="photo"),
        lambda row: consenting.turn_on(registration=row, kind="news"),
    ],
    ids=["change", "cancel", "erase needs", "forget", "turn off", "turn on"],
)
def test_what_the_first_person_does_in_that_moment_does_not_touch_the_new_booking(
    booked: Registration, deed: Any
) -> None:
    late = Registration.objects.select_related("event", "needs").get(pk=booked.pk)
    handing_over.hand_over(registration=booked, **NEW)
    booking.change(registration=booked, answers={"meals": ["vegan"], "needs_consent": True})
    with pytest.raises(Registration.DoesNotExist):
        deed(late)
    now = Registration.objects.get(pk=booked.pk)
    assert (now.badge_name, now.state, needs.own(now)["meals"]) == ("Bilal", "confirmed", ["vegan"])
    assert not now.consents.exists()


def test_a_link_that_ended_in_that_moment_finds_nothing(
    rf: RequestFactory, booked: Registration
) -> None:
    @booking_page
    def slow(_request: HttpRequest, registration: Registration) -> HttpResponse:
        handing_over.hand_over(registration=booked, **NEW)
        booking.cancel(registration=registration)
        return HttpResponse()

    with pytest.raises(Http404):
        slow(rf.post("/"), tickets.token(booked.pk, "booking"))
    assert Registration.objects.get(pk=booked.pk).has_a_place


def test_where_the_team_says_who_comes_a_place_goes_to_nobody_it_has_not_said_yes_to(
    booked: Registration,
) -> None:
    PlaceRules.objects.create(event=booked.event, needs_approval=True)
    with pytest.raises(HandOverError, match="Tell the team who comes instead of you"):
        handing_over.hand_over(registration=booked, **NEW)
    assert Registration.objects.get(pk=booked.pk).badge_name != "Bilal"
