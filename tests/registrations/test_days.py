"""Which days somebody comes: asked for events of several days, read against the event as it is."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from registrations import booking, drafts, tickets
from registrations.breakouts import rows
from registrations.models import Registration, days
from tests.factories import answers, ask, make_event, make_registration, make_round

pytestmark = pytest.mark.django_db

FRIDAY, SATURDAY, SUNDAY = "2027-06-04", "2027-06-05", "2027-06-06"
YOU = {"name": "Amina", "contact_by": "page", "agree": "on"}
STARTS = datetime(2027, 6, 4, 9, tzinfo=UTC)


def gathering(host, hours=54, **fields):
    """From Friday morning to Sunday afternoon."""
    return make_event(
        host, slug="gathering", starts_at=STARTS, ends_at=STARTS + timedelta(hours=hours), **fields
    )


@pytest.fixture
def event(host):
    return gathering(host)


def sent(client, event, *chosen):
    """The answer to the form on one page, sent with these days."""
    page = f"/e/{event.slug}/register/"
    key = client.get(page).context["begin"]["key"].value()
    return client.post(page, {**YOU, "key": key, "expects": "place", "days": list(chosen)})


def chosen():
    return [row.days for row in Registration.objects.filter(booked_at__isnull=False)]


def test_somebody_who_comes_on_some_days_says_which(client, event):
    assert sent(client, event, SUNDAY, FRIDAY).status_code == 302
    assert chosen() == [[FRIDAY, SUNDAY]]


def test_all_days_ticked_are_kept_as_no_choice(client, event):
    sent(client, event, FRIDAY, SATURDAY, SUNDAY)
    assert chosen() == [[]]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ([], "Tick each day you are coming"),
        (["2027-06-09"], "The event is on other days now. Tick the days you are coming"),
        (["<b>"], "The event is on other days now. Tick the days you are coming"),
    ],
)
def test_no_day_and_a_day_that_is_not_one_are_asked_about(client, event, given, words):
    response = sent(client, event, *given)
    assert response.status_code == 200
    assert words in response.content.decode()
    assert chosen() == []


@pytest.mark.parametrize(
    ("hours", "offered"),
    [(7, 0), (15, 0), (18, 0), (30, 2), (13 * 24, 14), (14 * 24, 0), (30 * 24, 0)],
    ids=["a day", "until midnight", "a night", "two days", "a fortnight", "longer", "a month"],
)
def test_days_are_asked_where_there_are_a_few_to_choose_from(client, host, hours, offered):
    event = gathering(host, hours=hours)
    assert len(days.asked(event)) == offered
    page = client.get(f"/e/{event.slug}/register/").content.decode()
    assert ("Which days are you coming?" in page) is bool(offered)
    assert sent(client, event, *[day.isoformat() for day in days.asked(event)]).status_code == 302


def test_the_answers_told_back_say_the_days(client, event):
    ask(event)
    draft = booking.start(event=event)
    for given, words in [([], "All days"), ([FRIDAY, SUNDAY], "Friday 4 June 2027, Sunday 6 June")]:
        drafts.save(registration=draft, answers=answers(days=given))
        assert words in client.get(tickets.draft_path(draft, "check")).content.decode()


def test_a_form_that_was_left_comes_back_with_its_ticks(client, event):
    ask(event)
    draft = booking.start(event=event)
    where = tickets.draft_path(draft, "you")
    assert client.get(where).context["form"]["days"].value() is None
    for given, ticked in [([SATURDAY], [SATURDAY]), ([], [FRIDAY, SATURDAY, SUNDAY])]:
        drafts.save(registration=draft, answers=answers(days=given))
        assert client.get(where).context["form"]["days"].value() == ticked


def test_the_private_page_says_the_days_and_changes_them(client, event):
    mine = make_registration(event, "Amina", contact_by="page", days=[FRIDAY, SATURDAY])
    where = tickets.booking_path(mine)
    said = "You come on Friday 4\xa0June\xa02027 and Saturday 5\xa0June\xa02027."
    assert said in client.get(where).content.decode()
    change = f"{where}change/you/"
    client.post(change, {**YOU, "days": [FRIDAY, SATURDAY, SUNDAY]})
    mine.refresh_from_db()
    assert mine.days == []
    assert "You come on all days." in client.get(where).content.decode()
    assert client.post(change, YOU).status_code == 200  # none is ticked: asked about


def test_an_event_of_one_day_says_nothing_of_days(client, host):
    mine = make_registration(make_event(host), "Amina")
    assert "You come on" not in client.get(tickets.booking_path(mine)).content.decode()


def test_days_that_the_event_has_no_more_do_not_count(event):
    mine = make_registration(event, "Amina", days=[FRIDAY, SUNDAY])
    event.ends_at = STARTS + timedelta(hours=30)
    mine.event = event
    assert [day.isoformat() for day in mine.coming_days] == [FRIDAY]
    event.starts_at += timedelta(days=30)
    event.ends_at += timedelta(days=30)
    assert mine.coming_days == days.of(event)  # nothing it has was chosen: everything is open
    assert not mine.is_part_time


def test_somebody_is_placed_in_groups_of_their_days_alone(event):
    make_round(event, starts_at=STARTS + timedelta(hours=25))
    make_registration(event, "Amina", days=[FRIDAY])
    make_registration(event, "Bahar", days=[SATURDAY])
    make_registration(event, "Chidi")
    found = rows.load(event, now=timezone.now())
    slot = found.rounds[0].slot
    here = {one.badge_name for one in found.people if found.is_there(one, slot)}
    assert here == {"Bahar", "Chidi"}


def test_the_team_reads_who_comes_on_some_days(client, event, organiser):
    client.force_login(organiser)
    for given, words in [([FRIDAY], "Friday 4\xa0June\xa02027"), ([], "<dt>Days</dt>")]:
        mine = make_registration(event, "Amina", days=given)
        text = client.get(f"/organise/events/{event.slug}/people/{mine.pk}/").content.decode()
        assert (words in text) is bool(given)
