"""Swaps of rooms: proposed before and after, done when pressed and when they are still true."""

import pytest

from forum import keys
from forum.models import AuditEntry
from registrations import breakouts
from registrations.breakouts import rows, running, sealed_part, swaps, verdict
from registrations.models import Allocation
from tests.factories import ask, make_registration, make_room, make_session, make_slot
from tests.markup import assert_form_markup, named, page_of, text_of

pytestmark = pytest.mark.django_db

URL = "/organise/events/spring-forum/breakouts/"


@pytest.fixture
def sessions(event):
    """Two groups: what people with needs want first is up the stairs."""
    ask(event)
    slot = make_slot(event, title="Morning groups")
    loft = make_room(event, name="Loft", capacity=8, is_step_free=False)
    hall = make_room(event, name="Hall", capacity=8)
    return [
        make_session(event, slot=slot, title=title, kind="breakout", room=room)
        for title, room in [("Housing", loft), ("Asylum", hall)]
    ]


def book(event, name, *wished, **given):
    person = make_registration(event, name, **given)
    wishes = {str(wished[0].slot_id): [str(session.pk) for session in wished]}
    breakouts.choose(registration=person, wishes=wishes)
    return person


@pytest.fixture
def draft(event, sessions, organiser):
    """A draft in which somebody who cannot take stairs is kept out of their first choice."""
    housing, asylum = sessions
    book(event, "Amina", housing, asylum, access=["step_free"], needs_consent=True)
    book(event, "Bilal", asylum)
    return breakouts.run(event=event, by=organiser)


def main(response):
    return text_of(named(page_of(response), "main")[0])


def press(client, draft, number="0"):
    answer = {"allocation": str(draft.pk), "number": number}
    return client.post(f"{URL}swap/", answer, follow=True)


def test_a_swap_is_shown_before_and_after_and_counts_of_few_are_hidden(
    client, sign_in, organiser, event, draft
):
    response = sign_in(client, organiser).get(URL)
    page = main(response)
    assert text_of(named(page_of(response), "h1")[0]) == (
        "Everyone has a session; look at one room swap first"
    )
    assert "One swap of rooms would help" in page
    assert "Swap Hall and Loft , Morning groups" in page
    assert "“ Housing ” goes from Loft to Hall and becomes step-free" in page
    assert "“ Asylum ” goes from Hall to Loft and is by steps then" in page
    assert "First choices kept out here: fewer than 5 now, none after." in page
    assert "Amina" not in page
    assert_form_markup(response)


def test_nothing_is_swapped_before_it_is_pressed(draft, sessions):
    assert [str(one.room) for one in sessions] == ["Loft", "Hall"]
    assert not AuditEntry.objects.filter(deed="swapped rooms").exists()


def test_swap_and_run_again_swaps_the_rooms_and_makes_a_new_draft(
    client, sign_in, organiser, event, draft, sessions
):
    response = press(sign_in(client, organiser), draft)
    assert "Hall and Loft are swapped." in main(response)
    for one in sessions:
        one.refresh_from_db()
    assert [str(one.room) for one in sessions] == ["Hall", "Loft"]
    new = running.latest(event)
    assert new != draft
    assert {str(row.registration): str(row.session) for row in new.placements.all()} == {
        "Amina": "Housing",
        "Bilal": "Asylum",
    }
    assert verdict.of(event).swaps == []
    deeds = AuditEntry.objects.filter(who=organiser).values_list("deed", flat=True)
    assert {"changed the programme", "swapped rooms"} <= set(deeds)


@pytest.mark.parametrize("change", ["room", "booking", "newer draft"])
def test_a_swap_that_is_stale_is_refused_in_words(
    client, sign_in, organiser, event, draft, sessions, change
):
    if change == "room":
        sessions[0].room = make_room(event, name="Attic")
        sessions[0].save()
    elif change == "booking":
        book(event, "Chen", sessions[1])
    else:
        breakouts.run(event=event, by=organiser)
    response = press(sign_in(client, organiser), draft)
    assert "Something changed since these swaps were worked out, so no room was swapped." in main(
        response
    )
    sessions[1].refresh_from_db()
    assert str(sessions[1].room) == "Hall"


@pytest.mark.parametrize("number", ["", "9", "-1", "x", "²"])
def test_a_swap_that_was_never_proposed_is_refused(
    client, sign_in, organiser, event, draft, number
):
    assert "so no room was swapped" in main(press(sign_in(client, organiser), draft, number))


def test_a_swap_of_another_event_is_refused(client, sign_in, organiser, host, event, draft):
    """The run of one event does nothing at another."""
    other = Allocation.objects.create(event=event, seed="x", input_hash="x", state="replaced")
    assert "so no room was swapped" in main(press(sign_in(client, organiser), other))


def test_swaps_are_shown_no_more_once_something_changed(event, draft, sessions):
    book(event, "Chen", sessions[1])
    assert verdict.of(event).swaps == []


def test_what_was_proposed_lies_sealed_and_goes_with_the_key(event, draft, sessions):
    stored = str(Allocation.objects.values())
    assert str(sessions[0].pk) not in stored
    assert str(sessions[0].room_id) not in stored
    found = swaps.proposals(sealed_part.of(draft), rows.load(event))
    assert [one.rooms for one in found] == [["Hall", "Loft"]]
    keys.destroy(event.pk, "needs")
    assert sealed_part.of(draft) == sealed_part.Part()


def test_more_than_a_sealed_field_holds_is_cut(event):
    run = Allocation(event=event, seed="1", input_hash="1")
    every = tuple(("need", "s" * 36, "p" * 36) for _ in range(200))
    run.figures = {"unmet": sealed_part.seal(run, sealed_part.Part(clashes=every, blocked=3))}
    found = sealed_part.of(run)
    assert 20 < len(found.clashes) < 200
    assert found.blocked == 3


def test_where_first_choices_stay_as_they_are_the_others_are_counted(event, sessions, organiser):
    """Few before and few after: only that there are fewer is said."""
    housing, asylum = sessions
    swap = sealed_part.Swap(
        slot=str(housing.slot_id),
        moves=(
            (str(housing.pk), str(housing.room_id), str(asylum.room_id)),
            (str(asylum.pk), str(asylum.room_id), str(housing.room_id)),
        ),
        blocked=(1, 1),
        any_rank=(4, 2),
        crowded=(0, 6),
    )
    book(event, "Amina", housing)
    [found] = swaps.proposals(sealed_part.Part(swaps=(swap,)), rows.load(event))
    assert (found.what, found.before, found.after, found.price) == (
        *("Choices of any rank", "fewer than 5", "fewer"),
        "6",
    )


def test_of_a_long_sealed_part_swaps_are_left_out_and_never_unmet_needs(draft):
    """Without them the lists would show names beside the empty seats."""
    unmet = tuple((f"{number:036}", "hearing_loop") for number in range(12))
    key = "0" * 36
    swap = sealed_part.Swap(key, ((key, key, key), (key, key, key)), (1, 0), (1, 0), (0, 0))
    part = sealed_part.Part(unmet=unmet, swaps=(swap,) * 30)
    draft.figures[sealed_part.FIELD] = sealed_part.seal(draft, part)
    found = sealed_part.of(draft)
    assert found.unmet == unmet
    assert 0 < len(found.swaps) < 30
