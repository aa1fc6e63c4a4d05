"""X12, the feedback as a file: what the team's page shows and no more, and nothing of few."""

import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from feedback import ballots, closing, codes, coding, results, taking_back
from feedback.models import Comment, Rating
from forum import exports, small_counts
from forum.models.people import Role
from tests.factories import make_box, make_event, make_member, make_session, sheet
from tests.feedback.words import make_theme
from tests.forum.test_spreadsheets import HOSTILE, formulas

pytestmark = pytest.mark.django_db


def made(event, by=None):
    return exports.make(kind="feedback", event=event, by=by, reason="a test").content


def book(event):
    """Every sheet by name, as its rows from the headings on."""
    import openpyxl

    return {
        page.title: [list(row) for row in page.iter_rows(min_row=4, values_only=True)]
        for page in openpyxl.load_workbook(io.BytesIO(made(event)))
    }


def cast(event, *sheets):
    """The codes by which their writers can take words back, where they shared any."""
    own = codes.make(event=event, count=len(sheets))
    return [
        ballots.cast(event=event, code=code, answers=one)
        for code, one in zip(own, sheets, strict=True)
    ]


def closed(event, *sheets, at=None):
    box = make_box(event)
    cast(event, *sheets)
    return closing.close(box=box, now=at)


def said(words, share="", signed=""):
    return sheet(take_back=words, **({"share": share, "signed": signed} if share else {}))


def test_counts_are_those_of_the_page_and_add_up_to_the_rows_that_are_held(event):
    clinic = make_session(event, title="Housing clinic")
    few = make_session(event, title="Small room")
    box = closed(
        event,
        *[sheet(sessions=[str(clinic.pk)])] * 12,
        *[sheet(useful="quite", sessions=[str(few.pk)])] * 3,
        *[sheet(useful="little", part="no", in_the_way="The stairs")] * 5,
    )
    rows = book(event)["How many"]
    assert rows[:7] == [
        ["Question", "Answer", "People"],
        ["Everybody who answered", "All of them", 20],
        ["How useful was it for you?", "Very useful", 12],
        ["How useful was it for you?", "Quite useful", "not shown"],
        ["How useful was it for you?", "A little useful", "not shown"],
        ["How useful was it for you?", "Not at all useful", 0],
        ["How useful was it for you?", "I am not sure", 0],
    ]
    held = {(row.question, row.answer): row.count for row in Rating.objects.filter(event=event)}
    shown = {(question, answer): count for question, answer, count in rows[2:]}
    for one in results.RATED:
        for key, words in one.answers:
            count = shown[one.words, words]
            assert count in ("not shown", held.get((one.key, key), 0))
    numbers = [count for *_words, count in rows[1:] if isinstance(count, int)]
    assert [count for count in numbers if 0 < count < small_counts.LEAST] == []
    asked = "Which sessions were you in?"
    assert (shown[asked, "Housing clinic"], shown[asked, "Small room"]) == (12, "not shown")
    assert (box.ballots, shown["Could you take part fully?", "No"]) == (20, 5)


def test_words_stand_apart_from_answers_and_their_order_is_no_persons(event):
    closed(event, *[sheet(change=f"Change {n}", take_back=f"Back {n}") for n in range(6)])
    [heading, *rows] = book(event)["Answers"]
    assert heading == ["Row", "Question", "What they wrote"]
    assert [row[0] for row in rows] == list(range(1, 13))
    assert sorted(row[2] for row in rows) == sorted(
        f"{word} {n}" for n in range(6) for word in ("Change", "Back")
    )
    by_key = Comment.objects.filter(event=event, question="change").order_by("id")
    theirs = [text for _row, question, text in rows if question.startswith("What should we")]
    assert theirs == [comment.text for comment in by_key]


def test_only_words_whose_writers_agree_may_be_quoted_signed_as_they_said(event):
    box = make_box(event)
    *_others, gone = cast(
        event,
        *[said("For the team")] * 4,
        said("Slowly.", "words"),
        said("Together.", "name", "Iona, Ferry Lane"),
        said("Gone.", "organisation", "Ferry Lane"),
    )
    closing.close(box=box)
    taking_back.take_back(comment=taking_back.find(gone))
    use_by = event.erased_on
    [heading, *rows] = book(event)["Quotes OK to share"]
    assert heading == ["Words", "How far", "Signed", "Use by"]
    assert sorted([*row[:3], row[3].date()] for row in rows) == [
        ["Slowly.", "Yes, without any name", "no name", use_by],
        ["Together.", "Yes, with my first name and organisation", "Iona, Ferry Lane", use_by],
    ]


def test_themes_are_counted_over_what_was_read_and_few_are_not_shown(event, host):
    closed(event, *[sheet(change=f"Change {n}") for n in range(12)])
    common, rare = make_theme(host, "Common"), make_theme(host, "Rare")
    comments = list(Comment.objects.filter(event=event))
    for number, comment in enumerate(comments[:9]):
        coding.code(item=comment, themes=[common, rare] if number < 3 else [common], by=None)
    assert book(event)["Themes"][1] == [
        *("Read the words for themes first; they are counted from ten answers and notes on.",),
        *(None, None),
    ]
    for comment in comments[9:]:
        coding.code(item=comment, themes=[], by=None)
    assert book(event)["Themes"] == [
        ["Theme", "Answers and notes", "Of"],
        ["Common", "not shown", 12],
        ["Rare", "not shown", 12],
    ]
    for comment in comments[9:]:
        coding.code(item=comment, themes=[common], by=None)
    assert book(event)["Themes"][1:] == [["Common", 12, 12], ["Rare", "not shown", 12]]


def test_while_it_is_sealed_and_of_four_answers_the_file_is_as_of_none(host):
    now = timezone.now()
    events = [make_event(host, title="Forum", slug=f"forum-{n}", starts_at=now) for n in range(3)]
    for event, count in zip(events, (4, 0), strict=False):
        closed(event, *[said("CANARY", "words")] * count, at=now)
    four, none, is_open = events
    assert without_about(book(four)) == without_about(book(none))
    assert "fewer than 5 people answered" in str(book(four)["Answers"])
    before = without_about(book(is_open))
    make_box(is_open)
    cast(is_open, *[said("CANARY", "words")] * 9)
    after = without_about(book(is_open))
    assert "Nobody is asked" in str(before)
    assert "sealed until then" in str(after)
    assert "CANARY" not in str([book(event) for event in events])


def without_about(pages):
    return {name: rows for name, rows in pages.items() if name != "Read me"}


def test_hostile_words_stay_as_they_were_typed_and_queries_do_not_grow(host):
    texts = [text for text in HOSTILE if text.strip() == text and text]
    sparse, full = make_event(host), make_event(host)
    closed(sparse, *[sheet(change="One")] * 5)
    closed(full, *[sheet(change=text) for text in texts])
    asked = []
    for event in (sparse, full):
        with CaptureQueriesContext(connection) as found:
            content = made(event)
        asked.append(len(found))
    assert asked[0] == asked[1]
    assert formulas(content) == []
    assert sorted(str(row[2]) for row in book(full)["Answers"][1:]) == sorted(texts)


def test_who_may_see_results_makes_it_and_nobody_else(host, event):
    for role in Role:
        user = make_member(host, role)
        if role in (Role.OWNER, Role.ORGANISER, Role.ANALYST):
            assert made(event, by=user)
        else:
            with pytest.raises(exports.NotAllowedError):
                made(event, by=user)
