"""X8, travel: who asked for help, what was promised and paid, and the sheet for paying in cash."""

from collections.abc import Iterator
from datetime import date, datetime

from forum import dates, sealed
from forum.exports import Contents, Export, Order
from forum.models import Event
from forum.permissions import Right
from forum.spreadsheets import Column, Sheet, Value
from registrations import needs, options, retention
from registrations import travel_claims as travel
from registrations.lists import asking
from registrations.travel_claims import Line
from registrations.travel_claims import Sheet as Claims

DEED = "read needs for the travel list"
NOBODY = "Nobody asked for help with travel."
NO_CASH = "Nobody is to be paid in cash."
NO_KEY = (
    "Help with travel cannot be opened: its key is missing or damaged. Tell whoever runs this site."
)
DELETED, NO_ANSWER, NOT_YET, NONE = "booking deleted", "no answer", "not answered", "none"
_ASKED = {"ticket": "A ticket", "cash": "Cash on the day", "voucher": "A voucher"}


def build(order: Order) -> Contents:
    """The sheets, from six queries however many people there are."""
    event = order.event
    try:
        found = travel.sheet(event=event, by=order.by, deed=DEED, reason=order.reason)
    except sealed.UnreadableError:
        found, empty = Claims([]), (NO_KEY, NO_KEY)
    else:
        empty = _empty(event, order.now)
    cash = travel.in_cash(found)
    return Contents(
        sheets=[
            _requests(order, found, empty[0]),
            _cash(event, cash, empty[1]),
        ],
        who="People who asked for help with travel, also those who were paid and cancelled since",
        count=len(found.lines),
        delete_by=_delete_by(event, order.now),
    )


def _empty(event: Event, now: datetime) -> tuple[str, str]:
    erased = retention.travel_erased_on(event)
    if now.astimezone(event.zone).date() < erased:
        return NOBODY, NO_CASH
    words = f"Help with travel was erased on {dates.day(erased)}."
    return words, words


def _delete_by(event: Event, now: datetime) -> date:
    """While the file tells what people asked for, it goes with their needs; then with the money."""
    if now.astimezone(event.zone).date() < event.needs_erased_on:
        return event.needs_erased_on
    return retention.travel_erased_on(event)


def _requests(order: Order, found: Claims, empty: str) -> Sheet:
    event = order.event
    sentence = (
        f"{travel.pounds(found.promised)} promised and not paid yet, {travel.pounds(found.paid)}"
        " paid. What needs doing first is on top. Write no bank details here."
    )
    if found.unreadable and not needs.are_erased(event, order.now):
        sentence += f" The answers of {found.unreadable} people cannot be opened."
    return Sheet(
        name="Requests",
        title=f"Help with travel: {event.title}",
        sentence=sentence,
        columns=[
            Column("Code", 14),
            Column("Badge name", 28, wraps=True),
            Column("From", 24, wraps=True),
            Column("Asked for", 30, wraps=True),
            Column("About", 14),
            Column("State", 24, wraps=True),
            Column("How we pay", 22, wraps=True),
            Column("Approved up to, £", 18),
            Column("Booked, reference", 20, wraps=True),
            Column("Paid, £", 12),
            Column("Paid at", 20),
        ],
        rows=_request_rows(order, found),
        empty=empty,
    )


def _request_rows(order: Order, found: Claims) -> Iterator[list[Value]]:
    is_forgotten = order.event.is_forgotten_at(order.now)
    for line in found.lines:
        claim = line.claim
        yield [
            *((DELETED, DELETED) if is_forgotten else _who(line)),
            _start(line),
            _ASKED.get(line.said.get("travel", ""), NO_ANSWER),
            options.TRAVEL_ABOUT.get(line.said.get("travel_about", ""), NO_ANSWER),
            _state(line),
            (claim.how_words if claim else "") or NOT_YET,
            claim.up_to if claim and claim.up_to is not None else NOT_YET,
            (claim.reference if claim else "") or NONE,
            claim.paid if claim and claim.paid is not None else NONE,
            claim.paid_at if claim and claim.paid_at else NONE,
        ]


def _who(line: Line) -> tuple[str, str]:
    return (line.person.code, line.name) if line.person else (DELETED, DELETED)


def _start(line: Line) -> str:
    """From where they come, as it was when somebody answered them."""
    start = (line.claim.start if line.claim else "") or str(line.said.get("travel_from", ""))
    return start or NO_ANSWER


def _state(line: Line) -> str:
    is_paid = line.claim is not None and line.claim.paid is not None
    if line.is_cancelled:
        return "Paid, cancelled since" if is_paid else "Cancelled: pay nothing"
    return "To answer" if line.is_to_answer else line.state_words


def _cash(event: Event, found: Claims, empty: str) -> Sheet:
    many = "1 person" if len(found.lines) == 1 else f"{len(found.lines)} people"
    return Sheet(
        name="Cash sheet",
        title=f"Cash for travel: {event.title}",
        sentence=(
            f"{many}, at most {travel.pounds(found.promised)} in all. Each signs for what they"
            " get. Shred this sheet once the payments are noted."
        ),
        columns=[
            Column("Badge name", 30, wraps=True),
            Column("Code", 14),
            Column("From", 24, wraps=True),
            Column("Up to, £", 12),
            Column("Paid, £", 14),
            Column("Signature", 40),
        ],
        rows=[
            [line.name, line.person.code, _start(line), line.claim.up_to, "", ""]
            for line in found.lines
            if line.person and line.claim
        ],
        empty=empty,
    )


EXPORT = Export(
    kind="travel",
    title="Travel list",
    sentence="Who asked for help with travel, what was promised and paid, and a sheet to sign.",
    for_whom="The needs lead and whoever pays people's travel",
    rights=(Right.MAKE_CARDS,),
    is_sensitive=True,
    extras=(),
    build=build,
    paper="registrations:cash_sheet",
    needs_reason=True,
    delete_by=lambda event: event.needs_erased_on,
    size=asking.size,
)
