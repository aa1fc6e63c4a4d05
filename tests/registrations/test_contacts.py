"""Correcting how somebody is reached: what was not told yet goes the new way, old links end."""

import pytest

from forum import outbox
from forum.models import AuditEntry, Message
from forum.models.ground import MessageState
from registrations import calls, contacts, people, telling, tickets
from registrations.models import Call, Helper, Registration
from tests.factories import make_registration

pytestmark = pytest.mark.django_db

NUMBER = "07700 900123"


@pytest.fixture
def amina(event):
    """Her address was mistyped: one mail came back, another still waits."""
    amina = make_registration(event, email="amina@exampel.org")
    telling.tell(amina, "confirmation")
    Message.objects.update(state=MessageState.FAILED)
    telling.tell(amina, "page_news")
    return amina


def waiting():
    rows = Message.objects.filter(state=MessageState.QUEUED).order_by("created_at", "id")
    return list(rows.values_list("kind", "to"))


def test_a_new_address_gets_a_link_and_what_waited(event, amina, organiser):
    old = tickets.token(amina.pk, "booking", amina.link_version)
    assert people.returned_mails(event) == 1
    contacts.correct(
        registration=amina, contact_by="email", email="amina@example.org", by=organiser
    )
    assert (amina.contact_by, amina.email) == ("email", "amina@example.org")
    assert tickets.find(old, "booking") is None
    assert waiting() == [("page_news", "amina@example.org"), ("link", "amina@example.org")]
    assert people.returned_mails(event) == 0
    assert not people.mail_came_back(amina)
    assert list(AuditEntry.objects.values_list("deed", "who", "row_id")) == [
        ("corrected a contact", organiser.pk, amina.pk)
    ]


def test_the_new_address_may_come_back_too(event, amina, organiser):
    contacts.correct(
        registration=amina, contact_by="email", email="Amina@example.org", by=organiser
    )
    Message.objects.filter(kind="link").update(state=MessageState.FAILED, to="amina@EXAMPLE.org")
    assert people.mail_came_back(amina)


def test_with_a_number_instead_mails_that_wait_become_calls(event, amina, organiser):
    contacts.correct(registration=amina, contact_by="phone", phone=NUMBER, by=organiser)
    assert waiting() == []
    assert [what.call.kind for one in calls.open_calls(event) for what in one.tell] == [
        *("page_news", "link")
    ]
    contacts.correct(
        registration=amina, contact_by="email", email="amina@example.org", by=organiser
    )
    assert not Call.objects.exists()
    assert sorted(waiting()) == [
        *(("link", "amina@example.org"), ("link", "amina@example.org")),
        ("page_news", "amina@example.org"),
    ]


def test_the_same_once_more_changes_nothing(event, amina, organiser):
    before = amina.link_version
    contacts.correct(
        registration=amina, contact_by="email", email="amina@exampel.org", by=organiser
    )
    amina.refresh_from_db()
    assert amina.link_version == before
    assert not AuditEntry.objects.exists()


def test_two_addresses_in_one_are_refused(amina, organiser):
    both = "amina@example.org, bilal@example.org"
    with pytest.raises(outbox.AddressError):
        contacts.correct(registration=amina, contact_by="email", email=both, by=organiser)
    amina.refresh_from_db()
    assert amina.email == "amina@exampel.org"


def test_a_helpers_address_is_corrected_for_all_whom_they_entered(event, organiser):
    helper = Helper.objects.create(event=event, name="Harriet", email="harriet@exampel.org")
    both = [
        make_registration(event, name, contact_by="helper", email="") for name in ("Ada", "Bea")
    ]
    Registration.objects.update(helper=helper)
    for person in both:
        person.refresh_from_db()
        telling.tell(person, "confirmation")
    old = tickets.helper_token(helper)
    contacts.correct(
        registration=both[0], contact_by="helper", email="harriet@example.org", by=organiser
    )
    helper.refresh_from_db()
    assert helper.email == "harriet@example.org"
    assert tickets.find_helper(old) is None
    assert sorted(waiting()) == [
        ("confirmation", "harriet@example.org"),
        ("confirmation", "harriet@example.org"),
        ("helper_page", "harriet@example.org"),
    ]
