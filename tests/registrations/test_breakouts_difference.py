"""Before people are told: who goes elsewhere and why; what a move changes; who is let go."""

import pytest

from forum.models import AuditEntry, Message
from registrations import booking, breakouts, companions, tickets
from registrations.breakouts import difference, lists, moving_cost, running
from registrations.models import Placement
from registrations.models.registrations import Kind
from tests.factories import ask, make_organisation, make_registration, make_round
from tests.markup import named, page_of, text_of

pytestmark = pytest.mark.django_db

URL = "/organise/events/spring-forum/breakouts/"
WORKS_THERE = {"coming_as": "staff", "organisation": "Riverside Welcome", "reach": "local"}


@pytest.fixture
def groups(event):
    return make_round(event)


def book(event, name, *wished, **given):
    person = make_registration(event, name, **given)
    if wished:
        wishes = {str(wished[0].slot_id): [str(session.pk) for session in wished]}
        breakouts.choose(registration=person, wishes=wishes)
    return person


def main(response):
    return text_of(named(page_of(response), "main")[0])


def table(response):
    body = named(named(page_of(response), "main")[0], "tbody")[0]
    return [[text_of(cell) for cell in named(row, "th", "td")] for row in named(body, "tr")]


@pytest.fixture
def told(event, groups, organiser):
    """Three people who were told where they go."""
    for name, session in zip(("Amina", "Bilal", "Chen"), groups, strict=True):
        book(event, name, session)
    run = breakouts.run(event=event, by=organiser)
    breakouts.publish(allocation=run, by=organiser)
    Message.objects.all().delete()
    return run


def test_before_the_first_time_it_says_how_many_are_told(client, sign_in, organiser, event, groups):
    book(event, "Amina", groups[0])
    client = sign_in(client, organiser)
    assert "Nobody has been placed yet" in main(client.get(f"{URL}tell/"))
    breakouts.run(event=event, by=organiser)
    page = main(client.get(f"{URL}tell/"))
    assert "Tell everybody where they go" in page
    assert "1 email will be sent." in page


def test_it_says_who_goes_from_where_to_where_and_why(
    client, sign_in, organiser, event, groups, told
):
    housing, health, work = groups
    housing.is_cancelled = True
    housing.save()
    late = book(event, "Dawit")
    draft = breakouts.run(event=event, by=organiser)
    breakouts.move(
        allocation=draft,
        registration=Placement.objects.get(
            allocation=draft, session=work, registration__badge_name="Chen"
        ).registration,
        session=health,
        by=organiser,
    )
    client = sign_in(client, organiser)
    response = client.get(f"{URL}tell/")
    where = str(Placement.objects.get(allocation=draft, registration__badge_name="Amina").session)
    assert table(response) == [
        ["Amina", "11 am", "Housing", where, "“Housing” was cancelled"],
        ["Chen", "11 am", "Work", "Health", "The team put them there"],
    ]
    page = main(response)
    assert "2 people go elsewhere than they were told" in page
    assert "1 person is new. 1 person stays where they were told." in page
    assert "3 emails will be sent." in page
    client.post(f"{URL}publish/", {"allocation": str(draft.pk)})
    assert Message.objects.filter(kind="sessions").count() == 3
    assert Message.objects.filter(row_id=late.pk).exists()


def test_who_does_not_come_any_more_is_named_and_gets_no_mail(event, organiser, told):
    gone = Placement.objects.filter(allocation=told).first().registration
    booking.cancel(registration=gone)
    draft = breakouts.run(event=event, by=organiser)
    found = difference.of(draft, told)
    assert (found.gone, found.moves, found.new, found.stay) == ([gone], [], [], 2)
    assert found.reached == (0, 0, 0)


def test_nobody_is_named_beside_a_need_that_no_room_meets(event, organiser, groups, told):
    ask(event)
    person = Placement.objects.filter(allocation=told).first().registration
    loop = {"access": ["hearing_loop"], "needs_consent": True}
    booking.change(registration=person, answers=loop)
    draft = breakouts.run(event=event, by=organiser)
    found = difference.of(draft, told)
    assert (found.moves, found.hidden) == ([], 1)


def test_nobody_is_named_who_gets_a_seat_because_a_room_was_found(
    client, sign_in, organiser, event, groups
):
    ask(event)
    book(event, "Amina", groups[0], access=["hearing_loop"], needs_consent=True)
    book(event, "Bilal", groups[1])
    told = breakouts.run(event=event, by=organiser)
    breakouts.publish(allocation=told, by=organiser)
    groups[0].room.has_hearing_loop = True
    groups[0].room.save()
    draft = breakouts.run(event=event, by=organiser)
    found = difference.of(draft, told)
    assert (found.moves, found.hidden, found.let_in, found.stay) == ([], 0, 1, 1)
    page = main(sign_in(client, organiser).get(f"{URL}tell/"))
    assert "Somebody who had no session has one now." in page
    assert "Amina" not in page


def test_that_somebody_moves_because_their_needs_changed_is_not_said(event, organiser, groups):
    ask(event)
    for session in groups[:2]:
        session.room.is_step_free = False
        session.room.save()
    person = book(event, "Amina", groups[0])
    told = breakouts.run(event=event, by=organiser)
    breakouts.publish(allocation=told, by=organiser)
    booking.change(registration=person, answers={"access": ["step_free"], "needs_consent": True})
    draft = breakouts.run(event=event, by=organiser)
    [move] = difference.of(draft, told).moves
    assert (move.after, move.why) == (groups[2], difference.TO_FIT)


def test_it_says_when_the_draft_is_behind_what_stands_now(
    client, sign_in, organiser, event, groups
):
    book(event, "Amina", groups[0])
    breakouts.run(event=event, by=organiser)
    client = sign_in(client, organiser)
    assert "does not take it in" not in main(client.get(f"{URL}tell/"))
    book(event, "Bilal")
    page = main(client.get(f"{URL}tell/"))
    assert "1 person is not placed yet. This draft does not take it in. Run it again first" in page


# What a move changes


def test_a_move_says_whom_it_takes_along_what_it_leaves_and_who_is_there(
    event, host, organiser, groups
):
    housing, health, _work = groups
    house = make_organisation(host, "Riverside Welcome")
    housing.min_places, health.max_places = 2, 9
    housing.save()
    health.save()
    first = book(event, "Amina", housing, health)
    child = make_registration(event, "Noor", kind=Kind.COMPANION)
    child.with_whom, child.through_first = first, True
    child.save()
    other = book(event, "Bilal", health)
    for one in (first, other):
        one.organisation = house
        one.save()
    run = breakouts.run(event=event, by=organiser)
    said = moving_cost.of(allocation=run, registration=first, session=health, by=organiser)
    assert said == [
        "Amina goes from “Housing”, their first choice, to “Health”, their second choice.",
        "Noor comes along and goes too.",
        "“Housing” is left with 0 of the 2 people it needs.",
        "“Health” then has 3 of its 9 places taken.",
        "1 of their colleagues is in it already.",
    ]
    breakouts.move(allocation=run, registration=first, session=health, by=organiser)
    rows = run.placements.values_list("registration__badge_name", "session__title", "is_pinned")
    assert set(rows) == {
        ("Amina", "Health", True),
        ("Noor", "Health", False),
        ("Bilal", "Health", False),
    }
    with pytest.raises(breakouts.MoveError, match="Noor comes along with Amina"):
        breakouts.move(allocation=run, registration=child, session=housing, by=organiser)
    assert companions.everyone(first) == [child]


def test_a_move_in_a_draft_that_was_replaced_is_refused(event, organiser, groups):
    person = book(event, "Amina", groups[0])
    old = breakouts.run(event=event, by=organiser)
    breakouts.run(event=event, by=organiser)
    with pytest.raises(breakouts.MoveError, match="There is a newer draft"):
        breakouts.move(allocation=old, registration=person, session=groups[1], by=organiser)


# Pins


def test_who_was_put_somewhere_is_listed_with_the_note_and_let_go(
    client, sign_in, organiser, event, groups
):
    person = book(event, "Amina", groups[0])
    run = breakouts.run(event=event, by=organiser)
    breakouts.move(
        allocation=run, registration=person, session=groups[1], by=organiser, note="Leads it next"
    )
    client = sign_in(client, organiser)
    page = main(client.get(f"{URL}people/"))
    assert "Put here by the team Amina in “ Health ”, 11 am Leads it next Let go of Amina" in page
    slot = groups[0].slot_id
    response = client.post(f"{URL}people/{person.pk}/{slot}/let-go/", follow=True)
    assert "Amina is free to go elsewhere when you run it again." in main(response)
    assert lists.pins(run) == []
    assert AuditEntry.objects.filter(deed="let a person go", row_id=person.pk).count() == 1
    again = breakouts.run(event=event, by=organiser)
    assert running.latest(event) == again
    assert again.placements.get().session == groups[0]


def test_the_person_never_reads_the_note(client, event, organiser, groups):
    person = book(event, "Amina", groups[0])
    run = breakouts.run(event=event, by=organiser)
    breakouts.move(
        allocation=run, registration=person, session=groups[1], by=organiser, note="Keep apart"
    )
    breakouts.publish(allocation=run, by=organiser)
    page = client.get(f"/b/{tickets.token(person.pk, 'booking', person.link_version)}/")
    assert "Health" in page.content.decode()
    assert "Keep apart" not in page.content.decode()
