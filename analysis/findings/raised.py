"""C7: what people talked about, by how many of the answers and notes that were read."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from analysis.charts.bars import Bar, Bars, Group
from analysis.findings.finding import Finding, Table, alt_of, counted, listed, short
from analysis.voices import Said

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

    `leads` says that no theme, shown or not, is raised more than the first. `where` says
    where they were said: "Spring forum", "5 events".
    """
    ranked = sorted(themes, key=lambda theme: (-theme.count, theme.name))
    if not ranked:
        words = "When ten answers or notes are read for themes, they are counted here."
        return Finding(KEY, "No theme can be shown yet", words)
    least = _least(ranked, hidden)
    return Finding(
        key=KEY,
        headline=_headline(ranked, base, leads=leads),
        words=f"{_read(where, base)} {least}".strip(),
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


def find(said: Said) -> Finding:
    """Over all the events where enough was read.

    A sum holds only counts that are shown event by event, so that nothing can be worked out by
    taking one from the other.
    """
    counts = [
        Raised(name, said.shown(key), or_more=said.is_partly_hidden(key))
        for key, name in said.names.items()
    ]
    shown = [theme for theme in counts if theme.count]
    one = len(said.rows) == 1
    where = short(said.rows[0].event.title) if one else f"{len(said.rows)} events"
    hidden = len(counts) - len(shown)
    finding = found(shown, base=said.base, where=where, hidden=hidden, leads=said.leads)
    if not one:
        return finding  # the way to each theme stands by how themes move
    ranked = sorted(said.themes, key=lambda key: (-said.shown(key), said.names[key]))
    ways = tuple((said.names[key], said.themes[key]) for key in ranked if said.shown(key))
    return replace(finding, themes=ways)


def of_recap(themes: dict[str, Any]) -> Finding | None:
    """From the figures that a recap keeps; nothing where too few were read."""
    shown = [Raised(row["name"], row["count"]) for row in themes.get("rows", []) if row["count"]]
    if not shown:
        return None
    hidden = themes.get("fewer", 0)
    return found(shown, base=themes["base"], where="", hidden=hidden, leads=not hidden)


def _read(where: str, base: int) -> str:
    said = counted(base, "answer or note", "answers and notes")
    return f"{where}, {said}." if where else f"{said} were read for themes."


def _least(themes: Sequence[Raised], hidden: int) -> str:
    """What is left out, and why a count says "or more"."""
    said = []
    if any(theme.or_more for theme in themes):
        said.append("Counts of 1 to 4 at one event are left out.")
    if hidden:
        said.append(f"{counted(hidden, 'theme')} {'is' if hidden == 1 else 'are'} not shown.")
    return " ".join(said)


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
