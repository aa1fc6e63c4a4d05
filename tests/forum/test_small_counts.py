"""Small counts are hidden, and nothing that is shown gives them away."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum import small_counts


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ([36, 15, 7, 0], [36, 15, 7, 0]),
        ([20, 18, 9, 3], [20, 18, None, None]),
        ([20, 3, 3, 0], [20, None, None, 0]),
        ([20, 1, 1, 9], [20, None, None, None]),
        ([4, 5], [None, None]),
        ([4, 4], [None, None]),
        ([12, 0, 0], [12, 0, 0]),
        ([2, 0], [None, None]),
        ([0, 0], [0, 0]),
        ([], []),
    ],
)
def test_the_parts_of_a_whole_hide_each_other(counts, shown):
    assert small_counts.parts(counts) == shown


@given(st.lists(st.integers(0, 30), min_size=1, max_size=6))
def test_nobody_can_work_out_a_hidden_part_from_the_sum(counts):
    shown = small_counts.parts(counts)
    hidden = [place for place, count in enumerate(shown) if count is None]
    assert all(count is None or count == 0 or count >= 5 for count in shown)
    if sum(counts) < 10 or not hidden:
        return
    rest = sum(counts) - sum(count for count in shown if count)
    # In how many ways so many hidden parts, none of them nought, make up the rest.
    assert math.comb(rest - 1, len(hidden) - 1) > 1


@pytest.mark.parametrize(
    ("count", "base", "shown"),
    [
        (31, 58, 31),
        (4, 58, None),
        (55, 58, None),
        (58, 58, 58),
        (0, 58, 0),
        (6, 9, None),
        (0, 9, None),
        (0, 0, 0),
    ],
)
def test_one_count_of_a_base_hides_with_its_rest(count, base, shown):
    assert small_counts.of_base(count, base) == shown


@pytest.mark.parametrize(("count", "shown"), [(0, 0), (1, None), (4, None), (5, 5)])
def test_a_count_alone_is_hidden_from_1_to_4(count, shown):
    assert small_counts.alone(count) == shown


def test_a_percentage_needs_20_answers():
    assert small_counts.portion(9, 19) == "9 of 19"
    assert small_counts.portion(9, 20) == "45%"
