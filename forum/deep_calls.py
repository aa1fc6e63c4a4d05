"""Room for calls that lie deep, as those do that paint a template.

Python keeps the calls of a thread in pieces of memory of 16 KB, and gives a piece back to the
system as soon as its last call returns. Where a loop happens to call across the edge of a piece,
each of its rounds asks the system for memory and gives it back: the page of a short form took half
as long again for that alone. Later releases of Python 3.13 keep one piece (gh-142183); 3.11 and
3.12 never will.
"""

import functools
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

_P = ParamSpec("_P")
_T = TypeVar("_T")

# Of 8 bytes each: too many for a piece of 64 KB, so that Python takes one of 128 KB, of which half
# is left for the calls within. Nothing is written to what is not used, so it costs no memory.
_SLOTS = 7_300


def with_room(function: Callable[_P, _T]) -> Callable[_P, _T]:
    """The same function, which begins by taking one piece that all calls within it fit into."""

    @functools.wraps(function)
    def roomy(*args: _P.args, **kwargs: _P.kwargs) -> _T:
        return function(*args, **kwargs)

    made: Any = roomy
    made.__code__ = made.__code__.replace(co_stacksize=_SLOTS)
    return roomy
