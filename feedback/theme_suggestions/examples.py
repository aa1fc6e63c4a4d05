"""What is learned from, and what comes out."""

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

# Learning takes the cube of it in time: at 1,500 about a second.
MOST = 1_500
# Of each theme at least so many stay, however old they are.
OF_EACH_THEME = 15


@dataclass(frozen=True)
class Example:
    """Words that a person read, and the keys of the themes found in them; none when none fitted."""

    text: str
    themes: frozenset[Hashable]


@dataclass(frozen=True)
class Described:
    """A theme of the codebook; what the description says is learned like a comment."""

    theme: Hashable
    name: str
    description: str = ""


@dataclass(frozen=True)
class Suggestion:
    """A theme that words may raise: how sure, from 0 to 1, and whether that is sure enough."""

    theme: Hashable
    score: float
    probability: float
    is_suggested: bool


def chosen(examples: Sequence[Example], most: int = MOST) -> list[Example]:
    """At most so many of them: the first, which are the nearest, and a share of each theme."""
    if len(examples) <= most:
        return list(examples)
    kept, seen = set[int](), Counter[Hashable]()
    for at, example in enumerate(examples):
        if len(kept) < most and any(seen[theme] < OF_EACH_THEME for theme in example.themes):
            kept.add(at)
            seen.update(example.themes)
    for at in range(len(examples)):
        if len(kept) == most:
            break
        kept.add(at)
    return [examples[at] for at in sorted(kept)]
