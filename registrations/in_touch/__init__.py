"""Who wants to hear of later events of a host: a list of its own, with a consent of its own.

Somebody comes onto it by a yes in a booking, and leaves it by one press. Nothing in it says from
which event it came, and erasing an event does not touch it. A booking that keeps quiet puts nobody
on it: those mails name the host.
"""

from registrations.in_touch.asking import DAYS_TO_ANSWER, ask_again_due, is_due, renew
from registrations.in_touch.inviting import (
    CountChangedError,
    InviteError,
    Plan,
    invite,
    plan,
    why_not,
)
from registrations.in_touch.joining import follow, join, let_go, may_be_asked, says_yes
from registrations.in_touch.leaving import NotOnItError, leave, remove
from registrations.in_touch.links import find, is_ours, leave_path, stay_path
from registrations.in_touch.standing import Standing, stands

__all__ = [
    "DAYS_TO_ANSWER",
    "CountChangedError",
    "InviteError",
    "NotOnItError",
    "Plan",
    "Standing",
    "ask_again_due",
    "find",
    "follow",
    "invite",
    "is_due",
    "is_ours",
    "join",
    "leave",
    "leave_path",
    "let_go",
    "may_be_asked",
    "plan",
    "remove",
    "renew",
    "says_yes",
    "stands",
    "stay_path",
    "why_not",
]
