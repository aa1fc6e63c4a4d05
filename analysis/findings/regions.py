"""C14: where from? Organisations by the region that the team wrote down."""

from analysis.attendance.figures import RegionCounts, Together
from analysis.charts.bars import Bar, Bars, Group
from analysis.findings.finding import Finding, Table, alt_of, counted, in_words, short
from analysis.findings.naming import told_words

KEY = "regions"
NOT_KNOWN = "Region not known"
_DRAWN = 10


def find(together: Together) -> Finding:
    """Of the organisations that came to any of these events, each counted once."""
    ranked = _ranked(together.regions)
    total = together.organisations
    if total is None or not any(name and count for name, count in ranked):
        words = "When organisations have come whose region is written down, they are counted here."
        if not together.is_exact:
            words += " Counts of 1 to 4 are not shown, nor what would tell them."
        return Finding(KEY, "No regions to show yet", words)
    return Finding(
        key=KEY,
        headline=_headline(ranked, total),
        words=_words(together, ranked, total),
        alt=_alt(ranked, total),
        table=Table(
            ("Region", f"Organisations, of {total}"),
            tuple((name or NOT_KNOWN, count) for name, count in ranked),
        ),
        drawing=Bars(
            tuple(
                Group(name or NOT_KNOWN, (_bar(count, is_known=bool(name)),))
                for name, count in _drawn(ranked)
            )
        ),
    )


def _ranked(regions: RegionCounts) -> RegionCounts:
    """Most first, what is not shown after it, and last of whom it is not known."""
    return tuple(sorted(regions, key=lambda region: (not region[0], -(region[1] or 0), region[0])))


def _drawn(ranked: RegionCounts) -> RegionCounts:
    """The first of those with a count, and of how many it is not known."""
    shown = [region for region in ranked if region[1]]
    if len(shown) <= _DRAWN:
        return tuple(shown)
    unknown = shown[-1:] if not shown[-1][0] else []
    return (*shown[: _DRAWN - len(unknown)], *unknown)


def _known(ranked: RegionCounts, total: int) -> int | None:
    """Of how many the region is known."""
    counts = dict(ranked)
    unknown = counts.get("", 0)
    return None if unknown is None else total - unknown


def _headline(ranked: RegionCounts, total: int) -> str:
    name, most = ranked[0][0], ranked[0][1] or 0
    known = _known(ranked, total)
    if known is None:
        return f"{counted(most, 'organisation')} came from {short(name)}"
    if most == known:
        who = f"All {known} organisations" if known > 1 else "The one organisation"
        return f"{who} came from {short(name)}"
    others = known - most
    if others >= most:
        return f"{others} of {known} organisations came from outside {short(name)}"
    return f"{most} of {known} organisations came from {short(name)}"


def _words(together: Together, ranked: RegionCounts, total: int) -> str:
    known = _known(ranked, total)
    said = [
        "Organisations that somebody came from, each counted once, by the region written down"
        " for it."
    ]
    if known is not None and known < total:
        said.append(f"Of {total - known} of {total} the region is not known.")
    if len(_drawn(ranked)) < sum(bool(count) for _name, count in ranked):
        said.append(f"{_DRAWN} are drawn; the table has all {len(ranked)}.")
    if any(count is None for _name, count in ranked):
        said.append("Counts of 1 to 4 are not shown.")
    said.append(told_words(together.rows))
    return " ".join(part for part in said if part)


def _alt(ranked: RegionCounts, total: int) -> str:
    named = [(name, count) for name, count in ranked if name]
    shown = [(name, count) for name, count in named if count]
    (first, most), (last, least) = shown[0], shown[-1]
    return alt_of(
        f"Ranked bars of {counted(total, 'organisation')} by region:"
        f" {'of those shown ' if len(shown) < len(named) else ''}most from {short(first)}, {most}.",
        f"Fewest of those shown from {short(last)}, {least}." if len(shown) > 1 else "",
    )


def _bar(count: int | None, *, is_known: bool) -> Bar:
    if count is None:
        return Bar((), in_words(count))
    return Bar(((count, "main" if is_known else "rule"),), str(count))
