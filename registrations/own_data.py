"""Everything that is held about one person, as the person may have it: nobody else is in it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils import timezone

from forum import sealed
from forum.models import Message
from forum.models.ground import MessageState
from registrations import (
    accompanying,
    announcing,
    discreet,
    needs,
    promises,
    travel_claims,
    wording,
)
from registrations.models import Registration, Subscriber

Moment = Callable[[datetime | None], Any]


def of(registration: Registration) -> dict[str, Any]:
    """Every row about the person by subject, with readable names and values; moments as ISO text.

    Nobody else's name is in it, nor what the team wrote for itself. Of mails only kind and moment
    are kept. Needs that no key opens stand as words, and keep nothing else back.
    """
    zone = registration.event.zone

    def as_text(value: datetime | None) -> str | None:
        return value.astimezone(zone).isoformat(timespec="minutes") if value else None

    return held(registration, as_text)


def held(registration: Registration, moment: Moment) -> dict[str, Any]:
    """The same with every moment as `moment` gives it."""
    return {
        "event": _event(registration, moment),
        "booking": _booking(registration, moment),
        "you": _you(registration),
        "what_you_need": _needs(registration),
        "help_with_travel": _travel(registration, moment),
        "consents": [
            {
                "about": row.get_kind_display(),
                "words": wording.WORDINGS[row.wording].words,
                "given": moment(row.given_at),
                "taken_back": moment(row.withdrawn_at),
                "written_down_by_a_helper": row.through_helper,
            }
            for row in registration.consents.all()
        ],
        "list_of_later_events": _list(registration, moment),
        "your_own_answers": [
            {"question": row.question.label, "answer": row.value}
            for row in registration.own_answers.select_related("question")
        ],
        "sessions": _sessions(registration),
        "check_ins": [
            {
                "at": moment(row.at),
                "session": row.session.title if row.session else None,
                "how": row.get_how_display(),
            }
            for row in registration.check_ins.select_related("session")
        ],
        "what_the_team_wrote": [
            {"title": row.subject, "words": row.body, "at": moment(row.at)}
            for row in announcing.read_by(registration)
        ],
        "mails": [
            {"kind": row.kind, "made": moment(row.created_at), "sent": moment(row.sent_at)}
            for row in _mails(registration)
        ],
        "telephone_calls": [
            {"about": row.kind, "made": moment(row.created_at), "done": moment(row.done_at)}
            for row in registration.calls.all()
        ],
    }


def _list(registration: Registration, moment: Moment) -> dict[str, Any] | None:
    """What the organisers' list of later events holds of the address, in a file that names them."""
    if not registration.email or registration.keeps_quiet:
        return None
    rows = Subscriber.objects.filter(host=registration.event.lead_host)
    row = rows.filter(email__iexact=registration.email).first()
    if row is None:
        return None
    words = wording.WORDINGS[row.wording].words
    return {"email": row.email, "words": words, "said_yes": moment(row.given_at)}


def _needs(registration: Registration) -> dict[str, Any] | str:
    if needs.are_erased(registration.event, timezone.now()):
        return "Deleted: their day has come."
    try:
        held = promises.for_the_person(accompanying.own_words(needs.own(registration)))
    except sealed.UnreadableError:
        return "We hold answers that we cannot open: their key is missing."
    if registration.keeps_quiet:
        names = discreet.names_of(registration.event)
        for promise in held.get("promises", {}).values():
            promise["words"] = discreet.without(names, promise.get("words", ""))
    return held


def _travel(registration: Registration, moment: Moment) -> dict[str, Any] | None:
    """The help with travel that was promised or paid; nobody of the team is in it."""
    claim = travel_claims.of_readable(registration)
    if claim is None:
        return None
    names = discreet.names_of(registration.event) if registration.keeps_quiet else []
    return {
        "state": claim.state_words,
        "how": claim.how_words,
        "from": claim.start,
        "up_to": travel_claims.exact(claim.up_to) if claim.up_to is not None else "",
        "what_the_team_wrote": discreet.without(names, claim.words),
        "reference": claim.reference,
        "paid": travel_claims.exact(claim.paid) if claim.paid is not None else "",
        "paid_on": moment(claim.paid_at),
    }


def _event(registration: Registration, moment: Moment) -> dict[str, Any]:
    event, is_quiet = registration.event, registration.keeps_quiet
    return {
        "title": discreet.title(event) if is_quiet else event.title,
        "organised_by": discreet.HOST if is_quiet else event.lead_host.name,
        "starts": moment(event.starts_at),
        "ends": moment(event.ends_at),
    }


def _booking(registration: Registration, moment: Moment) -> dict[str, Any]:
    return {
        "code": registration.code,
        "state": registration.get_state_display(),
        "kind_of_place": registration.get_kind_display(),
        "place_number": registration.place,
        "days": registration.days,
        "comes_with_somebody": registration.with_whom_id is not None,
        "reached_through_them": registration.through_first,
        "came_without_a_booking": registration.is_walk_in,
        "registered_by_a_helper": registration.helper_id is not None,
        "asks_for_discretion": registration.is_discreet,
        "form_begun": moment(registration.created_at),
        "booked": moment(registration.booked_at),
        "last_changed": moment(registration.touched_at),
        "waits_since": moment(registration.waiting_since),
        "offered_until": moment(registration.offered_until),
        "what_the_team_answered": _answer(registration),
        "cancelled": moment(registration.cancelled_at),
    }


def _answer(registration: Registration) -> str:
    """What the team wrote when it said no; a discreet file names nobody."""
    if not registration.keeps_quiet:
        return registration.answer_reason
    return discreet.without(discreet.names_of(registration.event), registration.answer_reason)


def _you(registration: Registration) -> dict[str, Any]:
    organisation = registration.organisation
    return {
        "badge_name": registration.badge_name,
        "pronouns": registration.pronouns,
        "reached_by": registration.get_contact_by_display(),
        "email": registration.email,
        "phone": registration.phone,
        "language": registration.language,
        "coming_as": registration.get_coming_as_display(),
        "organisation": organisation.name if organisation else "",
        "photos": registration.get_photo_display(),
        "where_photos_may_be_used": registration.photo_uses,
        "on_the_contact_list": registration.contact_list,
    }


def _sessions(registration: Registration) -> dict[str, Any]:
    """What was chosen, where the person was placed in what was published, and what they lead."""
    placed = registration.placements.exclude(allocation__published_at=None)
    return {
        "chosen": [
            {"at": str(row.slot), "session": row.session.title, "rank": row.rank}
            for row in registration.choices.select_related("slot", "session")
        ],
        "placed": [
            {
                "at": str(row.slot),
                "session": row.session.title if row.session else None,
                "put_there_by_the_team": row.is_pinned,
                "noted_by_the_team": row.note,
            }
            for row in placed.select_related("slot", "session").order_by("slot__starts_at", "id")
        ],
        "led": [row.session.title for row in registration.facilitations.select_related("session")],
    }


def _mails(registration: Registration) -> list[Message]:
    """The mails to this person; those to whoever had the place before are not theirs."""
    rows = Message.objects.filter(row_id=registration.pk, to__iexact=registration.email)
    return list(rows.exclude(state=MessageState.DROPPED).order_by("created_at", "id"))
