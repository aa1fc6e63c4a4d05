"""Figures that were once published, and why others may not follow them.

Two versions of a recap side by side tell what came between: 31 who raised a theme and then 33 tell
of two. So new figures are published only where no count differs by 1 to 4 from any version that
was public before; else the earlier ones stay. It does not help to take a recap off the site first:
what was public is kept.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from feedback import recap_figures
from feedback.models import Recap, RecapFigures
from forum.models import Event
from forum.small_counts import LEAST

Figures = dict[str, Any]

# Counted once for good: a part that one version hides beside its whole may not be shown by another.
_WHOLES = (("came", "ballots"), ("ballots", "said"), ("said", "welcome"))


@dataclass(frozen=True)
class ToPublish:
    """The figures that a recap is published with, and since when they stand if they are not new."""

    figures: Figures
    held_back_since: datetime | None = None


def to_publish(event: Event, recap: Recap | None) -> ToPublish:
    """What may be public of the event now; the figures of the latest version where new ones would
    tell of few together with any."""
    new = recap_figures.take(event)
    earlier = list(_versions(recap)) if recap else []
    if earlier and tell_of_few([figures for figures, _at in earlier], new):
        return ToPublish(*earlier[-1])
    return ToPublish(new)


def shown(event: Event, recap: Recap | None) -> ToPublish:
    """What the team sees: of a published recap what is public, with whether newer is held back."""
    found = to_publish(event, recap)
    if recap and recap.is_published:
        return ToPublish(recap.figures, found.held_back_since)
    return found


def keep(recap: Recap, now: datetime) -> None:
    """Remember what is public of the recap, if it is not what was public last."""
    if not recap.figures:
        return
    last = recap.versions.last()
    if last is None or last.figures != recap.figures:
        RecapFigures.objects.create(recap=recap, figures=recap.figures, at=now)


def _versions(recap: Recap) -> Iterator[tuple[Figures, datetime]]:
    kept = list(recap.versions.values_list("figures", "at"))
    yield from kept
    # Published before versions were kept.
    if not kept and recap.figures and recap.published_at:
        yield recap.figures, recap.published_at


def tell_of_few(earlier: Iterable[Figures], new: Figures) -> bool:
    """Whether any of the earlier figures and the new ones together tell a count of 1 to 4."""
    return any(_together(figures, new) for figures in earlier)


def _together(one: Figures, other: Figures) -> bool:
    return any(0 < abs(difference) < LEAST for difference in _differences(one, other))


def _differences(one: Figures, other: Figures) -> Iterator[int]:
    """What can be worked out of two versions by taking one count from another."""
    here, there = _counts(one), _counts(other)
    for name in here.keys() & there.keys():
        yield there[name] - here[name]
    for whole, part in _WHOLES:
        for wholes, parts in ((here, there), (there, here)):
            if whole in wholes and part in parts:
                yield wholes[whole] - parts[part]
    yield from _renamed(_themes(one), _themes(other))
    yield from _merged(_themes(one), _themes(other))
    yield from _hidden_reaches(one, other)


def _counts(figures: Figures) -> dict[str, int]:
    """Every count that the figures tell, also of those who are left over."""
    found = dict(_alone(figures))
    organisations, new = figures["organisations"], figures["organisations_new"]
    if organisations is not None and new is not None:
        found |= {"new": new, "returning": organisations - new}
    if welcome := figures["welcome"]:
        said, count = welcome["base"], welcome["count"]
        found |= {"said": said, "welcome": count, "not welcome": said - count}
    if themes := figures["themes"]:
        found["read"] = themes["base"]
        for name, count in _themes(figures).items():
            found |= {f"raise {name}": count, f"do not raise {name}": themes["base"] - count}
    return found | _reaches(figures)


def _alone(figures: Figures) -> Iterator[tuple[str, int]]:
    """Counts that stand by themselves. Who came is hidden only when few did, so at most 4."""
    for name in ("came", "organisations"):
        yield name, LEAST - 1 if figures[name] is None else figures[name]
    if figures["ballots"] is not None:
        yield "ballots", figures["ballots"]


def _themes(figures: Figures) -> dict[str, int]:
    return {row["name"]: row["count"] for row in figures["themes"].get("rows", [])}


def _renamed(here: dict[str, int], there: dict[str, int]) -> Iterator[int]:
    """A theme that is gone may be one that is new, by another name."""
    for gone in here.keys() - there.keys():
        for new in there.keys() - here.keys():
            yield there[new] - here[gone]


def _merged(here: dict[str, int], there: dict[str, int]) -> Iterator[int]:
    """A theme that is gone may have gone into another: who raised that alone, or both."""
    for gone in here.keys() - there.keys():
        for into in here.keys() & there.keys():
            yield there[into] - here[gone]
            yield here[gone] + here[into] - there[into]


def _reaches(figures: Figures) -> dict[str, int]:
    return {
        f"reach {row['reach']}": row["count"]
        for row in figures["reach"]
        if row["count"] is not None
    }


def _hidden_reaches(one: Figures, other: Figures) -> Iterator[int]:
    """What either version hides of the reaches has a sum in both; a reach not named has nobody."""
    if not one["reach"] or not other["reach"]:
        return
    hidden = {
        row["reach"] for figures in (one, other) for row in figures["reach"] if row["count"] is None
    }
    here, there = _outside(one, hidden), _outside(other, hidden)
    yield (other["organisations"] - there) - (one["organisations"] - here)
    named = {row["reach"] for figures in (one, other) for row in figures["reach"]} - hidden
    counts = [_reaches(figures) for figures in (one, other)]
    for reach in named:
        yield counts[1].get(f"reach {reach}", 0) - counts[0].get(f"reach {reach}", 0)


def _outside(figures: Figures, hidden: set[str]) -> int:
    rows = (row for row in figures["reach"] if row["reach"] not in hidden)
    return sum(row["count"] for row in rows)
