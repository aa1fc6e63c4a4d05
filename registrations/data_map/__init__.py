"""The data map of registrations: every field with its class, its purpose and how long it is kept.

Read together with forum/data_map, which says what the classes and the rules mean. The only
special-category fields are sealed.
"""

from forum.data_map import Entry
from registrations.data_map import asking, bookings, files, messages, sessions

FIELDS: dict[str, dict[str, Entry]] = {
    **bookings.FIELDS,
    **asking.FIELDS,
    **sessions.FIELDS,
    **messages.FIELDS,
    **files.FIELDS,
}
