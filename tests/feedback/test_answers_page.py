"""The team's pages: how the box stands, slips, closing, and what came out of it."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from feedback import ballots, boxes, closing, codes
from feedback.models import BallotBox, BallotCode, Comment, Rating
from forum import keys
from registrations import tickets
from tests.factories import make_box, make_event, make_registration, make_session, sheet


def url(event, page=""):
    return f"/organise/events/{event.slug}/answers/{page}"


def text_of(response):
    return " ".join(response.content.decode().split())


def cast(event, *sheets):
    for code, one in zip(codes.make(event=event, count=len(sheets)), sheets, strict=True):
        ballots.cast(event=event, code=code, answers=one)


@pytest.fixture
def as_organiser(client, organiser):
    client.force_login(organiser)
    return client


@pytest.fixture
def as_analyst(client, analyst):
    client.force_login(analyst)
    return client


def test_before_anything_is_planned_an_organiser_is_offered_to(as_organiser, event):
    page = text_of(as_organiser.get(url(event)))
    assert "Nobody is asked how it was yet" in page
    assert url(event, "plan/") in page


def test_an_analyst_reads_and_has_no_buttons(as_analyst, event):
    assert "Plan feedback" not in text_of(as_analyst.get(url(event)))
    make_box(event)
    page = text_of(as_analyst.get(url(event)))
    assert "Feedback is open until" in page
    assert [
        name for name in ("plan/", "slips/", "close/", "open/") if url(event, name) in page
    ] == []
    for name in ("plan/", "slips/", "close/", "open/"):
        assert as_analyst.post(url(event, name)).status_code == 404


def test_planning_by_the_form(as_organiser, event):
    day = (event.local_end + timedelta(days=1)).date()
    given = {
        "opens_day": str(day),
        "opens": "9:00",
        "closes_day": str(day + timedelta(days=7)),
        "closes": "20:00",
        "is_mailed": "on",
    }
    response = as_organiser.post(url(event, "plan/"), given)
    assert response.status_code == 302
    box = BallotBox.objects.get(event=event)
    assert box.opens_at.astimezone(event.zone).isoformat()[:16] == f"{day}T09:00"
    assert box.is_mailed
    response = as_organiser.post(url(event, "plan/"), {**given, "closes_day": str(day)})
    assert BallotBox.objects.get(event=event).closes_at.astimezone(event.zone).date() == day


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"closes_day": "2020-01-01"}, "It closes before it opens, or in the past"),
        ({"opens_day": "2020-01-01"}, "It opens before the event starts"),
        ({"closes": "25:00"}, "Enter a time such as 9:30"),
        ({"closes_day": ""}, "Choose the day it closes"),
    ],
)
def test_dates_that_cannot_be_are_said_so_and_kept(as_organiser, event, change, words):
    day = (event.local_end + timedelta(days=1)).date()
    given = {"opens_day": str(day), "opens": "9:00", "closes_day": str(day + timedelta(days=7))}
    response = as_organiser.post(url(event, "plan/"), {**given, "closes": "20:00", **change})
    assert words in text_of(response)
    form = response.context["form"]
    assert {name: form[name].value() for name in change} == change
    assert not BallotBox.objects.exists()


def test_opening_by_hand(as_organiser, event):
    box = make_box(event, is_open=False, opens_at=timezone.now() + timedelta(days=1))
    as_organiser.post(url(event, "open/"))
    box.refresh_from_db()
    assert box.is_open
    assert as_organiser.get(url(event, "open/")).status_code == 405


def test_while_it_is_open_not_even_the_number_of_answers_is_told(as_organiser, event):
    make_box(event)
    before = text_of(as_organiser.get(url(event)))
    cast(event, *[sheet(change="Secret words")] * 17)
    token = re.compile(r'value="[A-Za-z0-9]{64}"')
    assert token.sub("", text_of(as_organiser.get(url(event)))) == token.sub("", before)


def test_slips_are_shown_once_twelve_a_page(as_organiser, event):
    box = make_box(event)
    before = BallotCode.objects.count()
    page = as_organiser.post(url(event, "slips/"), {"count": 14}).content.decode()
    assert [part.count("<li>") for part in page.split('class="plain slips"')[1:]][:1] == [12]
    shown = set(re.findall(r"(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}", page))
    assert len(shown) == 14
    assert BallotCode.objects.count() == before + 14
    box.refresh_from_db()
    assert box.slips == 14
    assert ballots.cast(event=event, code=shown.pop(), answers=sheet()) is None


@pytest.mark.parametrize("count", ["0", "-1", "121", "many", ""])
def test_too_few_or_too_many_slips_are_refused(as_organiser, event, count):
    make_box(event, is_mailed=False)
    response = as_organiser.post(url(event, "slips/"), {"count": count})
    assert "Enter a number from 1 to 120" in text_of(response)
    assert not BallotCode.objects.exists()


def test_closing_asks_first_and_closes_for_good(as_organiser, event):
    make_box(event)
    cast(event, *[sheet()] * 5)
    assert "Close feedback for good?" in text_of(as_organiser.get(url(event, "close/")))
    assert BallotBox.objects.get().is_open
    as_organiser.post(url(event, "close/"))
    assert BallotBox.objects.get().is_closed
    for name in ("close/", "plan/", "slips/"):
        assert as_organiser.post(url(event, name)).status_code == 302
    assert BallotBox.objects.get().is_closed


def test_a_missing_key_is_said_and_given_up_only_on_purpose(as_organiser, event):
    make_box(event)
    cast(event, *[sheet()] * 5)
    keys.destroy(event.id, "ballot")
    assert "The key of the ballot box is missing" in text_of(as_organiser.get(url(event)))
    response = as_organiser.post(url(event, "close/"))
    assert "Tick this only if it is lost for good" in text_of(response)
    assert BallotBox.objects.get().is_open
    as_organiser.post(url(event, "close/"), {"lose": "on"})
    assert BallotBox.objects.get().had_too_few


def test_results_are_words_and_counts_that_tell_of_nobody(as_analyst, event):
    clinic = make_session(event, title="Housing <i>clinic</i>")
    box = make_box(event)
    cast(
        event,
        *[sheet(sessions=[str(clinic.pk)])] * 12,
        *[sheet(useful="quite")] * 6,
        *[sheet(useful="little", part="no", in_the_way="The <b>stairs</b>")] * 2,
    )
    closing.close(box=box)
    response = as_analyst.get(url(event))
    page = text_of(response)
    assert "20 people answered" in page
    shown = {one.question.key: dict(one.rows) for one in response.context["ratings"]}
    assert shown["useful"] == {
        "Very useful": 12,
        "Quite useful": None,
        "A little useful": None,
        "Not at all useful": 0,
        "I am not sure": 0,
        "No answer": 0,
    }
    assert [count for _session, count in response.context["sessions"]] == [12]
    assert "The &lt;b&gt;stairs&lt;/b&gt;" in page
    assert "Housing &lt;i&gt;clinic&lt;/i&gt;" in page


def test_of_5_to_9_answers_only_words_are_shown(as_analyst, event):
    box = make_box(event)
    cast(event, *[sheet(change="More breaks")] * 9)
    closing.close(box=box)
    page = text_of(as_analyst.get(url(event)))
    assert "With fewer than 10 answers no counts are shown" in page
    assert "Very useful" not in page
    assert page.count("More breaks") == 9


def test_u7_of_four_answers_nothing_is_shown_anywhere(as_organiser, event):
    box = make_box(event)
    cast(event, *[sheet(change="Quieter rooms", take_back="Call", share="words")] * 4)
    closing.close(box=box)
    pages = [
        url(event),
        f"/f/{event.slug}/",
        f"/organise/events/{event.slug}/",
        f"/e/{event.slug}/",
    ]
    for page in pages:
        text = text_of(as_organiser.get(page))
        assert "Quieter rooms" not in text
        assert "Very useful" not in text
    assert "Too few answers to show" in text_of(as_organiser.get(pages[0]))
    assert (Rating.objects.count(), Comment.objects.count()) == (0, 0)
    box.refresh_from_db()
    assert box.ballots == 0


def test_nobody_can_tell_four_answers_from_none(as_organiser, event, host):
    other = make_event(host, title=event.title, starts_at=event.starts_at, ends_at=event.ends_at)
    now = timezone.now()
    for one, sheets in ((event, [sheet()] * 4), (other, [])):
        box = make_box(one, closes_at=now + timedelta(days=14))
        cast(one, *sheets)
        closing.close(box=box, now=now)
    pages = [text_of(as_organiser.get(url(one))).replace(one.slug, "") for one in (event, other)]
    token = re.compile(r'value="[A-Za-z0-9]{64}"')
    assert token.sub("", pages[0]) == token.sub("", pages[1])


def test_as_many_queries_for_one_comment_as_for_thirty(
    as_analyst, event, django_assert_max_num_queries
):
    def asked(one):
        with django_assert_max_num_queries(40) as found:
            as_analyst.get(url(one))
        return len(found)

    sparse = make_event(event.lead_host)
    for one, count in ((sparse, 1), (event, 30)):
        ticked = [str(make_session(one).pk) for _ in range(min(count, 3))]
        box = make_box(one)
        cast(one, *[sheet()] * 10, *[sheet(change="More breaks", sessions=ticked)] * count)
        closing.close(box=box)
    asked(sparse)
    assert asked(sparse) == asked(event)


def test_the_booking_page_leads_there_while_it_is_open_and_names_no_code(client, host):
    event = make_event(host, starts_at=timezone.now() - timedelta(hours=30))
    registration = make_registration(event, now=event.starts_at - timedelta(days=1))
    address = tickets.booking_path(registration)
    assert "Tell us how it was" not in text_of(client.get(address))
    box = make_box(event)
    page = text_of(client.get(address))
    assert f'href="/f/{event.slug}/">Tell us how it was' in page
    assert "#code" not in page
    boxes.plan(event=event, by=None, opens_at=box.opens_at, closes_at=box.closes_at)
    closing.close(box=box)
    assert "Tell us how it was" not in text_of(client.get(address))
