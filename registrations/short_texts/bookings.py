"""What a text says of one booking: nothing (None) once that is not so any more."""

from forum import dates
from registrations import tickets
from registrations.models.registrations import EXPECTED, State
from registrations.short_texts.fitting import Saying
from registrations.short_texts.reader import Reader

_CHANGE = "See, change or cancel it"
_CANNOT_COME = "If you cannot come, tell us, so that somebody else gets the place."


def confirmation(to: Reader) -> Saying | None:
    return _place(to, "you have a place")


def place_given(to: Reader) -> Saying | None:
    return _place(to, "a place became free and it is yours")


def _place(to: Reader, words: str) -> Saying | None:
    if not (to.registration.has_a_place and to.is_ahead):
        return None
    details = [to.code, to.where]
    return Saying(f"{words}: {to.what}.", details, _CHANGE, _CANNOT_COME, to.link)


def received(to: Reader) -> Saying | None:
    if not (to.registration.is_awaiting and to.is_ahead):
        return None
    day = to.known.rules.answer_by
    by = f"You have our answer by {dates.short_day(day)}." if day else ""
    so = f"we have your booking: {to.what}. It is not a place yet."
    return Saying(so, [by], "See or change it", "Do not travel before we say yes.", to.link)


def waiting_list(to: Reader) -> Saying | None:
    if not (to.registration.is_waiting and to.is_ahead):
        return None
    so = f"you are on the waiting list: {to.what}. This is not a place yet, so do not travel."
    answer = "We tell you when it is your turn."
    return Saying(so, [to.code], "See it or leave the list", answer, to.link)


def offer(to: Reader) -> Saying | None:
    until = to.registration.offered_until
    if not (to.registration.holds_an_offer and until and to.is_ahead):
        return None
    so = f"a place is held for you until {to.moment(until)}: {to.what}. It is not yours yet."
    count = to.known.together(to.registration)
    together = f"One answer is for all {count} of you." if count > 1 else ""
    link = tickets.absolute(tickets.offer_path(to.registration))
    return Saying(so, [together, to.code], "Say yes or no", "Call or text us: yes or no?", link)


def offer_ended(to: Reader) -> Saying | None:
    if not (to.registration.is_waiting and to.is_ahead):
        return None
    so = f"the place that we held for you went to somebody else: {to.what}."
    details = ["You are still on the waiting list."]
    return Saying(so, details, "See it or leave the list", "You need to do nothing.", to.link)


def cancelled(to: Reader) -> Saying | None:
    if not to.registration.is_cancelled:
        return None
    so = f"your booking is cancelled: {to.what}. You are not expected any more."
    return Saying(so, [], "Is that wrong? Look here", "Is that wrong? Tell us.", to.link)


def declined(to: Reader) -> Saying | None:
    if not (to.registration.is_cancelled and to.registration.answer_reason):
        return None
    so = f"we cannot give you a place: {to.what}."
    reason = f"The reason: {to.said(to.registration.answer_reason).rstrip('.')}."
    return Saying(so, [reason], "See the answer", "You need to do nothing.", to.link)


def link(to: Reader) -> Saying | None:
    """How the booking stands, whatever it is, for somebody who should have the link anew."""
    stands = {
        State.CONFIRMED: confirmation,
        State.OFFERED: offer,
        State.WAITING: waiting_list,
        State.AWAITING: received,
        State.CANCELLED: cancelled,
    }
    composer = stands.get(State(to.registration.state))
    return composer(to) if composer else None


def helper_copy(to: Reader) -> Saying | None:
    """To a helper, of all whom they entered."""
    helper = to.registration.helper
    if helper is None or not to.is_ahead:
        return page_news(to)
    so = f"this is one of the people you registered: {to.what}."
    link = tickets.absolute(tickets.helper_path(helper))
    return Saying(so, [], "See their codes", "Ask us for their codes.", link)


def page_news(to: Reader) -> Saying | None:
    """The team changed something on the person's page: nothing of what or why."""
    return news(to) if to.is_ahead else None


def news(to: Reader) -> Saying | None:
    """For every kind that has no words of its own."""
    if to.registration.state not in EXPECTED:
        return None
    so = f"there is news on your booking page: {to.what}."
    return Saying(so, [to.code], "Read it", "Open it, or call us.", to.link)
