"""A new key: everything is sealed with it, everything opens meanwhile, the old key goes later."""

import base64
import io
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from feedback.models import Ballot, SpareCode
from forum import keys, rotation, sealed
from forum.models import AuditEntry, Complaint, Event
from registrations import booking, drafts, needs, retention
from registrations.breakouts import sealed_part
from registrations.models import Allocation, Needs, Registration
from tests.factories import answers, make_box, make_event, make_registration

VEGAN = {"meals": ["vegan"], "needs_consent": True}
LATER = timedelta(days=1, minutes=1)


@pytest.fixture
def event(event: Event) -> Event:
    """An event with its key for needs alone, so that keys are easy to count."""
    keys.destroy(event.pk, "travel")
    return event


def carried(model: type = Needs, field: str = "answers") -> set[int]:
    """Versions of the key by which the rows of a model are sealed."""
    return {bytes(held)[0] for held in model.objects.values_list(field, flat=True)}


def rotate(*arguments: str) -> str:
    out = io.StringIO()
    call_command("rotate_keys", *arguments, stdout=out)
    return out.getvalue()


def test_everything_is_sealed_with_the_new_key_and_opens(event: Event) -> None:
    booked = make_registration(event, **VEGAN)
    draft = booking.start(event=event)
    drafts.save(registration=draft, answers=answers("Bo"))
    before = drafts.answers(draft)
    said = rotate(event.slug)
    assert "spring-forum, needs: a new key; 2 values sealed with it." in said
    assert carried() == {2}
    assert needs.own(Registration.objects.get(pk=booked.pk))["meals"] == ["vegan"]
    assert drafts.answers(Registration.objects.get(pk=draft.pk)) == before
    assert len({len(bytes(held)) for held in Needs.objects.values_list("answers", flat=True)}) == 1


def test_what_is_saved_from_then_on_takes_the_new_key(event: Event) -> None:
    rotate(event.slug)
    make_registration(event, **VEGAN)
    assert carried() == {2}
    assert keys.versions(event.pk, "needs") == [1, 2]


def test_the_old_key_goes_a_day_later_and_not_before(event: Event) -> None:
    booked = make_registration(event, **VEGAN)
    old = keys.read(event.pk, "needs")
    rotate(event.slug)
    assert rotation.finish_due() == 0
    assert keys.read(event.pk, "needs", 1) == old
    assert rotation.finish_due(timezone.now() + LATER) == 1
    assert keys.versions(event.pk, "needs") == [2]
    assert needs.own(Registration.objects.get(pk=booked.pk))["meals"] == ["vegan"]
    assert rotation.finish_due(timezone.now() + LATER) == 0


def test_a_row_saved_late_with_the_old_key_is_never_lost(event: Event) -> None:
    """Somebody was handed the old key, and saves when everything else is sealed with the new."""
    booked = make_registration(event, **VEGAN)
    late = Needs.objects.get(pk=booked.pk)
    rotate(event.slug)
    late.save()
    assert carried() == {1}
    rotation.finish_due()
    assert carried() == {2}
    late.save()
    assert rotation.finish_due(timezone.now() + LATER) == 1
    assert carried() == {2}
    assert Needs.objects.get(pk=booked.pk).answers["meals"] == ["vegan"]


def test_a_row_that_does_not_open_keeps_its_key_and_is_said(event: Event) -> None:
    """K4: two rows swapped may be swapped back; the key that opens them then must be there."""
    one, two = (make_registration(event, name, **VEGAN).needs for name in ("Amina", "Bo"))
    stored = {row.pk: bytes(row.__dict__["answers"]) for row in Needs.objects.all()}
    Needs.objects.filter(pk=one.pk).update(answers=stored[two.pk])
    assert "1 values could not be opened or are in use" in rotate(event.slug)
    assert rotation.finish_due(timezone.now() + LATER) == 0
    Needs.objects.filter(pk=one.pk).update(answers=stored[one.pk])
    assert rotation.finish_due(timezone.now() + LATER) == 1
    assert [row.answers["meals"] for row in Needs.objects.all()] == [["vegan"]] * 2


def test_a_rotation_that_was_cut_off_is_finished_before_another_begins(event: Event) -> None:
    booked = make_registration(event, **VEGAN)
    keys.renew(event.pk, "needs")  # killed here
    assert needs.own(Registration.objects.get(pk=booked.pk))["meals"] == ["vegan"]
    assert "a rotation begun earlier is finished; 1 values sealed" in rotate(event.slug)
    assert (carried(), keys.versions(event.pk, "needs")) == ({2}, [1, 2])
    assert "a new key" in rotate(event.slug)
    assert (carried(), keys.versions(event.pk, "needs")) == ({3}, [1, 2, 3])
    assert rotation.finish_due(timezone.now() + LATER) == 2


def test_what_no_session_met_opens_after_it(event: Event) -> None:
    run = _run_with_unmet(event)
    before = sealed_part.of(run).unmet
    rotate(event.slug)
    run.refresh_from_db()
    assert base64.b64decode(run.figures[sealed_part.FIELD])[0] == 2
    rotation.finish_due(timezone.now() + LATER)
    assert sealed_part.of(Allocation.objects.get(pk=run.pk)).unmet == before != ()


def _run_with_unmet(event: Event) -> Allocation:
    part = sealed_part.Part(unmet=(("slot", "step_free"),))
    run = Allocation(event=event, seed="1", input_hash="1")
    run.figures = {sealed_part.FIELD: sealed_part.seal(run, part)}
    run.save()
    return run


def test_ballots_and_codes_of_an_open_box_open_after_it(db: None) -> None:
    box = make_box(make_event())
    Ballot.objects.create(event=box.event, answers={"words": "Good"})
    SpareCode.objects.create(event=box.event, code="7KQ2-M9ZD-4T8W-X1HA")
    rotate(box.event.slug, "--purpose", "ballot")
    assert (carried(Ballot), carried(SpareCode, "code")) == ({2}, {2})
    rotation.finish_due(timezone.now() + LATER)
    assert [row.answers for row in Ballot.objects.all()] == [{"words": "Good"}]
    assert "7KQ2-M9ZD-4T8W-X1HA" in [row.code for row in SpareCode.objects.all()]


def test_complaints_open_after_it(event: Event) -> None:
    keys.make(event.pk, "complaints")
    made = Complaint.objects.create(event=event, reference="KITE-1", said={"text": "Too cold."})
    rotate("--all", "--purpose", "complaints")
    rotation.finish_due(timezone.now() + LATER)
    assert carried(Complaint, "said") == {2}
    assert Complaint.objects.get(pk=made.pk).said == {"text": "Too cold."}


def test_every_model_with_a_sealed_field_is_found_by_its_event(event: Event) -> None:
    for model, _ in rotation.sealed_fields():
        assert model._meta.get_field("event").related_model is Event
        assert hasattr(model, "sealed_for")


def test_other_events_keep_their_keys(event: Event) -> None:
    other = make_event()
    rotate(event.slug)
    assert keys.versions(other.pk, "needs") == [1]


@pytest.mark.parametrize("arguments", [[], ["spring-forum", "--all"], ["elsewhere"]])
def test_it_is_said_when_no_event_is_meant(event: Event, arguments: list[str]) -> None:
    with pytest.raises(CommandError):
        rotate(*arguments)
    assert keys.versions(event.pk, "needs") == [1]


def test_an_erased_event_gets_no_new_key(event: Event) -> None:
    make_registration(event, **VEGAN)
    keys.destroy(event.pk, "needs")
    with pytest.raises(CommandError, match="no such key"):
        rotate(event.slug)
    assert not keys.exists(event.pk, "needs")


def test_a_key_that_is_set_aside_is_not_rotated(event: Event) -> None:
    keys.set_aside(event.pk, "needs")
    with pytest.raises(keys.KeyUnavailableError):
        rotation.rotate(event=event, purpose="needs")
    keys.bring_back(event.pk, "needs")
    assert keys.versions(event.pk, "needs") == [1]


def test_it_is_in_the_record_without_content(event: Event) -> None:
    make_registration(event, **VEGAN)
    rotate(event.slug)
    rotation.finish_due(timezone.now() + LATER)
    lines = AuditEntry.objects.filter(event=event, reason="key: needs").order_by("at")
    assert [(line.deed, line.count) for line in lines] == [
        ("made a new key", None),
        ("sealed with the new key", 1),
        ("destroyed old keys", 1),
    ]


def test_erasing_the_needs_destroys_every_version(db: None) -> None:
    start = timezone.now() - timedelta(days=20)
    past = make_event(starts_at=start, ends_at=start + timedelta(hours=3))
    booked = make_registration(past, **VEGAN)
    rotate(past.slug)
    folder = keys.path_of(past.pk, "needs").parent
    retention.erase_due()
    assert [path.name for path in folder.glob("needs*")] == []
    with pytest.raises(sealed.UnreadableError):
        needs.own(Registration.objects.get(pk=booked.pk))


def test_the_rows_of_a_hundred_and_more_are_sealed_in_batches(
    event: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rotation, "BATCH", 2)
    for number in range(5):
        make_registration(event, f"Guest {number}", **VEGAN)
    assert "5 values sealed" in rotate(event.slug)
    assert carried() == {2}
