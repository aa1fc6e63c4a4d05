"""Own questions on pages: the team writes them, people answer them, the right people read them."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from registrations import booking, drafts, needs, own_answers, own_questions, tickets
from registrations.models import OwnAnswer, Question, Registration
from tests.factories import answers, ask, ask_own, make_event, make_registration

HOME = "/organise/events/spring-forum/questions/"
ADD = f"{HOME}own/"
BUS = {"label": "Do you come by bus?", "kind": "text"}
SHARING = {"photo": "no", "contacts": "no", "agree": "on"}


def at(question, what=""):
    return f"{ADD}{question.pk}/{what}"


def summary_of(response):
    """What the summary of errors says, with the ids it links to."""
    return re.findall(r'<a class="tap" href="#([\w-]+)">([^<]+)</a>', response.content.decode())


def held(registration):
    return needs.own(Registration.objects.select_related("needs").get(pk=registration.pk))


# The team


def test_an_organiser_writes_changes_and_removes_a_question(client, event, organiser, sign_in):
    sign_in(client, organiser)
    assert "Your own questions" in client.get(HOME).content.decode()
    response = client.post(ADD, {**BUS, "hint": "Yes or no"})
    assert response.headers["Location"] == f"{HOME}#own"
    [question] = own_questions.of(event)
    assert (question.label, question.hint, question.is_sensitive) == (
        "Do you come by bus?",
        "Yes or no",
        False,
    )
    page = client.get(HOME).content.decode()
    assert at(question) in page
    assert page.count("Do you come by bus?") > 1  # listed, and as people see it
    assert 'value="Do you come by bus?"' in client.get(at(question)).content.decode()
    client.post(at(question), {"label": "Bus?", "kind": "choice", "options": "Yes\n\n No \nYes"})
    question.refresh_from_db()
    assert (question.label, question.options) == ("Bus?", ["Yes", "No"])
    assert "Nobody has answered it yet." in client.get(at(question, "remove/")).content.decode()
    client.post(at(question, "remove/"))
    assert own_questions.of(event) == []


def test_saving_the_questions_can_lead_on_to_writing_one(client, event, organiser, sign_in):
    response = sign_in(client, organiser).post(HOME, {"photo-on": "on", "then": "own"})
    assert response.headers["Location"] == ADD
    assert Question.objects.get(event=event).kind == "photo"


def test_questions_are_moved_by_a_button(client, event, organiser, sign_in):
    first, second = ask_own(event, "First?"), ask_own(event, "Second?")
    sign_in(client, organiser)
    assert f'form="up-{second.pk}"' in client.get(HOME).content.decode()
    client.post(at(second, "move/"), {"way": "up"})
    assert own_questions.of(event) == [second, first]
    client.post(at(second, "move/"), {"way": "down"})
    assert own_questions.of(event) == [first, second]


def test_the_fourth_meets_words_instead_of_a_form(client, event, organiser, sign_in):
    for number in range(3):
        ask_own(event, f"Question {number}?")
    sign_in(client, organiser)
    text = client.get(ADD).content.decode()
    assert "An event asks 3 questions of its own at most" in text
    assert 'name="label"' not in text
    assert 'value="own"' not in client.get(HOME).content.decode()
    assert client.post(ADD, BUS).status_code == 200
    assert len(own_questions.of(event)) == 3


def test_sensitive_words_are_told_of_once_and_then_it_is_for_the_team_to_say(
    client, event, organiser, needs_lead, sign_in
):
    sign_in(client, organiser)
    given = {"label": "Do you take medication?", "kind": "text"}
    response = client.post(ADD, given)
    text = response.content.decode()
    assert "This seems to ask about health (“medication”)." in text
    assert 'value="Do you take medication?"' in text
    assert 'name="sure"' in text
    assert own_questions.of(event) == []
    assert client.post(ADD, {**given, "sure": "on"}).status_code == 302
    [question] = own_questions.of(event)
    assert not question.is_sensitive
    # The same words again are not asked about again.
    assert client.post(at(question), {**given, "hint": ""}).status_code == 302
    marked = {
        **given,
        "is_sensitive": "on",
        "owner": str(needs_lead.pk),
        "purpose": "To keep it cool",
    }
    assert client.post(at(question), marked).status_code == 302
    question.refresh_from_db()
    assert (question.is_sensitive, question.owner) == (True, needs_lead)


def test_a_sensitive_question_needs_somebody_a_purpose_and_a_needs_lead(
    client, event, organiser, sign_in
):
    response = sign_in(client, organiser).post(ADD, {**BUS, "is_sensitive": "on"})
    assert summary_of(response) == [
        ("id_is_sensitive", "Make somebody on the team a needs lead first")
    ]
    assert own_questions.of(event) == []


def test_nobody_from_elsewhere_acts_on_answers(
    client, event, organiser, needs_lead, stranger, sign_in
):
    given = {**BUS, "is_sensitive": "on", "purpose": "Help", "owner": str(stranger.pk)}
    response = sign_in(client, organiser).post(ADD, given)
    assert "Stan Stranger" not in response.content.decode()
    assert own_questions.of(event) == []


@pytest.mark.parametrize(
    ("given", "target"),
    [
        ({"label": ""}, "id_label"),
        ({"label": "x" * 161}, "id_label"),
        ({"label": "a\x00b"}, "id_label"),
        ({"kind": "essay"}, "id_kind_0"),
        ({"kind": "choice"}, "id_options"),
        ({"kind": "choice", "options": "Only"}, "id_options"),
        ({"kind": "choice", "options": "\n".join(map(str, range(13)))}, "id_options"),
        ({"kind": "choice", "options": f"{'y' * 81}\nNo"}, "id_options"),
        ({"hint": "x" * 161}, "id_hint"),
    ],
    ids=[
        *("no words", "too long", "hidden", "no kind", "no answers", "one answer"),
        *("many answers", "a long answer", "a long hint"),
    ],
)
def test_what_cannot_be_asked_is_refused_at_its_field(
    client, event, organiser, sign_in, given, target
):
    response = sign_in(client, organiser).post(ADD, BUS | given)
    assert [where for where, _ in summary_of(response)] == [target]
    assert own_questions.of(event) == []


def test_a_condition_is_chosen_from_the_questions_before(client, event, organiser, sign_in):
    first = ask_own(event, "How do you come?", kind="choice", options=["Bus", "Train"])
    other = ask_own(event, "Who with?", kind="several", options=["A friend", "A child"])
    sign_in(client, organiser)
    assert "“Bus” to “How do you come?”" in client.get(ADD).content.decode()
    both = {**BUS, "after": [f"{first.pk}:0", f"{other.pk}:1"]}
    assert summary_of(client.post(ADD, both)) == [
        ("id_after_0", "Choose answers of one question only")
    ]
    client.post(ADD, {**BUS, "after": [f"{first.pk}:0", f"{first.pk}:1"]})
    third = own_questions.of(event)[2]
    assert (third.asked_after, third.asked_if) == (first, ["Bus", "Train"])
    client.post(at(third), BUS)
    third.refresh_from_db()
    assert (third.asked_after, third.asked_if) == (None, [])
    elsewhere = ask_own(make_event(), kind="choice", options=["Yes", "No"])
    client.post(at(third), {**BUS, "after": [f"{elsewhere.pk}:0"]})
    third.refresh_from_db()
    assert third.asked_after is None


def test_removing_says_how_many_answers_go(client, event, organiser, sign_in):
    question = ask_own(event, kind="choice", options=["Yes", "No"])
    ask_own(event, "Which?", asked_after=question, asked_if=["Yes"])
    for name in ("Amina", "Bo"):
        make_registration(event, name, own_open={str(question.pk): "Yes"})
    text = sign_in(client, organiser).get(at(question, "remove/")).content.decode()
    assert "Two people have answered it." in text
    assert "It is then asked of everybody." in text
    assert OwnAnswer.objects.count() == 2
    client.post(at(question, "remove/"))
    assert OwnAnswer.objects.count() == 0


def test_strangers_and_other_roles_are_refused(client, event, stranger, staff, door, sign_in):
    question = ask_own(event)
    for user in (stranger, staff, door):
        sign_in(client, user)
        for where in (ADD, at(question), at(question, "remove/")):
            assert client.get(where).status_code == 404
            assert client.post(where, BUS).status_code == 404
        assert client.post(at(question, "move/")).status_code == 404
    assert len(own_questions.of(event)) == 1


def test_other_methods_are_refused(client, event, organiser, sign_in):
    question = ask_own(event)
    sign_in(client, organiser)
    for where in (ADD, at(question), at(question, "remove/")):
        assert client.put(where).status_code == 405
    assert client.get(at(question, "move/")).status_code == 405


def test_the_pages_cost_the_same_with_one_question_and_with_three(
    client, event, organiser, sign_in
):
    sign_in(client, organiser)
    first = ask_own(event, is_sensitive=True)

    def count():
        found = []
        for where in (HOME, at(first)):
            client.get(where)
            with CaptureQueriesContext(
                connection,
            ) as queries:
                client.get(where)
            found.append(len(queries))
        return found

    with_one = count()
    ask_own(event, "Second?", kind="choice", options=["A", "B"])
    ask_own(event, "Third?")
    assert count() == with_one


def test_answers_in_the_open_stand_on_the_persons_page_and_sensitive_ones_do_not(
    client, event, organiser, needs_lead, sign_in
):
    plain = ask_own(event)
    hidden = ask_own(event, "What calms you?", is_sensitive=True, owner=needs_lead)
    booked = make_registration(
        event,
        own_open={str(plain.pk): "A cake"},
        own={str(hidden.pk): "Quiet music"},
        needs_consent=True,
    )
    where = f"/organise/events/spring-forum/people/{booked.pk}/"
    text = sign_in(client, organiser).get(where).content.decode()
    assert "A cake" in text
    assert "Quiet music" not in text
    assert "What calms you?" not in text
    assert client.post(f"{where}needs/").status_code == 404
    text = sign_in(client, needs_lead).post(f"{where}needs/").content.decode()
    assert "What calms you?" in text
    assert "Quiet music" in text


# The person


@pytest.fixture
def five(event, needs_lead):
    """Three questions of all sorts: a choice, one that hangs on it, and a sensitive number."""
    way = ask_own(event, "How do you come?", kind="several", options=["Bus", "Train", "Foot"])
    line = ask_own(event, "Which line?", asked_after=way, asked_if=["Bus", "Train"])
    doses = ask_own(
        event,
        "How many breaks?",
        kind="number",
        is_sensitive=True,
        owner=needs_lead,
        purpose="To plan breaks",
    )
    return way, line, doses


def test_people_answer_on_a_page_of_their_own_and_change_it_later(client, event, five):
    ask(event, "food", "access", "travel")
    way, line, doses = five
    draft = booking.start(event=event)
    where = tickets.draft_path(draft, "own")
    text = client.get(where).content.decode()
    assert "If you chose “Bus” or “Train” above: Which line?" in text
    assert "To plan breaks" in text
    given = {
        f"own-{way.pk}": ["Bus"],
        f"own-{line.pk}": "72",
        f"own-{doses.pk}": "4",
        "needs_consent": "on",
    }
    refused = client.post(where, {**given, "needs_consent": ""})
    assert summary_of(refused) == [
        ("id_needs_consent", "Tick to let us keep these answers, or leave them blank")
    ]
    assert client.post(where, given).status_code == 302
    text = client.get(where).content.decode()
    assert 'value="72"' in text
    assert re.search(r'value="Bus"[^>]*checked', text)
    drafts.save(registration=draft, answers=answers())
    check = client.get(tickets.draft_path(draft, "check")).content.decode()
    assert "How many breaks?" in check
    client.post(tickets.draft_path(draft, "check"), {"expects": "place"})
    booked = Registration.objects.get()
    assert own_answers.of_person(booked) == [("How do you come?", "Bus"), ("Which line?", "72")]
    assert held(booked)["own"] == {str(doses.pk): 4}
    page = client.get(tickets.booking_path(booked)).content.decode()
    assert "Which line?" in page
    assert "How many breaks?" not in page
    mine = f"{tickets.booking_path(booked)}change/own/"
    assert 'value="4"' in client.get(mine).content.decode()
    changed = {f"own-{way.pk}": ["Foot"], f"own-{line.pk}": "72", f"own-{doses.pk}": ""}
    assert client.post(mine, changed).status_code == 302
    assert own_answers.of_person(booked) == [("How do you come?", "Foot")]
    assert held(booked) == {}


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        ("text", "x" * 201, "Use 200 characters or fewer. You have used 201."),
        ("text", "a\x00b", "Take out the line breaks and hidden characters."),
        ("number", "many", "Enter a whole number from 0 to 1,000,000"),
        ("number", "-1", "Enter a whole number from 0 to 1,000,000"),
        ("number", "1000001", "Enter a whole number from 0 to 1,000,000"),
        ("date", "soon", "Enter a day, like 3 6 2026 for 3 June 2026"),
        ("date", "31 02 2026", "Enter a day, like 3 6 2026 for 3 June 2026"),
        ("choice", "Plane", "Select a valid choice"),
    ],
    ids=["long", "hidden", "a word", "less", "more", "no day", "never a day", "not offered"],
)
def test_an_answer_to_mend_is_named_and_nothing_is_kept(client, event, kind, value, words):
    question = ask_own(event, kind=kind, options=["Bus", "Train"])
    draft = booking.start(event=event)
    drafts.save(registration=draft, answers=answers())
    response = client.post(
        tickets.draft_path(draft, "all"), {f"own-{question.pk}": value, **SHARING}
    )
    assert words in [told for target, told in summary_of(response) if "own-" in target] or any(
        told.startswith(words) for _, told in summary_of(response)
    )
    assert "own_open" not in held(draft)


@pytest.mark.parametrize("typed", ["2026-06-03", "3/6/2026", "3.6.2026", "3 6 2026", "3 June 2026"])
def test_a_day_is_taken_as_people_write_it(client, event, typed):
    question = ask_own(event, kind="date")
    booked = make_registration(event)
    where = f"{tickets.booking_path(booked)}change/own/"
    assert client.post(where, {f"own-{question.pk}": typed}).status_code == 302
    assert own_answers.plain(booked) == {str(question.pk): "2026-06-03"}
    assert 'value="2026-06-03"' in client.get(where).content.decode()


def test_a_question_of_another_event_is_ignored(client, event):
    """Security V35."""
    ask_own(event)
    foreign = ask_own(make_event(), "Secret?")
    booked = make_registration(event)
    where = f"{tickets.booking_path(booked)}change/own/"
    assert client.post(where, {f"own-{foreign.pk}": "Words"}).status_code == 302
    assert OwnAnswer.objects.count() == 0
    assert "Secret?" not in client.get(where).content.decode()


@pytest.mark.parametrize(
    ("label", "promises"), [("What do you bring?", True), ("Which nationality are you?", False)]
)
def test_nothing_is_promised_that_an_own_question_breaks(client, event, label, promises):
    ask(event, "food", "access", "travel")
    ask_own(event, label)
    text = client.get("/e/spring-forum/register/").content.decode()
    assert ("We never ask about your immigration status" in text) is promises


def test_without_questions_there_is_no_page_for_them(client, event):
    booked = make_registration(event)
    assert client.get(f"{tickets.booking_path(booked)}change/own/").status_code == 404


def test_hostile_words_stay_words(client, event, organiser, sign_in):
    bad = "<img src=x onerror=alert(1)>{{ 7|add:1330 }}"
    question = ask_own(event, bad, hint=bad, kind="choice", options=[bad, "No"])
    ask_own(event, bad, asked_after=question, asked_if=[bad])
    booked = make_registration(event, own_open={str(question.pk): bad})
    pages = [
        client.get(f"{tickets.booking_path(booked)}change/own/"),
        client.get(tickets.booking_path(booked)),
    ]
    sign_in(client, organiser)
    person = f"/organise/events/spring-forum/people/{booked.pk}/"
    pages += [client.get(one) for one in (HOME, at(question), at(question, "remove/"), person)]
    for page in pages:
        assert page.status_code == 200
        assert "<img src=x" not in page.content.decode()
        assert "1337" not in page.content.decode()
