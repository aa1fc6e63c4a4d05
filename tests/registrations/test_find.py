"""Finding one's booking: one answer for all, and the link only where the booking says (P18)."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from forum import outbox
from forum.models import Message
from forum.models.ground import MessageState
from registrations import booking
from tests.factories import help_register, make_event, make_helper, make_registration

NOBODY = uuid.UUID(int=0)


@pytest.fixture
def mine(event):
    return make_registration(event, email="amina@example.org")


def links():
    """The mails that will leave; a row of nobody only takes the same time to write."""
    return Message.objects.exclude(row_id=NOBODY)


def ask(client, code, contact, **headers):
    return client.post("/find/", {"code": code, "contact": contact}, headers=headers)


def test_the_right_code_and_address_send_the_link(client, mine):
    response = ask(client, mine.code, "Amina@Example.org")
    assert "If we have a booking for that code and that address" in response.content.decode()
    [message] = links()
    assert (message.kind, message.to, message.row_id) == ("link", "amina@example.org", mine.id)


@pytest.mark.parametrize(
    "typed",
    [
        lambda code: code.lower(),
        lambda code: code.replace("-", " "),
        lambda code: code.replace("-", ""),
        lambda code: f"  {code.replace('-', ' – ')}. ",
    ],
    ids=["small", "space", "together", "dash"],
)
def test_a_code_is_read_however_it_is_typed(client, mine, typed):
    ask(client, typed(mine.code), "amina@example.org")
    assert links().count() == 1


def test_the_answer_is_the_same_whether_or_not_there_is_a_booking(client, event, mine):
    cancelled = make_registration(event, email="bo@example.org")
    booking.cancel(registration=cancelled)
    by_phone = make_registration(event, contact_by="phone", phone="07700900123", email="")
    Message.objects.all().delete()
    pages = [
        ask(client, code, contact)
        for code, contact in [
            (mine.code, "amina@example.org"),
            (mine.code, "somebody@example.org"),
            ("FERN-0000", "amina@example.org"),
            (cancelled.code, "bo@example.org"),
            (by_phone.code, "07700900123"),
            (mine.code, "07700 900123"),
        ]
    ]
    assert {(page.status_code, page.content) for page in pages} == {
        (200, pages[0].content),
    }
    assert "call us" in pages[0].content.decode()
    assert sorted(links().values_list("to", flat=True)) == [
        "amina@example.org",
        "bo@example.org",
    ]


def test_a_wrong_pair_is_as_much_work_as_a_right_one(client, mine):
    ask(client, "IRIS-0001", "warm@example.org")  # the session and the task's first run
    counts = []
    for contact in ("somebody@example.org", "amina@example.org"):
        with CaptureQueriesContext(connection) as queries:
            ask(client, mine.code, contact)
        counts.append([query["sql"].split()[0] for query in queries])
    assert counts[0] == counts[1]
    outbox.send_due()
    states = dict(Message.objects.values_list("to", "state"))
    assert states == {
        "warm@example.org": MessageState.DROPPED,
        "somebody@example.org": MessageState.DROPPED,
        "amina@example.org": MessageState.SENT,
    }


def test_a_code_that_two_events_gave_sends_only_the_own_link(client, mine):
    other = make_registration(make_event(), email="bo@example.org")
    type(other).objects.filter(pk=other.pk).update(code=mine.code)
    ask(client, mine.code, "amina@example.org")
    assert list(links().values_list("row_id", flat=True)) == [mine.id]


@pytest.mark.parametrize(
    ("code", "contact", "expected"),
    [
        ("", "", ["Enter your code, like FERN-4821", "Enter the email address or phone number"]),
        ("4821", "a@b.org", ["Enter your code, like FERN-4821"]),
        ("FERN-4821\x00", "a@b.org", ["Take out the line breaks and hidden characters."]),
        ("x" * 5000, "a@b.org", ["Use 20 characters or fewer."]),
    ],
)
def test_what_cannot_be_a_code_is_said_at_the_field(client, code, contact, expected, db):
    text = ask(client, code, contact).content.decode()
    assert "<title>Error: Find your booking" in text
    for words in expected:
        assert text.count(words) == 2


def test_six_tries_for_one_code_are_too_many(client, mine):
    statuses = [ask(client, mine.code, f"guess{n}@example.org").status_code for n in range(6)]
    assert statuses == [200] * 5 + [429]
    response = ask(client, mine.code, "amina@example.org")
    assert "Wait 10 minutes" in response.content.decode()
    assert links().count() == 0


def test_a_network_address_has_thirty_tries_for_any_codes(client, db):
    for number in range(30):
        assert ask(client, f"FERN-{number:04}", "a@example.org").status_code == 200
    assert ask(client, "FERN-9999", "a@example.org").status_code == 429
    elsewhere = client.post(
        "/find/", {"code": "FERN-9998", "contact": "a@example.org"}, REMOTE_ADDR="192.0.2.7"
    )
    assert elsewhere.status_code == 200


def test_errors_of_the_form_do_not_count(client, mine):
    for _ in range(40):
        ask(client, "nonsense", "amina@example.org")
    ask(client, mine.code, "amina@example.org")
    assert links().count() == 1


def test_the_page_is_looked_at_and_posted_to_and_nothing_else(client, db):
    assert client.get("/find/").status_code == 200
    for method in ("put", "patch", "delete"):
        assert getattr(client, method)("/find/").status_code == 405


def test_a_helper_is_sent_their_page_by_the_code_of_one_of_theirs(client, event):
    helper = make_helper(event, email="robin@support.example")
    [amina] = help_register(helper, "Amina")
    Message.objects.all().delete()
    page = ask(client, amina.code, "Robin@Support.example")
    assert page.content == ask(client, "FERN-0000", "robin@support.example").content
    [message] = links()
    assert (message.kind, message.to, message.row_id) == (
        "helper_page",
        "robin@support.example",
        helper.id,
    )


def test_looking_for_a_helpers_page_is_as_much_work_as_for_a_booking(client, event, mine):
    helper = make_helper(event, email="robin@support.example")
    [amina] = help_register(helper, "Amina")
    ask(client, "IRIS-0001", "warm@example.org")
    counts = []
    for code, contact in [
        (amina.code, "robin@support.example"),
        (amina.code, "somebody@example.org"),
        (mine.code, "amina@example.org"),
    ]:
        with CaptureQueriesContext(connection) as queries:
            ask(client, code, contact)
        counts.append([query["sql"].split()[0] for query in queries])
    assert counts[0] == counts[1] == counts[2]
