"""The demo, loaded into a folder of its own and served, and the address of each of its pages.

For what looks at pages as they are: the pictures and the check before a release.
"""

import functools
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.smtp import free_port

ROOT = Path(__file__).resolve().parents[1]
# Beside the open forum: events of the demo in other states, and which of their pages show it.
STATES = {
    "casework-forum-leeds": "box-open",
    "casework-forum-nottingham": "erased",
    "northern-summit-durham": "summit",
    "emergency-meeting-the-new-accommodation-rules": "half-read",
    "sewing-and-stories-week-2": "too-few",
    "first-contact-training-for-door-volunteers": "draft",
    "keeping-people-safe-bradford": "full",
    "know-your-rights-at-home-sheffield": "quiet",
}
IN_EACH_STATE = [
    *("forum:event", "forum:today", "registrations:people"),
    *("registrations:breakouts", "registrations:placements"),
    *("feedback:ballot", "feedback:answers", "feedback:coding", "feedback:notes", "feedback:slips"),
    *("feedback:plan_answers", "feedback:close_answers"),
    *("feedback:recap", "feedback:edit_recap", "feedback:preview_recap"),
]


@contextmanager
def served() -> Iterator[str]:
    """Load and serve the demo, as `make demo` does: its address. This process works on it too."""
    with tempfile.TemporaryDirectory(prefix="convenor-demo-") as folder:
        bind = f"127.0.0.1:{free_port()}"
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "forum.project.settings",
            "DJANGO_ALLOW_ASYNC_UNSAFE": "true",
            "CONVENOR_DATA": folder,
            "CONVENOR_DEMO": "1",
            "CONVENOR_SITE_URL": f"http://{bind}",
            "CONVENOR_BIND": bind,
            "CONVENOR_WORKER": "0",
        }
        for command in (["migrate", "-v0"], ["collectstatic", "--noinput", "-v0"], ["load_demo"]):
            manage = [sys.executable, "manage.py", *command]
            subprocess.run(manage, cwd=ROOT, check=True)  # noqa: S603 - our own
        config = ["--config", "deploy/gunicorn.conf.py", "forum.project.wsgi"]
        gunicorn = Path(sys.executable).with_name("gunicorn")
        server = subprocess.Popen(  # noqa: S603 - our own
            [gunicorn, *config], cwd=ROOT, stdout=subprocess.DEVNULL
        )
        try:
            _wait_for(f"http://{bind}/health/")
            yield f"http://{bind}"
        finally:
            server.terminate()
            server.wait()


def _wait_for(url: str) -> None:
    for _ in range(100):
        try:
            urllib.request.urlopen(url, timeout=5).close()  # noqa: S310 - this machine
        except OSError:
            time.sleep(0.2)
        else:
            return
    sys.exit("The server did not begin to answer.")


def pages() -> Iterator[tuple[str, str, str]]:
    """Each page of the demo: its name, its address, and the session of somebody who may see it.

    The demo has to be served.
    """
    import django  # noqa: PLC0415 - the settings are read once the folder is known

    django.setup()
    from tests.project.test_matrix import ACCOUNT, EVENT, HOST, PAGES, ROLES, TEAM  # noqa: PLC0415

    world = _world()
    taken: set[str] = set()
    for name, page in PAGES.items():
        if page.posts_only:
            continue
        cookie = ""
        if page.whose in {EVENT, HOST, TEAM, ACCOUNT}:
            roles = ROLES.get(page.right, set(world.team))
            cookie = cookie_of(next(world.team[role] for role in world.team if role in roles))
        short = name.split(":")[-1].removeprefix("account_").replace("_", "-")
        if short in taken:
            short = name.replace(":", "-").replace("_", "-")
        taken.add(short)
        for number, url in enumerate(dict.fromkeys(world.addresses[name])):
            yield f"{short}-{number + 1}" if number else short, url, cookie
        if name in IN_EACH_STATE:
            [url] = world.addresses[name][:1]
            for slug, state in STATES.items():
                yield f"{short}-{state}", url.replace(world.event.slug, slug), cookie


def cookie_of(user: Any) -> str:
    """The session of somebody of the team."""
    from django.test import Client  # noqa: PLC0415

    client = Client()
    client.force_login(user)
    return str(client.cookies["sessionid"].value)


def charts() -> Iterator[tuple[str, str, str]]:
    """Every chart of the analysis, as drawn for each width."""
    from analysis.adding_up import CHARTS  # noqa: PLC0415

    world = _world()
    cookie = cookie_of(world.team["organiser"])
    for key in CHARTS:
        where = f"/organise/hosts/{world.host.slug}/analysis/charts/{key}.svg"
        asked = "split=year&" if key == "compared" else ""
        for width in ("narrow", "wide"):
            yield f"chart-{key}-{width}", f"{where}?{asked}w={width}", cookie


@functools.cache
def _world() -> Any:
    """The open forum of the demo and its host, as the tests' world of addresses.

    A state in which nobody of the forum is comes from another event; the pages of its team are
    then left out, because nobody of the forum is found there.
    """
    from django.utils import timezone  # noqa: PLC0415

    from forum.models import AskedHost, Complaint, Event, Membership  # noqa: PLC0415
    from forum.models.people import Role  # noqa: PLC0415
    from registrations.models import Helper, Registration, Subscriber  # noqa: PLC0415
    from tests.world import World, put_in_hand  # noqa: PLC0415

    ahead = Event.objects.listed().upcoming(timezone.now())
    draft = Registration.objects.filter(state="draft", helper=None, event__in=ahead).earliest(
        "created_at"
    )
    event, host = draft.event, draft.event.lead_host
    people = Registration.objects.filter(event=event)

    def somebody(state: str) -> Registration:
        there = people.filter(state=state).order_by("booked_at").last()
        return there or Registration.objects.filter(state=state).earliest("booked_at")

    order = ["organiser", "owner", "needs_lead", "staff", "door", "analyst"]
    team = {
        Role(role): Membership.objects.filter(host=host, role=role).earliest("user__email").user
        for role in order
    }
    states = ["confirmed", "waiting", "cancelled", "offered", "awaiting"]
    world = World(
        host=host,
        event=event,
        cohost=host,
        series=host.series.first(),
        room=event.rooms.first(),
        slot=event.slots.first(),
        session=event.sessions.filter(kind="breakout").first() or event.sessions.first(),
        lead=None,
        organisation=host.organisations.first(),
        invitation=host.invitations.first(),
        member=team[Role.STAFF],
        draft=draft,
        arrived=people.confirmed().first(),
        **{state: somebody(state) for state in states},
        team=team,
    )
    world.complaint = Complaint.objects.earliest("made_at")
    world.helper = Helper.objects.filter(event=event).earliest("created_at")
    # In the demo every host that was asked has answered.
    theirs = Event.objects.exclude(pk=event.pk).latest("starts_at")
    world.asked = AskedHost.objects.create(event=theirs, host=host)
    world.subscriber = Subscriber.objects.filter(host=host).earliest("given_at")
    put_in_hand(world, "Riverside")
    return world
