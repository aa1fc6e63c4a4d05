"""The mails to people who book. What they need is in none of them (design promise 2).

Each composer reads the rows when the mail leaves and answers None when it is not needed any more,
such as a confirmation for somebody who has cancelled meanwhile.
"""

from registrations.emails.announcements import announcement, announcement_test
from registrations.emails.bookings import (
    already_booked,
    cancelled,
    confirmation,
    link,
    page_news,
    place_given,
    waiting_list,
)
from registrations.emails.changes import (
    event_cancelled,
    event_changed,
    nameless_changes,
    told_changes,
)
from registrations.emails.day_news import day_news
from registrations.emails.helping import helper_copy, helper_page
from registrations.emails.in_touch import event_invitation, preview, stay_in_touch
from registrations.emails.leaving import data_deleted, deleted, handed_over
from registrations.emails.offers import declined, offer, offer_ended, received
from registrations.emails.reminders import reminder_day, reminder_week
from registrations.emails.sessions import sessions
from registrations.emails.shared import calendar_file, calendar_uid

__all__ = [
    "already_booked",
    "announcement",
    "announcement_test",
    "calendar_file",
    "calendar_uid",
    "cancelled",
    "confirmation",
    "data_deleted",
    "day_news",
    "declined",
    "deleted",
    "event_cancelled",
    "event_changed",
    "event_invitation",
    "handed_over",
    "helper_copy",
    "helper_page",
    "link",
    "nameless_changes",
    "offer",
    "offer_ended",
    "page_news",
    "place_given",
    "preview",
    "received",
    "reminder_day",
    "reminder_week",
    "sessions",
    "stay_in_touch",
    "told_changes",
    "waiting_list",
]
