"""The same answers changed in two tabs: both are shown, one press saves the chosen one (ux 3.4)."""

import pytest

from registrations import booking, breakouts, drafts, needs, tickets
from registrations.models import Registration
from tests.factories import answers, ask, make_event, make_registration, make_round
from tests.page_forms import read_forms

pytestmark = pytest.mark.django_db

ASKED = "You changed this in another tab"


@pytest.fixture
def event(host):
    event = make_event(host, slug="forum")
    ask(event)
    return event


@pytest.fixture
def mine(event):
    return make_registration(
        event, "Amina", contact_by="page", coming_as="staff", organisation="Harbour Lights"
    )


def opened(client, where):
    """The first form of the page as a browser would send it now."""
    return read_forms(client.get(where).content.decode())[0].as_it_stands()


def change(mine, step="you"):
    return f"{tickets.booking_path(mine)}change/{step}/"


def now(row):
    return Registration.objects.select_related("needs").get(pk=row.pk)


def test_the_second_tab_sees_both_answers_and_one_press_saves_the_chosen_one(client, mine):
    first, second = opened(client, change(mine)), opened(client, change(mine))
    assert client.post(change(mine), first | {"name": "Amina W"}).status_code == 302
    response = client.post(change(mine), second | {"name": "A. Warsame <b>"})
    assert response.status_code == 200
    text = response.content.decode()
    assert f"<h1>{ASKED}</h1>" in text
    assert "Here are both answers; choose one." in text
    assert [(one.question, one.saved, one.typed) for one in response.context["differences"]] == [
        ("What name should be on your badge?", "Amina W", "A. Warsame <b>")
    ]
    assert "A. Warsame &lt;b&gt;" in text
    assert now(mine).badge_name == "Amina W"
    chosen = read_forms(text)[0].as_it_stands()
    assert client.post(change(mine), chosen).headers["Location"] == tickets.booking_path(mine)
    assert now(mine).badge_name == "A. Warsame <b>"


def test_keeping_what_is_saved_is_a_link_and_changes_nothing(client, mine):
    second = opened(client, change(mine))
    booking.change(registration=mine, answers={"name": "Amina W"})
    text = client.post(change(mine), second | {"name": "Else"}).content.decode()
    assert f'href="{tickets.booking_path(mine)}">Keep what is saved now</a>' in text
    assert now(mine).badge_name == "Amina W"


def test_a_third_change_while_choosing_asks_once_more(client, mine):
    second = opened(client, change(mine))
    booking.change(registration=mine, answers={"name": "Two"})
    page = client.post(change(mine), second | {"name": "Mine"}).content.decode()
    booking.change(registration=mine, answers={"name": "Three"})
    again = client.post(change(mine), read_forms(page)[0].as_it_stands()).content.decode()
    assert ASKED in again
    assert now(mine).badge_name == "Three"


def test_the_same_answers_sent_twice_are_a_double_click_and_no_question(client, mine):
    typed = opened(client, change(mine)) | {"name": "Amina W", "email": "left@over.example"}
    for _ in range(2):
        assert client.post(change(mine), typed).status_code == 302


def test_another_part_changed_elsewhere_asks_nothing(client, mine):
    typed = opened(client, change(mine)) | {"name": "Amina W"}
    booking.change(registration=mine, answers={"coming_as": "myself", "organisation": ""})
    assert client.post(change(mine), typed).status_code == 302
    assert (now(mine).badge_name, now(mine).organisation) == ("Amina W", None)


def test_what_is_wrong_is_mended_without_losing_sight_of_the_other_tab(client, mine):
    second = opened(client, change(mine))
    booking.change(registration=mine, answers={"name": "Two"})
    wrong = client.post(change(mine), second | {"name": ""})
    assert wrong.context["form"].errors
    mended = read_forms(wrong.content.decode())[0].as_it_stands() | {"name": "Mine"}
    assert ASKED in client.post(change(mine), mended).content.decode()


def test_needs_stay_sealed_and_both_answers_are_told_in_words(client, mine):
    where = change(mine, "food")
    first, second = opened(client, where), opened(client, where)
    agreed = {"needs_consent": "on", "ill": "yes"}
    client.post(where, first | agreed | {"meals": ["vegan"], "allergens": ["milk"]})
    page = client.post(where, second | agreed | {"meals": ["halal"], "allergens": ["milk"]})
    assert [(one.saved, one.typed) for one in page.context["differences"]] == [("Vegan", "Halal")]
    assert needs.own(now(mine))["meals"] == ["vegan"]
    client.post(where, read_forms(page.content.decode())[0].as_it_stands())
    assert needs.own(now(mine))["meals"] == ["halal"]


def test_the_mark_tells_nothing_and_is_another_for_other_answers(client, mine):
    where = change(mine, "food")
    before = opened(client, where)["seen"]
    booking.change(registration=mine, answers={"meals": ["vegan"], "needs_consent": True})
    after = opened(client, where)["seen"]
    assert before != after
    assert "vegan" not in after[0]
    booking.erase_needs(registration=mine)
    assert opened(client, where)["seen"] == before


@pytest.mark.parametrize("seen", ["", "0" * 32, "x" * 5000, "\x00", "é"])
def test_a_mark_that_is_not_ours_breaks_nothing(client, mine, seen):
    typed = opened(client, change(mine)) | {"name": "Mine", "seen": seen}
    assert client.post(change(mine), typed).status_code in {200, 302}


def test_choices_of_sessions_are_compared_as_they_are_read(client, event, mine):
    housing, health, _work = make_round(event, title="Morning")
    where, name = change(mine, "sessions"), f"session-{housing.slot_id}-0"
    first, second = opened(client, where), opened(client, where)
    client.post(where, first | {name: str(housing.pk)})
    page = client.post(where, second | {name: str(health.pk)})
    assert [(one.question, one.saved, one.typed) for one in page.context["differences"]] == [
        ("Morning: First choice", "Housing", "Health")
    ]
    client.post(where, read_forms(page.content.decode())[0].as_it_stands())
    assert list(breakouts.wishes_of(now(mine)).values()) == [[str(health.pk)]]


# A form that is not finished


@pytest.fixture
def draft(event):
    return booking.start(event=event)


def test_two_tabs_of_a_form_that_is_not_finished_are_asked_too(client, draft):
    where = tickets.draft_path(draft, "you")
    first, second = opened(client, where), opened(client, where)
    you = {"contact_by": "page"}
    assert client.post(where, first | you | {"name": "Amina"}).status_code == 302
    page = client.post(where, second | you | {"name": "Amina W"})
    assert [(one.saved, one.typed) for one in page.context["differences"]] == [("Amina", "Amina W")]
    assert f'href="{where}">Keep what is saved now</a>' in page.content.decode()
    assert drafts.answers(now(draft))["name"] == "Amina"
    assert (
        client.post(where, read_forms(page.content.decode())[0].as_it_stands()).status_code == 302
    )
    assert drafts.answers(now(draft))["name"] == "Amina W"


def test_going_back_and_saving_again_asks_nothing(client, draft):
    where = tickets.draft_path(draft, "you")
    for name in ("Amina", "Amina W"):
        typed = opened(client, where) | {"contact_by": "page", "name": name}
        assert client.post(where, typed).status_code == 302
    assert drafts.answers(now(draft))["name"] == "Amina W"


def test_a_form_on_one_page_books_after_the_choice(client, host):
    short = make_event(host)
    draft = booking.begin(event=short, draft_id=booking.start(event=short).id, answers={})
    where = tickets.draft_path(draft, "all")
    typed = opened(client, where) | {"contact_by": "page", "name": "Mine", "agree": "on"}
    drafts.save(registration=draft, answers=answers("Other", contact_by="page", email=""))
    page = client.post(where, typed)
    assert ASKED in page.content.decode()
    assert now(draft).is_draft
    client.post(where, read_forms(page.content.decode())[0].as_it_stands())
    assert (now(draft).state, now(draft).badge_name) == ("confirmed", "Mine")
