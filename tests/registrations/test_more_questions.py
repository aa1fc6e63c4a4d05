"""Childcare, travel, photo uses, the contact list and news: what is asked, kept and taken back."""

import pytest

from registrations import booking, drafts, needs, needs_words, summary, tickets, wording
from registrations.figures import needed
from registrations.models import Consent, Question, Registration
from tests.factories import answers, ask, make_event, make_registration

CHILDREN = {"under_2": 1, "5_to_11": 2}


def path(registration, step):
    if registration.is_draft:
        return tickets.draft_path(registration, step)
    return f"{tickets.booking_path(registration)}change/{step}/"


def held(registration):
    return needs.own(Registration.objects.select_related("needs").get(pk=registration.pk))


def alive(registration):
    rows = Consent.objects.filter(registration=registration, withdrawn_at=None)
    return sorted(rows.exclude(kind="agreement").values_list("kind", "wording"))


@pytest.fixture
def draft(event):
    ask(event)
    return booking.start(event=event)


# Childcare and travel


def test_childcare_and_travel_are_kept_under_the_seal(client, draft):
    given = {
        "childcare": "yes",
        "children_under_2": "1",
        "children_5_to_11": "2",
        "travel": "ticket",
        "travel_from": "Bradford",
        "travel_about": "10_to_30",
        "accompaniment": "both",
        "needs_consent": "on",
    }
    assert client.post(path(draft, "support"), given).status_code == 302
    said = held(draft)
    assert (said["childcare"], said["children"]) == ("yes", CHILDREN)
    assert (said["travel"], said["travel_from"], said["travel_about"]) == (
        "ticket",
        "Bradford",
        "10_to_30",
    )
    assert said["accompaniment"] == "both"
    page = client.get(path(draft, "support")).content.decode()
    assert 'name="children_under_2" value="1"' in page
    drafts.save(registration=draft, answers=answers())
    booked = booking.book(draft_id=draft.id)
    assert held(booked)["states"] == {
        "childcare": "asked",
        "travel": "asked",
        "accompaniment": "asked",
    }
    text = client.get(tickets.booking_path(booked)).content.decode()
    assert "We have this: childcare for 3 children (1 under 2, 2 of 5 to 11)" in text
    assert "We have this: help with travel: a ticket from Bradford, about £10 to £30" in text
    assert "We have this: somebody who travels and sits with you" in text


@pytest.mark.parametrize(
    ("given", "target", "words"),
    [
        ({"childcare": "yes"}, "children_under_2", "Enter how many children, using numbers"),
        (
            {"childcare": "yes", "children_2_to_4": "two"},
            "children_2_to_4",
            "Enter how many children, using numbers",
        ),
        (
            {"childcare": "yes", "children_2_to_4": "-1"},
            "children_2_to_4",
            "Enter how many children, using numbers",
        ),
        (
            {"childcare": "yes", "children_2_to_4": "21"},
            "children_2_to_4",
            "Enter 20 or fewer, or call us",
        ),
        ({"travel": "cash"}, "travel_from", "Enter the town or station you start from"),
        ({"travel_from": "Leeds"}, "travel_0", "Choose how we can help, or choose No"),
        (
            {"travel": "cash", "travel_from": "x" * 61},
            "travel_from",
            "Use 60 characters or fewer. You have used 61.",
        ),
        (
            {"childcare": "yes", "children_under_2": "1"},
            "needs_consent",
            "Tick to let us keep these answers, or leave them blank",
        ),
    ],
    ids=[
        *("no number", "a word", "less than none", "too many", "from nowhere", "how", "too long"),
        "no consent",
    ],
)
def test_an_answer_to_mend_says_what_to_do_and_nothing_is_kept(client, draft, given, target, words):
    response = client.post(path(draft, "support"), given)
    text = response.content.decode()
    assert response.status_code == 200
    assert f'<a class="tap" href="#id_{target}">{words}</a>' in text
    assert held(draft) == {}


def test_a_no_drops_what_stands_under_it_and_a_number_without_yes_counts(client, draft):
    given = {"childcare": "no", "children_under_2": "x", "travel": "no", "travel_from": "Leeds"}
    assert client.post(path(draft, "support"), given).status_code == 302
    said = held(draft)
    assert (said["children"], said["travel_from"], said["needs_consent"]) == ({}, "", False)
    given = {"children_12_or_over": "1", "needs_consent": "on"}
    assert client.post(path(draft, "support"), given).status_code == 302
    assert (held(draft)["childcare"], held(draft)["children"]) == ("yes", {"12_or_over": 1})


def test_a_needs_lead_reads_them_in_words():
    said = {
        "childcare": "yes",
        "children": {"2_to_4": 1},
        "travel": "voucher",
        "travel_from": "Hull",
        "travel_about": "under_10",
        "accompaniment": "sit",
    }
    found = {part.title: part.answers for part in needs_words.parts(said)}
    assert found == {
        "Childcare": [("For", "1 child of 2 to 4")],
        "Help with travel": [
            ("How", "Yes, a voucher"),
            ("From", "Hull"),
            ("About how much", "Under £10"),
        ],
        "Somebody to come along": [("How", "Sit with them on the day")],
    }
    assert needs_words.parts({"childcare": "no", "travel": "no", "accompaniment": "no"}) == []


def test_they_are_counted_from_five_and_food_never(host):
    event = make_event(host, capacity=12)
    for number in range(12):
        is_some = number < 5
        make_registration(
            event,
            meals=["vegan"],
            childcare="yes" if is_some else "no",
            children={"under_2": 1} if is_some else {},
            travel="cash" if number < 4 else "no",
            travel_from="Leeds" if number < 4 else "",
            accompaniment="sit" if number > 4 else "no",
            needs_consent=True,
        )
    assert needed.count(event) == {
        "accompaniment": {"asked": 7, "all": 7},
        "childcare": {"asked": 5, "all": 5},
    }


# Photos, contact list, news


def test_everything_is_no_by_itself(client, event, draft):
    drafts.save(registration=draft, answers=answers())
    given = {"photo": "no", "contacts": "no", "agree": "on"}
    assert client.post(path(draft, "sharing"), given).status_code == 302
    booked = booking.book(draft_id=draft.id)
    assert (booked.photo, booked.photo_uses, booked.contact_list) == ("no", [], [])
    assert alive(booked) == []


def test_a_yes_is_written_with_what_it_is_for(client, event, draft):
    drafts.save(registration=draft, answers=answers())
    given = {
        "photo": "yes",
        "photo_uses": ["press", "report"],
        "contacts": "yes",
        "contact_list": ["phone", "name"],
        "news": "on",
        "agree": "on",
    }
    client.post(path(draft, "sharing"), given)
    booked = booking.book(draft_id=draft.id)
    assert (booked.photo_uses, booked.contact_list) == (["report", "press"], ["name", "phone"])
    assert alive(booked) == [
        ("contacts", "contacts-1-np"),
        ("news", "news-2"),
        ("photo", "photo-yes-1-rp"),
    ]
    assert wording.WORDINGS["photo-yes-1-rp"].words == (
        "Yes, I can be in photos. Where may we use them? A report to funders; The press"
    )


def test_what_is_ticked_under_a_no_is_agreed_to_by_nobody(client, draft):
    given = {
        "photo": "unrecognisable",
        "photo_uses": ["press"],
        "contacts": "no",
        "contact_list": ["email"],
        "agree": "on",
    }
    assert client.post(path(draft, "sharing"), given).status_code == 302
    said = held(draft)
    assert (said["photo_uses"], said["contact_list"], said["news"]) == ([], [], False)


def test_a_yes_to_the_list_says_what_may_be_seen(client, draft):
    given = {"photo": "no", "contacts": "yes", "agree": "on"}
    text = client.post(path(draft, "sharing"), given).content.decode()
    assert text.count("Choose what they may see, or choose No") == 2


def test_each_is_turned_on_and_off_on_the_private_page(client, event):
    ask(event, "photo", "contacts", "news")
    booked = make_registration(event, photo="yes", photo_uses=["website"])
    page = client.get(path(booked, "sharing")).content.decode()
    assert 'value="website" class="' in page or 'value="website"' in page
    on = {
        "photo": "yes",
        "photo_uses": ["website", "social"],
        "contacts": "yes",
        "contact_list": ["email"],
        "news": "on",
    }
    assert client.post(path(booked, "sharing"), on).status_code == 302
    assert alive(booked) == [
        ("contacts", "contacts-1-e"),
        ("news", "news-2"),
        ("photo", "photo-yes-1-ws"),
    ]
    text = client.get(path(booked, "sharing")).content.decode()
    for name, value in (("contacts", "yes"), ("contact_list", "email"), ("photo", "yes")):
        tag = next(t for t in text.split("<") if f'name="{name}"' in t and f'value="{value}"' in t)
        assert "checked" in tag
    off = {"photo": "no", "photo_uses": ["website"], "contacts": "no"}
    assert client.post(path(booked, "sharing"), off).status_code == 302
    assert alive(booked) == []
    booked.refresh_from_db()
    assert (booked.photo, booked.photo_uses, booked.contact_list) == ("no", [], [])
    given = Consent.objects.filter(registration=booked).exclude(kind="agreement")
    assert given.count() == 4  # each yes stays in the record, with the day it was taken back


def test_saving_other_answers_touches_no_consent(event):
    booked = make_registration(event, photo="yes", contact_list=["name"], news=True)
    before = alive(booked)
    booking.change(registration=booked, answers={"name": "Bo"})
    assert (
        alive(booked)
        == before
        == [
            ("contacts", "contacts-1-n"),
            ("news", "news-2"),
            ("photo", "photo-yes-1"),
        ]
    )


def test_the_version_of_every_consent_fits_and_can_be_read_back():
    assert len(wording.WORDINGS) == 6 + 15 + 7
    assert max(len(version) for version in wording.WORDINGS) <= 20


def test_without_a_question_for_them_nothing_can_be_changed_there(client, event):
    booked = make_registration(event)
    assert client.get(path(booked, "sharing")).status_code == 404
    ask(event, "news")
    text = client.get(path(booked, "sharing")).content.decode()
    assert "Yes, the organisers may email me about their later events" in text
    assert 'name="photo"' not in text


# All food suits


def test_where_all_food_suits_people_are_asked_only_what_makes_them_ill(client, event):
    ask(event)
    Question.objects.filter(kind="food").update(options=["all_halal_vegetarian"])
    draft = booking.start(event=event)
    text = client.get(path(draft, "food")).content.decode()
    assert "All food is halal and vegetarian." in text
    assert 'name="meals"' not in text
    assert 'name="ill"' in text
    given = {"meals": ["vegan"], "ill": "no"}
    assert client.post(path(draft, "food"), given).status_code == 302
    assert "meals" not in held(draft)


def test_where_all_food_suits_and_nothing_else_is_asked_there_is_no_page(client, event):
    ask(event, "food", "access", "travel", "childcare")
    Question.objects.filter(kind="food").update(options=["all_halal_vegetarian", "vegan"])
    draft = booking.start(event=event)
    assert client.get(path(draft, "food")).status_code == 404
    assert client.get(path(draft, "support")).status_code == 200
    drafts.save(registration=draft, answers=answers())
    assert booking.book(draft_id=draft.id).has_a_place


# Told back


def test_the_check_page_tells_them_back(event):
    said = {
        "photo": "yes",
        "photo_uses": ["report"],
        "contact_list": ["email"],
        "news": True,
        "agree": True,
        "travel": "cash",
        "travel_from": "Leeds",
        "childcare": "no",
        "accompaniment": "no",
    }
    on = {"photo", "contacts", "news", "travel", "childcare", "accompaniment"}
    told = {
        part.step: [(line.question, line.answer) for line in part.lines]
        for part in summary.parts(said, on)
    }
    assert told["support"] == [
        ("Childcare", "No"),
        ("Help with travel", "Cash on the day for the way from Leeds"),
        ("Somebody who comes with you", "No"),
    ]
    assert told["sharing"] == [
        ("Photos", "Yes, I can be in photos"),
        ("They may be used in", "A report to funders"),
        ("Contact list", "My email address"),
        ("Later events", "Tell me"),
        ("How we treat each other", "You have read it"),
    ]
