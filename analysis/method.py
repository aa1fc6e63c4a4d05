"""How each chart is counted, in words that stand by its numbers in a file and on paper."""

from collections.abc import Mapping

from analysis.asking import Filter

_PLACE = (
    "Booked: whoever was ever given a place by booking, also who gave it back. Came: who had a"
    " place at the end and came in at the event's door, walk-ins too. Crew and interpreters are in"
    " neither."
)
_ORGANISATIONS = (
    "Organisations that somebody came from, each counted once, whatever it was called; who was"
    " counted by heads alone named none."
)
_SAID = (
    "Themes that a person confirmed by hand in what people wrote and in notes; nothing that is only"
    " suggested counts. Events where fewer than ten answers or notes were read are left out."
)
_RATED = (
    "Sealed answers without names. Questions that fewer than ten people answered are left out, and"
    " so is whoever would rather not say."
)
_WISHES = "Wishes of people who had a place at the end."
HOW: Mapping[str, tuple[str, ...]] = {
    "compared": (_PLACE, "Each side is counted by itself."),
    "came": (_PLACE,),
    "growth": (_PLACE,),
    "booking": (
        "Bookings by whole days before the event's first day, in its own zone, of whoever was ever"
        " given a place by booking. Walk-ins are not in it.",
    ),
    "arrivals": (
        "Check-ins at the door and people who joined online, by ten minutes of the event's own"
        " clock. Who was ticked on a list came at a time that nobody knows, and is not in it.",
    ),
    "reach": (_ORGANISATIONS, "How far one reaches is what the team wrote down for it."),
    "first_time": (_ORGANISATIONS, "New is one that came to none of the host's events before."),
    "regions": (_ORGANISATIONS, "The region of one is what the team wrote down for it."),
    "raised": (_SAID,),
    "moved": (
        _SAID,
        "Many themes are compared at once, so a change must be larger to be called one.",
    ),
    "small_groups": (
        _SAID,
        "Answers carry no organisation: events where more than half of the organisations were"
        " local are set against the others.",
    ),
    "answered": (
        "Feedback that was sent in, of everybody who came. Nobody knows who answered, so a few may"
        " have answered who were not counted at the door.",
    ),
    "felt": (_RATED,),
    "welcome": (_RATED,),
    "wished": (_WISHES, "Who came in is counted where it was ticked who was in the session."),
    "choices": (
        _WISHES,
        "Seats by the plan that was published, one for each time to choose for.",
    ),
    "needs": (
        "Kinds of support that people with a place asked for and what became of them, counted when"
        " the event was over. Only counts of five or more; what anybody eats is never counted"
        " here.",
    ),
}
HIDDEN = (
    "Counts of 1 to 4 are not shown, nor what would give them away, in what people said and in what"
    " they needed."
)
HIDDEN_EVERYWHERE = (
    "Counts of 1 to 4 are not shown, nor what would give them away: this was made by somebody who"
    " may not see people."
)


def asked(question: Filter) -> str:
    """What the figures are of, in words: "2024, beside 2025", "All events, told apart by year"."""
    said = question.words
    if question.beside:
        said = f"{said}, beside {question.beside.words}"
    return f"{said}, told apart by {question.split}" if question.split else said


def of(key: str) -> str:
    """How the chart of this key is counted; nothing for one that says all in its own words."""
    return " ".join(HOW.get(key, ()))


def hidden(*, is_exact: bool) -> str:
    """Which counts are not shown."""
    return HIDDEN if is_exact else HIDDEN_EVERYWHERE
