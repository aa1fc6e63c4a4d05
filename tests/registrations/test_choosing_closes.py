"""Until when people choose, what they meet after it, and rooms that do not suit what they need."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.utils import timezone

from forum import dates, keys
from registrations import booking, breakouts, drafts, tickets
from registrations.models import BreakoutChoice, Registration
from registrations.models.registrations import Kind
from tests.factories import answers, ask, make_registration, make_round
from tests.page_forms import read_forms

START = "/e/spring-forum/register/"


@pytest.fixture
def groups(event):
    """Housing, Health and Work, side by side, each in a room that suits everybody."""
    found = make_round(event)
    for session in found:
        type(session.room).objects.filter(pk=session.room_id).update(
            is_step_free=True, has_hearing_loop=True, is_quiet=True
        )
    return found


@pytest.fixture
def mine(event, groups):
    return make_registration(event, "Amina", choices=wishes(groups[0], groups[1]))


def wishes(*sessions):
    return {str(sessions[0].slot_id): [str(session.pk) for session in sessions]}


def wished(*sessions):
    return {f"session-{one.slot_id}-{rank}": str(one.pk) for rank, one in enumerate(sessions)}


def plain(response):
    """The words of the page's main part, as they are read."""
    assert response.status_code == 200
    main = response.content.decode().split("<main")[1].split("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def change(registration):
    return tickets.booking_path(registration) + "change/sessions/"


def close(event, *, ago=timedelta(hours=1)):
    """Choosing closed so long ago; the words that say when."""
    event.choosing_closes_at = (timezone.now() - ago).replace(second=0, microsecond=0)
    event.save()
    when, zone = event.choosing_closes_at, event.zone
    return f"{dates.short_day(when, zone)}, {dates.clock(when, zone)}"


def chosen(registration):
    rows = BreakoutChoice.objects.filter(registration=registration).order_by("rank")
    return list(rows.values_list("session__title", flat=True))


# Until when


def test_choosing_ends_when_the_team_says_and_when_it_begins_at_the_latest(event):
    assert breakouts.closes(event) == event.starts_at
    event.choosing_closes_at = event.starts_at - timedelta(days=2)
    assert breakouts.closes(event) == event.choosing_closes_at
    event.choosing_closes_at = event.starts_at + timedelta(days=2)
    assert breakouts.closes(event) == event.starts_at


def test_to_the_minute_something_can_be_chosen_and_then_nothing(event, mine, groups):
    event.choosing_closes_at = closes = event.starts_at - timedelta(days=2)
    event.save()
    for before, is_open in ((timedelta(seconds=1), True), (timedelta(0), False)):
        assert bool(breakouts.open_rounds(event, closes - before)) is is_open
        assert breakouts.is_closed(event, closes - before) is not is_open
    breakouts.choose(registration=mine, wishes=wishes(groups[2]), now=closes - timedelta(seconds=1))
    with pytest.raises(breakouts.ChoiceError, match="nothing was changed"):
        breakouts.choose(registration=mine, wishes=wishes(groups[1]), now=closes)
    assert chosen(mine) == ["Work"]


def test_the_page_of_the_form_and_the_own_page_say_until_when(client, event, mine):
    event.choosing_closes_at = event.starts_at - timedelta(days=2)
    event.save()
    until = f"{dates.short_day(event.choosing_closes_at, event.zone)}, 10 am."
    assert f"You can change your choice until {until}" in plain(client.get(change(mine)))
    assert f"Open until {until}" in plain(client.get(tickets.booking_path(mine)))


# After it


def test_what_was_chosen_stands_and_the_page_says_since_when(client, event, mine):
    when = close(event)
    words = plain(client.get(tickets.booking_path(mine)))
    assert (
        f"Housing Health Choosing sessions closed on {when}. What you chose stands, and we "
        "tell you your sessions when everybody has one." in words
    )
    assert "change/sessions/" not in client.get(tickets.booking_path(mine)).content.decode()
    assert client.get(change(mine)).headers["Location"] == tickets.booking_path(mine)
    assert f"Choosing sessions closed on {when}." in plain(client.get(tickets.booking_path(mine)))


def test_a_form_that_was_open_when_it_closed_shows_what_was_chosen_and_changes_nothing(
    client, event, mine, groups
):
    [form, *_] = read_forms(client.get(change(mine)).content.decode())
    when = close(event)
    sent = form.as_it_stands() | {f"session-{groups[0].slot_id}-0": str(groups[2].pk)}
    words = plain(client.post(change(mine), sent))
    assert "Your change was not saved" in words
    assert (
        f"Choosing sessions closed on {when}, before you pressed the button. "
        "What stood before stands." in words
    )
    assert "First choice Work" in words
    assert chosen(mine) == ["Housing", "Health"]


def test_whoever_registers_late_is_told_and_placed_where_there_is_room(client, event, groups):
    ask(event)
    when = close(event)
    closed = f"Choosing sessions closed on {when}."
    told = f"{closed} We find you a session at each time, where there is room."
    assert told in plain(client.get(START))
    draft = booking.start(event=event)
    drafts.save(registration=draft, answers=answers(choices=wishes(groups[0])))
    step, check = (tickets.draft_path(draft, page) for page in ("sessions", "check"))
    assert client.get(step).headers["Location"] == check
    assert f"Choosing sessions closed on {when}." in plain(client.get(check))
    assert client.post(step, wished(groups[1])).headers["Location"] == check
    words = plain(client.get(check))
    assert f"Choosing sessions closed on {when}, before you pressed the button." in words
    assert told in words
    client.post(check, {"expects": "place"})
    booked = Registration.objects.get()
    assert (booked.has_a_place, chosen(booked)) == (True, [])
    words = plain(client.get(tickets.booking_path(booked)))
    assert (
        f"No preference. We will find you a place. Choosing sessions closed on {when}. We tell"
        in words
    )


def test_the_form_on_one_page_says_it_too_and_nothing_where_there_is_nothing_to_choose(
    client, event
):
    when = close(event)
    assert "Choosing sessions closed" not in plain(client.get(START))
    make_round(event)
    assert f"Choosing sessions closed on {when}." in plain(client.get(START))


def test_nothing_is_said_of_choosing_once_the_event_has_begun(client, event, mine):
    close(event)
    type(event).objects.update(starts_at=timezone.now() - timedelta(minutes=1))
    assert "Your sessions" not in plain(client.get(tickets.booking_path(mine)))


# Who comes along


def test_who_comes_along_chooses_nothing_and_goes_where_their_person_goes(client, event, mine):
    along = make_registration(event, "Kofi", kind=Kind.COMPANION)
    Registration.objects.filter(pk=along.pk).update(with_whom=mine, through_first=True)
    words = plain(client.get(tickets.booking_path(along)))
    assert "You go where Amina goes: one choice counts for you both." in words
    assert client.get(change(along)).headers["Location"] == tickets.booking_path(along)
    Registration.objects.filter(pk=along.pk).update(through_first=False)
    words = plain(client.get(tickets.booking_path(along)))
    assert "You go where the person you come with goes" in words
    booking.cancel(registration=mine)
    assert client.get(change(along)).status_code == 200


# Rooms that do not suit


@pytest.mark.parametrize(
    ("needed", "room", "why"),
    [
        (["step_free"], {"is_step_free": False}, "its room has steps"),
        (["hearing_loop"], {"has_hearing_loop": False}, "its room has no hearing loop"),
        (["quiet_room", "captions"], {"is_quiet": False}, "its room is not a quiet one"),
        (
            ["quiet_room", "step_free"],
            {"is_quiet": False, "is_step_free": False},
            "its room has steps and is not a quiet one",
        ),
        (["step_free"], None, "it has no room yet"),
        (["captions"], {"is_step_free": False}, ""),
        (["step_free"], {"is_quiet": False}, ""),
    ],
)
def test_what_a_room_lacks_is_said_to_whoever_needs_it(client, event, groups, needed, room, why):
    ask(event)
    housing = groups[0]
    if room is None:
        type(housing).objects.filter(pk=housing.pk).update(room=None)
    else:
        type(housing.room).objects.filter(pk=housing.room_id).update(**room)
    row = make_registration(event, "Bo", access=needed, needs_consent=True)
    words = plain(client.get(change(row)))
    assert (f"“ Housing ”: {why}" in words) is bool(why)
    assert ("we look for another room first. Tell us if it stands" in words) is bool(why)
    assert ("Robin Vale : forum@harbour.example" in words) is bool(why)
    assert "“ Health ”" not in words
    others = make_registration(event, "Cy")
    assert "its room" not in plain(client.get(change(others)))


def test_such_a_session_can_be_wished_for_all_the_same(client, event, groups):
    ask(event)
    type(groups[0].room).objects.filter(pk=groups[0].room_id).update(is_step_free=False)
    row = make_registration(event, "Bo", access=["step_free"], needs_consent=True)
    assert client.post(change(row), wished(groups[0], groups[1])).status_code == 302
    assert chosen(row) == ["Housing", "Health"]


def test_where_no_room_suits_the_page_says_so(client, event, groups):
    ask(event)
    type(groups[0].room).objects.update(has_hearing_loop=False)
    row = make_registration(event, "Bo", access=["hearing_loop"], needs_consent=True)
    words = plain(client.get(change(row)))
    assert "So far no room at this time suits what you asked for." in words


def test_while_registering_the_answers_given_before_count(client, event, groups):
    ask(event)
    type(groups[0].room).objects.filter(pk=groups[0].room_id).update(is_step_free=False)
    draft = booking.start(event=event)
    drafts.save(registration=draft, answers=answers(access=["step_free"], needs_consent=True))
    page = tickets.draft_path(draft, "sessions")
    response = client.get(page)
    assert "“ Housing ”: its room has steps" in plain(response)
    assert "step_free" not in response.content.decode()
    drafts.save(registration=draft, answers={"access": []})
    assert "its room" not in plain(client.get(page))


def test_on_one_page_it_is_said_once_the_need_was_ticked(client, event, groups):
    ask(event, "access")
    type(groups[0].room).objects.filter(pk=groups[0].room_id).update(is_step_free=False)
    page = client.get(START)
    assert "its room" not in plain(page)
    [form] = read_forms(page.content.decode())
    again = client.post(START, form.as_it_stands() | {"access": ["step_free"]})
    assert "“ Housing ”: its room has steps" in plain(again)


def test_when_no_key_opens_what_somebody_needs_they_choose_without(
    client, event, groups, monkeypatch
):
    row = make_registration(event, "Bo", access=["step_free"], needs_consent=True)
    keys.destroy(event.pk, "needs")
    assert "its room" not in plain(client.get(change(row)))
