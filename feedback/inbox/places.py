"""Everything that can be read at an event, each with what was found in it and what is on offer."""

import uuid
from collections import defaultdict
from dataclasses import dataclass, field

from feedback import coding
from feedback.models import SessionNote, ThemeTag
from feedback.models.themes import TagState
from forum.models import Event

NOTES = "notes"


@dataclass(frozen=True)
class Place:
    """A comment or note in the line; `key` names it in an address, `kind` is its question."""

    key: str
    is_coded: bool
    kind: str = NOTES
    themes: frozenset[uuid.UUID] = frozenset()
    likeliest: uuid.UUID | None = None
    probability: float | None = None


@dataclass
class _Tags:
    themes: set[uuid.UUID] = field(default_factory=set)
    offers: list[tuple[float, uuid.UUID]] = field(default_factory=list)


def places(event: Event) -> list[Place]:
    """Comments in the order of chance, then notes; four queries."""
    tags = _tags(event)
    comments = coding.readable(event).values_list("pk", "is_coded", "question")
    notes = SessionNote.objects.filter(event=event).values_list("pk", "is_coded")
    return [
        *(_place(f"c{pk}", is_coded, kind, tags) for pk, is_coded, kind in comments),
        *(_place(f"n{pk}", is_coded, NOTES, tags) for pk, is_coded in notes),
    ]


def progress(event: Event) -> tuple[int, int]:
    """How many are read, of how many; two queries."""
    comments = coding.readable(event).order_by().values_list("is_coded", flat=True)
    notes = SessionNote.objects.filter(event=event).order_by().values_list("is_coded", flat=True)
    states = [*comments, *notes]
    return sum(states), len(states)


def _place(key: str, is_coded: bool, kind: str, tags: dict[str, _Tags]) -> Place:
    found = tags.get(key, _Tags())
    probability, likeliest = max(found.offers, default=(None, None))
    return Place(key, is_coded, kind, frozenset(found.themes), likeliest, probability)


def _tags(event: Event) -> dict[str, _Tags]:
    """What hangs on each, by the keys of the places."""
    found: dict[str, _Tags] = defaultdict(_Tags)
    fields = ("theme_id", "state", "probability")
    on_comments = ThemeTag.objects.filter(comment__event=event).values_list("comment", *fields)
    on_notes = ThemeTag.objects.filter(note__event=event).values_list("note", *fields)
    for kind, rows in (("c", on_comments), ("n", on_notes)):
        for words, theme, state, probability in rows:
            there = found[f"{kind}{words}"]
            if state == TagState.CONFIRMED:
                there.themes.add(theme)
            elif probability is not None:
                there.offers.append((probability, theme))
    return found
