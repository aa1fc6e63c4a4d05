"""The needs board, one promise and the gathered view, as needs leads see them."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from forum import keys
from forum.models import AuditEntry, Membership, Message
from forum.models.people import Role
from registrations import booking, breakouts, needs, promises, tickets
from registrations.models import Registration
from tests.factories import (
    ask,
    make_event,
    make_member,
    make_registration,
    make_round,
)
from tests.page_forms import read_forms

pytestmark = pytest.mark.django_db

BOARD = "/organise/events/spring-forum/needs/"
GATHERED = f"{BOARD}gathered/"
INTERPRETER = {
    "interpreter": "spoken",
    "interpreter_language": "Tigrinya",
    "needs_consent": True,
}


@pytest.fixture
def alice(event):
    ask(event)
    return make_registration(event, "Alice", **INTERPRETER)


@pytest.fixture
def lead(client, sign_in, needs_lead):
    return sign_in(client, needs_lead)


def main(response):
    html = response.content.decode()
    inside = re.sub(r"<[^>]+>", " ", html[html.index("<main") : html.index("</main>")])
    return re.sub(r" (?=[.,:)”])|(?<=[(“]) ", "", " ".join(inside.split()))


def address(person, kind="interpretation"):
    return f"{BOARD}{person.pk}/{promises.part_of_address(person.pk, kind)}/"


def change(person, by, kind="interpretation", state="arranging", words="", **given):
    given = {"owner": None, "due": None, **given}
    promises.change(registration=person, kind=kind, state=state, words=words, by=by, **given)


def stands(person, kind="interpretation"):
    return promises.of(needs.own(Registration.objects.get(pk=person.pk)))[kind]


def filled(page, **given):
    """The form of a promise as it stands on the page, with these answers."""
    return {**read_forms(page.content.decode())[-1].as_it_stands(), **given}


def soon(event, days=-2):
    return (event.local_start + timedelta(days=days)).date()


# The board


def test_a_board_without_needs_says_so(lead, event):
    make_registration(event, "Bo")
    said = main(lead.get(BOARD))
    assert said.startswith("No needs to arrange yet")


def test_what_needs_doing_first_is_on_top(lead, event, host, needs_lead):
    ask(event)
    ruth = make_member(host, Role.NEEDS_LEAD, name="Ruth")
    names = ["Left", "Late", "Ownerless", "Unbegun", "Begun", "Done", "Impossible", "Had"]
    people = {name: make_registration(event, name, **INTERPRETER) for name in names}
    waiting = {"owner": needs_lead, "due": soon(event)}
    before = timezone.now() - timedelta(days=9)
    change(people["Left"], ruth, owner=ruth)
    change(people["Late"], needs_lead, owner=needs_lead, due=before.date(), now=before)
    change(people["Unbegun"], needs_lead, state="asked", **waiting)
    change(people["Begun"], needs_lead, **waiting)
    change(people["Done"], needs_lead, state="arranged")
    change(people["Impossible"], needs_lead, state="cannot", words="Nobody speaks it")
    change(people["Had"], needs_lead, state="met")
    Membership.objects.filter(user=ruth).delete()
    booking.cancel(registration=make_registration(event, "Gone", **INTERPRETER))

    page = lead.get(BOARD)

    said = main(page)
    assert said.startswith("5 things to arrange")
    order = [
        *("Nobody sees to these now: 1", "Left", "Nobody now (was Ruth)"),
        *("Overdue: 1", "Late", "Overdue: it was due on"),
        *("Nobody sees to these yet: 1", "Ownerless", "Asked. Nobody sees to it."),
        *("Not begun: 1", "Unbegun", "Begun", "Arranging. Nadia Lead sees to it. Due on"),
        *("Arranged: 1", "Done", "Cannot be done: 1", "Impossible", "Met: 1", "Had"),
    ]
    at = 0
    for words in order:
        assert words in said[at:], words
        at = said.index(words, at)
    assert "Gone" not in said
    html = page.content.decode()
    assert '<h2 class="care">Overdue: 1</h2>' in html
    assert re.search(r'<b class="care">Nobody now \(was <bdi>Ruth</bdi>\)', html)


def test_opening_the_board_is_written_down_once_each_time(lead, alice, needs_lead):
    AuditEntry.objects.all().delete()
    for _times in range(2):
        lead.get(BOARD)
    assert (
        list(AuditEntry.objects.values_list("deed", "who", "count", "row_id"))
        == [("opened the needs board", needs_lead.pk, 1, None)] * 2
    )


def test_the_board_shows_one_kind_or_ones_own(lead, alice, event, needs_lead):
    access = {"access": ["step_free"], "needs_consent": True}
    bo = make_registration(event, "Bo", **access)
    change(bo, needs_lead, "access", owner=needs_lead)
    shown = {
        query: [name for name in ("Alice", "Bo") if f"{name}: " in main(lead.get(BOARD + query))]
        for query in ("", "?kind=interpretation", "?kind=access", "?mine=1", "?kind=nonsense")
    }
    assert shown == {
        "": ["Alice", "Bo"],
        "?kind=interpretation": ["Alice"],
        "?kind=access": ["Bo"],
        "?mine=1": ["Bo"],
        "?kind=nonsense": ["Alice", "Bo"],
    }
    assert "Nobody asks for this." in main(lead.get(f"{BOARD}?kind=travel"))


def test_who_has_no_place_waits_below(lead, host, needs_lead):
    event = make_event(host, slug="full", capacity=1)
    ask(event)
    make_registration(event, "Zora")
    make_registration(event, "Dawit", **INTERPRETER)
    said = main(lead.get("/organise/events/full/needs/"))
    assert said.startswith("Nothing is left to arrange")
    assert "Without a place so far: 1" in said


def test_the_board_and_the_gathered_view_ask_the_same_for_many(lead, alice, event, needs_lead):
    make_round(event)
    asked = {BOARD: [], GATHERED: [], address(alice): []}
    for _more in range(2):
        for url, counts in asked.items():
            with CaptureQueriesContext(connection) as queries:
                assert lead.get(url).status_code == 200
            counts.append(len(queries))
        for name in ("Bo", "Cy"):
            change(make_registration(event, name, **INTERPRETER), needs_lead, owner=needs_lead)
    assert all(one == two for one, two in asked.values()), asked


@pytest.mark.parametrize("user", ["owner", "organiser", "staff", "door", "analyst", "stranger"])
def test_only_needs_leads_come_in(client, sign_in, alice, user, request):
    client = sign_in(client, request.getfixturevalue(user))
    for url in (BOARD, GATHERED, address(alice)):
        assert client.get(url).status_code == 404
    assert client.post(address(alice), {"state": "met"}).status_code == 404
    assert stands(alice).state == "asked"


def test_the_board_and_the_gathered_view_are_only_read(lead, alice):
    for url in (BOARD, GATHERED):
        assert lead.post(url).status_code == 405


def test_without_the_key_every_page_says_that_it_cannot_be_read(lead, alice, event):
    keys.destroy(event.id, "needs")
    for url in (BOARD, GATHERED, address(alice)):
        page = lead.get(url)
        assert page.status_code == 200
        assert "cannot be opened" in main(page)
    posted = lead.post(address(alice), {"state": "arranged"})
    assert "nothing was saved" in main(posted)
    assert Message.objects.count() == 0


# One promise


def test_a_promise_is_made_and_the_person_reads_it(lead, alice, event, needs_lead):
    page = lead.get(address(alice))
    said = main(page)
    assert said.startswith("Interpreter for Alice")
    assert "Which Tigrinya" in said
    assert "They read now: We have this: interpreter (Tigrinya)" in said

    form = filled(page, state="arranged", words="Room 2", due=soon(event).isoformat(), cost="£90")
    assert form["owner"] == [str(needs_lead.pk)]  # whoever opens it first
    response = lead.post(address(alice), form, follow=True)

    assert "Saved." in response.content.decode()
    assert "Nothing is left to arrange" in main(response)
    assert (stands(alice).state, stands(alice).cost) == ("arranged", "£90")
    own = main(lead.get(tickets.booking_path(alice)))
    assert "Arranged: interpreter (Tigrinya), room 2" in own
    assert "£90" not in own
    assert "Nadia" not in own


@pytest.mark.parametrize(
    ("state", "words", "reads"),
    [
        ("asked", "", "We have this: interpreter (Tigrinya) We contact you if we need to know"),
        ("arranging", "", "We are arranging this: interpreter (Tigrinya) By "),
        ("arranged", "Meet Sara at the desk.", "Arranged: interpreter (Tigrinya) Meet Sara at"),
        ("cannot", "Bring somebody.", "We cannot do this: interpreter (Tigrinya) Bring somebody."),
        ("met", "", "Done: interpreter (Tigrinya)"),
    ],
)
def test_each_state_is_told_in_words(client, alice, event, needs_lead, state, words, reads):
    change(alice, needs_lead, state=state, words=words, due=soon(event))
    said = main(client.get(tickets.booking_path(alice)))
    assert reads in said.replace("\N{NO-BREAK SPACE}", " ")
    assert ("Talk with us about what else may help" in said) is (state == "cannot")


def test_what_they_would_read_is_shown_before_it_is_saved(lead, alice):
    form = filled(lead.get(address(alice)), state="arranged", words="Room 2", preview="1")
    said = main(lead.post(address(alice), form))
    assert "They would read, once you save: Arranged: interpreter (Tigrinya), room 2" in said
    assert stands(alice).state == "asked"


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"state": "cannot"}, "Say why, and what they can do instead"),
        ({"state": ""}, "Choose how far it has got"),
        ({"state": "arranged", "words": "w" * 161}, "160 characters or fewer"),
        ({"state": "arranging", "due": "2020-01-02"}, "This day is over"),
        ({"state": "arranging", "due": "soon"}, "Enter a day such as"),
        ({"state": "arranging", "owner": "x"}, "no longer a needs lead here"),
    ],
)
def test_what_cannot_be_is_said_and_keeps_what_was_typed(lead, alice, given, words):
    form = filled(lead.get(address(alice)), cost="£77", **given)
    page = lead.post(address(alice), form)
    assert page.status_code == 200
    assert words in main(page)
    assert 'value="£77"' in page.content.decode()
    assert stands(alice).state == "asked"


def test_a_colleague_whose_role_ended_is_not_offered_any_more(lead, alice, host, needs_lead):
    ruth = make_member(host, Role.NEEDS_LEAD, name="Ruth")
    change(alice, ruth, owner=ruth)
    old = filled(lead.get(address(alice)))
    assert old["owner"] == [str(ruth.pk)]
    Membership.objects.filter(user=ruth).delete()
    said = main(lead.get(address(alice)))
    assert "Nobody sees to it now (was Ruth, who is no needs lead here any more)" in said
    refused = lead.post(address(alice), old | {"words": "Room 2"})
    assert "This colleague is no longer a needs lead here" in main(refused)
    assert 'value="Room 2"' in refused.content.decode()


def test_a_stale_tab_shows_both_and_saves_when_pressed_again(lead, alice, host, needs_lead):
    old = filled(lead.get(address(alice)), state="arranging", words="We look")
    other = make_member(host, Role.NEEDS_LEAD, name="Ruth")
    change(alice, other, state="arranged", words="Room 2", owner=other)
    page = lead.post(address(alice), old)
    said = main(page)
    assert "This was changed meanwhile. Look at both, then save yours again." in said
    assert "As it stands now: Arranged. “Room 2” Ruth sees to it." in said
    assert 'value="We look"' in page.content.decode()
    assert stands(alice).state == "arranged"
    lead.post(address(alice), filled(page))
    assert (stands(alice).state, stands(alice).words) == ("arranging", "We look")


def test_who_cancelled_meanwhile_leaves_nothing_to_arrange(lead, alice):
    form = filled(lead.get(address(alice)), state="arranged")
    booking.cancel(registration=alice)
    said = main(lead.post(address(alice), form))
    assert said.startswith("There is nothing to arrange any more Alice cancelled meanwhile")
    assert lead.get(address(alice)).status_code == 404


def test_what_they_did_not_ask_for_and_other_peoples_needs_are_not_found(lead, alice, host):
    elsewhere = make_event(host, slug="another")
    ask(elsewhere)
    other = make_registration(elsewhere, "Bo", **INTERPRETER)
    urls = [address(alice, kind) for kind in ("travel", "food", "access")]
    for url in (*urls, f"{BOARD}{alice.pk}/interpretation/", address(other)):
        assert lead.get(url).status_code == 404


def test_no_address_names_what_is_asked_for(lead, alice):
    html = lead.get(BOARD).content.decode()
    found = re.findall(rf'href="({BOARD}{alice.pk}/[^"]*)"', html)
    assert found == [address(alice)]
    assert "interpret" not in found[0]


def test_reading_one_is_written_down_without_whose(lead, alice, needs_lead):
    AuditEntry.objects.all().delete()
    page = lead.get(address(alice))
    lead.post(address(alice), filled(page, state="arranged"))
    assert sorted(AuditEntry.objects.values_list("deed", "who", "count", "row_id")) == [
        ("read needs", needs_lead.pk, 1, None),
        ("worked on needs", needs_lead.pk, 1, None),
    ]


def test_the_person_takes_away_what_they_read_and_not_what_the_team_wrote(
    client, alice, event, needs_lead
):
    change(alice, needs_lead, words="Room 2", cost="£90", owner=needs_lead, due=soon(event))
    held = client.get(f"{tickets.booking_path(alice)}my-data/file.json").json()
    assert held["what_you_need"]["promises"] == {
        "interpretation": {"words": "Room 2", "due": soon(event).isoformat()}
    }


# Gathered


def test_needs_are_gathered_by_language_age_and_support(lead, host, organiser):
    event = make_event(host, slug="gathered", capacity=20)
    ask(event)
    make_round(event, "Housing", "Health")
    care = {"childcare": "yes", "children": {"under_2": 1, "5_to_11": 2}}
    make_registration(event, "Alice", **INTERPRETER, **care)
    small = {**INTERPRETER, "interpreter_language": " tigrinya"}
    make_registration(event, "Bo", **small, access=["step_free"], talk="call")
    other = {"childcare": "yes", "children": {"5_to_11": 1}, "needs_consent": True}
    make_registration(event, "Cy", **other)
    breakouts.publish(allocation=breakouts.run(event=event, by=organiser), by=organiser)
    AuditEntry.objects.all().delete()

    said = main(lead.get("/organise/events/gathered/needs/gathered/"))

    said = said.replace("\N{NO-BREAK SPACE}", " ")
    assert "Tigrinya: 2 Alice" in said
    assert re.search(r"11 am, (Housing|Health), Room", said)
    assert "4 children of 2 people (under 2: 1, 5 to 11: 3)" in said
    assert "Step-free route: 1 Bo" in said
    assert "Asks to talk about it: 1 Bo" in said
    assert AuditEntry.objects.get().deed == "gathered needs"


def test_children_are_counted_for_each_day(lead, host):
    event = make_event(host, slug="two")
    event.ends_at += timedelta(days=1)
    event.save()
    ask(event)
    care = {"childcare": "yes", "children": {"2_to_4": 1}, "needs_consent": True}
    first = event.days[0].isoformat()
    make_registration(event, "Alice", **care, days=[first])
    make_registration(event, "Bo", **care)
    said = main(lead.get("/organise/events/two/needs/gathered/"))
    assert said.count("2 children of 2 people (2 to 4: 2)") == 1
    assert said.count("1 child of 1 person (2 to 4: 1)") == 1


def test_a_gathered_view_of_nothing_says_so(lead, event):
    said = main(lead.get(GATHERED))
    assert "Nobody with a place has asked for" in said


# Around it


def test_the_tab_stands_for_needs_leads_alone(client, sign_in, alice, needs_lead, organiser):
    today = "/organise/events/spring-forum/"
    for user, sees in ((needs_lead, True), (organiser, False)):
        html = sign_in(client, user).get(today).content.decode()
        assert (f'href="{BOARD}"' in html) is sees


def test_today_leads_to_the_board_until_somebody_looked(lead, alice):
    today = "/organise/events/spring-forum/"
    before = AuditEntry.objects.count()
    assert "Look at the needs board" in main(lead.get(today))
    assert AuditEntry.objects.count() == before  # and opens nobody's answers
    lead.get(BOARD)
    assert "Look at the needs board" not in main(lead.get(today))
