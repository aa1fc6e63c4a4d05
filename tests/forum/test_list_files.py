"""Long lists: made by the worker, kept for a day, for whoever asked and still may have them."""

import io
from datetime import date, timedelta

import pytest
from django.utils import timezone

from forum import exports, work
from forum.exports import Contents, Export, Extra, columns, filing
from forum.models import AuditEntry, ListFile, SealedFile, User
from forum.models.files import WorkState
from forum.models.people import Membership, Role
from forum.permissions import Right
from forum.spreadsheets import Column, Sheet
from tests.factories import add_host, make_event, make_host, make_member
from tests.killing import killed_at_each_statement
from tests.markup import assert_form_markup, named, page_of, text_of

pytestmark = pytest.mark.django_db

ROWS = filing.AT_ONCE + 1
URL = "/organise/events/spring-forum/lists/"
TITLES = ["Code", "Name", "Colour", "Shape"]
# What happens while the list is built: a test puts a deed in here.
meanwhile = []


def build(order):
    for deed in meanwhile:
        deed()
    sheet = Sheet(
        name="Things",
        title="Things",
        sentence="All of them.",
        columns=[Column(title) for title in TITLES],
        rows=([f"C{number}", "=1+1", "red", "round"] for number in range(ROWS)),
    )
    return Contents(sheets=[sheet], who="Everybody", count=ROWS, delete_by=date(2026, 6, 17))


LONG = Export(
    kind="things",
    title="List of things",
    sentence="What there is.",
    for_whom="The team",
    rights=(Right.MAKE_LISTS, Right.MAKE_CARDS),
    is_sensitive=False,
    extras=(Extra("names", "Names", right=Right.MAKE_CARDS, needs_reason=True),),
    build=build,
    size=lambda event: ROWS,
    columns=lambda event: [Column(title) for title in TITLES],
    choosable="Things",
)


@pytest.fixture(autouse=True)
def only_the_long_one(settings):
    settings.EXPORTS = {"things": "tests.forum.test_list_files.LONG"}
    yield
    meanwhile.clear()


@pytest.fixture
def asked(event, staff):
    return filing.ask(kind="things", event=event, by=staff)


@pytest.fixture
def ready(asked):
    assert filing.make_due() == 1
    asked.refresh_from_db()
    return asked


def deeds():
    return sorted(AuditEntry.objects.values_list("deed", flat=True))


def page(row):
    return f"{URL}files/{row.pk}/"


def words(response):
    return text_of(named(page_of(response), "main")[0])


def rows_of(content):
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(content))
    return list(book["Things"].iter_rows(min_row=4, values_only=True))


def test_a_long_list_is_made_while_the_page_waits(client, sign_in, event, staff):
    client = sign_in(client, staff)
    waits = client.post(f"{URL}things/")
    row = ListFile.objects.get()
    assert (waits.status_code, waits.url) == (302, page(row))

    waiting = client.get(page(row))
    assert "This begins in a moment." in words(waiting)
    assert waiting.headers["Refresh"] == "3"
    assert "Refresh" not in client.get(f"{page(row)}?still").headers
    assert client.post(f"{page(row)}save/").status_code == 404

    assert filing.make_due() == 1
    done = client.get(page(row))
    assert_form_markup(done)
    assert "The list of things is ready 501 rows." in words(done)
    assert "Refresh" not in done.headers
    assert "Made for you" in words(client.get(URL))

    saved = client.post(f"{page(row)}save/")
    assert len(rows_of(saved.content)) == ROWS + 1
    assert saved.headers["Cache-Control"] == "no-store, private"
    assert saved.headers["Content-Disposition"].endswith('_forum_things_v1.xlsx"')
    assert deeds() == ["fetched a list", "made a list"]

    client.post(f"{page(row)}remove/")
    assert not ListFile.objects.exists()
    assert not SealedFile.objects.exists()
    assert client.get(page(row)).status_code == 404


def test_the_page_says_how_far_it_is(client, sign_in, asked, staff):
    ListFile.objects.update(state=WorkState.RUNNING, done=1200, total=10_000)
    shown = sign_in(client, staff).get(page(asked))
    assert "1,200 of 10,000 rows are written." in words(shown)


def test_the_row_says_how_far_it_is_while_it_is_written(asked, monkeypatch):
    monkeypatch.setattr(work, "BEAT", 0.0)
    beat = work.Beat(asked)
    assert work.take_up(asked, timezone.now())
    beat(250)
    asked.refresh_from_db()
    assert (asked.state, asked.done) == (WorkState.RUNNING, 250)


def test_of_two_presses_one_file_comes(asked, event, staff, organiser):
    assert filing.ask(kind="things", event=event, by=staff) == asked
    assert filing.ask(kind="things", event=event, by=organiser) != asked
    assert filing.ask(kind="things", event=event, by=staff, left_out=["Shape"]) != asked
    assert filing.make_due() == 3


def test_d04_nobody_else_fetches_it(client, sign_in, ready, host, event, organiser):
    """V2, D04: a colleague, a co-host's colleague, another host; by page, by button and by deed."""
    partner = add_host(event, make_host(name="Partner"))
    elsewhere = make_host(name="Elsewhere")
    others = [
        organiser,
        make_member(partner, Role.STAFF),
        make_member(elsewhere, Role.OWNER),
    ]
    for user in others:
        client = sign_in(client, user)
        assert client.get(page(ready)).status_code == 404
        assert client.post(f"{page(ready)}save/").status_code == 404
        assert client.post(f"{page(ready)}remove/").status_code == 404
        with pytest.raises(exports.NotAllowedError):
            filing.fetch(row=ready, by=user)
    assert deeds() == ["made a list"]


def test_it_opens_under_no_other_event(client, sign_in, ready, host, staff):
    make_event(host, slug="another")
    assert (
        sign_in(client, staff).get(page(ready).replace("spring-forum", "another")).status_code
        == 404
    )


def test_d04_it_is_gone_after_a_day(client, sign_in, ready, staff):
    client = sign_in(client, staff)
    later = timezone.now() + timedelta(days=1)
    with pytest.raises(exports.NotAllowedError):
        filing.fetch(row=ready, by=staff, now=later)
    ListFile.objects.update(expires_at=timezone.now())
    assert client.get(page(ready)).status_code == 404
    assert client.post(f"{page(ready)}save/").status_code == 404
    assert "Made for you" not in words(client.get(URL))
    filing.make_due()
    assert (ListFile.objects.count(), SealedFile.objects.count()) == (0, 0)


def test_d04_who_lost_the_role_fetches_nothing(client, sign_in, ready, staff, host):
    """The day after, or another role there: what counts is what the person may now."""
    client = sign_in(client, staff)
    Membership.objects.filter(user=staff).update(role=Role.ANALYST)
    assert client.get(page(ready)).status_code == 404
    assert client.post(f"{page(ready)}save/").status_code == 404
    Membership.objects.filter(user=staff).delete()
    assert client.post(f"{page(ready)}save/").status_code == 404
    assert deeds() == ["made a list"]


def test_without_the_second_factor_nothing_is_made_or_fetched(event, needs_lead):
    row = filing.ask(kind="things", event=event, by=needs_lead)
    filing.make_due()
    needs_lead.authenticator_set.all().delete()
    row = ListFile.objects.get(pk=row.pk)
    with pytest.raises(exports.NotAllowedError):
        filing.fetch(row=row, by=needs_lead)
    later = filing.ask(kind="things", event=event, by=needs_lead)
    assert filing.make_due() == 0
    later.refresh_from_db()
    assert (later.state, later.problem) == (WorkState.FAILED, filing.NOT_YOURS)


@pytest.mark.parametrize("ended", ["the role", "the account"])
def test_who_may_no_more_when_it_is_made_gets_nothing(client, sign_in, asked, staff, ended):
    """T26: the right is looked at when the worker comes to it, too."""
    if ended == "the role":
        Membership.objects.filter(user=staff).delete()
    else:
        User.objects.filter(pk=staff.pk).update(is_active=False)
    assert filing.make_due() == 0
    asked.refresh_from_db()
    assert (asked.state, asked.problem, asked.file) == (WorkState.FAILED, filing.NOT_YOURS, None)
    assert deeds() == []


def test_an_addition_is_refused_when_asked_for_without_its_right_or_reason(
    event, staff, needs_lead
):
    names = frozenset({"names"})
    with pytest.raises(exports.NotAllowedError):
        filing.ask(kind="things", event=event, by=staff, extras=names, reason="why")
    with pytest.raises(exports.ReasonNeededError):
        filing.ask(kind="things", event=event, by=needs_lead, extras=names)
    filing.ask(kind="things", event=event, by=needs_lead, extras=names, reason="the kitchen")
    filing.make_due()
    [line] = AuditEntry.objects.all()
    assert (line.who, line.reason) == (needs_lead, "List of things; Names: the kitchen")


def test_killed_anywhere_it_is_taken_up_again_and_made_once(asked, staff):
    long_ago = timezone.now() - 2 * work.SILENT
    for _statement in killed_at_each_statement(filing.make_due):
        asked.refresh_from_db()
        is_done = asked.state == WorkState.DONE
        assert (bool(asked.file), len(deeds()), SealedFile.objects.count()) == (is_done,) * 3
        ListFile.objects.update(at=long_ago, tries=0)
    asked.refresh_from_db()
    assert asked.state == WorkState.DONE
    assert (deeds(), SealedFile.objects.count()) == (["made a list"], 1)
    assert len(rows_of(filing.fetch(row=asked, by=staff).content)) == ROWS + 1


def test_what_is_being_worked_on_is_left_alone_until_it_has_been_silent(asked):
    now = timezone.now()
    ListFile.objects.update(state=WorkState.RUNNING, at=now, tries=1)
    assert filing.make_due(now + work.SILENT / 2) == 0
    assert filing.make_due(now + work.SILENT * 2) == 1


def test_what_breaks_off_each_time_says_so(client, sign_in, asked, staff):
    ListFile.objects.update(tries=work.TRIES)
    assert filing.make_due() == 0
    asked.refresh_from_db()
    assert (asked.state, asked.problem) == (WorkState.FAILED, work.BROKEN_OFF)
    shown = words(sign_in(client, staff).get(page(asked)))
    assert f"The list of things was not made {work.BROKEN_OFF}" in shown


def test_what_was_taken_over_meanwhile_counts_for_nothing(asked):
    """Or removed: nothing is left of it."""
    meanwhile.append(lambda: ListFile.objects.update(at=timezone.now()))
    assert filing.make_due() == 0
    assert (deeds(), SealedFile.objects.count()) == ([], 0)
    meanwhile[:] = [lambda: ListFile.objects.all().delete()]
    assert filing.make_due(timezone.now() + 2 * work.SILENT) == 0
    assert (deeds(), SealedFile.objects.count()) == ([], 0)


def test_a_fault_or_a_full_disk_is_said_in_words(asked, event, staff, settings, tmp_path):
    def breaks():
        raise ValueError("a person's own words")

    meanwhile.append(breaks)
    assert filing.make_due() == 0
    asked.refresh_from_db()
    assert (asked.state, asked.problem) == (WorkState.FAILED, filing.FAULT)

    meanwhile.clear()
    (tmp_path / "full").write_text("no folder can be here")
    settings.KEYS = tmp_path / "full"
    again = filing.ask(kind="things", event=event, by=staff)
    assert filing.make_due() == 0
    again.refresh_from_db()
    assert (again.state, again.problem) == (WorkState.FAILED, filing.NO_ROOM)
    assert deeds() == []


def test_columns_that_were_left_out_stay_out_in_the_worker_too(event, staff):
    row = filing.ask(kind="things", event=event, by=staff, left_out=["Code", "Colour"])
    filing.make_due()
    row.refresh_from_db()
    content = filing.fetch(row=row, by=staff).content
    assert rows_of(content)[:2] == [("Code", "Name", "Shape"), ("C0", "=1+1", "round")]


def test_a_host_leaves_the_same_out_next_time(client, sign_in, event, host, staff, organiser):
    chosen = {"left_out": ["Shape"]}
    sign_in(client, staff).post(f"{URL}things/", chosen)
    assert columns.left_out(LONG, host) == []
    sign_in(client, staff).post(f"{URL}things/", {**chosen, "remember": "on"})
    assert columns.left_out(LONG, host) == ["Shape"]
    shown = sign_in(client, organiser).get(f"{URL}things/").content.decode()
    ticked = [box for box in shown.split("<input") if "checked" in box.split(">")[0]]
    assert len(ticked) == 1
    assert 'value="Shape"' in ticked[0]
    assert deeds() == ["chose the columns of a list"]

    refused = sign_in(client, staff).post(f"{URL}things/", {"left_out": ["Name"], "remember": "on"})
    assert "Choose from the columns of this list" in words(refused)
    assert columns.left_out(LONG, host) == ["Shape"]
