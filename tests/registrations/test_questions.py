"""What an event asks: nothing sensitive by itself, and nothing that nobody acts on (O6)."""

import re

import pytest

from forum import publishing
from forum.models import AuditEntry
from forum.models.people import Role
from registrations import questions
from registrations.journey import Journey
from registrations.models import Question
from registrations.models.questions import SENSITIVE, QuestionKind
from tests.factories import ask, make_event, make_member

PAGE = "/organise/events/spring-forum/questions/"


def on(event):
    return sorted(questions.switched_on(event))


# Rules


def test_a_new_event_asks_nothing_sensitive(event):
    """Minimise: security section 3."""
    questions.switch_on_defaults(event)
    questions.switch_on_defaults(event)
    assert on(event) == ["organisation", "photo"]
    assert not set(on(event)) & set(SENSITIVE)


@pytest.mark.parametrize(
    ("kinds", "steps"),
    [
        ([], ["all"]),
        (["organisation", "food"], ["all"]),
        (["pronouns", "photo", "organisation", "food"], ["all"]),
        (["organisation", "food", "access"], ["you", "organisation", "food", "support", "sharing"]),
        (["food", "allergy", "interpretation"], ["you", "food", "support", "sharing"]),
        (
            ["organisation", "allergy", "access", "interpretation", "photo"],
            ["you", "organisation", "food", "support", "sharing"],
        ),
    ],
    ids=lambda value: "-".join(value) or "nothing",
)
def test_the_form_has_one_page_unless_much_is_asked(event, kinds, steps):
    if kinds:
        ask(event, *kinds)
    assert Journey(event).pages == steps


def test_a_sensitive_question_is_published_with_somebody_who_acts_a_purpose_and_a_needs_lead(
    event, host, needs_lead
):
    assert questions.missing_for_publishing(event) == []
    ask(event, "organisation", "photo", purpose="")
    assert questions.missing_for_publishing(event) == []
    ask(event, "food", purpose="", owner=None)
    where = "/organise/events/spring-forum/questions/"
    assert questions.missing_for_publishing(event) == [
        publishing.Missing("Say who acts on the answers to “Food”", f"{where}#id_food-owner"),
        publishing.Missing("Say what the answers to “Food” are for", f"{where}#id_food-purpose"),
    ]
    Question.objects.filter(kind="food").update(owner=needs_lead, purpose="Lunch suits you")
    assert questions.missing_for_publishing(event) == []
    staff = make_member(host, Role.STAFF)
    needs_lead.memberships.all().delete()
    Question.objects.filter(kind="food").update(owner=staff)
    assert [one.words for one in questions.missing_for_publishing(event)] == [
        "Make somebody on the team a needs lead"
    ]


def test_somebody_who_left_the_team_acts_on_nothing(event, host, needs_lead):
    gone = make_member(host, Role.ORGANISER)
    ask(event, "access", owner=gone)
    assert questions.missing_for_publishing(event) == []
    gone.memberships.all().delete()
    assert [one.words for one in questions.missing_for_publishing(event)] == [
        "Say who acts on the answers to “What they need to take part”"
    ]


def test_questions_are_copied_with_owner_purpose_and_options(event, needs_lead):
    ask(event, "food", owner=needs_lead, purpose="Lunch", options=["halal"])
    target = make_event(published=False)
    ask(target, "photo")
    questions.copy(source=event, target=target)
    [row] = Question.objects.filter(event=target)
    assert (row.kind, row.owner, row.purpose, row.options) == (
        "food",
        needs_lead,
        "Lunch",
        ["halal"],
    )


def test_a_copied_event_is_published_only_after_somebody_looked_at_its_questions(
    event, host, organiser, needs_lead
):
    ask(event, "food", owner=needs_lead)
    copied = make_event(host, published=False, copied_from=event)
    assert [one.words for one in questions.missing_for_publishing(copied)] == [
        "Look at the questions: they can be those of last time"
    ]
    shown = {choice.kind: choice for choice in questions.choices(copied) if choice.on}
    assert {kind: choice.owner for kind, choice in shown.items()} == {"food": needs_lead}
    questions.choose(event=copied, choices=questions.choices(copied), by=organiser)
    assert on(copied) == ["food"]
    nothing = [questions.Choice(kind) for kind in QuestionKind.values]
    questions.choose(event=copied, choices=nothing, by=organiser)
    assert questions.missing_for_publishing(copied) == []
    assert [choice.kind for choice in questions.choices(copied) if choice.on] == []


def test_nothing_that_harms_can_be_switched_on():
    """Design section 4: never asked, under no name."""
    forbidden = re.compile(
        "immigration|nationalit|birth|address|religion|gender|diagnos|status|origin", re.IGNORECASE
    )
    assert [kind for kind in QuestionKind if forbidden.search(f"{kind} {kind.label}")] == []


# The page


def posted(event, **changes):
    """The page's own form as it stands, with changes."""
    given = {}
    for choice in questions.choices(event):
        if choice.on:
            given[f"{choice.kind}-on"] = "on"
        given[f"{choice.kind}-owner"] = str(choice.owner.pk) if choice.owner else ""
        given[f"{choice.kind}-purpose"] = choice.purpose
        given[f"{choice.kind}-options"] = choice.options
    return given | changes


def test_an_organiser_chooses_what_is_asked(client, event, organiser, needs_lead, sign_in):
    sign_in(client, organiser)
    text = client.get(PAGE).content.decode()
    switched = re.findall(r'name="(\w+)-on"[^>]*checked', text)
    assert sorted(switched) == ["organisation", "photo"]  # what saving would switch on
    assert on(event) == []
    response = client.post(
        PAGE,
        posted(event)
        | {
            "photo-on": "",
            "food-on": "on",
            "food-owner": str(needs_lead.pk),
            "food-purpose": "So that lunch suits you",
            "food-options": ["halal", "vegan"],
        },
    )
    assert response.headers["Location"] == PAGE
    assert on(event) == ["food", "organisation"]
    row = Question.objects.get(kind="food")
    assert (row.owner, row.purpose) == (needs_lead, "So that lunch suits you")
    assert sorted(row.options) == ["halal", "vegan"]
    assert "Saved." in client.get(PAGE).content.decode()
    line = AuditEntry.objects.get(deed="changed the questions")
    assert (line.who, line.event) == (organiser, event)


def test_the_page_says_until_when_answers_are_kept_and_what_is_missing(
    client, host, organiser, sign_in
):
    draft = make_event(host, published=False, slug="draft-forum")
    ask(draft, "access", purpose="")
    text = (
        sign_in(client, organiser).get("/organise/events/draft-forum/questions/").content.decode()
    )
    assert "Make somebody on the team a needs lead" in text
    assert "Say who acts on the answers to “What they need to take part”" in text
    assert f"{draft.needs_erased_on.year}" in text


def test_a_draft_may_be_saved_half_chosen(client, host, organiser, sign_in):
    draft = make_event(host, published=False, slug="draft-forum")
    sign_in(client, organiser)
    path = "/organise/events/draft-forum/questions/"
    assert client.post(path, {"food-on": "on"}).status_code == 302
    assert on(draft) == ["food"]


def test_a_published_event_asks_nothing_sensitive_without_somebody_who_acts(
    client, event, organiser, sign_in
):
    response = sign_in(client, organiser).post(PAGE, {"food-on": "on"})
    text = response.content.decode()
    assert response.status_code == 200
    assert "<title>Error: " in text
    for words in (
        "Choose who acts on the answers, or switch the question off",
        "Say what the answers are for, or switch the question off",
        "Make somebody on the team a needs lead first",
    ):
        assert text.count(words) == 2
    assert on(event) == []


def test_only_somebody_on_the_team_can_act(client, event, organiser, needs_lead, stranger, sign_in):
    given = {"food-on": "on", "food-owner": str(stranger.pk), "food-purpose": "Lunch"}
    response = sign_in(client, organiser).post(PAGE, given)
    assert response.status_code == 200
    assert "Stan Stranger" not in response.content.decode()
    assert on(event) == []


@pytest.mark.parametrize(
    "given",
    [
        {"food-on": "on", "food-options": ["halal", "caviar"]},
        {"food-on": "on", "food-purpose": "x" * 161},
        {"food-on": "on", "food-purpose": "a\x00b"},
    ],
    ids=["an option that is not ours", "too long", "hidden"],
)
def test_what_cannot_be_kept_is_refused(client, host, organiser, sign_in, given):
    draft = make_event(host, published=False, slug="draft-forum")
    sign_in(client, organiser)
    response = client.post("/organise/events/draft-forum/questions/", given)
    assert response.status_code == 200
    assert on(draft) == []


def test_strangers_and_other_roles_are_refused(client, event, stranger, staff, door, sign_in):
    assert client.get(PAGE).headers["Location"] == f"/accounts/login/?next={PAGE}"
    for user in (stranger, staff, door):
        assert sign_in(client, user).get(PAGE).status_code == 404
        assert client.post(PAGE, {"photo-on": "on"}).status_code == 404
    assert on(event) == []


def test_other_methods_are_refused(client, organiser, event, sign_in):
    sign_in(client, organiser)
    for method in ("put", "patch", "delete"):
        assert getattr(client, method)(PAGE).status_code == 405


def test_the_page_costs_the_same_with_one_question_and_with_three(
    client, event, organiser, needs_lead, sign_in, django_assert_max_num_queries
):
    sign_in(client, organiser)
    ask(event, "food", owner=needs_lead)
    with django_assert_max_num_queries(25) as first:
        client.get(PAGE)
    ask(event, "access", "interpretation", owner=needs_lead)
    with django_assert_max_num_queries(25) as second:
        client.get(PAGE)
    assert len(first) == len(second)
