"""Publishing, changing, cancelling, beginning and copying an event."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from forum import keys, publishing
from forum.clock_changes import ClockChangeError
from forum.models import Event, EventChange, Host, Session, SessionLead, Slot, User
from forum.publishing import Missing, NotPublishedError, NotReadyError
from tests.factories import ask, make_event, make_lead, make_room, make_session, make_slot

LONDON = ZoneInfo("Europe/London")
JUNE = datetime(2030, 6, 5, 10, tzinfo=LONDON)


def draft(host: Host, **fields: Any) -> Event:
    """A draft with everything that publishing asks for."""
    ready = {"getting_in": "Ring the bell.", "languages": ["en"], "slug": "winter-forum"}
    return make_event(host, published=False, **(ready | fields))


def asked_above(event: Event) -> list[Missing]:
    """What a floor above might ask for; settings name it by its dotted name."""
    return [Missing("Say who brings the tea", f"/tea/{event.slug}/")]


def test_a_blank_draft_is_told_everything_that_is_missing(host: Host) -> None:
    event = draft(
        host,
        summary="",
        public_place="",
        getting_in="",
        contact_email="",
        languages=[],
        starts_at=datetime(2020, 1, 1, 10, tzinfo=UTC),
    )
    basics, place = (
        reverse(f"forum:{name}", args=["winter-forum"]) for name in ["edit_event", "edit_place"]
    )

    assert publishing.missing(event) == [
        Missing("Say in a sentence what the event is", f"{basics}#id_summary"),
        Missing("Choose a day that is still to come", f"{basics}#id_first_day"),
        Missing("Say where it is", f"{place}#id_public_place"),
        Missing("Say how people get in and around", f"{place}#id_getting_in"),
        Missing("Say whom people can ask", f"{place}#id_contact_email"),
        Missing("Choose the languages that are spoken", f"{place}#id_languages"),
    ]


@pytest.mark.parametrize(
    ("mode", "words"),
    [
        ("in_person", ["Say where it is"]),
        ("online", ["Give the link to the online room"]),
        ("hybrid", ["Say where it is", "Give the link to the online room"]),
    ],
)
def test_where_it_is_depends_on_how_people_take_part(
    host: Host, mode: str, words: list[str]
) -> None:
    event = draft(host, mode=mode, public_place="")
    assert [item.words for item in publishing.missing(event)] == words


def test_a_phone_number_alone_is_a_contact(host: Host) -> None:
    event = draft(host, contact_email="", contact_phone="0113 496 0000")
    assert publishing.missing(event) == []


def test_the_floors_above_add_what_they_ask_for(host: Host, settings: Any) -> None:
    settings.PUBLISH_CHECKS = ["tests.forum.test_publishing.asked_above"]
    event = draft(host)
    assert publishing.missing(event) == [Missing("Say who brings the tea", "/tea/winter-forum/")]
    assert publishing.missing_here(event) == []


def test_publishing_makes_the_key_and_writes_the_record(host: Host, organiser: User) -> None:
    event, now = draft(host), datetime(2026, 5, 1, 12, tzinfo=UTC)

    publishing.publish(event=event, by=organiser, now=now)

    assert (event.is_published, event.published_at) == (True, now)
    assert keys.exists(event.id, "needs")
    entry = event.audit_entries.get()
    assert (entry.deed, entry.who) == ("published", organiser)


def test_publishing_twice_is_publishing_once(host: Host, organiser: User) -> None:
    event = draft(host)
    publishing.publish(event=event, by=organiser)
    key, first = keys.read(event.id, "needs"), event.published_at

    publishing.publish(event=event, by=organiser)

    assert (keys.read(event.id, "needs"), event.published_at) == (key, first)
    assert event.audit_entries.count() == 1


def test_nothing_is_published_while_something_is_missing(host: Host, organiser: User) -> None:
    event = draft(host, getting_in="")

    with pytest.raises(NotReadyError) as raised:
        publishing.publish(event=event, by=organiser)

    assert [item.words for item in raised.value.missing] == ["Say how people get in and around"]
    event.refresh_from_db()
    assert event.is_draft
    assert not keys.exists(event.id, "needs")


def test_an_event_whose_key_cannot_be_made_stays_a_draft(
    host: Host, organiser: User, settings: Any, tmp_path: Path
) -> None:
    (tmp_path / "a file").write_text("no folder")
    settings.KEYS = tmp_path / "a file"
    event = draft(host)

    with pytest.raises(OSError, match="a file"):
        publishing.publish(event=event, by=organiser)

    event.refresh_from_db()
    assert event.is_draft


def test_a_cancelled_event_is_not_published_again(event: Event, organiser: User) -> None:
    publishing.cancel(event=event, by=organiser, reason="The hall leaks.")
    with pytest.raises(NotReadyError, match="Copy it"):
        publishing.publish(event=event, by=organiser)


def test_what_people_were_told_is_written_down_when_it_changes(host: Host, organiser: User) -> None:
    event = make_event(host, starts_at=JUNE, title="Spring forum")
    now = datetime(2030, 5, 1, tzinfo=UTC)
    later = datetime(2030, 6, 5, 11, tzinfo=LONDON)

    row = publishing.change(
        event=event, by=organiser, fields={"title": "Summer forum", "starts_at": later}, now=now
    )

    assert row == event.changes.get()
    assert row is not None
    assert (row.at, row.by, row.told_at) == (now, organiser, None)
    assert row.before == {"title": "Spring forum", "starts_at": "2030-06-05T10:00:00+01:00"}
    assert row.after == {"title": "Summer forum", "starts_at": "2030-06-05T11:00:00+01:00"}
    assert (event.title, event.starts_at) == ("Summer forum", later)


@pytest.mark.parametrize("field", ["capacity", "food", "summary"])
def test_what_nobody_was_told_changes_without_a_word(
    event: Event, organiser: User, field: str
) -> None:
    value = {"capacity": 99, "food": "Soup", "summary": "Another day."}[field]
    assert publishing.change(event=event, by=organiser, fields={field: value}) is None
    assert getattr(event, field) == value
    assert EventChange.objects.count() == 0
    assert event.audit_entries.get().deed == "changed the event"


def test_changing_nothing_leaves_no_trace(event: Event, organiser: User) -> None:
    fields = {"title": event.title, "capacity": event.capacity}
    assert publishing.change(event=event, by=organiser, fields=fields) is None
    assert event.audit_entries.count() == 0


def test_a_form_that_has_filled_the_event_already_hides_no_change(
    event: Event, organiser: User
) -> None:
    event.title = "Changed in memory only"
    row = publishing.change(event=event, by=organiser, fields={"title": "Changed in memory only"})
    assert row is not None
    assert row.before == {"title": "Spring casework forum"}


def test_a_draft_changes_without_telling_anybody(host: Host, organiser: User) -> None:
    event = draft(host)
    assert publishing.change(event=event, by=organiser, fields={"title": "New"}) is None
    assert (event.title, EventChange.objects.count()) == ("New", 0)


def test_a_new_time_zone_keeps_every_time_as_it_reads_on_the_clock(
    host: Host, organiser: User
) -> None:
    event = make_event(host, starts_at=JUNE, ends_at=JUNE + timedelta(hours=6))
    event.closes_at = JUNE - timedelta(days=2)
    event.save()
    slot = make_slot(event)
    alone = make_session(event)
    paris = ZoneInfo("Europe/Paris")

    row = publishing.change(event=event, by=organiser, fields={"timezone": "Europe/Paris"})

    slot.refresh_from_db()
    alone.refresh_from_db()
    assert event.starts_at == datetime(2030, 6, 5, 10, tzinfo=paris)
    assert event.ends_at == datetime(2030, 6, 5, 16, tzinfo=paris)
    assert event.closes_at == datetime(2030, 6, 3, 10, tzinfo=paris)
    assert slot.starts_at == datetime(2030, 6, 5, 11, tzinfo=paris)
    assert alone.starts_at == datetime(2030, 6, 5, 10, tzinfo=paris)
    assert row is not None
    assert row.before == {
        "starts_at": "2030-06-05T10:00:00+01:00",
        "ends_at": "2030-06-05T16:00:00+01:00",
        "timezone": "Europe/London",
    }
    assert row.after == {
        "starts_at": "2030-06-05T10:00:00+02:00",
        "ends_at": "2030-06-05T16:00:00+02:00",
        "timezone": "Europe/Paris",
    }


def test_a_zone_in_which_a_kept_time_does_not_exist_is_refused(host: Host, organiser: User) -> None:
    event = make_event(
        host,
        timezone="UTC",
        starts_at=datetime(2027, 3, 27, 10, tzinfo=UTC),
        ends_at=datetime(2027, 3, 28, 12, tzinfo=UTC),
    )
    make_slot(
        event,
        starts_at=datetime(2027, 3, 28, 1, 30, tzinfo=UTC),
        ends_at=datetime(2027, 3, 28, 3, tzinfo=UTC),
    )
    with pytest.raises(ClockChangeError, match=r"1\.30 am does not exist"):
        publishing.change(event=event, by=organiser, fields={"timezone": "Europe/London"})
    event.refresh_from_db()
    assert event.timezone == "UTC"


def test_cancelling_keeps_the_reason_and_tells_people(event: Event, organiser: User) -> None:
    now = datetime(2030, 1, 1, tzinfo=UTC)

    publishing.cancel(event=event, by=organiser, reason="The hall leaks.", now=now)
    publishing.cancel(event=event, by=organiser, reason="Another reason.")

    assert (event.is_cancelled, event.cancelled_at) == (True, now)
    assert event.cancel_reason == "The hall leaks."
    row = event.changes.get()
    assert (row.before, row.after) == ({"state": "published"}, {"state": "cancelled"})
    assert [entry.deed for entry in event.audit_entries.all()] == ["cancelled the event"]


def test_a_draft_is_not_cancelled_into_public_view(host: Host, organiser: User) -> None:
    event = draft(host)
    with pytest.raises(NotPublishedError):
        publishing.cancel(event=event, by=organiser, reason="Never mind.")
    event.refresh_from_db()
    assert event.is_draft


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Casework Forum 2030", "casework-forum-2030"),
        ("Fête d’été: café & thé", "fete-dete-cafe-the"),
        ("Łódź, Ærø and Straße", "lodz-aero-and-strasse"),
        ("منتدى", "forum-2030-06-05"),
        ("New", "new-2"),
        ("x" * 120, "x" * 70),
    ],
)
def test_the_address_is_made_from_the_title(
    host: Host, organiser: User, title: str, slug: str
) -> None:
    fields = {"title": title, "starts_at": JUNE, "ends_at": JUNE + timedelta(hours=6)}
    assert publishing.create(host=host, by=organiser, fields=fields).slug == slug


def test_a_taken_address_is_numbered(host: Host, organiser: User) -> None:
    fields = {"title": "Forum", "starts_at": JUNE, "ends_at": JUNE + timedelta(hours=6)}
    slugs = [publishing.create(host=host, by=organiser, fields=fields).slug for _ in range(3)]
    assert slugs == ["forum", "forum-2", "forum-3"]


def test_a_new_event_starts_with_what_its_host_is_known_for(host: Host, organiser: User) -> None:
    host.contact_name, host.contact_email, host.contact_phone = "Rae", "rae@h.example", "0113"
    host.save()
    fields = {"title": "Forum", "starts_at": JUNE, "ends_at": JUNE + timedelta(hours=6)}

    event = publishing.create(host=host, by=organiser, fields=fields)

    assert (event.contact_name, event.contact_email, event.contact_phone) == (
        "Rae",
        "rae@h.example",
        "0113",
    )
    assert event.languages == ["en"]
    assert event.agreement.startswith("Everybody here is welcome")
    assert event.lead_host == host
    assert event.is_draft
    assert event.audit_entries.get().deed == "made the event"


def test_a_copy_takes_the_words_and_the_programme_to_the_new_day(
    host: Host, organiser: User
) -> None:
    """From winter to summer time: every time reads the same on the clock."""
    start = datetime(2030, 1, 16, 10, tzinfo=LONDON)
    event = make_event(host, starts_at=start, food="Soup", title="Forum", slug="forum-jan")
    event.doors_at = start - timedelta(minutes=30)
    event.closes_at = start - timedelta(days=1)
    event.save()
    ask(event)
    room = make_room(event, name="Hall", capacity=40, is_step_free=False)
    slot = make_slot(event, title="Groups")
    grouped = make_session(event, slot=slot, room=room, title="Housing", recording_link="https://x")
    make_lead(grouped)
    make_session(event, title="Welcome")
    make_session(event, title="Called off", is_cancelled=True)

    made = publishing.copy(event=event, by=organiser, starts_at=JUNE)

    assert (made.title, made.food, made.copied_from) == ("Forum", "Soup", event)
    assert (made.is_draft, made.closes_at, made.lead_host) == (True, None, host)
    assert made.starts_at == JUNE
    assert made.ends_at == datetime(2030, 6, 5, 16, 30, tzinfo=LONDON)
    assert made.doors_at == datetime(2030, 6, 5, 9, 30, tzinfo=LONDON)
    hall = made.rooms.get()
    assert (hall.name, hall.capacity, hall.is_step_free) == ("Hall", 40, False)
    groups = Slot.objects.get(event=made)
    assert (groups.title, groups.starts_at) == ("Groups", datetime(2030, 6, 5, 11, tzinfo=LONDON))
    rows = {session.title: session for session in Session.objects.filter(event=made)}
    assert set(rows) == {"Housing", "Welcome"}
    assert (rows["Housing"].slot, rows["Housing"].room) == (groups, hall)
    assert rows["Housing"].recording_link == ""
    assert rows["Welcome"].starts_at == JUNE
    assert SessionLead.objects.count() == 1


def test_a_copy_onto_the_night_the_clocks_change_is_refused(host: Host, organiser: User) -> None:
    start = datetime(2030, 1, 15, 1, 30, tzinfo=LONDON)
    event = make_event(host, starts_at=start - timedelta(hours=6), ends_at=start)
    with pytest.raises(ClockChangeError, match=r"1\.30 am happens twice"):
        publishing.copy(
            event=event, by=organiser, starts_at=datetime(2026, 10, 24, 19, 30, tzinfo=LONDON)
        )
    assert Event.objects.count() == 1
