"""The pages of somebody who registers others: begin, list, table, slips, arriving, leaving."""

import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from forum import keys
from forum.models import Event, Host, Message
from registrations import booking, helping, needs, tickets
from registrations.helping import Kept
from registrations.models import CheckIn, Helper, Registration
from registrations.models.registrations import State
from tests.factories import (
    ask,
    help_register,
    make_event,
    make_helper,
    make_member,
    make_registration,
)

pytestmark = pytest.mark.django_db

PAGES = ["", "add/", "slips/", "forget/"]


@pytest.fixture
def helper(event: Event) -> Helper:
    return make_helper(event, email="robin@support.example", organisation="Harbour Lights")


def path(helper: Helper, page: str = "") -> str:
    return tickets.helper_path(helper) + page


def table(*rows: dict[str, Any], wish: str = "book", **whole: Any) -> dict[str, Any]:
    """What a browser sends of the table; all ticks that booking asks for are set unless told."""
    sent: dict[str, Any] = {"wish": wish, "row-TOTAL_FORMS": "5", "row-INITIAL_FORMS": "0"}
    for number in range(5):
        row = {"key": str(uuid.uuid4()), **(rows[number] if number < len(rows) else {})}
        sent |= {f"row-{number}-{name}": value for name, value in row.items()}
    ticks = {"agreed": "on", "told": "on", **whole}
    return sent | {f"all-{name}": value for name, value in ticks.items() if value}


def words(response: Any) -> str:
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(text.split())


def names() -> list[str]:
    return sorted(Registration.objects.finished().values_list("badge_name", flat=True))


def test_the_way_in_stands_on_the_event_page_and_on_the_first_page(client: Client, event: Event):
    ask(event)
    for page in (f"/e/{event.slug}/", f"/e/{event.slug}/register/"):
        text = client.get(page).content.decode()
        assert f'href="/e/{event.slug}/helping/">Registering people you support?' in text


def begin(client: Client, event: Event, **given: str) -> Any:
    page = client.get(f"/e/{event.slug}/helping/").content.decode()
    key = re.search(r'name="key" value="([\w-]{43})"', page)
    assert key
    typed = {"key": key[1], "name": "Robin", "organisation": "Harbour Lights", **given}
    return client.post(f"/e/{event.slug}/helping/", typed)


def test_a_name_and_an_address_open_a_page(client: Client, event: Event):
    response = begin(client, event, email="robin@support.example")
    helper = Helper.objects.get()
    assert response.headers["Location"] == path(helper)
    assert [row.kind for row in Message.objects.all()] == ["helper_page"]
    assert "Nobody added yet." in words(client.get(path(helper)))


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, "Enter an email address or a phone number, so that we can reach you"),
        ({"name": "", "phone": "07700900123"}, "Enter your name"),
        ({"email": "robin"}, "Enter an email address with an @ in it"),
        ({"phone": "12"}, "Enter a phone number with at least 7 digits"),
        ({"key": "x" * 43, "phone": "07700900123"}, "Press the button once more."),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_lost(
    client: Client, event: Event, given: dict[str, str], expected: str
):
    text = begin(client, event, **given).content.decode()
    assert expected in text
    assert 'value="Harbour Lights"' in text
    assert not Helper.objects.exists()


def test_an_address_that_is_known_gets_the_same_answer(client: Client, event: Event):
    for _ in range(2):
        assert begin(client, event, email="robin@support.example").status_code == 302
    assert Helper.objects.count() == 2


def test_so_many_pages_are_begun_from_one_network_and_no_more(
    client: Client, event: Event, settings: Any
):
    settings.FORMS_PER_ADDRESS = 1
    begin(client, event, phone="07700900123")
    assert begin(client, event, phone="07700900123").status_code == 429
    assert Helper.objects.count() == 1


def test_a_closed_event_begins_nothing(client: Client, event: Event):
    Event.objects.filter(pk=event.pk).update(closes_at=timezone.now())
    assert "Registration is closed" in words(client.get(f"/e/{event.slug}/helping/"))
    client.post(f"/e/{event.slug}/helping/", {"name": "Robin", "phone": "07700900123"})
    assert not Helper.objects.exists()


def test_the_list_says_how_each_stands_and_what_can_be_done(client: Client, helper: Helper):
    Event.objects.filter(pk=helper.event_id).update(capacity=1)
    amina, _waits = help_register(helper, "Amina Warsame", "Bilal")
    text = client.get(path(helper)).content.decode()
    assert f'Code <b dir="ltr">{amina.code}</b>. Has a place.' in text
    assert "On the waiting list:</b> <bdi>Bilal</bdi>" in text
    for link in (
        tickets.booking_path(amina),
        f"{path(helper)}slips/?code={amina.code}",
        f"{tickets.booking_path(amina)}someone-else/",
    ):
        assert f'href="{link}"' in text
    assert text.count("/someone-else/") == 1  # only a place can go to somebody else


def test_who_is_reached_alone_is_not_named_any_more(client: Client, helper: Helper):
    [amina] = help_register(helper, "Amina Warsame")
    booking.change(
        registration=amina, answers={"contact_by": "email", "email": "amina@example.org"}
    )
    for page in ("", "slips/"):
        text = client.get(path(helper, page)).content.decode()
        assert "Amina" not in text
        assert amina.code not in text
    assert "1 of those you entered looks after their booking alone now" in words(
        client.get(path(helper))
    )


def test_hostile_names_stay_text(client: Client, helper: Helper):
    help_register(helper, "<script>alert(1)</script>", "{{ 7|add:7 }} %s {0}")
    for page in ("", "slips/"):
        text = client.get(path(helper, page)).content.decode()
        assert "<script>alert" not in text
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
        assert "{{ 7|add:7 }} %s {0}" in text


def test_five_rows_book_whoever_was_written_into_them(client: Client, helper: Helper):
    response = client.post(
        path(helper, "add/"),
        table({"name": "Amina Warsame"}, {}, {"name": "Bilal", "phone": "07700 900123"}),
        follow=True,
    )
    assert "2 people have a place." in words(response)
    assert names() == ["Amina Warsame", "Bilal"]
    bilal = Registration.objects.get(badge_name="Bilal")
    assert (bilal.telephone, bilal.mail_address) == ("07700 900123", "robin@support.example")
    assert (bilal.photo, bilal.coming_as) == ("no", "myself")


def test_what_they_need_is_sealed_with_the_consent_that_they_gave(client: Client, helper: Helper):
    ask(helper.event)
    row = {
        "name": "Amina",
        "meals": ["vegan", "other"],
        "meal_other": "No rice",
        "allergens": ["peanuts"],
        "dangerous": "yes",
        "kitchen_name": "yes",
        "access_other": "A chair by the window",
    }
    client.post(path(helper, "add/"), table(row))
    held = needs.own(Registration.objects.get(badge_name="Amina"))
    assert {key: held[key] for key in (*row, "access", "ill") if key in held} == {
        "meals": ["vegan", "other"],
        "meal_other": "No rice",
        "ill": "yes",
        "allergens": ["peanuts"],
        "dangerous": "yes",
        "kitchen_name": "yes",
        "access": ["other"],
        "access_other": "A chair by the window",
    }
    assert held["consent"]["through"] == "helper"


def test_a_person_reads_who_wrote_down_what_they_agreed_to(client: Client, helper: Helper):
    ask(helper.event, "food")
    [amina] = help_register(helper, "Amina", meals=["vegan"], needs_consent=True)
    text = words(client.get(f"{tickets.booking_path(amina)}sharing/"))
    assert text.count("You said so to the person who registered you") == 2  # needs, agreement
    booking_page = client.get(tickets.booking_path(amina)).content.decode()
    assert "We reach you through <bdi>Robin Vale</bdi>, who registered you" in booking_page


@pytest.mark.parametrize(
    ("role", "sees"), [("organiser", True), ("needs_lead", True), ("staff", False)]
)
def test_the_team_sees_who_registered_somebody_and_by_right_how_to_reach_them(
    client: Client, host: Host, helper: Helper, role: str, sees: bool
):
    [amina] = help_register(helper, "Amina")
    client.force_login(make_member(host, role))
    page = f"/organise/events/{helper.event.slug}/people/"
    text = client.get(f"{page}{amina.pk}/").content.decode()
    assert "Robin Vale</bdi>, <bdi>Harbour Lights" in text
    assert ("robin@support.example" in text) == sees
    assert "Registered by a helper" in client.get(page).content.decode()


def test_only_what_the_event_asks_stands_in_a_row(client: Client, helper: Helper):
    text = client.get(path(helper, "add/")).content.decode()
    assert "Food" not in text
    assert "Something to arrange" not in text
    Event.objects.filter(pk=helper.event_id).update(languages=["en", "ar"])
    ask(helper.event, "allergy")
    text = client.get(path(helper, "add/")).content.decode()
    assert "Which foods make them ill?" in text
    assert "Which meals suit them?" not in text
    assert "العربية" in text
    assert text.count('type="checkbox" checked') == text.count(" checked") == 0


def test_where_nobody_agreed_it_is_said_once(client: Client, helper: Helper):
    sent = table({"name": "Zainab"}, {"name": "Bo"}, agreed="")
    text = client.post(path(helper, "add/"), sent).content.decode()
    said = "Tick that all of them told you and agreed, or tick it beside each person"
    assert text.count(said) == 2  # in the summary, and beside the tick
    assert names() == []


@pytest.mark.parametrize(
    ("rows", "whole", "expected"),
    [
        ([], {}, "Enter at least one name"),
        ([{"phone": "07700900123"}], {}, "Enter a name for their badge, or take out the rest"),
        ([{"name": "x" * 81}], {}, "Use 80 characters or fewer."),
        ([{"name": "A\nB"}], {}, "Take out the line breaks and hidden characters."),
        ([{"name": "Bo", "phone": "12"}], {}, "Enter a phone number with at least 7 digits"),
        ([{"name": "Bo"}], {"agreed": ""}, "Tick that Bo told you and agreed"),
        ([{"name": "Bo"}], {"told": ""}, "Tell them how we treat each other, then tick this"),
        ([{"name": "Bo"}, {"name": "BO "}], {}, "BO is in row 2 already."),
        ([{"name": "Amina Warsame"}], {}, "Amina Warsame is on your list already."),
        ([{"name": "Bo", "meals": ["other"]}], {}, "Say what else suits you"),
    ],
)
def test_one_wrong_row_books_nobody_and_keeps_what_was_typed(
    client: Client,
    helper: Helper,
    rows: list[dict[str, Any]],
    whole: dict[str, str],
    expected: str,
):
    ask(helper.event, "food")
    help_register(helper, "Amina Warsame")
    sent = table({"name": "Zainab", "agreed": "on"}, *rows, **whole)
    if not rows:
        sent = table()
    text = client.post(path(helper, "add/"), sent).content.decode()
    assert "<title>Error: Add people" in text
    assert expected in text.replace("&quot;", '"')
    assert names() == ["Amina Warsame"]
    assert ('value="Zainab"' in text) == bool(rows)


def test_two_different_people_may_have_one_name(client: Client, helper: Helper):
    help_register(helper, "Amina")
    row = {"name": "Amina", "key": str(uuid.uuid4())}
    text = client.post(path(helper, "add/"), table(row)).content.decode()
    assert "Two different people" in text
    client.post(path(helper, "add/"), table({**row, "different": "on"}))
    assert names() == ["Amina", "Amina"]


def test_a_double_click_books_once(client: Client, helper: Helper):
    sent = table({"name": "Amina"}, {"name": "Bilal"})
    for _ in range(2):
        response = client.post(path(helper, "add/"), sent)
        assert response.headers["Location"] == path(helper)
    assert names() == ["Amina", "Bilal"]


def test_who_comes_only_together_waits_together(client: Client, helper: Helper):
    Event.objects.filter(pk=helper.event_id).update(capacity=1)
    sent = table({"name": "Amina"}, {"name": "Bilal"}, together="on")
    text = words(client.post(path(helper, "add/"), sent, follow=True))
    assert "2 people are on the waiting list: their names are below." in text
    assert set(Registration.objects.values_list("state", flat=True)) == {State.WAITING}


def test_more_than_one_page_takes_is_said(client: Client, helper: Helper, monkeypatch: Any):
    monkeypatch.setattr("registrations.helping.registering.MOST", 1)
    sent = table({"name": "Amina"}, {"name": "Bilal"})
    text = words(client.post(path(helper, "add/"), sent))
    assert "One page takes 1 people. You can add 1 more." in text
    assert names() == []


def test_half_a_row_is_saved_for_later_and_comes_back(client: Client, helper: Helper):
    sent = table({"name": "Am", "phone": "1"}, {"phone": "077"}, wish="later", told="")
    response = client.post(path(helper, "add/"), sent, follow=True)
    assert "Nobody is booked by that yet." in words(response)
    assert "2 rows saved for later" in words(response)
    text = client.get(path(helper, "add/")).content.decode()
    assert text.count('class="entry"') == 5
    assert 'value="Am"' in text
    assert 'value="077"' in text
    assert names() == []


def test_save_and_show_five_more_keeps_and_goes_on(client: Client, helper: Helper):
    sent = table({"name": "Amina"}, wish="more")
    text = client.post(path(helper, "add/"), sent, follow=True).content.decode()
    assert 'value="Amina"' in text
    assert text.count('class="entry"') == 6


def test_a_row_too_long_to_keep_is_not_lost(client: Client, helper: Helper):
    sent = table({"name": "x" * 5000}, wish="later")
    text = client.post(path(helper, "add/"), sent).content.decode()
    assert "This row is too long to keep." in text
    assert "x" * 5000 in text
    assert helping.kept_count(helper) == 0


def test_a_table_that_was_cut_on_the_way_books_nobody(client: Client, helper: Helper):
    for sent in ({"wish": "book"}, {"row-TOTAL_FORMS": "9" * 30}, {}):
        assert "did not arrive whole" in words(client.post(path(helper, "add/"), sent))
    assert names() == []


def test_closed_meanwhile_shows_what_was_typed(client: Client, helper: Helper):
    ask(helper.event, "food")
    Event.objects.filter(pk=helper.event_id).update(closes_at=timezone.now())
    sent = table({"name": "Amina Warsame", "meals": ["vegan"]})
    text = words(client.post(path(helper, "add/"), sent))
    assert "Registration is closed" in text
    assert "Person 1: Name for the badge Amina Warsame" in text
    assert "Person 1: Which meals suit them? Vegan" in text
    assert "Nobody can be added now" in words(client.get(path(helper)))


def test_without_the_key_nothing_is_kept_and_the_page_says_so(client: Client, helper: Helper):
    helping.keep(helper=helper, rows=[Kept(uuid.uuid4(), {"name": "Amina"})])
    keys.destroy(helper.event_id, "needs")
    assert client.get(path(helper, "add/")).status_code == 503
    assert client.post(path(helper, "add/"), table({"name": "Bo"})).status_code == 503
    assert names() == []


def test_each_slip_has_what_one_person_needs(client: Client, helper: Helper):
    amina, bilal = help_register(helper, "Amina", "Bilal")
    text = client.get(path(helper, "slips/")).content.decode()
    for one in (amina, bilal):
        assert one.code in text
        assert tickets.absolute(tickets.booking_path(one)) in text
    assert text.count("<svg") == 2
    assert "Leeds city centre" in text
    only = client.get(path(helper, f"slips/?code={bilal.code}")).content.decode()
    assert (amina.code in only, bilal.code in only) == (False, True)


def test_slips_of_a_discreet_event_name_neither_it_nor_its_host(client: Client):
    event = make_event(title="Casework forum Heronsgate", is_discreet=True)
    helper = make_helper(event)
    help_register(helper, "Amina")
    for page in PAGES:
        text = client.get(path(helper, page)).content.decode()
        assert "Heronsgate" not in text
        assert event.lead_host.name not in text


def test_all_of_mine_have_arrived(client: Client, helper: Helper):
    help_register(helper, "Amina", "Bilal")
    assert "All of mine have arrived" not in words(client.get(path(helper)))
    now = timezone.now()
    times = {"starts_at": now - timedelta(hours=1), "ends_at": now + timedelta(hours=3)}
    Event.objects.filter(pk=helper.event_id).update(**times)
    page = client.get(path(helper)).content.decode()
    press = re.search(r'name="scan_id" value="([\w-]+)"', page)
    assert press
    for _ in range(2):
        response = client.post(path(helper, "arrived/"), {"scan_id": press[1]}, follow=True)
        assert "2 people are checked in." in words(response)
    assert CheckIn.objects.count() == 2
    assert "Arrived at" in words(client.get(path(helper)))
    assert "Nobody was checked in" in words(
        client.post(path(helper, "arrived/"), {"scan_id": "nonsense"}, follow=True)
    )


def test_forget_me_leaves_the_people_booked(client: Client, helper: Helper):
    help_register(helper, "Amina")
    assert "The person you registered keeps their booking" in words(
        client.get(path(helper, "forget/"))
    )
    assert "You are forgotten" in words(client.post(path(helper, "forget/")))
    assert client.get(path(helper)).status_code == 404
    assert names() == ["Amina"]


@pytest.mark.parametrize("page", [*PAGES, "arrived/"])
def test_a_link_that_was_cut_or_is_another_persons_opens_nothing(
    client: Client, helper: Helper, page: str
):
    amina = make_registration(helper.event)
    ours = tickets.helper_token(helper)
    tokens = [ours[:-1], f"{ours}a", "x" * 43, tickets.token(amina.id, "booking")]
    for token in [*tokens, tickets.token(helper.id, "booking"), str(helper.id)]:
        ask_for = client.post if page == "arrived/" else client.get
        assert ask_for(f"/h/{token}/{page}").status_code == 404


def test_a_helpers_link_is_no_booking_and_their_rows_are_no_forms(client: Client, helper: Helper):
    helping.keep(helper=helper, rows=[Kept(uuid.uuid4(), {"name": "Amina"})])
    [draft] = Registration.objects.filter(helper=helper)
    assert client.get(f"/b/{tickets.helper_token(helper)}/").status_code == 404
    for page in ("you", "check", "done"):
        assert client.get(tickets.draft_path(draft, page)).status_code == 404
    assert client.get(tickets.another_path(draft)).status_code == 404
    assert client.get(tickets.booking_path(draft)).status_code == 404


def test_other_methods_are_refused(client: Client, helper: Helper):
    for page in ["", "slips/"]:
        assert client.post(path(helper, page)).status_code == 405
    assert client.get(path(helper, "arrived/")).status_code == 405
    for page in [*PAGES, "arrived/"]:
        assert client.delete(path(helper, page)).status_code == 405
    assert client.put(f"/e/{helper.event.slug}/helping/").status_code == 405


@pytest.mark.parametrize("page", ["", "slips/", "add/"])
def test_three_people_take_as_many_queries_as_one(client: Client, helper: Helper, page: str):
    def add(*names: str) -> None:
        help_register(helper, *names)
        helping.keep(helper=helper, rows=[Kept(uuid.uuid4(), {"name": name}) for name in names])

    counts = []
    client.get(path(helper, page))
    for people in (["Amina"], ["Bilal", "Chen"]):
        add(*people)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path(helper, page)).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
