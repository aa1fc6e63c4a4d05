"""Pages about help with travel: what to do first, one claim, and the sheet for cash."""

import re
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from forum import keys
from forum.models import AuditEntry
from forum.models.people import Role
from registrations import booking, tickets
from registrations import travel_claims as travel
from registrations.models import Registration
from tests.factories import make_event, make_member, make_registration

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("asking")]

LIST = "/organise/events/spring-forum/travel/"
CASH = LIST + "cash/"
ASKS = {"travel": "cash", "travel_from": "Bradford", "travel_about": "10_to_30"}


@pytest.fixture
def lead(lead, client):
    client.force_login(lead)
    return lead


@pytest.fixture
def amina(event):
    return make_registration(event, "Amina", **ASKS, needs_consent=True)


def path(person):
    return f"{LIST}{person.pk}/"


def words(response):
    text = re.sub(r"(?s)<(script|style).*?</\1>", " ", response.content.decode())
    return " ".join(re.sub(r"<[^>]+>", " ", text).split()).replace("\N{NO-BREAK SPACE}", " ")


def post(client, person, **given):
    return client.post(path(person), given, follow=True)


def test_who_waits_for_an_answer_is_on_top_with_what_they_ask(client, lead, amina):
    text = words(client.get(LIST))
    assert "1 person waits for an answer about travel" in text
    assert "Cash on the day for the way from Bradford, about £10 to £30" in text
    assert "£0 promised, not paid yet. £0 paid." in text
    assert AuditEntry.objects.filter(deed="looked at help with travel", row_id=None).count() == 1


def test_a_claim_is_answered_paid_and_taken_back(client, lead, amina):
    text = words(post(client, amina, do="decide", answer="cash", up_to="£24.5"))
    assert "You said yes. They read it on their booking page." in text
    assert "Yes, up to £24.50 in cash on the day. Bring your ticket or receipt." in text
    assert "£24.50 promised, not paid yet" in words(client.get(LIST))
    text = words(post(client, amina, do="pay", amount="20"))
    assert "Noted: £20 paid." in text
    assert "Take the payment back" in text
    assert "£0 promised, not paid yet. £20 paid." in words(client.get(LIST))
    assert "Note the payment" in words(post(client, amina, do="take_back"))


def test_a_ticket_is_noted_and_its_person_reads_the_reference(client, lead, amina):
    post(client, amina, do="decide", answer="ticket", up_to="40")
    post(client, amina, do="book", reference="AB12CD34")
    text = words(client.get(tickets.booking_path(amina)))
    assert "We booked a ticket for you, reference AB12CD34." in text


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"do": "decide"}, "Choose how we help, or choose No"),
        ({"do": "decide", "answer": "cash"}, "Enter an amount in pounds, such as 24 or 24.50"),
        ({"do": "decide", "answer": "cash", "up_to": "24,50"}, "such as 24 or 24.50"),
        ({"do": "decide", "answer": "cash", "up_to": "0"}, "such as 24 or 24.50"),
        ({"do": "decide", "answer": "no"}, "Say why, and what they can do instead"),
        (
            {"do": "decide", "answer": "no", "words": "Send it to 20-45-33 12345678"},
            "This looks like bank or card details",
        ),
        ({"do": "book", "reference": "20-45-33"}, "This looks like bank or card details"),
        ({"do": "pay", "amount": "24.50"}, "Approve an amount first, then pay it"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(client, lead, amina, given, told):
    response = post(client, amina, **given)
    assert told in words(response)
    typed = given.get("words") or given.get("up_to")
    assert typed is None or f'value="{typed}"' in response.content.decode()
    assert travel.of(Registration.objects.get(pk=amina.pk)) is None


def test_the_cash_sheet_holds_who_is_paid_in_cash_and_the_sum(client, event, lead, amina):
    other = make_registration(event, "Bo", **ASKS, needs_consent=True)
    ticket = make_registration(event, "Chen", **ASKS | {"travel": "ticket"}, needs_consent=True)
    for person, how, up_to in [
        (amina, "cash", "24.50"),
        (other, "cash", "9.99"),
        (ticket, "ticket", "60"),
    ]:
        travel.approve(registration=person, how=how, up_to=Decimal(up_to), by=lead)
    text = words(client.get(CASH))
    assert f"Amina {amina.code} Bradford £24.50 Bo {other.code} Bradford £9.99" in text
    assert "2 people, at most £34.49" in text
    assert "Chen" not in text
    assert "Shred this sheet" in text


def test_somebody_who_cancelled_is_shown_so_and_not_on_the_sheet(client, lead, amina):
    travel.approve(registration=amina, how="cash", up_to=Decimal(24), by=lead)
    booking.cancel(registration=amina)
    assert "Cancelled: pay nothing" in words(client.get(LIST))
    assert "They cancelled: pay nothing." in words(client.get(path(amina)))
    assert "Nobody is to be paid in cash" in words(client.get(CASH))


def test_a_missing_key_is_said_and_breaks_no_page(client, event, lead, amina):
    travel.approve(registration=amina, how="cash", up_to=Decimal(24), by=lead)
    keys.destroy(event.pk, "travel")
    for page in (LIST, CASH, path(amina)):
        assert "Help with travel cannot be opened." in words(client.get(page))
    response = post(client, amina, do="decide", answer="cash", up_to="24")
    assert response.status_code == 200


@pytest.mark.parametrize("role", [Role.OWNER, Role.ORGANISER, Role.STAFF, Role.DOOR])
def test_nobody_but_a_needs_lead_opens_them(client, host, event, amina, role):
    client.force_login(make_member(host, role))
    for page in (LIST, CASH, path(amina)):
        assert client.get(page).status_code == 404


def test_a_stranger_and_somebody_of_another_event_find_nothing(client, event, lead):
    other = make_registration(make_event(), "Bo", **ASKS, needs_consent=True)
    assert client.get(path(other)).status_code == 404
    client.force_login(make_member(make_event().lead_host, Role.NEEDS_LEAD))
    assert client.get(LIST).status_code == 404


def test_lists_take_no_posts(client, lead, amina):
    assert [client.post(page).status_code for page in (LIST, CASH)] == [405, 405]
    assert client.put(path(amina)).status_code == 405


@pytest.mark.parametrize("page", [LIST, CASH])
def test_more_people_take_no_more_queries(client, event, lead, amina, page):
    def queries():
        with CaptureQueriesContext(
            connection,
        ) as caught:
            client.get(page)
        return len(caught)

    travel.approve(registration=amina, how="cash", up_to=Decimal(24), by=lead)
    queries()
    before = queries()
    for number in range(2):
        person = make_registration(event, f"P{number}", **ASKS, needs_consent=True)
        travel.approve(registration=person, how="cash", up_to=Decimal(24), by=lead)
    assert queries() == before


def test_a_participant_never_types_bank_details(client, event):
    draft = booking.start(event=event)
    given = {"travel": "cash", "travel_from": "20-45-33 12345678", "needs_consent": "on"}
    response = client.post(tickets.draft_path(draft, "support"), given)
    assert "This looks like bank or card details" in words(response)
