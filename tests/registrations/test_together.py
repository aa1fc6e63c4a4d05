"""People who come together: booked at once, all or none; one of them speaks for the others."""

from datetime import timedelta

import pytest
from django.utils import timezone

from forum.models import Message
from registrations import (
    booking,
    companions,
    drafts,
    forgetting,
    handing_over,
    kinds,
    needs,
    waiting_list,
)
from registrations import people as people_of
from registrations.kitchen import eaters as eaters_of
from registrations.models import Registration
from registrations.models.registrations import Kind, State
from tests.factories import answers, ask, make_registration

KOFI = {"name": "Kofi", "relation": "child", "meals": ["vegan"], "ill": "kiwi"}
SAM = {"name": "Sam", "relation": "supporter"}


def form_of(event, *people, **given):
    """A finished form of somebody who does not come alone."""
    draft = booking.start(event=event)
    told = {"company": str(len(people)), "with": list(people), "with_consent": True}
    drafts.save(registration=draft, answers=answers("Amina", **(told | given)))
    return draft


def book(event, *people, **given):
    return booking.book(draft_id=form_of(event, *people, **given).id)


def again(one):
    return Registration.objects.get(pk=one.pk)


def states(*rows):
    return [again(one).state for one in rows]


def mails():
    return [(mail.kind, mail.to) for mail in Message.objects.order_by("created_at", "id")]


@pytest.fixture
def event(event):
    ask(event, "food", "allergy", "access")
    return event


def test_each_who_comes_along_has_a_place_a_code_and_sealed_answers_of_their_own(event):
    first = book(event, KOFI, SAM, email="amina@example.org", days=[], language="ar")
    kofi, sam = companions.of(first)
    assert [one.badge_name for one in (kofi, sam)] == ["Kofi", "Sam"]
    assert {one.place for one in (first, kofi, sam)} == {1, 2, 3}
    assert len({one.code for one in (first, kofi, sam)}) == 3
    assert (kofi.kind, kofi.contact_by, kofi.helper, kofi.language) == (
        Kind.COMPANION,
        "helper",
        None,
        "ar",
    )
    assert kofi.mail_address == "amina@example.org"
    held = needs.own(kofi)
    assert {key: held[key] for key in ("relation", "meals", "ill", "allergen_other")} == {
        "relation": "child",
        "meals": ["vegan"],
        "ill": "yes",
        "allergen_other": "kiwi",
    }
    assert held["consent"]["through"] == "helper"
    assert needs.own(sam) == {"relation": "supporter"}
    assert "with" not in needs.own(first)
    assert mails() == [("confirmation", "amina@example.org")]


def test_both_get_places_or_neither_does(event):
    event.capacity = 2
    event.save()
    make_registration(event)
    draft = form_of(event, SAM)
    with pytest.raises(booking.FullError):
        booking.book(draft_id=draft.id, only_a_place=True)
    assert Registration.objects.finished().count() == 1
    first = booking.book(draft_id=draft.id)
    assert states(first, *companions.of(first)) == [State.WAITING, State.WAITING]


def test_nobody_is_booked_while_somebody_has_no_name(event):
    draft = form_of(event, SAM, company="2")
    with pytest.raises(booking.IncompleteError) as error:
        booking.book(draft_id=draft.id)
    assert [gap.words for gap in error.value.gaps] == ["Say who comes with you"]


def test_two_of_one_name_are_two_people(event):
    first = book(event, SAM, SAM)
    assert [one.badge_name for one in companions.of(first)] == ["Sam", "Sam"]


# Cancelling


def test_when_the_first_cancels_alone_the_next_speaks_for_the_others(event):
    first = book(event, KOFI, SAM, email="amina@example.org")
    kofi, sam = companions.of(first)
    booking.cancel(registration=first)
    kofi, sam = again(kofi), again(sam)
    assert states(first, kofi, sam) == [State.CANCELLED, State.CONFIRMED, State.CONFIRMED]
    assert (kofi.with_whom, kofi.through_first, kofi.email) == (None, False, "amina@example.org")
    assert (sam.with_whom, sam.mail_address) == (kofi, "amina@example.org")
    assert companions.of(kofi) == [sam]
    assert companions.of(again(first)) == []


def test_all_cancel_in_one_and_one_mail_says_so(event):
    first = book(event, KOFI, SAM)
    others = companions.of(first)
    Message.objects.all().delete()
    booking.cancel(registration=first, everyone=True)
    assert states(first, *others) == [State.CANCELLED] * 3
    assert [kind for kind, _ in mails()] == ["cancelled"]
    assert [needs.own(again(one)) for one in others] == [{}, {}]


def test_a_companion_cancels_alone_and_the_first_is_told(event):
    first = book(event, KOFI, email="amina@example.org")
    [kofi] = companions.of(first)
    Message.objects.all().delete()
    booking.cancel(registration=kofi)
    assert states(first, kofi) == [State.CONFIRMED, State.CANCELLED]
    assert companions.everyone(first) == [kofi]
    assert mails() == [("cancelled", "amina@example.org")]


def test_all_come_back_together_or_one_alone(event):
    first = book(event, KOFI)
    [kofi] = companions.of(first)
    booking.cancel(registration=first, everyone=True)
    booking.restore(registration=first, everyone=True)
    assert states(first, kofi) == [State.CONFIRMED] * 2
    booking.cancel(registration=first, everyone=True)
    booking.restore(registration=first)
    assert states(first, kofi) == [State.CONFIRMED, State.CANCELLED]


def test_all_wait_together_when_there_is_no_room_for_all_to_come_back(event):
    event.capacity = 2
    event.save()
    first = book(event, KOFI)
    [kofi] = companions.of(first)
    booking.cancel(registration=first, everyone=True)
    make_registration(event)
    booking.restore(registration=first, everyone=True)
    assert states(first, kofi) == [State.WAITING] * 2


def test_a_child_who_comes_back_alone_is_reached_where_they_were(event):
    first = book(event, KOFI, email="amina@example.org")
    [kofi] = companions.of(first)
    booking.cancel(registration=first, everyone=True)
    booking.restore(registration=again(kofi))
    kofi = again(kofi)
    assert (kofi.state, kofi.with_whom, kofi.email) == (
        State.CONFIRMED,
        None,
        "amina@example.org",
    )


def test_the_first_who_comes_back_comes_with_whoever_stayed(event):
    first = book(event, KOFI)
    [kofi] = companions.of(first)
    booking.cancel(registration=first)
    alone = people_of.listed([again(kofi)], event)[0].notes
    booking.restore(registration=again(first))
    assert again(first).with_whom == kofi
    assert "Whoever they came with cancelled" in alone
    kofis, firsts = people_of.listed([again(kofi), again(first)], event)
    assert kofis.notes == ["Comes with somebody", "2 come together"]
    assert firsts.notes == ["2 come together"]


# Offers


@pytest.fixture
def offered(event):
    """A pair with an offer of the only two places."""
    event.capacity = 2
    event.save()
    others = [make_registration(event), make_registration(event)]
    first = book(event, KOFI)
    booking.cancel(registration=others[0])
    assert states(first, *companions.of(first)) == [State.WAITING] * 2
    booking.cancel(registration=others[1])
    assert states(first, *companions.of(first)) == [State.OFFERED] * 2
    return first


def test_a_pair_is_offered_both_places_by_one_mail_and_takes_both(offered):
    assert [kind for kind, _ in mails()].count("offer") == 1
    [kofi] = companions.of(offered)
    waiting_list.accept(registration=offered)
    assert states(offered, kofi) == [State.CONFIRMED] * 2


@pytest.mark.parametrize(("stays", "becomes"), [(True, State.WAITING), (False, State.CANCELLED)])
def test_letting_go_is_for_both(offered, stays, becomes):
    [kofi] = companions.of(offered)
    waiting_list.let_go(registration=offered, stays=stays)
    assert states(offered, kofi) == [becomes] * 2


def test_a_companion_who_leaves_the_list_leaves_the_other_place_to_the_first(offered):
    [kofi] = companions.of(offered)
    waiting_list.let_go(registration=kofi, stays=False)
    assert states(offered, kofi) == [State.OFFERED, State.CANCELLED]


def test_an_offer_that_nobody_answers_ends_for_both_by_one_mail(offered):
    [kofi] = companions.of(offered)
    waiting_list.expire_due(timezone.now() + timedelta(days=8))
    assert states(offered, kofi) == [State.WAITING] * 2
    assert [kind for kind, _ in mails()].count("offer_ended") == 1


# Adding


def test_somebody_is_added_to_a_booking_once(event):
    first = make_registration(event)
    press = booking.start(event=event).id
    Registration.objects.filter(pk=press).delete()
    told = {"with": [KOFI], "with_consent": True}
    added = [booking.add_companion(first=first, answers=told, press=press) for _ in range(2)]
    assert added[0] == added[1]
    assert companions.of(first) == [added[0]]
    assert (added[0].state, needs.own(again(added[0]))["meals"]) == (State.CONFIRMED, ["vegan"])


def test_whoever_is_added_to_a_full_event_waits_and_the_first_keeps_the_place(event):
    event.capacity = 1
    event.save()
    first = make_registration(event)
    added = booking.add_companion(first=first, answers={"with": [SAM]})
    assert states(first, added) == [State.CONFIRMED, State.WAITING]


def test_nobody_is_added_past_five_nor_to_an_offer(event, offered):
    with pytest.raises(booking.TogetherError, match="Answer the offer"):
        booking.add_companion(first=offered, answers={"with": [SAM]})
    waiting_list.accept(registration=offered)
    event.capacity = 20
    event.save()
    for _ in range(4):
        booking.add_companion(first=again(offered), answers={"with": [SAM]})
    with pytest.raises(booking.TogetherError, match="Five people"):
        booking.add_companion(first=again(offered), answers={"with": [SAM]})


# Who may open what


def test_whoever_takes_over_a_place_is_none_of_theirs(event):
    first = book(event, KOFI, SAM, email="amina@example.org")
    kofi, sam = companions.of(first)
    handing_over.hand_over(registration=kofi, name="Zed", contact_by="helper")
    assert companions.everyone(first) == [sam]
    handing_over.hand_over(registration=again(first), name="Yan", contact_by="page")
    assert companions.everyone(again(first)) == []
    assert (again(sam).email, again(sam).with_whom) == ("amina@example.org", None)


def test_an_address_of_their_own_ends_the_links_that_the_first_has(event):
    first = book(event, KOFI, contact_by="phone", phone="0113 496 0000", email="")
    [kofi] = companions.of(first)
    booking.change(
        registration=again(kofi), answers={"contact_by": "email", "email": "kofi@example.org"}
    )
    assert (again(kofi).link_version, companions.everyone(first)) == (2, [])


def test_a_friend_whom_the_team_puts_with_somebody_is_not_opened_by_them(event, owner):
    first, friend = make_registration(event), make_registration(event, "Bo", contact_by="helper")
    kinds.settle(registration=friend, kind=Kind.COMPANION, first=first, days=None, by=owner)
    assert companions.everyone(first) == []
    other = book(event, SAM, email="amina@example.org")
    [sam] = companions.of(other)
    kinds.come_with(registration=other, first=first, by=owner)
    assert companions.everyone(again(first)) == []
    assert (again(sam).with_whom, again(sam).mail_address) == (first, "amina@example.org")


def test_nothing_of_a_person_who_is_deleted_stays_with_the_others(event):
    first = book(event, KOFI, SAM, email="amina@example.org")
    kofi, sam = companions.of(first)
    forgetting.forget(registration=first)
    assert [again(one).mail_address for one in (kofi, sam)] == ["", ""]
    assert (again(kofi).state, again(sam).with_whom) == (State.CONFIRMED, kofi)
    assert not Registration.objects.filter(email="amina@example.org").exists()


# Meals


def test_a_supporter_who_is_named_eats_once(event, owner):
    ticked = {"access": ["supporter"], "needs_consent": True}
    book(event, SAM, **ticked)
    make_registration(event, "Bo", **ticked)
    found = eaters_of.of(event, by=owner, deed="counted needs")
    assert {one.name: one.brings_a_supporter for one in found} == {
        "Amina": False,
        "Bo": True,
        "Sam": False,
    }
    assert eaters_of.heads(found) == 4
