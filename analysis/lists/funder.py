"""X13, the summary for a funder: what an event was in numbers, reach, outcomes and quotes.

It says no more than a recap does: once one is published its figures are taken from there, so that
both tell the same and neither can be taken from the other; every small count is hidden before.
"""

import html
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils.html import strip_tags

from analysis import asking, attendance, voices
from analysis.attendance.figures import Attendance
from analysis.events import begun
from analysis.findings.felt import SAID
from feedback import questionnaire, quotes, recap_versions, recaps
from feedback.models import Recap
from forum import markdown, small_counts
from forum.exports import Contents, Export, Order
from forum.models import Event
from forum.permissions import Right
from forum.spreadsheets import Column, Sheet, Value

# The parts of a recap that are Markdown.
_TEXTS = {
    "talked": "What was talked about",
    "learned": "What we learned",
    "happens_next": "What happens next",
}
_RATHER_NOT = "Counts of 1 to 4 are not shown, nor what would give them away."


def build(order: Order) -> Contents:
    """The sheets, from at most 20 queries however large the event was."""
    event = order.event
    here = _here(event, order.now)
    recap = recaps.published(event)
    figures = recap.figures if recap else _not_published(event, here)
    return Contents(
        sheets=[
            _numbers(here, figures | {"ballots": _ballots(event, figures)}),
            _reach(here, figures),
            _outcomes(event, figures),
            _quotes(event, recap),
            *([_story(event, recap)] if recap else []),
        ],
        who="Nobody: numbers in which no small count stands, and words whose writers agreed",
        count=figures.get("came") or 0,
        delete_by=event.erased_on,
    )


def _here(event: Event, now: datetime) -> Attendance:
    """The event as the analysis of its lead host shows it to who may not see people."""
    events = begun(event.lead_host, now)
    reading = attendance.read(event.lead_host, events if event in events else [event])
    rows = attendance.add_up(reading, asking.ALL, exact=False).rows
    return next(row for row in rows if row.event == event)


def _not_published(event: Event, here: Attendance) -> dict[str, Any]:
    """The figures that a recap would be published with.

    Not everybody has read yet how many organisations were new: it is told where the analysis tells
    it, so that files of several events beside its sums tell of no few.
    """
    figures = recap_versions.to_publish(event, recaps.of(event)).figures
    return figures | {"organisations_new": here.new}


def _ballots(event: Event, figures: dict[str, Any]) -> int | None:
    """How many answered, unless 1 to 4 of them left a question open whose answers are told."""
    count: int | None = figures.get("ballots")
    bases = [base for _question, _count, base in _told(event, figures)]
    if count is None or any(small_counts.alone(count - base) is None for base in bases):
        return None
    return count


def _numbers(here: Attendance, figures: dict[str, Any]) -> Sheet:
    return Sheet(
        name="Numbers",
        title=f"In numbers: {here.event.title}",
        sentence=f"{_RATHER_NOT} Nobody is in this file who did not agree to be quoted.",
        columns=[Column("What", 48), Column("Count", 14), Column("How it was counted", 60)],
        rows=_number_rows(here, figures),
    )


def _number_rows(here: Attendance, figures: dict[str, Any]) -> Iterator[list[Value]]:
    how = f"{here.how}: {here.source}" if here.source else here.how
    for words, count in (
        ("Booked a place", here.cell("booked")),
        ("Had a place", here.cell("placed")),
        ("Came", figures.get("came")),
        ("Of them without a booking", here.cell("walk_ins")),
        ("Organisations that somebody came from", _of_groups(here, figures, "organisations")),
        ("Of them for the first time", _of_groups(here, figures, "new")),
    ):
        yield [words, _shown(count), how]
    yield ["Told us how it was", _shown(figures.get("ballots")), "Sealed answers, without names"]


def _of_groups(here: Attendance, figures: dict[str, Any], name: str) -> int | str | None:
    """A count of organisations: of an event that was not counted here, what its totals say."""
    if here.is_told:
        return here.cell(name)
    count: int | None = figures.get({"new": "organisations_new"}.get(name, name))
    return count


def _reach(here: Attendance, figures: dict[str, Any]) -> Sheet:
    counts = [(row["label"], row["count"]) for row in figures.get("reach") or []]
    if here.is_told:
        counts = [(str(reach.label), count) for reach, count in here.reach]
    return Sheet(
        name="Reach",
        title=f"How far the organisations reach: {here.event.title}",
        sentence=f"Each organisation that somebody came from counts once. {_RATHER_NOT}",
        columns=[Column("Reach", 24), Column("Organisations", 16)],
        rows=[[label, _shown(count)] for label, count in counts],
        empty="Too few organisations to show their reach without telling which they are.",
    )


def _outcomes(event: Event, figures: dict[str, Any]) -> Sheet:
    return Sheet(
        name="Outcomes",
        title=f"What came of it: {event.title}",
        sentence=f"What people said of it and what they raised. {_RATHER_NOT}",
        columns=[
            Column("About", 24),
            Column("Outcome", 70, wraps=True),
            Column("Count", 14),
            Column("Of", 10),
            Column("Share", 14),
        ],
        rows=[*_felt(event, figures), *_raised(figures)],
        empty="Fewer than ten people answered, or feedback is not closed yet.",
    )


def _felt(event: Event, figures: dict[str, Any]) -> Iterator[list[Value]]:
    """How it was, question by question."""
    for question, count, base in _told(event, figures):
        yield _counted("How it was", SAID[question.key].capitalize(), count, base)


def _told(
    event: Event, figures: dict[str, Any]
) -> Iterator[tuple[questionnaire.Question, int, int]]:
    """How many gave one of the first two answers, where that may be told; as in the recap."""
    found = voices.ratings_of([event])
    for question in questionnaire.RATED:
        if question.key == questionnaire.PUBLISHED:
            told = figures.get("welcome") or {}
            count, base = told.get("count"), told.get("base", 0)
        else:
            answers = found[question.key]
            count, base = (answers[0].positive, answers[0].base) if answers else (None, 0)
        if count is not None:
            yield question, count, base


def _raised(figures: dict[str, Any]) -> Iterator[list[Value]]:
    themes = figures.get("themes") or {}
    for row in themes.get("rows", []):
        yield _counted("Raised by people", row["name"], row["count"], themes["base"])


def _counted(about: str, outcome: str, count: int, base: int) -> list[Value]:
    return [about, outcome, count, base, small_counts.portion(count, base)]


def _story(event: Event, recap: Recap) -> Sheet:
    """What the team wrote for everybody to read, as plain text."""
    return Sheet(
        name="Story",
        title=f"{recap.title}: {event.title}",
        sentence="As it stands in the recap on the site.",
        columns=[Column("About", 24), Column("What the team wrote", 90, wraps=True)],
        rows=[
            ["In short", recap.lead or "nothing written"],
            *(
                [words, _plain(text)]
                for name, words in _TEXTS.items()
                if (text := getattr(recap, name))
            ),
        ],
    )


def _plain(text: str) -> str:
    """Markdown without its marks; what is listed keeps a dash."""
    page = markdown.render(text).replace("<li>", "<li>- ")
    lines = html.unescape(strip_tags(page)).split("\n")
    return "\n".join(line for line in map(str.strip, lines) if line)


def _quotes(event: Event, recap: Recap | None) -> Sheet:
    """The words chosen for the recap, or all that may be shown where none were chosen."""
    chosen = quotes.of_recap(recap) if recap else []
    every = [(comment.text, quotes.signed(comment)) for comment in quotes.quotable(event)]
    shown = [(quote.text, quote.signed) for quote in chosen] or every
    return Sheet(
        name="Quotes",
        title=f"In their own words: {event.title}",
        sentence=(
            "Shown because their writers agree. They may take it back at any time: make this"
            " again on the day you send it."
        ),
        columns=[Column("Words", 80, wraps=True), Column("Signed", 40, wraps=True)],
        rows=[[text, name or "no name"] for text, name in shown],
        empty="Nobody has agreed that their words are shown.",
    )


def _shown(count: int | str | None) -> Value:
    return small_counts.in_words(None) if count is None else count


EXPORT = Export(
    kind="funder",
    title="Summary for a funder",
    sentence="The event in numbers, reach, outcomes and quotes, with no count that tells of few.",
    for_whom="Funders and partners outside the team",
    rights=(Right.SEE_RESULTS,),
    is_sensitive=False,
    extras=(),
    build=build,
)
