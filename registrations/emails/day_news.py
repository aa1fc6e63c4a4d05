"""The mail of the morning to those who run events (M18). What people asked for is not in it."""

from collections.abc import Iterator

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils import timezone

from forum import dates
from forum.emails import compose, greeting_name, one_line
from forum.models import Event, Membership, Message
from forum.models.people import Role
from registrations import day_news as gathering
from registrations.day_news import News
from registrations.models import DayNews


def day_news(message: Message) -> EmailMultiAlternatives | None:
    """What is new at each event that the person runs, and where to see what needs doing.

    None when nothing of it is left to tell, or the person runs none of the events any more.
    """
    row = DayNews.objects.select_related("user").filter(pk=message.row_id).first()
    if row is None or not row.user.is_active or row.user.email != message.to:
        return None
    events = gathering.coming_events(row.user, timezone.now())
    news = gathering.gather([event.pk for event in events], row.since, row.until)
    told = [event for event in events if news[event.pk]]
    if not told:
        return None
    link = f"{settings.SITE_URL}{_page(told)}"
    zone = timezone.get_default_timezone()
    return compose(
        message,
        subject=_subject([news[event.pk] for event in told]),
        template="registrations/emails/day_news.txt",
        context={
            "name": greeting_name(row.user.name),
            "since": f"{dates.short_day(row.since, zone)}, {dates.clock(row.since, zone)}",
            "events": [{"name": _named(event), "lines": _lines(news[event.pk])} for event in told],
            "leads_needs": _leads_needs(row, told),
            "link": link,
        },
        links=[link],
    )


def _page(told: list[Event]) -> str:
    """The page of the one event, unless its address would name what keeps quiet; else of all."""
    first, *others = told
    if others or first.is_discreet:
        return reverse("forum:my_events")
    return reverse("forum:today", args=[first.slug])


def _named(event: Event) -> str:
    """The event in a line; one that keeps quiet is named by its day alone."""
    if event.is_discreet:
        return f"The event on {dates.days(event)}"
    return f"{one_line(event.title)}, {dates.days(event)}"


def _subject(news: list[News]) -> str:
    booked, cancelled = (sum(getattr(one, of) for one in news) for of in ("booked", "cancelled"))
    counted = [
        _counted(booked, "new booking", "new bookings"),
        _counted(cancelled, "cancellation", "cancellations"),
    ]
    return f"Your events: {', '.join(filter(None, counted)) or 'something to look at'}"


def _lines(news: News) -> list[str]:
    return list(filter(None, _said(news)))


def _said(news: News) -> Iterator[str]:
    yield _counted(news.booked, "new booking", "new bookings")
    yield _counted(news.cancelled, "cancellation", "cancellations")
    yield _counted(news.waiting, "person is on the waiting list", "people are on the waiting list")
    yield _counted(news.to_answer, "booking waits for your answer", "bookings wait for your answer")
    yield _counted(news.came_back, "email came back", "emails came back")
    yield "There are people to phone or text" if news.calls_left else ""


def _counted(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}" if count else ""


def _leads_needs(row: DayNews, events: list[Event]) -> bool:
    """Whether the person looks after needs at one of the events: whatever is there, or not."""
    mine = Membership.objects.filter(user=row.user, role=Role.NEEDS_LEAD)
    return mine.filter(host__events__in=[event.pk for event in events]).exists()
