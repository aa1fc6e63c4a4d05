"""Files as pretix and Eventbrite write them, made up by hand from their documented columns."""

import csv
import io
from collections.abc import Sequence

# pretix, "Order data", the sheet of order positions, with three questions of the event's own.
PRETIX = [
    *("Event slug", "Order code", "Position ID", "Status", "Email", "Phone number", "Order date"),
    *("Order time", "Product", "Variation", "Price", "Tax rate", "Tax rule", "Tax value"),
    *("Attendee name", "Attendee name: Given name", "Attendee name: Family name"),
    *("Attendee email", "Company", "Address", "ZIP code", "City", "Country", "State", "Voucher"),
    *("Pseudonymization ID", "Seat ID", "Seat name", "Order comment", "Follow-up date"),
    *("Dietary requirements", "Access \u2013 Step-free route", "Access \u2013 Hearing loop"),
    *("Company", "Invoice address name", "Address", "ZIP code", "City", "Country", "State"),
    *("VAT ID", "Sales channel", "Order locale", "E-mail address verified", "Payment providers"),
]
# Eventbrite's attendee report as it is now, and as it was.
EVENTBRITE = [
    *("Order ID", "Order date", "Attendee first name", "Attendee last name", "Attendee email"),
    *("Phone number", "Purchaser city", "Purchaser state", "Purchaser country", "Event name"),
    *("Event ID", "Event start date", "Event start time", "Event timezone", "Event location"),
    *("Ticket quantity", "Ticket tier", "Ticket type", "Currency", "Ticket price"),
    *("Buyer first name", "Buyer last name", "Buyer email", "Seating location 1"),
    *("Barcode number", "Attendee status", "Company", "Do you have any allergies?"),
]
EVENTBRITE_BEFORE = [
    *("Order #", "Order Date", "First Name", "Last Name", "Email", "Quantity", "Price Tier"),
    *("Ticket Type", "Attendee #", "Group", "Order Type", "Currency", "Total Paid", "Fees Paid"),
    *("Eventbrite Fees", "Eventbrite Payment Processing", "Attendee Status", "Home Address 1"),
    *("Home City", "Home Zip", "Home Country", "Job Title", "Company"),
]


def pretix_row(order: str, position: int, name: str, **cells: str) -> list[str]:
    """One position of an order; `cells` by heading, the first of those that are the same."""
    there = {
        "Event slug": "forum",
        "Order code": order,
        "Position ID": str(position),
        "Status": "paid",
        "Email": f"{order.lower()}@example.org",
        "Order date": "2026-09-01",
        "Order time": "10:12:00",
        "Product": "Forum ticket",
        "Price": "0.00",
        "Attendee name": name,
        "Country": "GB",
        "Access \u2013 Step-free route": "No",
        "Access \u2013 Hearing loop": "No",
        "Sales channel": "web",
        "Order locale": "en",
        **{key.replace("_", " "): value for key, value in cells.items()},
    }
    return _row(PRETIX, there)


def eventbrite_row(order: str, first: str, last: str, **cells: str) -> list[str]:
    """One ticket of an order; `cells` by heading, with underscores for spaces."""
    there = {
        "Order ID": order,
        "Order date": "2026-09-01 10:12:00",
        "Attendee first name": first,
        "Attendee last name": last,
        "Attendee email": f"{first.lower()}@example.org",
        "Ticket quantity": "1",
        "Ticket type": "General admission",
        "Attendee status": "Attending",
        **{key.replace("_", " "): value for key, value in cells.items()},
    }
    return _row(EVENTBRITE, there)


def _row(headings: list[str], there: dict[str, str]) -> list[str]:
    taken = dict(there)
    return [taken.pop(heading, "") for heading in headings]


def as_csv(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows([headings, *rows])
    return text.getvalue().encode()


def as_workbook(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Attendees")
    for row in [headings, *rows]:
        sheet.append(list(row))
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
