"""What is due goes before the first page; when the clock jumped, only with a yes (security D28)."""

import io
import json
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from forum import keys, schedule, sealed
from forum.models import AuditEntry, Event, Host, ScheduledJob, User
from forum.models.people import Role
from registrations import figures, needs, retention, tickets
from registrations.models import AttendanceFigures, Needs, PersonMark, Registration
from tests.factories import make_event, make_host, make_member, make_registration
from tests.site import Site, site

__all__ = ["site"]

SERVED = """
import json, os
from datetime import timedelta
import django
django.setup()
from django.utils import timezone
from forum import keys
from forum.models import Event, ScheduledJob
from registrations.models import Registration
from tests import factories
now = timezone.now()
for slug, days in (("needs-due", 20), ("bookings-due", 190), ("ahead", -9)):
    start = now - timedelta(days=days, hours=8)
    event = factories.make_event(slug=slug, starts_at=start)
    factories.make_registration(event, access=["step_free"], needs_consent=True)
ScheduledJob.objects.create(
    name="registrations.retention.erase_due", last_run_at=now - timedelta(days=DAYS)
)
from forum.project.wsgi import application
event_ids = dict(Event.objects.values_list("slug", "pk"))
print(json.dumps({
    "keys": sorted(slug for slug, pk in event_ids.items() if keys.exists(pk, "needs")),
    "people": sorted(Registration.objects.values_list("event__slug", flat=True)),
}))
"""


@pytest.mark.parametrize(
    ("days", "left"),
    [
        (10, {"keys": ["ahead"], "people": ["ahead", "needs-due"]}),
        # Too long to believe the clock: nothing is erased, and what is due cannot be read.
        (70, {"keys": ["ahead"], "people": ["ahead", "bookings-due", "needs-due"]}),
    ],
)
def test_d28_after_days_without_a_run_what_is_due_is_gone_before_the_first_page(
    site: Site, days: int, left: dict[str, list[str]]
):
    printed = site.run("-c", SERVED.replace("DAYS", str(days)), CONVENOR_WORKER="0")

    assert json.loads(printed.splitlines()[-1]) == left


def ran(days_ago: float) -> None:
    ScheduledJob.objects.create(
        name=settings.ERASING_JOBS[0], last_run_at=timezone.now() - timedelta(days=days_ago)
    )


def event_of(host: Host, days_ago: int, **fields: object) -> Event:
    start = timezone.now() - timedelta(days=days_ago, hours=7)
    return make_event(host, starts_at=start, **fields)


def with_needs(event: Event) -> Registration:
    return make_registration(event, access=["step_free"], needs_consent=True)


def is_readable(registration: Registration) -> bool:
    try:
        return bool(needs.own_of(Needs.objects.get(pk=registration.pk)))
    except sealed.UnreadableError:
        return False


@pytest.fixture
def due(host: Host) -> Registration:
    return with_needs(event_of(host, days_ago=20))


@pytest.fixture
def long_ago(host: Host) -> Registration:
    """A booking whose needs went on their day; now it is due itself."""
    event = event_of(host, days_ago=190)
    made = with_needs(event)
    figures.freeze_needs(event, timezone.now())
    keys.destroy(event.pk, "needs")
    return made


def erase(**options: bool) -> str:
    said = io.StringIO()
    call_command("erase", stdout=said, **options)
    return said.getvalue().strip()


def test_the_command_erases_what_is_due_and_notes_the_run(due: Registration):
    assert erase() == "Erased what was due of 1 event."

    assert not keys.exists(due.event_id, "needs")
    assert ScheduledJob.objects.get(name=settings.ERASING_JOBS[0]).last_run_at is not None
    assert erase() == "Erased what was due of 0 events."


def test_a_fresh_site_has_nothing_to_confirm(due: Registration):
    assert not schedule.may_be_wrong(timezone.now())
    assert retention.erase_due() == 1


def test_when_the_clock_jumped_nothing_is_erased_and_what_is_due_cannot_be_read(
    host: Host, due: Registration
):
    later = with_needs(event_of(host, days_ago=3))
    ran(days_ago=61)

    with pytest.raises(retention.ClockJumpedError):
        retention.erase_due()

    assert (is_readable(due), is_readable(later)) == (False, True)
    assert keys.there("needs") == [
        *sorted(
            [(due.event_id, "needs", True), (later.event_id, "needs", False)],
            key=lambda key: str(key[0]),
        )
    ]


def test_the_schedule_does_not_take_a_held_run_for_a_run(due: Registration):
    ran(days_ago=61)
    before = schedule.last_erasing()
    for _ in range(2):
        with pytest.raises(retention.ClockJumpedError):
            retention.erase_due()

    assert schedule.last_erasing() == before


def test_when_the_clock_comes_back_so_do_the_keys(host: Host):
    registration = with_needs(event_of(host, days_ago=1))
    ran(days_ago=0)
    with time_machine.travel(timezone.now() + timedelta(days=90), tick=False):
        with pytest.raises(retention.ClockJumpedError):
            retention.erase_due()
        assert not is_readable(registration)

    assert retention.erase_due() == 0
    assert is_readable(registration)


def test_bookings_past_their_day_are_shown_to_nobody_before_they_are_erased(
    client: Client, host: Host, long_ago: Registration
):
    event = long_ago.event
    owner = make_member(host, Role.OWNER)
    client.force_login(owner)
    event_page = {"slug": event.slug}

    people = client.get(reverse("registrations:people", kwargs=event_page), {"show": "everyone"})
    person = client.get(reverse("registrations:person", kwargs={**event_page, "pk": long_ago.pk}))
    door = client.get(reverse("registrations:door", kwargs=event_page), {"q": "Amina"})
    own = client.get(tickets.booking_path(long_ago))

    assert (people.status_code, person.status_code, own.status_code) == (200, 404, 404)
    assert "Amina" not in people.content.decode()
    assert long_ago.code not in door.content.decode()


def test_the_command_says_what_waits_and_erases_it_with_a_yes(
    due: Registration, long_ago: Registration
):
    ran(days_ago=61)
    with pytest.raises(CommandError) as refused:
        erase()

    assert "run this again with --confirm: 1 events with needs and 1 with bookings" in str(
        refused.value
    )
    assert erase(confirm=True) == "Erased what was due of 2 events."
    assert list(Registration.objects.all()) == [due]
    assert retention.erase_due() == 0


def test_needs_that_were_shut_are_counted_before_they_are_erased(host: Host):
    event = event_of(host, days_ago=20, capacity=20)
    for _ in range(10):
        with_needs(event)
    ran(days_ago=61)
    with pytest.raises(retention.ClockJumpedError):
        retention.erase_due()

    retention.confirm(by=None)

    row = AttendanceFigures.objects.get(event=event, organisation=None)
    assert row.needs == {"step_free": {"asked": 10, "all": 10}}
    assert not keys.path_of(event.pk, "needs").with_name("needs.v1.held").exists()


@pytest.fixture
def owner(host: Host) -> User:
    return make_member(host, Role.OWNER, email="owner@harbour.example", name="Olive Owner")


def page_of(host: Host) -> str:
    return reverse("registrations:erasure", args=[host.slug])


def test_an_owner_is_told_and_says_yes_for_their_own_events_alone(
    client: Client, host: Host, owner: User, due: Registration
):
    other = with_needs(event_of(make_host(), days_ago=20))
    ran(days_ago=61)
    client.force_login(owner)

    told = client.get(reverse("forum:my_events")).content.decode()
    asked = client.get(page_of(host)).content.decode()
    answer = client.post(page_of(host), follow=True)

    assert "Erasing waits for you" in told
    assert page_of(host) in told
    assert due.event.title in asked
    assert other.event.title not in asked
    assert "What was due of 1 event is erased." in answer.content.decode()
    assert not keys.exists(due.event_id, "needs")
    assert is_readable(other)
    assert schedule.may_be_wrong(timezone.now())
    line = AuditEntry.objects.get(deed="confirmed the erasure")
    assert (line.who, line.count, line.host) == (owner, 1, host)


def test_when_nothing_waits_any_more_erasing_goes_by_itself_again(
    client: Client, host: Host, owner: User, due: Registration
):
    ran(days_ago=61)
    client.force_login(owner)

    client.post(page_of(host))

    assert not schedule.may_be_wrong(timezone.now())
    assert "Erasing waits" not in client.get(reverse("forum:my_events")).content.decode()


def test_the_page_says_what_goes_when(client: Client, host: Host, owner: User):
    event = event_of(host, days_ago=3, title="Spring <b>forum</b>")
    with_needs(event)
    client.force_login(owner)

    page = client.get(page_of(host)).content.decode()

    assert "What is erased when" in page
    assert "Spring &lt;b&gt;forum&lt;/b&gt;" in page
    assert "Erasing has not run yet." in page


@pytest.mark.parametrize("role", [role for role in Role if role != Role.OWNER])
def test_only_an_owner_may_say_yes(client: Client, host: Host, due: Registration, role: Role):
    ran(days_ago=61)
    client.force_login(make_member(host, role))

    assert client.post(page_of(host)).status_code == 404
    assert AuditEntry.objects.filter(deed="confirmed the erasure").count() == 0


def test_the_page_takes_no_other_method(client: Client, host: Host, owner: User):
    client.force_login(owner)

    assert client.put(page_of(host)).status_code == 405


def test_the_page_takes_the_same_queries_for_one_event_and_for_three(
    client: Client, host: Host, owner: User
):
    client.force_login(owner)
    asked = []
    for more in (1, 2):
        for _ in range(more):
            with_needs(event_of(host, days_ago=3))
        client.get(page_of(host))
        with CaptureQueriesContext(connection) as queries:
            client.get(page_of(host))
        asked.append(len(queries))

    assert asked[0] == asked[1]


def test_marks_that_a_restore_brought_back_go_although_their_key_is_gone(host: Host):
    event = make_event(host, starts_at=datetime(2024, 3, 1, 10, tzinfo=UTC))
    PersonMark.objects.create(host=host, year=2024, event=event, mark="0" * 64)

    retention.erase_due()

    assert not PersonMark.objects.exists()
