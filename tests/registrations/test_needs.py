"""Needs stay needed-to-know: read by few, written down, never half (design 3.2)."""

import logging

import pytest

from forum import keys, sealed
from forum.models import AuditEntry
from registrations import booking, needs
from registrations.models import Needs, Registration
from tests.factories import make_event, make_registration

NEEDS = {
    "meals": ["vegan", "other"],
    "meal_other": "No onions",
    "ill": "yes",
    "allergens": ["peanuts"],
    "allergen_other": "",
    "dangerous": "yes",
    "kitchen_name": "yes",
    "access": ["step_free"],
    "talk": "no",
    "interpreter": "no",
    "needs_consent": True,
}
KEPT = {key: value for key, value in NEEDS.items() if value and key != "needs_consent"}


def test_a_need_is_kept_with_its_state_and_no_with_none(event):
    row = Registration.objects.get(pk=make_registration(event, **NEEDS).pk)
    assert needs.own(row) == {
        **KEPT,
        "states": {"food": "asked", "allergy": "asked", "access": "asked"},
        "consent": {"wording": "needs-1", "given_at": row.booked_at.isoformat()},
    }


@pytest.mark.parametrize(
    ("answers", "is_given"),
    [
        ({}, False),
        ({"ill": "no", "talk": "no", "interpreter": "no"}, False),
        ({"meals": [], "meal_other": "", "access": []}, False),
        ({"name": "Amina", "photo": "yes"}, False),
        ({"meals": ["everything"]}, True),
        ({"ill": "yes"}, True),
        ({"access_other": "A chair"}, True),
        ({"talk": "call"}, True),
        ({"interpreter": "bsl"}, True),
    ],
)
def test_a_no_and_a_blank_are_no_needs(answers, is_given):
    assert needs.given(answers) is is_given


def test_reading_one_persons_needs_is_written_down(event, needs_lead):
    row = Registration.objects.get(pk=make_registration(event, **NEEDS).pk)
    assert needs.read(registration=row, by=needs_lead)["meal_other"] == "No onions"
    [line] = AuditEntry.objects.filter(deed="read needs")
    assert (line.who, line.event, line.row_id, line.count) == (needs_lead, event, row.id, 1)
    assert "onions" not in str(vars(line))


def test_the_person_reads_their_own_without_a_line(event):
    needs.own(make_registration(event, **NEEDS))
    assert AuditEntry.objects.count() == 0


def test_all_needs_of_an_event_are_read_with_one_line(event, needs_lead, django_assert_num_queries):
    for name in ("Ama", "Bo"):
        make_registration(event, name, **NEEDS)
    make_registration(event, "Cy")
    make_registration(make_event(), "Di", **NEEDS)
    booking.start(event=event)
    booking.cancel(registration=make_registration(event, "Ed", **NEEDS))
    AuditEntry.objects.all().delete()
    with django_assert_num_queries(2):
        opened = needs.every(event=event, by=needs_lead, deed="made a list", reason="lunch")
        found = {row.badge_name: answers.get("meals") for row, answers in opened}
    assert found == {"Ama": KEPT["meals"], "Bo": KEPT["meals"], "Cy": None}
    assert (len(opened), opened.unreadable) == (3, 0)
    [line] = AuditEntry.objects.all()
    assert (line.deed, line.who, line.count, line.reason) == (
        "made a list",
        needs_lead,
        3,
        "lunch",
    )


def test_a_row_that_no_key_opens_is_counted_logged_and_left_out(event, needs_lead, caplog):
    """K4: swapped by somebody who can write to the database and has no key."""
    one, two = (make_registration(event, name, **NEEDS) for name in ("Ama", "Bo"))
    held = bytes(Needs.objects.filter(pk=one.pk).values_list("answers", flat=True).get())
    Needs.objects.filter(pk=two.pk).update(answers=held)
    with caplog.at_level(logging.ERROR, "convenor.needs"):
        opened = needs.every(event=event, by=needs_lead, deed="made a list")
    assert [row.badge_name for row, _ in opened] == ["Ama"]
    assert opened.unreadable == 1
    assert [record.getMessage() for record in caplog.records] == [
        f"needs of registration {two.pk} cannot be opened: moved, cut or changed"
    ]
    with pytest.raises(sealed.UnreadableError):
        needs.read(registration=Registration.objects.get(pk=two.pk), by=needs_lead)
    assert AuditEntry.objects.filter(deed="read needs").count() == 0


def test_without_the_key_all_are_counted_as_unreadable(event, needs_lead):
    make_registration(event, **NEEDS)
    keys.destroy(event.id, "needs")
    opened = needs.every(event=event, by=needs_lead, deed="made a list")
    assert (len(opened), opened.unreadable) == (0, 1)


def test_all_rows_have_one_length(event):
    """K6: with many needs, with none, a draft, a cancelled one, one erased without the key."""
    make_registration(event, **NEEDS)
    make_registration(event, "Bo")
    booking.start(event=event)
    booking.cancel(registration=make_registration(event, "Cy", **NEEDS))
    erased = make_registration(event, "Di", **NEEDS)
    keys.destroy(event.id, "needs")
    booking.erase_needs(registration=erased)
    lengths = {len(bytes(held)) for held in Needs.objects.values_list("answers", flat=True)}
    assert Needs.objects.count() == 5
    assert lengths == {4125}
