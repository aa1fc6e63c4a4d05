"""Runs of breakouts: one at a time, in the worker when there are many people, kept as history."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from registrations import booking, breakouts, forgetting, handing_over
from registrations.allocation import ClashError
from registrations.breakouts import history, running, starting, working
from registrations.models import Allocation, Placement
from tests.factories import ask, make_registration, make_round
from tests.markup import assert_form_markup, attributes, named, page_of, text_of
from tests.site import Site, site

__all__ = ["site"]

pytestmark = pytest.mark.django_db

URL = "/organise/events/spring-forum/breakouts/"


def main(response):
    return text_of(named(page_of(response), "main")[0])


def heading(response):
    return text_of(named(page_of(response), "h1")[0])


def book(event, name, *sessions, **given):
    person = make_registration(event, name, **given)
    if sessions:
        wishes = {str(sessions[0].slot_id): [str(session.pk) for session in sessions]}
        breakouts.choose(registration=person, wishes=wishes)
    return person


def where(run):
    rows = run.placements.select_related("registration", "session")
    return {str(row.registration): str(row.session) for row in rows}


@pytest.fixture
def groups(event):
    return make_round(event)


@pytest.fixture
def many(monkeypatch):
    """More than nobody are many: the worker has to place them."""
    monkeypatch.setattr(starting, "INLINE", 0)


# Modes


def test_until_people_were_told_everybody_is_placed_anew_then_nobody_is_moved(event, groups):
    for name in ("Amina", "Bilal", "Chen"):
        book(event, name, groups[0])
    first = breakouts.run(event=event, by=None)
    assert (first.mode, first.basis) == ("full", None)
    breakouts.publish(allocation=first, by=None)
    book(event, "Dawit")
    kept = breakouts.run(event=event, by=None)
    assert (kept.mode, kept.basis) == ("keep", first)
    assert {name: where(kept)[name] for name in where(first)} == where(first)
    anew = breakouts.run(event=event, by=None, mode="full")
    assert (anew.mode, anew.basis) == ("full", first)


def test_the_goals_stand_with_their_bounds_and_seconds_and_never_the_lots(event, groups):
    book(event, "Amina", groups[0])
    goals = breakouts.run(event=event, by=None).figures["goals"]
    assert [goal["name"] for goal in goals] == [
        *("without a seat", "short of minimums", "worst rank", "no first or second choice"),
        *("rank cost", "pairs of colleagues", "moves"),
    ]
    assert all(goal["value"] == goal["bound"] for goal in goals)
    assert all(set(goal) == {"name", "value", "bound", "seconds"} for goal in goals)


def test_a_goal_whose_proof_took_too_long_is_said_to_be_unproven(
    client, sign_in, organiser, event, groups
):
    book(event, "Amina", groups[0])
    run = breakouts.run(event=event, by=organiser)
    for goal in run.figures["goals"]:
        if goal["name"] == "rank cost":
            goal["value"] = 4
    run.save()
    page = main(sign_in(client, organiser).get(URL))
    assert "The time was up before everything was proven" in page
    assert "A second choice counts 1, a third 3, a fourth 6. 4 not proven: 0 at best" in page
    assert "Seats missing 0 proven best" in page
    assert "(not proven)" in main(client.get(f"{URL}runs/"))


def test_the_input_is_never_stored(event, groups):
    """Neither what somebody needs nor what they wish for stands in the row of the run."""
    ask(event)
    person = book(event, "Amina", groups[0], access=["step_free"], needs_consent=True)
    run = breakouts.run(event=event, by=None)
    stored = str(Allocation.objects.filter(pk=run.pk).values())
    for secret in (str(person.pk), "Amina", "step", "hearing", *(str(one.pk) for one in groups)):
        assert secret not in stored


def test_the_note_of_somebody_who_was_put_somewhere_outlives_the_next_run(event, groups):
    person = book(event, "Amina", groups[0])
    run = breakouts.run(event=event, by=None)
    breakouts.move(
        allocation=run, registration=person, session=groups[1], by=None, note="  Asked for it "
    )
    breakouts.run(event=event, by=None)
    kept = Placement.objects.get(registration=person)
    assert (kept.session, kept.is_pinned, kept.note) == (groups[1], True, "Asked for it")


# One at a time


def test_many_people_are_placed_by_the_worker_and_two_presses_are_one_run(
    client, sign_in, organiser, event, groups, many
):
    book(event, "Amina", groups[0])
    client = sign_in(client, organiser)
    for _ in range(2):
        response = client.post(f"{URL}run/", follow=True)
    [run] = Allocation.objects.all()
    assert (run.state, run.by, run.placements.count()) == ("waiting", organiser, 0)
    assert heading(response) == "Placing 1 person"
    assert response.headers["Refresh"] == "5"
    assert_form_markup(response)
    assert "Refresh" not in client.get(f"{URL}?still").headers
    assert working.run_due() == 1
    run.refresh_from_db()
    assert (run.state, where(run), run.progress) == ("done", {"Amina": "Housing"}, "")
    assert heading(client.get(URL)) == "Everyone has a session"
    assert working.run_due() == 0


def test_a_second_press_while_few_people_are_placed_begins_no_other_run(event, groups, monkeypatch):
    book(event, "Amina")
    allocate, pressed = working.allocate, []

    def pressed_again(problem, **named):
        pressed.append(starting.start(event=event, by=None))
        return allocate(problem, **named)

    monkeypatch.setattr(working, "allocate", pressed_again)
    run = starting.start(event=event, by=None)
    assert (pressed, run.state) == ([run], "done")
    assert Allocation.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_press_wakes_the_worker(event, groups, many):
    book(event, "Amina")
    starting.start(event=event, by=None)
    [nudge] = DBTaskResult.objects.all()
    assert nudge.task_path == "registrations.breakouts.starting.place_now"
    assert starting.place_now.call() == 1


def test_the_page_says_which_goal_is_worked_on(client, sign_in, organiser, event, groups, many):
    book(event, "Amina")
    starting.start(event=event, by=organiser)
    Allocation.objects.update(state="running", progress="rank cost")
    response = sign_in(client, organiser).get(URL)
    now = [
        one
        for one in named(page_of(response), "li")
        if attributes(one).get("aria-current") == "step"
    ]
    assert [text_of(one) for one in now] == ["Bringing people closer to first choices , now"]
    assert "Finding everybody a seat, done" in main(response).replace(" ,", ",")


def test_each_goal_is_written_into_the_row_while_it_is_worked_on(event, groups, many, monkeypatch):
    book(event, "Amina")
    starting.start(event=event, by=None)
    seen, allocate = [], working.allocate

    def looked_at(problem, *, seconds, on_goal):
        def told(goal):
            on_goal(goal)
            seen.append(Allocation.objects.get().progress)

        return allocate(problem, seconds=seconds, on_goal=told)

    monkeypatch.setattr(working, "allocate", looked_at)
    assert working.run_due() == 1
    assert seen[0] == "without a seat"
    assert "pairs of colleagues" in seen


def test_nobody_is_moved_let_go_or_told_while_people_are_being_placed(
    client, sign_in, organiser, event, groups, many
):
    """The run would not know of it, and undo it."""
    person = book(event, "Amina", groups[0])
    draft = breakouts.run(event=event, by=organiser)
    breakouts.move(allocation=draft, registration=person, session=groups[1], by=organiser)
    starting.start(event=event, by=organiser)
    with pytest.raises(breakouts.MoveError, match="being placed just now"):
        breakouts.move(allocation=draft, registration=person, session=groups[2], by=organiser)
    with pytest.raises(breakouts.NotPublishedError, match="being placed just now"):
        breakouts.publish(allocation=draft, by=organiser)
    url = f"{URL}people/{person.pk}/{groups[0].slot_id}/let-go/"
    response = sign_in(client, organiser).post(url, follow=True)
    assert "People are being placed just now." in main(response)
    assert draft.placements.get().is_pinned
    assert working.run_due() == 1
    assert where(running.latest(event)) == {"Amina": "Health"}
    assert breakouts.publish(allocation=running.latest(event), by=organiser) == 1


def test_who_deletes_or_hands_over_a_booking_while_people_are_placed_breaks_no_run(
    event, groups, monkeypatch
):
    gone, kept = book(event, "Amina", groups[0]), book(event, "Bilal", groups[0])
    draft = breakouts.run(event=event, by=None)
    breakouts.move(
        allocation=draft, registration=kept, session=groups[1], by=None, note="Bilal asked"
    )
    allocate = working.allocate

    def meanwhile(problem, **named):
        forgetting.forget(registration=gone)
        handing_over.hand_over(
            registration=kept, name="Chen", contact_by="email", email="chen@example.org"
        )
        return allocate(problem, **named)

    monkeypatch.setattr(working, "allocate", meanwhile)
    run = starting.start(event=event, by=None)
    assert (run.state, where(run)) == ("done", {"Chen": "Health"})
    seat = run.placements.get()
    assert (seat.is_pinned, seat.note) == (False, "")


# What goes wrong


def test_a_clash_fails_with_its_words_and_the_draft_before_it_stands(event, groups):
    person = book(event, "Amina", groups[0])
    draft = breakouts.run(event=event, by=None)
    breakouts.move(allocation=draft, registration=person, session=groups[1], by=None)
    groups[1].max_places = 0
    groups[1].save()
    with pytest.raises(ClashError):
        breakouts.run(event=event, by=None)
    failed = starting.start(event=event, by=None)
    assert (failed.state, failed.problem) == ("failed", working.FIXED)
    assert running.latest(event) == draft
    assert draft.placements.count() == 1


def test_what_goes_wrong_is_said_in_words(client, sign_in, organiser, event, groups, monkeypatch):
    def fails(*_args, **_named):
        raise ZeroDivisionError

    book(event, "Amina")
    monkeypatch.setattr(working, "allocate", fails)
    response = sign_in(client, organiser).post(f"{URL}run/", follow=True)
    assert heading(response) == "Nobody was placed"
    assert working.FAULT in main(response)


def test_a_run_left_behind_is_taken_up_and_given_up_after_three_times(event, groups, many):
    book(event, "Amina")
    run = starting.start(event=event, by=None)
    long_ago = timezone.now() - timedelta(hours=1)
    Allocation.objects.update(state="running", at=long_ago)
    assert working.run_due() == 1
    run.refresh_from_db()
    assert run.state == "done"
    figures = {"people": 1, "tries": 3}
    Allocation.objects.update(state="running", at=long_ago, figures=figures)
    assert working.run_due() == 0
    run.refresh_from_db()
    assert (run.state, run.problem) == ("failed", working.BROKEN_OFF)


def test_a_run_left_behind_is_taken_up_by_whoever_presses_again(
    client, sign_in, organiser, event, groups
):
    book(event, "Amina")
    at = timezone.now() - timedelta(minutes=11)
    run = Allocation.objects.create(event=event, state="running", at=at)
    client = sign_in(client, organiser)
    assert "It has said nothing for some minutes" in main(client.get(URL))
    response = client.post(f"{URL}run/", follow=True)
    assert heading(response) == "Everyone has a session"
    assert Allocation.objects.get().pk == run.pk


def test_what_a_slow_process_works_out_counts_for_nothing_once_another_took_up_the_run(
    event, groups, many, monkeypatch
):
    book(event, "Amina")
    starting.start(event=event, by=None)
    allocate = working.allocate

    def slow(problem, **named):
        Allocation.objects.update(at=timezone.now() + timedelta(seconds=1))
        return allocate(problem, seconds=named["seconds"])

    monkeypatch.setattr(working, "allocate", slow)
    assert working.run_due() == 0
    assert (Allocation.objects.get().state, Placement.objects.count()) == ("running", 0)


KILLED = """
import os, signal, sys, django
django.setup()
from tests.factories import make_event, make_host, make_registration, make_round
from registrations.breakouts import starting, working
from registrations.models import Allocation
starting.INLINE = 0
if sys.argv[1] == "killed":
    event = make_event(make_host())
    make_round(event)
    make_registration(event, "Amina")
    starting.start(event=event, by=None)
    working.running.store = lambda *a, **b: os.kill(os.getpid(), signal.SIGKILL)
    working.run_due()
from datetime import timedelta
from django.utils import timezone
print(working.run_due(), working.run_due(timezone.now() + timedelta(minutes=11)))
print(*Allocation.objects.values_list("state", "placements__session__title"))
"""


def test_a_run_whose_process_was_killed_is_run_again(site: Site) -> None:
    with pytest.raises(AssertionError):
        site.run("-c", KILLED, "killed")
    done = site.run("-c", KILLED, "again").splitlines()
    assert done[0] == "0 1"
    assert done[1].startswith("('done', '")


# History


def test_earlier_runs_say_when_who_how_and_from_what(client, sign_in, organiser, event, groups):
    book(event, "Amina", groups[0])
    first = breakouts.run(event=event, by=organiser)
    breakouts.publish(allocation=first, by=organiser)
    gone = book(event, "Bilal")
    breakouts.run(event=event, by=organiser)
    booking.cancel(registration=gone)
    breakouts.run(event=event, by=None)
    found = history.runs(event)
    assert [(one.mode, one.state) for one in found] == [
        ("Nobody moved without cause", "Draft"),
        ("Nobody moved without cause", "A later draft took its place"),
        ("Everybody anew", "Draft"),
    ]
    assert [len(one.sign) for one in found] == [8, 8, 8]
    assert found[0].sign != found[1].sign
    page = sign_in(client, organiser).get(f"{URL}runs/")
    assert heading(page) == "Earlier runs"
    assert f"Input {first.input_hash[:8]} , seed {first.seed[:8]}" in main(page)
    assert "run by Oscar Vale . Nobody moved without cause." in main(page)
    assert "Told " in main(page)


def test_before_the_first_run_the_history_says_so(client, sign_in, organiser, event):
    response = sign_in(client, organiser).get(f"{URL}runs/")
    assert heading(response) == "Nothing has been run yet"
