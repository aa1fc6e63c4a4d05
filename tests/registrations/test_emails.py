"""Every mail that people receive: what it must say, and what none of them may ever say."""

import html
import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone
from icalendar import Calendar

from feedback import boxes, recaps
from forum import accounts, complaints, dates, outbox, publishing, teams
from forum.models import Event, Message, User
from forum.models.people import Role
from registrations import (
    announcing,
    approving,
    booking,
    breakouts,
    check_in,
    day_news,
    drafts,
    forgetting,
    handing_over,
    in_touch,
    lost_links,
    news,
    promises,
    reminding,
    retention,
    tickets,
    waiting_list,
)
from registrations.models import Announcement, PlaceRules, Question, Registration, Subscriber
from registrations.models.messages import ReminderKind
from registrations.models.questions import QuestionKind
from tests.factories import (
    answers,
    ask,
    help_register,
    make_box,
    make_helper,
    make_member,
    make_registration,
    make_round,
)
from tests.smtp import Letter, MailServer, mail_server

__all__ = ["mail_server"]

pytestmark = pytest.mark.django_db

# Words that somebody said about what they need, and the address that is not released yet.
NEEDS = ["Teff-CANARY", "Ramp-CANARY", "Lupin-CANARY", "Tigrinya-CANARY"]
HALL = "Hall-CANARY, 12 Ferry Lane"
SAID: dict[str, Any] = {
    "meals": ["vegan", "other"],
    "meal_other": NEEDS[0],
    "ill": "yes",
    "allergens": ["sesame"],
    "allergen_other": NEEDS[2],
    "dangerous": "yes",
    "kitchen_name": "yes",
    "access": ["step_free", "other"],
    "access_other": NEEDS[1],
    "talk": "call",
    "interpreter": "other",
    "interpreter_language": NEEDS[3],
    "needs_consent": True,
    "photo": "unrecognisable",
}
# Words of answers, any of which would tell what somebody needs.
OF_NEEDS = re.compile(
    r"vegan|halal|sesame|allerg|step.free|wheelchair|interpret|tigrinya|teff|ramp|lupin|meal", re.I
)


def needs_in(text: str) -> list[str]:
    """Words that tell of needs; not four letters that meet in the secret part of a link."""
    return OF_NEEDS.findall(re.sub(r"https?://\S+", "", text))


@dataclass
class Scene:
    """An event whose hall is not released yet, with people who said what they need."""

    event: Event
    organiser: User
    server: MailServer

    def person(
        self, name: str = "Amina", *, now: datetime | None = None, **given: Any
    ) -> Registration:
        said = answers(name, email="amina@example.org", **SAID, **given)
        return booking.register(event=self.event, answers=said, now=now)

    def sent(self) -> list[Letter]:
        """What leaves now."""
        before = len(self.server.letters)
        outbox.send_due()
        return self.server.letters[before:]


@pytest.fixture
def scene(event: Event, organiser: User, mail_server: MailServer) -> Scene:
    ask(event)
    event.exact_place = HALL
    event.place_released_at = event.starts_at - timedelta(days=2)
    event.save()
    return Scene(event, organiser, mail_server)


# -- one of each kind, by the deeds that send them --


def _invitation(scene: Scene) -> None:
    host = scene.event.lead_host
    name = "Amina"
    teams.invite(
        host=host, by=scene.organiser, name=name, email="amina@example.org", roles=[Role.DOOR]
    )


def _password_reset(scene: Scene) -> None:
    accounts.ask_for_reset(address=scene.organiser.email, user=scene.organiser)


def _confirmation(scene: Scene) -> None:
    scene.person()


def _waiting_list(scene: Scene) -> None:
    scene.event.capacity = 1
    scene.event.save()
    make_registration(scene.event)
    scene.person()


def _place_given(scene: Scene) -> None:
    _waiting_list(scene)
    waiting = Registration.objects.get(email="amina@example.org")
    booking.cancel(registration=Registration.objects.exclude(pk=waiting.pk).get())
    Message.objects.all().delete()
    waiting_list.give_place(registration=waiting, by=scene.organiser)


def _offer(scene: Scene) -> None:
    _waiting_list(scene)
    booking.cancel(registration=Registration.objects.confirmed().get())
    Message.objects.exclude(kind="offer").delete()


def _offer_ended(scene: Scene) -> None:
    """Nobody else waits, and the same place is not offered again."""
    _offer(scene)
    Message.objects.all().delete()
    Registration.objects.filter(state="offered").update(offered_until=timezone.now())
    waiting_list.expire_due()


def _received(scene: Scene) -> None:
    day = scene.event.days[0] - timedelta(days=3)
    PlaceRules.objects.create(event=scene.event, needs_approval=True, answer_by=day)
    scene.person()


def _declined(scene: Scene) -> None:
    _received(scene)
    Message.objects.all().delete()
    registration = Registration.objects.get()
    approving.decline(
        registration=registration, by=scene.organiser, reason="This day is for new caseworkers."
    )


def _cancelled(scene: Scene) -> None:
    registration = scene.person()
    Message.objects.all().delete()
    booking.cancel(registration=registration)


def _event_changed(scene: Scene) -> None:
    scene.person()
    Message.objects.all().delete()
    publishing.change(
        event=scene.event,
        by=scene.organiser,
        fields={
            "starts_at": scene.event.starts_at + timedelta(hours=1),
            "public_place": "York city centre",
            "exact_place": f"New {HALL}",
        },
    )
    news.tell_due()


def _event_cancelled(scene: Scene) -> None:
    scene.person()
    Message.objects.all().delete()
    publishing.cancel(event=scene.event, by=scene.organiser, reason="The hall has no roof.")
    news.tell_due()


def _already_booked(scene: Scene) -> None:
    scene.person()
    Message.objects.all().delete()
    draft = booking.start(event=scene.event)
    drafts.save(registration=draft, answers=answers("Amina", email="amina@example.org", **SAID))
    booking.book(draft_id=draft.pk)


def _link(scene: Scene) -> None:
    registration = scene.person()
    Message.objects.all().delete()
    outbox.queue(
        kind="link", to=registration.email, row_id=registration.pk, event=registration.event
    )


def _page_news(scene: Scene) -> None:
    """Something that was asked for is arranged; the mail waited for what else there might be."""
    registration = scene.person()
    Message.objects.all().delete()
    lead = make_member(scene.event.lead_host, Role.NEEDS_LEAD)
    promises.change(
        registration=registration,
        kind="interpretation",
        state="arranged",
        words=f"{NEEDS[3]} with {NEEDS[1]}",
        owner=lead,
        due=None,
        by=lead,
    )
    Message.objects.update(due_at=timezone.now())


def _sessions(scene: Scene) -> None:
    make_round(scene.event)
    scene.person()
    Message.objects.all().delete()
    allocation = breakouts.run(event=scene.event, by=scene.organiser)
    breakouts.publish(allocation=allocation, by=scene.organiser)


def _reminder_week(scene: Scene) -> None:
    _moved_to(scene, days=6)
    scene.person(now=scene.event.starts_at - timedelta(days=8))
    Message.objects.all().delete()
    reminding.remind_due()


def _reminder_day(scene: Scene) -> None:
    _moved_to(scene, days=1)
    scene.person(now=scene.event.starts_at - timedelta(days=8))
    Message.objects.all().delete()
    reminding.switch(event=scene.event, kind=ReminderKind.WEEK, is_on=False, by=None)
    reminding.remind_due(reminding.leaves_at(scene.event, ReminderKind.DAY))
    Message.objects.update(created_at=timezone.now(), due_at=timezone.now())


def _day_news(scene: Scene) -> None:
    scene.person()
    Message.objects.all().delete()
    here = timezone.localtime()
    next_morning = here + timedelta(days=here.hour >= 7)
    day_news.write_due(next_morning.replace(hour=8))
    Message.objects.update(created_at=timezone.now(), due_at=timezone.now())


def _moved_to(scene: Scene, *, days: int) -> None:
    """The event is so many days from today."""
    by = scene.event.days[0] - timezone.localdate() - timedelta(days=days)
    scene.event.starts_at -= by
    scene.event.ends_at -= by
    scene.event.save()


def _announced(scene: Scene) -> Announcement:
    said = announcing.Said("What to bring", "Bring a pen and your lunch.", "", {"who": "place"})
    return announcing.write(event=scene.event, said=said, by=scene.organiser)


def _announcement(scene: Scene) -> None:
    scene.person()
    Message.objects.all().delete()
    written = _announced(scene)
    seen = announcing.Seen(1, written.touched_at.isoformat())
    announcing.send(announcement=written, seen=seen, by=scene.organiser)


def _announcement_test(scene: Scene) -> None:
    announcing.test_to(announcement=_announced(scene), to=scene.organiser)


def _feedback_invitation(scene: Scene) -> None:
    """Somebody came, and the event was over three hours ago."""
    registration = scene.person()
    check_in.check_in(registration=registration, by=None, scan_id=uuid.uuid4())
    Message.objects.all().delete()
    ended = timezone.now() - timedelta(hours=3)
    Event.objects.update(starts_at=ended - timedelta(hours=6), ends_at=ended)
    scene.event.refresh_from_db()
    make_box(scene.event)
    boxes.invite_due()


def _feedback_reminder(scene: Scene) -> None:
    _feedback_invitation(scene)
    Message.objects.all().delete()
    boxes.remind_due(timezone.now() + timedelta(days=5, minutes=1))
    Message.objects.update(created_at=timezone.now(), due_at=timezone.now())


def _complaint_received(scene: Scene) -> None:
    said = "Nobody answered my letter."
    complaints.make(event=scene.event, text=said, contact="amina@example.org")


def _complaint_waits(scene: Scene) -> None:
    make_member(scene.event.lead_host, Role.OWNER)
    complaints.make(event=scene.event, text="x", now=timezone.now() - timedelta(days=20))
    complaints.remind_due()


def _helper_copy(scene: Scene) -> None:
    """A caseworker has just registered somebody."""
    helper = make_helper(scene.event)
    Message.objects.all().delete()
    help_register(helper, "Amina", **SAID)


def _helper_page(scene: Scene) -> None:
    """A caseworker has lost the link and knows the code of somebody of theirs."""
    helper = make_helper(scene.event, email="robin@support.example")
    [person] = help_register(helper, "Amina", **SAID)
    Message.objects.all().delete()
    lost_links.send(code=person.code, contact="robin@support.example")


def _handed_over(scene: Scene) -> None:
    registration = scene.person()
    Message.objects.all().delete()
    handing_over.hand_over(registration=registration, name="Bilal", contact_by="page")


def _deleted(scene: Scene) -> None:
    registration = scene.person()
    Message.objects.all().delete()
    forgetting.forget(registration=registration)


def _data_deleted(scene: Scene) -> None:
    """Its day has come: the event was half a year ago."""
    scene.person()
    Message.objects.all().delete()
    ended = timezone.now() - timedelta(days=182)
    Event.objects.update(starts_at=ended - timedelta(hours=6), ends_at=ended)
    retention.erase_due()
    Message.objects.update(created_at=timezone.now(), due_at=timezone.now())


def _recap_ready(scene: Scene) -> None:
    """Seven people came, and the recap is published."""
    scene.person()
    for _ in range(7):
        made = make_registration(scene.event)
        check_in.check_in(registration=made, by=None, scan_id=uuid.uuid4())
    Registration.objects.exclude(email="amina@example.org").update(contact_by="page", email="")
    ended = timezone.now() - timedelta(days=7)
    Event.objects.update(starts_at=ended - timedelta(hours=6), ends_at=ended)
    Message.objects.all().delete()
    recap = recaps.save(event=scene.event, fields={"title": "A full room"}, quotes=[], by=None)
    recaps.publish(recap=recap, by=scene.organiser)


def _event_invitation(scene: Scene) -> None:
    """Somebody said yes to later events, somewhere and some time ago."""
    _reader(scene)
    in_touch.invite(event=scene.event, expected=1, by=scene.organiser)


def _stay_in_touch(scene: Scene) -> None:
    """And two years ago."""
    _reader(scene, given_at=timezone.now() - timedelta(days=731))
    in_touch.ask_again_due()


def _reader(scene: Scene, **fields: Any) -> None:
    host = scene.event.lead_host
    Subscriber.objects.create(host=host, email="amina@example.org", wording="news-2", **fields)


MAKERS: dict[str, Callable[[Scene], None]] = {
    "invitation": _invitation,
    "password_reset": _password_reset,
    "complaint_received": _complaint_received,
    "complaint_waits": _complaint_waits,
    "confirmation": _confirmation,
    "waiting_list": _waiting_list,
    "place_given": _place_given,
    "received": _received,
    "declined": _declined,
    "offer": _offer,
    "offer_ended": _offer_ended,
    "cancelled": _cancelled,
    "event_changed": _event_changed,
    "event_cancelled": _event_cancelled,
    "already_booked": _already_booked,
    "link": _link,
    "page_news": _page_news,
    "helper_copy": _helper_copy,
    "helper_page": _helper_page,
    "handed_over": _handed_over,
    "deleted": _deleted,
    "data_deleted": _data_deleted,
    "sessions": _sessions,
    "reminder_week": _reminder_week,
    "reminder_day": _reminder_day,
    "day_news": _day_news,
    "announcement": _announcement,
    "announcement_test": _announcement_test,
    "feedback_invitation": _feedback_invitation,
    "feedback_reminder": _feedback_reminder,
    "recap_ready": _recap_ready,
    "event_invitation": _event_invitation,
    "stay_in_touch": _stay_in_touch,
}


# Nothing is left to open, or a reference on paper is enough.
WITHOUT_A_LINK = {"handed_over", "deleted", "data_deleted", "complaint_received"}
WITHOUT_A_LINK |= {"announcement_test"}
# See the booking or add a person; book, or hear no more.
WITH_A_CHOICE = {"already_booked", "event_invitation"}
# About accounts and complaints, or about a booking that is gone: no contact of an event is in them.
OF_ACCOUNTS = {"invitation", "password_reset", "complaint_received", "complaint_waits"}
OF_ACCOUNTS |= {"day_news", "handed_over", "deleted", "data_deleted", "stay_in_touch"}


@pytest.fixture(params=settings.MAILS)
def letter(request: pytest.FixtureRequest, scene: Scene) -> Letter:
    """Each kind of mail in turn, as it arrives."""
    MAKERS[request.param](scene)
    (found,) = scene.sent()
    assert [message.kind for message in Message.objects.all()] == [request.param]
    return found


def letter_of(kind: str, scene: Scene) -> Letter:
    MAKERS[kind](scene)
    (found,) = scene.sent()
    return found


def addresses(letter: Letter) -> list[str]:
    return [html.unescape(found) for found in re.findall(r'href="([^"]*)"', letter.html)]


def calendar_of(letter: Letter) -> Calendar:
    (part,) = letter.message.iter_attachments()
    assert part.get_filename() == "event.ics"
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes)
    return Calendar.from_ical(content)


# -- what holds for every mail --


def test_it_goes_to_one_address_with_a_safe_head(letter: Letter) -> None:
    head = letter.message
    assert len(letter.recipients) == 1
    assert head["To"].addresses[0].addr_spec == letter.recipients[0]
    assert [address.addr_spec for address in head["From"].addresses] == ["convenor@localhost"]
    assert head["Auto-Submitted"] == "auto-generated"
    assert 5 < len(str(head["Subject"])) <= 60
    assert str(head["Subject"]).isprintable()
    assert head["Cc"] is head["Bcc"] is None


def test_the_text_comes_first_and_the_html_says_the_same(letter: Letter) -> None:
    body: Any = letter.message
    while body.get_content_type() != "multipart/alternative":
        body = next(body.iter_parts())
    kinds = [part.get_content_type() for part in body.iter_parts()]
    assert kinds == ["text/plain", "text/html"]
    links = addresses(letter)
    text = " ".join(line for line in letter.text.splitlines() if line not in links)
    shown = html.unescape(re.sub(r"<[^>]+>", " ", letter.html.split("</head>")[1]))
    assert shown.replace(":", "").split() == text.replace(":", "").split()


def test_its_links_lead_to_the_site_and_there_is_one_main_one(letter: Letter) -> None:
    links = addresses(letter)
    assert all(link.startswith(f"{settings.SITE_URL}/") for link in links)
    kind = next(message.kind for message in Message.objects.all())
    is_a_choice, is_an_end = kind in WITH_A_CHOICE, kind in WITHOUT_A_LINK
    assert len(links) == (0 if is_an_end else 2 if is_a_choice else 1)
    assert all(link in letter.text.splitlines() for link in links)


def test_nothing_is_fetched_when_it_is_opened(letter: Letter) -> None:
    assert not re.search(r"<(img|link|script|style|iframe|form|object)|src=|url\(", letter.html)
    types = [part.get_content_type() for part in letter.message.walk() if not part.is_multipart()]
    assert types in (
        ["text/plain", "text/html"],
        ["text/plain", "text/html", "text/calendar"],
    )


def test_no_need_and_no_place_that_is_not_released_is_in_it(letter: Letter) -> None:
    raw = letter.message.as_string() + letter.text + letter.html
    if letter.message.is_attachment() or len(list(letter.message.iter_attachments())):
        raw += str(calendar_of(letter).to_ical())
    assert "CANARY" not in raw
    assert needs_in(letter.text) == []


@pytest.mark.parametrize("kind", [kind for kind in MAKERS if kind not in OF_ACCOUNTS])
def test_mails_of_a_booking_say_whom_to_ask_and_what_if_it_is_the_wrong_person(
    kind: str, scene: Scene
) -> None:
    letter = letter_of(kind, scene)
    assert str(letter.message["From"]) == (
        "Spring casework forum via Convenor <convenor@localhost>"
    )
    assert letter.message["Reply-To"] == "forum@harbour.example"
    assert "Robin Vale, forum@harbour.example" in letter.text
    assert "Wrong person?" in letter.text


# -- hostile words (D07, D08, D09, V15, V26) --

TEMPLATE_WORDS = '{{ 7*7 }} {% now "Y" %} {event.__class__} {ticket_secret}'
LINK_WORDS = "[Pay](https://evil.example) <b>x</b> https://evil.example"


@pytest.mark.parametrize("kind", list(MAKERS))
def test_d09_a_title_is_never_evaluated_and_never_a_link_or_a_header(
    kind: str, scene: Scene
) -> None:
    title = f"{TEMPLATE_WORDS}\r\nBcc: x@evil.example\x0b {LINK_WORDS}"[:120]
    Event.objects.filter(pk=scene.event.pk).update(title=title)
    scene.event.refresh_from_db()
    letter = letter_of(kind, scene)
    assert len(letter.recipients) == 1
    assert letter.message["Bcc"] is None
    assert len(str(letter.message["Subject"])) <= 60
    assert all(link.startswith(f"{settings.SITE_URL}/") for link in addresses(letter))
    assert "<b>" not in letter.html
    if kind not in OF_ACCOUNTS:
        assert TEMPLATE_WORDS in letter.text
        assert html.escape(TEMPLATE_WORDS) in letter.html


@pytest.mark.parametrize(
    ("name", "greeting"),
    [
        ("Amina", "Hello Amina,"),
        ("أمينة", "Hello أمينة,"),
        ("J.R. Smith", "Hello J.R. Smith,"),
        (TEMPLATE_WORDS, f"Hello {TEMPLATE_WORDS},"),
        ("<b>Amina</b>", "Hello <b>Amina</b>,"),
        (LINK_WORDS, "Hello,"),
        ("win at evil.example", "Hello,"),
        ("write to x@evil", "Hello,"),
        ("you are in trouble: call 0700 900-123", "Hello,"),
        ("٠٧٠٠٩٠٠", "Hello,"),
        ("Amina of 2026", "Hello Amina of 2026,"),
        ("Amina\u202e\u2028Bcc: x", "Hello Amina Bcc: x,"),
    ],
)
def test_a_name_is_greeted_as_it_is_unless_it_holds_an_address(
    name: str, greeting: str, scene: Scene
) -> None:
    registration = scene.person()
    Registration.objects.filter(pk=registration.pk).update(badge_name=name)
    (letter,) = scene.sent()
    assert letter.text.splitlines()[0] == greeting
    assert html.escape(greeting) in letter.html
    assert "evil" not in letter.text + letter.html
    assert len(addresses(letter)) == 1


def test_a_title_in_another_script_arrives_over_the_wire(scene: Scene) -> None:
    Event.objects.filter(pk=scene.event.pk).update(title="ملتقى العاملين في دعم اللاجئين")
    scene.event.refresh_from_db()
    letter = letter_of("confirmation", scene)
    assert letter.sender == "convenor@localhost"
    assert "You have a place: ملتقى العاملين في دعم اللاجئين" in letter.message["Subject"]
    assert "ملتقى العاملين في دعم اللاجئين" in letter.text


# -- what each of them says --


def test_a_confirmation_says_when_where_what_code_and_how_to_cancel(scene: Scene) -> None:
    letter = letter_of("confirmation", scene)
    registration = Registration.objects.get()
    for words in [
        "You have a place at:",
        "Spring casework forum",
        "10 am to 4.30 pm",
        "Leeds city centre",
        "The exact place is on your booking page from",
        f"Your code is {registration.code}.",
        "Your choice about photos: Only if nobody could recognise me.",
        "If you cannot come, cancel there",
    ]:
        assert words in letter.text
    assert addresses(letter) == [tickets.absolute(tickets.booking_path(registration))]
    assert str(letter.message["Subject"]) == "You have a place: Spring casework forum"


def test_who_was_booked_for_by_somebody_is_asked_what_they_need(scene: Scene) -> None:
    scene.person(agree=False)
    (letter,) = scene.sent()
    text = " ".join(letter.text.split())
    assert "Somebody booked for you, so we know nothing about what you need. Tell us" in text
    assert "Your answers are on that page" not in text
    assert "Your choice about photos" not in text


def test_an_offer_says_until_when_and_what_happens_without_an_answer(scene: Scene) -> None:
    letter = letter_of("offer", scene)
    registration = Registration.objects.get(state="offered")
    until = registration.offered_until
    words = f"{dates.short_day(until, scene.event.zone)}, {dates.clock(until, scene.event.zone)}"
    text = " ".join(letter.text.split())
    assert f"it is held for you until {words}. It is not yours yet: say yes or no." in text
    assert f"No answer until {words}? Then the place goes to the next person" in text
    assert addresses(letter) == [tickets.absolute(tickets.offer_path(registration))]
    assert str(letter.message["Subject"]) == "A place is free for you: Spring casework forum"


def test_an_offer_that_is_answered_or_over_is_not_sent_any_more(scene: Scene) -> None:
    _offer(scene)
    registration = Registration.objects.get(state="offered")
    Registration.objects.filter(pk=registration.pk).update(offered_until=timezone.now())
    assert scene.sent() == []
    outbox.queue(kind="offer", to=registration.email, row_id=registration.pk, event=scene.event)
    Registration.objects.filter(pk=registration.pk).update(
        offered_until=timezone.now() + timedelta(hours=1)
    )
    waiting_list.accept(registration=registration)
    assert [str(one.message["Subject"]) for one in scene.sent()] == [
        "You have a place: Spring casework forum"
    ]


def test_an_ended_offer_says_that_one_is_still_on_the_list(scene: Scene) -> None:
    letter = letter_of("offer_ended", scene)
    assert "You are still on the waiting list, now at its end:" in letter.text
    assert "Robin Vale" in letter.text


def test_where_the_team_answers_the_first_mail_says_by_when_and_opens_no_door(scene: Scene) -> None:
    letter = letter_of("received", scene)
    registration = Registration.objects.get()
    day = dates.day(scene.event.days[0] - timedelta(days=3))
    assert f"You have our answer by {day}." in letter.text
    assert registration.code not in letter.text
    assert list(letter.message.iter_attachments()) == []


def test_a_no_has_the_reason_that_the_team_wrote_and_whom_to_ask(scene: Scene) -> None:
    letter = letter_of("declined", scene)
    assert "The team’s reason: This day is for new caseworkers." in letter.text
    assert "Robin Vale, forum@harbour.example" in letter.text
    assert "cancelled" not in letter.text.lower()


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("waiting_list", "You are on the waiting list, so do not travel yet."),
        ("offer", "A place is offered to you: open your booking and answer."),
        ("received", "The team has not answered your booking yet, so do not travel yet."),
        ("declined", "This booking is cancelled."),
    ],
)
def test_the_link_says_how_the_booking_stands(kind: str, words: str, scene: Scene) -> None:
    MAKERS[kind](scene)
    registration = Registration.objects.get(email="amina@example.org")
    Message.objects.all().delete()
    outbox.queue(
        kind="link", to=registration.email, row_id=registration.pk, event=registration.event
    )
    (letter,) = scene.sent()
    assert words in letter.text


def test_the_calendar_file_is_the_persons_own_and_grows_with_changes(scene: Scene) -> None:
    calendar = calendar_of(letter_of("confirmation", scene))
    (entry,) = calendar.walk("VEVENT")
    registration = Registration.objects.get()
    assert calendar["METHOD"] == "PUBLISH"
    assert (str(entry["UID"]), entry["SEQUENCE"]) == (f"{registration.pk}@127.0.0.1", 0)
    assert str(entry["LOCATION"]) == "Leeds city centre"
    publishing.change(
        event=scene.event,
        by=scene.organiser,
        fields={"starts_at": scene.event.starts_at + timedelta(hours=1)},
    )
    news.tell_due()
    (moved,) = calendar_of(scene.sent()[0]).walk("VEVENT")
    assert (str(moved["UID"]), moved["SEQUENCE"]) == (str(entry["UID"]), 1)
    publishing.cancel(event=scene.event, by=scene.organiser, reason="No roof")
    news.tell_due()
    gone = calendar_of(scene.sent()[0])
    (entry,) = gone.walk("VEVENT")
    assert (gone["METHOD"], entry["STATUS"], entry["SEQUENCE"]) == ("CANCEL", "CANCELLED", 2)


def test_the_exact_place_is_told_to_those_with_a_place_once_it_is_released(scene: Scene) -> None:
    Event.objects.update(place_released_at=timezone.now() - timedelta(hours=1), capacity=1)
    make_registration(scene.event, "Bilal")
    scene.event.refresh_from_db()
    scene.person()
    (waits,) = scene.sent()
    assert HALL not in waits.text
    Registration.objects.filter(badge_name="Bilal").delete()
    waiting_list.give_place(registration=Registration.objects.get(), by=scene.organiser)
    (comes,) = scene.sent()
    assert HALL in comes.text
    assert "A place has become free, and it is yours." in comes.text
    assert str(calendar_of(comes).walk("VEVENT")[0]["LOCATION"]) == HALL


def test_an_online_link_is_told_to_those_with_a_place_only(scene: Scene) -> None:
    Event.objects.update(
        mode="online", online_link="https://meet.example/abc", place_released_at=None, capacity=1
    )
    scene.event.refresh_from_db()
    scene.person("Amina")
    scene.person("Bilal")
    comes, waits = scene.sent()
    assert "Online: https://meet.example/abc" in comes.text
    assert "meet.example" not in waits.text


def test_the_waiting_list_is_said_not_to_be_a_place(scene: Scene) -> None:
    letter = letter_of("waiting_list", scene)
    assert "This is not a place yet" in letter.text
    assert "leave the list" in letter.text
    assert not list(letter.message.iter_attachments())


def test_a_cancelled_booking_says_when_it_is_deleted(scene: Scene) -> None:
    letter = letter_of("cancelled", scene)
    assert "Your booking is cancelled." in letter.text
    assert "The rest of the booking is deleted on" in letter.text
    assert addresses(letter) == [f"{settings.SITE_URL}/e/spring-forum/"]


def test_a_change_says_before_and_after(scene: Scene) -> None:
    letter = letter_of("event_changed", scene)
    before, now = letter.text.split("When\nBefore: ")[1].splitlines()[:2]
    assert before.endswith(", 10 am to 4.30 pm")
    assert now == "Now: " + before.replace("10 am", "11 am")
    assert "Where\nBefore: Leeds city centre\nNow: York city centre\n" in letter.text
    assert "You keep your place and need to do nothing." in letter.text


def test_a_cancelled_event_says_why(scene: Scene) -> None:
    letter = letter_of("event_cancelled", scene)
    assert "Why: The hall has no roof." in letter.text


TRAVEL = {
    "reminder_week": "If the team said that it pays for your journey, keep your tickets",
    "event_cancelled": "keep the ticket and ask them",
}


@pytest.mark.parametrize(("kind", "words"), TRAVEL.items())
def test_who_may_have_been_promised_a_fare_is_told_to_keep_the_ticket(kind, words, scene):
    """The same words for everybody at an event that asks: they tell nothing of the reader."""
    letter = letter_of(kind, scene)
    assert Question.objects.filter(event=scene.event, kind=QuestionKind.TRAVEL).exists()
    assert words in " ".join(letter.text.split())


@pytest.mark.parametrize(("kind", "words"), TRAVEL.items())
def test_nothing_is_said_of_fares_where_nobody_is_asked(kind, words, scene):
    Question.objects.filter(event=scene.event, kind=QuestionKind.TRAVEL).delete()
    assert words not in " ".join(letter_of(kind, scene).text.split())


def test_an_address_with_a_booking_may_see_it_or_add_a_person(scene: Scene) -> None:
    letter = letter_of("already_booked", scene)
    booked = Registration.objects.finished().get()
    draft = Registration.objects.exclude(pk=booked.pk).get()
    assert addresses(letter) == [
        tickets.absolute(tickets.booking_path(booked)),
        tickets.absolute(tickets.another_path(draft)),
    ]
    assert "no booking is made" in letter.text


def test_an_invitation_leads_to_the_page_that_takes_it_up(scene: Scene) -> None:
    letter = letter_of("invitation", scene)
    (link,) = addresses(letter)
    token = link.removeprefix(f"{settings.SITE_URL}/invitation/").rstrip("/")
    found = teams.find_invitation(token)
    assert found is not None
    assert found.email == "amina@example.org"
    assert "Your part: door." in letter.text


def test_a_new_password_can_be_chosen_by_the_link(scene: Scene, client: Any) -> None:
    (link,) = addresses(letter_of("password_reset", scene))
    page = client.get(link.removeprefix(settings.SITE_URL), follow=True)
    assert page.status_code == 200
    assert "password1" in page.content.decode()


# -- what is not needed any more is not sent --


def test_who_cancels_first_gets_no_confirmation(scene: Scene) -> None:
    booking.cancel(registration=scene.person())
    assert [str(letter.message["Subject"])[:14] for letter in scene.sent()] == ["Your booking i"]
    assert set(Message.objects.values_list("kind", "state")) == {
        ("confirmation", "dropped"),
        ("cancelled", "sent"),
    }


def test_an_event_that_is_cancelled_or_over_confirms_nobody(scene: Scene) -> None:
    scene.person()
    Event.objects.update(
        starts_at=timezone.now() - timedelta(days=2), ends_at=timezone.now() - timedelta(days=1)
    )
    assert scene.sent() == []


def test_a_used_invitation_an_unknown_account_and_a_deleted_booking_are_dropped(
    scene: Scene,
) -> None:
    _invitation(scene)
    teams.withdraw(invitation=scene.event.lead_host.invitations.get(), by=scene.organiser)
    accounts.ask_for_reset(address="nobody@example.org", user=None)
    scene.person().delete()
    assert scene.sent() == []
    assert set(Message.objects.values_list("state", flat=True)) == {"dropped"}


def test_the_link_says_who_has_a_place_who_waits_and_who_cancelled(scene: Scene) -> None:
    def asked_for(registration: Registration) -> str:
        outbox.queue(kind="link", to=registration.email, row_id=registration.pk, event=scene.event)
        return scene.sent()[-1].text

    _waiting_list(scene)
    waiting = Registration.objects.get(email="amina@example.org")
    [placed] = Registration.objects.exclude(pk=waiting.pk)
    scene.sent()
    assert "You are on the waiting list, so do not travel yet. Your code is" in asked_for(waiting)
    placed.email = "bo@example.org"
    placed.save()
    assert "You have a place. Your code is" in asked_for(placed)
    booking.cancel(registration=placed)
    scene.sent()
    assert "This booking is cancelled. Your code is" in asked_for(placed)


def test_an_email_that_says_it_is_off_names_no_doors_and_no_cost(scene: Scene) -> None:
    scene.event.doors_at = scene.event.starts_at - timedelta(minutes=30)
    scene.event.cost = "Free, with lunch"
    scene.event.save()
    off = letter_of("cancelled", scene).text
    assert "You are no longer expected at:" in off
    assert "Doors open at" not in off
    assert "Cost:" not in off
