"""A registration: one person at one event, from the first page of the form to the door."""

from datetime import date, datetime
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from forum.models import Event, Organisation
from registrations.models import days
from registrations.models.reached import ContactBy as ContactBy
from registrations.models.reached import Reached


class State(models.TextChoices):
    DRAFT = "draft", "Not finished"
    AWAITING = "awaiting", "To answer"
    WAITING = "waiting", "On the waiting list"
    OFFERED = "offered", "Offered a place"
    CONFIRMED = "confirmed", "Has a place"
    CANCELLED = "cancelled", "Cancelled"


class Kind(models.TextChoices):
    PARTICIPANT = "participant", "Participant"
    LEAD = "lead", "Leads a session"
    CREW = "crew", "Crew"
    INTERPRETER = "interpreter", "Interpreter"
    COMPANION = "companion", "Comes with somebody"
    GUEST = "guest", "Guest"


# Crew and interpreters work at the event: they eat, and take nobody's place.
WITHOUT_A_PLACE = [Kind.CREW, Kind.INTERPRETER]


class ComingAs(models.TextChoices):
    STAFF = "staff", "Works there"
    MEMBER = "member", "Volunteer or member"
    MYSELF = "myself", "As myself"


# Who is to come, or may: whoever has no place yet is told of changes too.
EXPECTED = [State.CONFIRMED, State.OFFERED, State.WAITING, State.AWAITING]


class Photo(models.TextChoices):
    NO = "no", "No photos"
    UNRECOGNISABLE = "unrecognisable", "Only if nobody could recognise me"
    YES = "yes", "Yes"


class RegistrationQuerySet(models.QuerySet["Registration"]):
    def finished(self) -> "RegistrationQuerySet":
        """Everybody who pressed the last button, whatever became of it."""
        return self.exclude(state=State.DRAFT)

    def holding_a_place(self) -> "RegistrationQuerySet":
        """Who counts against the capacity: confirmed or offered, of a kind that takes a place."""
        return self.filter(place__isnull=False)

    def confirmed(self) -> "RegistrationQuerySet":
        return self.filter(state=State.CONFIRMED)

    def coming(self) -> "RegistrationQuerySet":
        """Who is expected at the door: confirmed, of every kind."""
        return self.filter(state=State.CONFIRMED)

    def waiting(self) -> "RegistrationQuerySet":
        """The waiting list, first come first."""
        return self.filter(state=State.WAITING).order_by("waiting_since", "id")

    def matching(self, text: str) -> "RegistrationQuerySet":
        """Name, organisation or code holds the text."""
        return self.filter(
            Q(badge_name__icontains=text)
            | Q(organisation__name__icontains=text)
            | Q(code__icontains=text)
        )


class Registration(Reached):
    """One person at one event. Needs are in `Needs`, sealed; a draft is sealed there whole."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=11, choices=Kind, default=Kind.PARTICIPANT)
    state = models.CharField(max_length=9, choices=State, default=State.DRAFT)
    # Which days of the event the person comes, as ISO dates; empty means all of them.
    days = models.JSONField(default=list, blank=True)
    badge_name = models.CharField(max_length=80, blank=True)
    pronouns = models.CharField(max_length=30, blank=True)
    language = models.CharField(max_length=12, default="en")
    coming_as = models.CharField(max_length=6, choices=ComingAs, blank=True)
    organisation = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    photo = models.CharField(max_length=14, choices=Photo, default=Photo.NO)
    # Where photos may be used, when the person said yes to them: keys of options.PHOTO_USES.
    photo_uses = models.JSONField(default=list, blank=True)
    # What others who were there may see: keys of options.CONTACT_LIST; empty means nothing.
    contact_list = models.JSONField(default=list, blank=True)
    # The person asks that mails, titles, calendar and slip name neither event nor host.
    is_discreet = models.BooleanField(default=False)
    code = models.CharField(max_length=12, blank=True)
    # Which of the event's places: the last guard against one person too many.
    place = models.PositiveIntegerField(null=True, editable=False)
    is_walk_in = models.BooleanField(default=False)
    link_version = models.PositiveSmallIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    touched_at = models.DateTimeField(default=timezone.now, editable=False)
    booked_at = models.DateTimeField(null=True, editable=False)
    waiting_since = models.DateTimeField(null=True, editable=False)
    # Until when an offered place is held for the person.
    offered_until = models.DateTimeField(null=True, editable=False)
    # The place that the person was offered and did not take: it goes to somebody else.
    passed_place = models.PositiveIntegerField(null=True, editable=False)
    # What the team wrote to the person when it answered no.
    answer_reason = models.CharField(max_length=300, blank=True)
    cancelled_at = models.DateTimeField(null=True, editable=False)

    objects: ClassVar[Any] = RegistrationQuerySet.as_manager()

    class Meta:
        ordering = ["badge_name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "place"], name="registrations_registration_one_per_place"
            ),
            models.UniqueConstraint(
                fields=["event", "code"],
                condition=~Q(code=""),
                name="registrations_registration_code",
            ),
            models.CheckConstraint(
                condition=Q(
                    Q(state__in=[State.CONFIRMED, State.OFFERED], place__isnull=False)
                    & ~Q(kind__in=WITHOUT_A_PLACE)
                )
                | Q(place=None, kind__in=WITHOUT_A_PLACE)
                | (Q(place=None) & ~Q(state__in=[State.CONFIRMED, State.OFFERED])),
                name="registrations_registration_place_with_state",
            ),
            models.CheckConstraint(
                condition=Q(state=State.DRAFT, booked_at=None)
                | (~Q(state=State.DRAFT) & Q(booked_at__isnull=False) & ~Q(code="")),
                name="registrations_registration_booked_when",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[State.WAITING, State.OFFERED], waiting_since__isnull=False)
                | ~Q(state__in=[State.WAITING, State.OFFERED]),
                name="registrations_registration_waits_since",
            ),
            models.CheckConstraint(
                condition=Q(state=State.OFFERED, offered_until__isnull=False)
                | (~Q(state=State.OFFERED) & Q(offered_until=None)),
                name="registrations_registration_offered_until",
            ),
            models.CheckConstraint(
                condition=Q(state=State.CANCELLED, cancelled_at__isnull=False)
                | (~Q(state=State.CANCELLED) & Q(cancelled_at=None)),
                name="registrations_registration_cancelled_when",
            ),
        ]
        indexes = [
            models.Index(fields=["event", "state", "badge_name"], name="registrations_by_state"),
            models.Index(fields=["event", "email"], name="registrations_by_email"),
        ]

    def __str__(self) -> str:
        return self.badge_name or "Not finished"

    @property
    def has_a_place(self) -> bool:
        return self.state == State.CONFIRMED

    @property
    def is_waiting(self) -> bool:
        return self.state == State.WAITING

    @property
    def is_offered(self) -> bool:
        return self.state == State.OFFERED

    @property
    def holds_an_offer(self) -> bool:
        """Whether a place is held for the person at this moment: not once its time is over."""
        return bool((until := self.offered_until) and timezone.now() < until)

    @property
    def is_awaiting(self) -> bool:
        return self.state == State.AWAITING

    @property
    def is_cancelled(self) -> bool:
        return self.state == State.CANCELLED

    @property
    def is_draft(self) -> bool:
        return self.state == State.DRAFT

    @property
    def keeps_quiet(self) -> bool:
        """Whether nothing about this booking may name event or hosts to others."""
        return self.is_discreet or self.event.is_discreet

    @property
    def coming_days(self) -> list[date]:
        """The days of the event on which the person comes: all, unless they chose."""
        return days.coming(self.days, self.event)

    @property
    def has_days(self) -> bool:
        """Whether the event has days to choose from."""
        return bool(days.asked(self.event))

    @property
    def is_part_time(self) -> bool:
        """Whether the person comes on some days of the event and not on others."""
        return self.coming_days != days.of(self.event)

    def may_change(self, now: datetime) -> bool:
        """Whether the person can still change answers: until the event ends, unless cancelled."""
        return not self.is_cancelled and not self.event.is_cancelled and now < self.event.ends_at
