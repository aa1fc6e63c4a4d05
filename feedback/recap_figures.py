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


def take(event: Event) -> dict[str, Any]:
    """What may be shown of the event as it stands now."""
    came = _came(event)
    there = _organisations(AttendanceFigures.objects.filter(event=event))
    ballots, welcome = _ballots(event), _welcome(event)
    return {
        "came": small_counts.alone(came),
        "organisations": small_counts.alone(len(there)),
        "organisations_new": _new(event, there),
        "ballots": _shown_ballots(ballots, came=came, said=welcome.get("base", ballots)),
        "reach": _reach(there),
        "themes": _themes(event),
        "welcome": welcome,
    }


def _shown_ballots(ballots: int, *, came: int, said: int) -> int | None:
    """Who came and did not answer, and who answered and did not say how welcome they felt, are
    counts as well, and can be worked out."""
    worked_out = (came - ballots, ballots - said)
    if any(0 < count < small_counts.LEAST for count in worked_out):
        return None
    return small_counts.alone(ballots)


def _came(event: Event) -> int:
    whole = AttendanceFigures.objects.filter(event=event, organisation=None)
    return whole.aggregate(came=Sum("came"))["came"] or 0


def _organisations(figures: "QuerySet[AttendanceFigures]") -> set[Any]:
    """The keys of the organisations that somebody came from; merged ones are one."""
    rows = figures.filter(organisation__isnull=False, came__gt=0)
    counts_as = Coalesce("organisation__merged_into_id", "organisation_id")
    return set(rows.values_list(counts_as, flat=True))


def _new(event: Event, there: set[Any]) -> int | None:
    """How many of them came to no earlier event of the lead host."""
    earlier = AttendanceFigures.objects.filter(
        event__event_hosts__host=event.lead_host,
        event__event_hosts__is_lead=True,
        event__state=State.PUBLISHED,
        event__starts_at__lt=event.starts_at,
    )
    new = len(there - _organisations(earlier))
    shown, _returning = small_counts.parts([new, len(there) - new])
    return shown


def _reach(there: set[Any]) -> list[dict[str, Any]]:
    counted = Counter(Organisation.objects.filter(pk__in=there).values_list("reach", flat=True))
    found = [(reach, counted[reach]) for reach in Reach if counted[reach]]
    shown = small_counts.parts([count for _reach, count in found])
    if all(count is None for count in shown):
        return []
    return [
        {"reach": str(reach), "label": str(reach.label), "count": count}
        for (reach, _count), count in zip(found, shown, strict=True)
    ]


def _ballots(event: Event) -> int:
    box = BallotBox.objects.filter(event=event, state=BoxState.CLOSED).first()
    return box.ballots if box else 0


def _themes(event: Event) -> dict[str, Any]:
    read = theme_counts.by_event([event])[event.pk]
    if read.base < small_counts.LEAST_ANSWERS:
        return {}
    shown = {
        theme.name: small_counts.of_base(count, read.base) for theme, count in read.counts.items()
    }
    rows = [{"name": name, "count": count} for name, count in shown.items() if count]
    return {"base": read.base, "rows": rows, "fewer": len(shown) - len(rows)} if rows else {}


def _welcome(event: Event) -> dict[str, int]:
    counts = dict(
        Rating.objects.filter(event=event, question=PUBLISHED).values_list("answer", "count")
    )
    said = {answer: count for answer, count in counts.items() if answer not in SAYS_NOTHING}
    base = sum(said.values())
    felt = sum(count for answer, count in said.items() if answer in _FELT_WELCOME)
    count = small_counts.of_base(felt, base)
    return {"count": count, "base": base} if count else {}
