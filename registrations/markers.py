"""What is given out at the door so that photographers know: a shape and a word, never colour alone.

Nobody who was not asked has agreed to anything, so without an answer the square is given.
"""

from registrations.models.registrations import Photo

_MARKERS = {
    Photo.NO: "Square marker, NO PHOTO",
    Photo.UNRECOGNISABLE: "Circle marker, ASK",
    Photo.YES: "No marker",
}


def marker(photo: str) -> str:
    """The marker for an answer about photos, in words."""
    return _MARKERS.get(Photo(photo), _MARKERS[Photo.NO])
