"""Every form of forum."""

from forum.forms.basics import BasicsForm
from forum.forms.events import CancelForm, CoHostForm, CopyForm
from forum.forms.hosts import (
    HostForm,
    InviteForm,
    MergeForm,
    NewAccountForm,
    OrganisationForm,
    RolesForm,
    SeriesForm,
)
from forum.forms.place import PlaceForm
from forum.forms.programme import InEventForm, RoomForm, SlotForm
from forum.forms.session import SessionForm
from forum.models import Room, Session, Slot

# The things of a programme by their word in addresses.
THINGS: dict[str, tuple[type[Room | Slot | Session], type[InEventForm]]] = {
    "room": (Room, RoomForm),
    "slot": (Slot, SlotForm),
    "session": (Session, SessionForm),
}

__all__ = [
    "THINGS",
    "BasicsForm",
    "CancelForm",
    "CoHostForm",
    "CopyForm",
    "HostForm",
    "InEventForm",
    "InviteForm",
    "MergeForm",
    "NewAccountForm",
    "OrganisationForm",
    "PlaceForm",
    "RolesForm",
    "RoomForm",
    "SeriesForm",
    "SessionForm",
    "SlotForm",
]
