"""O8 and O9: one person. Contact and needs are seen by right; a place is given, a booking ended."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from forum import keys
from forum.models import AuditEntry, Message
from registrations import booking, check_in
from registrations.models import Needs, PlaceRules
from registrations.models.registrations import Kind
from tests.factories import ask, make_event, make_registration
from tests.markup import assert_error_contract, assert_form_markup, named, page_of, text_of

pytestmark = pytest.mark.django_db

NEEDS = {
    "meals": ["vegan", "other"],
    "meal_other": "Teff-CANARY",
    "ill": "yes",
    "allergens": ["sesame"],
    "allergen_other": "Kiwi-CANARY",
    "dangerous": "yes",
    "kitchen_name": "no",
    "access": ["step_free", "other"],
    "access_other": "Ramp-CANARY",
    "talk": "call",
    "interpreter": "other",
    "interpreter_language": "Tigrinya-CANARY",
    "needs_consent": True,
}


def path(person, page=""):
    return f"/organise/events/{person.event.slug}/people/{person.pk}/{page}"


def main(response):
    """The words of the page, as they are read out."""
    words = text_of(named(page_of(response), "main")[0])
    return re.sub(r" (?=[,.?:;])", "", words)


@pytest.fixture
def amina(event):
    ask(event)
    return make_registration(
        event,
        "Amina",
        email="amina@example.org",
        coming_as="staff",
        organisation="Riverside",
        reach="local",
        **NEEDS,
    )


@pytest.fixture
def queue(host):
    """One place that is taken, three who wait, and a team that gives places by hand."""
    event = make_event(host, capacity=1, slug="full")
    PlaceRules.objects.create(event=event, offers_itself=False)
    now = timezone.now()
    return [
        make_registration(event, name, now=now + timedelta(minutes=minutes))
        for minutes, name in enumerate(["First", "Zora", "Amina", "Musa"])
    ]


def test_the_page_says_how_somebody_stands(client, sign_in, organiser, amina):
    response = sign_in(client, organiser).get(path(amina))
    said = main(response)
    for words in [
        "Amina Has a place.",
        "Organisation Riverside, local",
        f"Code {amina.code}",
        "amina@example.org",
        "Nobody on the team has done anything with this booking.",
    ]:
        assert words in said
    assert_form_markup(response)


def test_somebody_who_is_in_was_let_in_by_somebody(client, sign_in, organiser, door, amina):
    check_in.check_in(registration=amina, by=door, scan_id=amina.id)
    said = main(sign_in(client, organiser).get(path(amina)))
    assert "In since" in said
    assert "let in by Dara Door." in said
    assert "Dara Door checked them in" in said


def test_somebody_who_waits_has_a_number_in_line(client, sign_in, organiser, queue):
    said = main(sign_in(client, organiser).get(path(queue[2])))
    assert "On the waiting list, number 2 of 3, since" in said
    assert "Every place is taken. One is free when somebody cancels." in said
    assert "Give a place" not in said


@pytest.mark.parametrize(
    ("user", "sees"),
    [("owner", True), ("organiser", True), ("needs_lead", True), ("staff", False)],
)
def test_contact_is_shown_to_those_with_the_right(client, sign_in, amina, user, sees, request):
    page = sign_in(client, request.getfixturevalue(user)).get(path(amina)).content.decode()
    assert ("amina@example.org" in page) is sees


@pytest.mark.parametrize(
    ("user", "status"),
    [("needs_lead", 200), ("owner", 404), ("organiser", 404), ("staff", 404), ("door", 404)],
)
def test_needs_are_shown_to_a_needs_lead_alone_and_each_look_is_written_down(
    client, sign_in, amina, user, status, request
):
    who = request.getfixturevalue(user)
    client = sign_in(client, who)
    before = client.get(path(amina)).content.decode()
    assert "CANARY" not in before
    assert ("Show what they need" in before) is (status == 200)

    responses = [client.post(path(amina, "needs/")) for _ in range(2)]

    assert [response.status_code for response in responses] == [status, status]
    said = responses[0].content.decode()
    for secret in ["Teff", "Kiwi", "Ramp", "Tigrinya"]:
        assert (f"{secret}-CANARY" in said) is (status == 200)
    looks = AuditEntry.objects.filter(deed="read needs", who=who, row_id=amina.id)
    assert looks.count() == (2 if status == 200 else 0)


def test_needs_are_read_in_the_words_that_people_were_asked_in(client, sign_in, needs_lead, amina):
    said = main(sign_in(client, needs_lead).post(path(amina, "needs/")))
    for words in [
        "Meals that suit Vegan, Teff-CANARY",
        "Which Sesame, Kiwi-CANARY",
        "Can it be dangerous Yes",
        "Badge name to the kitchen No, I will ask for it myself",
        "What to arrange Step-free route, Ramp-CANARY",
        "Talk with us about it Yes, call me",
        "Which Tigrinya-CANARY",
    ]:
        assert words in said


def test_needs_are_not_shown_by_following_a_link(client, sign_in, needs_lead, amina):
    assert sign_in(client, needs_lead).get(path(amina, "needs/")).status_code == 405
    assert AuditEntry.objects.filter(deed="read needs").count() == 0


def test_that_somebody_looked_is_told_to_needs_leads_alone(
    client, sign_in, needs_lead, owner, organiser, staff, amina
):
    sign_in(client, needs_lead).post(path(amina, "needs/"))
    told = {
        user.name: "read what they asked for" in main(sign_in(client, user).get(path(amina)))
        for user in (needs_lead, owner, organiser, staff)
    }
    assert told == {
        "Nadia Lead": True,
        "Olive Owner": False,
        "Oscar Vale": False,
        "Sam Staff": False,
    }


def test_who_asked_for_nothing_looks_the_same_until_the_button_is_pressed(
    client, sign_in, needs_lead, event
):
    bahar = make_registration(event, "Bahar")
    client = sign_in(client, needs_lead)
    assert "Show what they need" in main(client.get(path(bahar)))
    said = main(client.post(path(bahar, "needs/")))
    assert "They told us nothing that we should arrange." in said


@pytest.mark.parametrize("damage", ["missing", "short", "foreign"])
def test_a_key_that_does_not_open_breaks_no_page_and_is_not_remade(
    client, sign_in, needs_lead, amina, damage
):
    key = keys.path_of(amina.event_id, "needs")
    whole = key.read_bytes()
    if damage == "missing":
        key.unlink()
    else:
        key.write_bytes(whole[:20] if damage == "short" else bytes(len(whole)))
    left = key.read_bytes() if key.exists() else None
    client = sign_in(client, needs_lead)

    response = client.post(path(amina, "needs/"))

    assert response.status_code == 200
    assert "These answers cannot be opened." in main(response)
    assert "CANARY" not in response.content.decode()
    assert (key.read_bytes() if key.exists() else None) == left
    for page in (path(amina), path(amina).replace(f"{amina.pk}/", "")):
        assert client.get(page).status_code == 200


def test_needs_moved_to_another_person_do_not_open(client, sign_in, needs_lead, amina, event):
    """K4."""
    bahar = make_registration(event, "Bahar")
    sealed = Needs.objects.values_list("answers", flat=True).get(pk=amina.pk)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE registrations_needs SET answers = %s WHERE registration_id = %s",
            [sealed, bahar.pk.hex if connection.vendor == "sqlite" else bahar.pk],
        )
    said = main(sign_in(client, needs_lead).post(path(bahar, "needs/")))
    assert "These answers cannot be opened." in said
    assert "CANARY" not in said


def test_the_same_phone_at_the_event_is_a_hint_and_no_more(client, sign_in, staff, event, host):
    amina = make_registration(event, "Amina", contact_by="phone", phone="07700 900123")
    twin = make_registration(event, "A. Karimi", contact_by="phone", phone="+44 7700 900123")
    make_registration(event, "Chidi", contact_by="phone", phone="07700 900999")
    elsewhere = make_event(host, slug="another")
    make_registration(elsewhere, "Dilnoza", contact_by="phone", phone="07700 900123")

    response = sign_in(client, staff).get(path(amina))

    said = main(response)
    assert "Possibly booked twice. The same phone number is with A. Karimi (has a place)." in said
    assert path(twin) in response.content.decode()
    assert "900123" not in said
    assert "Possibly booked twice" not in main(client.get(path(make_registration(event))))


# A place for somebody who waits


def test_a_place_is_given_to_the_first_in_line(client, sign_in, organiser, queue):
    booking.cancel(registration=queue[0])
    client = sign_in(client, organiser)
    page = client.get(path(queue[1], "place/"))
    assert "1 place is free. They are first in line. We tell them by email." in main(page)
    assert_form_markup(page)

    response = client.post(path(queue[1], "place/"), {"reason": ""}, follow=True)

    assert "Zora has a place now." in main(response)
    assert "Oscar Vale gave them a place" in main(response)
    queue[1].refresh_from_db()
    assert queue[1].has_a_place
    assert list(Message.objects.filter(kind="place_given").values_list("to", flat=True)) == [
        queue[1].email
    ]


def test_whoever_overtakes_others_needs_a_reason_that_is_kept(client, sign_in, organiser, queue):
    booking.cancel(registration=queue[0])
    client = sign_in(client, organiser)
    url = path(queue[2], "place/")
    assert "They are number 2 in line: one person has waited longer." in main(client.get(url))

    refused = client.post(url, {"reason": " "})
    assert_error_contract(refused)
    assert "Say why this person comes before others who wait" in main(refused)
    queue[2].refresh_from_db()
    assert queue[2].is_waiting

    given = client.post(url, {"reason": "Comes from far away"}, follow=True)
    assert "Oscar Vale gave them a place: Comes from far away" in main(given)
    line = AuditEntry.objects.get(deed="gave a place")
    assert (line.row_id, line.reason) == (queue[2].id, "Comes from far away")


def test_no_place_is_given_that_is_not_there(client, sign_in, organiser, queue):
    client = sign_in(client, organiser)
    page = client.get(path(queue[1], "place/"))
    assert "No place is free Every place is taken or offered to somebody." in main(page)
    client.post(path(queue[1], "place/"), {"reason": ""})
    queue[1].refresh_from_db()
    assert queue[1].is_waiting
    assert Message.objects.count() == 0


def test_somebody_who_does_not_wait_is_given_nothing(client, sign_in, organiser, amina):
    response = sign_in(client, organiser).get(path(amina, "place/"))
    assert "Amina is not waiting Has a place." in main(response)


# Ending a booking, sending the link


def test_a_booking_is_ended_after_one_question(client, sign_in, organiser, amina):
    client = sign_in(client, organiser)
    question = client.get(path(amina, "cancel/"))
    assert "Cancel the booking of Amina? This cannot be taken back." in main(question)
    amina.refresh_from_db()
    assert amina.has_a_place

    response = client.post(path(amina, "cancel/"), follow=True)

    assert "The booking of Amina is cancelled." in main(response)
    assert "Cancelled on" in main(response)
    amina.refresh_from_db()
    assert (amina.is_cancelled, amina.place) == (True, None)
    assert Needs.objects.get(pk=amina.pk).answers == {}
    assert list(Message.objects.values_list("kind", flat=True)) == ["cancelled"]
    again = client.get(path(amina, "cancel/"))
    assert "This booking is cancelled already" in main(again)


def test_a_link_is_sent_again_and_never_shown(client, sign_in, organiser, amina):
    response = sign_in(client, organiser).post(path(amina, "resend/"), follow=True)
    assert "We are sending Amina their link again." in main(response)
    assert "/b/" not in response.content.decode()
    assert list(Message.objects.values_list("kind", "to", "row_id")) == [
        ("link", "amina@example.org", amina.id)
    ]
    assert AuditEntry.objects.get(deed="sent the link again").row_id == amina.id


def test_somebody_without_an_address_has_no_link_sent(client, sign_in, organiser, event):
    amina = make_registration(event, contact_by="phone", phone="07700 900123")
    client = sign_in(client, organiser)
    assert "Send their link again" not in main(client.get(path(amina)))
    response = client.post(path(amina, "resend/"), follow=True)
    assert "gave no email address, so no link was sent." in main(response)
    assert Message.objects.count() == 0


# Whose page it is


@pytest.mark.parametrize("page", ["", "place/", "cancel/"])
def test_a_draft_and_somebody_of_another_event_are_nobody_here(
    client, sign_in, organiser, event, host, page
):
    client = sign_in(client, organiser)
    draft = booking.start(event=event)
    elsewhere = make_registration(make_event(host, slug="another"))
    for person in (draft, elsewhere):
        url = f"/organise/events/{event.slug}/people/{person.pk}/{page}"
        assert client.get(url).status_code == 404


@pytest.mark.parametrize("page", ["place/", "cancel/", "resend/"])
@pytest.mark.parametrize("user", ["staff", "needs_lead", "door", "analyst", "stranger"])
def test_only_organisers_do_things(client, sign_in, amina, page, user, request):
    client = sign_in(client, request.getfixturevalue(user))
    assert client.post(path(amina, page)).status_code == 404
    amina.refresh_from_db()
    assert amina.has_a_place
    assert Message.objects.count() == 0


def test_a_visitor_is_sent_to_sign_in(client, amina):
    for page in ["needs/", "place/", "cancel/", "resend/"]:
        response = client.post(
            path(amina, page), headers={"referer": f"http://testserver{path(amina)}"}
        )
        assert (response.status_code, response.url) == (302, f"/accounts/login/?next={path(amina)}")
    response = client.get(path(amina))
    assert (response.status_code, response.url) == (302, f"/accounts/login/?next={path(amina)}")


def test_the_deeds_want_a_post(client, sign_in, organiser, amina):
    client = sign_in(client, organiser)
    assert client.get(path(amina, "resend/")).status_code == 405
    assert client.post(path(amina)).status_code == 405


def test_a_long_history_costs_no_more_questions(client, sign_in, organiser, event):
    client, asked = sign_in(client, organiser), []
    person = make_registration(event, "Amina", kind=Kind.CREW)
    for times in (1, 2):
        for _ in range(times):
            check_in.check_in(registration=person, by=organiser, scan_id=person.id)
            check_in.undo(registration=person, by=organiser)
        with CaptureQueriesContext(connection) as queries:
            client.get(path(person))
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 14
