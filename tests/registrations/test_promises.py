"""What was asked for is promised, changed under a lock, and told without a word of what it is."""

from datetime import timedelta

import pytest
from django.utils import timezone

from forum import outbox, sealed
from forum.models import AuditEntry, Membership, Message
from forum.models.people import Role
from registrations import booking, kinds, needs, promises, summary
from registrations.models import Call, Needs, Registration
from registrations.models.registrations import Kind
from registrations.promises import ChangeError
from tests.factories import ask, make_member, make_registration
from tests.registrations.test_stolen_database import plain_rows

pytestmark = pytest.mark.django_db

SAID = {
    "interpreter": "other",
    "interpreter_language": "Tigrinya",
    "childcare": "yes",
    "children": {"under_2": 1},
    "access": ["step_free"],
    "meals": ["vegan"],
    "needs_consent": True,
}
ALICE = "alice@example.org"


@pytest.fixture
def alice(event):
    ask(event)
    return make_registration(event, "Alice", email=ALICE, **SAID)


def change(person, by, kind="interpretation", state="arranging", words="", **given):
    given = {"owner": None, "due": None, **given}
    return promises.change(registration=person, kind=kind, state=state, words=words, by=by, **given)


def held(person):
    return needs.own(Registration.objects.get(pk=person.pk))


def promised(person, kind="interpretation"):
    return promises.of(held(person))[kind]


def day_of(event, days=-2):
    return (event.local_start + timedelta(days=days)).date()


def mails():
    return sorted(Message.objects.values_list("kind", "to"))


# The deed


def test_everything_asked_for_begins_as_asked(alice):
    assert {kind: one.state for kind, one in promises.of(held(alice)).items()} == {
        "interpretation": "asked",
        "childcare": "asked",
        "access": "asked",
    }


def test_a_promise_is_sealed_with_the_answers(alice, event, needs_lead):
    now = timezone.now()
    change(
        alice,
        needs_lead,
        state="arranged",
        words=" Room 2,\n from 10 ",
        owner=needs_lead,
        due=day_of(event),
        cost="£120",
        now=now,
    )
    answers = held(alice)
    assert answers["states"] == {
        "food": "asked",
        "access": "asked",
        "interpretation": "arranged",
        "childcare": "asked",
    }
    assert answers["promises"] == {
        "interpretation": {
            "words": "Room 2, from 10",
            "owner": str(needs_lead.pk),
            "due": day_of(event).isoformat(),
            "cost": "£120",
            "at": now.isoformat(),
        }
    }
    assert answers["interpreter_language"] == "Tigrinya"
    assert answers["consent"]
    assert len(bytes(Needs.objects.values_list("answers", flat=True).get(pk=alice.pk))) == 4125


def test_the_trail_says_that_somebody_worked_and_not_for_whom(alice, needs_lead, event):
    change(alice, needs_lead, words="Wing-CANARY")
    [line] = AuditEntry.objects.all()
    assert (line.deed, line.who, line.event, line.count, line.row_id, line.reason) == (
        *("worked on needs", needs_lead, event, 1, None, ""),
    )


def test_saving_what_stands_already_writes_nothing(alice, needs_lead):
    first = change(alice, needs_lead, words="We asked two people")
    again = change(alice, needs_lead, words="We asked two people")
    assert again == first
    assert AuditEntry.objects.count() == 1


@pytest.mark.parametrize(
    ("given", "field", "words"),
    [
        ({"state": "done"}, "state", "Choose how far it has got"),
        ({"state": "cannot"}, "words", "Say why, and what they can do instead"),
        ({"words": "x" * 161}, "words", "Use at most 160 characters: you have 161"),
        ({"cost": "x" * 41}, "cost", "Use at most 40 characters"),
        ({"due": timezone.now().date() - timedelta(days=2)}, "due", "This day is over"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(alice, needs_lead, given, field, words):
    with pytest.raises(ChangeError, match=words) as refused:
        change(alice, needs_lead, **given)
    assert refused.value.field == field
    assert "promises" not in held(alice)
    assert (AuditEntry.objects.count(), Message.objects.count()) == (0, 0)


def test_a_day_that_is_over_stays_while_the_rest_is_changed(alice, needs_lead, event):
    due = day_of(event, -10)
    change(alice, needs_lead, due=due)
    later = event.starts_at - timedelta(days=1)
    change(alice, needs_lead, due=due, words="We still look", now=later)
    assert promised(alice).is_overdue(later.date())
    change(alice, needs_lead, state="arranged", due=due, now=later)
    assert not promised(alice).is_overdue(later.date())


def test_words_without_room_under_the_seal_are_refused_and_nothing_is_lost(event, needs_lead):
    ask(event)
    room = 4096
    while not sealed.fits(kept := needs.only({"access_other": "x" * room})):
        room -= 1
    alice = make_registration(event, "Alice", access_other="x" * (room - 300), needs_consent=True)
    with pytest.raises(ChangeError, match="no room for so many words"):
        change(alice, needs_lead, kind="access", words="w" * 160, owner=needs_lead, cost="c" * 40)
    assert held(alice)["states"] == kept["states"]


def test_what_nobody_asks_for_is_promised_to_nobody(alice, needs_lead):
    for kind in ("travel", "food", "nothing"):
        with pytest.raises(ChangeError) as refused:
            change(alice, needs_lead, kind=kind)
        assert refused.value.is_gone


def test_whoever_cancelled_meanwhile_is_promised_nothing(alice, needs_lead):
    booking.cancel(registration=alice)
    with pytest.raises(ChangeError, match="Alice cancelled meanwhile") as refused:
        change(alice, needs_lead)
    assert refused.value.is_gone
    assert Needs.objects.get(pk=alice.pk).answers == {}


@pytest.mark.parametrize("left", ["the role", "never had it"])
def test_somebody_without_the_role_promises_nothing(alice, needs_lead, organiser, left):
    by = organiser
    if left == "the role":
        by = needs_lead
        Membership.objects.filter(user=needs_lead).delete()
    with pytest.raises(ChangeError, match="You are no longer a needs lead here"):
        change(alice, by, state="arranged")
    assert promised(alice).state == "asked"


def test_a_colleague_without_the_role_cannot_see_to_it(alice, needs_lead, organiser):
    with pytest.raises(ChangeError, match="Oscar Vale is no longer a needs lead") as refused:
        change(alice, needs_lead, owner=organiser)
    assert refused.value.field == "owner"


def test_leads_are_those_of_every_host_who_still_work_here(event, host, needs_lead):
    away = make_member(host, Role.NEEDS_LEAD, name="Away", is_active=False)
    make_member(host, Role.STAFF, name="Staff")
    assert promises.leads(event) == [needs_lead]
    assert away not in promises.leads(event)


# Two at once


def test_the_second_of_two_colleagues_is_told_what_the_first_wrote(alice, needs_lead, host):
    seen = promised(alice).stamp
    change(alice, needs_lead, state="arranged", words="Room 2", seen=seen)
    other = make_member(host, Role.NEEDS_LEAD)
    with pytest.raises(ChangeError, match="changed meanwhile") as refused:
        change(alice, other, words="We look for one", seen=seen)
    assert (refused.value.now.state, refused.value.now.words) == ("arranged", "Room 2")
    change(alice, other, words="We look for one", seen=refused.value.now.stamp)
    assert promised(alice).state == "arranging"


def test_a_button_pressed_twice_is_pressed_once(alice, needs_lead):
    seen = promised(alice).stamp
    for _ in range(2):
        change(alice, needs_lead, state="arranged", words="Room 2", seen=seen)
    assert AuditEntry.objects.count() == 1


def test_what_the_person_changed_meanwhile_is_told_too(alice, needs_lead):
    seen = promised(alice).stamp
    given = {"interpreter_language": "Amharic", "needs_consent": True}
    booking.change(registration=alice, answers=given)
    with pytest.raises(ChangeError, match="changed meanwhile"):
        change(alice, needs_lead, state="arranged", seen=seen)


# The person changes what they ask for


def test_what_is_changed_is_asked_anew_and_the_rest_stays_promised(alice, event, needs_lead):
    for kind in ("interpretation", "childcare"):
        given = {"owner": needs_lead, "due": day_of(event), "cost": "£9"}
        change(alice, needs_lead, kind, "arranged", "Room 2", **given)
    childcare = promised(alice, "childcare")
    given = {"interpreter_language": "Amharic", "needs_consent": True}
    booking.change(registration=alice, answers=given)
    assert promised(alice, "childcare") == childcare
    anew = promised(alice)
    assert (anew.state, anew.words, anew.cost, anew.is_anew) == ("asked", "", "", True)
    assert (anew.owner, anew.due) == (str(needs_lead.pk), day_of(event))
    change(alice, needs_lead, state="asked", owner=needs_lead, due=day_of(event))
    assert not promised(alice).is_anew


def test_other_answers_and_days_leave_every_promise(alice, needs_lead):
    change(alice, needs_lead, state="arranged", words="Room 2")
    stands = promised(alice)
    booking.change(registration=alice, answers={"name": "Alice W", "pronouns": "she"})
    booking.change(registration=alice, answers={"meals": ["halal"], "needs_consent": True})
    assert promised(alice) == stands


def test_what_is_not_asked_any_more_is_promised_no_more(alice, needs_lead):
    change(alice, needs_lead, state="arranged", words="Room 2")
    given = {"interpreter": "no", "interpreter_language": "", "needs_consent": True}
    booking.change(registration=alice, answers=given)
    assert "promises" not in held(alice)
    booking.erase_needs(registration=alice)
    assert held(alice) == {}


# Telling


def test_several_saves_within_minutes_are_one_mail(alice, needs_lead):
    change(alice, needs_lead, state="arranging")
    change(alice, needs_lead, "childcare", "arranged", "The blue room")
    assert mails() == [("page_news", ALICE)]
    assert outbox.send_due() == 0  # it waits for what else is saved
    assert outbox.send_due(now=timezone.now() + timedelta(minutes=6)) == 1
    change(alice, needs_lead, "access", "arranged")
    assert mails() == [("page_news", ALICE)] * 2


def test_what_the_person_does_not_read_is_not_news(alice, event, needs_lead):
    change(alice, needs_lead, state="asked", owner=needs_lead, due=day_of(event), cost="£20")
    assert mails() == []


def test_nobody_is_told_when_the_day_is_over(alice, event, needs_lead):
    after = event.ends_at + timedelta(hours=1)
    change(alice, needs_lead, state="met", now=after)
    assert promised(alice).state == "met"
    assert mails() == []


def test_somebody_with_a_telephone_is_called_once(event, needs_lead):
    ask(event)
    contact = {"contact_by": "phone", "phone": "07700 900123", "email": ""}
    bo = make_registration(event, "Bo", **SAID, **contact)
    change(bo, needs_lead, state="arranging")
    change(bo, needs_lead, "childcare", "arranged")
    assert [(call.kind, call.row_id) for call in Call.objects.all()] == [("page_news", bo.id)]
    assert mails() == []


def test_the_mail_says_neither_what_nor_why(alice, needs_lead, settings, tmp_path):
    change(alice, needs_lead, state="cannot", words="Nobody-CANARY speaks it")
    assert outbox.send_due(now=timezone.now() + timedelta(minutes=6)) == 1
    [mail] = (path.read_text() for path in settings.EMAIL_FILE_PATH.iterdir())
    assert "Subject: There is news on your booking page:" in mail
    for word in ("CANARY", "nterpret", "Tigrinya", "need", "cannot", "support"):
        assert word not in mail


def test_who_cancelled_before_it_left_is_sent_no_news(alice, needs_lead):
    change(alice, needs_lead)
    Message.objects.update(due_at=timezone.now())
    booking.cancel(registration=alice)
    outbox.send_due()
    assert sorted(Message.objects.values_list("kind", "state")) == [
        ("cancelled", "sent"),
        ("page_news", "dropped"),
    ]


def test_the_row_of_a_mail_that_left_is_deleted_and_of_one_that_came_back_stays(
    alice, event, needs_lead
):
    """Who asked for something is not to be read from the outbox (design 3.2)."""
    change(alice, needs_lead)
    Message.objects.update(state="failed")
    change(alice, needs_lead, state="arranged")
    assert promises.forget_told() == 0
    outbox.send_due(now=timezone.now() + timedelta(minutes=6))
    assert promises.forget_told() == 1
    assert list(Message.objects.values_list("kind", "state")) == [("page_news", "failed")]


def test_a_call_is_forgotten_a_day_after_it_was_made(event, needs_lead):
    ask(event)
    contact = {"contact_by": "phone", "phone": "07700 900123", "email": ""}
    bo = make_registration(event, "Bo", **SAID, **contact)
    change(bo, needs_lead)
    now = timezone.now()
    assert promises.forget_told(now + timedelta(days=9)) == 0
    Call.objects.update(done_at=now)
    assert promises.forget_told(now + timedelta(hours=23)) == 0
    assert promises.forget_told(now + timedelta(hours=25)) == 1


def test_the_team_that_changes_how_somebody_comes_sends_the_same_mail(event, organiser):
    person = make_registration(event, "Alice", email=ALICE)
    settled = {"kind": Kind.GUEST, "first": None, "days": None, "by": organiser}
    for _times in range(2):
        kinds.settle(registration=person, **settled)
    assert mails() == [("page_news", ALICE)]


def test_what_is_promised_shows_in_no_plain_row(event, needs_lead):
    ask(event)
    asking, other = make_registration(event, "Amina", **SAID), make_registration(event, "Bo")
    change(asking, needs_lead, state="arranged", words="Wing-CANARY", owner=needs_lead)
    outbox.send_due(now=timezone.now() + timedelta(minutes=6))
    promises.forget_told()
    assert plain_rows(asking) == plain_rows(other)
    assert Message.objects.count() == 0
    assert set(AuditEntry.objects.values_list("row_id", flat=True)) == {None}


def test_a_state_is_told_to_the_person(alice, needs_lead):
    change(alice, needs_lead, state="arranged", words="room 2")
    assert [(one.kind, one.state) for one in summary.asked(held(alice))] == [
        ("food", "asked"),
        ("access", "asked"),
        ("interpretation", "arranged"),
        ("childcare", "asked"),
    ]
