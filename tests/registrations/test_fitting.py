"""How large a name stands on a badge: worked out from its width, in any script."""

import uuid

import pytest

from registrations.markers import Marker
from registrations.paper.badges import Badge, Seat
from registrations.paper.fitting import fit, is_tall

SIZES = (48, 24, 12)


def size(text, *, width=215.0, height=60.0):
    return fit(text, sizes=SIZES, width=width, height=height).size


def test_the_largest_size_at_which_the_words_fit_is_taken():
    assert [size(text) for text in ("Bo", "Maryam Rahimi", "Maryam " * 9)] == [48, 24, 12]


def test_a_word_stays_whole_while_a_smaller_size_keeps_it():
    assert size("Featherstonehaugh") == 12
    assert size("Featherstone-haugh") == 24


def test_a_word_that_no_size_keeps_whole_is_broken_at_the_largest_that_fits():
    assert size("W" * 60, height=230.0) == 24
    assert size("W" * 60) == 12


def test_what_fits_in_no_size_has_the_smallest():
    assert fit("W" * 400, sizes=SIZES, width=215.0, height=60.0).size == 12


@pytest.mark.parametrize(
    ("name", "expected"),
    [("王小明", 48), ("王小明" * 4, 24), ("김하늘", 48), ("سلام", 24), ("ሰላማዊት ገብረመድህን", 12)],
)
def test_every_script_is_measured(name, expected):
    """Chinese may break after any sign; Arabic and Amharic take more room between their lines."""
    assert size(name) == expected


def test_marks_take_no_width_and_make_lines_taller():
    assert fit("Za\u0337lgo", sizes=SIZES, width=215.0, height=90.0).size == 48
    assert [is_tall(text) for text in ("Zoë", "Nguyễn", "王", "Za\u0337", "سلام")] == [
        *(False, False, False, True, True)
    ]


def test_before_the_name_is_small_its_seats_go_and_then_most_of_a_long_organisation():
    seats = [Seat(uuid.uuid4(), "11 am", "Housing", "Room 5")] * 4
    usual = Badge(name="Maryam Rahimi", organisation="Riverside Welcome", seats=seats)
    assert (usual.name_fit.size, usual.seats_shown) == (24, seats)
    long = Badge(name="Maximilian " * 7, organisation="Riverside Welcome", seats=seats)
    assert (long.name_fit.is_whole, long.seats_shown) == (True, [])
    marker, both = Marker("square", "NO PHOTO"), "Featherstone " * 6
    full = Badge(name=both, organisation=both * 2, pronouns="she/her", marker=marker)
    assert full.name_fit.is_whole
    assert not full.organisation_fit.is_whole


def test_an_empty_line_fits():
    assert size("") == 48


def test_names_that_people_have_stand_at_24_points_or_more():
    names = ["Amina Diallo", "Nguyễn Thị Ánh Nguyệt", "Oluwaseun Adebayo-Williams", "王小明"]
    badges = [Badge(name=name, organisation="Riverside Welcome House") for name in names]
    assert min(badge.name_fit.size for badge in badges) >= 24
