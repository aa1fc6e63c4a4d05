"""X15, one person's data: everything that is held about them, in words, and about nobody else."""

import io
from datetime import datetime
from decimal import Decimal

import pytest
from django.utils import timezone

from forum import exports, keys
from forum.models import AuditEntry, Message
from forum.models.ground import MessageState
from forum.models.people import Role
from registrations import booking, check_in, own_data, promises, travel_claims
from registrations.models import Call, OwnAnswer, Registration
from tests.factories import ask, ask_own, make_event, make_member, make_registration

pytestmark = pytest.mark.django_db
REASON = "Amina asked for a copy"


@pytest.fixture
def event(host):
    event = make_event(host, capacity=40, title="Spring casework forum")
    ask(event)
    return event


def made(event, code, *, by=None, reason=REASON):
    return exports.make(kind="person", event=event, by=by, asked=code, reason=reason).content


def rows(event, code):
    """The rows of the sheet as subject, entry, what and what is held."""
    import openpyxl

    page = openpyxl.load_workbook(io.BytesIO(made(event, code)))["Everything held"]
    return [list(row) for row in page.iter_rows(min_row=5, values_only=True)]


def held(event, code):
    return {(subject, entry, what): said for subject, entry, what, said in rows(event, code)}


def test_everything_that_is_held_is_in_it_with_plain_labels(event, door, needs_lead):
    train, rest = (
        ask_own(event, "Which train?"),
        ask_own(event, "What calms you?", is_sensitive=True),
    )
    amina = make_registration(
        event,
        "Amina",
        email="amina@example.org",
        pronouns="she/her",
        photo="yes",
        photo_uses=["report"],
        contact_list=["name"],
        meals=["vegan"],
        ill="no",
        interpreter="no",
        access=["step_free", "other"],
        access_other="A lamp",
        travel="cash",
        travel_from="Leeds",
        travel_about="10_to_30",
        own={str(rest.pk): "Music"},
        needs_consent=True,
    )
    OwnAnswer.objects.create(registration=amina, question=train, value="The 9.10")
    promises.change(
        registration=amina,
        kind="access",
        state="arranged",
        words="A ramp at the side door",
        owner=needs_lead,
        due=None,
        by=needs_lead,
    )
    travel_claims.approve(registration=amina, how="cash", up_to=Decimal("24"), by=needs_lead)
    check_in.check_in(registration=amina, by=door, scan_id=amina.id)
    Call.objects.create(event=event, registration=amina, kind="reminder_day", row_id=amina.pk)
    Message.objects.create(
        kind="link", to=amina.email, row_id=amina.pk, event=event, state=MessageState.SENT
    )
    make_registration(event, "Bahar-CANARY", email="bahar-canary@example.org")
    found = held(event, amina.code)
    for key, said in {
        ("The event", 1, "Title"): "Spring casework forum",
        ("The booking", 1, "Code"): amina.code,
        ("The booking", 1, "State"): "Has a place",
        ("You", 1, "Badge name"): "Amina",
        ("You", 1, "Language"): "English",
        ("You", 1, "Where photos may be used"): "A report to funders",
        ("You", 1, "On the contact list"): "My name and organisation",
        ("You", 1, "Phone"): "nothing",
        ("What you need", 1, "Meals that suit you"): "Vegan",
        ("What you need", 1, "Foods that make you ill"): "No",
        ("What you need", 1, "To arrange"): "Step-free route, A lamp",
        ("What you need", 1, "Interpreter"): "No",
        ("What you need", 1, "What calms you?"): "Music",
        ("What you need", 1, "Support to take part: how far it is"): "Arranged",
        ("What you need", 1, "Support to take part: what we said"): "A ramp at the side door",
        ("Help with travel", 1, "State"): "Approved",
        ("Help with travel", 1, "Up to"): "24.00",
        ("Answers to the organisers’ own questions", 1, "Question"): "Which train?",
        ("Answers to the organisers’ own questions", 1, "Answer"): "The 9.10",
        ("When you came in", 1, "How"): "At the door",
        ("Telephone calls and texts to you", 1, "About"): "Reminder day",
        ("Messages from the team", 0, "Held"): "nothing",
    }.items():
        assert found[key] == said, key
    kinds = {said for (_subject, _entry, what), said in found.items() if what == "Kind"}
    assert kinds == {"Page news", "Link"}
    agreed = {said for (_subject, _entry, what), said in found.items() if what == "About"}
    assert {"Photos", "Contact list of those who were there"} <= agreed
    for key in (("The booking", 1, "Booked"), ("When you came in", 1, "At")):
        assert isinstance(found[key], datetime), key
    assert isinstance(found["What you need", 1, "You agreed that we hold this"], datetime)
    everything = str(found)
    assert [word for word in ("CANARY", str(needs_lead.pk), "Nadia") if word in everything] == []
    assert {subject.partition(":")[0] for subject, _entry, _what in found} == {
        *("The event", "The booking", "You", "What you need", "Help with travel"),
        *("What you agreed to", "News of later events", "Sessions", "When you came in"),
        *("Answers to the organisers’ own questions", "Messages from the team"),
        *("Emails to you", "Telephone calls and texts to you"),
    }
    assert len(own_data.of(Registration.objects.get(pk=amina.pk))) == 13  # as many subjects


def test_the_code_is_found_however_it_is_typed_also_of_somebody_who_cancelled(event):
    amina = make_registration(event, "Amina")
    booking.cancel(registration=amina)
    typed = f" {amina.code.lower().replace('-', ' ')} "
    assert held(event, typed)["You", 1, "Badge name"] == "Amina"


def test_a_code_that_leads_nowhere_is_said_so_and_nothing_is_written_down(event, host):
    elsewhere = make_registration(make_event(host), "Bahar")
    before = AuditEntry.objects.count()
    for code in ("NONE-0000", elsewhere.code, "--", "Amina"):
        with pytest.raises(exports.NotFoundError) as refused:
            made(event, code)
        assert str(refused.value).startswith("No booking of this event has this code")
    assert AuditEntry.objects.count() == before


def test_only_a_needs_lead_makes_it_with_a_reason_and_the_trail_says_whose_it_was(host, event):
    amina = make_registration(event, "Amina")
    for role in Role:
        user = make_member(host, role)
        if role == Role.NEEDS_LEAD:
            with pytest.raises(exports.ReasonNeededError):
                made(event, amina.code, by=user, reason=" ")
            assert made(event, amina.code, by=user)
            [entry] = AuditEntry.objects.filter(deed="read needs")
            assert (entry.who, entry.row_id, entry.reason) == (user, amina.pk, REASON)
        else:
            with pytest.raises(exports.NotAllowedError):
                made(event, amina.code, by=user)


def test_needs_that_no_key_opens_keep_nothing_else_back(event, caplog):
    amina = make_registration(event, "Amina", meals=["vegan"], needs_consent=True)
    keys.path_of(event.pk, "needs").unlink()
    found = held(event, amina.code)
    assert found["What you need", 1, "Held"].startswith("We hold answers that we cannot open")
    assert found["You", 1, "Badge name"] == "Amina"


def test_a_discreet_booking_says_which_sheet_to_take_out(event):
    import openpyxl

    amina = make_registration(event, "Amina", is_discreet=True, now=timezone.now())
    page = openpyxl.load_workbook(io.BytesIO(made(event, amina.code)))["Everything held"]
    assert "take the sheet “Read me” out first" in page["A2"].value
    assert event.title not in str(list(page.values))
