"""Casting: a code is good for one ballot at its own event, while the box is open."""

from datetime import timedelta

import pytest
from django.utils import timezone

from feedback import ballots, codes
from feedback.models import Ballot, BallotBox, BallotCode
from forum import keys, sealed
from forum.models import AuditEntry
from tests.factories import make_box, make_event, make_session, sheet


@pytest.fixture
def code(event):
    make_box(event)
    return codes.make(event=event, count=1)[0]


def test_a_ballot_goes_in_sealed_and_its_code_is_used_up(event, code):
    before = AuditEntry.objects.count()
    assert ballots.cast(event=event, code=code.lower(), answers=sheet(change="More breaks")) is None
    (row,) = Ballot.objects.all()
    assert row.answers == sheet(change="More breaks")
    assert not BallotCode.objects.filter(hash=codes.hashed(code)).exists()
    assert AuditEntry.objects.count() == before


def test_a_used_an_unknown_and_a_foreign_code_are_refused_alike(event, code):
    other = make_event()
    make_box(other)
    ballots.cast(event=event, code=code, answers=sheet())
    foreign = codes.make(event=other, count=1)[0]
    for wrong in (code, codes.new(), foreign, "", "FERN-4821"):
        with pytest.raises(ballots.CodeError):
            ballots.cast(event=event, code=wrong, answers=sheet())
    assert Ballot.objects.count() == 1
    assert BallotCode.objects.filter(hash=codes.hashed(foreign)).exists()


def test_shared_words_bring_a_code_to_take_them_back_whose_hash_is_sealed_with_them(event, code):
    answers = sheet(take_back="Call the clinic", share="name", signed="Amina, Riverside")
    withdrawal = ballots.cast(event=event, code=code, answers=answers)
    assert Ballot.objects.get().answers == {**answers, "withdraw": codes.hashed(withdrawal)}


def test_a_name_is_kept_only_under_words_that_carry_it(event):
    make_box(event)
    made = codes.make(event=event, count=3)
    for code, given in zip(
        made,
        [
            {"take_back": "Call", "share": "words", "signed": "Amina"},
            {"take_back": "Call", "share": "team", "signed": "Amina"},
            {"take_back": "", "share": "name", "signed": "Amina"},
        ],
        strict=True,
    ):
        ballots.cast(event=event, code=code, answers=given)
    assert not any("signed" in row.answers for row in Ballot.objects.all())


def test_a_box_that_is_planned_closed_or_past_its_day_takes_nothing(event):
    box = make_box(event, is_open=False)
    code = codes.make(event=event, count=1)[0]
    with pytest.raises(ballots.ClosedError):
        ballots.cast(event=event, code=code, answers=sheet())
    BallotBox.objects.filter(pk=box.pk).update(state="open")
    with pytest.raises(ballots.ClosedError):
        ballots.cast(
            event=event, code=code, answers=sheet(), now=timezone.now() + timedelta(days=14)
        )
    with pytest.raises(ballots.ClosedError):
        ballots.cast(event=make_event(), code=code, answers=sheet())
    assert BallotCode.objects.filter(hash=codes.hashed(code)).exists()


def test_without_the_key_nothing_is_kept_and_the_code_stays_good(event, code):
    keys.destroy(event.id, "ballot")
    with pytest.raises(keys.KeyUnavailableError):
        ballots.cast(event=event, code=code, answers=sheet())
    assert BallotCode.objects.filter(hash=codes.hashed(code)).exists()


def test_a_full_sheet_in_one_byte_letters_with_40_sessions_fits(event, code):
    ids = [str(make_session(event).pk) for _ in range(40)]
    full = sheet(
        in_the_way="w" * 500,
        take_back="t" * 500,
        change="c" * 500,
        share="name",
        signed="s" * 160,
        sessions=ids,
    )
    assert ballots.fits(full)
    assert ballots.cast(event=event, code=code, answers=full)


def test_three_texts_of_500_signs_of_4_bytes_do_not_fit_and_cost_no_code(event, code):
    too_long = sheet(in_the_way="🌱" * 500, take_back="🌱" * 500, change="🌱" * 500)
    assert not ballots.fits(too_long)
    with pytest.raises(sealed.TooLongError):
        ballots.cast(event=event, code=code, answers=too_long)
    assert BallotCode.objects.filter(hash=codes.hashed(code)).exists()


def test_u5_all_sheets_are_of_one_length(event):
    make_box(event)
    for number, code in enumerate(codes.make(event=event, count=20)):
        ballots.cast(event=event, code=code, answers=sheet(change="x" * 25 * number))
    lengths = {len(bytes(row.__dict__["answers"])) for row in Ballot.objects.all()}
    assert len(lengths) == 1
