"""What the page of today says of people: how it stands, and what needs doing."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.template import Context, Template
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from forum import exports, outbox
from forum.models import Message
from forum.models.ground import MessageState
from forum.models.people import Role
from registrations import booking, breakouts, check_in
from registrations.models import PlaceRules, Registration
from registrations.models.registrations import Kind
from tests.factories import ask, make_event, make_registration, make_round
from tests.markup import page_of, text_of

pytestmark = pytest.mark.django_db


def shown(tag, event, *roles):
    request = RequestFactory().get("/")
    request.roles = frozenset(roles)
    template = Template(f"{{% load desk_counts %}}{tag}")
    return template.render(Context({"event": event, "request": request}))


def stands(event):
    html = shown("{% how_it_stands event %}", event)
    return text_of(page_of(f"<div>{html}</div>"))


def things(event, *roles):
    html = shown(
        "{% things_to_do event as things %}"
        "{% for one in things %}{{ one.words }}|{{ one.why }}|{{ one.where }};{% endfor %}",
        event,
        *roles,
    )
    return [tuple(one.split("|")) for one in html.split(";") if one]


def test_how_it_stands_counts_places_organisations_and_who_is_in(host, organiser):
    event = make_event(host, capacity=3)
    people = [
        make_registration(event, "A", coming_as="staff", organisation="One", reach="local"),
        make_registration(event, "B", coming_as="staff", organisation="one", reach="local"),
        make_registration(event, "C", coming_as="staff", organisation="Two", reach="national"),
    ]
    make_registration(event, "D", kind=Kind.CREW)
    make_registration(event, "E", coming_as="staff", organisation="Waits", reach="regional")
    assert stands(event) == (
        "How it stands 3 of 3 places taken or offered, 1 person waiting"
        " 2 organisations: 1 local, 1 national"
    )
    check_in.check_in(registration=people[0], by=organiser, scan_id=people[0].id)
    assert stands(event).endswith("1 of 4 are in")


def test_an_event_without_people_says_so_plainly(event):
    assert stands(event) == "How it stands 0 of 10 places taken or offered, nobody waiting"


def test_the_number_of_people_with_a_place(event):
    make_registration(event)
    make_registration(event, kind=Kind.CREW)
    assert shown("{% people_count event %}", event) == "2"


def test_free_places_go_to_people_who_wait(host):
    event = make_event(host, capacity=2, slug="full")
    people = [make_registration(event, str(number)) for number in range(5)]
    assert things(event, Role.ORGANISER) == []
    rules = PlaceRules.objects.create(event=event, offers_itself=False)
    for freed in people[:2]:
        booking.cancel(registration=freed)
    url = "/organise/events/full/people/?show=waiting"
    assert things(event, Role.ORGANISER) == [
        (
            "Give 2 free places to people who wait",
            "3 people are waiting. The first in line is first in the list.",
            url,
        )
    ]
    assert things(event, Role.STAFF) == []
    rules.offers_itself = True
    rules.save()
    assert things(event, Role.ORGANISER) == []


def test_bookings_that_wait_for_an_answer_have_a_day(event):
    day = event.days[0] - timedelta(days=3)
    PlaceRules.objects.create(event=event, needs_approval=True, answer_by=day)
    assert things(event, Role.ORGANISER) == []
    for number in range(2):
        make_registration(event, str(number))
    url = "/organise/events/spring-forum/people/?show=to_approve"
    assert things(event, Role.ORGANISER) == [
        ("Answer 2 bookings", "They were told to hear from you by then.", url)
    ]
    assert things(event, Role.STAFF) == []


def test_whoever_gave_no_address_is_told_of_an_offer_by_the_team(host):
    event = make_event(host, capacity=1, slug="full")
    ama = make_registration(event, "Ama")
    make_registration(event, "Zora", contact_by="phone", email="", phone="07700 900123")
    booking.cancel(registration=ama)
    assert things(event, Role.ORGANISER) == [
        (
            "Phone or text a person",
            "A place is held for one of them, and the offer ends.",
            "/organise/events/full/calls/",
        )
    ]
    assert [thing[0] for thing in things(event, Role.NEEDS_LEAD)] == ["Phone or text a person"]
    assert things(event, Role.STAFF) == []
    Registration.objects.filter(badge_name="Zora").update(contact_by="page", phone="")
    assert things(event, Role.ORGANISER) == [
        (
            "Tell somebody that a place is free for them",
            "They left no way to reach them, and an offer ends. The list says when.",
            "/organise/events/full/people/?show=waiting",
        )
    ]


def test_mails_that_came_back_are_something_to_do(event):
    amina = make_registration(event)
    for kind in ("confirmation", "link"):
        message = outbox.queue(kind=kind, to=amina.email, row_id=amina.id, event=event)
        Message.objects.filter(pk=message.pk).update(state=MessageState.FAILED)
    assert things(event, Role.OWNER) == [
        (
            "Reach a person whose email came back",
            "This person may not know how it stands.",
            "/organise/events/spring-forum/people/?show=returned",
        )
    ]


def test_the_caterer_gets_numbers_in_the_last_week_until_a_sheet_was_made(event, staff):
    ask(event, "food")
    assert things(event, Role.STAFF) == []
    with time_machine.travel(event.starts_at - timedelta(days=6)):
        assert [thing[0] for thing in things(event, Role.STAFF)] == ["Give the caterer the numbers"]
        assert things(event, Role.NEEDS_LEAD)[0][2].endswith("/kitchen/")
        assert things(event, Role.OWNER) == []
        exports.make(kind="catering", event=event, by=staff)
        assert things(event, Role.STAFF) == []


def test_people_who_chose_are_placed_and_then_told(host, organiser):
    event = make_event(host, slug="spring-forum", starts_at=timezone.now() + timedelta(days=20))
    first = make_round(event)[0]
    amina = make_registration(event)
    fortnight = event.starts_at - timedelta(days=13)
    with time_machine.travel(fortnight):
        assert things(event, Role.ORGANISER) == []
    breakouts.choose(registration=amina, wishes={str(first.slot_id): [str(first.pk)]})
    assert things(event, Role.ORGANISER) == []
    with time_machine.travel(fortnight):
        assert things(event, Role.ORGANISER) == [
            (
                "Place people in sessions",
                "1 person has chosen. Nobody is placed yet.",
                "/organise/events/spring-forum/breakouts/",
            )
        ]
        assert things(event, Role.STAFF) == []
    draft = breakouts.run(event=event, by=organiser)
    assert things(event, Role.ORGANISER) == [
        (
            "Tell people which sessions they are in",
            "A draft is ready. Nobody has been told of it.",
            "/organise/events/spring-forum/breakouts/people/",
        )
    ]
    breakouts.publish(allocation=draft, by=organiser)
    assert things(event, Role.ORGANISER) == []


@pytest.mark.parametrize("state", ["draft", "over"])
def test_nothing_is_to_be_done_before_and_after(host, state):
    event = make_event(host, capacity=1, published=state != "draft")
    if state == "over":
        for name in ("Amina", "Bahar"):
            make_registration(event, name)
        booking.cancel(
            registration=booking.register(
                event=event, answers={"name": "C"}, kind=Kind.CREW, quiet=True
            )
        )
    with time_machine.travel(event.ends_at + timedelta(hours=1)):
        assert things(event, *Role) == []


def test_the_tags_ask_as_often_for_3_people_as_for_1(host):
    event, asked = make_event(host, capacity=1), []
    ask(event, "food")
    for count in (1, 2):
        for number in range(count):
            make_registration(event, coming_as="staff", organisation=f"Group {count} {number}")
        with CaptureQueriesContext(connection) as queries:
            shown("{% how_it_stands event %}{% things_to_do event %}", event, *Role)
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 13
