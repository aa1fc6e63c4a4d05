"""`manage.py demo_sign_ins`: where to look in the demo, and how to sign in."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from django.utils import timezone

from forum.accounts import current_code
from forum.models import Event, Series, User
from forum.models.people import Role

# What everybody in the demo signs in with. It opens nothing where the demo was not loaded.
SHARED = "kettle on the windowsill"


class Command(BaseCommand):
    help = "Prints the demo's addresses, accounts, password and current second-factor codes."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("This is not a demo: CONVENOR_DEMO is not set. Nothing is printed.")
        self.stdout.write("\n".join([*_addresses(), "", *_accounts()]))


def _addresses() -> list[str]:
    """Pages worth opening first: what is on, the latest event of each kind, series, the team's."""
    site, now = settings.SITE_URL, timezone.now()
    events = Event.objects.reachable()
    latest = {event.kind: event for event in events.past(now).reverse()}
    shown = [*events.upcoming(now), *latest.values()]
    pages = {event.title: event.get_absolute_url() for event in shown}
    for series in Series.objects.all():
        pages[f"{series.title}, all of them"] = reverse("forum:series", args=[series.slug])
    pages["For organisers, after signing in"] = reverse("forum:my_events")
    wide = max(len(title) for title in pages)
    return [
        f"Convenor is on {site}/",
        "",
        *(f"  {title:<{wide}}  {site}{path}" for title, path in pages.items()),
    ]


def _accounts() -> list[str]:
    """Everybody who can sign in, by host and role, with the code that works now."""
    lines = [
        f"Sign in at {settings.SITE_URL}{reverse('account_login')}",
        f"  Password of everybody: {SHARED}",
        "  Six figures are the code of the second factor, for a minute and only once:",
        "  run `CONVENOR_DEMO=1 .venv/bin/python manage.py demo_sign_ins` for the next.",
    ]
    team = User.objects.filter(email__endswith=".example").prefetch_related("memberships__host")
    host = ""
    for user in sorted((user for user in team if user.memberships.all()), key=_by_host_and_role):
        rows = user.memberships.all()
        if rows[0].host.name != host:
            host = rows[0].host.name
            lines += ["", f"  {host}"]
        roles = ", ".join(row.get_role_display().lower() for row in rows)
        lines.append(f"    {user.email:<28} {current_code(user):<6}  {roles}: {user.name}")
    return lines


def _by_host_and_role(user: User) -> tuple[str, int, str]:
    rows = user.memberships.all()
    return rows[0].host.name, min(Role.values.index(row.role) for row in rows), user.email
