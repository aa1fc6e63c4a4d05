"""The team's own pages: its events, a new one, today, basics, place and hosts."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from forum import audit, hosting, publishing
from forum.models import Event, Host, User
from forum.models.people import Role
from tests.factories import (
    add_host,
    make_event,
    make_host,
    make_member,
    make_registration,
    make_series,
    make_session,
)
from tests.forum.doors import assert_refuses, assert_same_queries, assert_team_only
from tests.markup import assert_error_contract, assert_form_markup, text_of
from tests.markup import page_of as parsed

LONDON = ZoneInfo("Europe/London")
BASICS = {
    "title": "Winter forum",
    "kind": "summit",
    "summary": "Two days to plan together.",
    "first_day": "2030-01-16",
    "last_day": "2030-01-17",
    "starts": "10:00",
    "ends": "15:00",
    "timezone": "Europe/London",
    "capacity": "120",
}
PLACE = {
    "mode": "in_person",
    "public_place": "Central Leeds",
    "exact_place": "4 Mill Street",
    "getting_in": "Ring the bell.",
    "languages": ["en", "ar"],
    "contact_email": "forum@harbour.example",
    "visibility": "unlisted",
    "needs_kept_days": "10",
}
# What nobody may set through a form, whatever they post.
EXTRA = {
    "state": "cancelled",
    "slug": "taken-over",
    "published_at": "2020-01-01",
    "is_discreet": "1",
    "host": "elsewhere-alliance",
    "copied_from": "1",
    "id": "1",
}


def words(client: Client, path: str, **query: str) -> str:
    response = client.get(path, query)
    assert response.status_code == 200
    return text_of(parsed(response)).replace("\N{NO-BREAK SPACE}", " ")


# My events


def test_my_events_are_those_of_my_hosts(client: Client, organiser: User, event: Event) -> None:
    make_event(title="Somebody else's day")
    make_event(event.lead_host, title="A draft", published=False, public_place="")
    client.force_login(organiser)

    page = words(client, "/organise/")

    assert "One event to come" in page
    assert "Spring casework forum" in page
    assert "10 of 10 places left" in page
    assert "A draft" in page
    assert "Three things to do" in page
    assert "Somebody else's day" not in page


def test_a_new_team_is_asked_to_make_its_first_event(client: Client, organiser: User) -> None:
    client.force_login(organiser)
    page = words(client, "/organise/")
    assert "No events to come" in page
    assert "Create your first event" in page


def test_a_door_volunteer_sees_events_and_makes_none(
    client: Client, door: User, event: Event
) -> None:
    make_event(event.lead_host, title="Long ago", starts_at=timezone.now() - timedelta(days=99))
    client.force_login(door)
    page = words(client, "/organise/")
    assert "Spring casework forum" in page
    assert "New event" not in page
    assert "Copy" not in page
    assert "Organisations" not in page


def test_an_event_with_a_co_host_names_both(client: Client, organiser: User, event: Event) -> None:
    add_host(event, make_host(name="Severn and Wye"))
    client.force_login(organiser)
    assert "Harbour Network , with Severn and Wye" in words(client, "/organise/")


def test_past_events_are_shown_a_dozen_at_a_time(
    client: Client, organiser: User, host: Host
) -> None:
    for day in range(13):
        start = timezone.now() - timedelta(days=30 + day)
        make_event(host, title=f"Past {day}", slug=f"past-{day}", starts_at=start)
    client.force_login(organiser)
    page = words(client, "/organise/")
    assert "Past 11" in page
    assert "Past 12" not in page
    assert "All 13 past events" in page
    assert "Past 12" in words(client, "/organise/", all="1")


@pytest.mark.parametrize("kind", ["coming", "draft", "past"])
def test_my_events_ask_the_database_as_often_for_three_as_for_one(
    client: Client, organiser: User, host: Host, kind: str
) -> None:
    start = timezone.now() + timedelta(days=-30 if kind == "past" else 30)
    client.force_login(organiser)

    def add() -> None:
        made = make_event(host, starts_at=start, published=kind != "draft")
        add_host(made)

    assert_same_queries(client, "/organise/", add)


# A new event


def test_a_new_event_is_a_draft_of_my_host(
    client: Client, organiser: User, host: Host, stranger: User
) -> None:
    client.force_login(organiser)
    assert_form_markup(client.get("/organise/events/new/"))

    response = client.post("/organise/events/new/", BASICS | EXTRA)

    made = Event.objects.get(title="Winter forum")
    assert response.headers["Location"] == f"/organise/events/{made.slug}/place/"
    assert (made.slug, made.state, made.is_discreet) == ("winter-forum", "draft", False)
    assert made.lead_host == host
    assert made.starts_at == datetime(2030, 1, 16, 10, tzinfo=LONDON)
    assert made.ends_at == datetime(2030, 1, 17, 15, tzinfo=LONDON)
    assert (made.capacity, made.kind) == (120, "summit")


def test_a_new_event_with_gaps_says_what_to_mend(client: Client, organiser: User) -> None:
    client.force_login(organiser)
    response = client.post("/organise/events/new/", BASICS | {"title": "", "ends": "9:00"})
    assert_error_contract(response)
    assert Event.objects.count() == 0


def test_who_organises_for_several_hosts_chooses_one(
    client: Client, organiser: User, host: Host, stranger: User
) -> None:
    second = make_host(name="Second host")
    make_member(second, Role.ORGANISER, user=organiser)
    elsewhere = stranger.memberships.get().host
    client.force_login(organiser)

    refused = client.post("/organise/events/new/", BASICS | {"host": str(elsewhere.pk)})
    assert "Choose one from the list" in text_of(parsed(refused))
    client.post("/organise/events/new/", BASICS | {"host": str(second.pk)})

    assert Event.objects.get(title="Winter forum").lead_host == second


def test_last_years_event_is_copied_to_a_new_day(
    client: Client, organiser: User, event: Event
) -> None:
    make_session(event, title="Welcome")
    client.force_login(organiser)
    path = "/organise/events/new/?copy=spring-forum"
    assert "Copy Spring casework forum to a new day" in words(
        client, "/organise/events/new/", copy="spring-forum"
    )

    response = client.post(path, {"day": "2030-06-05", "starts": "11:00"})

    made = Event.objects.get(copied_from=event)
    assert response.headers["Location"] == f"/organise/events/{made.slug}/edit/"
    assert made.sessions.get().starts_at == datetime(2030, 6, 5, 11, tzinfo=LONDON)


def test_a_copy_on_a_night_that_its_programme_does_not_fit_is_refused_in_words(
    client: Client, organiser: User, host: Host
) -> None:
    late = datetime(2030, 1, 15, 19, 30, tzinfo=LONDON)
    event = make_event(host, slug="night", starts_at=late, ends_at=late + timedelta(hours=6))
    client.force_login(organiser)
    response = client.post(
        "/organise/events/new/?copy=night", {"day": "2026-10-24", "starts": "19:30"}
    )
    assert "1.30 am happens twice" in text_of(parsed(response))
    assert Event.objects.get() == event


def test_an_event_of_another_host_cannot_be_copied(
    client: Client, organiser: User, stranger: User
) -> None:
    client.force_login(organiser)
    path = "/organise/events/new/?copy=elsewhere-gathering"
    assert client.get(path).status_code == 404
    assert client.post(path, {"day": "2030-06-05", "starts": "11:00"}).status_code == 404


# Today


def test_today_says_what_is_missing_before_an_event_can_be_published(
    client: Client, organiser: User, host: Host
) -> None:
    make_event(host, slug="draft", published=False, languages=["en"])
    client.force_login(organiser)
    page = words(client, "/organise/events/draft/")
    assert "One thing to do before you can publish" in page
    assert "Say how people get in and around" in page
    assert "How it stands" not in page


def test_today_offers_to_publish_when_nothing_is_missing(
    client: Client, organiser: User, host: Host
) -> None:
    make_event(host, slug="draft", published=False, languages=["en"], getting_in="Ring.")
    client.force_login(organiser)
    assert "Ready to publish" in words(client, "/organise/events/draft/")


def test_today_tells_what_happened_last(client: Client, organiser: User, event: Event) -> None:
    now = timezone.now()
    for deed, who, days in [
        ("published", organiser, 2),
        ("checked in", organiser, 0),
        ("checked in", organiser, 0),
        ("forgot drafts", None, 0),
    ]:
        entry = audit.record(deed=deed, by=who, event=event)
        entry.at = now - timedelta(days=days)
        entry.save()
    event.languages, event.getting_in = ["en"], "Ring."
    event.save()
    client.force_login(organiser)

    page = words(client, "/organise/events/spring-forum/")

    assert "Nothing to do today" in page
    assert "Oscar Vale checked in 2 people" in page
    assert "Oscar Vale published the event" in page
    assert "Forgot drafts" in page


def test_today_shows_a_volunteer_no_way_to_change_the_event(
    client: Client, door: User, host: Host
) -> None:
    make_event(host, slug="draft", published=False)
    client.force_login(door)
    page = words(client, "/organise/events/draft/")
    assert "Not published yet" in page
    assert "Change the event" not in page
    assert "Say how people get in" not in page


def test_today_of_a_cancelled_event_gives_the_reason(
    client: Client, organiser: User, event: Event
) -> None:
    publishing.cancel(event=event, by=organiser, reason="The hall leaks.")
    client.force_login(organiser)
    page = words(client, "/organise/events/spring-forum/")
    assert "This event is cancelled" in page
    assert "The hall leaks." in page
    assert "was planned for" in page


def test_today_asks_the_database_as_often_for_three_deeds_and_people_as_for_one(
    client: Client, organiser: User, door: User, event: Event
) -> None:
    client.force_login(organiser)

    def add() -> None:
        make_registration(event)
        audit.record(deed="checked in", by=door, event=event)
        audit.record(deed="published", by=organiser, event=event)

    assert_same_queries(client, "/organise/events/spring-forum/", add)


# Basics, place, hosts


def test_a_published_event_tells_people_of_a_new_time(
    client: Client, organiser: User, event: Event
) -> None:
    client.force_login(organiser)
    path = "/organise/events/spring-forum/edit/"
    assert "everybody who booked is told by email" in words(client, path)

    response = client.post(path, BASICS | EXTRA, follow=True)

    event.refresh_from_db()
    assert (event.title, event.slug, event.state) == ("Winter forum", "spring-forum", "published")
    assert event.changes.get().after["title"] == "Winter forum"
    assert "Everybody who booked will be told by email." in text_of(parsed(response))


def test_a_change_that_nobody_was_told_of_promises_no_mail(
    client: Client, organiser: User, event: Event
) -> None:
    client.force_login(organiser)
    path = "/organise/events/spring-forum/edit/"
    client.post(path, BASICS, follow=True)
    event.changes.all().delete()
    response = client.post(path, BASICS | {"capacity": "7"}, follow=True)
    assert "Your changes are kept." in text_of(parsed(response))
    assert "told by email" not in text_of(parsed(response))
    assert event.changes.count() == 0


def test_a_draft_goes_on_to_the_next_step(client: Client, organiser: User, host: Host) -> None:
    draft = make_event(host, slug="draft", published=False)
    client.force_login(organiser)

    basics = client.post("/organise/events/draft/edit/", BASICS)
    place = client.post("/organise/events/draft/place/", PLACE | EXTRA)

    assert basics.headers["Location"] == "/organise/events/draft/place/"
    assert place.headers["Location"] == "/organise/events/draft/questions/"
    draft.refresh_from_db()
    assert (draft.exact_place, draft.languages) == ("4 Mill Street", ["en", "ar"])
    assert (draft.visibility, draft.needs_kept_days) == ("unlisted", 10)
    assert (draft.state, draft.slug) == ("draft", "draft")
    assert draft.is_discreet  # it is hidden: decision 18


def test_a_zone_that_the_programme_does_not_fit_is_refused_at_its_field(
    client: Client, organiser: User, host: Host
) -> None:
    utc = ZoneInfo("UTC")
    event = make_event(
        host,
        slug="night",
        timezone="UTC",
        starts_at=datetime(2027, 3, 27, 10, tzinfo=utc),
        ends_at=datetime(2027, 3, 28, 15, tzinfo=utc),
    )
    make_session(event, starts_at=datetime(2027, 3, 28, 1, 30, tzinfo=utc))
    client.force_login(organiser)
    response = client.post(
        "/organise/events/night/edit/",
        BASICS | {"first_day": "2027-03-27", "last_day": "2027-03-28"},
    )
    assert_error_contract(response)
    assert "The programme does not fit there." in text_of(parsed(response))
    event.refresh_from_db()
    assert event.timezone == "UTC"


def test_words_that_break_a_line_are_refused_at_the_field(
    client: Client, organiser: User, event: Event
) -> None:
    """D09."""
    client.force_login(organiser)
    for title in ["Forum\r\nBcc: x@evil.example", "Forum\x0b", "Forum\x00", "x" * 10_000]:
        response = client.post("/organise/events/spring-forum/edit/", BASICS | {"title": title})
        assert_error_contract(response)
    event.refresh_from_db()
    assert event.title == "Spring casework forum"


def test_another_host_is_added_and_taken_off(client: Client, organiser: User, event: Event) -> None:
    other = make_host(name="Severn and Wye")
    member = make_member(other, Role.ORGANISER)
    client.force_login(organiser)
    path = "/organise/events/spring-forum/hosts/"

    client.post(path, {"host": "severn and wye"})
    assert "Severn and Wye Asked, has not answered yet." in words(client, path)
    hosting.answer(asked=event.asked_hosts.get(), says_yes=True, by=member)
    assert set(event.hosts.all()) == {event.lead_host, other}
    assert "Two hosts run this event" in words(client, path)
    client.force_login(member)
    assert client.get("/organise/events/spring-forum/edit/").status_code == 200

    client.force_login(organiser)
    client.post(path, {"remove": str(event.event_hosts.get(host=other).pk)})
    assert event.hosts.count() == 1
    client.force_login(member)
    assert client.get("/organise/events/spring-forum/edit/").status_code == 404
    deeds = [entry.deed for entry in event.audit_entries.all()]
    assert deeds == [
        *("removed a host", "another host said yes to running it too"),
        "asked a host to run it too",
    ]


def test_a_co_host_may_leave_and_the_lead_may_not(
    client: Client, organiser: User, event: Event
) -> None:
    other = add_host(event)
    member = make_member(other, Role.ORGANISER)
    client.force_login(member)
    path = "/organise/events/spring-forum/hosts/"

    lead = client.post(path, {"remove": str(event.event_hosts.get(is_lead=True).pk)})
    mine = client.post(path, {"remove": str(event.event_hosts.get(host=other).pk)})

    assert lead.status_code == 404
    assert mine.headers["Location"] == "/organise/"
    assert [row.is_lead for row in event.event_hosts.all()] == [True]


def test_a_host_of_another_event_is_not_removed_here(
    client: Client, organiser: User, event: Event
) -> None:
    """D02."""
    elsewhere = make_event()
    add_host(elsewhere)
    client.force_login(organiser)
    for wanted in [str(elsewhere.event_hosts.get(is_lead=False).pk), "1", "\x00"]:
        for word in ("remove", "take_back"):
            response = client.post("/organise/events/spring-forum/hosts/", {word: wanted})
            assert response.status_code == 404
    assert elsewhere.event_hosts.count() == 2


def test_hosts_ask_the_database_as_often_for_three_as_for_one(
    client: Client, organiser: User, event: Event
) -> None:
    client.force_login(organiser)
    assert_same_queries(client, "/organise/events/spring-forum/hosts/", lambda: add_host(event))


# Doors

EDITED = ["edit/", "place/", "hosts/"]
INSIDE = [f"/organise/events/spring-forum/{page}" for page in ["", *EDITED]]


@pytest.mark.parametrize("path", INSIDE)
def test_strangers_stay_out(client: Client, event: Event, stranger: User, path: str) -> None:
    assert_team_only(client, path, stranger)


@pytest.mark.parametrize("page", EDITED)
@pytest.mark.parametrize("role", ["needs_lead", "door", "staff", "analyst"])
def test_only_owners_and_organisers_change_an_event(
    client: Client, event: Event, page: str, role: str, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(role))
    assert client.get(f"/organise/events/spring-forum/{page}").status_code == 404
    assert client.post(f"/organise/events/spring-forum/{page}", BASICS).status_code == 404


def test_who_works_nowhere_has_no_events(client: Client, organiser: User, host: Host) -> None:
    host.memberships.all().delete()
    client.force_login(organiser)
    for path in ["/organise/", "/organise/events/new/", "/organise/anything/else/"]:
        assert client.get(path).status_code == 404


def test_only_the_right_methods_are_heard(client: Client, organiser: User, event: Event) -> None:
    client.force_login(organiser)
    for path in ["/organise/", "/organise/events/spring-forum/", "/organise/anything/"]:
        assert_refuses(client, path, "POST", "PUT", "DELETE")
    for page in EDITED:
        assert_refuses(client, f"/organise/events/spring-forum/{page}", "PUT", "DELETE")
    assert_refuses(client, "/organise/events/new/", "PUT", "DELETE")


def test_a_series_of_the_host_can_be_chosen(
    client: Client, organiser: User, event: Event, host: Host
) -> None:
    series = make_series(host)
    client.force_login(organiser)
    client.post("/organise/events/spring-forum/edit/", BASICS | {"series": str(series.pk)})
    event.refresh_from_db()
    assert event.series == series


def test_every_form_is_marked_up_for_everybody(
    client: Client, organiser: User, event: Event
) -> None:
    client.force_login(organiser)
    for page in EDITED:
        path = f"/organise/events/spring-forum/{page}"
        assert_form_markup(client.get(path))
        empty: dict[str, Any] = {}
        assert_error_contract(client.post(path, empty | {"nothing": "1"}))


def test_a_copy_of_no_event_is_not_found(client, organiser, event):
    client.force_login(organiser)
    for slug in ("no-such-event", "\x00", "a" * 5000):
        response = client.get("/organise/events/new/", {"copy": slug})
        assert response.status_code == 404
