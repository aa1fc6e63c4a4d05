"""C13: how many answered when they were asked how it was?"""

from collections.abc import Sequence
from typing import NamedTuple

from analysis import chance
from analysis.attendance.figures import Attendance, Together
from analysis.charts.bars import Bar, Bars, Group
from analysis.findings.finding import Each, Finding, Table, alt_of, counted, in_words, short
from analysis.findings.naming import marked, series_of, told_words, with_month
from forum import small_counts

KEY = "answered"
_DRAWN = 6


class _Rate(NamedTuple):
    """How many answered, of how many who came; both are shown."""

    row: Attendance
    answered: int
    came: int

    @property
    def is_more(self) -> bool:
        """Somebody answered who was not counted as having come."""
        return self.answered > self.came


def find(together: Together) -> Finding:
    """Of the events at which feedback was asked for; the chart has the latest six."""
    asked = [row for row in together.latest_first if row.is_asked]
    rates = [_Rate(row, row.answers, row.came) for row in asked if row.answers and row.came]
    if not rates:
        return Finding(
            KEY,
            "Nothing to show yet of how many answered",
            "When feedback on an event closes that ten people or more came to, those who answered"
            " are counted here.",
        )
    return Finding(
        key=KEY,
        headline=_headline([rate for rate in rates if not rate.is_more] or rates),
        words=_words(asked, rates),
        alt=_alt(rates),
        table=Table(
            ("Event", "Came", "Answered", "Share"),
            Each(asked, _line),
        ),
        drawing=Bars(tuple(_group(rate) for rate in rates[:_DRAWN])),
    )


def _headline(rates: Sequence[_Rate]) -> str:
    answered, came = sum(rate.answered for rate in rates), sum(rate.came for rate in rates)
    if answered == came:
        return f"All {came:,} who came told us how it was"
    if answered > came:
        return f"{answered:,} told us how it was"
    return f"{answered:,} of the {came:,} who came told us how it was"


def _words(asked: Sequence[Attendance], rates: Sequence[_Rate]) -> str:
    said = [f"Feedback on {counted(len(rates), 'event')}, the latest first."]
    if len(rates) == 1:
        said = [f"Feedback on {with_month(rates[0].row.event)}."]
    elif len(rates) > _DRAWN:
        said = [f"The latest {_DRAWN} of {len(rates)} events with feedback; the table has all."]
    said.append(_change([rate for rate in rates if not rate.is_more]))
    if more := sum(rate.is_more for rate in rates):
        where = counted(more, "event")
        said.append(f"At {where} more people answered than were counted as having come.")
    if len(rates) < len(asked):
        said.append("Counts of 1 to 4 are not shown.")
    said.append(told_words([rate.row for rate in rates]))
    return " ".join(part for part in said if part)


def _change(rates: Sequence[_Rate]) -> str:
    """The first event and the last of one series: what is alike can be compared."""
    by_event = {rate.row.event.pk: rate for rate in rates}
    series = series_of([rate.row.event for rate in reversed(rates)])
    if not series or series[0].series is None:
        return ""
    first, last = by_event[series[0].pk], by_event[series[-1].pk]
    before, after = (first.answered, first.came), (last.answered, last.came)
    said = (
        f"at {short(series[0].series.title)}, {before[0]} of {before[1]} at first and"
        f" {after[0]} of {after[1]} at last"
    )
    if not chance.shares_differ(before, after):
        return f"No clear change {said}."
    more = after[0] / after[1] > before[0] / before[1]
    return f"{'A larger' if more else 'A smaller'} share answers {said}."


def _alt(rates: Sequence[_Rate]) -> str:
    best = max(rates, key=lambda rate: rate.answered / rate.came)
    worst = min(rates, key=lambda rate: rate.answered / rate.came)
    kind = f"Bars of how many came and how many of them answered, at {counted(len(rates), 'event')}"
    largest = (
        f"Most at {short(best.row.event.title)}: {best.answered} answered and {best.came} came."
    )
    least = f"Least at {short(worst.row.event.title)}: {worst.answered} and {worst.came}."
    return alt_of(f"{kind}.", largest, least if len(rates) > 1 else "")


def _line(row: Attendance) -> tuple[str, int | None, int | None, str]:
    share = in_words(None)
    if row.answers and row.came:
        is_share = row.answers <= row.came
        share = small_counts.portion(row.answers, row.came) if is_share else "more than came"
    return marked(row), row.came, row.answers, share


def _group(rate: _Rate) -> Group:
    return Group(
        marked(rate.row),
        (
            Bar(((rate.came, "pale"),), f"{rate.came} came"),
            Bar(((rate.answered, "main"),), f"{rate.answered} answered"),
        ),
    )
