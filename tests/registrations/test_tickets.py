"""Private links, codes and QR codes."""

import re
import uuid
import xml.etree.ElementTree as ET

import pytest
from django.db import connection

from registrations import booking, tickets
from tests.factories import make_event, make_registration

PURPOSES = ["booking", "draft", "ticket", "another"]


@pytest.fixture
def registration(event):
    return make_registration(event)


@pytest.mark.parametrize("purpose", PURPOSES)
def test_a_link_opens_its_purpose_and_no_other(registration, purpose):
    token = tickets.token(registration.id, purpose)
    found = {other: tickets.find(token, other) for other in PURPOSES}
    assert found == {other: registration if other == purpose else None for other in PURPOSES}


def test_paths_hold_the_tokens(registration):
    assert tickets.booking_path(registration) == f"/b/{tickets.token(registration.id, 'booking')}/"
    assert tickets.ticket_path(registration) == f"/t/{tickets.token(registration.id, 'ticket')}/"
    draft = tickets.token(registration.id, "draft")
    assert tickets.draft_path(registration, "food") == f"/r/{draft}/food/"
    assert tickets.draft_path(registration, "check") == f"/r/{draft}/check/"
    assert tickets.draft_path(registration, "done") == f"/r/{draft}/done/"
    another = tickets.token(registration.id, "another")
    assert tickets.another_path(registration) == f"/another/{another}/"


def test_a_full_address_is_built_from_the_setting(settings):
    settings.SITE_URL = "https://forum.example"
    assert tickets.absolute("/b/x/") == "https://forum.example/b/x/"


def test_no_part_of_a_link_is_stored(registration):
    tokens = [tickets.token(registration.id, purpose)[22:] for purpose in PURPOSES]
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM registrations_registration")
        row = repr(cursor.fetchall())
    assert [token for token in tokens if token in row] == []


@pytest.mark.parametrize(
    "spoil",
    [
        lambda token: token[:-1],
        lambda token: token + "A",
        lambda token: token[:-1] + ("A" if token[-1] != "A" else "B"),
        lambda token: ("A" if token[0] != "A" else "B") + token[1:],
        lambda token: token.lower(),
        lambda token: "é" * 43,
        lambda token: "/" * 43,
        lambda token: "",
        lambda token: "A" * 43,
    ],
    ids=["cut", "longer", "last", "first", "small", "foreign", "slashes", "empty", "made up"],
)
def test_a_link_that_was_cut_or_made_up_finds_nothing(registration, spoil):
    assert tickets.find(spoil(tickets.token(registration.id, "booking")), "booking") is None


def test_every_letter_of_a_link_counts(registration):
    """Base 64 leaves two bits of the last letter unused: they must not make a second link."""
    token = tickets.token(registration.id, "booking")
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    opens = [last for last in letters if tickets.find(token[:-1] + last, "booking")]
    assert opens == [token[-1]]


def test_a_new_version_ends_the_old_links(registration):
    old = tickets.token(registration.id, "booking")
    registration.link_version = 2
    registration.save()
    assert tickets.find(old, "booking") is None
    assert tickets.find(tickets.booking_path(registration).split("/")[2], "booking")


def test_a_changed_secret_ends_links_unless_the_old_one_is_kept(registration, settings):
    token = tickets.token(registration.id, "booking")
    old, settings.SECRET_KEY = settings.SECRET_KEY, "another secret"
    assert tickets.find(token, "booking") is None
    settings.SECRET_KEY_FALLBACKS = [old]
    assert tickets.find(token, "booking") == registration


def test_a_link_is_found_in_one_query(registration, django_assert_num_queries):
    token = tickets.token(registration.id, "booking")
    with django_assert_num_queries(1):
        found = tickets.find(token, "booking")
        assert (found.event.title, found.needs.answers) == ("Spring casework forum", {})


def test_a_link_given_out_before_the_draft_exists_names_its_id():
    draft_id = uuid.uuid4()
    assert tickets.unborn(tickets.token(draft_id, "draft")) == draft_id
    assert tickets.unborn(tickets.token(draft_id, "booking")) is None
    assert tickets.unborn("A" * 43) is None


def test_codes_can_be_said_over_the_phone_and_fit_on_a_small_one(event):
    codes = {tickets.new_code(event) for _ in range(300)}
    assert len(codes) > 290
    assert [code for code in codes if not re.fullmatch(r"[A-Z]{3,6}-\d{4}", code)] == []


def test_a_code_is_given_once_at_an_event(event, monkeypatch):
    """Every word but one is taken out, and every number but two, so that chance must repeat."""
    monkeypatch.setattr(tickets, "_WORDS", ("FERN",))
    monkeypatch.setattr(tickets.secrets, "randbelow", lambda _: next(numbers))
    numbers = iter([4821, 4821, 7, 4821])
    assert make_registration(event).code == "FERN-4821"
    assert make_registration(event).code == "FERN-0007"
    assert make_registration(make_event()).code == "FERN-4821"


def test_a_qr_code_is_a_small_picture_without_style_or_script():
    svg = tickets.qr_svg("https://forum.example/t/" + "A" * 43 + "/")
    root = ET.fromstring(svg)  # noqa: S314 - our own
    assert len(svg) < 12_000
    assert root.attrib["role"] == "img"
    assert root.attrib["aria-label"] == "QR code of this booking, for the door"
    assert re.findall(r"style|script|href|data:", svg) == []
    size = int(root.attrib["viewBox"].split()[2])
    dark = sum(int(run) for run in re.findall(r"h(\d+)", svg))
    assert 0.3 < dark / size**2 < 0.6


def test_a_draft_has_no_booking_page_and_a_booking_has_its_draft_link(event):
    draft = booking.start(event=event)
    assert tickets.find(tickets.draft_path(draft, "you").split("/")[2], "draft") == draft
