"""O14: a card for each list a person may make, and the file as the answer to the button."""

import io
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from forum import dates, exports
from forum.models import AuditEntry
from forum.models.people import Membership
from forum.templatetags.words import number
from tests.factories import make_event, make_registration
from tests.markup import assert_error_contract, assert_form_markup, named, page_of, text_of

pytestmark = pytest.mark.django_db

URL = "/organise/events/spring-forum/lists/"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

# By design section 2: who makes which.
TEAMS = ["attendees", "sessions", "badges", "photos", "contacts", "waiting", "door", "catering"]
OF_NEEDS = ["catering", "access", "childcare", "travel", "interpreting", "person"]
RESULTS = ["feedback", "funder"]
MAKES = {
    "organiser": [*TEAMS, *RESULTS],
    "staff": TEAMS,
    "needs_lead": OF_NEEDS,
    "door": ["door"],
    "owner": RESULTS,
    "analyst": RESULTS,
}


def main(response):
    words = text_of(named(page_of(response), "main")[0])
    return re.sub(r" (?=[,.?:;])", "", words)


def columns(response):
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(response.content))
    return {page.title: [cell.value for cell in page[4]] for page in book}


@pytest.mark.parametrize("user", MAKES)
def test_each_role_sees_the_lists_it_may_make(client, sign_in, event, user, settings, request):
    response = sign_in(client, request.getfixturevalue(user)).get(URL)
    shown = re.findall(rf'href="{URL}([a-z]+)/"', response.content.decode())
    assert shown == [kind for kind in settings.EXPORTS if kind in MAKES[user]]
    heading = text_of(named(page_of(response), "h1")[0])
    assert heading == f"{number(len(shown)).capitalize()} lists to take away".replace(
        "One lists", "One list"
    )


def test_a_card_says_what_for_whom_whether_sensitive_and_until_when(
    client, sign_in, event, staff, settings
):
    settings.EXPORTS = {"attendees": settings.EXPORTS["attendees"]}
    [card] = named(named(page_of(sign_in(client, staff).get(URL)), "main")[0], "li")
    assert text_of(card) == (
        "Attendee list Who has a place and which organisations they come from. No needs are in it."
        " Print it instead For The organising team; nobody outside it"
        " Sensitive Only with “Contact details”"
        f" Delete by {dates.day(event.erased_on)}"
    )


def test_what_was_made_last_is_on_the_page(client, sign_in, event, organiser, staff):
    exports.make(
        kind="attendees",
        event=event,
        by=staff,
        extras=frozenset({"contact"}),
        reason="the <b>fire</b> register",
    )
    exports.make(kind="catering", event=event, by=None)
    response = sign_in(client, organiser).get(URL)
    assert "Attendee list; Contact details: the <b>fire</b> register" in main(response).replace(
        "&lt;", "<"
    ).replace("&gt;", ">")
    assert "Sam Staff, 0 rows" in main(response)
    assert "the command line, 0 rows" in main(response)
    assert "<b>fire" not in response.content.decode()


def test_the_button_answers_with_the_file(client, sign_in, event, staff):
    make_registration(event, "Amina")
    client = sign_in(client, staff)
    assert_form_markup(client.get(f"{URL}attendees/"))

    response = client.post(f"{URL}attendees/")

    assert response.status_code == 200
    name = f"{event.local_start:%Y-%m-%d}_forum_attendees_v1.xlsx"
    headers = {
        "Content-Type": XLSX,
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "no-store, private",
        "X-Content-Type-Options": "nosniff",
    }
    assert {key: response.headers[key] for key in headers} == headers
    assert list(columns(response)) == ["Read me", "People", "Organisations"]
    assert "Email" not in columns(response)["People"]
    assert AuditEntry.objects.get(deed="made a list").who == staff


def test_looking_makes_no_file(client, sign_in, event, staff):
    """V2, D04: there is no link to a file that somebody else could open, today or later."""
    response = sign_in(client, staff).get(f"{URL}attendees/?extras=contact&reason=why")
    assert response.headers["Content-Type"].startswith("text/html")
    assert AuditEntry.objects.count() == 0


def test_nothing_is_kept_on_the_server(client, sign_in, event, staff, settings):
    before = sorted(settings.DATA.rglob("*"))
    sign_in(client, staff).post(f"{URL}attendees/")
    assert sorted(settings.DATA.rglob("*")) == before


def test_contact_wants_a_tick_and_a_reason(client, sign_in, event, staff):
    client = sign_in(client, staff)
    refused = client.post(f"{URL}attendees/", {"extras": ["contact"], "reason": "  "})
    assert refused.headers["Content-Type"].startswith("text/html")
    assert_error_contract(refused)
    assert "Say what “Contact details” is for" in main(refused)
    assert AuditEntry.objects.count() == 0

    made = client.post(f"{URL}attendees/", {"extras": ["contact"], "reason": "Fire register"})
    assert columns(made)["People"][9:11] == ["Email", "Phone"]
    [line] = AuditEntry.objects.all()
    assert (line.deed, line.reason) == (
        "made a list",
        "Attendee list; Contact details: Fire register",
    )


def test_the_record_shows_nobody_the_lists_of_another_role(client, sign_in, event, owner, staff):
    exports.make(kind="attendees", event=event, by=staff)
    assert "Made last" not in main(sign_in(client, owner).get(URL))


def test_a_reason_without_a_tick_adds_nothing(client, sign_in, event, staff):
    made = sign_in(client, staff).post(f"{URL}attendees/", {"reason": "Fire register"})
    assert "Email" not in columns(made)["People"]


@pytest.mark.parametrize("user", ["organiser", "staff"])
def test_plates_with_a_name_are_offered_to_needs_leads_alone(client, sign_in, event, user, request):
    client = sign_in(client, request.getfixturevalue(user))
    assert "Plates with a name" not in main(client.get(f"{URL}catering/"))
    asked = client.post(f"{URL}catering/", {"extras": ["cards"], "reason": "The kitchen asked"})
    assert "Named cards" not in columns(asked)
    assert AuditEntry.objects.filter(reason__contains="name").count() == 0


def test_a_needs_lead_makes_named_cards_with_a_reason(client, sign_in, event, needs_lead):
    client = sign_in(client, needs_lead)
    assert "Plates with a name" in main(client.get(f"{URL}catering/"))
    refused = client.post(f"{URL}catering/", {"extras": ["cards"]})
    assert_error_contract(refused)
    made = client.post(f"{URL}catering/", {"extras": ["cards"], "reason": "The kitchen asked"})
    assert "Named cards" in columns(made)
    plain = client.post(f"{URL}catering/")
    assert "Named cards" not in columns(plain)


@pytest.mark.parametrize(
    ("user", "kind", "status"),
    [
        ("owner", "attendees", 404),
        ("owner", "catering", 404),
        ("needs_lead", "attendees", 404),
        ("needs_lead", "catering", 200),
        ("door", "attendees", 404),
        ("door", "catering", 404),
        ("analyst", "attendees", 404),
        ("stranger", "attendees", 404),
        ("staff", "nothing", 404),
        ("staff", "catering", 200),
    ],
)
def test_a_list_that_is_not_yours_is_not_there(client, sign_in, event, user, kind, status, request):
    make_registration(event, "Amina")
    client = sign_in(client, request.getfixturevalue(user))
    for response in (client.get(f"{URL}{kind}/"), client.post(f"{URL}{kind}/")):
        assert response.status_code == status
        assert b"Amina" not in response.content or status == 200
    assert AuditEntry.objects.filter(deed="made a list").count() == (status == 200)


def test_who_lost_the_role_makes_no_list_at_the_next_press(client, sign_in, event, staff):
    """D04."""
    client = sign_in(client, staff)
    assert client.post(f"{URL}attendees/").status_code == 200
    Membership.objects.filter(user=staff).delete()
    assert client.post(f"{URL}attendees/").status_code == 404


def test_a_visitor_is_sent_to_sign_in(client, event):
    for path in (URL, f"{URL}attendees/"):
        response = client.get(path)
        assert (response.status_code, response.url) == (302, f"/accounts/login/?next={path}")
    assert client.post(f"{URL}attendees/").status_code == 302


def test_the_page_takes_no_posts(client, sign_in, event, staff):
    assert sign_in(client, staff).post(URL).status_code == 405
    assert sign_in(client, staff).put(f"{URL}attendees/").status_code == 405


def test_the_page_asks_as_often_after_3_lists_as_after_1(client, sign_in, event, staff):
    client, asked = sign_in(client, staff), []
    for times in (1, 2):
        for _ in range(times):
            exports.make(kind="attendees", event=event, by=staff)
        with CaptureQueriesContext(connection) as queries:
            client.get(URL)
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 8


def test_staff_are_led_to_the_lists_of_their_events(client, sign_in, event, host, staff):
    make_event(host, slug="another")
    client = sign_in(client, staff)
    mine = client.get("/organise/").content.decode()
    assert "/organise/events/spring-forum/" in mine
    today = client.get("/organise/events/spring-forum/").content.decode()
    assert f'href="{URL}"' in today


def test_every_declared_list_says_what_it_is(settings):
    declared = exports.every()
    assert [one.kind for one in declared] == list(settings.EXPORTS)
    for one in declared:
        assert one.title
        assert one.sentence.endswith(".")
        assert one.for_whom
        assert one.rights
        assert one.needs_reason or not one.is_sensitive
        assert all(extra.needs_reason for extra in one.extras if extra.is_sensitive)


@pytest.mark.parametrize("user", MAKES)
def test_everybody_who_makes_a_list_is_led_to_them(client, sign_in, event, user, request):
    today = sign_in(client, request.getfixturevalue(user)).get("/organise/events/spring-forum/")
    assert f'href="{URL}"' in today.content.decode()
