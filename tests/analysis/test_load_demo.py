"""The demo is loaded by the deeds that people use, so it holds every promise they hold."""

import io
import random
import re
import unicodedata
from collections import Counter
from datetime import timedelta
from math import ceil
from pathlib import Path
from typing import NamedTuple

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.db.models import Count, F, Sum
from django.test import override_settings
from django.utils import timezone

from analysis import adding_up
from analysis.demo.organisations import ALL, NEWCOMERS
from analysis.demo.people import crowd
from feedback import ballots, theme_counts
from feedback.models import Ballot, BallotBox, Comment, Rating, Recap, SessionNote, Theme
from feedback.models.box import BoxState
from forum import audit, keys, publishing, sealed
from forum.accounts import current_code
from forum.management.commands.demo_sign_ins import SHARED
from forum.models import (
    AuditEntry,
    Complaint,
    Event,
    Host,
    Membership,
    Message,
    Organisation,
    Session,
    SessionLead,
    User,
)
from forum.models.ground import MessageState
from forum.models.people import Role
from forum.permissions import SECOND_FACTOR
from registrations import needs
from registrations.breakouts import attending, rounds
from registrations.kitchen import copies, links
from registrations.models import (
    Allocation,
    AttendanceFigures,
    CheckIn,
    Headcount,
    Needs,
    OwnQuestion,
    Registration,
)
from registrations.models.registrations import Kind, State
from tests.factories import make_host

LEEDS, MANCHESTER = "casework-forum-leeds", "casework-forum-manchester"
SUMMIT = "organisers-summit-birmingham"
REGIONAL = "northern-summit-durham"
NEWCASTLE = "casework-forum-newcastle"
WORKSHOP = "what-refusal-letters-leave-out-findings-workshop"
SAFE = "keeping-people-safe-bradford"
QUIET = "know-your-rights-at-home-sheffield"
TRAINING = "first-contact-training-for-door-volunteers"

# The first of them waits for the whole load, also where other tests run beside it.
pytestmark = pytest.mark.timeout(900)


@pytest.fixture(scope="module")
def one_load(django_db_setup, django_db_blocker, tmp_path_factory):
    """One load for all tests that only look: committed, as ballots are swept up after the commit.

    Everything is thrown away after the last of them.
    """
    folder = tmp_path_factory.mktemp("keys")
    folder.chmod(0o700)
    out = io.StringIO()
    with django_db_blocker.unblock():
        with override_settings(KEYS=folder):
            call_command("load_demo", stdout=out)
        yield folder, out.getvalue()
        call_command("flush", interactive=False, verbosity=0)


@pytest.fixture
def said(one_load, settings):
    """What the load printed; its keys are those of this test."""
    settings.KEYS, text = one_load
    return text


def people_of(slug: str):
    return Registration.objects.filter(event__slug=slug)


def figures_of(event: Event) -> AttendanceFigures:
    return AttendanceFigures.objects.get(event=event, organisation=None)


class Filling(NamedTuple):
    """A session by its rows: who was placed in it, who of them was in the house, and who came.

    `at_least` is how many of the house it holds when all others of its time are full.
    """

    title: str
    placed: int
    inside: int
    came: int
    at_least: int


def choosable(slug: str):
    return Session.objects.filter(event__slug=slug, kind="breakout")


def filling(session: Session, run: Allocation) -> Filling:
    at_its_time = run.placements.filter(
        slot=session.slot, registration__state=State.CONFIRMED
    ).exclude(session=None)
    at_the_door = CheckIn.objects.filter(session=None).values("registration")
    placed = at_its_time.filter(session=session)
    others = Session.objects.filter(slot=session.slot).exclude(pk=session.pk)
    elsewhere = others.aggregate(of=Sum("max_places"))["of"]
    in_house = at_its_time.filter(registration__in=at_the_door)
    ticked = CheckIn.objects.filter(session=session, registration__state=State.CONFIRMED)
    return Filling(
        title=session.title,
        placed=placed.count(),
        inside=placed.filter(registration__in=at_the_door).count(),
        came=ticked.count(),
        at_least=in_house.count() - elsewhere,
    )


def organisations(rows) -> int:
    return rows.exclude(organisation=None).values("organisation").distinct().count()


def test_it_goes_into_an_empty_site_only(db):
    make_host(name="Somebody real")
    with pytest.raises(CommandError, match="empty site"):
        call_command("load_demo", stdout=io.StringIO())
    assert [host.name for host in Host.objects.all()] == ["Somebody real"]


def test_it_does_not_go_where_strangers_could_use_its_password(db, settings):
    settings.SITE_URL = "https://events.example.org"
    with pytest.raises(CommandError, match="CONVENOR_DEMO"):
        call_command("load_demo", stdout=io.StringIO())
    assert not Host.objects.exists()
    assert not User.objects.exists()


def test_sign_ins_are_printed_in_a_demo_alone(db, settings):
    settings.DEMO = False
    out = io.StringIO()
    with pytest.raises(CommandError, match="not a demo"):
        call_command("demo_sign_ins", stdout=out)
    assert out.getvalue() == ""


def test_a_seed_always_gives_the_same_people():
    first, second, other = (
        crowd(random.Random(seed))  # noqa: S311 - made-up people need no secret chance
        for seed in (7, 7, 8)
    )
    assert first == second
    assert [p.answers for p in first] == [p.answers for p in second]
    assert first != other
    assert len({person.name for person in first}) == len(first)


def test_the_casework_forum_was_full_of_people_from_45_organisations(said):
    event = Event.objects.get(slug=LEEDS)
    assert timedelta(days=9) < timezone.now() - event.starts_at < timedelta(days=13)
    placed = people_of(LEEDS).filter(kind=Kind.PARTICIPANT, state=State.CONFIRMED)
    came = placed.filter(check_ins__isnull=False).distinct()
    assert (placed.count(), organisations(placed)) == (80, 45)
    assert (came.count(), organisations(came)) == (74, 45)
    assert organisations(people_of(LEEDS).confirmed()) == 45
    assert people_of(LEEDS).filter(state=State.CANCELLED).count() == 7
    assert people_of(LEEDS).filter(is_walk_in=True).count() == 2
    assert AuditEntry.objects.filter(event=event, deed="gave a place").count() == 4


def test_a_year_of_a_movement_is_there(said):
    now = timezone.now()
    stand = Counter(
        (event.kind, event.state, event.starts_at < now) for event in Event.objects.all()
    )
    assert stand == {
        ("forum", "published", True): 9,
        ("forum", "published", False): 1,
        ("training", "published", True): 24,
        ("training", "published", False): 1,
        ("training", "draft", False): 1,
        ("festival", "published", True): 10,
        ("summit", "published", True): 2,
        ("meeting", "published", True): 1,
        ("workshop", "published", True): 1,
        ("workshop", "published", False): 1,
    }
    held = people_of(SUMMIT).holding_a_place()
    assert held.count() == 120
    assert held.filter(check_ins__isnull=False).count() == 111
    assert people_of(WORKSHOP).filter(check_ins__isnull=False).count() == 23


def test_the_casework_forum_has_grown_for_three_years(said):
    forums = Event.objects.filter(series__slug="casework-forums").past(timezone.now()).reverse()
    came = [figures_of(event).came for event in forums]
    assert came == [38, 42, 46, 44, 53, 58, 63, 69, 74]
    assert timedelta(days=900) < forums.last().starts_at - forums.first().starts_at


def test_23_groups_gave_24_trainings_within_a_year_to_more_than_1000(said):
    given = Event.objects.filter(series__slug="fortnightly-trainings")
    led_by = SessionLead.objects.filter(session__event__in=given)
    assert given.count() == 24
    assert led_by.values("organisation").distinct().count() == 23
    first, last = given.earliest("starts_at"), given.latest("starts_at")
    assert timedelta(days=330) < last.starts_at - first.starts_at < timedelta(days=365)
    assert sum(figures_of(event).came for event in given) == 1054


def test_three_hosts_ran_the_regional_summit_of_120(said):
    event = Event.objects.get(slug=REGIONAL)
    assert sorted(host.name for host in event.hosts.all()) == [
        "Millrace Solidarity Network",
        "Northmoor Organisers’ Assembly",
        "Quayside Research Exchange",
    ]
    assert (len(event.days), len(rounds(event)), figures_of(event).came) == (2, 4, 120)
    inside = people_of(REGIONAL).filter(check_ins__isnull=False)
    assert inside.filter(kind=Kind.PARTICIPANT).count() == 120


def test_something_happened_every_week_of_the_festival(said):
    month = list(Event.objects.filter(series__slug="festival-of-small-tables"))
    days = [(event.starts_at - month[0].starts_at).days for event in month]
    assert len(month) == 10
    assert {day // 7 for day in days} == {0, 1, 2, 3, 4}
    assert days[-1] in (29, 30)
    assert all(figures_of(event).walk_ins >= 8 for event in month)
    assert all(4 <= figures_of(event).heads < figures_of(event).walk_ins for event in month)


def test_more_than_300_met_online(said):
    event = Event.objects.get(kind="meeting")
    assert event.mode == "online"
    assert figures_of(event).came == CheckIn.objects.filter(event=event).count() == 309
    how = figures_of(event).details["how"]
    assert (sum(how.values()), set(how)) == (309, {"joined", "matched"})


def test_figures_stay_of_events_whose_people_were_erased(said):
    now = timezone.now()
    over = Event.objects.past(now)
    old = [event for event in over if event.ends_at < now - timedelta(days=182)]
    young = [event for event in over if event.ends_at > now - timedelta(days=180)]
    assert len(old) > 10
    assert len(young) > 10
    for event in old:
        assert not Registration.objects.filter(event=event).exists()
        assert figures_of(event).frozen_at
        assert figures_of(event).came > 30
    for event in young:
        assert figures_of(event).frozen_at is None
        inside = CheckIn.objects.filter(event=event, session=None).exclude(
            registration__kind__in=[Kind.CREW, Kind.INTERPRETER]
        )
        heads = Headcount.objects.filter(event=event).aggregate(of=Sum("number"))["of"] or 0
        assert figures_of(event).came == inside.count() + heads > 0


def test_every_chart_of_the_analysis_has_something_to_show(said):
    host = Event.objects.get(slug=LEEDS).lead_host
    series = Event.objects.get(slug=LEEDS).series.slug
    shown = {
        question: {
            finding.key
            for finding in adding_up.add_up(host=host, given=given, exact=exact).findings
            if finding.drawing
        }
        for question, given, exact in (
            ("all", {}, True),
            ("for analysts", {}, False),
            ("one series", {"series": series}, True),
        )
    }
    every = set(adding_up.CHARTS) - {"compared"}
    assert every - shown["all"] == set()
    assert every - shown["one series"] == set()
    assert every - shown["for analysts"] <= {"reach", "regions"}


def test_boxes_are_closed_open_or_had_too_few(said):
    states = Counter(BallotBox.objects.values_list("state", flat=True))
    assert states == {BoxState.CLOSED: 38, BoxState.TOO_FEW: 1, BoxState.OPEN: 1}
    assert BallotBox.objects.get(state=BoxState.OPEN).event.slug == LEEDS
    too_few = BallotBox.objects.get(state=BoxState.TOO_FEW).event
    assert not Comment.objects.filter(event=too_few).exists()
    assert not Rating.objects.filter(event=too_few).exists()
    assert Ballot.objects.filter(event__slug=LEEDS).count() == Ballot.objects.count() == 36


def test_the_key_of_a_closed_box_is_gone_and_the_disk_is_swept(said, settings):
    left = [path.parent.name for path in Path(settings.KEYS).glob("*/ballot.v1")]
    assert left == [str(Event.objects.get(slug=LEEDS).pk)]
    closed = BallotBox.objects.exclude(state=BoxState.OPEN)
    assert set(closed.values_list("is_settled", flat=True)) == {True}


def test_a_code_that_was_printed_fills_in_the_open_form(said):
    event = Event.objects.get(slug=LEEDS)
    codes = re.findall(r"\b(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}\b", said)
    assert len(codes) == 3
    for code in codes:
        ballots.cast(event=event, code=code, answers={"useful": "very"})
    with pytest.raises(ballots.CodeError):
        ballots.cast(event=event, code=codes[0], answers={"useful": "very"})


def test_comments_are_many_and_none_is_said_twice(said):
    texts = list(Comment.objects.filter(question="take_back").values_list("text", flat=True))
    assert len(texts) > 400
    assert len(set(texts)) == len(texts)
    assert len({text.split(".")[0] for text in texts}) > 250
    assert sum("\u0600" <= text[0] <= "\u06ff" for text in texts) >= 10
    shares = set(Comment.objects.values_list("share", flat=True))
    assert shares == {"team", "words", "organisation", "name"}


def test_what_was_said_is_read_but_at_two_events(said):
    unread = Comment.objects.filter(is_coded=False)
    assert Counter(unread.values_list("event__kind", flat=True)).keys() == {"training", "meeting"}
    assert unread.values("event").distinct().count() == 2
    assert not SessionNote.objects.exclude(is_coded=True).exclude(event__kind="meeting").exists()
    book = Theme.objects.filter(host__slug="millrace-solidarity-network")
    assert (book.filter(merged_into=None).count(), book.exclude(merged_into=None).count()) == (
        21,
        1,
    )
    [counted] = theme_counts.by_event([Event.objects.get(slug=NEWCASTLE)]).values()
    most = list(counted.counts)[:6]
    assert {"Homes", "Legal advice"} <= {theme.name for theme in most}
    assert counted.counts[most[0]] >= 5


def test_recaps_are_on_the_site_but_one(said):
    told = Recap.objects.exclude(published_at=None)
    assert Counter(told.values_list("event__kind", flat=True)) == {
        "forum": 8,
        "summit": 2,
        "workshop": 1,
    }
    [draft] = Recap.objects.filter(published_at=None)
    assert draft.event.kind == "meeting"
    for recap in told:
        assert recap.figures["came"] == figures_of(recap.event).came
        assert recap.published_at <= timezone.now()
    assert told.filter(quotes__isnull=False).distinct().count() > 8


def test_people_are_placed_where_there_was_something_to_choose(said):
    published = Allocation.objects.exclude(published_at=None).filter(event__slug=LEEDS)
    assert published.count() == 1
    met = figures_of(Event.objects.get(slug=LEEDS)).details["choices_met"]
    assert met["first"] > met["second"] > 0
    assert met["none"] == 0
    sessions = figures_of(Event.objects.get(slug=LEEDS)).details["sessions"]
    filled = [filling(session, published.get()) for session in choosable(LEEDS)]
    # Of a session that fewer than five came to it is not told how many.
    assert {row["title"]: (row["placed"], row.get("came")) for row in sessions} == {
        one.title: (one.placed, one.came if one.came >= 5 else None) for one in filled
    }
    # Every ninth who was in the house had left before each session, the first of them in any case.
    assert [one.came for one in filled] == [one.inside - ceil(one.inside / 9) for one in filled]
    # Three of the afternoon could stay empty: the others of their time have places for everybody.
    certain = [one for one in filled if one.at_least >= 2]
    assert len(certain) == 5
    assert all(0 < one.came < one.placed for one in certain)
    ticked = AuditEntry.objects.filter(deed=attending.TICKED, event__slug=LEEDS)
    assert set(ticked.values_list("at", flat=True)) == set(
        CheckIn.objects.exclude(session=None).values_list("at", flat=True)
    )
    [draft] = Allocation.objects.filter(event__slug=MANCHESTER)
    assert not draft.is_published
    assert draft.placements.count() == 148
    assert not draft.placements.filter(session=None).exists()


def test_the_forum_to_come_is_open_and_nearly_full(said):
    event = Event.objects.get(slug=MANCHESTER)
    assert event.is_open
    assert timedelta(days=21) < event.starts_at - timezone.now() < timedelta(days=35)
    assert (people_of(MANCHESTER).holding_a_place().count(), event.capacity) == (74, 80)
    assert not people_of(MANCHESTER).filter(booked_at__gt=timezone.now()).exists()
    assert not CheckIn.objects.filter(event=event).exists()


def test_the_caterer_of_the_forum_to_come_has_a_copy_and_a_link(said):
    event = Event.objects.get(slug=MANCHESTER)
    [copy], [link] = copies.of(event), links.of(event)
    assert copy.at < link.link.made_at
    assert (link.ended, link.with_names, link.opened) == ("", True, 2)


def test_a_training_is_full_and_offers_the_place_that_became_free(said):
    states = Counter(people_of(SAFE).values_list("state", flat=True))
    assert states == {State.CONFIRMED: 15, State.OFFERED: 1, State.WAITING: 4, State.CANCELLED: 1}
    offered = people_of(SAFE).get(state=State.OFFERED)
    assert offered.offered_until > timezone.now()
    assert OwnQuestion.objects.filter(event=offered.event).count() == 1


def test_an_evening_keeps_quiet_and_its_team_answers_who_may_come(said):
    evening = Event.objects.get(slug=QUIET)
    assert (evening.is_discreet, evening.visibility) == (True, "unlisted")
    states = Counter(people_of(QUIET).values_list("state", flat=True))
    assert states == {State.CONFIRMED: 4, State.AWAITING: 3, State.CANCELLED: 1}


def test_somebody_complained_and_waits_for_an_answer(said):
    complaint = Complaint.objects.get()
    assert (complaint.event.slug, complaint.answered_at) == (LEEDS, None)
    assert "stood on a list" in complaint.said["text"]


def test_the_draft_lacks_something(said):
    words = [item.words for item in publishing.missing(Event.objects.get(slug=TRAINING))]
    assert words == [
        "Say where it is",
        "Give the link to the online room",
        "Say how people get in and around",
    ]


def test_nobody_came_in_who_had_no_place_and_nobody_is_one_too_many(said):
    full = {event.id: event.capacity for event in Event.objects.all()}
    held = Registration.objects.exclude(place=None)
    for row in held.values("event").annotate(places=Count("place", distinct=True)):
        assert row["places"] <= full[row["event"]]
    assert not held.filter(place__gt=F("event__capacity")).exists()
    assert not CheckIn.objects.exclude(registration__state=State.CONFIRMED).exists()


def test_everybody_has_one_needs_row_and_consent_where_it_holds_something(said):
    assert Needs.objects.count() == Registration.objects.count()
    readable = Registration.objects.filter(event__slug__in=[LEEDS, MANCHESTER])
    registrations = readable.select_related("needs", "event")
    held = {row.id: needs.own(row) for row in registrations if not row.is_draft}
    asked = {pk for pk, answers in held.items() if needs.given(answers)}
    assert asked == {pk for pk, answers in held.items() if "consent" in answers}
    assert len(asked) > 130


def test_needs_are_gone_where_their_day_has_come(said):
    """Pages say that needs go 14 days after the event: no key opens what is older."""
    for slug in (SUMMIT, WORKSHOP, REGIONAL):
        event = Event.objects.get(slug=slug)
        assert not keys.path_of(event.pk, "needs").exists()
        assert figures_of(event).needs_frozen_at
        for row in people_of(slug).select_related("needs"):
            with pytest.raises(sealed.UnreadableError):
                needs.own(row)
    assert figures_of(Event.objects.get(slug=REGIONAL)).needs["step_free"]["met"] >= 5


def test_nobody_is_asked_for_what_the_event_does_not_ask(said):
    found = {
        kind for event in Event.objects.filter(kind="meeting") for kind in figures_of(event).needs
    }
    assert found == {"interpretation"}


def test_needs_are_as_mixed_as_people_are(said):
    rows = people_of(MANCHESTER).confirmed().select_related("needs", "event")
    answers = [needs.own(row) for row in rows]
    meals = Counter(meal for given in answers for meal in given.get("meals", []))
    assert {"everything", "halal", "vegetarian", "vegan"} <= set(meals)
    assert sum(given.get("ill") == "yes" for given in answers) >= 5
    assert {given.get("kitchen_name") for given in answers} >= {"yes", "no"}
    assert sum(bool(given.get("access")) for given in answers) >= 10
    assert sum(given.get("interpreter") == "spoken" for given in answers) >= 2


def test_names_come_in_many_scripts_and_no_pronouns_are_asked(said):
    scripts = Counter(
        unicodedata.name(letter).split()[0]
        for name in set(Registration.objects.values_list("badge_name", flat=True))
        for letter in name
        if letter.isalpha()
    )
    assert {"LATIN", "ARABIC", "ETHIOPIC", "CYRILLIC", "CJK"} <= set(scripts)
    assert set(Registration.objects.values_list("pronouns", flat=True)) == {""}


def test_nothing_waits_to_be_sent_and_old_mails_have_no_row(said):
    states = Counter(Message.objects.values_list("event__slug", "state"))
    assert set(states) == {
        (LEEDS, MessageState.SENT),
        (MANCHESTER, MessageState.SENT),
        (MANCHESTER, MessageState.FAILED),
        (SAFE, MessageState.SENT),
        (QUIET, MessageState.SENT),
    }
    assert states[MANCHESTER, MessageState.FAILED] == 2


def test_the_trail_is_dated_by_what_it_tells(said):
    now = timezone.now()
    assert not AuditEntry.objects.filter(event__isnull=False, at__gt=now).exists()
    came = dict(CheckIn.objects.filter(session=None).values_list("registration_id", "at"))
    told = AuditEntry.objects.filter(deed="checked in", row_id__in=came)
    assert dict(told.values_list("row_id", "at")) == came
    published = AuditEntry.objects.filter(deed="published").values_list("event_id", "at")
    kept = Event.objects.filter(published_at__gt=now - audit.KEPT)
    assert dict(published) == dict(kept.values_list("id", "published_at"))
    closed = AuditEntry.objects.filter(deed="closed feedback").values_list("event_id", "at")
    boxes = BallotBox.objects.filter(closed_at__gt=now - audit.KEPT)
    assert dict(closed) == dict(boxes.values_list("event_id", "closed_at"))


def test_nobody_real_could_be_written_to_or_called(said):
    for email in Registration.objects.exclude(email="").values_list("email", flat=True):
        assert email.endswith(".example")
    for phone in Registration.objects.exclude(phone="").values_list("phone", flat=True):
        assert re.fullmatch(r"07700 900\d{3}", phone)
    assert not User.objects.exclude(email__endswith=".example").exists()


def test_a_host_knows_its_organisations_by_reach_and_region(said):
    host = Host.objects.get(slug="millrace-solidarity-network")
    known = Organisation.objects.filter(host=host)
    groups = len(ALL) + len(NEWCOMERS)
    assert known.count() == groups >= 60, "whoever wrote a name in their own way found the group"
    assert not known.filter(region="").exists()
    assert set(known.values_list("reach", flat=True)) == {
        "local",
        "regional",
        "national",
        "international",
    }


def test_there_is_somebody_of_every_role_and_the_password_is_theirs(said):
    host = Host.objects.get(slug="millrace-solidarity-network")
    assert set(host.memberships.values_list("role", flat=True)) == set(Role.values)
    assert User.objects.get(email="owner@millrace.example").check_password(SHARED)
    assert len(set(User.objects.values_list("password", flat=True))) == 1
    asked = Membership.objects.filter(role__in=SECOND_FACTOR).values_list("user", flat=True)
    with_app = Authenticator.objects.values_list("user", flat=True)
    assert set(with_app) == set(asked)


def test_the_sign_ins_name_every_account_with_the_code_of_now(said, settings):
    settings.DEMO = True
    out = io.StringIO()
    call_command("demo_sign_ins", stdout=out)
    text = out.getvalue()
    assert SHARED in text
    for user in User.objects.all():
        line = next(line for line in text.splitlines() if user.email in line)
        assert current_code(user) in line
        assert user.name in line
    assert f"{settings.SITE_URL}/e/{MANCHESTER}/" in text
    assert f"{settings.SITE_URL}/organise/" in text


def test_loading_twice_changes_nothing(said):
    before = (Event.objects.count(), Registration.objects.count(), User.objects.count())
    out = io.StringIO()
    call_command("load_demo", stdout=out)
    assert out.getvalue() == "The demo is loaded already. Nothing was changed.\n"
    assert (Event.objects.count(), Registration.objects.count(), User.objects.count()) == before


def test_every_address_that_is_printed_answers(said, client, settings):
    settings.DEMO = True
    out = io.StringIO()
    call_command("demo_sign_ins", stdout=out)
    paths = re.findall(re.escape(settings.SITE_URL) + r"(/\S*)", out.getvalue() + said)
    assert len(paths) == 17
    client.force_login(User.objects.get(email="organiser@millrace.example"))
    answers = {path: client.get(path).status_code for path in paths}
    assert {code for path, code in answers.items() if path != "/accounts/login/"} == {200}


@pytest.mark.parametrize(
    "slug", [SUMMIT, WORKSHOP, REGIONAL, NEWCASTLE, LEEDS, MANCHESTER, SAFE, QUIET, TRAINING]
)
def test_the_team_finds_its_events_with_something_on_each_page(said, client, slug):
    client.force_login(User.objects.get(email="organiser@millrace.example"))
    for page in ("", "people/", "programme/", "questions/", "lists/"):
        assert client.get(f"/organise/events/{slug}/{page}").status_code == 200, page
