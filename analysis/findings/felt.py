"""C9: how was it? What people answered, as one bar for each statement with its counts inside."""

from collections.abc import Mapping, Sequence

from analysis import chance
from analysis.charts.colours import Tone
from analysis.charts.stacked import Block, Row, Stacked
from analysis.findings.finding import Each, Finding, Line, Table, alt_of, counted, short
from analysis.findings.naming import with_month
from analysis.voices import Answers, scale
from feedback import questionnaire

FELT, WELCOME = "felt", "welcome"
_DRAWN = 5
_TONES: dict[int, tuple[Tone, ...]] = {
    3: ("main", "pale", "care"),
    4: ("main", "pale", "rule", "care"),
}
# What the first two answers of a question say together.
SAID = {
    "useful": "found it useful",
    "welcome": "felt welcome and safe to speak",
    "contacts": "made contacts they will use",
    "part": "could take part, fully or mostly",
}
_NOT_YET = "When the feedback on an event closes with ten answers or more, they are counted here."


def find(ratings: Mapping[str, Sequence[Answers]]) -> Finding:
    """Every statement at the latest event where people answered."""
    told = [row for rows in ratings.values() for row in rows]
    if not told:
        return Finding(FELT, "No ratings to show yet", _NOT_YET)
    rows = _latest(told)
    latest = rows[0].event
    leading = next((row for row in rows if row.question.key == WELCOME), rows[0])
    return Finding(
        key=FELT,
        headline=_headline(leading),
        words=f"{with_month(latest)}. {_hidden_words(rows)}".strip(),
        alt=_alt(
            leading, f"answers to {counted(len(rows), 'question')} about {short(latest.title, 40)}"
        ),
        table=_table([row for rows in ratings.values() for row in reversed(rows)]),
        drawing=Stacked(
            tuple(Block(_key(row.question), (_row(row, row.question.words),)) for row in rows)
        ),
    )


def _latest(told: Sequence[Answers]) -> list[Answers]:
    """The answers at the latest event where it is shown how welcome people felt, else at any."""
    welcomed = [row.event for row in told if row.question.key == WELCOME and row.positive]
    latest = max(welcomed or [row.event for row in told], key=lambda event: event.starts_at)
    return [row for row in told if row.event == latest]


def find_welcome(ratings: Mapping[str, Sequence[Answers]]) -> Finding:
    """Whether people felt welcome and safe to speak, event by event."""
    rows = ratings[WELCOME]
    if len(rows) < 2:
        return Finding(
            WELCOME,
            "No events to compare yet by how welcome people felt",
            "When two events have ten answers or more, they are compared here.",
        )
    drawn = list(reversed(rows))[:_DRAWN]
    question = drawn[0].question
    of_more = f" The latest {_DRAWN} of {len(rows)} events." if len(rows) > _DRAWN else ""
    return Finding(
        key=WELCOME,
        headline=_change(drawn[-1], drawn[0]),
        words=f"“{question.words}.”{of_more} {_hidden_words(drawn)}".strip(),
        alt=_alt(drawn[0], f"how welcome people felt at {counted(len(drawn), 'event')}"),
        table=_table(list(reversed(rows))),
        drawing=Stacked(
            (Block(_key(question), tuple(_row(row, with_month(row.event)) for row in drawn)),)
        ),
    )


def _headline(row: Answers) -> str:
    if row.positive is None:
        return f"What {counted(row.base, 'person', 'people')} said of {short(row.event.title)}"
    return f"{row.positive} of {row.base} {SAID[row.question.key]}"


def _change(first: Answers, last: Answers) -> str:
    if first.positive is None or last.positive is None:
        return "How welcome people felt, event by event"
    before, after = (first.positive, first.base), (last.positive, last.base)
    said = f"{before[0]} of {before[1]} at first, {after[0]} of {after[1]} at last"
    if not chance.shares_differ(before, after):
        return f"No clear change in how welcome people felt: {said}"
    more = after[0] / after[1] > before[0] / before[1]
    return f"{'More' if more else 'Fewer'} people felt welcome: {said}"


def _hidden_words(rows: Sequence[Answers]) -> str:
    return "Counts of 1 to 4 are not shown." if any(row.hidden for row in rows) else ""


def _alt(row: Answers, what: str) -> str:
    pairs = [
        f"{count} {words.lower()}"
        for (_key, words), count in zip(scale(row.question), row.counts, strict=True)
        if count
    ]
    return alt_of(
        f"Stacked bars: {what}.",
        f"“{row.question.words}” at {short(row.event.title, 40)}, {row.base} answers:"
        f" {', '.join(pairs)}.",
        "The rest is not shown." if row.hidden else "",
    )


def _key(question: questionnaire.Question) -> tuple[tuple[str, Tone], ...]:
    answers = scale(question)
    tones = _TONES[len(answers)]
    return tuple((words, tone) for (_key, words), tone in zip(answers, tones, strict=True))


def _row(row: Answers, name: str) -> Row:
    answers = counted(row.base, "answer").replace(" ", "\N{NO-BREAK SPACE}")
    between = "" if name.endswith("?") else ":"
    return Row(f"{name}{between} {answers}", row.counts, row.hidden)


def _table(rows: Sequence[Answers]) -> Table:
    """A row for each answer, since questions have answers of their own."""
    return Table(
        ("Question and event", "Answer", "Count", "Of"),
        Each(
            [(row, place) for row in rows for place in range(len(row.counts))],
            lambda each: _line(*each),
        ),
    )


def _line(row: Answers, place: int) -> Line:
    _key, words = scale(row.question)[place]
    said = f"{row.question.words} {with_month(row.event)}"
    return said, words, row.counts[place], row.base
