"""Preview, publish and cancel."""

import pytest
from django.test import Client

from forum import keys, publishing
from forum.models import Event, Host, User
from tests.factories import make_event, make_registration, make_session
from tests.forum.doors import assert_refuses, assert_same_queries, assert_team_only
from tests.markup import assert_error_contract, assert_form_markup, text_of
from tests.markup import page_of as parsed

PATH = "/organise/events/winter-forum"


@pytest.fixture
def draft(host: Host) -> Event:
    """Ready to be published."""
    return make_event(
        host,
        published=False,
        title="Winter forum",
        slug="winter-forum",
        languages=["en"],
        getting_in="Ring the bell.",
        contact_name="Robin Vale",
        contact_phone="0113 496 0000",
        capacity=80,
    )


def words(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return text_of(parsed(response)).replace("\N{NO-BREAK SPACE}", " ")


def test_the_page_shows_what_will_be_published(
    client: Client, organiser: User, draft: Event
) -> None:
    client.force_login(organiser)
    page = words(client, f"{PATH}/publish/")
    assert "Publish Winter forum" in page
    assert "It will be in the public list, and everybody can book." in page
    for fact in ["10 am to 4.30 pm", "Leeds city centre", "Places 80", "Robin Vale"]:
        assert fact in page
    assert "Opens at once, closes when the event ends" in page


def test_one_button_publishes(client: Client, organiser: User, draft: Event) -> None:
    client.force_login(organiser)
    response = client.post(f"{PATH}/publish/", follow=True)
    draft.refresh_from_db()
    assert draft.is_published
    assert keys.exists(draft.id, "needs")
    assert "The event is published." in text_of(parsed(response))
    assert client.get("/e/winter-forum/").status_code == 200
    assert "This event is published" in words(client, f"{PATH}/publish/")


def test_what_is_missing_is_listed_with_its_place_and_no_button(
    client: Client, organiser: User, draft: Event
) -> None:
    draft.getting_in, draft.languages = "", []
    draft.save()
    client.force_login(organiser)

    response = client.get(f"{PATH}/publish/")

    assert "Two things to do before you can publish" in text_of(parsed(response))
    assert f'href="{PATH}/place/#id_getting_in"' in response.content.decode()
    assert "Publish the event" not in text_of(parsed(response))


def test_pressing_the_button_of_an_old_page_publishes_nothing_unready(
    client: Client, organiser: User, draft: Event
) -> None:
    draft.getting_in = ""
    draft.save()
    client.force_login(organiser)
    response = client.post(f"{PATH}/publish/")
    assert "One thing to do before you can publish" in text_of(parsed(response))
    draft.refresh_from_db()
    assert draft.is_draft


def test_an_unlisted_event_says_who_will_find_it(
    client: Client, organiser: User, draft: Event
) -> None:
    draft.visibility = "unlisted"
    draft.save()
    client.force_login(organiser)
    assert "It will not be in the public list." in words(client, f"{PATH}/publish/")


def test_a_cancelled_event_is_copied_and_not_published(
    client: Client, organiser: User, draft: Event
) -> None:
    publishing.publish(event=draft, by=organiser)
    publishing.cancel(event=draft, by=organiser, reason="Leak")
    client.force_login(organiser)
    assert "Copy it to a new day" in words(client, f"{PATH}/publish/")
    client.post(f"{PATH}/publish/")
    draft.refresh_from_db()
    assert draft.is_cancelled


def test_the_preview_is_the_public_page_with_a_banner(
    client: Client, organiser: User, draft: Event
) -> None:
    client.force_login(organiser)
    page = words(client, f"{PATH}/preview/")
    assert "This is how the page will look." in page
    assert "Ring the bell." in page
    client.logout()
    assert client.get("/e/winter-forum/").status_code == 404


def test_the_preview_asks_the_database_as_often_for_three_sessions_as_for_one(
    client: Client, organiser: User, draft: Event
) -> None:
    client.force_login(organiser)
    assert_same_queries(client, f"{PATH}/preview/", lambda: make_session(draft))


def test_cancelling_says_how_many_are_concerned_and_asks_why(
    client: Client, organiser: User, event: Event
) -> None:
    make_registration(event)
    client.force_login(organiser)
    path = "/organise/events/spring-forum/cancel/"
    assert "1 person has a place." in words(client, path)
    assert_form_markup(client.get(path))
    assert_error_contract(client.post(path, {"reason": ""}))
    event.refresh_from_db()
    assert event.is_published

    response = client.post(path, {"reason": "The hall leaks.", "state": "draft"}, follow=True)

    event.refresh_from_db()
    assert (event.is_cancelled, event.cancel_reason) == (True, "The hall leaks.")
    assert event.changes.get().after == {"state": "cancelled"}
    assert "The event is cancelled." in text_of(parsed(response))
    assert "It was cancelled on" in words(client, path)


def test_a_draft_has_nothing_to_cancel(client: Client, organiser: User, draft: Event) -> None:
    client.force_login(organiser)
    assert "Nothing to cancel" in words(client, f"{PATH}/cancel/")
    client.post(f"{PATH}/cancel/", {"reason": "Never mind."})
    draft.refresh_from_db()
    assert draft.is_draft


@pytest.mark.parametrize("page", ["preview", "publish", "cancel"])
def test_strangers_and_other_roles_stay_out(
    client: Client, draft: Event, stranger: User, staff: User, page: str
) -> None:
    assert_team_only(client, f"{PATH}/{page}/", stranger)
    client.force_login(staff)
    assert client.get(f"{PATH}/{page}/").status_code == 404
    draft.refresh_from_db()
    assert draft.is_draft


def test_only_the_right_methods_are_heard(client: Client, organiser: User, draft: Event) -> None:
    client.force_login(organiser)
    assert_refuses(client, f"{PATH}/preview/", "POST", "PUT", "DELETE")
    for page in ["publish", "cancel"]:
        assert_refuses(client, f"{PATH}/{page}/", "PUT", "DELETE")
