"""The models of forum, so that others write `from forum.models import Event`."""

from forum.models.changes import EventChange
from forum.models.complaints import Complaint
from forum.models.events import Event, Series
from forum.models.files import ListColumns, ListFile, SealedFile
from forum.models.ground import AuditEntry, Message, ScheduledJob
from forum.models.hosting import AskedHost, EventHost
from forum.models.people import Host, Invitation, Membership, Organisation, User
from forum.models.programme import Room, Session, SessionLead, Slot

__all__ = [
    "AskedHost",
    "AuditEntry",
    "Complaint",
    "Event",
    "EventChange",
    "EventHost",
    "Host",
    "Invitation",
    "ListColumns",
    "ListFile",
    "Membership",
    "Message",
    "Organisation",
    "Room",
    "ScheduledJob",
    "SealedFile",
    "Series",
    "Session",
    "SessionLead",
    "Slot",
    "User",
]
