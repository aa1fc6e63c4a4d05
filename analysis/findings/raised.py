"""C7: what people talked about, by how many of the answers and notes that were read."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from analysis.charts.bars import Bar, Bars, Group
from analysis.findings.finding import Finding, Table, alt_of, counted, listed, short

KEY = "raised"
_DRAWN = 10


@dataclass(frozen=True)
class Raised:
    """A theme and how many raised it; `or_more` when a part of the count stays hidden."""

    name: str
    count: int
    or_more: bool = False

    @property
    def in_words(self) -> str:
        return f"{self.count} or more" if self.or_more else str(self.count)


def found(themes: Sequence[Raised], *, base: int, where: str, hidden: int, leads: bool) -> Finding:
    """Of `base` answers and notes; `hidden` themes are not shown.

    `leads` says that no theme, shown or not, is raised more than the first. `where`
    is said of where they come from: "At the Spring forum".
    """
    ranked = sorted(themes, key=lambda theme: (-theme.count, theme.name))
    if not ranked:
        words = "When ten answers or notes are read for themes, they are counted here."
        return Finding(KEY, "No theme can be shown yet", words)
    least = (
        f"{counted(hidden, 'theme')} {'is' if hidden == 1 else 'are'} not shown." if hidden else ""
    )
    return Finding(
        key=KEY,
        headline=_headline(ranked, base, leads=leads),
        words=" ".join(
            filter(
                None, [f"{where}, {counted(base, 'answer or note', 'answers and notes')}.", least]
            )
        ),
        alt=_alt(ranked, base, least),
        table=Table(
            ("Theme", f"Answers and notes, of {base}"),
            tuple(
                (theme.name, theme.in_words if theme.or_more else theme.count) for theme in ranked
            ),
        ),
        drawing=Bars(
            tuple(
                Group(theme.name, (Bar(((theme.count, "main"),), theme.in_words),))
                for theme in ranked[:_DRAWN]
            )
        ),
    )


def of_recap(themes: dict[str, Any]) -> Finding | None:
    """From the figures that a recap keeps; nothing where too few were read."""
    shown = [Raised(row["name"], row["count"]) for row in themes.get("rows", []) if row["count"]]
    if not shown:
        return None
    hidden = themes.get("fewer", 0)
    return found(shown, base=themes["base"], where="At this event", hidden=hidden, leads=not hidden)


def _headline(ranked: list[Raised], base: int, *, leads: bool) -> str:
    first = ranked[0]
    level = [short(theme.name) for theme in ranked if theme.count == first.count]
    said = f"{first.in_words} of {base} answers and notes"
    if not leads:
        return f"{said} raised {short(first.name)}"
    if len(level) == 1:
        return f"{level[0]} was raised most, by {said}"
    if len(level) > 3:
        return f"{len(level)} themes were raised most, each by {said}"
    return f"{listed(level)} were raised most, each by {said}"


def _alt(ranked: list[Raised], base: int, least: str) -> str:
    first, last = ranked[0], ranked[-1]
    return alt_of(
        f"Bar chart of themes in {base} answers and notes: {short(first.name)} is raised by"
        f" {first.in_words}.",
        f"{short(last.name)} is raised least of those shown, by {last.in_words}."
        if last is not first
        else "No other theme is shown.",
        least,
    )
