"""The pages on which people are brought in: a file handed in, its columns, the look, and in."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from forum.models import AuditEntry, SealedFile
from registrations.importing import working
from registrations.models import PeopleImport, Registration
from tests import import_files as files
from tests.factories import ask, make_event, make_host, make_member, make_registration
from tests.markup import assert_error_contract, assert_form_markup, named, page_of, text_of

pytestmark = pytest.mark.django_db

IMPORT = "/organise/events/spring-forum/people/import/"
HEADINGS = ["Name", "Email", "Organisation", "Diet"]


@pytest.fixture
def desk(client, sign_in, organiser, event):
    ask(event)
    return sign_in(client, organiser)


def main(response):
    return text_of(named(page_of(response), "main")[0]).replace("\xa0", " ")


def given(*rows, content=None):
    content = files.as_csv(HEADINGS, rows) if content is None else content
    return {"table": SimpleUploadedFile("people.csv", content)}


def hand_in(desk, *rows):
    """Hand a file in and take its columns as they were guessed; the address of the look."""
    columns = desk.post(IMPORT, given(*rows)).headers["Location"]
    page = desk.get(columns)
    assert_form_markup(page)
    form = page.context["form"]
    mapping = {field.html_name: field.value() for field in form}
    return desk.post(columns, mapping).headers["Location"]


def test_from_the_file_to_people_without_a_need_on_any_page(desk, event):
    address = hand_in(desk, ["Amina", "amina@example.org", "Riverside", "canary allergy"])
    page = desk.get(address)
    assert_form_markup(page)
    assert "1 person can be brought in" in main(page)
    assert "1 person said something about food or access" in main(page)
    assert "canary" not in page.content.decode()
    seen = {"seen": page.context["form"]["seen"].value(), "wish": "bring"}
    unsaid = desk.post(address, seen)
    assert_error_contract(unsaid)
    assert Registration.objects.count() == 0
    done = desk.post(address, {**seen, "agreed": "yes"}, follow=True)
    assert "1 person is in The person has a place." in main(done)
    assert desk.post(address, {**seen, "agreed": "yes"}).status_code == 200
    assert [str(one) for one in Registration.objects.all()] == ["Amina"]
    assert "1 row, " in main(desk.get(IMPORT))


def test_somebody_who_books_between_the_look_and_the_button_is_not_brought_in_twice(desk, event):
    address = hand_in(desk, ["Amina", "amina@example.org", "", ""])
    seen = desk.get(address).context["form"]["seen"].value()
    make_registration(event, "Amina", email="amina@example.org")
    page = desk.post(address, {"seen": seen, "wish": "bring"})
    assert working.writing.CHANGED in main(page)
    assert Registration.objects.count() == 1


def test_what_was_chosen_is_kept_and_shown_again(desk, event):
    rows = [["A", "", "Riverside Welcome", ""], ["B", "", "Riverside Welcome Ltd", ""]]
    address = hand_in(desk, *rows)
    assert "2 new organisations." in main(desk.get(address))
    same = {"wish": "look", "same_0": "riverside welcome"}
    page = desk.post(address, same, follow=True)
    assert "1 organisation that you know already, and 1 new." in main(page)
    assert page.context["form"]["same_0"].value() == "riverside welcome"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is empty."),
        (b"Name\nAmina,too much\n", "Row 2, column B"),
        (b"PK\x03\x04 no workbook", "Excel"),
    ],
)
def test_a_file_that_cannot_be_read_says_why_and_keeps_nothing(desk, event, content, words):
    page = desk.post(IMPORT, given(content=content))
    assert_error_contract(page)
    assert words in main(page)
    assert (PeopleImport.objects.count(), SealedFile.objects.count()) == (0, 0)


def test_a_file_without_a_column_of_names_is_asked_about(desk, event):
    columns = desk.post(IMPORT, given(["A", "", "", ""])).headers["Location"]
    page = desk.post(columns, {f"column_{at}": "leave" for at in range(4)})
    assert "Say which column has the name" in main(page)


def test_many_are_waited_for_and_the_page_says_how_far_it_is(desk, event, monkeypatch):
    monkeypatch.setattr(working, "INLINE", 1)
    address = hand_in(desk, ["Amina", "", "", ""], ["Bo", "", "", ""])
    seen = desk.get(address).context["form"]["seen"].value()
    desk.post(address, {"seen": seen, "wish": "bring"})
    page, still = desk.get(address), desk.get(f"{address}?still")
    assert "This begins in a moment." in main(page)
    assert [one.headers.get("Refresh") for one in (page, still)] == ["5", None]
    desk.post(f"{address}drop/")
    working.run_due()
    assert "2 people are in" in main(desk.get(address))


def test_a_file_is_thrown_away_by_one_press(desk, event, organiser):
    address = hand_in(desk, ["Amina", "", "", ""])
    page = desk.post(f"{address}drop/", follow=True)
    assert "The file was destroyed." in page.content.decode()
    assert not SealedFile.objects.exists()
    assert "The file is gone" in main(desk.get(address))
    assert AuditEntry.objects.filter(deed="threw a file of people away", who=organiser).exists()


def test_a_file_of_one_event_is_found_under_no_other(desk, event, organiser):
    address = hand_in(desk, ["Amina", "", "", ""])
    other = make_event(make_host(), slug="other")
    make_member(other.lead_host, "organiser", organiser)
    assert desk.get(address.replace("spring-forum", "other")).status_code == 404


def test_the_look_takes_as_many_queries_for_three_rows_as_for_one(desk, event):
    def count(*rows):
        address = hand_in(desk, *rows)
        with CaptureQueriesContext(connection) as queries:
            desk.get(address)
        return len(queries)

    one = count(["A", "a@example.org", "Riverside", "vegan"])
    three = [[name, f"{name}@example.org", f"Group {name}", "vegan"] for name in "BCD"]
    assert count(*three) == one


def test_before_publishing_the_page_says_what_to_do(client, sign_in, organiser, host):
    make_event(host, slug="draft", published=False)
    page = sign_in(client, organiser).get("/organise/events/draft/people/import/")
    assert "Publish the event first" in main(page)
