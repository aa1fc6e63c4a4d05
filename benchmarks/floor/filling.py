"""The tables of the bare pages, with a hundred meetings and one that has room for everybody."""

from django.core.management import call_command
from django.utils import timezone

from floor.models import Guest, Meeting, Topic


def fill() -> None:
    """Once; on an empty database or on one that this has filled before."""
    call_command("migrate", run_syncdb=True, verbosity=0)
    if Meeting.objects.exists():
        return
    now = timezone.now()
    meetings = Meeting.objects.bulk_create(
        Meeting(
            title=f"Meeting {n}",
            slug=f"meeting-{n}",
            starts_at=now + timezone.timedelta(days=n),
            capacity=100,
        )
        for n in range(100)
    )
    Topic.objects.bulk_create(
        Topic(meeting=one, title=f"{t}") for one in meetings for t in range(8)
    )
    Guest.objects.bulk_create(
        Guest(meeting=one, name=f"{g}", email="a@example.org")
        for one in meetings
        for g in range(80)
    )
    Meeting.objects.create(title="Large", slug="large", starts_at=now, capacity=1_000_000)
