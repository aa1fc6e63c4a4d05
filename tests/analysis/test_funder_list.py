"""X13, the summary for a funder: what a recap may tell, and no small count alone or left over."""

import io
import itertools
from datetime import timedelta

import pytest
from django.utils import timezone

from analysis.asking import ALL
from analysis.attendance import add_up, read
from feedback import questionnaire, recaps, taking_back, theme_counts
from feedback.models import Comment, Rating
from feedback.models.box import Share
from forum import exports
from forum.models.people import Reach, Role
from registrations.models import AttendanceFigures
from registrations.models.figures import Counted
from tests.factories import make_event, make_member
from tests.feedback.words import (
    make_attendance,
    make_comment,
    make_past_event,
    make_theme,
    open_box,
    raise_theme,
)
from tests.forum.test_spreadsheets import HOSTILE, formulas

pytestmark = pytest.mark.django_db
SMALL = {1, 2, 3, 4}


@pytest.fixture
def past(host):
    return make_past_event(host)


def made(event, by=None):
    return exports.make(kind="funder", event=event, by=by).content


def book(event):
    """Every sheet but that about the file, as its rows below the headings."""
    import openpyxl

    pages = openpyxl.load_workbook(io.BytesIO(made(event)))
    return {
        page.title: [list(row) for row in page.iter_rows(min_row=5, values_only=True)]
        for page in pages
        if page.title != "Read me"
    }


def rate(event, **counts):
    for question in questionnaire.RATED:
        for (answer, _words), count in zip(
            question.answers, counts.get(question.key, []), strict=False
        ):
            if count:
                Rating.objects.create(
                    event=event, question=question.key, answer=answer, count=count
                )


def large(past, host):
    """An event of 72 with 45 organisations and 58 answers, and what was raised there."""
    open_box(past, ballots=58)
    make_attendance(past, 72, {f"Group {number}": 1 for number in range(45)})
    host.organisations.filter(name__in=[f"Group {n}" for n in range(30)]).update(reach=Reach.LOCAL)
    AttendanceFigures.objects.filter(event=past, organisation=None).update(
        booked=96, confirmed=90, walk_ins=8
    )
    raise_theme(past, make_theme(host, "Legal aid"), 7)
    raise_theme(past, make_theme(host, "Homes"), 6)
    rate(past, welcome=[30, 21, 7], useful=[40, 10, 8], part=[50, 5, 3])


def test_numbers_reach_and_outcomes_are_those_of_the_rows(past, host):
    large(past, host)
    rows = book(past)
    how = "Counted here"
    assert rows["Numbers"] == [
        ["Booked a place", 96, how],
        ["Had a place", 90, how],
        ["Came", 72, how],
        ["Of them without a booking", 8, how],
        ["Organisations that somebody came from", 45, how],
        ["Of them for the first time", 45, how],
        ["Told us how it was", 58, "Sealed answers, without names"],
    ]
    assert rows["Reach"] == [["Local", 30], ["Not known", 15]]
    assert rows["Outcomes"] == [
        ["How it was", "Found it useful", 50, 58, "86%"],
        ["How it was", "Felt welcome and safe to speak", 51, 58, "88%"],
        ["Raised by people", "Legal aid", 7, 13, "7 of 13"],
        ["Raised by people", "Homes", 6, 13, "6 of 13"],
    ]
    here = AttendanceFigures.objects.filter(event=past, organisation__isnull=False, came__gt=0)
    assert sum(count for _reach, count in rows["Reach"]) == here.count()
    told = Rating.objects.filter(event=past, question="useful", answer__in=["very", "quite"])
    assert sum(told.values_list("count", flat=True)) == rows["Outcomes"][0][2]


def test_files_of_several_events_do_not_tell_how_few_were_new_at_one(host):
    """Of 72 that ever came 60 were at the first event, 10 new at the second, 2 at the third."""
    of = [range(60), range(30, 70), range(40, 72)]
    events = [
        make_past_event(host, starts_at=timezone.now() - timedelta(days=90 - 30 * number))
        for number in range(3)
    ]
    for event, there in zip(events, of, strict=True):
        make_attendance(event, len(there), {f"Group {number}": 1 for number in there})
    new = [book(event)["Numbers"][5][1] for event in events]
    assert new == [60, 10, "not shown"]
    together = add_up(read(host, events), ALL, exact=False)
    assert [row.new for row in together.rows] == [60, 10, None]
    assert together.organisations is None


def test_how_many_answered_is_hidden_where_few_left_a_question_open(past, host):
    large(past, host)
    Rating.objects.filter(event=past, question="useful", answer="very").update(count=38)
    rows = book(past)
    assert rows["Outcomes"][0][2:4] == [48, 56]
    assert rows["Numbers"][-1][1] == "not shown"


def test_once_a_recap_is_published_both_tell_the_same(past, host):
    large(past, host)
    named = make_comment(past, "Together.", Share.NAME, signed="Iona, Ferry Lane")
    make_comment(past, "Slowly.", Share.WORDS, signed="Never shown")
    make_comment(past, "For the team")
    both = [["Slowly.", "no name"], ["Together.", "Iona, Ferry Lane"]]
    assert sorted(book(past)["Quotes"]) == both
    learned = "Start *earlier* <b>&</b> =1+1.\n\n- Ask\n- Listen"
    fields = {"title": "A full room", "lead": "They came.", "learned": learned}
    recap = recaps.save(event=past, fields=fields, quotes=[named], by=None)
    assert "Story" not in book(past)
    recaps.publish(recap=recap, by=None)
    before = book(past)
    plain = "Start earlier <b>&</b> =1+1.\n- Ask\n- Listen"
    assert before["Story"] == [["In short", "They came."], ["What we learned", plain]]
    assert before["Quotes"] == [["Together.", "Iona, Ferry Lane"]]
    raise_theme(past, make_theme(host, "Later"), 12)
    AttendanceFigures.objects.filter(event=past, organisation=None).update(came=73)
    Rating.objects.filter(event=past, question="welcome", answer="agree").update(count=22)
    assert book(past) == before
    taking_back.take_back(comment=named)
    assert book(past)["Quotes"] == [["Slowly.", "no name"]]


def test_totals_from_elsewhere_say_so_and_what_they_leave_open(past):
    AttendanceFigures.objects.create(
        event=past,
        came=40,
        counted=Counted.ESTIMATE,
        source="The minutes",
        frozen_at=timezone.now(),
        details={"totals": {"organisations": 16, "reach": {"local": 9, "national": 7}}},
    )
    rows = book(past)
    how = "Estimated totals from elsewhere: The minutes"
    assert [row[1:] for row in rows["Numbers"][:6]] == [
        ["not known", how],
        ["not known", how],
        [40, how],
        ["not known", how],
        [16, how],
        ["not known", how],
    ]
    assert rows["Reach"] == [["Local", 9], ["National", 7]]


def test_no_small_count_stands_in_it_or_is_left_over(past, host):
    """Whatever four people did, at each place where they could have done it."""
    open_box(past, ballots=40)
    make_attendance(past, 3, {"Only us": 3})
    theme = make_theme(host, "Common")
    raise_theme(past, theme, 12)
    [rare] = Comment.objects.filter(event=past)[:1]
    rare.tags.create(theme=make_theme(host, "Rare"))
    theme_counts.refresh(past)
    scales = list(itertools.product([0, 3, 12], repeat=4))
    asked = ("useful", "welcome", "contacts", "part")
    leaks, told = [], 0
    for turn in range(0, len(scales), 4):
        rated = dict(zip(asked, scales[turn : turn + 4], strict=False))
        Rating.objects.filter(event=past).delete()
        rate(past, **rated)
        for about, words, count, base, _share in outcomes(past):
            told += about == "How it was"
            if count in SMALL or base - count in SMALL:
                leaks.append((rated, words))
    assert leaks == []
    assert told > 10
    shown = book(past)
    assert {row[1] for row in shown["Numbers"]} == {"not shown", 40}
    assert shown["Reach"][0][0].startswith("Too few organisations")
    assert "Rare" not in str(shown)


def outcomes(event):
    """The rows as they are declared, without the file."""
    order = exports.Order(event, None, frozenset(), "", timezone.now())
    sheets = {sheet.name: sheet for sheet in exports.find("funder").build(order).sheets}
    return list(sheets["Outcomes"].rows)


def test_an_event_of_which_nothing_is_known_tells_nothing(host):
    rows = book(make_event(host))
    assert {row[1] for row in rows["Numbers"]} == {0}
    assert rows["Outcomes"][0][0].startswith("Fewer than ten people answered")
    assert rows["Quotes"][0][0].startswith("Nobody has agreed")


def test_hostile_words_stay_as_they_were_typed(past):
    open_box(past)
    texts = [text for text in HOSTILE if text.strip() == text and text]
    for text in texts:
        make_comment(past, text, Share.WORDS)
    assert formulas(made(past)) == []
    assert sorted(row[0] for row in book(past)["Quotes"]) == sorted(texts)


def test_who_may_see_results_makes_it_and_nobody_else(host, past):
    for role in Role:
        user = make_member(host, role)
        if role in (Role.OWNER, Role.ORGANISER, Role.ANALYST):
            assert made(past, by=user)
        else:
            with pytest.raises(exports.NotAllowedError):
                made(past, by=user)
