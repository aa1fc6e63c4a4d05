"""Choosing sessions on pages (P11, P15): asked, refused, kept, shown again; without script."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from forum import dates
from registrations import booking, breakouts, drafts, tickets, waiting_list
from registrations.models import Allocation, BreakoutChoice, Placement, Registration
from registrations.models.registrations import Kind
from tests.factories import answers, ask, make_event, make_registration, make_round, make_session
from tests.markup import assert_error_contract, assert_form_markup
from tests.page_forms import read_forms

START = "/e/spring-forum/register/"
HOSTILE = "<script>alert(1)</script> & “x”"
TWICE = "You chose “Housing” twice. Choose another session, or “No preference”."
GIVEN = {
    "you": {"name": "Amina", "contact_by": "email", "email": "amina@example.org"},
    "organisation": {"coming_as": "myself"},
    "food": {},
    "support": {},
    "sharing": {"photo": "no", "agree": "on"},
}


@pytest.fixture
def groups(event):
    return make_round(event, title="Morning groups")


@pytest.fixture
def long(event, groups):
    """Everything is asked, so that choosing has a page of its own."""
    ask(event)
    return event


@pytest.fixture
def draft(long):
    draft = booking.start(event=long)
    drafts.save(registration=draft, answers=answers())
    return draft


@pytest.fixture
def mine(event, groups):
    return make_registration(event, "Amina", email="amina@example.org")


def field(session, rank):
    return f"session-{session.slot_id}-{rank - 1}"


def wished(*sessions):
    """What a browser sends for these choices, best first."""
    return {field(one, rank): str(one.pk) for rank, one in enumerate(sessions, start=1)}


def wishes(*sessions):
    return {str(sessions[0].slot_id): [str(session.pk) for session in sessions]}


def text_of(response):
    assert response.status_code == 200
    return response.content.decode()


def plain(html):
    """The words of the page's main part, as they are read."""
    main = html.split("<main")[1].split("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def errors(response):
    """What the summary of errors says, with the ids it links to."""
    found = re.findall(r'<a class="tap" href="#([\w-]+)">([^<]+)</a>', response.content.decode())
    return [(target, unescape(words)) for target, words in found]


def selects(html):
    """The fields that choose a session: what each offers and what is chosen in it."""
    [form] = [form for form in read_forms(html) if any("session-" in name for name in form.fields)]
    return {
        name: (one.options, one.values)
        for name, one in form.fields.items()
        if name.startswith("session-")
    }


def page(draft, step="sessions"):
    return tickets.draft_path(draft, step)


def change(registration):
    return tickets.booking_path(registration) + "change/sessions/"


def chosen():
    rows = BreakoutChoice.objects.order_by("rank").values_list("rank", "session__title")
    return list(rows)


def publish(event, *seats):
    """People were told that each goes to their session."""
    run = Allocation.objects.create(
        event=event, seed="x", input_hash="x", published_at=timezone.now()
    )
    for registration, session in seats:
        Placement.objects.create(
            allocation=run, registration=registration, slot=session.slot, session=session
        )


# The step of the form


def test_the_whole_form_goes_through_choosing_without_script(client, long, groups):
    """Each page is filled in from its own HTML, as a browser would send it."""
    housing, _, work = groups
    [begin] = read_forms(text_of(client.get(START)))
    where = client.post(START, begin.as_it_stands()).headers["Location"]
    steps = []
    while not where.endswith("/check/"):
        steps.append(where.split("/")[-2])
        [form] = read_forms(text_of(client.get(where)))
        given = form.as_it_stands() | GIVEN.get(steps[-1], {})
        if steps[-1] == "sessions":
            given |= wished(work, housing)
        where = client.post(where, given).headers["Location"]
    assert steps == ["you", "organisation", "food", "support", "sessions", "sharing"]
    check = text_of(client.get(where))
    assert "Your choice of sessions" in check
    assert check.index("Work") < check.index("Housing")
    assert f'href="{where.replace("check", "sessions")}"' in check
    [last] = read_forms(check)
    done = client.post(where, last.as_it_stands()).headers["Location"]
    assert client.get(done).status_code == 200
    assert chosen() == [(1, "Work"), (2, "Housing")]


def test_each_slot_asks_for_a_first_a_second_and_a_third(client, draft, groups):
    [law, letters] = make_round(draft.event, "Law", "Letters", title="Afternoon")
    html = text_of(client.get(page(draft)))
    housing, health, work = (str(one.pk) for one in groups)
    offered = ["", health, housing, work]
    assert selects(html) == {
        **{field(groups[0], rank): (offered, [""]) for rank in (1, 2, 3)},
        **{field(law, rank): (["", str(law.pk), str(letters.pk)], [""]) for rank in (1, 2)},
    }
    words = plain(html)
    assert "You do not need to choose. We will find you a place." in words
    assert words.count("No preference") == 5
    assert "(optional)" not in words
    assert [name in words for name in ("Morning groups", "Afternoon")] == [True, True]
    assert_form_markup(html)


def test_nobody_has_to_choose(client, draft):
    assert client.post(page(draft), {}).status_code == 302
    assert "No preference. We will find you a place." in plain(
        text_of(client.get(page(draft, "check")))
    )
    booking.book(draft_id=draft.pk)
    assert chosen() == []


def test_the_same_choice_twice_is_told_beside_it_and_everything_typed_is_kept(
    client, draft, groups
):
    housing, health, _ = groups
    response = client.post(page(draft), wished(housing, health, housing))
    assert_error_contract(response)
    assert errors(response) == [(f"id_{field(housing, 3)}", TWICE)]
    assert [values for _, values in selects(text_of(response)).values()] == [
        [str(housing.pk)],
        [str(health.pk)],
        [str(housing.pk)],
    ]
    assert "choices" not in drafts.answers(Registration.objects.get(pk=draft.pk))


def test_each_slot_has_its_own_error(client, draft, groups):
    law, _ = make_round(draft.event, "Law", "Letters")
    type(law.slot).objects.filter(pk=law.slot_id).update(starts_at=draft.event.starts_at)
    given = wished(groups[0], groups[0]) | wished(law, law)
    response = client.post(page(draft), given)
    assert [target for target, _ in errors(response)] == [
        f"id_{field(law, 2)}",
        f"id_{field(groups[0], 2)}",
    ]


def test_a_session_offered_twice_is_chosen_once(client, draft, groups):
    housing, health, _ = groups
    housing.offered_again_as = health
    housing.save()
    response = client.post(page(draft), wished(housing, health))
    assert errors(response) == [
        (
            f"id_{field(health, 2)}",
            "“Housing” and “Health” are the same session. Choose one of them.",
        )
    ]


def test_a_session_of_another_event_is_refused(client, draft, groups, host):
    foreign = make_round(make_event(host))[0]
    response = client.post(page(draft), {field(groups[0], 1): str(foreign.pk)})
    assert errors(response) == [
        (f"id_{field(groups[0], 1)}", "Choose from the sessions in the list.")
    ]
    client.post(page(draft), wished(foreign))
    assert drafts.answers(Registration.objects.get(pk=draft.pk))["choices"] == {}


def test_a_session_cancelled_meanwhile_is_told_by_name_and_the_rest_is_kept(client, draft, groups):
    housing, _, work = groups
    housing.is_cancelled = True
    housing.save()
    response = client.post(page(draft), wished(housing, work))
    words = "“Housing” was cancelled. Choose another session, or “No preference”."
    assert errors(response) == [(f"id_{field(housing, 1)}", words)]
    assert selects(text_of(response))[field(housing, 2)][1] == [str(work.pk)]


def test_a_choice_cancelled_after_the_step_is_told_on_the_check_page(client, draft, groups):
    housing = groups[0]
    client.post(page(draft), wished(housing))
    assert "Housing" in plain(text_of(client.get(page(draft, "check"))))
    housing.is_cancelled = True
    housing.save()
    check = client.get(page(draft, "check"))
    words = plain(text_of(check))
    assert "Check one answer" in words
    assert "“Housing” was cancelled. Choose another session, or “No preference”." in words
    assert "Housing Cancelled" in words
    assert client.post(page(draft, "check"), {"expects": "place"}).status_code == 200
    assert Registration.objects.get().is_draft
    step = text_of(client.get(page(draft)))
    assert "“Housing” was cancelled. You can choose another session." in plain(step)
    client.post(page(draft), {})
    done = client.post(page(draft, "check"), {"expects": "place"})
    assert done.headers["Location"] == page(draft, "done")


def test_a_step_that_closed_meanwhile_leads_on_and_the_form_is_booked_without(
    client, draft, groups
):
    client.post(page(draft), wished(groups[0]))
    publish(draft.event)
    for ask_for in (client.get, client.post):
        assert ask_for(page(draft), wished(groups[0])).headers["Location"] == page(draft, "check")
    assert "Your choice of sessions" not in text_of(client.get(page(draft, "check")))
    client.post(page(draft, "check"), {"expects": "place"})
    assert Registration.objects.get().has_a_place
    assert chosen() == []


def test_the_form_on_one_page_asks_it_too(client, event, groups):
    html = text_of(client.get(START))
    assert "<h2>Choose sessions</h2>" in html
    assert_form_markup(html)
    [form] = read_forms(html)
    given = form.as_it_stands() | GIVEN["you"] | {"agree": "on"}
    refused = client.post(START, given | wished(groups[0], groups[0]))
    assert errors(refused) == [(f"id_{field(groups[0], 2)}", TWICE)]
    assert not Registration.objects.exists()
    done = client.post(START, given | wished(groups[1], groups[0]))
    assert done.headers["Location"].endswith("/done/")
    assert chosen() == [(1, "Health"), (2, "Housing")]


def test_no_round_no_step(client, event):
    ask(event)
    make_session(event, title="Welcome", kind="breakout")
    draft = booking.start(event=event)
    assert "Choose sessions" not in text_of(client.get(page(draft, "you")))
    assert "preference" not in text_of(client.get(START))
    check = text_of(client.get(page(draft, "check")))
    assert "sessions" not in plain(check)


def test_the_start_page_says_that_sessions_are_asked(client, long):
    assert "Which sessions you would like" in text_of(client.get(START))


def test_organisers_see_the_step_among_the_questions(client, long, organiser, sign_in):
    html = text_of(sign_in(client, organiser).get("/organise/events/spring-forum/questions/"))
    assert "Choose sessions" in html
    assert "Morning groups" in html


def test_walk_ins_and_people_added_by_the_team_are_not_asked(client, long, organiser, sign_in):
    client = sign_in(client, organiser)
    for path in ("people/add/", "door/walk-in/"):
        assert "session-" not in text_of(client.get(f"/organise/events/spring-forum/{path}"))


def test_choices_that_do_not_fit_under_the_seal_are_refused_in_words(client, long):
    """A festival has many slots; the answers to all of them are sealed together in a draft."""
    every = {}
    for _ in range(30):
        every |= wished(*make_round(long))
    draft = booking.start(event=long)
    response = client.post(page(draft), every)
    [(_, words)] = errors(response)
    assert words == "Your answers are too long to keep together. Choose fewer sessions."


def test_hostile_titles_are_words_wherever_they_are_shown(client, draft, groups):
    housing, health, _ = groups
    for row in groups:
        row.title = f"{HOSTILE} {row.title}"
        row.save()
    type(housing.slot).objects.update(title=HOSTILE)
    booked = make_registration(draft.event, choices=wishes(housing))
    client.post(page(draft), wished(housing))
    for path in (page(draft), page(draft, "check"), tickets.booking_path(booked)):
        html = text_of(client.get(path))
        assert "<script>alert" not in html
        assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; “x” Housing" in html
    html = client.post(page(draft), wished(health, health)).content.decode()
    assert "<script>alert" not in html
    housing.is_cancelled = True
    housing.replaced_by = HOSTILE
    housing.save()
    publish(draft.event, (booked, housing))
    assert "<script>alert" not in text_of(client.get(tickets.booking_path(booked)))


# One's own page


def test_before_people_are_told_the_page_shows_the_choices_and_leads_to_them(client, mine, groups):
    words = plain(text_of(client.get(tickets.booking_path(mine))))
    assert "Your sessions" in words
    assert "No preference. We will find you a place. Choose sessions Open until" in words
    breakouts.choose(registration=mine, wishes=wishes(groups[2], groups[0]))
    html = text_of(client.get(tickets.booking_path(mine)))
    assert f'href="{change(mine)}"' in html
    assert (
        "Morning groups Work Housing Change your choices Open until "
        f"{dates.short_day(mine.event.starts_at, mine.event.zone)}, 10 am." in plain(html)
    )


def test_choices_are_changed_on_the_own_page(client, mine, groups):
    breakouts.choose(registration=mine, wishes=wishes(groups[0], groups[1]))
    html = text_of(client.get(change(mine)))
    assert [values for _, values in selects(html).values()] == [
        [str(groups[0].pk)],
        [str(groups[1].pk)],
        [""],
    ]
    response = client.post(change(mine), wished(groups[2]))
    assert response.headers["Location"] == tickets.booking_path(mine)
    assert chosen() == [(1, "Work")]
    assert "Your change is saved." in text_of(client.get(tickets.booking_path(mine)))
    refused = client.post(change(mine), wished(groups[0], groups[0]))
    assert errors(refused) == [(f"id_{field(groups[0], 2)}", TWICE)]
    assert chosen() == [(1, "Work")]


def test_choosing_again_erases_no_other_answer(client, event, groups):
    ask(event)
    row = make_registration(event, meals=["vegan"], needs_consent=True, photo="yes")
    client.post(change(row), wished(groups[0]))
    row = Registration.objects.select_related("needs").get(pk=row.pk)
    assert (row.needs.answers["meals"], row.photo) == (["vegan"], "yes")


def test_a_choice_that_was_cancelled_is_marked_and_left_out_of_the_form(client, mine, groups):
    breakouts.choose(registration=mine, wishes=wishes(groups[0], groups[1]))
    groups[0].is_cancelled = True
    groups[0].save()
    assert "Housing Cancelled Health" in plain(text_of(client.get(tickets.booking_path(mine))))
    html = text_of(client.get(change(mine)))
    assert "“Housing” was cancelled. You can choose another session." in plain(html)
    assert client.post(change(mine), {field(groups[1], 2): str(groups[1].pk)}).status_code == 302
    assert chosen() == [(1, "Health")]


def test_after_people_are_told_the_page_shows_where_when_and_why(client, mine, groups):
    breakouts.choose(registration=mine, wishes=wishes(groups[1], groups[0]))
    groups[0].room.is_step_free = False
    groups[0].room.name = "Loft"
    groups[0].room.save()
    publish(mine.event, (mine, groups[0]))
    html = text_of(client.get(tickets.booking_path(mine)))
    begins = groups[0].slot.starts_at.astimezone(mine.event.zone)
    assert begins.hour == 11
    assert (
        "Your sessions 11 am to 12 noon Housing Loft : there are steps to this room"
        " Your second choice. “Health” could not be given to you."
        " What would your first choice have cost?" in plain(html)
    )
    assert change(mine) not in html


def test_a_session_cancelled_after_that_says_what_replaces_it(client, mine, groups):
    publish(mine.event, (mine, groups[0]))
    groups[0].is_cancelled, groups[0].replaced_by = True, "Law, in the hall"
    groups[0].save()
    words = plain(text_of(client.get(tickets.booking_path(mine))))
    assert "Housing Cancelled. In its place: Law, in the hall" in words


def test_choices_are_closed_once_people_are_told(client, mine, groups):
    breakouts.choose(registration=mine, wishes=wishes(groups[0]))
    publish(mine.event, (mine, groups[0]))
    response = client.get(change(mine))
    assert response.headers["Location"] == tickets.booking_path(mine)
    words = plain(text_of(client.get(tickets.booking_path(mine))))
    assert "Choosing closed when sessions were given out." in words
    words = plain(text_of(client.post(change(mine), wished(groups[1]))))
    assert "Spring casework forum , your booking Your change was not saved" in words
    assert "What you chose Copy what you want to keep." in words
    assert "Morning groups: First choice Health" in words
    assert chosen() == [(1, "Housing")]


def test_somebody_who_came_later_is_told_so(client, event, groups):
    publish(event)
    late = make_registration(event)
    words = plain(text_of(client.get(tickets.booking_path(late))))
    assert "Sessions were given out before you had a place." in words


def test_somebody_who_waits_chooses_and_is_not_told_a_session(client, event, groups):
    event.capacity = 1
    event.save()
    make_registration(event)
    waits = make_registration(event)
    assert "Choose sessions" in plain(text_of(client.get(tickets.booking_path(waits))))
    assert client.post(change(waits), wished(groups[0])).status_code == 302
    publish(event)
    words = plain(text_of(client.get(tickets.booking_path(waits))))
    assert "If a place becomes yours, we find you sessions too." in words


@pytest.mark.parametrize("why", ["cancelled", "over", "crew", "begun"])
def test_others_see_nothing_of_sessions(client, event, groups, why):
    kind = Kind.CREW if why == "crew" else Kind.PARTICIPANT
    row = make_registration(event, kind=kind, choices=wishes(groups[0]))
    if why == "cancelled":
        booking.cancel(registration=row)
    elif why == "begun":
        type(event).objects.update(starts_at=timezone.now() - timedelta(hours=1))
    elif why == "over":
        earlier = timezone.now() - timedelta(days=2)
        type(event).objects.update(starts_at=earlier, ends_at=earlier + timedelta(hours=8))
    assert "Your sessions" not in text_of(client.get(tickets.booking_path(row)))


def test_somebody_given_a_place_later_keeps_their_choices(event, groups, organiser):
    event.capacity = 1
    event.save()
    first = make_registration(event)
    waits = make_registration(event, choices=wishes(groups[0]))
    booking.cancel(registration=first)
    waiting_list.give_place(registration=waits, by=organiser)
    assert chosen() == [(1, "Housing")]


def test_other_methods_are_refused(client, mine, draft):
    for path in (change(mine), page(draft)):
        assert client.put(path).status_code == 405
        assert client.delete(path).status_code == 405


# How much it costs


def test_pages_ask_as_often_with_one_session_more_and_with_three_slots(client, draft, groups):
    booked = make_registration(draft.event, choices=wishes(*groups))
    told = make_registration(draft.event)
    paths = [
        START,
        page(draft),
        page(draft, "check"),
        tickets.booking_path(booked),
        change(booked),
    ]

    def asked(*paths):
        counts = []
        for path in paths:
            with CaptureQueriesContext(connection) as queries:
                assert client.get(path).status_code == 200
            counts.append(len(queries))
        return counts

    before = asked(*paths)
    for _ in range(2):
        make_round(draft.event)
        make_session(draft.event, slot=groups[0].slot, kind="workshop")
    assert asked(*paths) == before
    assert max(before) <= 11
    seats = [(told, groups[0])]
    publish(draft.event, *seats)
    once = asked(tickets.booking_path(told))
    seats += [(told, make_round(draft.event)[0]) for _ in range(2)]
    publish(draft.event, *seats)
    assert asked(tickets.booking_path(told)) == once
