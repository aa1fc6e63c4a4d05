"""What people said at events: themes and ratings, with every small count hidden from here on."""

import uuid
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from feedback import questionnaire, results, theme_counts
from feedback.models import Rating
from forum import small_counts
from forum.models import Event


@dataclass(frozen=True)
class Themes:
    """One event: of `base` answers and notes, how many raise a theme; None stays hidden."""

    event: Event
    base: int
    counts: Mapping[str, int | None]
    # Those that stay hidden because nearly all raise them, and not because few do.
    nearly_all: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Said:
    """The themes of the events where enough was read, and their names."""

    rows: tuple[Themes, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    # The theme in the codebook that leads to the page of a name: that of the latest event.
    themes: Mapping[str, uuid.UUID] = field(default_factory=dict)
    # Whether a theme with the highest shown count has the highest in truth.
    leads: bool = False

    @property
    def base(self) -> int:
        return sum(row.base for row in self.rows)

    def shown(self, theme: str) -> int:
        """How often it was raised where that is shown."""
        return sum(row.counts.get(theme) or 0 for row in self.rows)

    def is_partly_hidden(self, theme: str) -> bool:
        return any(row.counts.get(theme, 0) is None for row in self.rows)


@dataclass(frozen=True)
class Answers:
    """One question at one event: how many gave each answer, None where that stays hidden."""

    event: Event
    question: questionnaire.Question
    counts: tuple[int | None, ...]
    base: int

    @property
    def hidden(self) -> int:
        """How many answers stay hidden, together."""
        return self.base - sum(count or 0 for count in self.counts)

    @property
    def positive(self) -> int | None:
        """The first two answers together."""
        first, second = self.counts[:2]
        return None if first is None or second is None else first + second


def themes_of(events: Sequence[Event]) -> Said:
    """The themes of events with ten answers or notes that were read, in the order of time.

    A theme is known by its name, so that those of a host we held an event with count with ours.
    """
    found = theme_counts.by_event(events)
    names: dict[str, str] = {}
    themes: dict[str, uuid.UUID] = {}
    raw: Counter[str] = Counter()
    rows = []
    for event in events:
        read = found[event.pk]
        if read.base < small_counts.LEAST_ANSWERS:
            continue
        counts: Counter[str] = Counter()
        for theme, count in read.counts.items():
            names.setdefault(theme.name_key, theme.name)
            themes[theme.name_key] = theme.pk
            counts[theme.name_key] += count
        raw += counts
        rows.append((event, read.base, counts))
    said = Said(
        rows=tuple(
            Themes(
                event,
                base,
                {theme: small_counts.of_base(counts[theme], base) for theme in names},
                frozenset(
                    theme for theme in names if 0 < base - counts[theme] < small_counts.LEAST
                ),
            )
            for event, base, counts in rows
        ),
        names=names,
        themes=themes,
    )
    return replace(said, leads=_leads(said, raw))


def _leads(said: Said, raw: Mapping[str, int]) -> bool:
    """Whether no theme that is hidden somewhere is raised more than the first of those shown."""
    shown = {theme: said.shown(theme) for theme in said.names}
    most = max(shown.values(), default=0)
    first = [theme for theme, count in shown.items() if count == most]
    return most > 0 and max(raw[theme] for theme in first) == max(raw.values())


def ratings_of(events: Sequence[Event]) -> dict[str, list[Answers]]:
    """Answers by question, of each event with ten answers to it; one query."""
    counted: defaultdict[tuple[object, str], dict[str, int]] = defaultdict(dict)
    rows = Rating.objects.filter(event__in=events)
    for event_id, key, answer, count in rows.values_list("event_id", "question", "answer", "count"):
        counted[event_id, key][answer] = count
    found: dict[str, list[Answers]] = {}
    for question in questionnaire.RATED:
        keys = [key for key, _words in scale(question)]
        every = (
            answers_of(
                event, question, [counted[event.pk, question.key].get(key, 0) for key in keys]
            )
            for event in events
        )
        found[question.key] = [answers for answers in every if answers]
    return found


def scale(question: questionnaire.Question) -> list[tuple[str, str]]:
    """The answers that say something, in their order."""
    return [
        (key, words) for key, words in question.answers if key not in questionnaire.SAYS_NOTHING
    ]


def answers_of(
    event: Event, question: questionnaire.Question, counts: Sequence[int]
) -> Answers | None:
    """The counts of a scale as they may be shown; nothing where none of them may."""
    if sum(counts) < small_counts.LEAST_ANSWERS:
        return None
    shown = results.halves(small_counts.parts(counts))
    if not any(shown):
        return None
    return Answers(event, question, tuple(shown), sum(counts))
