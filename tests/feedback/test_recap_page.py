"""The recap: the pages on which it is written, and the page that everybody reads."""

from datetime import timedelta
from html import unescape

import pytest
from django.utils import timezone

from feedback import recaps, theme_counts
from feedback.models import Comment, Recap
from feedback.models.box import Share
from forum.models.events import State, Visibility
from registrations.models import AttendanceFigures
from tests.factories import make_event, make_series
from tests.feedback.words import (
    make_attendance,
    make_comment,
    make_past_event,
    make_theme,
    open_box,
    raise_theme,
)
from tests.forum.doors import assert_refuses, assert_same_queries, assert_team_only
from tests.markup import assert_error_contract, assert_form_markup, page_of, text_of

pytestmark = pytest.mark.django_db
EDIT = "/organise/events/past-forum/recap/"
PREVIEW, PUBLISH, UNPUBLISH = (f"{EDIT}{name}/" for name in ("preview", "publish", "unpublish"))
PAGE = "/e/past-forum/recap/"
HOSTILE = "<img src=x onerror=alert(1)>{{ 7*7 }}"
FIELDS = {
    "title": "A full room",
    "lead": "They came from everywhere.",
    "talked": "Letters come **late**.",
    "learned": "- Two rounds are enough\n- Start slowly",
    "happens_next": "A group collects refusals.",
    "caterer": "Ruth’s Table",
    "artist": "Iona Baird",
    "facilitators": "Chen and Dawit",
    "funders": "The Millrace Trust",
    "others": "Eleven volunteers",
}


@pytest.fixture
def past(host):
    return make_past_event(host, title="Past forum", slug="past-forum")


@pytest.fixture
def writer(client, organiser):
    client.force_login(organiser)
    return client


def shown(response):
    assert response.status_code == 200
    return text_of(page_of(response)).replace("\N{NO-BREAK SPACE}", " ")


def publish(event, *, chosen=(), **fields):
    """A recap as it is read."""
    recap = recaps.save(event=event, fields={**FIELDS, **fields}, quotes=list(chosen), by=None)
    recaps.publish(recap=recap, by=None)
    return recap


def organisations(count):
    return {f"Group {number}": 1 for number in range(count)}


def test_a_recap_is_written_seen_published_and_taken_back(writer, past):
    open_box(past, ballots=40)
    make_attendance(past, 72, organisations(45))
    quote = make_comment(past, "Slowly and in company.", Share.WORDS)
    hidden = make_comment(past, "For the team alone.")
    response = writer.get(EDIT)
    assert_form_markup(response)
    said = shown(response)
    assert "Tell people what came of it" in said
    assert "72 people came 45 organisations" in said
    assert quote.text in said
    assert hidden.text not in said
    response = writer.post(EDIT, {**FIELDS, "quotes": [quote.pk]}, follow=True)
    said = shown(response)
    assert "Only your team can see it." in said
    assert "Slowly and in company." in said
    assert "We are still writing this" in shown(writer.get(PAGE))
    assert "Everybody can read the recap." in shown(writer.post(PUBLISH, follow=True))
    writer.logout()
    assert "A full room" in shown(writer.get(PAGE))


def test_a_published_recap_changes_at_once_and_comes_off_the_site(writer, past):
    publish(past)
    response = writer.post(EDIT, {**FIELDS, "title": "A fuller room"}, follow=True)
    assert "Everybody can read them now." in shown(response)
    assert "A fuller room" in shown(writer.get(PAGE))
    assert "Everybody can read this." in shown(writer.get(PREVIEW))
    assert "The recap is off the site." in shown(writer.post(UNPUBLISH, follow=True))
    assert "We are still writing this" in shown(writer.get(PAGE))
    assert Recap.objects.get().title == "A fuller room"


def test_figures_are_taken_anew_only_when_somebody_says_so(writer, past):
    make_attendance(past, 72)
    publish(past)
    AttendanceFigures.objects.filter(event=past).update(came=80)
    assert "72 people came" in shown(writer.get(PAGE))
    assert "The figures are taken anew." in shown(writer.post(PUBLISH, follow=True))
    assert "80 people came" in shown(writer.get(PAGE))


def test_everybody_reads_the_whole_story(client, past, host):
    open_box(past, ballots=58)
    make_attendance(past, 72, organisations(45))
    raise_theme(past, make_theme(host, "Legal aid"), 31)
    named = make_comment(past, "We write it together.", Share.NAME, signed="Iona, Ferry Lane")
    publish(past, chosen=[named])
    response = client.get(PAGE)
    said = shown(response)
    for words in (
        "A full room They came from everywhere. 72 people came 45 organisations",
        "45 organisations there for the first time 58 told us what they thought",
        "Legal aid",
        "Letters come late .",
        "We write it together. Iona, Ferry Lane",
        "Shared with the consent of those who wrote them. Take back your words",
        "Two rounds are enough Start slowly",
        "A group collects refusals.",
        "To Ruth’s Table for the food To Iona Baird for the art To Chen and Dawit , who led",
        "To Eleven volunteers To The Millrace Trust , who paid for it",
    ):
        assert words in said
    raw = response.content.decode()
    assert 'href="/q/"' in raw
    assert '<meta property="og:title" content="A full room">' in raw
    assert "noindex" not in raw


def test_who_was_there_is_told_in_one_sentence(client, past, host):
    make_attendance(past, 60, organisations(40))
    for reach, first, last in (("local", 0, 20), ("regional", 20, 32), ("national", 32, 37)):
        names = [f"Group {number}" for number in range(first, last)]
        host.organisations.filter(name__in=names).update(reach=reach)
    publish(past)
    assert (
        "Of 40 organisations, 20 were local and 12 regional. How many were national or of a reach "
        "we do not know is not shown, so that none is picked out."
    ) in shown(client.get(PAGE))


def test_words_that_were_taken_back_are_gone_everywhere_at_once(writer, past):
    open_box(past)
    gone = make_comment(past, "Words I regret.", Share.NAME, signed="Iona")
    kept = make_comment(past, "Slowly.", Share.WORDS)
    publish(past, chosen=[gone, kept])
    pages = [PAGE, PREVIEW, EDIT, "/organise/events/past-forum/answers/coding/"]
    Comment.objects.filter(pk=gone.pk).update(share=Share.WITHDRAWN)
    for path in pages:
        said = shown(writer.get(path))
        assert "Words I regret." not in said, path
        assert "signed Iona" not in said.casefold(), path
    response = writer.post(EDIT, {**FIELDS, "quotes": [gone.pk, kept.pk]}, follow=True)
    assert "Some words were taken back meanwhile and are left out." in shown(response)
    assert "Slowly." in shown(writer.get(PAGE))


def test_words_shared_less_lose_their_name_at_once(client, past):
    open_box(past)
    comment = make_comment(past, "Together.", Share.NAME, signed="Iona of Ferry Lane")
    publish(past, chosen=[comment])
    Comment.objects.filter(pk=comment.pk).update(share=Share.WORDS)
    said = shown(client.get(PAGE))
    assert "Together." in said
    assert "Ferry Lane" not in said


def test_words_of_others_and_words_for_the_team_cannot_be_chosen(writer, past, host):
    open_box(past)
    other = make_past_event(host)
    open_box(other)
    refused = [make_comment(past, "Team only"), make_comment(other, "Elsewhere", Share.WORDS)]
    typed = {**FIELDS, "quotes": [*(comment.pk for comment in refused), "nonsense", "-1"]}
    said = shown(writer.post(EDIT, typed, follow=True))
    assert "Team only" not in said
    assert "Elsewhere" not in said
    assert Recap.objects.get().quotes.count() == 0


@pytest.mark.parametrize("few", [1, 2, 3, 4])
def test_small_counts_are_nowhere_in_what_is_published(client, writer, past, host, few):
    """A planted figure stands on no page, neither as digits nor in words."""
    open_box(past, ballots=few)
    make_attendance(past, 60 + few, organisations(30))
    host.organisations.filter(name__in=organisations(few)).update(reach="local")
    common, rare = make_theme(host, "Common"), make_theme(host, "Rare thing")
    for comment in raise_theme(past, common, 20)[:few]:
        comment.tags.create(theme=rare)
    theme_counts.refresh(past)
    publish(past, **{name: "" for name in FIELDS if name != "title"})
    for path in (PAGE, PREVIEW, EDIT):
        raw = unescape(writer.get(path).content.decode())
        assert "Rare thing" not in raw
        assert "told us what they thought" not in raw
        said = text_of(page_of(raw))
        assert f"{few} were" not in said
        assert f"{30 - few} were" not in said


def test_with_four_ballots_nothing_of_what_was_said_is_shown(writer, past, host):
    open_box(past, ballots=0, state="too_few")
    comment = make_comment(past, "Left by mistake", Share.WORDS)
    publish(past)
    recap = Recap.objects.get()
    recap.quotes.create(comment=comment)
    for path in (EDIT, PREVIEW, PAGE):
        said = shown(writer.get(path))
        assert "Left by mistake" not in said
        assert "told us" not in said


def test_only_an_event_that_people_could_see_has_the_page(client, host):
    draft = make_event(host, published=False, slug="draft")
    coming = make_event(host, slug="coming")
    off = make_past_event(host, slug="off", state=State.CANCELLED, cancelled_at=timezone.now())
    for event in (draft, coming, off):
        recaps.save(event=event, fields=FIELDS, quotes=[], by=None)
        assert client.get(f"/e/{event.slug}/recap/").status_code == 404
    assert client.get("/e/nowhere/recap/").status_code == 404


def test_before_it_is_published_the_page_says_that_it_is_being_written(client, past):
    recaps.save(event=past, fields=FIELDS, quotes=[], by=None)
    response = client.get(PAGE)
    said = shown(response)
    assert "We are still writing this" in said
    assert "A full room" not in said
    assert "noindex" in response.content.decode()


def test_a_recap_of_an_unlisted_event_is_not_to_be_found(client, host):
    past = make_past_event(host, slug="past-forum", visibility=Visibility.UNLISTED)
    publish(past)
    assert "noindex" in client.get(PAGE).content.decode()


def test_it_leads_to_the_next_event_of_the_series(client, host):
    series = make_series(host)
    past = make_past_event(host, slug="past-forum", series=series)
    make_event(host, title="Hidden", series=series, visibility=Visibility.UNLISTED)
    make_event(host, title="Next forum", slug="next", series=series)
    publish(past)
    raw = client.get(PAGE).content.decode()
    assert 'href="/e/next/"' in raw
    assert "Hidden" not in raw


def test_what_cannot_be_published_yet_is_said(writer, host):
    make_event(host, slug="past-forum")
    said = shown(writer.post(EDIT, FIELDS, follow=True))
    assert "You can publish it when the event is over." in said
    assert "Publish the recap" not in said
    said = shown(writer.post(PUBLISH, follow=True))
    assert "A recap can be published when the event is over." in said
    assert recaps.published(Recap.objects.get().event) is None


def test_before_a_title_is_written_there_is_nothing_to_see_or_publish(writer, past):
    assert "Write a title first." in shown(writer.get(PREVIEW, follow=True))
    assert writer.post(PUBLISH).status_code == 404
    assert writer.post(UNPUBLISH).status_code == 404


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"title": ""}, "Enter a title"),
        ({"title": "x" * 161}, "Use 160 characters or fewer. You have used 161."),
        ({"talked": "word " * 2_000}, "Use 4,000 characters or fewer. You have used 9,999."),
        ({"funders": "a\x00b"}, "Take out the line breaks and hidden characters."),
    ],
)
def test_what_cannot_be_kept_is_said_and_stays(writer, past, typed, words):
    response = writer.post(EDIT, {**FIELDS, **typed})
    assert_error_contract(response)
    assert words in shown(response)
    assert "A group collects refusals." in response.content.decode()
    assert typed.get("talked", "").strip() in response.content.decode()
    assert Recap.objects.count() == 0


def test_hostile_words_stay_text_and_links_lead_only_where_they_may(writer, past, host):
    open_box(past)
    hostile = f"{HOSTILE} [Pay](javascript:alert(1)) [Fine](https://fine.example)"
    quote = make_comment(past, hostile, Share.NAME, signed=HOSTILE)
    raise_theme(past, make_theme(host, HOSTILE), 12)
    publish(past, chosen=[quote], **dict.fromkeys(FIELDS, hostile))
    for path in (PAGE, PREVIEW, EDIT):
        raw = writer.get(path).content.decode()
        assert "<img src=x" not in raw, path
        assert 'href="javascript' not in raw, path
        assert HOSTILE in text_of(page_of(raw)), path
    assert 'href="https://fine.example"' in writer.get(PAGE).content.decode()


def test_strangers_and_other_methods_stay_out(client, writer, past, analyst, stranger):
    publish(past)
    for path, methods in (
        (EDIT, ["PUT", "DELETE"]),
        (PREVIEW, ["POST", "PUT"]),
        (PUBLISH, ["GET", "PUT"]),
        (UNPUBLISH, ["GET", "PUT"]),
        (PAGE, ["POST", "PUT"]),
    ):
        assert_refuses(writer, path, *methods)
    client.force_login(analyst)
    assert [client.get(path).status_code for path in (EDIT, PREVIEW)] == [404, 404]
    assert [client.post(path).status_code for path in (PUBLISH, UNPUBLISH)] == [404, 404]
    for path in (EDIT, PREVIEW):
        assert_team_only(client, path, stranger)
    client.force_login(stranger)
    assert [client.post(path).status_code for path in (PUBLISH, UNPUBLISH)] == [404, 404]
    assert recaps.published(past)


@pytest.mark.parametrize("path", [PAGE, PREVIEW, EDIT])
def test_more_quotes_and_themes_cost_no_more_queries(writer, past, host, path):
    open_box(past)
    chosen = []

    def add():
        raise_theme(past, make_theme(host), 12)
        chosen.append(make_comment(past, share=Share.WORDS))
        publish(past, chosen=chosen)

    assert_same_queries(writer, path, add)


def test_the_event_says_what_came_of_it_once_it_is_published(client, past):
    make_attendance(past, 72, organisations(45))
    assert "What came of it" not in shown(client.get("/e/past-forum/"))
    recap = publish(past)
    said = shown(client.get("/e/past-forum/"))
    assert "What came of it A full room 72 people from 45 organisations came." in said
    recaps.unpublish(recap=recap, by=None)
    assert "What came of it" not in shown(client.get("/e/past-forum/"))


def test_lists_of_past_events_lead_to_their_recaps(client, host):
    series = make_series(host, slug="year")
    past = make_past_event(host, slug="past-forum", series=series)
    make_past_event(host, series=series, starts_at=timezone.now() - timedelta(days=90))
    make_attendance(past, 72)
    publish(past)
    for path in ("/", "/series/year/"):
        response = client.get(path)
        assert shown(response).count("72 people came. What came of it") == 1
        assert response.content.decode().count(f'href="{PAGE}"') == 1


def test_the_team_is_told_why_figures_wait_and_since_when(writer, past, host):
    aid = make_theme(host, "Legal aid")
    raise_theme(past, aid, 20)
    publish(past)
    raise_theme(past, aid, 3)
    assert "stay as they were on" in shown(writer.get(EDIT))
    page = shown(writer.post(PUBLISH, follow=True))
    assert "The figures stay as they were. Under Figures it says why." in page
    assert "Since then a count has changed by fewer than 5." in page
    assert "Take the figures anew" not in page
    raise_theme(past, aid, 2)
    assert "Take the figures anew" in shown(writer.get(EDIT))
