"""O7: the people of an event, by tab and by search; never what they need, nor their contact."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from forum import outbox
from forum.models import Message
from forum.models.ground import MessageState
from registrations import booking, check_in
from registrations.models.registrations import Kind
from tests.factories import answers, ask, make_event, make_registration
from tests.markup import assert_form_markup, named, page_of, text_of

pytestmark = pytest.mark.django_db

URL = "/organise/events/spring-forum/people/"
NEEDS = {
    "meals": ["vegan", "other"],
    "meal_other": "Teff-CANARY",
    "access": ["step_free", "other"],
    "access_other": "Ramp-CANARY",
    "needs_consent": True,
}


WORKS_THERE = {"coming_as": "staff", "organisation": "Riverside Welcome", "reach": "local"}


def rows(response):
    """The cells of the table, row by row."""
    body = named(page_of(response), "tbody")
    if not body:
        return []
    return [[text_of(cell) for cell in named(row, "th", "td")] for row in named(body[0], "tr")]


def names(response):
    return [row[0] for row in rows(response)]


def heading(response):
    return text_of(named(page_of(response), "h1")[0])


@pytest.fixture
def people(event):
    """Three with a place, one of them crew; one waits; one cancelled; one never finished."""
    event.capacity = 2
    event.save()
    amina = make_registration(event, "Amina", **WORKS_THERE)
    make_registration(event, "bahar Karimi")
    make_registration(event, "Chidi", kind=Kind.CREW)
    make_registration(event, "Dilnoza")
    gone = make_registration(event, "Efua", kind=Kind.CREW)
    booking.cancel(registration=gone)
    booking.start(event=event)
    return amina


def test_the_heading_is_how_many_have_a_place(client, sign_in, staff, event, people):
    response = sign_in(client, staff).get(URL)

    assert heading(response) == "3 people have a place"
    assert names(response) == ["Amina", "bahar Karimi", "Chidi"]
    booked = timezone.localtime().strftime("%-d %B")
    assert rows(response)[0] == ["Amina", "Riverside Welcome", "Local", people.code, booked, ""]
    assert rows(response)[2][1:3] == ["No organisation", ""]
    assert rows(response)[2][5] == "Crew"
    tabs = [text_of(link) for link in named(page_of(response), "nav")[2].children[0].children]
    assert tabs == ["Booked 3", "Waiting 1", "Cancelled 1", "Everyone 5"]
    assert_form_markup(response)


@pytest.mark.parametrize(
    ("tab", "said", "who"),
    [
        ("waiting", "1 person is waiting", ["Dilnoza"]),
        ("cancelled", "1 person cancelled", ["Efua"]),
        ("everyone", "5 people in all", ["Amina", "bahar Karimi", "Chidi", "Dilnoza", "Efua"]),
        ("nonsense", "5 people in all", ["Amina", "bahar Karimi", "Chidi", "Dilnoza", "Efua"]),
    ],
)
def test_each_tab_shows_its_people(client, sign_in, organiser, people, tab, said, who):
    response = sign_in(client, organiser).get(URL, {"show": tab})
    assert (heading(response), names(response)) == (said, who)


def test_who_has_an_offer_is_counted_beside_those_who_wait(client, sign_in, organiser, host):
    event = make_event(host, capacity=1, slug="full")
    first, *_ = (make_registration(event, name) for name in ["First", "Zora", "Amina"])
    booking.cancel(registration=first)
    response = sign_in(client, organiser).get("/organise/events/full/people/?show=waiting")
    assert heading(response) == "1 person is waiting, 1 has an offer"
    assert names(response) == ["Zora", "Amina"]


def test_who_waits_stands_in_the_order_of_waiting(client, sign_in, organiser, host):
    event = make_event(host, capacity=1, slug="full")
    now = timezone.now()
    for minutes, name in enumerate(["First", "Zora", "Amina", "Musa"]):
        make_registration(event, name, now=now + timedelta(minutes=minutes))
    response = sign_in(client, organiser).get("/organise/events/full/people/?show=waiting")
    assert names(response) == ["Zora", "Amina", "Musa"]


@pytest.mark.parametrize("text", ["amina", "RIVERSIDE", "river side", "CODE", "code without dash"])
def test_a_person_is_found_by_name_organisation_or_code(client, sign_in, organiser, people, text):
    typed = {
        "CODE": people.code,
        "code without dash": people.code.replace("-", "").lower(),
        "river side": "riverside w",
    }.get(text, text)
    response = sign_in(client, organiser).get(URL, {"q": typed})
    assert names(response) == ["Amina"]


def test_letters_without_accents_find_names_that_have_them(client, sign_in, organiser, event):
    for name in ["Nguyễn Thị Lan", "Łukasz Öztürk", "فرح الخطيب", "Amina"]:
        make_registration(event, name)
    found = {
        typed: names(sign_in(client, organiser).get(URL, {"q": typed}))
        for typed in ["nguyen thi", "OZTURK", "الخطيب", "łukasz"]
    }
    assert found == {
        "nguyen thi": ["Nguyễn Thị Lan"],
        "OZTURK": ["Łukasz Öztürk"],
        "الخطيب": ["فرح الخطيب"],
        "łukasz": ["Łukasz Öztürk"],
    }


def test_a_search_that_finds_nobody_says_so_and_offers_everyone(client, sign_in, organiser, people):
    response = sign_in(client, organiser).get(URL, {"q": "<b>zzz</b>"})
    page = response.content.decode()
    assert "Nobody here matches “<bdi>&lt;b&gt;zzz&lt;/b&gt;</bdi>”" in page
    assert "Look among everyone" in page


@pytest.mark.parametrize("typed", ["\x00", "a\nb", "x" * 10_000, "\u2028", "%", "_", "'--"])
def test_no_search_breaks_the_page(client, sign_in, organiser, people, typed):
    assert sign_in(client, organiser).get(URL, {"q": typed}).status_code == 200


def test_before_anybody_booked_the_page_offers_the_link_to_share(client, sign_in, organiser, event):
    response = sign_in(client, organiser).get(URL)
    assert heading(response) == "Nobody has booked yet"
    assert "Share the link:" in response.content.decode()
    assert "http://127.0.0.1:8000/e/spring-forum/" in response.content.decode()


def test_a_draft_says_when_people_can_book(client, sign_in, organiser, host):
    make_event(host, published=False, slug="not-yet")
    response = sign_in(client, organiser).get("/organise/events/not-yet/people/")
    assert "People can book when the event is published." in response.content.decode()
    assert "/e/not-yet/" not in named_main(response)


def named_main(response):
    return text_of(named(page_of(response), "main")[0])


def test_needs_and_contact_are_on_nobodys_page(
    client, sign_in, owner, organiser, needs_lead, staff, event
):
    ask(event)
    make_registration(event, "Amina", email="amina.canary@example.org", **NEEDS)
    make_registration(event, "Bahar", contact_by="phone", phone="07700 900123", email="", **NEEDS)
    for user in (owner, organiser, needs_lead, staff):
        for tab in ("booked", "everyone"):
            page = sign_in(client, user).get(URL, {"show": tab}).content.decode()
            for secret in ["CANARY", "canary", "egan", "tep-free", "900123"]:
                assert secret not in page, f"{secret} for {user}"


def test_25_people_fill_a_page_and_the_rest_are_one_button_away(client, sign_in, organiser, host):
    event = make_event(host, capacity=60, slug="large")
    for number in range(27):
        make_registration(event, f"Guest {number:02}")
    client = sign_in(client, organiser)
    url = "/organise/events/large/people/"

    first, second = client.get(url), client.get(url, {"page": "2"})

    assert len(names(first)) == 25
    assert "Next 2 people" in first.content.decode()
    assert names(second) == ["Guest 25", "Guest 26"]
    assert "26 to 27 of 27" in second.content.decode()
    assert names(client.get(url, {"page": "99"})) == ["Guest 25", "Guest 26"]
    assert len(names(client.get(url, {"q": "guest"}))) == 25
    assert names(client.get(url, {"q": "guest", "page": "2"})) == ["Guest 25", "Guest 26"]


def test_notes_say_what_to_know(client, sign_in, organiser, door, event):
    shared = {"contact_by": "phone", "phone": "07700 900123"}
    make_registration(event, "Amina", **shared)
    make_registration(event, "Bahar", **shared)
    lost = make_registration(event, "Chidi")
    check_in.walk_in(event=event, answers=answers("Dara"), by=door)
    message = outbox.queue(kind="confirmation", to=lost.email, row_id=lost.id, event=event)
    Message.objects.filter(pk=message.pk).update(state=MessageState.FAILED)
    client = sign_in(client, organiser)

    notes = {row[0]: row[5] for row in rows(client.get(URL))}

    assert notes["Amina"] == notes["Bahar"] == "Same phone as somebody else"
    assert notes["Chidi"] == "Email came back"
    assert re.fullmatch(r"In at .*\. Came without a booking", notes["Dara"])
    returned = client.get(URL, {"show": "returned"})
    assert (heading(returned), names(returned)) == ("1 person’s email came back", ["Chidi"])


def test_the_page_asks_the_database_as_often_for_3_people_as_for_1(
    client, sign_in, organiser, event, door
):
    client = sign_in(client, organiser)
    asked = []
    for count in (1, 2):
        for _ in range(count):
            person = make_registration(
                event, **WORKS_THERE, contact_by="phone", phone="07700 900123"
            )
            check_in.check_in(registration=person, by=door, scan_id=person.id)
        for path in (URL, f"{URL}?q=amina", f"{URL}?show=everyone"):
            with CaptureQueriesContext(
                connection,
            ) as queries:
                client.get(path)
            asked.append((path, len(queries)))
    assert asked[:3] == asked[3:]
    assert max(number for _path, number in asked) <= 14


def test_only_the_people_of_this_event_are_listed(client, sign_in, organiser, host, event):
    make_registration(make_event(host, slug="another"), "Elsewhere")
    make_registration(event, "Amina")
    assert names(sign_in(client, organiser).get(URL, {"show": "everyone"})) == ["Amina"]


@pytest.mark.parametrize("user", ["door", "analyst", "stranger"])
def test_others_find_no_such_page(client, sign_in, event, user, request):
    make_registration(event, "Amina")
    response = sign_in(client, request.getfixturevalue(user)).get(URL)
    assert response.status_code == 404
    assert "Amina" not in response.content.decode()


def test_a_visitor_is_sent_to_sign_in(client, event):
    response = client.get(URL)
    assert (response.status_code, response.url) == (302, f"/accounts/login/?next={URL}")


def test_the_page_takes_no_posts(client, sign_in, organiser, event):
    assert sign_in(client, organiser).post(URL).status_code == 405


# Adding a person


def test_an_organiser_adds_a_person_who_gets_their_link(client, sign_in, organiser, event):
    client = sign_in(client, organiser)
    assert_form_markup(client.get(f"{URL}add/"))
    given = {
        "name": "Selam Tesfay",
        "kind": "participant",
        "organisation": "Riverside Welcome",
        "reach": "local",
        "email": "selam@example.org",
        "phone": "",
    }
    response = client.post(f"{URL}add/", given, follow=True)

    page = text_of(named(page_of(response), "main")[0])
    assert "Selam Tesfay has a place. Their code is" in page
    assert "We are sending them their link." in page
    assert "Oscar Vale added them" in page
    assert list(Message.objects.values_list("kind", "to")) == [
        ("confirmation", "selam@example.org")
    ]


def test_crew_take_nobodys_place(client, sign_in, organiser, host):
    event = make_event(host, capacity=1, slug="full")
    make_registration(event)
    url = "/organise/events/full/people/add/"
    client = sign_in(client, organiser)
    said = [
        named_main(client.post(url, {"name": name, "kind": kind}, follow=True))
        for name, kind in [("Chidi", "crew"), ("Selam", "participant")]
    ]
    assert "Chidi has a place." in said[0]
    assert "Selam is on the waiting list." in said[1]


def test_a_person_without_a_name_is_not_added(client, sign_in, organiser, event):
    response = sign_in(client, organiser).post(f"{URL}add/", {"kind": "guest", "email": "no"})
    assert response.status_code == 200
    errors = response.context["form"].errors
    assert errors["name"] == ["Enter a name for the badge"]
    assert list(errors) == ["name", "email"]


def test_nobody_is_added_to_a_cancelled_event(client, sign_in, organiser, host):
    make_event(host, slug="off", state="cancelled", cancelled_at=timezone.now())
    url = "/organise/events/off/people/add/"
    response = sign_in(client, organiser).post(url, {"name": "Selam", "kind": "guest"})
    assert "This event was cancelled. Nobody can be added." in named_main(response)


@pytest.mark.parametrize("user", ["staff", "needs_lead", "door", "analyst", "stranger"])
def test_nobody_else_adds_people(client, sign_in, event, user, request):
    client = sign_in(client, request.getfixturevalue(user))
    assert client.get(f"{URL}add/").status_code == 404
    assert client.post(f"{URL}add/", {"name": "Selam", "kind": "guest"}).status_code == 404
