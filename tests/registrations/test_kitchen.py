"""The kitchen's copies and pages: what changed, who reads the sheet, and how long a link opens."""

import io
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from forum import exports, keys, publishing
from forum.exports import Order
from forum.models import AuditEntry, Event, Membership, User
from registrations import booking, retention
from registrations.kitchen import changes, copies, links, sheet
from registrations.kitchen.copies import Copy
from registrations.models import KitchenCopy, KitchenLink
from tests.factories import ask, make_event, make_registration, make_session
from tests.forum.test_spreadsheets import formulas

pytestmark = pytest.mark.django_db

ILL = {"ill": "yes", "allergens": ["sesame"], "dangerous": "yes", "needs_consent": True}
AGREED = {**ILL, "kitchen_name": "yes", "allergen_other": "Kiwi"}


@pytest.fixture
def forum(host) -> Event:
    event = make_event(host, slug="forum", capacity=40)
    ask(event)
    return event


def eats(event: Event, name: str, *meals: str, **given: Any):
    return make_registration(event, name, meals=list(meals), **{"needs_consent": True, **given})


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(event: Event, rest: str = "") -> str:
    return f"/organise/events/{event.slug}/kitchen/{rest}"


def changed(event: Event) -> list[tuple[str, str, int, int, str]]:
    """The rows of the sheet "Changed since the last copy" of a file that is made now."""
    import openpyxl

    content = exports.make(kind="catering", event=event, by=None).content
    assert formulas(content) == []
    book = openpyxl.load_workbook(io.BytesIO(content))
    if "Changed since the last copy" not in book.sheetnames:
        return []
    rows = book["Changed since the last copy"].iter_rows(min_row=5, values_only=True)
    return [(row[0], *row[2:]) for row in rows]


def link_for(event: Event, by: User, *, with_names: bool = False, **given: Any) -> KitchenLink:
    until = event.local_end.date()
    return links.make(
        event=event, made_for="Olive Kitchen", until=until, with_names=with_names, by=by, **given
    )


def opened(link: KitchenLink, **asked: Any) -> Any:
    """What the caterer gets, without an account."""
    standing = next(one for one in links.of(link.event) if one.link == link)
    return Client().get(standing.path, asked)


# What changed


def test_each_file_says_what_changed_since_the_file_before(forum, staff):
    eats(forum, "Amina", "vegan")
    gone = eats(forum, "Bahar", "halal", **ILL)
    assert changed(forum) == []
    [nothing] = changed(forum)
    assert nothing[0].startswith("Nothing changed since the copy of ")
    booking.cancel(registration=gone)
    eats(forum, "Chidi", "vegan")
    lunch = forum.starts_at + timedelta(hours=3)
    make_session(
        forum, title="=Lunch()", kind="break", starts_at=lunch, ends_at=lunch + timedelta(hours=1)
    )
    assert changed(forum) == [
        ("Meals", "Halal", 1, 0, "1 fewer"),
        ("Meals", "Vegan", 1, 2, "1 more"),
        ("Makes ill", "Sesame", 1, 0, "1 fewer"),
        ("Makes ill", "Sesame: dangerous", 1, 0, "1 fewer"),
        ("Timetable", "1 pm, =Lunch()", 0, 1, "new"),
    ]
    assert [copy.number for copy in copies.of(forum)] == [3, 2, 1]


def test_a_file_that_is_not_handed_over_is_no_copy(forum):
    eats(forum, "Amina", "vegan")
    order = Order(forum, None, frozenset(), "", timezone.now())
    contents = exports.find("catering").build(order)
    assert copies.of(forum) == []
    assert contents.recorded is not None
    contents.recorded()
    assert copies.of(forum) == [Copy(1, order.now)]


def test_a_copy_that_is_longer_than_one_seal_is_read_back_whole(forum):
    lines = [
        (changes.MEALS, "2026-06-03", f"Meal {number} {'é' * 60}", number) for number in range(200)
    ]
    assert copies.keep(event=forum, lines=lines) == 1
    assert KitchenCopy.objects.count() > 3
    assert copies.read(forum, 1) == lines
    stored = b"".join(bytes(row.__dict__["counts"]) for row in KitchenCopy.objects.defer(None))
    assert b"Meal" not in stored


def test_copies_go_with_the_needs_and_none_is_kept_afterwards(forum, organiser):
    eats(forum, "Amina", "vegan")
    link = link_for(forum, organiser)
    sheet.keep_on_paper(event=forum, by=organiser)
    Event.objects.filter(pk=forum.pk).update(
        starts_at=timezone.now() - timedelta(days=41), ends_at=timezone.now() - timedelta(days=40)
    )
    now = timezone.now()
    retention.erase(retention.find(now), now)
    forum.refresh_from_db()
    assert KitchenCopy.objects.count() == 0
    assert sheet.keep_on_paper(event=forum, by=organiser) == 0
    assert "was erased" in signed_in(organiser).get(page(forum)).content.decode()
    assert opened(link).status_code == 410
    assert exports.make(kind="catering", event=forum, by=None).count == 1


def test_without_the_key_the_sheet_is_there_and_no_copy_is_kept(forum, organiser):
    eats(forum, "Amina", "vegan")
    sheet.keep_on_paper(event=forum, by=organiser)
    keys.path_of(forum.id, "needs").unlink()
    answer = signed_in(organiser).get(page(forum))
    assert "The answers of 1 of them cannot be opened." in answer.content.decode()
    said = signed_in(organiser).post(page(forum, "copy/"), follow=True).content.decode()
    assert "No copy was kept" in said
    assert exports.make(kind="catering", event=forum, by=None).count == 1


# The sheet on paper


def test_the_sheet_is_numbered_to_print_and_twice_it_is_the_same_copy(forum, staff):
    eats(forum, "Amina", "vegan")
    client = signed_in(staff)
    for _ in range(2):
        said = client.post(page(forum, "copy/"), follow=True).content.decode()
        assert "This is copy 1. Print this page now." in said
    eats(forum, "Bahar", "vegan")
    assert "2 lines differ from copy 1" in " ".join(
        client.get(page(forum)).content.decode().split()
    )
    answer = client.post(page(forum, "copy/"))
    assert answer.headers["Location"] == f"{page(forum)}?since=1"
    said = client.get(answer.headers["Location"]).content.decode()
    assert "<b>Copy 2</b>" in said
    assert "Changed since copy 1" in said
    deeds = AuditEntry.objects.filter(deed=sheet.KEPT).order_by("at")
    assert list(deeds.values_list("who", "reason")) == [(staff.pk, "Copy 1"), (staff.pk, "Copy 2")]


def test_the_paper_names_nobody_unless_a_needs_lead_says_why(forum, staff, needs_lead):
    eats(forum, "Amina", "vegan", **AGREED)
    eats(forum, "Bahar", "other", meal_other="Teff", **ILL)
    for user in (staff, needs_lead):
        said = signed_in(user).get(page(forum)).content.decode()
        assert [word for word in ("Amina", "Bahar", "Kiwi", "Teff") if word in said] == []
    client = signed_in(needs_lead)
    refused = client.post(page(forum, "names/"), {"reason": " "}).content.decode()
    assert "Say what the names are for" in refused
    assert "Amina" not in refused
    said = client.post(page(forum, "names/"), {"reason": "Plates for lunch"}).content.decode()
    assert [word for word in ("Amina", "Bahar", "Kiwi", "Teff") if word in said] == [
        "Amina",
        "Kiwi",
        "Teff",
    ]
    assert "<b>Copy 1</b>" in said
    entry = AuditEntry.objects.filter(deed=sheet.NAMED).get()
    assert (entry.who, entry.reason, entry.count) == (needs_lead, "Plates for lunch", 2)
    assert signed_in(staff).post(page(forum, "names/"), {"reason": "x"}).status_code == 404


@pytest.mark.parametrize(
    ("rest", "method"),
    [("", "post"), ("names/", "get"), ("copy/", "get"), ("links/", "put")],
)
def test_wrong_methods_are_refused(forum, needs_lead, rest, method):
    assert getattr(signed_in(needs_lead), method)(page(forum, rest)).status_code == 405


# The caterer's link


def test_the_caterer_reads_the_sheet_as_it_stands_and_no_name(forum, staff):
    eats(forum, "Amina", "vegan", **AGREED)
    said = signed_in(staff).post(
        page(forum, "links/"),
        {"made_for": "Olive Kitchen", "until": forum.local_end.date(), "with_names": "on"},
        follow=True,
    )
    link = KitchenLink.objects.get()
    assert (link.made_for, link.made_by, link.with_names) == ("Olive Kitchen", staff, False)
    [standing] = links.of(forum)
    assert standing.address in said.content.decode()
    answer = opened(link)
    assert (answer.headers["Cache-Control"], answer.headers["X-Robots-Tag"]) == (
        "no-store, private",
        "noindex, nofollow",
    )
    text = answer.content.decode()
    assert "Vegan" in text
    assert [word for word in ("Amina", "Kiwi", "sesam", "csrf", "organise") if word in text] == []
    eats(forum, "Bahar", "halal")
    assert "Halal" in opened(link).content.decode()
    entries = AuditEntry.objects.filter(deed=links.OPENED).order_by("at")
    assert list(entries.values_list("who", "row_id", "count", "reason")) == [
        (None, link.pk, 1, "Olive Kitchen"),
        (None, link.pk, 2, "Olive Kitchen"),
    ]
    assert links.of(forum)[0].opened == 2


def test_names_are_on_it_only_while_its_maker_may_make_cards(forum, needs_lead, staff, host):
    eats(forum, "Amina", "vegan", **AGREED)
    eats(forum, "Bahar", "vegan", **ILL)
    link = link_for(forum, needs_lead, with_names=True)
    text = opened(link).content.decode()
    assert "Amina" in text
    assert "Bahar" not in text
    Membership.objects.create(user=needs_lead, host=host, role="staff")
    Membership.objects.filter(user=needs_lead, role="needs_lead").delete()
    answer = opened(link)
    assert answer.status_code == 200
    assert "Amina" not in answer.content.decode()
    with pytest.raises(links.LinkRefusedError):
        link_for(forum, staff, with_names=True)


def test_a_link_dies_when_it_is_ended_runs_out_or_its_maker_leaves(forum, organiser, needs_lead):
    client = signed_in(organiser)
    ended, ran_out, left, unsure = (link_for(forum, organiser) for _ in range(4))
    for link in (ended, ran_out, left):
        assert opened(link).status_code == 200
    client.post(page(forum, f"links/{ended.pk}/end/"))
    client.post(page(forum, f"links/{ended.pk}/end/"))
    KitchenLink.objects.filter(pk=ran_out.pk).update(expires_at=timezone.now())
    KitchenLink.objects.filter(pk=unsure.pk).update(made_by=needs_lead)
    needs_lead.authenticator_set.all().delete()
    assert [opened(link).status_code for link in (ended, ran_out, unsure, left)] == [
        *(410, 410, 410),
        200,
    ]
    Membership.objects.filter(user=organiser).delete()
    assert opened(left).status_code == 410
    assert AuditEntry.objects.filter(deed=links.ENDED).count() == 1
    assert "Amina" not in opened(left).content.decode()


def test_a_link_that_is_made_up_finds_nothing(forum, organiser):
    link = link_for(forum, organiser)
    address = links.of(forum)[0].path
    token = address.split("/")[2]
    wrong = token[:30] + ("b" if token[30] == "a" else "a") + token[31:]
    for other in (wrong, token[:-1], "x"):
        assert Client().get(f"/kitchen/{other}/").status_code == 404
    assert Client().get(f"/b/{token}/").status_code == 404
    assert Client().post(address).status_code == 405
    assert not AuditEntry.objects.filter(deed=links.OPENED, row_id=link.pk).exists()


@pytest.mark.parametrize(
    ("days", "words"), [(-1, "Choose a day that is not over"), (400, "or a day before")]
)
def test_a_link_lasts_no_longer_than_the_answers(forum, organiser, days, words):
    until = timezone.now().date() + timedelta(days=days)
    given = {"made_for": "Olive Kitchen", "until": until.isoformat()}
    said = signed_in(organiser).post(page(forum, "links/"), given).content.decode()
    assert words in said
    assert KitchenLink.objects.count() == 0


def test_a_cancelled_event_is_told_to_the_caterer_without_counts(forum, organiser):
    eats(forum, "Amina", "vegan")
    link = link_for(forum, organiser)
    publishing.cancel(event=forum, by=organiser, reason="The hall is closed")
    text = opened(link).content.decode()
    assert "This event is cancelled." in text
    assert "Vegan" not in text


def test_only_who_made_a_link_sees_its_address(forum, organiser, staff):
    link_for(forum, organiser)
    address = links.of(forum)[0].address
    assert address in signed_in(organiser).get(page(forum, "links/")).content.decode()
    assert address not in signed_in(staff).get(page(forum, "links/")).content.decode()


def test_the_pages_ask_as_often_for_three_as_for_one(forum, needs_lead):
    counts: dict[str, list[int]] = {"": [], "links/": [], "link": []}
    for more in (1, 2):
        for number in range(more):
            eats(forum, f"Guest {number}", "vegan", **AGREED)
            make_session(forum, kind="break")
            link = link_for(forum, needs_lead, with_names=True)
            copies.keep(event=forum, lines=[])
        for name, asked in counts.items():
            with CaptureQueriesContext(connection) as queries:
                answer = (
                    opened(link) if name == "link" else signed_in(needs_lead).get(page(forum, name))
                )
            assert answer.status_code == 200
            asked.append(len(queries))
    assert all(one == three for one, three in counts.values()), counts


def test_changes_are_compared_line_by_line():
    day = "2026-06-03"
    before = [(changes.MEALS, day, "Vegan", 2), (changes.WHO, day, "Crew", 1)]
    now = [(changes.MEALS, day, "Vegan", 2), (changes.MEALS, day, "Halal", 3)]
    assert [(one.what, one.before, one.now, one.words) for one in changes.between(before, now)] == [
        ("Halal", 0, 3, "new")
    ]
    assert changes.between(now, now) == []
