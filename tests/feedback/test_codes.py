"""Codes: good once, kept as hashes, in no telling order; forgiving to those who type them."""

import re

import pytest

from feedback import codes
from feedback.models import BallotCode, SpareCode
from forum import keys, sealed
from tests.factories import make_box, make_event


def hashes():
    return set(BallotCode.objects.values_list("hash", flat=True))


def test_a_code_is_16_signs_in_fours_that_nobody_mistakes_for_one_another():
    made = [codes.new() for _ in range(200)]
    assert all(re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}", c) for c in made)
    assert len(set(made)) == 200
    assert len(set("".join(made)) - {"-"}) == 32  # 5 bits each


@pytest.mark.parametrize(
    "typed",
    [
        "7KQ0-M9Z1-4T8W-X1HV",
        " 7kq0 m9z1 4t8w x1hv ",
        "7kqO–m9zI.4t8w/xLhu",
        "７ＫＱ０M9Z14T8WX1HV",
        "٧KQ٠M٩Z١٤T٨WX١HV",
    ],
)
def test_a_code_is_read_as_it_was_meant(typed):
    assert codes.normalised(typed) == "7KQ0M9Z14T8WX1HV"


@pytest.mark.parametrize("typed", ["", "FERN-4821", "7KQ0-M9Z1-4T8W-X1H", "7KQ0" * 5, "é" * 16])
def test_what_can_be_no_code_is_none(typed):
    assert codes.normalised(typed) == ""


def test_of_a_batch_only_hashes_are_kept_in_their_own_order(event):
    made = codes.make(event=event, count=40)
    assert hashes() == set(map(codes.hashed, made))
    kept = list(BallotCode.objects.all().values_list("hash", flat=True))
    assert kept == sorted(kept)


def test_spare_codes_lie_sealed_and_are_drawn_once(event):
    make_box(event)
    waiting = SpareCode.objects.count()
    drawn = [codes.draw(event) for _ in range(waiting)]
    assert SpareCode.objects.count() == 0
    assert len(set(drawn)) == waiting
    assert {codes.hashed(code) for code in drawn} == hashes()


def test_when_no_spare_is_left_a_whole_batch_is_made(event):
    make_box(event, is_mailed=False)
    assert SpareCode.objects.count() == 0
    codes.draw(event)
    assert (SpareCode.objects.count(), len(hashes())) == (codes.BATCH - 1, codes.BATCH)


def test_without_the_key_none_is_drawn_and_none_lost(event):
    make_box(event)
    before = SpareCode.objects.count()
    keys.destroy(event.id, "ballot")
    with pytest.raises(sealed.UnreadableError):
        codes.draw(event)
    assert SpareCode.objects.count() == before


def test_a_discarded_code_is_worth_nothing_and_others_stay(event):
    make_box(event)
    code, other = codes.draw(event), codes.draw(event)
    codes.discard(code)
    assert codes.hashed(code) not in hashes()
    assert codes.hashed(other) in hashes()


def test_a_draw_at_one_event_takes_none_of_another(event):
    other = make_event()
    make_box(event)
    make_box(other)
    before = SpareCode.objects.filter(event=other).count()
    codes.draw(event)
    assert SpareCode.objects.filter(event=other).count() == before
