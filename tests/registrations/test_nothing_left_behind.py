"""Whoever deletes what is held leaves no address in the outbox, and no form fills the tables."""

import uuid
from datetime import timedelta

import pytest

from forum import outbox
from forum.models import Event, Host, Message
from registrations import (
    announcing,
    audience,
    booking,
    forgetting,
    handing_over,
    helping,
    in_touch,
    retention,
)
from registrations.announcing import Said
from registrations.models import Helper, Registration, Subscriber
from tests.factories import (
    help_register,
    make_event,
    make_helper,
    make_member,
    make_registration,
)

pytestmark = pytest.mark.django_db


def tell_all(event: Event, host: Host) -> None:
    by = make_member(host, "organiser")
    said = Said("News", "Bring a cup.", audience={"who": audience.PLACE})
    written = announcing.write(event=event, said=said, by=by)
    reach = audience.reach(event, written.audience)
    seen = announcing.Seen(count=reach.total, written=written.touched_at.isoformat())
    announcing.send(announcement=written, seen=seen, by=by)


def kinds_to(address: str) -> list[str]:
    return sorted(Message.objects.filter(to__iexact=address).values_list("kind", flat=True))


def test_deleting_oneself_takes_the_mails_of_the_teams_messages_too(event: Event, host: Host):
    amina = make_registration(event, "Amina", email="amina@home.example")
    tell_all(event, host)
    outbox.send_due()
    assert "announcement" in kinds_to("amina@home.example")
    forgetting.forget(registration=amina)
    assert kinds_to("amina@home.example") == ["deleted"]


def test_forgetting_a_helper_takes_the_mails_of_the_teams_messages_too(event: Event, host: Host):
    helper = make_helper(event, email="robin@support.example")
    help_register(helper, "Amina", "Bilal")
    tell_all(event, host)
    outbox.send_due()
    helping.forget(helper=helper)
    assert kinds_to("robin@support.example") == []


def test_leaving_the_list_takes_the_mails_to_it_too(host: Host):
    event = make_event(host)
    one = make_registration(event, "Amina", email="amina@home.example", news=True)
    later = make_event(host)
    owner = make_member(host, "owner")
    in_touch.invite(event=later, expected=1, by=owner)
    outbox.send_due()
    assert "event_invitation" in kinds_to("amina@home.example")
    in_touch.leave(subscriber=Subscriber.objects.get())
    assert "event_invitation" not in kinds_to("amina@home.example")
    assert one.pk


def test_a_helper_keeps_at_most_so_many_rows_as_one_page_takes(event: Event):
    helper = make_helper(event)
    rows = [helping.Kept(uuid.uuid4(), {"name": f"Somebody {n}"}) for n in range(helping.MOST)]
    helping.keep(helper=helper, rows=rows)
    with pytest.raises(helping.TooManyError):
        helping.keep(helper=helper, rows=[helping.Kept(uuid.uuid4(), {"name": "One more"})])
    helping.keep(helper=helper, rows=rows)
    assert helping.kept_count(helper) == helping.MOST


def test_nobody_adds_and_cancels_companions_without_end(event: Event):
    amina = make_registration(event, "Amina", email="amina@home.example")
    event.capacity = 100
    event.save()
    kofi = {"with": [{"name": "Kofi", "relation": "child"}]}
    for _ in range(15):
        booking.cancel(registration=booking.add_companion(first=amina, answers=kofi))
    with pytest.raises(booking.TogetherError):
        booking.add_companion(first=amina, answers=kofi)


def test_a_helper_who_registered_nobody_is_forgotten_on_the_day_of_the_bookings():
    event = make_event()
    make_helper(event)
    Event.objects.filter(pk=event.pk).update(
        starts_at=event.starts_at - timedelta(days=400), ends_at=event.ends_at - timedelta(days=400)
    )
    retention.erase_due()
    assert not Helper.objects.exists()


def test_who_gave_the_place_away_adds_nobody_to_it_by_a_page_that_was_open(event: Event):
    amina = make_registration(event, "Amina", email="amina@home.example")
    held = Registration.objects.get(pk=amina.pk)
    handing_over.hand_over(
        registration=held, name="Bo", contact_by="email", email="bo@home.example"
    )
    kofi = {"with": [{"name": "Kofi", "relation": "child"}]}
    with pytest.raises(Registration.DoesNotExist):
        booking.add_companion(first=amina, answers=kofi)


@pytest.mark.parametrize("together", [True, False])
def test_the_same_row_sent_twice_in_one_table_is_one_person(event: Event, together: bool):
    helper = make_helper(event)
    answers = {"name": "Amina", "contact_by": "helper", "coming_as": "myself", "agree": True}
    row = helping.Entry(uuid.uuid4(), answers)
    booked = helping.register(helper=helper, rows=[row, row], together=together)
    assert len({one.id for one in booked}) == helping.counted(helper) == 1
