"""Someone else is coming instead: the place stays, and nothing of the first person does."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string

from forum import outbox
from forum.models import AuditEntry, Event, Message
from registrations import breakouts, handing_over, needs, tickets
from registrations.handing_over import HandOverError
from registrations.models import CheckIn, Registration
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
