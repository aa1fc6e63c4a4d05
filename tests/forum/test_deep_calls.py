"""Calls that lie deep cost no more than others, however deep they lie."""

import resource

from forum.deep_calls import with_room

ROUNDS = 200


def _faults_at(depth: int) -> int:
    """How often the system was asked for a page of memory while a loop called at this depth."""
    if depth:
        return _faults_at(depth - 1)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    for _ in range(ROUNDS):
        _leaf()
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before


def _leaf(*_: object) -> list[int]:
    """A call that needs more of the stack than the next depth does, so that none is skipped."""
    a = b = c = d = e = f = g = h = i = j = k = m = n = 0
    return [a, b, c, d, e, f, g, h, i, j, k, m, n]


def test_a_loop_at_no_depth_of_a_page_asks_for_memory_in_each_round() -> None:
    in_a_page = with_room(_faults_at)
    found = {depth: in_a_page(depth) for depth in range(300)}
    assert {depth: faults for depth, faults in found.items() if faults >= ROUNDS} == {}


def test_a_function_with_room_takes_and_gives_back_what_it_did() -> None:
    assert with_room(divmod)(7, 2) == (3, 1)
    assert with_room(dict)(name="Amina") == {"name": "Amina"}
