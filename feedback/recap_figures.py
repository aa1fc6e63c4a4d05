"""The figures of a recap: what is counted, with every small count hidden before it is kept.

`take(event)` gives what `Recap.figures` holds:

    came, organisations, organisations_new, ballots   a count, or None when it may not be shown
    reach    [{"reach": "local", "label": "Local", "count": 12 or None}, ...] in the order of
             Reach, only those that are there; [] when there are too few organisations
    themes   {"base": 58, "rows": [{"name": "Legal aid", "count": 31}, ...], "fewer": 2}: of
             `base` answers that were read, most first; `fewer` themes are not shown, being too
             few; {} when too few were read
    welcome  {"count": 51, "base": 58}: of those who answered, who felt welcome; {} when hidden
"""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet, Sum
from django.db.models.functions import Coalesce

from feedback import theme_counts
from feedback.models import BallotBox, Rating
from feedback.models.box import BoxState
from feedback.questionnaire import PUBLISHED, SAYS_NOTHING
from forum import small_counts
from forum.models import Event, Organisation
from forum.models.events import State
from forum.models.people import Reach
from registrations.models import AttendanceFigures

_FELT_WELCOME = {"agree", "strongly"}


@dataclass(frozen=True)
class Counted:
    """What there is to tell of an event, before anything is hidden."""

    came: int
    organisations: int
    # How many of these came to no earlier event of the lead host.
    organisations_new: int
    ballots: int
    # How many organisations of each reach.
    reach: dict[str, int]
    # Of how many that were read, and how many of these raise each theme, by its name.
    read: int
    themes: dict[str, int]
    # Who answered how welcome they felt, and who did.
    said: int
    felt_welcome: int


def take(event: Event) -> dict[str, Any]:
    """What may be shown of the event as it stands now."""
    return shown(count(event))


def shown(counted: Counted) -> dict[str, Any]:
    """What may be shown of what was counted."""
    new, there = counted.organisations_new, counted.organisations
    shown_new, _returning = small_counts.parts([new, there - new])
    welcome = _welcome(counted)
    return {
        "came": small_counts.alone(counted.came),
        "organisations": small_counts.alone(there),
        "organisations_new": shown_new,
        "ballots": _shown_ballots(counted, said=welcome.get("base", counted.ballots)),
        "reach": _reach(counted.reach),
        "themes": _themes(counted),
        "welcome": welcome,
    }


def count(event: Event) -> Counted:
    """Everything about the event that a recap tells, as it stands now."""
    there = _organisations(AttendanceFigures.objects.filter(event=event))
    reaches = Organisation.objects.filter(pk__in=there).values_list("reach", flat=True)
    themes = theme_counts.by_event([event])[event.pk]
    said, felt_welcome = _answered_welcome(event)
    return Counted(
        came=_came(event),
        organisations=len(there),
        organisations_new=len(there - _came_before(event)),
        ballots=_ballots(event),
        reach=Counter(reaches),
        read=themes.base,
        themes={theme.name: times for theme, times in themes.counts.items()},
        said=said,
        felt_welcome=felt_welcome,
    )


def _shown_ballots(counted: Counted, *, said: int) -> int | None:
    """Who came and did not answer, and who answered and did not say how welcome they felt, are
    counts as well, and can be worked out."""
    worked_out = (counted.came - counted.ballots, counted.ballots - said)
    if any(0 < left < small_counts.LEAST for left in worked_out):
        return None
    return small_counts.alone(counted.ballots)


def _came(event: Event) -> int:
    whole = AttendanceFigures.objects.filter(event=event, organisation=None)
    return whole.aggregate(came=Sum("came"))["came"] or 0


def _organisations(figures: "QuerySet[AttendanceFigures]") -> set[Any]:
    """The keys of the organisations that somebody came from; merged ones are one."""
    rows = figures.filter(organisation__isnull=False, came__gt=0)
    counts_as = Coalesce("organisation__merged_into_id", "organisation_id")
    return set(rows.values_list(counts_as, flat=True))


def _came_before(event: Event) -> set[Any]:
    """The organisations that came to an earlier event of the lead host."""
    earlier = AttendanceFigures.objects.filter(
        event__event_hosts__host=event.lead_host,
        event__event_hosts__is_lead=True,
        event__state=State.PUBLISHED,
        event__starts_at__lt=event.starts_at,
    )
    return _organisations(earlier)


def _reach(counted: dict[str, int]) -> list[dict[str, Any]]:
    found = [(reach, counted[reach]) for reach in Reach if counted.get(reach)]
    parts = small_counts.parts([count for _reach, count in found])
    if all(count is None for count in parts):
        return []
    return [
        {"reach": str(reach), "label": str(reach.label), "count": count}
        for (reach, _count), count in zip(found, parts, strict=True)
    ]


def _ballots(event: Event) -> int:
    box = BallotBox.objects.filter(event=event, state=BoxState.CLOSED).first()
    return box.ballots if box else 0


def _themes(counted: Counted) -> dict[str, Any]:
    if counted.read < small_counts.LEAST_ANSWERS:
        return {}
    told = {
        name: small_counts.of_base(count, counted.read) for name, count in counted.themes.items()
    }
    rows = [{"name": name, "count": count} for name, count in told.items() if count]
    return {"base": counted.read, "rows": rows, "fewer": len(told) - len(rows)} if rows else {}


def _answered_welcome(event: Event) -> tuple[int, int]:
    """How many said how welcome they felt, and how many of them did."""
    counts = dict(
        Rating.objects.filter(event=event, question=PUBLISHED).values_list("answer", "count")
    )
    said = {answer: count for answer, count in counts.items() if answer not in SAYS_NOTHING}
    return sum(said.values()), sum(said[answer] for answer in said.keys() & _FELT_WELCOME)


def _welcome(counted: Counted) -> dict[str, int]:
    count = small_counts.of_base(counted.felt_welcome, counted.said)
    return {"count": count, "base": counted.said} if count else {}
