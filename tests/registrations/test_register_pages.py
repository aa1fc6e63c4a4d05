"""The pages of registering: what they ask, refuse, keep and tell (P6 to P14 without P11)."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from forum import keys, sealed
from forum.models import Message
from registrations import booking, drafts, options, tickets
from registrations.models import Consent, Needs, Question, Registration
from registrations.models.registrations import State
from tests.factories import answers, ask, make_event, make_registration

START = "/e/spring-forum/register/"
YOU = {"name": "Amina", "contact_by": "email", "email": "amina@example.org"}
ORGANISATION = {"coming_as": "staff", "organisation": "Harbour Lights", "reach": "local"}
FOOD = {
    "meals": ["vegan"],
    "ill": "yes",
    "allergens": ["peanuts"],
    "dangerous": "yes",
    "kitchen_name": "no",
    "needs_consent": "on",
}
SUPPORT = {"access": ["step_free"], "talk": "no", "needs_consent": "on"}
SHARING = {"photo": "no", "agree": "on"}
STEPS = {
    "you": YOU,
    "organisation": ORGANISATION,
    "food": FOOD,
    "support": SUPPORT,
    "sharing": SHARING,
}


@pytest.fixture
def long(event):
    """The event asks everything, so that its form has six pages."""
    ask(event)
    event.contact_phone = "0113 496 0021"
    event.save()
    return event


@pytest.fixture
def draft(long):
    return booking.start(event=long)


def key_in(page):
    return re.search(r'name="key" value="([\w-]{43})"', page.content.decode())[1]


def begin(client):
    """Press Start on a long form; the address of its first page."""
    response = client.post(START, {"key": key_in(client.get(START))})
    assert response.status_code == 302
    return response.headers["Location"]


def page(draft, name):
    return tickets.draft_path(draft, name)


def held(draft):
    return drafts.answers(Registration.objects.select_related("needs").get(pk=draft.pk))


def errors(response):
    """What the summary of errors says, with the ids it links to."""
    return re.findall(r'<a class="tap" href="#([\w-]+)">([^<]+)</a>', response.content.decode())


# The whole way


def test_a_long_form_is_six_steps_and_ends_at_a_neutral_page(client, long):
    where = begin(client)
    for number, (step, given) in enumerate(STEPS.items(), start=1):
        assert where.endswith(f"/{step}/")
        assert f"step\N{NO-BREAK SPACE}{number}\N{NO-BREAK SPACE}of\N{NO-BREAK SPACE}6" in (
            client.get(where).content.decode()
        )
        where = client.post(where, given).headers["Location"]
    assert where.endswith("/check/")
    where = client.post(where, {"expects": "place"}).headers["Location"]
    text = client.get(where).content.decode()
    booked = Registration.objects.get()
    assert (booked.state, booked.badge_name) == (State.CONFIRMED, "Amina")
    assert booked.organisation.name == "Harbour Lights"
    assert "We have sent your booking to <bdi>amina@example.org</bdi>" in text
    assert booked.code not in text
    assert "/b/" not in text
    assert list(Message.objects.values_list("kind", "to")) == [
        ("confirmation", "amina@example.org")
    ]


def test_a_short_form_is_booked_in_three_requests(client, event):
    """At most four from the event page to the confirmation (performance 5)."""
    ask(event, "organisation", "photo")
    key = key_in(client.get(START))
    given = {"key": key, "expects": "place", **YOU, **ORGANISATION, **SHARING}
    done = client.post(START, given)
    assert done.headers["Location"].endswith("/done/")
    assert "We have sent your booking" in client.get(done.headers["Location"]).content.decode()
    assert Registration.objects.get().has_a_place


@pytest.mark.parametrize(
    ("kinds", "steps"),
    [
        ([], ["all"]),
        (["pronouns", "photo"], ["all"]),
        (["organisation", "food"], ["all"]),
        (["organisation", "food", "allergy"], ["you", "organisation", "food", "sharing"]),
        (["food", "allergy", "access"], ["you", "food", "support", "sharing"]),
        (["access", "interpretation", "organisation"], ["you", "organisation", "support"]),
    ],
    ids=lambda value: "-".join(value) or "nothing",
)
def test_only_what_is_on_is_asked(client, event, kinds, steps):
    ask(event, *kinds) if kinds else None
    made = booking.start(event=event)
    found = [
        step
        for step in ["you", "organisation", "food", "support", "sharing", "all"]
        if client.get(page(made, step)).status_code == 200
    ]
    assert found[: len(steps)] == steps


@pytest.mark.parametrize("by", ["phone", "helper", "page"])
def test_without_an_address_the_last_page_shows_code_and_link(client, event, by):
    key = key_in(client.get(START))
    contact = {"contact_by": by, "phone": "(0)7700 900 123" if by != "page" else ""}
    where = client.post(START, {"key": key, "expects": "place", "name": "Bo", **contact, **SHARING})
    booked = Registration.objects.get()
    for _ in range(2):  # a bookmark, the back button
        text = client.get(where.headers["Location"]).content.decode()
        assert "You have a place, <bdi>Bo</bdi>" in text
        assert booked.code in text
        assert tickets.absolute(tickets.booking_path(booked)) in text
    assert Message.objects.count() == 0


def test_the_last_page_says_when_somebody_waits(client, event):
    event.capacity = 1
    event.save()
    make_registration(event)
    given = {"name": "Bo", "contact_by": "page", **SHARING, "expects": "waiting"}
    first = client.get(START)
    assert "Join the waiting list" in first.content.decode()
    where = client.post(START, {"key": key_in(first), **given}).headers["Location"]
    assert "You are on the waiting list, <bdi>Bo</bdi>" in client.get(where).content.decode()


# A known address (design 3.5)


def book_by_page(client, draft):
    for step, given in STEPS.items():
        client.post(page(draft, step), given)
    pressed = client.post(page(draft, "check"), {"expects": "place"})
    return pressed, client.get(pressed.headers["Location"])


def test_a_known_and_a_new_address_get_the_same_pages(client, long, django_assert_max_num_queries):
    make_registration(long, **ORGANISATION)  # else the first would also make the organisation
    drawn = {}
    for who in ("new", "known"):
        made = booking.start(event=long)
        for step, given in STEPS.items():
            client.post(page(made, step), given)
        with django_assert_max_num_queries(60) as at_check:
            pressed = client.post(page(made, "check"), {"expects": "place"})
        with django_assert_max_num_queries(10) as at_done:
            done = client.get(pressed.headers["Location"])
        token = tickets.token(made.id, "draft")
        drawn[who] = [
            (pressed.status_code, pressed.headers["Location"].replace(token, "T")),
            (done.status_code, done.content.decode().replace(token, "T")),
            (len(at_check), len(at_done)),
            [client.get(page(made, name)).status_code for name in ("food", "check", "done")],
        ]
    assert drawn["new"] == drawn["known"]
    assert list(Message.objects.order_by("created_at").values_list("kind", flat=True)) == [
        "confirmation",
        "already_booked",
    ]
    assert Registration.objects.finished().count() == 2


def test_both_last_pages_end_after_seven_days(client, long):
    """Were one of them to stay, it would tell which address was known."""
    for _ in range(2):
        made = booking.start(event=long)
        book_by_page(client, made)
        Registration.objects.filter(pk=made.pk).update(
            touched_at=timezone.now() - timedelta(days=7, minutes=1),
            booked_at=None if Registration.objects.get(pk=made.pk).is_draft else timezone.now(),
        )
        assert client.get(page(made, "done")).status_code == 410


def test_the_last_page_does_not_follow_a_changed_address(client, long, draft):
    """Whoever typed the address of somebody else learns nothing of what they do next."""
    book_by_page(client, draft)
    booked = Registration.objects.get()
    booking.change(
        registration=booked, answers={"contact_by": "email", "email": "real@example.org"}
    )
    response = client.get(page(draft, "done"))
    assert response.status_code == 410
    assert "real@example.org" not in response.content.decode()


def test_d17_pressing_the_last_button_twice_is_one_booking_and_one_mail(client, draft):
    """D17: the back button, then the button again."""
    book_by_page(client, draft)
    again = client.post(page(draft, "check"), {"expects": "place"})
    assert again.headers["Location"] == page(draft, "done")
    assert Registration.objects.count() == 1
    assert Message.objects.count() == 1


def test_sending_a_short_form_twice_is_one_booking_and_one_mail(client, event):
    """D17: a double click on the form that books at once."""
    given = {"key": key_in(client.get(START)), "expects": "place", **YOU, **SHARING}
    first, second = client.post(START, given), client.post(START, given)
    assert first.headers["Location"] == second.headers["Location"]
    assert Registration.objects.count() == 1
    assert Message.objects.count() == 1


def test_pressing_start_twice_begins_one_draft(client, long):
    key = key_in(client.get(START))
    first, second = (client.post(START, {"key": key}) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert Registration.objects.count() == 1


@pytest.mark.parametrize("key", ["", "A" * 43, "x", "A" * 5000, "\x00"])
def test_a_start_that_is_not_ours_asks_to_press_once_more(client, long, key):
    response = client.post(START, {"key": key})
    assert response.status_code == 200
    assert Registration.objects.count() == 0
    assert client.post(START, {"key": key_in(response)}).status_code == 302


def test_looking_begins_nothing(client, long):
    client.get(START)
    client.head(START)
    assert Registration.objects.count() == 0


# Errors


@pytest.mark.parametrize(
    ("step", "given", "expected"),
    [
        (
            "you",
            {},
            [
                ("id_name", "Enter a name for your badge"),
                ("id_contact_by_0", "Choose how we can reach you"),
            ],
        ),
        (
            "you",
            {**YOU, "email": ""},
            [("id_email", "Enter an email address with an @ in it, like amina@example.org")],
        ),
        (
            "you",
            {**YOU, "contact_by": "phone", "phone": "123456"},
            [("id_phone", "Enter a phone number with at least 7 digits")],
        ),
        (
            "you",
            {**YOU, "contact_by": "phone"},
            [("id_phone", "Enter a phone number with at least 7 digits")],
        ),
        (
            "you",
            {**YOU, "name": "x" * 81},
            [("id_name", "Use 80 characters or fewer. You have used 81.")],
        ),
        (
            "organisation",
            {},
            [("id_coming_as_0", "Choose whether you come with an organisation")],
        ),
        (
            "organisation",
            {"coming_as": "member"},
            [
                (
                    "id_organisation",
                    "Enter the name of the organisation or choose that you are coming as yourself",
                )
            ],
        ),
        (
            "food",
            {"ill": "yes", "needs_consent": "on"},
            [("id_allergens_0", "Choose at least one food, or choose No")],
        ),
        (
            "food",
            {"meals": ["vegan"]},
            [("id_needs_consent", "Tick to let us keep these answers, or leave them blank")],
        ),
        (
            "food",
            {"meals": ["other"], "needs_consent": "on"},
            [("id_meal_other", "Say what else suits you, or untick “Something else”")],
        ),
        (
            "support",
            {"interpreter": "spoken", "needs_consent": "on"},
            [("id_interpreter_language", "Enter the language you need")],
        ),
        (
            "support",
            {"interpreter_language": "Tigrinya", "needs_consent": "on"},
            [("id_interpreter_0", "Choose which kind of interpreter you need, or choose No")],
        ),
        (
            "support",
            {"access": ["parking"]},
            [("id_needs_consent", "Tick to let us keep these answers, or leave them blank")],
        ),
        ("sharing", {"photo": "no"}, [("id_agree", "Tick to show you have read the agreement")]),
    ],
)
def test_an_answer_to_mend_is_named_on_top_and_beside_the_field(
    client, draft, step, given, expected
):
    response = client.post(page(draft, step), given)
    text = response.content.decode()
    assert response.status_code == 200
    assert "<title>Error: " in text
    assert errors(response) == expected
    for target, words in expected:
        assert f'id="{target}"' in text
        assert text.count(words) == 2
    assert held(draft) == {}


def test_an_error_keeps_every_other_answer(client, draft):
    text = client.post(page(draft, "food"), {**FOOD, "allergens": []}).content.decode()
    checked = re.findall(r'name="(\w+)" value="(\w+)"[^>]*checked', text)
    assert sorted(checked) == [
        ("dangerous", "yes"),
        ("ill", "yes"),
        ("kitchen_name", "no"),
        ("meals", "vegan"),
    ]


@pytest.mark.parametrize(
    "address",
    [
        '"x" <a@b.org>, evil@e.org',
        "a@b.org\nBcc: evil@e.org",
        "a@b.org\r\n",
        "a@b.org,evil@e.org",
        '"a b"@b.org',
        "a@b",
        "a@b.org\x00",
        "a" * 250 + "@b.org",
    ],
)
def test_only_one_plain_address_is_taken(client, draft, address):
    """D10."""
    response = client.post(page(draft, "you"), {**YOU, "email": address})
    if response.status_code == 302:  # the line break at its end was taken away
        assert held(draft)["email"] == address.strip()
        return
    assert [target for target, _ in errors(response)] == ["id_email"]
    assert held(draft) == {}


HOSTILE = [
    '=HYPERLINK("http://evil","x")',
    "+44 20 7946 0000",
    '{{ 7*7 }} {% now "Y" %} {event.__class__}',
    "[Pay](https://evil.example) <b>x</b> https://evil.example",
    "<img src=x onerror=alert(1)>",
    "أمينة",
    "阿米娜",
    "Zoë O’Neil-Ñandú",
    "\u202eanimA",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_in_any_script_is_kept_and_never_run(client, event, name):
    """D05, D07, D08."""
    given = {"key": key_in(client.get(START)), "expects": "place", **YOU, **SHARING, "name": name}
    where = client.post(START, {**given, "contact_by": "page"}).headers["Location"]
    text = client.get(where).content.decode()
    booked = Registration.objects.get()
    assert booked.badge_name == name.replace("\u202e", "")
    assert "<b>x</b>" not in text
    assert "<img src=x" not in text
    assert 'href="https://evil.example' not in text


@pytest.mark.parametrize(
    "name", ["x" * 10_000, "Ami\x00na", "Ami\nna", "Ami\r\nBcc: x@evil", "\x07", "\u2028", " "]
)
def test_a_name_that_cannot_stand_on_a_badge_is_refused_or_made_one_line(client, event, name):
    given = {"key": key_in(client.get(START)), "expects": "place", **YOU, **SHARING, "name": name}
    response = client.post(START, given)
    assert response.status_code == 200
    assert [target for target, _ in errors(response)] == ["id_name"]
    assert Registration.objects.count() == 0


def test_a_line_separator_becomes_a_space(client, event):
    given = {**YOU, **SHARING, "name": "Amina\u2028Warsame", "expects": "place"}
    client.post(START, {"key": key_in(client.get(START)), **given})
    assert Registration.objects.get().badge_name == "Amina Warsame"


@pytest.mark.parametrize("words", ["\x07 stairs", "x" * 40_000, "x" * 201])
def test_d06_a_need_that_is_too_long_or_hidden_is_refused_at_its_field(client, draft, words):
    """D06."""
    given = {"access_other": words, "needs_consent": "on"}
    response = client.post(page(draft, "support"), given)
    assert [target for target, _ in errors(response)] == ["id_access_other"]
    assert held(draft) == {}


def test_answers_that_do_not_fit_under_one_seal_are_refused_at_the_longest(
    client, draft, monkeypatch
):
    """No answers of today's form are that long; tomorrow's may be."""
    monkeypatch.setattr(sealed, "PADDED_BYTES", 300)
    given = {"access_other": "ü" * 90, "needs_consent": "on"}
    response = client.post(page(draft, "support"), given)
    [(target, words)] = errors(response)
    assert target == "id_access_other"
    assert words == "Your answers are too long to keep together. Use fewer words here."


def test_the_longest_answers_of_the_form_fit_under_one_seal(client, draft):
    """Four bytes a character in every field, every box ticked."""
    longest = {
        "you": {**YOU, "name": "😀" * 80, "pronouns": "😀" * 30},
        "organisation": {"coming_as": "member", "organisation": "😀" * 120, "reach": "regional"},
        "food": {
            "meals": list(options.MEALS),
            "meal_other": "😀" * 60,
            "ill": "yes",
            "allergens": list(options.ALLERGENS),
            "allergen_other": "😀" * 60,
            "dangerous": "unsure",
            "kitchen_name": "yes",
            "needs_consent": "on",
        },
        "support": {
            "access": list(options.ACCESS),
            "access_other": "😀" * 200,
            "talk": "email",
            "interpreter": "spoken",
            "interpreter_language": "😀" * 60,
            "childcare": "yes",
            "children_under_2": "20",
            "children_2_to_4": "20",
            "children_5_to_11": "20",
            "children_12_or_over": "20",
            "travel": "voucher",
            "travel_from": "😀" * 60,
            "travel_about": "30_to_60",
            "needs_consent": "on",
        },
        "sharing": {
            "photo": "yes",
            "photo_uses": list(options.PHOTO_USES),
            "contacts": "yes",
            "contact_list": list(options.CONTACT_LIST),
            "news": "on",
            "agree": "on",
        },
    }
    for step, given in longest.items():
        response = client.post(page(draft, step), given)
        assert errors(response) == []
        assert response.status_code == 302
    assert client.post(page(draft, "check"), {"expects": "place"}).status_code == 302
    assert Registration.objects.get().has_a_place


# Consent and conditions


def test_nothing_is_ticked_beforehand_but_no(client, draft):
    for step in STEPS:
        text = client.get(page(draft, step)).content.decode()
        checked = re.findall(r'name="(\w+)" value="(\w+)"[^>]*checked', text)
        assert checked == ([("photo", "no"), ("contacts", "no")] if step == "sharing" else [])
        assert not re.search(r'name="(needs_consent|agree|news)"[^>]*checked', text)


def test_the_consent_names_the_data_who_sees_it_and_until_when(client, long, needs_lead):
    Question.objects.filter(event=long).update(owner=needs_lead)
    made = booking.start(event=long)
    for step in ("food", "support"):
        text = client.get(page(made, step)).content.decode()
        [label] = re.findall(r'<label for="id_needs_consent"[^>]*>([^<]+)</label>', text)
        assert "Harbour Network keeps my answers" in label
        assert "my health" in label
        assert "my beliefs" in label
        assert "Nadia Lead and others who look after needs" in label
        assert f"{long.needs_erased_on:%B\N{NO-BREAK SPACE}%Y}" in label


def test_a_tick_on_one_page_ticks_no_other(client, draft):
    client.post(page(draft, "food"), FOOD)
    assert "checked" in client.get(page(draft, "food")).content.decode()
    text = client.get(page(draft, "support")).content.decode()
    assert "checked" not in text
    client.post(page(draft, "support"), {"talk": "no"})
    assert held(draft)["needs_consent"] is True
    client.post(page(draft, "food"), {})
    assert held(draft)["needs_consent"] is False


@pytest.mark.parametrize("step", ["food", "support"])
def test_needs_left_blank_need_no_tick(client, draft, step):
    for given in ({}, {"ill": "no", "talk": "no", "interpreter": "no"}):
        assert client.post(page(draft, step), given).status_code == 302
    assert held(draft)["needs_consent"] is False


def test_a_booking_without_needs_holds_no_consent_to_hold_them(client, draft):
    for step, given in (STEPS | {"food": {}, "support": {}}).items():
        client.post(page(draft, step), given)
    client.post(page(draft, "check"), {"expects": "place"})
    assert list(Consent.objects.values_list("kind", flat=True)) == ["agreement"]


@pytest.mark.parametrize(
    ("step", "given", "kept"),
    [
        (
            "you",
            {**YOU, "contact_by": "page", "email": "not an address", "phone": "1"},
            {
                "name": "Amina",
                "contact_by": "page",
                "email": "",
                "phone": "",
                "pronouns": "",
                "is_discreet": False,
            },
        ),
        (
            "organisation",
            {"coming_as": "myself", "organisation": "Harbour Lights", "reach": "local"},
            {"coming_as": "myself", "organisation": "", "reach": ""},
        ),
        (
            "food",
            {**FOOD, "ill": "no", "allergen_other": "x" * 500},
            {
                "meals": ["vegan"],
                "meal_other": "",
                "ill": "no",
                "allergens": [],
                "allergen_other": "",
                "dangerous": "",
                "kitchen_name": "",
                "needs_consent": True,
            },
        ),
        (
            "support",
            {"interpreter": "no", "interpreter_language": "Tigrinya"},
            {
                "access": [],
                "access_other": "",
                "talk": "",
                "interpreter": "no",
                "interpreter_language": "",
                "childcare": "",
                "children": {},
                "travel": "",
                "travel_from": "",
                "travel_about": "",
                "accompaniment": "",
                "needs_consent": False,
            },
        ),
    ],
)
def test_an_answer_whose_condition_is_not_met_is_dropped(client, draft, step, given, kept):
    assert client.post(page(draft, step), given).status_code == 302
    assert held(draft) == kept


def test_a_food_that_makes_ill_is_never_dropped_for_a_forgotten_yes(client, draft):
    client.post(page(draft, "food"), {"allergens": ["peanuts"], "needs_consent": "on"})
    assert (held(draft)["ill"], held(draft)["allergens"]) == ("yes", ["peanuts"])


def test_words_typed_for_something_else_tick_it(client, draft):
    client.post(page(draft, "support"), {"access_other": "A low table", "needs_consent": "on"})
    assert held(draft)["access"] == ["other"]


def test_only_offered_answers_can_be_chosen(client, event):
    ask(event, "food", "allergy", "access", options=["halal", "parking"])
    made = booking.start(event=event)
    text = client.get(page(made, "food")).content.decode()
    assert re.findall(r'name="meals" value="(\w+)"', text) == ["halal"]
    assert "meal_other" not in text
    response = client.post(page(made, "food"), {"meals": ["vegan"], "needs_consent": "on"})
    assert response.status_code == 200


# Extra fields and foreign pages


def test_extra_fields_change_nothing(client, long, draft):
    """D03."""
    other = make_event()
    extra = {
        "state": "confirmed",
        "status": "confirmed",
        "checked_in": "1",
        "event": str(other.pk),
        "place": "1",
        "code": "FERN-0001",
        "kind": "crew",
        "is_walk_in": "1",
        "sent": "1",
        "states": "arranged",
        "id": str(other.pk),
        "registration": str(other.pk),
        "is_staff": "1",
    }
    for step, given in STEPS.items():
        assert client.post(page(draft, step), {**given, **extra}).status_code == 302
    assert "sent" not in held(draft)
    assert "states" not in held(draft)
    client.post(page(draft, "check"), {"expects": "place", **extra})
    booked = Registration.objects.get()
    assert (booked.event, booked.kind, booked.is_walk_in) == (long, "participant", False)
    assert booked.check_ins.count() == 0
    assert booked.code != "FERN-0001"


def test_answers_to_questions_that_are_off_are_not_kept(client, event):
    given = {"key": key_in(client.get(START)), "expects": "place", **YOU, **SHARING, **FOOD}
    client.post(START, {**given, **ORGANISATION, **SUPPORT})
    booked = Registration.objects.get()
    assert booked.organisation is None
    assert Needs.objects.get(pk=booked.pk).answers == {}
    assert list(Consent.objects.values_list("kind", flat=True)) == ["agreement"]


@pytest.mark.parametrize("name", ["you", "all", "check", "done", "nothing"])
@pytest.mark.parametrize("token", ["A" * 43, "x", "é" * 43])
def test_a_link_that_was_made_up_is_not_found(client, event, name, token):
    assert client.get(f"/r/{token}/{name}/").status_code == 404


def test_a_link_of_another_purpose_is_not_found(client, event):
    booked = make_registration(event)
    for purpose in ("booking", "ticket", "another"):
        token = tickets.token(booked.id, purpose)
        assert client.get(f"/r/{token}/done/").status_code == 404


def test_a_page_that_is_not_of_this_form_is_not_found(client, draft, event):
    assert client.get(page(draft, "travel")).status_code == 404
    assert client.get(page(draft, "all")).status_code == 404


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_other_methods_are_refused(client, draft, method):
    for path in (START, page(draft, "you"), page(draft, "check"), page(draft, "done")):
        assert getattr(client, method)(path).status_code == 405


def test_the_last_page_takes_no_posts(client, draft):
    assert client.post(page(draft, "done")).status_code == 405


def test_nobody_needs_an_account(client, long, draft, organiser, sign_in):
    """The link is the key: a colleague who is signed in sees the same."""
    anonymous = client.get(page(draft, "you"))
    assert isinstance(anonymous.context["user"], AnonymousUser)
    signed = sign_in(client, organiser).get(page(draft, "you"))
    assert anonymous.status_code == signed.status_code == 200


# Check


def test_check_tells_the_answers_back_with_needs_folded_away(client, draft):
    for step, given in STEPS.items():
        client.post(page(draft, step), given)
    text = client.get(page(draft, "check")).content.decode()
    assert "Harbour Lights" in text
    folded = re.findall(r"<details>(.*?)</details>", text, re.DOTALL)
    inside = " ".join(folded)
    outside = text
    for part in folded:
        outside = outside.replace(part, "")
    for word in ("Vegan", "Peanuts", "Step-free route"):
        assert word in inside
        assert word not in outside
    assert "<details open" not in text
    changes = re.findall(r'href="([^"]+)">Change<span class="hide"> ([^<]+)</span>', text)
    assert [path.split("/")[3] for path, _ in changes] == list(STEPS)


def test_missing_answers_are_named_with_the_way_to_them(client, draft):
    client.post(page(draft, "you"), YOU)
    response = client.post(page(draft, "check"), {"expects": "place"})
    text = response.content.decode()
    assert response.status_code == 200
    assert "Error: Check your answers" in text
    found = re.findall(r'<a class="tap" href="/r/[\w-]+/(\w+)/">([^<]+)</a>', text)
    assert found[1:3] == [
        ("organisation", "Choose whether you come with an organisation"),
        ("sharing", "Tick to show you have read the agreement"),
    ]
    assert Registration.objects.get().is_draft


def test_a_change_from_check_goes_back_to_check(client, draft):
    for step, given in STEPS.items():
        client.post(page(draft, step), given)
    response = client.post(page(draft, "you"), {**YOU, "name": "Amina W."})
    assert response.headers["Location"] == page(draft, "check")


# Full, closed, expired, unreadable


def fill_up(event):
    event.capacity = 1
    event.save()
    make_registration(event)


def test_when_the_last_place_goes_meanwhile_the_page_asks_first(client, long, draft):
    for step, given in STEPS.items():
        client.post(page(draft, step), given)
    fill_up(long)
    response = client.post(page(draft, "check"), {"expects": "place"})
    text = response.content.decode()
    assert response.status_code == 200
    assert "The last place went while you were filling this in. Your answers are saved." in text
    assert "Join the waiting list" in text
    assert Registration.objects.get(pk=draft.pk).is_draft
    client.post(page(draft, "check"), {"expects": "waiting"})
    assert Registration.objects.get(pk=draft.pk).is_waiting


def test_a_short_form_asks_first_too(client, event):
    key = key_in(client.get(START))
    fill_up(event)
    given = {"expects": "place", **YOU, **SHARING}
    where = client.post(START, {"key": key, **given}).headers["Location"]
    text = client.get(where).content.decode()
    assert where.endswith("/all/")
    assert "The last place went while you were filling this in." in text
    assert 'value="amina@example.org"' in text
    client.post(where, {**given, "expects": "waiting"})
    assert Registration.objects.get(badge_name="Amina", state="waiting")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"state": "cancelled", "cancelled_at": timezone.now()}, "This event is cancelled"),
        ({"opens_at": timezone.now() + timedelta(days=3)}, "You can book from"),
        ({"closes_at": timezone.now() - timedelta(days=3)}, "Registration is closed"),
        (
            {
                "starts_at": timezone.now() - timedelta(days=3),
                "ends_at": timezone.now() - timedelta(days=2),
            },
            "This event is over",
        ),
    ],
    ids=["cancelled", "too early", "closed", "over"],
)
def test_an_event_that_takes_nobody_explains_itself(client, long, draft, change, words):
    for step, given in STEPS.items():
        client.post(page(draft, step), given)
    for field, value in change.items():
        setattr(long, field, value)
    long.save()
    for path in (START, page(draft, "you"), page(draft, "check")):
        for ask_for in (client.get, client.post):
            response = ask_for(path)
            text = response.content.decode()
            assert response.status_code == 200
            assert f"<h1>{words}" in text
            assert "0113 496 0021" in text
            assert 'href="/find/"' in text
    assert Registration.objects.get().is_draft


def test_an_unpublished_event_is_not_there(client, host):
    make_event(published=False, slug="draft-event")
    assert client.get("/e/draft-event/register/").status_code == 404
    assert client.get("/e/no-such-event/register/").status_code == 404


def test_a_draft_that_is_too_old_says_so(client, draft):
    Registration.objects.update(touched_at=timezone.now() - timedelta(days=7, minutes=1))
    for name in ("you", "check", "done"):
        response = client.get(page(draft, name))
        assert response.status_code == 410
        assert "This link has ended" in response.content.decode()
    drafts.forget_old()
    assert client.get(page(draft, "you")).status_code == 410


def break_key(event, how):
    path = keys.path_of(event.id, "needs")
    if how == "missing":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes()[:-1] if how == "short" else b"x" * path.stat().st_size)
    return path


@pytest.mark.parametrize("how", ["missing", "short", "foreign"])
def test_without_the_key_every_page_says_whom_to_call_and_nothing_is_made(client, long, draft, how):
    for step, given in STEPS.items():
        client.post(page(draft, step), given)
    key = key_in(client.get(START))
    path = break_key(long, how)
    left = path.read_bytes() if path.exists() else None
    for response in (
        client.get(START),
        client.post(START, {"key": key}),
        client.get(page(draft, "food")),
        client.post(page(draft, "food"), FOOD),
        client.get(page(draft, "check")),
        client.post(page(draft, "check"), {"expects": "place"}),
        client.get(page(draft, "done")),
    ):
        text = response.content.decode()
        assert response.status_code == 503
        assert "We cannot read what you told us about needs." in text
        assert "0113 496 0021" in text
    assert Registration.objects.count() == 1
    assert Registration.objects.get().is_draft
    assert Message.objects.count() == 0
    assert (path.read_bytes() if path.exists() else None) == left
    assert client.get("/e/spring-forum/").status_code == 200


def test_a_finished_form_without_its_key_still_ends_well(client, long, draft):
    book_by_page(client, draft)
    keys.destroy(long.id, "needs")
    assert client.get(page(draft, "done")).status_code == 200


# Another person at the address


@pytest.fixture
def second(client, long):
    make_registration(long, email="amina@example.org")
    made = booking.start(event=long)
    book_by_page(client, made)
    return made


def test_the_mail_offers_to_add_another_person(client, long, second):
    path = tickets.another_path(second)
    text = client.get(path).content.decode()
    assert "Is <bdi>Amina</bdi> another person?" in text
    assert Registration.objects.finished().count() == 1
    booked = client.post(path)
    assert booked.headers["Location"] == tickets.booking_path(second)
    assert Registration.objects.finished().count() == 2
    assert client.get(path).headers["Location"] == tickets.booking_path(second)
    assert Registration.objects.finished().count() == 2


def test_another_person_meets_the_same_walls(client, long, second):
    path = tickets.another_path(second)
    assert client.get(f"/another/{'A' * 43}/").status_code == 404
    assert client.get(f"/another/{tickets.token(second.id, 'draft')}/").status_code == 404
    assert client.put(path).status_code == 405
    long.closes_at = timezone.now() - timedelta(days=1)
    long.save()
    assert "Registration is closed" in client.post(path).content.decode()
    keys.destroy(long.id, "needs")
    assert client.get(path).status_code == 503
    Registration.objects.update(touched_at=timezone.now() - timedelta(days=8))
    assert client.get(path).status_code == 410
    assert Registration.objects.finished().count() == 1


# How much it costs


def test_pages_cost_the_same_with_one_booking_and_with_three(client, long, draft):
    paths = [START, *(page(draft, step) for step in (*STEPS, "check"))]
    for step, given in STEPS.items():
        client.post(page(draft, step), given)
    make_registration(long)
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as seen:
            for path in paths:
                client.get(path)
        counts.append(len(seen))
        for _ in range(2):
            make_registration(long)
    assert counts[0] == counts[1]
    assert counts[0] <= 8 * len(paths)


# What the event page shows


def test_the_event_page_leads_to_the_form(client, event):
    text = client.get("/e/spring-forum/").content.decode()
    assert f'href="{START}">Book a place</a>' in text
    assert "10 places, some still free" in text
    for number in range(9):
        make_registration(event, f"Guest {number}")
    text = client.get("/e/spring-forum/").content.decode()
    assert "Nearly full: few of 10 places are left" in text


def test_the_event_page_counts_who_has_a_place_and_not_which(client, event):
    people = [make_registration(event, f"Guest {number}") for number in range(10)]
    for person in people[:8]:
        booking.cancel(registration=person)
    text = client.get("/e/spring-forum/").content.decode()
    assert "10 places, some still free" in text


def test_the_event_page_says_when_it_is_full(client, event):
    fill_up(event)
    text = client.get("/e/spring-forum/").content.decode()
    assert f'href="{START}">Join the waiting list</a>' in text
    assert "All taken. You can join the waiting list" in text
    answered = client.get(START).content.decode()
    assert "Every place is taken, or promised to people who wait." in answered


def test_answers_come_from_people_and_not_from_the_factory():
    """The factory's answers are what the pages give: one key less would go unnoticed."""
    assert set(answers()) <= {*YOU, *ORGANISATION, *FOOD, *SUPPORT, *SHARING, "language"}
