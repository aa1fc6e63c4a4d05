"""What the analysis must tell a year's team, counted from registrations, check-ins and words."""

from collections import Counter, defaultdict
from datetime import timedelta
from functools import cache
from typing import Any

from feedback import questionnaire
from feedback.models import Rating
from forum.models import Event, Organisation, Session
from registrations.models import Allocation, BreakoutChoice, CheckIn, Needs, Placement, Registration
from tests.analysis import years
from tests.analysis.years import REACHES, THEMES, Year, may_be_shown, plain

# Each event is counted once: its rows stay as they are until all of them are counted.
by_hand, raised_by_hand = cache(years.by_hand), cache(years.raised_by_hand)

HIDDEN = "not shown"
NOBODY = "Nobody booked or came"
Rows = list[list[str]]
ASKED_FOR = {
    "step_free": "Step-free route",
    "captions": "Live captions",
    "interpretation": "Interpreter",
}
BECAME = ["asked", "arranging", "arranged", "cannot", "met"]


def everything(year: Year) -> dict[str, Any]:
    """By the name of a file, or of what is looked at on the page."""
    return {
        "events": events(year, year.events),
        **{f"events?{question}": events(year, few) for question, few in filters(year).items()},
        "page": on_the_page(year),
        "headline": who_came_in_words(year),
        "came": who_came(year),
        "growth": growth(year),
        "reach": reach(year),
        "first_time": new_or_returning(year),
        "regions": regions(year),
        "booking": booked_by_day(year),
        "arrivals": arrived(year),
        "raised": raised(year),
        "moved": moved(year),
        "small_groups": small_groups(year),
        "felt": felt(year),
        "wished": wished(year),
        "choices": choices_met(year),
        "needs": promised_and_kept(year),
    }


def filters(year: Year) -> dict[str, list[Event]]:
    """Questions that choose some of the events, and which they choose."""
    asked = {
        "kind=forum": [event for event in year.events if event.kind == "forum"],
        "year=2024": [event for event in year.events if event.starts_at.year == 2024],
        f"series={year.series.slug}": [e for e in year.events if e.series == year.series],
    }
    return {question: chosen for question, chosen in asked.items() if chosen}


def events(year: Year, chosen: list[Event]) -> Rows:
    """The events' file, the latest first; who is new is judged by all of the events."""
    seen, known_in, rows = set(), defaultdict(set), []
    for event in year.events:
        counted = by_hand(event)
        leader = (event.lead_host.pk, event.starts_at.year)
        new_people = counted.people - known_in[leader]
        new = counted.there - seen
        if event in chosen:
            rows.append(
                [
                    *(event.title, event.starts_at.date().isoformat()),
                    *(counted.booked, counted.placed, counted.came, counted.no_show),
                    *(counted.walk_ins, len(counted.there), len(new)),
                    *(len(counted.there - new), len(new_people)),
                    *(len(counted.people - new_people), "not asked", "Counted here", ""),
                ]
            )
        seen |= counted.there
        known_in[leader] |= counted.people
    return [[str(cell) for cell in row] for row in reversed(rows)]


def on_the_page(year: Year) -> Rows:
    """The same as the table of the page has it, without the names of the events."""
    return [
        [row[2], *row[4:-2]] if (row[2], row[4]) != ("0", "0") else [NOBODY]
        for row in events(year, year.events)
    ]


def _held(year: Year) -> list[Event]:
    found = []
    for event in year.events:
        counted = by_hand(event)
        if counted.booked or counted.came:
            found.append(event)
    return found


def who_came_in_words(year: Year) -> str:
    counted = [by_hand(event) for event in year.events]
    booked = sum(each.booked for each in counted)
    came = sum(each.came - each.walk_ins for each in counted)
    return f"{f'All {booked}' if came == booked else f'{came} of the {booked}'} who booked came"


def who_came(year: Year) -> Rows:
    counted = [by_hand(event) for event in reversed(_held(year))]
    return [
        [*map(str, [each.booked, each.placed, each.came, each.walk_ins]), "Counted here"]
        for each in counted
    ]


def growth(year: Year) -> list[str]:
    held = [str(by_hand(event).came) for event in _held(year) if event.series]
    return held if len(held) > 1 else []


def known(year: Year) -> dict[str, Organisation]:
    """An organisation as the host itself knows it, else as whom it held the event with."""
    known: dict[str, Organisation] = {}
    for row in Organisation.objects.filter(merged_into=None).order_by("name"):
        name = plain(row.name)
        if name not in known or row.host == year.host:
            known[name] = row
    return known


def reach(year: Year) -> Rows:
    """A row for each event that somebody came to for an organisation, under one for all."""
    names, there = known(year), [by_hand(event).there for event in reversed(year.events)]
    there = [each for each in there if each]
    if len(there) > 1:
        there.insert(0, set().union(*there))
    found = []
    for each in there:
        counts = Counter(names[name].reach for name in each)
        found.append([str(len(each)), *(str(counts[one]) for one in [*REACHES, "unknown"])])
    return found


def new_or_returning(year: Year) -> Rows:
    return [row[7:10] for row in events(year, year.events) if row[7] != "0"]


def regions(year: Year) -> dict[str, str]:
    names = known(year)
    there = set().union(*(by_hand(event).there for event in year.events))
    counts = Counter(names[name].region or "Region not known" for name in there)
    if not set(counts) - {"Region not known"}:
        return {}
    return {region: str(count) for region, count in counts.items()}


def booked_by_day(year: Year) -> Rows:
    """The latest event that somebody booked for, and the one before it in its series."""
    booked = {}
    for event in year.events:
        rows = Registration.objects.filter(event=event, is_walk_in=False)
        days = [(event.starts_at.date() - row.booked_at.date()).days for row in rows]
        if days:
            booked[event] = days
    if not booked:
        return []
    *others, latest = booked
    before = [event for event in others if latest.series and event.series == latest.series]
    drawn = [booked[event] for event in [latest, *before[-1:]]]
    days = sorted({day for each in drawn for day in each}, reverse=True)
    return [
        [str(day), *(str(sum(other >= day for other in each)) for each in drawn)] for day in days
    ]


def arrived(year: Year) -> Rows:
    """Ten minutes by ten minutes, at the latest event that somebody came to."""
    inside = CheckIn.objects.filter(event__in=year.events, session=None)
    latest = inside.order_by("-event__starts_at").first()
    if latest is None:
        return []
    ats = [row.at for row in inside.filter(event=latest.event)]
    steps = Counter(at - timedelta(minutes=at.minute % 10) for at in ats)
    zone = latest.event.zone
    shown = {f"{at.astimezone(zone):%-I.%M}": steps[at] for at in sorted(steps)}
    return [[at.removesuffix(".00"), str(count)] for at, count in shown.items()]


def raised(year: Year) -> dict[str, str]:
    said = [raised_by_hand(event) for event in year.events]
    found = {}
    for theme in THEMES:
        cells = [(counts[theme], read) for read, counts in said if read >= 10]
        total = sum(count for count, read in cells if may_be_shown(count, read))
        more = not all(may_be_shown(count, read) for count, read in cells)
        if total:
            found[theme] = f"{total} or more" if more else str(total)
    return found


def moved(year: Year) -> dict[str, list[str]]:
    read = [event for event in year.events if raised_by_hand(event)[0] >= 10]
    of_series = [event for event in read if event.series]
    columns = of_series if len(of_series) > 1 else read
    found = {}
    for theme in THEMES:
        cells = []
        for event in columns:
            base, counts = raised_by_hand(event)
            count = counts[theme]
            cells.append(str(count) if may_be_shown(count, base) else HIDDEN)
        if any(cell not in {HIDDEN, "0"} for cell in cells) and len(columns) > 1:
            found[theme] = cells
    return found


def felt(year: Year) -> set[tuple[str, ...]]:
    """All counts here are nought or six and more, so that none of them is hidden."""
    found = set()
    for question in questionnaire.RATED:
        for event in year.events:
            rows = Rating.objects.filter(event=event, question=question.key)
            counts = {row.answer: row.count for row in rows if row.answer != "unsaid"}
            if (base := sum(counts.values())) >= 10:
                answers = dict(question.answers)
                found |= {
                    (question.words, event.title, answers[key], str(count), str(base))
                    for key, count in counts.items()
                }
    return found


def small_groups(year: Year) -> Rows:
    """Where more than half of the organisations were local, against the others; bases above."""
    names = known(year)
    local, others = [], []
    for event in year.events:
        said, there = raised_by_hand(event), by_hand(event).there
        if said[0] >= 10 and there:
            few = sum(names[name].reach == "local" for name in there)
            (local if few > len(there) - few else others).append(said)
    rows = []
    for theme in THEMES:
        cells = [_over(each, theme) for each in (local, others)]
        if {*cells} - {HIDDEN, "0"}:
            rows.append([theme, *cells])
    if not local or not others or not rows:
        return []
    bases = [str(sum(read for read, _counts in each)) for each in (local, others)]
    return [["of", *bases], *sorted(rows)]


def _over(said: list[tuple[int, Counter[str]]], theme: str) -> str:
    shown = [counts[theme] for read, counts in said if may_be_shown(counts[theme], read)]
    if len(shown) == len(said):
        return str(sum(shown))
    return f"{sum(shown)} or more" if sum(shown) else HIDDEN


def placed(event: Event) -> set[Any]:
    rows = Registration.objects.filter(event=event)
    return {row.pk for row in rows if row.state == "confirmed"}


def wished(year: Year) -> Rows:
    """At the latest event where somebody with a place wished; the most wanted first."""
    for event in reversed(year.events):
        people = placed(event)
        rows = BreakoutChoice.objects.filter(registration__event=event, rank=1)
        first = Counter(row.session_id for row in rows if row.registration_id in people)
        if not first:
            continue
        sessions = Session.objects.filter(event=event).select_related("slot")
        ticks = CheckIn.objects.filter(event=event).exclude(session=None)
        inside = Counter(row.session_id for row in ticks if row.registration_id in people)
        ranked = sorted(sessions, key=lambda one: (-first[one.pk], one.slot.starts_at, one.title))
        return [
            [
                *(one.title, one.slot.title, str(first[one.pk])),
                "no limit" if one.max_places is None else str(one.max_places),
                _ticked(inside[one.pk]),
            ]
            for one in ranked
        ]
    return []


def _ticked(count: int) -> str:
    """Of nobody it is not known whether they were there; fewer than five are kept nowhere."""
    if count == 0:
        return "not known"
    return str(count) if count >= 5 else HIDDEN


def choices_met(year: Year) -> Rows:
    """Seats of the run that people were told of, by the wish they are; the latest event first."""
    found = []
    for event in reversed(year.events):
        wishes = defaultdict(dict)
        for wish in BreakoutChoice.objects.filter(registration__event=event):
            wishes[wish.registration_id, wish.slot_id][wish.session_id] = wish.rank
        told = [run for run in Allocation.objects.filter(event=event) if run.published_at]
        people, counts = placed(event), [0] * 5
        for seat in Placement.objects.filter(allocation__in=told):
            theirs = wishes.get((seat.registration_id, seat.slot_id))
            if theirs and seat.registration_id in people:
                # First, second, third, another one, and last no seat at all.
                counts[theirs.get(seat.session_id, 4) - 1 if seat.session_id else 4] += 1
        if any(counts):
            found.append([event.title, *map(str, counts)])
    return found


def promised_and_kept(year: Year) -> Rows:
    """By kind what became of it: of an event only counts that tell of nobody, nor by a rest."""
    shown: defaultdict[str, Counter[str]] = defaultdict(Counter)
    partly = set()
    for event in year.events:
        people, asked = placed(event), defaultdict(Counter)
        for row in Needs.objects.filter(event=event, registration__in=people):
            states = row.answers.get("states", {})
            for kind in row.answers.get("access", []):
                asked[kind][states["access"]] += 1
            if row.answers.get("interpreter"):
                asked["interpretation"][states["interpretation"]] += 1
        for kind, states in asked.items():
            told = {name: count for name, count in states.items() if count >= 5}
            told = {name: count for name, count in told.items() if may_be_shown(count, len(people))}
            while told and not may_be_shown(sum(told.values()), len(people)):
                del told[min(told, key=lambda name: (told[name], name))]
            shown[kind].update(told)
            if told and told != states:
                partly.add(kind)
    ranked = sorted(shown, key=lambda kind: (-shown[kind].total(), ASKED_FOR[kind]))
    return [
        [ASKED_FOR[kind], *(_at_least(shown[kind][name], kind in partly) for name in BECAME)]
        for kind in ranked
        if shown[kind]
    ]


def _at_least(count: int, is_partly_hidden: bool) -> str:
    if not is_partly_hidden:
        return str(count)
    return f"{count} or more" if count else HIDDEN
