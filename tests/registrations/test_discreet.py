"""Discreet mode: what anybody may look at names neither the event nor a host (canary)."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from forum.models import Event, EventChange, Host, Message, Series, Session, User
from registrations import booking, discreet, drafts, tickets
from registrations.models import Registration
from tests import page_forms
from tests.factories import add_host, answers, ask, make_event, make_host, make_registration
from tests.registrations.test_emails import MAKERS, Scene, scene
from tests.smtp import Letter, mail_server
from tests.world import World, addresses, url_names

__all__ = ["mail_server", "scene"]

pytestmark = pytest.mark.django_db

# One word in each name that must not be said, and the words of a session in mails.
CANARIES = ["zebrafinch", "quokka", "numbat", "ocelot"]
TITLE = "Zebrafinch casework forum"
TOLD = {
    "title": TITLE,
    "slug": "zebrafinch-forum",
    "summary": f"{TITLE} is a day of Quokka Network.",
    "public_place": "Leeds, near Numbat Friends",
    "exact_place": "quokka network, 12 Ferry Lane",
    "food": "Numbat Friends cook",
    "cost": "Free, says Quokka Network",
    "cancel_reason": "QUOKKA NETWORK has no hall",
    "contact_name": "Quokka office",
    "contact_email": "forum@quokka.example",
    "contact_phone": "0113 496 0021",
}
# The team's own: whoever opens it joins a team, and has no booking.
OF_A_TEAM = {"forum:accept_invitation"}
# Mails to colleagues, who work for the event by name.
OF_THE_TEAM = {"announcement_test", "day_news"}
# Of a list that no discreet booking gets onto: they say whose list it is.
OF_THE_LIST = {
    *("registrations:stay", "registrations:leave_by_mail"),
    *("event_invitation", "stay_in_touch"),
}
WITH_A_TOKEN = sorted(
    name
    for name, pattern in url_names().items()
    if "token" in pattern.pattern.converters
    and name not in OF_A_TEAM | OF_THE_LIST | {"registrations:kitchen_link"}  # the caterer's own
)
ABOUT_A_BOOKING = [
    kind
    for kind, composer in django_settings.MAILS.items()
    if kind not in OF_THE_LIST | OF_THE_TEAM
    and (composer.startswith(("registrations.", "feedback.")) or kind == "complaint_received")
]


def name_it(event: Event, *, discreet_event: bool) -> None:
    """Give event, hosts and series names that hold a canary, wherever organisers write."""
    host = event.lead_host
    others = [row.host for row in event.event_hosts.exclude(host=host)] or [add_host(event)]
    Host.objects.filter(pk=host.pk).update(name="Quokka Network", slug="quokka-network")
    Host.objects.filter(pk=others[0].pk).update(name="Numbat Friends", slug="numbat-friends")
    series = event.series or Series.objects.create(host=host, title="x", slug="x")
    Series.objects.filter(pk=series.pk).update(title="Ocelot year", slug="ocelot-year")
    Event.objects.filter(pk=event.pk).update(**TOLD, series=series, is_discreet=discreet_event)
    event.refresh_from_db()


def said_of_us(text: str) -> list[str]:
    return [word for word in CANARIES if word in text.casefold()]


# -- mails --


def hush(scene: Scene, by: str) -> None:
    name_it(scene.event, discreet_event=by == "the event")
    Registration.objects.update(is_discreet=by == "the person")
    Session.objects.update(title="Ocelot clinic")
    for change in EventChange.objects.filter(event=scene.event):
        change.before = {**change.before, "title": "Ocelot day"}
        change.after = {**change.after, "title": TITLE, "public_place": "At Numbat Friends"}
        change.save()


def everything_in(letter: Letter) -> str:
    """Head, both texts, and attached files with their long lines joined again."""
    head = "\n".join(f"{name}: {value}" for name, value in letter.message.items())
    files = [
        f"{part.get_filename()}\n{part.get_payload(decode=True).decode()}"
        for part in letter.message.iter_attachments()
    ]
    return "\n".join([head, letter.text, letter.html, *files]).replace("\n ", "").replace("\r", "")


@pytest.mark.parametrize("by", ["the event", "the person"])
@pytest.mark.parametrize("kind", ABOUT_A_BOOKING)
def test_no_mail_names_event_or_host(kind: str, by: str, scene: Scene, settings: Any) -> None:
    settings.SITE_NAME = "Quokka Network"
    MAKERS[kind](scene)
    hush(scene, by)
    (letter,) = scene.sent()
    assert said_of_us(everything_in(letter)) == []
    assert letter.message["From"].addresses[0].display_name == "Bookings"
    assert letter.message["Reply-To"] is None


def test_without_discretion_the_same_mail_names_them(scene: Scene) -> None:
    """The control: a search that finds nothing anywhere would pass too."""
    MAKERS["confirmation"](scene)
    name_it(scene.event, discreet_event=False)
    (letter,) = scene.sent()
    assert said_of_us(everything_in(letter)) == ["zebrafinch", "quokka", "numbat"]


def test_a_discreet_confirmation_says_when_where_and_which_number_to_call(scene: Scene) -> None:
    MAKERS["confirmation"](scene)
    hush(scene, "the person")
    (letter,) = scene.sent()
    registration = Registration.objects.get()
    day = discreet.title(scene.event)
    assert re.fullmatch(r"\w+day \d+ \w+, 10 am", day)
    assert letter.message["Subject"] == f"You have a place: {day}"
    for words in [
        "10 am to 4.30 pm",
        "Leeds, near …",
        f"Your code is {registration.code}.",
        "Questions? 0113 496 0021",
        "Wrong person? Call the same number, and we delete what we hold.",
        tickets.absolute(tickets.booking_path(registration)),
    ]:
        assert words in letter.text
    [part] = letter.message.iter_attachments()
    [entry] = Calendar.from_ical(part.get_payload(decode=True)).walk("VEVENT")
    link = tickets.absolute(tickets.booking_path(registration))
    assert {name: str(entry[name]) for name in ("SUMMARY", "DESCRIPTION", "LOCATION")} == {
        "SUMMARY": "Appointment",
        "DESCRIPTION": link,
        "LOCATION": "Leeds, near …",
    }


def test_a_form_that_asks_for_discretion_is_answered_discreetly(scene: Scene) -> None:
    """An address that is known: only the new form asks, and its answers are sealed."""
    scene.person()
    Message.objects.all().delete()
    draft = booking.start(event=scene.event)
    said = answers("Amina", email="amina@example.org", is_discreet=True)
    drafts.save(registration=draft, answers=said)
    booking.book(draft_id=draft.pk)
    name_it(scene.event, discreet_event=False)
    (letter,) = scene.sent()
    assert said_of_us(everything_in(letter)) == []


# -- pages --


@pytest.fixture(params=["the event", "the person"])
def quiet(request: pytest.FixtureRequest, world: World, settings: Any) -> World:
    """A world whose people keep quiet, on a site that is named after its one host."""
    settings.SITE_NAME = "Quokka Network"
    name_it(world.event, discreet_event=request.param == "the event")
    if request.param == "the person":
        Registration.objects.filter(event=world.event).update(is_discreet=True)
        drafts.save(registration=world.draft, answers={"is_discreet": True})
    return world


def everything_on(response: Any) -> str:
    head = "\n".join(f"{name}: {value}" for name, value in response.headers.items())
    content = b"".join(response) if response.streaming else response.content
    return f"{head}\n{content.decode()}".replace("\r\n ", "")


@pytest.mark.parametrize("name", WITH_A_TOKEN)
def test_no_page_with_a_private_link_names_event_or_host(
    name: str, quiet: World, client: Client
) -> None:
    """Each page as it is, and as it answers when it is sent with nothing in it."""
    for url in addresses(quiet)[name]:
        for ask_for in (client.get, client.post):
            response = ask_for(url)
            assert response.status_code < 500
            assert said_of_us(everything_on(response)) == [], f"{ask_for.__name__} {url}"


@pytest.mark.parametrize("state", ["cancelled", "over"])
def test_nor_does_the_booking_of_an_event_that_is_cancelled_or_over(
    state: str, quiet: World, client: Client
) -> None:
    if state == "cancelled":
        Event.objects.filter(pk=quiet.event.pk).update(state=state, cancelled_at=timezone.now())
    else:
        past = timezone.now() - timedelta(days=3)
        Event.objects.filter(pk=quiet.event.pk).update(
            starts_at=past, ends_at=past + timedelta(hours=6)
        )
    for registration in quiet.registrations[1:]:
        page = client.get(tickets.booking_path(registration))
        assert said_of_us(everything_on(page)) == []
        assert page.status_code == 200
    page = client.get(tickets.draft_path(quiet.draft, "you"))
    assert said_of_us(everything_on(page)) == []


def test_nor_does_the_reason_of_a_team_that_said_no(quiet: World, client: Client) -> None:
    said = "Quokka Network has room for 20 only"
    rows = Registration.objects.filter(pk=quiet.cancelled.pk)
    rows.update(answer_reason=said)
    page = client.get(tickets.booking_path(quiet.cancelled))
    assert said_of_us(everything_on(page)) == []
    assert "… has room for 20 only" in page.content.decode()
    held = tickets.token(quiet.cancelled.pk, "booking", quiet.cancelled.link_version)
    file = client.get(reverse("registrations:my_data_file", args=[held]))
    assert said_of_us(everything_on(file)) == []
    assert "… has room for 20 only" in file.content.decode()
    assert rows.get().answer_reason == said


def test_without_discretion_the_same_page_names_them(world: World, client: Client) -> None:
    name_it(world.event, discreet_event=False)
    page = client.get(tickets.booking_path(world.confirmed))
    assert set(said_of_us(everything_on(page))) == {"zebrafinch", "quokka", "numbat"}


def test_finding_a_booking_names_nobody(quiet: World, client: Client) -> None:
    sent = {"code": quiet.confirmed.code, "contact": quiet.confirmed.email}
    response = client.post(reverse("registrations:find"), sent)
    content = response.content.decode().replace("Quokka Network", "")  # the site, in its masthead
    assert said_of_us(content) == []


def test_the_private_page_leads_to_the_event_by_an_address_without_its_name(
    quiet: World, client: Client
) -> None:
    page = client.get(tickets.booking_path(quiet.confirmed)).content.decode()
    path = f"/e/{quiet.event.pk}/"
    assert f'href="{path}"' in page
    response = client.get(path)
    assert (response.status_code, response.headers["Location"]) == (302, "/e/zebrafinch-forum/")
    for asked in ("agreement", "programme", "privacy", "complain", "feedback"):
        response = client.get(f"{path}{asked}/")
        assert response.headers["Location"] == f"/e/zebrafinch-forum/{asked}/"


def test_an_address_without_a_name_opens_no_draft_and_takes_no_form(client: Client) -> None:
    draft, event = make_event(published=False), make_event()
    assert client.get(f"/e/{draft.pk}/").status_code == 404
    assert client.get(f"/e/{draft.pk}/agreement/").status_code == 404
    assert client.post(f"/e/{event.pk}/register/").status_code == 405


# -- choosing it --


def form_of(client: Client, path: str) -> dict[str, Any]:
    """What pressing the button of the page's main form sends."""
    forms = page_forms.read_forms(client.get(path).content.decode())
    return max(forms, key=lambda form: len(form.fields)).as_it_stands()


def test_a_person_chooses_it_on_the_form_and_changes_it_on_their_page(
    event: Event, client: Client
) -> None:
    registration = make_registration(event, is_discreet=True)
    assert registration.keeps_quiet
    path = reverse("registrations:change", args=[tickets.token(registration.pk, "booking"), "you"])
    given = form_of(client, path)
    assert given["is_discreet"] == ["on"]
    del given["is_discreet"]
    client.post(path, given)
    registration.refresh_from_db()
    assert not registration.is_discreet
    assert event.title in client.get(path).content.decode()


def test_where_the_event_keeps_quiet_nobody_is_asked(event: Event, client: Client) -> None:
    ask(event)
    Event.objects.update(is_discreet=True)
    draft = booking.start(event=event)
    page = client.get(tickets.draft_path(draft, "you")).content.decode()
    assert "is_discreet" not in page


def test_what_is_shown_is_a_copy_and_the_event_stays_as_it_is(event: Event) -> None:
    title = event.title
    shown = discreet.shown(event)
    assert (shown.title, shown.slug) == (discreet.title(event), str(event.pk))
    event.save()
    event.refresh_from_db()
    assert event.title == title


def test_whole_names_are_taken_out_of_texts_and_words_that_are_like_them_stay() -> None:
    names = ["Leeds Welcome", "Winter day"]
    assert (
        discreet.without(names, "In the hall of LEEDS WELCOME, Leeds") == "In the hall of …, Leeds"
    )
    assert discreet.without([], "Leeds") == "Leeds"
    assert discreet.without(names, "") == ""


def test_a_contact_that_does_not_tell_the_host_stays(event: Event, host: Host) -> None:
    make_host()
    Event.objects.update(contact_name="Robin Vale", contact_email="robin@post.example")
    event.refresh_from_db()
    shown = discreet.shown(event)
    assert (shown.contact_name, shown.contact_email) == ("Robin Vale", "robin@post.example")


# -- the organiser's choice --


def place_page(client: Client, event: Event) -> tuple[str, dict[str, Any]]:
    path = reverse("forum:edit_place", args=[event.slug])
    return path, form_of(client, path) | {"languages": ["en"]}


def test_hiding_the_place_makes_the_event_discreet_and_says_so(
    event: Event, organiser: User, client: Client
) -> None:
    client.force_login(organiser)
    path, given = place_page(client, event)
    assert "is_discreet" not in given
    response = client.post(path, given | {"visibility": "unlisted"}, follow=True)
    event.refresh_from_db()
    assert event.is_discreet
    assert "do not name the event now, because it is hidden" in response.content.decode()


def test_an_organiser_who_switches_it_off_is_taken_at_their_word(
    event: Event, organiser: User, client: Client
) -> None:
    client.force_login(organiser)
    Event.objects.update(is_discreet=True, visibility="unlisted")
    path, given = place_page(client, event)
    assert given.pop("is_discreet") == ["on"]
    client.post(path, given)
    event.refresh_from_db()
    assert not event.is_discreet
    path, given = place_page(client, event)
    client.post(path, given | {"food": "Soup"})
    event.refresh_from_db()
    assert (event.is_discreet, event.food) == (False, "Soup")
