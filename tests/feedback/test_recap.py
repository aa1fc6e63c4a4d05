"""The recap: what is written, the figures that are frozen, and words whose writers agree."""

from datetime import timedelta

import pytest
from django.utils import timezone

from feedback import coding, quotes, recaps, theme_counts, themes
from feedback.models import Comment, Rating, Recap
from feedback.models.box import BoxState, Share
from forum import organisations
from forum.models import AuditEntry
from forum.models.events import State
from forum.models.people import Reach
from tests.factories import make_event
from tests.feedback.words import (
    make_attendance,
    make_comment,
    make_past_event,
    make_theme,
    open_box,
    raise_theme,
)

pytestmark = pytest.mark.django_db
FIELDS = {"title": "A full room", "lead": "They came.", "funders": "Millrace Trust"}


@pytest.fixture
def past(host):
    return make_past_event(host)


def save(event, *, chosen=(), **fields):
    return recaps.save(event=event, fields={**FIELDS, **fields}, quotes=list(chosen), by=None)


def shown(recap):
    return [(quote.text, quote.signed) for quote in quotes.of_recap(recap)]


def published(event, **fields):
    recap = save(event, **fields)
    recaps.publish(recap=recap, by=None)
    return recap


def organisations_of(count, name="Group"):
    return {f"{name} {number}": 1 for number in range(count)}


def test_a_recap_is_written_once_and_changed_after(past, organiser):
    first = recaps.save(event=past, fields=FIELDS, quotes=[], by=organiser)
    second = recaps.save(event=past, fields={"lead": "Many came."}, quotes=[], by=organiser)
    assert first.pk == second.pk
    assert (second.title, second.lead) == ("A full room", "Many came.")
    assert recaps.published(past) is None
    assert recaps.of(past) == second
    assert AuditEntry.objects.filter(deed="wrote the recap", who=organiser).count() == 2


def test_words_stand_in_their_order_signed_as_their_writers_said(past):
    open_box(past)
    plain = make_comment(past, "Slowly.", Share.WORDS, signed="Never shown")
    named = make_comment(past, "Together.", Share.NAME, signed="Iona, Ferry Lane")
    group = make_comment(past, "In company.", Share.ORGANISATION, signed="Ferry Lane")
    recap = save(past, chosen=[named, plain, group])
    expected = [("Together.", "Iona, Ferry Lane"), ("Slowly.", ""), ("In company.", "Ferry Lane")]
    assert shown(recap) == expected
    save(past, chosen=[plain, named])
    assert shown(recap) == [expected[1], expected[0]]


def test_words_that_were_taken_back_are_gone_with_the_next_look(past):
    open_box(past)
    kept = make_comment(past, "Slowly.", Share.WORDS)
    gone = make_comment(past, "Together.", Share.NAME, signed="Iona")
    recap = published(past, chosen=[gone, kept])
    Comment.objects.filter(pk=gone.pk).update(share=Share.WITHDRAWN)
    assert shown(recap) == [("Slowly.", "")]
    assert list(quotes.quotable(past)) == [kept]
    save(past, chosen=[gone, kept])
    assert recap.quotes.count() == 1


def test_words_for_the_team_and_words_of_another_event_are_refused(past, host):
    open_box(past)
    other = make_past_event(host)
    open_box(other)
    for comment in (make_comment(past), make_comment(other, share=Share.WORDS)):
        with pytest.raises(quotes.NotQuotableError):
            save(past, chosen=[comment])
    assert Recap.objects.count() == 0


@pytest.mark.parametrize("state", [BoxState.OPEN, BoxState.TOO_FEW])
def test_before_the_box_was_opened_there_are_no_words(past, state):
    open_box(past, state=state)
    make_comment(past, share=Share.WORDS)
    assert list(quotes.quotable(past)) == []


def test_publishing_freezes_the_figures(past, host, organiser):
    open_box(past, ballots=58)
    make_attendance(
        make_past_event(host, starts_at=past.starts_at - timedelta(days=300)),
        26,
        organisations_of(26),
    )
    make_attendance(past, 72, organisations_of(45))
    host.organisations.filter(name__in=organisations_of(30)).update(reach=Reach.LOCAL)
    aid, homes = make_theme(host, "Legal aid"), make_theme(host, "Homes")
    raise_theme(past, aid, 7)
    raise_theme(past, homes, 6)
    for answer, count in {"strongly": 30, "agree": 21, "partly": 7, "unsaid": 2}.items():
        Rating.objects.create(event=past, question="welcome", answer=answer, count=count)
    recap = save(past)
    recaps.publish(recap=recap, by=organiser)
    frozen = {
        "came": 72,
        "organisations": 45,
        "organisations_new": 19,
        "ballots": 58,
        "reach": [
            {"reach": "local", "label": "Local", "count": 30},
            {"reach": "unknown", "label": "Not known", "count": 15},
        ],
        "themes": {
            "base": 13,
            "rows": [{"name": "Legal aid", "count": 7}, {"name": "Homes", "count": 6}],
            "fewer": 0,
        },
        "welcome": {"count": 51, "base": 58},
    }
    recap.refresh_from_db()
    assert recap.figures == frozen
    raise_theme(past, homes, 5)
    save(past, lead="More words")
    recap.refresh_from_db()
    assert (recap.figures, recap.lead) == (frozen, "More words")
    assert recaps.published(past) == recap
    recaps.unpublish(recap=recap, by=organiser)
    assert recaps.published(past) is None
    assert recaps.of(past).figures == {}


@pytest.mark.parametrize("few", [1, 2, 3, 4])
def test_counts_below_five_are_not_kept_in_what_is_published(past, host, few):
    open_box(past, ballots=few)
    make_attendance(past, few, organisations_of(few))
    common, rare, nearly = (make_theme(host, name) for name in ("Common", "Rare", "Nearly all"))
    read = raise_theme(past, common, 12)
    for comment in read[:few]:
        comment.tags.create(theme=rare)
    for comment in read[few:]:
        comment.tags.create(theme=nearly)
    theme_counts.refresh(past)
    for answer, count in {"agree": 20, "disagree": few}.items():
        Rating.objects.create(event=past, question="welcome", answer=answer, count=count)
    assert published(past).figures == {
        "came": None,
        "organisations": None,
        "organisations_new": None,
        "ballots": None,
        "reach": [],
        "themes": {"base": 12, "rows": [{"name": "Common", "count": 12}], "fewer": 2},
        "welcome": {},
    }


def test_few_in_one_reach_hide_the_next_fewest_too(past, host):
    make_attendance(past, 30, organisations_of(30))
    host.organisations.filter(name__in=organisations_of(3)).update(reach=Reach.LOCAL)
    others = host.organisations.filter(reach=Reach.UNKNOWN).order_by("name")
    for organisation in others[:9]:
        organisations.change(organisation=organisation, fields={"reach": Reach.REGIONAL}, by=None)
    assert [(row["label"], row["count"]) for row in published(past).figures["reach"]] == [
        ("Local", None),
        ("Regional", None),
        ("Not known", 18),
    ]


def test_almost_everybody_new_is_not_told_either(past, host):
    before = make_past_event(host, starts_at=past.starts_at - timedelta(days=90))
    make_attendance(before, 3, organisations_of(3))
    make_attendance(past, 40, organisations_of(20))
    figures = published(past).figures
    assert (figures["organisations"], figures["organisations_new"]) == (20, None)


def test_of_fewer_than_ten_answers_nothing_is_told_of_themes(past, host):
    open_box(past, ballots=9)
    raise_theme(past, make_theme(host), 9)
    assert published(past).figures["themes"] == {}


def test_a_merged_organisation_counts_once_and_as_known(past, host):
    before = make_past_event(host, starts_at=past.starts_at - timedelta(days=90))
    make_attendance(before, 10, organisations_of(10))
    make_attendance(past, 40, {**organisations_of(10), **organisations_of(11, "Other")})
    for number in range(6):
        organisations.merge(
            organisation=host.organisations.get(name=f"Other {number}"),
            into=host.organisations.get(name=f"Group {number}"),
            by=None,
        )
    figures = published(past).figures
    assert (figures["organisations"], figures["organisations_new"]) == (15, 5)


def test_an_event_that_is_not_over_or_did_not_take_place_has_no_recap_to_read(host):
    coming = make_event(host)
    off = make_past_event(host, state=State.CANCELLED, cancelled_at=timezone.now())
    draft = make_past_event(host, published=False)
    for event in (coming, off, draft):
        recap = save(event)
        with pytest.raises(recaps.NotYetError):
            recaps.publish(recap=recap, by=None)
        assert recaps.published(event) is None


def test_new_figures_wait_where_beside_the_earlier_ones_they_would_tell_of_few(past, host):
    aid = make_theme(host, "Legal aid")
    first, later = timezone.now(), timezone.now() + timedelta(days=1)
    raise_theme(past, aid, 20)
    recap = save(past)
    assert recaps.publish(recap=recap, by=None, now=first).held_back_since is None
    early = recap.figures
    assert early["themes"]["base"] == 20
    raise_theme(past, aid, 3)
    held = recaps.publish(recap=recap, by=None, now=later)
    assert (held.held_back_since, recap.figures) == (first, early)
    recaps.unpublish(recap=recap, by=None)
    assert recaps.publish(recap=recap, by=None, now=later).held_back_since == first
    assert recaps.published(past).figures == early
    raise_theme(past, aid, 2)
    assert recaps.publish(recap=recap, by=None, now=later).held_back_since is None
    assert recaps.published(past).figures["themes"]["base"] == 25
    assert [row.figures["themes"]["base"] for row in recap.versions.all()] == [20, 25]


def test_what_was_public_before_versions_were_kept_counts_too(past, host):
    aid = make_theme(host, "Legal aid")
    raise_theme(past, aid, 20)
    recap = published(past)
    recap.versions.all().delete()
    raise_theme(past, aid, 1)
    recaps.unpublish(recap=recap, by=None)
    recaps.publish(recap=recap, by=None)
    assert recap.figures["themes"]["base"] == 20


def test_figures_of_a_theme_by_another_name_are_compared_too(past, host):
    aid = make_theme(host, "Legal aid")
    homes = make_theme(host, "Homes")
    raise_theme(past, aid, 7)
    raise_theme(past, homes, 5)
    recap = published(past)
    for comment in raise_theme(past, aid, 7)[:2]:
        coding.code(item=comment, themes=[aid, homes], by=None)
    themes.change(theme=homes, name="Housing", description="", by=None)
    recaps.publish(recap=recap, by=None)
    assert recap.figures["themes"]["rows"][1]["name"] == "Homes"
