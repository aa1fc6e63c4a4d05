"""When people are asked, who is written to, and what stands in the mails."""

import re
import uuid
from datetime import timedelta

import pytest
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone

from feedback import ballots, boxes, codes, emails
from feedback.models import BallotBox, BallotCode, SpareCode
from feedback.models.box import BoxState
from forum import keys, outbox
from forum.models import AuditEntry, Message
from registrations import booking, check_in
from registrations.models import CheckIn
from tests.factories import make_box, make_event, make_registration, make_session, sheet
from tests.smtp import MailServer, mail_server

__all__ = ["mail_server"]

DAY = timedelta(days=1)
CODE = re.compile(r"\b(?:[0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}\b")


@pytest.fixture
def past(host):
    """An event that ended yesterday."""
    return make_event(host, starts_at=timezone.now() - timedelta(hours=30))


def came(event, name="Amina", **given):
    registration = make_registration(event, name, now=event.starts_at - DAY, **given)
    CheckIn.objects.create(registration=registration, event=event)
    return registration


def mails(kind):
    rows = Message.objects.filter(kind=kind).order_by("to")
    return list(rows.values_list("to", "row_id"))


# -- planning and opening --


def test_a_plan_can_be_changed_until_it_closes_and_what_is_open_keeps_its_opening(event):
    now = timezone.now()
    box = boxes.plan(event=event, by=None, opens_at=now + DAY, closes_at=now + 2 * DAY)
    boxes.plan(event=event, by=None, opens_at=now, closes_at=now + 3 * DAY, is_mailed=False)
    box = boxes.open_box(box=BallotBox.objects.get(pk=box.pk))
    opened = box.opens_at
    box = boxes.plan(event=event, by=None, opens_at=now + 2 * DAY, closes_at=now + 5 * DAY)
    assert (box.state, box.opens_at, box.closes_at) == (BoxState.OPEN, opened, now + 5 * DAY)
    deeds = AuditEntry.objects.filter(event=event).values_list("deed", flat=True)
    assert sorted(deeds) == ["opened feedback", *["planned feedback"] * 3]


def test_dates_that_cannot_be_are_refused(event):
    now = timezone.now()
    with pytest.raises(boxes.DatesError):
        boxes.plan(event=event, by=None, opens_at=now + DAY, closes_at=now + DAY)
    with pytest.raises(boxes.DatesError):
        boxes.plan(event=event, by=None, opens_at=now - 2 * DAY, closes_at=now - DAY)
    box = make_box(event)
    BallotBox.objects.filter(pk=box.pk).update(state="too_few", closed_at=now)
    with pytest.raises(boxes.DatesError):
        boxes.plan(event=event, by=None, opens_at=now, closes_at=now + DAY)
    with pytest.raises(boxes.DatesError):
        boxes.make_slips(box=box, count=3, by=None)


def test_opening_makes_the_key_and_a_code_for_everybody_who_came_and_some_more(past):
    for name in ("Amina", "Bilal", "Chen"):
        came(past, name)
    came(past, "Dawit", contact_by="page", email="")
    make_registration(past, "Elif", now=past.starts_at - DAY)
    box = make_box(past)
    assert box.is_open
    assert keys.exists(past.id, "ballot")
    assert SpareCode.objects.count() == BallotCode.objects.count() == 3 + 10
    boxes.open_box(box=box)
    assert SpareCode.objects.count() == 13


def test_the_job_opens_what_is_due_and_published(event):
    soon = make_box(event, is_open=False, opens_at=timezone.now() + DAY)
    draft = make_box(make_event(published=False), is_open=False)
    assert boxes.open_due() == 0
    assert boxes.open_due(now=timezone.now() + 2 * DAY) == 1
    states = [BallotBox.objects.get(pk=box.pk).state for box in (soon, draft)]
    assert states == [BoxState.OPEN, BoxState.PLANNED]


def test_a_box_whose_last_day_went_by_unopened_is_not_opened(event):
    make_box(event, is_open=False)
    assert boxes.open_due(now=timezone.now() + 20 * DAY) == 0


def test_slips_can_be_made_before_it_opens_and_are_counted(event, organiser):
    box = make_box(event, is_open=False)
    made = boxes.make_slips(box=box, count=12, by=organiser)
    assert (len(made), BallotBox.objects.get(pk=box.pk).slips) == (12, 12)
    box = boxes.open_box(box=box)
    assert ballots.cast(event=event, code=made[0], answers=sheet()) is None
    (entry,) = AuditEntry.objects.filter(deed="made slips")
    assert (entry.who, entry.count) == (organiser, 12)


# -- inviting and reminding --


def test_everybody_who_came_and_gave_an_address_is_asked_once(past, door):
    amina, bilal = came(past, "Amina"), came(past, "Bilal")
    came(past, "Chen", contact_by="page", email="")
    make_registration(past, "Dawit", now=past.starts_at - DAY)  # never came
    late = came(past, "Elif")
    in_a_session = make_registration(past, "Farah", now=past.starts_at - DAY)
    CheckIn.objects.create(
        registration=in_a_session, event=past, session=make_session(past), by=door
    )
    booking.cancel(registration=late)
    make_box(past)
    assert boxes.invite_due() == 2
    assert boxes.invite_due() == 0
    expected = sorted([(amina.email, amina.pk), (bilal.email, bilal.pk)])
    assert mails("feedback_invitation") == expected


def test_two_people_with_one_address_are_both_asked(past):
    first = came(past, "Amina", email="family@example.org")
    second = came(past, "Bilal", email="family@example.org")
    make_box(past)
    boxes.invite_due()
    assert {row for _to, row in mails("feedback_invitation")} == {first.pk, second.pk}


@pytest.mark.parametrize("hours", [-1, 0, 1.9])
def test_nobody_is_asked_before_they_are_home(event, hours):
    registration = make_registration(event)
    CheckIn.objects.create(registration=registration, event=event)
    make_box(event, closes_at=event.ends_at + 14 * DAY)
    assert boxes.invite_due(now=event.ends_at + timedelta(hours=hours)) == 0
    assert boxes.invite_due(now=event.ends_at + timedelta(hours=2)) == 1


def test_nobody_is_asked_by_mail_where_only_slips_are_given_out(past):
    came(past)
    make_box(past, is_mailed=False)
    assert boxes.invite_due() == 0


def test_nobody_is_asked_about_an_event_that_was_called_off(past):
    came(past)
    make_box(past)
    type(past).objects.filter(pk=past.pk).update(state="cancelled", cancelled_at=timezone.now())
    assert boxes.invite_due() == 0


def test_one_reminder_goes_out_five_days_later_and_none_on_the_last_day(past):
    amina = came(past)
    make_box(past)
    boxes.invite_due()
    now = timezone.now()
    assert boxes.remind_due(now=now + 4 * DAY) == 0
    assert boxes.remind_due(now=now + 13.9 * DAY) == 0
    assert boxes.remind_due(now=now + 5.1 * DAY) == 1
    assert boxes.remind_due(now=now + 6 * DAY) == 0
    assert mails("feedback_reminder") == [(amina.email, amina.pk)]


# -- the mails --


def composed(kind, registration):
    message = Message(kind=kind, to=registration.email, row_id=registration.pk)
    return getattr(emails, kind)(message)


def test_the_invitation_carries_a_fresh_code_that_works(past):
    box, amina = make_box(past), came(past)
    mail = composed("feedback_invitation", amina)
    assert isinstance(mail, EmailMultiAlternatives)
    (shown,) = set(CODE.findall(mail.body))
    assert f"/f/{past.slug}/#code={shown}" in mail.body
    assert mail.body.count(shown) == 2
    assert ballots.cast(event=past, code=shown, answers=sheet()) is None
    assert box.is_open


def test_the_reminder_carries_no_code_and_draws_none(past):
    make_box(past)
    before = SpareCode.objects.count()
    mail = composed("feedback_reminder", came(past))
    assert CODE.findall(mail.body) == []
    assert "#code" not in mail.body
    assert SpareCode.objects.count() == before


def test_nothing_is_sent_once_it_is_closed_or_the_place_given_up(past):
    box, amina = make_box(past), came(past)
    before = SpareCode.objects.count()
    BallotBox.objects.filter(pk=box.pk).update(
        opens_at=timezone.now() - 2 * DAY, closes_at=timezone.now() - DAY
    )
    assert composed("feedback_invitation", amina) is None
    assert composed("feedback_reminder", amina) is None
    assert SpareCode.objects.count() == before


def test_a_mail_that_fails_takes_its_code_with_it_and_the_next_try_has_another(
    past, mail_server: MailServer
):
    make_box(past)
    came(past)
    boxes.invite_due()
    before = set(BallotCode.objects.values_list("hash", flat=True))
    mail_server.answers = ["451 later"]
    now = timezone.now()
    outbox.send_due(now=now)
    assert len(before - set(BallotCode.objects.values_list("hash", flat=True))) == 1
    outbox.send_due(now=now + timedelta(hours=1))
    (letter,) = mail_server.letters
    text = letter.message.get_body(("plain",)).get_content()
    (shown,) = set(CODE.findall(text.replace("=\n", "")))
    hashes = set(BallotCode.objects.values_list("hash", flat=True))
    assert codes.hashed(shown) in hashes
    assert len(before) - len(hashes) == 1


def test_the_outbox_knows_that_somebody_was_asked_and_not_with_which_code(
    past, mail_server: MailServer
):
    make_box(past)
    came(past)
    boxes.invite_due()
    outbox.send_due()
    (letter,) = mail_server.letters
    (shown,) = set(CODE.findall(letter.message.get_body(("plain",)).get_content()))
    for row in Message.objects.filter(kind="feedback_invitation").values():
        said = " ".join(map(str, row.values()))
        assert shown not in said
        assert codes.hashed(shown) not in said


def test_checked_in_at_the_door_is_what_came_means(past, door):
    registration = make_registration(past, now=past.starts_at - DAY)
    check_in.check_in(registration=registration, by=door, scan_id=uuid.uuid4())
    make_box(past)
    assert boxes.invite_due() == 1
