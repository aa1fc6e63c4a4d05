"""Who paints the charts: the worker where one runs beside the web process, else the page itself."""

import struct
from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import caches
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from analysis import adding_up, painting, painting_ahead, pictures
from forum import tasks
from forum.models import ScheduledJob
from tests.factories import make_event, make_figures, make_organisation
from tests.markup import named, page_of, text_of

pytestmark = pytest.mark.django_db

URL = "/organise/hosts/harbour-network/analysis/"
DRAWN = "The picture is being drawn. Its numbers are here already."
STARTS_AT = datetime(2025, 6, 4, 10, tzinfo=UTC)


@pytest.fixture
def event(host):
    event = make_event(host, title="Spring forum", starts_at=STARTS_AT)
    counts = {"booked": 40, "confirmed": 38, "came": 30}
    make_figures(event, {make_organisation(host): 30}, **counts, refreshed_at=STARTS_AT)
    return event


@pytest.fixture
def beside_a_worker(settings):
    """A worker that did something a moment ago."""
    settings.PAINT_IN_WORKER = True
    now = timezone.now()
    return ScheduledJob.objects.create(name="forum.outbox.send_due", due_at=now, last_run_at=now)


def came_of(host):
    return adding_up.add_up(host=host, given={}, exact=True).finding("came").drawing


def do_tasks():
    """What the worker does when it finds a nudge."""
    painted = 0
    for task in DBTaskResult.objects.all():
        painted += painting.paint_wanted(*task.args_kwargs["args"])
        task.delete()
    return painted


def test_a_page_waits_for_the_worker_and_shows_its_numbers(
    host, event, client, sign_in, organiser, beside_a_worker
):
    sign_in(client, organiser)
    page = client.get(URL)
    assert page.headers["Refresh"] == "3"
    assert DRAWN in page.content.decode()
    assert "charts/came.svg?w=" not in page.content.decode()
    assert "open" in dict(named(page_of(page), "details")[0].attributes)
    assert pictures.kept(came_of(host), "wide") is None
    # It asks once, however often it comes again.
    client.get(URL)
    assert DBTaskResult.objects.count() == 1
    assert do_tasks() >= 2
    page = client.get(URL)
    assert "Refresh" not in page.headers
    assert DRAWN not in page.content.decode()
    assert "charts/came.svg?w=wide" in page.content.decode()


def test_a_nudge_says_nothing_about_what_is_in_the_picture(
    host, event, client, sign_in, organiser, beside_a_worker
):
    sign_in(client, organiser).get(URL)
    (task,) = DBTaskResult.objects.all()
    (names,) = task.args_kwargs["args"]
    assert all(len(name) == 32 and int(name, 16) for name in names)


def test_mails_do_not_wait_for_pictures(host, event, beside_a_worker):
    assert painting.ready(came_of(host), "wide") is None
    tasks.send_mail_now.enqueue()
    waiting = [task.task_name for task in DBTaskResult.objects.ready()]
    assert waiting == ["send_mail_now", "paint_now"]


def test_a_picture_asked_for_by_itself_comes_when_it_is_painted(
    host, event, client, sign_in, organiser, stranger, beside_a_worker
):
    sign_in(client, organiser)
    for address in (f"{URL}charts/came.svg", f"{URL}charts/came.png"):
        waits = client.get(address)
        assert (waits.status_code, waits.headers["Refresh"]) == (202, "3")
        assert text_of(named(page_of(waits), "h1")[0]) == "The picture is being drawn"
        do_tasks()
        assert client.get(address).headers["Content-Type"].startswith("image/")
    # What the worker painted is for those alone who may see the host's analysis.
    sign_in(client, stranger)
    for address in (f"{URL}charts/came.svg", f"{URL}charts/came.png"):
        assert client.get(address).status_code == 404


def test_nobody_waits_for_a_worker_that_does_not_come(host, event, beside_a_worker):
    drawing = came_of(host)
    assert painting.ready(drawing, "wide") is None
    key = f"wanted-{pictures.name(drawing, 'wide')}"
    asked = caches["charts"].get(key)
    caches["charts"].set(key, (*asked[:2], asked[2] - timedelta(seconds=21)))
    assert painting.ready(drawing, "wide") == drawing.paint(700).svg()


def test_where_no_worker_did_anything_lately_nothing_waits(host, event, beside_a_worker):
    ScheduledJob.objects.update(last_run_at=timezone.now() - timedelta(minutes=2))
    assert painting.ready(came_of(host), "wide") is not None
    assert DBTaskResult.objects.count() == 0


def test_where_nudges_lie_about_nothing_waits(host, event, beside_a_worker):
    painting.paint_now.enqueue([])
    DBTaskResult.objects.update(enqueued_at=timezone.now() - timedelta(minutes=1))
    findings = adding_up.add_up(host=host, given={}, exact=True).findings
    assert painting.awaited(findings) == frozenset()
    assert painting.ready(came_of(host), "wide") is not None
    assert DBTaskResult.objects.count() == 1


def test_without_a_worker_beside_it_the_page_paints(host, event, client, sign_in, organiser):
    sign_in(client, organiser)
    page = client.get(URL)
    assert "Refresh" not in page.headers
    assert DRAWN not in page.content.decode()
    assert client.get(f"{URL}charts/came.svg").content == pictures.kept(came_of(host), "wide")
    assert DBTaskResult.objects.count() == 0


def test_new_figures_are_painted_ahead_for_a_host_that_is_looked_at(host, event):
    assert painting_ahead.paint_due() == 0
    painting_ahead.note_look(host)
    assert painting_ahead.paint_due() == 1
    assert pictures.kept(came_of(host), "wide")
    assert pictures.kept(came_of(host), "narrow")
    assert painting_ahead.paint_due() == 0
    later = make_event(host, title="Autumn forum", starts_at=STARTS_AT + timedelta(days=120))
    make_figures(later, {}, booked=20, came=18, refreshed_at=later.starts_at)
    assert pictures.kept(came_of(host), "wide") is None
    assert painting_ahead.paint_due() == 1
    assert pictures.kept(came_of(host), "wide")


def test_a_picture_for_print_is_sixteen_centimetres_wide_on_white(
    host, event, client, sign_in, organiser
):
    response = sign_in(client, organiser).get(f"{URL}charts/came.png")
    assert response.headers["Content-Disposition"] == (
        'attachment; filename="harbour-network_came.png"'
    )
    png = response.content
    assert png == came_of(host).paint(605).png()
    assert struct.unpack(">I", png[16:20]) == (1890,)
    dots = png.index(b"pHYs") + 4
    # 300 dots to the inch, counted to the metre.
    assert struct.unpack(">IIB", png[dots : dots + 9]) == (11811, 11811, 1)
