"""Questions that a team writes itself: how many, which words warn, who reads the answers."""

import pytest

from forum import sealed
from forum.models import AuditEntry
from registrations import booking, drafts, needs, own_answers, own_questions, questions
from registrations.models import Needs, OwnAnswer, OwnQuestion, Registration
from registrations.own_questions import Said
from tests.factories import answers, ask_own, make_event, make_registration


def labels(event):
    return [question.label for question in own_questions.of(event)]


def wrong(event, said, question=None):
    return own_questions.faults(event, said, question)


def finished(event, **given):
    draft = booking.start(event=event)
    drafts.save(registration=draft, answers=answers(**given))
    return booking.book(draft_id=draft.id)


# Writing them


def test_questions_are_added_changed_moved_and_removed_with_a_line_in_the_record(event, organiser):
    bus = own_questions.add(event=event, said=Said("Do you come by bus?"), by=organiser)
    book = own_questions.add(event=event, said=Said("Which book?"), by=organiser)
    assert labels(event) == ["Do you come by bus?", "Which book?"]
    own_questions.edit(question=bus, said=Said("By bus or by train?"), by=organiser)
    assert own_questions.move(question=book, up=True, by=organiser)
    assert labels(event) == ["Which book?", "By bus or by train?"]
    first, second = bus.id, book.id
    own_questions.remove(question=book, by=organiser)
    assert labels(event) == ["By bus or by train?"]
    lines = AuditEntry.objects.filter(event=event).order_by("at", "id")
    assert [(line.deed, line.who, line.row_id) for line in lines] == [
        ("wrote a question", organiser, first),
        ("wrote a question", organiser, second),
        ("changed a question", organiser, first),
        ("moved a question", organiser, second),
        ("removed a question", organiser, second),
    ]


def test_the_fourth_is_refused_in_words(event, organiser):
    for number in range(own_questions.MOST):
        own_questions.add(event=event, said=Said(f"Question {number}"), by=organiser)
    with pytest.raises(own_questions.WrongError, match="3 questions of its own at most"):
        own_questions.add(event=event, said=Said("One more?"), by=organiser)
    assert len(labels(event)) == 3


@pytest.mark.parametrize(
    ("said", "field"),
    [
        (Said("Which?", kind="choice", options=["Only one"]), "options"),
        (Said("What calms you?", is_sensitive=True, purpose="To plan"), "owner"),
        (Said("What calms you?", is_sensitive=True), "purpose"),
    ],
    ids=["nothing to choose from", "nobody acts", "for nothing"],
)
def test_a_question_that_nobody_can_answer_or_act_on_is_refused(event, organiser, said, field):
    assert field in dict(wrong(event, said))
    with pytest.raises(own_questions.WrongError):
        own_questions.add(event=event, said=said, by=organiser)


def test_a_question_hangs_only_on_an_earlier_one_of_the_same_event(event):
    first = ask_own(event, kind="choice", options=["Yes", "No"])
    text = ask_own(event, "Why?")
    elsewhere = ask_own(make_event(), kind="choice", options=["Yes", "No"])
    assert wrong(event, Said("Which?", asked_after=first, asked_if=["Yes"])) == []
    for other in (text, elsewhere):
        found = wrong(event, Said("Which?", asked_after=other, asked_if=["Yes"]))
        assert [field for field, _ in found] == ["after"]
    found = wrong(event, Said("Me?", "", "choice", ["Yes", "No"], asked_after=first), first)
    assert [field for field, _ in found] == ["after"]


def test_what_hangs_on_a_sensitive_answer_is_sensitive_too(event, needs_lead):
    """Whoever reads the second answer would know the first."""
    first = ask_own(event, kind="choice", options=["Yes", "No"], is_sensitive=True)
    said = Said("Which?", asked_after=first, asked_if=["Yes"])
    assert [field for field, _ in wrong(event, said)] == ["is_sensitive"]
    sealed_one = Said(
        "Which?",
        owner=needs_lead,
        purpose="To help",
        is_sensitive=True,
        asked_after=first,
        asked_if=["Yes"],
    )
    assert wrong(event, sealed_one) == []


def test_an_answer_that_another_question_hangs_on_stays_on_offer(event, organiser):
    first = ask_own(event, kind="choice", options=["Yes", "No"])
    second = ask_own(event, "Which?", asked_after=first, asked_if=["Yes"])
    [(field, words)] = wrong(event, Said("Any?", kind="choice", options=["No", "Maybe"]), first)
    assert field == "options"
    assert words == "“Which?” is asked after “Yes”. Change that question first"
    assert not own_questions.move(question=second, up=True, by=organiser)
    assert labels(event) == ["What do you bring?", "Which?"]
    own_questions.remove(question=first, by=organiser)
    second.refresh_from_db()
    assert (second.asked_after, second.asked_if) == (None, [])


def test_a_question_that_was_answered_keeps_its_kind(event, needs_lead):
    question = ask_own(event)
    said = Said("How many?", kind="number")
    assert wrong(event, said, question) == []
    make_registration(event, own_open={str(question.pk): "A cake"})
    [(field, words)] = wrong(event, said, question)
    assert field == "kind"
    assert "Remove this question and write a new one" in words
    hidden = Said(question.label, is_sensitive=True, owner=needs_lead, purpose="To help")
    assert [field for field, _ in wrong(event, hidden, question)] == ["is_sensitive"]


@pytest.mark.parametrize(
    ("words", "subject"),
    [
        ("Do you take medication?", "health (“medication”)"),
        ("What is your STATUS?", "immigration status (“STATUS”)"),
        ("Which nationality are you?", "nationality or origin (“nationality”)"),
        ("Where are you from?", "nationality or origin (“Where are you from”)"),
        ("Do you pray?", "religion or beliefs (“pray”)"),
        ("How old are you?", "age (“How old”)"),
        ("Is there a disability?", "health (“disability”)"),
        ("Your gender", "sex or gender (“gender”)"),
        ("Were you in prison?", "crime (“prison”)"),
        ("Your bank", "money or where somebody lives (“bank”)"),
    ],
)
def test_words_that_look_sensitive_warn(words, subject):
    assert own_questions.looks_sensitive(words) == f"This seems to ask about {subject}."


@pytest.mark.parametrize(
    "words", ["Which workshop manager?", "How do you get here?", "Your message", "What language?"]
)
def test_other_words_do_not_warn(words):
    assert own_questions.looks_sensitive(words) == ""


def test_copying_takes_the_questions_and_their_conditions_but_no_answers(event, needs_lead):
    first = ask_own(event, kind="choice", options=["Yes", "No"], hint="Tell us")
    ask_own(
        event,
        "Which?",
        asked_after=first,
        asked_if=["Yes"],
        is_sensitive=True,
        owner=needs_lead,
        purpose="To help",
    )
    make_registration(event, own_open={str(first.pk): "Yes"})
    target = make_event(published=False)
    ask_own(target, "Left from before")
    questions.copy(source=event, target=target)
    one, two = own_questions.of(target)
    assert (one.label, one.hint, one.options) == ("What do you bring?", "Tell us", ["Yes", "No"])
    assert (two.asked_after, two.asked_if, two.owner, two.purpose, two.is_sensitive) == (
        one,
        ["Yes"],
        needs_lead,
        "To help",
        True,
    )
    assert OwnAnswer.objects.filter(question__event=target).count() == 0


def test_a_copied_event_takes_them_along_when_its_questions_are_saved(event, host, organiser):
    ask_own(event)
    copied = make_event(host, published=False, copied_from=event)
    assert [one.event for one in questions.own(copied)] == [event]
    questions.choose(event=copied, choices=[], by=organiser)
    assert labels(copied) == ["What do you bring?"]
    own_questions.remove(question=own_questions.of(copied)[0], by=organiser)
    questions.choose(event=copied, choices=[], by=organiser)
    assert labels(copied) == []
    assert labels(event) == ["What do you bring?"]


# Answering them


def test_answers_are_rows_unless_they_are_sensitive(event, needs_lead):
    plain = ask_own(event)
    hidden = ask_own(event, "What calms you?", is_sensitive=True, owner=needs_lead)
    booked = finished(
        event,
        own_open={str(plain.pk): "A cake"},
        own={str(hidden.pk): "Quiet music"},
        needs_consent=True,
    )
    assert own_answers.of_person(booked) == [("What do you bring?", "A cake")]
    held = needs.own(Registration.objects.get(pk=booked.pk))
    assert held["own"] == {str(hidden.pk): "Quiet music"}
    assert held["states"] == {"own": "asked"}
    assert held["consent"]["wording"] == "needs-1"
    assert "own_open" not in held


def test_a_sensitive_answer_is_kept_only_by_consent(event):
    hidden = ask_own(event, is_sensitive=True)
    draft = booking.start(event=event)
    drafts.save(registration=draft, answers=answers(own={str(hidden.pk): "Quiet"}))
    with pytest.raises(booking.IncompleteError, match="Tick to let us keep"):
        booking.book(draft_id=draft.id)
    with pytest.raises(needs.ConsentError):
        make_registration(event, own={str(hidden.pk): "Quiet"})


def test_what_was_answered_to_a_question_that_is_gone_or_changed_is_left_out(event, organiser):
    """The draft was saved, and then the team changed its questions."""
    gone, now_hidden, now_number = ask_own(event), ask_own(event, "B"), ask_own(event, "C")
    given = {str(one.pk): "Words" for one in (gone, now_hidden, now_number)}
    draft = booking.start(event=event)
    drafts.save(registration=draft, answers=answers(own_open=given))
    own_questions.remove(question=gone, by=organiser)
    OwnQuestion.objects.filter(pk=now_hidden.pk).update(is_sensitive=True)
    OwnQuestion.objects.filter(pk=now_number.pk).update(kind="number")
    booked = booking.book(draft_id=draft.id)
    assert booked.has_a_place
    assert OwnAnswer.objects.count() == 0
    assert "own" not in needs.own(Registration.objects.get(pk=booked.pk))


def test_an_answer_whose_condition_is_not_met_is_left_out(event):
    first = ask_own(event, kind="several", options=["Bus", "Train", "Foot"])
    second = ask_own(event, "Which line?", asked_after=first, asked_if=["Bus", "Train"])
    met = finished(event, own_open={str(first.pk): ["Foot", "Bus"], str(second.pk): "72"})
    unmet = finished(event, own_open={str(first.pk): ["Foot"], str(second.pk): "72"})
    assert own_answers.of_person(met) == [
        ("What do you bring?", "Foot; Bus"),
        ("Which line?", "72"),
    ]
    assert own_answers.of_person(unmet) == [("What do you bring?", "Foot")]


def test_removing_a_question_deletes_its_answers_under_the_seal_too(event, organiser):
    hidden = ask_own(event, is_sensitive=True)
    other = ask_own(event, "Another?", is_sensitive=True)
    only = make_registration(event, own={str(hidden.pk): "Quiet"}, needs_consent=True)
    both = make_registration(
        event, own={str(hidden.pk): "Quiet", str(other.pk): "Tea"}, needs_consent=True
    )
    begun = booking.start(event=event)
    drafts.save(registration=begun, answers={"name": "Bo", "own": {str(hidden.pk): "Quiet"}})
    own_questions.remove(question=hidden, by=organiser)

    def held(row):
        return needs.own(Registration.objects.get(pk=row.pk))

    assert held(only) == {}
    assert held(both)["own"] == {str(other.pk): "Tea"}
    assert held(both)["states"] == {"own": "asked"}
    assert held(begun) == {"name": "Bo", "own": {}}


def test_removing_a_question_passes_over_what_no_key_opens(event, organiser):
    hidden = ask_own(event, is_sensitive=True)
    booked = make_registration(event, own={str(hidden.pk): "Quiet"}, needs_consent=True)
    Needs.objects.filter(registration=booked).update(answers=sealed.noise())
    own_questions.remove(question=hidden, by=organiser)
    assert labels(event) == []


def test_changing_answers_replaces_rows_and_seals_the_rest(event):
    plain, hidden = ask_own(event), ask_own(event, "B", is_sensitive=True)
    booked = make_registration(event, own_open={str(plain.pk): "A cake"})
    booking.change(
        registration=booked,
        answers={
            "own_open": {str(plain.pk): "Two cakes"},
            "own": {str(hidden.pk): "Quiet"},
            "needs_consent": True,
        },
    )
    assert own_answers.of_person(booked) == [("What do you bring?", "Two cakes")]
    assert needs.own(booked)["own"] == {str(hidden.pk): "Quiet"}
    booking.change(registration=booked, answers={"own_open": {}})
    assert own_answers.of_person(booked) == []


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        ("text", "A cake", "A cake"),
        ("choice", "Bus", "Bus"),
        ("several", ["Bus", "Train"], "Bus; Train"),
        ("number", 1200, "1,200"),
        ("number", 0, "0"),
        ("date", "2026-06-03", "Wednesday 3 June 2026"),
        ("date", "no day", "no day"),
        ("text", "", ""),
        ("several", [], ""),
        ("number", None, ""),
    ],
)
def test_an_answer_is_told_in_words(event, kind, value, words):
    question = ask_own(event, kind=kind, options=["Bus", "Train"])
    assert own_answers.told(question, value) == words
