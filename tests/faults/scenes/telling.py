"""How a scene is told: a deed of the product in the world of tests/world.py, and what it covers."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.world import World


@dataclass(frozen=True)
class Scene:
    """A deed, what has to be so before it, and the functions with a transaction that it enters.

    `told_first` is a deed that writes into the trail what it is about to look at, whatever comes
    of it. `in_steps` is a deed that commits more than once: a fault leaves what was done before,
    and doing it once more ends as if nothing had happened.
    """

    name: str
    deed: Callable[..., object]
    covers: frozenset[str]
    given: Callable[[World], Any]
    in_steps: bool
    told_first: bool


SCENES: list[Scene] = []


def nothing(_world: World) -> None:
    """The world as it is."""


def scene(
    *covers: str,
    given: Callable[[World], Any] = nothing,
    in_steps: bool = False,
    told_first: bool = False,
) -> Callable[[Callable[..., object]], Callable[..., object]]:
    """Tell of a deed: it is called with the world and with what `given` gave back."""

    def told(deed: Callable[..., object]) -> Callable[..., object]:
        names = frozenset(covers)
        SCENES.append(Scene(deed.__name__, deed, names, given, in_steps, told_first))
        return deed

    return told
