"""No need stands in any mail, text, call, calendar entry or line of the log; and of a discreet
booking none of them, nor any subject, names event or host. Every kind in settings.MAILS is met.
"""

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings

from forum.models import AuditEntry, Message
from registrations import calls, short_texts
from registrations.models import Call, Delivery, Helper, Needs, Registration
from registrations.models.registrations import ContactBy, State
from tests.registrations.test_discreet import CANARIES, everything_in, hush
from tests.registrations.test_emails import MAKERS, NEEDS, Scene, needs_in, scene
from tests.smtp import mail_server

__all__ = ["mail_server", "scene"]

pytestmark = pytest.mark.django_db

# What the team promised is a need too, whoever answered it.
PROMISED = "Promise-CANARY"
# Mails to a colleague, and those whose subject is an account: no booking is behind them.
OF_THE_TEAM = {"invitation", "password_reset", "complaint_received", "complaint_waits"}
OF_THE_TEAM |= {"announcement_test", "day_news"}
# Sent to somebody who is on a list for later events: the event is what they are told of.
OF_LATER_EVENTS = {"event_invitation", "stay_in_touch"}
# Everything that a mail, a text and a calendar entry would carry into the open.
PLANTED = [*NEEDS, PROMISED]


def plant() -> None:
    """Fill every answer that is not a choice, and say of each that something was promised."""
    for row in Needs.objects.all():
        held: dict[str, Any] = dict(row.answers)  # type: ignore[arg-type]
        if not held:
            continue
        asked = [*held.get("states", {}), "access", "interpreter"]
        promised = {"words": PROMISED, "owner": "", "due": "", "cost": PROMISED, "at": ""}
        row.answers = {
            **held,
            "access_other": NEEDS[1],
            "travel_from": PROMISED,
            "relation": PROMISED,
            "promises": {**held.get("promises", {}), **dict.fromkeys(asked, promised)},
        }
        row.save()


def registration_of(message: Message) -> Registration | None:
    """The booking that a row of the outbox is about, straight or by a message to many."""
    delivery = Delivery.objects.filter(pk=message.row_id).first()
    row_id = delivery.registration_id if delivery else message.row_id
    helped = Registration.objects.filter(helper=message.row_id).first()
    return Registration.objects.filter(pk=row_id).first() or helped


def texts(rows: list[Message]) -> Iterator[str]:
    """The short twin of each mail, with its link and without."""
    for message in rows:
        if about := registration_of(message):
            writer = short_texts.Writer(about.event, [(about, message.row_id)])
            for has_link in (True, False):
                words = writer.write(message.kind, about, message.row_id, has_link=has_link)
                assert len(words) <= short_texts.MOST, words
                yield words


def as_calls(rows: list[Message]) -> Iterator[str]:
    """The same people without an address: what a colleague reads of them on the list."""
    event = None
    for message in rows:
        if (about := registration_of(message)) and about.state != State.DRAFT:
            event = about.event
            Call.objects.create(
                event=event,
                registration=about,
                kind=message.kind,
                row_id=message.row_id,
                created_at=message.created_at,
            )
    Helper.objects.update(email="", phone="07700 900123")
    Registration.objects.update(contact_by=ContactBy.PHONE, email="", phone="07700 900123")
    for one in calls.open_calls(event, has_links=True) if event else []:
        for what in one.tell:
            yield what.words
            yield what.why


def collected(kind: str, scene: Scene, log: list[logging.LogRecord]) -> dict[str, str]:
    """All that was written in the open, by where it stands."""
    rows = list(Message.objects.all())
    letters = scene.sent()
    assert letters, f"no mail left for {kind}"
    about = [row for row in rows if row.kind == kind]
    assert about, f"nothing queued for {kind}"
    return {
        "mails": "\n".join(everything_in(letter) for letter in letters),
        "subjects": "\n".join(str(letter.message["Subject"]) for letter in letters),
        "texts": "\n".join(texts(about)),
        "calls": "\n".join(as_calls(about)),
        "log": "\n".join(f"{line.getMessage()} {line.exc_text or ''}" for line in log),
        "trail": "\n".join(
            f"{line.deed} {line.reason}"
            for line in AuditEntry.objects.exclude(deed="declined a booking")
        ),
    }


@pytest.fixture
def log(caplog: Any) -> Any:
    caplog.set_level(logging.DEBUG)
    for noisy in ("django.db.backends", "asyncio", "mail.log"):
        caplog.set_level(logging.WARNING, noisy)
    return caplog


@pytest.mark.parametrize("kind", settings.MAILS)
def test_no_need_leaves_in_any_way(kind: str, scene: Scene, log: Any) -> None:
    MAKERS[kind](scene)
    plant()
    found = collected(kind, scene, log.records)
    assert {
        where: [words for words in PLANTED if words in text] for where, text in found.items()
    } == {where: [] for where in found}
    for where in ("subjects", "texts", "calls", "log"):
        assert needs_in(found[where]) == [], where


@pytest.mark.parametrize(
    "kind", [kind for kind in settings.MAILS if kind not in OF_THE_TEAM | OF_LATER_EVENTS]
)
def test_no_discreet_booking_is_named_in_any_way(
    kind: str, scene: Scene, log: Any, settings: Any
) -> None:
    settings.SITE_NAME = "Quokka Network"
    MAKERS[kind](scene)
    hush(scene, "the person")
    found = collected(kind, scene, log.records)
    assert {
        where: [word for word in CANARIES if word in text.casefold()]
        for where, text in found.items()
    } == {where: [] for where in found}


def test_a_control_finds_what_is_planted(scene: Scene) -> None:
    """A search that finds nothing anywhere would pass too."""
    MAKERS["confirmation"](scene)
    plant()
    [row] = Needs.objects.all()
    assert [words for words in PLANTED if words in str(row.answers)] == PLANTED
    [said] = [text for text in texts(list(Message.objects.all())) if "http" in text]
    assert scene.event.title in said
