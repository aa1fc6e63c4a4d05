"""Help with travel: answered once, to the penny, whose it is said nowhere in the open."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from forum import keys, rotation, sealed
from forum.models import AuditEntry, Message
from registrations import bank_details, booking, forgetting, handing_over, needs, promises
from registrations import travel_claims as travel
from registrations.models import Needs, Registration, TravelClaim
from tests.factories import make_event, make_registration

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("asking")]

CASH = {"travel": "cash", "travel_from": "Bradford", "needs_consent": True}
POUNDS = Decimal("24.50")


@pytest.fixture
def amina(event):
    return make_registration(event, "Amina", **CASH)


def fresh(person):
    return Registration.objects.select_related("event", "needs").get(pk=person.pk)


def promise(person):
    found = promises.of(needs.own(fresh(person)))["travel"]
    return found.state, found.words


def approve(person, lead, how="cash", up_to=POUNDS):
    return travel.approve(registration=person, how=how, up_to=up_to, by=lead)


def test_a_yes_says_how_and_up_to_how_much(amina, lead):
    claim = approve(amina, lead)
    words = "Yes, up to £24.50 in cash on the day. Bring your ticket or receipt."
    assert (claim.state, claim.how, claim.up_to, claim.start) == (
        "approved",
        "cash",
        POUNDS,
        "Bradford",
    )
    assert travel.told_to(fresh(amina)) == words
    assert promise(amina) == (promises.ARRANGED, words)
    assert Message.objects.filter(kind="page_news", to=amina.email).count() == 1


def test_a_ticket_is_approved_booked_and_paid(event, lead):
    person = make_registration(event, "Bo", **CASH | {"travel": "ticket"})
    approve(person, lead, how="ticket", up_to=Decimal(40))
    assert promise(person)[0] == promises.ARRANGING
    travel.book(registration=person, reference="AB12CD34", by=lead)
    told = "We booked a ticket for you, reference AB12CD34."
    assert promise(person) == (promises.ARRANGED, told)
    claim = travel.pay(registration=person, amount=Decimal("38.20"), by=lead)
    assert (claim.state, claim.paid, claim.paid_by) == ("paid", Decimal("38.20"), str(lead.pk))
    assert claim.paid_at is not None
    assert promise(person) == (promises.MET, "Your ticket is booked and paid: £38.20.")


def test_a_no_has_words_that_the_person_reads(amina, lead):
    with pytest.raises(travel.ClaimError, match="Say why"):
        travel.refuse(registration=amina, words="  ", by=lead)
    travel.refuse(registration=amina, words="The fund is used up. Call us.", by=lead)
    assert promise(amina) == (promises.CANNOT, "The fund is used up. Call us.")
    approve(amina, lead)
    assert travel.of(fresh(amina)).words == ""


def test_amounts_are_kept_to_the_penny(event, lead):
    for number in range(10):
        person = make_registration(event, f"P{number}", **CASH)
        approve(person, lead, up_to=Decimal("0.10"))
        travel.pay(registration=person, amount=Decimal("0.10"), by=lead)
    sheet = travel.sheet(event=event, by=lead)
    assert (travel.exact(sheet.paid), travel.exact(sheet.promised)) == ("1.00", "0.00")


def test_more_than_approved_nothing_and_twice_are_not_paid(amina, lead):
    with pytest.raises(travel.ClaimError, match="Approve an amount first"):
        travel.pay(registration=amina, amount=POUNDS, by=lead)
    approve(amina, lead)
    with pytest.raises(travel.ClaimError, match=r"more than the £24\.50 approved"):
        travel.pay(registration=amina, amount=Decimal("24.51"), by=lead)
    with pytest.raises(travel.ClaimError, match="more than nothing"):
        travel.pay(registration=amina, amount=Decimal(0), by=lead)
    first = travel.pay(registration=amina, amount=Decimal(20), by=lead)
    assert travel.pay(registration=amina, amount=Decimal(20), by=lead) == first
    with pytest.raises(travel.ClaimError, match="£20 was paid already"):
        travel.pay(registration=amina, amount=Decimal(21), by=lead)
    with pytest.raises(travel.ClaimError, match="£20 was paid already"):
        travel.refuse(registration=amina, words="No", by=lead)
    travel.take_back_payment(registration=amina, by=lead)
    assert (travel.of(fresh(amina)).state, travel.of(fresh(amina)).paid) == ("approved", None)


def test_the_same_answer_again_writes_nothing(amina, lead):
    approve(amina, lead)
    before = AuditEntry.objects.count()
    approve(amina, lead)
    assert (AuditEntry.objects.count(), TravelClaim.objects.count()) == (before, 1)


def test_nobody_who_asks_for_nothing_or_cancelled_is_promised_money(event, amina, lead):
    silent = make_registration(event, "Bo")
    with pytest.raises(travel.ClaimError, match="asks for no help with travel"):
        approve(silent, lead)
    booking.cancel(registration=amina)
    with pytest.raises(travel.ClaimError, match="cancelled meanwhile"):
        approve(amina, lead)
    assert not TravelClaim.objects.exists()


def test_a_role_that_ended_promises_nothing(amina, lead):
    lead.memberships.all().delete()
    with pytest.raises(travel.ClaimError, match="no longer a needs lead"):
        approve(amina, lead)


def test_what_was_promised_to_somebody_who_cancelled_counts_no_more(event, amina, lead):
    approve(amina, lead)
    paid = make_registration(event, "Bo", **CASH)
    approve(paid, lead, up_to=Decimal(30))
    travel.pay(registration=paid, amount=Decimal(30), by=lead)
    for person in (amina, paid):
        booking.cancel(registration=person)
    sheet = travel.sheet(event=event, by=lead)
    assert [(line.name, line.state, line.is_cancelled) for line in sheet.lines] == [
        ("Amina", "approved", True),
        ("Bo", "paid", True),
    ]
    assert (sheet.promised, sheet.paid) == (Decimal(0), Decimal(30))
    assert travel.cash(event=event, by=lead).lines == []


def test_what_needs_doing_comes_first(event, lead):
    def person(name, how="cash"):
        return make_registration(event, name, **CASH | {"travel": how})

    booked, ticket, cash = person("Anna", "ticket"), person("Bea", "ticket"), person("Cleo")
    refused, _asked = person("Dora"), person("Eli")
    approve(booked, lead, how="ticket")
    travel.book(registration=booked, reference="X1", by=lead)
    approve(cash, lead)
    approve(ticket, lead, how="ticket")
    travel.refuse(registration=refused, words="Too late", by=lead)
    sheet = travel.sheet(event=event, by=lead)
    assert [line.name for line in sheet.lines] == ["Eli", "Bea", "Cleo", "Anna", "Dora"]
    assert (sheet.to_answer, sheet.to_book, sheet.promised) == (1, 1, POUNDS * 3)
    assert [line.name for line in travel.cash(event=event, by=lead).lines] == ["Cleo"]


def test_whoever_takes_the_place_gets_no_money_that_was_promised_to_another(amina, lead):
    approve(amina, lead)
    handing_over.hand_over(
        registration=fresh(amina), name="Bo", contact_by="email", email="bo@example.org"
    )
    assert not TravelClaim.objects.exists()
    assert travel.told_to(fresh(amina)) == ""


def test_with_the_booking_or_the_consent_a_promise_goes_and_a_payment_is_nobodys(
    event, amina, lead
):
    paid = make_registration(event, "Bo", **CASH)
    for person in (amina, paid):
        approve(person, lead)
    travel.pay(registration=paid, amount=Decimal("9.99"), by=lead)
    booking.erase_needs(registration=fresh(amina))
    forgetting.forget(registration=fresh(paid))
    [claim] = travel.every(event)
    assert (claim.who, claim.start, claim.paid) == (None, "", Decimal("9.99"))
    assert travel.sheet(event=event, by=lead).paid == Decimal("9.99")


def test_whoever_asks_no_more_is_promised_no_more(amina, lead):
    approve(amina, lead)
    no = {"travel": "no", "travel_from": ""}
    booking.change(registration=fresh(amina), answers=no)
    assert not TravelClaim.objects.exists()


def test_a_stolen_database_says_neither_whose_a_claim_is_nor_how_much(event, amina, lead):
    other = make_registration(event, "Bo", **CASH)
    approve(amina, lead)
    travel.refuse(registration=other, words="The fund is used up", by=lead)
    rows = [bytes(row) for row in TravelClaim.objects.values_list("claim", flat=True)]
    assert len({len(row) for row in rows}) == 1
    assert {row.pk for row in TravelClaim.objects.all()}.isdisjoint({amina.pk, other.pk})
    plain = b"".join(rows)
    for said in (b"24.50", b"Bradford", str(amina.pk).encode(), amina.pk.bytes, b"fund"):
        assert said not in plain
    trail = AuditEntry.objects.filter(event=event).exclude(row_id=None)
    assert not trail.filter(deed__in=["worked on help with travel", "worked on needs"]).exists()
    keys.destroy(event.pk, "travel")
    with pytest.raises(sealed.UnreadableError):
        travel.every(event)


def test_the_key_for_travel_is_renewed_like_every_other(event, amina, lead):
    assert "travel" in rotation.purposes()
    approve(amina, lead)
    is_new, counts = rotation.rotate(event=event, purpose="travel")
    assert (is_new, counts) == (True, rotation.Counts(1, 0))
    assert bytes(TravelClaim.objects.values_list("claim", flat=True)[0])[0] == 2
    assert travel.of(fresh(amina)).up_to == POUNDS


def test_without_its_key_nothing_is_promised_and_the_words_say_what_to_do(event, amina, lead):
    keys.destroy(event.pk, "travel")
    with pytest.raises(travel.ClaimError, match="key for help with travel is missing"):
        approve(amina, lead)
    assert keys.versions(event.pk, "travel") == []


def test_an_event_that_never_had_a_key_for_travel_gets_one_at_the_start(event, amina, lead):
    keys.destroy(event.pk, "travel")
    assert (travel.make_missing_keys(), travel.make_missing_keys()) == (1, 0)
    assert approve(amina, lead).up_to == POUNDS


def test_a_lost_key_is_never_replaced(event, amina, lead):
    approve(amina, lead)
    keys.destroy(event.pk, "travel")
    no_disk = make_event()
    for purpose in ("needs", "travel"):
        keys.destroy(no_disk.pk, purpose)
    assert travel.make_missing_keys() == 0


def test_needs_that_are_erased_leave_the_claim_and_its_news(event, amina, lead):
    approve(amina, lead)
    for row in Needs.objects.filter(event=event):
        Needs.objects.filter(pk=row.pk).update(answers=sealed.noise())
    keys.destroy(event.pk, "needs")
    travel.pay(registration=amina, amount=POUNDS, by=lead)
    assert travel.told_to(fresh(amina)) == "We paid you £24.50."
    [line] = travel.sheet(event=event, by=lead).lines
    assert (line.name, line.asked, line.claim.start) == ("Amina", "", "Bradford")


@pytest.mark.parametrize(
    "text",
    [
        "20-45-33",
        "my account is 12345678",
        "20 45 33 then 87654321",
        "GB33 BUKB 2020 1555 5555 55",
        "card 4929 1234 5678 9012",
    ],
)
def test_what_looks_like_bank_details_is_refused(text):
    with pytest.raises(ValidationError, match="bank or card details"):
        bank_details.refuse(text)


@pytest.mark.parametrize(
    "text", ["Leeds", "Call 020 7946 0000", "07700 900123", "Train at 10.15, £24.50", "AB12CD34"]
)
def test_other_numbers_are_not(text):
    bank_details.refuse(text)
    bank_details.refuse_in_reference("12345678")
