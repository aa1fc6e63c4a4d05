"""What is served: a large event, one with 120 places and a quiet one. Nobody in it is real.

Imported where Django is set up: `site.call("benchmarks.bench.work", "fill")`.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from forum import keys
from forum.models import (
    Event,
    EventHost,
    Host,
    Membership,
    Organisation,
    Room,
    Session,
    SessionLead,
    User,
)
from forum.models.events import State as EventState
from forum.models.people import Role
from registrations.models import CheckIn, Question, Registration
from registrations.models.questions import QuestionKind
from registrations.models.registrations import State

LARGE, SHORT, QUIET = "large", "short", "quiet"
PEOPLE, PLACES = 10_000, 120
_DESCRIPTION = """
For **caseworkers** of small groups, who seldom meet each other.

- What changed this year, and what it means at the desk
- How others share a rota, an interpreter and a telephone
- Time to talk, and a *quiet room* all day

Come as you are; nobody takes minutes of who said what.
"""
_GETTING_IN = "The door is step-free, ten minutes from the station. Ring the bell on the *left*."


def fill(attendees: int = PEOPLE) -> dict[str, Any]:
    """All of it, on empty tables; where it is, and the cookie of who is at the door.

    At the large event, which asks whatever can be asked, every second person is in.
    """
    host = Host.objects.create(name="Harbour Network", slug="harbour")
    large = make(LARGE, capacity=attendees + 2_000, host=host, asks=QuestionKind.values)
    make(SHORT, capacity=PLACES, host=host)
    quiet = make(QUIET, capacity=20, host=host, description="", getting_in="")
    quiet.sessions.all().delete()
    CheckIn.objects.bulk_create(
        CheckIn(registration=row, event=large) for row in people(large, attendees)[::2]
    )
    return {
        "pages": {slug: f"/e/{slug}/" for slug in (LARGE, SHORT, QUIET)},
        "door": signed_in(host, Role.DOOR),
    }


def make(
    slug: str,
    *,
    capacity: int,
    host: Host | None = None,
    asks: Sequence[str] = (QuestionKind.ORGANISATION, QuestionKind.PHOTO),
    **fields: Any,
) -> Event:
    """An event in a fortnight with a programme, open for bookings; it asks little unless told."""
    starts_at = timezone.now() + timedelta(days=14)
    said = {
        "title": f"Casework forum {slug}",
        "summary": "A day for caseworkers to compare notes.",
        "description": _DESCRIPTION,
        "getting_in": _GETTING_IN,
        "public_place": "Leeds city centre",
        "contact_name": "Robin Vale",
        "contact_email": "forum@harbour.example",
        **fields,
    }
    event: Event = Event.objects.create(
        slug=slug,
        capacity=capacity,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=6),
        state=EventState.PUBLISHED,
        published_at=timezone.now(),
        **said,
    )
    EventHost.objects.create(event=event, host=host or Host.objects.first(), is_lead=True)
    for purpose in ("needs", "travel"):
        keys.make(event.id, purpose)
    Question.objects.bulk_create(
        Question(event=event, kind=kind, purpose="So that the day works for you") for kind in asks
    )
    _programme(event)
    return event


def make_short(slug: str, capacity: int) -> str:
    """One more event that asks little, such as for one run of a race; its page."""
    make(slug, capacity=capacity)
    return f"/e/{slug}/"


def to_let_in(count: int) -> list[str]:
    """So many people of the large event who are not in yet."""
    inside = CheckIn.objects.filter(event__slug=LARGE).values("registration")
    outside = Registration.objects.filter(event__slug=LARGE).coming().exclude(pk__in=inside)
    return [str(pk) for pk in outside.values_list("pk", flat=True)[:count]]


def queries(path: str) -> int:
    """How many the page takes in a process that has answered before."""
    client = Client(SERVER_NAME="127.0.0.1")
    client.get(path)
    with CaptureQueriesContext(connection) as found:
        assert client.get(path).status_code == 200, path
    return len(found)


def queries_of_check_in(cookie: str) -> list[list[str]]:
    """The statements of a press at the door, and of the card that it leads to."""
    client = Client(SERVER_NAME="127.0.0.1")
    name, _, value = cookie.partition("=")
    client.cookies[name] = value
    found = []
    for pk in to_let_in(2):  # the first warms up
        with CaptureQueriesContext(connection) as press:
            answer = client.post(f"/organise/events/{LARGE}/door/{pk}/check-in/")
        with CaptureQueriesContext(connection) as card:
            assert client.get(answer.headers["Location"]).status_code == 200, answer
        found = [[one["sql"] for one in held.captured_queries] for held in (press, card)]
    return found


def _programme(event: Event) -> None:
    room = Room.objects.create(event=event, name="Hall")
    sessions = Session.objects.bulk_create(
        Session(
            event=event,
            title=f"Session {n}",
            room=room,
            starts_at=event.starts_at + timedelta(hours=n),
            ends_at=event.starts_at + timedelta(hours=n + 1),
        )
        for n in range(6)
    )
    SessionLead.objects.bulk_create(SessionLead(session=one, name="Robin Vale") for one in sessions)


def people(event: Event, count: int) -> list[Registration]:
    """So many people with a place, from a fifth as many organisations, inserted in bulk."""
    now, host = timezone.now(), event.hosts.get()
    organisations = Organisation.objects.bulk_create(
        Organisation(host=host, name=f"Organisation {n}", name_key=f"organisation {n}")
        for n in range(max(1, count // 5))
    )
    made: list[Registration] = Registration.objects.bulk_create(
        (
            Registration(
                event=event,
                state=State.CONFIRMED,
                badge_name=f"Guest number {n}",
                contact_by="email",
                email=f"guest{n}@example.org",
                coming_as="staff",
                organisation=organisations[n % len(organisations)],
                code=f"FERN-{n:05}",
                place=n + 1,
                booked_at=now,
            )
            for n in range(count)
        ),
        batch_size=1_000,
    )
    return made


def signed_in(host: Host, role: Role) -> str:
    """The cookie of somebody who has this role at the host."""
    user = User.objects.create_user(f"{role.value}@example.org", password=None, name=role.label)
    Membership.objects.create(user=user, host=host, role=role)
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(user)
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
