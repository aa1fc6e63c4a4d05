"""Complaints: anybody makes one, only owners read it, and each has its 30 days."""

import json
import uuid
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from forum import complaints, history, keys, outbox, publishing, sealed
from forum.models import AuditEntry, Complaint, Event, Host, Message, User
from forum.models.people import Role
from tests.factories import make_event, make_host, make_member
from tests.forum import complaint_racers
from tests.forum.doors import assert_refuses, assert_same_queries, assert_team_only
from tests.site import Site, site

WORDS = "Kestrel-CANARY: nobody answered my letter."

__all__ = ["site"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(host: Host) -> User:
    return make_member(host, Role.OWNER)


@pytest.fixture
def complaint(event: Event) -> Complaint:
    return complaints.make(event=event, text=WORDS, contact="amina@example.org")


def path(name: str, event: Event, *rest: Any) -> str:
    return reverse(f"forum:{name}", args=[event.slug, *rest])


def complain(client: Client, event: Event, **given: Any) -> Any:
    return client.post(path("complain", event), {"text": WORDS, **given})


# -- making one --


def test_anybody_complains_and_reads_the_reference_and_the_day_of_the_answer(
    event: Event, client: Client
) -> None:
    page = client.get(path("complain", event))
    assert page.status_code == 200
    response = client.post(path("complain", event), {"text": WORDS, "key": str(uuid.uuid4())})
    made = Complaint.objects.get()
    assert response.headers["Location"] == path("complained", event, made.pk)
    told = client.get(response.headers["Location"]).content.decode()
    assert made.reference in told
    assert "You get an answer by" in told
    assert "CANARY" not in told
    assert made.said == {"text": WORDS, "contact": ""}
    assert made.reference[-5] == "-"
    assert len(made.reference) <= 12


def test_the_pages_about_privacy_and_concerns_lead_there(event: Event, client: Client) -> None:
    for name in ("event_privacy", "event_concern"):
        assert path("complain", event) in client.get(path(name, event)).content.decode()


def test_an_address_is_told_the_reference_and_nothing_of_the_complaint(
    event: Event, client: Client
) -> None:
    complain(client, event, contact="amina@example.org")
    made = Complaint.objects.get()
    [mail] = Message.objects.all()
    assert (mail.kind, mail.to, mail.row_id) == (
        "complaint_received",
        "amina@example.org",
        made.pk,
    )


@pytest.mark.parametrize("contact", ["", "0113 496 0021", "at the help desk", "a@b@c"])
def test_what_is_no_address_gets_no_mail(contact: str, event: Event, client: Client) -> None:
    assert complain(client, event, contact=contact).status_code == 302
    assert Message.objects.count() == 0


def test_a_double_click_is_one_complaint(event: Event, client: Client) -> None:
    key = str(uuid.uuid4())
    first, second = (complain(client, event, key=key) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert Complaint.objects.count() == 1


def test_other_words_after_going_back_are_another_complaint(event: Event, client: Client) -> None:
    key = str(uuid.uuid4())
    complain(client, event, key=key)
    complain(client, event, key=key, text="And another thing.")
    said = sorted(row.said["text"] for row in Complaint.objects.all())
    assert said == ["And another thing.", WORDS]


def test_a_key_that_is_not_ours_is_no_reason_to_lose_a_complaint(
    event: Event, client: Client
) -> None:
    assert complain(client, event, key="nonsense").status_code == 302
    elsewhere = complaints.make(event=make_event(), text=WORDS)
    assert complain(client, event, key=str(elsewhere.pk), text="Mine").status_code == 302
    assert Complaint.objects.filter(event=event).count() == 2


def test_ten_presses_at_once_are_one_complaint(site: Site) -> None:
    codes, opened = map(json.loads, site.run(*complaint_racers.START, "10").splitlines())
    assert (codes["codes"], opened) == ({"0": 10}, ["The same"])


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"text": ""}, "Write what is wrong"),
        ({"text": "x" * 2001}, "Use 2,000 characters or fewer. You have used 2,001."),
        ({"text": "መ" * 1900}, "Your letters take more room than we can lock away at once."),
        ({"text": WORDS, "contact": "x" * 201}, "Use 200 characters or fewer."),
    ],
)
def test_what_cannot_be_kept_is_said_and_stays_typed(
    given: dict[str, str], words: str, event: Event, client: Client
) -> None:
    page = client.post(path("complain", event), given)
    text = page.content.decode()
    assert (page.status_code, Complaint.objects.count()) == (200, 0)
    assert words in text
    assert given["text"] in text


def test_as_much_as_the_words_say_does_fit(event: Event, client: Client) -> None:
    page = client.post(path("complain", event), {"text": "መ" * 1900}).content.decode()
    fits = int(page.split("Use ")[1].split(" characters")[0].replace(",", ""))
    assert 1000 < fits < 1900
    assert complain(client, event, text="መ" * fits).status_code == 302


def test_too_many_from_one_network_wait_and_lose_nothing(event: Event, client: Client) -> None:
    for number in range(20):
        assert complain(client, event, text=f"{number}").status_code == 302
    page = complain(client, event)
    assert page.status_code == 429
    assert WORDS in page.content.decode()
    assert Complaint.objects.count() == 20


def test_a_draft_takes_no_complaints_and_a_cancelled_event_does(client: Client) -> None:
    draft = make_event(published=False)
    assert complain(client, draft).status_code == 404
    over = make_event(state="cancelled", cancelled_at=timezone.now())
    assert complain(client, over).status_code == 302


def test_the_public_pages_hear_only_their_methods(
    event: Event, complaint: Complaint, client: Client
) -> None:
    assert_refuses(client, path("complain", event), "put", "patch", "delete")
    assert_refuses(client, path("complained", event, complaint.pk), "post", "put", "delete")
    assert client.get(path("complained", make_event(), complaint.pk)).status_code == 404


# -- the key --


def test_publishing_makes_the_key(organiser: User, host: Host) -> None:
    draft = make_event(
        host, published=False, languages=["en"], getting_in="Ring.", contact_phone="0113 496 0021"
    )
    publishing.publish(event=draft, by=organiser)
    assert keys.exists(draft.pk, complaints.PURPOSE)


def test_an_event_from_before_gets_its_key_with_the_first_complaint(event: Event) -> None:
    assert not keys.exists(event.pk, complaints.PURPOSE)
    complaints.make(event=event, text=WORDS)
    assert keys.exists(event.pk, complaints.PURPOSE)


def test_a_lost_key_is_never_replaced_and_the_page_keeps_the_words(
    event: Event, complaint: Complaint, client: Client
) -> None:
    keys.destroy(event.pk, complaints.PURPOSE)
    page = complain(client, event, text="And now?")
    assert page.status_code == 503
    assert "And now?" in page.content.decode()
    assert (Complaint.objects.count(), keys.exists(event.pk, complaints.PURPOSE)) == (1, False)


def test_it_is_sealed_in_the_database(event: Event, complaint: Complaint) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT said FROM forum_complaint")
        stored = bytes(cursor.fetchone()[0])
    assert b"CANARY" not in stored
    assert b"amina" not in stored
    assert len(stored) == len(sealed.noise())


# -- reading and answering --


def test_an_owner_reads_one_by_a_button_and_the_record_says_so(
    event: Event, complaint: Complaint, owner: User, client: Client
) -> None:
    client.force_login(owner)
    page = client.get(path("complaints", event)).content.decode()
    assert complaint.reference in page
    assert "CANARY" not in page
    assert AuditEntry.objects.filter(deed="read a complaint").count() == 0
    shown = client.post(path("read_complaint", event, complaint.pk)).content.decode()
    assert WORDS in shown
    assert "amina@example.org" in shown
    [entry] = AuditEntry.objects.filter(deed="read a complaint")
    assert (entry.who, entry.row_id, entry.reason) == (owner, complaint.pk, "")


@pytest.mark.parametrize("role", [role for role in Role if role != Role.OWNER])
def test_nobody_else_of_the_team_learns_that_there_is_one(
    role: Role, event: Event, host: Host, complaint: Complaint, owner: User, client: Client
) -> None:
    complaints.read(complaint=complaint, by=owner)
    client.force_login(make_member(host, role))
    assert client.get(path("complaints", event)).status_code == 404
    assert client.post(path("read_complaint", event, complaint.pk)).status_code == 404
    today = client.get(path("today", event)).content.decode()
    assert "omplaint" not in today
    assert history.latest(event, now=timezone.now()) == []


def test_strangers_and_wrong_methods_are_refused(
    event: Event, complaint: Complaint, stranger: User, owner: User, client: Client
) -> None:
    assert_team_only(client, path("complaints", event), stranger)
    client.force_login(owner)
    assert_refuses(client, path("complaints", event), "post", "put")
    for name in ("read_complaint", "answer_complaint"):
        assert_refuses(client, path(name, event, complaint.pk), "get", "put", "delete")


def test_the_list_asks_as_often_for_three_as_for_one(
    event: Event, owner: User, client: Client
) -> None:
    client.force_login(owner)

    def add() -> None:
        made = complaints.make(event=event, text=WORDS)
        complaints.make(event=event, text=WORDS)
        complaints.answer(complaint=made, by=owner)

    assert_same_queries(client, path("complaints", event), add)
    assert_same_queries(client, path("today", event), add)


def test_an_owner_marks_it_as_answered_with_the_day(
    event: Event, owner: User, client: Client
) -> None:
    made_at = timezone.now() - timedelta(days=9)
    complaint = complaints.make(event=event, text=WORDS, now=made_at)
    client.force_login(owner)
    day = (timezone.localtime() - timedelta(days=2)).date()
    response = client.post(path("answer_complaint", event, complaint.pk), {"on": f"{day}"})
    assert response.headers["Location"] == path("complaints", event)
    complaint.refresh_from_db()
    assert complaint.answered_at
    assert timezone.localtime(complaint.answered_at).date() == day
    assert complaint.answered_by == owner
    client.post(path("answer_complaint", event, complaint.pk), {"on": f"{timezone.localdate()}"})
    again = Complaint.objects.get()
    assert again.answered_at == complaint.answered_at
    assert AuditEntry.objects.filter(deed="answered a complaint").count() == 1


@pytest.mark.parametrize(
    ("days", "words"),
    [(1, "That day is still to come"), (-1, "That is before the complaint was made")],
)
def test_a_day_that_cannot_be_is_refused(
    days: int, words: str, event: Event, complaint: Complaint, owner: User, client: Client
) -> None:
    client.force_login(owner)
    day = timezone.localdate() + timedelta(days=days)
    page = client.post(path("answer_complaint", event, complaint.pk), {"on": f"{day}"})
    assert words in page.content.decode()
    assert Complaint.objects.get().answered_at is None


def test_one_that_no_key_opens_says_so_and_can_be_marked(
    event: Event, complaint: Complaint, owner: User, client: Client
) -> None:
    client.force_login(owner)
    keys.destroy(event.pk, complaints.PURPOSE)
    page = client.post(path("read_complaint", event, complaint.pk))
    assert (page.status_code, "This complaint cannot be opened." in page.content.decode()) == (
        200,
        True,
    )
    today = f"{timezone.localdate()}"
    client.post(path("answer_complaint", event, complaint.pk), {"on": today})
    assert Complaint.objects.get().answered_at


def test_what_it_says_is_text_and_never_markup(event: Event, owner: User, client: Client) -> None:
    made = complaints.make(event=event, text="<script>alert(1)</script>", contact="<b>x</b>")
    client.force_login(owner)
    page = client.post(path("read_complaint", event, made.pk)).content.decode()
    assert "<script>alert" not in page
    assert "<b>x</b>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


# -- the thirty days --


def test_an_owner_has_it_on_the_page_of_today_until_it_is_answered(
    event: Event, owner: User, client: Client
) -> None:
    complaint = complaints.make(event=event, text=WORDS)
    client.force_login(owner)
    page = client.get(path("today", event)).content.decode()
    assert "Answer a complaint" in page
    assert "Nothing to do today" not in page
    complaints.answer(complaint=complaint, by=owner)
    assert "Answer a complaint" not in client.get(path("today", event)).content.decode()


def test_after_thirty_days_the_page_says_that_it_is_overdue(
    event: Event, owner: User, client: Client
) -> None:
    complaints.make(event=event, text=WORDS, now=timezone.now() - timedelta(days=31))
    client.force_login(owner)
    assert "overdue" in client.get(path("today", event)).content.decode()
    assert (
        "Overdue: the answer was due on" in client.get(path("complaints", event)).content.decode()
    )


def test_the_thirtieth_day_is_still_in_time(event: Event) -> None:
    noon = datetime(2026, 6, 1, 11, tzinfo=timezone.get_default_timezone())
    complaint = complaints.make(event=event, text=WORDS, now=noon)
    assert complaint.answer_by == date(2026, 7, 1)
    evening = datetime(2026, 7, 1, 23, 59, tzinfo=event.zone)
    assert not complaint.is_overdue(evening)
    assert complaint.is_overdue(evening + timedelta(minutes=1))


def test_owners_of_the_lead_host_are_reminded_once_on_day_twenty(
    event: Event, host: Host, owner: User, organiser: User
) -> None:
    gone = make_member(host, Role.OWNER, is_active=False)
    make_member(make_host(), Role.OWNER)
    made_at = timezone.now()
    complaint = complaints.make(event=event, text=WORDS, now=made_at)
    assert complaints.remind_due(made_at + timedelta(days=20, seconds=-1)) == 0
    assert complaints.remind_due(made_at + timedelta(days=20)) == 1
    assert complaints.remind_due(made_at + timedelta(days=21)) == 0
    sent = Message.objects.values_list("kind", "to", "row_id")
    assert list(sent) == [("complaint_waits", owner.email, complaint.pk)]
    assert gone.email not in {to for _kind, to, _row in sent}


def test_an_answered_one_reminds_nobody(event: Event, owner: User) -> None:
    complaint = complaints.make(event=event, text=WORDS, now=timezone.now() - timedelta(days=25))
    complaints.answer(complaint=complaint, by=owner)
    assert complaints.remind_due() == 0


# -- the end --


def test_one_goes_180_days_after_the_event_and_the_key_with_the_last(event: Event) -> None:
    early = complaints.make(event=event, text=WORDS, now=event.ends_at - timedelta(days=31))
    end = event.ends_at + timedelta(days=180)
    late = complaints.make(event=event, text=WORDS, now=end)
    assert complaints.erase_due(end) == 0
    assert complaints.erase_due(end + timedelta(seconds=1)) == 1
    assert list(Complaint.objects.values_list("pk", flat=True)) == [late.pk]
    assert late.said == {"text": WORDS, "contact": ""}
    assert early.pk != late.pk
    assert complaints.erase_due(end + timedelta(days=211)) == 1
    assert not keys.path_of(event.pk, complaints.PURPOSE).exists()
    counts = AuditEntry.objects.filter(deed="erased complaints").values_list("count", flat=True)
    assert list(counts) == [1, 1]


def test_an_answer_that_came_late_keeps_it_for_180_days_more(event: Event, owner: User) -> None:
    complaint = complaints.make(event=event, text=WORDS)
    answered = event.ends_at + timedelta(days=100)
    complaints.answer(complaint=complaint, by=owner, now=answered)
    assert complaints.erase_due(answered + timedelta(days=180)) == 0
    assert complaints.erase_due(answered + timedelta(days=181)) == 1


def test_after_the_last_was_erased_somebody_can_complain_again(event: Event) -> None:
    complaints.make(event=event, text=WORDS)
    complaints.erase_due(event.ends_at + timedelta(days=181))
    again = complaints.make(event=event, text="Again")
    assert Complaint.objects.get(pk=again.pk).said["text"] == "Again"


def test_nobody_fills_a_mailbox_with_thanks_for_complaints(event: Event) -> None:
    for number in range(12):
        complaints.make(event=event, text=f"{WORDS} {number}", contact="Victim@example.org")
    outbox.send_due()
    states = list(Message.objects.values_list("state", flat=True))
    assert (states.count("sent"), states.count("dropped")) == (5, 7)
    assert Complaint.objects.count() == 12
