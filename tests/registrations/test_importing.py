"""Bringing people in: files recognised, looked at, and written all at once or not at all."""

import dataclasses
from datetime import timedelta

import pytest
from django.utils import timezone

from forum import keys, tables
from forum.models import AuditEntry, Message, Organisation, SealedFile
from forum.models.people import Role
from registrations import history, needs
from registrations.importing import checking, keeping, recognising, standing, working
from registrations.importing.checking import Facts, There
from registrations.importing.choosing import Choices
from registrations.models import Consent, KnownHeading, PeopleImport, Registration
from tests import import_files as files
from tests.factories import ask, make_event, make_member, make_organisation, make_registration

NOBODY = Facts({}, {}, frozenset({"food", "allergy", "access", "organisation"}))


def read(headings, *rows):
    return tables.read("people.csv", files.as_csv(headings, rows))


def meant(table, asked=NOBODY.asked, known=None):
    found = recognising.columns(table.headings, known=known or {}, asked=asked)
    return {one.heading: one.meaning for one in found if one.meaning != "leave"}


def looked(table, facts=NOBODY, known=None):
    return checking.plan(table, meant(table, facts.asked, known), facts)


def plain(headings, *rows, facts=NOBODY):
    return looked(read(headings, *rows), facts)


# What a file is


def test_a_file_of_pretix_is_known_by_its_headings():
    table = read(files.PRETIX, files.pretix_row("ABCDE", 1, "Amina Yusuf"))
    assert recognising.source_of(table.headings) == "pretix"
    assert meant(table) == {
        "Status": "status",
        "Email": "buyer_email",
        "Phone number": "phone",
        "Attendee name": "name",
        "Attendee email": "email",
        "Company": "organisation",
        "Dietary requirements": "meals",
        "Access \u2013 Step-free route": "access",
        "Access \u2013 Hearing loop": "access",
        "Company (AH)": "organisation",
        "Invoice address name": "buyer_name",
        "Order locale": "language",
    }


def test_both_attendee_reports_of_eventbrite_are_known():
    now = read(files.EVENTBRITE, files.eventbrite_row("1", "Amina", "Yusuf"))
    before = read(files.EVENTBRITE_BEFORE, ["1"] * len(files.EVENTBRITE_BEFORE))
    assert [recognising.source_of(one.headings) for one in (now, before)] == ["eventbrite"] * 2
    assert meant(now) == {
        "Attendee first name": "first_name",
        "Attendee last name": "last_name",
        "Attendee email": "email",
        "Phone number": "phone",
        "Ticket quantity": "tickets",
        "Buyer first name": "buyer_name",
        "Buyer last name": "buyer_name",
        "Buyer email": "buyer_email",
        "Attendee status": "status",
        "Company": "organisation",
        "Do you have any allergies?": "allergens",
    }
    assert meant(before) == {
        "First Name": "first_name",
        "Last Name": "last_name",
        "Email": "email",
        "Quantity": "tickets",
        "Attendee Status": "status",
        "Company": "organisation",
    }


def test_any_other_heading_is_guessed_or_known_and_what_is_not_asked_is_left_out():
    table = read(["Full name", "E-mail address", "Wo kommst du her?", "Meals"], ["A", "", "", ""])
    assert recognising.source_of(table.headings) == ""
    known = {"wo kommst du her?": "organisation"}
    assert meant(table, known=known, asked={"organisation"}) == {
        "Full name": "name",
        "E-mail address": "email",
        "Wo kommst du her?": "organisation",
    }


# What would become of it


def test_one_who_ordered_for_others_is_written_to_for_them():
    plan = looked(
        read(
            files.PRETIX,
            files.pretix_row("ABCDE", 1, "Amina Yusuf", Attendee_email="amina@example.org"),
            files.pretix_row("ABCDE", 2, "Samuel Osei", Company="Riverside Welcome"),
            files.pretix_row("FGHIJ", 1, "", Invoice_address_name="Lena Fox"),
            files.pretix_row("KLMNO", 1, "Gone Again", Status="canceled"),
        )
    )
    assert [(one.name, one.email, one.organisation) for one in plan.people] == [
        ("Amina Yusuf", "amina@example.org", ""),
        ("Samuel Osei", "abcde@example.org", "Riverside Welcome"),
        ("Lena Fox", "fghij@example.org", ""),
    ]
    assert [(one.number, one.name, one.why) for one in plan.left_out] == [
        (5, "Gone Again", "“canceled” over there")
    ]
    assert (plan.faults, plan.new) == ([], ["Riverside Welcome"])


def test_every_fault_names_its_row_and_column():
    plan = plain(
        ["Name", "Email", "Phone", "Reach", "Language", "Diet"],
        ["", "someone@example.org", "", "", "", ""],
        ["Amina", "amina@", "12", "galactic", "Klingon", "x" * 201],
        ["A" * 81, "", "", "", "", ""],
        ["Right", "right@example.org", "", "Local: one town", "Tigrinya", ""],
    )
    assert [(one.number, one.heading, one.words) for one in plan.faults] == [
        (2, "", "There is no name in this row"),
        (
            3,
            "Email",
            "Enter an email address with an @ in it, like amina@example.org, not “amina@”",
        ),
        (3, "Phone", "Enter a phone number with at least 7 digits, not “12”"),
        (3, "Reach", "Write local, regional, national or international, not “galactic”"),
        (3, "Language", "We know no language named “Klingon”"),
        (3, "Diet", "Use 200 characters or fewer"),
        (4, "Name", "Use 80 characters or fewer. You have used 81."),
    ]
    assert [one.name for one in plan.people] == ["Right"]


def test_whoever_is_booked_already_or_stands_twice_in_the_file_is_left_out():
    there = {
        "amina": [There(frozenset({"amina@example.org"}), "Booked here already")],
        "bo": [There(frozenset({"bo@example.org"}), "Booked here, and cancelled")],
    }
    plan = plain(
        ["Name", "Email"],
        ["AMINA", "Amina@example.org"],
        ["Bo", "bo@example.org"],
        ["Amina", "another@example.org"],
        ["Cy", "cy@example.org"],
        ["Cy", "CY@example.org"],
        ["Di", "cy@example.org"],
        facts=dataclasses.replace(NOBODY, people=there),
    )
    assert [(one.number, one.why) for one in plan.left_out] == [
        (2, "Booked here already"),
        (3, "Booked here, and cancelled"),
        (6, "The same name and contact as row 5"),
    ]
    assert [one.number for one in plan.namesakes] == [4]
    assert [one.name for one in plan.people] == ["Cy", "Di"]


def test_several_tickets_under_one_name_are_not_one_person():
    bo = {"Buyer_first_name": "Bo", "Buyer_email": "b@example.org", "Attendee_email": ""}
    plan = looked(
        read(
            files.EVENTBRITE,
            files.eventbrite_row("1", "Amina", "Yusuf", Ticket_quantity="3"),
            files.eventbrite_row("2", "", "", **bo),
            files.eventbrite_row("2", "", "", **bo),
        ),
    )
    assert [(one.number, one.heading) for one in plan.faults] == [(2, "Ticket quantity"), (4, "")]
    assert [one.name for one in plan.people] == ["Bo"]


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Vegan", {"meals": ["vegan"]}),
        (
            "halal, no nuts",
            {"meals": ["halal", "other"], "meal_other": "no nuts"},
        ),
        (
            "vegetarian; gluten and lactose",
            {
                "meals": ["vegetarian"],
                "ill": "yes",
                "allergens": ["gluten", "milk"],
            },
        ),
        ("None", {}),
        (
            "I eat anything, but please no celery in the soup",
            {"meals": ["other"], "meal_other": "I eat anything, but please no celery in the soup"},
        ),
    ],
)
def test_what_people_wrote_of_food_becomes_the_ticks_that_are_on_offer(said, kept):
    [person] = plain(["Name", "Diet"], ["Amina", said]).people
    assert person.needs == kept


def test_a_yes_under_an_answer_ticks_it():
    row = files.pretix_row("ABCDE", 1, "Amina", **{"Access \u2013 Hearing loop": "Yes"})
    [person] = looked(read(files.PRETIX, row)).people
    assert person.needs == {"access": ["hearing_loop"]}


def test_names_that_are_nearly_the_same_are_asked_about():
    there = {"riverside welcome": "Riverside Welcome", "st marys centre": "St Mary’s Centre"}
    plan = plain(
        ["Name", "Organisation"],
        ["A", "Riverside Welcome Ltd"],
        ["B", "St. Marys Center"],
        ["C", "Harbour Advice 1"],
        ["D", "Harbour Advice 2"],
        ["E", "RIVERSIDE WELCOME"],
        facts=dataclasses.replace(NOBODY, organisations=there),
    )
    assert [(one.name, one.like) for one in plan.similar] == [
        ("Riverside Welcome Ltd", [("riverside welcome", "Riverside Welcome")]),
        ("St. Marys Center", [("st marys centre", "St Mary’s Centre")]),
    ]
    assert (plan.matched, len(plan.new)) == (1, 4)


# Bringing them in

HEADINGS = ["Name", "Email", "Organisation", "Diet", "Access needs"]
ROWS = [
    ["Amina", "amina@example.org", "Riverside Welcome Ltd", "vegan", "Step-free route"],
    ["Bo", "", "Harbour Advice", "", ""],
    ["Cy", "cy@example.org", "", "celery allergy", "canary: a chair by the door"],
]


@pytest.fixture
def event(host):
    event = make_event(host, slug="forum", capacity=2)
    ask(event)
    return event


@pytest.fixture
def handed_in(event, organiser):
    def hand_in(*rows, headings=HEADINGS):
        table = read(headings, *(rows or ROWS))
        return keeping.begin(event=event, table=table, by=organiser)

    return hand_in


def bring(brought, by, **choices):
    plan = checking.plan(
        keeping.table_of(brought), keeping.mapping_of(brought), standing.facts(brought.event)
    )
    alike = choices.get("with_namesakes", False)
    choices.setdefault("expected", len(plan.coming(with_namesakes=alike)))
    working.start(brought=brought, choices=Choices(**choices), by=by)
    brought.refresh_from_db()
    return brought


@pytest.mark.django_db
def test_all_are_written_at_once_and_the_file_is_destroyed(
    event, organiser, handed_in, django_capture_on_commit_callbacks
):
    make_organisation(event.lead_host, "Riverside Welcome")
    brought = handed_in()
    file = brought.file
    assert (keys.exists(file.id, "file"), b"amina" in bytes(file.content)) == (True, False)
    same = {"riverside welcome ltd": "riverside welcome"}
    with django_capture_on_commit_callbacks(execute=True):
        bring(brought, organiser, agreed=True, may_wait=True, tell=True, same=same)
    people = Registration.objects.filter(event=event).order_by("created_at")
    assert [
        (one.badge_name, one.state, one.place, str(one.organisation), one.contact_by)
        for one in people
    ] == [
        ("Amina", "confirmed", 1, "Riverside Welcome", "email"),
        ("Bo", "confirmed", 2, "Harbour Advice", "page"),
        ("Cy", "waiting", None, "None", "email"),
    ]
    assert len({one.code for one in people}) == 3
    assert (brought.state, brought.choices, brought.mapping, brought.file) == (
        "done",
        {"seated": 2, "waiting": 1},
        {},
        None,
    )
    assert (SealedFile.objects.count(), keys.exists(file.id, "file")) == (0, False)
    assert sorted(Message.objects.values_list("kind", "to")) == [
        ("confirmation", "amina@example.org"),
        ("waiting_list", "cy@example.org"),
    ]
    assert Consent.objects.count() == 0
    line = AuditEntry.objects.get(deed="brought people in from a file")
    assert (line.who, line.count, line.row_id) == (organiser, 3, None)
    assert [
        [entry.deed for entry in history.of(one, roles=frozenset({Role.ORGANISER}))]
        for one in [*people, make_registration(event)]
    ] == [["brought them in from a file"]] * 3 + [[]]


@pytest.mark.django_db
def test_what_they_need_is_sealed_with_the_consent_that_was_stated(event, organiser, handed_in):
    bring(handed_in(), organiser, agreed=True, may_wait=True)
    amina, bo, cy = Registration.objects.filter(event=event).order_by("created_at")
    said = needs.own(amina)
    assert (said["meals"], said["access"], said["states"]) == (
        ["vegan"],
        ["step_free"],
        {"food": "asked", "access": "asked"},
    )
    assert (said["consent"]["wording"], said["consent"]["through"]) == ("needs-1", "helper")
    assert needs.own(bo) == {}
    assert needs.own(cy)["allergen_other"] == "celery allergy"
    assert b"canary" not in bytes(cy.needs.__dict__["answers"])
    assert "canary" not in str(list(PeopleImport.objects.values()))


@pytest.mark.django_db
def test_without_consent_needs_are_left_out(event, organiser, handed_in):
    bring(handed_in(), organiser, may_wait=True)
    assert [needs.own(one) for one in Registration.objects.filter(event=event)] == [{}, {}, {}]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("choices", "words"),
    [
        ({}, "2 places are free for 3 people. Raise the number of places, or let the others wait."),
        ({"expected": 4}, working.writing.CHANGED),
    ],
)
def test_nothing_is_written_where_something_stands_against_it(
    event, organiser, handed_in, choices, words
):
    brought = bring(handed_in(), organiser, **choices)
    assert (brought.state, brought.problem, brought.is_planned) == ("failed", words, True)
    assert not Registration.objects.exists()
    assert not Organisation.objects.exists()
    assert bring(brought, organiser, may_wait=True).state == "done"


@pytest.mark.django_db
def test_rows_with_errors_stop_everything_unless_they_are_to_be_left_out(
    event, organiser, handed_in
):
    brought = bring(handed_in(*ROWS, ["", "x@example.org", "", "", ""]), organiser, may_wait=True)
    assert (brought.problem, Registration.objects.count()) == (working.WRONG, 0)
    bring(brought, organiser, may_wait=True, leave_out_wrong=True)
    assert Registration.objects.count() == 3


@pytest.mark.django_db
def test_nobody_overtakes_who_waits_and_the_same_file_twice_adds_nobody(
    event, organiser, handed_in
):
    for name in ("Di", "Ed", "Flo"):
        make_registration(event, name)
    brought = bring(handed_in(), organiser, may_wait=True)
    assert brought.choices == {"seated": 0, "waiting": 3}
    assert bring(handed_in(), organiser).problem == working.NOBODY
    assert Registration.objects.count() == 6


@pytest.mark.django_db
def test_many_rows_are_for_the_worker_which_asks_again_who_wanted_it(
    event, organiser, handed_in, monkeypatch
):
    monkeypatch.setattr(working, "INLINE", 2)
    brought = bring(handed_in(), organiser, may_wait=True)
    assert (brought.state, Registration.objects.count()) == ("waiting", 0)
    organiser.memberships.all().delete()
    working.run_due()
    brought.refresh_from_db()
    assert (brought.problem, Registration.objects.count()) == (working.NO_RIGHT, 0)
    make_member(event.lead_host, Role.ORGANISER, organiser)
    bring(brought, organiser, may_wait=True)
    assert (working.run_due(), working.run_due()) == (1, 0)
    assert Registration.objects.count() == 3


@pytest.mark.django_db
def test_a_killed_worker_leaves_nobody_half_in_and_the_next_takes_it_up(
    event, organiser, handed_in, monkeypatch
):
    class Killed(BaseException):
        pass

    def die(**kwargs):
        raise Killed

    brought = handed_in()
    with monkeypatch.context() as patch:
        patch.setattr(working.writing.audit, "record", die)
        with pytest.raises(Killed):
            bring(brought, organiser, may_wait=True)
    brought.refresh_from_db()
    assert (brought.state, Registration.objects.count(), Organisation.objects.count()) == (
        "running",
        0,
        0,
    )
    assert (working.run_due(), working.run_due(timezone.now() + timedelta(hours=1))) == (0, 1)
    assert Registration.objects.count() == 3


@pytest.mark.django_db
def test_a_host_remembers_what_its_headings_mean_and_not_what_every_file_has(
    event, organiser, handed_in
):
    headings = ["Name", "Wer?", "Email"]
    brought = handed_in(["Amina", "Riverside", "a@example.org"], headings=headings)
    assert brought.mapping == {"Name": "name", "Wer?": "leave", "Email": "email"}
    said = {"Name": "name", "Wer?": "organisation", "Email": "email"}
    keeping.say_what_columns_mean(brought=brought, mapping=said)
    again = handed_in(["Bo", "Harbour", "b@example.org"], headings=headings)
    assert again.mapping == said
    assert KnownHeading.objects.filter(host=event.lead_host).count() == 3


@pytest.mark.django_db
def test_a_file_lives_for_a_day(event, handed_in):
    brought = handed_in()
    tomorrow = timezone.now() + timedelta(hours=25)
    with pytest.raises(keeping.GoneError):
        keeping.table_of(brought, now=tomorrow)
    assert keeping.forget_old(now=tomorrow) == 1
    assert (PeopleImport.objects.count(), SealedFile.objects.count()) == (0, 0)


@pytest.mark.django_db
def test_nobody_is_brought_in_before_publishing_after_cancelling_or_once_needs_are_erased(host):
    now = timezone.now()
    draft, cancelled, over = (
        make_event(host, published=False),
        make_event(host, state="cancelled", cancelled_at=now),
        make_event(host, starts_at=now - timedelta(days=100)),
    )
    keys.destroy(over.id, "needs")
    assert [working.why_not(one, now)[:20] for one in (draft, cancelled, over)] == [
        "Publish the event fi",
        "The event was cancel",
        "The event is long ov",
    ]
