"""What the team's page, the analysis and a recap show of one question, taken from one another."""

import itertools

import pytest

from feedback import recap_figures, results
from feedback.models import Rating
from feedback.models.box import BoxState
from feedback.questionnaire import SAYS_NOTHING, by_key
from registrations.models import AttendanceFigures
from tests.factories import make_box

pytestmark = pytest.mark.django_db

WELCOME = by_key("welcome")
SMALL = {1, 2, 3, 4}


def shown_of(counts):
    """What the team's page shows: four answers, who would rather not say, and no answer."""
    keys = [key for key, _words in WELCOME.answers]
    counted = {("welcome", key): count for key, count in zip(keys, counts, strict=False)}
    return [count for _words, count in results.answered(WELCOME, counted, sum(counts)).rows]


def test_no_small_count_is_left_when_the_sums_that_others_show_are_taken_away():
    """The recap tells the sum of each half, the analysis that of all who said something."""
    leaks = []
    for counts in itertools.product([0, 3, 5, 12, 30], repeat=6):
        shown = shown_of(counts)
        for group in (slice(0, 2), slice(2, 4), slice(4, 6)):
            is_partly_shown = any(count is not None for count in shown[group])
            if SMALL & set(counts[group]) and is_partly_shown:
                leaks.append(counts)
    assert leaks == []


def test_three_who_would_rather_not_say_are_not_what_is_left():
    """20, 10 and 5 said how it was, 3 would rather not say, 12 left it out: 35 of 50."""
    assert shown_of([20, 10, 5, 0, 3, 12]) == [20, 10, 5, 0, None, None]


def test_answers_that_say_nothing_are_those_at_the_end_of_a_scale():
    for key in ("useful", "welcome", "contacts"):
        answers = [answer for answer, _words in by_key(key).answers]
        assert [answer in SAYS_NOTHING for answer in answers] == [False] * 4 + [True]


def test_a_recap_does_not_tell_how_few_did_not_say_whether_they_felt_welcome(event):
    AttendanceFigures.objects.create(event=event, came=80)
    box = make_box(event)
    box.state, box.ballots, box.closed_at = BoxState.CLOSED, 40, box.closes_at
    box.save()
    Rating.objects.create(id=1, event=event, question="welcome", answer="agree", count=30)
    Rating.objects.create(id=2, event=event, question="welcome", answer="partly", count=7)
    Rating.objects.create(id=3, event=event, question="welcome", answer="unsaid", count=3)
    figures = recap_figures.take(event)
    assert (figures["welcome"], figures["ballots"]) == ({"count": 30, "base": 37}, None)
    Rating.objects.filter(answer="unsaid").update(count=5)
    Rating.objects.filter(answer="partly").update(count=5)
    assert recap_figures.take(event)["ballots"] == 40
