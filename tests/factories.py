"""Rows for tests: each function fills only what the database asks for; the test says the rest.

Registrations are made by the same deed that people use, so that a test never meets a row that the
product could not have made.
"""

import itertools
import uuid
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.utils import timezone
from django.utils.text import slugify

from feedback import boxes
from feedback.models import BallotBox
from forum import keys
from forum.models import (
    Event,
    EventHost,
    Host,
    Membership,
    Organisation,
    Room,
    Series,
    Session,
    SessionLead,
    Slot,
    User,
)
from forum.models.events import State
from forum.models.people import Role
from forum.permissions import SECOND_FACTOR
from registrations import booking, helping
from registrations.models import (
    AttendanceFigures,
    Helper,
    OwnQuestion,
    Question,
    Registration,
)
from registrations.models.questions import QuestionKind

PASSWORD = "a lantern on the pier"
_numbers = itertools.count(1)


def make_user(email: str | None = None, **fields: Any) -> User:
    """Somebody who can sign in with PASSWORD and works for nobody yet."""
    number = next(_numbers)
    fields.setdefault("name", f"Person {number}")
    return User.objects.create_user(
        email=email or f"person{number}@example.org",
        password=fields.pop("password", PASSWORD),
        **fields,
    )


def make_host(**fields: Any) -> Host:
    number = next(_numbers)
    fields.setdefault("name", f"Harbour Network {number}")
    fields.setdefault("slug", slugify(fields["name"]))
    return Host.objects.create(**fields)


def make_member(host: Host, role: Role | str, user: User | None = None, **fields: Any) -> User:
    """A user with one more role at the host; roles that ask for a second factor have one."""
    user = user or make_user(**fields)
    Membership.objects.create(user=user, host=host, role=role)
    if role in SECOND_FACTOR:
        give_second_factor(user)
    return user


def give_second_factor(user: User) -> None:
    """An authenticator app, as if the person had set it up."""
    if not Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists():
        TOTP.activate(user, generate_totp_secret())


def make_series(host: Host | None = None, **fields: Any) -> Series:
    number = next(_numbers)
    fields.setdefault("title", f"Casework year {number}")
    fields.setdefault("slug", slugify(fields["title"]))
    return Series.objects.create(host=host or make_host(), **fields)


def make_event(
    host: Host | None = None, *, published: bool = True, capacity: int = 10, **fields: Any
) -> Event:
    """An event in a fortnight, from 10 to 4.30 in London, with places; the lead host is `host`.

    A published one has its needs key, as publishing makes it.
    """
    number = next(_numbers)
    first = (timezone.localtime() + timedelta(days=14)).date()
    fields.setdefault("title", f"Casework forum {number}")
    fields.setdefault("slug", slugify(fields["title"]))
    fields.setdefault("summary", "A day for caseworkers to compare notes.")
    if "starts_at" not in fields:
        fields["starts_at"] = _local(first, time(10))
        fields.setdefault("ends_at", _local(first, time(16, 30)))
    fields.setdefault("ends_at", fields["starts_at"] + timedelta(hours=6, minutes=30))
    fields.setdefault("public_place", "Leeds city centre")
    fields.setdefault("contact_name", "Robin Vale")
    fields.setdefault("contact_email", "forum@harbour.example")
    if published:
        fields.setdefault("state", State.PUBLISHED)
        fields.setdefault("published_at", timezone.now())
    event: Event = Event.objects.create(capacity=capacity, **fields)
    EventHost.objects.create(event=event, host=host or make_host(), is_lead=True)
    if published:
        for purpose in ("needs", "travel"):
            keys.make(event.id, purpose)
    return event


def add_host(event: Event, host: Host | None = None) -> Host:
    """One more host that runs the event and does not lead it."""
    host = host or make_host()
    EventHost.objects.create(event=event, host=host)
    return host


def ask(event: Event, *kinds: QuestionKind | str, **fields: Any) -> None:
    """Switch on these questions of the event; without kinds, all of them."""
    for kind in kinds or QuestionKind.values:
        fields.setdefault("purpose", "So that the day works for you")
        Question.objects.create(event=event, kind=kind, **fields)


def ask_own(event: Event, label: str = "What do you bring?", **fields: Any) -> OwnQuestion:
    """One more question of the team's own, after the others."""
    fields.setdefault("position", OwnQuestion.objects.filter(event=event).count())
    return OwnQuestion.objects.create(event=event, label=label, **fields)


def make_room(event: Event, **fields: Any) -> Room:
    fields.setdefault("name", f"Room {next(_numbers)}")
    return Room.objects.create(event=event, **fields)


def make_slot(event: Event, **fields: Any) -> Slot:
    """A slot of an hour that begins an hour after the event does."""
    fields.setdefault("title", "Morning groups")
    fields.setdefault("starts_at", event.starts_at + timedelta(hours=1))
    fields.setdefault("ends_at", fields["starts_at"] + timedelta(hours=1))
    return Slot.objects.create(event=event, **fields)


def make_session(event: Event, **fields: Any) -> Session:
    """A session in the slot given, or in the first hour of the event."""
    fields.setdefault("title", f"Session {next(_numbers)}")
    if not fields.get("slot"):
        fields.setdefault("starts_at", event.starts_at)
        fields.setdefault("ends_at", fields["starts_at"] + timedelta(hours=1))
    return Session.objects.create(event=event, **fields)


def make_round(event: Event, *titles: str, **fields: Any) -> list[Session]:
    """Discussion groups side by side in one slot, which people choose from; `fields` are its."""
    slot = make_slot(event, **fields)
    return [
        make_session(event, slot=slot, title=title, kind="breakout", room=make_room(event))
        for title in titles or ("Housing", "Health", "Work")
    ]


def make_lead(session: Session, **fields: Any) -> SessionLead:
    fields.setdefault("name", f"Lead {next(_numbers)}")
    return SessionLead.objects.create(session=session, **fields)


def make_organisation(host: Host, name: str | None = None, **fields: Any) -> Organisation:
    return Organisation.objects.create(
        host=host, name=name or f"Riverside Welcome {next(_numbers)}", **fields
    )


def make_figures(
    event: Event, organisations: Mapping[Organisation, int] | None = None, **counts: Any
) -> AttendanceFigures:
    """What is kept of an event: its counts, and how many came of each organisation.

    May be called again for more organisations.
    """
    whole, _made = AttendanceFigures.objects.update_or_create(
        event=event, organisation=None, defaults=counts
    )
    for organisation, came in (organisations or {}).items():
        AttendanceFigures.objects.create(
            event=event,
            organisation=organisation,
            booked=came,
            confirmed=came,
            came=came,
            frozen_at=whole.frozen_at,
        )
        whole.came_from = sorted({*whole.came_from, str(organisation.pk)})
    whole.save()
    return whole


def answers(name: str = "Amina", **given: Any) -> dict[str, Any]:
    """Answers that are enough to book with: a name, an address of their own, as oneself."""
    number = next(_numbers)
    return {
        "name": name,
        "contact_by": "email",
        "email": f"{slugify(name) or 'guest'}{number}@example.org",
        "language": "en",
        "coming_as": "myself",
        "agree": True,
        **given,
    }


def make_registration(event: Event, name: str = "Amina", **given: Any) -> Registration:
    """A booking at the event through the deed that people use; no mail is queued.

    `given` are answers; `kind`, `by`, `is_walk_in` and `now` go to the deed itself.
    """
    for_deed = {key: given.pop(key) for key in ("kind", "by", "is_walk_in", "now") if key in given}
    return booking.register(event=event, answers=answers(name, **given), quiet=True, **for_deed)


def make_helper(event: Event, **fields: Any) -> Helper:
    """Somebody who registers the people they support, with an address."""
    number = next(_numbers)
    given = {"name": "Robin Vale", "email": f"robin{number}@support.example", **fields}
    return helping.begin(event=event, helper_id=uuid.uuid4(), **given)


def help_register(
    helper: Helper, *names: str, together: bool = False, **given: Any
) -> list[Registration]:
    """People whom the helper registered in one table, as their page does it; `given` of each."""
    said = {"contact_by": "helper", "coming_as": "myself", "agree": True, **given}
    rows = [helping.Entry(uuid.uuid4(), {"name": name, **said}) for name in names]
    return helping.register(helper=helper, rows=rows, together=together)


def make_box(event: Event, *, is_open: bool = True, **fields: Any) -> BallotBox:
    """Feedback on the event for a fortnight from now; open, with its key, unless told."""
    now = timezone.now()
    fields = {"opens_at": now, "closes_at": now + timedelta(days=14), "by": None} | fields
    box = boxes.plan(event=event, **fields)
    return boxes.open_box(box=box) if is_open else box


def sheet(**given: Any) -> dict[str, Any]:
    """What somebody answers who was content."""
    usual = {"useful": "very", "welcome": "agree", "contacts": "agree", "part": "yes"}
    return {**usual, **given}


def _local(day: Any, at: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, at))
