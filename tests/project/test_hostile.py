"""Hostile words in every text field of every row, and a walk through every page as everybody.

What people type is printed as they typed it and is never live: no tag, no attribute, no link, no
template, no pattern (D07, D08, D29, security V15 to V17).
"""

import itertools
import json
from html.parser import HTMLParser
from io import BytesIO
from urllib.parse import urlsplit

import icalendar
import pytest
from django.apps import apps
from django.db import models
from django.utils.module_loading import import_string

from forum.models import Message
from forum.models.people import Role
from forum.outbox import queue
from registrations import booking
from registrations.models import Announcement, Delivery
from tests.factories import make_registration
from tests.project.test_architecture import APPS
from tests.world import World, url_names

# The longest that fits the field is taken: first all of it, then the part that runs by itself.
WORDS = [
    "<img src=x onerror=alert(1)>\"'></script><script>alert(2)</script>{{ 7|add:1330 }}"
    "{% now 'jS' %}[Pay](https://evil.example){event.__class__}",
    "<img src=x onerror=alert(1)>\"'>{{ 7|add:1330 }}[Pay](//evil.example)",
    "<img src=x onerror=alert(1)>",
    "<b>x</b>{{7}}",
]
RUN = "1337"  # what {{ 7|add:1330 }} comes to
# Organisers write these in Markdown, where a link is a link, and goes somewhere else here.
MARKDOWN = {
    *("description", "getting_in", "arrangements", "agreement", "summary"),
    *("talked", "learned", "happens_next"),
}
# Text that nobody types: keys, codes and words of ours.
NOT_TYPED = {"code", "name_key", "timezone", "language", "wording", "password", "deed", "kind"}
# Answers about needs that people write in their own words.
OWN_WORDS = ("meal_other", "allergen_other", "access_other", "interpreter_language", "travel_from")


def longest_that_fits(length: int | None, number: int) -> str:
    """Hostile words for a field, ended by a number so that no two rows have the same."""
    end = f" {number}"
    for words in WORDS:
        if length is None or len(words + end) <= length:
            return words + end
    return ("<b>" + end)[:length]


def poison(world: World) -> None:
    """Put hostile words into every text that people can type, in every row there is."""
    counter = itertools.count()
    for model in apps.get_models():
        typed = [
            field
            for field in model._meta.local_fields
            if model._meta.app_label in APPS
            and type(field) in {models.CharField, models.TextField}
            and not field.choices
            and not field.primary_key
            and field.name not in NOT_TYPED
        ]
        for row in model._default_manager.all() if typed else ():
            said = {f.name: longest_that_fits(f.max_length, next(counter)) for f in typed}
            for name in MARKDOWN & set(said):
                said[name] = said[name].replace("evil.example", "fine.example")
            model._default_manager.filter(pk=row.pk).update(**said)
    words = longest_that_fits(300, 0)
    world.event.changes.update(before={"title": words}, after={"title": words})
    for registration in world.registrations:
        registration.needs.answers = {
            **registration.needs.answers,
            **dict.fromkeys(OWN_WORDS, words),
        }
        registration.needs.save()


@pytest.fixture
def poisoned(world: World) -> World:
    poison(world)
    for name in ("host", "cohost", "event", "series", "room", "slot", "session", "organisation"):
        getattr(world, name).refresh_from_db()
    return world


class Live(HTMLParser):
    """What a browser would run or follow."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.words: list[str] = []
        self.data: list[str] = []
        self._in_data = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        is_data = tag == "script" and said.get("type") == "application/ld+json"
        self._in_data = is_data
        if is_data:
            self.data.append("")
        elif tag == "script" and "src" not in said:
            self.found.append("script")
        self.found += [f"{tag} {name}" for name in said if name.startswith("on")]
        for name in ("href", "src", "action", "formaction"):
            where = urlsplit((said.get(name) or "").strip().lower())
            is_code = where.scheme in {"javascript", "data", "vbscript"}
            if where.hostname == "evil.example" or where.path == "x" or is_code:
                self.found.append(f"{tag} {name}={where.geturl()}")

    def handle_endtag(self, tag: str) -> None:
        self._in_data = False

    def handle_data(self, data: str) -> None:
        if self._in_data:
            self.data[-1] += data
        else:
            self.words.append(data)


def check_html(text: str) -> None:
    page = Live()
    page.feed(text)
    assert page.found == []
    assert RUN not in "".join(page.words)
    for data in page.data:
        json.loads(data)


def check_calendar(content: bytes) -> None:
    calendar = icalendar.Calendar.from_ical(content)
    assert not [name for name in calendar if name.startswith("X-EVIL")]
    for event in calendar.walk("VEVENT"):
        assert RUN not in str(event.get("SUMMARY"))
        assert "\n" not in str(event.get("SUMMARY"))


@pytest.mark.parametrize("half", [0, 1], ids=["one half", "other half"])
@pytest.mark.parametrize("who", [None, *Role], ids=lambda who: who or "visitor")
def test_d29_hostile_words_are_never_live(who, half, poisoned, client):
    """D29: every page, as a visitor and as each role."""
    if who:
        client.force_login(poisoned.team[who])
    for name in sorted(url_names())[half::2]:
        for url in poisoned.addresses[name]:
            response = client.get(url)
            assert response.status_code < 500, url
            kind = response.headers.get("Content-Type", "")
            if kind.startswith("text/html"):
                check_html(response.content.decode())
            elif kind.startswith("text/calendar"):
                check_calendar(response.content)


def test_d07_what_is_shown_is_what_was_typed(poisoned, client):
    """Escaped, not stripped: the name stands there as it was written."""
    page = client.get(f"/e/{poisoned.event.slug}/").content.decode()
    words = Live()
    words.feed(page)
    assert poisoned.event.title in " ".join("".join(words.words).split())


@pytest.mark.parametrize("name", sorted(url_names()))
def test_hostile_answers_come_back_as_words(name, world, client):
    """Sent to every address: refused or stored, shown again or not, never live and never a 500."""
    client.force_login(world.team[Role.ORGANISER])
    fields = ("name", "title", "email", "q", "reason", "summary", "first-name", "login", "code")
    for url in world.addresses[name][:2]:
        for words in (WORDS[1], "a\x00b", "a\r\nBcc: x@evil.example", "x" * 10_000, "\u2028\u202e"):
            response = client.post(url, dict.fromkeys(fields, words))
            assert response.status_code < 500, url
            if response.headers.get("Content-Type", "").startswith("text/html"):
                check_html(response.content.decode())


@pytest.mark.parametrize("kind", ["attendees", "catering", "sessions"])
def test_a_list_holds_hostile_words_as_text(kind, poisoned, client):
    import openpyxl

    client.force_login(poisoned.team[Role.STAFF])
    response = client.post(f"/organise/events/{poisoned.event.slug}/lists/{kind}/")
    book = openpyxl.load_workbook(BytesIO(response.content))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert [cell.coordinate for cell in cells if cell.data_type == "f" or cell.hyperlink] == []
    assert not [cell for cell in cells if RUN in str(cell.value)]


def test_d08_mails_hold_hostile_words_as_words(poisoned, settings):
    """No link but ours in the HTML part, nothing run in either, and no header of theirs."""
    rows = {
        "invitation": poisoned.invitation.pk,
        "password_reset": poisoned.team[Role.OWNER].pk,
        "waiting_list": poisoned.waiting.pk,
        "cancelled": poisoned.cancelled.pk,
        "event_changed": poisoned.confirmed.pk,
        "announcement": Delivery.objects.get(registration=poisoned.confirmed).pk,
        "announcement_test": Announcement.objects.filter(event=poisoned.event)[0].pk,
    }
    for kind, composer in settings.MAILS.items():
        message = queue(
            kind=kind,
            to="amina@example.org",
            row_id=rows.get(kind, poisoned.confirmed.pk),
            event=poisoned.event,
        )
        mail = import_string(composer)(Message.objects.get(pk=message.pk))
        if mail is None:
            continue
        assert mail.recipients() == ["amina@example.org"]
        assert "\n" not in mail.subject
        assert RUN not in mail.body
        assert len(mail.message().get_all("To")) == 1
        for html, _kind in mail.alternatives:
            check_html(str(html))


def test_a_name_from_a_form_is_stored_as_it_is(event):
    """D05, D08: the deed neither strips nor runs what the form let through."""
    for name in ("[Pay](https://evil.example)", '=HYPERLINK("http://evil","x")', "{{ 7*7 }}"):
        assert make_registration(event, name).badge_name == name
    assert booking.places_left(event) == 7
