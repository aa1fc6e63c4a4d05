"""O10: the team's breakouts: demand, the draft, who goes where, one person moved, people told."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from forum import keys
from forum.models import AuditEntry, Message
from registrations import booking, breakouts
from registrations.allocation import ClashError
from registrations.breakouts import lists, verdict
from registrations.models import Allocation, Facilitation, Placement
from registrations.models.registrations import Kind
from tests.factories import (
    ask,
    make_event,
    make_registration,
    make_room,
    make_session,
    make_slot,
)
from tests.markup import assert_error_contract, assert_form_markup, named, page_of, text_of

pytestmark = pytest.mark.django_db

URL = "/organise/events/spring-forum/breakouts/"
LISTS = f"{URL}people/"
WORKS_THERE = {"coming_as": "staff", "organisation": "Riverside Welcome", "reach": "local"}
LOOP = {"access": ["hearing_loop"], "needs_consent": True}


def heading(response):
    return text_of(named(page_of(response), "h1")[0])


def main(response):
    return text_of(named(page_of(response), "main")[0])


def table(response, number=0):
    """The cells of a table of the page, row by row."""
    body = named(named(page_of(response), "main")[0], "tbody")[number]
    return [[text_of(cell) for cell in named(row, "th", "td")] for row in named(body, "tr")]


@pytest.fixture
def slot(event):
    return make_slot(event, title="Morning groups")


@pytest.fixture
def small(event, slot):
    """A discussion group with two places, up the stairs."""
    room = make_room(event, name="Loft", capacity=2, is_step_free=False)
    return make_session(event, slot=slot, title="Housing", kind="breakout", room=room)


@pytest.fixture
def large(event, slot):
    room = make_room(event, name="Hall", capacity=30)
    return make_session(event, slot=slot, title="Asylum", kind="workshop", room=room)


@pytest.fixture
def groups(small, large):
    return small, large


def wish(person, *sessions):
    breakouts.choose(
        registration=person,
        wishes={str(sessions[0].slot_id): [str(session.pk) for session in sessions]},
    )


def book(event, name, *sessions, **given):
    person = make_registration(event, name, **given)
    if sessions:
        wish(person, *sessions)
    return person


def newest():
    """The newest run that placed people."""
    return Allocation.objects.filter(state="done").latest("at")


def where(allocation):
    """Who goes where, by names."""
    rows = allocation.placements.select_related("registration", "session")
    return {str(row.registration): row.session and str(row.session) for row in rows}


# Before a draft


def test_without_rounds_the_page_says_how_to_add_them(client, sign_in, organiser, event, slot):
    make_session(event, slot=slot, kind="breakout")
    response = sign_in(client, organiser).get(URL)
    assert heading(response) == "There is nothing to choose between yet"
    assert "Add a slot to the programme, then put at least two sessions" in main(response)
    response = client.post(f"{URL}run/", follow=True)
    assert "No time in the programme has two sessions to choose from." in main(response)


def test_before_anybody_booked_there_is_nobody_to_place(client, sign_in, organiser, event, groups):
    client = sign_in(client, organiser)
    assert heading(client.get(URL)) == "Nobody has a place yet"
    assert "Nobody has a place at this event yet." in main(client.post(f"{URL}run/", follow=True))


def test_before_anybody_chose_the_demand_is_nought(client, sign_in, organiser, event, groups):
    book(event, "Amina")
    response = sign_in(client, organiser).get(URL)
    assert heading(response) == "Nobody has chosen a session yet"
    assert "1 person has a place and can choose on their booking page." in main(response)
    assert table(response) == [
        ["Asylum Hall", "0", "30", "room for 30"],
        ["Housing Loft , by steps", "0", "2", "room for 2"],
    ]
    assert_form_markup(response)


def test_demand_stands_against_places(client, sign_in, organiser, event, small, large):
    large.min_places = 4
    large.save()
    for name in ("Amina", "Bilal", "Chen"):
        book(event, name, small, large)
    book(event, "Dawit", large)
    book(event, "Elif")
    response = sign_in(client, organiser).get(URL)
    assert heading(response) == "4 of 5 people have chosen"
    assert table(response) == [
        ["Asylum Hall", "1", "30", "room for 29 more needs 4"],
        ["Housing Loft , by steps", "3", "2", "1 too many"],
    ]


# A draft


def test_a_draft_gives_everyone_a_session_and_tells_nobody(
    client, sign_in, organiser, event, small, large
):
    for name in ("Amina", "Bilal", "Chen"):
        book(event, name, small, large)
    book(event, "Dawit")
    client = sign_in(client, organiser)

    response = client.post(f"{URL}run/", follow=True)

    assert response.redirect_chain == [(URL, 302)]
    assert heading(response) == "Everyone has a session"
    assert "Nobody has been told anything yet." in main(response)
    assert table(response) == [
        ["This draft", "2", "1", "0", "0", "0"],
        ["First come, first served", "2", "1", "0", "0", "0"],
    ]
    assert "Of 4 seats in one round; 1 is for somebody who chose nothing there" in main(response)
    assert table(response, 2)[0] == ["Seats missing", "0", "proven best"]
    assert table(response, 1) == [
        ["Asylum Hall", "0", "30", "room for 30", "2"],
        ["Housing Loft , by steps", "3", "2", "1 too many", "2"],
    ]
    assert Message.objects.filter(kind="sessions").count() == 0
    assert_form_markup(response)


def test_the_reading_of_needs_and_the_run_are_in_the_record(organiser, event, groups):
    book(event, "Amina")
    breakouts.run(event=event, by=organiser)
    assert list(AuditEntry.objects.order_by("at").values_list("deed", "who", "count")) == [
        ("read needs to place people", organiser.pk, 1),
        ("placed people in sessions", organiser.pk, 1),
    ]


def test_a_second_run_gives_the_same_and_takes_the_drafts_place(organiser, event, small, large):
    for name in ("Amina", "Bilal", "Chen", "Dawit"):
        book(event, name, small, large)
    first = where(breakouts.run(event=event, by=organiser))
    again = breakouts.run(event=event, by=None)
    assert where(again) == first
    earlier, latest = Allocation.objects.order_by("at")
    assert (latest, latest.input_hash) == (again, earlier.input_hash)
    assert (earlier.state, earlier.placements.count()) == ("replaced", 0)
    assert (earlier.by, earlier.mode, earlier.seed) == (organiser, "full", str(event.pk))


def test_crew_are_not_placed_and_guests_are(event, groups):
    book(event, "Amina", kind=Kind.GUEST)
    book(event, "Bilal", kind=Kind.CREW)
    book(event, "Chen", kind=Kind.INTERPRETER)
    gone = book(event, "Dawit")
    booking.cancel(registration=gone)
    assert set(where(breakouts.run(event=event, by=None))) == {"Amina"}


def test_who_leads_a_session_goes_there_and_takes_no_place(event, small, large):
    lead = book(event, "Amina", large)
    Facilitation.objects.create(registration=lead, session=small)
    book(event, "Bilal", small)
    book(event, "Chen", small)
    placed = where(breakouts.run(event=event, by=None))
    # The room holds two, and one of them is hers.
    assert placed["Amina"] == "Housing"
    assert sorted([placed["Bilal"], placed["Chen"]]) == ["Asylum", "Housing"]


def test_who_comes_another_day_or_leads_elsewhere_is_not_placed(host):
    event = make_event(host, slug="two-days")
    event.ends_at = event.starts_at + timedelta(days=1)
    event.save()
    slot = make_slot(event)
    for title in ("Housing", "Asylum"):
        make_session(event, slot=slot, title=title, kind="breakout")
    plenary = make_session(
        event, title="Panel", starts_at=slot.starts_at, ends_at=slot.ends_at, kind="plenary"
    )
    first, second = (day.isoformat() for day in event.days)
    for name, days in [("Amina", [first]), ("Bilal", [second]), ("Chen", [])]:
        person = book(event, name)
        person.days = days
        person.save()
    Facilitation.objects.create(registration=person, session=plenary)
    assert set(where(breakouts.run(event=event, by=None))) == {"Amina"}


def test_a_session_that_is_cancelled_is_given_to_nobody(
    client, sign_in, organiser, event, slot, small, large
):
    other = make_session(event, slot=slot, title="Youth", kind="breakout", max_places=5)
    book(event, "Amina", small, other)
    client = sign_in(client, organiser)
    client.post(f"{URL}run/")
    small.is_cancelled = True
    small.save()
    assert "Run it again to take it in." in main(client.get(URL))
    assert "Cancelled: these people need another session." in main(client.get(LISTS))
    client.post(f"{URL}run/")
    assert where(newest()) == {"Amina": "Youth"}


def test_too_few_places_are_said_in_the_heading(client, sign_in, organiser, event, small, large):
    large.max_places = 1
    large.save()
    for name in ("Amina", "Bilal", "Chen", "Dawit", "Elif"):
        book(event, name, small)
    client = sign_in(client, organiser)
    client.post(f"{URL}run/")
    assert heading(client.get(URL)) == "2 seats are missing"
    page = main(client.get(LISTS))
    left_out = [name for name, session in where(newest()).items() if not session]
    assert all(name in page for name in left_out)
    assert "No seat" in page


def test_a_session_below_its_minimum_is_named(client, sign_in, organiser, event, small, large):
    large.min_places = 3
    large.save()
    book(event, "Amina", small)
    client = sign_in(client, organiser)
    client.post(f"{URL}run/")
    response = client.get(URL)
    assert heading(response) == "Everyone has a session; one is too small"
    assert "“ Asylum ” has 1 of the 3 people it needs." in main(response)


def test_a_need_that_no_room_meets_is_named_and_nobody_beside_it(
    client, sign_in, organiser, event, small, large
):
    ask(event)
    book(event, "Amina", small, **LOOP)
    book(event, "Bilal", large)
    client = sign_in(client, organiser)

    client.post(f"{URL}run/")

    response = client.get(URL)
    assert heading(response) == "Not everybody fits: a room is missing"
    assert "somebody needs a room with a hearing loop, and no session there has it" in main(
        response
    )
    assert table(response)[0][-1] == "fewer than 5"
    assert where(newest())["Amina"] is None
    lists = main(client.get(LISTS))
    assert "Somebody has no session here, because no room has what they need." in lists
    assert "Amina" not in lists
    assert "hearing" not in str(Allocation.objects.values())
    keys.destroy(event.pk, "needs")
    assert "hearing" not in main(client.get(URL))


def test_a_room_that_meets_the_need_is_the_one_given(event, small, large):
    ask(event)
    book(event, "Amina", small, access=["step_free"], needs_consent=True)
    assert where(breakouts.run(event=event, by=None)) == {"Amina": "Asylum"}


def test_only_needs_that_a_room_can_meet_matter(event, small, large):
    ask(event)
    everything = ["captions", "large_print", "parking", "other"]
    given = {"access_other": "A lamp", "meals": ["vegan"], "needs_consent": True}
    book(event, "Amina", small, access=everything, **given)
    assert where(breakouts.run(event=event, by=None)) == {"Amina": "Housing"}


def test_online_no_room_is_wanting(host):
    event = make_event(host, mode="online", slug="online")
    ask(event)
    slot = make_slot(event)
    sessions = [make_session(event, slot=slot, kind="breakout") for _ in range(2)]
    book(event, "Amina", sessions[1], **LOOP)
    assert where(breakouts.run(event=event, by=None)) == {"Amina": str(sessions[1])}


def test_a_clash_is_named_without_the_need(client, sign_in, organiser, event, small, large):
    ask(event)
    lead = book(event, "Amina", access=["step_free"], needs_consent=True)
    Facilitation.objects.create(registration=lead, session=small)
    client = sign_in(client, organiser)
    response = client.post(f"{URL}run/", follow=True)
    assert heading(response) == "Nobody was placed"
    page = main(response)
    assert "Somebody who leads “Housing” or was put into it needs something that its room" in page
    assert "Amina" not in page
    assert "tep-free" not in page
    failed = Allocation.objects.get()
    assert (failed.state, failed.placements.count()) == ("failed", 0)
    assert "Housing" not in str(Allocation.objects.values())
    assert str(small.pk) not in str(Allocation.objects.values())
    keys.destroy(event.pk, "needs")
    page = main(client.get(URL))
    assert "What is fixed cannot be." in page
    assert "Housing” or was put" not in page


def test_what_the_team_fixed_can_be_let_go(client, sign_in, organiser, event, small, large):
    person = book(event, "Amina", large)
    allocation = breakouts.run(event=event, by=organiser)
    breakouts.move(allocation=allocation, registration=person, session=small, by=organiser)
    small.max_places = 0
    small.save()
    with pytest.raises(ClashError):
        breakouts.run(event=event, by=organiser)
    client = sign_in(client, organiser)
    assert "More people were put into “Housing” than it has places." in main(
        client.post(f"{URL}run/", follow=True)
    )
    client.post(f"{URL}run/", {"anew": "yes"})
    assert where(newest()) == {"Amina": "Asylum"}


def test_the_page_says_honestly_what_a_draft_gains(event, small, large):
    large.min_places = 1
    large.save()
    for name in ("Amina", "Bilal"):
        book(event, name, small)
    breakouts.run(event=event, by=None)
    assert verdict.of(event).gain == (
        "First choices hardly change. On a sign-up sheet 1 more session would be too small to be "
        "held."
    )
    large.min_places = None
    large.save()
    breakouts.run(event=event, by=None)
    assert verdict.of(event).gain == "A sign-up sheet would give people as much this time."


def test_what_changed_since_the_draft_is_said(client, sign_in, organiser, event, small, large):
    gone = book(event, "Amina", small)
    client = sign_in(client, organiser)
    client.post(f"{URL}run/")
    assert not verdict.of(event).is_changed
    assert "Changed since" not in main(client.get(URL))
    book(event, "Bilal", large)
    assert "1 person is not placed yet." in main(client.get(URL))
    booking.cancel(registration=gone)
    assert "1 person who was placed does not come any more." in main(client.get(URL))
    assert "Not placed yet" in main(client.get(LISTS))
    client.post(f"{URL}run/")
    assert "Changed since" not in main(client.get(URL))


@pytest.mark.parametrize("change", ["wish", "room", "places", "needs", "erased"])
def test_any_change_of_what_it_was_made_from_is_seen(event, small, large, change):
    ask(event)
    person = book(event, "Amina", small, access=["step_free"], needs_consent=True)
    breakouts.run(event=event, by=None)
    if change == "wish":
        wish(person, large)
    elif change == "erased":
        booking.erase_needs(registration=person)
    elif change == "needs":
        booking.change(registration=person, answers={**LOOP})
    else:
        if change == "room":
            large.room.has_hearing_loop = True
        else:
            large.room.capacity = 3
        large.room.save()
    assert verdict.of(event).is_changed


# Who goes where


def test_the_lists_show_names_and_organisations_and_who_leads(
    client, sign_in, organiser, event, small, large
):
    lead = book(event, "Amina", **WORKS_THERE)
    Facilitation.objects.create(registration=lead, session=small)
    book(event, "<b>Bilal</b>", large)
    client = sign_in(client, organiser)
    client.post(f"{URL}run/")
    response = client.get(LISTS)
    assert heading(response) == "Check who goes where"
    page = main(response)
    assert "Amina , leads it Riverside Welcome" in page
    assert "<b>Bilal</b>" not in response.content.decode()
    assert "Asylum 1 of 30, Hall <b>Bilal</b>" in page
    assert_form_markup(response)


def test_before_a_draft_the_lists_say_so(client, sign_in, organiser, event, slot, groups):
    person = book(event, "Amina")
    client = sign_in(client, organiser)
    for url in (LISTS, f"{LISTS}{person.pk}/{slot.pk}/"):
        assert heading(client.get(url)) == "Nobody has been placed yet"


def test_once_bookings_are_due_to_be_deleted_no_note_is_shown(organiser, event, small, large):
    person = book(event, "Amina", large)
    run = breakouts.run(event=event, by=organiser)
    breakouts.move(
        allocation=run, registration=person, session=small, by=organiser, note="She asked"
    )
    assert len(lists.pins(run)) == 1
    with time_machine.travel(event.ends_at + timedelta(days=4000)):
        assert lists.pins(run) == []


# Moving one person


def test_a_person_is_moved_and_stays(client, sign_in, organiser, event, slot, small, large):
    person = book(event, "Amina", large)
    breakouts.run(event=event, by=organiser)
    client = sign_in(client, organiser)
    url = f"{LISTS}{person.pk}/{slot.pk}/"
    page = client.get(url)
    assert heading(page) == "Move Amina"
    assert "now in “ Asylum ”" in main(page)
    assert "Housing, 0 of 2 places taken" in main(page)
    assert_form_markup(page)

    page = client.post(url, {"session": str(small.pk), "note": "Her colleague asked"})
    assert "Amina goes from “Asylum”, their first choice, to “Housing”, which is not on" in main(
        page
    )
    assert where(newest()) == {"Amina": "Asylum"}
    assert_form_markup(page)
    sure = {"session": str(small.pk), "note": "Her colleague asked", "sure": "yes"}
    response = client.post(url, sure, follow=True)

    assert "Amina is in “Housing” now, and stays there." in main(response)
    assert "Amina , put here" in main(response)
    assert Message.objects.filter(kind="sessions").count() == 0
    assert where(breakouts.run(event=event, by=organiser)) == {"Amina": "Housing"}
    [kept] = Placement.objects.all()
    assert (kept.is_pinned, kept.note) == (True, "Her colleague asked")
    assert not verdict.of(event).is_changed


def test_nobody_is_moved_into_a_full_session(client, sign_in, organiser, event, slot, small, large):
    for name in ("Amina", "Bilal"):
        book(event, name, small)
    person = book(event, "Chen", large)
    breakouts.run(event=event, by=organiser)
    client = sign_in(client, organiser)
    url = f"{LISTS}{person.pk}/{slot.pk}/"
    response = client.post(url, {"session": str(small.pk)})
    assert "“Housing” is full: 2 of 2. Move somebody else out first." in main(response)
    assert_error_contract(response)
    assert where(newest())["Chen"] == "Asylum"


def test_a_room_that_does_not_suit_is_refused_without_the_need(organiser, event, small, large):
    ask(event)
    person = book(event, "Amina", access=["step_free"], needs_consent=True)
    allocation = breakouts.run(event=event, by=organiser)
    with pytest.raises(breakouts.MoveError) as refused:
        breakouts.move(allocation=allocation, registration=person, session=small, by=organiser)
    assert str(refused.value) == (
        "“Housing” does not suit Amina. Choose another session, or ask the needs lead."
    )
    assert AuditEntry.objects.filter(
        deed="checked a room for a person", who=organiser, row_id=person.pk
    ).exists()


def test_nobody_is_moved_into_the_same_session_twice(organiser, event, small, large):
    later = make_slot(event, title="Afternoon", starts_at=event.starts_at + timedelta(hours=3))
    again = make_session(
        event, slot=later, title="Housing again", kind="breakout", offered_again_as=small
    )
    make_session(event, slot=later, title="Youth", kind="breakout")
    person = book(event, "Amina", small)
    allocation = breakouts.run(event=event, by=organiser)
    assert sorted(allocation.placements.values_list("session__title", flat=True)) == [
        "Housing",
        "Youth",
    ]
    with pytest.raises(breakouts.MoveError) as refused:
        breakouts.move(allocation=allocation, registration=person, session=again, by=organiser)
    assert "is in “Housing” at another time, which is the same session" in str(refused.value)


def test_who_leads_a_session_is_not_moved_out_of_it(organiser, event, small, large):
    person = book(event, "Amina")
    Facilitation.objects.create(registration=person, session=small)
    allocation = breakouts.run(event=event, by=organiser)
    with pytest.raises(breakouts.MoveError, match="Amina leads “Housing” at that time"):
        breakouts.move(allocation=allocation, registration=person, session=large, by=organiser)


def test_who_came_after_the_draft_is_placed_by_hand(
    client, sign_in, organiser, event, slot, small, large
):
    book(event, "Amina")
    breakouts.run(event=event, by=organiser)
    late = book(event, "Bilal")
    url = f"{LISTS}{late.pk}/{slot.pk}/"
    sign_in(client, organiser).post(url, {"session": str(large.pk), "sure": "yes"})
    assert where(newest())["Bilal"] == "Asylum"


@pytest.mark.parametrize("typed", ["", "no-id", "00000000-0000-0000-0000-000000000000"])
def test_a_session_that_is_none_is_refused(client, sign_in, organiser, event, slot, groups, typed):
    person = book(event, "Amina")
    breakouts.run(event=event, by=organiser)
    url = f"{LISTS}{person.pk}/{slot.pk}/"
    response = sign_in(client, organiser).post(url, {"session": typed})
    assert response.status_code == 200
    assert_error_contract(response)


def test_nobody_of_another_event_is_moved(client, sign_in, organiser, host, event, slot, groups):
    elsewhere = make_registration(make_event(host, slug="another"), "Elsewhere")
    response = sign_in(client, organiser).get(f"{LISTS}{elsewhere.pk}/{slot.pk}/")
    assert response.status_code == 404


# Telling people


def tell(client, allocation):
    return client.post(f"{URL}publish/", {"allocation": str(allocation.pk)}, follow=True)


def test_people_are_told_once(client, sign_in, organiser, event, small, large):
    amina = book(event, "Amina", small)
    book(event, "Bilal", large, contact_by="phone", phone="07700 900123", email="")
    allocation = breakouts.run(event=event, by=organiser)
    client = sign_in(client, organiser)
    assert "One gave no email" in main(client.get(LISTS))
    page = main(client.get(f"{URL}tell/"))
    assert "1 email will be sent. 1 person is to be phoned." in page

    response = tell(client, allocation)

    assert "People see their sessions now. 1 email is on the way." in main(response)
    assert heading(response) == "People know where they go"
    tell(client, allocation)
    assert list(Message.objects.filter(kind="sessions").values_list("to", "row_id")) == [
        (amina.email, amina.pk)
    ]
    assert AuditEntry.objects.filter(deed="told people their sessions").count() == 1
    lists = main(client.get(LISTS))
    assert "People were told" in lists
    assert "They gave no email: Bilal" in lists


def test_a_draft_that_was_not_looked_at_is_not_told(client, sign_in, organiser, event, groups):
    book(event, "Amina")
    old = breakouts.run(event=event, by=organiser)
    new = breakouts.run(event=event, by=organiser)
    response = tell(sign_in(client, organiser), old)
    assert "There is a newer draft. Look at it, then tell people." in main(response)
    assert not Allocation.objects.get(pk=new.pk).is_published
    with pytest.raises(breakouts.NotPublishedError):
        breakouts.publish(allocation=old, by=organiser)


def test_after_people_were_told_only_who_goes_elsewhere_gets_another_mail(
    client, sign_in, organiser, event, small, large
):
    book(event, "Amina", small)
    bilal = book(event, "Bilal", large)
    told = breakouts.run(event=event, by=organiser)
    assert breakouts.publish(allocation=told, by=organiser) == 2
    client = sign_in(client, organiser)
    small.room.capacity = 9
    small.room.save()
    assert heading(client.get(URL)) == "Something changed since people were told"
    late = book(event, "Chen")
    draft = breakouts.run(event=event, by=organiser)
    assert "People still see what they were told" in main(client.get(URL))
    breakouts.move(allocation=draft, registration=bilal, session=small, by=organiser)
    Message.objects.all().delete()
    assert breakouts.publish(allocation=draft, by=organiser) == 2
    assert set(Message.objects.values_list("row_id", flat=True)) == {bilal.pk, late.pk}


def test_who_is_moved_after_people_were_told_is_told_at_once(organiser, event, small, large):
    person = book(event, "Amina", small)
    allocation = breakouts.run(event=event, by=organiser)
    breakouts.publish(allocation=allocation, by=organiser)
    Message.objects.all().delete()
    for _ in range(2):
        breakouts.move(allocation=allocation, registration=person, session=large, by=organiser)
    assert list(Message.objects.values_list("kind", "to")) == [("sessions", person.email)]


def test_a_cancelled_event_places_and_tells_nobody(client, sign_in, organiser, host, groups, event):
    book(event, "Amina")
    allocation = breakouts.run(event=event, by=organiser)
    event.state, event.cancelled_at = "cancelled", timezone.now()
    event.save()
    client = sign_in(client, organiser)
    assert heading(client.get(URL)) == "This event was cancelled"
    assert "This event was cancelled." in main(client.post(f"{URL}run/", follow=True))
    assert "so nobody was told" in main(tell(client, allocation))


def test_after_the_event_nothing_is_run_or_told(client, sign_in, organiser, event, groups):
    book(event, "Amina")
    breakouts.run(event=event, by=organiser)
    event.starts_at, event.ends_at = (timezone.now() - timedelta(hours=n) for n in (9, 2))
    event.save()
    client = sign_in(client, organiser)
    assert heading(client.get(URL)) == "This event is over"
    assert "Nobody was told a session. See who went where" in main(client.get(URL))
    assert "Tell people" not in main(client.get(LISTS))


# Who may, and how often the database is asked


@pytest.mark.parametrize("user", ["staff", "needs_lead", "door", "analyst", "stranger"])
def test_others_find_no_such_page(client, sign_in, organiser, event, slot, groups, user, request):
    person = book(event, "Amina")
    breakouts.run(event=event, by=organiser)
    client = sign_in(client, request.getfixturevalue(user))
    for url in (URL, LISTS, f"{LISTS}{person.pk}/{slot.pk}/"):
        assert client.get(url).status_code == 404
    for url in (f"{URL}tell/", f"{URL}runs/"):
        assert client.get(url).status_code == 404
    moved = f"{LISTS}{person.pk}/{slot.pk}/"
    for url in (f"{URL}run/", f"{URL}swap/", f"{URL}publish/", moved, f"{moved}let-go/"):
        assert client.post(url).status_code == 404
    assert Allocation.objects.filter(published_at=None).count() == 1


def test_a_visitor_is_sent_to_sign_in(client, event):
    response = client.get(URL)
    assert (response.status_code, response.url) == (302, f"/accounts/login/?next={URL}")


def test_wrong_methods_are_refused(client, sign_in, organiser, event):
    client = sign_in(client, organiser)
    for path in ("", "people/", "tell/", "runs/"):
        assert client.post(f"{URL}{path}").status_code == 405
    for deed in ("run", "swap", "publish"):
        assert client.get(f"{URL}{deed}/").status_code == 405
    one = "00000000-0000-0000-0000-000000000000"
    assert client.get(f"{LISTS}{one}/{one}/let-go/").status_code == 405


def test_the_pages_ask_the_database_as_often_for_3_people_as_for_1(
    client, sign_in, organiser, event, slot, small, large
):
    client = sign_in(client, organiser)
    asked = []
    for count in (1, 2):
        for _ in range(count):
            person = book(event, "Amina", large, **WORKS_THERE)
        breakouts.run(event=event, by=organiser)
        numbers = []
        told = f"{URL}tell/"
        for path in (URL, LISTS, told, f"{URL}runs/", f"{LISTS}{person.pk}/{slot.pk}/"):
            with CaptureQueriesContext(connection) as queries:
                client.get(path)
            numbers.append(len(queries))
        with CaptureQueriesContext(connection) as queries:
            breakouts.run(event=event, by=organiser)
        asked.append([*numbers, len(queries)])
    assert asked[0] == asked[1]
    assert max(asked[1]) <= 22
