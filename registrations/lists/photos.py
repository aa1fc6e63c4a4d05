"""X10, the photo brief: who may be in photos, in numbers, by the markers people wear. No names.

Nobody who was not asked has agreed to anything, so everybody counts at one of the three levels.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from forum.exports import Contents, Export, Order
from forum.models import Event
from forum.permissions import Right
from forum.spreadsheets import Column, Sheet, Value
from registrations import markers, options, questions
from registrations.breakouts import sheets as sheets_of
from registrations.breakouts.sheets import SessionSheet
from registrations.models.questions import QuestionKind
from registrations.models.registrations import Photo
from registrations.people import everybody

# What the photographer does, from those who must be left out to those who may be in.
_MEANS = {
    Photo.NO: "Never in a photo, not in the background either. Leave out or delete.",
    Photo.UNRECOGNISABLE: "Hands, or from far behind: nobody could recognise them. Ask first.",
    Photo.YES: "May be in photos. Still say before you take one.",
}
_QUIET = "No photos: this is a quiet room."
_NOBODY = "No photos: nobody placed here agreed to be in one."


def build(order: Order) -> Contents:
    """One sheet for one page; 14 queries at most, however many people there are."""
    event = order.event
    people = list(everybody(event).confirmed().order_by().values_list("photo", "photo_uses"))
    return Contents(
        sheets=[
            Sheet(
                name="Photo brief",
                title=f"Photos: {event.title}",
                sentence=_sentence(event),
                columns=[
                    Column("About", 16),
                    Column("Which", 38, wraps=True),
                    Column("People", 13),
                    Column("What to do", 52, wraps=True),
                ],
                rows=[*_markers(people), *_uses(people), *_rooms(event)],
            )
        ],
        who="Everybody who has a place, with crew and interpreters, as numbers",
        count=len(people),
        delete_by=event.erased_on,
    )


def _sentence(event: Event) -> str:
    if QuestionKind.PHOTO not in questions.switched_on(event):
        return "People were not asked about photos, so nobody has agreed to be in one."
    return "A marker helps and is not always seen: when in doubt, ask, or take no photo."


def _markers(people: list[tuple[str, Any]]) -> Iterator[list[Value]]:
    """One row for each level; the rows add up to everybody."""
    counts = Counter(photo if photo in _MEANS else Photo.NO for photo, _uses in people)
    for level, words in _MEANS.items():
        yield ["Marker", markers.marker(level), counts[level], words]


def _uses(people: list[tuple[str, Any]]) -> Iterator[list[Value]]:
    """For what those who may be in photos agreed to have them used; one may agree to several."""
    agreed = [set(uses) for photo, uses in people if photo == Photo.YES]
    for key, words in options.PHOTO_USES.items():
        count = sum(key in uses for uses in agreed)
        told = f"Only photos in which everybody agreed to this: {count} of {len(agreed)} did."
        yield ["Use", words, count, told]


def _rooms(event: Event) -> Iterator[list[Value]]:
    """Rooms without photos, and sessions where nobody who was told to go there agreed to any."""
    for room in event.rooms.filter(is_quiet=True):
        yield ["No photos", room.name, "not counted", _QUIET]
    found = sheets_of.of(event)
    for one in found.sessions if found else []:
        if _is_without(one):
            yield ["No photos", f"{one.room}: {one.session.title}, {one.slot}", one.placed, _NOBODY]


def _is_without(one: SessionSheet) -> bool:
    """Whether there are people in the session and none of them may be in a photo."""
    levels = {listed.person.photo for listed in one.people}
    return bool(levels) and not one.session.is_cancelled and Photo.YES not in levels


EXPORT = Export(
    kind="photos",
    title="Photo brief",
    sentence="How many may be in photos, what the markers mean, and where no photos are taken.",
    for_whom="The photographer, and whoever chooses photos afterwards",
    rights=(Right.MAKE_LISTS,),
    is_sensitive=False,
    extras=(),
    build=build,
)
