"""What is said of who is missing: a headline, a sentence, and a table for files."""

from analysis.findings.finding import Table, counted, listed, short
from analysis.findings.naming import with_month
from analysis.missing.looking import Group, Missing, Why
from forum.models.people import Reach

HOW = (
    "Looked at are events that are over, to which people came and that were counted here. An"
    " organisation is missing when nobody who named it came to any of them, nor to what has begun"
    " since. One that was merged with another counts as the other. Who was counted by heads alone"
    " named no organisation."
)
_NAMED = 5


def headline(missing: Missing) -> str:
    """How many are missing, and since when."""
    if not missing.events:
        return "Nobody can be missed yet"
    since = last_events(missing)
    if missing.missing is None:
        return f"Who came to none of {since}"
    if not missing.missing:
        return f"Every organisation came to one of {since}"
    if missing.known is None:
        return f"{counted(missing.missing, 'organisation')} came to none of {since}"
    of = f"{missing.missing:,} of {counted(missing.known, 'organisation')}"
    return f"{of} came to none of {since}"


def last_events(missing: Missing) -> str:
    """ "our last 6 events", "the last 3 events of Casework forums": so many as there are."""
    count = len(missing.events)
    if missing.series:
        events = "event" if count == 1 else f"{count} events"
        return f"the last {events} of {short(missing.series.title)}"
    return "our last event" if count == 1 else f"our last {count} events"


def lead(missing: Missing) -> str:
    """Why they are missed and from where nobody came."""
    if not missing.events:
        return (
            "When an event is over and people were counted at it, the organisations that did not"
            " come stand here."
        )
    if not missing.is_exact and not missing.by_reach:
        return (
            "How many there are cannot be shown: with what the analysis shows, it would tell of 1"
            " to 4 organisations. Who may see people's names sees the list here."
        )
    if not missing.is_exact:
        return (
            "Of the organisations that ever came to us. Counts of 1 to 4 stay hidden, with what"
            " would give them away."
        )
    said = []
    whys = [
        f"{count:,} {words}"
        for why, words in (
            (Why.ONCE, "came once and not again"),
            (Why.BEFORE, "came before, but not lately"),
            (Why.ELSEWHERE, "came to other events of ours"),
            (Why.BOOKED, "booked and never came"),
            (Why.NEVER, "never had a booking"),
        )
        if (count := missing.counted(why))
    ]
    if whys:
        said.append(f"Of those that are missing, {listed(whys)}.")
    if names := missing.nobody_from:
        said.append(f"Nobody came from {_some(names)}.")
    if missing.coming:
        has = "has" if missing.coming == 1 else "have"
        said.append(f"{missing.coming:,} {has} booked for an event to come.")
    return " ".join(said)


def span(missing: Missing) -> str:
    """Which events are looked at."""
    first, last = missing.events[0], missing.events[-1]
    names = f"{with_month(first)}, to {with_month(last)}"
    if first == last:
        names = with_month(first)
    if not missing.told:
        return f"Looked at: {names}."
    are = "event is" if missing.told == 1 else "events are"
    return f"Looked at: {names}. {missing.told:,} more {are} known by totals, which name nobody."


def _some(names: list[str]) -> str:
    """A region may have "and" in its own name."""
    said = names if len(names) <= _NAMED + 1 else names[:_NAMED]
    more = f" and {len(names) - _NAMED} more regions" if said is not names else ""
    if more or not any(" and " in name for name in names):
        return f"{', '.join(said)}{more}" if more else listed(names)
    return ", nor from ".join(names)


def why(group: Group) -> str:
    """Why it is missed, with the event: "Came once and not again: Casework Forum, June 2024"."""
    if group.came:
        last = with_month(group.came)
        if group.why == Why.ELSEWHERE:
            return f"Came to {last}"
        if group.why == Why.ONCE:
            return f"Came once: {last}"
        return f"Came {group.times} times, last to {last}"
    if group.stayed_away:
        return f"Booked {with_month(group.stayed_away)}, nobody came"
    return "Never had a booking"


def reach(group: Group) -> str:
    """How far the organisation reaches, in a word."""
    return str(Reach(group.reach).label)


def table(missing: Missing) -> Table:
    """The list to invite from; for who may not see people, how many by reach."""
    if not missing.is_exact:
        return Table(
            ("Reach", "Came lately", "Came before, but not lately"),
            tuple((part.name, part.came, part.missing) for part in missing.by_reach),
        )
    return Table(
        (
            *("Organisation", "Reach", "Region", "Why", "Times they came", "Last came to"),
            *("On", "Booked later and did not come", "Has booked"),
        ),
        tuple(
            (
                *(group.name, reach(group), group.region, group.why.value, group.times),
                with_month(group.came) if group.came else "",
                group.came.local_start.date().isoformat() if group.came else "",
                with_month(group.stayed_away) if group.stayed_away else "",
                with_month(group.ahead) if group.ahead else "",
            )
            for group in missing.groups
        ),
    )
